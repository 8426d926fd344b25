"""Beads kept inside blocks: what sentences inside paired paragraphs need.

A corner (i, j) says that the first i source segments belong with the first j target
segments. Between two corners lies a block; no bead may reach from one block into another.
The blocks are walls in an alignment of the whole text, not many small alignments, since a
segment's background and the gap costs are known from the whole text alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.alignment.anchors import Band, IntArray
from aligner.alignment.geometry import FloatArray
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES

Corner = tuple[int, int]


def with_ends(corners: Sequence[Corner], n_source: int, n_target: int) -> IntArray:
    """The corners in order, each once, with those where both texts begin and end; shape (k, 2)."""
    return np.array(sorted({(0, 0), *corners, (n_source, n_target)}), np.int64)


def walled_band(corners: IntArray, n_source: int) -> Band:
    """The cells inside the blocks, their edges included."""
    low = np.full(n_source + 1, np.iinfo(np.int64).max)
    high = np.zeros(n_source + 1, np.int64)
    for (row, column), (next_row, next_column) in zip(
        corners[:-1].tolist(), corners[1:].tolist(), strict=True
    ):
        rows = slice(row, next_row + 1)
        low[rows] = np.minimum(low[rows], column)
        high[rows] = np.maximum(high[rows], next_column)
    return Band(low, high)


def forbid_crossing(scores: FloatArray, band: Band, corners: IntArray) -> None:
    """Make every bead impossible, in place, that reaches over a corner.

    A bead that ends in cell (i, j) lies in one block if that block begins no later, on
    both sides, than the bead does, and ends no earlier. Its last source and its last
    target segment tell which blocks those could be; they have to be the same.
    """
    widths = band.high - band.low + 1
    rows = np.repeat(np.arange(len(band.low)), widths)
    columns = np.concatenate([np.arange(a, b + 1) for a, b in zip(band.low, band.high, strict=True)])
    # The block of the last segment consumed on either side: begins before it, ends with it or after.
    block_of_row = np.searchsorted(corners[:, 0], rows, side="left") - 1
    block_of_column = np.searchsorted(corners[:, 1], columns, side="left") - 1
    apart = _block_start(corners, block_of_row, 0), _block_start(corners, block_of_column, 1)
    same = block_of_row == block_of_column
    for number, (a, b) in enumerate(SHAPES):
        inside = same & (rows - a >= apart[0]) & (columns - b >= apart[1])
        scores[number, ~inside] = IMPOSSIBLE


def _block_start(corners: IntArray, blocks: IntArray, side: int) -> IntArray:
    return np.asarray(corners[np.maximum(blocks, 0), side])
