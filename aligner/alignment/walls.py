"""Beads kept inside blocks: what sentences inside paired paragraphs need.

A corner (i, j) says that the first i source segments belong with the first j target
segments. Between two corners lies a block, and no bead may reach from one block into
another. What a bead is worth is still judged by the whole text, since a segment's
background cannot be known from three sentences; only the paths are found block by block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from aligner.alignment.anchors import Band
from aligner.alignment.geometry import FloatArray

Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of the whole, with a band and scores of its own.

    `source` and `target` are the segments of the whole before which it begins; rows and
    columns of `band` count from there.
    """

    source: int
    target: int
    band: Band
    scores: FloatArray

    @property
    def size(self) -> tuple[int, int]:
        """How many segments it has on either side."""
        return len(self.band.low) - 1, int(self.band.high[-1])


def with_ends(corners: Sequence[Corner], n_source: int, n_target: int) -> list[Corner]:
    """The corners in order, each once, with those where both texts begin and end."""
    return sorted({(0, 0), *corners, (n_source, n_target)})


def walled_band(corners: Sequence[Corner]) -> Band:
    """The cells inside the blocks between the corners, edges included."""
    n_source, n_target = corners[-1]
    low = np.full(n_source + 1, n_target, np.int64)
    high = np.zeros(n_source + 1, np.int64)
    for (row, column), (next_row, next_column) in pairwise(corners):
        rows = slice(row, next_row + 1)
        low[rows] = np.minimum(low[rows], column)
        high[rows] = np.maximum(high[rows], next_column)
    return Band(low, high)


def blocks(corners: Sequence[Corner], band: Band, scores: FloatArray) -> Iterator[Block]:
    """Cut the scores of a walled band into its blocks, in order.

    Args:
        corners: as `with_ends` gives them.
        band: their `walled_band`.
        scores: of every bead that ends in a cell of the band, shape (shapes, cells).
    """
    offsets = np.concatenate([[0], np.cumsum(band.high - band.low + 1)])
    for (row, column), (next_row, next_column) in pairwise(corners):
        rows = np.arange(row, next_row + 1)
        columns = np.arange(column, next_column + 1)
        cells = (offsets[rows] - band.low[rows])[:, None] + columns
        whole = Band(np.zeros(len(rows), np.int64), np.full(len(rows), next_column - column))
        yield Block(row, column, whole, scores[:, cells.ravel()])
