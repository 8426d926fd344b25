"""Rules above notes, on both sides of each distance by which they are told from other lines on a page."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.page_parts import _are_apart, mark_ruled
from aligner.readers.pdf.rules import Rule
from aligner.readers.pdf.table_rows import Strip

HEIGHT = 800.0


def line(text: str, top: float, left: float = 100, right: float = 500) -> PageLine:
    """A line of letters of 10 points."""
    return PageLine(text, [], left, top, right, top + 10, 10)


def level(left: float, right: float, place: float) -> Rule:
    """A thin level rule so far below the upper edge of the page."""
    return Rule(left, HEIGHT - place - 0.25, right, HEIGHT - place + 0.25)


def marked(lines: list[PageLine], *rules: Rule) -> list[str]:
    mark_ruled(lines, list(rules), HEIGHT)
    return [each.text for each in lines if each.ruled]


@pytest.mark.parametrize(
    ("left", "right", "place", "above_notes"),
    [
        (100, 230, 655, True),
        (100, 119, 655, False),  # a stroke of a letter
        (100, 121, 655, True),
        (100, 299, 655, True),
        (100, 301, 655, False),  # half as long as the lines: it divides the text
        (102.9, 230, 655, True),
        (103.1, 230, 655, False),  # flush with no edge
        (97.1, 230, 655, True),
        (96.9, 230, 655, False),
        (370, 502.9, 655, True),  # flush with the far edge, in Arabic
        (370, 503.1, 655, False),
        (100, 230, 640.1, True),
        (100, 230, 639.9, False),  # two lines above
        (100, 230, 659.5, True),
        (100, 230, 661, False),  # through the line
    ],
)
def test_a_short_rule_at_an_edge_right_above_a_line_is_one_of_notes(
    left: float, right: float, place: float, *, above_notes: bool
) -> None:
    lines = [*(line("text", top) for top in range(100, 200, 12)), line("1 Note", 660, right=480)]
    assert marked(lines, level(left, right, place)) == (["1 Note"] if above_notes else [])


def test_an_upright_rule_is_none_of_notes() -> None:
    assert marked([line("text", 100), line("1 Note", 660)], Rule(100, 145, 100.5, 230)) == []


@pytest.mark.parametrize(("place", "expected"), [(651.4, []), (651.6, ["1 Note"])])
def test_an_underline_is_none_of_notes(place: float, expected: list[str]) -> None:
    lines = [line("text", 640), line("1 Note", 660)]
    assert marked(lines, level(100, 160, place)) == expected


def test_the_first_of_the_lines_below_a_rule_is_its_note() -> None:
    assert marked([line("2 Note", 672), line("1 Note", 660)], level(100, 160, 655)) == ["1 Note"]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (310, 400, ["1 Right"]),
        (290.1, 350, ["1 Right"]),  # all lines of a column are set in from its edge
        (289.9, 350, []),
        (330, 400, []),
        (330, 500, ["1 Right"]),
    ],
)
def test_a_rule_in_a_column_is_above_the_notes_of_that_column(
    left: float, right: float, expected: list[str]
) -> None:
    """The other column has a line nearer to it."""
    columns = [(100, 280), (310, 500)]
    lines = [line("text", top, *column) for column in columns for top in range(100, 200, 12)]
    lines += [line("text", 657, 100, 280), line("1 Right", 660, 310, 500)]
    assert marked(lines, level(left, right, 655)) == expected


@pytest.mark.parametrize(
    ("base", "sizes", "apart"),
    [(676.1, (10, 10), False), (675.9, (10, 10), True), (675.9, (9, 10), True), (675.9, (10, 11), False)],
)
def test_lines_of_one_table_are_no_further_apart_than_loose_lines(
    base: float, sizes: tuple[float, float], *, apart: bool
) -> None:
    assert _are_apart(Strip(700, sizes[0], []), Strip(base, sizes[1], [])) == apart


def test_a_title_over_both_columns_makes_no_page_of_one() -> None:
    columns = [(100, 280), (310, 500)]
    lines = [line("text", top, *column) for column in columns for top in range(100, 200, 12)]
    lines += [line("title", 80), line("text", 657, 100, 280), line("1 Right", 660, 310, 500)]
    assert marked(lines, level(310, 400, 655)) == ["1 Right"]
