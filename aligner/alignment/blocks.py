"""Confine beads to blocks, as when sentences are aligned inside paired paragraphs.

A corner (i, j) states that the first i source segments belong with the first j target segments. A
block lies between two corners, and no bead may extend from one block into another. Beads are still
scored over the whole text, since a segment's background cannot be estimated from three sentences;
only the paths are found block by block.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from aligner.alignment.anchors import MAX_CELLS, Band, fitted
from aligner.alignment.geometry import BoolArray, FloatArray, IntArray

Corner = tuple[int, int]
Ends = tuple[Corner, Corner]
Part = tuple[Ends, Band]
"""The corners where a block begins and ends, and its band."""

WHOLE: Final = 4096
"""Maximum number of cells of a block that is searched whole: 63 sentences of a paragraph on each side."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of the whole matrix, with its own band and scores.

    `source` and `target` are the indices of its first segments in the whole text, from which the rows
    and columns of `band` are counted.
    """

    source: int
    target: int
    band: Band
    scores: FloatArray

    @property
    def size(self) -> tuple[int, int]:
        """The number of segments on each side."""
        return len(self.band.low) - 1, int(self.band.high[-1])

    @property
    def ends(self) -> Ends:
        """The corners where it begins and ends."""
        rows, columns = self.size
        return (self.source, self.target), (self.source + rows, self.target + columns)


def with_ends(corners: Sequence[Corner], n_source: int, n_target: int) -> list[Corner]:
    """Return the corners sorted, without duplicates, and with those at the start and end of both texts."""
    return sorted({(0, 0), *corners, (n_source, n_target)})


def fitted_bands(corners: Sequence[Corner], spine: IntArray, whole: int) -> list[Band]:
    """Return the cells of each block around the anchors inside it, so that a large block stays cheap.

    Args:
        corners: as returned by `with_ends`.
        spine: the anchors.
        whole: maximum number of cells of a block that keeps all of them.
    """
    inside = spine[within_walls(corners, spine)]
    bands = []
    for (row, column), (next_row, next_column) in pairwise(corners):
        own = inside[np.searchsorted(inside[:, 0], row) : np.searchsorted(inside[:, 0], next_row)]
        size = next_row - row, next_column - column
        if (size[0] + 1) * (size[1] + 1) <= whole:
            bands.append(Band(np.zeros(size[0] + 1, np.int64), np.full(size[0] + 1, size[1])))
            continue
        share = (sum(size) + 1) / (sum(corners[-1]) + 1)
        bands.append(fitted(own - (row, column), *size, most=int(MAX_CELLS * share)))
    return bands


def cut_band(stretches: Sequence[Ends], whole: Band) -> list[Part]:
    """Return the cells of a band inside each stretch between two corners that lie in it."""
    parts: list[Part] = []
    for ends in stretches:
        (row, column), (next_row, next_column) = ends
        low, high = whole.low[row : next_row + 1], whole.high[row : next_row + 1]
        parts.append((ends, Band(np.maximum(low - column, 0), np.minimum(high, next_column) - column)))
    return parts


def within_walls(corners: Sequence[Corner], pairs: IntArray) -> BoolArray:
    """Return a mask of the pairs whose two segments lie in the same block."""
    rows, columns = zip(*corners, strict=True)
    of_row = np.searchsorted(rows, pairs[:, 0], side="right")
    return np.asarray(of_row == np.searchsorted(columns, pairs[:, 1], side="right"))


def walled_band(parts: Sequence[Part], rows: int) -> Band:
    """Return the cells of all blocks, including their edges, as one band of the whole matrix.

    Args:
        parts: the blocks, in order. Rows between any two that do not meet have no cells.
        rows: the number of source segments of the text.
    """
    low, high = np.full(rows + 1, -1, np.int64), np.zeros(rows + 1, np.int64)
    for ((row, column), _), band in parts:
        own = slice(row, row + len(band.low))
        low[own] = np.where(low[own] < 0, band.low + column, low[own])
        high[own] = band.high + column
    high = np.maximum.accumulate(high)
    return Band(np.where(low < 0, high + 1, low), high)


def blocks(parts: Sequence[Part], whole: Band, scores: FloatArray) -> Iterator[Block]:
    """Cut the scores of a walled band into its blocks, in order.

    Args:
        parts: the ends and bands of the blocks.
        whole: their `walled_band`.
        scores: the score of every bead that ends in a cell of `whole`, shape (shapes, cells).
    """
    if not parts:
        return
    begins = np.array([begin for (begin, _), _ in parts])
    heights = np.array([len(band.low) for _, band in parts])
    low = np.concatenate([band.low for _, band in parts])
    widths = np.concatenate([band.high for _, band in parts]) - low + 1
    rows = runs(begins[:, 0], heights)
    cells = runs(whole.offsets[rows] - whole.low[rows] + low + np.repeat(begins[:, 1], heights), widths)
    ends = np.cumsum(widths)[np.cumsum(heights) - 1]
    for (((row, column), _), band), own in zip(parts, np.split(scores[:, cells], ends[:-1], 1), strict=True):
        yield Block(row, column, band, own)


def runs(begins: IntArray, lengths: IntArray) -> IntArray:
    """Return the numbers in several runs of consecutive integers, one run after the other.

    >>> runs(np.array([3, 10]), np.array([2, 3])).tolist()
    [3, 4, 10, 11, 12]
    """
    return np.repeat(begins - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
