"""Cuts: places that every likely path passes, compared with the paths of the whole document."""

from __future__ import annotations

import numpy as np
import pytest
from word_vectors import WordVectors, document, sentence

from aligner.alignment.anchors import Band, fitted, spine_of, survey
from aligner.alignment.blocks import Block, blocks, cut_bands, walled_band
from aligner.alignment.cuts import SURE, between, certain_pairs, divided, settled
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


@pytest.mark.parametrize(("source", "target"), [(WHOLE, WITHOUT), (WITHOUT, WHOLE)])
def test_what_posteriors_make_certain_is_left_out(source: list[int], target: list[int]) -> None:
    _, band, scorer = prepared(source, target)
    lattice = Lattice([Block(0, 0, band, scorer.scores(band))], GapCosts.usual())
    expected = steps_of(lattice)
    found, rest = settled(Posteriors(lattice), lattice.scores)
    assert len(found) > len(source) / 3
    assert all(len(sure.lattice.levels) < len(lattice.levels) / 2 for sure in rest)
    found += [(step, sure.of(step)) for sure in rest for step in best_path(sure.lattice)]
    found.sort(key=lambda one: (one[0].source, one[0].target))
    assert [(s.source, s.target) for s, _ in found] == [(s.source, s.target) for s, _ in expected]
    np.testing.assert_allclose([p for _, p in found], [p for _, p in expected], atol=1e-3)


def test_a_block_of_two_segments_is_no_certain_pair_because_others_are() -> None:
    _, band, scorer = prepared(WHOLE, WHOLE)
    unlike = np.full((len(SHAPES), 4), -9.0, np.float32)
    small = Block(80, 80, Band(np.array([0, 0]), np.array([1, 1])), unlike)
    lattice = Lattice([Block(0, 0, band, scorer.scores(band)), small], GapCosts.usual())
    pairs, (rest,) = settled(Posteriors(lattice), lattice.scores)
    assert {step.source for step, _ in pairs} == {(i, i + 1) for i in range(80)}
    assert [step.source for step in best_path(rest.lattice)] == [(80, 81), (81, 81)]


def test_a_low_lattice_stays_whole_and_gets_the_other_scores() -> None:
    _, band, scorer = prepared(WHOLE[:8], WHOLE[:8])
    lattice = Lattice([Block(0, 0, band, scorer.scores(band))], GapCosts.usual())
    sure = Posteriors(lattice)
    assert settled(sure, lattice.scores) == ([], [sure])
    pairs, (other,) = settled(sure, lattice.scores - np.float32(99))
    assert not pairs
    path = best_path(other.lattice)
    assert all(step.source[0] == step.source[1] or step.target[0] == step.target[1] for step in path)


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
    assert certain_pairs(spine, Alike(scorer, enough + 1))  # type: ignore[arg-type]
    assert certain_pairs(spine, Alike(scorer, enough - 0.5)) == []  # type: ignore[arg-type]


def test_no_cut_is_made_at_few_anchors() -> None:
    spine, _, scorer = prepared(WHOLE, WHOLE)
    assert certain_pairs(spine[:3], scorer) == []
    assert certain_pairs(spine[::2], scorer) == []
    assert certain_pairs(spine[:0], scorer) == []


def test_what_is_between_certain_pairs() -> None:
    pairs = [(Step((i, i + 1), (j, j + 1), -1), 1.0) for i, j in [(0, 0), (3, 4), (4, 5), (6, 7)]]
    assert between(pairs, 9, 9) == [((1, 1), (3, 4)), ((5, 6), (6, 7)), ((7, 8), (9, 9))]
    assert between(pairs, 7, 8) == [((1, 1), (3, 4)), ((5, 6), (6, 7))]
    assert between([], 2, 3) == [((0, 0), (2, 3))]
