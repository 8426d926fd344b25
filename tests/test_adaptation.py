"""The costs of gaps in a document with few gaps, and in a free translation."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.adaptation import adapted
from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.lattice import GapCosts, Lattice, Posteriors
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES
from aligner.alignment.weights import FREE, WEIGHTS, Weights, weights_for

SINGLE, DIVIDED = SHAPES.index((1, 1)), SHAPES.index((1, 2))


def document(divided: int, others: int) -> list[Posteriors]:
    """Blocks of one segment and two, in some of which the second belongs to the bead and in others not."""
    band = Band(np.array([0, 0]), np.array([0, 2]))
    blocks = []
    for number in range(divided + others):
        scores = np.full((len(SHAPES), 4), IMPOSSIBLE, np.float32)
        scores[SINGLE, 2] = 6.0
        scores[DIVIDED, 3] = 12.0 if number < divided else -6.0
        blocks.append(Block(number, 2 * number, band, scores))
    return [Posteriors(Lattice(blocks, GapCosts.usual()))]


def gaps(posteriors: list[Posteriors]) -> GapCosts:
    return posteriors[0].lattice.gaps


def test_gaps_are_dearest_in_a_free_translation_that_is_much_divided() -> None:
    found = [gaps(adapted(document(60, 20), weights_for(usual))).begin for usual in (0.15, 0.1, 0.08, -0.1)]
    assert found[0] > found[1] > found[2] == found[3]


@pytest.mark.parametrize("weights", [WEIGHTS, FREE])
def test_margins_alone_do_not_make_gaps_dearer(weights: Weights) -> None:
    """Half of the segments of one side are missing on the other, and hardly any are divided."""
    assert gaps(adapted(document(0, 40), weights)) == GapCosts.usual()


def test_gaps_are_dear_where_there_are_none() -> None:
    assert gaps(adapted(document(60, 0), WEIGHTS)).begin < WEIGHTS.skip - 1


def test_nothing_to_adapt() -> None:
    assert adapted([], FREE) == []
