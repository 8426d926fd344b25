"""The dynamic program against an enumeration of all paths, for documents up to 4 × 4."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES, GapCosts, Lattice, lattices
from aligner.alignment.lattice_paths import Posteriors, best_path

Unit = tuple[tuple[int, int], tuple[int, int]]  # source and target, half-open
GAPS = GapCosts(begin=-1.3, extend=-0.4, switch=-0.7)


def alone(band: Band, scores: np.ndarray, gaps: GapCosts) -> Lattice:
    """A lattice with one block."""
    return Lattice([Block(0, 0, band, scores)], gaps)


def all_paths(band: Band, i: int, j: int, last: str = "bead") -> Iterator[tuple[Unit, ...]]:
    """Every sequence of beads and gaps from (i, j) to the last cell, within a run the source side first."""
    n, m = len(band.low) - 1, int(band.high[-1])
    if (i, j) == (n, m):
        yield ()

    def onward(a: int, b: int, kind: str) -> Iterator[tuple[Unit, ...]]:
        if i + a <= n and band.low[i + a] <= j + b <= band.high[i + a]:
            for rest in all_paths(band, i + a, j + b, kind):
                yield (((i, i + a), (j, j + b)), *rest)

    for a, b in SHAPES:
        yield from onward(a, b, "bead")
    if last != "target":
        yield from onward(1, 0, "source")
    yield from onward(0, 1, "target")


def score(path: Sequence[Unit], band: Band, scores: np.ndarray, gaps: GapCosts) -> float:
    """The score of a path, read off the definition."""
    offsets = np.concatenate([[0], np.cumsum(band.high - band.low + 1)])
    total, last = 0.0, "bead"
    for (s0, s1), (t0, t1) in path:
        if s0 < s1 and t0 < t1:
            cell = int(offsets[s1] + t1 - band.low[s1])
            total += float(scores[SHAPES.index((s1 - s0, t1 - t0)), cell])
            last = "bead"
            continue
        kind = "source" if s0 < s1 else "target"
        total += gaps.begin if last == "bead" else gaps.extend
        total += gaps.switch if (last, kind) == ("source", "target") else 0.0
        last = kind
    return total


@st.composite
def lattices_of_one(draw: st.DrawFn) -> tuple[Band, np.ndarray, GapCosts]:
    """A band, whole or with corners cut off, and random scores."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    low, high = np.zeros(n + 1, np.int64), np.full(n + 1, m)
    if draw(st.booleans()):
        low = np.array(sorted(draw(st.lists(st.integers(0, m), min_size=n, max_size=n))), np.int64)
        low = np.concatenate([[0], low])
        high = np.maximum(low, np.concatenate([low[1:], [m]]))
        high = np.minimum(high + draw(st.integers(0, 2)), m)
    band = Band(low, high)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scores = random.normal(0, draw(st.sampled_from([0.5, 3.0, 40.0])), (len(SHAPES), band.cells))
    offsets = np.concatenate([[0], np.cumsum(high - low + 1)])
    for i in range(n + 1):
        for j in range(low[i], high[i] + 1):
            for number, (a, b) in enumerate(SHAPES):
                if a > i or b > j:
                    scores[number, offsets[i] + j - low[i]] = IMPOSSIBLE
    costs = random.normal(-1, 1.0, 3)
    return band, scores.astype(np.float32), GapCosts(*costs.tolist())


@settings(max_examples=60)
@given(lattices_of_one())
def test_the_best_path_is_the_best_of_all(case: tuple[Band, np.ndarray, GapCosts]) -> None:
    band, scores, gaps = case
    found = [(step.source, step.target) for step in best_path(alone(band, scores, gaps))]
    paths = list(all_paths(band, 0, 0))
    assert tuple(found) in paths
    best = max(score(path, band, scores, gaps) for path in paths)
    assert score(found, band, scores, gaps) == pytest.approx(best, abs=1e-4)


