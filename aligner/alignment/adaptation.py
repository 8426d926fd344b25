"""Fit the costs of gaps to a document.

The learned costs suit the translation of a resolution, where a line without a counterpart of
its own is missing on the other side. In a text that is divided differently throughout, as a free
translation is, it is usually the second half of a thought, and belongs to its neighbour's bead.
How many segments are divided differently tells the two apart.

Gaps are made dearer in a divided text before `parts` chooses the beads to look at: while gaps are
cheap, many a bead that takes a line in is too unlikely to be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from aligner.alignment.lattice import Posteriors
from aligner.alignment.scoring import SHAPES
from aligner.alignment.weights import USUAL_SKIP_SHARE

_WORTH: Final = -0.25  # log odds; a smaller shift changes no path
_USUAL: Final = 0.05  # the usual share of 1-n and n-1 beads
_SOME, _MANY = 0.16, 0.24  # their share from which on gaps cost more, and in a text divided throughout
_DEARER: Final = -3.0  # log odds, for the first segment of a run in such a text
_MOST_DEARER: Final = -2.5
_FURTHER: Final = 0.25  # what a further segment of a run costs more, as a share of what the first does
_SMOOTHING: Final = 30  # beads, or segments, at the usual share
_ONE_MANY: Final = np.array([(a == 1) != (b == 1) for a, b in SHAPES])


def with_gaps_of_a_divided_text(posteriors: Sequence[Posteriors], pairs: int = 0) -> list[Posteriors]:
    """The posteriors with dearer gaps if the text is divided differently throughout.

    What is missing there is usually a whole passage, so beginning a run of gaps costs more than
    continuing it.

    Args:
        posteriors: of all lattices of the text.
        pairs: the number of 1-1 beads found outside them.
    """
    divided = _DEARER * _division(posteriors, pairs)
    return _shifted(posteriors, divided, _FURTHER * divided)


def with_gaps_of_a_complete_text(posteriors: Sequence[Posteriors], pairs: int = 0) -> list[Posteriors]:
    """The posteriors with dearer gaps if the document has few of them; arguments as above."""
    few = _scarcity(posteriors, pairs)
    return _shifted(posteriors, few, few)


def _shifted(posteriors: Sequence[Posteriors], begin: float, extend: float) -> list[Posteriors]:
    if begin > _WORTH:
        return list(posteriors)
    return [Posteriors(sure.lattice.revised(sure.lattice.gaps.shifted(begin, extend))) for sure in posteriors]


def _division(posteriors: Sequence[Posteriors], pairs: int) -> float:
    """How far a text is divided differently throughout, from 0 to 1.

    The expected share of 1-n and n-1 beads is smoothed with beads at the usual share.
    """
    counts = sum((sure.counts() for sure in posteriors), np.zeros(len(SHAPES)))
    share = (counts[_ONE_MANY].sum() + _SMOOTHING * _USUAL) / (counts.sum() + pairs + _SMOOTHING)
    return float(np.clip((share - _SOME) / (_MANY - _SOME), 0.0, 1.0))


def _scarcity(posteriors: Sequence[Posteriors], pairs: int) -> float:
    """How much more a gap costs in a document with few gaps: a shift in log odds, at most 0.

    In a document with hardly any gaps, a free translation should not be taken for one.
    The expected share of gaps is smoothed with segments at the usual share. The shift
    never makes gaps cheaper, which would let a missing page spread.
    """
    expected = float(sum(sure.source_left.sum() + sure.target_left.sum() for sure in posteriors))
    count = 2 * pairs + sum(sum(block.size) for sure in posteriors for block in sure.lattice.blocks)
    share = (expected + _SMOOTHING * USUAL_SKIP_SHARE) / (count + _SMOOTHING)
    usual = np.log(USUAL_SKIP_SHARE / (1 - USUAL_SKIP_SHARE))
    return float(np.clip(np.log(share / (1 - share)) - usual, _MOST_DEARER, 0.0))
