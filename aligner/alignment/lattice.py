"""The best path through the band, and how sure each bead of it is.

A path is a sequence of beads and of segments left out. Being left out is dearer for the
first segment of a run than for those that follow, so a missing page costs little more than
a missing line (affine gaps, Gotoh 1982). Three states say what the path did last: MATCH, a
bead; LEFT, a source segment left out; RIGHT, a target segment left out. Within a run the
source side goes first, so that one set of gaps is one path and not many.

`best_path` is Viterbi's algorithm, `Posteriors` the forward-backward one, over the same
lattice: cells of the band, row by row, vectorised along the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import Band
from aligner.alignment.geometry import FloatArray
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES
from aligner.alignment.weights import WEIGHTS

DoubleArray = NDArray[np.float64]
IndexArray = NDArray[np.int32]

NEVER: Final = float(IMPOSSIBLE)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a bead, or a segment left out (one side empty)."""

    source: tuple[int, int]
    target: tuple[int, int]
    cell: int  # of the band, where it ends


@dataclass(frozen=True, slots=True)
class GapCosts:
    """Scores of leaving segments out: the first of a run, the next, and changing sides."""

    begin: float
    extend: float
    switch: float

    @classmethod
    def usual(cls, easier: float = 0.0) -> GapCosts:
        """The learned scores; `easier` is added for every segment left out."""
        return cls(
            begin=WEIGHTS.skip + easier,
            extend=WEIGHTS.skip + WEIGHTS.skip_on + easier,
            switch=WEIGHTS.switch,
        )


class Lattice:
    """The band with its bead scores, ready to be walked."""

    def __init__(self, band: Band, scores: FloatArray, gaps: GapCosts) -> None:
        self.band = band
        self.gaps = gaps
        self.scores = scores
        self.low = band.low
        self.widths = band.high - band.low + 1
        self.offsets = np.concatenate([[0], np.cumsum(self.widths)])
        self.rows = len(band.low)
        self.size = int(self.offsets[-1])
        self.target_extend = gaps.extend * np.arange(int(self.widths.max()) + 2)

    def repriced(self, gaps: GapCosts) -> Lattice:
        """The same lattice with other gap costs."""
        other = Lattice(self.band, self.scores, gaps)
        for name in ("starts", "ends", "above", "below", "row_of", "column_of"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]  # what `cached_property` keeps there
        return other

    def row(self, i: int) -> slice:
        """Where the cells of row i stand in the flat arrays."""
        return slice(int(self.offsets[i]), int(self.offsets[i + 1]))

    def cell(self, i: int, j: int) -> int:
        """The flat place of a cell, or `size` (a cell that is never reached) outside the band."""
        k = j - int(self.low[i])
        return int(self.offsets[i]) + k if 0 <= k < self.widths[i] else self.size

    @cached_property
    def starts(self) -> IndexArray:
        """Where each bead begins: flat places of cells, shape (shapes, cells).

        `size`, the cell that is never reached, where that is outside the band.
        """
        return self._places(-1)

    @cached_property
    def ends(self) -> IndexArray:
        """Where a bead that begins in each cell ends, laid out like `starts`."""
        return self._places(+1)

    def _places(self, direction: int) -> IndexArray:
        places = np.empty((len(SHAPES), self.size), np.int32)
        for size in {a for a, _ in SHAPES}:
            numbers = [number for number, (a, _) in enumerate(SHAPES) if a == size]
            shifts = [direction * SHAPES[number][1] for number in numbers]
            for number, found in zip(numbers, self._shifted(direction * size, shifts), strict=True):
                places[number] = found
        return places

    def _shifted(self, down: int, shifts: Sequence[int]) -> Iterator[IndexArray]:
        """Where the cell `down` rows and so many columns from each cell stands; else `size`.

        Generates an array of shape (cells,) for each of the shifts in columns.
        """
        rows = np.arange(self.rows) + down
        exists = (rows >= 0) & (rows < self.rows)
        rows[~exists] = 0
        # A column's cell in that row stands at `base + column`.
        base = np.repeat((self.offsets[rows] - self.low[rows]).astype(np.int32), self.widths)
        low = np.repeat(self.low[rows].astype(np.int32), self.widths)
        width = np.repeat(np.where(exists, self.widths[rows], 0).astype(np.int32), self.widths)
        for shift in shifts:
            column = self.column_of + np.int32(shift)
            place = base + column
            column -= low
            yield np.where((column >= 0) & (column < width), place, np.int32(self.size))

    @cached_property
    def row_of(self) -> IndexArray:
        """The row of each cell, shape (cells,)."""
        return np.repeat(np.arange(self.rows, dtype=np.int32), self.widths)

    @cached_property
    def column_of(self) -> IndexArray:
        """The column of each cell, shape (cells,)."""
        begins = (self.low - self.offsets[:-1]).astype(np.int32)
        return np.asarray(np.arange(self.size, dtype=np.int32) + np.repeat(begins, self.widths))

    @cached_property
    def above(self) -> IndexArray:
        """Where the cell one row up in the same column stands, shape (cells,); else `size`."""
        return next(self._shifted(-1, [0]))

    @cached_property
    def below(self) -> IndexArray:
        """The same one row down."""
        return next(self._shifted(+1, [0]))


