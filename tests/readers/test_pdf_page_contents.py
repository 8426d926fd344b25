"""All that a PDF page shows is read: forms, annotations, turned and overprinted text, odd sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from aligner.readers import isolation, read_bytes
from aligner.readers.pdf import read_pdf
from aligner.readers.pdf.font_maps import FontMaps
from aligner.readers.pdf.read_pdf import read_with
from aligner.readers.scans.recognised_page import RecognisedPage
from aligner.values.extract import Extract, LineRole
from aligner.values.message import ReadError
from tests.pdf_font_samples import characters, pdf_with_font
from tests.pdf_samples import Placed, file_of, pdf, stream_of

ODD = Path(__file__).parents[3] / "shared" / "data" / "odd"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def drawn(
    *contents: str,
    annotations: Sequence[str] = (),
    pages: str = "/MediaBox [0 0 595 842]",
    needed: str = "false",
) -> bytes:
    """A PDF with the given contents of pages; the objects of `annotations` begin at number 5."""
    first = 5 + len(annotations)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(contents)))
    annots = " ".join(f"{5 + n} 0 R" for n, each in enumerate(annotations) if "/Annot" in each)
    fields = " ".join(f"{5 + n} 0 R" for n, each in enumerate(annotations) if "/Widget" in each)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{fields}] /NeedAppearances {needed}"
        " /DA (/F1 12 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} {pages} >>",
        FONT,
        "<< >>",
        *annotations,
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Annots [{annots}] /Contents {first + 2 * number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(stream_of(content))
    return file_of(objects)


def text(x: float, y: float, words: str, matrix: str = "1 0 0 1", size: float = 12) -> str:
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm ({words}) Tj ET"


def form(words: str) -> str:
    """The appearance of an annotation."""
    content = text(2, 4, words)
    return (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >> "
        f"/Length {len(content)} >>\nstream\n{content}\nendstream"
    )


def annotation(kind: str, place: str, extra: str = "") -> str:
    return f"<< /Type /Annot /Subtype /{kind} /Rect [{place}] /F 4 {extra} >>"


def read(data: bytes) -> Extract:
    return read_bytes(data, "x.pdf")


def lines(data: bytes) -> list[str]:
    extract = read(data)
    return [extract.text_of(line) for line in extract.lines]


def body(data: bytes) -> list[str]:
    extract = read(data)
    return [extract.text_of(line) for line in extract.lines if line.role is LineRole.BODY]


def test_a_page_size_given_once_for_all_pages_is_that_of_each() -> None:
    data = drawn(text(50, 820, "above the size of a letter"), text(50, 20, "second page"))
    assert lines(data) == ["above the size of a letter", "second page"]
    box = read(data).lines[0].box
    assert box is not None
    assert round(box.top) == 12


def test_a_crop_box_of_all_pages_hides_what_is_outside_it() -> None:
    data = drawn(
        text(50, 700, "seen") + text(50, 820, "cut off"),
        pages="/MediaBox [0 0 595 842] /CropBox [0 0 595 800]",
    )
    assert lines(data) == ["seen"]
    assert [note.code for note in read(data).notes] == ["reading.unseen"]


@pytest.mark.parametrize(("matrix", "size"), [("-1 0 0 -1", -12), ("1 0 0 1", 12)])
def test_letters_of_a_negative_size_keep_their_order(matrix: str, size: float) -> None:
    data = drawn(text(50, 700, "Recalling its resolution", matrix, size) + text(50, 680, "and others"))
    assert lines(data) == ["Recalling its resolution", "and others"]


def test_fields_stamps_and_free_text_are_read_in_their_places() -> None:
    annotations = [
        annotation("Widget", "100 690 300 710", "/FT /Tx /T (name) /V (Ada) /AP << /N 9 0 R >>"),
        annotation("FreeText", "50 650 250 670", "/Contents (note) /DA (/F1 12 Tf) /AP << /N 10 0 R >>"),
        annotation("Stamp", "50 600 250 620", "/AP << /N 11 0 R >>"),
        annotation("Widget", "100 560 300 580", "/FT /Tx /T (town) /V (Lund)").replace("/F 4", "/F 2"),
        form("Ada Lovelace"),
        form("Free text"),
        form("APPROVED"),
    ]
    data = drawn(text(50, 694, "Name:") + text(50, 674, "Below"), annotations=annotations)
    assert lines(data) == ["Name: Ada Lovelace", "Below", "Free text", "APPROVED"]
    assert read(data).notes == ()


def test_a_field_without_an_appearance_is_read() -> None:
    field = annotation("Widget", "100 690 300 710", "/FT /Tx /T (name) /V (Ada) /DA (/F1 12 Tf 0 g)")
    assert lines(drawn(text(50, 660, "Below"), annotations=[field], needed="true")) == ["Ada", "Below"]


def test_comments_are_counted_and_left_out() -> None:
    comments = [
        annotation("Text", "100 690 120 710", "/Contents (please check)"),
        annotation(
            "Highlight", "50 690 90 710", "/Contents (this too) /QuadPoints [50 710 90 710 50 690 90 690]"
        ),
        annotation("Link", "50 690 90 710", "/Contents (a link)"),
    ]
    data = drawn(text(50, 694, "Paragraph"), annotations=comments)
    assert lines(data) == ["Paragraph"]
    assert [(note.code, dict(note.fields)) for note in read(data).notes] == [
        ("reading.comments", {"count": 2})
    ]


def test_a_file_with_text_only_in_its_fields_is_not_a_scan() -> None:
    field = annotation("Widget", "100 690 300 710", "/FT /Tx /T (name) /AP << /N 6 0 R >>")
    assert lines(drawn("", annotations=[field, form("All there is")])) == ["All there is"]


TURNED = "0 1 -1 0"
SLANTED = "0.707 0.707 -0.707 0.707"


def test_turned_text_inside_the_text_is_read_after_it() -> None:
    page = text(50, 700, "A line of upright text across the page") + text(150, 300, "Axis of a chart", TURNED)
    data = drawn(page + text(50, 680, "and another"))
    assert body(data) == ["A line of upright text across the page", "and another", "Axis of a chart"]
    box = read(data).lines[-1].box
    assert box is not None
    assert (round(box.left), round(box.bottom)) == (140, 542)
    assert read(data).notes == ()


def test_turned_text_in_the_margin_is_furniture() -> None:
    data = drawn(text(50, 700, "A line of upright text") + text(30, 300, "printed by the office", TURNED))
    assert body(data) == ["A line of upright text"]
    assert "printed by the office" in lines(data)


@pytest.mark.parametrize("matrix", [TURNED, SLANTED])
def test_turned_text_of_several_pages_is_furniture(matrix: str) -> None:
    pages = [text(50, 700, f"A line of the upright text, {n}") + text(90, 300, "DRAFT", matrix) for n in "ab"]
    assert body(drawn(*pages)) == ["A line of the upright text, a", "A line of the upright text, b"]
    assert lines(drawn(*pages)).count("DRAFT") == 2


def test_text_at_a_slant_is_read() -> None:
    page = text(200, 300, "Two words", SLANTED) + text(208, 292, "and two", SLANTED)
    assert lines(drawn(page)) == ["Two words", "and two"]


def test_lines_from_the_top_down_are_read_from_the_right() -> None:
    page = [(280, 700, "应当遵守之".encode("utf-16-be")), (300, 700, "第一条各国".encode("utf-16-be"))]
    data = pdf_with_font([page], two_bytes=True).replace(b"/Identity-H", b"/UniGB-UCS2-V")
    assert lines(data.replace(b"(Identity)", b"(GB1)")) == ["第一条各国", "应当遵守之"]


def test_the_shadow_of_a_text_is_read_once() -> None:
    shadow = [(50 + dx, 700.0 - dx, 12.0, "Shadow") for dx in (0.0, 1.2, 1.0)]
    assert lines(pdf([shadow])) == ["Shadow"]
    assert lines(pdf([[(50 + 1.2 * n, 700 - n, 12.0, letter) for n in (0, 1) for letter in "S"]])) == ["S"]


def test_texts_over_each_other_are_read_apart() -> None:
    page = [(50.0, 700.0, 12.0, "Original words"), (53.0, 700.5, 12.0, "OVERLAID TEXT")]
    assert sorted(lines(pdf([page]))) == ["OVERLAID TEXT", "Original words"]


def test_letters_too_small_to_see_are_left_out() -> None:
    data = drawn(text(50, 700, "Paragraph") + text(50, 600, "unseen", size=0.5))
    assert lines(data) == ["Paragraph"]
    assert [note.code for note in read(data).notes] == ["reading.unseen"]


def test_a_map_in_utf_8_gives_the_letters_meant() -> None:
    table = characters({n: chr(int.from_bytes(c.encode())) for n, c in enumerate("Копирвал", 65)})
    data = pdf_with_font([[(50, 700, b"ABCDEFAGH")]], table)
    assert lines(data) == ["КопирвКал"]


def test_a_code_that_fonts_of_one_name_read_differently_is_unknown() -> None:
    tables = [stream_of(characters({0x41: sign, 0x42: "b"})) for sign in "aä"]
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{}+Helvetica /ToUnicode {} 0 R >>"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        "/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>"
    )
    pages = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    maps = FontMaps(file_of([*pages, font.format("AAAAAA", 6), font.format("BBBBBB", 7), *tables]))
    names = ["AAAAAA+Helvetica", "BBBBBB+Helvetica", "Helvetica"]
    assert [maps.meaning(name, 0x41) for name in names] == ["a", "ä", None]
    assert [maps.meaning(name, 0x42) for name in names] == ["b"] * 3


def test_codes_that_are_no_letters_are_not_read_as_letters() -> None:
    data = pdf_with_font([[(50, 700, bytes.fromhex("00410042ac01ac02"))]], two_bytes=True)
    assert set("".join(lines(data))) <= set("AB\ufffd")
    assert "가" not in "".join(lines(data))
    assert [note.code for note in read(data).notes] == ["reading.unknown"]
    assert read(data).layered == (1,)  # text recognition is proposed


def test_a_code_without_a_text_belongs_to_the_text_of_another() -> None:
    table = characters({0x41: "ab"}, width=2) + "1 beginbfchar <0042> <> endbfchar"
    data = pdf_with_font([[(50, 700, bytes.fromhex("00410042"))]], table, two_bytes=True)
    assert lines(data) == ["ab"]
    assert read(data).notes == ()


@pytest.mark.parametrize("word", ["محمد", "حَبيبي", "habibi"])
def test_letters_that_recur_in_one_sign_stay(word: str) -> None:
    table = characters({0x41: word, 0x42: "B"})
    (line,) = lines(pdf_with_font([[(50, 700, b"AB")]], table))
    assert Counter(line) - Counter(" B") == Counter(word)


def test_a_font_without_table_and_encoding_has_the_codes_of_windows() -> None:
    data = pdf_with_font([[(50, 700, b"A")]]).replace(b"/Type1", b"/TrueType")
    assert FontMaps(data).misread("Helvetica")["‰"] == "ä"
    assert FontMaps(pdf_with_font([[(50, 700, b"A")]])).misread("Helvetica") == {}


ACCENTED = characters(dict(zip(b"abcdfgiq", "te´s¸cı`", strict=True)))


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ([(50, b"a"), (56, b"c"), (56, b"b"), (62, b"d")], "tés"),
        ([(50, b"a"), (56, b"b"), (57, b"c"), (62, b"d")], "tés"),
        ([(50, b"g"), (50, b"f"), (56, b"b")], "çe"),
        ([(50, b"c"), (50, b"i"), (56, b"d")], "ís"),
        ([(50, b"q"), (56, b"b"), (62, b"d")], "`es"),
    ],
)
def test_an_accent_printed_over_its_letter_is_part_of_it(
    placed: Sequence[tuple[float, bytes]], expected: str
) -> None:
    assert lines(pdf_with_font([[(x, 700, codes) for x, codes in placed]], ACCENTED)) == [expected]


def test_signs_that_a_file_draws_itself_are_read_by_their_names() -> None:
    square = stream_of("500 0 0 0 500 500 d1 0 0 500 500 re f")
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [0.001 0 0 0.001 0 0]"
        " /CharProcs << /eacute 6 0 R /a66 6 0 R >> /FirstChar 1 /LastChar 2 /Widths [500 500]"
        " /Encoding << /Differences [1 /eacute /a66] >> >>"
    )
    data = drawn(r"BT /F1 12 Tf 50 700 Td (\001\002) Tj ET", annotations=[font, square]).replace(
        b"/F1 3 0 R >> >> >>\nendobj\n8", b"/F1 5 0 R >> >> >>\nendobj\n8"
    )
    assert lines(data) == ["éB"]


@pytest.mark.parametrize(
    ("names", "states", "seen"),
    [
        ("AB", "/OFF [6 0 R]", ["second"]),
        ("AB", "/BaseState /OFF /ON [6 0 R]", ["first"]),
        ("AB", "/OFF [6 0 R 7 0 R]", []),
        ("AA", "/OFF [6 0 R]", ["first", "second"]),
    ],
)
def test_a_layer_that_is_off_is_not_read(names: str, states: str, seen: list[str]) -> None:
    """Of two layers with one name, one of them on, pdfium does not tell which is which."""
    first, second = text(50, 700, "first"), text(50, 680, "second")
    data = file_of(
        [
            f"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R 7 0 R] /D << {states} >> >> >>",
            "<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
            FONT,
            "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 3 0 R >>"
            " /Properties << /L0 6 0 R /L1 7 0 R >> >> >>",
            stream_of(f"/OC /L0 BDC {first} EMC /OC /L1 BDC {second} EMC"),
            *(f"<< /Type /OCG /Name ({name}) >>" for name in names),
        ]
    )
    extract = read_with(data, "layers.pdf", {})
    assert extract.text.split() == seen
    assert ("reading.unseen" in [note.code for note in extract.notes]) is (len(seen) < 2)


def test_a_crop_box_outside_the_page_hides_nothing() -> None:
    data = drawn(text(50, 700, "seen"), pages="/MediaBox [0 0 595 842] /CropBox [900 900 990 990]")
    assert lines(data) == ["seen"]


def columns(starts: Sequence[float], shift: float = 0.0, step: float = 14) -> bytes:
    """A page with columns of justified text, whose lines may be at different heights."""
    return pdf(
        [
            [
                (
                    left,
                    700.0 - step * row - shift * column,
                    10.0,
                    f"Column {column}, line {row + 10}, full to the end",
                )
                for row in range(14)
                for column, left in enumerate(starts)
            ]
        ]
    )


@pytest.mark.parametrize("starts", [(50.0, 231.0), (50.0, 231.0, 416.0)])
@pytest.mark.parametrize("shift", [0.0, 5.0])
@pytest.mark.parametrize("step", [14, 26])
def test_columns_with_a_narrow_gutter_are_read_one_after_the_other(
    starts: Sequence[float], shift: float, step: float
) -> None:
    expected = [
        f"Column {column}, line {row + 10}, full to the end"
        for column in range(len(starts))
        for row in range(14)
    ]
    assert lines(columns(starts, shift, step)) == expected


def beside(left: int, right: int) -> list[Placed]:
    """Columns of some lines each; those of the left one are in paragraphs of four lines, far apart."""
    rows = [(50.0, 700.0 - 14 * row - 40 * (row // 4), "left", row) for row in range(left)]
    rows += [(260.0, 700.0 - 14 * row, "right", row) for row in range(right)]
    return [
        (start, base, 10.0, f"{side}, line {row + 10}, full to its end") for start, base, side, row in rows
    ]


def test_a_column_goes_on_below_its_neighbour_where_its_lines_are_wrapped() -> None:
    read = lines(pdf([beside(16, 8)]))
    assert [line.split(",")[0] for line in read] == ["left"] * 16 + ["right"] * 8


def test_what_is_not_wrapped_in_a_column_follows_both() -> None:
    names = [(50.0, 500.0 - 30 * row, 10.0, f"Signed, {row + 1}") for row in range(4)]
    read = lines(pdf([[*beside(8, 8), *names]]))
    assert [line.split(",")[0] for line in read] == ["left"] * 8 + ["right"] * 8 + ["Signed"] * 4


def test_a_title_in_the_first_of_three_columns_is_no_masthead() -> None:
    title = [(50.0, 700.0, 18.0, "Report of"), (50.0, 678.0, 18.0, "the board")]
    rows = [
        (start, 700.0 - 14 * row, 10.0, f"Column {number}, line {row + 10}, full")
        for number, start in enumerate((50.0, 231.0, 416.0))
        for row in range(0 if number else 5, 20)
        if (number, row) not in {(1, 2), (1, 3)}
    ]
    read = lines(pdf([[*title, *rows]]))
    assert read == [placed[3] for placed in (*title, *rows)]


def test_a_page_number_between_columns_is_no_column() -> None:
    rows = [
        (left, 700.0 - 14 * row, 10.0, f"{side} line {row + 10} of a column of text")
        for row in range(14)
        for left, side in ((50.0, "left"), (260.0, "right"))
    ]
    page = [*rows, (235.0, 490.0, 10.0, "7")]
    assert [line.split()[0] for line in lines(pdf([page]))] == ["left"] * 14 + ["right"] * 14 + ["7"]


def justified(left: float, base: float, words: Sequence[str], width: float = 180.0) -> list[Placed]:
    """A line of words of 10 points that fills a width."""
    gap = (width - sum(5.0 * len(word) for word in words)) / (len(words) - 1)
    starts = [left + sum(5.0 * len(word) + gap for word in words[:place]) for place in range(len(words))]
    return [(start, base, 10.0, word) for start, word in zip(starts, words, strict=True)]


def test_columns_are_read_apart_though_their_words_are_as_far_apart() -> None:
    words = ("international", "and", "governments", "of", "resolution", "their", "commonwealth", "or", "law")
    rows = [[words[(7 * row + place) % 9] for place in range(3)] for row in range(28)]
    page = [
        placed
        for row in range(14)
        for left, number in ((50.0, row), (246.0, row + 14))
        for placed in justified(left, 700.0 - 14 * row, rows[number])
    ]
    assert lines(pdf([page])) == [" ".join(row) for row in rows]


def test_left_and_right_pages_have_their_columns_in_two_places() -> None:
    def page(shift: float, rows: int) -> list[Placed]:
        return [
            (left + shift, 700.0 - 14 * row, 10.0, f"{side} line {row + 10} of a column of text")
            for row in range(rows)
            for left, side in ((50.0, "left"), (260.0, "right"))
        ]

    pages = [page(0.0, 14), page(24.0, 15), page(0.0, 2), page(24.0, 2)]
    read = [line.split()[0] for line in lines(pdf(pages))]
    assert read[-8:] == ["left", "left", "right", "right"] * 2


def test_a_chinese_comma_that_hangs_in_the_gutter_does_not_close_it() -> None:
    rows = [
        (left, 700.0 - 14 * row, 10.0, "大会回顾该条约和该计划" * 3)
        for row in range(14)
        for left in (50.0, 227.0)
    ]
    rows += [(215.0, 700.0 - 14 * row, 10.0, "，") for row in (3, 5, 8)]
    read = lines(pdf([rows]))
    assert [len(line) for line in read] == [33, 33, 33, 34, 33, 34, 33, 33, 34, *[33] * 19]


def test_a_title_may_stand_in_the_middle_of_its_column_beside_a_heading() -> None:
    rows = [
        (left, 700.0 - 14 * row, 10.0, f"{side} line {row + 10} of a column of text")
        for row in range(14)
        for left, side in ((50.0, "left"), (260.0, "right"))
    ]
    heads = [(105.0, 730.0, 10.0, "left title"), (260.0, 730.0, 10.0, "right heading")]
    assert [line.split()[0] for line in lines(pdf([[*heads, *rows]]))] == ["left"] * 15 + ["right"] * 15


def test_two_words_are_one_line_where_the_next_had_no_room() -> None:
    """At one and a half lines, and where the line below ends early."""
    rows = [
        (50.0, 700.0, 10.0, "the line above is full of its words"),
        (50.0, 680.0, 10.0, "recommendations"),
        (170.0, 680.0, 10.0, "governments"),
        (50.0, 660.0, 10.0, "representatives"),
        (180.0, 660.0, 10.0, "committee"),
        (50.0, 640.0, 10.0, "notwithstanding."),
        (50.0, 600.0, 10.0, "the line above is full of its words"),
    ]
    assert lines(pdf([rows]))[1:3] == ["recommendations governments", "representatives committee"]
    apart = [(left, base, size, word.replace("notwithstanding.", "so")) for left, base, size, word in rows]
    assert lines(pdf([apart]))[2:4] == ["representatives", "committee"]


def test_one_gap_of_a_stretched_line_may_be_wider_than_its_others() -> None:
    above, line = "the line above is full of its words", ("it", "ends.", "Thus", "begins", "the")
    starts = (50.0, 75.0, 130.0, 165.0, 210.0)
    rows = [(50.0, 700.0, 10.0, above)]
    rows += [(start, 688.0, 10.0, word) for start, word in zip(starts, line, strict=True)]
    rows += [(50.0, 676.0, 10.0, above), (50.0, 664.0, 10.0, above)]
    assert lines(pdf([rows]))[1] == "it ends. Thus begins the"


def test_words_pulled_apart_below_a_line_that_runs_over_their_gap_are_one_line() -> None:
    rows = [
        (50.0, 700.0, 10.0, "the line above is full of its words"),
        (50.0, 688.0, 10.0, "of licences"),
        (150.0, 688.0, 10.0, "to governments,"),
        (50.0, 676.0, 10.0, "notwithstanding that one of its words"[:35]),
        (50.0, 664.0, 10.0, "this line, too, is full of its words"[:35]),
    ]
    assert lines(pdf([rows]))[1] == "of licences to governments,"
    assert lines(pdf([rows[1:]]))[:2] == ["of licences", "to governments,"]
    short = [(50.0, 700.0, 10.0, "so short it ends"), *rows[1:]]
    assert lines(pdf([short]))[1:3] == ["of licences to governments,", rows[3][3]]
    table = [*short[:3], (50.0, 676.0, 10.0, "notwithstanding"), (150.0, 676.0, 10.0, "all"), *rows[4:]]
    assert lines(pdf([table]))[1:3] == ["of licences", "to governments,"]


def test_a_mark_for_which_a_line_had_no_room_is_a_mark() -> None:
    rows = [(50.0, 700.0, 10.0, "the line above is full of its words"), (50.0, 690.0, 6.0, "7")]
    extract = read_bytes(pdf([[*rows, (50.0, 660.0, 10.0, "and here is more text below it")]]), "x.pdf")
    assert [mark.mark for line in extract.lines for mark in line.marks] == ["7"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("issue18036.pdf", "supersedes any previously issued Certificates"),
        ("inherited-a4.pdf", ""),
        ("latex-multicolumn.pdf", "consectetuer adip-\niscing elit. Ut purus elit"),
        ("issue20232.pdf", "Масштаб"),
        ("annotation-tx3.pdf", "Line4"),
        ("issue15910.pdf", "Allgäu Käferhofen"),
    ],
)
def test_odd_files_are_read(name: str, words: str) -> None:
    path = ODD / name
    if not path.exists():
        pytest.skip(f"no {name} in {ODD}")
    assert words in read(path.read_bytes()).text


def test_no_row_of_an_odd_table_is_read_twice() -> None:
    path = ODD / "issue-140-example.pdf"
    if not path.exists():
        pytest.skip(f"no {path.name} in {ODD}")
    assert read(path.read_bytes()).text.count("Claim status") == 1


PLACED = [(50, 700, "A line of words"), (50, 686, "and another"), (300, 686, "far away")]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_corner_of_a_page_may_have_any_coordinates(rotate: int) -> None:
    def read(across: float, up: float) -> list[tuple[str, tuple[int, ...]]]:
        shown = "\n".join(text(x + across, y + up, words) for x, y, words in PLACED)
        box = f"/MediaBox [{across} {up} {across + 595} {up + 842}] /Rotate {rotate}"
        found = read_bytes(drawn(shown, pages=box), "x.pdf")
        boxes = [line.box for line in found.lines if line.box is not None]
        places = [tuple(map(round, (box.left, box.top, box.right, box.bottom))) for box in boxes]
        return list(zip(map(found.text_of, found.lines), places, strict=True))

    usual = read(0, 0)
    assert [words for words, _ in usual] == ["A line of words", "and another", "far away"]
    assert read(40, 100) == read(-40, -100) == read(0, 842) == usual


@pytest.mark.parametrize(("count", "message"), [(0, "no pages"), (1, None), (2, None), (3, "3 pages")])
def test_a_file_has_pages_and_not_too_many(
    count: int, message: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "_uses_children", False)
    monkeypatch.setattr(read_pdf, "MAX_PAGES", 2)
    data = drawn(*[text(50, 700, "A line of words")] * count)
    if message is None:
        assert read_bytes(data, "x.pdf").pages == count
    else:
        with pytest.raises(ReadError, match=message):
            read_bytes(data, "x.pdf")


@pytest.mark.parametrize(("most", "refused"), [(2, False), (1, True)])
def test_a_file_has_a_limited_number_of_pages(
    most: int, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_pdf, "MAX_PAGES", most)
    data = drawn(text(50, 700, "first"), text(50, 700, "second"))
    if refused:
        with pytest.raises(ReadError, match="2 pages"):
            read_pdf.read(data, "x.pdf")
    else:
        assert read_pdf.read(data, "x.pdf").pages == 2


@pytest.mark.parametrize(
    ("recognised", "sheets"),
    [
        ({}, None),
        ({2: RecognisedPage(842)}, None),
        ({2: RecognisedPage(842, gutter=400)}, ((1, 0.0), (2, 0.0), (2, 400), (3, 0.0))),
        ({1: RecognisedPage(842), 3: RecognisedPage(842, gutter=9)}, ((1, 0.0), (2, 0.0), (3, 0.0), (3, 9))),
    ],
)
def test_two_pages_on_a_sheet_have_numbers_of_their_own(
    recognised: dict[int, RecognisedPage], sheets: tuple[tuple[int, float], ...] | None
) -> None:
    plain = Extract("Text", (), "pdf", pages=3)
    found = read_pdf._with_sheets(plain, recognised)
    assert found == (plain if sheets is None else replace(plain, pages=len(sheets), sheets=sheets))
