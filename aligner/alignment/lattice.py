"""The cells of the band through which paths lead, laid out for passes over them.

A lattice contains any number of independent blocks (see `alignment.blocks`), and a pass processes
the same row of all of them at once: a single row is so short that the overhead of calls would exceed
the arithmetic. For the same reason, the backward pass is no pass of its own: it is the forward pass
over the blocks turned round, which are processed beside the blocks. `alignment.lattice_paths` has
the passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block, Corner
from aligner.alignment.geometry import DoubleArray, FloatArray, IntArray
from aligner.alignment.weights import close_weights

IndexArray = NDArray[np.int32]

LONGEST: Final = 8
"""Maximum number of segments of a bead on one side."""

SHAPES: Final[tuple[tuple[int, int], ...]] = (
    *((a, b) for a in range(1, 6) for b in range(1, 6)),
    *((1, b) for b in range(6, LONGEST + 1)),
    *((a, 1) for a in range(6, LONGEST + 1)),
)
"""Every shape that a bead can have: up to 5-5, and 1-n and n-1 up to eight."""

IMPOSSIBLE: Final = np.float32(-1e9)

SMALL: Final[tuple[tuple[int, int], ...]] = ((1, 1), (1, 2), (2, 1), (2, 2))
"""The shapes of almost all beads."""

FEW: Final = tuple(shape for shape in SHAPES if sum(shape) <= 4)
"""The shapes that suffice to find where the path goes."""

_LARGE: Final = 1 << 18  # number of cells above which indices have 4 bytes to save memory
_MOST_CELLS: Final = 16_384  # maximum number of cells of a lattice with several blocks
_PER_ROW, _PER_COLUMN = 100.0, 10.0  # more than a path can gain in a row, or lose in a column


@dataclass(frozen=True, slots=True)
class GapCosts:
    """Scores of skipping segments: the first of a run, each further one, and switching sides."""

    begin: float
    extend: float
    switch: float

    @classmethod
    def usual(cls) -> GapCosts:
        """Return the learned scores."""
        weights = close_weights()
        return cls(weights.skip, weights.skip + weights.skip_on, weights.switch)

    def shifted(self, begin: float, extend: float) -> GapCosts:
        """Add an amount to the score of the first segment of a run, and to that of each further one."""
        return GapCosts(self.begin + begin, self.extend + extend, self.switch)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of blocks, block by block.

    Attributes:
        block: the number of each row's block, shape (rows,).
        source: the number of source segments in the text before it.
        low, high: its first and last column in the text.
    """

    block: IntArray
    source: IntArray
    low: IntArray
    high: IntArray


