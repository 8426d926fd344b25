"""Narrow lattices to what likely paths visit, before they are traversed several more times.

The first pass over a free translation leaves about a tenth of the cells, and most corners of its path
are beyond doubt. The later passes (other costs of gaps, translations of words, comparisons of parts)
change the odds of a bead by less than what is left out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import Band, IntArray
from aligner.alignment.blocks import Block, runs
from aligner.alignment.lattice import DoubleArray, lattices
from aligner.alignment.lattice_paths import NUMBER_OF, Posteriors, Step

_VISITED: Final = -20.0  # minimum log probability of a cell that is kept
_SURE: Final = 10.0  # minimum log odds of a corner at which a block is divided
_CERTAIN: Final = 8.0  # minimum log odds of a pair that is not looked at again
_LARGE: Final = 1 << 11  # number of cells from which narrowing saves more than it takes

Pairs = list[tuple[Step, float]]


def narrowed(posteriors: Sequence[Posteriors]) -> tuple[Pairs, list[Posteriors]]:
    """Divide the blocks of lattices at corners that their path is sure to cross.

    Args:
        posteriors: the posteriors of all lattices of the text, with the same costs of gaps.

    Returns:
        The certain pairs that are alone between two such corners, with their probabilities, and the
        posteriors of the other blocks, with only the cells that likely paths visit.
    """
    if sum(sure.lattice.size for sure in posteriors) < _LARGE:
        return [], list(posteriors)
    pairs: Pairs = []
    blocks: list[Block] = []
    for sure in posteriors:
        begins, ends = _stretches(sure)
        certain, chances = _certain(sure, begins, ends)
        source = sure.lattice.rows.source[ends[certain, 0]].tolist()
        pairs += [
            (Step((i - 1, i), (j - 1, j), -1), chance)
            for i, j, chance in zip(source, ends[certain, 1].tolist(), chances.tolist(), strict=True)
        ]
        blocks += _blocks(sure, begins[~certain], ends[~certain])
    return pairs, [Posteriors(lattice) for lattice in lattices(blocks, posteriors[0].lattice.gaps)]


def _stretches(sure: Posteriors) -> tuple[IntArray, IntArray]:
    """Return the corners between which the path is not sure, as a row and a column: begins and ends.

    A corner lies behind a bead, since a run of gaps that is divided would cost more.
    """
    rows = sure.lattice.rows
    first = np.flatnonzero(np.diff(rows.block, prepend=-1))
    last = np.append(first[1:], len(rows.block)) - 1
    cells = np.flatnonzero(sure.logs_of_bead_ends() > -np.exp(-_SURE))
    every = [
        np.stack([first, rows.low[first]], axis=1),
        np.stack([sure.lattice.rows_at(cells), sure.lattice.column_of[cells]], axis=1),
        np.stack([last, rows.high[last]], axis=1),
    ]
    corners = np.unique(np.concatenate(every), axis=0)
    together = rows.block[corners[:-1, 0]] == rows.block[corners[1:, 0]]
    return corners[:-1][together], corners[1:][together]


def _certain(sure: Posteriors, begins: IntArray, ends: IntArray) -> tuple[NDArray[np.bool_], DoubleArray]:
    """Return which stretches are certain pairs, and the probabilities of these."""
    rows = sure.lattice.rows
    cells = rows.begins[ends[:, 0]] + ends[:, 1] - rows.low[ends[:, 0]]
    logs = np.minimum(sure.logs_of(np.array([NUMBER_OF[1, 1]]))[0, cells], 0.0)
    certain = (ends - begins == 1).all(axis=1) & (logs > -np.exp(-_CERTAIN))
    return certain, np.exp(logs[certain])


def _blocks(sure: Posteriors, begins: IntArray, ends: IntArray) -> Iterator[Block]:
    """Yield the stretches as blocks, with the cells that likely paths visit."""
    rows = sure.lattice.rows
    low, high = _visited(sure)
    for (first, column), (last, next_column) in zip(begins.tolist(), ends.tolist(), strict=True):
        own = slice(first, last + 1)
        left, right = np.maximum(low[own], column), np.minimum(high[own], next_column)
        cells = runs(rows.begins[own] + left - rows.low[own], right - left + 1)
        band = Band(left - column, right - column)
        yield Block(int(rows.source[first]), column, band, sure.lattice.scores[:, cells])


def _visited(sure: Posteriors) -> tuple[IntArray, IntArray]:
    """Return the first and last column of each row that likely paths visit; they never decrease.

    A row that is visited by none, inside a bead, keeps a cell.
    """
    lattice, rows = sure.lattice, sure.lattice.rows
    cells = np.flatnonzero(sure.logs_of_visits(slice(None)) > _VISITED)
    row, column = lattice.rows_at(cells), lattice.column_of[cells]
    low, high = rows.high.copy(), rows.low.copy()
    np.minimum.at(low, row, column)
    np.maximum.at(high, row, column)
    low = np.minimum.accumulate(low[::-1])[::-1]
    return low, np.maximum(np.maximum.accumulate(high), low)
