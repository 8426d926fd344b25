"""Find the best path through the band, and the posterior of each bead on it.

A path is a sequence of beads and skipped segments. Skipping costs more for the first segment of a
run than for further ones, so a missing page costs little more than a missing line (affine gaps,
Gotoh 1982). Three states record the last step: MATCH, a bead; LEFT, a skipped source segment; RIGHT,
a skipped target segment. Within a run the source side is skipped first, so that each set of gaps
corresponds to a single path.

`best_path` is the Viterbi algorithm and `Posteriors` the forward-backward algorithm over the same
lattice. A lattice contains any number of independent blocks (see `alignment.blocks`) and processes
the same row of all of them at once: a single row is so short that the overhead of calls would exceed
the arithmetic. For the same reason, the backward pass is no pass of its own: it is the forward pass
over the blocks turned round, which are processed beside the blocks.
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

from aligner.alignment.anchors import Band, IntArray
from aligner.alignment.blocks import Block, Corner
from aligner.alignment.geometry import FloatArray
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES
from aligner.alignment.weights import WEIGHTS

DoubleArray = NDArray[np.float64]
IndexArray = NDArray[np.int32]

NEVER: Final = float(IMPOSSIBLE)
NUMBER_OF: Final = {shape: number for number, shape in enumerate(SHAPES)}
"""The index of each shape in `SHAPES`."""

_LARGE: Final = 1 << 18  # number of cells above which indices have 4 bytes to save memory
_MOST_CELLS: Final = 16_384  # maximum number of cells of a lattice with several blocks
_PER_ROW, _PER_COLUMN = 100.0, 10.0  # more than a path can gain in a row, or lose in a column


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a bead, or a skipped segment (one side empty)."""

    source: tuple[int, int]
    target: tuple[int, int]
    cell: int  # index of the cell where it ends; -1 outside any lattice


@dataclass(frozen=True, slots=True)
class GapCosts:
    """Scores of skipping segments: the first of a run, each further one, and switching sides."""

    begin: float
    extend: float
    switch: float

    @classmethod
    def usual(cls) -> GapCosts:
        """Return the learned scores."""
        return cls(WEIGHTS.skip, WEIGHTS.skip + WEIGHTS.skip_on, WEIGHTS.switch)

    def shifted(self, begin: float, extend: float) -> GapCosts:
        """Add an amount to the score of the first segment of a run, and to that of each further one."""
        return GapCosts(self.begin + begin, self.extend + extend, self.switch)


class _Layout:
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
            turned: how many blocks, the last ones, are turned round; see `_Turned`.
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

    def cells(self, blocks: IntArray, corners: IntArray) -> IntArray:
        """Return the cell of each corner (source, target) in the block with the given number; shape (k,)."""
        rows = self._position[self._first[blocks] + corners[:, 0] - self._corners[blocks, 0]]
        return np.asarray(self.offsets[rows] + corners[:, 1] - self.low[rows])

    def cell_near(self, cell: int, corner: tuple[int, int]) -> int | None:
        """Return the cell of a corner (source, target) in a given cell's block; None outside its band."""
        block = self.block_of_row[np.searchsorted(self.offsets, cell, side="right") - 1]
        row = self._position[self._first[block] + corner[0] - self._corners[block, 0]]
        column = corner[1] - int(self.low[row])
        return int(self.offsets[row]) + column if 0 <= column < self.widths[row] else None


