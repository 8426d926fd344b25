"""The text read from a PDF is the text displayed, or a note says where it may differ."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT

from aligner.languages.arabic_spelling import impossible_spellings
from aligner.readers import read_bytes
from aligner.readers.pdf import characters as pdf_characters
from aligner.readers.pdf import read_glyphs
from aligner.readers.pdf.characters import Characters, plain
from aligner.readers.pdf.font_maps import _fonts_among, code_map, misread_letters, named_signs
from aligner.readers.pdf.glyph import Glyph
from aligner.readers.pdf.text_runs import TextRun, within
from tests.pdf_font_samples import characters, pdf_with_font
from tests.pdf_samples import pdf


def text_of(data: bytes) -> str:
    return read_bytes(data, "x.pdf").text


def notes_of(data: bytes) -> tuple[str, ...]:
    return tuple(map(str, read_bytes(data, "x.pdf").notes))


CROSSING = characters({0x19D7: "控"}, width=2) + "1 beginbfrange <19ff> <1a00> <63cf> endbfrange"
"""A range over a multiple of 256: pdfium leaves out the block, though the table is right."""


def test_a_table_of_which_pdfium_reads_a_part_is_read_whole() -> None:
    data = pdf_with_font([[(50, 700, bytes.fromhex("19d719ff1a00"))]], CROSSING, two_bytes=True)
    assert pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range() != "控描提"
    assert text_of(data) == "控描提"
    assert notes_of(data) == ()


def test_characters_without_a_meaning_are_counted_with_their_pages() -> None:
    pages = [[(50.0, 700.0, bytes.fromhex(codes))] for codes in ("19d719d7", "19d819d8", "19d719d7")]
    data = pdf_with_font(pages, characters({0x19D8: "推"}, width=2), two_bytes=True)
    (note,) = notes_of(data)
    assert note.startswith("4 characters on pages 1 and 3 may be wrong")
    assert "推" in text_of(data)


def test_a_range_of_the_table_may_be_a_list_and_ends_where_codes_end() -> None:
    assert code_map(b"1 beginbfrange <01> <02> [<0061> <00620063>] endbfrange") == {1: "a", 2: "bc"}
    assert len(code_map(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange")) <= 0x10000
    assert code_map(b"1 beginbfrange <01> endbfrange 1 beginbfchar <zz> <0041> endbfchar") == {}
    assert code_map(b"2 beginbfchar <ffff> <0041> <010000> <0041> endbfchar") == {0xFFFF: "A"}


@pytest.mark.parametrize(
    ("first", "texts"),
    [
        ("D7FF", ["\ud7ff"]),  # the next are halves of characters
        ("DBFFDFFF", ["\U0010ffff"]),  # there are none above
        ("DBFFDFFE", ["\U0010fffe", "\U0010ffff"]),
        ("D800", []),
    ],
)
def test_a_range_of_codes_ends_where_characters_do(first: str, texts: list[str]) -> None:
    table = code_map(f"1 beginbfrange <01> <03> <{first}> endbfrange".encode())
    assert [text for text in table.values() if text] == texts


@pytest.mark.parametrize(
    ("form", "letters"),
    [
        (0xFB00, "ff"), (0xFB4F, "אל"), (0xFB50, "ٱ"), (0xFDFC, "ریال"), (0xFE80, "ء"), (0xFEFC, "لا"),
        (0x2F00, "一"), (0x2FD5, "龠"), (0x2E9F, "母"), (0x2EF3, "龟"),
        (0x2E9E, "⺞"), (0xFAD9, "\ufad9"), (0xFF01, "！"), (0x2FF0, "⿰"),
    ],
)  # fmt: skip
def test_forms_of_letters_and_radicals_are_read_as_letters(form: int, letters: str) -> None:
    """The first and last of each block, and what is beside the blocks."""
    assert plain(chr(form)) == letters


STEP = 0xFE7E
ARABIC = {code: chr(STEP + code) for code in range(0x2F, 0x77)} | {0x21: "\ufe8e"}
"""The forms of the letters in Unicode's order, as fonts have them, and an alef elsewhere."""
DAMAGED = ARABIC | {0x5D: "آ"}
CODES = {form: code for code, form in ARABIC.items()}
KANUN, SHARAKU = "\ufedb\ufe8e\ufee7\ufeee\ufee5", "\ufeb7\ufe8e\ufeae\ufedb\ufeee\ufe8e"  # كانون, شاركوا


def shown(word: str) -> bytes:
    """The codes of a word as it is drawn, from left to right."""
    return bytes(CODES[form] for form in reversed(word))


