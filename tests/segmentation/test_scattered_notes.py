"""Notes whose marks were extracted apart from them: which mark belongs to which rows below the rule."""

from __future__ import annotations

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.scattered_notes import read
from aligner.values.extract import Line

LONG = "A note that fills the whole measure of this page and"


def notes(*texts: str, apart: str = "furniture") -> tuple[list[tuple[str, str]], int]:
    """The mark and the rows of each note of a text without pages, and where the text goes on."""
    builder = ExtractBuilder()
    for text in texts:
        builder.add(text, Line())
    rows = measure(builder.build("text", "x.txt"))
    found, stop = read(rows, [row.text == apart for row in rows], 0)
    return [(note.mark, "|".join(rows[index].text for index in note.rows)) for note in found], stop


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["One.", "Two.", "Three."], ["One.", "Two.", "Three."]),
        (["One,", "and more.", "Two.", "Three."], ["One,|and more.", "Two.", "Three."]),
        ([LONG, "Plan", f"{LONG} more.", "Three."], [f"{LONG}|Plan", f"{LONG} more.", "Three."]),
        ([LONG, "two lines.", "Two.", "Three."], [f"{LONG}|two lines.", "Two.", "Three."]),
    ],
    ids=["a row each", "small letters go on", "a short row ends", "a full stop ends"],
)
def test_notes_begin_where_a_row_seems_to_end_one(texts: list[str], wanted: list[str]) -> None:
    found, _ = notes("1", "2", "3", *texts)
    assert found == [(str(number), text) for number, text in enumerate(wanted, 1)]


def test_stars_come_before_the_numbers() -> None:
    found, _ = notes("1", "2", "* Star.", "One.", "Two.")
    assert found == [("*", "* Star."), ("1", "One."), ("2", "Two.")]


@pytest.mark.parametrize(
    "rows",
    [
        ["1", "One.", "2", "Two."],
        ["1", "3", "One.", "Three."],
        ["1", "2", "One."],
        ["One.", "Two."],
    ],
    ids=["in order", "a number lacks", "a text lacks", "no number"],
)
def test_other_rows_are_no_scattered_notes(rows: list[str]) -> None:
    assert notes(*rows) == ([], 0)


def test_the_text_goes_on_after_the_last_note() -> None:
    found, stop = notes("1", "2", "One.", "Two.", *["The text goes on here."] * 7)
    assert (found, stop) == ([("1", "One."), ("2", "Two.")], 4)


def test_a_page_number_ends_notes_that_are_complete() -> None:
    found, stop = notes("1", "2", "One.", "Two.", "57", "The text goes on.")
    assert (found, stop) == ([("1", "One."), ("2", "Two.")], 4)
    found, stop = notes("1", "2", "One.", "57", "Two.", *["The text goes on here."] * 7)
    assert (found, stop) == ([("1", "One."), ("2", "Two.")], 5)
