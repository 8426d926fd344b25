"""Text at an angle to the rest of its page: in the margin, beside an axis, across the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from aligner.readers.pdf.glyph import Frame, PageGlyphs
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.lines import page_lines
from aligner.readers.pdf.page_parts import Part
from aligner.readers.pdf.rules import turned
from aligner.readers.pdf.written_rows import TableRow


class TurnedRow(TableRow):
    """A line of turned text, which nothing continues."""


def turned_rows(page: PageGlyphs) -> list[Part]:
    """Return the turned text of a page, line by line; what is outside the other text is furniture."""
    left = min((glyph.left for glyph in page.glyphs), default=0.0)
    right = max((glyph.right for glyph in page.glyphs), default=0.0)
    rows: list[Part] = []
    for other in page.turned:
        upright = partial(_upright, page.frame, other.frame)
        for line in page_lines(other):
            if isinstance(line, PageLine):
                box = turned(
                    upright, line.left, other.height - line.bottom, line.right, other.height - line.top
                )
                top, bottom = page.height - box.top, page.height - box.bottom
                row = TurnedRow([line], box.left, top, box.right, bottom, line.size)
                row.repeated = box.right < left or box.left > right
                rows.append(row)
    return rows


def _upright(page: Frame, other: Frame, across: float, up: float) -> tuple[float, float]:
    """Map a point of the turned text to the page."""
    return page.upright(*other.in_file(across, up))


def mark_recurring(pages: Iterable[Sequence[Part]]) -> None:
    """Make furniture of the turned text that is on several pages."""
    rows = [row for parts in pages for row in parts if isinstance(row, TurnedRow)]
    counted = Counter(row.cells[0].text for row in rows)
    for row in rows:
        row.repeated = row.repeated or counted[row.cells[0].text] > 1
