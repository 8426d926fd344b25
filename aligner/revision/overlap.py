"""Measure how much wording two paragraphs share, for all likely pairs at once.

Each paragraph is a set of shingles (character n-grams), weighted by rarity, so that "the
Secretary-General" alone links nothing. An inverted index of the shingles yields the pairs that
share any.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.blocks import runs
from aligner.alignment.geometry import BoolArray, DoubleArray, IntArray

Weight = float | DoubleArray

_BUDGET: Final = 700_000
"""Maximum number of (old, new, shingle) triples to count, which limits time and memory. Rare shingles
come first, so that those left out occur almost everywhere."""
_FAINT: Final = 0.05  # minimum similarity, by rare shingles only, of a pair worth comparing
_KEPT: Final = 6  # candidates kept for each paragraph of either side if not all triples are counted


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingle sets of all units of both drafts.

    `ids` contains the sets one after another (each sorted) and `bounds` their starts; the units
    of the old draft come first. `weights` are by shingle, `totals` by unit.
    """

    ids: IntArray
    bounds: IntArray
    weights: DoubleArray
    totals: DoubleArray
    n_old: int

    @staticmethod
    def of(old: Sequence[str], new: Sequence[str], length: int) -> Shingles:
        """Divide the keys of both drafts into shingles of `length` characters."""
        keys = [*old, *new]
        points, starts, sizes = _points(keys, length)
        n_points = len(points) - length + 1
        codes = np.zeros(max(n_points, 0), dtype=np.uint64)
        for offset in range(length):
            codes *= np.uint64(0x9E3779B97F4A7C15)
            codes += points[offset : offset + n_points]
        inside = runs(starts, sizes)
        codes = codes[inside]
        del points, inside  # tens of megabytes each, with a million characters on each side
        distinct, ids = np.unique(codes, return_inverse=True)
        size = max(1, len(distinct))
        del codes, distinct
        owner = np.repeat(np.arange(len(keys), dtype=np.int64), sizes)
        owner *= size
        owner += ids
        pairs = _distinct(owner)
        owner, ids = np.divmod(pairs, size)
        bounds = np.searchsorted(owner, np.arange(len(keys) + 1))
        frequency = np.bincount(ids, minlength=size)
        weights = np.log1p(len(keys) / np.maximum(frequency, 1))
        totals: DoubleArray = np.bincount(owner, weights=weights[ids], minlength=len(keys)).astype(np.float64)
        return Shingles(ids.astype(np.int64), bounds, weights, totals, len(old))

    def set_of(self, unit: int) -> set[int]:
        """Return the shingles of one unit; new units are numbered after the old ones."""
        return set(self.ids[self.bounds[unit] : self.bounds[unit + 1]].tolist())

    def weight(self, shingles: set[int]) -> float:
        """Return the total weight of a set of shingles."""
        return float(self.weights[sorted(shingles)].sum()) if shingles else 0.0

    def shared(self, old: int, new: IntArray) -> DoubleArray:
        """Return the weight of the shingles that one old unit shares with each of the given new ones."""
        own = self.ids[self.bounds[old] : self.bounds[old + 1]]
        starts = self.bounds[new + self.n_old]
        sizes = self.bounds[new + self.n_old + 1] - starts
        others = self.ids[runs(starts, sizes)]
        if not len(own) or not len(others):
            return np.zeros(len(new))
        found = np.searchsorted(own, others)
        found[found == len(own)] = 0
        weights = np.where(own[found] == others, self.weights[others], 0.0)
        return np.bincount(np.repeat(np.arange(len(new)), sizes), weights, len(new)).astype(np.float64)

    def similarities(self, old: int, new: IntArray) -> DoubleArray:
        """Return the similarity of one old unit to each of the given new ones, in [0, 1]."""
        return _scores(self, np.full(len(new), old), new, self.shared(old, new))