class Lattice(_Layout):
    """Blocks and their bead scores.

    A path leads from a block's first cell to its last. If the lattice is `open`, it may begin in
    any cell of the first row and end in any cell of the last, as in a window of a longer text;
    all blocks must then be equally high.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        gaps: GapCosts,
        shapes: Sequence[tuple[int, int]] = SHAPES,
        *,
        is_open: bool = False,
    ) -> None:
        super().__init__(
            [(block.source, block.target) for block in blocks], [block.band for block in blocks], shapes
        )
        self.blocks = tuple(blocks)
        self.gaps = gaps
        self.is_open = is_open
        self.scores = blocks[0].scores if len(blocks) == 1 else self._in_order()

    def _in_order(self) -> FloatArray:
        scores = np.concatenate([block.scores for block in self.blocks], axis=1)
        places = np.empty(self.size, np.int64)
        places[self.in_blocks] = np.arange(self.size)
        return scores.take(places, axis=1)

    def revised(self, gaps: GapCosts, scores: FloatArray | None = None) -> Lattice:
        """Return the same lattice with other gap costs and, if given, other scores."""
        other = copy(self)
        other.gaps = gaps
        other.scores = self.scores if scores is None else scores
        return other

    @cached_property
    def turned(self) -> tuple[_Turned, ...]:
        """The blocks as they are and turned round: side by side, or each alone to save memory."""
        if self.size > _LARGE:
            return _Turned(self, [False]), _Turned(self, [True])
        return (_Turned(self, [False, True]),)


class _Turned(_Layout):
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


def lattices(blocks: Iterable[Block], gaps: GapCosts) -> list[Lattice]:
    """Group the blocks into a few lattices, so small that their sums fit in the CPU cache."""
    groups: list[list[Block]] = []
    cells = _MOST_CELLS
    for block in blocks:
        if cells >= _MOST_CELLS:
            groups.append([])
            cells = 0
        groups[-1].append(block)
        cells += block.band.cells
    return [Lattice(group, gaps) for group in groups]


@dataclass(frozen=True, slots=True)
class _Forward:
    """The best or total score of all paths into each cell, by the state in which they enter it."""

    match: DoubleArray
    left: DoubleArray
    right: DoubleArray
    any: DoubleArray

    def at(self, cells: IntArray) -> _Forward:
        """Return the values of some cells."""
        return _Forward(*(values.take(cells) for values in (self.match, self.left, self.right, self.any)))


def _sum_log(values: DoubleArray) -> DoubleArray:
    """Return the log of the sum of exponentials along the first axis.

    The exponentials are in single precision, which is several times as fast.
    """
    top = np.maximum.reduce(values)
    shares = np.subtract(values, top, dtype=np.float32, casting="unsafe")
    np.exp(shares, out=shares)
    return np.asarray(top + np.log(np.add.reduce(shares)))


def _forward(layout: _Layout, scores: FloatArray, gaps: GapCosts, *, is_open: bool, best: bool) -> _Forward:
    """Run the forward pass over the levels, with the maximum (`best`) or the sum."""
    slope, starts, above = layout.slope(gaps.extend), layout.starts, layout.above
    join, reduce = (np.maximum, np.maximum.reduce) if best else (np.logaddexp, _sum_log)
    match, left, right, any_, down = (np.full(layout.size + 1, NEVER) for _ in range(5))
    for level, (first, middle, stop, begins) in enumerate(layout.levels):
        cells = slice(first, stop)
        if level:
            beads = any_.take(starts[:, cells])
            beads += scores[:, cells]
            here = match[cells] = reduce(beads)
            skipped = left[cells] = down.take(above[cells])
        else:
            match[cells if is_open else begins] = 0.0
            here, skipped = match[cells], left[cells]
        begun, further = here + gaps.begin, skipped + gaps.extend
        down[cells] = join(begun, further)
        # Source segments are skipped before target segments, or after them in blocks turned round.
        as_it_is = slice(middle - first)
        entry = begun
        entry[as_it_is] = join(begun[as_it_is], further[as_it_is] + gaps.switch)
        # A run of skipped target segments: a scan along the rows.
        along = slope[cells]
        entry -= along
        runs = join.accumulate(entry)
        runs += along
        right[first + 1 : stop] = runs[:-1]
        right[begins] = NEVER
        run = right[cells]
        if middle < stop:
            down[middle:stop] = join(down[middle:stop], right[middle:stop] + (gaps.extend + gaps.switch))
        any_[cells] = join(join(here, skipped), run)
    return _Forward(match, left, right, any_)


def best_path(lattice: Lattice) -> list[Step]:
    """Return the most probable path as steps in order, block by block."""
    values = _forward(lattice, lattice.scores, lattice.gaps, is_open=lattice.is_open, best=True)
    steps: list[Step] = []
    for block, end in zip(lattice.blocks, lattice.ends.tolist(), strict=True):
        steps += _traced(lattice, values, block, end)
    return steps


def _traced(lattice: Lattice, values: _Forward, block: Block, cell: int) -> list[Step]:
    """Trace back the best path to a block's last cell; return its steps in forward order."""
    gaps, starts, scores = lattice.gaps, lattice.starts, lattice.scores
    match, left, right, any_ = values.match, values.left, values.right, values.any
    steps: list[Step] = []
    first, (i, j) = block.ends
    state = -1
    while (i, j) != first:
        if state < 0:
            state = _first_largest(match[cell], left[cell], right[cell])
        if state == 0:
            # Almost always this is the first shape, 1-1.
            if any_[starts[0, cell]] + scores[0, cell] == match[cell]:
                shape = 0
            else:
                shape = int(np.argmax(any_[starts[:, cell]] + scores[:, cell]))
            a, b = SHAPES[shape]
            steps.append(Step((i - a, i), (j - b, j), cell))
            i, j, cell, state = i - a, j - b, int(starts[shape, cell]), -1
        elif state == 1:
            steps.append(Step((i - 1, i), (j, j), cell))
            i, cell = i - 1, int(lattice.above[cell])
            state = _first_largest(match[cell] + gaps.begin, left[cell] + gaps.extend)
        else:
            steps.append(Step((i, i), (j - 1, j), cell))
            j, cell = j - 1, cell - 1
            turned = left[cell] + gaps.extend + gaps.switch
            state = _first_largest(match[cell] + gaps.begin, turned, right[cell] + gaps.extend)
    return steps[::-1]