@settings(max_examples=60)
@given(lattices_of_one())
def test_probabilities_are_shares_of_all_paths(case: tuple[Band, np.ndarray, GapCosts]) -> None:
    band, scores, gaps = case
    n, m = len(band.low) - 1, int(band.high[-1])
    paths = list(all_paths(band, 0, 0))
    values = np.array([score(path, band, scores, gaps) for path in paths])
    shares = np.exp(values - values.max()) / np.exp(values - values.max()).sum()
    lattice = alone(band, scores, gaps)
    sure = Posteriors(lattice)
    expected: dict[Unit, float] = {}
    left_out = np.zeros(n), np.zeros(m)
    counts = np.zeros(len(SHAPES))
    crossed = np.zeros((n + 1, m + 1))
    crossed[0, 0] = 1.0
    for path, share in zip(paths, shares, strict=True):
        for source, target in path:
            crossed[source[1], target[1]] += share
            if source[0] == source[1]:
                left_out[1][target[0]] += share
            elif target[0] == target[1]:
                left_out[0][source[0]] += share
            else:
                counts[SHAPES.index((source[1] - source[0], target[1] - target[0]))] += share
            expected[source, target] = expected.get((source, target), 0.0) + share
    total = values.max() + math.log(np.exp(values - values.max()).sum())
    assert float(sure._sums[2].sum()) == pytest.approx(total, abs=1e-3)
    np.testing.assert_allclose(sure.left_out[0], left_out[0], atol=1e-4)
    np.testing.assert_allclose(sure.left_out[1], left_out[1], atol=1e-4)
    np.testing.assert_allclose(sure.counts(), counts, atol=1e-3)
    visits = np.exp(sure.logs_of_visits())
    np.testing.assert_allclose(visits, crossed[lattice.row_of, lattice.column_of], atol=1e-3)
    for step in best_path(lattice):
        if step.source[0] < step.source[1] and step.target[0] < step.target[1]:
            assert sure.of(step) == pytest.approx(expected[step.source, step.target], abs=1e-4)
        elif step.source[0] < step.source[1]:
            assert sure.of(step) == pytest.approx(left_out[0][step.source[0]], abs=1e-4)
        else:
            assert sure.of(step) == pytest.approx(left_out[1][step.target[0]], abs=1e-4)


@settings(max_examples=30)
@given(lattices_of_one())
def test_each_segment_is_left_out_or_linked(case: tuple[Band, np.ndarray, GapCosts]) -> None:
    """All beads over a segment and its gap sum to one."""
    band, scores, gaps = case
    n = len(band.low) - 1
    lattice = alone(band, scores, gaps)
    sure = Posteriors(lattice)
    linked = np.zeros(n)
    for i in range(n + 1):
        for j in range(int(band.low[i]), int(band.high[i]) + 1):
            cell = int(lattice.offsets[i] + j - lattice.low[i])
            for number, (a, _) in enumerate(SHAPES):
                start = lattice.starts[number, cell]
                if start < lattice.size:
                    log = sure.into.any[start] + scores[number, cell] + sure.from_match[cell]
                    linked[i - a : i] += math.exp(min(log, 0.0))
    np.testing.assert_allclose(linked + sure.left_out[0], 1.0, atol=1e-3)


@settings(max_examples=40)
@given(st.lists(lattices_of_one(), min_size=1, max_size=5))
def test_blocks_side_by_side_have_nothing_to_do_with_each_other(
    cases: list[tuple[Band, np.ndarray, GapCosts]],
) -> None:
    """Each has the same path and probabilities as alone, relative to its position."""
    found, expected = [], []
    blocks = []
    i = j = 0
    for band, scores, _ in cases:
        blocks.append(Block(i, j, band, scores))
        lattice = alone(band, scores, GAPS)
        sure = Posteriors(lattice)
        for step in best_path(lattice):
            places = [(a + start, b + start) for (a, b), start in ((step.source, i), (step.target, j))]
            expected.append((*places, sure.of(step)))
        i, j = i + blocks[-1].size[0], j + blocks[-1].size[1]
    for lattice in lattices(blocks, GAPS):
        sure = Posteriors(lattice)
        found += [(step.source, step.target, sure.of(step)) for step in best_path(lattice)]
    assert [step[:2] for step in found] == [step[:2] for step in expected]
    np.testing.assert_allclose([step[2] for step in found], [step[2] for step in expected], atol=1e-6)


