"""Find the best path through the band, and the posterior of each bead on it.

A path is a sequence of beads and skipped segments. Skipping costs more for the first segment of a
run than for further ones, so a missing page costs little more than a missing line (affine gaps,
Gotoh 1982). Three states record the last step: MATCH, a bead; LEFT, a skipped source segment; RIGHT,
a skipped target segment. Within a run the source side is skipped first, so that each set of gaps
corresponds to a single path.

`best_path` is the Viterbi algorithm and `Posteriors` the forward-backward algorithm over the same
lattice. A lattice contains any number of independent blocks (see `alignment.blocks`) and processes
the same row of all of them at once: a single row is so short that the overhead of calls would exceed
the arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import IntArray
from aligner.alignment.blocks import Block
from aligner.alignment.geometry import FloatArray
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES
from aligner.alignment.weights import WEIGHTS

DoubleArray = NDArray[np.float64]
IndexArray = NDArray[np.int32]

NEVER: Final = float(IMPOSSIBLE)
NUMBER_OF: Final = {shape: number for number, shape in enumerate(SHAPES)}
"""The index of each shape in `SHAPES`."""

_LARGE: Final = 1 << 18  # number of cells above which indices have 4 bytes to save memory
_MOST_CELLS: Final = 32_768  # maximum number of cells of a lattice with several blocks
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


class Lattice:
    """Blocks and their bead scores, laid out for traversal.

    Rows are ordered by level: the first row of every block, then the second row of each block
    that has one, and so on. Row and column numbers are those of the whole text.

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
        self.blocks = tuple(blocks)
        self.gaps = gaps
        self.shapes = tuple(shapes)
        self.is_open = is_open
        self._heights = np.array([len(block.band.low) for block in blocks])
        self._first = np.cumsum(self._heights) - self._heights
        level = np.concatenate([np.arange(height) for height in self._heights])
        self._order = np.argsort(level, kind="stable")  # position -> index in all blocks' rows
        self._position = np.argsort(self._order, kind="stable")
        self._level = level[self._order]
        low = np.concatenate([block.band.low + block.target for block in blocks])
        widths = np.concatenate([block.band.high - block.band.low + 1 for block in blocks])
        self.low, self.widths = low[self._order], widths[self._order]
        self.offsets = np.concatenate([[0], np.cumsum(self.widths)])
        self.rows = len(self.low)
        self.size = int(self.offsets[-1])
        self.scores = blocks[0].scores if len(blocks) == 1 else self._in_order(widths)
        bounds = np.searchsorted(self._level, np.arange(self._heights.max() + 1))
        self.levels = [
            (self.offsets[first:stop], int(self.offsets[stop])) for first, stop in pairwise(bounds.tolist())
        ]
        """For each level, the first cell of each of its rows, and the end of the last row."""
        self.ends = self.offsets[self._position[self._first + self._heights - 1] + 1] - 1
        """The last cell of each block."""

    def _in_order(self, widths: IntArray) -> FloatArray:
        scores = np.concatenate([block.scores for block in self.blocks], axis=1)
        begins = (np.cumsum(widths) - widths)[self._order]
        return scores.take(np.repeat(begins - self.offsets[:-1], self.widths) + np.arange(self.size), axis=1)

    def revised(self, gaps: GapCosts, scores: FloatArray | None = None) -> Lattice:
        """Return the same lattice with other gap costs and, if given, other scores."""
        other = copy(self)
        other.__dict__.pop("slope", None)
        other.gaps = gaps
        other.scores = self.scores if scores is None else scores
        return other

    @cached_property
    def slope(self) -> DoubleArray:
        """The score of skipping all target segments from a row's first column to a cell.

        A large amount is subtracted for each row before it in its level, so that no run
        continues from one row into the next.
        """
        width = int(self.widths.max())
        apart = (_PER_ROW * (self._level + 1) + _PER_COLUMN * width) * self._number_in_level()
        along = np.arange(self.size) - np.repeat(self.offsets[:-1], self.widths)
        return np.asarray(self.gaps.extend * along - np.repeat(apart, self.widths))

    def _number_in_level(self) -> IntArray:
        return np.arange(self.rows) - np.searchsorted(self._level, self._level)

    @cached_property
    def starts(self) -> IndexArray:
        """The cell in which each bead begins: flat indices, shape (shapes, cells).

        It is `size`, a sentinel cell that is never reached, if that is outside the block's band.
        """
        return self._places(-1)

    @cached_property
    def stops(self) -> IndexArray:
        """The cell in which a bead that begins in each cell ends, laid out like `starts`."""
        return self._places(+1)

    def _places(self, direction: int) -> IndexArray:
        # `take` is fastest with 8-byte indices; a very large band has memory only for 4 bytes.
        places = np.empty((len(self.shapes), self.size), np.int64 if self.size <= _LARGE else np.int32)
        for size in {a for a, _ in self.shapes}:
            numbers = [number for number, (a, _) in enumerate(self.shapes) if a == size]
            shifts = [direction * self.shapes[number][1] for number in numbers]
            for number, found in zip(numbers, self._shifted(direction * size, shifts), strict=True):
                places[number] = found
        return places

    def _shifted(self, down: int, shifts: Sequence[int]) -> Iterator[IndexArray]:
        """Yield, for each shift in columns, the cells that far and `down` rows from each cell.

        Each array has the shape (cells,); a cell outside the band is given as `size`.
        """
        level = self._level + down
        exists = (level >= 0) & (level < self._heights[self.block_of_row])
        rows = self._position[np.where(exists, self._order + down, 0)]
        # In that row, the cell of a column is at `base + column`.
        base = np.repeat((self.offsets[rows] - self.low[rows]).astype(np.int32), self.widths)
        low = np.repeat(self.low[rows].astype(np.int32), self.widths)
        width = np.repeat(np.where(exists, self.widths[rows], 0).astype(np.int32), self.widths)
        for shift in shifts:
            column = self.column_of + np.int32(shift)
            place = base + column
            column -= low
            yield np.where((column >= 0) & (column < width), place, np.int32(self.size))

    @cached_property
    def block_of_row(self) -> IntArray:
        """The block number of each row, by position."""
        return np.repeat(np.arange(len(self.blocks)), self._heights)[self._order]

    @cached_property
    def row_of(self) -> IndexArray:
        """The number of source segments in the text before each cell, shape (cells,)."""
        before = np.array([block.source for block in self.blocks])[self.block_of_row] + self._level
        return np.repeat(before.astype(np.int32), self.widths)

    @cached_property
    def column_of(self) -> IndexArray:
        """The number of target segments in the text before each cell, shape (cells,)."""
        begins = (self.low - self.offsets[:-1]).astype(np.int32)
        return np.asarray(np.arange(self.size, dtype=np.int32) + np.repeat(begins, self.widths))

    def cells(self, blocks: IntArray, corners: IntArray) -> IntArray:
        """Return the cell of each corner (source, target) in the block with the given number; shape (k,)."""
        source = np.array([block.source for block in self.blocks])
        rows = self._position[self._first[blocks] + corners[:, 0] - source[blocks]]
        return np.asarray(self.offsets[rows] + corners[:, 1] - self.low[rows])

    def cell_near(self, cell: int, corner: tuple[int, int]) -> int | None:
        """Return the cell of a corner (source, target) in a given cell's block; None outside its band."""
        block = self.block_of_row[np.searchsorted(self.offsets, cell, side="right") - 1]
        row = self._position[self._first[block] + corner[0] - self.blocks[block].source]
        column = corner[1] - int(self.low[row])
        return int(self.offsets[row]) + column if 0 <= column < self.widths[row] else None

    @cached_property
    def above(self) -> IndexArray:
        """The index of the cell one row up in the same column, else `size`; shape (cells,)."""
        return next(self._shifted(-1, [0]))

    @cached_property
    def below(self) -> IndexArray:
        """The index of the cell one row down in the same column, else `size`; shape (cells,)."""
        return next(self._shifted(+1, [0]))


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


