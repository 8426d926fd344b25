"""Calibrate scores: of the beads with a score of 0.8, people accept eight in ten.

The posterior of a bead (see `alignment.lattice_paths`) is right for texts like those from which the weights
were learned. In a text with hardly any gaps, a doubtful bead is right more often than its posterior
says. In a text with gaps in many places, two lines that each lost their counterpart are often side by
side and look like a pair. In a text divided differently throughout, posteriors are too close to 0 and
1. So the log odds of each bead are shifted and scaled by how often the document leaves something out,
and by how many of its beads are divided.

The six numbers come from a logistic regression over UN documents, unchanged and damaged, and over free
and close translations, cut at clauses and divided; unchanged UN documents count twice.
Learned on either half of these (by language or by text), they hardly differ;
`tests/benchmarks/README.md` has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.blocks import Corner
from aligner.alignment.lattice import DoubleArray
from aligner.alignment.lattice_paths import Step
from aligner.values import Move

_USUAL: Final = 0.05  # the usual share of runs of gaps, and of 1-n and n-1 beads
_SMOOTHING: Final = 30  # number of beads with the usual share that are added
_GAPS: Final = (-2.0, 2.5)  # range of the log odds of the share of gaps, minus those of the usual one
_DIVIDED: Final = (-2.0, 3.0)  # the same for the share of divided beads
_NUMBERS: Final = (
    (np.array([0.19, -0.482, 0.166]), np.array([-0.82, 0.885, -0.215])),
    (np.array([0.83, -0.032, -0.159]), np.array([0.789, 0.135, -0.177])),
)
"""Shift and scale: the constant, by gaps, and by divided beads; for beads and for gaps."""
_LEAST: Final = 1e-6  # minimum distance of a posterior from 0 and 1


def calibrated(steps: Sequence[tuple[Step, float]], moves: Sequence[Move] = ()) -> list[tuple[Step, float]]:
    """Replace the posterior of each bead on a path by the probability that it is right.

    The gaps of passages that moved are not counted: they are not left out.

    >>> pairs = [(Step((k, k + 1), (k, k + 1), 0), 0.8) for k in range(60)]
    >>> lost = [(Step((k, k + 1), (0, 0), 0), 0.8) for k in range(60)]
    >>> page, lines = [*pairs, *lost], [step for both in zip(pairs, lost) for step in both]
    >>> [round(calibrated(steps)[0][1], 2) for steps in (pairs, page, lines)]
    [0.88, 0.85, 0.52]
    """
    if not steps:
        return []
    facts = facts_of(steps, moves)
    odds = _log_odds(np.clip([posterior for _, posterior in steps], _LEAST, 1 - _LEAST))
    shift, scale = (
        np.where(_linked(steps), of_beads @ facts, of_gaps @ facts) for of_beads, of_gaps in _NUMBERS
    )
    chances = 1 / (1 + np.exp(-(shift + scale * odds)))
    return [(step, chance) for (step, _), chance in zip(steps, chances.tolist(), strict=True)]


def facts_of(steps: Sequence[tuple[Step, float]], moves: Sequence[Move]) -> DoubleArray:
    """Return 1, how often the document leaves something out, and how many of its beads are divided.

    Args:
        steps: the steps of the path, of which there is at least one.
        moves: passages that moved, whose gaps do not count.
    """
    sizes = np.array([(s.source[1] - s.source[0], s.target[1] - s.target[0]) for s, _ in steps])
    linked = _linked(steps)
    moved = {(move.source.start, -1) for move in moves} | {(-1, move.target.start) for move in moves}
    kept = linked[[_gap(step) not in moved for step, _ in steps]]
    count = int(linked.sum())
    begins = int((kept[:-1] & ~kept[1:]).sum()) + (not kept[:1].all())  # a missing page is one run of gaps
    divided = int(((sizes == 1).sum(axis=1)[linked] == 1).sum())
    return np.array([1.0, _more(begins, count + begins, _GAPS), _more(divided, count, _DIVIDED)])


def _linked(steps: Sequence[tuple[Step, float]]) -> NDArray[np.bool_]:
    """Whether each step is a bead and not a gap."""
    return np.array(
        [step.source[0] < step.source[1] and step.target[0] < step.target[1] for step, _ in steps]
    )


def _gap(step: Step) -> Corner:
    """Return the segment that a step leaves out, with -1 for the other side; two for a bead."""
    (s0, s1), (t0, t1) = step.source, step.target
    return s0 if s0 < s1 else -1, t0 if t0 < t1 else -1


def _more(count: int, total: int, limits: tuple[float, float]) -> float:
    """Return how much the log odds of a share exceed the usual ones, within limits."""
    shares = np.array([(count + _SMOOTHING * _USUAL) / (total + _SMOOTHING), _USUAL])
    share, usual = _log_odds(shares)
    return float(np.clip(share - usual, *limits))


def _log_odds(probabilities: DoubleArray) -> DoubleArray:
    return np.log(probabilities) - np.log1p(-probabilities)
