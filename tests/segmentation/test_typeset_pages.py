"""Pages laid out by Typst for what only a real page shows: a font's own figures, drawn rules, margins."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.glyph import Glyph
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.page_parts import mark_ruled
from aligner.readers.pdf.rules import Rule
from aligner.values import Document

typst = pytest.importorskip("typst", reason="Typst is not installed")

SENTENCE = "The Committee requests the Secretary-General to report on the results at its next session."
PAGE = "#set page(width: 400pt, height: {height}pt, margin: 40pt)\n#set text(size: 10pt, hyphenate: false)\n"


def laid_out(source: str, *, language: str = "en", height: int = 600) -> Document:
    """The document read from a PDF that Typst makes of a source."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.typ"
        file.write_text(PAGE.format(height=height) + source, encoding="utf-8")
        made = typst.compile(str(file), format="pdf")
    assert isinstance(made, bytes)
    return open_bytes(made, "page.pdf", Settings(cache=False), DocumentInfo(language))


def test_superscript_figures_of_a_font_are_note_marks() -> None:
    document = laid_out(f"""
    #counter(footnote).update(98)
    {SENTENCE}#footnote[A/79/10, para. 12.] {SENTENCE}

    {SENTENCE}#footnote[Ibid., para. 13.]
    """)
    assert document.texts() == [f"{SENTENCE} {SENTENCE}", SENTENCE]
    assert [segment.footnotes for segment in document.segments] == [("99",), ("100",)]
    assert [(note.mark, note.text) for note in document.footnotes] == [
        ("99", "A/79/10, para. 12."),
        ("100", "Ibid., para. 13."),
    ]


@pytest.mark.parametrize("side", ["left", "right"])
def test_side_notes_close_to_the_lines_that_they_are_beside_are_no_part_of_them(side: str) -> None:
    note = "Duty to report on the results and plans of the bodies that have been established under it"
    document = laid_out(f"""
    #set page(margin: (x: 80pt))
    #set par(justify: true, spacing: 14pt)
    #let aside = place({side}, dx: {-68 if side == "left" else 68}pt, box(width: 60pt, {{
      set par(justify: false, leading: 4pt)
      set text(size: 7pt)
      [{note}]
    }}))
    {SENTENCE} {SENTENCE}

    #aside {SENTENCE} {SENTENCE} {SENTENCE}

    {SENTENCE} {SENTENCE} {SENTENCE}
    """)
    two, three = " ".join([SENTENCE] * 2), " ".join([SENTENCE] * 3)
    assert sorted(document.texts()) == sorted([two, three, three, note])


def test_the_mark_of_a_note_left_of_its_text_is_no_side_note() -> None:
    document = laid_out(f"""
    #set page(margin: (x: 80pt))
    #set par(justify: true, spacing: 14pt)
    {SENTENCE} (Figure 1\\*) {SENTENCE}

    {SENTENCE} {SENTENCE}

    #v(1fr)
    #place(left, dx: -14pt, dy: 2pt, text(size: 7pt)[\\*]) {SENTENCE} {SENTENCE}
    """)
    assert [(note.mark, note.text) for note in document.footnotes] == [("*", f"{SENTENCE} {SENTENCE}")]


def test_a_font_s_own_fractions_are_no_marks() -> None:
    document = laid_out(
        "The rate rose by #text(fractions: true)[13/4] and #text(fractions: true)[1/2] points."
    )
    assert document.texts() == ["The rate rose by 13/4 and 1/2 points."]


def test_notes_as_large_as_the_text_below_a_drawn_rule() -> None:
    note = "#box(width: 1em)[{}] The note is in letters as large as those of the text above the rule."
    document = laid_out(f"""
    #let mark(number) = super(typographic: false)[#number]
    {SENTENCE}#mark(1) {SENTENCE}

    {SENTENCE}#mark(2)
    #v(1fr)
    #line(length: 100pt, stroke: 0.5pt)
    {note.format(1)}

    {note.format(2)}
    """)
    assert document.texts() == [f"{SENTENCE} {SENTENCE}", SENTENCE]
    assert [note.mark for note in document.footnotes] == ["1", "2"]


def test_a_paragraph_below_a_short_rule_is_no_note() -> None:
    document = laid_out(f"""
    #let mark(number) = super(typographic: false)[#number]
    #line(length: 100pt, stroke: 0.5pt)
    1 {SENTENCE} {SENTENCE}#mark(1)

    2 {SENTENCE} {SENTENCE}#mark(2)

    3 {SENTENCE} {SENTENCE}
    """)
    assert not document.footnotes
    assert len(document.segments) == 3


