"""The facts of a masthead, where it ends, and which paragraph below it is the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from aligner.languages.structure import structure
from aligner.segmentation import masthead, titles
from aligner.segmentation.label_parsing import Label, read
from aligner.segmentation.masthead import date_of
from aligner.values import Masthead

HEAD = ["United Nations  A/80/604", "General Assembly", "Distr.: General", "7 April 2026", "Original: French"]


def facts(
    *lines: str, furniture: Sequence[str] = (), language: str = "en"
) -> tuple[str | None, str | None, str | None, str | None, str | None, tuple[str, ...]]:
    found = masthead.read(lines, furniture, structure(language), language)
    assert isinstance(found, Masthead)
    return (
        found.symbol,
        found.distribution,
        found.date,
        found.original_language,
        found.agenda_item,
        found.sponsors,
    )


def test_a_masthead_has_six_facts() -> None:
    lines = (*HEAD, "Agenda item 156 (a) (ii)", "Chile, Peru and Togo:* draft resolution")
    assert facts(*lines) == (
        *("A/80/604", "General", "2026-04-07", "fr", "156 (a) (ii)"),
        ("Chile", "Peru", "Togo"),
    )
    assert facts() == (None, None, None, None, None, ())


@pytest.mark.parametrize(
    ("language", "line", "sponsors"),
    [
        (
            "en",
            "Bosnia and Herzegovina, Togo and Trinidad and Tobago: draft resolution",
            ("Bosnia and Herzegovina", "Togo", "Trinidad and Tobago"),
        ),
        (
            "ru",
            "Босния и Герцеговина и Того: проект резолюции",
            ("Босния и Герцеговина", "Того"),
        ),
        (
            "zh",
            "多哥和大不列颠及北爱尔兰联合王国：决议草案",
            ("多哥", "大不列颠及北爱尔兰联合王国"),
        ),
    ],
)
def test_sponsors_are_divided_between_their_names(
    language: str, line: str, sponsors: tuple[str, ...]
) -> None:
    assert facts(line, language=language)[-1] == sponsors


@pytest.mark.parametrize(
    ("lines", "furniture", "symbol"),
    [
        (["A/80/604"], [], "A/80/604"),
        (["A/80/604/Add.1 (Sect. 3)/Corr.1"], [], "A/80/604/Add.1 (Sect. 3)/Corr.1"),
        (["A/80/604 and its annexes I to IV"], [], "A/80/604"),
        (["A/80/604 and its annexes I to IV."], [], None),  # a sentence
        (["General Assembly  A/80/604"], [], "A/80/604"),
        (["General Assembly\tA/80/604"], [], "A/80/604"),  # cells of a table, copied
        (["The report  A/80/604"], [], None),
        (["  A/80/604"], [], "A/80/604"),
        (["WHA66.10"], ["A/66/4"], "WHA66.10"),
        (["Report", "WHA66.10"], [], None),
        (["Report"], ["A/80/604", "A/80/605 2/4", "A/80/605 3/4"], "A/80/605"),
        (["Report"], ["https://undocs.org/A/80/604"], None),
        ([*["Report"] * 159, "A/80/604"], [], "A/80/604"),
        ([*["Report"] * 160, "A/80/604"], [], None),
    ],
)
def test_the_symbol_of_a_document(lines: list[str], furniture: list[str], symbol: str | None) -> None:
    assert facts(*lines, furniture=furniture)[0] == symbol


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("1 January 1900", "1900-01-01"),
        ("31 December 1899", None),
        ("July 4, 2006", "2006-07-04"),
        ("December 13, 2006", "2006-12-13"),
        ("31 December 2199", "2199-12-31"),
        ("1 January 2200", None),
        ("0 May 2025", None),
        ("1/0/2025", None),
        ("2025-5-12", "2025-05-12"),
        ("12/5/2025", "2025-05-12"),
        ("12/2025/5", None),
        ("Rome, 5 May 2025", "2025-05-05"),
        ("Paris, 5 May 2025", None),  # more words than a date has
        ("abc 5/12/2025", "2025-12-05"),
        ("abcd 5/12/2025", None),
        ("5 May 2025 2026", None),
        ("May 2025", None),
        ("2024/5/2025", None),
        ("5.5 May 2025", None),
    ],
)
def test_a_date_of_issue_is_a_line_by_itself(line: str, date: str | None) -> None:
    assert date_of([line], "en") == date
    assert date_of([line, "3 May 2024"], "en") == (date or "2024-05-03")


def test_the_date_may_be_between_distribution_and_original_language() -> None:
    assert facts("Distr.: General 17 October 2017 Original: English")[2] == "2017-10-17"
    assert facts("Distr.: General 17 October 2017")[2] == "2017-10-17"


@dataclass
class Paragraph:
    text: str
    label: Label | None = None
    larger: float = 1.0
    style: str | None = None


def paragraphs(*texts: str | tuple[str, float]) -> list[Paragraph]:
    made: list[Paragraph] = []
    for each in texts:
        text, larger = (each, 1.0) if isinstance(each, str) else each
        made.append(Paragraph(text, read(text, structure("en")), larger))
    return made


ORGAN, SESSION, AGENDA = "General Assembly", "Eightieth session", "Agenda item 5"
LINE = "Questions relating to the matter"


@pytest.mark.parametrize(
    ("texts", "end"),
    [
        ([ORGAN, SESSION, AGENDA, LINE], 3),
        ([ORGAN, LINE], 0),
        ([SESSION, ORGAN], 2),
        ([SESSION, AGENDA, ORGAN], 2),  # after the agenda item it is a title
        ([ORGAN, LINE, LINE, LINE, SESSION], 5),
        ([ORGAN, LINE, LINE, LINE, LINE, SESSION], 0),
        ([LINE, LINE, LINE, ORGAN, SESSION], 5),
        ([LINE, LINE, LINE, LINE, ORGAN, SESSION], 0),
        ([SESSION] * 31, 30),
        ([f"{LINE}\tDistr.: General", f"{ORGAN}\t3 May"], 2),
        ([f"{ORGAN} A/80/604", SESSION], 2),
        ([ORGAN, f"Distr.: General {'x' * 584}"], 2),
        ([ORGAN, f"Distr.: General {'x' * 585}"], 0),
        ([ORGAN, "9821st meeting"], 2),
        ([ORGAN, "Original: English"], 2),
    ],
)
def test_a_masthead_ends_with_its_last_line(texts: list[str], end: int) -> None:
    assert titles.masthead_end(paragraphs(*texts), structure("en")) == end


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ([ORGAN, SESSION, "Report", "It met."], 2),
        ([ORGAN, SESSION, "Report", ("Budget of the mission", 1.08)], 3),
        ([ORGAN, SESSION, "Report", ("Budget of the mission", 1.07)], 2),
        ([ORGAN, SESSION, ("Report", 1.1), ("Budget", 1.4), ("Mission", 1.4)], 3),
        ([(ORGAN, 1.6), SESSION, "Report"], 2),
        ([ORGAN, SESSION, *["It met."] * 7, ("Budget", 1.4)], 9),
        ([ORGAN, SESSION, *["It met."] * 8, ("Budget", 1.4)], None),
        ([ORGAN, SESSION, "Report", ("1. Budget", 1.4)], 2),
        ([ORGAN, SESSION, "Report", ("80/1. Budget", 1.4)], 3),
        ([ORGAN, SESSION, "Report", ("Budget,", 1.4)], 2),
        ([ORGAN, SESSION, "Report", ("x" * 600, 1.4)], 3),
        ([ORGAN, SESSION, "Report", ("x" * 601, 1.4)], 2),
        (["Security Council", "9821st meeting", "Report"], 1),
        ([ORGAN, SESSION, "It met.", "Report"], None),
        ([ORGAN, SESSION, "1. Report", "Report"], None),
        ([ORGAN, SESSION, AGENDA, "Budget", "Report", "It met."], 4),
        ([ORGAN, SESSION, AGENDA, "Budget", "It met."], 3),
        ([AGENDA, "Budget", "Report"], 1),
        (["Report", "It met."], 0),
        (["United Nations", "Report", "It met."], 1),
        (["United Nations", "It met."], 0),
        (["Rules", "I. First session", "II. Second session"], 0),
        (["Budget", "Report", AGENDA], 0),
        ([], None),
    ],
)
def test_the_title_is_below_the_masthead(texts: list[str | tuple[str, float]], title: int | None) -> None:
    assert titles.find(paragraphs(*texts), structure("en")) == title


def test_headings_on_sessions_in_spanish_rules_of_procedure_are_no_masthead() -> None:
    spanish = structure("es")
    assert titles.is_masthead_line("58º período de sesiones", spanish)
    assert titles.is_masthead_line("Período de sesiones sustantivo de 2025", spanish)
    assert titles.is_masthead_line("21er y 22º períodos de sesiones", spanish)
    assert not titles.is_masthead_line("Períodos extraordinarios de sesiones", spanish)
    assert not titles.is_masthead_line(
        "El Comité celebrará un período ordinario de sesiones al año.", spanish
    )
