"""The lines of one cell of a PDF's table as one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.written_rows import join_lines


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
