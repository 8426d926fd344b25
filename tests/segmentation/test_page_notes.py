"""Footnotes on PDF pages: which lines are notes, where each begins, and which marks refer to it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers import read_bytes
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.segment import segment
from aligner.values import Document
from aligner.values.extract import Box, Extract, Line, LineRole
from tests.pdf_samples import pdf

BODY, NOTE = 10.0, 8.0
FILL = "which goes on for as long as the whole width of the page allows it to"

TEXTS = {
    "en": ("The Assembly recalls the treaty^1^ and the plan^2^", "See the Treaty Series.", "Ibid., annex."),
    "fr": (
        "L’Assemblée rappelle le traité^1^ et le plan^2^",
        "Voir : Recueil des traités.",
        "Ibid., annexe.",
    ),
    "es": ("La Asamblea recuerda el tratado^1^ y el plan^2^", "Véase el tratado.", "Ibid., anexo."),
    "ru": ("Ассамблея напоминает о договоре^1^ и плане^2^", "См. текст договора.", "Там же, приложение."),
    "zh": ("大会回顾该条约^1^和该计划^2^", "见该条约全文。", "同上，附件。"),
    "ar": ("تشير الجمعية العامة إلى المعاهدة^1^ والخطة^2^", "انظر نص المعاهدة.", "المرجع نفسه، المرفق."),
}


def add(builder: ExtractBuilder, page: int, top: float, size: float, marked: str, left: float = 50) -> None:
    """Add a line; `^1^` is a raised mark."""
    text, marks = "", []
    for place, piece in enumerate(marked.split("^")):
        if place % 2:
            marks.append((piece, len(text), len(text) + len(piece)))
        text += piece
    box = Box(left, top, left + size / 2 * len(text), top + size, size)
    builder.add(text, Line(page=page, box=box), marks=marks)


def pages(*content: Sequence[tuple[float, float, str]]) -> Extract:
    """Pages of (top, size of letters, text)."""
    builder = ExtractBuilder()
    for number, page in enumerate(content, 1):
        for top, size, text in page:
            add(builder, number, top, size, text)
    return builder.build("pdf", "x.pdf", pages=len(content))


def body(*texts: str, top: float = 60) -> list[tuple[float, float, str]]:
    """Lines of running text, with more of it so that its letters are the usual ones."""
    lines = [*texts, *[f"{FILL} {word}" for word in ("once", "twice", "again", "and again")], "to its end."]
    return [(top + 12 * place, BODY, text) for place, text in enumerate(lines)]


def notes(document: Document) -> list[tuple[str, str]]:
    return [(note.mark, note.text) for note in document.footnotes]


def refs(document: Document) -> list[str]:
    return [mark for segment in document.segments for mark in segment.footnotes]


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("foot", [None, (BODY, "Working group"), (NOTE, "Working group")])
def test_small_raised_notes_in_six_languages(language: str, foot: tuple[float, str] | None) -> None:
    text, first, second = TEXTS[language]
    page = [*body(text), (700, NOTE, f"^1^ {first}"), (710, NOTE, f"^2^ {second}")]
    if foot is not None:
        page.append((760, *foot))
    document = segment(pages(page), language=language)
    assert notes(document) == [("1", first), ("2", second)]
    assert refs(document) == ["1", "2"]
    assert "1" not in document.text


def test_numbered_rows_of_a_table_in_small_letters_are_not_notes() -> None:
    rows = [
        (600 + 12 * number, NOTE, f"{number}. Reports on item {number} 4 5") for number in range(1, 6)
    ] + [(600 + 12 * number, NOTE, f"{number} 200 842 1 000") for number in range(6, 9)]
    document = segment(pages([*body("The table3 shows, as table 1 did, figures^a^"), *rows]), language="en")
    assert not document.footnotes
    rows = [(600, NOTE, "Posts, by class"), (612, NOTE, "1 D-2, 1 P-5, 3 P-4"), (624, NOTE, "1 D-1, 2 P-5")]
    document = segment(pages([*body("The posts^1^ are in the table"), *rows]), language="en")
    assert not document.footnotes


def test_notes_in_small_letters_whose_own_numbers_are_not_raised() -> None:
    foot = [(700, NOTE, "1 See the Treaty Series."), (710, NOTE, "2 Ibid., annex.")]
    page = [*body("The Assembly recalls the treaty^1^ and the plan^2^"), *foot]
    document = segment(pages(page), language="en")
    assert notes(document) == [("1", "See the Treaty Series."), ("2", "Ibid., annex.")]
    assert refs(document) == ["1", "2"]


def test_table_notes_stay_in_the_text_and_their_letters_become_marks() -> None:
    table = [
        (600, BODY, "Allotment for 2025/26 of the year^a^"),
        (640, NOTE, "^a^ Estimates as at May."),
    ]
    document = segment(pages([*body("The figures are below."), *table]), language="en")
    assert not document.footnotes
    assert refs(document) == ["a", "a"]
    assert any(text.endswith("Estimates as at May.") for text in document.texts())


def test_ordinals_are_no_marks() -> None:
    document = segment(pages(body("Depuis le XIX^e^ siècle et la 1^a^ vez")), language="fr")
    assert refs(document) == []
    assert "XIXe siècle" in document.text


def test_notes_without_a_rule_in_letters_of_the_text() -> None:
    page = [*body("Having considered the report,^3^"), (730, BODY, "^3^ Document A66/7")]
    document = segment(pages(page), language="en")
    assert notes(document) == [("3", "Document A66/7")]
    assert refs(document) == ["3"]


def test_a_line_of_text_that_begins_with_a_mark_is_no_note() -> None:
    first = [*body("It is unique^1^"), (700, NOTE, "^1^ A note."), (710, NOTE, "that goes on.")]
    second = [
        *body("The requirement of information^2^"),
        (144, BODY, "^2^ When requirements are determined, identity"),
        (156, BODY, FILL),
        (700, NOTE, "^2^ Another note."),
    ]
    document = segment(pages(first, second), language="en")
    assert notes(document) == [("1", "A note. that goes on."), ("2", "Another note.")]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_note_that_runs_over_the_page_is_joined(ruled: bool) -> None:
    rule = [(680, BODY, "_______________")] if ruled else []
    first = [*body("The treaty^1^ is old"), *rule, (700, NOTE, "^1^ A note whose text goes on")]
    second = [
        *body("The plan^2^ is new"),
        *rule,
        (700, NOTE, "over the page."),
        (710, NOTE, "^2^ Another."),
    ]
    document = segment(pages(first, second), language="en")
    assert notes(document) == [("1", "A note whose text goes on over the page."), ("2", "Another.")]


def test_a_note_of_one_line_continues_below_its_text_on_the_next_page() -> None:
    builder = ExtractBuilder()
    for page, foot, left in ((1, "^1^ A note whose text goes on", 50.0), (2, "over the page.", 64.0)):
        for top, size, text in body("The treaty^1^ is old" if page == 1 else "The plan is new"):
            add(builder, page, top, size, text)
        add(builder, page, 700, NOTE, foot, left)
    document = segment(builder.build("pdf", "x.pdf", pages=2), language="en")
    assert notes(document) == [("1", "A note whose text goes on over the page.")]


def test_a_table_on_the_next_page_does_not_continue_a_finished_note() -> None:
    first = [*body("The treaty^1^ is old"), (700, NOTE, "^1^ A note.")]
    second = [*body("The table is below:"), (680, NOTE, "category of costs 200"), (692, NOTE, "travel 300")]
    assert notes(segment(pages(first, second), language="en")) == [("1", "A note.")]


def test_numbers_continue_in_order_and_a_year_that_begins_a_line_is_no_note() -> None:
    page = [
        *body("The first^1^ and second^2^ and first^1^ again"),
        (690, NOTE, "^1^ Adopted at the session of the year"),
        (700, NOTE, "20 of the Assembly, and of the years"),
        (710, NOTE, "3 and 4 after it."),
        (720, NOTE, "^2^ Ibid."),
    ]
    document = segment(pages(page), language="en")
    assert notes(document) == [
        ("1", "Adopted at the session of the year 20 of the Assembly, and of the years 3 and 4 after it."),
        ("2", "Ibid."),
    ]
    assert refs(document) == ["1", "2", "1"]


def test_a_date_that_begins_a_line_of_a_note_is_no_earlier_note() -> None:
    first = [*body("the treaty^1^ and the plan^2^ and the report^3^")]
    first += [(700, NOTE, "1. See the treaty."), (710, NOTE, "2. Ibid."), (720, NOTE, "3. See the report.")]
    second = [*body("the rules^4^ and the guide^5^"), (700, NOTE, "4. See the rules.")]
    second += [(710, NOTE, "5. Adopted at its eleventh meeting, on"), (720, NOTE, "2 December 2014, by all.")]
    found = notes(segment(pages(first, second), language="en"))
    assert [mark for mark, _ in found] == ["1", "2", "3", "4", "5"]
    assert found[-1][1].endswith("on 2 December 2014, by all.")


def test_a_note_in_the_second_column_may_be_higher_than_its_mark_in_the_first() -> None:
    builder = ExtractBuilder()
    for row in range(40):
        marks = {36: "^1^", 38: "^2^"}.get(row, "")
        add(builder, 1, 60 + 12 * row, BODY, f"{row} words of the first column of it{marks}")
    for row in range(25):
        add(builder, 1, 60 + 12 * row, BODY, f"{row} words of the second column of it", left=320)
    for number, text in enumerate(("See the treaty of that year.", "See the report on the plan."), 1):
        box = Box(320, 380 + 20 * number, 480, 390 + 20 * number, BODY)
        builder.add(f"{number} {text}", Line(page=1, box=box, ruled=number == 1))
    found = notes(segment(builder.build("pdf", "x.pdf", pages=1), language="en"))
    assert found == [("1", "See the treaty of that year."), ("2", "See the report on the plan.")]


def test_stars_of_the_masthead_and_numbers_share_a_block() -> None:
    page = [
        (40, BODY, "A/80/L.11*"),
        *body("Iraq:** draft resolution of the treaty^1^"),
        (680, BODY, "_______________"),
        (700, NOTE, "* Reissued for technical reasons on 4 May."),
        (710, NOTE, "** On behalf of the Group."),
        (720, NOTE, "^1^ See the treaty."),
    ]
    document = segment(pages(page), language="en")
    assert notes(document) == [
        ("*", "Reissued for technical reasons on 4 May."),
        ("**", "On behalf of the Group."),
        ("1", "See the treaty."),
    ]
    assert refs(document) == ["*", "**", "1"]


def test_a_note_printed_again_on_later_pages_counts_once() -> None:
    again = (730, BODY, "^3^ Documents A66/8 and A66/9.")
    document = segment(
        pages([*body("Having considered the reports;^3^"), again], [*body("1. DECIDES:"), again]),
        language="en",
    )
    assert notes(document) == [("3", "Documents A66/8 and A66/9.")]
    assert "3 Documents A66/8 and A66/9." in document.furniture


def test_each_page_may_restart_its_notes() -> None:
    pair = [
        [*body("The report;^1^"), (730, NOTE, "^1^ Document A66/8.")],
        [*body("The plan;^1^"), (730, NOTE, "^1^ Document A66/9.")],
    ]
    document = segment(pages(*pair), language="en")
    assert notes(document) == [("1", "Document A66/8."), ("1", "Document A66/9.")]
    assert refs(document) == ["1", "1"]


def test_a_page_may_have_the_number_of_the_last_note_of_another_if_its_text_has_that_mark() -> None:
    first = [*body("The report^1^ and plan^2^"), (730, NOTE, "1 Document A66/8."), (740, NOTE, "2 Another.")]
    second = [*body("The law^2^ is new"), (740, NOTE, "2 See the law.")]
    document = segment(pages(first, second), language="en")
    assert notes(document) == [("1", "Document A66/8."), ("2", "Another."), ("2", "See the law.")]
    first[-1] = (740, NOTE, "2 Another of the measures and of")
    unmarked = [*body("The law is new"), (740, NOTE, "2 January.")]
    document = segment(pages(first, unmarked), language="en")
    assert notes(document)[-1] == ("2", "Another of the measures and of 2 January.")


def test_each_page_may_restart_its_notes_below_the_rest_of_a_note() -> None:
    first = [*body("The treaty^1^ is old"), (700, NOTE, "^1^ A note whose text goes on")]
    second = [*body("The plan^1^ is new"), (700, NOTE, "over the page."), (710, NOTE, "^1^ Another.")]
    document = segment(pages(first, second), language="en")
    assert notes(document) == [("1", "A note whose text goes on over the page."), ("1", "Another.")]


def test_notes_in_letters_of_the_text_may_begin_again_below_the_rest_of_a_note() -> None:
    builder = ExtractBuilder()
    texts = (
        ("The treaty^1^ is old", "1 A note whose text goes on"),
        ("The plan^1^ is new", "over the page."),
    )
    for number, (text, note) in enumerate(texts, 1):
        for top, size, line in body(text):
            add(builder, number, top, size, line)
        box = Box(50, 700, 50 + 5 * len(note), 710, BODY)
        builder.add(note, Line(page=number, box=box, ruled=True))
    add(builder, 2, 712, BODY, "1 Another.")
    document = segment(builder.build("pdf", "x.pdf", pages=2), language="en")
    assert notes(document) == [("1", "A note whose text goes on over the page."), ("1", "Another.")]


def test_notes_may_begin_at_1_below_one_that_had_no_room_on_the_page_before() -> None:
    first = [*body("The treaty^1^ and plan^2^ are old"), (730, NOTE, "^1^ See the treaty.")]
    second = [*body("The law^1^ is new"), (700, NOTE, "^2^ See the plan."), (710, NOTE, "^1^ Another.")]
    document = segment(pages(first, second), language="en")
    assert notes(document) == [("1", "See the treaty."), ("2", "See the plan."), ("1", "Another.")]


def test_an_address_on_a_line_of_its_own_belongs_to_its_note() -> None:
    page = [
        *body("The licence^1^ is open"),
        (700, NOTE, "^1^ The text of the licence, as it is published by the office, can be found at:"),
        (709, NOTE, "https://open.example.org/licence"),
    ]
    document = segment(pages(page), language="en")
    assert document.footnotes[0].text.endswith("found at: https://open.example.org/licence")


@pytest.mark.parametrize("below", [(718, NOTE, "3/5"), (718, NOTE, "________")])
def test_the_address_of_a_un_document_belongs_to_the_note_it_ends(below: tuple[float, float, str]) -> None:
    page = [
        *body("The report^1^ is old"),
        (700, NOTE, "^1^ The report, issued as a document of the Council, is to be found at:"),
        (709, NOTE, "https://undocs.org/en/A/80/1"),
        below,
    ]
    document = segment(pages(page), language="en")
    (note,) = document.footnotes
    assert note.text.endswith("to be found at: https://undocs.org/en/A/80/1")
    assert below[2] in document.furniture


def test_a_mark_read_apart_from_its_note_on_the_same_line_begins_it() -> None:
    builder = ExtractBuilder()
    for top, size, text in body("The treaty^1^ and the plan^2^"):
        add(builder, 1, top, size, text)
    add(builder, 1, 700, NOTE, "1 See the Treaty Series.")
    add(builder, 1, 710, NOTE, "2")
    add(builder, 1, 710, NOTE, "Ibid., annex.", left=62)
    document = segment(builder.build("pdf", "x.pdf", pages=1), language="en")
    assert notes(document) == [("1", "See the Treaty Series."), ("2", "Ibid., annex.")]


def test_a_raised_number_without_a_text_is_no_note() -> None:
    page = [*body("The treaty^1^ is old"), (700, NOTE, "^1^ A note."), (710, NOTE, "^3^")]
    document = segment(pages(page), language="en")
    assert notes(document) == [("1", "A note.")]
    assert "3" in document.furniture


RULE = "________________"


def test_notes_under_a_rule_may_begin_again_without_a_mark_in_the_text() -> None:
    first = [*body("The treaty^1^ and the plan^2^"), (690, NOTE, RULE)]
    first += [(700, NOTE, "^1^ A note."), (710, NOTE, "^2^ Ibid.")]
    second = [*body("The annex has another."), (690, NOTE, RULE), (700, NOTE, "^1^ Of the annex.")]
    document = segment(pages(first, second), language="en")
    assert notes(document) == [("1", "A note."), ("2", "Ibid."), ("1", "Of the annex.")]


def test_text_continues_below_a_note_in_letters_of_its_size() -> None:
    page = [*body("The treaty^1^ is old"), (500, BODY, RULE), (512, BODY, "^1^ A note of the text.")]
    page.append((560, BODY, "The text goes on below the note."))
    document = segment(pages(page), language="en")
    assert notes(document) == [("1", "A note of the text.")]
    assert document.texts()[-1] == "The text goes on below the note."


def test_digits_that_touch_a_word_are_no_marks_beside_raised_ones() -> None:
    text = "UNISPACE+50 and COVID-19 and CO2 and G20 after the treaty^1^ and the plan^2^"
    page = [*body(text), (700, NOTE, "^1^ A note."), (710, NOTE, "^2^ Ibid.")]
    document = segment(pages(page), language="en")
    assert refs(document) == ["1", "2"]
    assert "UNISPACE+50 and COVID-19 and CO2 and G20 after the treaty and the plan" in document.text


def test_a_mark_that_hangs_out_is_read_whole() -> None:
    extract = read_bytes(
        pdf([[(50, 700, 10, "text"), (73, 704, 6, "1"), (76, 704, 6, "00"), (85, 700, 10, "See the plan")]]),
        "x.pdf",
    )
    assert [m.mark for line in extract.lines for m in line.marks] == ["100"]
    extract = read_bytes(
        pdf([[(50, 704, 6, "1"), (53, 704, 6, "00"), (62, 700, 10, "See the plan")]]), "x.pdf"
    )
    assert extract.text == "100 See the plan"


@pytest.mark.parametrize("rise", [5, 7, 9])
@pytest.mark.parametrize("size", [6, 10])
def test_a_mark_on_a_baseline_of_its_own_joins_the_line_it_touches(rise: int, size: int) -> None:
    data = pdf([[(50, 700, 10, "the report,"), (105, 700 + rise, size, "3"), (50, 640, 10, "and a line")]])
    extract = read_bytes(data, "x.pdf")
    assert extract.text == "the report,3\nand a line"
    assert [m.mark for m in extract.lines[0].marks] == ["3"]


def test_figures_of_a_chart_are_no_marks() -> None:
    extract = read_bytes(pdf([[(50, 700, 10, "60"), (61, 706, 10, "67"), (50, 640, 10, "text")]]), "x.pdf")
    assert not any(line.marks for line in extract.lines)


def test_several_marks_in_one_raised_run() -> None:
    extract = read_bytes(
        pdf([[(50, 700, 10, "diseases"), (90, 704, 6, "1,2"), (99, 700, 10, ", and")]]), "x.pdf"
    )
    assert [m.mark for m in extract.lines[0].marks] == ["1", "2"]


def test_the_column_beside_a_note_in_letters_of_the_text_is_text() -> None:
    builder = ExtractBuilder()
    for row in range(40):
        add(builder, 1, 60 + 12 * row, BODY, f"Words {row} of the first column of it{'^1^' * (row == 5)}")
    for row, text in enumerate(
        ["1 See the report on the plan of the", *["Commission and what it says of the"] * 4, "year."]
    ):
        box = Box(50, 590 + 12 * row, 50 + 5 * len(text), 600 + 12 * row, BODY)
        builder.add(text, Line(page=1, box=box, ruled=row == 0))
    for row in range(50):
        box = Box(320, 60 + 12 * row, 505, 70 + 12 * row, BODY)
        builder.add(f"Words {row} of the second column of it", Line(page=1, box=box, ruled=row == 9))
    ((_, note),) = notes(segment(builder.build("pdf", "x.pdf", pages=1), language="en"))
    assert note.endswith("year.")


def test_notes_of_two_columns_read_line_by_line_are_in_order() -> None:
    builder = ExtractBuilder()
    for top, size, text in body("The treaty^1^ and the plan^2^ and more^3^"):
        add(builder, 1, top, size, text)
    lines = [
        (700, "^1^ A note of the column", "^3^ A third, beside it"),
        (709, "that goes on.", "and as long."),
        (720, "^2^ Another.", ""),
    ]
    for top, left, right in lines:
        add(builder, 1, top, NOTE, left, left=50)
        if right:
            add(builder, 1, top, NOTE, right, left=310)
    document = segment(builder.build("pdf", "x.pdf", pages=1), language="en")
    assert notes(document) == [
        ("1", "A note of the column that goes on."),
        ("2", "Another."),
        ("3", "A third, beside it and as long."),
    ]


def test_a_mark_that_begins_its_paragraph_is_referred_to() -> None:
    builder = ExtractBuilder()
    builder.add(" When needs are determined", Line(whole=True), marks=[("1", 0, 0)])
    builder.add("A note.", Line(whole=True, role=LineRole.FOOTNOTE, note_mark="1"))
    document = segment(builder.build("docx", "x.docx"), language="en")
    assert [(mark.mark, mark.position) for mark in document.segments[0].marks] == [("1", 0)]


def test_a_page_number_below_the_notes_is_no_note() -> None:
    page = [*body("The treaty^1^ is old"), (700, NOTE, "^1^ A note."), (740, NOTE, "2")]
    assert notes(segment(pages(page), language="en")) == [("1", "A note.")]


@pytest.mark.parametrize("mark", ["(1)", "[1]", "1"])
def test_bracketed_marks(mark: str) -> None:
    extract = read_bytes(
        pdf(
            [
                [
                    *[(50, 760 - 12 * line, 10, f"Line {line} of text") for line in range(9)],
                    (50, 640, 10, "The treaty"),
                    (100, 644, 6, mark),
                    (115, 640, 10, "is old"),
                    (60 - 2.5 * len(mark), 64, 5, mark),
                    (62, 60, 8, "A note."),
                ]
            ]
        ),
        "x.pdf",
    )
    document = segment(extract, language="en")
    assert notes(document) == [("1", "A note.")]
    assert refs(document) == ["1"]


def test_a_mark_after_a_number_is_recognised_from_its_neighbours() -> None:
    plan = body("1 Action plan 2013–20202", "The plan for 2013–2020^3^ and the years 2013‒2020")
    (document,) = [segment(pages([*plan, (500, BODY, "^3^ Document A66/10.")]), language="en")]
    text = "".join(document.texts())
    assert "20202" not in text
    assert [mark for each in document.segments for mark in each.footnotes] == ["2", "3"]


def test_a_number_is_whole_where_its_last_digit_is_no_missing_mark() -> None:
    plan = body("It costs 20201 dollars in 2020^1^ and 20205 in 2020", "or else 20203 in 2020^2^ and 2020")
    document = segment(
        pages([*plan, (500, BODY, "^1^ Document one."), (512, BODY, "^2^ Document two.")]), language="en"
    )
    assert all(number in document.text for number in ("20201", "20205", "20203"))


def test_a_note_continues_from_the_last_column_to_the_first_of_the_next_page() -> None:
    builder = ExtractBuilder()
    for place, text in enumerate(["The text^1^ of a column", *["more of the text"] * 5]):
        add(builder, 1, 60 + 12 * place, BODY, text, left=300)
    add(builder, 1, 500, NOTE, "^1^ A note that begins here", left=300)
    for place, text in enumerate(["A column of the next page", *["more of the text"] * 5]):
        add(builder, 2, 60 + 12 * place, BODY, text)
    add(builder, 2, 500, NOTE, "and ends on the next page.")
    document = segment(builder.build("pdf", "x.pdf", pages=2), language="en")
    assert [note.text for note in document.footnotes] == [
        "A note that begins here and ends on the next page."
    ]


def test_notes_with_more_letters_than_the_text_continue_over_the_page() -> None:
    long = [f"{FILL} and on, line {number}" for number in range(11)]
    first = body("The Assembly recalls the treaty^1^")
    first += [(300 + 9.5 * n, NOTE, text) for n, text in enumerate(["^1^ See the treaty,", *long])]
    second = body("It decides to go on.")
    rest = [f"and then the plan {FILL}, part {chr(97 + number)}" for number in range(11)]
    second += [(300 + 9.5 * n, NOTE, text) for n, text in enumerate([*rest, "to the end of the note."])]
    document = segment(pages(first, second), language="en")
    (note,) = document.footnotes
    assert note.text.startswith("See the treaty,")
    assert note.text.endswith("to the end of the note.")
    assert not any("line 3" in text for text in document.texts())


def test_notes_of_an_extract_begin_where_those_of_the_whole_do() -> None:
    first = body("The treaty^871^ and the plan^872^ remain")
    first += [(500, NOTE, "^871^ See the treaty."), (510, NOTE, "^872^ Ibid., annex.")]
    second = body("The protocol^904^ is another")
    second += [(500, NOTE, "^904^ See the protocol.")]
    document = segment(pages(first, second), language="en")
    assert notes(document) == [
        ("871", "See the treaty."),
        ("872", "Ibid., annex."),
        ("904", "See the protocol."),
    ]
    assert refs(document) == ["871", "872", "904"]


@pytest.mark.parametrize("raised", [True, False])
def test_endnotes_that_word_numbers_with_roman_numerals(raised: bool) -> None:
    builder = ExtractBuilder()
    for top, size, line in body("The treaty^i^ and the plan^ii^ and the protocol^iii^"):
        add(builder, 1, top, size, line)
    for place, (mark, note) in enumerate({"i": "See the treaty.", "ii": "Ibid.", "iii": "A/80/1."}.items()):
        words = f"{mark} {note}"
        box = Box(50, 300 + 10 * place, 200, 308 + 10 * place, NOTE)
        marks = [(mark, 0, len(mark))] if raised else []
        builder.add(words, Line(page=1, box=box, ruled=place == 0), marks=marks)
    document = segment(builder.build("pdf", "x.pdf", pages=1), language="en")
    assert notes(document) == [("i", "See the treaty."), ("ii", "Ibid."), ("iii", "A/80/1.")]
    assert refs(document) == ["i", "ii", "iii"]


def test_a_number_that_touches_chinese_words_begins_a_note_under_a_drawn_rule() -> None:
    builder = ExtractBuilder()
    for top, size, line in body("大会请秘书长报告该决议的执行情况。^1^"):
        add(builder, 1, top, size, line)
    for place, (words, ruled) in enumerate(
        {"1第79/203号决议，第22段。": True, "2 世界银行。": False}.items()
    ):
        box = Box(50, 300 + 10 * place, 200, 308 + 10 * place, BODY)
        builder.add(words, Line(page=1, box=box, ruled=ruled))
    document = segment(builder.build("pdf", "x.pdf", pages=1), language="zh")
    assert notes(document) == [("1", "第79/203号决议，第22段。"), ("2", "世界银行。")]


@pytest.mark.parametrize(("words", "noted"), [("3 500 000 people", False), ("3 119 UNTS 3", True)])
def test_a_number_in_groups_that_begins_a_line_is_no_mark_of_a_note(words: str, noted: bool) -> None:
    made = [
        *body("The plan^1^ and the law^2^ and the treaty^3^"),
        (600, NOTE, "1 See."),
        (610, NOTE, "2 Id."),
    ]
    document = segment(pages([*made, (620, NOTE, words)]), language="en")
    assert (len(notes(document)) == 3) is noted


def _judgment(*feet: Sequence[tuple[float, float, str]], marks: str = "^1^ and ^2^") -> Document:
    """A page of text with two marks and a foot, and further pages of text with their feet."""
    made = [
        [*body(f"The Court recalls the order{marks}" if number == 0 else "The Court adds"), *foot]
        for number, foot in enumerate(feet)
    ]
    return segment(pages(*made), language="en")


def test_notes_a_blank_line_apart_whose_raised_numbers_are_lines_of_their_own() -> None:
    builder = ExtractBuilder()
    for top, size, text in body("The Court recalls the order^1^ and the case^2^"):
        add(builder, 1, top, size, text)
    for top, mark, text in ((640, "1", "Cf. the order of May."), (662, "2", "Cf. the case of June.")):
        add(builder, 1, top, 5, mark)
        add(builder, 1, top + 1, NOTE, text, left=86)
        add(builder, 1, top + 11, NOTE, "and its operative paragraphs.")
    document = segment(builder.build("pdf", "x.pdf", pages=1), language="en")
    assert notes(document) == [
        ("1", "Cf. the order of May. and its operative paragraphs."),
        ("2", "Cf. the case of June. and its operative paragraphs."),
    ]


@pytest.mark.parametrize("form", ["{}- {}", "{} - {}", "{}) {}", "{}. {}", "{}{}"])
def test_notes_with_a_sign_or_nothing_between_number_and_text(form: str) -> None:
    foot = [(640.0, NOTE, form.format(1, "See the order.")), (662.0, NOTE, form.format(2, "Ibid."))]
    assert notes(_judgment(foot)) == [("1", "See the order."), ("2", "Ibid.")]


def test_a_second_paragraph_of_a_note_and_numbers_quoted_in_it() -> None:
    foot = [(640.0, NOTE, "^1^ The act says:"), (662.0, NOTE, "3. Judges may be suspended.")]
    foot += [(684.0, NOTE, "In this regard, it is old."), (706.0, NOTE, "^2^ Ibid.")]
    wanted = "The act says: 3. Judges may be suspended. In this regard, it is old."
    assert notes(_judgment(foot)) == [("1", wanted), ("2", "Ibid.")]


def test_a_numbered_quotation_in_small_letters_is_text() -> None:
    quoted = [(640.0, NOTE, "1. Judges may be suspended."), (662.0, NOTE, "2. They may be removed.")]
    assert not notes(_judgment(quoted, marks=""))


@pytest.mark.parametrize(("marked", "told"), [("order^1^", False), ("order", True)])
def test_a_note_that_the_text_does_not_refer_to_is_told(marked: str, told: bool) -> None:
    extract = pages([*body(f"The Court recalls the {marked}"), (700, NOTE, "^1^ The order of May.")])
    told_of: list[str] = []
    document = segment(extract, language="en", notice=lambda message: told_of.append(message.code))
    assert notes(document) == [("1", "The order of May.")]
    assert (told_of == ["reading.doubtful_notes"]) is told


def test_quotations_in_a_note_far_below_each_other_are_of_the_note() -> None:
    quoted = [f"Judges of court {name} may be suspended." for name in ("A", "B", "C", "D", "E", "F")]
    foot = [(500.0, NOTE, "^1^ The act says:")]
    foot += [(522.0 + 22 * place, NOTE, text) for place, text in enumerate(quoted)]
    foot += [(660.0, NOTE, "^2^ Ibid.")]
    assert notes(_judgment(foot)) == [("1", f"The act says: {' '.join(quoted)}"), ("2", "Ibid.")]


def test_notes_as_large_as_the_text_whose_numbers_are_not_raised() -> None:
    lines = body("The Assembly recalls the treaty^1^ and the plan^2^")
    builder = ExtractBuilder()
    for top, size, text in lines:
        add(builder, 1, top, size, text)
    foot = ("(1) 2008 is the year of it.", "(2) Ibid.")
    for place, text in enumerate(foot):
        box = Box(50, 400 + 12 * place, 50 + 5 * len(text), 410 + 12 * place, BODY)
        builder.add(text, Line(page=1, box=box, ruled=not place))
    found = notes(segment(builder.build("pdf", "x.pdf", pages=1), language="en"))
    assert found == [("1", "2008 is the year of it."), ("2", "Ibid.")]


def test_a_note_whose_number_a_full_stop_follows_may_begin_with_a_number() -> None:
    foot = [(640.0, NOTE, "1. 2008 is the year."), (662.0, NOTE, "2. Ibid.")]
    assert notes(_judgment(foot)) == [("1", "2008 is the year."), ("2", "Ibid.")]


def test_the_signs_of_several_notes_may_follow_each_other_in_the_text() -> None:
    foot = [(640.0, NOTE, "* Of Geneva."), (662.0, NOTE, "† Of Vienna."), (684.0, NOTE, "‡ Of Bonn.")]
    lines = body("The members* of this body met, and so did its secretary†‡")
    found = notes(segment(pages([*lines, *foot]), language="en"))
    assert found == [("*", "Of Geneva."), ("†", "Of Vienna."), ("‡", "Of Bonn.")]
