"""Running heads and feet distinguished from the text by their positions."""

from __future__ import annotations

import pytest

from aligner.segmentation.segment import segment
from aligner.values import Document
from tests.page_rows import Line, pages, paragraph

_TITLE = "Participation by the State of Palestine during the eightieth session"


def _first() -> list[Line]:
    return [
        (60, 123, 206, "United Nations", 14.0),
        (60, 492, 552, "A/RES/80/1", 14.0),
        (340, 123, 481, f"80/1. {_TITLE}", 12.0),
        (370, 146, 250, "The General Assembly,"),
        *paragraph(388, "Recalling this"),
        *paragraph(430, "1. Decides that"),
    ]


def _read(*later: list[Line]) -> Document:
    return segment(pages(_first(), *later), language="en")


@pytest.mark.parametrize("left", [60.0, 314.0])
def test_a_head_on_one_page_that_repeats_the_title(left: float) -> None:
    head: list[Line] = [(60, 60, 102, "A/RES/80/1", 8.5), (60, left + 60, left + 240, _TITLE, 8.5)]
    document = _read([*head, *paragraph(90, "2. Further decides that")])
    assert _TITLE in document.furniture
    assert sum(_TITLE in text for text in document.texts()) == 1


def test_a_head_of_four_lines_and_one_longer_than_the_title() -> None:
    head: list[Line] = [(60, 60, 102, "A/RES/80/1", 8.5)]
    words = [
        "Participation by the State",
        "of Palestine during",
        "the eightieth session of the",
        "General Assembly",
    ]
    head += [(60 + 10 * n, 400, 552, text, 8.5) for n, text in enumerate(words)]
    document = _read([*head, *paragraph(120, "2. Further decides that")])
    assert set(words) <= set(document.furniture)


def test_text_that_quotes_the_title_at_the_top_of_a_page_stays_text() -> None:
    rows: list[Line] = [(60, 60, 102, "A/RES/80/1", 8.5)]
    rows += [(90, 123, 488, f"{_TITLE} and other such matters"), (102, 123, 200, "of the session.")]
    document = _read([*rows, *paragraph(120, "2. Further decides that")])
    assert any(_TITLE in text and "other such matters" in text for text in document.texts())


def test_a_heading_of_an_annex_that_repeats_the_title_stays_text() -> None:
    rows: list[Line] = [(60, 60, 102, "A/RES/80/1", 8.5), (90, 123, 488, _TITLE)]
    document = _read([*rows, *paragraph(120, "2. Further decides that")])
    assert sum(_TITLE in text for text in document.texts()) == 2


def test_even_and_odd_heads_and_feet_that_share_a_line_with_the_page_number() -> None:
    def page(number: int) -> list[Line]:
        head = ("Part IV", "International cooperation") if number % 2 == 0 else ("Section 13", "Trade Centre")
        return [
            (50, 60, 100, head[0], 8.5),
            (50, 123, 240, head[1], 8.5),
            *paragraph(90, f"Words of page {'abcdefgh'[number]}", lines=8),
            (720, 60, 250, "Working group on the profile"),
            (720, 480, 520, f"page {number}"),
            (732, 60, 500, "The profile of the public sector, version 1.1 of its consultation draft –"),
            (744, 60, 110, "2020-06-02"),
        ]

    document = segment(pages(*(page(number) for number in range(1, 7))), language="en")
    texts = " ".join(document.texts())
    assert not any(word in texts for word in ("Part IV", "Section 13", "Trade", "profile", "2020", "page 3"))
    assert len(document.segments) == 6


def test_numbered_headings_that_open_two_pages_stay_text() -> None:
    def page(number: int) -> list[Line]:
        words = ("One", "Two", "Three", "Four", "Five")[number]
        lines: list[Line] = [
            (90 + 12 * n, 100, 500, f"and {words} {'abcdefghijkl'[n]} {_TITLE}") for n in range(11)
        ]
        heading: Line = (90, 100, 150, f"Article {5 + number // 2}")
        return [*([heading, *lines[2:]] if number in (1, 3) else lines), (222, 100, 200, f"{words}’s end.")]

    document = segment(pages(*(page(number) for number in range(5))), language="en")
    assert not document.furniture
    assert [found.label for found in document.segments if found.label] == ["Article 5", "Article 6"]


def test_the_same_word_at_the_top_of_columns_on_two_pages_is_text() -> None:
    def columns(left: str, right: str) -> list[Line]:
        words = "words that fill the column from edge to edge"
        rows: list[Line] = [(80, 60, 100 + 8 * len(left), left)]
        rows += [(93.5 + 13.5 * n, 60, 290, f"{words} {left} {n}") for n in range(12)]
        rows += [(80, 320, 360 + 8 * len(right), right)]
        return rows + [(100 + 13.5 * n, 320, 550, f"{words} {right} {n}") for n in range(12)]

    full = "words that fill the column"
    document = _read(columns(full, "jurisdiction."), columns("jurisdiction.", full), columns(full, full))
    assert "jurisdiction." not in document.furniture


