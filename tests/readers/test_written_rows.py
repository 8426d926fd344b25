"""Cells of tables written as text: which lines end inside a word, and what comes between lines."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.table_rows import Cells
from aligner.readers.pdf.tables import Table
from aligner.readers.pdf.written_rows import (
    TableRow,
    _breaking,
    _is_one_word,
    _is_tight,
    join_lines,
    words_in,
)
from tests.readers.test_tables import strip

WORDS = {"international", "station", "intern", "nation", "inside"}


@pytest.mark.parametrize(
    ("head", "tail", "words", "one"),
    [
        ("inter", "national", WORDS, True),
        ("intern", "ational", WORDS, True),  # both together are a word
        ("nation", "s", WORDS, False),  # a word by itself
        ("remark", "ing", WORDS, True),  # few letters that are no word
        ("remark", "able", WORDS, False),
        ("remark", "ing", {*WORDS, "ing", "dark"}, False),
        # the letters around the break stand in one word of five, and begin or end none
        ("remat", "ional", WORDS, True),
        ("remat", "ional", {*WORDS, "format"}, True),
        ("remat", "ional", {"station", "format", "ionic", "of", "in", "at", "to"}, False),
        ("remat", "ional", {"station", "nation", "format", "ionic", "of", "in", "at", "to"}, True),
        ("remat", "xional", WORDS, False),
    ],
)
def test_a_line_ends_inside_a_word_by_the_words_of_the_document(
    head: str, tail: str, words: set[str], *, one: bool
) -> None:
    assert _is_one_word(head, tail, words) == one


def test_words_at_the_ends_of_pieces_may_be_cut() -> None:
    assert words_in([strip(600, ("One (two) three-3 four", 200), ("five six seven", 300))]) == {
        "two",
        "three",
        "six",
    }


@pytest.mark.parametrize(
    ("above", "below", "tight"),
    [
        ("well-", "known", True),
        ("2015–", "2016", True),
        ("and/", "or", True),
        ("well -", "known", False),
        ("-", "known", False),
        ("well-", "(known)", False),
        ("well", "known", False),
    ],
)
def test_a_hyphen_inside_a_word_is_tight(above: str, below: str, *, tight: bool) -> None:
    assert _is_tight(above, below) == tight


def line(
    text: str, left: float = 100, top: float = 50, marks: tuple[tuple[str, int, int], ...] = ()
) -> PageLine:
    return PageLine(
        text, list(marks), left, top, left + 50, top + 10, 10, doubtful=[(0, 1)] if "?" in text else ()
    )


@pytest.mark.parametrize(
    ("texts", "inside", "whole"),
    [
        (["One", "two"], (), "One two"),
        (["One", "", "two"], (), "One two"),
        (["", ""], (), ""),
        (["well-", "known"], (), "well-known"),
        (["inter", "national"], (1,), "international"),
        (["an inter", "national", "plan"], (1,), "an international plan"),
        (["a plan", "inter", "national"], (2,), "a plan international"),
    ],
)
def test_lines_of_a_cell_are_joined_by_spaces_but_inside_words(
    texts: list[str], inside: tuple[int, ...], whole: str
) -> None:
    assert join_lines([line(text) for text in texts], inside).text == whole


def test_a_joined_cell_has_the_marks_and_the_place_of_its_lines() -> None:
    first, second = line("One1", 110, 50, (("1", 3, 4),)), line("two?2", 100, 62, (("2", 4, 5),))
    whole = join_lines([first, second])
    assert (whole.text, whole.marks, list(whole.doubtful)) == (
        "One1 two?2",
        [("1", 3, 4), ("2", 9, 10)],
        [(5, 6)],
    )
    assert (whole.left, whole.right, whole.top, whole.bottom) == (100, 160, 50, 72)
    assert first.marks == [("1", 3, 4)]


def row(*texts: str) -> TableRow:
    return TableRow(Cells([[] for _ in texts], 0, 0), [line(text) for text in texts], 100, 50, 150, 60, 10)


def test_a_row_goes_on_cell_by_cell() -> None:
    above, below = row("One", "", "three?"), row("more", "two", "", "four")
    above.join(below)
    assert [cell.text for cell in above.cells] == ["One more", "two", "three?", "four"]
    assert above.source is below.source
    text, cells, _ = above.as_text()
    assert (text, cells) == ("One more\ttwo\tthree?\tfour", [(0, 8), (9, 12), (13, 19), (20, 24)])
    assert above.doubtful() == [(13, 14)]
    fewer = row("One", "two")
    fewer.join(row("more"))
    assert [cell.text for cell in fewer.cells] == ["One more", "two"]


def words(text: str, left: float, base: float) -> Fragment:
    """A line whose letters are five points wide."""
    letters = [
        Glyph(sign, n, left + 5 * n, left + 5 * n + 5, base, 10, left + 5 * n, spaced=text[n - 1] == " ")
        for n, sign in enumerate(text)
        if sign != " "
    ]
    return Fragment(letters, base, 10)


@pytest.mark.parametrize(
    ("above", "below", "widest", "broken"),
    [
        ("internat", "ional", 8, True),
        ("internat", "ional", 9, False),  # the next letter would have fitted
        ("internat", "Ional", 8, False),
        ("the inte", "rnational", 8, False),  # it is not alone in its line
        ("internat", ", and", 8, True),
        ("interna5", "ional", 8, False),
    ],
)
def test_a_line_is_broken_inside_a_word_that_fills_its_column(
    above: str, below: str, widest: int, *, broken: bool
) -> None:
    cell, other = [words(above, 100, 700), words(below, 100, 688)], [words("w" * widest, 100, 650)]
    grid = Grid([Level.at(710, 90, 150), Level.at(640, 90, 150)])
    table = Table(grid, [], [Cells([cell], 710, 680), Cells([other], 660, 640)])
    assert _breaking(table, 0, {"international"})(*cell) == broken
