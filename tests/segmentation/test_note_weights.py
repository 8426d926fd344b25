"""What each step of a path through the rows of notes weighs, on both sides of each bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aligner.segmentation.measured_rows import Row
from aligner.segmentation.note_evidence import MarkStart
from aligner.segmentation.note_sequence import W, _doubtful, _drop_empty, _Node, _Path, _record
from aligner.segmentation.notes import Blocks, Note
from tests.segmentation.test_note_evidence import evidence, line

RAISED, PRINTED = MarkStart("5", 1, raised=True), MarkStart("5", 1, raised=False)
STAR, LETTER, ROMAN = (MarkStart(mark, 1, raised=True) for mark in ("*", "b", "ii"))


def path(*rows: Row, **facts: Any) -> _Path:
    """Rows in small letters, of which those given in `starts` begin with a mark."""
    return _Path(evidence(rows, **facts))


def in_note(**facts: Any) -> _Node:
    """The role of row 0, which is a note by itself."""
    return _Node(
        **{"inside": True, "last": 5, "row": 0, "note": 0, "first": 0, "mark": "5", "rows": 1, **facts}
    )


HERE, SAME_PAGE, NEXT_PAGE = line("Note"), line("Text", 12), line("Text", -40, page=2)


@pytest.mark.parametrize(
    ("last", "number", "raised", "weight"),
    [
        (5, 6, True, W.next),
        (5, 7, True, W.skip),
        (5, 8, True, W.skip),
        (5, 9, True, W.jump),
        (0, 399, True, W.skip),
        (0, 400, True, W.jump),
        (5, 5, True, W.impossible),
        (5, 4, True, W.skip),  # notes of columns, which were read in another order
        (5, 3, True, W.skip),
        (5, 2, True, W.jump),
        (5, 4, False, W.impossible),
        (5, 7, False, W.skip),
        (5, 1, True, W.impossible),  # on one page with the last
    ],
)
def test_the_number_of_a_note_is_weighed_after_the_last(
    last: int, number: int, *, raised: bool, weight: float
) -> None:
    assert path(HERE, SAME_PAGE)._as_next_number(in_note(last=last), 1, number, raised) == weight


@pytest.mark.parametrize(
    ("number", "facts", "weight"),
    [
        (1, {}, W.again),
        (1, {"referred": {1}}, W.again),
        (4, {}, W.impossible),
        (4, {"referred": {1}}, W.jump),
        (5, {"referred": {1}}, W.jump),
    ],
)
def test_the_numbers_of_a_page_may_begin_again(number: int, facts: dict[str, Any], weight: float) -> None:
    assert path(HERE, NEXT_PAGE, **facts)._as_next_number(in_note(), 1, number, raised=False) == weight


@pytest.mark.parametrize(
    ("number", "facts", "weight"),
    [
        (1, {"referred": {1}}, W.impossible),
        (4, {"referred": {1}}, W.impossible),
        (1, {"referred": {1}, "referred_before": {0}}, W.again),
        (4, {"referred": {1}, "referred_before": {0}}, W.jump),
        (4, {"referred_before": {0}}, W.impossible),
    ],
)
def test_below_a_note_of_the_page_before_numbers_begin_again(
    number: int, facts: dict[str, Any], weight: float
) -> None:
    assert path(HERE, SAME_PAGE, **facts)._as_next_number(in_note(), 1, number, raised=False) == weight


@pytest.mark.parametrize(
    ("row", "node", "facts", "weight"),
    [
        (SAME_PAGE, in_note(), {"starts": {1: RAISED}, "referred": {1}}, W.unused),
        (SAME_PAGE, in_note(), {"starts": {1: RAISED}}, 2 * W.ignored),
        (SAME_PAGE, in_note(), {"starts": {1: PRINTED}, "referred": {1}}, 2 * W.ignored),
        (SAME_PAGE, in_note(note=-1), {}, 0),
        (NEXT_PAGE, in_note(), {}, 0),
        (line("Text", 17.5), in_note(), {}, 2 * W.ignored),
        (line("Text", 17.75), in_note(), {}, 0),  # far below it
        (line("Text", 35), in_note(), {"lowest": {1: 28.5}}, 2 * W.ignored),  # below all text of the page
        (line("Text", 35), in_note(), {"lowest": {1: 28.6}}, 0),
        (line("Text", 35), in_note(), {"lowest": {1: 28.5}, "sized": False}, 0),
        (line("Text", 35.25), in_note(), {"lowest": {1: 28.5}}, 0),  # further than a paragraph of it
        (line("Text", 24, size=10), in_note(), {}, 0),
        (SAME_PAGE, in_note(inside=False), {}, 0),
        (SAME_PAGE, in_note(below=3), {"small": [True, False]}, W.below),
        (SAME_PAGE, in_note(below=4), {"small": [True, False]}, 0),
        (SAME_PAGE, in_note(below=2), {"small": [True, False], "sized": False}, W.below),
        (SAME_PAGE, in_note(below=3), {"small": [True, False], "sized": False}, 0),
    ],
)
def test_text_is_rarely_below_notes_of_its_column(
    row: Row, node: _Node, facts: dict[str, Any], weight: float
) -> None:
    assert path(HERE, row, **facts)._as_text(node, 1) == weight


CLOSED = line("Note.", far=300)
UNSIZED = {"sized": False}


@pytest.mark.parametrize(
    ("note", "row", "node", "facts", "weight"),
    [
        (HERE, SAME_PAGE, in_note(), {}, 0),
        (HERE, SAME_PAGE, in_note(note=-1), {}, None),
        (HERE, SAME_PAGE, in_note(), {"starts": {1: RAISED}}, W.ignored),
        (HERE, SAME_PAGE, in_note(), {"starts": {1: RAISED}, "raised_style": False}, 0),
        (HERE, SAME_PAGE, in_note(), {"starts": {1: PRINTED}}, 0),
        (HERE, SAME_PAGE, in_note(), {"starts": {1: STAR}}, 0),
        (CLOSED, SAME_PAGE, in_note(), {}, 0),
        (CLOSED, SAME_PAGE, in_note(), UNSIZED, W.ended),
        (CLOSED, SAME_PAGE, in_note(apart=True), UNSIZED, W.ended / 2),
        (CLOSED, line("text", 12), in_note(), UNSIZED, 0),
        (line("Note", far=300), SAME_PAGE, in_note(), UNSIZED, 0),
        (line("Note.", far=399), SAME_PAGE, in_note(), UNSIZED, W.ended),
        (line("Note.", far=400), SAME_PAGE, in_note(), UNSIZED, 0),
        (HERE, line("Text", 17.5), in_note(), {}, 0),
        (HERE, line("Text", 17.75), in_note(), {}, W.far),
        (line("Note", size=10), line("Text", 22, size=10), in_note(), {}, 0),
        (line("Note", size=10), line("Text", 22.25, size=10), in_note(), {}, W.far),
        (HERE, line("Text", 17.75), in_note(apart=True), {}, W.far / 4),
        (HERE, line("Text", 17.75), in_note(small=False), {"small": [False, False]}, W.far),
        (CLOSED, line("Text", 17.75), in_note(small=False), {"small": [False, False]}, 2 * W.far),
        (CLOSED, line("Text", 17.75), in_note(), {}, W.far),
        (HERE, SAME_PAGE, in_note(), {"small": [True, False]}, W.misplaced),
        (HERE, SAME_PAGE, in_note(small=False), {"small": [False, False]}, 0),
        (HERE, line("Text", 17.75), in_note(start=MarkStart("5", 1, raised=True, lone=True)), {}, 0),
        (HERE, line("Text", 17.75), in_note(start=RAISED), {}, W.far),
        (
            HERE,
            line("Text", 17.75),
            in_note(start=MarkStart("5", 1, raised=True, lone=True), rows=2),
            {},
            W.far,
        ),
    ],
)
def test_a_further_line_of_a_note_is_right_below_it_in_its_letters(
    note: Row, row: Row, node: _Node, facts: dict[str, Any], weight: float | None
) -> None:
    assert path(note, row, **facts)._as_further_line(node, 1) == weight


OPEN = W.resume + W.open


@pytest.mark.parametrize(
    ("note", "row", "node", "facts", "weight"),
    [
        (HERE, NEXT_PAGE, in_note(), {}, OPEN),
        (HERE, NEXT_PAGE, in_note(), {"starts": {1: RAISED}}, OPEN + W.ignored),
        (HERE, line("Text", -40, page=3), in_note(), {}, None),
        (HERE, SAME_PAGE, in_note(inside=False), {}, None),
        (line("Note."), NEXT_PAGE, in_note(), {}, OPEN),  # it ends at the margin
        (line("Note.", far=493), NEXT_PAGE, in_note(), {}, OPEN),
        (line("Note.", far=492), NEXT_PAGE, in_note(), {}, W.resume),
        (CLOSED, NEXT_PAGE, in_note(), UNSIZED, W.resume + W.ended),
        (HERE, NEXT_PAGE, in_note(), {"ruled": {1}}, OPEN + W.rule),
        (HERE, line("Text", -40, page=2, ruled=True), in_note(), {}, OPEN + W.drawn_rule),
        (HERE, line("Text", -40, near=139, page=2), in_note(), {}, OPEN),
        (HERE, line("Text", -40, near=140, page=2), in_note(), {}, OPEN + W.elsewhere),
        (HERE, line("Text", -40, near=111, page=2), in_note(rows=2), {}, OPEN),
        (HERE, line("Text", -40, near=112, page=2), in_note(rows=2), {}, OPEN + W.elsewhere),
        (HERE, line("Text", -40, near=89, page=2), in_note(), {}, OPEN),
        (HERE, line("Text", -40, near=88, page=2), in_note(), {}, OPEN + W.elsewhere),
        (HERE, line("Text", -40, near=40, far=99, page=2), in_note(), {}, OPEN),  # a column before it
        (HERE, line("Text", -40, size=8.25, page=2), in_note(), {}, OPEN),
        (HERE, line("Text", -40, size=8.5, page=2), in_note(), {}, OPEN + W.elsewhere),
        (HERE, line("Text", -40, size=7.75, page=2), in_note(), {}, OPEN),
        (HERE, line("Text", -40, size=7.5, page=2), in_note(), {}, OPEN + W.elsewhere),
        (HERE, NEXT_PAGE, in_note(), {"small": [True, False]}, OPEN + W.elsewhere),
        # in the next column
        (line("Note", 90, far=290), line("Text", near=310), in_note(), {"margin": 290}, OPEN),
        (line("Note", 90, far=290), line("Text", near=290), in_note(), {"margin": 290}, None),
    ],
)
def test_the_rest_of_a_note_is_on_the_next_page_or_in_the_next_column(
    note: Row, row: Row, node: _Node, facts: dict[str, Any], weight: float | None
) -> None:
    assert path(note, row, **facts)._as_further_line(node, 1) == weight


def test_the_rest_of_a_note_begins_where_small_letters_do() -> None:
    above, row = line("Small", page=2), line("Text", 10, page=2)
    rest = path(HERE, above, row)._as_further_line(in_note(), 2)
    assert rest == OPEN + W.misplaced
    assert path(HERE, above, row, small=[True, False, True])._as_further_line(in_note(), 2) == OPEN


@pytest.mark.parametrize(
    ("row", "start", "facts", "weight"),
    [
        (HERE, RAISED, {"referred": {0}}, W.referred + W.style + W.small),
        (HERE, RAISED, {"referred_before": {0}}, W.referred + W.style + W.small),
        (HERE, RAISED, {}, W.unreferred + W.style + W.small),
        (HERE, RAISED, {"raises": False}, W.unshown + W.style + W.small),
        (HERE, RAISED, {"raised_style": False}, W.unreferred + W.other_style + W.small),
        (HERE, RAISED, {"small": [False]}, W.unreferred + W.style + W.large),
        (HERE, RAISED, {"ruled": {0}}, W.rule + W.unreferred + W.style + W.small),
        (line("Note", ruled=True), RAISED, {}, W.drawn_rule + W.unreferred + W.style + W.small),
        (line("Note", ruled=True), RAISED, {"referred": {0}}, W.rule + W.referred + W.style + W.small),
        (HERE, RAISED, {"sized": False}, W.unreferred + W.style + W.large),
        (HERE, RAISED, {"sized": False, "ruled": {0}}, W.rule + W.unreferred + W.style),
        (HERE, PRINTED, {"referred": {0}}, W.referred + W.other_style + W.small),
        (HERE, PRINTED, {}, W.unreferred + W.other_style + W.small + W.large),
        (
            HERE,
            PRINTED,
            {"referred": {0}, "small": [False]},
            W.referred + W.other_style + W.large + W.large_printed,
        ),
        (
            line("Note", ruled=True),
            PRINTED,
            {"referred": {0}, "small": [False]},
            W.rule + W.referred + W.other_style + W.large,
        ),
        (
            HERE,
            MarkStart("5", 1, raised=True, plain=False),
            {"sized": False},
            W.unreferred + W.style + W.large + W.other_style,
        ),
        (HERE, STAR, {}, 2 * W.unshown),
        (HERE, STAR, {"referred": {0}}, W.referred + W.unshown),
        (HERE, LETTER, {}, W.large),
        (HERE, LETTER, {"referred": {0}}, 0),
        (HERE, LETTER, {"ruled": {0}}, W.rule),
    ],
)
def test_a_note_is_shown_by_its_mark_its_letters_and_a_rule(
    row: Row, start: MarkStart, facts: dict[str, Any], weight: float
) -> None:
    assert path(row, starts={0: start}, **facts)._evidence(0) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("row", "start", "node", "facts", "weight"),
    [
        (SAME_PAGE, MarkStart("6", 1, raised=True), in_note(), {}, W.next),
        (SAME_PAGE, MarkStart("6", 1, raised=False), in_note(), {}, W.next),
        (SAME_PAGE, MarkStart("6", 1, raised=False), in_note(inside=False), {}, 2 * W.misplaced + W.next),
        (SAME_PAGE, MarkStart("6", 1, raised=True), in_note(inside=False), {}, W.misplaced + W.next),
        (NEXT_PAGE, MarkStart("6", 1, raised=True), in_note(inside=False), {}, W.next),
        (line("Text", near=510, far=900), MarkStart("6", 1, raised=True), in_note(inside=False), {}, W.next),
        (SAME_PAGE, STAR, in_note(), {}, 0),
        (SAME_PAGE, STAR, in_note(mark="*"), {}, 0),
        (SAME_PAGE, STAR, in_note(mark="*"), UNSIZED, W.impossible),
        (NEXT_PAGE, STAR, in_note(mark="*"), UNSIZED, 0),
        (SAME_PAGE, LETTER, in_note(mark="a"), {}, W.referred),
        (SAME_PAGE, LETTER, in_note(mark="b"), {}, W.impossible),
        (SAME_PAGE, LETTER, in_note(mark="b"), {"ruled": {1}}, 0),
        (NEXT_PAGE, LETTER, in_note(mark="a"), {}, W.impossible),
        (SAME_PAGE, LETTER, in_note(mark="a", inside=False), {"small": [False] * 2}, W.impossible),
        (line("Text", -40, page=2, ruled=True), LETTER, in_note(), {}, W.impossible),
        (line("Text", -40, page=2, ruled=True), ROMAN, in_note(), {}, 0),
        (SAME_PAGE, MarkStart("6", 1, raised=True), in_note(), UNSIZED, W.next),
        (SAME_PAGE, MarkStart("5", 1, raised=True), in_note(), UNSIZED, W.jump + W.impossible),
        (NEXT_PAGE, MarkStart("1", 1, raised=True), in_note(last=0), UNSIZED, W.next),
        (NEXT_PAGE, MarkStart("2", 1, raised=True), in_note(last=0), UNSIZED, W.jump + W.skip),
        (NEXT_PAGE, MarkStart("2", 1, raised=True), in_note(last=0), {**UNSIZED, "ruled": {1}}, W.skip),
    ],
)
def test_a_mark_is_weighed_after_the_last(
    row: Row, start: MarkStart, node: _Node, facts: dict[str, Any], weight: float
) -> None:
    assert path(HERE, row, **facts)._in_sequence(node, 1, start) == pytest.approx(weight)


NEXT = MarkStart("6", 1, raised=True)


@pytest.mark.parametrize(
    ("start", "node", "evidence", "facts", "score"),
    [
        (NEXT, in_note(), -9, {}, -9 + W.next),
        (NEXT, in_note(sure=True), -9, {}, W.in_block),
        (NEXT, in_note(sure=True), 0, {}, W.next),
        (NEXT, in_note(sure=True), -9, {"raises": False}, W.next),
        (NEXT, in_note(sure=True), 9, {}, 9 + W.next),
        (NEXT, in_note(sure=True, small=False), -9, {}, -9 + W.next),
        (NEXT, in_note(sure=True, raised=True), -9, {}, W.in_block),
        (NEXT, in_note(sure=True, raised=False), -9, {}, -9 + W.next + W.misplaced),
        (MarkStart("7", 1, raised=True), in_note(sure=True), -9, {}, -9 + W.skip),
        (MarkStart("5", 1, raised=True), in_note(), -9, {"repeated": {1}}, W.referred),
        (NEXT, in_note(), -9, {"repeated": {1}}, -9 + W.next),
    ],
)
def test_below_a_sure_note_the_next_number_is_surely_one(
    start: MarkStart, node: _Node, evidence: float, facts: dict[str, Any], score: float
) -> None:
    assert path(HERE, SAME_PAGE, **facts)._begun(node, 1, start, evidence).score == pytest.approx(score)


@pytest.mark.parametrize(("evidence", "sure"), [(-1, False), (-0.5, True)])
def test_a_note_is_sure_with_more_for_it_than_against_it(evidence: float, *, sure: bool) -> None:
    assert path(HERE, SAME_PAGE)._begun(in_note(), 1, NEXT, evidence).sure == sure


def test_the_roles_of_all_rows_are_in_order() -> None:
    text, note = line("Text", size=10), line("Note", 100)
    facts = {"small": [False, True, True], "starts": {1: MarkStart("1", 1, raised=True)}, "referred": {1}}
    roles = path(text, note, line("note", 110), **facts).best([0, 1, 2])
    assert [(role.row, role.inside) for role in roles] == [(0, False), (1, True), (2, True)]


@pytest.mark.parametrize(
    ("mark", "facts", "last", "raised"),
    [
        ("6", {}, 6, True),
        ("5", {}, 5, True),
        ("4", {}, 5, True),
        ("1", {}, 1, True),
        ("*", {}, 5, None),
        ("4", {"repeated": {1}}, 5, True),
        ("1", {"repeated": {1}}, 5, True),
    ],
)
def test_the_last_number_is_the_highest_since_numbers_began_again(
    mark: str, facts: dict[str, Any], last: int, *, raised: bool | None
) -> None:
    begun = path(HERE, NEXT_PAGE, **facts)._begun(in_note(), 1, MarkStart(mark, 1, raised=True), 0)
    assert (begun.last, begun.raised, begun.again) == (last, raised, bool(facts))
    assert (begun.note, begun.first, begun.rows, begun.mark) == (1, 1, 1, mark)


def blocks_of(*roles: _Node) -> Blocks:
    blocks = Blocks()
    _record(roles, [line(str(n), page=1 + (n > 2)) for n in range(6)], blocks)
    return blocks


def test_notes_of_a_page_without_text_between_them_are_one_block() -> None:
    def note(row: int) -> _Node:
        return in_note(row=row, start=MarkStart("5", 2, raised=True))

    def blocks(*roles: _Node) -> Sequence[int]:
        return [each.block for each in blocks_of(*roles).notes]

    assert blocks(note(0), note(1)) == [0, 0]
    assert blocks(note(0), in_note(row=1, inside=False), note(2)) == [0, 1]
    assert blocks(note(2), note(3)) == [0, 1]  # on two pages
    assert blocks(note(0), in_note(row=1), note(2)) == [0, 0]


def test_a_note_has_its_rows_and_one_printed_again_has_none() -> None:
    start, lone = MarkStart("5", 2, raised=True), MarkStart("6", 1, raised=True, lone=True)
    found = blocks_of(
        in_note(row=0, start=start),
        in_note(row=1),
        in_note(row=2, start=lone),
        in_note(row=3),
        in_note(row=4, start=start, again=True),
        in_note(row=5),
    )
    assert [(each.mark, each.rows, each.skip, each.alone) for each in found.notes] == [
        ("5", [0, 1], 2, None),
        ("6", [3], 0, 2),
    ]
    assert (found.taken, found.repeated) == ({0, 1, 2, 3, 4, 5}, {4, 5})


def test_a_mark_without_a_text_is_no_note() -> None:
    blocks = Blocks([Note("5", [], 0, 0, 1, 3), Note("6", [5], 0, 0, 1, 4)], taken={3, 4, 5})
    _drop_empty(blocks)
    assert ([each.mark for each in blocks.notes], blocks.taken) == (["6"], {4, 5})


@pytest.mark.parametrize(("gain", "doubtful"), [(0.5, [1]), (0.75, []), (1.0, [])])
def test_a_block_with_little_more_for_it_than_against_it_is_in_doubt(
    gain: float, doubtful: list[int]
) -> None:
    start = _Node(score=2, row=0)
    first = in_note(row=1, score=2 + gain / 2, before=start)
    second = in_note(row=2, score=2 + gain, before=first)
    text = _Node(row=3, score=2 + gain, before=second)
    assert list(_doubtful([start, first, second, text])) == doubtful
    assert list(_doubtful([start, first, second])) == doubtful
    assert list(_doubtful([start])) == []
