"""Cut a document, before finding paths, at points that every likely path crosses.

Between two anchors that are adjacent on both sides, there is hardly ever more than one path, and often
none but the diagonal between two that are equally far apart on both. If the scores confirm this, the
text is cut there. In a close translation, most segments are alone between two cuts and so form a pair;
the stretches between the others become blocks, whose paths are found all at once (see
`alignment.lattice_paths`) and over fewer cells. The loss is below the probability of all paths around a cut,
about one in three thousand.

In a free translation such points are rare. In a long stretch without any, the paths through a few rows
around each anchor are summed, and the text is cut at corners that almost all of them cross.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from aligner.alignment.anchors import Band, IntArray
from aligner.alignment.blocks import Block, Corner, Ends, Part, runs
from aligner.alignment.geometry import FloatArray
from aligner.alignment.lattice import FEW, SMALL, GapCosts, Lattice
from aligner.alignment.lattice_paths import Posteriors, Step
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import close_weights

SURE: Final = 8.0
"""Minimum lead, in log odds, of the paths through a cut over any path around it."""

_CERTAIN: Final = 8.0  # minimum lead of the score of a certain pair over that of two gaps
_STRETCH: Final = 12  # number of rows in which at most one corner is chosen, if there is no clear cut
_LONG: Final = 10 * _STRETCH  # number of rows without a clear cut from which this search pays off
_REACH: Final = 8  # number of rows on each side of a stretch through which paths are summed
_WIDE: Final = 12  # number of columns on each side of its anchors
_DIAGONAL: Final = 12  # maximum number of rows between two anchors whose diagonal is looked at


def certain_pairs(spine: IntArray, scorer: Scorer) -> list[tuple[Step, float]]:
    """Return the pairs of segments that are alone between two clear cuts, with their probabilities.

    Args:
        spine: the anchors, rows (source, target) that increase in both columns.
        scorer: scores the beads of the two documents.
    """
    places, pairs = _clear(spine, scorer)
    gaps = GapCosts.usual()
    odds = pairs - (gaps.begin + gaps.extend + gaps.switch)  # the only other path is two gaps
    alone = (np.diff(places, axis=0) == 1).all(axis=1) & (odds[1:] >= _CERTAIN)
    chances = 1 / (1 + np.exp(-odds[1:][alone].astype(np.float64)))
    return [
        (Step((i, i + 1), (j, j + 1), -1), chance)
        for (i, j), chance in zip(places[:-1][alone].tolist(), chances.tolist(), strict=True)
    ]


def _clear(spine: IntArray, scorer: Scorer) -> tuple[IntArray, FloatArray]:
    """Return the clear cuts, each amid four adjacent pairs, and the score of the pair before each."""
    likely = _with_diagonals(spine)
    after = (np.diff(likely, axis=0) == 1).all(axis=1)
    places = likely[1:-2][after[:-2] & after[1:-1] & after[2:]] + 1
    if not len(places):
        return places, np.zeros(0, np.float32)
    band = _near(places, len(scorer.left.weighted))
    lead, pairs = _lead(places, band, scorer.scores(band, SMALL))
    clear = lead >= SURE
    return places[clear], pairs[clear]


def _with_diagonals(spine: IntArray) -> IntArray:
    """Insert, between anchors that are as many rows as columns apart, the pairs on the diagonal.

    The vectors of short lines are poor anchors, but numbers, lengths and lines beside them may make
    them certain.
    """
    apart = np.diff(spine, axis=0)
    counts = np.where((apart[:, 0] == apart[:, 1]) & (apart[:, 0] <= _DIAGONAL), apart[:, 0], 1)
    along = runs(np.zeros_like(counts), counts)[:, None]
    return np.concatenate([np.repeat(spine[:-1], counts, axis=0) + along, spine[-1:]])


def _near(places: IntArray, rows: int) -> Band:
    """Return the cells at each of the places, and one row or column after it."""
    column = np.full(rows + 2, -1)
    column[places[:, 0]] = places[:, 1]
    here, before = column[:-1], np.roll(column, 1)[:-1]
    low = np.where(before < 0, here, before)
    high = np.maximum(here, before) + 1
    high = np.maximum.accumulate(high)
    return Band(np.where(low < 0, high + 1, low), high)


def _lead(places: IntArray, band: Band, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the lead of the two pairs that meet in each place over other paths, and the first's score."""
    offsets = band.offsets

    def score(a: int, b: int, down: int, right: int) -> FloatArray:
        """Return the score of the a-b bead that ends `down` rows and `right` columns from each place."""
        rows, columns = places[:, 0] + down, places[:, 1] + right
        return np.asarray(scores[SMALL.index((a, b)), offsets[rows] + columns - band.low[rows]])

    first = score(1, 1, 0, 0)
    one_left_out = [score(1, 2, 0, 1), score(1, 2, 1, 1), score(2, 1, 1, 0), score(2, 1, 1, 1)]
    two_left_out = np.maximum(score(1, 1, 0, 1), score(1, 1, 1, 0)) + 2 * close_weights().skip
    around = np.maximum(score(2, 2, 1, 1), np.max(one_left_out, axis=0) + close_weights().skip)
    around = np.maximum(np.maximum(around, two_left_out), 4 * close_weights().skip)
    return np.asarray(first + score(1, 1, 1, 1) - around, np.float32), first


