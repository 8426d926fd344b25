"""Find trusted matches, their best chain, and the band of cells to search.

Comparing every segment with every other would take quadratic time. Instead, at most `SAMPLE` segments
of each side, evenly spread, are compared with all of the other side. At linear cost, this gives each
segment's background and enough unmistakable matches. The heaviest chain of these that increases in
both documents is the spine. The band contains every cell between two anchors of the spine, and some
padding around it, so that it becomes wide at a missing page and the path stays inside it.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from aligner.alignment.geometry import SAME, BoolArray, BothSides, FloatArray, IntArray, nearest
from aligner.alignment.increasing_chain import heaviest_chain

SAMPLE: Final = 1024
"""Maximum number of segments of one side that are compared with all segments of the other."""

TRUSTED_MARGIN: Final = 0.12
"""Minimum margin of an anchor over both backgrounds."""

PAD: Final = 6
"""Number of cells kept on each side of the spine, besides all those between two of its anchors."""

MAX_CELLS: Final = 3_000_000
"""Maximum number of cells of a band, which limits memory when two unrelated books are aligned."""

_BLOCK: Final = 2048
_FILLED_CELLS: Final = 4096


@dataclass(frozen=True, slots=True)
class Survey:
    """The result of the first pass over two documents.

    Attributes:
        source_background: mean cosine of each source segment to its nearest targets, (n,).
        target_background: the same from the target's side, (m,).
        matches: candidate pairs, rows (source, target), shape (k, 2).
        margins: margin of each candidate over both backgrounds, shape (k,).
        cosines: the cosines of all pairs of segments, shape (n, m); None for long documents.
    """

    source_background: FloatArray
    target_background: FloatArray
    matches: IntArray
    margins: FloatArray
    cosines: FloatArray | None = None


def survey(source: FloatArray, target: FloatArray) -> Survey:
    """Compare a sample of each side with all of the other side.

    `source` and `target` are centred unit vectors, shapes (n, d) and (m, d), neither empty.
    """
    source_sample, target_sample = _sample(len(source)), _sample(len(target))
    every: FloatArray | None = None
    if max(len(source), len(target)) <= SAMPLE:  # both comparisons are the same product
        every = source @ target.T
        source_background, of_source = nearest(every)
        target_background, of_target = nearest(np.ascontiguousarray(every.T))  # faster than columns
        of_source, of_target = _as_often(of_source, of_target), _as_often(of_target, of_source)
    else:
        source_background, best_of_target = _compare_with_sample(source, target[target_sample])
        target_background, best_of_source = _compare_with_sample(target, source[source_sample])
        of_source = np.stack([source_sample, best_of_source], axis=1)
        of_target = np.stack([target_sample, best_of_target], axis=1)
    pairs = np.unique(np.concatenate([of_source, of_target[:, ::-1]]), axis=0)
    if every is None:
        cosines = np.einsum("ij,ij->i", source[pairs[:, 0]], target[pairs[:, 1]])
    else:
        cosines = every[pairs[:, 0], pairs[:, 1]]
    margins = cosines - (source_background[pairs[:, 0]] + target_background[pairs[:, 1]]) / 2
    return Survey(source_background, target_background, pairs, margins.astype(np.float32), every)


def _as_often(best: IntArray, of_others: IntArray) -> IntArray:
    """Return the best matches of each row, several only of a text that both documents have as often.

    Copies that the other document lacks say nothing about places; the first of its own stands for them.
    """
    times, others = np.bincount(best[:, 0]), np.bincount(of_others[:, 0])
    is_first = np.arange(len(best)) < len(times)
    return np.asarray(best[is_first | (times[best[:, 0]] == others[best[:, 1]])])


def _sample(count: int) -> IntArray:
    if count <= SAMPLE:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, SAMPLE).round().astype(np.int64))


def _compare_with_sample(everything: FloatArray, sample: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the background of each row of `everything`, and the best row for each one of `sample`.

    Of a text that is there several times, it is the one closest to where it would be in evenly divided texts.
    """
    background = np.empty(len(everything), np.float32)
    best = np.full(len(sample), -np.inf, np.float32)
    where = np.zeros(len(sample), np.int64)
    expected = np.linspace(0, len(everything) - 1, len(sample))
    for start in range(0, len(everything), _BLOCK):
        cosines = everything[start : start + _BLOCK] @ sample.T
        background[start : start + _BLOCK] = nearest(cosines)[0]
        value = cosines.max(axis=0)
        rows, columns = np.nonzero(cosines >= value - SAME)  # ten times as fast as `argmax` along columns
        order = np.argsort(-np.abs(start + rows - expected[columns]), kind="stable")
        top = np.empty(len(sample), np.int64)
        top[columns[order]] = start + rows[order]
        closer = np.abs(top - expected) < np.abs(where - expected)
        better = (value > best + SAME) | ((value >= best - SAME) & closer)
        best[better], where[better] = value[better], top[better]
    return background, where


