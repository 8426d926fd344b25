"""Narrowed lattices: fewer cells, and the same paths with the same probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.lattice import SHAPES, GapCosts, Lattice
from aligner.alignment.lattice_paths import Posteriors, Step, best_path, narrowed


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


def narrower(sure: Posteriors) -> Posteriors:
    """Return the posteriors of the narrowed parts, with the scores of the whole lattice."""
    whole, found = sure.lattice, []
    places = zip(whole.row_of.tolist(), whole.column_of.tolist(), strict=True)
    cell_at = {place: cell for cell, place in enumerate(places)}
    for ((row, column), _), band in narrowed(sure):
        places = (
            (row + i, column + j)
            for i in range(len(band.low))
            for j in range(int(band.low[i]), int(band.high[i]) + 1)
        )
        found.append(Block(row, column, band, whole.scores[:, [cell_at[place] for place in places]]))
    return Posteriors(Lattice(found, whole.gaps))


@pytest.mark.parametrize("seed", range(12))
def test_narrowed_lattices_have_the_paths_and_probabilities_of_whole_ones(seed: int) -> None:
    whole = [Posteriors(Lattice([block], GapCosts.usual())) for block in blocks(seed)]
    posteriors = [narrower(sure) for sure in whole]
    expected, found = probable(whole), probable(posteriors)
    assert [(s.source, s.target) for s, _ in found] == [(s.source, s.target) for s, _ in expected]
    np.testing.assert_allclose([p for _, p in found], [p for _, p in expected], atol=5e-3)
    assert 2 * sum(sure.lattice.size for sure in posteriors) < sum(sure.lattice.size for sure in whole)


def test_blocks_of_one_lattice_are_narrowed_each_by_itself() -> None:
    together = narrowed(Posteriors(Lattice(blocks(seed=5), GapCosts.usual())))
    each = [narrowed(Posteriors(Lattice([block], GapCosts.usual()))) for block in blocks(seed=5)]
    assert [ends for ends, _ in together] == [ends for parts in each for ends, _ in parts]


def test_a_run_of_gaps_stays_in_one_block() -> None:
    """A divided run would begin twice, and beginning one costs more than continuing it."""
    scores = np.full((len(SHAPES), 7, 3), -20, np.float32)
    scores[0, 1, 1] = scores[0, 6, 2] = 20  # four lines of the source between two pairs
    band = Band(np.zeros(7, np.int64), np.full(7, 2))
    block = Block(0, 0, band, scores.reshape(len(SHAPES), -1))
    parts = narrowed(Posteriors(Lattice([block], GapCosts.usual())))
    assert [ends for ends, _ in parts] == [((0, 0), (1, 1)), ((1, 1), (6, 2))]
