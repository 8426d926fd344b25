"""Find out whether a text was wrapped, at what width, and how its paragraphs are marked.

A file of lines may have one paragraph per line, or lines wrapped at a page's width. Widths show
which: at a real wrap the next word would not have fitted. How paragraphs are set apart (an
indented first line, a hanging indent, an empty line) differs from file to file and is learned
from the unambiguous breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from aligner.languages.letter_ranges import WIDE
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, Row, width

_CJK: Final = re.compile(f"[{WIDE}]")
_CLOSERS: Final = "，。；：、！？）】」』》〉”’…·％"
_UNIT: Final = re.compile(rf"[{WIDE}][{_CLOSERS}]*|[^\s{WIDE}]*")
"""What a line begins with that cannot be divided: a word, or a Chinese character with its signs."""

_COLUMNS: Final = re.compile(r"\S {4,}\S.*\S {4,}\S|[^\W\d_]{2} {4,}\S")
"""A row of a table laid out with blanks: wide gaps, one of them not only behind a label."""

_WIDEST: Final = 190  # columns; a wider line is a paragraph, not a line of a page
_WIDE_PAGE: Final = 120  # columns; few pages have wider lines, so that more has to show it
ROOM: Final = 0.6
"""Columns by which lines of proportional type that begin at one edge may differ."""

_MARGIN: Final = 0.97  # quantile of the lines' ends that is the margin
_NARROWEST: Final = 40  # columns; in narrower files, a full line is no evidence
_MIDDLE: Final = 0.6  # of the margin: a line that surely goes on ends beyond it

# Shares of the lines without a closing sign that surely go on, at least, in a file that was wrapped:
_WIDE_SHARE: Final = 0.5  # on a wide page
_CASED_SHARE: Final = 0.25  # if the language has capitals
_UNCASED_SHARE: Final = 0.35
_WRAPPED_SHARE: Final = 0.12  # the same share of all lines

_SHORTEST: Final = 0.06  # quantile of the wrapped lines' reaches below which no margin cut a line
_SHORT: Final = 0.85  # of that reach: no margin cut a line this short, even in proportional type
_FEW: Final = 3  # short lines that show whether gaps always follow them; lines that run on and are no chance
_ALWAYS: Final = 0.9  # share of these that a gap follows, if one always does
_FLUSH: Final = 2.0  # paragraphs at the edge for each line that is set in, if these are none of first lines
_TIGHT: Final = 0.95  # of the margin: a line that was cut at it would have passed this with its next word
_MOSTLY: Final = 0.8  # share of the lines that run on that were cut there, if the margin is clear
_NEAR: Final = 0.82  # a line this full, with its next word, was full in proportional type


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How the lines of one file were made.

    Attributes:
        wrapped: whether paragraphs are cut into lines at all.
        limit: the column that a line and the next word would have passed, for nearly all wraps.
        gap: how many empty lines are between the lines of a paragraph.
        gaps_separate: whether a larger gap sets paragraphs apart.
        gaps_always: whether a larger gap is between nearly all paragraphs.
        inner: the column that continuation lines begin in.
        first: the column that paragraphs begin in, where it differs from `inner`.
        ends: for each sign, whether a full line that ends with it usually ends a paragraph.
        lead_ins: lines with a colon that recur word for word, each of them a paragraph.
    """

    wrapped: bool
    limit: float = 0.0
    gap: int = 0
    gaps_separate: bool = False
    gaps_always: bool = False
    inner: float = 0.0
    first: float | None = None
    ends: frozenset[str] = frozenset()
    lead_ins: frozenset[str] = frozenset()


def reach(above: Row, below: Row) -> float:
    """Return the column `above` would have reached with the first word or character of `below` on it."""
    unit = next(_UNIT.finditer(below.text)).group()
    is_spaced = not (_CJK.match(below.text) or _CJK.match(above.text[-1]))
    return above.right + is_spaced + width(unit)


def survey(rows: Sequence[Row], begins: Sequence[bool], cased: bool) -> Wrapping:
    """Learn how a file was wrapped from the rows of its running text.

    Args:
        rows: those that are neither furniture nor notes.
        begins: whether each surely begins a paragraph: with its number, or as the preamble's do.
        cased: whether the language has capitals that begin sentences.
    """
    breaks = [
        (above, below, label)
        for (above, below), label in zip(pairwise(rows), begins[1:], strict=False)
        if not above.whole and not below.whole
    ]
    if not breaks:
        return Wrapping(False)
    lines = [row for row in rows if not row.whole]
    rights = sorted(row.right for row in [row for row in lines if not _COLUMNS.search(row.text)] or lines)
    margin = rights[int(len(rights) * _MARGIN)]
    if margin > _WIDEST:
        return Wrapping(False)
    wraps = [
        (above, below)
        for above, below, label in breaks
        if not label and _runs_on(above, below, margin, cased)
    ]
    close = [above for above, _, _ in _closest(breaks)]
    at_margin = not cased and _are_at_margin(wraps, margin)
    if at_margin:
        close = [above for above in close if above.right >= margin * _MIDDLE]
    open_ended = sum(_is_open(above, at_margin) for above in close)
    share = _WIDE_SHARE if margin > _WIDE_PAGE else _CASED_SHARE if cased else _UNCASED_SHARE
    needed = max(open_ended * share, _WRAPPED_SHARE * len(close))
    if len(wraps) < needed:
        return Wrapping(False)
    reaches = sorted(reach(above, below) for above, below in wraps)
    limit = max(reaches[int(len(reaches) * _SHORTEST)], margin * _NEAR)
    gap, gaps_separate = _gaps(breaks, wraps)
    sure = [
        below.gap > gap
        for above, below, _ in breaks
        if not below.fresh and HARD_END.search(above.text) and reach(above, below) < limit * _SHORT
    ]
    gaps_always = len(sure) >= _FEW and sum(sure) >= _ALWAYS * len(sure)
    inner, first = _indents(breaks, wraps, limit)
    ends, lead_ins = _ends(breaks, limit), _lead_ins(rows, limit)
    return Wrapping(True, limit, gap, gaps_separate, gaps_always, inner, first, ends, lead_ins)


