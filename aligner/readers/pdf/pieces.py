"""The pieces of lines that tables without rules consist of, and the frame around such a table."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.table_rows import Strip, Word
from aligner.readers.pdf.tables import Table

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


def mirrored_strip(strip: Strip) -> Strip:
    """Return a line with left and right exchanged, to find tables that are read from right to left."""
    pieces = [
        [Word(word.glyphs, -word.right, -word.left) for word in reversed(piece)]
        for piece in reversed(strip.pieces)
    ]
    return Strip(strip.base, strip.size, pieces)


def mirrored_table(table: Table) -> Table:
    """Return a table without rules with left and right exchanged."""
    levels = [Level(level.height, -level.right, -level.left) for level in table.grid.levels]
    for row in table.rows:
        row.columns.reverse()
    edges = [-edge for edge in reversed(table.edges)]
    return Table(Grid(levels), edges, table.rows, header=table.header, listed=True)