def test_last_lines_of_paragraphs_that_open_every_page_stay_text() -> None:
    ends = ("of the whole plan.", "in the end, if needed.", "and nobody else at all.", "as set out above.")
    later = [[(60, 100, 260, text), *paragraph(78, f"{n}. Decides that")] for n, text in enumerate(ends, 2)]
    document = _read(*later)
    assert not set(ends) & set(document.furniture)
    assert all(any(end in text for text in document.texts()) for end in ends)


@pytest.mark.parametrize("quoted", [True, False])
def test_heads_that_name_the_section_of_their_page_are_no_text(quoted: bool) -> None:
    """Unlike lines that name nothing: those may be the headings of pages."""
    names = ("Income of the year", "Expenses of the year", "Outlook for the year", "Risks and doubts")
    later = [
        [
            (46, 60, 300, f"2.{number}. {name.upper() if quoted else f'Page on {name}'}"),
            (90, 60, 300, f"2.{number} {name}", 14.0),
            *paragraph(116, f"On {name}"),
            *paragraph(158, f"{name} again"),
        ]
        for number, name in enumerate(names, 1)
    ]
    document = _read(*later)
    heads = {f"2.{number}. {name.upper()}" for number, name in enumerate(names, 1)}
    assert (heads <= set(document.furniture)) is quoted
    assert quoted or sum("Page on" in text for text in document.texts()) == len(names)


def test_headings_of_sections_that_begin_pages_are_text() -> None:
    given = [
        [
            (46, 123, 180, "A/78/345", 8.0),
            (86, 123, 300, f"{number}. {name}", 14.0),
            *paragraph(116, f"On {name}", lines=2),
            *paragraph(146, f"{name} again", lines=2),
        ]
        for number, name in (("II", "Income"), ("III", "Expenses"), ("IV", "Outlook"))
    ]
    texts = segment(pages(_first(), *given), language="en").texts()
    assert [name for name in ("Income", "Expenses", "Outlook") if name in texts] == [
        "Income", "Expenses", "Outlook"
    ]  # fmt: skip


@pytest.mark.parametrize("step", [10, 14])
def test_page_numbers_that_follow_notes_in_their_size_are_no_part_of_them(step: int) -> None:
    given: list[list[Line]] = [
        [
            *paragraph(100, f"One {number}"),
            *paragraph(142, f"Two said{number}"),
            (700, 100, 300, f"{number} See resolution 77/{number}00 of the Assembly.", 8.0),
            (700 + step, 290, 300, str(number + 2), 8.0),
        ]
        for number in range(1, 4)
    ]
    document = segment(pages(*given), language="en")
    assert document.furniture == ("3", "4", "5")
    assert {note.text[:3] + note.text[-1] for note in document.footnotes} == {"See."}


def test_a_quotation_in_small_letters_at_the_top_of_a_page_is_text() -> None:
    """Its words are those of the first page, but its last line goes on below."""
    order = "The General Assembly decides on participation by the State of Palestine during the"
    quoted: list[Line] = [
        (60, 130, 480, "1. Recalling this, the State of Palestine decides.", 8.0),
        (80, 130, 480, f"2. {order}", 8.0),
        (90, 130, 480, "pertinent inquiry, which goes on elsewhere.", 8.0),
    ]
    document = _read([*quoted, *paragraph(120, "2. Further decides that")])
    assert document.furniture == ("A/RES/80/1",)
    assert any(
        text.endswith("during the pertinent inquiry, which goes on elsewhere.") for text in document.texts()
    )


def test_headings_above_text_set_wider_than_the_notes_below_it_are_text() -> None:
    full = "words that fill the measure of the page from one of its edges to the other"

    def page(number: int, name: str) -> list[Line]:
        rows: list[Line] = [(60, 270, 320, f"Article {2 * number}")]
        rows += [(90 + 18 * n, 100, 480, f"{name} {n} has {full}") for n in range(6)]
        rows += [(230, 270, 320, f"Article {2 * number + 1}"), (260, 100, 300, f"{name} has rights.")]
        rows += [(400 + 12 * n, 100, 480, f"Note {n} says of {name} {full}") for n in range(4)]
        return [*rows, (448, 100, 200, f"of {name}."), (520, 272, 290, f"{number}", 9.0)]

    names = ("Nobody", "Everyone", "Anybody", "Somebody", "Each")
    document = segment(pages(*(page(*entry) for entry in enumerate(names, 1))), language="en")
    assert list(document.furniture) == ["1", "2", "3", "4", "5"]


def test_numbers_of_articles_that_open_half_of_the_pages_are_text() -> None:
    def page(number: int, *, opens: bool) -> list[Line]:
        first: list[Line] = [(60, 100, 150, f"Article {number}", 12.0)] if opens else []
        rest: list[Line] = []
        for place in range(6):
            top = 78 + 60 * place
            rest += [(top, 100, 150, f"Article {number + place + 1}", 12.0)] if place else []
            rest += paragraph(top + 18, f"Everyone has right {number + place}")
        return first + rest

    document = segment(
        pages(*(page(10 * number, opens=number % 2 == 0) for number in range(1, 5))), language="en"
    )
    assert not document.furniture
