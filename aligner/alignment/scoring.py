"""What every bead in the band is worth.

A bead is scored by the cosine of the summed vectors on its two sides. Sums of neighbours
need no encoding of their own: the product of two sums is the sum of a block of the
similarity matrix, which prefix sums give at once, so all shapes of beads together cost one
matrix product over the band. The work goes in slabs of rows to stay within the cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from aligner.alignment.anchors import Band, IntArray, Survey
from aligner.alignment.evidence import Evidence
from aligner.alignment.geometry import FloatArray, means_of_runs, norms_of_runs, sums_of_runs
from aligner.alignment.weights import WEIGHTS

LONGEST: Final = 8
"""The most segments a bead may have on a side."""

SHAPES: Final[tuple[tuple[int, int], ...]] = (
    *((a, b) for a in range(1, 6) for b in range(1, 6)),
    *((1, b) for b in range(6, LONGEST + 1)),
    *((a, 1) for a in range(6, LONGEST + 1)),
)
"""Every shape a bead can have: up to 5-5, and 1-n and n-1 up to eight."""

IMPOSSIBLE: Final = np.float32(-1e9)

_INDEX: Final = {shape: number for number, shape in enumerate(SHAPES)}
_LENGTH_VARIANCE: Final = 6.8  # per character, after Gale & Church 1993
_SLAB: Final = 64
_LOOK_BACK: Final = LONGEST + 1
_MOST_EVIDENCE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Side:
    """One document's arrays by run: at [a, i], of the `a` segments that end before `i`."""

    weighted: FloatArray  # vectors times the square root of their length, (n, d)
    norms: FloatArray
    backgrounds: FloatArray
    lengths: FloatArray
    numbers: FloatArray

    @classmethod
    def of(
        cls, vectors: FloatArray, background: FloatArray, lengths: FloatArray, numbers: FloatArray
    ) -> Side:
        """Prepare one side. Long sentences weigh more in a sum, by the square root."""
        weights = np.sqrt(lengths)
        weighted = vectors * weights[:, None]
        return cls(
            weighted=weighted,
            norms=norms_of_runs(weighted, LONGEST),
            backgrounds=means_of_runs(background, weights, LONGEST),
            lengths=sums_of_runs(lengths, LONGEST),
            numbers=sums_of_runs(numbers, LONGEST),
        )


def length_ratio(survey: Survey, source: FloatArray, target: FloatArray) -> float:
    """How many target characters a source character takes, by the trusted matches.

    The median over them, or the ratio of the whole where they are too few to trust.
    """
    clear = survey.margins > 0.1
    if int(clear.sum()) < 5:
        return float((target.sum() + 1) / (source.sum() + 1))
    pairs = survey.matches[clear]
    return float(np.exp(np.median(np.log((target[pairs[:, 1]] + 1) / (source[pairs[:, 0]] + 1)))))


def score_beads(
    source: FloatArray, target: FloatArray, survey: Survey, evidence: Evidence, band: Band
) -> FloatArray:
    """Score every bead that ends in a cell of the band.

    Args:
        source: centred unit vectors, (n, d).
        target: the same, (m, d).
        survey: both sides' backgrounds, and the trusted matches.
        evidence: lengths, numbers, labels and names.
        band: the cells.

    Returns:
        Array (shapes, cells), log-linear scores by `SHAPES` and by the band's cells in row
        order; `IMPOSSIBLE` where a bead would begin before the document.
    """
    left = Side.of(source, survey.source_background, evidence.source.lengths, evidence.source.numbers)
    right = Side.of(target, survey.target_background, evidence.target.lengths, evidence.target.numbers)
    ratio = length_ratio(survey, evidence.source.lengths, evidence.target.lengths)
    widths = band.high - band.low + 1
    offsets = np.concatenate([[0], np.cumsum(widths)])
    result = np.full((len(SHAPES), int(offsets[-1])), IMPOSSIBLE, np.float32)
    for first in range(1, len(source) + 1, _SLAB):
        stop = min(first + _SLAB, len(source) + 1)
        slab = _Slab(left, right, evidence, ratio, first, stop, band)
        cells = slab.cells(band)
        for number, scores in enumerate(slab.scores()):
            result[number, offsets[first] : offsets[stop]] = scores.ravel()[cells]
    return result


