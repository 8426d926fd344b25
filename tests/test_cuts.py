"""Cuts: places that every likely path passes, compared with the paths of the whole document."""

from __future__ import annotations

import numpy as np
import pytest
from word_vectors import WordVectors, document, sentence

from aligner.alignment.anchors import Band, fitted, spine_of, survey
from aligner.alignment.blocks import Block, blocks, cut_bands, walled_band
from aligner.alignment.cuts import SURE, between, certain_pairs, divided
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import centred
from aligner.alignment.lattice import GapCosts, Lattice, Posteriors, Step, best_path, lattices
from aligner.alignment.scoring import SHAPES, Scorer
from aligner.alignment.weights import WEIGHTS


def prepared(source: list[int], target: list[int]) -> tuple[np.ndarray, Band, Scorer]:
    """Spine, band and scorer of two documents whose lines agree where their numbers do."""
    left, right = [sentence(k) for k in source], [sentence(k) for k in target]
    vectors = [centred(WordVectors().encode(side)) for side in (left, right)]
    look = survey(*vectors)
    spine = spine_of(look, len(source), len(target))
    evidence = gather(document("en", *left), document("ru", *right))
    return spine, fitted(spine, len(source), len(target)), Scorer(*vectors, look, evidence)


def steps_of(lattice: Lattice) -> list[tuple[Step, float]]:
    sure = Posteriors(lattice)
    return [(step, sure.of(step)) for step in best_path(lattice)]


WHOLE = list(range(80))
WITHOUT = [*range(20), *range(31, 80)]
LONG = list(range(200))
SPARSE = [k for k in LONG if k % 3]  # no four anchors in a row


@pytest.mark.parametrize(
    ("source", "target", "certain", "parts"),
    [(WHOLE, WHOLE, 70, 2), (WHOLE, WITHOUT, 60, 3), (WITHOUT, WHOLE, 60, 3), (LONG, SPARSE, 0, 8)],
)
def test_with_cuts_the_path_and_its_probabilities_are_those_without(
    source: list[int], target: list[int], certain: int, parts: int
) -> None:
    n, m = len(source), len(target)
    spine, band, scorer = prepared(source, target)
    expected = steps_of(Lattice([Block(0, 0, band, scorer.scores(band))], GapCosts.usual()))
    pairs = certain_pairs(spine, scorer)
    stretches = between(pairs, n, m)
    cells = walled_band(stretches, cut_bands(stretches, band), n)
    scores = scorer.scores(cells)
    stretches = divided(stretches, spine, cells, scores)
    assert len(pairs) >= certain
    assert len(stretches) >= parts
    assert cells.cells < band.cells / 2 or not certain
    found = pairs.copy()
    pieces = blocks(stretches, cut_bands(stretches, cells), cells, scores)
    for lattice in lattices(pieces, GapCosts.usual()):
        found += steps_of(lattice)
    found.sort(key=lambda one: (one[0].source, one[0].target))
    assert [(s.source, s.target) for s, _ in found] == [(s.source, s.target) for s, _ in expected]
    np.testing.assert_allclose([p for _, p in found], [p for _, p in expected], atol=1e-3)


def test_no_pair_is_certain_beside_the_place_where_lines_are_missing() -> None:
    pairs = certain_pairs(*prepared(WHOLE, WITHOUT)[::2])
    assert all(i < 18 or i >= 33 for (i, _), _ in ((step.source, step.target) for step, _ in pairs))


class Doubtful:
    """A scorer of which a shape scores as given by the usual score of the likeliest pair."""

    def __init__(self, scorer: Scorer, shape: tuple[int, int], times: float, more: float) -> None:
        self.left, self.scorer = scorer.left, scorer
        self.shape, self.times, self.more = shape, times, more

    def scores(self, band: Band, shapes: tuple[tuple[int, int], ...] = SHAPES) -> np.ndarray:
        found = self.scorer.scores(band, shapes)
        found[shapes.index(self.shape)] = self.times * found[shapes.index((1, 1))].max() + self.more
        return found


@pytest.mark.parametrize(
    ("shape", "times", "more"),
    [
        ((2, 2), 2.0, 1 - SURE),
        ((1, 2), 2.0, 1 - SURE - WEIGHTS.skip),
        ((2, 1), 2.0, 1 - SURE - WEIGHTS.skip),
    ],
)
def test_nothing_is_certain_if_another_way_is_nearly_as_good(
    shape: tuple[int, int], times: float, more: float
) -> None:
    spine, _, scorer = prepared(WHOLE, WHOLE)
    assert certain_pairs(spine, scorer)
    assert certain_pairs(spine, Doubtful(scorer, shape, times, more)) == []  # type: ignore[arg-type]