def test_a_letter_that_a_font_names_wrongly_is_put_right() -> None:
    lines = [(50.0, 700.0 - 20 * row, shown(word)) for row, word in enumerate([KANUN, SHARAKU, KANUN, KANUN])]
    data = pdf_with_font([lines], characters(DAMAGED))
    assert "آ" in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert text_of(data).split() == ["كانون", "شاركوا", "كانون", "كانون"]
    assert notes_of(data) == ()


def test_two_letters_of_one_name_are_distinguished_by_their_width() -> None:
    kaf, alef, madda = 0x57, 0x6C, 0x21  # W, l and !, as the font draws them
    step = 0xFEDB - kaf
    forms = {code: chr(step + code) for code in range(0x2F, 0x77)}
    table = forms | {kaf: "آ", alef: "\ufe8e", madda: "\ufe81"}
    codes = {form: code for code, form in table.items()} | {"ﻛ": kaf}
    words = [KANUN] * 3 + ["\ufe81\ufee7\ufeee\ufee5"]
    drawn = [bytes(codes[form] for form in reversed(word)) for word in words]
    lines = [(50.0, 700.0 - 20 * row, word) for row, word in enumerate(drawn)]
    assert text_of(pdf_with_font([lines], characters(table))).split() == [*["كانون"] * 3, "آنون"]


def test_uncorrectable_impossible_arabic_is_noted_once() -> None:
    words = ["آانون", "شارآاوا", "التأآيد"]
    pages = [[(50.0, 700.0, 12.0, word[::-1])] for word in words]
    (note,) = notes_of(pdf(pages))
    assert note.startswith("Arabic letters in 3 places on pages 1, 2 and 3")
    assert notes_of(pdf(pages[:2])) == ()


def test_an_unordered_table_is_no_evidence() -> None:
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويآ"
    assert misread_letters(dict(enumerate(letters))) == {}
    assert misread_letters(ARABIC) == {}
    assert misread_letters(DAMAGED) == {"آ": "\ufedb"}
    for same in ("آ", "\ufe81", "\ufef5"):  # the letter, a form of it, a ligature with it
        assert misread_letters(DAMAGED | {0x22: same}) == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [("القرآن الكريم والمنشآت", 0), ("الشاطىء، على مستوى", 0), ("علىحقوق", 1), ("لمحكمةالبلدان", 1)],
)
def test_spellings_that_no_arabic_word_has(text: str, count: int) -> None:
    assert impossible_spellings(text) == count


def test_signs_of_symbol_fonts_are_read_as_they_look() -> None:
    data = pdf_with_font([[(50, 700, b"\xa7 n \xfc")]], name="ABCDEF+Wingdings-Regular")
    assert text_of(data) == "▪ ■ ✓"
    named = pdf_with_font([[(50, 700, b"ab")]], characters({0x61: "\uf0b7", 0x62: "x"}), name="SymbolMT")
    assert text_of(named) == "•x"


def test_a_sign_without_a_unicode_character_is_a_bullet_where_a_line_begins() -> None:
    data = pdf([[(50, 700, 12, "\ue123 one item"), (50, 680, 12, "\uf0ff another")]])
    assert text_of(data) == "• one item\n• another"
    assert notes_of(data) == ()


def test_such_a_sign_inside_a_line_is_kept_and_counted() -> None:
    data = pdf([[(50, 700, 12, "as \ue123 shows")]])
    assert text_of(data) == "as \ue123 shows"
    assert notes_of(data)[0].startswith("1 character on page 1 may be wrong")


SPREAD = ["第 十 条，联 合 国 1948 年", "会 员 国 促 进 A B 计 划"]


def test_spaces_between_all_chinese_characters_are_taken_back() -> None:
    page = [(50.0, 700.0 - 20 * row, 12.0, line) for row, line in enumerate(SPREAD)]
    assert text_of(pdf([page])) == "第十条，联合国1948年\n会员国促进 A B 计划"


def test_a_few_spaces_in_chinese_stay() -> None:
    line = "第十条 联合国会员国促进和平与发展"
    assert text_of(pdf([[(50, 700, 12, line)]])) == line


@pytest.mark.parametrize("slant", [-0.33, 0.33])
def test_spaces_between_leaning_arabic_words_are_kept(slant: float) -> None:
    line = "الرئيس السابق لمحكمة البلدان"
    data = pdf([[(50, 700, 12, line[::-1])]], slant=slant)
    assert text_of(data) == line


