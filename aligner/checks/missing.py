"""Paragraphs that one language has and another lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.checks.base import Check, finding
from aligner.checks.material import Material, Pair
from aligner.errors import ValueInvariantError
from aligner.languages import get
from aligner.values import DocumentKey, Finding, Severity

_ID: Final = "missing-paragraph"
_SHOWN: Final = 80


def _run(material: Material) -> Iterator[Finding]:
    for pair in material.pairs():
        if pair.both is None and not _is_elsewhere(material, pair):
            yield _finding(material, pair, pair.key)


def _is_elsewhere(material: Material, pair: Pair) -> bool:
    """Whether the alignment knows the passage to stand in another place."""
    side = pair.pivot or pair.other
    return side is not None and side.segments.start in material.moved(side.key, pair.key)


def _finding(material: Material, pair: Pair, key: DocumentKey) -> Finding:
    name = get(material.comparison.pivot).english
    older = key.version != material.pivot.version
    severity = Severity.WARNING if older else Severity.ERROR
    if pair.pivot is not None:
        text = _short(pair.pivot.text)
        where = f" of the {name} text has no counterpart"
        message = f"a paragraph{where}{f' in {key.version}, the newest draft here' if older else ''}: {text}"
        return Finding(_ID, severity, (pair.row,), key.language, None, text, "", message)
    side = pair.other
    if side is None:
        raise ValueInvariantError(f"row {pair.row} has neither side")
    text = _short(side.text)
    message = f"a paragraph that the {name} text does not have: {text}"
    return finding(_ID, severity, pair.row, side, message, found=text)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1].rstrip() + "…"


CHECK: Final = Check(
    id=_ID,
    severity=Severity.ERROR,
    help="A paragraph that one language has and the other lacks; what only moved is not missing. ",
    examples=("zh 8. 还鼓励会员国… | fr —",),
    run=_run,
)
