"""The best path through a lattice, and the posterior of each bead on it.

A path is a sequence of beads and skipped segments. Skipping costs more for the first segment of a
run than for further ones, so a missing page costs little more than a missing line (affine gaps,
Gotoh 1982). Three states record the last step: MATCH, a bead; LEFT, a skipped source segment; RIGHT,
a skipped target segment. Within a run the source side is skipped first, so that each set of gaps
corresponds to a single path.

`best_path` is the Viterbi algorithm and `Posteriors` the forward-backward algorithm over the same
lattice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block, Part, runs
from aligner.alignment.geometry import DoubleArray, FloatArray, IntArray
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES, GapCosts, Lattice, Layout

NEVER: Final = float(IMPOSSIBLE)
_NEGLIGIBLE: Final = -16.0  # log probability of beads that are not counted
NUMBER_OF: Final = {shape: number for number, shape in enumerate(SHAPES)}
"""The index of each shape in `SHAPES`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a bead, or a skipped segment (one side empty)."""

    source: tuple[int, int]
    target: tuple[int, int]
    cell: int  # index of the cell where it ends; -1 outside any lattice

    @property
    def shape(self) -> tuple[int, int]:
        """The number of segments of the source and of the target."""
        return self.source[1] - self.source[0], self.target[1] - self.target[0]


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

    Only the exponentials are in single precision, which is several times as fast: an error in the
    largest would add up over the rows, and decide how far a probability is from 1.
    """
    top, shares = np.maximum.reduce(values), np.empty(values.shape, np.float32)
    np.subtract(values, top, out=shares, casting="same_kind")
    np.exp(shares, out=shares)
    return np.asarray(top + np.log(np.add.reduce(shares, dtype=np.float64)))


def _forward(layout: Layout, scores: FloatArray, gaps: GapCosts, *, best: bool) -> _Forward:
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
            match[begins] = 0.0
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
    values = _forward(lattice, lattice.scores, lattice.gaps, best=True)
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

    The sums are computed when they are first needed: a pass whose costs are replaced before anyone asks
    costs nothing.
    """

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice

    def revised(self, scores: FloatArray) -> Posteriors:
        """Return the posteriors of the same lattice with other scores."""
        if scores is self.lattice.scores:
            return self
        return Posteriors(self.lattice.revised(self.lattice.gaps, scores))

    @cached_property
    def _sums(self) -> tuple[_Forward, _Forward, DoubleArray]:
        """The sums of all paths into each cell as it is and turned round, and those of the blocks."""
        lattice, found = self.lattice, dict[bool, _Forward]()
        for turned in lattice.turned:
            scores = turned.scores_of(lattice)
            values = _forward(turned, scores, lattice.gaps, best=False)
            found |= {direction: values.at(cells) for direction, cells in turned.cells_of.items()}
        return found[False], found[True], found[False].any[lattice.ends]

    @property
    def into(self) -> _Forward:
        """The log of the sum of all paths into each cell, by state."""
        return self._sums[0]

    # The paths from a cell to the end are those into it in the block turned round, except that a run of
    # gaps that continues there was begun before. The block's total is subtracted, so that forward plus
    # backward is a log probability.

    @cached_property
    def _total(self) -> DoubleArray:
        """The total of each cell's block."""
        return np.repeat(self._sums[2][self.lattice.block_of_row], self.lattice.widths)

    @cached_property
    def from_match(self) -> DoubleArray:
        """The log of the sum of all paths from each cell to the end, behind a bead, minus the total."""
        return self._sums[1].any[:-1] - self._total

    @cached_property
    def from_gaps(self) -> tuple[DoubleArray, DoubleArray]:
        """The same behind a skipped source segment, and behind a skipped target segment."""
        back, gaps = self._sums[1], self.lattice.gaps
        match = back.match[:-1] - self._total
        right = back.right[:-1] - self._total + (gaps.extend - gaps.begin)
        left = back.left[:-1] - self._total + (gaps.extend - gaps.begin)
        return np.logaddexp(np.logaddexp(match, left), right + gaps.switch), np.logaddexp(match, right)

    @cached_property
    def left_out(self) -> tuple[DoubleArray, DoubleArray]:
        """The probability that each segment of the source, and of the target, has no counterpart.

        They reach up to the last segment in the lattice's blocks.
        """
        found = []
        states = self.into.left, self.into.right
        for ends, into, onward in zip(
            (self.lattice.row_of, self.lattice.column_of), states, self.from_gaps, strict=True
        ):
            here = np.exp(np.minimum(into[:-1] + onward, 0))
            found.append(np.minimum(np.bincount(ends, here)[1:], 1.0))
        return found[0], found[1]

    def logs_of_visits(self) -> DoubleArray:
        """Return the log probability that a block's path crosses each cell."""
        states = (
            (self.into.match, self.from_match),
            (self.into.left, self.from_gaps[0]),
            (self.into.right, self.from_gaps[1]),
        )
        logs = [into[:-1] + onward for into, onward in states]
        return np.asarray(np.minimum(np.logaddexp.reduce(logs), 0.0))

    def logs_of_bead_ends(self) -> DoubleArray:
        """Return the log probability that a bead ends in each cell, or the block begins there."""
        return self.into.match[:-1] + self.from_match

    def logs_of(self, cells: IntArray, shapes: IntArray | slice = slice(None)) -> DoubleArray:
        """Return the log probabilities of the beads, of all or some shapes, that end in some cells.

        The result has the shape (shapes, cells).
        """
        starts, scores = self.lattice.starts[shapes], self.lattice.scores[shapes]
        logs = self.into.any.take(starts.take(cells, axis=1))
        logs += scores.take(cells, axis=1)
        logs += self.from_match[cells]
        return logs

    def counts(self) -> DoubleArray:
        """Return the expected number of beads of each shape on the path, shape (shapes,)."""
        cells = np.flatnonzero(self.logs_of_bead_ends() > _NEGLIGIBLE)
        logs = self.logs_of(cells)
        return np.asarray(np.exp(np.minimum(logs, 0.0, out=logs), out=logs).sum(axis=1))

    def weight_of(self, step: Step) -> float:
        """Return the score of one step of a path; 0 for a gap."""
        return float(self.lattice.scores[NUMBER_OF[step.shape], step.cell]) if all(step.shape) else 0.0

    def of(self, step: Step) -> float:
        """Return the probability of one step of a path, in [0, 1]."""
        if not all(step.shape):
            side, segment = (0, step.source[0]) if step.shape[0] else (1, step.target[0])
            return float(self.left_out[side][segment])
        shape = NUMBER_OF[step.shape]
        start = self.lattice.starts[shape, step.cell]
        log = self.into.any[start] + self.lattice.scores[shape, step.cell] + self.from_match[step.cell]
        return float(np.exp(min(log, 0.0)))


