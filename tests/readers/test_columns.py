"""What columns of running text look like, on both sides of each distance, and where a document has them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers.pdf.columns import (
    Block,
    ColumnHabit,
    _Band,
    _below_head,
    _beside,
    _Columns,
    _columns_of,
    _is_column,
    _is_straight,
    _Piece,
    _reach,
    _row_sizes,
    _stands_out,
    _starts,
    in_reading_order,
)
from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.table_rows import Cells
from aligner.readers.pdf.tables import Table


def columns(middle: float, rows: int) -> _Columns:
    half = middle - 72
    edges = ((72.0, middle - 6), (middle + 6, middle + half))
    return _Columns(middle, edges, ((72.0,), (middle + 6,)), rows)


def usual(*votes: tuple[int, int]) -> list[int]:
    """Places of the usual columns, in steps of 12 points, by the rows that have them in each."""
    habit = ColumnHabit()
    for place, rows in votes:
        habit._votes[place] += rows
        habit._found[place] = columns(12.0 * place, rows)
    return [round(each.middle / 12) for each in habit.usual]


def test_columns_that_are_a_step_apart_are_the_same() -> None:
    assert usual((20, 4), (21, 3), (30, 6))[0] == 20  # seven rows have them
    assert usual((20, 3), (21, 4), (30, 6))[0] == 21
    assert usual((20, 4), (22, 3), (30, 6))[0] == 30


def piece(left: float, right: float, base: float = 700, letters: int = 20) -> _Piece:
    """A piece of a line in letters of 10 points."""
    fragment = Fragment([Glyph("x", 0, left, right, base, 10, left)], base, 10)
    return _Piece(fragment, left, right, base, letters)


@pytest.mark.parametrize(
    ("right", "letters", "found"), [(56, 9, True), (54, 9, False), (56, 8, False), (100, 9, True)]
)
def test_most_rows_of_a_column_fill_it_and_have_words(right: float, letters: int, *, found: bool) -> None:
    assert _is_column([(0, 100, letters), *[(0, right, letters)] * 3]) == found


SCATTERED = [150, 160, 170, 180, 190, 200, 210, 220, 230, 240, 250, 260, 270, 280]


@pytest.mark.parametrize(
    ("lefts", "straight"),
    [
        ([100] * 6 + SCATTERED[:4], True),
        ([100] * 5 + SCATTERED[:5], False),  # words after spaces
        ([100, 103.9] * 5, True),
        ([100, 104.1] * 5, False),
        ([100] * 6 + [120] * 5 + [150], True),  # short paragraphs, or a list
        ([100] * 6 + [120] * 5, False),  # too few to say so
        ([100] * 6 + SCATTERED, False),
    ],
)
def test_lines_of_a_column_begin_at_its_edge_or_at_few_indents(
    lefts: Sequence[float], *, straight: bool
) -> None:
    assert _is_straight([(left, 500, 20) for left in lefts]) == straight


@pytest.mark.parametrize(
    ("gaps", "found"),
    [([23.1], True), ([23], False), ([0], True), ([30, 10], True), ([30, 10, 10], False)],
    ids=str,
)
def test_most_rows_are_widest_open_between_columns(gaps: Sequence[float], *, found: bool) -> None:
    """Each row has a gap of 20 inside its left half, and one before its right half."""
    rows = [
        piece(*sides, 700 - 12 * row)
        for row, gap in enumerate(gaps)
        for sides in ((50, 100), (120, 200), (200 + gap, 300))
    ]
    assert _stands_out(rows, 200) == found


def test_rows_of_one_half_say_nothing_of_a_gutter() -> None:
    assert _stands_out([piece(50, 100), piece(120, 200)], 200)


def test_lines_that_often_begin_at_a_place_are_set_in() -> None:
    assert _starts([piece(left, 300) for left in [100] * 5 + [140] * 2 + [120] * 3]) == (100, 120)


def test_the_pieces_at_one_height_are_a_row() -> None:
    pieces = [piece(120, 180, letters=4), piece(50, 100, letters=6), piece(50, 190, 688)]
    assert _row_sizes(pieces) == [(50, 180, 10), (50, 190, 20)]


def test_a_column_is_between_the_next_gaps_on_both_sides() -> None:
    left = [piece(50, 100), piece(111, 150), piece(159, 200)]
    right = [piece(220, 260), piece(269, 300), piece(311, 350)]
    kept = _beside([left, right], 10)
    assert [sorted(each.left for each in side) for side in kept] == [[111, 159], [220, 269]]


def test_the_first_and_the_last_line_of_a_band_are_in_its_columns() -> None:
    pieces = [piece(50, 200, base) for base in (712, 700, 650, 638)] + [piece(190, 201, 650)]
    left, right = _columns_of(_Band(700, 650, 200, 3), pieces)
    assert [each.base for each in left] == [700, 650]
    assert [each.left for each in right] == [190]


TWO = _Columns(306, ((72, 300), (312, 540)), ((72, 90), (312,)), 12)


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [
        (299.9, 304, 12),  # a sign that hangs in the gutter
        (300, 304, 11),
        (299, 311, 12),
        (299, 311.1, 11),
        (311, 312.1, 12),
        (311, 312, 11),
        (310.9, 330, 11),
    ],
)
def test_a_line_over_the_gutter_of_usual_columns_interrupts_them(
    left: float, right: float, rows: int
) -> None:
    lines = [piece(*side, 700 - 12 * row) for row in range(12) for side in ((72, 300), (312, 540))]
    band = TWO.band([*lines, piece(left, right, 568)])
    assert band is not None
    assert (band.top, round((band.top - band.bottom) / 12) + 1) == (700, rows)


@pytest.mark.parametrize(
    ("gap", "step", "kept"),
    [(20.1, 12, False), (20, 12, True), (25, 21, False), (24.1, 21, True), (24.2, 21, False), (30, 4, True)],
)
def test_a_masthead_is_above_an_empty_strip(gap: float, step: float, *, kept: bool) -> None:
    """Of two lines at least, and of more than the steps between lines; letters printed twice take none."""
    bases = [gap, 0, *(-step * row for row in range(1, 4))]
    run = [piece(*side, base) for base in bases for side in ((72, 200), (312, 540))]
    assert (len(_below_head(run, 250)) == len(run)) == kept


@pytest.mark.parametrize(
    ("pieces", "fits"),
    [
        ([piece(75.9, 300)], True),
        ([piece(76, 300)], False),  # at no usual place
        ([piece(86.1, 300)], True),
        ([piece(72, 300), piece(68.1, 300)], True),
        ([piece(72, 300), piece(68, 300)], False),  # outside the column
        ([piece(72, 300, letters=9), piece(72, 300, letters=3)], True),
        ([piece(72, 300, letters=8)], False),
    ],
)
def test_lines_of_a_usual_column_begin_where_it_does(pieces: Sequence[_Piece], *, fits: bool) -> None:
    assert TWO._fits(0, pieces) == fits


@pytest.mark.parametrize(
    ("pieces", "begins"),
    [
        ([piece(90, 150), piece(120, 150, 688)], True),
        ([piece(90, 150), piece(120, 150, 688), piece(120, 150, 676)], False),  # a masthead
        ([piece(136, 236)], True),  # in the middle
        ([piece(136, 243.8)], True),
        ([piece(136, 244)], False),
    ],
)
def test_most_lines_of_a_column_begin_at_usual_places(pieces: Sequence[_Piece], *, begins: bool) -> None:
    assert TWO._begins_at(0, pieces) == begins


@pytest.mark.parametrize(("off", "shared"), [(11.9, True), (12, False)])
def test_columns_between_the_same_margins_differ_only_inside(off: float, *, shared: bool) -> None:
    assert TWO.share_margins(_Columns(250, ((72 + off, 240), (260, 540)), TWO.starts, 12)) == shared
    assert TWO.share_margins(_Columns(250, ((72, 240), (260, 540 - off)), TWO.starts, 12)) == shared


@pytest.mark.parametrize(
    ("bases", "direction", "reached"),
    [
        ((664, 624.1), -1, 624.1),
        ((664, 623.9), -1, 664),  # further below than the next paragraph
        ((712, 735.9), 1, 735.9),
        ((712, 736.1), 1, 712),  # up the page, no paragraph is further away than a line
        ((600, 588), -1, 676),
        ((), -1, 676),
    ],
)
def test_a_column_goes_on_line_by_line(bases: Sequence[float], direction: int, reached: float) -> None:
    columns = [piece(left, left + 228, base) for left in (72, 312) for base in (700, 688, 676)]
    edge = 700 if direction > 0 else 676
    beyond = [piece(312, 500, base) for base in bases]
    assert _reach([*columns, *beyond], edge, direction, 306) == reached


def test_the_first_line_beyond_shows_which_column_goes_on() -> None:
    columns = [piece(left, left + 228, base) for left in (72, 312) for base in (700, 688, 676)]
    beyond = [*(piece(312, 540, base) for base in (600, 588, 576)), piece(72, 300, 564)]
    assert _reach([*columns, *beyond], 676, -1, 306) == 564
    assert _reach([*columns, *beyond[::-1]], 676, -1, 306) == 564
    assert _reach([*columns, *beyond[:3], piece(72, 200, 500)], 676, -1, 306) == 576


@pytest.mark.parametrize(
    ("right", "bases", "reached"),
    [
        (549.9, (600, 588, 576), 576),
        (550, (600, 588, 576), 676),
        (530.1, (600, 588, 576), 576),
        (540, (600, 588), 676),  # two lines may end there by chance
    ],
)
def test_a_column_goes_on_as_far_as_its_lines_are_wrapped(
    right: float, bases: Sequence[float], reached: float
) -> None:
    columns = [piece(left, left + 228, base) for left in (72, 312) for base in (700, 688, 676)]
    assert _reach([*columns, *(piece(312, right, base) for base in bases)], 676, -1, 306) == reached


@pytest.mark.parametrize(("rows", "learned"), [(12, 1), (11, 0)])
def test_a_page_of_many_rows_in_two_columns_shows_where_they_are(rows: int, learned: int) -> None:
    fragments = [
        Fragment([Glyph("x" * 20, n, left, left + 200, 700 - 12 * n, 10, left)], 700 - 12 * n, 10)
        for n in range(rows)
        for left in (72, 312)
    ]
    habit = ColumnHabit()
    ordered = in_reading_order(fragments, False, (), habit)
    assert [round(columns.middle) for columns in habit.usual] == [292] * learned
    assert [part.left for part in ordered] == [72] * rows + [312] * rows


def test_columns_of_two_pages_a_few_points_apart_are_the_same() -> None:
    """The pages that have them are more than those with others."""
    habit = ColumnHabit()
    for rows, gutter, margin in ((12, 292, 72), (12, 302, 72), (20, 400, 200)):
        pieces = [
            piece(left, right, 700 - 12 * row)
            for row in range(rows)
            for left, right in ((margin, gutter - 10), (gutter + 10, gutter + 200))
        ]
        habit.learn(_Band(700, 700 - 12 * (rows - 1), gutter - 10, rows), pieces)
    assert [columns.middle for columns in habit.usual] == [292, 400]


def test_a_block_of_tables_has_their_lines_from_the_top_down() -> None:
    def table(base: float) -> Table:
        row = Cells(
            [[Fragment([Glyph("x", 0, 100, 105, line, 10, 100)], line, 10) for line in (base, base - 12)]],
            0,
            0,
        )
        return Table(Grid([Level.at(height, 90, 300) for height in (base + 10, base - 20)]), [], [row])

    block = Block.of([table(600), table(700)])
    assert (block.bases, block.left, block.right, block.size) == ((700, 688, 600, 588), 90, 300, 10)


SIDES = {
    "L": (50, 290), "l": (50, 150), "i": (70, 290), "R": (0, 240), "r": (0, 90), "j": (20, 240),
    "A": (50, 550), "n": (50, 58), "c": (200, 400),
}  # fmt: skip
"""Pieces of a page: full (`L`, `R`), short (`l`, `r`) and set in (`i`, `j`) lines on both sides of a gutter,
lines across (`A`), the mark of a note (`n`) and what is centred (`c`)."""


def page_of(rows: str, gutter: float) -> list[Fragment]:
    """A page whose lines are 12 points apart, those after `+` 26."""
    made: list[Fragment] = []
    base = 700.0
    for row in rows.split():
        base -= 26 if row[0] == "+" else 12
        for sign in row.lstrip("+"):
            shift = 290 + gutter if sign in "Rrj" else 0
            left, right = SIDES[sign]
            name = f"{sign}{len(made)}".ljust(12, "x")
            made.append(
                Fragment([Glyph(name, len(made), left + shift, right + shift, base, 10, left)], base, 10)
            )
    return made


@pytest.mark.parametrize(
    ("gutter", "learned", "rows", "order"),
    [
        (
            8,
            True,
            "lr +LR ir LR R iR Lj LR iR +iR LR L R",
            "l0 L2 i4 L6 i9 L11 L13 i15 i17 L19 L21 r1 R3 r5 R7 R8 R10 j12 R14 R16 R18 R20 R22",
        ),
        (
            7.5,
            False,
            "lr lr lr Lj lr LR L +R ir L L R LR +LR",
            "l0 l2 l4 r1 r3 r5 L6 l8 L10 L12 j7 r9 R11 i14 L16 L17 L19 L21 R13 r15 R18 R20 R22",
        ),
        (30, True, "c r LR +LR lR R L", "c0 L2 L4 l6 L9 r1 R3 R5 R7 R8"),
        (20, False, "LR R LR +LR", "L0 L3 L5 R1 R2 R4 R6"),
        (8, False, "r Lj +ir ir R LR +L n L", "r0 L1 j2 i3 i5 L8 L10 n11 L12 r4 r6 R7 R9"),
        (7, False, "+LR LR LR", "L0 R1 L2 R3 L4 R5"),
        (20, False, "A lR lr lR LR R LR n n", "A0 l1 l3 l5 R2 r4 R6 L7 R8 R9 L10 R11 n12 n13"),
        (20, True, "ir R LR R +R LR R", "i0 L3 L7 r1 R2 R4 R5 R6 R8 R9"),
        (30, False, "A R LR +iR n n", "A0 R1 L2 R3 i4 R5 n6 n7"),
        (20, False, "l lR LR LR Lj Lj +R", "l0 l1 L3 L5 L7 L9 R2 R4 R6 j8 j10 R11"),
        (7.5, True, "ir Lj", "i0 L2 r1 j3"),
        (20, False, "A LR LR LR A", "A0 L1 L3 L5 R2 R4 R6 A7"),
        (20, False, "LR LR", "L0 R1 L2 R3"),  # by chance
        (20, False, "LR LR LR L L L", "L0 L2 L4 L6 L7 L8 R1 R3 R5"),
    ],
)
def test_a_page_is_read_down_one_column_then_down_the_next(
    gutter: float, rows: str, order: str, *, learned: bool
) -> None:
    """Where the columns of the document are known, a page before it has many rows of two columns."""
    habit = ColumnHabit()
    if learned:
        in_reading_order(page_of("LR " * 12, gutter), False, (), habit)
    found = in_reading_order(page_of(rows, gutter), False, (), habit)
    assert " ".join(part.glyphs[0].text.rstrip("x") for part in found if isinstance(part, Fragment)) == order


@pytest.mark.parametrize("lefts", [(72, 232, 392), (72, 232), (232, 392)])
@pytest.mark.parametrize("learned", [True, False])
def test_a_page_with_few_rows_has_the_three_columns_of_the_pages_before(
    lefts: Sequence[float], *, learned: bool
) -> None:
    """Some of its columns may be empty. Otherwise, a column is two itself only if many rows show it."""

    def page(rows: int, lefts: Sequence[float]) -> list[Fragment]:
        return [
            Fragment([Glyph("x" * 20, n, left, left + 148, 700 - 12 * n, 10, left)], 700 - 12 * n, 10)
            for n in range(rows)
            for left in lefts
        ]

    habit = ColumnHabit()
    if learned:
        in_reading_order(page(12, (72, 232, 392)), False, (), habit)
    found = [part.left for part in in_reading_order(page(2, lefts), False, (), habit)]
    assert (found == [left for left in lefts for _ in range(2)]) == learned


@pytest.mark.parametrize(("left", "fits"), [(72, True), (68.5, True), (67.5, False)])
def test_a_line_of_a_known_column_begins_at_its_edge_or_inside(left: float, *, fits: bool) -> None:
    """A number that hangs before the usual place begins inside, too."""
    known = _Columns(226, ((72, 220), (232, 380)), ((80,), (232,)), 12)
    rows = [piece(first, first + 140, 700 - 12 * n) for n in range(4) for first in (80, 232)]
    assert (known.band([*rows, piece(left, 212, 650)]) is not None) == fits
