"""Which ends of lines face each other, and what that does to the scores of beads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from word_vectors import WordVectors, document

from aligner.alignment.anchors import Band, survey
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import centred
from aligner.alignment.line_ends import affinities, kinds_of_ends
from aligner.alignment.scoring import IMPOSSIBLE, SHAPES, Scorer
from aligner.alignment.weights import WEIGHTS

DIAGONAL = np.repeat(np.arange(40)[:, None], 2, axis=1)


def test_ends_that_face_each_other_attract_and_others_repel() -> None:
    source = kinds_of_ends(["Come.", "Go,"] * 20)
    target = kinds_of_ends(["来吧。", "去吧，"] * 20)
    found = affinities(source, target, DIAGONAL)
    assert found[1, 1] == found[2, 2] > 0.5
    assert found[1, 2] == found[2, 1] == -1


def test_a_few_matches_say_little() -> None:
    source, target = (kinds_of_ends(texts) for texts in (["Come.", "Go,"] * 2, ["来。", "去，"] * 2))
    few = affinities(source, target, DIAGONAL[:4])
    assert 0 < few[1, 1] < 0.4


@pytest.mark.parametrize("matches", [DIAGONAL, DIAGONAL[:0]])
def test_lines_that_all_end_alike_say_nothing(matches: np.ndarray) -> None:
    source, target = kinds_of_ends(["Come."] * 40), kinds_of_ends(["来。", "去，"] * 20)
    assert not affinities(source, target, matches).any()


def test_an_end_that_no_match_has_says_nothing() -> None:
    source, target = (kinds_of_ends(texts) for texts in (["a.", "b,"] * 20 + ["c!"], ["a。", "b，"] * 20))
    found = affinities(source, target, DIAGONAL)
    assert not found[3].any()
    assert found[1].any()


def test_a_bead_scores_by_the_ends_of_its_last_lines() -> None:
    ends = np.random.default_rng(3).choice([".", ",", " and"], 12)
    texts = [f"peace {number} security{end}" for number, end in enumerate(ends)]
    source, target = document("en", *texts), document("ru", *texts)
    left, right = (centred(WordVectors().encode(side.texts())) for side in (source, target))
    look, evidence, band = (
        survey(left, right),
        gather(source, target),
        Band(np.zeros(13, int), np.full(13, 12)),
    )
    whole, without = (
        Scorer(left, right, look, evidence, weights).scores(band)
        for weights in (WEIGHTS, replace(WEIGHTS, ends=0.0))
    )
    table = affinities(evidence.source.ends, evidence.target.ends, look.matches)
    assert table.any()
    for number, (a, b) in enumerate(SHAPES):
        for place, (i, j) in enumerate(np.ndindex(13, 13)):
            if i < a or j < b:
                assert whole[number, place] == IMPOSSIBLE
            else:
                wanted = table[evidence.source.ends[i - 1], evidence.target.ends[j - 1]]
                assert whole[number, place] - without[number, place] == pytest.approx(wanted, abs=1e-4)