@dataclass(frozen=True, slots=True)
class Additions:
    """What is added to the scores of some beads of a lattice.

    Attributes:
        shapes: indices of the beads' shapes, shape (k,).
        cells: the cells in which they end.
        values: the additions.
    """

    shapes: IntArray
    cells: IntArray
    values: FloatArray | DoubleArray

    def added_to(self, scores: FloatArray) -> FloatArray:
        """Return scores of shape (shapes, cells) with these added; the same if there are none."""
        if not len(self.values):
            return scores
        found = scores.copy()
        found[self.shapes, self.cells] += self.values
        return found


# The first pass over a free translation leaves about a tenth of the cells, and most corners of its path
# are beyond doubt. The later passes (other costs of gaps, translations of words, comparisons of parts) change
# the odds of a bead by less than what is left out here. To narrow once more, when words tell lines apart,
# saves nothing: 2.1 s for 5,859 and 4,054 lines of free translations, either way.

_VISITED: Final = -20.0  # minimum log probability of a cell that is kept
_SURE: Final = 7.0  # minimum log odds of a corner at which a block is divided


def narrowed(sure: Posteriors) -> list[Part]:
    """Divide the blocks of a lattice at corners that their path is sure to cross.

    The parts have only the cells that likely paths visit.
    """
    rows, (begins, ends) = sure.lattice.rows, _stretches(sure)
    heights = ends[:, 0] - begins[:, 0] + 1
    own = runs(begins[:, 0], heights)
    first, last = np.repeat(begins[:, 1], heights), np.repeat(ends[:, 1], heights)
    visited = _visited(sure)
    low, high = np.maximum(visited[0][own], first), np.minimum(visited[1][own], last)
    sources = rows.source[begins[:, 0]].tolist(), rows.source[ends[:, 0]].tolist()
    corners = (zip(sources[k], side[:, 1].tolist(), strict=True) for k, side in enumerate((begins, ends)))
    bounds = (np.split(bound - first, np.cumsum(heights)[:-1]) for bound in (low, high))
    return list(zip(zip(*corners, strict=True), map(Band, *bounds), strict=True))


def _stretches(sure: Posteriors) -> tuple[IntArray, IntArray]:
    """Return the corners between which the path is not sure, as a row and a column: begins and ends.

    A corner lies behind a bead, since a run of gaps that is divided would cost more.
    """
    rows = sure.lattice.rows
    first = np.flatnonzero(np.diff(rows.block, prepend=-1))
    last = np.append(first[1:], len(rows.block)) - 1
    cells = np.flatnonzero(sure.logs_of_bead_ends() > -np.exp(-_SURE))
    inner = np.stack([sure.lattice.rows_at(cells), sure.lattice.column_of[cells]], axis=1)
    every = [
        np.stack([first, rows.low[first]], axis=1),
        inner[np.unique(inner[:, 0], return_index=True)[1]],
        np.stack([last, rows.high[last]], axis=1),
    ]
    corners = np.unique(np.concatenate(every), axis=0)
    together = rows.block[corners[:-1, 0]] == rows.block[corners[1:, 0]]
    return corners[:-1][together], corners[1:][together]


def _visited(sure: Posteriors) -> tuple[IntArray, IntArray]:
    """Return the first and last column of each row that likely paths visit; they never decrease.

    A row that is visited by none, inside a bead, keeps a cell.
    """
    lattice, rows = sure.lattice, sure.lattice.rows
    cells = np.flatnonzero(sure.logs_of_visits() > _VISITED)
    row, column = lattice.rows_at(cells), lattice.column_of[cells]
    low, high = rows.high.copy(), rows.low.copy()
    np.minimum.at(low, row, column)
    np.maximum.at(high, row, column)
    low = np.minimum.accumulate(low[::-1])[::-1]
    return low, np.maximum(np.maximum.accumulate(high), low)
