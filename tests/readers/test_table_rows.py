"""Words, cells and rows of a table: on both sides of each distance by which they are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.grids import Grid, Level, lies_in
from aligner.readers.pdf.rules import Rule
from aligner.readers.pdf.table_rows import (
    Cells,
    Strip,
    _fill_less,
    _is_figures,
    _narrowed,
    are_wrapped,
    crossed,
    cut_at,
    gutters,
    row_of,
    split_rows,
    strip_of,
    text_of,
)
from aligner.readers.pdf.tables import (
    Table,
    _apart,
    _drop_text_above,
    _extend,
    _fits,
    _is_headed,
    _is_heading_among,
    _is_running,
    _is_table,
    _open_table,
    _raise_merged,
    _sticks_out,
    _strips_in,
    drop_spacers,
    inside,
)
from tests.readers.test_tables import glyphs_of, strip, written

FRAME = (Level.at(700, 100, 300), Level.at(600, 100, 300))


def letters(*places: tuple[float, bool]) -> Fragment:
    """Letters 5 wide that begin at places, and whether the file has a space before them."""
    return Fragment([Glyph("x", 0, left, left + 5, 700, 10, left, spaced=s) for left, s in places], 700, 10)


@pytest.mark.parametrize(
    ("left", "spaced", "words"),
    [
        (107.4, False, [[2]]),
        (107.6, False, [[1, 1]]),
        (105.9, True, [[2]]),
        (106.1, True, [[1, 1]]),  # a typed space is narrow
        (110.9, True, [[1, 1]]),
        (111.1, False, [[1], [1]]),  # too wide for a space: the next cell
    ],
)
def test_a_line_is_cut_into_pieces_and_words_by_its_gaps(
    left: float, spaced: bool, words: list[list[int]]
) -> None:
    pieces = strip_of(letters((100, False), (left, spaced))).pieces
    assert [[len(word.glyphs) for word in piece] for piece in pieces] == words


def cells(base: float, *texts: str) -> Strip:
    """A line with a text in each column: they begin at 100, 200 and 300."""
    placed = [(text, 100 + 100 * n + 5 * len(text)) for n, text in enumerate(texts) if text]
    return strip(base, *placed)


@pytest.mark.parametrize(
    ("gaps", "found"),
    [
        ([], False),
        ([6.1] * 3, True),
        ([6] * 3, False),  # two words and a space
        ([20] * 5 + [2.6], True),  # the cells of one line of six fill their columns
        ([20] * 4 + [2.6], False),
        ([20] * 5 + [1.4], False),  # nothing is left between them
    ],
)
def test_columns_are_where_nearly_all_lines_leave_a_gap(gaps: Sequence[float], *, found: bool) -> None:
    lines = [
        strip(700 - 12 * n, ("x" * 10, 150 if gap > 10 else 170 - gap), ("x" * 10, 220))
        for n, gap in enumerate(gaps)
    ]
    assert bool(gutters(lines)) == found


@pytest.mark.parametrize(
    ("edge", "is_crossed"), [(101.1, True), (101, False), (148.9, True), (149, False), (200, False)]
)
def test_a_word_that_is_over_an_edge_on_both_sides_crosses_it(edge: float, *, is_crossed: bool) -> None:
    assert crossed(strip(700, ("x" * 10, 150)), [edge]) == is_crossed


def test_a_word_across_an_edge_merges_its_columns_and_a_wide_one_flush_with_others_none() -> None:
    wide = strip(700, ("x" * 25, 225), ("b", 305))
    assert written([row_of([wide], [190, 290])]) == [["x" * 25, "", "b"]]
    assert written([row_of([wide, cells(688, "a", "", "c")], [190, 290])]) == [[f"{'x' * 25} a", "", "b c"]]


@pytest.mark.parametrize(
    ("left", "right", "filled"),
    [(179, 290.9, [0, 2]), (179, 291.1, [0]), (189, 295, [1]), (188.9, 295, [0])],
)
def test_a_merged_cell_is_in_the_columns_of_which_its_word_has_more_than_a_point(
    left: float, right: float, filled: list[int]
) -> None:
    letters = Fragment([Glyph("x", 0, left, right, 700, 10, left)], 700, 10)
    merged = strip_of(letters)
    found = row_of([merged, cells(688, "", "", "c")], [190, 290])
    assert found.filled == filled


@pytest.mark.parametrize(
    ("texts", "figures"),
    [
        (("Fuel", "1,234"), True),
        (("Fuel", "123a"), True),
        (("Fuel", "12a"), False),
        (("Fuel", "–"), True),
        (("1,234", ""), False),  # a figure in the first column
        (("Fuel", "per cent"), False),
    ],
)
def test_a_line_of_figures_has_few_letters_after_its_first_column(
    texts: Sequence[str], *, figures: bool
) -> None:
    assert _is_figures(cells(700, *texts), [190, 290]) == figures


@pytest.mark.parametrize(
    ("lines", "step", "rows"),
    [
        ([("A", "a"), ("B", "b"), ("C", "c")], (12, 20), [2, 1]),  # lines of a cell are closer than rows
        ([("A", "a"), ("B", "b"), ("C", "c")], (12, 13.7), [3]),
        ([("A", "a"), ("B", "b"), ("C", "c")], (12, 13.9), [2, 1]),
        ([("Travel", "10"), ("of staff",), ("Fuel", "5")], (12, 12), [2, 1]),  # lines of figures are rows
        ([("Travel", "10"), ("Of staff",), ("Fuel", "5")], (12, 12), [1, 1, 1]),
        ([("Travel of", "10", "20"), ("Staff and",), ("Their families",)], (12, 12), [3]),
        ([("Words",), ("Travel", "10", "20"), ("More words",)], (12, 12), [1, 2]),
        ([("Words",), ("Travel", "10"), ("More words",)], (12, 12), [3]),  # no cell in the last column
        (
            [("Travel", "10", "20"), ("Fuel", "5", "9"), ("Below",)],
            (12, 30),
            [1, 1, 1],
        ),  # text below is apart
        ([("Travel", "10", "20"), ("staff",), ("Fuel", "5", "9")], (12, 30), [2, 1]),  # rows are
        ([("Travel", "10")], (), [1]),
    ],
)
def test_lines_without_rules_are_rows_by_their_distance_or_by_figures(
    lines: Sequence[Sequence[str]], step: Sequence[float], rows: Sequence[int]
) -> None:
    bases = [700 - sum(step[:n]) for n in range(len(lines))]
    strips = [cells(base, *texts) for base, texts in zip(bases, lines, strict=True)]
    assert [len(row) for row in split_rows(strips, [190, 290])] == rows


def test_the_lines_between_two_rules_are_one_row_if_a_cell_is_centred_beside_a_taller_one() -> None:
    band = [cells(700, "a"), cells(688, "b", "B"), cells(676, "c")]
    assert are_wrapped([band], [190])
    assert are_wrapped([band, [cells(600, "b", "B")], [cells(560, "c")], []], [190])
    assert not are_wrapped([band[1:]], [190])
    assert not are_wrapped([[cells(700, "a", "A")]], [190])


def test_lines_are_rows_if_no_cell_is_between_the_lines_of_another() -> None:
    assert not are_wrapped([[cells(700, "a", "A"), cells(688, "b", "B"), cells(660, "c", "C")]], [190])


def test_a_cell_may_be_centred_between_the_lines_of_another() -> None:
    tall = [cells(700, "a"), cells(694, "", "B"), cells(688, "c")]
    assert are_wrapped([tall], [190])
    assert not are_wrapped([tall, [cells(600, "b", "B"), cells(588, "a", "A"), cells(576, "c")]], [190])
    assert are_wrapped([tall, [cells(600, "b", "B"), cells(588, "a", "A")]], [190])


def test_a_rule_cuts_a_word_where_two_cells_touch() -> None:
    line = strip_of(letters((100, False), (105, False), (125, False)))
    assert [text_of(piece) for piece in line.pieces] == ["xx", "x"]
    assert [text_of(piece) for piece in cut_at(line, [105]).pieces] == ["x x", "x"]
    assert cut_at(line, [115]) == line


def test_a_rule_cuts_no_word_that_is_only_too_wide_for_its_cell() -> None:
    line = strip_of(letters(*((100 + 5 * n, False) for n in range(6))))
    assert [text_of(piece) for piece in cut_at(line, [105]).pieces] == ["xxxxxx"]
    assert [text_of(piece) for piece in cut_at(line, [110]).pieces] == ["xx xxxx"]


@pytest.mark.parametrize(
    ("firsts", "others", "less"),
    [(3, 1, True), (2, 1, True), (3, 2, False), (1, 0, False)],
    ids=["one of three", "two of three rows", "two of three", "one row"],
)
def test_the_first_lines_of_rows_fill_all_columns_and_their_other_lines_do_not(
    firsts: int, others: int, *, less: bool
) -> None:
    """Of three rows of two lines each, so many first lines and second lines fill both columns."""
    rows = [
        [cells(700, "a", "A" * (n < firsts)), cells(688, "b", "B" * (n < others))]
        for n in range(3 if firsts > 1 else 1)
    ]
    assert _fill_less(rows, [190]) == less
    assert not _fill_less([[], *rows[:1]], [190])


def test_two_rows_may_show_that_their_other_lines_fill_fewer_columns() -> None:
    assert _fill_less([[cells(700, "a", "A"), cells(688, "b")], [cells(676, "c", "C")]], [190])


def test_a_row_is_as_high_as_its_letters() -> None:
    row = row_of([cells(700, "a"), cells(688, "b")], [190])
    assert (row.top, row.bottom) == (708, 686)


@pytest.mark.parametrize(
    ("headings", "room"),
    [
        ([], (150, 250)),
        ([("x" * 10, 170)], (170, 250)),
        ([("x" * 10, 270)], (150, 220)),
        ([("x" * 10, 170), ("x" * 10, 270)], (170, 220)),
        ([("x" * 14, 210), ("x" * 14, 260)], (150, 250)),  # nothing is left between them
    ],
)
def test_headings_make_a_gap_narrower(
    headings: Sequence[tuple[str, float]], room: tuple[float, float]
) -> None:
    assert _narrowed(150, 250, [strip(700, each) for each in headings]) == room


def made(*filled: Sequence[int], posts: Sequence[float] = (), open: bool = False, **given: object) -> Table:
    """A table of three columns whose rows have a text in some of them, 20 points below each other."""
    rows = [
        row_of([cells(680 - 20 * n, *("x" * (column in own) for column in range(3)))], [190, 290])
        for n, own in enumerate(filled)
    ]
    grid = Grid([Level.at(700, 100, 400), Level.at(600, 100, 400)], [Rule(x, 600, x, 700) for x in posts])
    return Table(grid, [190, 290], rows, open=open, **given)


ALL, TWO, ONE = (0, 1, 2), (0, 1), (0,)


@pytest.mark.parametrize(
    ("rows", "posts", "found"),
    [
        ([TWO, ONE, ONE], (190,), True),
        ([TWO, ONE, ONE, ONE], (190,), False),  # boxed text
        ([TWO] * 3 + [ONE] * 9, (190,), True),
        ([TWO] * 2 + [ONE] * 9, (190,), False),
        ([ONE, ONE, ONE], (190,), False),
        ([ALL, ALL, ALL], (), False),  # three lines between two rules
        ([ALL, ALL, ALL, TWO], (), True),
        ([ALL, ALL, TWO, TWO], (), False),
    ],
)
def test_enough_rows_of_a_table_have_several_cells(
    rows: Sequence[Sequence[int]], posts: Sequence[float], *, found: bool
) -> None:
    assert _is_table(made(*rows, posts=posts)) == found


@pytest.mark.parametrize(("bottom", "rows", "found"), [(622, 2, True), (621.9, 2, False), (622.1, 1, False)])
def test_no_space_is_left_below_the_rows_of_an_open_table(bottom: float, rows: int, *, found: bool) -> None:
    """As there is below a masthead; the last row ends 2 below its baseline."""
    table = made(*[ALL] * rows, open=True)
    table.grid.bottom = bottom
    assert _is_table(table) == found


@pytest.mark.parametrize(
    ("heights", "headed"),
    [((700, 640, 500), True), ((700, 639.9, 500), False), ((700, 600, 500, 400), True), ((700,), False)],
)
def test_rules_close_to_each_other_are_around_headings(heights: Sequence[float], *, headed: bool) -> None:
    assert _is_headed(Grid([Level.at(height, 100, 300) for height in heights])) == headed


@pytest.mark.parametrize(
    ("band", "heading"),
    [
        ([strip(700, ("Part one", 140)), strip(680.1, ("of it", 125))], True),
        ([strip(700, ("Part one", 140)), strip(680, ("of it", 125))], False),
        ([cells(700, "a", "b")], False),
    ],
)
def test_a_heading_among_rows_is_low_and_has_one_piece(band: Sequence[Strip], *, heading: bool) -> None:
    assert _is_heading_among(band) == heading


@pytest.mark.parametrize(
    ("right", "out"), [(303.5, False), (303.6, True)], ids=["within its side", "over its side"]
)
def test_a_line_over_the_side_of_a_table_sticks_out(right: float, *, out: bool) -> None:
    assert _sticks_out(strip(650, ("x" * 10, right)), Grid(list(FRAME))) == out
    assert _sticks_out(strip(650, ("x" * 10, 400 - right + 50)), Grid(list(FRAME))) == out


def test_a_space_of_running_text_is_no_edge_of_columns() -> None:
    assert _is_running(strip(700, ("running text", 160)), [130])
    assert not _is_running(strip(700, ("running text", 160)), [170])
    assert not _is_running(strip(700, ("running", 135)), [130])
    assert not _is_running(cells(700, "a", "b"), [130])


@pytest.mark.parametrize(("part", "raised"), [(53.9, True), (54, False)])
def test_the_text_of_a_cell_without_a_rule_across_it_is_of_the_row_above(
    part: float, *, raised: bool
) -> None:
    """The rule between two rows is across the first two columns, of 90 and 100, and part of the first."""
    above, below = (Cells([[], [], []], 700, 680), row_of([cells(640, "a", "b", "c")], [190, 290]))
    grid = Grid([*FRAME, Level.at(650, 190, 300), Level.at(650, 100, 100 + part)])
    _raise_merged(grid, [190, 290], 650, above, below)
    assert [bool(cell) for cell in above.columns] == [raised, False, False]
    assert [bool(cell) for cell in below.columns] == [not raised, True, True]


def test_of_tables_over_each_other_the_one_with_cells_and_the_larger_stays() -> None:
    large, box = made(ALL, ALL, posts=(190,)), made(ONE)
    small = made(ALL, ALL, posts=(190,))
    small.grid.levels[0] = Level.at(650, 100, 400)
    assert _apart([box, large, small]) == [large]


@pytest.mark.parametrize(
    ("posts", "bounds"),
    [((), (110, 150)), ((190, 290), (108, 182))],
    ids=["its lines", "with equal space on both sides"],
)
def test_a_ruled_column_is_as_wide_as_its_frame(posts: Sequence[float], bounds: tuple[float, float]) -> None:
    table = made(ALL, posts=posts)
    table.rows[0].columns[0] = [Fragment([Glyph("x", 0, 110, 150, 680, 10, 110)], 680, 10)]
    assert table.bounds(0) == bounds


@pytest.mark.parametrize(("left", "right", "bounds"), [(105, 150, (108, 185)), (110, 185, (105, 182))])
def test_the_space_beside_a_column_is_that_of_its_other_side(
    left: float, right: float, bounds: tuple[float, float]
) -> None:
    table = made(ALL, posts=(190, 290))
    table.rows[0].columns[0] = [Fragment([Glyph("x", 0, left, right, 680, 10, left)], 680, 10)]
    assert table.bounds(0) == bounds


@pytest.mark.parametrize(("height", "fits"), [(695.1, True), (695, False)])
def test_two_rules_close_to_each_other_are_one_double_rule(height: float, *, fits: bool) -> None:
    assert _fits(Grid([Level.at(750, 100, 300), FRAME[0]]), Level.at(height, 100, 300), []) == fits


@pytest.mark.parametrize(("heights", "kept"), [((700, 650, 600), (650, 600)), ((700, 600), (700, 600))])
def test_a_rule_above_nothing_is_none_of_a_table_of_two_others(
    heights: Sequence[float], kept: Sequence[float]
) -> None:
    grid = Grid([Level.at(height, 100, 300) for height in heights])
    _drop_text_above(grid, [])
    assert [level.height for level in grid.levels] == list(kept)


@pytest.mark.parametrize(
    ("left", "right", "inside"),
    [(96.6, 303.4, True), (96.5, 200, False), (200, 303.5, False), (150, 250, True)],
)
def test_a_rule_along_a_part_of_another_is_within_its_ends(
    left: float, right: float, *, inside: bool
) -> None:
    assert lies_in(Level.at(650, left, right), FRAME[0]) == inside


@pytest.mark.parametrize(
    ("headings", "top"),
    [
        ([(650, "H", "K")], 659),
        ([(656, "H", "K")], 665),
        ([(656.05, "H", "K")], 640),  # too far above the rule
        ([(650, "H", "K"), (664.5, "G", "I")], 673.5),
        ([(650, "H", "K"), (664.55, "G", "I")], 659),  # above a gap
        ([(650, "H", "")], 640),  # a title has one piece
        ([(650, "H", "K"), (662, "", "I")], 659),
        ([(650, "", "K"), (662, "H", "I")], 671),
        ([(650, "H", "K"), (662, "x" * 25, "")], 659),  # a title over the edges
    ],
)
def test_headings_of_several_columns_are_right_above_the_first_rule(
    headings: Sequence[tuple[float, str, str]], top: float
) -> None:
    lines = [*(cells(base, *texts) for base, *texts in reversed(headings)), cells(620, "a", "b", "c")]
    grid = Grid([Level.at(height, 100, 400, (190, 290)) for height in (640, 500)])
    assert _open_table(grid, lines, glyphs_of(lines)).grid.top == pytest.approx(top)


def test_a_title_in_larger_letters_is_no_heading_of_columns() -> None:
    grid = Grid([Level.at(height, 100, 400, (190, 290)) for height in (640, 500)])
    lines = [cells(650, "II.", "Fuel"), cells(620, "a", "b", "c")]
    tops = []
    for size in (11.5, 11.6):
        glyphs = [replace(glyph, size=size) if glyph.base == 650 else glyph for glyph in glyphs_of(lines)]
        tops.append(_open_table(Grid(list(grid.levels)), lines, glyphs).grid.top)
    assert tops[0] > 640
    assert tops[1] == 640


@pytest.mark.parametrize(
    ("below", "goes_on", "bottom"),
    [
        ([(580, "a", "b", "c"), (560, "d", "e", "f")], False, 557),
        ([(576.1, "a", "b", "c")], False, 573.1),
        ([(575.9, "a", "b", "c")], False, 600),  # further below than the rows of a table
        ([(580, "a", "b", "c"), (555.9, "d", "e", "f")], False, 577),
        ([(580, "a", "b", "c"), (560, "x" * 25)], False, 577),  # text over its edges
        ([(580, "a")], False, 600),  # no row has several cells
        ([(580, "a")], True, 577),
        ([(580, "a", "b", "c"), (560, "x" * 80)], False, 577),  # over its side
    ],
)
def test_an_open_table_goes_on_below_its_last_rule_as_far_as_its_columns_do(
    below: Sequence[tuple[float, str]], goes_on: bool, bottom: float
) -> None:
    table = made(ALL, ALL, posts=(190, 290), open=True)
    strips = [
        cells(680, "a", "b", "c"),
        cells(660, "d", "e", "f"),
        *(cells(base, *texts) for base, *texts in below),
    ]
    _extend(table, strips, 0, goes_on=goes_on)
    assert table.grid.bottom == pytest.approx(bottom)


@pytest.mark.parametrize(
    ("base", "right", "found"),
    [
        (650, 200, True),
        (697.5, 200, True),  # a quarter of its letters reaches to the rule above
        (697.6, 200, False),
        (597.6, 200, True),
        (597.5, 200, False),
        (650, 303.4, True),
        (650, 303.5, False),
        (650, 116.6, True),
        (650, 116.5, False),
    ],
)
def test_a_piece_inside_a_table_is_between_its_sides_and_two_heights(
    base: float, right: float, *, found: bool
) -> None:
    away = strip(base, ("far", 90), ("text", right), ("far", 400))
    kept = inside([away], Grid(list(FRAME)), 700, 600)
    assert [(each.base, len(each.pieces)) for each in kept] == ([(base, 1)] if found else [])


@pytest.mark.parametrize(
    ("base", "right", "above", "found"),
    [
        (703.4, 200, 0, True),
        (703.5, 200, 0, False),
        (713.4, 200, 10, True),
        (713.5, 200, 10, False),
        (596.6, 200, 0, True),
        (596.5, 200, 0, False),
        (650, 101.6, 0, True),
        (650, 101.5, 0, False),
        (650, 303.4, 0, True),
        (650, 303.5, 0, False),
    ],
)
def test_a_letter_of_a_table_is_at_most_a_little_beside_its_frame(
    base: float, right: float, above: float, *, found: bool
) -> None:
    letter = Glyph("x", 0, right - 5, right, base, 10, right - 5)
    far = Glyph("x", 1, 400, 405, base, 10, 400)
    lines = _strips_in(Grid(list(FRAME)), [letter, far], above=above)
    assert [(each.left, each.right) for each in lines] == ([(right - 5, right)] if found else [])


@pytest.mark.parametrize(
    ("filled", "kept", "edges"),
    [
        ([(0, 2), (0,)], 2, [290.0]),
        ([(1, 2), (2,)], 2, [290.0]),
        ([(0, 1), (1,)], 2, [190.0]),
        ([(1,), (1,)], 3, [190.0, 290.0]),  # the only one
        ([(0,), (1,), (2,)], 3, [190.0, 290.0]),
    ],
)
def test_columns_without_text_are_removed(
    filled: Sequence[Sequence[int]], kept: int, edges: list[float]
) -> None:
    rows = [
        Cells([[letters((100, False))] if column in row else [] for column in range(3)], 700, 680)
        for row in filled
    ]
    table = Table(Grid(list(FRAME)), [190.0, 290.0], rows)
    drop_spacers(table)
    assert {len(row.columns) for row in table.rows} == {kept}
    assert table.edges == edges
