"""The first pass: backgrounds, the heaviest chain, and the band around it."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import anchors
from aligner.alignment.anchors import PAD, Band, Survey, chain_of_matches, fitted, spine_of, survey
from aligner.alignment.geometry import centred, mean_of_largest
from aligner.alignment.increasing_chain import heaviest_chain

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8, unique=True)


def rises(pairs: list[tuple[int, int]], *, strict: bool = True) -> bool:
    least = 1 if strict else 0
    return all(a[0] + least <= b[0] and a[1] + least <= b[1] for a, b in pairwise(sorted(pairs)))


@given(PAIRS.map(sorted), st.integers(0, 2**32 - 1), st.booleans())
def test_pairs_in_order_are_those_of_the_heaviest_chain(
    pairs: list[tuple[int, int]], seed: int, strict: bool
) -> None:
    weights = np.random.default_rng(seed).uniform(0.1, 1.0, len(pairs)).tolist()
    chain = heaviest_chain(pairs, weights, strict=strict)
    assert chain == sorted(chain)
    assert rises([pairs[k] for k in chain], strict=strict)
    best = max(
        sum(weights[k] for k in some)
        for size in range(len(pairs) + 1)
        for some in combinations(range(len(pairs)), size)
        if rises([pairs[k] for k in some], strict=strict)
    )
    assert sum(weights[k] for k in chain) == pytest.approx(best)


@given(PAIRS, st.integers(0, 2**32 - 1))
def test_the_heaviest_chain_is_the_heaviest_of_all(pairs: list[tuple[int, int]], seed: int) -> None:
    weights = np.random.default_rng(seed).uniform(0.1, 1.0, len(pairs))
    found = chain_of_matches(np.array(pairs, np.int64).reshape(-1, 2), weights.astype(np.float32))
    chosen = [(i, j) for i, j in found.tolist()]
    chain = [pairs.index(pair) for pair in chosen]
    assert chosen == sorted(chosen)
    assert rises(chosen)
    best = max(
        float(weights[list(some)].sum())
        for size in range(len(pairs) + 1)
        for some in combinations(range(len(pairs)), size)
        if rises([pairs[k] for k in some])
    )
    assert float(weights[chain].sum()) == pytest.approx(best, abs=1e-5)


def vectors(count: int, seed: int, dimension: int = 32) -> np.ndarray:
    return centred(np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32))


def test_background_is_the_mean_of_the_nearest() -> None:
    source, target = vectors(9, 1), vectors(7, 2)
    look = survey(source, target)
    cosines = source @ target.T
    np.testing.assert_allclose(
        look.source_background, np.sort(cosines, axis=1)[:, -4:].mean(axis=1), rtol=1e-5
    )
    np.testing.assert_allclose(look.target_background, np.sort(cosines, axis=0)[-4:].mean(axis=0), rtol=1e-5)
    for (i, j), margin in zip(look.matches, look.margins, strict=True):
        assert j == cosines[i].argmax() or i == cosines[:, j].argmax()
        background = (look.source_background[i] + look.target_background[j]) / 2
        assert margin == pytest.approx(cosines[i, j] - background, abs=1e-5)


def test_the_mean_of_the_largest_of_few_is_the_mean_of_all() -> None:
    values = np.array([[1.0, 3.0]], np.float32)
    assert mean_of_largest(values, axis=1).tolist() == [2.0]


def test_a_sample_is_compared_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", 16)
    monkeypatch.setattr(anchors, "_BLOCK", 10)
    source = vectors(50, 3)
    look = survey(source, source)
    assert {tuple(pair) for pair in look.matches.tolist()} >= {(0, 0), (49, 49)}
    assert len(look.matches) <= 32
    assert len(look.source_background) == 50
    assert all(i == j for i, j in look.matches.tolist())


def test_unsampled_segments_may_be_anchors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", 16)
    source = vectors(200, 4, 256)
    target = np.delete(source, [70, 71, 133], axis=0)
    look = survey(source, target)
    wide, narrow = (fitted(spine_of(look, 200, 197, both), 200, 197) for both in (None, (source, target)))
    holds_a_path(narrow, 200, 197)
    assert narrow.cells < 0.8 * wide.cells
    assert (narrow.low >= wide.low).all()
    assert (narrow.high <= wide.high).all()
    column = 0
    for row in range(201):  # the true path: nothing left out but what is missing
        assert narrow.low[row] <= column <= narrow.high[row]
        column += row not in (70, 71, 133)


def holds_a_path(cells: Band, n: int, m: int) -> None:
    """Monotone, connected, and with both ends inside."""
    assert len(cells.low) == len(cells.high) == n + 1
    assert cells.low[0] == 0
    assert cells.high[-1] == m
    assert (cells.low <= cells.high).all()
    assert (cells.low >= 0).all()
    assert (cells.high <= m).all()
    assert (np.diff(cells.low) >= 0).all()
    assert (np.diff(cells.high) >= 0).all()
    assert (cells.high[:-1] >= cells.low[1:]).all()


@st.composite
def looks(draw: st.DrawFn) -> tuple[Survey, int, int]:
    n, m = draw(st.integers(1, 120)), draw(st.integers(1, 120))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), max_size=20, unique=True))
    margins = np.random.default_rng(draw(st.integers(0, 999))).uniform(0, 0.6, len(pairs))
    return (
        Survey(
            np.zeros(n, np.float32),
            np.zeros(m, np.float32),
            np.array(pairs, np.int64).reshape(-1, 2),
            margins.astype(np.float32),
        ),
        n,
        m,
    )


@given(looks())
def test_the_band_holds_the_chain_and_a_path(case: tuple[Survey, int, int]) -> None:
    look, n, m = case
    cells = fitted(spine_of(look, n, m), n, m)
    holds_a_path(cells, n, m)
    trusted = look.margins >= anchors.TRUSTED_MARGIN
    pairs = look.matches[trusted]
    for i, j in chain_of_matches(pairs, look.margins[trusted]).tolist():
        for row, column in ((i, j), (i + 1, j + 1)):
            near = range(max(column - PAD, 0), min(column + PAD, m) + 1)
            assert cells.low[row] <= near[0]
            assert near[-1] <= cells.high[row]


@settings(deadline=None)
@given(looks(), st.integers(600, 4000))
def test_the_band_keeps_within_its_cells(case: tuple[Survey, int, int], most: int) -> None:
    look, n, m = case
    cells = fitted(spine_of(look, n, m), n, m, most)
    holds_a_path(cells, n, m)
    # Rows as narrow as the pad allows cannot be narrowed any more.
    assert cells.cells <= max(most, (n + 1) * (2 * PAD + 2) + 2 * (n + m))


def test_unrelated_books_stay_within_memory() -> None:
    nothing = Survey(
        np.zeros(20_000, np.float32),
        np.zeros(15_000, np.float32),
        np.zeros((0, 2), np.int64),
        np.zeros(0, np.float32),
    )
    cells = fitted(spine_of(nothing, 20_000, 15_000), 20_000, 15_000)
    holds_a_path(cells, 20_000, 15_000)
    assert cells.cells <= anchors.MAX_CELLS
