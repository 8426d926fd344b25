"""Numbers that count the lines of a page in its margin are set apart from the text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph, PageGlyphs
from aligner.readers.pdf.line_numbers import LineNumbers

TEXT = 120.0
Row = tuple[str, float, str]  # a number, where it begins, and the text beside it


def glyphs(text: str, left: float, base: float) -> list[Glyph]:
    places = [(sign, left + 5 * place) for place, sign in enumerate(text) if sign != " "]
    return [Glyph(sign, 0, x, x + 5, base, 10, x) for sign, x in places]


def lines(rows: Sequence[Row], text: float) -> list[Fragment]:
    made = []
    for place, (number, left, words) in enumerate(rows):
        base = 700.0 - 12 * place
        signs = [*glyphs(number, left, base), *glyphs(words, text, base)] or glyphs("-", left, base)
        made.append(Fragment(sorted(signs, key=lambda glyph: glyph.left), base, 10))
    return made


def taken(*rows: Row, text: float = TEXT, numbers: LineNumbers | None = None) -> str | None:
    """The numbers taken from a page with these rows, from the top down; the text keeps its signs."""
    made = lines(rows, text)
    page = PageGlyphs(tuple(glyph for row in made for glyph in row.glyphs), 800)
    rest, found = (numbers or LineNumbers()).take_from(page, made)
    wanted = "".join(words + ("" if found else number) for number, _, words in rows).replace(" ", "")
    assert sorted(glyph.text for glyph in rest.glyphs) == sorted(wanted) or numbers is not None
    return found.text if found else None


WORDS = "and so on to the end of the measure of it"
EIGHT = (1, 2, 3, 4, 5, 6, 7, 8)


def counted(*values: int, words: str = WORDS, left: float = 60) -> list[Row]:
    return [(str(value) if value else "", left, words) for value in values]


def shown(values: Sequence[int]) -> str:
    return " ".join(str(value) for value in values if value)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (EIGHT, True),
        (EIGHT[:-1], False),  # too few, as each line has one
        ((5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 15), True),
        ((5, 0, 0, 0, 0, 10), False),
        ((2, 0, 4, 0, 0, 7), False),  # not each second line
        ((*EIGHT, 9, 11, 13), True),  # two lines of ten were not seen
        ((*EIGHT, 10, 12), False),  # two of nine
        ((1,) * 8, False),
        (EIGHT[::-1], False),
        (tuple(range(1001, 1009)), True),
        (tuple(range(10001, 10009)), False),
    ],
)
def test_numbers_rise_as_the_lines_do(values: tuple[int, ...], *, found: bool) -> None:
    wanted = shown(values) if found else None
    assert taken(*counted(*values)) == wanted
    assert taken(*counted(*values, left=400)) == wanted  # on the other side


def test_numbers_rise_with_the_distance_down_across_gaps_between_paragraphs() -> None:
    rows = [row for place in range(1, 31) for row in counted(0 if place % 5 else place)]
    gaps = (2, 7, 8, 13, 16, 22, 27, 28)
    made = [row for place, row in enumerate(lines(rows, TEXT)) if place not in gaps]
    page = PageGlyphs(tuple(glyph for row in made for glyph in row.glyphs), 800)
    _, found = LineNumbers().take_from(page, made)
    assert found is not None
    assert found.text == "5 10 15 20 25 30"


@pytest.mark.parametrize(("away", "found"), [(1.9, "1 2 3 4 5 6 7 8 9"), (2, "1 2 4 5 6 7 8 9")])
def test_numbers_are_flush(away: float, found: str) -> None:
    rows = counted(*EIGHT, 9)
    rows[2] = ("3", 60 + away, WORDS)
    assert taken(*rows, numbers=LineNumbers()) == found


@pytest.mark.parametrize(("gap", "found"), [(6.1, True), (6, False)])
def test_numbers_are_apart_from_the_text(gap: float, *, found: bool) -> None:
    assert (taken(*counted(*EIGHT), text=65 + gap) is not None) == found


@pytest.mark.parametrize(("count", "found"), [(10, True), (11, False)])
def test_numbers_before_sentences_are_those_of_items(count: int, *, found: bool) -> None:
    rows = [*counted(1, 2), *counted(*range(3, count + 1), words=WORDS.capitalize())]
    assert (taken(*rows) is not None) == found


@pytest.mark.parametrize(("long", "found"), [(2, True), (1, False)])
def test_numbered_lines_are_long(long: int, *, found: bool) -> None:
    rows = [*counted(*EIGHT[:long]), *counted(*EIGHT[long:], words="and so on")]
    assert (taken(*rows) is not None) == found


@pytest.mark.parametrize(
    ("apart", "gapped", "found"), [("   ", 8, True), ("    ", 1, True), ("    ", 2, False)]
)
def test_numbered_lines_have_no_gaps_as_rows_of_tables_do(apart: str, gapped: int, *, found: bool) -> None:
    rows = [
        *counted(*EIGHT[:gapped], words=WORDS.replace(" the ", f"{apart}the ")),
        *counted(*EIGHT[gapped:]),
    ]
    assert (taken(*rows) is not None) == found


@pytest.mark.parametrize("words", [f"(a)     {WORDS}", f"{WORDS}     (a)"])
def test_numbered_lines_may_have_labels_on_either_side(words: str) -> None:
    assert taken(*counted(*EIGHT, words=words)) == shown(EIGHT)


@pytest.mark.parametrize(("left", "found"), [(TEXT, True), (62, False)])
def test_without_capitals_numbers_are_those_of_items_if_text_begins_below_them(
    left: float, *, found: bool
) -> None:
    rows = [*counted(*EIGHT, words="大会回顾其以往决议" * 3), ("", 60, "")]
    made = lines(rows, TEXT)
    made[-1] = Fragment(glyphs("大会", left, 500.0), 500.0, 10)
    page = PageGlyphs(tuple(glyph for row in made for glyph in row.glyphs), 800)
    assert (LineNumbers().take_from(page, made)[1] is not None) == found


@pytest.mark.parametrize(("left", "found"), [(60, "9"), (53.1, "9"), (53, None), (66.9, "9"), (67, None)])
def test_a_single_number_on_a_later_page_is_in_their_column(left: float, found: str | None) -> None:
    numbers = LineNumbers()
    assert taken(*counted(*EIGHT), numbers=numbers) == shown(EIGHT)
    assert taken(("9", left, WORDS), numbers=numbers) == found


def margin(*values: int, left: float = 400, words: str = WORDS) -> list[Row]:
    """Paragraphs of two lines, of which the first has a number beside it, and the last only a number."""
    rows = [(number, left, text) for value in values for number, text in ((str(value), words), ("", words))]
    return [*rows, (str(values[-1] + 1), left, "")]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (margin(7, 8, 9), "7 8 9 10"),
        (margin(7, 9, 11), None),  # figures
        (margin(7, 8, 9, left=60), None),  # labels
        ([*margin(7, 8, 9), ("", 60, WORDS + " " * 12 + "column")], None),  # with a heading
        (margin(7, 8, 9, words="a short entry"), None),
        (counted(7, 8, 9, left=400), None),  # of one line each
    ],
)
def test_numbers_in_the_right_margin_count_paragraphs(rows: list[Row], found: str | None) -> None:
    assert taken(*rows) == found


def test_all_numbers_in_the_margin_of_a_later_page_are_taken() -> None:
    numbers = LineNumbers()
    taken(*margin(7, 8, 9), numbers=numbers)
    assert taken(*margin(21, 23), numbers=numbers) == "21 23 24"


def test_the_numbers_are_one_line_of_furniture_beside_the_lines_they_count() -> None:
    made = lines(counted(*EIGHT), TEXT)
    page = PageGlyphs(tuple(glyph for row in made for glyph in row.glyphs), 800)
    _, line = LineNumbers().take_from(page, made)
    assert line is not None
    assert (line.left, line.right, line.size, line.furniture) == (60, 65, 10, True)
    assert (line.top, line.bottom) == pytest.approx((800 - 700 - 8, 800 - 616 + 2))


def test_a_page_whose_table_hides_the_column_has_that_of_the_pages_after_it() -> None:
    """Only running text shows it."""
    table = counted(*EIGHT, words="One 2 cell")
    pages = [lines(rows, TEXT) for rows in (table, counted(9, 10, 11, 12, 13, 14, 15, 16))]
    assert taken(*table) is None
    assert taken(*table, numbers=LineNumbers.on(pages[:1])) is None
    assert taken(*table, numbers=LineNumbers.on(pages)) == shown(EIGHT)
