"""Score every bead in the band.

A bead is scored by the cosine of the summed vectors on its two sides. Runs of segments need no
separate encoding: the product of two sums is the sum over a block of the similarity matrix, which
prefix sums give in constant time, so all shapes of beads together cost one matrix product over the
band. Rows are processed in slabs that fit in the CPU cache, and all shapes at once, to keep the number
of calls low.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from aligner.alignment.anchors import Band, Survey
from aligner.alignment.blocks import runs
from aligner.alignment.evidence import Evidence, SideEvidence, affinities
from aligner.alignment.geometry import BoolArray, BothSides, DoubleArray, FloatArray, IntArray
from aligner.alignment.lattice import IMPOSSIBLE, LONGEST, SHAPES
from aligner.alignment.weights import Weights, close_weights

_LENGTH_VARIANCE: Final = 6.8  # per character, after Gale & Church 1993
_SLAB_ROWS: Final = 96
_SLAB_CELLS: Final = 8192  # with a wide band, fewer rows form a slab
_MOST_EVIDENCE: Final = 3.0
_MOST_DEVIATION: Final = 2.5  # standard deviations of length; beyond them, the translation is just free


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Some shapes, with everything that their scores depend on.

    Attributes:
        source: the number of source segments of each shape, (shapes,).
        target: the number of target segments.
        fewer_source: the index of the shape with one source segment fewer; the number of shapes if
            it is not among them.
        fewer_target: the same with one target segment fewer.
        priors: the priors of the shapes, (shapes, 1).
        larger: whether they are larger than 1-1, (shapes, 1).
    """

    source: IntArray
    target: IntArray
    fewer_source: IntArray
    fewer_target: IntArray
    priors: FloatArray
    larger: BoolArray

    @classmethod
    @cache
    def of(cls, shapes: tuple[tuple[int, int], ...]) -> _Shapes:
        place = {shape: number for number, shape in enumerate(shapes)}
        return cls(
            source=np.array([a for a, _ in shapes]),
            target=np.array([b for _, b in shapes]),
            fewer_source=np.array([place.get((a - 1, b), len(shapes)) for a, b in shapes]),
            fewer_target=np.array([place.get((a, b - 1), len(shapes)) for a, b in shapes]),
            priors=np.array([[close_weights().shape(a, b)] for a, b in shapes], np.float32),
            larger=np.array([[a + b > 2] for a, b in shapes]),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One document's arrays by run: at [a, i], the value for the `a` segments that end before `i`."""

    roots: FloatArray  # the square root of each segment's length, (n,)
    weighted: FloatArray  # vectors times that, (n, d)
    norms: FloatArray
    backgrounds: FloatArray
    lengths: FloatArray
    numbers: FloatArray
    ends: IntArray  # at [i], the kind of the end of the segment before `i`
    beginnings: IntArray  # at [i], the kind of the beginning of segment `i`

    @classmethod
    def of(cls, vectors: FloatArray, background: FloatArray, evidence: SideEvidence) -> Side:
        """Prepare one side. Sums are weighted by the square root of each segment's length."""
        lengths = evidence.lengths
        weights = np.sqrt(lengths)
        weighted = vectors * weights[:, None]
        return cls(
            roots=weights,
            weighted=weighted,
            norms=norms_of_runs(weighted, LONGEST),
            backgrounds=means_of_runs(background, weights, LONGEST),
            lengths=sums_of_runs(lengths, LONGEST),
            numbers=sums_of_runs(evidence.numbers, LONGEST),
            ends=np.concatenate([[0], evidence.ends]),
            beginnings=np.concatenate([evidence.beginnings, [0]]),
        )


def norms_of_runs(weighted: FloatArray, longest: int) -> FloatArray:
    """Return the norms of the sums of consecutive vectors.

    Returns:
        Array of shape (longest + 1, n + 1): at [a, i], the norm of the sum of the `a` vectors
        that end before `i`; 1 if there are not that many.
    """
    count = len(weighted)
    result = np.ones((longest + 1, count + 1), np.float32)
    # The squared norm of a run is that of the run without its last vector, plus that vector's
    # squared norm and twice its products with the others.
    squares = np.zeros(count + 1)
    added = np.zeros(count)
    for size in range(1, min(longest, count) + 1):
        lag = size - 1
        products = np.einsum("ij,ij->i", weighted[lag:], weighted[: count - lag])
        added[lag:] += products if lag == 0 else 2 * products
        squares[size:] = squares[size - 1 : -1] + added[lag:]
        result[size, size:] = np.sqrt(np.maximum(squares[size:], 1e-18))
    return result


def means_of_runs(values: FloatArray, weights: FloatArray, longest: int) -> FloatArray:
    """Return weighted means of consecutive values, laid out like `norms_of_runs`; 0 if there are too few."""
    sums = _sums_of_runs(values.astype(np.float64) * weights, longest)
    return np.asarray(sums / np.maximum(_sums_of_runs(weights, longest), 1e-9), np.float32)


def sums_of_runs(values: FloatArray, longest: int) -> FloatArray:
    """Return sums of consecutive values, laid out like `norms_of_runs`; 0 if there are too few."""
    return _sums_of_runs(values, longest).astype(np.float32)


def _sums_of_runs(values: FloatArray | DoubleArray, longest: int) -> DoubleArray:
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    first = np.arange(len(total)) - np.arange(longest + 1)[:, None]
    return np.asarray(np.where(first >= 0, total - total.take(first, mode="clip"), 0.0))


def length_ratio(survey: Survey, source: FloatArray, target: FloatArray) -> float:
    """Return the number of target characters per source character.

    This is the median over the trusted matches, or the ratio of the total lengths if there are too few.
    """
    clear = survey.margins > 0.1
    if int(clear.sum()) < 5:
        return float((target.sum() + 1) / (source.sum() + 1))
    pairs = survey.matches[clear]
    return float(np.exp(np.median(np.log((target[pairs[:, 1]] + 1) / (source[pairs[:, 0]] + 1)))))


class Scorer:
    """Scores the beads of two documents."""

    def __init__(
        self,
        source: FloatArray,
        target: FloatArray,
        survey: Survey,
        evidence: Evidence,
        weights: Weights | None = None,
    ) -> None:
        """Prepare both documents.

        Args:
            source: the source's centred unit vectors, shape (n, d).
            target: the target's, shape (m, d).
            survey: the backgrounds of both sides, and the trusted matches.
            evidence: lengths, numbers, labels, names, ends and beginnings.
            weights: weights with the usual priors of shapes; those of a close translation by default.
        """
        weights = weights or close_weights()
        left, right = evidence.source, evidence.target
        self.left = Side.of(source, survey.source_background, left)
        self.right = Side.of(target, survey.target_background, right)
        self.survey = survey
        self.ratio = length_ratio(survey, left.lengths, right.lengths)
        self.ends = np.float32(weights.ends) * affinities(left.ends, right.ends, survey.matches)
        of_beginnings = affinities(left.beginnings, right.beginnings, survey.matches)
        self.beginnings = np.float32(weights.beginnings) * of_beginnings
        self.evidence, self.weights = evidence, weights

    def products(self, source: slice, target: slice) -> FloatArray:
        """Return the products of the weighted vectors of each pair of segments in two ranges."""
        cosines = self.survey.cosines
        if cosines is None:
            return np.asarray(self.left.weighted[source] @ self.right.weighted[target].T)
        return cosines[source, target] * self.left.roots[source, None] * self.right.roots[target]

    def lengths_and_numbers(self, lengths: BothSides, numbers: BothSides, shared: BothSides) -> FloatArray:
        """Score the lengths of the two sides of beads, their numbers, and what they share.

        Args:
            lengths: of the source sides and of the target sides, in characters; any shapes that broadcast.
            numbers: the total rarity of the numbers of each side.
            shared: the total rarity of all tokens that both sides have, and of the numbers among them.
        """
        weights, (expected, found) = self.weights, (lengths[0] * np.float32(self.ratio), lengths[1])
        spread = np.sqrt((expected + found) * np.float32(_LENGTH_VARIANCE * max(self.ratio, 1.0) / 2) + 1)
        deviation = np.minimum(np.abs(expected - found) / spread, _MOST_DEVIATION)
        fewer = np.minimum(*numbers)
        both = np.minimum(shared[1], fewer)
        score = weights.length * deviation + weights.shared * np.minimum(shared[0], _MOST_EVIDENCE)
        score += weights.contradicted * np.minimum(fewer - both, _MOST_EVIDENCE)
        score += weights.one_sided * np.minimum(np.abs(numbers[0] - numbers[1]), _MOST_EVIDENCE)
        return np.asarray(score, np.float32)

    def pairs(self, source: IntArray, target: IntArray) -> FloatArray:
        """Score the 1-1 bead of each of some source segments with each of some target segments.

        Returns:
            Shape (len(source), len(target)), on the scale of `scores`.
        """
        rows, columns = source[:, None], target[None, :]
        cosines = self.left.weighted[source] @ self.right.weighted[target].T
        cosines /= self.left.roots[rows] * self.right.roots[columns]
        background = (self.left.backgrounds[1, rows + 1] + self.right.backgrounds[1, columns + 1]) / 2
        score = (self.weights.cosine + self.weights.margin) * cosines - self.weights.margin * background
        lengths = self.left.lengths[1, rows + 1], self.right.lengths[1, columns + 1]
        numbers = self.left.numbers[1, rows + 1], self.right.numbers[1, columns + 1]
        score += self.lengths_and_numbers(lengths, numbers, self.evidence.agreement(source, target))
        score += self.ends[self.left.ends[rows + 1], self.right.ends[columns + 1]]
        score += self.beginnings[self.left.beginnings[rows], self.right.beginnings[columns]]
        return np.asarray(score, np.float32)

    def scores(self, band: Band, shapes: tuple[tuple[int, int], ...] = SHAPES) -> FloatArray:
        """Score the beads of some shapes that end in a cell of a band.

        Args:
            band: the cells to score; in a row without cells, `high` is one below `low`.
            shapes: the shapes to score; with each shape, all smaller ones.

        Returns:
            Log-linear scores of the band's cells in row order, shape (shapes, cells);
            `IMPOSSIBLE` if a bead would begin before the document.
        """
        kinds = _Shapes.of(shapes)
        offsets = band.offsets
        result = np.full((len(shapes), int(offsets[-1])), IMPOSSIBLE, np.float32)
        first, end = 1, len(band.low)
        while first < end:
            full = int(np.searchsorted(offsets, offsets[first] + _SLAB_CELLS, side="right")) - 1
            stop = min(max(full, first + 1), first + _SLAB_ROWS, end)
            if offsets[first] < offsets[stop]:
                result[:, offsets[first] : offsets[stop]] = _Slab(self, (first, stop), band, kinds).scores()
            first = stop
        return result


class _Places:
    """Cells of a rectangle, as flat indices, and the runs that beads ending there cover."""

    def __init__(self, flat: IntArray, width: int, row0: int, column0: int, kinds: _Shapes) -> None:
        self.flat = flat
        self._kinds = kinds
        rows, columns = np.divmod(flat, width)
        source, target = kinds.source[:, None], kinds.target[:, None]
        self.fits = (rows >= source) & (columns >= target)
        """Whether the bead begins inside the rectangle."""
        self.rows, self.columns = row0 + rows, column0 + columns
        self._up, self._back = flat - source * width, flat - target
        self.starts = self._up - target

    def blocks(self, sums: DoubleArray) -> FloatArray:
        """Return the sum over each bead's block from prefix sums; meaningless if it does not fit."""
        result = sums.take(self.flat) - sums.take(self._back, mode="clip")
        result -= sums.take(self._up, mode="clip")
        result += sums.take(self.starts, mode="clip")
        return np.asarray(result, np.float32)

    def source(self, table: FloatArray) -> FloatArray:
        """Return the source side's values for the run that each bead covers."""
        return np.asarray(table.take(self.rows, axis=1).take(self._kinds.source, axis=0))

    def target(self, table: FloatArray) -> FloatArray:
        """Return the target side's values for the run that each bead covers."""
        return np.asarray(table.take(self.columns, axis=1).take(self._kinds.target, axis=0))


class _Slab:
    """The band's cells in rows [first, stop), and the data needed to score them.

    Prefix sums cover the rectangle around them, with room for the largest bead. Scores are computed
    for `wanted`, the cells of the band, and cosines also for the cells above and to the left of these,
    where beads without the last segment of a side end. Both are flat indices into the rectangle.
    """

    def __init__(self, scorer: Scorer, rows: tuple[int, int], band: Band, kinds: _Shapes) -> None:
        self.scorer, self.kinds = scorer, kinds
        self.left, self.right, self.weights = scorer.left, scorer.right, scorer.weights
        first, stop = rows
        room = int(max(kinds.source.max(), kinds.target.max())) + 1
        source = max(first - room, 0), stop - 1
        target = max(int(band.low[first]) - room, 0), int(band.high[stop - 1])
        self.row0, self.column0 = source[0], target[0]
        self.width = target[1] - target[0] + 1
        self.products = _prefix_sums(scorer.products(slice(*source), slice(*target)))
        shared, numbers = scorer.evidence.agreement(np.arange(*source), np.arange(*target))
        self.shared, self.shared_numbers = _prefix_sums(shared), _prefix_sums(numbers)
        corners = [slice(begin, end + 1) for begin, end in (source, target)]
        kinds_of_both = self.left.beginnings[corners[0], None], self.right.beginnings[corners[1]]
        self.beginnings = scorer.beginnings[kinds_of_both]
        low, high = band.low[first:stop], band.high[first:stop]
        begins = (np.arange(first, stop) - self.row0) * self.width + low - self.column0
        self.wanted = runs(begins, high + 1 - low)

    def scores(self) -> FloatArray:
        """Return the scores of all shapes at the wanted cells, shape (shapes, cells)."""
        cells = self._places(self.wanted)
        cosines, before = self._cosines()
        score = np.float32(self.weights.cosine + self.weights.margin) * cosines
        background = cells.source(self.left.backgrounds)
        background += cells.target(self.right.backgrounds)
        background *= np.float32(self.weights.margin / 2)
        score -= background
        change = np.subtract(cosines, before, out=before)
        gain = self.weights.loss * np.minimum(change, 0)
        gain += self.weights.gain * np.clip(change, 0, 0.2)
        score += np.where(self.kinds.larger, gain, np.float32(0))
        lengths = cells.source(self.left.lengths), cells.target(self.right.lengths)
        numbers = cells.source(self.left.numbers), cells.target(self.right.numbers)
        shared = cells.blocks(self.shared), cells.blocks(self.shared_numbers)
        score += self.scorer.lengths_and_numbers(lengths, numbers, shared)
        score += self.scorer.ends[self.left.ends[cells.rows], self.right.ends[cells.columns]]
        score += self.beginnings.take(cells.starts, mode="clip")  # arbitrary if a bead does not fit
        score += self.kinds.priors
        return np.where(cells.fits, score, IMPOSSIBLE)

    def _places(self, flat: IntArray) -> _Places:
        return _Places(flat, self.width, self.row0, self.column0, self.kinds)

    def _cosines(self) -> tuple[FloatArray, FloatArray]:
        """Return the cosines of all shapes at the wanted cells, and the best with one segment fewer.

        The smaller bead lacks the first or last segment of a side; its cosine is -1 if there is none.
        """
        above, beside = np.maximum(self.wanted - self.width, 0), np.maximum(self.wanted - 1, 0)
        needed = np.zeros(self.products.size, bool)
        for flat in (self.wanted, above, beside):
            needed[flat] = True
        number = np.cumsum(needed) - 1
        places = self._places(np.flatnonzero(needed))
        norms = places.source(self.left.norms)
        norms *= places.target(self.right.norms)
        cosines = np.full((len(self.kinds.source) + 1, len(places.flat)), -1.0, np.float32)
        np.divide(places.blocks(self.products), norms, out=cosines[:-1], where=places.fits)
        here = cosines.take(number[self.wanted], axis=1)
        source, target = self.kinds.fewer_source, self.kinds.fewer_target
        best = here.take(source, axis=0)
        np.maximum(best, here.take(target, axis=0), out=best)
        np.maximum(best, cosines.take(number[above], axis=1).take(source, axis=0), out=best)
        np.maximum(best, cosines.take(number[beside], axis=1).take(target, axis=0), out=best)
        return here[:-1], best


def _prefix_sums(values: FloatArray) -> DoubleArray:
    result = np.zeros((values.shape[0] + 1, values.shape[1] + 1), np.float64)
    np.cumsum(np.cumsum(values, axis=0, dtype=np.float64), axis=1, out=result[1:, 1:])
    return result  # float64: differences of long sums need the precision
