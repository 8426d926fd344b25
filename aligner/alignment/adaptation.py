"""Fit the costs of gaps to a document.

The learned costs suit the translation of a resolution, where a line without a counterpart of
its own is missing on the other side. In a free translation it is usually the second half of a
thought, and belongs to its neighbour's bead. Two observations tell the two apart: how near
segments come to their counterparts, and how many segments are divided differently.

Gaps are made dearer in a free translation before `parts` chooses the beads to look at: while gaps are
cheap, many a bead that takes a line in is too unlikely to be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from aligner.alignment.lattice import Posteriors
from aligner.alignment.scoring import SHAPES
from aligner.alignment.weights import USUAL_SKIP_SHARE, Weights

_WORTH: Final = -0.25  # log odds; a smaller shift changes no path
_FEW: Final = 0.05  # the usual share of 1-n and n-1 beads
_MUCH: Final = 0.25  # how much larger their share is in a text that is divided differently throughout
_MOST_DEARER: Final = -2.5
_FURTHER: Final = 0.25  # what a further segment of a run costs more, as a share of what the first does
_SMOOTHING: Final = 30  # beads, or segments, at the usual share
_ONE_MANY: Final = np.array([(a == 1) != (b == 1) for a, b in SHAPES])


def with_gaps_of_a_free_translation(posteriors: Sequence[Posteriors], weights: Weights) -> list[Posteriors]:
    """The posteriors with gaps as dear as suits a free translation; unchanged in any other text.

    What is missing there is usually a whole passage, so beginning a run of gaps costs more than
    continuing it.

    Args:
        posteriors: of all lattices of the document, with the learned costs.
        weights: that suit the document (see `weights.weights_for`).
    """
    free = _freedom(posteriors, weights)
    return _shifted(posteriors, free, _FURTHER * free)


def with_gaps_of_a_complete_text(posteriors: Sequence[Posteriors]) -> list[Posteriors]:
    """The posteriors with dearer gaps if the document has few of them."""
    few = _scarcity(posteriors)
    return _shifted(posteriors, few, few)


def _shifted(posteriors: Sequence[Posteriors], begin: float, extend: float) -> list[Posteriors]:
    if begin > _WORTH:
        return list(posteriors)
    return [Posteriors(sure.lattice.revised(sure.lattice.gaps.shifted(begin, extend))) for sure in posteriors]


def _freedom(posteriors: Sequence[Posteriors], weights: Weights) -> float:
    """How much more a gap costs in a free translation: a shift in log odds, at most 0.

    Both signs are needed: the margins of boilerplate are small, too, and a close translation
    may be divided differently by its publisher. The share of divided segments is smoothed with
    beads at the usual share.
    """
    if not weights.divided_throughout or not posteriors:
        return 0.0
    counts = np.sum([sure.counts() for sure in posteriors], axis=0)
    more = float((counts[_ONE_MANY].sum() - _FEW * counts.sum()) / (counts.sum() + _SMOOTHING))
    return weights.divided_throughout * float(np.clip(more / _MUCH, 0.0, 1.0))


def _scarcity(posteriors: Sequence[Posteriors]) -> float:
    """How much more a gap costs in a document with few gaps: a shift in log odds, at most 0.

    In a document with hardly any gaps, a free translation should not be taken for one.
    The expected share of gaps is smoothed with segments at the usual share. The shift
    never makes gaps cheaper, which would let a missing page spread.
    """
    expected = float(sum(sure.source_left.sum() + sure.target_left.sum() for sure in posteriors))
    count = sum(sum(block.size) for sure in posteriors for block in sure.lattice.blocks)
    share = (expected + _SMOOTHING * USUAL_SKIP_SHARE) / (count + _SMOOTHING)
    usual = np.log(USUAL_SKIP_SHARE / (1 - USUAL_SKIP_SHARE))
    return float(np.clip(np.log(share / (1 - share)) - usual, _MOST_DEARER, 0.0))