def _sum_log(values: DoubleArray) -> DoubleArray:
    """Return the log of the sum of exponentials along the first axis.

    The exponentials are in single precision, which is several times as fast.
    """
    top = np.maximum.reduce(values)
    shares = np.subtract(values, top, dtype=np.float32, casting="unsafe")
    np.exp(shares, out=shares)
    return np.asarray(top + np.log(np.add.reduce(shares)))


def _forward(lattice: Lattice, *, best: bool) -> _Forward:
    """Run the forward pass over the levels, with the maximum (`best`) or the sum."""
    gaps, slope, starts, above, scores = (
        lattice.gaps,
        lattice.slope,
        lattice.starts,
        lattice.above,
        lattice.scores,
    )
    join, reduce = (np.maximum, np.maximum.reduce) if best else (np.logaddexp, _sum_log)
    match, left, right, any_, down = (np.full(lattice.size + 1, NEVER) for _ in range(5))
    for level, (begins, stop) in enumerate(lattice.levels):
        first = int(begins[0])
        cells = slice(first, stop)
        if level:
            beads = any_.take(starts[:, cells])
            beads += scores[:, cells]
            here = match[cells] = reduce(beads)
            skipped = left[cells] = down.take(above[cells])
        else:
            match[cells if lattice.is_open else begins] = 0.0
            here, skipped = match[cells], left[cells]
        begun, further = here + gaps.begin, skipped + gaps.extend
        down[cells] = join(begun, further)
        # A run of skipped target segments: a scan along the rows.
        along = slope[cells]
        further += gaps.switch
        entry = join(begun, further)
        entry -= along
        runs = join.accumulate(entry)
        runs += along
        right[first + 1 : stop] = runs[:-1]
        right[begins] = NEVER
        any_[cells] = join(join(here, skipped), right[cells])
    return _Forward(match, left, right, any_)


