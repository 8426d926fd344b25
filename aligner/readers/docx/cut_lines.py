"""Word files that hold one line of a page in each paragraph, as text pasted from a PDF does.

Such lines are to be joined as those of a text file are. A file made as it should be must
not be touched, so the signs are asked to be strong: lines of nearly one width, most of which
stop in the middle of a sentence that the next one goes on with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from aligner.segmentation.measured_rows import COMMA_END, HARD_END, Row, measure
from aligner.segmentation.wrapping import reach
from aligner.values import Message
from aligner.values.extract import Extract, Line, LineRole

NOTE: Final = Message("reading.single_lines")

_WIDTHS: Final = (30, 140)  # columns of the widest lines of a page
_FULL: Final = 0.82  # of that width: with the next word on it, a full line reaches as far
_FEWEST: Final = 6  # sentences that continue in the next paragraph
_SHARE: Final = 0.2  # of all paragraphs, those that continue; in well-made files, under 0.02
_MOST: Final = 0.5  # of the full ones
_OWN: Final = ("heading", "title", "subtitle", "table", "toc", "list", "caption", "header", "footer")


def loosened(extract: Extract, blanks: Mapping[int, int]) -> Extract:
    """The extract with its paragraphs as lines, where the file shows that they are lines.

    Numbered paragraphs, headings and the cells of tables stay paragraphs.

    Args:
        extract: what was read, with paragraphs as `whole` lines.
        blanks: for the number of a line, how many empty paragraphs are above it.
    """
    if not _is_cut([row if _may_be_cut(row.line) else None for row in measure(extract)]):
        return extract
    lines = tuple(
        replace(line, whole=False, blank_above=blanks.get(number, 0)) if _may_be_cut(line) else line
        for number, line in enumerate(extract.lines)
    )
    return replace(extract, lines=lines, notes=(*extract.notes, NOTE))


def _may_be_cut(line: Line) -> bool:
    """Whether a paragraph has no style, label or role that shows what it is."""
    made = line.label is not None or (line.style or "").startswith(_OWN)
    return line.role is LineRole.BODY and not made


def _is_cut(rows: list[Row | None]) -> bool:
    """Whether these paragraphs, None for those that are none, are the lines of a page."""
    present = [row for row in rows if row is not None]
    widths = sorted(row.right for row in present)
    if len(widths) < _FEWEST:
        return False
    margin = widths[int(len(widths) * 0.97)]
    if not _WIDTHS[0] <= margin <= _WIDTHS[1]:
        return False
    letters = "".join(row.text for row in present)
    cased = sum(map(str.islower, letters)) > 0.3 * len(letters)
    full = [
        (above, below)
        for above, below in pairwise(rows)
        if above is not None and below is not None and reach(above, below) >= margin * _FULL
    ]
    going_on = sum(_goes_on(above.text, below.text, cased) for above, below in full)
    return going_on >= max(_FEWEST, _SHARE * len(present), _MOST * len(full))


def _goes_on(above: str, below: str, cased: bool) -> bool:
    """Whether a line stops in the middle of a sentence."""
    if HARD_END.search(above) or COMMA_END.search(above):
        return False
    return below[0].islower() or not cased
