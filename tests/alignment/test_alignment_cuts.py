"""Cuts: places that every likely path passes, compared with the paths of the whole document."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from simple_values import document
from word_vectors import WordVectors, sentence

from aligner.alignment.anchors import Band, fitted, spine_of, survey
from aligner.alignment.blocks import Block, blocks, cut_band, walled_band
from aligner.alignment.cuts import between, certain_pairs
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import centred
from aligner.alignment.lattice import SHAPES, GapCosts, Lattice, lattices
from aligner.alignment.lattice_paths import Posteriors, Step, best_path
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import close_weights


def prepared(source: list[int], target: list[int]) -> tuple[np.ndarray, Band, Scorer]:
    """Spine, band and scorer of two documents whose lines agree where their numbers do."""
    left, right = [sentence(k) for k in source], [sentence(k) for k in target]
    vectors = [centred(WordVectors().encode(side)) for side in (left, right)]
    look = survey(*vectors)
    spine = spine_of(look)
    evidence = gather(document("en", *left), document("ru", *right))
    return spine, fitted(spine, len(source), len(target)), Scorer(*vectors, look, evidence)


def steps_of(lattice: Lattice) -> list[tuple[Step, float]]:
    sure = Posteriors(lattice)
    return [(step, sure.of(step)) for step in best_path(lattice)]


WHOLE = list(range(80))
WITHOUT = [*range(20), *range(31, 80)]


@pytest.mark.parametrize(
    ("source", "target", "certain", "stretches"),
    [(WHOLE, WHOLE, 76, 2), (WHOLE, WITHOUT, 61, 3), (WITHOUT, WHOLE, 61, 3)],
)
def test_with_cuts_the_path_and_its_probabilities_are_those_without(
    source: list[int], target: list[int], certain: int, stretches: int
) -> None:
    n, m = len(source), len(target)
    spine, band, scorer = prepared(source, target)
    expected = steps_of(Lattice([Block(0, 0, band, scorer.scores(band))], GapCosts.usual()))
    pairs = certain_pairs(spine, scorer)
    uncut = cut_band(between(pairs, n, m), band)
    cells = walled_band(uncut, n)
    assert (len(pairs), len(uncut)) == (certain, stretches)
    assert cells.cells < band.cells / 2
    found = pairs.copy()
    for lattice in lattices(blocks(uncut, cells, scorer.scores(cells)), GapCosts.usual()):
        found += steps_of(lattice)
    found.sort(key=lambda one: (one[0].source, one[0].target))
    assert [(s.source, s.target) for s, _ in found] == [(s.source, s.target) for s, _ in expected]
    np.testing.assert_allclose([p for _, p in found], [p for _, p in expected], atol=1e-3)


def test_no_pair_is_certain_beside_the_place_where_lines_are_missing() -> None:
    pairs = certain_pairs(*prepared(WHOLE, WITHOUT)[::2])
    assert all(i < 18 or i >= 33 for (i, _), _ in ((step.source, step.target) for step, _ in pairs))


class Exact:
    """A scorer of which pairs of the spine have one score, and other beads none but those given."""

    def __init__(
        self, spine: np.ndarray, pairs: float, others: dict[tuple[tuple[int, int], tuple[int, int]], float]
    ) -> None:
        self.left = SimpleNamespace(weighted=range(int(spine[-1, 0]) + 1))
        self.known = {((1, 1), (i + 1, j + 1)): pairs for i, j in spine.tolist()} | others

    def scores(self, band: Band, shapes: tuple[tuple[int, int], ...] = SHAPES) -> np.ndarray:
        cells = [(i, j) for i in range(len(band.low)) for j in range(band.low[i], band.high[i] + 1)]
        return np.array([[self.known.get((shape, cell), -30.0) for cell in cells] for shape in shapes])


def certain(
    spine: np.ndarray,
    pairs: float,
    others: dict[tuple[tuple[int, int], tuple[int, int]], float] | None = None,
) -> set[int]:
    """The source segments of the certain pairs, given scores as in `Exact`."""
    found = certain_pairs(spine, Exact(spine, pairs, others or {}))  # type: ignore[arg-type]
    return {step.source[0] for step, _ in found}


DIAGONAL = np.repeat(np.arange(12)[:, None], 2, axis=1)
SKIP = close_weights().skip


@pytest.mark.parametrize(
    ("shape", "down", "right", "n_left_out"),
    [
        *[((2, 2), 1, 1, 0), ((1, 2), 0, 1, 1), ((1, 2), 1, 1, 1), ((2, 1), 1, 0, 1), ((2, 1), 1, 1, 1)],
        *[((1, 1), 0, 1, 2), ((1, 1), 1, 0, 2)],
    ],
)
def test_a_cut_leads_by_eight_over_every_other_way_past_it(
    shape: tuple[int, int], down: int, right: int, n_left_out: int
) -> None:
    """If it does not, neither of the pairs that meet there is certain."""
    limit = 6.0 + 6.0 - 8.0 - n_left_out * SKIP
    for score, wanted in ((limit - 0.01, set(range(2, 10))), (limit + 0.01, {2, 3, 6, 7, 8, 9})):
        assert certain(DIAGONAL, 6.0, {(shape, (5 + down, 5 + right)): score}) == wanted


def test_a_cut_leads_by_eight_over_four_gaps() -> None:
    limit = 8.0 + 4 * SKIP - 6.0
    assert certain(DIAGONAL, 6.0, {((1, 1), (6, 6)): limit + 0.01}) == {2, 3, 4, 6, 7, 8, 9}
    assert certain(DIAGONAL, 6.0, {((1, 1), (6, 6)): limit - 0.01}) == {2, 3, 7, 8, 9}


def test_a_certain_pair_leads_by_eight_over_two_gaps() -> None:
    gaps = GapCosts.usual()
    limit = 8.0 + gaps.begin + gaps.extend + gaps.switch
    assert certain(DIAGONAL, limit + 0.01) == set(range(2, 10))
    assert certain(DIAGONAL, limit - 0.01) == set()
    found = certain_pairs(DIAGONAL, Exact(DIAGONAL, limit + 1.0, {}))  # type: ignore[arg-type]
    assert [step for step, _ in found] == [Step((k, k + 1), (k, k + 1), -1) for k in range(2, 10)]
    assert [chance for _, chance in found] == [pytest.approx(1 / (1 + np.exp(-9.0)))] * 8


def test_a_cut_is_amid_four_adjacent_pairs() -> None:
    runs = [(0, 0, 5), (8, 6, 4), (13, 12, 3), (20, 20, 6)]  # where runs begin, and their lengths
    spine = np.array([(i + k, j + k) for i, j, count in runs for k in range(count)])
    assert certain(spine, 6.0) == {2, 22, 23}


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
