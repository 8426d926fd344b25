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

from aligner.alignment.lattice import DoubleArray
from aligner.alignment.lattice_paths import Step

_USUAL: Final = 0.05  # the usual share of runs of gaps, and of 1-n and n-1 beads
_SMOOTHING: Final = 30  # number of beads with the usual share that are added
_GAPS: Final = (-2.0, 2.5)  # range of the log odds of the share of gaps, minus those of the usual one
_DIVIDED: Final = (-2.0, 3.0)  # the same for the share of divided beads
_SHIFT: Final = np.array([0.19, -0.482, 0.166])  # constant, by gaps, by divided beads
_SCALE: Final = np.array([0.83, -0.032, -0.159])
_LEAST: Final = 1e-6  # minimum distance of a posterior from 0 and 1


def calibrated(steps: Sequence[tuple[Step, float]]) -> list[tuple[Step, float]]:
    """Replace the posterior of each bead on a path by the probability that it is right.

    >>> pairs = [(Step((k, k + 1), (k, k + 1), 0), 0.8) for k in range(60)]
    >>> lost = [(Step((k, k + 1), (0, 0), 0), 0.8) for k in range(60)]
    >>> page, lines = [*pairs, *lost], [step for both in zip(pairs, lost) for step in both]
    >>> [round(calibrated(steps)[0][1], 2) for steps in (pairs, page, lines)]
    [0.88, 0.85, 0.52]
    """
    if not steps:
        return []
    sizes = np.array([(s.source[1] - s.source[0], s.target[1] - s.target[0]) for s, _ in steps])
    linked = np.asarray(sizes.min(axis=1) > 0)
    count = int(linked.sum())
    begins = int((linked[:-1] & ~linked[1:]).sum()) + (not linked[0])  # a missing page is one run of gaps
    divided = int(((sizes == 1).sum(axis=1)[linked] == 1).sum())
    facts = np.array([1.0, _more(begins, count + begins, _GAPS), _more(divided, count, _DIVIDED)])
    posteriors = np.array([posterior for _, posterior in steps])
    odds = _SHIFT @ facts + _SCALE @ facts * _log_odds(np.clip(posteriors, _LEAST, 1 - _LEAST))
    chances = np.where(linked, 1 / (1 + np.exp(-odds)), posteriors)
    return [(step, chance) for (step, _), chance in zip(steps, chances.tolist(), strict=True)]


def _more(count: int, total: int, limits: tuple[float, float]) -> float:
    """Return how much the log odds of a share exceed the usual ones, within limits."""
    shares = np.array([(count + _SMOOTHING * _USUAL) / (total + _SMOOTHING), _USUAL])
    share, usual = _log_odds(shares)
    return float(np.clip(share - usual, *limits))


def _log_odds(probabilities: DoubleArray) -> DoubleArray:
    return np.log(probabilities) - np.log1p(-probabilities)