def chain_of_matches(pairs: IntArray, weights: FloatArray) -> IntArray:
    """Select the pairs of the heaviest chain that increases in both columns.

    Args:
        pairs: (source, target) indices, shape (k, 2), in any order.
        weights: shape (k,), positive.

    Returns:
        The pairs of the chain in order, shape (c, 2).
    """
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    chain = heaviest_chain([(i, j) for i, j in pairs[order].tolist()], weights[order].tolist())
    return pairs[order[chain]]


@dataclass(frozen=True, slots=True)
class Band:
    """The cells that a path may visit: columns `low[i]` to `high[i]`, inclusive, of row i.

    Row i means that i source segments have been consumed, and column j that j target segments have.
    Neither bound decreases from one row to the next; row 0 contains column 0, and row n contains
    column m, so there is always a path.
    """

    low: IntArray
    high: IntArray

    @property
    def cells(self) -> int:
        """The number of cells in the band."""
        return int((self.high - self.low).sum()) + len(self.low)

    @property
    def offsets(self) -> IntArray:
        """The number of cells before each row, and of all cells, shape (rows + 1,)."""
        return np.concatenate([[0], np.cumsum(self.high - self.low + 1)])


def spine_of(look: Survey, vectors: BothSides | None = None, allowed: BoolArray | None = None) -> IntArray:
    """Return the heaviest chain of trusted matches.

    Args:
        look: the matches.
        vectors: those of both documents; between two matches, all segments of a long one are compared.
        allowed: masks the matches that the chain may contain.
    """
    trusted = look.margins >= TRUSTED_MARGIN
    if allowed is not None:
        trusted &= allowed
    pairs, margins = look.matches[trusted], look.margins[trusted]
    spine = chain_of_matches(pairs, margins)
    return spine if vectors is None or look.cosines is not None else _filled(spine, look, vectors)


def fitted(spine: IntArray, n_source: int, n_target: int, most: int = MAX_CELLS) -> Band:
    """Return the band around a spine, narrowed if it would have more cells than `most`."""
    result = _around(spine, n_source, n_target)
    while result.cells > most:
        narrower = _narrowed(result, n_source, n_target)
        if narrower.cells >= result.cells:
            break
        result = narrower
    return result


def _filled(spine: IntArray, look: Survey, vectors: BothSides) -> IntArray:
    """Insert trusted matches into a spine, between adjacent anchors.

    Such a match is a mutual best among the segments between the two anchors. If there are many of
    these segments, as around a missing page, nothing is inserted: the band must be wide there.
    """
    source, target = vectors
    parts = [spine[:1]]
    for (row, column), (next_row, next_column) in pairwise(spine.tolist()):
        first, stop = slice(row + 1, next_row), slice(column + 1, next_column)
        if 0 < (next_row - row - 1) * (next_column - column - 1) <= _FILLED_CELLS:
            margins = source[first] @ target[stop].T
            margins -= look.source_background[first, None] / 2 + look.target_background[None, stop] / 2
            columns = margins.argmax(axis=1)
            rows = np.arange(len(columns))
            best = margins[rows, columns]
            mutual = (margins.argmax(axis=0)[columns] == rows) & (best >= TRUSTED_MARGIN)
            pairs = np.stack([rows[mutual], columns[mutual]], axis=1)
            inner = chain_of_matches(pairs, best[mutual])
            parts.append(inner + np.array([row + 1, column + 1]))
        parts.append(np.array([[next_row, next_column]]))
    return np.concatenate(parts)


def _around(spine: IntArray, n_source: int, n_target: int) -> Band:
    """Return all cells between adjacent anchors, widened by `PAD` rows and columns."""
    corners = np.concatenate([[[0, 0]], spine, spine + 1, [[n_source, n_target]]])
    corners = corners[np.lexsort((corners[:, 1], corners[:, 0]))]
    rows = np.arange(n_source + 1)
    # Neither column of `corners` decreases: of all adjacent pairs near a row, the first extends
    # furthest to the left, and the last furthest to the right.
    first = np.searchsorted(corners[1:, 0] + PAD, rows)
    last = np.searchsorted(corners[:-1, 0] - PAD, rows, side="right") - 1
    low = np.maximum(corners[first, 1] - PAD, 0)
    high = np.minimum(corners[last + 1, 1] + PAD, n_target)
    return Band(low, high)


def _narrowed(wide: Band, n_source: int, n_target: int) -> Band:
    """Return a band with about half the cells: the widest rows are cut around their centre line."""
    width = wide.high - wide.low
    limit = max(int(np.percentile(width, 99)) // 2, 2 * PAD)
    diagonal = np.arange(n_source + 1) * (n_target / max(n_source, 1))
    along = np.clip(diagonal, wide.low, wide.high)
    middle = np.where(width > limit, along, (wide.low + wide.high) / 2).round().astype(np.int64)
    low = np.where(width > limit, np.maximum(wide.low, middle - limit // 2), wide.low)
    high = np.where(width > limit, np.minimum(wide.high, middle + limit // 2), wide.high)
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    low[0], high[-1] = 0, n_target
    high[:-1] = np.maximum(high[:-1], low[1:])  # a step down must not leave the band
    return Band(low, high)
