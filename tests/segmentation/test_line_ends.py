"""Which ends and beginnings of lines face each other, and what that does to the scores of beads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from simple_values import document
from word_vectors import WordVectors

from aligner.alignment.anchors import Band, survey
from aligner.alignment.evidence import affinities, gather, kinds_of_beginnings, kinds_of_ends
from aligner.alignment.geometry import centred
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import close_weights

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


def test_speech_faces_speech_however_it_is_marked() -> None:
    source = kinds_of_beginnings(['"Come in."', "He came in."] * 20)
    for texts in (["“进来。”", "他进来了。"], ["- Entre.", "Il entra."], [" «Войди».", "Он вошёл."]):
        found = affinities(source, kinds_of_beginnings(texts * 20), DIAGONAL)
        assert found[1, 1] > 0.5
        assert found[0, 1] == found[1, 0] == -1


@pytest.mark.parametrize("weight", ["ends", "beginnings"])
def test_a_bead_scores_by_the_end_of_its_last_lines_and_the_beginning_of_its_first(weight: str) -> None:
    chance = np.random.default_rng(3)
    marks = zip(chance.choice(["", '"', "- "], 12), chance.choice([".", ",", " and"], 12), strict=True)
    texts = [f"{start}peace {number} security{end}" for number, (start, end) in enumerate(marks)]
    source, target = document("en", *texts), document("ru", *texts)
    left, right = (centred(WordVectors().encode(side.texts())) for side in (source, target))
    look, evidence, band = (
        survey(left, right),
        gather(source, target),
        Band(np.zeros(13, int), np.full(13, 12)),
    )
    whole, without = (
        Scorer(left, right, look, evidence, weights).scores(band)
        for weights in (close_weights(), replace(close_weights(), **{weight: 0.0}))
    )
    ours, theirs = (getattr(side, weight) for side in (evidence.source, evidence.target))
    table = affinities(ours, theirs, look.matches)
    assert table.any()
    for number, (a, b) in enumerate(SHAPES):
        for place, (i, j) in enumerate(np.ndindex(13, 13)):
            if i < a or j < b:
                assert whole[number, place] == IMPOSSIBLE
            else:
                lines = (i - 1, j - 1) if weight == "ends" else (i - a, j - b)
                wanted = table[ours[lines[0]], theirs[lines[1]]]
                assert whole[number, place] - without[number, place] == pytest.approx(wanted, abs=1e-4)


def test_an_affinity_is_the_smoothed_log_ratio_to_chance() -> None:
    """Ten matches with ends by chance are added to those found, and a ratio counts up to e."""
    source, target = np.repeat([1, 1, 2, 0], [12, 3, 4, 1]), np.repeat([1, 2, 1, 2], [12, 3, 1, 4])
    matches = np.repeat(np.arange(20)[:, None], 2, axis=1)
    found = affinities(source, target, matches)
    for kind, other in np.ndindex(3, 3):
        share = float(np.mean(source == kind)) * float(np.mean(target == other))
        count = int(((source == kind) & (target == other)).sum())
        ratio = np.log((count + 10 * share) / 30 / share) if share else 0.0
        assert found[kind, other] == pytest.approx(np.clip(ratio, -1, 1), abs=1e-6)
    assert found.shape == (3, 3)