def test_paragraphs_of_a_quotation_in_small_letters_are_apart() -> None:
    document = laid_out(f"""
    #set par(leading: 4pt, spacing: 7.2pt)
    {SENTENCE} {SENTENCE} {SENTENCE}

    #pad(left: 20pt, text(size: 8pt)[
      {SENTENCE} {SENTENCE}

      It also notes the report. {SENTENCE}
    ])

    {SENTENCE} {SENTENCE}
    """)
    assert len(document.segments) == 4
    assert document.texts()[2].startswith("It also notes")


def test_a_vowel_sign_near_a_note_s_mark_stays_in_its_line() -> None:
    line = [Glyph(text, 0, left, left + 4, 100.0, 11.0, left) for text, left in (("س", 54.0), ("ي", 50.0))]
    stray = [Glyph(letter, 0, 46.0, 48.0, 103.0, 11.0, 46.0) for letter in ("ا", "\u064b")]
    mark = Glyph("3", 0, 42.0, 45.0, 105.0, 6.4, 42.0)
    (row,) = baselines([*line, *stray, mark])
    assert len(row.glyphs) == 5
    assert row.size == 11.0


@pytest.mark.parametrize("leading", ["12pt", "18pt"])
def test_lines_of_an_annex_may_be_further_apart_than_those_of_the_text(leading: str) -> None:
    line = (
        "The Committee took note of the report of the Secretary-General on the implementation of the "
        "programme, and requested that it be informed of the measures that had been taken by the "
        "secretariat in that regard before the end of the year. "
    )
    paragraphs = [f"{line * (1 + number % 2)} End of {number}." for number in range(42)]
    first, second = "\n\n".join(paragraphs[:30]), "\n\n".join(paragraphs[30:])
    document = laid_out(f"""
#set par(leading: 5pt, spacing: 12pt)
{first}
#pagebreak()
#set par(leading: {leading}, spacing: 24pt)
{second}
""")
    ends = [text.rsplit(" ", 1)[-1] for text in document.texts()]
    assert ends == [f"{number}." for number in range(42)]


def test_cells_centred_between_rules_are_one_row() -> None:
    document = laid_out("""
    #set text(size: 8pt)
    #set par(leading: 7pt)
    #table(
      columns: (110pt, 100pt, 60pt), stroke: none, inset: 5pt, align: left + horizon,
      table.hline(), [_Document title_], [_Document symbol_], [],
      table.hline(), [White Paper on Trade], [ECE/TRADE/C/6], [For noting],
      table.hline(), [White Paper on the Concept of Data for Improving Quality in the Supply Chain],
      [ECE/TRADE/C/8], [For noting],
      table.hline(), [Procedure for the Publication of the Artefacts of the Reference Data Model],
      [ECE/TRADE/C/11], [For noting],
      table.hline(),
    )
    """)
    rows = [document.text[segment.span.start : segment.span.stop] for segment in document.segments]
    assert [row.split("\t")[0][:14] for row in rows] == [
        "Document title", "White Paper on", "White Paper on", "Procedure for "
    ]  # fmt: skip
    assert [row.split("\t")[1:] for row in rows[2:]] == [
        ["ECE/TRADE/C/8", "For noting"],
        ["ECE/TRADE/C/11", "For noting"],
    ]


def test_a_centred_heading_is_apart_from_the_full_line_below_it() -> None:
    document = laid_out(f"""
    #set par(leading: 6pt, spacing: 6pt, justify: true)
    #align(center)[Article 1]

    #align(center)[Purpose of the present articles]

    {SENTENCE} {SENTENCE} {SENTENCE}

    #align(center)[Article 2]

    #align(center)[Use of terms]

    {SENTENCE} {SENTENCE} {SENTENCE}
    """)
    assert len(document.segments) == 6
    assert document.texts()[1] == "Purpose of the present articles"


def test_a_head_of_a_symbol_with_its_section_and_a_title_beside_it() -> None:
    document = laid_out(
        f"""
        #set page(header: context if counter(page).get().first() > 1 {{
          text(size: 8pt)[A/79/6 (Sect. 24) #h(1fr) Part VI Human rights]
        }})
        {" ".join([SENTENCE] * 12)}
        """,
        height=250,
    )
    assert document.texts() == [" ".join([SENTENCE] * 12)]


