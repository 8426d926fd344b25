"""The pieces of which readers build a text."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from aligner.readers.extract_builder import (
    ExtractBuilder,
    is_ideographic,
    is_note_mark,
    join_break,
    note_marks,
)
from aligner.values import Span
from aligner.values.extract import Line, LineRole
from aligner.values.limits import Budget
from aligner.values.message import LimitError


@pytest.mark.parametrize(
    "character", ["\u2e80", "一", "\u9fff", "\uf900", "\ufaff", "\uff00", "！", "\uff60", "\U00020000"]
)
def test_chinese_and_full_width_characters_join_without_a_space(character: str) -> None:
    assert is_ideographic(character)
    assert join_break(character, character) == ""


@pytest.mark.parametrize(
    "character", ["a", "\u2e7f", "\ua000", "\uf8ff", "\ufb00", "\ufeff", "\uff61", "\U0001ffff"]
)
def test_other_characters_join_with_a_space(character: str) -> None:
    assert not is_ideographic(character)
    assert join_break("a", character) == " "


@pytest.mark.parametrize(
    ("mark", "known"),
    [
        *[("i", True), ("ii", True), ("xxxix", True), ("iix", False), ("vx", False)],
        *[("a", True), ("o", False), ("ab", False), ("é", False), ("*", True), ("**", True), ("*†", False)],
        *[("12", True), ("123", True), ("1234", False), ("", False), (" 3 ", True), ("½", False)],
    ],
)
def test_what_may_be_the_mark_of_a_note(mark: str, *, known: bool) -> None:
    assert is_note_mark(mark, "the Committee ") == known


@pytest.mark.parametrize(
    ("raised", "marks"), [("1,2", ["1", "2"]), ("a,b", ["a", "b"]), ("1,a", []), ("1 to 2", [])]
)
def test_marks_in_a_row_are_all_numbers_or_all_letters(raised: str, marks: list[str]) -> None:
    assert [mark for mark, _, _ in note_marks(raised, "the Committee")] == marks


@pytest.mark.parametrize(
    ("characters", "lines"), [(9, 5), (8, 5), (9, 4)], ids=["enough", "characters", "lines"]
)
def test_a_line_uses_up_the_budget_with_its_label_marks_and_cells(characters: int, lines: int) -> None:
    budget = Budget(characters, lines)
    line, marks, cells = Line(Span(0, 0), label="(a)"), [("1", 2, 3)], [(0, 3), (4, 6), (6, 6)]
    with nullcontext() if characters + lines == 14 else pytest.raises(LimitError):
        ExtractBuilder(budget=budget).add("a 1 bb", line, marks=marks, cells=cells)
    assert (budget.characters, budget.lines) == (characters - 9, lines - 5)


def test_a_cell_or_note_draws_on_the_same_budget() -> None:
    budget = Budget(5)
    ExtractBuilder(budget=budget).nested().add("text", Line(Span(0, 0)))
    assert budget.characters == 1


def test_what_is_known_of_a_line_follows_its_text() -> None:
    builder = ExtractBuilder()
    builder.add("first", Line(Span(0, 0)))
    builder.add("a¹ b", Line(Span(0, 0)), marks=[("1", 1, 2)], cells=[(0, 2), (3, 4)], doubtful=[(3, 4)])
    line = builder.lines[1]
    assert (line.span, [mark.span for mark in line.marks]) == (Span(6, 10), [Span(7, 8)])
    assert (line.cells, builder.doubtful) == ((Span(6, 8), Span(9, 10)), [Span(9, 10)])


def test_a_label_of_furniture_is_part_of_its_text_and_its_marks_are_none() -> None:
    builder = ExtractBuilder()
    head = Line(Span(0, 0), role=LineRole.FURNITURE, label="12")
    builder.add("A/C.3/56", head, marks=[("3", 4, 5)])
    builder.add(" ", head)
    assert builder.pieces == ["12 A/C.3/56", " "]
    assert [(line.label, line.marks) for line in builder.lines] == [(None, ()), (None, ())]