def test_a_lattice_that_needs_memory_has_the_same_probabilities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blocks and those turned round are processed one after the other."""
    random = np.random.default_rng(7)
    bands = [Band(np.array([0, 0, 1, 1]), np.array([1, 2, 2, high])) for high in (3, 4)]
    blocks = [
        Block(3 * k, 3 * k, band, random.normal(0, 2, (len(SHAPES), band.cells)).astype(np.float32))
        for k, band in enumerate(bands)
    ]
    found = []
    for large in (1 << 18, 0):
        monkeypatch.setattr("aligner.alignment.lattice._LARGE", large)
        sure = Posteriors(Lattice(blocks, GAPS))
        assert len(sure.lattice.turned) == (2 if large == 0 else 1)
        found.append([*sure.left_out, sure.logs_of(np.arange(sure.lattice.size))])
    for together, apart in zip(*found, strict=True):
        np.testing.assert_allclose(together, apart, atol=1e-6)


def test_other_gap_costs_reuse_the_band() -> None:
    band = Band(np.array([0, 0, 0]), np.array([2, 2, 2]))
    scores = np.full((len(SHAPES), band.cells), IMPOSSIBLE, np.float32)
    scores[0, [4, 8]] = 1.0
    first = alone(band, scores, GAPS)
    places = first.starts
    cheaper = first.revised(GapCosts(begin=5.0, extend=5.0, switch=0.0))
    assert cheaper.starts is places
    assert [step.source for step in best_path(first)] == [(0, 1), (1, 2)]
    assert len(best_path(cheaper)) == 4


def test_a_missing_page_costs_little_more_than_a_missing_line() -> None:
    gaps = GapCosts.usual()
    assert gaps.begin < gaps.extend < 0
    assert gaps.shifted(-1.0, -0.5) == GapCosts(gaps.begin - 1.0, gaps.extend - 0.5, gaps.switch)


def uneven_blocks(count: int) -> list[Block]:
    """Blocks one after the other, of three rows and three columns with corners cut off: 9 cells."""
    band = Band(np.array([0, 0, 1, 3]), np.array([1, 2, 3, 3]))
    scores = np.zeros((len(SHAPES), band.cells), np.float32)
    return [Block(3 * k, 3 * k, band, scores) for k in range(count)]


def test_blocks_are_grouped_until_they_have_enough_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    for most, sizes in ((9, [1] * 5), (10, [2, 2, 1]), (18, [2, 2, 1]), (19, [3, 2])):
        monkeypatch.setattr("aligner.alignment.lattice._MOST_CELLS", most)
        assert [len(lattice.blocks) for lattice in lattices(uneven_blocks(5), GAPS)] == sizes
    assert lattices([], GAPS) == []


def test_a_corner_is_found_in_the_block_of_a_cell() -> None:
    lattice = Lattice(uneven_blocks(3), GAPS)
    for number, block in enumerate(lattice.blocks):
        inside = [(i, j) for i in range(4) for j in range(block.band.low[i], block.band.high[i] + 1)]
        places = list(zip(lattice.row_of.tolist(), lattice.column_of.tolist(), strict=True))
        whole = np.flatnonzero(lattice.block_of_row == number)
        own = [n for row in whole for n in range(lattice.offsets[row], lattice.offsets[row + 1])]
        cell_at = {places[cell]: cell for cell in own}
        cells = [cell_at[3 * number + i, 3 * number + j] for i, j in inside]
        for i, j in np.ndindex(4, 4):
            found = {lattice.cell_near(cell, (3 * number + i, 3 * number + j)) for cell in cells}
            assert found == {cells[inside.index((i, j))] if (i, j) in inside else None}