def between(pairs: Sequence[tuple[Step, float]], n_source: int, n_target: int) -> list[Ends]:
    """Return the ends of the stretches between the certain pairs."""
    corners = [(0, 0)]
    for step, _ in pairs:
        corners += [(step.source[0], step.target[0]), (step.source[1], step.target[1])]
    corners.append((n_source, n_target))
    return [(first, last) for first, last in zip(corners[::2], corners[1::2], strict=True) if first != last]


def divided(parts: Sequence[Part], spine: IntArray, band: Band, scores: FloatArray) -> list[Ends]:
    """Cut long stretches at corners that almost all paths through the surrounding rows cross.

    The sums leave out larger beads, which are rare and hardly matter here.

    Args:
        parts: the stretches between certain pairs, with their bands.
        spine: the anchors.
        band: the cells of the stretches.
        scores: the scores of the beads of `FEW` shapes that end in its cells, shape (shapes, cells).
    """
    stretches = [ends for ends, _ in parts]
    long = [(first, last) for (first, _), (last, _) in stretches if last - first >= _LONG]
    if not long:
        return stretches
    corners = np.unique(np.concatenate([spine, spine + 1]), axis=0)
    found = _crossed([window for rows in long for window in _windows(corners, rows, band, scores)])
    return [
        ends
        for first, last in stretches
        for ends in pairwise([first, *(corner for corner in found if first < corner < last), last])
    ]


def _windows(
    corners: IntArray, rows: tuple[int, int], band: Band, scores: FloatArray
) -> Iterator[tuple[Block, IntArray]]:
    """Yield the rows around each part of a long stretch, and the corners in that part."""
    offsets = band.offsets
    first, last = rows
    for start in range(first, last - _STRETCH - 2 * _REACH + 1, _STRETCH):
        part = np.arange(start, start + _STRETCH + 2 * _REACH + 1)
        begin, end = np.searchsorted(corners[:, 0], [start + _REACH, start + _REACH + _STRETCH])
        inside = corners[begin:end]
        if not len(inside):
            continue
        low = np.maximum(band.low[part], inside[0, 1] - _WIDE)
        high = np.minimum(band.high[part], inside[-1, 1] + _WIDE)
        if (low <= high).all():
            cells = runs(offsets[part] + low - band.low[part], high - low + 1)
            own = Band(low - low[0], high - low[0])
            yield Block(start, int(low[0]), own, scores[:, cells]), inside


def _crossed(windows: Sequence[tuple[Block, IntArray]]) -> list[Corner]:
    """Return, in order, the corner of each window that almost all paths through it cross, if any."""
    if not windows:
        return []
    lattice = Lattice([block for block, _ in windows], GapCosts.usual(), FEW, is_open=True)
    number = np.repeat(np.arange(len(windows)), [len(inside) for _, inside in windows])
    candidates = np.concatenate([inside for _, inside in windows])
    visits = Posteriors(lattice).visits(number, candidates)
    order = np.lexsort((-visits, number))
    best = order[np.diff(number[order], prepend=-1) > 0]
    return [(int(i), int(j)) for i, j in candidates[best[1 - visits[best] <= np.exp(-SURE)]]]
