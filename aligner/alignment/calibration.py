"""Calibrate scores: of the beads with a score of 0.8, people accept eight in ten.

The posterior of a bead (see `alignment.lattice_paths`) is right for texts like those from which the weights
were learned. In a text with hardly any gaps, a doubtful bead is right more often than its posterior
says. In a text with gaps in many places, two lines that each lost their counterpart are often side by
side and look like a pair. In a text divided differently throughout, posteriors are too close to 0 and
1. So the log odds of each bead are shifted and scaled by how often the document leaves something out,
and by how many of its beads are divided.

The six numbers for beads and for gaps come from logistic regressions (`data/models/*-calibration.toml`);
`tests/benchmarks/README.md` has the figures.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from aligner.alignment.blocks import Corner
from aligner.alignment.geometry import BoolArray, DoubleArray, FloatArray
from aligner.alignment.lattice import SHAPES, GapCosts
from aligner.alignment.lattice_paths import Posteriors, Step
from aligner.alignment.weights import USUAL_SKIP_SHARE
from aligner.values import Move
from aligner.values.learned import numbers

# The learned costs suit the translation of a resolution, in which a line without a separate counterpart
# is missing on the other side. In a text that is divided differently throughout, like a free
# translation, it is usually the second half of a thought and belongs to its neighbour's bead. The
# number of segments that are divided differently distinguishes the two.
#
# In a divided text, gaps become more expensive before `parts` chooses the beads to check: while gaps are
# cheap, many beads that absorb a line are too unlikely to be chosen.
#
# For the same reason, a first estimate finds too few divided segments in such a text and too many gaps.
# It is therefore repeated with the costs derived from it until these settle (expectation maximization).

# Costs and shifts are in log odds.
_WORTH: Final = -0.25  # minimum shift worth a new pass; a smaller one changes no path
_SOME, _MANY = 0.16, 0.24  # the share from which gaps cost more, and that of a text divided throughout
_DIVIDED_COST: Final = -3.0  # additional cost of the first segment of a run in such a text
_MOST_COST: Final = -2.5  # maximum additional cost in a document with few gaps
_FURTHER: Final = 0.25  # additional cost of a further segment of a run, as a share of the first one's
_ROUNDS: Final = 3  # maximum number of estimates in a divided text
_SIZES: Final = np.array(SHAPES).T
_SHORT: Final = 0.4  # length of a short line, as a share of the mean
_MOST_SHORT: Final = -4.0  # maximum additional cost of the gap of a short line


def with_gaps_of_a_divided_text(posteriors: Sequence[Posteriors], pairs: int = 0) -> list[Posteriors]:
    """Make gaps more expensive if the text is divided differently throughout.

    Such a text usually lacks whole passages, so beginning a run of gaps costs more than continuing it.

    Args:
        posteriors: the posteriors of all lattices of the text.
        pairs: the number of 1-1 beads found outside them.
    """
    return _settled(posteriors, lambda found: _DIVIDED_COST * division(found, pairs), _FURTHER, _ROUNDS)


def with_gaps_of_a_complete_text(
    posteriors: Sequence[Posteriors], pairs: int = 0, lengths: Sequence[FloatArray] = ()
) -> list[Posteriors]:
    """Make gaps more expensive if the document has few of them.

    In a divided text, whose gaps cost more already, the estimate is repeated.

    Args:
        posteriors: the posteriors of all lattices of the text.
        pairs: the number of 1-1 beads found outside them.
        lengths: the lengths of the segments of both sides. If given, a short line is left out no more often
            than a long one: its vector says too little to show that it is missing on the other side.
    """
    divided = any(sure.lattice.gaps != GapCosts.usual() for sure in posteriors)
    rounds = _ROUNDS if divided else 1
    wanted = _scarcity(posteriors, pairs)
    kept = _with_short_lines(posteriors, wanted, lengths) if lengths else posteriors
    return _settled(kept, lambda found: _scarcity(found, pairs), 1.0, rounds, wanted)


def _with_short_lines(
    posteriors: Sequence[Posteriors], shift: float, lengths: Sequence[FloatArray]
) -> list[Posteriors]:
    """Make the gaps of short lines as expensive as the share of long lines left out suggests.

    What a line's gap costs more is added to all beads that contain it, which comes to the same.

    Args:
        posteriors: the posteriors of all lattices of the text.
        shift: what all gaps will cost more.
        lengths: the lengths of the segments of both sides.
    """
    short = [of_side < _SHORT * of_side.mean() for of_side in lengths]
    expected = 0.0
    for sure in posteriors:
        for left_out, of_side in zip(sure.left_out, short, strict=True):
            expected += float(left_out[~of_side[: len(left_out)]].sum())
    count = sum(int((~of_side).sum()) for of_side in short)
    more = shift - _more(expected, count, (_MOST_SHORT, 0.0), USUAL_SKIP_SHARE)
    if more <= -_WORTH:
        return list(posteriors)
    before = [np.concatenate([[0], np.cumsum(of_side)]) * np.float32(more) for of_side in short]
    found = []
    for sure in posteriors:
        lattice, scores = sure.lattice, sure.lattice.scores.copy()
        for size, ends, values in zip(_SIZES, (lattice.row_of, lattice.column_of), before, strict=True):
            scores += values[ends] - values[np.maximum(ends - size[:, None], 0)]
        found.append(sure.revised(scores))
    return found


def _settled(
    posteriors: Sequence[Posteriors],
    estimate: Callable[[Sequence[Posteriors]], float],
    further: float,
    rounds: int,
    wanted: float | None = None,
) -> list[Posteriors]:
    """Shift the costs of gaps by what the posteriors suggest, repeatedly.

    Args:
        posteriors: the posteriors of all lattices of the text.
        estimate: returns the shift that posteriors suggest for the first segment of a run.
        further: the shift for each further segment, as a share of that.
        rounds: the maximum number of estimates.
        wanted: the first estimate, if it was already made.
    """
    found, begin = list(posteriors), 0.0
    for number in range(rounds):
        if number or wanted is None:
            wanted = estimate(found)
        if wanted - begin > _WORTH:
            break
        begin = wanted
        found = [
            Posteriors(sure.lattice.revised(sure.lattice.gaps.shifted(begin, further * begin)))
            for sure in posteriors
        ]
    return found


def division(posteriors: Sequence[Posteriors], pairs: int) -> float:
    """Return how far a text is divided differently throughout, from 0 to 1.

    The expected share of 1-n and n-1 beads is smoothed towards the usual share.
    """
    many, every = 0.0, float(pairs)
    for sure in posteriors:
        counts = sure.counts()
        many += counts[[(a == 1) != (b == 1) for a, b in sure.lattice.shapes]].sum()
        every += counts.sum()
    share = (many + _SMOOTHING * _USUAL) / (every + _SMOOTHING)
    return float(np.clip((share - _SOME) / (_MANY - _SOME), 0.0, 1.0))


def _scarcity(posteriors: Sequence[Posteriors], pairs: int) -> float:
    """Return how much more a gap costs in a document with few gaps: a shift in log odds, at most 0.

    In a document with hardly any gaps, a free translation should not be mistaken for one. The expected
    share of gaps is smoothed towards the usual share. The shift never makes gaps cheaper, which would
    make the gap of a missing page spread.
    """
    expected = float(sum(side.sum() for sure in posteriors for side in sure.left_out))
    count = 2 * pairs + sum(sum(block.size) for sure in posteriors for block in sure.lattice.blocks)
    return _more(expected, count, (_MOST_COST, 0.0), USUAL_SKIP_SHARE)


_USUAL: Final = 0.05  # the usual share of runs of gaps, and of 1-n and n-1 beads
_SMOOTHING: Final = 30  # number of beads with the usual share that are added
_GAPS: Final = (-2.0, 2.5)  # range of the log odds of the share of gaps, minus those of the usual one
_DIVIDED: Final = (-2.0, 3.0)  # the same for the share of divided beads
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
    posteriors = np.clip([posterior for _, posterior in steps], _LEAST, 1 - _LEAST)
    odds = np.log(posteriors) - np.log1p(-posteriors)
    of_beads, of_gaps = numbers("bead-calibration"), numbers("gap-calibration")
    shift, scale = (
        np.where(_linked(steps), np.array(of_beads[name]) @ facts, np.array(of_gaps[name]) @ facts)
        for name in ("shift", "scale")
    )
    chances = 1 / (1 + np.exp(-(shift + scale * odds)))
    return [(step, chance) for (step, _), chance in zip(steps, chances.tolist(), strict=True)]


def facts_of(steps: Sequence[tuple[Step, float]], moves: Sequence[Move]) -> DoubleArray:
    """Return 1, how often the document leaves something out, and how many of its beads are divided.

    Args:
        steps: the steps of the path, of which there is at least one.
        moves: passages that moved, whose gaps do not count.
    """
    linked = _linked(steps)
    moved = {(move.source.start, -1) for move in moves} | {(-1, move.target.start) for move in moves}
    kept = linked[[_gap(step) not in moved for step, _ in steps]]
    count = int(linked.sum())
    begins = int((kept[:-1] & ~kept[1:]).sum()) + (not kept[:1].all())  # a missing page is one run of gaps
    divided = sum((a == 1) != (b == 1) for a, b in (step.shape for step, _ in steps) if a and b)
    return np.array([1.0, _more(begins, count + begins, _GAPS), _more(divided, count, _DIVIDED)])


def _linked(steps: Sequence[tuple[Step, float]]) -> BoolArray:
    """Whether each step is a bead and not a gap."""
    return np.array([all(step.shape) for step, _ in steps])


def _gap(step: Step) -> Corner:
    """Return the segment that a step leaves out, with -1 for the other side; two for a bead."""
    (s0, s1), (t0, t1) = step.source, step.target
    return s0 if s0 < s1 else -1, t0 if t0 < t1 else -1


def _more(count: float, total: int, limits: tuple[float, float], usual: float = _USUAL) -> float:
    """Return how much the log odds of a share exceed the usual ones, within limits."""
    share = (count + _SMOOTHING * usual) / (total + _SMOOTHING)
    return float(np.clip(np.log(share / (1 - share)) - np.log(usual / (1 - usual)), *limits))
