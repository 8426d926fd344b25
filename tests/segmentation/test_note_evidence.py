"""What a row says of the note that it may begin: the value of its mark, and which comes before it."""

from __future__ import annotations

import pytest

from aligner.segmentation.note_evidence import MarkStart


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
