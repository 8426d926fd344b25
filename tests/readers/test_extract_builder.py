"""The pieces of which readers build a text."""

from __future__ import annotations

import pytest

from aligner.readers.extract_builder import is_ideographic, is_note_mark, join_break, note_marks


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
