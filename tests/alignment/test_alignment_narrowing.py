"""Narrowed lattices: fewer cells, and the same paths with the same probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES, GapCosts, Lattice
from aligner.alignment.lattice_paths import Posteriors, Step, best_path, narrowed, narrower


def blocks(seed: int, count: int = 3) -> list[Block]:
    """Return blocks of a document with some lines left out, joined, or open to doubt."""
    chance = np.random.default_rng(seed)
    found, source, target = [], 0, 0
    for _ in range(count):
        beads = [SHAPES[k] for k in chance.choice(len(SHAPES), 12, p=shape_chances())]
        beads = [
            (a, b) if lot > 0.2 else (a, 0) for (a, b), lot in zip(beads, chance.random(12), strict=True)
        ]
        ends = np.cumsum(beads, axis=0)
        rows, columns = ends[-1].tolist()
        scores = chance.normal(-9, 3, (len(SHAPES), rows + 1, columns + 1))
        for (a, b), (i, j) in zip(beads, ends.tolist(), strict=True):
            if b:
                scores[SHAPES.index((a, b)), i, j] = chance.choice([12, 1])
        band = Band(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns))
        found.append(Block(source, target, band, scores.reshape(len(SHAPES), -1).astype(np.float32)))
        source, target = source + rows + 1, target + columns + 1
    return found


def shape_chances() -> np.ndarray:
    """Return the chance of each shape: mostly 1-1."""
    odds = np.array([1.0 if a + b > 2 else 3.0 * len(SHAPES) for a, b in SHAPES])
    return odds / odds.sum()


def probable(posteriors: list[Posteriors]) -> list[tuple[Step, float]]:
    return [(step, sure.of(step)) for sure in posteriors for step in best_path(sure.lattice)]


@pytest.mark.parametrize("seed", range(12))
def test_narrowed_lattices_have_the_paths_and_probabilities_of_whole_ones(seed: int) -> None:
    whole = [Posteriors(Lattice([block], GapCosts.usual())) for block in blocks(seed)]
    posteriors = [Posteriors(lattice) for sure in whole for lattice in narrower(sure, sure.lattice.scores)]
    expected, found = probable(whole), probable(posteriors)
    assert [(s.source, s.target) for s, _ in found] == [(s.source, s.target) for s, _ in expected]
    np.testing.assert_allclose([p for _, p in found], [p for _, p in expected], atol=1e-3)
    assert 3 * sum(sure.lattice.size for sure in posteriors) < 2 * sum(sure.lattice.size for sure in whole)
    assert 2 * sum(len(narrowed(sure)[1]) for sure in whole) < sum(sure.lattice.size for sure in whole)


def test_blocks_of_one_lattice_are_narrowed_each_by_itself() -> None:
    together, _ = narrowed(Posteriors(Lattice(blocks(seed=5), GapCosts.usual())))
    each = [narrowed(Posteriors(Lattice([block], GapCosts.usual()))) for block in blocks(seed=5)]
    assert [ends for ends, _ in together] == [ends for parts, _ in each for ends, _ in parts]


def test_the_cells_of_narrowed_parts_are_those_of_their_rows_and_columns() -> None:
    sure = Posteriors(Lattice(blocks(seed=5), GapCosts.usual()))
    parts, cells = narrowed(sure)
    expected = [
        (row + i, column + j)
        for ((row, column), _), band in parts
        for i in range(len(band.low))
        for j in range(int(band.low[i]), int(band.high[i]) + 1)
    ]
    found = zip(sure.lattice.row_of[cells].tolist(), sure.lattice.column_of[cells].tolist(), strict=True)
    assert list(found) == expected


def test_a_narrower_lattice_may_leave_out_both_lines_of_a_sure_pair() -> None:
    """Lines that moved look like pairs until the path may not link them."""
    whole = Posteriors(Lattice(blocks(seed=5), GapCosts.usual()))
    (lattice,) = narrower(whole, whole.lattice.scores)
    lattice.scores[SHAPES.index((1, 1))] = IMPOSSIBLE
    sizes = [
        (step.source[1] - step.source[0], step.target[1] - step.target[0]) for step in best_path(lattice)
    ]
    assert (1, 0) in sizes
    assert (1, 1) not in sizes


def test_each_of_several_scores_is_narrowed_alike() -> None:
    whole = Posteriors(Lattice(blocks(seed=5), GapCosts.usual()))
    one, other = narrower(whole, whole.lattice.scores, whole.lattice.scores - 1)
    np.testing.assert_array_equal(one.scores - 1, other.scores)
    assert [step.source for step in best_path(one)] == [step.source for step in best_path(whole.lattice)]


def test_a_run_of_gaps_stays_in_one_block() -> None:
    """A divided run would begin twice, and beginning one costs more than continuing it."""
    scores = np.full((len(SHAPES), 7, 3), -20, np.float32)
    scores[0, 1, 1] = scores[0, 6, 2] = 20  # four lines of the source between two pairs
    band = Band(np.zeros(7, np.int64), np.full(7, 2))
    block = Block(0, 0, band, scores.reshape(len(SHAPES), -1))
    parts, _ = narrowed(Posteriors(Lattice([block], GapCosts.usual())))
    assert [ends for ends, _ in parts] == [((0, 0), (1, 1)), ((1, 1), (6, 2))]
