"""Chart data: every paragraph has its dot, every row its cell, every change its count."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from aligner.comparison.single_result import from_alignment
from aligner.values import Alignment, Bead, ChangeKind, DocumentKey, LinkOrigin, Move, SegmentKind, Span
from aligner.values.comparison import SLIGHT_CHANGES
from aligner.view.build import build
from aligner.view.chart_data import BINS, Dot, DotKind, change_map, dots, highest_ranking
from aligner.view.page_model import View

MADE = sample.comparison()
VIEW = build(MADE)
ZH, FR, EN = (DocumentKey(language, sample.NEW) for language in ("zh", "fr", "en"))
OLD = DocumentKey("zh", sample.OLD)


def described(found: tuple[Dot, ...]) -> list[tuple[int, int, str]]:
    return [(dot.source, dot.target, dot.kind.value) for dot in found]


def test_links_and_gaps_of_an_alignment() -> None:
    found = dots(MADE, ZH, FR, VIEW)
    links = [(n, n, "link") for n in range(7)]
    assert described(found) == [*links, (7, 7, "gap_source"), (8, 7, "link"), (9, 8, "link")]
    assert {dot.score for dot in found} == {0.4, 0.9}
    assert [dot.row for dot in found] == [1, 2, 3, 4, 6, 7, 8, 10, 11, 12]


def test_a_row_outside_the_view_is_not_linked() -> None:
    view = build(MADE, [(FR, None)])
    rows = {dot.source: dot.row for dot in dots(MADE, ZH, FR, view)}
    assert rows[7] is None
    assert rows[8] == 8


def test_two_drafts_show_moves_insertions_and_deletions() -> None:
    found = dots(MADE, OLD, ZH, VIEW)
    kinds = {(dot.source, dot.target): dot.kind for dot in found}
    assert kinds[7, 3] is DotKind.MOVED
    assert kinds[3, 4] is DotKind.GAP_SOURCE  # deleted: it would stand before the new paragraph 4
    assert kinds[7, 7] is DotKind.GAP_TARGET  # inserted
    assert kinds[4, 5] is DotKind.LINK  # the second part of the split
    assert next(dot.score for dot in found if (dot.source, dot.target) == (0, 0)) == 1.0
    assert 0 < next(dot.score for dot in found if (dot.source, dot.target) == (1, 1)) < 1


def several(*beads: tuple[int, int, int, int], moves: tuple[Move, ...] = ()) -> tuple[Dot, ...]:
    alignment = Alignment(
        tuple(
            Bead(Span(a, b), Span(c, d), 0.5, LinkOrigin.CONFIRMED if a == 0 else LinkOrigin.AUTOMATIC)
            for a, b, c, d in beads
        ),
        beads[-1][1],
        beads[-1][3],
        moves,
    )
    made = [
        sample.document(language, "d", [(SegmentKind.PARAGRAPH, None, None, "x")] * size)
        for language, size in (("en", alignment.n_source), ("ru", alignment.n_target))
    ]
    comparison = from_alignment(made[0], made[1], alignment)
    return dots(comparison, DocumentKey("en", "d"), DocumentKey("ru", "d"), build(comparison))


def test_a_link_of_several_has_a_dot_for_each() -> None:
    assert described(several((0, 1, 0, 3), (1, 3, 3, 4))) == [
        (0, 0, "confirmed"),
        (0, 1, "confirmed"),
        (0, 2, "confirmed"),
        (1, 3, "link"),
        (2, 3, "link"),
    ]


def test_moves_are_not_gaps() -> None:
    move = Move(Span(1, 2), Span(3, 4), 0.8)
    found = several((0, 1, 0, 1), (1, 3, 1, 1), (3, 4, 1, 2), (4, 4, 2, 4), moves=(move,))
    assert described(found) == [
        (0, 0, "confirmed"),
        (2, 1, "gap_source"),
        (3, 1, "link"),
        (4, 2, "gap_target"),
        (1, 3, "moved"),
    ]


@st.composite
def beads(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    made, source, target = [], 0, 0
    for _ in range(draw(st.integers(1, 6))):
        m, n = draw(st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 3), (0, 1), (1, 0), (0, 3), (4, 0)]))
        made.append((source, source + m, target, target + n))
        source, target = source + m, target + n
    return made


@given(beads())
def test_every_paragraph_has_its_dot(given: list[tuple[int, int, int, int]]) -> None:
    found = several(*given)
    inside = [d for d in found if d.kind not in (DotKind.GAP_SOURCE, DotKind.GAP_TARGET)]
    here = {d.source for d in inside} | {d.source for d in found if d.kind is DotKind.GAP_SOURCE}
    there = {d.target for d in inside} | {d.target for d in found if d.kind is DotKind.GAP_TARGET}
    assert here == set(range(given[-1][1]))
    assert there == set(range(given[-1][3]))
    assert len(set(found)) == len(found)


def test_a_short_document_has_a_cell_a_row() -> None:
    found = change_map(VIEW)
    assert len(found) == len(VIEW.columns) * len(VIEW.rows)
    french = {each.first: each for each in found if VIEW.columns[each.column].key == FR}
    assert (french[10].missing, french[10].kind) == (True, None)
    assert (french[6].kind, french[6].missing, french[6].row) == (ChangeKind.SPLIT, False, 6)


@given(st.integers(1, 40), st.integers(1, 25))
def test_cells_cover_every_row_once_in_each_column(times: int, bins: int) -> None:
    rows = tuple(replace(row, number=n) for n, row in enumerate(VIEW.rows * times, 1))
    view = View("", "zh", VIEW.columns, rows, (), followed=True)
    found = change_map(view, bins)
    for column in range(len(view.columns)):
        mine = [each for each in found if each.column == column]
        assert [n for each in mine for n in range(each.first, each.last + 1)] == [r.number for r in rows]
        assert len(mine) == min(bins, len(rows))
        for each in mine:
            result = rows[each.first - 1 : each.last]
            amended = [row.number for row in result if row.cells[column].amended]
            assert each.row == (amended or [each.first])[0]
            assert (each.kind not in (*SLIGHT_CHANGES, None) or each.missing) <= bool(amended)


def test_three_thousand_rows_fit_on_a_screen() -> None:
    rows = tuple(replace(VIEW.rows[n % 12], number=n + 1) for n in range(3000))
    found = change_map(View("", "zh", VIEW.columns, rows, (), followed=True))
    assert len(found) == BINS * len(VIEW.columns)
    assert max(each.last - each.first + 1 for each in found) == 15


def test_a_view_without_rows_has_no_map() -> None:
    assert change_map(View("", "zh", VIEW.columns, (), (), followed=False)) == ()


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], None),
        ([ChangeKind.UNCHANGED], ChangeKind.UNCHANGED),
        ([ChangeKind.UNCHANGED, ChangeKind.EDITED, ChangeKind.INSERTED], ChangeKind.INSERTED),
        ([ChangeKind.FORM_ONLY, ChangeKind.RENUMBERED], ChangeKind.FORM_ONLY),
    ],
)
def test_the_highest_ranking_kind(kinds: list[ChangeKind], expected: ChangeKind | None) -> None:
    assert highest_ranking(kinds) is expected