def _lead_ins(rows: Sequence[Row], limit: float) -> frozenset[str]:
    lines = Counter(row.text for row in rows if row.text.endswith((":", "：")) and row.right < limit * _SHORT)
    return frozenset(text for text, count in lines.items() if count >= _FEW)


def _closest(breaks: Sequence[tuple[Row, Row, bool]]) -> list[tuple[Row, Row, bool]]:
    """Return the breaks with the least space around them, which include the wraps."""
    gap = min(below.gap for _, below, _ in breaks)
    near = [entry for entry in breaks if entry[1].gap == gap]
    left = min(round(below.left) for _, below, _ in near)
    return [entry for entry in near if round(entry[1].left) == left]


def _runs_on(above: Row, below: Row, margin: float, cased: bool) -> bool:
    """Whether a line surely continues: no sign ends it, and it is full or a small letter follows."""
    if HARD_END.search(above.text):
        return False
    near = reach(above, below) >= margin * _NEAR
    if not cased:
        return near and not COMMA_END.search(above.text)
    if below.text[0].islower() and ((near and margin >= _NARROWEST) or not COMMA_END.search(above.text)):
        return True
    return near and margin >= _NARROWEST and above.text[-1].isalnum() and above.right > margin * _MIDDLE


def _are_at_margin(wraps: Sequence[tuple[Row, Row]], margin: float) -> bool:
    """Whether nearly all lines that run on were cut at the margin, as is no chance if there are several.

    Entries of a list, each on a line, that happen to be as long end anywhere before it.
    """
    if len(wraps) < _FEW or margin < _NARROWEST:
        return False
    cut = sum(reach(above, below) >= margin * _TIGHT for above, below in wraps)
    return cut >= len(wraps) * _MOSTLY


def _is_open(row: Row, at_margin: bool) -> bool:
    """Whether no sign closes a line; if the margin is clear, a comma does, as it ends most of a preamble."""
    return not HARD_END.search(row.text) and not (at_margin and COMMA_END.search(row.text))


def _gaps(breaks: Sequence[tuple[Row, Row, bool]], wraps: Sequence[tuple[Row, Row]]) -> tuple[int, bool]:
    inside = Counter(below.gap for _, below in wraps if not below.fresh)
    if not inside:
        return 0, True
    usual = inside.most_common(1)[0][0]
    return usual, any(below.gap > usual for _, below, _ in breaks if not below.fresh)


def _indents(
    breaks: Sequence[tuple[Row, Row, bool]],
    wraps: Sequence[tuple[Row, Row]],
    limit: float,
) -> tuple[float, float | None]:
    """Return where continuation lines begin, and where first lines do, or None if these begin there too.

    They differ if indented lines follow short ones, and the others full ones; with a hanging indent
    it is the other way round.
    """
    inside = Counter(round(below.left) for _, below in wraps if not below.fresh)
    if not inside:
        return 0.0, None
    column = inside.most_common(1)[0][0]
    inner = median(below.left for _, below in wraps if not below.fresh and round(below.left) == column)
    further: Counter[int] = Counter()
    after_full = 0
    at_inner = at_inner_full = at_inner_new = 0
    for above, below, label in breaks:
        if below.fresh:
            continue
        full = reach(above, below) >= limit and not label
        if below.left > inner + ROOM:
            further[round(below.left)] += 1
            after_full += full and not HARD_END.search(above.text)
        elif below.left > inner - ROOM:
            at_inner += 1
            at_inner_full += full
            at_inner_new += _surely_begins(above, below, limit)
    total = sum(further.values())
    if not total or after_full > 0.25 * total or at_inner_full < 0.6 * at_inner:
        return inner, None
    if at_inner_new > _FLUSH * total:
        return inner, None
    often = [left for left, count in further.items() if count >= 0.1 * total]
    return inner, float(min(often)) if often else None


def _surely_begins(above: Row, below: Row, limit: float) -> bool:
    """Whether a row follows one that no margin cut, at the end of a sentence or clause."""
    closed = HARD_END.search(above.text) or COMMA_END.search(above.text)
    return closed is not None and reach(above, below) < limit * _SHORT


def _ends(breaks: Sequence[tuple[Row, Row, bool]], limit: float) -> frozenset[str]:
    """Return the signs that are more often at the end of a short line than inside one.

    A full line that ends with such a sign probably ends a paragraph, since both kinds of place fall on
    the margin equally often.
    """
    inside: Counter[str] = Counter()
    at_end: Counter[str] = Counter()
    for above, below, label in breaks:
        inside.update(above.text[:-1])
        if label or reach(above, below) < limit * 0.95:
            at_end[above.text[-1]] += 1
    return frozenset(sign for sign, count in at_end.items() if count > inside[sign] and not sign.isalnum())