@dataclass(frozen=True, slots=True)
class _Forward:
    """Best or summed score of all ways into each cell, by the state in which they enter it."""

    match: DoubleArray
    left: DoubleArray
    right: DoubleArray
    any: DoubleArray


def _sum_log(values: DoubleArray) -> DoubleArray:
    """Log of the sum of exponentials along the first axis."""
    top = values.max(axis=0)
    return np.asarray(top + np.log(np.exp(values - top).sum(axis=0)))


def _forward(lattice: Lattice, *, best: bool) -> _Forward:
    """One pass over the rows, by maximum (`best`) or by sum."""
    gaps = lattice.gaps
    join, reduce = (np.maximum, lambda v: v.max(axis=0)) if best else (np.logaddexp, _sum_log)
    match, left, right, any_ = (np.full(lattice.size + 1, NEVER) for _ in range(4))
    starts = lattice.starts
    for i in range(lattice.rows):
        row = lattice.row(i)
        if i:
            match[row] = reduce(any_.take(starts[:, row]) + lattice.scores[:, row])
            above = lattice.above[row]
            left[row] = join(match.take(above) + gaps.begin, left.take(above) + gaps.extend)
        else:
            match[0] = 0.0
        # A run of target segments left out: a scan along the row.
        entry = join(match[row] + gaps.begin, left[row] + gaps.extend + gaps.switch)[:-1]
        slope = lattice.target_extend[1 : len(entry) + 1]
        right[row][1:] = join.accumulate(entry - slope) + slope
        any_[row] = join(join(match[row], left[row]), right[row])
    return _Forward(match, left, right, any_)


def best_path(lattice: Lattice, n_source: int, n_target: int) -> list[Step]:
    """The likeliest path, as steps in order."""
    values = _forward(lattice, best=True)
    gaps = lattice.gaps
    steps: list[Step] = []
    i, j, state = n_source, n_target, -1
    while i or j:
        cell = lattice.cell(i, j)
        if state < 0:
            state = int(np.argmax([values.match[cell], values.left[cell], values.right[cell]]))
        if state == 0:
            a, b = SHAPES[int(np.argmax(values.any[lattice.starts[:, cell]] + lattice.scores[:, cell]))]
            steps.append(Step((i - a, i), (j - b, j), cell))
            i, j, state = i - a, j - b, -1
        elif state == 1:
            steps.append(Step((i - 1, i), (j, j), cell))
            i -= 1
            before = lattice.cell(i, j)
            state = 0 if values.match[before] + gaps.begin >= values.left[before] + gaps.extend else 1
        else:
            steps.append(Step((i, i), (j - 1, j), cell))
            j -= 1
            before = lattice.cell(i, j)
            state = int(
                np.argmax(
                    [
                        values.match[before] + gaps.begin,
                        values.left[before] + gaps.extend + gaps.switch,
                        values.right[before] + gaps.extend,
                    ]
                )
            )
        if i == 0 and j == 0:
            break
    return steps[::-1]