def best_path(lattice: Lattice) -> list[Step]:
    """Return the most probable path as steps in order, block by block."""
    values = _forward(lattice, best=True)
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
        self.into = _forward(lattice, best=False)
        self._complete()
        self.source_left, self.target_left = self._gaps()

    @property
    def total(self) -> float:
        """The log of the sum over all paths."""
        return float(self.into.any[self.lattice.ends].sum())

    def _complete(self) -> None:
        """Run the backward pass: the log of the sum of all paths from a cell to the end, by state.

        Each block's total is subtracted, so that forward plus backward is a log probability.
        """
        lattice, gaps, slope = self.lattice, self.lattice.gaps, self.lattice.slope
        self.from_match, self.from_left, self.from_right = (
            np.full(lattice.size + 1, NEVER) for _ in range(3)
        )
        scores, stops, below = lattice.scores.ravel(), lattice.stops, lattice.below
        shapes = (np.arange(len(lattice.shapes)) * lattice.size)[:, None]
        ends = np.sort(lattice.ends)
        for begins, stop in reversed(lattice.levels):
            first = int(begins[0])
            cells = slice(first, stop)
            places = stops[:, cells]
            beads = self.from_match.take(places)
            # An index outside the band reads an arbitrary score, but its backward value is NEVER.
            beads += scores.take(places + shapes, mode="clip")
            bead = _sum_log(beads)
            if lattice.is_open and stop == lattice.size:
                totals = np.logaddexp.reduceat(self.into.any[cells], begins - first)
                bead[:] = -np.repeat(totals, np.diff(np.append(begins, stop)))
            else:
                last = ends[ends.searchsorted(first) : ends.searchsorted(stop)]
                bead[last - first] = -self.into.any[last]
            along = slope[cells]
            right = np.logaddexp.accumulate((bead + along)[::-1])[::-1] - along
            self.from_right[cells] = right
            onward = np.empty(len(right))
            onward[:-1] = right[1:]
            onward[begins[1:] - (first + 1)] = onward[-1] = NEVER
            under = self.from_left.take(below[cells])
            left = np.logaddexp(onward + gaps.switch, under)
            match = np.logaddexp(onward, under)
            self.from_left[cells] = np.logaddexp(bead, left + gaps.extend)
            self.from_match[cells] = np.logaddexp(bead, match + gaps.begin)

    def _gaps(self) -> tuple[DoubleArray, DoubleArray]:
        lattice = self.lattice
        here = np.exp(np.minimum(self.into.left[:-1] + self.from_left[:-1], 0))
        source = np.bincount(lattice.row_of, here)[1:]
        here = np.exp(np.minimum(self.into.right[:-1] + self.from_right[:-1], 0))
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
        logs += self.from_match[:-1]
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
