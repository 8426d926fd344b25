"""Columns that only gaps show: what may stand in them, on both sides of each distance."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.table_rows import Strip
from aligner.readers.pdf.unruled_tables import (
    _are_columns,
    _are_entries,
    _are_indented,
    _Block,
    _Columns,
    _fits_list,
    _goes_on,
    _grown,
    _list_table,
    _lists,
    _Start,
)
from tests.readers.test_tables import strip, written

Spans = list[tuple[float, float]]
COLUMNS = _Columns(50, 150)


@pytest.mark.parametrize(
    ("text", "right", "spans"),
    [
        ("tenletters", 147.4, [(50, 147.4), (150, 200)]),
        ("tenletters", 147.6, None),  # the gutter is closed
        ("tenletters", 152.4, None),
        ("w" * 21, 200, [(50, 100), (150, 200)]),
        ("w" * 21, 201.4, [(50, 100), (150, 200)]),
        ("w" * 21, 201.6, None),
        ("two words that end flush with it", 200, None),
        ("25", 116.1, [(50, 100), (106.1, 116.1), (150, 200)]),  # a figure is a column of its own
        ("25", 115.9, [(50, 115.9), (150, 200)]),
        ("25", 143.9, [(50, 100), (133.9, 143.9), (150, 200)]),
        ("25", 144.1, [(50, 100), (134.1, 200)]),
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
        ("Item", 71.4, True),
        ("Item", 71.6, False),  # no entry begins there
        ("Item", 68.4, False),
        ("x" * 20, 150, False),  # it reaches the texts
        ("x" * 19, 145, True),
        ("Text", 167.1, True),
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
    ],
)
def test_lines_at_one_step_are_rows_from_each_entry_on(
    lines: list[tuple[str, str]], rows: list[list[str]]
) -> None:
    (table,) = _list_table([entry(700 - 12 * n, *line) for n, line in enumerate(lines)], COLUMNS)
    assert written(table.rows) == rows


def test_texts_without_an_entry_are_no_list() -> None:
    assert not list(_list_table([entry(700 - 12 * n, "", "text") for n in range(3)], COLUMNS))


@pytest.mark.parametrize(
    ("bases", "rows"),
    [
        ((700, 688, 664.1), [3]),
        ((700, 688, 663.9), [2, 1]),  # too far below for a line of the same list
        ((700, 685.6, 661), [2, 1]),
        ((700, 675, 650), [1, 1, 1]),
    ],
)
def test_a_list_ends_above_a_wide_gap(bases: tuple[float, ...], rows: list[int]) -> None:
    tables = _lists([entry(base, "A", "text") for base in bases], COLUMNS)
    assert [len({part.base for row in table.rows for part in row.fragments}) for table in tables] == rows


def test_a_line_across_both_columns_ends_a_list_and_one_line_alone_is_of_a_paragraph() -> None:
    across = strip(688, ("x" * 40, 250))
    assert not list(_lists([entry(700, "A", "text"), across], COLUMNS))
    assert len(list(_lists([entry(712, "A", "text"), entry(700, "B", "text"), across], COLUMNS))) == 1


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
        (14.4, "words that go on", True),
        (14.6, "words that go on", False),  # not right below each other
        (12, "Words that go on", False),
    ],
)
def test_a_column_goes_on_in_small_letters_right_below_each_other(
    step: float, text: str, *, on: bool
) -> None:
    assert _goes_on(starts(*((700 - step * n, text) for n in range(5)))) == on


@pytest.mark.parametrize(("capitals", "on"), [(1, True), (2, False)])
def test_more_than_three_of_five_lines_of_a_column_go_on(capitals: int, *, on: bool) -> None:
    """The first of six lines goes on from none."""
    texts = ["words that go on"] * (6 - capitals) + ["Words that go on"] * capitals
    assert _goes_on(starts(*((700 - 12 * n, text) for n, text in enumerate(texts)))) == on


def test_a_column_whose_lines_mostly_are_short_goes_on_nowhere() -> None:
    lines = ["words that go on to the edge", *["words"] * 4]
    assert not _goes_on(starts(*((700 - 12 * n, text) for n, text in enumerate(lines))))


@pytest.mark.parametrize(("over", "indented"), [(2, False), (3, True)])
def test_entries_that_more_lines_run_over_are_first_lines_of_paragraphs(over: int, *, indented: bool) -> None:
    entries = starts((700, "1."), (640, "2."))
    lines = [strip(690 - 12 * n, ("x" * 40, 240)) for n in range(over)]
    assert _are_indented(entries, [each.strip for each in entries] + lines) == indented


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