def test_text_left_out_is_counted() -> None:
    outside = pdf([[(50, 700, 12, "seen"), (700, 700, 12, "away")]])
    assert notes_of(outside) == (
        "4 characters on page 1 that cannot be seen, outside the page, cut off or in a hidden layer, "
        "were left out.",
    )


def test_text_behind_a_picture_is_noted() -> None:
    (note,) = notes_of(pdf_with_font([[(50, 700, b"recognised")]], mode=3))
    assert note.startswith("The text of page 1 was put behind a picture of the page by text recognition")


def test_codes_beyond_unicode_have_no_meaning() -> None:
    """A map with codes of three bytes gives them where a font has no meaning for them."""
    given = [0x41, 0x616263, 0x10FFFF]
    pdfium = SimpleNamespace(
        FPDFText_CountChars=lambda _: len(given),
        FPDFText_GetText=lambda *_: 0,
        FPDFText_GetUnicode=lambda _, index: given[index],
    )
    assert read_glyphs._codes(pdfium, None) == [0x41, 0, 0x10FFFF]


@pytest.mark.parametrize(
    ("given", "characters"),
    [
        ([0xD83D, 0xDE00, 0x41], "\U0001f600A"),
        ([0xD800, 0xDC00, 0xDBFF, 0xDFFF], "\U00010000\U0010ffff"),
        ([0xDBFF, 0xDBFF, 0x41], "\udbff\udbffA"),  # halves without their others
        ([0xD800, 0xE000], "\ud800\ue000"),
        ([0xD7FF, 0xDC00], "\ud7ff\udc00"),
        ([0x41], "A"),
    ],
)
def test_halves_of_characters_are_put_together(given: list[int], characters: str) -> None:
    pdfium = SimpleNamespace(
        FPDFText_CountChars=lambda _: len(given),
        FPDFText_GetText=lambda *_: 0,
        FPDFText_GetUnicode=lambda _, index: given[index],
    )
    codes = read_glyphs._codes(pdfium, None)
    assert len(codes) == len(given)  # each keeps its place, a second half without a character
    assert "".join(chr(code) for code in codes if code >= 0) == characters


@pytest.mark.parametrize(
    ("text", "begins"),
    [("31/2", True), ("3x1/2", False), ("31\u20442", True), ("312", False), ("3", False)]
    + [(f"3{'1' * count}/2", count < 8) for count in (7, 8)],
)
def test_a_digit_begins_a_fraction_if_a_bar_follows_within_a_few_digits(text: str, *, begins: bool) -> None:
    page = SimpleNamespace(_codes=[ord(sign) for sign in f"a{text}"])
    assert read_glyphs._Collector._begins_fraction(page, 1) == begins  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "letter", "right"),
    [
        (0x0F, "\u0622", None),
        (0x10, "\u0622", "\ufe80"),
        (0x8C, "\u0622", "\ufefc"),
        (0x8D, "\u0622", None),  # no form of a letter is there
        (0x10, "\u0620", None),
        (0x8C, "\u0621", "\ufefc"),
        (0x10, "\u064a", "\ufe80"),
        (0x10, "\u064b", None),  # no letter
    ],
)
def test_a_letter_is_put_right_if_it_is_in_the_place_of_a_form(
    code: int, letter: str, right: str | None
) -> None:
    ordered = {each: chr(0xFE70 + each) for each in range(0x20, 0x80)}
    assert misread_letters(ordered | {code: letter}).get(letter) == right


def test_names_of_signs_count_from_nothing_if_no_code_is_before_them() -> None:
    assert named_signs([LIT("eacute"), LIT("a66")]) == {0: "é", 1: "B"}


def test_a_letter_that_leans_to_the_left_is_narrower_at_its_baseline() -> None:
    assert read_glyphs.without_lean(-0.25, 9.0, 20.0, 4.0, 12.0) == (12.0, 19.0)
    assert read_glyphs.without_lean(0.5, 9.0, 15.0, 4.0, 8.0) == (9.0, 15.0)  # nothing would be left


def test_letters_of_arabic_are_known_by_their_codes() -> None:
    letters = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي" + "ﭐﻼ"
    others = "\u0620\u063b\u0640\u064b٠،\ufb4f\ufefd"
    assert [sign for sign in letters + others if pdf_characters._is_arabic_letter(ord(sign))] == list(letters)


def test_a_damaged_table_makes_no_long_texts() -> None:
    table = b"1 beginbfrange <0000> <ffff> <" + b"0041" * 10_000 + b"> endbfrange"
    assert {len(text) for text in code_map(table).values()} == {64}


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [(10, 20, True), (30, 40, True), (9, 30, False), (31, 30, False), (20, 19, False), (20, 41, False)],
)
def test_the_border_of_a_visible_area_belongs_to_it(x: float, y: float, *, inside: bool) -> None:
    assert within((10, 20, 30, 40), x, y) == inside