@pytest.mark.parametrize("every", [1, 5])
def test_numbers_of_lines_in_the_margin_are_furniture(every: int) -> None:
    numbers = f"n => if calc.rem(n, {every}) == 0 {{ text(size: 7pt)[#n] }}"
    document = laid_out(
        f"""
        #set page(footer: align(center)[7])
        #set par.line(numbering: {numbers})
        1. {SENTENCE} {SENTENCE}

        2. {SENTENCE} {SENTENCE} {SENTENCE} {SENTENCE}

        Further headings

        3. {SENTENCE} {SENTENCE} {SENTENCE}

        4. {SENTENCE} {SENTENCE} {SENTENCE} {SENTENCE}
        """
    )
    assert document.texts()[2] == "Further headings"
    assert [segment.label for segment in document.segments] == ["1", "2", None, "3", "4"]
    assert f"{every} {2 * every} {3 * every}" in " ".join(document.furniture)


def test_numbered_rows_are_no_numbers_of_lines() -> None:
    countries = ("Albania", "Belgium", "Chile", "Denmark", "Ecuador", "Fiji", "Ghana", "Haiti", "Ireland")
    rows = [f"#box(width: 30pt)[{number}] {name}" for number, name in enumerate(countries, 1)]
    document = laid_out(" \\\n".join(rows))
    assert not document.furniture
    assert all(name in document.text for name in countries)


AGENDA = (
    "Opening of the session by the President of the Council",
    "Adoption of the agenda and other organizational matters",
    "Election of officers for the seventy-ninth session",
    "Reports of the Secretary-General on the work of the Organization",
    "Requests for the inclusion of additional items in the agenda",
    "Consideration of the report of the Working Group on contracts",
    "Programme budget implications of the draft resolutions",
    "Review of the mandates of all subsidiary bodies of the Council",
    "Adoption of the report of the Committee on its session",
)


def test_items_of_an_agenda_are_no_lines_of_running_text() -> None:
    items = [f"#box(width: 30pt)[{number}] {title}" for number, title in enumerate(AGENDA, 1)]
    document = laid_out("#align(center)[Provisional agenda]\n\n" + " \\\n".join(items))
    assert not document.furniture
    assert all(f"{number} {title}" in document.text for number, title in enumerate(AGENDA, 1))


def test_items_in_a_script_without_capitals_are_no_lines_of_running_text() -> None:
    title = "审议秘书长关于本组织工作的报告以及大会各委员会的建议"
    items = [f"#box(width: 30pt)[{number}] {title}" for number in range(1, 10)]
    document = laid_out("临时议程\n\n" + " \\\n".join(items), language="zh")
    assert not document.furniture
    assert all(f"{number} {title}" in document.text for number in range(1, 10))


def test_a_number_and_its_heading_on_one_line_are_one() -> None:
    document = laid_out(f"""
    #align(center)[*Article 1 #h(60pt) Use of terms*]

    {SENTENCE} {SENTENCE}

    #align(center)[*Article 2 #h(60pt) Scope*]

    {SENTENCE} {SENTENCE}
    """)
    assert [(segment.label, segment.span.of(document.text)) for segment in document.segments][::2] == [
        ("Article 1", "Use of terms"),
        ("Article 2", "Scope"),
    ]


def test_numbers_of_lines_beside_short_paragraphs_that_are_not_justified() -> None:
    short = (
        "The Committee requests the Secretary-General to report on all the results of the work that it did."
    )
    document = laid_out("#set par.line(numbering: n => text(size: 7pt)[#n])\n" + f"{short}\n\n" * 8)
    assert document.texts() == [short] * 8
    assert document.furniture == (" ".join(map(str, range(1, 17))),)


def test_numbers_of_lines_in_a_script_without_capitals_are_furniture() -> None:
    """A few of its lines begin with Latin words, whose capitals tell nothing."""
    text = "审议秘书长关于本组织工作的报告以及大会各委员会的建议，并请秘书长向大会提出报告。"
    lines = ("Dov", "Abbala", "", "")
    body = "\n\n".join(f"{word}{text}{text}" for word in lines)
    document = laid_out("#set par.line(numbering: n => text(size: 7pt)[#n])\n" + body, language="zh")
    assert not any(character.isdigit() for character in document.text)
    assert document.furniture[0].startswith("1 2 3 4")


