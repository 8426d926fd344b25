"""Beads that combine two beads are divided; others are not."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.align_prepared import undivided_path
from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES, GapCosts, Lattice
from aligner.alignment.lattice_paths import Posteriors, best_path

Range = tuple[int, int]


def posteriors(scores: dict[tuple[Range, Range], float], size: int) -> Posteriors:
    """Posteriors over a square of segments; beads without a score are impossible."""
    band = Band(np.zeros(size + 1, np.int64), np.full(size + 1, size))
    cells = np.full((len(SHAPES), band.cells), IMPOSSIBLE, np.float32)
    for ((s0, s1), (t0, t1)), score in scores.items():
        cells[SHAPES.index((s1 - s0, t1 - t0)), s1 * (size + 1) + t1] = score
    # The second of two blocks, so that cells are looked up in the right one.
    first = Block(0, 0, Band(np.array([0, 0]), np.array([0, 1])), np.zeros((len(SHAPES), 3), np.float32))
    return Posteriors(Lattice([first, Block(1, 1, band, cells)], GapCosts(-3.0, -1.5, -0.5)))


HEADING = {((0, 1), (0, 1)): -2.0, ((1, 2), (1, 2)): 3.0}
TEXT = {((1, 2), (1, 2)): 4.0, ((2, 3), (2, 3)): 4.0}


@pytest.mark.parametrize(
    ("scores", "whole", "size"),
    [
        (HEADING, 2.0, 2),
        ({((0, 1), (0, 1)): -2.0, ((1, 3), (1, 3)): 3.0}, 2.0, 3),
        ({((0, 2), (0, 1)): -2.0, ((2, 3), (1, 3)): 3.0}, 2.0, 3),
        # The halves fall into halves in turn.
        ({((0, 1), (0, 1)): -2.0, ((1, 3), (1, 3)): 9.0, **TEXT}, 9.0, 3),
    ],
)
def test_a_bead_of_two_likely_halves_is_divided(
    scores: dict[tuple[Range, Range], float], whole: float, size: int
) -> None:
    sure = posteriors({**scores, ((0, size), (0, size)): whole}, size)
    assert [step.source for step in best_path(sure.lattice)][-1] == (1, 1 + size)
    after, path = undivided_path(sure)
    found = [(step.source, step.target) for step in path[1:]]
    large = [pair for pair in scores if not (len(scores) > 2 and pair == ((1, 3), (1, 3)))]
    assert found == [((a + 1, b + 1), (c + 1, d + 1)) for (a, b), (c, d) in large]
    assert all(after.of(step) > 0.5 for step in path[1:])


@pytest.mark.parametrize(("target", "limit"), [(1, -5.0), (2, -6.5)])
def test_a_half_is_likely_if_it_scores_more_than_gaps(target: int, limit: float) -> None:
    """Of a begun run of skipped segments on either side: -3, -1.5 for each further one, and -0.5."""
    size = 1 + target
    for score, count in ((limit - 0.1, 1), (limit + 0.1, 2)):
        halves = {((0, 1), (0, target)): score, ((1, size), (target, size)): 3.0}
        sure = posteriors({**halves, ((0, size), (0, size)): 4.0}, size)
        assert len(undivided_path(sure)[1]) == 1 + count


@pytest.mark.parametrize(
    "others",
    [
        {((0, 1), (0, 1)): -9.0, ((1, 2), (1, 2)): 3.0},  # one half is unlikely
        {**HEADING, ((0, 1), (1, 2)): 1.0},  # the first source segment also belongs to the second target
        {**HEADING, ((1, 2), (0, 1)): 1.0},
        {},
    ],
)
def test_a_bead_that_holds_together_stays(others: dict[tuple[Range, Range], float]) -> None:
    sure = posteriors({**others, ((0, 2), (0, 2)): 4.0}, 2)
    after, path = undivided_path(sure)
    assert after is sure
    assert [(step.source, step.target) for step in path[1:]] == [((1, 3), (1, 3))]