@pytest.mark.parametrize(
    ("sign", "right", "is_stroke"),
    [("C", 20.5, True), ("\N{DAGGER}", 20.5, True), ("\N{DAGGER}", 19.8, False), ("-", 20.5, False)],
)
def test_the_letter_after_a_stroke_may_be_elsewhere_in_the_file(
    monkeypatch: pytest.MonkeyPatch, sign: str, right: float, is_stroke: bool
) -> None:
    inks = {
        "\u0643": (20.2, 8, 26, 0),
        sign: (14.0, 1, right, 0),
        " ": (0.0, 0, 0, 0),
        "\u0627": (10.0, 8, 14.5, 0),
    }
    codes = [ord(letter) for letter in f"\u0643{sign} \u0627"]
    monkeypatch.setattr(pdf_characters, "ink_of", lambda pdfium, page, index: inks[chr(codes[index])])
    assert pdf_characters.strokes(None, None, codes) == (frozenset({1}) if is_stroke else frozenset())
    inks["\u0627"] = (10.0, 28, 14.5, 20)  # on another line
    assert not pdf_characters.strokes(None, None, codes)


@pytest.mark.parametrize(
    ("before", "after", "height", "apart", "sides"),
    [
        (10, 20, 5.1, 0, 2),
        (10, 20, 5, 0, 0),  # the letters are hardly higher
        (9.9, 20.1, 8, 0, 0),
        (8, 22, 8, 1, 2),  # no further away than it is high
        (7.95, 22, 8, 1, 1),
        (8, 22.05, 8, 1, 1),
    ],
)
def test_a_stroke_touches_the_letters_on_both_sides(
    before: float, after: float, height: float, apart: float, sides: int
) -> None:
    letters = [(before - 5, 2 + height, before, 2), (after, 2 + height, after + 5, 2)]
    assert pdf_characters._touched((10, 5, 20, 3), letters, apart) == sides


@pytest.mark.parametrize(("bottom", "sides"), [(5, 0), (4.9, 1), (-4.9, 1), (-5, 0)])
def test_a_stroke_above_or_below_letters_touches_none(bottom: float, sides: int) -> None:
    assert pdf_characters._touched((10, 5, 20, 3), [(5, bottom + 8, 10, bottom)], 1) == sides


def test_syllables_are_letters_encoded_twice_if_all_of_several_are() -> None:
    letters = [0xD09C, 0xD0B0, 0xD181, 0xD188, 0xD182, 0xD0B1]
    assert set(pdf_characters._encoded_twice(letters)) == set(letters)
    assert not pdf_characters._encoded_twice(letters[:5])
    assert not pdf_characters._encoded_twice([*letters, 0xD0C0])
    assert not pdf_characters._encoded_twice([*letters, 0xAC80])


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x00, 0x1F), (0x7F, 0x9F), (0xD800, 0xF8FF), (0xF0000, 0x10FFFF)],
    ids=["control", "further control", "halves and private", "further private"],
)
def test_control_and_private_characters_and_halves_have_no_meaning(first: int, last: int) -> None:
    assert all(map(pdf_characters._has_no_meaning, (first, last)))
    assert not any(map(pdf_characters._has_no_meaning, {max(first - 1, 0x20), min(last + 1, 0xF900)}))


@pytest.mark.parametrize(
    ("lines", "bullets"),
    [
        (["!it", "!he", "she"], "••"),
        (["!it", "he!", "she"], "!!"),  # one is at the end of its line
        (["!it", "he", "she"], "!"),  # once is no habit
        (["!it", "#he", "she"], "!#"),
        (["“it", "“he", "she"], "““"),  # quotation marks from another font
    ],
)
def test_a_font_that_only_draws_a_sign_at_the_beginning_of_lines_draws_bullets(
    lines: list[str], bullets: str
) -> None:
    glyphs, runs = [], []
    for number, line in enumerate(lines):
        for place, letter in enumerate(line):
            left, base = 50.0 + 6 * place, 700.0 - 12 * number
            glyphs.append(Glyph(letter, len(glyphs), left, left + 6, base, 10.0, left))
            font = "Times" if letter.isalpha() else "ABCDEF+WPTypographicSymbols"
            runs.append(TextRun(0, 10.0, 0.0, None, font, None, False, base))
    read_glyphs.name_bullets(glyphs, runs)
    assert "".join(glyph.text for glyph in glyphs if not glyph.text.isalpha()) == bullets