class _Slab:
    """The rectangle around the band's rows [first, stop), with room for the largest bead."""

    def __init__(
        self, left: Side, right: Side, evidence: Evidence, ratio: float, first: int, stop: int, band: Band
    ) -> None:
        self.left, self.right, self.ratio = left, right, ratio
        self.row0, self.row1 = max(first - _LOOK_BACK, 0), stop - 1
        self.column0 = max(int(band.low[first]) - _LOOK_BACK, 0)
        self.column1 = int(band.high[stop - 1])
        self.first, self.stop = first, stop
        rows, columns = (self.row0, self.row1), (self.column0, self.column1)
        products = left.weighted[slice(*rows)] @ right.weighted[slice(*columns)].T
        self.products = _prefix_sums(products)
        shared, numbers = evidence.agreement(rows, columns)
        self.shared, self.shared_numbers = _prefix_sums(shared), _prefix_sums(numbers)

    def cells(self, band: Band) -> IntArray:
        """Where the band's cells stand in this rectangle, flattened."""
        width = self.column1 - self.column0 + 1
        parts = [
            (row - self.row0) * width + np.arange(band.low[row], band.high[row] + 1) - self.column0
            for row in range(self.first, self.stop)
        ]
        return np.concatenate(parts)

    def scores(self) -> list[FloatArray]:
        """The scores of all shapes over the rectangle."""
        cosines = [self._cosine(*shape) for shape in SHAPES]
        return [self._score(number, cosines) for number in range(len(SHAPES))]

    def _block(self, sums: FloatArray, a: int, b: int) -> FloatArray:
        """Sum over the block that each bead of this shape covers, shape (rows - a, columns - b)."""
        return np.asarray(sums[a:, b:] - sums[:-a, b:] - sums[a:, :-b] + sums[:-a, :-b], np.float32)

    def _runs(self, table: FloatArray, size: int, *, source: bool) -> FloatArray:
        """One side's values for runs of `size` that end in this rectangle, ready to broadcast."""
        if source:
            return table[size, self.row0 + size : self.row1 + 1][:, None]
        return table[size, self.column0 + size : self.column1 + 1][None, :]

    def _fits(self, a: int, b: int) -> bool:
        return a <= self.row1 - self.row0 and b <= self.column1 - self.column0

    def _cosine(self, a: int, b: int) -> FloatArray:
        """Cosine of the pooled vectors; -1 where the bead does not fit the rectangle."""
        result = np.full(self.products.shape, -1.0, np.float32)
        if self._fits(a, b):
            norms = self._runs(self.left.norms, a, source=True) * self._runs(
                self.right.norms, b, source=False
            )
            result[a:, b:] = self._block(self.products, a, b) / norms
        return result

    def _score(self, number: int, cosines: list[FloatArray]) -> FloatArray:
        a, b = SHAPES[number]
        result = np.full(self.products.shape, IMPOSSIBLE, np.float32)
        if not self._fits(a, b):
            return result
        cosine = cosines[number][a:, b:]
        background = self._runs(self.left.backgrounds, a, source=True) + self._runs(
            self.right.backgrounds, b, source=False
        )
        score = (WEIGHTS.cosine + WEIGHTS.margin) * cosine - WEIGHTS.margin / 2 * background
        score += self._length_score(a, b) + self._evidence_score(a, b) + WEIGHTS.shape(a, b)
        if a + b > 2:
            change = cosine - _best_smaller(cosines, a, b)[a:, b:]
            score += WEIGHTS.loss * np.minimum(change, 0) + WEIGHTS.gain * np.clip(change, 0, 0.2)
        result[a:, b:] = score
        return result

    def _length_score(self, a: int, b: int) -> FloatArray:
        expected = self._runs(self.left.lengths, a, source=True) * self.ratio
        found = self._runs(self.right.lengths, b, source=False)
        spread = np.sqrt((expected + found) / 2 * _LENGTH_VARIANCE * max(self.ratio, 1.0) + 1)
        return np.asarray(WEIGHTS.length * np.minimum(np.abs(expected - found) / spread, 6), np.float32)

    def _evidence_score(self, a: int, b: int) -> FloatArray:
        source = self._runs(self.left.numbers, a, source=True)
        target = self._runs(self.right.numbers, b, source=False)
        shared = np.minimum(self._block(self.shared, a, b), _MOST_EVIDENCE)
        both = np.minimum(self._block(self.shared_numbers, a, b), np.minimum(source, target))
        contradicted = np.minimum(np.minimum(source, target) - both, _MOST_EVIDENCE)
        one_sided = np.minimum(np.abs(source - target), _MOST_EVIDENCE)
        return np.asarray(
            WEIGHTS.shared * shared + WEIGHTS.contradicted * contradicted + WEIGHTS.one_sided * one_sided,
            np.float32,
        )


def _prefix_sums(values: FloatArray) -> FloatArray:
    result = np.zeros((values.shape[0] + 1, values.shape[1] + 1), np.float64)
    np.cumsum(np.cumsum(values, axis=0, dtype=np.float64), axis=1, out=result[1:, 1:])
    return result  # float64: differences of long sums need the digits


def _best_smaller(cosines: list[FloatArray], a: int, b: int) -> FloatArray:
    """The best cosine among the beads that lack the first or the last segment of a side."""
    best = np.full(cosines[0].shape, -1.0, np.float32)
    if (a - 1, b) in _INDEX:
        smaller = cosines[_INDEX[a - 1, b]]
        np.maximum(best, smaller, out=best)
        np.maximum(best[1:], smaller[:-1], out=best[1:])
    if (a, b - 1) in _INDEX:
        smaller = cosines[_INDEX[a, b - 1]]
        np.maximum(best, smaller, out=best)
        np.maximum(best[:, 1:], smaller[:, :-1], out=best[:, 1:])
    return best
