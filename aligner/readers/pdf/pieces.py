"""The pieces of lines that tables without rules consist of, and the frame around such a table."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.table_rows import Strip, Word

Piece = list[Word]
"""Words without a wide gap between them."""


def text_of(piece: Piece) -> str:
    """Return the text of a piece, with a space between its words."""
    return " ".join("".join(glyph.text for glyph in word.glyphs) for word in piece)


def frame_of(lines: Sequence[Strip]) -> Grid:
    """Return the frame around the lines of a table without rules, which are given from the top down."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    top, bottom = lines[0], lines[-1]
    return Grid(
        [
            Level(top.base + top.size, left, right),
            Level(bottom.base - 0.3 * bottom.size, left, right),
        ]
    )
