"""Headings on pages: type that stands out, and the numbers at the start of such headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.pdf.read_pdf import read
from aligner.segmentation.segment import segment
from aligner.values import SegmentKind
from aligner.values.extract import Line as ExtractLine
from tests.page_rows import Line, pages, paragraph
from tests.pdf_samples import file_of, printed, stream_of


def _found(*given: list[Line], bold: tuple[str, ...] = ()) -> dict[str, tuple[SegmentKind, str | None]]:
    document = segment(pages(*given, bold=bold), language="en")
    return {
        text: (found.kind, found.label)
        for text, found in zip(document.texts(), document.segments, strict=True)
    }


def test_numbered_headings_stand_out_by_their_size() -> None:
    rows: list[Line] = [
        (80, 100, 220, "Terms of reference", 18.0),
        *paragraph(110, "One"),
        (170, 100, 220, "2.3 Normative core", 14.0),
        *paragraph(190, "Two"),
        (250, 100, 220, "2.3.1 What is the core?", 12.0),
        *paragraph(270, "Three"),
        (330, 100, 220, "2.3.2 The core in practice."),
        *paragraph(350, "Four"),
    ]
    found = _found(rows)
    assert found["Normative core"] == (SegmentKind.HEADING, "2.3")
    assert found["What is the core?"] == (SegmentKind.HEADING, "2.3.1")
    assert found["The core in practice."] == (SegmentKind.PARAGRAPH, "2.3.2")


@pytest.mark.parametrize(
    ("printed_as", "text", "label"),
    [
        ("3)Requirements of the standard", "Requirements of the standard", "3)"),
        ("2.4Requirements of the standard", "Requirements of the standard", "2.4"),
        ("I.Introduction", "Introduction", "I"),
        ("B.Resource requirements", "Resource requirements", "B"),
    ],
)
def test_a_heading_needs_no_space_after_its_number(printed_as: str, text: str, label: str) -> None:
    heading: list[Line] = [(150, 100, 260, printed_as)]
    rows = [*paragraph(80, "One"), *heading, *paragraph(180, "Two"), *paragraph(240, "Three")]
    assert _found(rows, bold=(printed_as,))[text] == (SegmentKind.HEADING, label)
    assert _found(rows)[printed_as][1] is None


def test_headings_numbered_from_one_need_no_full_stop() -> None:
    headings: list[list[Line]] = [
        [(base, 100, 300, text, 14.0)]
        for base, text in ((80, "1 INTRODUCTION"), (200, "2 THE FRAMEWORK"), (320, "3 APPENDIX A"))
    ]
    rows = [line for n, head in enumerate(headings) for line in (*head, *paragraph(110 + 120 * n, f"No {n}"))]
    found = _found(rows)
    assert found["THE FRAMEWORK"] == (SegmentKind.HEADING, "2")
    assert found["APPENDIX A"] == (SegmentKind.HEADING, "3")


def test_a_number_in_a_heading_is_not_its_own_where_none_leads_up_to_it() -> None:
    rows: list[Line] = [(80, 100, 300, "30 years of work", 14.0), *paragraph(110, "One")]
    rows += [(200, 100, 300, "31 members and their tasks", 14.0), *paragraph(230, "Two")]
    assert "31 members and their tasks" in _found(rows)


def test_bold_headings_of_the_text_s_own_size_among_figures() -> None:
    result = "Result 1: strengthened services provided by local organizations"
    figures: list[Line] = [(300 + 24 * n, 200 + 7 * n, 230 + 7 * n, f"{n}0 000") for n in range(12)]
    rows = [*paragraph(80, "One"), (150, 100, 400, result), *paragraph(180, "Two"), *figures]
    rows += [*paragraph(640, "Three")]
    found = _found(rows, bold=(result, "30 000"))
    assert found[result][0] is SegmentKind.HEADING
    assert found[" ".join(text for *_, text in figures)][0] is SegmentKind.PARAGRAPH


def test_a_line_of_a_pdf_is_bold_if_all_its_letters_are(tmp_path: Path) -> None:
    data = printed("<p><b>Overall orientation</b></p><p>The <b>bold</b> word</p><p>Plain</p>", tmp_path)
    extract = read(data, "bold.pdf")
    assert [(extract.text_of(line), line.bold) for line in extract.lines] == [
        ("Overall orientation", True),
        ("The bold word", False),
        ("Plain", False),
    ]


def test_lines_that_begin_in_a_dozen_columns_are_read() -> None:
    figures: list[Line] = [(300 + 24 * n, 200 + 17 * n, 230 + 17 * n, f"{n}0 000") for n in range(12)]
    found = _found([*paragraph(80, "One"), *paragraph(180, "Two"), *figures, *paragraph(640, "Three")])
    assert " ".join(text for *_, text in figures) in found


def test_a_caption_in_bold_letters_is_apart_from_its_number() -> None:
    rows = [*paragraph(80, "One"), *paragraph(122, "Two")]
    rows += [(170, 100, 144, "Table 13.1"), (182, 100, 198, "Performance measure"), *paragraph(210, "Three")]
    document = segment(pages(rows, bold=("Performance measure",)), language="en")
    assert document.texts()[2:4] == ["Table 13.1", "Performance measure"]


def test_the_number_of_a_table_above_its_heading_is_one_among_few_sentences() -> None:
    figures: list[Line] = [(300 + 24 * n, 200 + 7 * n, 330 + 7 * n, f"Open words {n}") for n in range(12)]
    rows = [*paragraph(80, "One"), (150, 100, 144, "Table 13.1"), (162, 100, 198, "Performance measure")]
    found = _found([*rows, *paragraph(190, "Two"), *figures], bold=("Performance measure",))
    assert found["Table 13.1"][0] is found["Performance measure"][0] is SegmentKind.HEADING
    assert found["Open words 0"][0] is SegmentKind.PARAGRAPH


def test_bold_lines_above_the_last_table_are_its_heading() -> None:
    builder = ExtractBuilder()
    for number in range(9):
        builder.add(f"The Committee met {number} times.", ExtractLine(whole=True))
    heading = "Budgetary impact resulting from " + " and ".join(["the recommendations"] * 10)
    builder.add(heading, ExtractLine(whole=True, bold=True))
    builder.add("Medical\t35", ExtractLine(whole=True), cells=((0, 7), (8, 10)))
    document = segment(builder.build("pdf", "report.pdf", pages=1), language="en")
    assert document.segments[document.texts().index(heading)].kind is SegmentKind.HEADING


def test_bold_words_that_fill_a_line_do_not_cut_its_paragraph() -> None:
    rows = [*paragraph(80, "One"), *paragraph(122, "Two"), *paragraph(170, "Three"), *paragraph(212, "Four")]
    emphasized = rows[7][3]
    document = segment(pages(rows, bold=(emphasized,)), language="en")
    assert [text.split()[0] for text in document.texts()] == ["One", "Two", "Three", "Four"]


def test_a_sentence_in_larger_letters_is_no_heading() -> None:
    sentence = "“Program” – the set of policies that manage the activities of an organization."
    rows: list[Line] = [(80, 100, 500, sentence, 12.0), *paragraph(110, "One")]
    rows += [(160, 100, 240, "Scope of the program.", 12.0), *paragraph(190, "Two"), *paragraph(240, "Three")]
    found = _found([(40, 100, 240, "Terms of reference", 18.0), *rows])
    assert found[sentence][0] is SegmentKind.PARAGRAPH
    assert found["Scope of the program."][0] is SegmentKind.HEADING


def test_bold_items_of_a_list_are_no_headings() -> None:
    items = ("a) The policy;", "b) Its objectives; and", "c) Its scope.")
    listed: list[Line] = [(170 + 18 * n, 118, 240, item) for n, item in enumerate(items)]
    found = _found([*paragraph(80, "One"), *paragraph(122, "Two"), *listed], bold=items)
    assert [found[text][0] for text in ("The policy;", "Its objectives; and", "Its scope.")] == ["item"] * 3


def test_a_title_at_the_far_edge_keeps_its_lines_together() -> None:
    title: list[Line] = [
        (80, 110, 500, "Establishing trust in the Open Source from which all", 14.0),
        (97, 330, 500, "solutions are built", 14.0),
        (114, 430, 500, "Version 2.0", 14.0),
    ]
    rows = [*title, *paragraph(150, "One"), *paragraph(192, "Two"), *paragraph(234, "Three")]
    texts = segment(pages(rows), language="en").texts()
    assert texts[:2] == [
        "Establishing trust in the Open Source from which all solutions are built",
        "Version 2.0",
    ]


@pytest.mark.parametrize("font", ["Courier", "LiberationMono"])
def test_the_letter_that_word_draws_as_a_bullet(font: str) -> None:
    shown = "BT /F1 10 Tf 50 700 Td (o) Tj ET BT /F2 10 Tf 68 700 Td (Time to do it, o yes) Tj ET"
    fonts = [f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} >>" for name in (font, "Helvetica")]
    page = "/MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >>"
    data = file_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R {page} >>",
            *fonts,
            stream_of(shown),
        ]
    )
    assert read(data, "bullet.pdf").text == "◦ Time to do it, o yes"


def test_a_symbol_that_ends_a_title_of_two_lines_is_part_of_it() -> None:
    rows: list[Line] = [
        (60, 100, 180, "A/C.5/79/12"),
        (90, 100, 455, "Programme budget implications of draft resolution", 14.0),
        (107, 100, 200, "A/C.3/79/L.40", 14.0),
        *paragraph(140, "First"),
        *paragraph(190, "Second"),
    ]
    assert "Programme budget implications of draft resolution A/C.3/79/L.40" in _found(rows)
    below = [(60, 100, 250, "Economic and Social Council"), (72, 100, 180, "E/2024/100"), *rows[3:]]
    assert "E/2024/100" not in " ".join(_found(below))


def test_a_number_close_above_its_heading_is_no_page_number() -> None:
    entries = [(80.0 + 14 * n, 100.0, 500.0, f"Part {n} {'.' * 60} {n + 1}") for n in range(3)]
    rows = [(66.0, 100.0, 160.0, "Contents"), *entries, (140.0, 298.0, 304.0, "1", 12.0)]
    rows += [(156.0, 200.0, 400.0, "The scope of this text", 12.0)]
    rows += [*paragraph(180, "One"), *paragraph(222, "Two"), *paragraph(264, "Three")]
    assert segment(pages(rows), language="en").texts()[0] == "1 The scope of this text"


def test_the_number_of_a_chinese_article_stands_apart_from_the_text_beside_it() -> None:
    text = "缔约国应采取措施，以便充分执行本公约的各项规定，并向大会报告"
    rows = [
        row
        for place, number in enumerate("一二三")
        for row in ((100 + 40 * place, 100, 136, f"第{number}条"), (100 + 40 * place, 160, 500, text))
    ]
    rows += [(112 + 40 * place, 136, 240, "其执行情况。") for place in range(3)]
    document = segment(pages(sorted(rows)), language="zh")
    assert [each.label for each in document.segments] == ["第一条", "第二条", "第三条"]
    assert document.texts() == [f"{text}其执行情况。"] * 3
