"""Pieces of a line of a PDF: which are the number or sign that a paragraph begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.readers.pdf.columns import Block
from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.lines import (
    _are_one_line,
    _are_words,
    _closed_up,
    _is_number,
    _is_stretched,
    _joined_rows,
    _pieces,
    _side_notes,
    first_word,
)
from aligner.readers.pdf.measures import FEWEST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.", True),
        ("(a)", True),
        ("(viii)", True),
        ("(xviii)", False),
        ("•", True),
        ("一、", True),
        ("12345.", True),
        ("123456.", False),
        ("1.2.3.4.5", True),  # levels, however many
        ("1.2.3.4.5.6.7.8", True),
        ("word", False),
        ("2016-2017", False),
    ],
)
def test_the_number_of_a_paragraph_is_short_or_has_levels(text: str, *, expected: bool) -> None:
    glyphs = [
        Glyph(sign, place, 6.0 * place, 6.0 * place + 6, 700.0, 10.0, 6.0 * place)
        for place, sign in enumerate(text)
    ]
    assert _is_number(Fragment(glyphs, 700.0, 10.0)) == expected


def piece(left: float, text: str) -> Fragment:
    glyphs = [
        Glyph(sign, place, left + 6.0 * place, left + 6.0 * place + 6, 700.0, 10.0, left + 6.0 * place)
        for place, sign in enumerate(text)
    ]
    return Fragment(glyphs, 700.0, 10.0)


def texts(row: list[Fragment]) -> list[str]:
    return ["".join(glyph.text for glyph in each.glyphs) for each in row]


def test_a_number_joins_the_text_after_it_and_not_the_column_before() -> None:
    other = [piece(60, "column"), piece(300, "words")]
    (row, _) = _joined_rows([[piece(60, "column"), piece(300, "3."), piece(318, "goes")], other], False)
    assert texts(row) == ["column", "3.goes"]
    assert (row[1].left, row[1].right) == (300, 342)


def test_in_arabic_the_number_is_on_the_right_of_its_text() -> None:
    other = [piece(300, "words"), piece(60, "column")]
    (row, _) = _joined_rows([[piece(330, "3."), piece(300, "goes"), piece(60, "column")], other], True)
    assert texts(row) == ["goes3.", "column"]


@pytest.mark.parametrize(
    ("lefts", "stretched"),
    [
        ((60, 110, 160, 250), True),  # one gap is wider, as of several spaces
        ((60, 110, 160, 210), True),
        ((60, 110, 220, 330), False),  # two are
        ((60, 110, 250), False),
    ],
)
def test_one_gap_of_a_justified_line_may_be_wider(lefts: tuple[float, ...], *, stretched: bool) -> None:
    row = [piece(left, "word") for left in lefts]
    assert _is_stretched([row], 0, False, [row[-1].right] * FEWEST, after=False) == stretched


@pytest.mark.parametrize(
    ("words", "stretched"),
    [
        (("Article", "5.", "States", "shall", "report"), True),
        (("Article", "5.", "States", "shall"), False),
        (("Chad", "5.", "10", "15", "20"), False),
    ],
)
def test_a_justified_line_may_begin_with_a_label_of_two_words(
    words: tuple[str, ...], *, stretched: bool
) -> None:
    row = [piece(60, words[0]), piece(130, words[1])]
    for word in words[2:]:
        row.append(piece(row[-1].right + (10 if len(row) == 2 else 30), word))
    assert _is_stretched([row], 0, False, [], after=False) == stretched


def test_one_gap_is_wider_only_in_a_line_that_ends_where_others_do() -> None:
    row = [piece(left, "word") for left in (60, 110, 160, 250)]
    ends = sorted([row[-1].right, *[row[-1].right + 40] * FEWEST])
    assert not _is_stretched([row], 0, False, ends, after=False)


@pytest.mark.parametrize(("letters", "stretched"), [(11, True), (10, False)])  # 66 and 60 points
def test_two_words_are_pulled_apart_if_the_next_would_not_fit_between(
    letters: int, *, stretched: bool
) -> None:
    row = [piece(60, "word"), piece(151.5, "word")]  # a gap of 67.5 points, 60 without its two spaces
    below = Fragment(piece(60, "x" * letters).glyphs, 688.0, 10.0)
    ends = [row[-1].right] * FEWEST
    assert _is_stretched([row, [below]], 0, False, ends, after=False) == stretched


def row_at(base: float, *pieces: tuple[float, str]) -> list[Fragment]:
    """The pieces of a line on another baseline."""
    return [Fragment(piece(*each).glyphs, base, 10.0) for each in pieces]


TWO = row_at(700, (60, "word"), (150, "word"))  # the gap between them is from 84 to 150
OVER = "words that run over"


@pytest.mark.parametrize(
    ("above", "below", "after", "stretched"),
    [
        ([], [], False, False),
        ([], [], True, True),  # like the line above
        (row_at(712, (60, OVER)), [], False, True),
        (row_at(724, (60, OVER)), [], False, False),  # too far above
        (row_at(723, (60, OVER)), [], False, True),
        (row_at(690, (60, OVER)), [], False, False),  # it is in another column
        (row_at(712, (117, OVER)), [], False, False),  # it begins in the middle of the gap
        (row_at(712, (116, OVER)), [], False, True),
        (row_at(712, (99, "abc")), [], False, False),  # it ends there
        (row_at(712, (100, "abc")), [], False, True),
        (row_at(712, (60, "ab"), (100, OVER)), [], False, True),
        (row_at(712, (60, OVER)), row_at(688, (60, "ab"), (150, "ab")), False, False),  # its word would fit
        (row_at(712, (60, OVER)), row_at(688, (60, "1."), (150, "ab")), False, True),  # unless it is a number
        ([], row_at(688, (60, "eleven-long"), (150, "ab")), False, True),
        ([], row_at(676, (60, "eleven-long")), False, False),  # too far below
        ([], row_at(677, (60, "eleven-long")), False, True),
    ],
)
def test_two_words_are_one_line_if_words_above_run_over_their_gap(
    above: list[Fragment], below: list[Fragment], *, after: bool, stretched: bool
) -> None:
    rows = [row for row in (above, TWO, below) if row]
    assert _is_stretched(rows, rows.index(TWO), False, [TWO[-1].right] * FEWEST, after=after) == stretched


@pytest.mark.parametrize(
    ("others", "off", "stretched"),
    [(2, 5, True), (1, 5, False), (2, -5, True), (2, 5.5, False), (2, -5.5, False)],
)
def test_a_stretched_line_ends_where_two_others_do(others: int, off: float, *, stretched: bool) -> None:
    ends = sorted([TWO[-1].right, *[TWO[-1].right + off] * others])
    assert _is_stretched([TWO], 0, False, ends, after=True) == stretched


@pytest.mark.parametrize(
    ("lefts", "above", "stretched"),
    [
        ((60, 124, 193), "", True),  # gaps of 40 and 45
        ((60, 124, 194), "", False),  # and of 46
        ((60, 124, 200), OVER, False),
        ((60, 84, 124), "", False),  # two of them touch
        ((60, 84.5, 109), "", True),
    ],
)
def test_words_with_equal_gaps_are_one_line(lefts: tuple[float, ...], above: str, *, stretched: bool) -> None:
    row = row_at(700, *((left, "word") for left in lefts))
    rows = [row_at(712, (60, above * 2)), row] if above else [row]
    assert _is_stretched(rows, len(rows) - 1, False, [row[-1].right] * FEWEST, after=False) == stretched


@pytest.mark.parametrize(
    ("words", "after", "stretched"),
    [
        (("1.", "word"), True, True),
        (("1.", "word", "word"), True, True),
        (("1.", "word", "word"), False, False),
        (("1.", "word", "word", "word"), False, True),  # two equal gaps
        (("word", "1.", "word", "word"), False, False),
        (("1.", "2.", "word", "word"), False, True),
    ],
)
def test_the_gap_after_a_number_says_nothing_of_a_line(
    words: tuple[str, ...], *, after: bool, stretched: bool
) -> None:
    row = [piece(60, words[0]), piece(90, words[1])]
    for word in words[2:]:
        row.append(piece(row[-1].right + 50, word))
    assert _is_stretched([row], 0, False, [row[-1].right] * FEWEST, after=after) == stretched


@pytest.mark.parametrize(("spaced", "words"), [(0, True), (1, False), (2, False)])
def test_a_piece_with_a_space_in_it_is_no_single_word(spaced: int, *, words: bool) -> None:
    glyphs = [replace(each, spaced=at == spaced) for at, each in enumerate(piece(60, "abc").glyphs)]
    assert _are_words([Fragment(glyphs, 700.0, 10.0)]) == words


@pytest.mark.parametrize(
    ("texts", "tops", "moved"),
    [
        (["a", "", "b", "c"], (100, 112, 124, 136), [100, 112, 124]),
        (["a", "", "", "b"], (100, 112, 124, 136), [100, 112]),
        (["a", "", "b"], (100, 112, 142), [100, 130]),  # the widest distance stays
        (["a", "", "b", "", "c"], (100, 112, 124, 136, 148), [100, 112, 124]),
        (["a", "", "b"], (100, 100.5, 112.5), [100, 112]),
        (["a", "", "b"], (100, 99.5, 112), [100, 112]),  # a step up
        (["", "a", "b"], (100, 112, 124), [112, 124]),  # nothing is above
        (["a", "", "b", "c"], (100, 112, 60, 72), [100, 60, 72]),  # the next column
        (["a", "b"], (100, 112), [100, 112]),
    ],
)
def test_lines_close_the_gap_of_those_without_text(
    texts: list[str], tops: tuple[float, ...], moved: list[float]
) -> None:
    lines = [PageLine(text, [], 100, top, 300, top + 10, 10) for text, top in zip(texts, tops, strict=True)]
    kept = _closed_up(lines, 800)
    assert [line.top for line in kept if isinstance(line, PageLine)] == moved
    assert all(line.bottom - line.top == 10 for line in kept if isinstance(line, PageLine))


def test_lines_below_a_table_close_no_gap_above_it() -> None:
    lines = [PageLine("", [], 100, top, 300, top + 10, 10) for top in (100, 136)]
    lines.append(replace(lines[0], text="b", top=148, bottom=158))
    kept = _closed_up([lines[0], Block((), 100, 300, (676.0,), 10), *lines[1:]], 800)
    assert [line.top for line in kept if isinstance(line, PageLine)] == [136]


def letters(text: str, left: float = 100, *, size: float = 10, base: float = 700) -> list[Glyph]:
    """Signs as wide as they are high if Chinese, else half as wide; a space is half as wide, too."""
    found: list[Glyph] = []
    for sign in text:
        right = left + (size if sign > "\u2e7f" else size / 2)
        if sign != " ":
            found.append(Glyph(sign, len(found), left, right, base, size, left))
        left = right
    return found


@pytest.mark.parametrize(
    ("text", "gap", "pieces"),
    [("word", 6, 1), ("word", 6.1, 2), ("条，", 1, 1), ("条，", 1.1, 2)],  # half of the comma is blank
)
def test_a_row_is_cut_where_a_gap_is_too_wide_for_a_space(text: str, gap: float, pieces: int) -> None:
    first = letters(text)
    row = Fragment([*first, *letters("next", first[-1].right + gap)], 700, 10)
    assert len(_pieces(row)) == pieces


def test_a_piece_has_the_size_of_its_letters_and_a_mark_alone_that_of_the_row() -> None:
    small, mark = letters("note", 200, size=8), letters("1", 300, size=6, base=704)
    row = Fragment([*letters("word"), *small, *mark], 700, 10)
    assert [each.size for each in _pieces(row)] == [10, 8, 10]


@pytest.mark.parametrize(
    ("text", "gap", "one"),
    [
        ("word", 0.5, True),
        ("word", 19.9, True),
        ("word", 20, False),
        ("1.", 59.9, True),
        ("1.", 60, False),
        ("word", -0.1, False),
    ],
)
def test_a_number_may_be_further_from_its_text_than_words_are(text: str, gap: float, *, one: bool) -> None:
    first = Fragment(letters(text), 700, 10)
    assert _are_one_line(first, Fragment(letters("next", first.right + gap), 700, 10), False) == one
    assert _are_one_line(first, Fragment(letters("next", 80 - gap), 700, 10), True) == one


@pytest.mark.parametrize(
    ("text", "leftwards", "width"),
    [("some word", False, 20), ("some word", True, 20), ("大会决定", False, 10)],
)
def test_the_first_word_of_a_line_ends_at_a_space_or_is_a_sign(
    text: str, leftwards: bool, width: float
) -> None:
    assert first_word(Fragment(letters(text), 700, 10), leftwards) == width


def test_letters_without_a_size_are_no_side_notes() -> None:
    assert _side_notes([Fragment([Glyph("x", 0, 0, 5, 700, 0, 0)], 700, 0)]) == {}


@pytest.mark.parametrize(
    ("note", "base", "size", "beside"),
    [
        ((301, 320), 700, 7, True),
        ((300, 320), 700, 7, False),  # it touches the text
        ((80, 99), 700, 7, True),
        ((80, 100), 700, 7, False),
        ((301, 320), 712, 7, False),  # beside no line of it
        ((301, 320), 700, 10, False),
    ],
)
def test_side_notes_are_small_and_beside_a_line(
    note: tuple[float, float], base: float, size: float, *, beside: bool
) -> None:
    text = Fragment([Glyph("x", n, 100 + 5 * n, 105 + 5 * n, 700, 10, 0) for n in range(40)], 700, 10)
    left, right = note
    letters = [
        Glyph("n", 0, left, left + 5, base, size, left),
        Glyph("o", 1, right - 5, right, base, size, left),
    ]
    piece = Fragment(letters, base, size)
    assert set(_side_notes([text, piece])) == ({id(piece)} if beside else set())
