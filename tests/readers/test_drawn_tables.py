"""Tables drawn in letters: which rules and gaps make cells, rows and headings of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.glyph import Glyph
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.rules import PageRules, Rule
from aligner.readers.pdf.table_rows import row_of, strip_of
from aligner.readers.pdf.tables import Table, inside, tables_of
from tests.readers.test_tables import strip


def drawn(picture: str) -> tuple[list[Glyph], list[Rule]]:
    """The letters and rules of a picture: a column is five points, a line of letters 12, an empty one 8.

    Rules go through `-` and `+`, which cuts the level ones, and through each `|` of a column.
    """
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    posts: dict[int, list[float]] = {}
    height = 700.0
    for row in picture.strip("\n").split("\n"):
        is_rule = "--" in row
        height -= 4 if is_rule else 12 if row.strip() else 8
        for found in re.finditer("-+", row) if is_rule else ():
            left, right = (100 + 5 * place for place in found.span())
            cut = [2.5 if row[place : place + 1] == "+" else 0 for place in (found.start() - 1, found.end())]
            rules.append(Rule(left - cut[0], height, right + cut[1], height))
        for place, sign in enumerate(row):
            if sign in "+|":
                posts.setdefault(place, []).append(height)
            elif sign not in "- ":
                left = 100.0 + 5 * place
                spaced = row[place - 1 : place] == " "
                glyphs.append(Glyph(sign, len(glyphs), left, left + 5, height, 10, left, spaced=spaced))
    rules += [Rule(102.5 + 5 * n, min(ends), 102.5 + 5 * n, max(ends)) for n, ends in posts.items()]
    return glyphs, rules


def read(picture: str) -> list[tuple[list[str], int]]:
    """The tables of a picture: their rows, with `|` between cells and `/` between lines; their headings."""
    glyphs, rules = drawn(picture)
    strips = [strip_of(line) for line in baselines(glyphs)]
    tables = tables_of(PageRules(tuple(rules)), strips, glyphs)
    text = {id(glyph): glyph.text for glyph in glyphs}
    return [
        (
            [
                "|".join(
                    "/".join("".join(text[id(g)] for g in part.glyphs) for part in cell)
                    for cell in row.columns
                )
                for row in table.rows
            ],
            table.header,
        )
        for table in tables
    ]


PICTURES = """
------------------------
Item          2025
------------------------
Travel        12.5
Rent          10
------------------------
= Item|2025, Travel|12.5, Rent|10 / 1

Item          2025
------------------------
Travel        12.5
------------------------
Rent          10
------------------------
= Travel|12.5, Rent|10 / 1

----------------------------------
Item          Planned   Spent
             ---------------------
              2025      2026
----------------------------------
Travel                  12.5
----------------------------------
Rent          10        11
----------------------------------
= Item|Planned|Spent, |2025|2026, Travel||12.5, Rent|10|11 / 2

----------------------------------
              Planned   Spent
             ---------------------
Item          2025      2026
----------------------------------
Travel                  12.5
----------------------------------
Rent          10        11
----------------------------------
= Item|Planned|Spent, |2025|2026, Travel||12.5, Rent|10|11 / 2

+------------+---------+
|Item        | Text    |
+------------+---------+
|Travel      | of all  |
|            | staff   |
+------------+---------+
|Rent        | of it   |
+------------+---------+
= Item|Text, Travel|ofall/staff, Rent|ofit / 1

+------------+---------+
|Travel      | of all  |
             +---------+
|            | staff   |
+------------+---------+
= Travel|ofall, |staff / 0

+----------------------+
|Words in a box        |
+----------------------+
=

------------------------
Words of the text above
------------------------
=

------------------------
Words of the text and no table, as
they run over it
------------------------
Travel        12.5
------------------------
=

------------------------
Item          2025
------------------------
Travel        12.5
of staff

Rent          10
------------------------
Total         22.5
Words of the text that are below
= Item|2025, Travel/ofstaff|12.5, Rent|10, Total|22.5 / 1

Table 1
------------------------
Item          2025
------------------------
Part one
------------------------
Travel        12.5
------------------------
Rent          10
------------------------
= Item|2025, Partone|, Travel|12.5, Rent|10 / 1

------------------------

------------------------
Item          2025
------------------------
Travel        12.5
------------------------
= Item|2025, Travel|12.5 / 1

------------------------
Item          2025
------------------------
Travel        12.5
------------------------



------------------------
Rent          10
------------------------
Fuel          11
------------------------
= Item|2025, Travel|12.5 / 1; Rent|10, Fuel|11 / 1

+------------+---------+
|Item        | 2025    |
+------------+---------+
|Travel      | 12.5    |   beside it
|Rent        | 10      |
+------------+---------+
= Item|2025, Travel/Rent|12.5/10 / 1
"""


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


@pytest.mark.parametrize("picture", re.findall(r"(?:^(?!=).*\n)+^=.*$", PICTURES, re.MULTILINE))
def test_rules_and_gaps_make_tables(picture: str) -> None:
    picture, _, expected = picture.rpartition("\n=")
    found = [f"{', '.join(rows)} / {header}" for rows, header in read(picture)]
    assert "; ".join(found) == expected.strip()


@pytest.mark.parametrize(("height", "tables"), [(200, 1), (81, 1), (79, 0)])
def test_the_bars_of_a_chart_are_no_columns_of_a_table(height: float, tables: int) -> None:
    glyphs, _ = drawn("12    30    45    60\n10    20    30    40\n 5     6     7     8")
    frame = [Rule(90, place, 220, place) for place in (500, 700)]
    frame += [Rule(place, 500, place, 700) for place in (90, 220)]
    bars = [Rule(120 + 30 * number, 500, 120 + 30 * number, 500 + height) for number in range(3)]
    strips = [strip_of(line) for line in baselines(glyphs)]
    assert len(tables_of(PageRules((*frame, *bars)), strips, glyphs)) == tables
