# ruff: noqa: E501 - paragraphs stand unbroken
"""PDF files: reading order, positions, note marks, Arabic, and damaged files."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.readers import read_bytes
from aligner.readers.pdf.bidi import mirrored, reading_order
from aligner.readers.pdf.glyph import Fragment, Glyph, PageGlyphs
from aligner.readers.pdf.line_text import write_line
from aligner.readers.pdf.read_pdf import Doubts, _pictures, _with_sheets
from aligner.readers.scans.recognised_page import RecognisedPage, Word
from aligner.values.extract import Extract
from aligner.values.message import AlignerError, ReadError
from tests.pdf_samples import Placed, file_of, pdf, printed, stream_of


def lines(data: bytes) -> list[str]:
    extract = read_bytes(data, "x.pdf")
    return [extract.text_of(line) for line in extract.lines]


def test_lines_have_text_page_and_place() -> None:
    extract = read_bytes(
        pdf([[(50, 700, 12, "First line"), (50, 680, 12, "second")], [(50, 60, 8, "note")]]), "x.pdf"
    )
    assert extract.text == "First line\nsecond\nnote"
    assert [line.page for line in extract.lines] == [1, 1, 2]
    assert (extract.pages, extract.format) == (2, "pdf")
    first, _, note = (line.box for line in extract.lines)
    assert first is not None
    assert note is not None
    assert (round(first.left), first.size) == (50, 12.0)
    assert 108 <= first.right <= 116
    assert (round(first.top), round(first.bottom)) == (132, 144)
    assert note.size == 8.0
    assert note.top > first.top
    assert not any(line.whole for line in extract.lines)


def test_raised_digits_are_marks_with_their_place() -> None:
    extract = read_bytes(
        pdf([[(50, 700, 12, "text"), (74, 705, 7, "12"), (81, 700, 12, ", more km"), (135, 705, 7, "2")]]),
        "x.pdf",
    )
    line = extract.lines[0]
    assert extract.text == "text12, more km2"
    assert [(m.mark, m.span.start, m.span.of(extract.text)) for m in line.marks] == [("12", 4, "12")]


def test_raised_signs_of_a_font_are_marks_but_no_exponents() -> None:
    shown = "BT /F 12 Tf 50 700 Td (all the States.\\263) Tj 0 -20 Td (an area of 300 km\\262) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        stream_of(shown),
    ]
    extract = read_bytes(file_of(objects), "x.pdf")
    assert extract.text == "all the States.³\nan area of 300 km²"
    assert [[mark.mark for mark in line.marks] for line in extract.lines] == [["3"], []]


LEFT = ["The left column goes on for", "three lines of running text,", "and for a fourth to the end"]
RIGHT = ["The right column comes after", "it and has as many lines that", "fill it as the other one does"]


def columns(left: list[str], right: list[str], gap: float = 20) -> list[Placed]:
    page: list[Placed] = [(50, 760, 14, "A heading that goes right across the whole page of both")]
    for row, (first, second) in enumerate(zip(left, right, strict=True)):
        page += [(50, 700 - 14 * row, 10, first), (50 + 145 + gap, 700 - 14 * row, 10, second)]
    return [*page, (50, 600, 10, "And a last line under both columns, again across the page")]


def test_columns_are_read_one_after_the_other() -> None:
    read = lines(pdf([columns(LEFT, RIGHT)]))
    assert [line[:12] for line in read] == [
        "A heading th", *[line[:12] for line in LEFT], *[line[:12] for line in RIGHT], "And a last l"
    ]  # fmt: skip


def test_columns_begin_below_a_head_that_extends_into_the_gutter() -> None:
    head: list[Placed] = [(50, 727, 10, "A/72/L.1"), (196, 727, 10, "The title")]
    read = lines(pdf([[*head, *columns(LEFT, RIGHT)[1:-1]]]))
    assert [line[:8] for line in read] == ["A/72/L.1", "The titl", *(line[:8] for line in LEFT + RIGHT)]


def test_a_numbered_line_that_justification_pulls_apart_is_one() -> None:
    spread: list[Placed] = [(50, 700, 10, "25.")]
    left = 90.0
    for word in ("recognizing,", "that", "technologies", "spread"):
        spread.append((left, 700, 10, word))
        left += 5 * len(word) + 45
    assert lines(pdf([[*spread, (50, 686, 10, "and the digital divide is overcome by all of them")]]))[0] == (
        "25. recognizing, that technologies spread"
    )


def test_two_words_at_the_ends_of_a_justified_line_are_one_line() -> None:
    full = "every line of it is as wide as this"
    page: list[Placed] = [
        (50, 714, 10, full),
        (50, 700, 10, "international"),
        (185, 700, 10, "agencies"),
        (50, 686, 10, "establishments in their own right a"),
    ]
    assert lines(pdf([page]))[1] == "international agencies"
    cells: list[Placed] = [*page[:3], (50, 686, 10, "aid"), (200, 686, 10, "and")]
    assert lines(pdf([cells]))[1:3] == ["international", "agencies"]


def test_the_mark_of_a_note_below_columns_stays_with_its_note() -> None:
    note: list[Placed] = [
        (50, 650, 8, "1"),
        (64, 650, 8, "A note that goes across both columns of the page above"),
    ]
    read = lines(pdf([[*columns(LEFT, RIGHT)[1:-1], *note]]))
    assert read == [*LEFT, *RIGHT, "1 A note that goes across both columns of the page above"]


def test_a_masthead_above_the_columns_is_read_before_both() -> None:
    head: list[Placed] = [
        (50, 780, 10, "General Assembly"),
        (380, 780, 10, "Official Records"),
        (50, 766, 10, "Twelfth meeting"),
        (50, 752, 10, "President:"),
        (400, 752, 10, "(Germany)"),
    ]
    read = lines(pdf([[*head, *columns(LEFT, RIGHT)[1:-1]]]))
    assert read[-6:] == [*LEFT, *RIGHT]
    assert "(Germany)" in read[-7]


def test_columns_are_recognised_from_an_earlier_page() -> None:
    full = [
        (x, 700.0 - 14 * row, 10.0, f"{side} line {row} fills its column")
        for row in range(14)
        for x, side in ((50.0, "left"), (215.0, "right"))
    ]
    short = [(50.0, 700.0 - 14 * row, 10.0, f"left line {row} of the last page") for row in range(6)]
    short += [(215.0, 700.0, 10.0, "right line of the last page")]
    assert lines(pdf([full, short]))[-2:] == ["left line 5 of the last page", "right line of the last page"]
    assert lines(pdf([short]))[1] == "right line of the last page"
    inside = [
        (x + (12 if x > 200 and y in (700.0, 644.0, 588.0) else 0), y, size, text)
        for x, y, size, text in full
    ]
    indented = [*short[:-1], (227.0, 700.0, 10.0, "right line set in")]
    assert lines(pdf([inside, indented]))[-1] == "right line set in"


def test_a_column_of_short_paragraphs_begins_at_two_places() -> None:
    page = [
        (x + 14 * (x > 200 and row % 2), 700.0 - 14 * row, 10.0, f"{side} line {row} fills its column")
        for row in range(14)
        for x, side in ((50.0, "left"), (215.0, "right"))
    ]
    assert [line.split()[0] for line in lines(pdf([page]))] == ["left"] * 14 + ["right"] * 14


def with_items(left: float, rows: int) -> list[Placed]:
    """The lines of a column half of which are items that hang."""
    found: list[Placed] = []
    for row in range(rows):
        base, kind = 700.0 - 14 * row, row % 6
        if kind == 3:
            found.append((left + 10, base, 10, "(a)"))
        set_in = 40 if kind > 2 else 0
        words = "of an item that hangs" if set_in else "that fills its column"
        found.append((left + set_in, base, 10, f"{left:.0f} {row} {words}"))
    return found


def test_columns_with_hanging_items_are_read_one_after_the_other() -> None:
    read = lines(pdf([[*with_items(50, 18), *with_items(260, 18)]]))
    assert ["50" if " 50 " in f" {line} " else "260" for line in read] == ["50"] * 18 + ["260"] * 18


def test_columns_with_lists_inside_lists_are_read_one_after_the_other() -> None:
    insets = [0] * 7 + [12] * 4 + [24] * 5 + [48] * 4 + [60] * 4
    page = [
        (x + (insets[row] if x > 200 else 0), 700.0 - 14 * row, 10.0, f"{side} {row:02} words of a column")
        for row in range(len(insets))
        for x, side in ((50.0, "left"), (200.0, "right"))
    ]
    read = [line.split()[0] for line in lines(pdf([page]))]
    assert read == ["left"] * len(insets) + ["right"] * len(insets)


def test_no_line_of_loose_columns_is_a_head_above_them() -> None:
    page: list[Placed] = []
    for left, side, last in ((50.0, "left", 4), (300.0, "right", 1)):  # the last lines of their first items
        for row in range(16):
            base = 700.0 - 19 * row - (12 if row > last else 0)
            page += [(left, base, 9.0, "(a)")] * (row in (0, last + 1))
            page.append((left + 30, base, 9.0, f"{side} {row} words that fill the column"))
    read = [line.removeprefix("(a) ").split()[0] for line in lines(pdf([page]))]
    assert read == ["left"] * 16 + ["right"] * 16


def test_known_columns_begin_left_of_most_lines_if_most_are_items() -> None:
    items = [
        (x + 40, 700.0 - 14 * row, 10.0, f"{side} {row} of an item that hangs")
        for row in range(14)
        for x, side in ((50.0, "left"), (260.0, "right"))
    ]
    margin = [
        (50.0, 686.0 - 14 * row, 10.0, f"left {row} at the margin of the text") for row in range(14, 17)
    ]
    last = [(50.0, 700.0 - 14 * row, 10.0, f"left {row} on the last page of all") for row in range(5)]
    last.append((300.0, 700.0, 10.0, "right 0 on the last page"))
    assert lines(pdf([[*items, *margin], last]))[-2:] == ["left 4 on the last page of all", last[-1][-1]]


def test_a_heading_at_the_foot_of_the_left_column_is_read_with_it() -> None:
    page = [*columns(LEFT, RIGHT)[1:-1], (90, 644, 10, "Article 2")]
    assert [line[:8] for line in lines(pdf([page]))] == [text[:8] for text in [*LEFT, "Article 2", *RIGHT]]


def test_spaces_of_justified_lines_that_meet_are_no_gutter() -> None:
    rows = [
        ("so runs this", "line of wide", "spaces all along"),
        ("and the next", "one is like", "it, its spaces so"),
    ]
    rows += [
        ("so the third", "that has the", "same wide spaces"),
        ("and a fourth", "as it may be", "once in a while"),
    ]
    page = [
        (50 + 85 * i, 700 - 14 * row, 10.0, text)
        for row, texts in enumerate(rows)
        for i, text in enumerate(texts)
    ]
    assert [line.split()[0] for line in lines(pdf([page]))][:1] == ["so"]
    assert " ".join(lines(pdf([page]))) == " ".join(" ".join(row) for row in rows)


@pytest.mark.parametrize("rotate", [0, 90])
def test_letters_slanted_for_want_of_italics_are_read(rotate: int) -> None:
    page = [(50.0, 700.0, 12.0, "回顾大会"), (50.0, 680.0, 12.0, "and recalling")]
    assert lines(pdf([page], slant=0.33, rotate=rotate)) == ["回顾大会", "and recalling"]


def test_cells_are_read_row_by_row() -> None:
    cells = columns(["Country", "A", "Belgium and Luxembourg together"], ["2018", "12", "7"], gap=60)
    assert lines(pdf([cells]))[1:-1] == ["Country", "2018", "A", "12", "Belgium and Luxembourg together", "7"]


def test_a_number_far_from_its_paragraph_stays_with_it() -> None:
    page: list[Placed] = [(50, 700, 12, "1."), (90, 700, 12, "Urges States;"), (330, 700, 12, "A/72/L.1")]
    assert lines(pdf([page])) == ["1. Urges States;", "A/72/L.1"]


def test_a_number_of_many_levels_far_from_its_text_stays_with_it() -> None:
    page: list[Placed] = [(50, 700, 10, "5.2.2.1."), (140, 700, 10, "The intensity shall not exceed:")]
    assert lines(pdf([page])) == ["5.2.2.1. The intensity shall not exceed:"]


def test_letters_of_a_justified_arabic_line_have_the_size_at_which_they_are_drawn() -> None:
    words = "ولاة كبير من العمل"[::-1]
    data = pdf([[(100, 700, 12, f"{words} "), (300, 700, 12, words)]], scale=0.75, stretch=250)
    assert [line.box and line.box.size for line in read_bytes(data, "x.pdf").lines] == [12.0, 12.0]


def test_latin_lines_of_an_arabic_page_end_where_their_full_stop_is() -> None:
    page = [
        (100.0, 700.0, 12.0, "مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ"),
        (100.0, 680.0, 12.0, ".Treaty Series, vol. 1"),
    ]
    assert lines(pdf([page]))[1] == "Treaty Series, vol. 1."


def test_the_number_of_a_latin_note_on_an_arabic_page_comes_first() -> None:
    page = [
        (100.0, 700.0, 12.0, "مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ"),
        (100.0, 680.0, 12.0, ".A/79/72/Add.1"),
        (196.0, 680.0, 12.0, "2"),
    ]
    assert lines(pdf([page]))[1] == "2 A/79/72/Add.1."


@pytest.mark.parametrize("mark", ["2", "(2)"])
def test_the_number_of_an_arabic_note_that_begins_with_a_symbol_comes_first(mark: str) -> None:
    page = [
        (100.0, 700.0, 12.0, "مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ"),
        (100.0, 680.0, 12.0, "مﻼﺴﻟا ﺮﻈﻧا .A/79/72/Add.1"),
        (280.0, 680.0, 12.0, mark),
    ]
    assert lines(pdf([page]))[1].startswith(f"{mark} A/79/72/Add.1.")


ARABIC = (100.0, 720.0, 12.0, "مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ")


def test_a_mark_after_an_arabic_number_is_no_figure_of_it() -> None:
    data = pdf([[ARABIC, (100.0, 700.0, 12.0, f".1996 {'عام'[::-1]}"), (96.0, 705.0, 7.0, "1")]])
    extract = read_bytes(data, "x.pdf")
    assert extract.text_of(extract.lines[1]) == "عام 1996.1"
    assert [mark.mark for mark in extract.lines[1].marks] == ["1"]


def test_a_narrow_space_before_a_number_in_arabic_is_kept() -> None:
    page = [ARABIC, (113.6, 700.0, 12.0, "من"[::-1]), (100.0, 700.0, 12.0, "10")]
    assert lines(pdf([page]))[1] == "من 10"


def test_spaces_of_no_width_in_a_latin_line_read_from_the_right_are_none() -> None:
    orders = (
        ("A", 22, False),
        ("/", 21, True),
        ("7", 18, True),
        ("9", 19, False),
        ("/", 20, True),
        ("1", 15, True),
    )
    glyphs = [
        Glyph(sign, order, 100 + 6 * n, 106 + 6 * n, 700, 12, 100 + 6 * n, word=order, spaced=spaced)
        for n, (sign, order, spaced) in enumerate(orders)
    ]
    assert write_line(Fragment(glyphs, 700, 12), True, 842).text == "A/79/1"


@pytest.mark.parametrize(("size", "gap", "text"), [(8, 3, "1 A/65"), (12, 3, "A/65 1"), (8, 0, "A/651")])
def test_a_note_mark_right_of_a_latin_note_comes_first_where_a_page_reads_leftwards(
    size: float, gap: float, text: str
) -> None:
    glyphs = [Glyph(sign, n, 100 + 6 * n, 106 + 6 * n, 700, 12, 100 + 6 * n) for n, sign in enumerate("A/65")]
    left = 124 + gap
    glyphs.append(Glyph("1", 9, left, left + 4, 700, size, left, word=9, spaced=gap > 0))
    assert write_line(Fragment(glyphs, 700, 12), True, 842).text == text


@pytest.mark.parametrize("pair", ["لم", "مل"])
def test_the_letters_of_an_arabic_ligature_are_in_the_order_of_unicode(pair: str) -> None:
    shown = ["ة", "د", "ا", pair, "ا"]
    glyphs = [
        Glyph(letter, 10 * place + number, 50 + 6 * place, 56 + 6 * place, 700, 12, 50 + 6 * place)
        for place, sign in enumerate(shown)
        for number, letter in enumerate(sign)
    ]
    assert write_line(Fragment(glyphs, 700, 12), True, 842).text == "المادة"


def test_a_gap_after_a_letter_that_joins_the_next_is_a_space() -> None:
    text = "كل شخص طبيعي أو غيره"
    glyphs, left = [], 50.0
    for order, letter in enumerate(text[::-1]):
        if letter != " ":
            glyphs.append(Glyph(letter, order, left, left + 6, 700, 12, left))
        left += 2.4 if letter == " " else 6.0
    assert write_line(Fragment(glyphs, 700, 12), True, 842).text == text.replace("أو غيره", "أوغيره")


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("guessed", [False, True])
def test_a_typed_space_is_one_though_a_letter_overhangs_it(turned: bool, guessed: bool) -> None:
    letters = "ذاته كانت"
    glyphs, right, word = [], 150.0, 0
    for letter in letters:
        if letter == " ":
            word += 1
            continue
        begins = bool(word) and glyphs[-1].word != word
        left, right = right - 6, right - (0 if begins else 0.0)
        glyphs.append(
            Glyph(letter, len(glyphs), left, right, 700, 12, left, word, begins, guessed=guessed and begins)
        )
        right = left
    if turned:
        for glyph in glyphs:
            glyph.order = len(glyphs) - glyph.order
        first = next(glyph for glyph in glyphs if glyph.spaced)
        above = glyphs[glyphs.index(first) - 1]
        first.spaced, above.spaced = False, True
        first.guessed, above.guessed = False, guessed
    text = write_line(Fragment(glyphs, 700, 12), True, 842).text
    assert text == (letters.replace(" ", "") if guessed else letters)


@pytest.mark.parametrize(
    ("gap", "inside", "typed", "text"),
    [
        (0.16, 0.05, False, "name of it"),
        (0.12, 0.0, False, "name of it"),  # a tight line of justified text
        (0.12, 0.05, False, "nameof it"),  # a loose one, in which letters are as far apart
        (0.09, 0.0, False, "nameof it"),
        (0.06, -0.1, False, "name of it"),  # letters of another font in their place overlap
        (0.13, 0.03, True, "nameof it"),  # letters of a word that are set further apart than others
        (0.13, 0.0, True, "name of it"),  # a typed space that kerning narrowed
    ],
)
def test_a_guessed_space_is_one_if_it_is_wider_than_the_gaps_of_its_line(
    gap: float, inside: float, typed: bool, text: str
) -> None:
    glyphs, left = [], 50.0
    for word, letters in enumerate(("name", "of", "it")):
        for place, letter in enumerate(letters):
            begins = bool(word) and place == 0
            left += 12 * ((gap if word == 1 else 0.3) if begins else inside)
            guessed = begins and (word == 1 or not typed)
            glyphs.append(
                Glyph(letter, len(glyphs), left, left + 6, 700, 12, left, word, begins, guessed=guessed)
            )
            left += 6
    assert write_line(Fragment(glyphs, 700, 12), False, 842).text == text


def test_a_letter_that_only_ends_words_ends_one_however_narrow_the_gap() -> None:
    glyphs, left = [], 50.0
    for order, letter in enumerate("الرئيسية كنسبة؛"[::-1]):
        if letter != " ":
            glyphs.append(Glyph(letter, order, left, left + 6, 700, 12, left))
        left += 0.3 if letter == " " else 6
    assert write_line(Fragment(glyphs, 700, 12), True, 842).text == "الرئيسية كنسبة؛"


@pytest.mark.parametrize(("sign", "others"), [("J", "A KL"), ("~", "A B"), ("\x85", "ABé")])
def test_a_stroke_between_arabic_letters_is_no_other_sign(sign: str, others: str) -> None:
    page = [
        (100.0, 720.0, 12.0, f"0123456789{others}"),  # in order, the sign after ten or more is a flat dash
        (107.0, 700.0, 12.0, "\u062e"),
        (104.0, 700.0, 22.0, sign),
        (102.0, 700.0, 12.0, "\u0644"),
        (100.0, 680.0, 12.0, sign),
    ]
    alone = [sign] if sign.strip() else []
    assert lines(pdf([page]))[1:] == ["\u062e\u0640\u0644", *alone]
    page[3:4] = [(98.0, 700.0, 22.0, sign), (96.0, 700.0, 12.0, "\u0644")]  # a second stroke after the first
    assert lines(pdf([page]))[1:] == ["\u062e\u0640\u0640\u0644", *alone]


def test_a_vowel_sign_that_says_its_letter_again_is_read_once() -> None:
    page = [
        (100.0, 700.0, 12.0, "مﻼﺴﻟا"),
        (50.0, 680.0, 12.0, "\u0627\u062f\u0648\u0647\u062c"),
        (50.0, 680.0, 12.0, "\u064b"),
        (50.2, 683.0, 12.0, "\u0627"),
        (50.2, 683.0, 12.0, "\u064b"),
    ]
    assert lines(pdf([page]))[1] == "\u062c\u0647\u0648\u062f\u0627\u064b"


def test_presentation_forms_become_letters() -> None:
    assert lines(pdf([[(50, 700, 12, "oﬃce ﬂow ⼈民")]])) == ["office flow 人民"]


def test_characters_beyond_the_basic_plane_are_whole() -> None:
    assert lines(pdf([[(50, 700, 12, "a𠮷b")]])) == ["a𠮷b"]


def test_hyphens_at_line_ends_are_kept_for_segmentation() -> None:
    assert lines(pdf([[(50, 700, 12, "inter-"), (50, 680, 12, "national")]])) == ["inter-", "national"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("upright", [False, True])
def test_a_turned_page_is_read_all_the_same(rotate: int, upright: bool) -> None:
    page: list[Placed] = [(50, 700, 12, "one line"), (50, 680, 12, "and the next")]
    assert lines(pdf([page], rotate=rotate, upright=upright)) == ["one line", "and the next"]
    (first, second) = read_bytes(pdf([page], rotate=rotate, upright=upright), "x.pdf").lines
    assert first.box is not None
    assert second.box is not None
    assert (round(first.box.left), round(second.box.top - first.box.top)) == (50, 20)


def flip(text: str) -> str:
    """Arabic letters in visual order, from left to right."""
    return text[::-1]


BIDI = [
    ("قرارها 71/167 المؤرخ", f"{flip('المؤرخ')} 71/167 {flip('قرارها')}"),
    ("بشأن United Nations Treaty Series،", f"،United Nations Treaty Series {flip('بشأن')}"),
    ("رقم A/CONF.222/L.6 في", f"{flip('في')} A/CONF.222/L.6 {flip('رقم')}"),
    ("(أ) الإعلان", f"{flip('الإعلان')} (أ)"),
    ("في «تقرير» الأمين", f"{flip('الأمين')} «{flip('تقرير')}» {flip('في')}"),
    ("مبلغ 5 819 000 دولار", f"{flip('دولار')} 5 819 000 {flip('مبلغ')}"),
    ("مبلغ 5 819.4 دولار", f"{flip('دولار')} 5 819.4 {flip('مبلغ')}"),
    ("رقم 23 (HFC-23).", f".(HFC-23) 23 {flip('رقم')}"),
    ("الفترة 2016-2018،", f"،2018-2016 {flip('الفترة')}"),
    ("عام 1996.¹²", f"¹².1996 {flip('عام')}"),
    ("عام 1996²", f"²1996 {flip('عام')}"),
    ("عام 1996.¹²", f"1996.¹² {flip('عام')}"),
    ("عام 1996²", f"1996² {flip('عام')}"),
    ("18-03204", "18-03204"),
    ("(16)ومن ثم (ليس", f"{flip('ليس')}( {flip('ثم')} {flip('ومن')}(16)"),
]


@pytest.mark.parametrize(("spoken", "shown"), BIDI)
def test_a_right_to_left_line_is_put_in_order_of_reading(spoken: str, shown: str) -> None:
    assert mirrored("".join(shown[index] for index in reading_order(list(shown))), False) == spoken


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("قرار (أ (ب) ج) د", "قرار (أ (ب) ج) د"),
        ("قرار )أ )ب( ج( د", "قرار (أ (ب) ج) د"),
        ("قرار (أ ب", "قرار (أ ب"),
        ("أ (71/167) )ب(", "أ (71/167) (ب)"),
        ("))أ((", "((أ))"),
    ],
)
def test_brackets_in_arabic_enclose_what_is_between_them(given: str, read: str, *, turned: bool) -> None:
    assert mirrored(given, turned) == read


@pytest.mark.parametrize(
    ("given", "turned", "read"),
    [
        ("أ <2", True, "أ >2"),
        ("أ <2", False, "أ <2"),
        ("(أ <2)", True, "(أ <2)"),
        (")أ <2(", False, "(أ >2)"),
    ],
)
def test_signs_that_compare_are_turned_if_the_brackets_beside_them_are(
    given: str, read: str, *, turned: bool
) -> None:
    assert mirrored(given, turned) == read


@given(st.lists(st.sampled_from([*"اب1 2A(b).", "لا", "12", "ffi", "..."]), max_size=30))
def test_reading_order_loses_nothing(shown: list[str]) -> None:
    assert sorted(reading_order(shown)) == list(range(len(shown)))


def test_arabic_laid_out_from_left_to_right_is_read() -> None:
    assert lines(pdf([[(100, 700, 12, "مﻼﺴﻟا ﻰﻠﻋ ﺚﺤﺗ -1")]])) == ["1- تحث على السلام"]


PARAGRAPHS = {
    "zh": "大会，回顾其2016年12月19日第71/167号决议，重申必须加强国际合作，预防和打击一切形式的有组织犯罪，并强调会员国应当采取措施。",
    "en": "The General Assembly, recalling its resolution 71/167 of 19 December 2016, reaffirms that all States “shall” take effective measures; office workers, too.",
    "fr": "L’Assemblée générale, rappelant sa résolution 71/167 du 19 décembre 2016, réaffirme « la nécessité » d’agir efficacement : œuvrer ensemble dès aujourd’hui.",
    "ru": "Генеральная Ассамблея, ссылаясь на свою резолюцию 71/167 от 19 декабря 2016 года, вновь подтверждает «необходимость» сотрудничества всех государств.",
    "es": "La Asamblea General, recordando su resolución 71/167, de 19 de diciembre de 2016, reafirma que el año próximo los Estados tomarán medidas; ¿cuáles?",
    "ar": "إن الجمعية العامة، إذ تشير إلى قرارها 71/167 المؤرخ 19 كانون الأول/ديسمبر 2016، وإذ تؤكد من جديد (أ) الإعلان العالمي لحقوق الإنسان، وما جاء في «تقرير الأمين العام» A/CONF.222/L.6 بشأن United Nations Treaty Series، تحث الدول الأعضاء على اتخاذ التدابير اللازمة.",
}


@pytest.mark.browser
def test_browser_prints_read_back_word_for_word(tmp_path: Path) -> None:
    page = "".join(
        f"<p lang={language} dir={'rtl' if language == 'ar' else 'ltr'} style='break-after: page'>{text}</p>"
        for language, text in PARAGRAPHS.items()
    )
    extract = read_bytes(printed(page, tmp_path), "x.pdf")
    assert extract.pages == len(PARAGRAPHS)
    for number, (language, text) in enumerate(PARAGRAPHS.items(), 1):
        joint = "" if language == "zh" else " "
        read = joint.join(extract.text_of(line) for line in extract.lines if line.page == number)
        assert read.replace("\u00a0", " ") == text


@pytest.mark.browser
def test_marks_and_columns_of_a_printed_page(tmp_path: Path) -> None:
    text = "Some words that fill a narrow column from one side to the other, line after line. " * 8
    page = f"<p>决议<sup>1</sup>，以及 resolution<sup>23</sup>.</p><div style='column-count: 2'>{text}<b>End.</b></div>"
    extract = read_bytes(printed(page, tmp_path), "x.pdf")
    assert [mark.mark for line in extract.lines for mark in line.marks] == ["1", "23"]
    assert " ".join(extract.text_of(line) for line in extract.lines[1:]) == text + "End."


WHOLE = pdf([[(50, 700, 12, "Some text"), (200, 700, 12, "and more")], [(50, 700, 12, "إن page two")]])
REFUSED = [
    ("no pages", pdf([]), "no pages"),
    ("no text", pdf([[], []]), "scanned"),
    ("encrypted", pdf([[(50, 700, 12, "x")]], password="secret"), "encrypted"),
    ("cut short", WHOLE[:200], "damaged or cut short|no pages"),
    ("only a head", b"%PDF-1.7\n", "damaged"),
    ("damaged, naming encryption", b"%PDF-1.7\n/Encrypt 5 0 R\n", "damaged"),
]


@pytest.mark.parametrize(("what", "data", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_unreadable_files_give_one_line_errors(what: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as error:
        read_bytes(data, "x.pdf")
    assert "\n" not in str(error.value)
    assert str(error.value).startswith("x.pdf")


def test_a_page_without_text_is_noted() -> None:
    extract = read_bytes(pdf([[(50, 700, 12, "text")], []]), "x.pdf")
    assert list(map(str, extract.notes)) == ["No text on page 2: empty or scanned."]


def test_several_threads_may_read_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda _: lines(WHOLE), range(40)))
    assert all(each == read[0] for each in read)


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.booleans())
def test_mutated_files_give_lines_or_one_clear_error(seed: int, cut: bool) -> None:
    chance = random.Random(seed)
    mutated = bytearray(WHOLE)
    for _ in range(chance.randrange(1, 12)):
        mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
    if cut:
        del mutated[chance.randrange(len(mutated)) :]
    message = ""
    try:
        assert isinstance(read_bytes(bytes(mutated), "x.pdf"), Extract)
    except AlignerError as error:
        message = str(error)
    assert "\n" not in message


WORDS = st.text(alphabet="abcdeقرار 中文12.,", min_size=1, max_size=20)
PLACES = st.tuples(st.floats(0, 590), st.floats(0, 840), st.sampled_from([6.0, 9.0, 12.0]), WORDS)


@given(st.lists(PLACES, max_size=12))
def test_text_anywhere_on_a_page_is_read_once(placed: list[Placed]) -> None:
    """Nothing is read twice, whatever the layout; what leaves the page is not read."""
    there = sorted("".join(text for *_, text in placed).replace(" ", ""))
    try:
        read = sorted("".join(lines(pdf([placed]))).replace(" ", ""))
    except ReadError:
        read = []
    for character in set(read):
        assert read.count(character) <= there.count(character)


@pytest.mark.parametrize(("gap", "text"), [(0.5, "conserve"), (0.95, "conserve"), (2.0, "conse rve")])
def test_letters_set_apart_a_little_are_one_word(gap: float, text: str) -> None:
    assert lines(pdf([[(50, 700, 10, "conse"), (75 + gap, 700, 10, "rve")]])) == [text]


def test_pages_of_a_file_that_show_two_are_counted_apart() -> None:
    lines = (tuple(Word("word", left, left + 40, 400.0, 11.0, 0.95) for left in (50.0, 450.0)),)
    extract = Extract("", (), "pdf", pages=3)
    assert _with_sheets(extract, {2: RecognisedPage(500.0, lines)}) is extract
    found = _with_sheets(
        extract, {1: RecognisedPage(500.0, lines), 2: RecognisedPage(500.0, lines, gutter=400.0)}
    )
    assert (found.pages, found.sheets) == (4, ((1, 0.0), (2, 0.0), (2, 400.0), (3, 0.0)))


SIGN = Glyph("a", 0, 0, 5, 0, 10, 0)


@pytest.mark.parametrize(
    ("page", "lines", "notes"),
    [
        (PageGlyphs((), 0, unknown=1), ["K\u2030ferhofen"], ["reading.unknown:2", "reading.empty"]),
        (PageGlyphs((), 0, turned=(PageGlyphs((), 0),)), [], []),
        (
            PageGlyphs((), 0, hidden=3, comments=2),
            [],
            ["reading.unseen:3", "reading.comments", "reading.empty"],
        ),
        (PageGlyphs((SIGN,) * 4, 0, invisible=2), [], []),
        (PageGlyphs((SIGN,) * 4, 0, invisible=3), [], ["reading.recognised"]),
        (PageGlyphs((SIGN,), 0), ["\u0629\u0628"] * 2, []),
        (PageGlyphs((SIGN,), 0), ["\u0629\u0628"] * 3, ["reading.misspelt"]),
    ],
)
def test_each_kind_of_doubt_about_a_page_is_noted(
    page: PageGlyphs, lines: list[str], notes: list[str]
) -> None:
    doubts = Doubts()
    doubts.look_at(page, 1, lines)
    counted = [(message.code, dict(message.items).get("characters")) for message in doubts.messages()]
    assert [f"{code}:{dict(of.items)['count']}" if of else code for code, of in counted] == notes
    assert doubts.are_about_fonts == bool({"reading.unknown:2", "reading.misspelt"} & {*notes})


@pytest.mark.parametrize(("unknown", "pages"), [(2, []), (3, [1])])
def test_a_page_with_more_unknown_than_known_characters_cannot_be_read(
    unknown: int, pages: list[int]
) -> None:
    doubts = Doubts()
    doubts.look_at(PageGlyphs((SIGN,) * 4, 0, unknown=unknown), 1, [])
    assert doubts.unreadable == pages


def test_pictures_that_were_not_recognised_are_unread() -> None:
    assert _pictures(2, {}, "x.png").unread == (1, 2)
