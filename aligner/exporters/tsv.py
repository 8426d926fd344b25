"""Alignments as a table of text, for spreadsheets and scripts.

Columns: `source` and `target` (0-based indices divided by spaces, empty for a gap),
`score`, `moved` (the indices of the counterpart of a passage that stands elsewhere),
`source_label`, `target_label`, `source_text`, `target_text`. No quoting: tabs and line
breaks inside texts become spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from aligner.beads import one_by_one
from aligner.results import AlignedPair
from aligner.values import Bead, Document, Span

COLUMNS: Final = (
    "source",
    "target",
    "score",
    "moved",
    "source_label",
    "target_label",
    "source_text",
    "target_text",
)
_BREAKS: Final = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_FORMULA: Final = ("=", "+", "-", "@")


def alignment(result: AlignedPair) -> bytes:
    """A header, then a line for each bead."""
    ours = {index: move.target for move in result.alignment.moves for index in move.source}
    theirs = {index: move.source for move in result.alignment.moves for index in move.target}
    lines = ["\t".join(COLUMNS)]
    for wide in result.alignment.beads:
        for bead in one_by_one(wide):
            moved = [ours[i] for i in bead.source if i in ours] if not bead.target else []
            moved += [theirs[i] for i in bead.target if i in theirs] if not bead.source else []
            lines.append("\t".join(_cells(result, bead, moved)))
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def neutral(text: str) -> str:
    r"""A cell that no spreadsheet takes for a formula, and that stays in its cell.

    >>> neutral("=1+1"), neutral("a\tb")
    ("'=1+1", 'a b')
    """
    flat = _BREAKS.sub(" ", text)
    return f"'{flat}" if text.startswith(("\t", "\r", *_FORMULA)) else flat


def _cells(result: AlignedPair, bead: Bead, moved: Iterable[Span]) -> list[str]:
    return [
        _numbers(bead.source),
        _numbers(bead.target),
        f"{bead.score:.6f}",
        " ".join(dict.fromkeys(_numbers(span) for span in moved)),
        _labels(result.source, bead.source),
        _labels(result.target, bead.target),
        neutral(result.source.joined(bead.source)),
        neutral(result.target.joined(bead.target)),
    ]


def _numbers(span: Span) -> str:
    return " ".join(str(index) for index in span)


def _labels(document: Document, span: Span) -> str:
    return neutral(" ".join(document.segments[index].label or "" for index in span).strip())
