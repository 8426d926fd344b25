"""The cost of gaps in a document with few gaps, and in one that is divided differently throughout."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.adaptation import with_gaps_of_a_complete_text, with_gaps_of_a_divided_text
from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.lattice import GapCosts, Lattice, Posteriors
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES
from aligner.alignment.weights import USUAL_SKIP_SHARE, WEIGHTS

SINGLE, DIVIDED = SHAPES.index((1, 1)), SHAPES.index((1, 2))


def document(divided: int, others: int, score: float = 12.0) -> list[Posteriors]:
    """Blocks of one segment and two, in some of which the second belongs to the bead and in others not."""
    band = Band(np.array([0, 0]), np.array([0, 2]))
    blocks = []
    for number in range(divided + others):
        scores = np.full((len(SHAPES), 4), IMPOSSIBLE, np.float32)
        scores[SINGLE, 2] = 6.0
        scores[DIVIDED, 3] = score if number < divided else -6.0
        blocks.append(Block(number, 2 * number, band, scores))
    return [Posteriors(Lattice(blocks, GapCosts.usual()))]


def gaps(posteriors: list[Posteriors]) -> GapCosts:
    return posteriors[0].lattice.gaps


@pytest.mark.parametrize(("divided", "dearer"), [(5, 0.0), (60, -3.0)])
def test_gaps_are_dearer_in_a_text_divided_throughout(divided: int, dearer: float) -> None:
    found = gaps(with_gaps_of_a_divided_text(document(divided, 80 - divided)))
    assert found.begin == pytest.approx(WEIGHTS.skip + dearer)


def test_the_estimate_is_repeated_until_it_settles() -> None:
    """While gaps are cheap, each second segment is likelier missing than part of a bead."""
    doubtful = document(80, 0, score=2.2)
    assert gaps(with_gaps_of_a_divided_text(doubtful)).begin == pytest.approx(WEIGHTS.skip - 3.0)
    first = doubtful[0].counts()[DIVIDED]
    assert first < 40 < with_gaps_of_a_divided_text(doubtful)[0].counts()[DIVIDED]


def test_gaps_that_become_few_in_a_divided_text_cost_more_still() -> None:
    divided = with_gaps_of_a_divided_text(document(80, 0, score=3.0))
    complete = with_gaps_of_a_complete_text(divided)
    one_estimate = -0.85
    assert gaps(complete).begin - gaps(divided).begin < one_estimate - 0.5


def test_what_is_missing_in_a_divided_text_is_usually_a_passage() -> None:
    usual, divided = GapCosts.usual(), gaps(with_gaps_of_a_divided_text(document(60, 20)))
    assert divided.begin - usual.begin < 2 * (divided.extend - usual.extend) < 0


def test_many_gaps_alone_change_nothing() -> None:
    """Half of the segments of one side are missing on the other, and hardly any are divided."""
    found = with_gaps_of_a_complete_text(with_gaps_of_a_divided_text(document(0, 40)))
    assert gaps(found) == GapCosts.usual()


def test_gaps_are_dear_where_there_are_none() -> None:
    assert gaps(with_gaps_of_a_complete_text(document(60, 0))).begin < WEIGHTS.skip - 1


def test_dearer_gaps_add_up() -> None:
    divided = with_gaps_of_a_divided_text(document(60, 0))
    assert gaps(with_gaps_of_a_complete_text(divided)).begin < gaps(divided).begin < WEIGHTS.skip


def test_nothing_to_adapt() -> None:
    assert with_gaps_of_a_complete_text(with_gaps_of_a_divided_text([])) == []


def test_pairs_outside_the_lattices_count() -> None:
    """Few segments are divided among many, and few are missing among many."""
    much, some = document(60, 20), document(0, 40)
    assert gaps(with_gaps_of_a_divided_text(much)).begin < WEIGHTS.skip - 1
    assert gaps(with_gaps_of_a_divided_text(much, 1000)) == GapCosts.usual()
    assert gaps(with_gaps_of_a_complete_text(some)) == GapCosts.usual()
    assert gaps(with_gaps_of_a_complete_text(some, 5000)).begin < WEIGHTS.skip - 1


def test_gaps_are_dearer_by_as_much_as_they_are_rarer_than_usual() -> None:
    """A third of the usual share; many segments, so that the share is hardly smoothed."""
    some = document(0, 4000)
    left_out = sum(float(sure.source_left.sum() + sure.target_left.sum()) for sure in some)
    segments = 3 * left_out / USUAL_SKIP_SHARE
    pairs = round((segments - 3 * 4000) / 2)
    third, usual = USUAL_SKIP_SHARE / 3, USUAL_SKIP_SHARE
    dearer = np.log(third / (1 - third)) - np.log(usual / (1 - usual))
    found = gaps(with_gaps_of_a_complete_text(some, pairs))
    assert found.begin - WEIGHTS.skip == pytest.approx(dearer, abs=0.01)
