"""Find the lines below the short rules that are drawn above the notes of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from aligner.readers.pdf.bidi import is_right_to_left
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.rules import Rule

_SHORTEST: Final = 20.0  # points: minimum length of a rule
_LONGEST: Final = 0.5  # maximum length, as a share of the width of the lines
_WIDE: Final = 0.6  # of the width of the lines: no line of one of two columns is wider
_MANY: Final = 0.25  # share of lines that are wide on a page without columns
_FLUSH: Final = 3.0  # points: maximum distance from the edge of the lines
_BELOW: Final = 2.0  # of the letters' size: maximum distance from the rule to the top of the first note
_NOTE: Final = 5.0  # the same: how far down the lines of its column are looked at
_UNDER: Final = 0.35  # of the letters' size: maximum distance from a baseline to a rule that underlines it


def mark_ruled(lines: Sequence[PageLine], rules: Sequence[Rule], height: float) -> None:
    """Mark the lines that have a rule for notes directly above them.

    Args:
        lines: the lines of one page that are outside tables.
        rules: the straight lines drawn on the page.
        height: height of the page.
    """
    if not lines or not rules:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    one_column = _in_one_column(lines, right - left)
    for rule in rules:
        width = rule.right - rule.left
        if not rule.is_level or not _SHORTEST < width < _LONGEST * (right - left):
            continue
        place = height - rule.height
        beside = [line for line in lines if line.left < rule.right and rule.left < line.right]
        lefts, rights = [left], [right]
        if not one_column:
            below = [line for line in beside if 0 <= line.top - place < _NOTE * line.size]
            lefts += [line.left for line in below]
            rights += [line.right for line in below]
        edges = [rule.left - edge for edge in lefts] + [rule.right - edge for edge in rights]
        if min(map(abs, edges)) >= _FLUSH:
            continue
        if not any(_is_at(line, place) for line in beside):
            under = list(_below(beside, place))
            if one_column:
                under += _leftwards_below(lines, place)
            if under:
                min(under, key=lambda line: line.top).ruled = True


def _is_at(line: PageLine, place: float) -> bool:
    """Whether a rule goes through a line or underlines it."""
    base = line.bottom - 0.2 * line.size
    return line.top < place < base + _UNDER * line.size


def _below(lines: Sequence[PageLine], place: float) -> Iterator[PageLine]:
    """Yield the lines directly below a rule."""
    for line in lines:
        if 0 <= line.top - place < _BELOW * line.size:
            yield line


def _in_one_column(lines: Sequence[PageLine], width: float) -> bool:
    """Whether many lines are wider than a column of two."""
    return sum(line.right - line.left > _WIDE * width for line in lines) >= _MANY * len(lines)


def _leftwards_below(lines: Sequence[PageLine], place: float) -> Iterator[PageLine]:
    """Yield right-to-left lines directly below a rule, which some programs draw on the left."""
    for line in _below(lines, place):
        if any(map(is_right_to_left, line.text)):
            yield line
