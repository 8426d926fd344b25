"""The first pass: backgrounds, the heaviest chain, and the band around it."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import anchors
from aligner.alignment.anchors import PAD, Band, Survey, chain_of_matches, fitted, spine_of, survey
from aligner.alignment.geometry import centred, nearest
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


@pytest.mark.parametrize(
    ("pairs", "strict", "chain"),
    [
        ([(0, 1), (1, 0)], True, [0]),
        ([(0, 1), (1, 0)], False, [0]),
        ([(0, 0), (1, 2), (2, 1)], True, [0, 1]),
        ([(0, 2), (1, 0), (1, 1), (2, 3)], True, [0, 3]),
        ([(0, 0), (0, 0), (0, 1)], True, [0]),
        ([(0, 2), (0, 1), (0, 0)], False, [0]),
        ([], True, []),
    ],
)
def test_of_chains_with_equal_weights_the_first_wins(
    pairs: list[tuple[int, int]], strict: bool, chain: list[int]
) -> None:
    assert heaviest_chain(pairs, [1.0] * len(pairs), strict=strict) == chain


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
    assert [found.tolist() for found in nearest(values)] == [[2.0], [[0, 1]]]


def test_all_places_of_a_text_that_is_there_twice_are_the_nearest() -> None:
    values = np.array([[0.5, 0.9, 0.1, 0.9], [0.3, 0.2, 0.1, 0.0]], np.float32)
    assert sorted(nearest(values)[1].tolist()) == [[0, 1], [0, 3], [1, 0]]


def test_the_mean_of_the_largest_leaves_the_values_as_they_are() -> None:
    values = np.random.default_rng(5).normal(size=(9, 30)).astype(np.float32)
    before = values.copy()
    means, places = nearest(values)
    np.testing.assert_allclose(means, np.sort(before, axis=1)[:, -4:].mean(axis=1), rtol=1e-6)
    assert places.tolist() == [[row, column] for row, column in enumerate(before.argmax(axis=1))]
    np.testing.assert_array_equal(values, before)


def test_a_sample_is_compared_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", 16)
    monkeypatch.setattr(anchors, "_BLOCK", 10)
    source = vectors(50, 3)
    look = survey(source, source)
    assert {tuple(pair) for pair in look.matches.tolist()} >= {(0, 0), (49, 49)}
    assert len(look.matches) <= 32
    assert len(look.source_background) == 50
    assert all(i == j for i, j in look.matches.tolist())


def best(cosines: np.ndarray, usual: float) -> int:
    """The largest, and of several the one closest to a place."""
    return min(np.flatnonzero(cosines >= cosines.max() - 1e-5).tolist(), key=lambda each: abs(each - usual))


def test_a_survey_of_samples_is_that_of_the_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", 16)
    monkeypatch.setattr(anchors, "_BLOCK", 10)
    source, target = vectors(50, 5), vectors(37, 6)
    target[21] = target[35]  # the one closest to its usual place is the best
    looked_at = [sorted({round(k * (count - 1) / 15) for k in range(16)}) for count in (50, 37)]
    assert len(looked_at[0]) == len(looked_at[1]) == 16
    cosines = source @ target.T
    background = np.sort(cosines[:, looked_at[1]], axis=1)[:, -4:].mean(axis=1)
    other = np.sort(cosines[looked_at[0]], axis=0)[-4:].mean(axis=0)
    matches = {(i, best(cosines[i], k * 36 / 15)) for k, i in enumerate(looked_at[0])}
    matches |= {(best(cosines[:, j], k * 49 / 15), j) for k, j in enumerate(looked_at[1])}
    look = survey(source, target)
    assert look.cosines is None
    assert [tuple(pair) for pair in look.matches.tolist()] == sorted(matches)
    np.testing.assert_allclose(look.source_background, background, atol=1e-6)
    np.testing.assert_allclose(look.target_background, other, atol=1e-6)
    margins = [cosines[i, j] - (background[i] + other[j]) / 2 for i, j in sorted(matches)]
    np.testing.assert_allclose(look.margins, margins, atol=1e-6)


def test_both_documents_are_sampled_if_one_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", 16)
    for n, m in ((16, 16), (16, 17), (17, 16)):
        assert (survey(vectors(n, 1), vectors(m, 2)).cosines is None) is ((n, m) != (16, 16))


@pytest.mark.parametrize("missing", [(), (70, 71, 133)])
def test_unsampled_segments_may_be_anchors(monkeypatch: pytest.MonkeyPatch, missing: tuple[int, ...]) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", 16)
    source = vectors(200, 4, 256)
    target = np.delete(source, missing, axis=0)
    look = survey(source, target)
    kept = [i for i in range(200) if i not in missing]
    few, all_ = (spine_of(look, both) for both in (None, (source, target)))
    assert all_.tolist() == [[i, j] for j, i in enumerate(kept)]
    assert len(few) <= 32
    part = spine_of(look, (source, target), look.matches[:, 0] < 100)
    assert part.tolist() == all_[: len(part)].tolist()
    assert 85 < part[-1, 0] < 100


@pytest.mark.parametrize(("count", "found"), [(131, 131), (133, 3)])
def test_many_segments_between_two_anchors_are_left_to_the_band(
    monkeypatch: pytest.MonkeyPatch, count: int, found: int
) -> None:
    """As around a missing page: up to 64 on either side are compared."""
    monkeypatch.setattr(anchors, "SAMPLE", 3)
    source = vectors(count, 4, 256)
    assert len(spine_of(survey(source, source), (source, source))) == found


def test_only_trusted_mutual_matches_are_inserted_between_anchors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", 3)
    ones = np.eye(12, dtype=np.float32)
    source, target = ones[:9].copy(), ones[:9].copy()
    target[2] = 0.45 * ones[2] + np.sqrt(1 - 0.45**2) * ones[10]
    target[3] = target[6] = 0.3 * ones[3] + np.sqrt(1 - 0.3**2) * ones[11]
    target[5] = ones[1]  # a match of another line that has a better one
    zero, known = np.full(9, 0.3, np.float32), [0, 4, 8]
    pairs = np.array([(k, k) for k in known])
    look = Survey(zero, zero, pairs, np.full(3, 0.5, np.float32))
    assert spine_of(look, (source, target))[:, 0].tolist() == [0, 1, 2, 4, 7, 8]


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


@settings(max_examples=30)
@given(looks())
def test_the_band_has_six_cells_around_everything_between_two_anchors(case: tuple[Survey, int, int]) -> None:
    look, n, m = case
    trusted = look.margins >= 0.12
    spine = chain_of_matches(look.matches[trusted], look.margins[trusted]).tolist()
    assert spine_of(look).tolist() == spine
    cells = fitted(spine_of(look), n, m)
    holds_a_path(cells, n, m)
    corners = sorted([(0, 0), (n, m), *((i + k, j + k) for i, j in spine for k in (0, 1))])
    for row in range(n + 1):
        near = [(start, end) for start, end in pairwise(corners) if start[0] - 6 <= row <= end[0] + 6]
        assert cells.low[row] == max(min(start[1] for start, _ in near) - 6, 0)
        assert cells.high[row] == min(max(end[1] for _, end in near) + 6, m)


@given(looks(), st.integers(600, 4000))
def test_the_band_keeps_within_its_cells(case: tuple[Survey, int, int], most: int) -> None:
    look, n, m = case
    cells = fitted(spine_of(look), n, m, most)
    holds_a_path(cells, n, m)
    # Rows as narrow as the pad allows cannot be narrowed any more.
    assert cells.cells <= max(most, (n + 1) * (2 * PAD + 2) + 2 * (n + m))


@pytest.mark.parametrize(
    ("n", "m", "most", "half"),
    [(200, 200, 40_401, 200), (200, 200, 40_000, 50), (200, 200, 10_000, 12), (100, 200, 5_000, 12)],
)
def test_a_band_too_large_is_cut_around_the_line_between_the_corners(
    n: int, m: int, most: int, half: int
) -> None:
    """Its widest rows are halved, with half as many cells in between, until it has few enough."""
    cells = fitted(np.zeros((0, 2), int), n, m, most)
    holds_a_path(cells, n, m)
    middle = [row * m // n for row in range(n + 1)]
    assert cells.low.tolist() == [max(column - half, 0) for column in middle]
    assert cells.high.tolist() == [min(column + half, m) for column in middle]


def test_a_band_keeps_six_cells_on_either_side_of_its_line() -> None:
    cells = fitted(np.zeros((0, 2), int), 200, 200, 0)
    holds_a_path(cells, 200, 200)
    assert (cells.high - cells.low == 12).all()
    assert cells.low[20:180].tolist() == list(range(14, 174))


def test_unrelated_books_stay_within_memory() -> None:
    nothing = Survey(
        np.zeros(20_000, np.float32),
        np.zeros(15_000, np.float32),
        np.zeros((0, 2), np.int64),
        np.zeros(0, np.float32),
    )
    cells = fitted(spine_of(nothing), 20_000, 15_000)
    holds_a_path(cells, 20_000, 15_000)
    assert cells.cells <= anchors.MAX_CELLS


@pytest.mark.parametrize("most", [16, 1024])
def test_a_text_that_both_documents_have_twice_is_matched_place_by_place(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(anchors, "SAMPLE", most)
    source = np.concatenate([vectors(60, 4, 256)] * 2)
    spine = spine_of(survey(source, source), (source, source))
    assert spine.tolist() == [[place, place] for place in range(120)]
