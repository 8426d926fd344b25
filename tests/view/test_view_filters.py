"""Which rows pass a filter, and which row comes next."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment import corrections
from aligner.comparison.layout import laid_out, with_links
from aligner.values import ChangeKind, Edit, EditType
from aligner.view.build import build, rescored
from aligner.view.page_model import Doubt, View
from aligner.view.row_filters import Filter, Only, next_row, select
from aligner.view.text_search import Index

VIEW = build(sample.comparison())
ALL = tuple(range(1, len(VIEW.rows) + 1))


def numbers(chosen: Filter, view: View = VIEW, **more: object) -> list[int]:
    return [row.number for row in select(view, chosen, hits=Index(view).matches, **more)]  # type: ignore[arg-type]


def typed() -> View:
    """The sample, its OP1 edit a verb and its PP1 edit a date, in Chinese only."""
    made = sample.comparison()
    revisions = dict(made.revisions)
    for (old, new), revision in made.revisions.items():
        if new.language != "zh":
            continue
        types = {1: EditType.DATE, 2: EditType.VERB}
        revisions[old, new] = replace(
            revision,
            changes=tuple(
                replace(change, edits=tuple(_as(edit, types.get(n)) for edit in change.edits))
                for n, change in enumerate(revision.changes)
            ),
        )
    return build(replace(made, revisions=revisions))


def _as(edit: Edit, kind: EditType | None) -> Edit:
    return edit if edit.tag == "equal" else replace(edit, type=kind)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter(), ALL),
        (Filter(Only.CHANGED), tuple(range(2, 11))),
        (Filter(Only.CHANGED, context=1), tuple(range(1, 12))),
        (Filter(Only.NOT_CARRIED), (3, 8, 10)),
        (Filter(Only.UNCERTAIN), (10, 12)),  # French lacks the insertion; the last link is weak
        (Filter(kinds=frozenset({ChangeKind.INSERTED})), (10,)),
        (Filter(kinds=frozenset({ChangeKind.DELETED})), (5,)),
        (Filter(kinds=frozenset({ChangeKind.MOVED_EDITED})), (4, 9)),  # here, and where it was
        (Filter(kinds=frozenset({ChangeKind.MOVED})), ()),
        (Filter(kinds=frozenset({ChangeKind.SPLIT, ChangeKind.MERGED})), (6, 7, 8)),
        (Filter(kinds=frozenset({ChangeKind.DELETED}), context=1), (4, 5, 6)),
        (Filter(Only.NOT_CARRIED, kinds=frozenset({ChangeKind.INSERTED})), (10,)),
        (Filter(types=frozenset({EditType.FOOTNOTE})), (2,)),
        (Filter(query="GÉNÉRAL"), ()),
        (Filter(query="cooperation"), (3, 12)),
        (Filter(query="cooperation", context=100), ALL),
        (Filter(Only.UNCERTAIN, query="cooperation"), (12,)),
        (Filter(query="  "), ALL),
        (Filter(Only.UNCERTAIN, uncertain_first=True, context=5), (12, 10)),
    ],
)
def test_what_a_filter_lets_through(chosen: Filter, expected: tuple[int, ...]) -> None:
    assert tuple(numbers(chosen)) == expected


def test_types_of_edits_are_looked_for_in_the_columns_shown() -> None:
    view = typed()
    assert numbers(Filter(types=frozenset({EditType.VERB})), view) == [3]
    assert numbers(Filter(types=frozenset({EditType.VERB, EditType.DATE})), view) == [2, 3]
    assert numbers(Filter(types=frozenset({EditType.SYMBOL})), view) == []


def test_reviewed_and_found_use_comparison_rows() -> None:
    assert [row.source for row in VIEW.rows] == [0, 1, 2, 3, 4, 5, 6, 7, None, 8, 9, 10]
    assert numbers(Filter(Only.UNREVIEWED), reviewed={0, 1, 4}) == [3, 4, 6, 7, 8, 10, 11, 12]
    assert numbers(Filter(Only.FOUND), found=[2, 8]) == [3, 10]
    assert numbers(Filter(Only.FOUND)) == []


def test_a_place_that_was_left_is_neither_reviewed_nor_found() -> None:
    assert 9 not in numbers(Filter(Only.UNREVIEWED))
    assert 9 not in numbers(Filter(Only.FOUND), found=range(100))


@given(
    only=st.sampled_from([*Only]),
    kinds=st.frozensets(st.sampled_from([*ChangeKind]), max_size=3),
    types=st.frozensets(st.sampled_from([*EditType]), max_size=2),
    query=st.sampled_from(["", "2018", "états", "大会"]),
    context=st.integers(0, 3),
)
def test_context_only_adds_neighbours(
    only: Only, kinds: frozenset[ChangeKind], types: frozenset[EditType], query: str, context: int
) -> None:
    hits = numbers(Filter(only, kinds, types, query), reviewed={1}, found={2})
    shown = numbers(Filter(only, kinds, types, query, context), reviewed={1}, found={2})
    assert shown == [n for n in ALL if any(abs(n - hit) <= context for hit in hits)]


@pytest.mark.parametrize(
    ("shown", "at", "back", "expected"),
    [
        ((1, 3, 5, 7), 1, False, 3),
        ((1, 3, 5, 7), 7, False, 1),
        ((1, 3, 5, 7), 1, True, 7),
        ((1, 3, 5, 7), 4, False, 5),  # a row the filter hides
        ((1, 3, 5, 7), 4, True, 3),
        ((1, 3, 5, 7), 0, False, 1),  # nowhere yet
        ((1, 3, 5, 7), 0, True, 7),
        ((5, 1, 7), 5, False, 1),  # in the order shown, not of the page
        ((5, 1, 7), 5, True, 7),
        ((3,), 3, False, 3),
        ((), 3, False, None),
        ((2, 4, 6), 4, False, None),  # none of them is wanted
    ],
)
def test_the_next_row_wraps_around(shown: tuple[int, ...], at: int, back: bool, expected: int | None) -> None:
    rows = [VIEW.rows[number - 1] for number in shown]
    found = next_row(rows, at, lambda row: row.number % 2 == 1, back=back)
    assert (None if found is None else found.number) == expected


@given(st.lists(st.sampled_from(ALL), unique=True, min_size=1), st.data())
def test_next_row_visits_every_wanted_row_once(order: list[int], data: st.DataObject) -> None:
    rows = [VIEW.rows[number - 1] for number in order]
    goals = data.draw(st.sets(st.sampled_from(order), min_size=1))
    back = data.draw(st.booleans())
    at = data.draw(st.sampled_from(sorted(goals)))
    met = []
    for _ in goals:
        found = next_row(rows, at, lambda row: row.number in goals, back=back)
        assert found is not None
        at = found.number
        met.append(at)
    assert sorted(met) == sorted(goals)


def test_a_row_that_shows_a_doubt_is_among_the_uncertain() -> None:
    view = replace(VIEW, rows=(replace(VIEW.rows[0], doubts=(Doubt("fr", 0.74),)), *VIEW.rows[1:]))
    found = select(view, Filter(Only.UNCERTAIN), hits=lambda query: ())
    assert [row.number for row in found] == [1, 10, 12]


def test_a_confirmed_gap_is_settled_and_each_doubt_names_its_language() -> None:
    before = laid_out(sample.comparison())
    keys = next(pair for pair in before.alignments if pair[1].language == "fr")
    gap = next(n for n, bead in enumerate(before.alignments[keys].beads) if not bead.target)
    after = with_links(before, {keys: corrections.confirm(before.alignments[keys], gap)})
    doubtful, settled = build(before).rows, build(after).rows
    place = next(place for place, row in enumerate(doubtful) if Doubt("fr", None) in row.doubts)
    assert doubtful[place].doubts == (Doubt("fr", None),)
    assert settled[place].doubts == ()
    assert any(cell.gap for cell in settled[place].cells)
    assert rescored(build(before), before, after) == build(after)