class Layout:
    """The cells of blocks, laid out for traversal.

    Rows are ordered by level: the first row of every block, then the second row of each block
    that has one, and so on. Row and column numbers are those of the whole text.
    """

    def __init__(
        self,
        corners: Sequence[Corner],
        bands: Sequence[Band],
        shapes: Sequence[tuple[int, int]],
        turned: int = 0,
    ) -> None:
        """Lay out blocks.

        Args:
            corners: where they begin in the text.
            bands: their cells.
            shapes: the shapes of beads.
            turned: how many blocks, the last ones, are turned round; see `Turned`.
        """
        self.shapes = tuple(shapes)
        self._corners = np.array(corners)
        self._heights = np.array([len(band.low) for band in bands])
        self._first = np.cumsum(self._heights) - self._heights
        level = np.concatenate([np.arange(height) for height in self._heights.tolist()])
        self._order = np.argsort(level, kind="stable")  # position -> index in all blocks' rows
        self._position = np.argsort(self._order, kind="stable")
        self._level = level[self._order]
        low = np.concatenate([band.low for band in bands]) + np.repeat(self._corners[:, 1], self._heights)
        widths = np.concatenate([band.high - band.low for band in bands]) + 1
        self.low, self.widths = low[self._order], widths[self._order]
        self.offsets = np.concatenate([[0], np.cumsum(self.widths)])
        self.size = int(self.offsets[-1])
        self._bounds = np.searchsorted(self._level, np.arange(self._heights.max() + 1))
        begins = [self.offsets[first:stop] for first, stop in pairwise(self._bounds.tolist())]
        ends = self.offsets[self._bounds].tolist()
        as_they_are = self._level[self.block_of_row < len(bands) - turned]
        as_they_are = np.bincount(as_they_are, minlength=len(begins))
        middles = self.offsets[self._bounds[:-1] + as_they_are].tolist()
        self.levels = list(zip(ends, middles, ends[1:], begins, strict=False))
        """For each level, its first cell, the first one turned round, its end, and its rows' first cells."""
        self.ends = self.offsets[self._position[self._first + self._heights - 1] + 1] - 1
        """The last cell of each block."""

    @cached_property
    def in_blocks(self) -> IntArray:
        """The cells of all blocks, block by block and row by row."""
        widths = self.widths[self._position]
        return np.asarray(
            np.repeat(self.offsets[self._position] - np.cumsum(widths) + widths, widths)
            + np.arange(self.size)
        )

    @cached_property
    def rows(self) -> Rows:
        """The rows of all blocks, block by block."""
        order = self._position
        block, low = self.block_of_row[order], self.low[order]
        source = self._corners[block, 0] + self._level[order]
        return Rows(block, source, low, low + self.widths[order] - 1)

    def rows_at(self, cells: IntArray) -> IntArray:
        """Return the index of each cell's row in `rows`."""
        return np.asarray(self._order[np.searchsorted(self.offsets, cells, side="right") - 1])

    def slope(self, extend: float) -> DoubleArray:
        """Return the score of skipping all target segments from a row's first column to each cell.

        A large amount is subtracted for each row before it in its level, so that no run
        continues from one row into the next.
        """
        width = int(self.widths.max())
        number = np.arange(len(self.low)) - self._bounds[self._level]
        apart = (_PER_ROW * (self._level + 1) + _PER_COLUMN * width) * number
        before = np.repeat(apart + extend * self.offsets[:-1], self.widths)
        return np.asarray(extend * np.arange(self.size) - before)

    @cached_property
    def starts(self) -> IndexArray:
        """The cell in which each bead begins: flat indices, shape (shapes, cells).

        It is `size`, a sentinel cell that is never reached, if that is outside the block's band.
        """
        # `take` is fastest with 8-byte indices; a very large band has memory only for 4 bytes.
        places = np.empty((len(self.shapes), self.size), np.int64 if self.size <= _LARGE else np.int32)
        for size in {a for a, _ in self.shapes}:
            numbers = [number for number, (a, _) in enumerate(self.shapes) if a == size]
            places[numbers] = self._up(size, [self.shapes[number][1] for number in numbers])
        return places

    def _up(self, rows: int, columns: Sequence[int]) -> IndexArray:
        """Return the cells some rows above and some columns before each cell; `size` outside the band.

        The result has the shape (columns, cells).
        """
        exists = self._level >= rows
        above = self._position[np.where(exists, self._order - rows, 0)]
        # In that row, the cell of a column is at `base + column`.
        base = np.repeat((self.offsets[above] - self.low[above]).astype(np.int32), self.widths)
        low = np.repeat(self.low[above].astype(np.int32), self.widths)
        width = np.repeat(np.where(exists, self.widths[above], 0).astype(np.uint32), self.widths)
        column = self.column_of - np.array(columns, np.int32)[:, None]
        # A negative distance from the row's first column is a huge one without a sign.
        inside = (column - low).view(np.uint32) < width
        return np.asarray(np.where(inside, base + column, np.int32(self.size)))

    @cached_property
    def above(self) -> IndexArray:
        """The index of the cell one row up in the same column, else `size`; shape (cells,)."""
        return np.asarray(self._up(1, [0])[0])

    @cached_property
    def block_of_row(self) -> IntArray:
        """The block number of each row, by position."""
        return np.repeat(np.arange(len(self._heights)), self._heights)[self._order]

    @cached_property
    def row_of(self) -> IndexArray:
        """The number of source segments in the text before each cell, shape (cells,)."""
        before = self._corners[self.block_of_row, 0] + self._level
        return np.repeat(before.astype(np.int32), self.widths)

    @cached_property
    def column_of(self) -> IndexArray:
        """The number of target segments in the text before each cell, shape (cells,)."""
        begins = (self.low - self.offsets[:-1]).astype(np.int32)
        return np.asarray(np.arange(self.size, dtype=np.int32) + np.repeat(begins, self.widths))

    def cell_near(self, cell: int, corner: tuple[int, int]) -> int | None:
        """Return the cell of a corner (source, target) in a given cell's block; None outside its band."""
        block = self.block_of_row[np.searchsorted(self.offsets, cell, side="right") - 1]
        row = self._position[self._first[block] + corner[0] - self._corners[block, 0]]
        column = corner[1] - int(self.low[row])
        return int(self.offsets[row]) + column if 0 <= column < self.widths[row] else None


