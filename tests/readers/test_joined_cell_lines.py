"""The lines of one cell of a PDF's table as one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.rules import Rule
from aligner.readers.pdf.table_rows import Cells
from aligner.readers.pdf.tables import Table
from aligner.readers.pdf.written_rows import join_lines, write_rows


def line(text: str, *, top: float, left: float = 0, marks: tuple[tuple[str, int, int], ...] = ()) -> PageLine:
    return PageLine(text, list(marks), left, top, left + 6 * len(text), top + 10, 10)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Travel of", "staff"), "Travel of staff"),
        (("A/RES/", "71/1"), "A/RES/71/1"),
        (("follow-", "up"), "follow-up"),
        (("vitamin A-", "rich"), "vitamin A-rich"),
        (("1990 –", "1995"), "1990 – 1995"),
        (("– -", "none"), "– - none"),
        (("", "one", "", "two"), "one two"),
        (("大会", "决议"), "大会决议"),
        ((), ""),
    ],
)
def test_lines_of_a_cell_are_joined_as_they_were_broken(texts: tuple[str, ...], expected: str) -> None:
    joined = join_lines([line(text, top=12.0 * place) for place, text in enumerate(texts)])
    assert joined.text == expected


def test_marks_doubts_and_bounds_of_joined_lines_are_those_of_all() -> None:
    first = line("Travel1", top=0, left=5, marks=(("1", 6, 7),))
    second = replace(line("and fuel2", top=12, marks=(("2", 8, 9),)), doubtful=[(4, 8)])
    joined = join_lines([first, second])
    assert [(mark, joined.text[start:stop]) for mark, start, stop in joined.marks] == [("1", "1"), ("2", "2")]
    assert [joined.text[start:stop] for start, stop in joined.doubtful] == ["fuel"]
    assert (joined.left, joined.top, joined.right, joined.bottom) == (0, 0, 54, 22)
    assert first.marks == [("1", 6, 7)]


def test_a_cell_without_lines_has_no_extent() -> None:
    assert join_lines([]) == PageLine("", [], 0.0, 0.0, 0.0, 0.0, 0.0)


WORDS = (
    "the total of population governments government payments employment employed urban area areas and in for "
    "rural nation national sector within mention mentions agents moment fundament extent text"
)


def in_a_column(*texts: str) -> str:
    """What is read of a ruled cell in which ten letters have room on a line."""
    lines = [
        Fragment(
            [Glyph(c, n, 5.0 * n, 5.0 * n + 5, base, 10, 5.0 * n) for n, c in enumerate(text) if c != " "],
            base,
            10,
        )
        for base, text in zip((70.0, 58.0, 46.0), texts, strict=False)
    ]
    levels = [Level.at(height, -2, 104, (52,)) for height in (82, 40)]
    posts = [Rule(side, 40, side, 82) for side in (-2, 52, 104)]
    table = Table(Grid(levels, posts), [52], [Cells([lines, []], 80, 42)])
    (row,) = write_rows(table, 100, leftwards=False, words=set(WORDS.split()))
    return row.cells[0].text


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("government", "s"), "governments"),  # a known word
        (("population", "of"), "population of"),  # a known word and another
        (("floors/sys", "tems"), "floors/systems"),  # no word ends so, and one begins so
        (("disburseme", "nts"), "disbursements"),  # few letters that are no word
        (("regulatori", "zqx"), "regulatorizqx"),
        (("regulatori", "zqxw"), "regulatori zqxw"),
        (("appointmen", "xyzyx"), "appointmen xyzyx"),  # nor does any begin so: nothing is known
        (("settlement", "areas"), "settlement areas"),  # words end so, and none has these letters inside
        (("lowemploym", "ental"), "lowemploymental"),  # these letters are inside words
        (("subsidised", ", and"), "subsidised, and"),
        (("settlement", "Areas"), "settlement Areas"),
        (("settled", "sys"), "settled sys"),  # the next letter had room
        (("as settled", "sys"), "as settled sys"),  # not alone in its line
    ],
)
def test_a_word_wider_than_its_cell_is_one_word(texts: tuple[str, ...], expected: str) -> None:
    assert in_a_column(*texts) == expected
