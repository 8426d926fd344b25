"""What a row says of the note that it may begin: the value of its mark, and which comes before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from placed_rows import placed

from aligner.segmentation.measured_rows import Row
from aligner.segmentation.note_evidence import (
    MarkStart,
    NoteEvidence,
    _in_columns,
    _start,
    collect,
)
from aligner.values import Span
from aligner.values.extract import InlineMark, Line


@pytest.mark.parametrize(
    ("mark", "roman"), [("i", 1), ("ii", 2), ("xiv", 14), ("xvi", 16), ("a", 0), ("xi2", 0), ("12", 0)]
)
def test_marks_of_endnotes_are_roman_numbers(mark: str, roman: int) -> None:
    assert MarkStart(mark, len(mark), raised=True).roman == roman


@pytest.mark.parametrize(
    ("mark", "last", "follows"),
    [
        ("ii", "i", True),
        ("xiv", "xiii", True),
        ("xvi", "xiii", False),
        ("i", "h", True),  # letters, of which one is a number as well
        ("b", "a", True),
        ("c", "a", False),
        ("bb", "a", False),
        ("a", "b", False),
    ],
)
def test_a_mark_follows_as_a_letter_or_as_a_roman_number(mark: str, last: str, *, follows: bool) -> None:
    assert MarkStart(mark, len(mark), raised=True).follows(last) == follows


def line(
    text: str,
    base: float = 0,
    near: float = 100,
    far: float = 500,
    size: float = 8,
    page: int = 1,
    **facts: Any,
) -> Row:
    """A line of a page; a raised mark is given as `marks="1"`, which begins it, or as `end="1"`."""
    begins, ends = facts.pop("marks", ""), facts.pop("end", "")
    marks = [InlineMark(begins, Span(0, len(begins)))] if begins else []
    marks += [InlineMark(ends, Span(len(text) - len(ends), len(text)))] if ends else []
    made = placed(near, far, base, size, page)
    return replace(made, text=text, line=replace(made.line, marks=tuple(marks), **facts))


def counted(text: str) -> Row:
    return Row(text, 0, 0, len(text), Line(Span(0, len(text))))


@pytest.mark.parametrize(
    ("row", "raises", "expected"),
    [
        (line("1 See it", marks="1"), True, MarkStart("1", 2, raised=True)),
        (line("1", marks="1"), True, MarkStart("1", 1, raised=True, lone=True)),
        (line("See it1", end="1"), True, None),
        (line("5 See it"), False, MarkStart("5", 2, raised=False)),
        (line("5 see it"), False, MarkStart("5", 2, raised=False, plain=False)),
        (line("5 See it", whole=True), False, MarkStart("5", 2, raised=False, plain=False)),
        (line("(5) See it"), False, MarkStart("5", 4, raised=False, plain=False)),
        (line("* See it"), False, MarkStart("*", 2, raised=False, plain=False)),
        (line("a See it"), False, MarkStart("a", 2, raised=False, plain=False)),
        (line("٥ See it"), False, MarkStart("5", 2, raised=False)),
        (line("5. See it"), False, None),
        (line("5. See it"), True, MarkStart("5", 3, raised=False, plain=False)),
        (counted("5. See it"), False, MarkStart("5", 3, raised=False, plain=False)),
        (line("5See it"), False, None),
        (line("5See it", ruled=True), False, MarkStart("5", 1, raised=False)),
        (line("5 000 of it"), False, None),
        (counted("¹²"), False, MarkStart("12", 2, raised=False, lone=True)),
        (counted("**"), False, MarkStart("**", 2, raised=False, lone=True)),
        (line("See it"), False, None),
    ],
)
def test_a_row_begins_with_a_raised_or_printed_mark(
    row: Row, expected: MarkStart | None, *, raises: bool
) -> None:
    assert _start(row, (), raises) == expected


BESIDE = MarkStart("5", 1, raised=False, lone=True)
RAISED = MarkStart("5", 1, raised=True, lone=True)


@pytest.mark.parametrize(
    ("size", "step", "expected"),
    [
        (10, 0, BESIDE),
        (10, 8.75, BESIDE),
        (10, -8.75, BESIDE),
        (10, 9, None),
        (8.75, 9.25, RAISED),
        (8.75, 14.75, RAISED),
        (8.75, 15, None),
        (9, 9, None),  # hardly smaller
        (8.75, 2, RAISED),
    ],
)
def test_a_number_by_itself_is_the_mark_of_the_text_beside_or_right_below_it(
    size: float, step: float, expected: MarkStart | None
) -> None:
    mark = line("5", 0.8 * size, size=size)
    text = line("See it", step + 8, size=10)
    assert _start(mark, [text], raises=False) == expected
    assert _start(mark, [], raises=False) is None


def evidence(rows: Sequence[Row], **facts: Any) -> NoteEvidence:
    usual: dict[str, Any] = {"apart": [False] * len(rows), "small": [True] * len(rows)}
    nothing: dict[str, Any] = dict.fromkeys(("ruled", "referred", "referred_before", "repeated"), ())
    others = {
        "starts": {},
        "raises": True,
        "raised_style": True,
        "margin": 500,
        "order": range(len(rows)),
        "sized": True,
        "lowest": {1: 999.0, 2: 999.0},
    }
    return NoteEvidence(rows, **{**usual, **nothing, **others, **facts})


@pytest.mark.parametrize(
    ("step", "facts", "ruled", "follows"),
    [
        (0, {}, False, True),
        (22, {}, False, True),
        (22.25, {}, False, False),
        (-1, {}, False, False),
        (10, {"small": [False, True]}, False, False),
        (10, {"apart": [True, False]}, False, False),
        (10, {}, True, False),
    ],
)
def test_a_row_goes_on_in_small_letters_right_below_others(
    step: float, facts: dict[str, Any], *, ruled: bool, follows: bool
) -> None:
    rows = line("a", size=10), line("b", step, size=10, ruled=ruled)
    assert evidence(rows, **facts).follows_small(1) == follows


@pytest.mark.parametrize(
    ("above", "below", "is_below"),
    [
        (line("a"), line("b", 10), True),
        (line("a"), line("b", 10, page=2), False),
        (line("a"), line("b", -10), False),
        (line("a"), line("b"), True),  # next to it on one line
        (line("a"), line("b", -7), True),
        (line("a", size=10), line("b", -9, size=10), False),
        (line("a", far=200), line("b", 10, near=300), False),
    ],
)
def test_a_row_is_below_another_in_its_column(above: Row, below: Row, *, is_below: bool) -> None:
    assert evidence([above, below]).is_below(1, 0) == is_below


def test_only_the_next_row_is_beside_one() -> None:
    assert not evidence([line("a"), line("b"), line("c")]).is_below(2, 0)


@pytest.mark.parametrize(("near", "one"), [(200, True), (239, True), (240, False)])
def test_rows_of_one_column_are_apart_by_a_mark_at_most(near: float, *, one: bool) -> None:
    assert evidence([line("a", far=200), line("b", 20, near=near)]).is_below(1, 0) == one


@pytest.mark.parametrize(
    ("nears", "marked", "small", "order"),
    [
        ((100, 300, 100, 300), (0, 1), True, [0, 2, 1, 3]),
        ((100, 300, 100, 300), (0, 1), False, [0, 1, 2, 3]),
        ((100, 300, 100, 300), (), True, [0, 1, 2, 3]),
        ((100, 300, 100, 300), (0,), True, [0, 1, 2, 3]),
        ((100, 140, 99), (0, 1), True, [2, 0, 1]),
        ((100, 139, 99), (0, 1), True, [0, 1, 2]),  # set in, in the same column
        ((100, 300, 500, 300, 100, 500), (0, 1, 2), True, [0, 4, 1, 3, 2, 5]),
    ],
)
def test_notes_of_columns_are_read_column_by_column(
    nears: Sequence[float], marked: Sequence[int], order: list[int], *, small: bool
) -> None:
    rows = [line("a", near=near) for near in nears]
    starts = {index: MarkStart("1", 1, raised=True) for index in marked}
    assert _in_columns(list(range(len(rows))), rows, starts, [small] * len(rows)) == order
    printed = {index: replace(start, raised=False) for index, start in starts.items()}
    assert _in_columns(list(range(len(rows))), rows, printed, [small] * len(rows)) == sorted(order)


TEXT = [line("The text of it1", 12 * n, size=10, end="1" if not n else "") for n in range(4)]
NOTE = line("1 See the report", 100, marks="1")


def collected(*rows: Row, apart: Sequence[bool] = ()) -> NoteEvidence:
    found = collect(rows, [*apart, *[False] * (len(rows) - len(apart))], range(len(rows)))
    assert found is not None
    return found


def test_what_a_page_shows_of_its_note() -> None:
    found = collected(*TEXT, NOTE)
    assert found.starts == {4: MarkStart("1", 2, raised=True)}
    assert list(found.small) == [False] * 4 + [True]
    assert (found.raises, found.raised_style, found.sized) == (True, True, True)
    assert (found.referred, found.referred_before, found.repeated) == ({4}, set(), set())
    assert collect(TEXT[1:], [False] * 3, range(3)) is None


@pytest.mark.parametrize(("size", "small"), [(9.25, True), (9.35, False)])
def test_small_letters_are_those_of_notes(size: float, *, small: bool) -> None:
    assert collected(*TEXT, line("1 See", 100, size=size, marks="1")).small[4] == small


def test_a_mark_by_itself_is_as_small_as_its_text() -> None:
    found = collected(*TEXT, line("1", 100, size=5, marks="1"), line("See it", 101, size=10))
    assert list(found.small)[4:] == [False, False]
    assert collected(*TEXT, line("1", 100, size=5, marks="1")).small[4]


def test_the_margin_is_the_edge_of_nine_lines_in_ten() -> None:
    lines = [line("Text", 12 * n, far=400 + n, size=10) for n in range(19)]
    assert collected(*lines, line("1 See it", 300, far=90, marks="1")).margin == 417


def test_a_note_is_referred_to_above_it_or_on_the_page_before() -> None:
    later = line("1 See the report", 100, page=2, marks="1")
    text = line("Text of it", 12, size=10, page=2)
    after = replace(TEXT[0], line=replace(TEXT[0].line, page=1))
    assert collected(*TEXT, text, later).referred_before == {5}
    assert collected(*TEXT, later).referred_before == {4}
    assert collected(NOTE, replace(after, line=line("", 120, size=10).line)).referred == set()
    third, last = line("1 See the report", 100, page=3, marks="1"), line("Text of it", 200, size=10, page=3)
    assert collected(*TEXT, text, third).referred_before == {5}  # below the end of the text
    assert collected(*TEXT, text, third, last).referred_before == set()
    large = line("1 See the report", 100, size=10, page=3, marks="1")
    assert collected(*TEXT, text, large).referred_before == set()
    assert collected(*TEXT[1:], replace(large, line=replace(large.line, page=1))).referred == set()


def test_a_note_that_two_pages_have_is_repeated() -> None:
    again = replace(NOTE, line=replace(NOTE.line, page=2))
    assert collected(*TEXT, NOTE, again).repeated == {5}
    assert collected(*TEXT, NOTE, NOTE).repeated == set()
    lone = line("1", 100, marks="1")
    assert collected(*TEXT, lone, replace(lone, line=replace(lone.line, page=2))).repeated == set()
    printed = line("1 See", 100), line("1 See", 100, page=2)
    assert collected(*TEXT, *printed).repeated == set()


def test_most_marks_of_notes_show_whether_they_are_raised() -> None:
    text = [line("Text1", 0, size=10, end="1"), line("Text2", 12, size=10, end="2"), *TEXT[1:]]
    raised, printed = line("1 See it", 100, marks="1"), line("2 See it", 110)
    assert collected(*text, raised, printed).raised_style
    assert not collected(*text, line("1 See it", 100), printed).raised_style
    other = line("Text3", 24, size=10, end="3")
    assert not collected(*text, other, raised, printed, line("3 See it", 120)).raised_style


def test_furniture_is_not_read_but_for_raised_numbers() -> None:
    rows = [*TEXT, NOTE, line("2 Chair", 110)]
    assert collected(*rows, apart=[True, *[False] * 3, True, True]).order == [1, 2, 3, 4]


def test_a_rule_of_signs_is_above_the_first_note() -> None:
    assert collected(*TEXT, line("______", 90), NOTE).ruled == {5}
