"""Adapt the costs of gaps to a document.

The learned costs suit the translation of a resolution, in which a line without a separate counterpart
is missing on the other side. In a text that is divided differently throughout, like a free
translation, it is usually the second half of a thought and belongs to its neighbour's bead. The
number of segments that are divided differently distinguishes the two.

In a divided text, gaps become more expensive before `parts` chooses the beads to check: while gaps are
cheap, many beads that absorb a line are too unlikely to be chosen.

For the same reason, a first estimate finds too few divided segments in such a text and too many gaps.
It is therefore repeated with the costs derived from it until these settle (expectation maximization).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from aligner.alignment.lattice import GapCosts
from aligner.alignment.lattice_paths import Posteriors
from aligner.alignment.scoring import SHAPES
from aligner.alignment.weights import USUAL_SKIP_SHARE

# Costs and shifts are in log odds.
_WORTH: Final = -0.25  # minimum shift worth a new pass; a smaller one changes no path
_USUAL: Final = 0.05  # the usual share of 1-n and n-1 beads
_SOME, _MANY = 0.16, 0.24  # the share from which gaps cost more, and that of a text divided throughout
_DIVIDED_COST: Final = -3.0  # additional cost of the first segment of a run in such a text
_MOST_COST: Final = -2.5  # maximum additional cost in a document with few gaps
_FURTHER: Final = 0.25  # additional cost of a further segment of a run, as a share of the first one's
_ROUNDS: Final = 3  # maximum number of estimates in a divided text
_SMOOTHING: Final = 30  # number of beads or segments with the usual share that are added
_ONE_MANY: Final = np.array([(a == 1) != (b == 1) for a, b in SHAPES])


def with_gaps_of_a_divided_text(posteriors: Sequence[Posteriors], pairs: int = 0) -> list[Posteriors]:
    """Make gaps more expensive if the text is divided differently throughout.

    Such a text usually lacks whole passages, so beginning a run of gaps costs more than continuing it.

    Args:
        posteriors: the posteriors of all lattices of the text.
        pairs: the number of 1-1 beads found outside them.
    """

    def shift(found: Sequence[Posteriors]) -> float:
        return _DIVIDED_COST * _division(found, pairs)

    return _settled(posteriors, shift, _FURTHER, _ROUNDS)


def with_gaps_of_a_complete_text(posteriors: Sequence[Posteriors], pairs: int = 0) -> list[Posteriors]:
    """Make gaps more expensive if the document has few of them; arguments as above.

    In a divided text, whose gaps cost more already, the estimate is repeated.
    """
    divided = any(sure.lattice.gaps != GapCosts.usual() for sure in posteriors)
    rounds = _ROUNDS if divided else 1
    return _settled(posteriors, lambda found: _scarcity(found, pairs), 1.0, rounds)


def _settled(
    posteriors: Sequence[Posteriors],
    estimate: Callable[[Sequence[Posteriors]], float],
    further: float,
    rounds: int,
) -> list[Posteriors]:
    """Shift the costs of gaps by what the posteriors suggest, repeatedly.

    Args:
        posteriors: the posteriors of all lattices of the text.
        estimate: returns the shift that posteriors suggest for the first segment of a run.
        further: the shift for each further segment, as a share of that.
        rounds: the maximum number of estimates.
    """
    found, begin = list(posteriors), 0.0
    for _ in range(rounds):
        wanted = estimate(found)
        if wanted - begin > _WORTH:
            break
        begin = wanted
        found = [
            Posteriors(sure.lattice.revised(sure.lattice.gaps.shifted(begin, further * begin)))
            for sure in posteriors
        ]
    return found


def _division(posteriors: Sequence[Posteriors], pairs: int) -> float:
    """Return how far a text is divided differently throughout, from 0 to 1.

    The expected share of 1-n and n-1 beads is smoothed towards the usual share.
    """
    counts = sum((sure.counts() for sure in posteriors), np.zeros(len(SHAPES)))
    share = (counts[_ONE_MANY].sum() + _SMOOTHING * _USUAL) / (counts.sum() + pairs + _SMOOTHING)
    return float(np.clip((share - _SOME) / (_MANY - _SOME), 0.0, 1.0))


def _scarcity(posteriors: Sequence[Posteriors], pairs: int) -> float:
    """Return how much more a gap costs in a document with few gaps: a shift in log odds, at most 0.

    In a document with hardly any gaps, a free translation should not be mistaken for one. The expected
    share of gaps is smoothed towards the usual share. The shift never makes gaps cheaper, which would
    make the gap of a missing page spread.
    """
    expected = float(sum(sure.source_left.sum() + sure.target_left.sum() for sure in posteriors))
    count = 2 * pairs + sum(sum(block.size) for sure in posteriors for block in sure.lattice.blocks)
    share = (expected + _SMOOTHING * USUAL_SKIP_SHARE) / (count + _SMOOTHING)
    usual = np.log(USUAL_SKIP_SHARE / (1 - USUAL_SKIP_SHARE))
    return float(np.clip(np.log(share / (1 - share)) - usual, _MOST_COST, 0.0))
