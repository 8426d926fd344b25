"""Cut a document, before finding paths, at points that every likely path crosses.

Between two anchors that are adjacent on both sides, there is hardly ever more than one path, and often
none but the diagonal between two that are equally far apart on both. If the scores confirm this, the
text is cut there. In a close translation, most segments are alone between two cuts and so form a pair;
the stretches between the others become blocks, whose paths are found all at once (see
`alignment.lattice_paths`) and over fewer cells. The loss is below the probability of all paths around a cut,
about one in three thousand.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Ends, runs
from aligner.alignment.geometry import FloatArray, IntArray
from aligner.alignment.lattice import SMALL, GapCosts
from aligner.alignment.lattice_paths import Step
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import close_weights

SURE: Final = 8.0
"""Minimum lead, in log odds, of the paths through a cut over any path around it."""

_CERTAIN: Final = 8.0  # minimum lead of the score of a certain pair over that of two gaps
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
