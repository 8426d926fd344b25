"""The costs of gaps in a document with few gaps, and in a free translation."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.adaptation import with_gaps_of_a_complete_text, with_gaps_of_a_free_translation
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
    much = document(60, 20)
    found = [
        gaps(with_gaps_of_a_free_translation(much, weights_for(usual))).begin
        for usual in (0.15, 0.1, 0.08, -0.1)
    ]
    assert found[0] > found[1] > found[2] == found[3]


def test_what_is_missing_in_a_free_translation_is_usually_a_passage() -> None:
    usual, free = GapCosts.usual(), gaps(with_gaps_of_a_free_translation(document(60, 20), FREE))
    assert free.begin - usual.begin < 2 * (free.extend - usual.extend) < 0


@pytest.mark.parametrize("weights", [WEIGHTS, FREE])
def test_margins_alone_do_not_make_gaps_dearer(weights: Weights) -> None:
    """Half of the segments of one side are missing on the other, and hardly any are divided."""
    found = with_gaps_of_a_complete_text(with_gaps_of_a_free_translation(document(0, 40), weights))
    assert gaps(found) == GapCosts.usual()


def test_gaps_are_dear_where_there_are_none() -> None:
    assert gaps(with_gaps_of_a_complete_text(document(60, 0))).begin < WEIGHTS.skip - 1


def test_dearer_gaps_add_up() -> None:
    free = with_gaps_of_a_free_translation(document(60, 0), FREE)
    assert gaps(with_gaps_of_a_complete_text(free)).begin < gaps(free).begin < WEIGHTS.skip


def test_nothing_to_adapt() -> None:
    assert with_gaps_of_a_complete_text(with_gaps_of_a_free_translation([], FREE)) == []
