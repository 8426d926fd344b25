"""Tables drawn in letters: which rules and gaps make cells, rows and headings of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.rules import Rule
from aligner.readers.pdf.table_rows import row_of
from aligner.readers.pdf.tables import Table, inside
from tests.readers.test_tables import strip

FRAME = [Level.at(700, 100, 300), Level.at(600, 100, 300)]


@pytest.mark.parametrize(
    ("left", "ends", "posts", "first", "second"),
    [
        ("text", (150, 290), [200], (108, 192), (208, 292)),  # as much space on both sides
        ("text", (125, 295), [200], (108, 195), (205, 292)),
        ("text", (115, 295), [200], (108, 200), (205, 292)),  # it sticks out of its cell
        ("text", (150, 303), [200], (108, 192), (200, 292)),
        ("text", (197, 290), [200], (103, 192), (208, 292)),
        ("text", (150, 290), [], (130, 150), (270, 290)),  # without rules, what the lines take
    ],
)
def test_a_ruled_column_has_equal_space_on_both_sides(
    left: str,
    ends: tuple[float, float],
    posts: Sequence[float],
    first: tuple[float, float],
    second: tuple[float, float],
) -> None:
    row = row_of([strip(650, (left, ends[0]), ("more", ends[1]))], [200])
    table = Table(Grid(FRAME, [Rule(x, 600, x, 700) for x in posts]), [200.0], [row])
    assert (table.bounds(0), table.bounds(1)) == (first, second)


def test_an_empty_column_is_as_wide_as_its_table() -> None:
    assert Table(Grid(FRAME), [200.0], [row_of([strip(650, ("text", 150))], [200])]).bounds(1) == (100, 300)


@pytest.mark.parametrize(
    ("left", "right", "base", "found"),
    [
        (97, 303, 650, True),
        (96.5, 300, 650, False),
        (100, 303.5, 650, False),
        (100, 300, 697.5, True),  # the middle of its letters
        (100, 300, 698, False),
        (100, 300, 597.5, False),
        (100, 300, 598, True),
    ],
)
def test_a_line_is_inside_a_frame_with_the_middle_of_its_letters(
    left: float, right: float, base: float, *, found: bool
) -> None:
    line = strip(base, ("t", left + 5), ("t", right))
    line.pieces = [type(line.pieces[0])([word for piece in line.pieces for word in piece])]
    assert bool(inside([line], Grid(FRAME), 700, 600)) == found