class Posteriors:
    """Probabilities of beads and of gaps, over all paths at once."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.into = _forward(lattice, best=False)
        self._complete()
        self.total = float(self.into.any[lattice.size - 1])
        self.source_left, self.target_left = self._gaps()

    def _complete(self) -> None:
        """The backward pass: log of the sum of all ways from a cell to the end, by state."""
        lattice, gaps = self.lattice, self.lattice.gaps
        self.from_match, self.from_left, self.from_right = (
            np.full(lattice.size + 1, NEVER) for _ in range(3)
        )
        scores = lattice.scores.ravel()
        shapes = (np.arange(len(SHAPES)) * lattice.size)[:, None]
        for i in range(lattice.rows - 1, -1, -1):
            row = lattice.row(i)
            places = lattice.ends[:, row]
            # A place outside the band reads some other score; its way on is NEVER all the same.
            bead = _sum_log(self.from_match.take(places) + scores.take(places + shapes, mode="clip"))
            if i == lattice.rows - 1:
                bead[-1] = 0.0
            slope = lattice.target_extend[: len(bead)]
            right = np.logaddexp.accumulate((bead + slope)[::-1])[::-1] - slope
            self.from_right[row] = right
            onward = np.full(len(right), NEVER)
            onward[:-1] = right[1:]
            below = self.from_left.take(lattice.below[row])
            left = np.logaddexp(onward + gaps.switch, below)
            match = np.logaddexp(onward, below)
            self.from_left[row] = np.logaddexp(bead, left + gaps.extend)
            self.from_match[row] = np.logaddexp(bead, match + gaps.begin)

    def _gaps(self) -> tuple[DoubleArray, DoubleArray]:
        """How probable it is that each segment has no counterpart, source side and target side."""
        lattice, gaps, into = self.lattice, self.lattice.gaps, self.into
        above = lattice.above
        ways = np.logaddexp(into.match[above] + gaps.begin, into.left[above] + gaps.extend)
        here = np.exp(np.minimum(ways + self.from_left[:-1] - self.total, 0))
        source = np.add.reduceat(here, lattice.offsets[:-1])[1:]
        ways = np.logaddexp(into.match[:-2] + gaps.begin, into.left[:-2] + gaps.extend + gaps.switch)
        ways = np.logaddexp(ways, into.right[:-2] + gaps.extend)
        here = np.exp(np.minimum(ways + self.from_right[1:-1] - self.total, 0))
        # The cell before a row's first is the end of another row, and no gap leads over it.
        inside = lattice.row_of[1:] == lattice.row_of[:-1]
        columns = int(lattice.low[-1] + lattice.widths[-1]) - 1
        target = np.bincount(lattice.column_of[:-1][inside], here[inside], minlength=max(columns, 0))
        return np.minimum(source, 1.0), np.minimum(target, 1.0)

    def of(self, step: Step) -> float:
        """The probability of one step of a path, in [0, 1]."""
        (s0, s1), (t0, t1) = step.source, step.target
        if s0 == s1:
            return float(self.target_left[t0])
        if t0 == t1:
            return float(self.source_left[s0])
        shape = SHAPES.index((s1 - s0, t1 - t0))
        start = self.lattice.cell(s0, t0)
        log = (
            self.into.any[start]
            + self.lattice.scores[shape, step.cell]
            + self.from_match[step.cell]
            - self.total
        )
        return float(np.exp(min(log, 0.0)))
