"""Detect Word files in which each paragraph is one line of a page, as in text pasted from a PDF.

Such lines must be joined like those of a text file. Well-made files must not be affected,
so the evidence must be strong: lines of almost the same width, most of which end in the
middle of a sentence that the next line continues.
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

_WIDTHS: Final = (30, 140)  # width, in columns, of the widest lines of a page
_FULL: Final = 0.82  # share of that width that a full line and the next word reach together
_FEWEST: Final = 6  # minimum number of sentences that continue in the next paragraph
_SHARE: Final = 0.2  # minimum share of paragraphs that continue; below 0.02 in well-made files
_SHARE_OF_FULL: Final = 0.5  # the same among full lines
_REAL_STYLES: Final = ("heading", "title", "subtitle", "table", "toc", "list", "caption", "header", "footer")


def loosened(extract: Extract, blanks: Mapping[int, int]) -> Extract:
    """Return the extract with its paragraphs as lines to be joined, if they look like lines of a page.

    Numbered paragraphs, headings and table cells stay paragraphs.

    Args:
        extract: the text that was read, with paragraphs as `whole` lines.
        blanks: number of a line → number of empty paragraphs above it.
    """
    if not _is_cut([row if _may_be_cut(row.line) else None for row in measure(extract)]):
        return extract
    lines = tuple(
        replace(line, whole=False, blank_above=blanks.get(number, 0)) if _may_be_cut(line) else line
        for number, line in enumerate(extract.lines)
    )
    return replace(extract, lines=lines, notes=(*extract.notes, NOTE))


def _may_be_cut(line: Line) -> bool:
    """Whether nothing (style, label or role) shows that this is a real paragraph."""
    is_real = line.label is not None or (line.style or "").startswith(_REAL_STYLES)
    return line.role is LineRole.BODY and not is_real


def _is_cut(rows: list[Row | None]) -> bool:
    """Whether these paragraphs are lines of a page; None stands for a paragraph that cannot be one."""
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
    continued = sum(_continues(above.text, below.text, cased) for above, below in full)
    return continued >= max(_FEWEST, _SHARE * len(present), _SHARE_OF_FULL * len(full))


def _continues(above: str, below: str, cased: bool) -> bool:
    """Whether the line below continues the sentence of the line above."""
    if HARD_END.search(above) or COMMA_END.search(above):
        return False
    return below[0].islower() or not cased
