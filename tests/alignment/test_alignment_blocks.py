"""Walls in an alignment exclude exactly the beads that cross a corner."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from word_vectors import align_around

from aligner.alignment.anchors import Band, fitted
from aligner.alignment.blocks import WHOLE, blocks, fitted_bands, walled_band, with_ends, within_walls
from aligner.values import Document, Segment, Span


@st.composite
def corner_sets(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int]]]:
    n, m = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    rows = sorted(draw(st.lists(st.integers(0, n), max_size=4)))
    columns = sorted(draw(st.lists(st.integers(0, m), min_size=len(rows), max_size=len(rows))))
    return n, m, list(zip(rows, columns, strict=True))


def reaches_over(start: tuple[int, int], end: tuple[int, int], corners: Sequence[Sequence[int]]) -> bool:
    """The definition, without vectors: no block holds the whole bead."""
    return not any(
        first[0] <= start[0] and end[0] <= last[0] and first[1] <= start[1] and end[1] <= last[1]
        for first, last in pairwise(corners)
    )


@given(corner_sets())
def test_each_block_has_the_scores_of_its_cells(case: tuple[int, int, list[tuple[int, int]]]) -> None:
    n, m, corners = case
    walls = with_ends(corners, n, m)
    bands = fitted_bands(walls, np.zeros((0, 2), np.int64), whole=10_000)
    parts = list(zip(pairwise(walls), bands, strict=True))
    cells = walled_band(parts, n)
    assert (np.diff(cells.low) >= 0).all()
    assert (np.diff(cells.high) >= 0).all()
    assert (cells.low[0], cells.high[-1]) == (0, m)
    where = np.array(
        [[i * 100 + j for i in range(n + 1) for j in range(cells.low[i], cells.high[i] + 1)]], np.float32
    )
    found = list(blocks(parts, cells, where))
    assert [(block.source, block.target) for block in found] == walls[:-1]
    for block in found:
        rows, columns = block.size
        wanted = [
            (block.source + i) * 100 + block.target + j for i in range(rows + 1) for j in range(columns + 1)
        ]
        assert block.scores.tolist() == [wanted]


@given(corner_sets())
def test_what_is_in_no_block_has_no_cell(case: tuple[int, int, list[tuple[int, int]]]) -> None:
    n, m, corners = case
    every = list(pairwise(with_ends(corners, n, m)))
    assume(all(first[0] < last[0] and first[1] < last[1] for first, last in every[1::2]))
    stretches = every[::2]
    bands = [
        Band(np.zeros(last[0] - first[0] + 1, np.int64), np.full(last[0] - first[0] + 1, last[1] - first[1]))
        for first, last in stretches
    ]
    cells = walled_band(list(zip(stretches, bands, strict=True)), n)
    wanted = {i for first, last in stretches for i in range(first[0], last[0] + 1)}
    assert set(np.flatnonzero(cells.high >= cells.low).tolist()) == wanted
    assert (cells.high - cells.low >= -1).all()
    assert (np.diff(cells.low) >= 0).all()
    assert (np.diff(cells.high) >= 0).all()


class Random:
    """An uninformative encoder: a fixed vector for each text."""

    name, revision = "random", "1"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, 16), np.float32)
        rows = np.stack([np.random.default_rng(sum(map(ord, text))).normal(size=16) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def document(count: int, letter: str) -> Document:
    texts = [letter * (3 + index % 5) if index % 7 else "—" for index in range(count)]
    segments: list[Segment] = []
    for text in texts:
        start = segments[-1].span.stop if segments else 0
        segments.append(Segment(Span(start, start + len(text))))
    return Document("en", "".join(texts), tuple(segments))


@settings(max_examples=40)
@given(corner_sets())
def test_an_alignment_passes_through_its_corners(case: tuple[int, int, list[tuple[int, int]]]) -> None:
    n, m, corners = case
    found = align_around(document(n, "a"), document(m, "b"), Random(), corners=corners)
    walls = with_ends(corners, n, m)
    for bead in found.beads:
        if bead.source and bead.target:
            start, end = (bead.source.start, bead.target.start), (bead.source.stop, bead.target.stop)
            assert not reaches_over(start, end, walls)


def test_a_paragraph_of_many_sentences_is_searched_around_its_anchors() -> None:
    """Its cells grow with its length, not with the square of it; a small one is searched whole."""
    walls = with_ends([(1000, 1000), (1040, 1030)], 1040, 1030)
    spine = np.array([(i, i) for i in range(0, 1000, 5)])
    large, small = fitted_bands(walls, spine, whole=WHOLE)
    assert large.cells < 40_000
    assert small.cells == 41 * 31


@pytest.mark.parametrize("most", [1000, 3_000_000])
@pytest.mark.parametrize("seed", range(8))
def test_each_block_has_the_cells_around_the_anchors_inside_it(
    seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its share of the cells of the whole text is its share of the segments."""
    monkeypatch.setattr("aligner.alignment.blocks.MAX_CELLS", most)
    random = np.random.default_rng(seed)
    rows, columns = (np.sort(random.integers(0, 90, 2)).tolist() for _ in range(2))
    walls = with_ends(list(zip(rows, columns, strict=True)), 90, 80 + rows[1])
    spine = np.unique(random.integers(0, 80, 12)), np.unique(random.integers(0, 80, 12))
    pairs = np.stack([side[: min(map(len, spine))] for side in spine], axis=1)
    found = fitted_bands(walls, pairs, whole=0)
    for ((row, column), (next_row, next_column)), band in zip(pairwise(walls), found, strict=True):
        inside = [
            (i - row, j - column) for i, j in pairs if row <= i < next_row and column <= j < next_column
        ]
        size = next_row - row, next_column - column
        share = (sum(size) + 1) / (sum(walls[-1]) + 1)
        wanted = fitted(np.array(inside, int).reshape(-1, 2), *size, most=int(most * share))
        assert (band.low.tolist(), band.high.tolist()) == (wanted.low.tolist(), wanted.high.tolist())


def test_a_small_block_is_searched_whole() -> None:
    walls, nothing = [(0, 0), (60, 70)], np.zeros((0, 2), np.int64)
    spine = np.array([(i, i) for i in range(60)])
    for whole, cells in ((61 * 71, 61 * 71), (61 * 71 - 1, fitted(spine, 60, 70).cells)):
        (band,) = fitted_bands(walls, spine, whole)
        assert band.cells == cells
    assert fitted(spine, 60, 70).cells < 61 * 71 == fitted_bands(walls, nothing, whole=0)[0].cells


def test_pairs_whose_segments_are_in_different_blocks_are_no_anchors() -> None:
    corners = [(0, 0), (2, 3), (5, 5)]
    pairs = np.array([(0, 0), (1, 2), (1, 3), (2, 2), (2, 3), (4, 4)])
    assert within_walls(corners, pairs).tolist() == [True, True, False, False, True, True]