def _first_largest(*values: float) -> int:
    return values.index(max(values))


class Posteriors:
    """Posterior probabilities of beads and gaps, summed over all paths.

    Attributes:
        source_left, target_left: the probability that each segment of the text has no
            counterpart, up to the last segment in the lattice's blocks.
    """

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        found: dict[bool, _Forward] = {}
        for turned in lattice.turned:
            scores = turned.scores_of(lattice)
            values = _forward(turned, scores, lattice.gaps, is_open=lattice.is_open, best=False)
            found |= {direction: values.at(cells) for direction, cells in turned.cells_of.items()}
        self.into = found[False]
        self._totals = self._sums_of_blocks()
        self._complete(found[True])
        self.source_left, self.target_left = self._gaps()

    @property
    def total(self) -> float:
        """The log of the sum over all paths."""
        return float(self._totals.sum())

    def _sums_of_blocks(self) -> DoubleArray:
        """Return the log of the sum over all paths through each block."""
        if not self.lattice.is_open:
            return np.asarray(self.into.any[self.lattice.ends])
        first, _, stop, begins = self.lattice.levels[-1]  # all blocks end there
        return np.asarray(np.logaddexp.reduceat(self.into.any[first:stop], begins - first))

    def _complete(self, back: _Forward) -> None:
        """Set the log of the sum of all paths from each cell to the end, by state.

        These are the paths into it in the block turned round, except that a run of gaps that
        continues there was begun before. The block's total is subtracted, so that forward plus
        backward is a log probability.

        Args:
            back: the forward values of the cells in the blocks turned round.
        """
        lattice, gaps = self.lattice, self.lattice.gaps
        total = np.repeat(self._totals[lattice.block_of_row], lattice.widths)
        match = back.match[:-1] - total
        right = back.right[:-1] - total + (gaps.extend - gaps.begin)
        left = back.left[:-1] - total + (gaps.extend - gaps.begin)
        self.from_match = back.any[:-1] - total
        self.from_right = np.logaddexp(match, right)
        self.from_left = np.logaddexp(np.logaddexp(match, left), right + gaps.switch)

    def _gaps(self) -> tuple[DoubleArray, DoubleArray]:
        lattice = self.lattice
        here = np.exp(np.minimum(self.into.left[:-1] + self.from_left, 0))
        source = np.bincount(lattice.row_of, here)[1:]
        here = np.exp(np.minimum(self.into.right[:-1] + self.from_right, 0))
        target = np.bincount(lattice.column_of, here)[1:]
        return np.minimum(source, 1.0), np.minimum(target, 1.0)

    def visits(self, blocks: IntArray, corners: IntArray) -> DoubleArray:
        """Return the probability that a block's path crosses a corner, for each of several corners.

        Args:
            blocks: the number of each corner's block, shape (k,).
            corners: (source, target) indices in the text, shape (k, 2).
        """
        cells = self.lattice.cells(blocks, corners)
        states = (self.into.match, self.from_match), (self.into.left, self.from_left)
        logs = [into[cells] + onward[cells] for into, onward in (*states, (self.into.right, self.from_right))]
        return np.asarray(np.exp(np.minimum(np.logaddexp.reduce(logs), 0.0)))

    def logs_of(self, shapes: IntArray) -> DoubleArray:
        """Return the log probabilities of all beads of the given shapes, shape (shapes, cells)."""
        logs = self.into.any.take(self.lattice.starts[shapes])
        logs += self.lattice.scores[shapes]
        logs += self.from_match
        return logs

    def counts(self) -> DoubleArray:
        """Return the expected number of beads of each shape on the path, shape (shapes,)."""
        logs = self.logs_of(np.arange(len(self.lattice.shapes)))
        return np.asarray(np.exp(np.minimum(logs, 0.0, out=logs), out=logs).sum(axis=1))

    def of(self, step: Step) -> float:
        """Return the probability of one step of a path, in [0, 1]."""
        (s0, s1), (t0, t1) = step.source, step.target
        if s0 == s1:
            return float(self.target_left[t0])
        if t0 == t1:
            return float(self.source_left[s0])
        shape = NUMBER_OF[s1 - s0, t1 - t0]
        start = self.lattice.starts[shape, step.cell]
        log = self.into.any[start] + self.lattice.scores[shape, step.cell] + self.from_match[step.cell]
        return float(np.exp(min(log, 0.0)))
