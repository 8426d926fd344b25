"""Extracts of PDF pages made for tests: lines with their places."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from aligner.readers.extract_builder import ExtractBuilder
from aligner.values.extract import Box, Extract
from aligner.values.extract import Line as ExtractLine

Line = tuple[float, float, float, str] | tuple[float, float, float, str, float]
"""Baseline, left and right edge in points, text; the size of the letters where it is not 10."""


def pages(*given: Iterable[Line], bold: Collection[str] = ()) -> Extract:
    """A PDF whose pages have these lines, those with a text of `bold` in bold letters."""
    builder = ExtractBuilder()
    count = 0
    for number, lines in enumerate(given, 1):
        count = number
        for base, left, right, text, *more in lines:
            size = more[0] if more else 10.0
            box = Box(left, base - 0.8 * size, right, base + 0.2 * size, size)
            builder.add(text, ExtractLine(page=number, box=box, bold=text in bold))
    return builder.build("pdf", "made.pdf", pages=count)


def paragraph(base: float, text: str, *, first: float = 100, left: float = 100, lines: int = 3) -> list[Line]:
    """A paragraph of full lines that reach 500 and a last line that ends with a full stop.

    Its lines are 12 points apart; the first begins at `first`, the others at `left`.
    """
    words = "and many other words that fill the measure of the page from edge to edge"
    made: list[Line] = [(base, first, 500, f"{text} {words}")]
    made += [(base + 12 * n, left, 500, f"line {n} of it {words}") for n in range(1, lines - 1)]
    return [*made, (base + 12 * (lines - 1), left, 240, f"to the end of {text.lower()}.")]