class DoubtfulAt:
    """A scorer of which a shape that ends in one cell scores as given by that of the likeliest pair."""

    def __init__(self, scorer: Scorer, shape: tuple[int, int], corner: tuple[int, int], more: float) -> None:
        self.left, self.scorer = scorer.left, scorer
        self.shape, self.corner, self.more = shape, corner, more

    def scores(self, band: Band, shapes: tuple[tuple[int, int], ...] = SHAPES) -> np.ndarray:
        found = self.scorer.scores(band, shapes)
        row, column = self.corner
        cell = int((band.high - band.low + 1)[:row].sum()) + column - int(band.low[row])
        found[shapes.index(self.shape), cell] = 2 * found[shapes.index((1, 1))].max() + self.more
        return found


@pytest.mark.parametrize(
    ("shape", "down", "right", "n_left_out"),
    [
        *[((2, 2), 1, 1, 0), ((1, 2), 0, 1, 1), ((1, 2), 1, 1, 1), ((2, 1), 1, 0, 1), ((2, 1), 1, 1, 1)],
        *[((1, 1), 0, 1, 2), ((1, 1), 1, 0, 2)],
    ],
)
def test_no_pair_is_certain_beside_a_place_that_another_way_may_pass(
    shape: tuple[int, int], down: int, right: int, n_left_out: int
) -> None:
    spine, _, scorer = prepared(WHOLE, WHOLE)
    more = 1 - SURE - n_left_out * WEIGHTS.skip
    doubtful = DoubtfulAt(scorer, shape, (40 + down, 40 + right), more)
    certain = {step.source[0] for step, _ in certain_pairs(spine, doubtful)}  # type: ignore[arg-type]
    assert {20, 37, 43, 60} <= certain
    assert not certain & {39, 40}


class Alike:
    """A scorer to whom any two segments are a pair, equally likely, and nothing else is."""

    def __init__(self, scorer: Scorer, score: float) -> None:
        self.left, self.score = scorer.left, score

    def scores(self, band: Band, shapes: tuple[tuple[int, int], ...] = SHAPES) -> np.ndarray:
        return np.where([[shape == (1, 1)] for shape in shapes], self.score, np.full(band.cells, -30.0))


def test_nothing_is_certain_if_lines_match_their_neighbours_counterparts() -> None:
    spine, _, scorer = prepared(WHOLE, WHOLE)
    enough = SURE + 2 * WEIGHTS.skip
    assert certain_pairs(spine, Alike(scorer, enough + 1.2))  # type: ignore[arg-type]
    assert certain_pairs(spine, Alike(scorer, enough - 0.5)) == []  # type: ignore[arg-type]


def test_no_cut_is_made_at_few_anchors() -> None:
    spine, _, scorer = prepared(WHOLE, WHOLE)
    assert certain_pairs(spine[:3], scorer) == []
    assert certain_pairs(spine[:0], scorer) == []


@pytest.mark.parametrize("every", [2, 5, 12])
def test_pairs_on_the_diagonal_between_anchors_may_be_certain(every: int) -> None:
    spine, _, scorer = prepared(WHOLE, WHOLE)
    certain = {step.source[0] for step, _ in certain_pairs(spine[::every], scorer)}
    assert certain >= set(range(3, spine[::every][-1, 0] - 2))
    assert certain_pairs(spine[::13], scorer) == []


def test_pairs_on_the_diagonal_are_not_certain_if_lines_are_shifted() -> None:
    """Both texts have a line more between two anchors, but not in the same place."""
    source, target = [*range(40), 200, *range(40, 80)], [*range(47), 300, *range(47, 80)]
    spine, _, scorer = prepared(source, target)
    kept = spine[(spine[:, 0] < 40) | (spine[:, 0] > 48)]
    certain = {step.source[0] for step, _ in certain_pairs(kept, scorer)}
    assert {30, 60} <= certain
    assert not certain & set(range(40, 48))


def test_what_is_between_certain_pairs() -> None:
    pairs = [(Step((i, i + 1), (j, j + 1), -1), 1.0) for i, j in [(0, 0), (3, 4), (4, 5), (6, 7)]]
    assert between(pairs, 9, 9) == [((1, 1), (3, 4)), ((5, 6), (6, 7)), ((7, 8), (9, 9))]
    assert between(pairs, 7, 8) == [((1, 1), (3, 4)), ((5, 6), (6, 7))]
    assert between([], 2, 3) == [((0, 0), (2, 3))]
