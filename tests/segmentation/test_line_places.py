"""Where lines are on their pages, and which of them belong together by their places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from placed_rows import placed

from aligner.readers import plain_text
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation import line_places
from aligner.segmentation.line_places import (
    block_edges,
    column_edges,
    counted,
    far_edge,
    with_hanging_brackets,
)
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, Row, measure, width
from aligner.values.extract import Box, Extract, Line


def rows(*lines: tuple[str, Box | None], whole: bool = False, right_to_left: bool = False) -> list[Row]:
    builder = ExtractBuilder()
    for text, box in lines:
        builder.add(text, Line(page=1, box=box, whole=whole))
    return measure(builder.build("pdf", "x.pdf", pages=1), right_to_left=right_to_left)


FIRST, SECOND = Box(50, 60, 200, 72, 10), Box(80, 74, 190, 86, 10)


def test_places_are_measured_from_the_side_that_lines_begin_on() -> None:
    two = rows(("大会，", FIRST), ("注意到", SECOND))
    assert [(row.near, row.far, row.base, row.size) for row in two] == [(50, 200, 70, 10), (80, 190, 84, 10)]
    mirrored = rows(("大会，", FIRST), ("注意到", SECOND), right_to_left=True)
    assert [(row.near, row.far) for row in mirrored] == [(0, 150), (10, 120)]
    assert two[0].middle == 125


def test_places_are_counted_unless_the_format_gives_all_of_them() -> None:
    boxes = rows(("大会，", FIRST), ("注意到", None))
    assert [(row.near, row.far, row.size) for row in counted(boxes)] == [(10, 40, 2), (0, 6, 2)]
    below = rows(("大会，", None), ("注意到", None))
    apart = [below[0], replace(below[1], down=3, fresh=True)]
    for given, step, page in ((below, 2.4, 0), (apart, 4.8, 1)):
        first, second = counted(given)
        assert second.base - first.base == pytest.approx(step)
        assert (first.page, second.page) == (0, page)
    assert [row.near for row in rows(("  大会，", replace(FIRST, size=0)))] == [2]


@pytest.mark.parametrize(
    ("letters", "size"),
    [
        ([(30, 12.0), (100, 9.0)], 12),
        ([(29, 12.0), (100, 9.0)], 9),
        ([(30, 12.04), (100, 9.0)], 12),
        ([(20, 12.04), (20, 11.96), (100, 9.0)], 12),
    ],
)
def test_the_text_has_a_third_of_the_letters_that_its_notes_have(
    letters: list[tuple[int, float]], size: float
) -> None:
    given = rows(*(("a" * count, replace(FIRST, size=size)) for count, size in letters))
    assert line_places.size_of_text(given) == size
    assert line_places.usual_size(given) == 9
    table = rows(("a" * 500, replace(FIRST, size=20)), whole=True)
    assert line_places.usual_size([*given, *table]) == 9


@pytest.mark.parametrize(
    ("lines", "near"),
    [
        ([("《公约》", 45, 1), ("大会", 50, 1)], [50, 50]),
        ([("大会", 50, 1), ("《公约》", 45, 1)], [50, 50]),
        ([("《公约》", 45, 1), ("大会", 80, 1), ("各国", 50, 1)], [45, 80, 50]),
        ([("大会", 50, 1), ("《公约》", 45, 2)], [50, 45]),
        ([("大会", 50, 1), ("《公约》", 43, 1)], [50, 48]),
        ([("大会", 50, 1), ("《公约》", 42.9, 1)], [50, 42.9]),
    ],
)
def test_a_bracket_hangs_beside_the_row_above_or_below(
    lines: list[tuple[str, float, int]], near: list[float]
) -> None:
    builder = ExtractBuilder()
    for number, (text, left, page) in enumerate(lines):
        builder.add(text, Line(page=page, box=Box(left, 60 + 12 * number, 200, 72 + 12 * number, 10)))
    places = with_hanging_brackets(measure(builder.build("pdf", "x.pdf", pages=2)))
    assert [place.near for place in places] == near


HERE = placed(50, 200, 100)


def moved(**changes: Any) -> Row:
    return placed(**{"near": 50, "far": 200, "base": 100, **changes})


@pytest.mark.parametrize(
    ("other", "turned", "same_line"),
    [
        (moved(base=95), False, True),
        (moved(base=94.9), True, True),
        (moved(base=104.9), False, True),
        (moved(base=105), False, False),
        (moved(base=104, size=8), False, False),
        (moved(base=104.9, size=20), False, True),
        (moved(page=2), True, True),
    ],
)
def test_places_beside_each_other_and_in_the_next_column(other: Row, turned: bool, same_line: bool) -> None:
    assert (line_places.turns(HERE, other), line_places.same_line(HERE, other)) == (turned, same_line)


@pytest.mark.parametrize(
    ("other", "size", "edge"),
    [
        (moved(size=9.46), True, True),
        (moved(size=9.44), False, True),
        (moved(size=10.58), True, True),
        (moved(size=10.59), False, True),
        (moved(near=52), True, True),
        (moved(near=52.1), True, False),
        (moved(near=48), True, True),
        (moved(near=47.9), True, False),
        (moved(near=54, size=20), False, True),
    ],
)
def test_letters_of_one_size_and_lines_of_one_margin(other: Row, size: bool, edge: bool) -> None:
    assert (line_places.same_size(HERE, other), line_places.same_edge(HERE, other)) == (size, edge)
    assert line_places.same_size(HERE, other.size) == size
    assert line_places.same_size(HERE, 9.0, tolerance=2)
    assert not line_places.same_size(HERE, 8.8, tolerance=2)


@pytest.mark.parametrize(
    ("below", "edges"),
    [
        (moved(base=115, far=180), [200, 200]),
        (moved(base=115.1, far=180), [200, 180]),
        (moved(base=100, far=180), [200, 180]),
        (moved(base=112, far=180, size=9), [200, 180]),
        (moved(base=112, far=180, whole=True), [200, 180]),
        (moved(base=112, far=180, page=2), [200, 180]),
        (moved(base=112, far=270), [270, 270]),
        (moved(base=112, far=270.1), [300, 300]),  # it comes near to the margin
        (moved(base=112, far=310), [310, 310]),
    ],
)
def test_lines_close_together_have_one_far_edge(below: Row, edges: list[float]) -> None:
    assert block_edges([HERE, below], 1.5, 300) == edges
    assert block_edges([], 1.5, 300) == []


@pytest.mark.parametrize(
    ("places", "edges"),
    [
        ([HERE, moved(base=112, near=60, far=210)], [(50, 210)] * 2),
        ([HERE, moved(base=112, near=40, far=210, whole=True)], [(50, 200)] * 2),
        ([moved(whole=True), moved(base=112, near=40, whole=True)], [(40, 200)] * 2),
        ([HERE, moved(base=112), moved(near=300, far=450)], [(50, 200)] * 2 + [(300, 450)]),
        (
            [moved(base=88, far=450), HERE, moved(base=112), moved(near=300, far=450)],
            [(50, 450), *[(50, 200)] * 2, (300, 450)],
        ),
        (
            [moved(base=88, far=450), HERE, moved(near=60.1, far=450, base=80)],
            [(50, 450)] * 2 + [(60.1, 450)],
        ),
        (
            [moved(base=88, far=450), moved(far=55), moved(near=60, far=450, base=80)],
            [(50, 450)] * 2 + [(60, 450)],
        ),
        (
            [moved(base=88, far=450), moved(far=55), moved(near=60.1, far=450, base=80)],
            [(50, 450), (50, 55), (60.1, 450)],
        ),
        ([moved(base=88, far=300), HERE, moved(base=80, near=300, far=450)], [(50, 300)] * 2 + [(300, 450)]),
        (
            [moved(base=88, far=450), HERE, moved(near=300, far=450, page=2)],
            [(50, 450)] * 2 + [(300, 450)],
        ),
    ],
)
def test_a_column_ends_where_lines_turn_up(places: list[Row], edges: list[tuple[float, float]]) -> None:
    assert column_edges(places) == edges


@pytest.mark.parametrize(
    ("near", "far", "edge"),
    [
        (320, 530, 300),
        (369, 530, 300),
        (370, 530, 370),
        (320, 531, 300),
        (320, 532, 320),
        (320, 529, 300),
        (320, 528, 320),
    ],
)
def test_a_column_whose_lines_are_all_set_in_has_the_edge_of_other_pages(
    near: float, far: float, edge: float
) -> None:
    def page(number: int, left: float, right: float) -> list[Row]:
        return [placed(50, 280, 100, page=number), placed(left, right, 90, page=number)]

    assert column_edges([*page(1, 300, 530), *page(2, near, far)])[-1] == (edge, far)


@pytest.mark.parametrize(
    ("text", "hard", "comma"),
    [
        ("of the Office.", True, False),
        ("of the Office.”12", True, False),
        ("of the Office.1234", False, False),
        ("of the Office,¹", False, True),
        ("各国；", True, False),
        ("各国、", False, True),
        ("A/C.3/80/L.", False, False),
        ("A/C.3/80/X.", True, False),
    ],
)
def test_signs_that_end_a_sentence_or_clause(text: str, hard: bool, comma: bool) -> None:
    assert (HARD_END.search(text) is not None, COMMA_END.search(text) is not None) == (hard, comma)


def measured(*lines: str, cells: bool = False, blank: int = 0) -> list[tuple[str, int, float, float, int]]:
    builder = ExtractBuilder()
    for line in lines:
        builder.add(line, cells=[(0, 1)] if cells else ())
    made = builder.build("txt", "x.txt")
    spaced = tuple(replace(line, blank_above=blank) for line in made.lines)
    found = measure(Extract(made.text, spaced, "txt"))
    assert all(row.stop == row.start + len(row.text) for row in found)
    return [(row.text, row.start, row.near, row.far, row.down) for row in found]


def test_lines_of_text_are_measured_in_columns() -> None:
    assert measured("  大会", "", "\tof it ", " ") == [("大会", 2, 2, 6, 1), ("of it", 7, 4, 9, 3)]
    assert measured("\ta", "b", cells=True) == [("\ta", 0, 0, 2, 1), ("b", 3, 0, 1, 2)]
    assert measured("a", "", "b", blank=2) == [("a", 0, 0, 1, 3), ("b", 3, 0, 1, 9)]
    assert [width(text) for text in ("e\u0301té", "a\u200bb", "ｱﾞ", "（）", "аб")] == [3, 2, 2, 4, 2]


@pytest.mark.parametrize(
    ("count", "near", "far", "begins"),
    [
        (8, 130, 530, 100),
        (8, 70, 470, 100),
        (7, 130, 530, 130),  # too few lines show a margin
        (8, 180, 580, 100),
        (8, 181, 581, 181),  # that is no margin of a book
        (8, 20, 420, 100),
        (8, 19, 419, 19),
        (8, 130, 532.5, 100),
        (8, 130, 527.5, 100),
        (8, 130, 533, 130),  # its lines end further on than they begin
        (8, 130, 527, 130),
    ],
)
def test_left_and_right_pages_begin_at_one_margin(count: int, near: float, far: float, begins: float) -> None:
    builder = ExtractBuilder()
    for page, lines, left, right in ((1, 9, 100, 500), (2, count, near, far)):
        for number in range(lines):
            box = Box(left, 60 + 12 * number, right, 72 + 12 * number, 10)
            builder.add("words", Line(page=page, box=box))
    found = measure(builder.build("pdf", "x.pdf", pages=2))
    assert {row.near for row in found if row.page == 1} == {100}
    assert {(row.near, row.far) for row in found if row.page == 2} == {(begins, far + begins - near)}


@pytest.mark.parametrize(
    ("lines", "begins", "level"),
    [
        (8, 5, [0, 0]),
        (7, 5, [0, 5]),
        (8, 16, [0, 0]),
        (8, 17, [0, 17]),
    ],
)
def test_pages_of_a_text_file_begin_at_one_margin(lines: int, begins: int, level: list[float]) -> None:
    words = "words that are as long as a line of it"
    pages = [f"{words}\n" * 9, f"{' ' * begins}{words}\n" * lines]
    found = measure(plain_text.read("\f".join(pages).encode(), "x.txt"))
    assert [found[0].near, found[-1].near] == level


@pytest.mark.parametrize(
    ("fars", "edge"),
    [
        ([500, 500.5, 420, 500, 560, 499, 500.2, 300, 500, 410], 500.5),  # one line overruns the margin
        ([500, 560, 560, 560, 559.8], 560),  # most of them end there
        ([500, 480, 470, 455], 500),  # no edge is shared
        ([500, 500, 520, 500, 500], 500),
        ([500, 500, 520, 500], 520),  # too few lines to say that one overruns
        ([500, 500, 520, 500, 400], 500),  # three lines share it
        ([500, 480, 520, 500, 400], 520),
    ],
)
def test_the_far_edge_is_that_of_many_lines(fars: list[float], edge: float) -> None:
    assert far_edge([moved(far=far, size=10) for far in fars]) == edge


def test_the_far_edge_of_a_long_text_is_found_in_little_time() -> None:
    """Its lines end anywhere, so that every place of a fifth of them is looked at."""
    looked_at = 0

    class Counted(float):
        def __sub__(self, other: float) -> float:
            nonlocal looked_at
            looked_at += 1
            return float(self) - other

    far_edge([moved(far=Counted(10 * number), size=10) for number in range(2_000)])
    assert looked_at <= 2_000


@pytest.mark.parametrize(
    ("text", "small"),
    [("in the", True), ("“in the”", True), ("(in the", True), ("In the", False), ("(1)", False)],
)
def test_a_small_letter_may_follow_a_quotation_mark_or_bracket(text: str, small: bool) -> None:
    assert line_places.is_lower(text) is small
