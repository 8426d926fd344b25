"""Divide beads that combine two beads.

Two adjacent pairs, such as a bare heading and the text below it, may score higher as one bead, since
the vector of a heading carries little information. So a bead with several segments on both sides is
rejected if it has two halves, each of which is more likely a bead than gaps, while neither half's
source belongs with the other's target.
"""

from __future__ import annotations

from collections.abc import Iterator

from aligner.alignment.lattice import GapCosts, Lattice
from aligner.alignment.lattice_paths import NUMBER_OF, Posteriors, Step, best_path
from aligner.alignment.scoring import IMPOSSIBLE

_Pair = tuple[tuple[int, int], tuple[int, int]]  # ranges of source and target segments


def undivided_path(sure: Posteriors) -> tuple[Posteriors, list[Step]]:
    """Return the best path without divisible beads, and the posteriors without them."""
    while True:
        path = best_path(sure.lattice)
        divisible = [step for step in path if _can_be_divided(sure.lattice, step)]
        if not divisible:
            return sure, path
        scores = sure.lattice.scores.copy()
        for step in divisible:
            scores[_shape((step.source, step.target)), step.cell] = IMPOSSIBLE
        sure = sure.revised(scores)


def _can_be_divided(lattice: Lattice, step: Step) -> bool:
    """Whether a step of a path is a bead that consists of two."""
    return any(
        all(_is_likely(lattice, step, half) for half in halves)
        and not any(_is_likely(lattice, step, pair) for pair in crossing)
        for halves, crossing in _divisions(step)
    )


def _divisions(step: Step) -> Iterator[tuple[tuple[_Pair, _Pair], tuple[_Pair, _Pair]]]:
    """Yield each way to cut a bead in two: its halves, and the pairs that would cross the cut."""
    (s0, s1), (t0, t1) = step.source, step.target
    for i in range(s0 + 1, s1):
        for j in range(t0 + 1, t1):
            halves = ((s0, i), (t0, j)), ((i, s1), (j, t1))
            yield halves, (((s0, i), (j, t1)), ((i, s1), (t0, j)))


def _is_likely(lattice: Lattice, within: Step, pair: _Pair) -> bool:
    """Whether a bead is more likely than gaps on both sides."""
    (_, i), (_, j) = pair
    cell = lattice.cell_near(within.cell, (i, j))
    return cell is not None and lattice.scores[_shape(pair), cell] > _gap_score(pair, lattice.gaps)


def _gap_score(pair: _Pair, gaps: GapCosts) -> float:
    count = sum(stop - start for start, stop in pair)
    return gaps.begin + (count - 1) * gaps.extend + gaps.switch


def _shape(pair: _Pair) -> int:
    return NUMBER_OF[pair[0][1] - pair[0][0], pair[1][1] - pair[1][0]]
