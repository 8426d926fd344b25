"""Form: brackets and quotation marks that do not close, doubled spaces, a missing closing sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from aligner.checks.base import Check, finding
from aligner.checks.material import Material, Side
from aligner.languages import get
from aligner.text import fold
from aligner.values import Finding, SegmentKind, Severity, Span

_ID: Final = "form"
_PAIRS: Final = {
    ")": "(",
    "]": "[",
    "}": "{",
    "》": "《",
    "〉": "〈",
    "】": "【",
    "»": "«",
    "”": "“",
    "』": "『",
    "」": "「",
}
_LIST_LABEL: Final = regex.compile(r"(?<![\p{L}\d])[\p{L}\d]{1,4}\)")
_DOUBLED: Final = regex.compile(r"(?<=\S) {2,}(?=\S)|(?<=[\p{L}\d])\s+[,.](?=\s|$)|([,;،؛，；、])\s*\1")
_ENDS: Final = ".;:,!?-…"
_CLOSERS: Final = "\"')]»”’》」』〉】"
_ENDING: Final = (SegmentKind.OPERATIVE, SegmentKind.PREAMBULAR, SegmentKind.ITEM)


def _run(material: Material) -> Iterator[Finding]:
    for row, side in material.sides():
        yield from _brackets(row, side)
        for match in list(_DOUBLED.finditer(side.text))[:1]:
            span = Span(*match.span())
            message = "a sign or a space too many"
            yield finding(_ID, Severity.FORM, row, side, message, span=span, found=match.group())
    for row, pivot, other in material.full_pairs():
        if _ends(pivot) and not _ends(other) and _kind(other) in _ENDING:
            message = f"no sign at the end; the {get(pivot.language).english} text has {_last(pivot)}"
            yield finding(_ID, Severity.FORM, row, other, message, expected=_last(pivot))


def _brackets(row: int, side: Side) -> Iterator[Finding]:
    text = side.text
    labels = {match.end() - 1 for match in _LIST_LABEL.finditer(text)}
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        one = character if character in _PAIRS or character in _PAIRS.values() else fold(character)
        if one in _PAIRS.values():
            opened.append((one, place))
        elif one in _PAIRS:
            if opened and opened[-1][0] == _PAIRS[one]:
                opened.pop()
            elif place not in labels:
                yield _bracket(row, side, place, "is not opened")
                return
    for _, place in opened[:1]:
        yield _bracket(row, side, place, "is not closed")


def _bracket(row: int, side: Side, place: int, what: str) -> Finding:
    sign = side.text[place]
    return finding(_ID, Severity.FORM, row, side, f"{sign} {what}", span=Span(place, place + 1), found=sign)


def _kind(side: Side) -> SegmentKind:
    return side.document.segments[side.segments.stop - 1].kind


def _last(side: Side) -> str:
    return side.text.rstrip().rstrip(_CLOSERS)[-1:]


def _ends(side: Side) -> bool:
    """Whether the last character, closing quotation marks apart, is a closing sign."""
    last = fold(_last(side))
    return bool(last) and last in _ENDS + "、؛،"


CHECK: Final = Check(
    id=_ID,
    severity=Severity.FORM,
    help="A bracket or quotation mark without its partner, a doubled space or comma, a paragraph without "
    "the closing sign that its counterpart has. "
    "On 13,939 clean pairs of paragraphs 0.2 alarms a hundred, some of them real slips of the "
    "texts.",
    examples=("fr « le droit à la vie privée", "en persons , and"),
    run=_run,
)
