"""Find points that every likely path crosses, where a document can be cut before finding paths.

Between two anchors that are adjacent on both sides there is hardly ever more than one path.
If the scores confirm this, the text is cut there into blocks, whose paths are found all at
once (see `alignment.lattice`) and over fewer cells. The loss is below the probability of all
paths around the point, about one in ten thousand.

In a free translation such points are rare. Where a long stretch has none, the paths through a
few rows around each anchor are summed, and the text is cut at corners that nearly all of them
cross.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import Band, IntArray
from aligner.alignment.blocks import Block, Corner, runs
from aligner.alignment.geometry import FloatArray
from aligner.alignment.lattice import GapCosts, Lattice, Posteriors
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES
from aligner.alignment.weights import WEIGHTS

SURE: Final = 10.0
"""How far (in log odds) the paths through a cut must outscore any path around it."""

APART: Final = 12
"""About how many source segments lie between two cuts, if there are enough candidates."""

_LONG: Final = 10 * APART  # rows without a clear cut in which a closer look pays
_REACH: Final = 8  # rows on each side of a stretch through which paths are summed
_WIDE: Final = 12  # columns on each side of its anchors
_SMALL: Final = np.array([number for number, shape in enumerate(SHAPES) if sum(shape) <= 4])


def cuts(spine: IntArray, band: Band, scores: FloatArray) -> list[Corner]:
    """Where to cut, in order: corners as in `alignment.blocks`, at most one in `APART` rows.

    Args:
        spine: the anchors, rows (source, target) that increase in both columns.
        band: the band around them.
        scores: the score of every bead that ends in a cell of the band, shape (shapes, cells).
    """
    clear = _clear(spine, band, scores)
    ends = np.concatenate([[0], clear[:, 0], [len(band.low) - 1]])
    corners = np.unique(np.concatenate([spine, spine + 1]), axis=0)
    after = np.searchsorted(clear[:, 0], corners[:, 0], side="right")
    doubtful = corners[np.diff(ends)[after] >= _LONG]
    found = np.concatenate([clear, _crossed(doubtful, band, scores)])
    return [(int(i), int(j)) for i, j in found[np.argsort(found[:, 0])]]


def _clear(spine: IntArray, band: Band, scores: FloatArray) -> IntArray:
    """The places with the largest lead, each in the middle of four adjacent anchors."""
    after = (np.diff(spine, axis=0) == 1).all(axis=1)
    places = spine[1:-2][after[:-2] & after[1:-1] & after[2:]] + 1
    lead = _lead(places, band, scores)
    return _best(places[lead >= SURE], lead[lead >= SURE])


def _best(places: IntArray, values: NDArray[np.floating]) -> IntArray:
    """The place with the largest value in each stretch of `APART` rows."""
    order = np.lexsort((-values, places[:, 0] // APART))
    return np.asarray(places[order[np.diff(places[order, 0] // APART, prepend=-1) > 0]])


def _crossed(corners: IntArray, band: Band, scores: FloatArray) -> IntArray:
    """The corner in each stretch that nearly all paths through the rows around it cross, if any.

    Larger beads are left out of the sums: they are rare and hardly matter here.
    """
    offsets = np.concatenate([[0], np.cumsum(band.high - band.low + 1)])
    windows: list[Block] = []
    chosen: list[IntArray] = []
    for stretch in np.unique(corners[:, 0] // APART).tolist():
        rows = np.arange(stretch * APART - _REACH, (stretch + 1) * APART + _REACH + 1)
        if rows[0] < 0 or rows[-1] >= len(band.low):
            continue
        inside = corners[corners[:, 0] // APART == stretch]
        low = np.maximum(band.low[rows], inside[0, 1] - _WIDE)
        high = np.minimum(band.high[rows], inside[-1, 1] + _WIDE)
        if (low <= high).all():
            cells = runs(offsets[rows] + low - band.low[rows], high - low + 1)
            part = Band(low - low[0], high - low[0])
            windows.append(Block(int(rows[0]), int(low[0]), part, scores[_SMALL[:, None], cells]))
            chosen.append(inside)
    if not windows:
        return corners[:0]
    lattice = Lattice(windows, GapCosts.usual(), [SHAPES[k] for k in _SMALL], is_open=True)
    number = np.repeat(np.arange(len(windows)), [len(inside) for inside in chosen])
    candidates = np.concatenate(chosen)
    visits = Posteriors(lattice).visits(number, candidates)
    sure = 1 - visits <= np.exp(-SURE)
    return _best(candidates[sure], visits[sure])


def _lead(places: IntArray, band: Band, scores: FloatArray) -> NDArray[np.float32]:
    """By how much the two 1-1 beads that meet in each cell outscore every path around it."""
    offsets = np.concatenate([[0], np.cumsum(band.high - band.low + 1)])

    def score(a: int, b: int, down: int, right: int) -> FloatArray:
        """The score of the a-b bead that ends `down` rows and `right` columns from each place."""
        rows, columns = places[:, 0] + down, places[:, 1] + right
        inside = (columns >= band.low[rows]) & (columns <= band.high[rows])
        cells = np.where(inside, offsets[rows] + columns - band.low[rows], 0)
        return np.where(inside, scores[SHAPES.index((a, b)), cells], IMPOSSIBLE)

    both = score(1, 1, 0, 0) + score(1, 1, 1, 1)
    one_left_out = [score(1, 2, 0, 1), score(1, 2, 1, 1), score(2, 1, 1, 0), score(2, 1, 1, 1)]
    around = np.maximum(score(2, 2, 1, 1), np.max(one_left_out, axis=0) + WEIGHTS.skip)
    return np.asarray(both - np.maximum(around, 4 * WEIGHTS.skip), np.float32)
