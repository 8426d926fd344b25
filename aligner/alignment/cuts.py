"""Find points that every likely path crosses, where a document can be cut before finding paths.

Between two anchors that are adjacent on both sides there is hardly ever more than one path.
If the scores confirm this, the text is cut there into blocks, whose paths are found all at
once (see `alignment.lattice`) and over fewer cells. The loss is below the probability of all
paths around the point, about one in ten thousand.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import Band, IntArray
from aligner.alignment.blocks import Corner
from aligner.alignment.geometry import FloatArray
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES
from aligner.alignment.weights import WEIGHTS

SURE: Final = 10.0
"""How far (in log odds) the two 1-1 beads meeting at a cut must outscore any path around it."""

APART: Final = 12
"""About how many source segments lie between two cuts, if there are enough candidates."""


def cuts(spine: IntArray, band: Band, scores: FloatArray) -> list[Corner]:
    """Where to cut, in order: corners as in `alignment.blocks`, at most one in `APART` rows.

    Args:
        spine: the anchors, rows (source, target) that increase in both columns.
        band: the band around them.
        scores: the score of every bead that ends in a cell of the band, shape (shapes, cells).
    """
    if len(spine) < 4:
        return []
    # Four anchors in a row, each the next segment on both sides; the cut is in the middle.
    after = (np.diff(spine, axis=0) == 1).all(axis=1)
    places = spine[1:-2][after[:-2] & after[1:-1] & after[2:]] + 1
    lead = _lead(places, band, scores)
    sure = lead >= SURE
    places, lead = places[sure], lead[sure]
    # The cut with the largest lead in each stretch.
    order = np.lexsort((-lead, places[:, 0] // APART))
    stretch = places[order, 0] // APART
    first = np.concatenate([[True], stretch[1:] != stretch[:-1]])[: len(order)]
    return [(int(i), int(j)) for i, j in places[order[first]]]


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