@pytest.mark.parametrize(
    ("letter", "font", "after", "spaced", "bullet"),
    [
        ("o", "CourierNew", "Times", True, True),
        ("o", "Times", "Arial", True, False),
        ("o", "CourierNew", "CourierNew", True, False),
        ("o", "CourierNew", "Times", False, False),  # begins a word
        ("x", "CourierNew", "Times", True, False),
    ],
)
def test_an_o_in_a_fixed_width_font_before_another_is_a_bullet(
    letter: str, font: str, after: str, *, spaced: bool, bullet: bool
) -> None:
    glyphs = [
        Glyph(sign, n, 50 + 10 * n, 56 + 10 * n, 700, 10, 50, spaced=spaced)
        for n, sign in enumerate(f"{letter}f")
    ]
    runs = [TextRun(0, 10.0, 0.0, None, each, None, False, 700.0) for each in (font, after)]
    read_glyphs.name_bullets(glyphs, runs)
    assert (glyphs[0].text == "◦") == bullet


def test_fonts_of_a_form_inside_a_form_are_known() -> None:
    resources: dict[str, Any] = {"Font": {"F1": {"BaseFont": "inner"}}}
    for name in ("middle", "outer"):
        form = PDFStream({"Resources": resources}, b"")
        resources = {"Font": {"F1": {"BaseFont": name}}, "XObject": {"X1": form, "X2": PDFStream({}, b"")}}
    found = [[font["BaseFont"] for font in _fonts_among(resources, set(), depth)] for depth in (3, 2)]
    assert found == [["outer", "middle", "inner"], ["outer", "middle"]]


def characters_of(codes: list[int], unmapped: set[int], monkeypatch: pytest.MonkeyPatch) -> Characters:
    """The characters of a page, of which those at some places are not in the map of their font."""
    monkeypatch.setattr(pdf_characters, "quick", lambda function: function)
    pdfium = SimpleNamespace(FPDFText_HasUnicodeMapError=lambda _, index: index in unmapped)
    return Characters(pdfium, None, codes, None)


PLAIN = TextRun(0, 10.0, 0.0, None, "Times", None, False, 700.0)
SIGNS = replace(PLAIN, signs={0xF041: "✓", 0x41: "■"})


@pytest.mark.parametrize(
    ("code", "run", "begins", "text", "known"),
    [
        (0x41, PLAIN, False, "A", True),
        (0x41, SIGNS, False, "■", False),
        (0x42, SIGNS, False, "B", True),
        (0xFB01, PLAIN, False, "fi", True),
        (0x02, PLAIN, True, "-", False),  # a hyphen at the end of a line
        (0xFFFE, PLAIN, True, "-", False),
        (0x01, PLAIN, True, "•", False),
        (0x01, PLAIN, False, "\ufffd", False),
        (0xE000, PLAIN, True, "•", False),
        (0xE000, PLAIN, False, "\ue000", False),
    ],
)
def test_a_code_is_read_as_its_font_or_unicode_has_it(
    code: int, run: TextRun, text: str, *, begins: bool, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known if it means the same in every font."""
    page = characters_of([code], set(), monkeypatch)
    assert page.text(0, code, run, begins=begins) == (text, text not in "\ufffd\ue000")
    assert page.known == ({code: text} if known else {})


@pytest.mark.parametrize(
    ("codes", "code", "run", "text"),
    [
        ([0x41, 0x80], 0x41, PLAIN, "A"),  # as many signs as others
        ([0x41, 0x80, 0x81], 0x41, PLAIN, "\ufffd"),
        ([0x41, 0x1F], 0x41, PLAIN, "\ufffd"),  # no font has its letters at such codes
        ([0x21], 0x21, PLAIN, "!"),
        ([0x21, 0x20], 0x20, PLAIN, "\ufffd"),
        ([0x41, 0x24F], 0x24F, PLAIN, "\u024f"),
        ([0x41, 0x250], 0x250, PLAIN, "\ufffd"),
        ([0x7E, 0x7F], 0x7F, PLAIN, "\ufffd"),
        ([0x141], 0x141, SIGNS, "✓"),  # by the last two digits
        ([0x142], 0x142, SIGNS, "\ufffd"),
    ],
)
def test_a_code_without_a_map_is_a_sign_if_most_such_codes_of_its_page_are(
    codes: list[int], code: int, run: TextRun, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = characters_of([*codes, 0x416], set(range(len(codes))), monkeypatch)
    assert page.text(codes.index(code), code, run, begins=False) == (text, text == "✓")