def test_a_vowelled_letter_given_twice_is_read_once() -> None:
    letters = [("\u0650", 54.9), ("\u0651", 56.4), ("د", 58.0)]
    once = [Glyph(text, 0, left, left + 1.5, 100.0, 10.0, 54.6) for text, left in letters]
    again = [Glyph(text, 0, 56.1, 57.9, 102.2, 10.0, 56.1) for text, _ in letters]
    beside = [Glyph("ق", 0, 60.0, 66.0, 100.0, 10.0, 60.0), Glyph("م", 0, 48.0, 54.0, 100.0, 10.0, 48.0)]
    (row,) = baselines([*again, *once, *beside])
    assert sorted(glyph.text for glyph in row.glyphs) == sorted(["\u0650", "\u0651", "د", "ق", "م"])


def test_small_lines_beside_a_heading_in_large_letters_are_no_marks() -> None:
    document = laid_out("""
    #set text(top-edge: 0pt)
    #place(dy: 40pt, text(size: 16pt)[General Assembly])
    #place(dx: 200pt, dy: 31pt, text(size: 8pt)[12 June 2024])
    #place(dx: 200pt, dy: 40pt, text(size: 8pt)[English])
    """)
    assert "12 June 2024" in document.text
    assert "English" in document.texts()


def test_lowered_signs_belong_to_the_line_above() -> None:
    lowered = "#sub(typographic: false, baseline: 0.3em, size: 0.8em)"
    document = laid_out(
        f"{SENTENCE}\n\nThe emissions of NO{lowered}[x] and CO{lowered}[2] fell.\n\n{SENTENCE}"
    )
    assert document.texts() == [SENTENCE, "The emissions of NOx and CO2 fell.", SENTENCE]


def test_a_rule_on_the_left_above_arabic_notes_on_the_right() -> None:
    sentence = "يطلب المجلس إلى الأمين العام أن يقدم تقريرا عن نتائج أعماله في دورته المقبلة"
    document = laid_out(
        f"""
    #set text(font: "Noto Naskh Arabic", dir: rtl)
    #set par(justify: true)
    {sentence} {sentence}#super(typographic: false)[1].

    {sentence} {sentence}#super(typographic: false)[2].
    #v(1fr)
    #align(left, line(length: 100pt, stroke: 0.5pt))
    1 انظر القرار الأول.

    2 انظر المرفق.
    """,
        language="ar",
    )
    assert [(note.mark, note.text) for note in document.footnotes] == [
        ("1", "انظر القرار الأول."),
        ("2", "انظر المرفق."),
    ]


def test_a_rule_below_the_left_one_of_two_arabic_columns_is_not_above_the_right_one() -> None:
    def line(left: float, top: float) -> PageLine:
        return PageLine("يقرر المجلس", [], left, top, left + 200, top + 10, 10.0)

    right = [line(260, 100 + 12 * number) for number in range(10)]
    left = [line(40, 100 + 12 * number) for number in range(5)]
    mark_ruled([*right, *left], [Rule(40, 434, 120, 434.5)], 600)
    assert not any(each.ruled for each in [*right, *left])


def test_the_first_arabic_note_may_end_beside_the_rule_that_a_longer_one_is_below() -> None:
    def line(left: float, top: float, right: float = 440) -> PageLine:
        return PageLine("انظر القرار", [], left, top, right, top + 10, 10.0)

    text = [line(40, 100 + 12 * number) for number in range(10)]
    short, long = line(260, 505), line(40, 517)
    mark_ruled([*text, short, long], [Rule(40, 98, 120, 98.5)], 600)
    assert (short.ruled, long.ruled) == (True, False)


def test_a_rule_at_the_edge_of_the_second_column_is_above_notes() -> None:
    def line(left: float, top: float, width: float = 200) -> PageLine:
        return PageLine("See above.", [], left, top, left + width, top + 10, 10.0)

    left = [line(40, 100 + 12 * number) for number in range(30)]
    right = [line(260, 100 + 12 * number) for number in range(20)]
    first, second = line(272, 350), line(260, 362)
    mark_ruled([*left, *right, first, second, line(235, 700, 40)], [Rule(260, 255, 310, 255.5)], 600)
    assert [each for each in [*left, *right, first, second] if each.ruled] == [first]


def test_a_rule_is_above_the_rest_of_a_note_that_hangs_in_the_second_column() -> None:
    def line(left: float, top: float, width: float = 180) -> PageLine:
        return PageLine("See above.", [], left, top, left + width, top + 10, 10.0)

    left = [line(40, 100 + 12 * number, 200) for number in range(30)]
    right = [line(290, 100 + 12 * number) for number in range(20)]
    rest = line(275, 350)
    mark_ruled([*left, *right, rest], [Rule(260, 255, 310, 255.5)], 600)
    assert [each for each in [*left, *right, rest] if each.ruled] == [rest]
