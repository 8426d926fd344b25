"""Soft returns in a paragraph of a Word file: which begin a paragraph of the text, and which do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from word_files import package, par, read_body, run

from aligner.languages.structure import structure
from aligner.readers import read_bytes
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.row_joining import divided_at_soft_returns
from aligner.segmentation.segment import segment
from aligner.values.extract import Line, LineRole

BREAK = "<w:r><w:br/></w:r>"


def soft(text: str, properties: str = "") -> str:
    """A paragraph with a soft return at each bar."""
    return par(BREAK.join(map(run, text.split("|"))), properties)


def cut(*paragraphs: str, language: str = "en") -> list[str]:
    """The segments of a Word file: their labels, and their texts."""
    document = segment(read_body("".join(map(soft, paragraphs))), language=language)
    return [f"{each.label or ''}:{document.text_of(number)}" for number, each in enumerate(document.segments)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "United Nations|General Assembly|Distr.: General|7 April 2026|Original: English"),
        ("fr", "Nations Unies|Assemblée générale|Distr. générale|7 avril 2026|Original : anglais"),
        ("ru", "Организация Объединенных Наций|Генеральная Ассамблея|Distr.: General|7 April 2026"),
        ("en", "Eightieth session|Agenda item 148"),
        ("zh", "第八十届会议|议程项目148"),
        ("en", "The General Assembly,|Recalling its resolution 46/152,|Deeply concerned about crime,"),
        ("zh", "大会，|回顾其第46/152号决议，|深为关切犯罪的影响，"),
        ("en", "Takes note of the report;|Requests the Secretary-General to report."),
        ("en", "The Committee decides:|to take note of the report;|to meet again;|to report thereon."),
        ("en", "Annex|Programme of work"),
    ],
)
def test_lines_of_their_own(language: str, text: str) -> None:
    assert cut(text, language=language) == [f":{line}" for line in text.split("|")]


def test_numbered_items_have_their_numbers() -> None:
    items = "1. Requests the Secretary-General:|(a) To report on the matter;|(b) To convene a meeting."
    assert cut(items) == [
        "1:Requests the Secretary-General:",
        "(a):To report on the matter;",
        "(b):To convene a meeting.",
    ]
    assert cut("1. Opening of the session|2. Adoption of the agenda") == [
        "1:Opening of the session",
        "2:Adoption of the agenda",
    ]
    assert cut("Article 1|Definitions") == ["Article 1:", ":Definitions"]
    assert cut("1. 赞赏地注意到报告；|2. 请秘书长提出报告。", language="zh") == [
        "1:赞赏地注意到报告；",
        "2:请秘书长提出报告。",
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Resolution adopted by the General Assembly|on 20 December 2025"),
        ("en", "Strengthening the United Nations Crime|Prevention and Criminal Justice Programme"),
        ("en", "Sustainable development:|implementation of Agenda 21"),
        ("en", "Recalling its resolution 46/152 on the creation of an effective|programme, in which it"),
        ("en", "The report was submitted in accordance with paragraph|5. of the resolution"),
        ("en", "The Chair presented the draft decision.|The Committee adopted it."),
        ("en", "(Signed) António Guterres|Secretary-General"),
        ("en", "Rue de Varembé 9–11|1211 Geneva 20|Switzerland"),
    ],
)
def test_titles_sentences_and_addresses_stay_whole(language: str, text: str) -> None:
    assert cut("1. Notes the report.", text, language=language)[1:] == [f":{text.replace('|', ' ')}"]


def test_a_masthead_is_above_the_text_only() -> None:
    assert cut("The General Assembly,", "General Assembly|Eightieth session")[1:] == [
        ":General Assembly Eightieth session"
    ]


def test_an_automatic_number_belongs_to_the_first_line() -> None:
    extract = read_body(soft("Decides:|to meet;|to report."))
    (line,) = extract.lines
    document = segment(replace(extract, lines=(replace(line, label="7."),)), language="en")
    assert [each.label for each in document.segments] == ["7", None, None]


def test_footnotes_stay_with_the_line_that_refers_to_them() -> None:
    raised = run("1", '<w:vertAlign w:val="superscript"/>')
    body = par(run("Takes note") + raised + run(";") + BREAK + run("Requests a report.") + raised)
    extract = read_body(par(run("The Assembly decides as follows.")) + body)
    document = segment(extract, language="en")
    assert document.texts()[1:] == ["Takes note;", "Requests a report."]
    assert [len(each.marks) for each in document.segments] == [0, 1, 1]


def test_a_header_has_the_lines_of_its_page() -> None:
    data = package(
        par(run("Text.")) + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>',
        {"header1": soft("United Nations|A/80/1")},
    )
    assert segment(read_bytes(data, "x.docx"), language="en").furniture == ("United Nations", "A/80/1")


def test_a_web_page_is_divided_at_its_line_breaks_too() -> None:
    body = "<p>United Nations<br>General Assembly<br>Distr.: General</p><p>A title in<br>two lines</p>"
    document = segment(read_bytes(f"<html>{body}".encode(), "x.html"), language="en")
    assert document.texts() == [
        "United Nations",
        "General Assembly",
        "Distr.: General",
        "A title in two lines",
    ]


@pytest.mark.parametrize(("role", "lines"), [(LineRole.FURNITURE, 3), (LineRole.BODY, 2)])
def test_a_number_in_a_header_is_not_the_beginning_of_the_text(role: LineRole, lines: int) -> None:
    builder = ExtractBuilder()
    builder.add("1. Draft of the Secretariat", Line(whole=True, role=role))
    builder.add("Eightieth session Agenda item 148", Line(whole=True, breaks=(18,)))
    divided = divided_at_soft_returns(builder.build("docx", "x.docx"), structure("en"))
    assert len(divided.lines) == lines


def test_soft_returns_below_each_other_make_no_empty_line() -> None:
    assert cut("The Committee decides:||to take note of the report;|to meet again.") == [
        ":The Committee decides:",
        ":to take note of the report;",
        ":to meet again.",
    ]
