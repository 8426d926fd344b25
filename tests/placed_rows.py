"""Rows at given places, as segmentation takes them, for tests of what lines are to each other."""

from __future__ import annotations

from aligner.segmentation.measured_rows import Row
from aligner.values import Span
from aligner.values.extract import Box, InlineMark, Line

MARK = (InlineMark("1", Span(0, 1)),)


def placed(
    near: float, far: float, base: float, size: float = 10, page: int = 1, *, whole: bool = False
) -> Row:
    """Return a row by its edges, its baseline and the size of its letters."""
    box = Box(near, base - 0.8 * size, far, base + 0.2 * size, size)
    return Row("", 0, near, far, Line(Span(0, 0), page, whole, box=box))


def row(
    base: float,
    text: str = "Word",
    near: float = 100,
    far: float = 500,
    *,
    size: float = 10,
    page: int = 1,
    bold: bool = False,
    marks: tuple[InlineMark, ...] = (),
) -> Row:
    """A line that begins with `text`; each of its letters is five points wide."""
    end = text[-1] if text[-1] in ".,:" else "s"
    letters = round((far - near) / 5)
    filled = text if len(text) >= letters else f"{text.rstrip('.,:')} {'words ' * 99}"[: letters - 1] + end
    box = Box(near, base - 0.8 * size, far, base + 0.2 * size, size)
    line = Line(Span(0, 0), page, False, box=box, bold=bold, marks=marks)
    return Row(filled.replace(" s", "ss") if filled.endswith(" s") else filled, 0, near, far, line)
