"""Columns that only gaps show: what may stand in them, on both sides of each distance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.readers.pdf.rules import Rule
from aligner.readers.pdf.table_rows import Strip, text_of
from aligner.readers.pdf.unruled_tables import (
    _are_columns,
    _are_entries,
    _Block,
    _Columns,
    _figures,
    _fits_list,
    _goes_on,
    _grown,
    _list_table,
    _lists,
    _Start,
    continued,
    figure_tables,
    listed_tables,
)
from tests.readers.test_tables import LINES, strip, written

Spans = list[tuple[float, float]]
COLUMNS = _Columns(50, 150)


@pytest.mark.parametrize(
    ("text", "right", "spans"),
    [
        ("tenletters", 147.5, [(50, 147.5), (150, 200)]),
        ("tenletters", 147.6, None),  # the gutter is closed
        ("tenletters", 152.4, None),
        ("w" * 19, 200, [(50, 100), (105, 200)]),
        ("w" * 20, 200, [(50, 100), (150, 200)]),  # a heading wider than its column
        ("w" * 21, 200, [(50, 100), (150, 200)]),
        ("w" * 21, 201.5, [(50, 100), (150, 200)]),
        ("w" * 21, 201.6, None),
        ("two words that end flush with it", 200, None),
        ("25", 116.1, [(50, 100), (106.1, 116.1), (150, 200)]),  # a figure is a column of its own
        ("25", 116, [(50, 116), (150, 200)]),
        ("25", 143.9, [(50, 100), (133.9, 143.9), (150, 200)]),
        ("25", 144, [(50, 100), (134, 200)]),
        ("abcd", 135, [(50, 100), (115, 200)]),  # in the middle between the columns
        ("tenlette tenletterss", 200, None),  # two words, of which the last ends flush
        ("tenletters too", 166.5, [(50, 146.5), (150, 200)]),  # a word begins flush with a column
        ("tenletters too", 166.6, None),
        ("25", 230, [(50, 100), (150, 200), (220, 230)]),
    ],
)
def test_a_line_may_widen_columns_as_far_as_gutters_stay(
    text: str, right: float, spans: Spans | None
) -> None:
    found = _grown([(50, 100), (150, 200)], strip(600, ("Rent", 80), (text, right)))
    assert found == (spans and [pytest.approx(span) for span in spans])


@pytest.mark.parametrize(
    ("text", "right", "fits"),
    [
        ("Item", 71.5, True),
        ("Item", 71.6, False),  # no entry begins there
        ("Item", 68.4, False),
        ("x" * 20, 150, False),  # it reaches the texts
        ("x" * 19, 145, True),
        ("Text", 167, True),
        ("Text", 166.9, False),
        ("Text", 300, True),
    ],
)
def test_a_piece_of_a_list_begins_where_entries_or_texts_do(text: str, right: float, *, fits: bool) -> None:
    (piece,) = strip(600, (text, right)).pieces
    assert _fits_list(piece, COLUMNS) == fits


def entry(base: float, name: str, text: str) -> Strip:
    """A line of a list: an entry at 50, or none, and its text at 150."""
    return strip(base, *([(name, 50 + 5 * len(name))] if name else []), (text, 150 + 5 * len(text)))


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ([("A", "one"), ("", "two"), ("B", "three")], [["A", "one two"], ["B", "three"]]),
        ([("", "zero"), ("A", "one"), ("B", "two")], [["", "zero"], ["A", "one"], ["B", "two"]]),
        ([("A", "one"), ("", "two")], [["A", "one two"]]),
        ([("", "zero"), ("A", "one"), ("", "two")], [["A", "zero one two"]]),  # beside the middle of it
    ],
)
def test_lines_at_one_step_are_rows_from_each_entry_on(
    lines: list[tuple[str, str]], rows: list[list[str]]
) -> None:
    (table,) = _list_table([entry(700 - 12 * n, *line) for n, line in enumerate(lines)], COLUMNS)
    assert (written(table.rows), table.header) == (rows, 0)


def test_texts_without_an_entry_are_no_list() -> None:
    assert not list(_list_table([entry(700 - 12 * n, "", "text") for n in range(3)], COLUMNS))


@pytest.mark.parametrize(
    ("bases", "rows"),
    [
        ((700, 688, 664), [3]),
        ((700, 688, 663.9), [2, 1]),  # too far below for a line of the same list
        ((700, 685.6, 661), [2, 1]),
        ((700, 675, 650), [1, 1, 1]),
    ],
)
def test_a_list_ends_above_a_wide_gap(bases: tuple[float, ...], rows: list[int]) -> None:
    tables = _lists([entry(base, "A", "text") for base in bases], COLUMNS)
    assert [len({part.base for row in table.rows for part in row.fragments}) for table in tables] == rows


@pytest.mark.parametrize(
    ("lines", "step", "lists"),
    [
        (1, 14.5, 0),  # a line of a paragraph
        (1, 14.75, 1),
        (2, 12, 1),
    ],
)
def test_a_line_across_both_columns_ends_a_list(lines: int, step: float, lists: int) -> None:
    strips = [entry(700 + 12 * n, "A", "text") for n in reversed(range(lines))]
    across = strip(700 - step, ("x" * 40, 250))
    assert len(list(_lists([*strips, across], COLUMNS))) == lists


def test_rows_that_a_gap_sets_apart_need_no_entry() -> None:
    strips = [entry(700, "A", "one"), entry(680, "", "two"), entry(668, "B", "three")]
    (table,) = _list_table(strips, COLUMNS)
    assert written(table.rows) == [["A", "one"], ["B", "two three"]]


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [
        (48.5, 78.5, 3),
        (48, 78, 1),  # it begins before the entries, and ends the list
        (270, 300, 3),
        (271, 301, 1),  # it ends below the next column
        (300, 330, 2),  # it is in the next column
        (20, 50, 2),  # it is before the entries
    ],
)
def test_a_list_has_what_is_inside_its_columns(left: float, right: float, rows: int) -> None:
    between = strip(690, ("letter", right))
    assert between.left == left
    tables = list(_lists([entry(700, "A", "text"), between, entry(680, "B", "text")], _Columns(50, 150, 300)))
    lines = [{part.base for row in table.rows for part in row.fragments} for table in tables]
    assert max(map(len, lines), default=1) == rows


@pytest.mark.parametrize(
    ("texts", "entries"),
    [
        (["w" * 28, "Travel"], True),
        (["w" * 29, "Travel"], False),  # more than a third of the page wide
        (["Chairs", "Members:"], False),
        (["主席", "副主席："], False),
        (["(a)", "(b)", "Travel", "Housing"], False),
        (["(a)", "Travel", "Housing"], True),
        (["Article 1", "Article 2"], False),
        (["70/1", "69/313"], True),
    ],
)
def test_entries_are_short_and_are_no_labels(texts: list[str], *, entries: bool) -> None:
    pieces = [strip(600, (text, 200)).pieces[0] for text in texts]
    assert _are_entries(pieces, 400) == entries


def starts(*lines: tuple[float, str], left: float = 50) -> list[_Start]:
    """Lines of a column, each with its baseline."""
    found = [strip(base, (text, left + 5 * len(text))) for base, text in lines]
    return [_Start(each, each.pieces[0], None) for each in found]


@pytest.mark.parametrize(
    ("step", "text", "on"),
    [
        (14.25, "words that go on", True),
        (14.5, "words that go on", False),  # not right below each other
        (12, "Words that go on", False),
    ],
)
def test_a_column_goes_on_in_small_letters_right_below_each_other(
    step: float, text: str, *, on: bool
) -> None:
    assert _goes_on(starts(*((700 - step * n, text) for n in range(5)))) == on


@pytest.mark.parametrize(("capitals", "on"), [(0, True), (1, False)])
def test_more_than_three_of_five_lines_of_a_column_go_on(capitals: int, *, on: bool) -> None:
    """The first line goes on from none."""
    texts = ["words that go on"] * (5 - capitals) + ["Words that go on"] * capitals
    assert _goes_on(starts(*((700 - 12 * n, text) for n, text in enumerate(texts)))) == on


@pytest.mark.parametrize(("letters", "on"), [(12, False), (13, True)])
def test_a_column_whose_lines_mostly_are_short_goes_on_nowhere(letters: int, *, on: bool) -> None:
    lines = ["w" * 20, *["w" * letters] * 4]
    assert _goes_on(starts(*((700 - 12 * n, text) for n, text in enumerate(lines)))) == on


@pytest.mark.parametrize(
    ("entry", "text", "above", "below", "columns"),
    [
        ("E" * 20, "T" * 21, 0, 3, False),
        ("E" * 21, "T" * 21, 0, 3, True),  # long entries that end flush
        ("E" * 20, "T" * 21, 0, 4, True),  # more lines of the texts are elsewhere than beside the entries
        ("E" * 20, "T" * 21, 4, 0, True),
        ("E" * 20, "T" * 21, 2, 2, True),
        ("E" * 20, "T" * 20, 0, 4, False),  # but they are short
    ],
)
def test_entries_and_texts_may_be_lines_of_two_columns(
    entry: str, text: str, above: int, below: int, *, columns: bool
) -> None:
    """Three entries, with a text beside each; further texts are above or below them."""
    bases = (700, 670, 640)
    texts = [*bases, *(730 + 12 * n for n in range(above)), *(610 - 12 * n for n in range(below))]
    entries = starts(*((base, entry) for base in bases))
    assert _are_columns(entries, starts(*((base, text) for base in texts), left=200)) == columns


@pytest.mark.parametrize(
    ("bases", "lines"),
    [
        ((724, 700, 676), 3),
        ((724.1, 700, 676), 2),  # further above than loose lines are
        ((724, 700, 675.9), 2),
        ((748, 724, 700), 3),
        ((700, 676, 652), 3),
    ],
)
def test_a_block_has_the_lines_around_a_row_without_a_wide_gap(bases: tuple[float, ...], lines: int) -> None:
    strips = [entry(base, "Travel", "10") for base in bases]
    assert len(_Block.around(strips, bases.index(700), [(50, 80), (150, 160)]).lines) == lines


def test_a_block_ends_at_a_line_that_closes_its_gutters() -> None:
    strips = [entry(700, "Travel", "10"), entry(688, "Housing", "20"), strip(676, ("x" * 25, 185))]
    block = _Block.around(strips, 0, [(50, 80), (150, 160)])
    assert (len(block.lines), block.spans) == (2, [(50, 85), (150, 160)])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("Travel", "10", "20"), ("Housing", "5", "8"), ("Fuel of it", "1", "2")], True),
        ([("Travel", "10", "20"), ("Housing", "5", "8")], False),  # by chance
        ([("Item", "2025", "2026"), ("Travel", "10", "20"), ("Housing", "5", "8")], True),
        ([("30", "10", "20"), ("20", "5", "8"), ("10", "1", "2")], False),  # a chart
    ],
)
def test_a_block_of_many_figures_beside_words_is_a_table(rows: list[tuple[str, ...]], *, found: bool) -> None:
    lines = [
        strip(
            700 - 12 * n,
            *((text, left + 5 * len(text)) for text, left in zip(row, (50, 150, 200), strict=True)),
        )
        for n, row in enumerate(rows)
    ]
    assert _Block(lines, [(50, 100), (150, 170), (200, 220)]).is_table == found


@pytest.mark.parametrize(("flush", "columns"), [(2, False), (3, True)])
def test_most_lines_of_a_column_end_at_its_edge(flush: int, *, columns: bool) -> None:
    bases = (700, 670, 640, 610)
    entries = starts(*((base, "E" * (21 if n < flush else 12)) for n, base in enumerate(bases)))
    assert _are_columns(entries, starts(*((base, "T" * 21) for base in bases), left=200)) == columns


@pytest.mark.parametrize(
    ("amount", "rows"),
    [("$5", 6), ("$1 234.50", 6), ("(($5))", 0)],  # as a figure has no two brackets, those are words
)
def test_amounts_apart_from_their_texts_are_a_table(amount: str, rows: int) -> None:
    strips = [strip(700 - 12 * n, ("Rent", 70), (amount, 200)) for n in range(6)]
    assert [len(table.rows) for table in figure_tables(strips)] == [rows][: bool(rows)]


@pytest.mark.parametrize(
    ("pieces", "figures"),
    [
        ([("Total", 70), ("1 234 567 890", 300)], ["1 234 567 890"]),
        ([("Total", 70), ("1 234 567 890 123", 300)], ["234 567 890 123"]),  # too many groups
        ([("Total 12", 90), ("5", 150), ("7", 200)], ["12", "5", "7"]),
        ([("Total", 70), ("3", 100), ("up 5", 150), ("7", 200)], ["5", "7"]),  # words before a figure
        ([("12", 60), ("5", 150), ("7", 200)], ["5", "7"]),  # the number of a row
        ([("Total", 70), ("five", 150)], []),
    ],
)
def test_the_figures_of_a_line_are_at_its_end(pieces: list[tuple[str, float]], figures: list[str]) -> None:
    assert list(map(text_of, _figures(strip(600, *pieces)))) == figures


def test_tables_of_figures_have_frames_and_follow_each_other() -> None:
    lines = [replace(line, base=line.base - 200 * n) for n in range(3) for line in LINES]
    tables = figure_tables(lines)
    assert [written(table.rows) for table in tables] == [written(figure_tables(LINES)[0].rows)] * 3
    assert [table.grid.bounds for table in tables] == [
        Rule(50, pytest.approx(595 - 200 * n), 400, 680 - 200 * n) for n in range(3)
    ]
    assert {table.is_open_grid for table in tables} == {True}
    assert tables[0].edges == [(95 + 275) / 2, (300 + 375) / 2]


@pytest.mark.parametrize(
    ("head", "header"),
    [
        ([("Item", 70), ("2025", 300), ("2026", 400)], 1),
        ([("2025", 300), ("2026", 400)], 1),
        ([("Item", 70), ("2025", 300)], 0),  # a single word may be one of a row
        ([("Item", 70), ("2025", 300), ("12.5", 400)], 0),
        ([("Item", 70), ("Spent", 300), ("Planned", 400)], 1),
    ],
)
def test_headings_of_figures_are_several_words_or_years(head: list[tuple[str, float]], header: int) -> None:
    (table,) = figure_tables([strip(670, *head), *LINES[2:6]])
    assert table.header == header


REST = [
    strip(780, ("staff", 75)),
    strip(764, ("Rent", 70), ("25.0", 300), ("1.0", 400)),
    strip(748, ("Sum", 65), ("26.0", 300), ("2.0", 400)),
]


def moved(lines: list[Strip], by: float) -> list[Strip]:
    """Lines that are further to the right."""
    return [
        strip(line.base, *((text_of(piece), piece.right + by) for piece in line.pieces)) for line in lines
    ]


@pytest.mark.parametrize(
    ("lines", "shift", "below", "rows"),
    [
        (REST, 0, True, [["staff", "", ""], ["Rent", "25.0", "1.0"], ["Sum", "26.0", "2.0"]]),
        (REST, 0, False, [["Rent", "25.0", "1.0"], ["Sum", "26.0", "2.0"]]),  # no row is cut before it
        (moved(REST, 60), 60, True, [["staff", "", ""], ["Rent", "25.0", "1.0"], ["Sum", "26.0", "2.0"]]),
        (REST[:1], 0, True, [["staff", "", ""]]),
        (REST[:1], 0, False, None),
        ([strip(780, ("Of staff", 90))], 0, True, None),  # it goes on from nothing
        ([strip(780, ("of staff", 96.5))], 0, True, [["ofstaff", "", ""]]),
        ([strip(780, ("of staff", 97))], 0, True, None),  # wider than the column
        ([strip(780, ("of", 60)), strip(765.5, ("staff", 75))], 0, True, [["of staff", "", ""]]),
        ([strip(780, ("of", 60)), strip(765, ("staff", 75))], 0, True, [["of", "", ""]]),
        ([strip(810, ("Words of a line that is above all", 300)), *REST], 0, True, None),
        (
            [strip(787, ("Text", 70)), *REST[1:]],
            0,
            True,
            [["Text", "", ""], ["Rent", "25.0", "1.0"], ["Sum", "26.0", "2.0"]],
        ),
    ],
)
def test_a_table_of_figures_goes_on_where_its_columns_do(
    lines: list[Strip], shift: float, rows: list[list[str]] | None, *, below: bool
) -> None:
    (model,) = figure_tables(LINES)
    found = continued(lines, model, shift, below=below, leftwards=False)
    assert (found and written(found.rows)) == rows


def mirrored(lines: list[Strip]) -> list[Strip]:
    """Lines as on a page that is read from right to left."""
    return [
        strip(line.base, *((text_of(piece), 450 - piece.left) for piece in reversed(line.pieces)))
        for line in lines
    ]


@pytest.mark.parametrize("kept", [3, 1])
def test_a_table_of_figures_goes_on_from_right_to_left(kept: int) -> None:
    (model,) = figure_tables(mirrored(LINES), leftwards=True)
    assert written(model.rows)[0] == ["2026", "2025", "Item"]
    found = continued(mirrored(REST)[:kept], model, 0, below=True, leftwards=True)
    rows = [["", "", "staff"], ["1.0", "25.0", "Rent"], ["2.0", "26.0", "Sum"]]
    assert found is not None
    assert written(found.rows) == rows[:kept]
    assert (found.grid.left, found.grid.right) == (model.grid.left, model.grid.right)


def listing(entries: int, lines: int, *, bare: int = 0, numbers: int = 0, third: int = 0) -> list[Strip]:
    """A list of entries and texts, of which some lines are numbers or have a third column beside them.

    Below the entries that have a text beside them are `bare` ones, then one more entry with its text.
    """
    made: list[Strip] = []
    for n in range(lines):
        text = "12" if n < numbers else "Words of it" + "s" * (n % 3)
        place = (n * (entries - 1)) / max(lines - 1, 1)
        name = f"Name{'x' * n}" if n == 0 or int(place) > int(((n - 1) * (entries - 1)) / (lines - 1)) else ""
        pieces = [(name, 50 + 5 * len(name))] if name else []
        pieces += [(text, 150 + 5 * len(text))] + ([("more", 320 + n % 2 / 2)] if n < third else [])
        made.append(strip(700 - 12 * len(made), *pieces))
        if n == 0:
            made += [strip(700 - 12 * (1 + m), (f"Bare{'x' * m}", 70 + 5 * m)) for m in range(bare)]
    return [*made, strip(400, ("x" * 70, 400))]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (listing(3, 6), True),
        (listing(2, 6), False),  # by chance
        (listing(3, 4), True),
        (listing(3, 3), False),  # the texts have no more lines than the entries
        (listing(3, 8, bare=3), True),
        (listing(3, 8, bare=4), False),  # most entries have no text beside them
        (listing(3, 6, numbers=3), True),
        (listing(3, 6, numbers=4), False),  # page numbers
        (listing(3, 6, third=2), True),
        (listing(3, 6, third=3), False),  # one more column
        (listing(3, 8, third=3), True),
        (listing(3, 8, third=4), False),
    ],
)
def test_entries_beside_longer_texts_are_a_list(page: list[Strip], *, found: bool) -> None:
    assert bool(listed_tables(page)) == found


@pytest.mark.parametrize(("letters", "found"), [(14, True), (15, False)])
def test_entries_take_a_third_of_the_width_of_a_page_at_most(letters: int, *, found: bool) -> None:
    """Its lines are 200 points wide."""
    names = ["E" * letters, "", "Entry", "", "Ent", ""]
    lines = [
        strip(700 - 12 * n, *([(name, 100 + 5 * len(name))] if name else []), ("T" * 20, 300))
        for n, name in enumerate(names)
    ]
    assert bool(listed_tables(lines)) == found


@pytest.mark.parametrize(
    ("text", "figures", "apart"),
    [
        ("children under 5", ["5", "10", "20"], ["10", "20"]),  # it may end a line of the text
        ("Travel 5", ["5", "10", "20"], ["5", "10", "20"]),  # no other space shows how wide one is
        ("", ["10", "20"], ["10", "20"]),
    ],
)
def test_a_number_at_a_space_from_the_text_before_it_may_be_no_figure(
    text: str, figures: list[str], apart: list[str]
) -> None:
    row = strip(700, ("Item", 30), (text, 50 + 5 * len(text)), ("10", 160), ("20", 210))
    assert [text_of(figure) for figure in _figures(row)] == figures
    assert [text_of(figure) for figure in _figures(row, apart=True)] == apart


def test_a_line_of_the_text_of_a_row_may_end_with_a_number() -> None:
    rows = [("children under 5", "10", "20"), ("Of all countries and", "30", "40"), ("Others", "50", "60")]
    lines = [
        strip(700 - 12 * n, (text, 50 + 5 * len(text)), (one, 200), (other, 300))
        for n, (text, one, other) in enumerate(rows)
    ]
    (table,) = figure_tables(lines)
    assert [row[0] for row in written(table.rows)] == ["childrenunder5", "Ofallcountriesand", "Others"]


HEADING = [("Item", 70), ("2025", 200), ("2026", 300)]
ROWS = [[("Travel of", 95), ("10", 200), ("20", 300)], [("Fuel and", 90), ("5", 200), ("9", 300)]]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ([HEADING, [("Oil", 65)]], [["Item", "2025", "2026"], ["Oil", "", ""]]),
        ([[("oil", 65)]], [["oil", "", ""]]),
        ([[("Oil", 65)]], None),  # text of its own
        ([[("Head", 70), ("2025", 200)], [("Oil", 65)]], None),
    ],
    ids=["below the headings", "in a small letter", "in a capital", "below others"],
)
def test_the_rest_of_a_row_is_found_on_the_next_page(
    page: list[list[tuple[str, float]]], rows: list[list[str]] | None
) -> None:
    (model,) = figure_tables([strip(700 - 20 * n, *row) for n, row in enumerate([HEADING, *ROWS])])
    strips = [strip(700 - 20 * n, *row) for n, row in enumerate(page)]
    strips += [strip(500, ("Words of a paragraph that are long", 250))]
    found = continued(strips, model, 0.0, below=True, leftwards=False)
    assert (found and written(found.rows)) == rows


def test_a_table_goes_on_although_a_heading_is_as_wide_as_the_gap_before_its_column() -> None:
    """Headings do not show how wide the columns are."""
    lines = [[("Item", 70), ("2025", 200), ("Share", 300)], [("w" * 20, 300)], *ROWS]
    strips = [strip(700 - 12 * n, *row) for n, row in enumerate(lines)]
    (model,) = figure_tables(strips)
    found = continued(strips, model, 0.0, below=True, leftwards=False)
    assert found is not None
    assert written(found.rows)[1:] == [["Travelof", "10", "20"], ["Fueland", "5", "9"]]
