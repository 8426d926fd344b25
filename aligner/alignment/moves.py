"""Find passages that appear elsewhere in the other document.

An alignment never crosses, so a passage that moved is a gap on both sides. Gaps that are
mutual best matches, clearly above their backgrounds, are reported as moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from aligner.alignment.anchors import Survey
from aligner.alignment.geometry import FloatArray
from aligner.values import Move, Span

_MOVED_MARGIN: Final = 0.15
"""Minimum margin of a moved pair over both backgrounds, since its position is no evidence for it.

Among 1,165 paragraphs without a counterpart, the best unrelated pair has a margin of 0.12; of 70
paragraphs that moved, 69 have a margin above this threshold, and 29 have one above 0.3.
"""

_MOST: Final = 4000  # maximum number of gaps on a side; with more, the texts are unrelated


def find_moves(
    source: FloatArray,
    target: FloatArray,
    survey: Survey,
    source_gaps: Sequence[int],
    target_gaps: Sequence[int],
) -> tuple[Move, ...]:
    """Pair the gaps that are mutual best matches.

    `source` and `target` are the centred vectors; the gaps are indices of segments without a
    counterpart. The score is the margin plus 0.5, and at most 1.
    """
    if not source_gaps or not target_gaps or max(len(source_gaps), len(target_gaps)) > _MOST:
        return ()
    left, right = np.asarray(source_gaps), np.asarray(target_gaps)
    margins = (
        source[left] @ target[right].T
        - (survey.source_background[left][:, None] + survey.target_background[right][None, :]) / 2
    )
    best_target, best_source = margins.argmax(axis=1), margins.argmax(axis=0)
    found = []
    for row, column in enumerate(best_target.tolist()):
        margin = float(margins[row, column])
        if margin >= _MOVED_MARGIN and best_source[column] == row:
            score = min(1.0, 0.5 + margin)
            i, j = int(left[row]), int(right[column])
            found.append(Move(Span(i, i + 1), Span(j, j + 1), score))
    return tuple(found)