class Lattice(Layout):
    """Blocks and their bead scores. A path leads from a block's first cell to its last."""

    def __init__(
        self, blocks: Sequence[Block], gaps: GapCosts, shapes: Sequence[tuple[int, int]] = SHAPES
    ) -> None:
        super().__init__(
            [(block.source, block.target) for block in blocks], [block.band for block in blocks], shapes
        )
        self.blocks = tuple(blocks)
        self.gaps = gaps
        self.scores = blocks[0].scores
        if len(blocks) > 1:
            places = np.empty(self.size, np.int64)
            places[self.in_blocks] = np.arange(self.size)
            self.scores = np.concatenate([block.scores for block in blocks], axis=1).take(places, axis=1)

    def revised(self, gaps: GapCosts, scores: FloatArray | None = None) -> Lattice:
        """Return the same lattice with other gap costs and, if given, other scores."""
        other = copy(self)
        other.gaps = gaps
        other.scores = self.scores if scores is None else scores
        return other

    @cached_property
    def turned(self) -> tuple[Turned, ...]:
        """The blocks as they are and turned round: side by side, or each alone to save memory."""
        if self.size > _LARGE:
            return Turned(self, [False]), Turned(self, [True])
        return (Turned(self, [False, True]),)


class Turned(Layout):
    """A lattice's blocks, as they are or turned round, or both.

    A block turned round begins with its last segments: the paths to a cell from its first cell are those
    from that cell to the end of the block as it is.

    Attributes:
        cells_of: for each direction (turned or not), the cell of each of the lattice's cells; the
            last element is the sentinel.
    """

    def __init__(self, lattice: Lattice, directions: Sequence[bool]) -> None:
        bands = [block.band for block in lattice.blocks]
        corners = [(block.source, block.target) for block in lattice.blocks]
        every = [_turned(band) if turned else band for turned in directions for band in bands]
        super().__init__(corners * len(directions), every, lattice.shapes, len(bands) * (True in directions))
        is_turned = np.repeat(directions, len(bands))
        self._is_turned = np.repeat(is_turned[self.block_of_row], self.widths)
        counts = np.array([band.cells for band in bands])
        number = np.arange(lattice.size)
        from_end = np.repeat(2 * np.cumsum(counts) - counts - 1, counts) - number
        self._own = np.zeros(self.size + 1, np.int64)  # the lattice's cell of each cell
        self.cells_of: dict[bool, IntArray] = {}
        for turned, cells in zip(directions, np.split(self.in_blocks, len(directions)), strict=True):
            found = np.full(lattice.size + 1, self.size)
            found[lattice.in_blocks] = cells[from_end] if turned else cells
            self._own[found[:-1]] = number
            self.cells_of[turned] = found

    def scores_of(self, lattice: Lattice) -> FloatArray:
        """Return the score of the bead that ends in each cell, shape (shapes, cells).

        Outside the band, it is arbitrary.
        """
        if self.size <= _LARGE:
            return np.asarray(lattice.scores.take(self._beads))
        return np.stack([row.take(self._cells_of_beads(shape)) for shape, row in enumerate(lattice.scores)])

    @cached_property
    def _beads(self) -> IntArray:
        first = np.arange(len(self.shapes))[:, None] * (len(self.cells_of[True]) - 1)
        return self._cells_of_beads(slice(None)) + first

    def _cells_of_beads(self, shapes: slice | int) -> IntArray:
        """Return the lattice's cell in which each bead ends; turned round, it ends where it began."""
        began = self._own.take(self.starts[shapes])
        return np.asarray(np.where(self._is_turned, began, self._own[:-1]))


def _turned(band: Band) -> Band:
    """Return a block's band with its last segments first."""
    return Band(band.high[-1] - band.high[::-1], band.high[-1] - band.low[::-1])


def lattices(
    blocks: Iterable[Block], gaps: GapCosts, shapes: Sequence[tuple[int, int]] = SHAPES
) -> list[Lattice]:
    """Group the blocks into a few lattices, so small that their sums fit in the CPU cache."""
    groups: list[list[Block]] = []
    cells = _MOST_CELLS
    for block in blocks:
        if cells >= _MOST_CELLS:
            groups.append([])
            cells = 0
        groups[-1].append(block)
        cells += block.band.cells
    return [Lattice(group, gaps, shapes) for group in groups]
