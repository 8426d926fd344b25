"""The steps of segmentation in isolation."""

from __future__ import annotations

import pytest

from aligner.languages import get
from aligner.languages.structure import structure
from aligner.segmentation import glued_marks, label_parsing
from aligner.segmentation.line_places import Place, block_edges
from aligner.segmentation.masthead import date_of
from aligner.segmentation.row_joining import joint
from aligner.segmentation.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("language", "text", "printed", "rest"),
    [
        ("en", "5. Urges all States", "5", "Urges all States"),
        ("en", "5 bis. Urges", "5 bis", "Urges"),
        ("en", "(a) To adopt", "(a)", "To adopt"),
        ("zh", "3. 敦促会员国", "3", "敦促会员国"),
        ("zh", "(一) 会员国", "(一)", "会员国"),
        ("fr", "12. Prie", "12", "Prie"),
        ("ru", "a) принять", "a)", "принять"),
        (
            "en",
            "A. Draft resolutions A/C.2/78/L.7 and L.7/Rev.1",
            "A",
            "Draft resolutions A/C.2/78/L.7 and L.7/Rev.1",
        ),
    ],
)
def test_a_label_is_separated_from_its_paragraph(language: str, text: str, printed: str, rest: str) -> None:
    label = label_parsing.read(text, structure(language))
    assert label is not None
    assert label.printed == printed
    assert text[label.stop :] == rest


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "2018 was a year"),
        ("en", "Urges all States"),
        ("zh", "第一次会议"),
        ("en", ""),
        ("fr", "3,5 millions"),
    ],
)
def test_words_and_amounts_are_no_labels(language: str, text: str) -> None:
    assert label_parsing.read(text, structure(language)) is None


def test_articles_run_on_only_where_their_numbers_do() -> None:
    assert label_parsing.is_loose(["第一条为了安全", "第二条本法", "第三条国家"])
    assert not label_parsing.is_loose(["第一条为了安全", "第三条本法", "第二条国家"])
    assert not label_parsing.is_loose(["第一条为了安全", "第三条本法", "第四条国家"])


PLAN = "The Plan of Action for 2013–20202"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([PLAN, "The plan for 2013–2020", "Notes it3"], [(0, "2")]),
        ([PLAN, PLAN, "The plan for 2013–2020", "Notes it3"], []),  # a number that occurs twice is one
        ([PLAN.replace("20202", "20204"), "The plan for 2013–2020", "Notes it3"], []),  # there is no note 4
        (["Notes it3", PLAN, "The plan for 2013–2020"], []),  # 2 comes before 3
        ([PLAN, "The Agenda for 20302", "2013–2020 and 2030", "Notes it3"], [(0, "2")]),  # once each
        (["2030", "The Agenda for 20301", PLAN, "2013–2020", "Notes it3"], [(1, "1"), (2, "2")]),
    ],
)
def test_the_last_digit_of_a_number_is_a_mark_only_where_it_must_be(
    texts: list[str], found: list[tuple[int, str]]
) -> None:
    known = {3: (texts.index("Notes it3"), len("Notes it"))}
    marks = glued_marks.find(texts, known, {2, 3})
    assert [(mark.paragraph, mark.mark) for mark in marks] == found
    assert all(mark.stop == len(texts[mark.paragraph]) for mark in marks)


@pytest.mark.parametrize(
    ("language", "line", "date"),
    [
        ("en", "31 December 2025", "2025-12-31"),
        ("en", "31/12/2025", "2025-12-31"),
        ("zh", "2025年12月31日", "2025-12-31"),
        ("fr", "1er janvier 2026", "2026-01-01"),
        ("es", "31 de diciembre de 2025", "2025-12-31"),
        ("ru", "31 декабря 2025 года", "2025-12-31"),
        ("ar", "31 كانون الأول/ديسمبر 2025", "2025-12-31"),
        ("fr", "31 December 2025", "2025-12-31"),
        ("en", "32 December 2025", None),
        ("en", "2025-13-31", None),
        ("en", "31 December 1825", None),
        ("en", "12 members, 3 of 2025", None),
        ("en", "The meeting of 31 December 2025", None),
    ],
)
def test_a_line_that_is_one_date_dates_the_document(language: str, line: str, date: str | None) -> None:
    assert date_of(["General Assembly", line], language) == date


@pytest.mark.parametrize(
    ("language", "above", "below", "between"),
    [
        ("zh", "他说——", "“和平与安全”", ""),
        ("en", "the port of Xiamen", "and 厦门", " "),
        ("en", "resolution 71/", "176", ""),
        ("en", "from Berlin –", "Rome", " "),
        ("en", "the plan", "; it", ""),
        ("fr", "le plan", "; il", " "),
    ],
)
def test_what_comes_in_the_place_of_a_line_break(language: str, above: str, below: str, between: str) -> None:
    facts = get(language), structure(language)
    assert joint(above, below, *facts, Vocabulary.of([])) == (0, between)


def test_lines_close_together_reach_as_far_as_the_longest_of_them() -> None:
    ends = ((100.0, 10), (90.0, 22), (60.0, 34), (50.0, 80))
    places = [Place(near=0.0, far=far, base=base, size=10.0, page=1) for far, base in ends]
    assert block_edges(places, step=1.5, margin=200.0) == [100, 100, 100, 50]
    assert block_edges(places, step=1.5, margin=110.0) == [110, 110, 110, 50]
