"""Find out whether a text without places was wrapped, and at what width.

A file of lines may have one paragraph per line, or lines wrapped at a page's width. Widths show
which: at a real wrap the next word would not have fitted.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from aligner.languages.letter_ranges import WIDE
from aligner.segmentation.measured_rows import CLOSERS, Row, width

_CJK: Final = re.compile(f"[{WIDE}]")
_UNIT: Final = re.compile(rf"[{WIDE}][{CLOSERS}]*|[^\s{WIDE}]*")
"""What a line begins with that cannot be divided: a word, or a Chinese character with its signs."""

_WIDEST: Final = 190  # columns; a wider line is a paragraph, not a line of a page
_MARGIN: Final = 0.97  # quantile of the lines' ends that is the margin
_NARROWEST: Final = 40  # columns; in narrower files, a full line is no evidence

# Shares of the lines without a closing sign that surely go on, at least, in a file that was wrapped:
_CASED_SHARE: Final = 0.25  # if the language has capitals
_UNCASED_SHARE: Final = 0.35
_WRAPPED_SHARE: Final = 0.12  # the same share of all lines

_SHORTEST: Final = 0.06  # quantile of the wrapped lines' reaches below which no margin cut a line
_NEAR: Final = 0.82  # a line this full, with its next word, was full in proportional type


def reach(above: Row, below: Row) -> float:
    """Return the column `above` would have reached with the first word or character of `below` on it."""
    unit = next(_UNIT.finditer(below.text)).group()
    is_spaced = not (_CJK.match(below.text) or _CJK.match(above.text[-1]))
    return above.far + is_spaced + width(unit)


def limit_of(rows: Sequence[Row], begins: Sequence[bool], *, cased: bool, fewest: int = 0) -> float | None:
    """Return the column that a line and the next word would have passed, for nearly all wraps.

    Args:
        rows: the running text.
        begins: whether each row surely begins a paragraph: with its number, or as the preamble's do.
        cased: whether the language has capitals that begin sentences.
        fewest: minimum number of lines that surely go on.

    Returns:
        None if each line is a paragraph.
    """
    breaks = [
        (above, below, label)
        for (above, below), label in zip(pairwise(rows), begins[1:], strict=False)
        if not above.whole and not below.whole
    ]
    if not breaks:
        return None
    rights = sorted(row.far for row in rows if not row.whole)
    margin = rights[int(len(rights) * _MARGIN)]
    if margin > _WIDEST:
        return None
    wraps = [
        (above, below)
        for above, below, label in breaks
        if not label and _runs_on(above, below, margin, cased)
    ]
    close = [above for above, _, _ in _closest(breaks)]
    open_ended = sum(not above.ends_sentence for above in close)
    share = _CASED_SHARE if cased else _UNCASED_SHARE
    if len(wraps) < max(fewest, open_ended * share, _WRAPPED_SHARE * len(close)):
        return None
    reaches = sorted(reach(above, below) for above, below in wraps)
    return max(reaches[int(len(reaches) * _SHORTEST)], margin * _NEAR)


def _closest(breaks: Sequence[tuple[Row, Row, bool]]) -> list[tuple[Row, Row, bool]]:
    """Return the breaks with the least space around them, which include the wraps."""
    steps = [max(1, below.down - above.down) for above, below, _ in breaks]  # some lines are divided
    usual = min(steps)
    close = [entry for entry, step in zip(breaks, steps, strict=True) if step == usual]
    near = min(round(below.near) for _, below, _ in close)
    return [entry for entry in close if round(entry[1].near) == near]


def _runs_on(above: Row, below: Row, margin: float, cased: bool) -> bool:
    """Whether a line surely continues: no sign ends it, and it is full or a small letter follows."""
    if above.ends_sentence:
        return False
    near = reach(above, below) >= margin * _NEAR
    if not cased:
        return near and not above.ends_at_comma
    if below.text[0].islower() and ((near and margin >= _NARROWEST) or not above.ends_at_comma):
        return True
    return near and margin >= _NARROWEST and above.text[-1].isalnum()
