"""The steps of cutting a text into paragraphs, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from placed_rows import placed

from aligner.languages import get
from aligner.languages.structure import structure
from aligner.segmentation import segment
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.notes import Blocks
from aligner.segmentation.segment import chart_rows
from tests.segmentation.test_row_joining import row

ENGLISH = structure("en")


def at(base: float, text: str = "Text", *, page: int = 1, size: float = 10, bold: bool = False) -> Row:
    """A line of a page at a height of it."""
    made = placed(100, 500, base, size, page)
    return replace(made, text=text, line=replace(made.line, bold=bold))


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([at(0), at(700, "12"), at(40, page=2)], [1]),
        ([at(0), at(700, "12")], [1]),
        ([at(0, "12"), at(40, page=2)], [0]),
        ([at(0), at(100, "12"), at(700)], []),  # inside the text of a page
        ([at(0, "12"), at(100)], []),
        ([at(0, "12")], []),  # a text of one number
        ([at(0), at(700, "twelve"), at(40, page=2)], []),
        # right above words it numbers a heading
        ([at(0), at(40, "12", page=2), at(63.5, page=2)], []),
        ([at(0), at(40, "12", page=2), at(64, page=2)], [1]),
        ([at(0), at(40, "12", page=2, size=20), at(87.5, page=2)], []),
        ([at(0), at(40, "12", page=2), at(40, page=2)], [1]),
        ([at(0), at(40, "12", page=2), at(36, page=2)], [1]),
        ([at(0), at(40, "12", page=1), at(50, page=2)], [1]),
        (
            [row("Text", page=1), replace(row("12", page=2), down=1), replace(row("Text", page=2), down=2)],
            [1],
        ),
    ],
)
def test_a_lone_number_at_the_edge_of_a_page_is_that_of_the_page(
    rows: Sequence[Row], numbers: Sequence[int]
) -> None:
    apart = [False] * len(rows)
    segment._set_apart_page_numbers(rows, apart, Blocks())
    assert [index for index, is_apart in enumerate(apart) if is_apart] == numbers


@pytest.mark.parametrize(
    ("apart", "notes", "numbers"),
    [
        ([False, False, False], Blocks(), []),
        ([True, False, False], Blocks(), [0, 1]),
        ([False, False, True], Blocks(), [1, 2]),
        ([False, False, False], Blocks(taken={2}), [1]),
        ([False, False, False], Blocks(taken={0}), [1]),
        ([False, False, True], Blocks(taken={1, 2}), []),  # the number is the mark of a note
        ([False, False, False], Blocks(taken={1, 2}, repeated={1, 2}), [1, 2]),
    ],
)
def test_beside_what_belongs_to_the_page_a_lone_number_does_too(
    apart: list[bool], notes: Blocks, numbers: Sequence[int]
) -> None:
    segment._set_apart_page_numbers([at(0), at(100, "12"), at(700)], apart, notes)
    assert [index for index, is_apart in enumerate(apart) if is_apart] == numbers


def test_a_whole_paragraph_that_is_a_number_is_text() -> None:
    apart = [False, False]
    segment._set_apart_page_numbers([at(0), row("12", whole=True)], apart, Blocks())
    assert apart == [False, False]


@pytest.mark.parametrize(
    ("pages", "apart", "taken", "expected"),
    [
        ([1, 1, 1], [False, False, False], [], {0: False, 1: False, 2: False}),
        ([1, 1, 1], [False, True, False], [], {0: False, 2: True}),
        ([1, 1, 1], [False, False, False], [1], {0: False, 2: True}),
        ([1, 1, 1], [True, False, False], [], {1: False, 2: False}),  # nothing is above it
        ([1, 1, 1, 1], [False, True, False, False], [], {0: False, 2: True, 3: False}),
        ([1, 2, 2], [False, False, False], [], {0: False, 1: True, 2: False}),
    ],
)
def test_a_row_below_what_was_lifted_out_is_fresh(
    pages: Sequence[int], apart: Sequence[bool], taken: Sequence[int], expected: dict[int, bool]
) -> None:
    rows = [at(12 * n, str(n), page=page) for n, page in enumerate(pages)]
    body = segment._body(rows, apart, Blocks(taken=set(taken)))
    assert {int(each.text): each.fresh for each in body} == expected


TITLE = "A title."


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["The General Assembly,"], (0, 0)),
        (["The General", "Assembly,"], (0, 1)),
        (["The", "General", "Assembly", ","], (0, 3)),
        (["The", "Gen", "eral", "Assembly", ","], None),  # over too many lines
        (["Report", "The General Assembly,"], (1, 1)),
        (["Report of", "The", "General", "Assembly,"], (1, 3)),
        ([TITLE, "The General Assembly,", "Recalling it,"], (1, 1)),
        ([TITLE, "The General Assembly,", "recalling it,"], (1, 1)),
        ([TITLE, "The General Assembly,", "decides to"], (1, 1)),
        ([TITLE, "The General Assembly,", "of which it"], None),  # a sentence goes on
        ([TITLE, "The General Assembly,", "Of which it"], (1, 1)),
        (["In Paris,", "The General Assembly,"], (1, 1)),
        ([*[TITLE] * 79, "The General Assembly,"], (79, 79)),
        ([*[TITLE] * 80, "The General Assembly,"], None),
        ([TITLE], None),
        ([], None),
    ],
)
def test_the_line_that_opens_a_resolution_is_one_of_the_first(
    texts: Sequence[str], expected: tuple[int, int] | None
) -> None:
    assert segment._find_enacting([row(text) for text in texts], ENGLISH) == expected


@pytest.mark.parametrize(
    ("above", "below", "language", "small", "opens"),
    [
        ("the report,", "Recalling it", "en", False, True),
        ("the report.", "Recalling it", "en", False, False),
        ("the report,", "The plan", "en", False, False),
        ("the report,", "recalling it", "en", False, False),
        ("the report,", "recalling it", "en", True, True),  # as others of its preamble
        ("the report,", "recalled by it", "en", True, False),
        ("报告，", "回顾大会", "zh", False, False),
    ],
)
def test_a_row_below_a_comma_opens_a_recital_with_its_verb(
    above: str, below: str, language: str, *, small: bool, opens: bool
) -> None:
    rows, known = [row(above), row(below)], structure(language)
    assert segment._opens(rows, 1, get(language), known, small=small) == opens
    assert not segment._opens(rows, 0, get(language), known, small=small)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Two things:", "– one", "– two."], set()),  # one below the end of a clause
        (["Two things;", "– one;", "– two."], {1, 2}),
        (["Two things,", "— one,", "- two."], {1, 2}),
        (["Two things;", "–one;", "– two."], set()),
        (["Two things", "– one", "– two."], set()),
        (["– one;", "– two;", "– three."], {1, 2}),
    ],
)
def test_dashes_open_items_below_the_ends_of_clauses(texts: Sequence[str], expected: set[int]) -> None:
    assert segment._dashed([row(text) for text in texts]) == expected


@pytest.mark.parametrize(
    ("text", "times", "begins"),
    [
        ("Purpose:", 3, True),
        ("Purpose:", 2, False),
        ("目的：", 3, True),
        ("purpose:", 3, False),
        ("Purpose.", 3, False),
        ("P" * 59 + ":", 3, True),
        ("P" * 60 + ":", 3, False),
    ],
)
def test_a_short_line_with_a_colon_that_recurs_leads_in(text: str, times: int, *, begins: bool) -> None:
    found = segment._lead_ins([row(text)] * times)
    assert found == (set(range(times)) if begins else set())


@pytest.mark.parametrize(
    ("size", "bold", "stands_out"),
    [(10, False, False), (10, True, True), (10.75, False, False), (10.85, False, True), (8, False, False)],
)
def test_letters_of_headings_are_bold_or_larger(size: float, *, bold: bool, stands_out: bool) -> None:
    assert segment._stands_out(at(0, size=size, bold=bold), 10) == stands_out


def test_counted_letters_are_as_large_as_others() -> None:
    assert segment._larger(row("Text"), 1) == 1
    assert segment._larger(at(0, size=12), 0) == 1
    assert segment._larger(at(0, size=12), 10) == 1.2


HEAD = [at(0, "United Nations"), at(12, "Report"), at(24, "The General Assembly,"), at(36, "Recalling it,")]


def offset(rows: Sequence[Row]) -> list[Row]:
    """Rows that follow each other in an extract."""
    return [replace(each, start=100 * index) for index, each in enumerate(rows)]


def test_the_head_of_a_resolution_is_above_its_opening() -> None:
    rows = offset(HEAD)
    groups = [[0, 1], [2], [3]]
    assert segment._head_texts(rows, rows, (2, 2), groups) == [
        "United Nations Report",
        "United Nations",
        "Report",
    ]
    with_furniture = segment._head_texts(rows, rows[1:], (1, 1), [[0], [1], [2]])
    assert with_furniture == ["Report", "United Nations", "Report"]


def test_lines_of_a_counted_head_may_belong_together() -> None:
    rows = offset([row(each.text) for each in HEAD])
    assert segment._head_texts(rows, rows, (2, 2), [[0, 1], [2], [3]]) == [
        "United Nations",
        "Report",
        "United Nations Report",
    ]


def test_the_head_of_another_text_has_its_first_paragraphs_and_short_lines() -> None:
    rows = offset([at(0, "A/80/1"), at(12, "x" * 120), at(24, "x" * 121), *[at(36, "Text")] * 20])
    groups = [[index] for index in range(22)]
    found = segment._head_texts(rows, rows[1:], None, groups)
    assert found[0] == "A/80/1"
    assert found[1:21] == [each.text for each in rows[1:21]]
    assert found[21:] == ["A/80/1", "x" * 120, *["Text"] * 17]


@pytest.mark.parametrize(
    ("texts", "label_a_figure"),
    [
        (["10"] * 6, True),
        (["10"] * 5, False),
        (["5 " * 29 + "55"] * 6, True),
        (["5 " * 30 + "5"] * 6, False),
        (["10"] * 5 + ["tons"], False),
    ],
)
def test_six_short_rows_without_letters_label_a_figure(texts: Sequence[str], *, label_a_figure: bool) -> None:
    assert len(chart_rows([row(text) for text in texts])) == (len(texts) if label_a_figure else 0)


def test_words_drawn_in_a_figure_label_it() -> None:
    drawn = row("Actual")
    drawn = replace(drawn, line=replace(drawn.line, drawn=True))
    assert chart_rows([row("Text"), drawn, row("Text")]) == {1}
