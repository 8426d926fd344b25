"""Cuts: places that every likely path passes, compared with the paths of the whole document."""

from __future__ import annotations

import numpy as np
import pytest
from word_vectors import WordVectors, document, sentence

from aligner.alignment import cuts as module
from aligner.alignment.anchors import Band, fitted, spine_of, survey
from aligner.alignment.blocks import Block, blocks, cut_bands, with_ends
from aligner.alignment.cuts import SURE, cuts
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import centred
from aligner.alignment.lattice import GapCosts, Lattice, Posteriors, best_path, lattices
from aligner.alignment.scoring import SHAPES, score_beads


def scored(source: list[int], target: list[int]) -> tuple[np.ndarray, Band, np.ndarray]:
    """Spine, band and scores of two documents whose lines agree where their numbers do."""
    left, right = [sentence(k) for k in source], [sentence(k) for k in target]
    vectors = [centred(WordVectors().encode(side)) for side in (left, right)]
    look = survey(*vectors)
    spine = spine_of(look, len(source), len(target))
    band = fitted(spine, len(source), len(target))
    evidence = gather(document("en", *left), document("ru", *right))
    return spine, band, score_beads(*vectors, look, evidence, band)


WHOLE = list(range(80))
WITHOUT = [*range(20), *range(31, 80)]
LONG = list(range(200))
SPARSE = [k for k in LONG if k % 3]  # no four anchors in a row


@pytest.mark.parametrize(
    ("source", "target"), [(WHOLE, WHOLE), (WHOLE, WITHOUT), (WITHOUT, WHOLE), (LONG, SPARSE), (SPARSE, LONG)]
)
def test_with_cuts_the_path_and_its_probabilities_are_those_without(
    source: list[int], target: list[int]
) -> None:
    n, m = len(source), len(target)
    spine, band, scores = scored(source, target)
    whole = Lattice([Block(0, 0, band, scores)], GapCosts.usual())
    sure = Posteriors(whole)
    expected = [(step.source, step.target, sure.of(step)) for step in best_path(whole)]
    places = cuts(spine, band, scores)
    assert len(places) >= 4
    walls = with_ends(places, n, m)
    found = []
    for lattice in lattices(blocks(walls, cut_bands(walls, band), band, scores), GapCosts.usual()):
        sure = Posteriors(lattice)
        found += [(step.source, step.target, sure.of(step)) for step in best_path(lattice)]
    assert [step[:2] for step in found] == [step[:2] for step in expected]
    np.testing.assert_allclose([step[2] for step in found], [step[2] for step in expected], atol=1e-3)


def test_a_cut_follows_an_anchor_and_keeps_its_distance_from_the_next_but_one() -> None:
    spine, band, scores = scored(WHOLE, WITHOUT)
    places = cuts(spine, band, scores)
    assert {(i - 1, j - 1) for i, j in places} <= {(int(i), int(j)) for i, j in spine}
    assert all(second[0] - first[0] > module.APART for first, second in zip(places, places[2:], strict=False))
    assert all(i <= 18 or i >= 33 for i, _ in places)  # none beside the place where lines are missing


def test_nothing_is_cut_if_a_merge_is_nearly_as_good() -> None:
    spine, band, scores = scored(WHOLE, WHOLE)
    merge, single = SHAPES.index((2, 2)), SHAPES.index((1, 1))
    doubtful = scores.copy()
    doubtful[merge] = 2 * scores[single].max() - SURE + 1
    assert cuts(spine, band, scores)
    assert cuts(spine, band, doubtful) == []


def test_no_cut_is_made_at_few_anchors() -> None:
    spine, band, scores = scored(WHOLE, WHOLE)
    assert cuts(spine[:3], band, scores) == []
    assert cuts(spine[::2], band, scores) == []
