"""Pieces of a line of a PDF: which are the number or sign that a paragraph begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.lines import _are_words, _is_number, _is_stretched, _joined_rows
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


def test_one_gap_is_wider_only_in_a_line_that_ends_where_others_do() -> None:
    row = [piece(left, "word") for left in (60, 110, 160, 250)]
    ends = sorted([row[-1].right, *[row[-1].right + 40] * FEWEST])
    assert not _is_stretched([row], 0, False, ends, after=False)


@pytest.mark.parametrize(("letters", "stretched"), [(10, True), (9, False)])  # 60 and 54 points
def test_two_words_are_pulled_apart_if_the_next_would_not_fit_between(
    letters: int, *, stretched: bool
) -> None:
    row = [piece(60, "word"), piece(150, "word")]  # a gap of 66 points, 58.5 without its two spaces
    below = Fragment(piece(60, "x" * letters).glyphs, 688.0, 10.0)
    ends = [row[-1].right] * FEWEST
    assert _is_stretched([row, [below]], 0, False, ends, after=False) == stretched


@pytest.mark.parametrize(("spaced", "words"), [(0, True), (1, False), (2, False)])
def test_a_piece_with_a_space_in_it_is_no_single_word(spaced: int, *, words: bool) -> None:
    glyphs = [replace(each, spaced=at == spaced) for at, each in enumerate(piece(60, "abc").glyphs)]
    assert _are_words([Fragment(glyphs, 700.0, 10.0)]) == words