def similarity(shared: Weight, old: Weight, new: Weight) -> DoubleArray:
    """Return the geometric mean of the Dice coefficient and the smaller set's containment, in [0, 1].

    A paragraph that merely grew keeps most of its similarity; a short phrase that happens to
    occur in a long paragraph gets little.

    >>> round(float(similarity(10.0, 10.0, 30.0)), 3)
    0.707
    """
    smaller = np.maximum(np.minimum(old, new), 1e-9)
    dice = 2.0 * shared / np.maximum(old + new, 1e-9)
    result: DoubleArray = np.minimum(1.0, np.sqrt(dice * (shared / smaller)))
    return result


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Pairs of units that share wording, sorted by (old, new), with shared weight and similarity."""

    old: IntArray
    new: IntArray
    shared: DoubleArray
    score: DoubleArray


def overlaps(shingles: Shingles, old: Sequence[int], new: Sequence[int]) -> Overlaps:
    """Return all likely pairs among the given old and new units."""
    of_old, of_new = _Postings.of(shingles, old, 0), _Postings.of(shingles, new, shingles.n_old)
    cost = of_old.counts * of_new.counts
    order = np.argsort(cost, kind="stable")
    affordable = np.cumsum(cost[order]) <= _BUDGET
    chosen = order[affordable]
    chosen = chosen[cost[chosen] > 0]
    complete = bool(affordable.all())
    rows, columns, weight = _products(chosen, of_old, of_new, shingles.weights)
    width = len(shingles.bounds)
    pair_of = rows * width + columns
    by_pair = np.argsort(pair_of, kind="stable")
    pair_of = pair_of[by_pair]
    first = np.flatnonzero(_is_first(pair_of))
    pairs = pair_of[first]
    shared = np.add.reduceat(weight[by_pair], first) if len(pairs) else np.zeros(0)
    found_old, found_new = np.divmod(pairs, width)
    if not complete:
        score = _scores(shingles, found_old, found_new, shared)
        likely = np.flatnonzero(score >= _FAINT)
        keep = likely[_strongest(shingles, found_old[likely], found_new[likely], score[likely])]
        found_old, found_new = found_old[keep], found_new[keep]
        shared = _shared(shingles, found_old, found_new)
    return Overlaps(found_old, found_new, shared, _scores(shingles, found_old, found_new, shared))


def _points(keys: Sequence[str], length: int) -> tuple[NDArray[np.uint64], IntArray, IntArray]:
    """Return the code points of all keys, `length - 1` nulls after each, and the keys' starts and sizes."""
    pad = "\0" * (length - 1)
    joined = pad.join((*keys, ""))
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    sizes = np.array([len(key) for key in keys], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes + length - 1)[:-1])) if len(keys) else sizes
    return points, starts.astype(np.int64), sizes


def _is_first(ordered: NDArray[Any]) -> BoolArray:
    """Return a mask of the values that differ from the one before."""
    result = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=result[1:])
    return result


def _distinct(values: IntArray) -> IntArray:
    """Return the distinct values in order; sorts in place, which is faster than `numpy.unique`'s hashing."""
    values.sort()
    return values[_is_first(values)]


class _Postings(NamedTuple):
    """The units of one draft that have each shingle, shingle by shingle, and how many these are."""

    owner: IntArray
    counts: IntArray

    @classmethod
    def of(cls, shingles: Shingles, chosen: Sequence[int], before: int) -> _Postings:
        """Return those of the chosen units, which are numbered after as many others in `shingles`."""
        units = np.asarray(chosen, dtype=np.int64)
        starts, stops = shingles.bounds[units + before], shingles.bounds[units + before + 1]
        ids = shingles.ids[runs(starts, stops - starts)]
        owner = np.repeat(units, stops - starts)[np.argsort(ids, kind="stable")]
        return cls(owner, np.bincount(ids, minlength=len(shingles.weights)))


def _products(
    chosen: IntArray, old: _Postings, new: _Postings, weights: DoubleArray
) -> tuple[IntArray, IntArray, DoubleArray]:
    """Return every (old, new) pair for each chosen shingle, with the shingle's weight."""
    old_start, new_start = (np.cumsum(side.counts) - side.counts for side in (old, new))
    products = old.counts[chosen] * new.counts[chosen]
    step = runs(np.zeros_like(products), products)
    inner = np.repeat(new.counts[chosen], products)
    rows = old.owner[np.repeat(old_start[chosen], products) + step // inner]
    columns = new.owner[np.repeat(new_start[chosen], products) + step % inner]
    return rows, columns, np.repeat(weights[chosen], products)


def _scores(shingles: Shingles, old: IntArray, new: IntArray, shared: DoubleArray) -> DoubleArray:
    return similarity(shared, shingles.totals[old], shingles.totals[new + shingles.n_old])


def _shared(shingles: Shingles, old: IntArray, new: IntArray) -> DoubleArray:
    """Return the weight that each pair shares; the pairs must be sorted by old unit."""
    first = np.flatnonzero(_is_first(old))
    bounds = [*first.tolist(), len(old)]
    found = [shingles.shared(int(old[a]), new[a:b]) for a, b in itertools.pairwise(bounds)]
    return np.concatenate(found) if found else np.zeros(0)


def _strongest(shingles: Shingles, old: IntArray, new: IntArray, score: DoubleArray) -> IntArray:
    """Return the indices of the pairs that are among the best few of their old or new unit.

    Ties go to pairs at similar relative positions in both drafts.
    """
    off = np.abs(old / max(shingles.n_old, 1) - new / max(len(shingles.bounds) - 1 - shingles.n_old, 1))
    kept = np.zeros(len(old), dtype=bool)
    for side in (old, new):
        order = np.lexsort((off, -score, side))
        counts = np.unique(side, return_counts=True)[1].astype(np.int64)
        rank = runs(np.zeros_like(counts), counts)
        kept[order[rank < _KEPT]] = True
    return np.flatnonzero(kept)
