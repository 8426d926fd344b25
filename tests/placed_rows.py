"""Rows at given places, as segmentation takes them, for tests of what lines are to each other."""

from __future__ import annotations

from aligner.segmentation.measured_rows import Row
from aligner.values import Span
from aligner.values.extract import Box, Line


def placed(
    near: float, far: float, base: float, size: float = 10, page: int = 1, *, whole: bool = False
) -> Row:
    """Return a row by its edges, its baseline and the size of its letters."""
    box = Box(near, base - 0.8 * size, far, base + 0.2 * size, size)
    return Row("", 0, near, far, 0, Line(Span(0, 0), page, whole, box=box))
