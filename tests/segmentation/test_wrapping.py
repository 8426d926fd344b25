"""Whether the lines of a file were wrapped, and at what width."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import pytest

from aligner.readers import read_bytes
from aligner.segmentation.measured_rows import Row, measure
from aligner.segmentation.wrapping import limit_of, reach
from aligner.values import Span
from aligner.values.extract import Line

TEXTS = [
    "The Committee considered the report of the Secretary-General on the implementation of the convention "
    "and noted with appreciation the progress that had been made in the year under review.",
    "The Committee requested the Office to continue its technical assistance to Member States, in particular "
    "to the least developed countries, and to report on it at the next session.",
    "Delegations welcomed the draft programme of work and stressed that its activities depended on voluntary "
    "contributions, which had been falling for several years.",
]


@pytest.mark.parametrize(
    ("width", "first", "inner", "limit"),
    [(60, "", "", 61), (60, "    ", "", 61), (60, "", "    ", 61), (170, "", "", 172), (200, "", "", None)],
)
@pytest.mark.parametrize("gap", [0, 1])
def test_a_wrapped_file_shows_its_width(
    width: int, first: str, inner: str, gap: int, limit: float | None
) -> None:
    lines: list[str] = []
    for text in TEXTS:
        lines += textwrap.wrap(text, width, initial_indent=first, subsequent_indent=inner) + [""] * gap
    rows = measure(read_bytes("\n".join(lines).encode(), "report.txt"))
    assert limit_of(rows, [False] * len(rows), cased=True) == limit


def row(text: str, right: float, left: float = 0, gap: int = 0, *, fresh: bool = False) -> Row:
    return Row(text, 0, left, right, Line(Span(0, len(text))), fresh, 1 + gap)


def limit(*rows: Row, cased: bool = True, begins: Sequence[int] = ()) -> float | None:
    counts = accumulate(each.down for each in rows)
    rows = tuple(replace(each, down=down) for each, down in zip(rows, counts, strict=True))
    return limit_of(rows, [index in begins for index in range(len(rows))], cased=cased)


def wrapped(*rows: Row, cased: bool = True, begins: Sequence[int] = ()) -> bool:
    return limit(*rows, cased=cased, begins=begins) is not None


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("the report", "of the Office", 13),
        ("大会决议", "of the Office", 12),
        ("the report", "大会", 12),
        ("大会决议", "草案，", 12),
        ("大会决议", "案）。和", 16),
        ("大会 and", "the Office", 14),
        ("the 大会", "决议", 12),
        ("大会决议", "2030年议程", 14),
        ("the report", "“2030年议程", 16),
    ],
)
def test_a_line_would_have_reached_as_far_as_the_next_word(above: str, below: str, expected: float) -> None:
    assert reach(row(above, 10), row(below, 10)) == expected


@pytest.mark.parametrize(("right", "expected"), [(190, True), (191, False)])
def test_a_line_wider_than_any_page_is_a_paragraph(right: float, expected: bool) -> None:
    assert wrapped(row("the report of", right), row("the Office.", 40)) == expected


def test_a_single_line_or_a_row_of_a_table_shows_nothing() -> None:
    only = row("the report of", 60)
    assert not wrapped(only)
    assert not wrapped()
    for place in (0, 1):
        rows = [only, row("the Office.", 40)]
        rows[place] = replace(rows[place], line=replace(rows[place].line, whole=True))
        assert not wrapped(*rows)


@pytest.mark.parametrize(
    ("right", "cased", "others", "expected"),
    [
        (120, True, ["Annex I", "Annex II", "Annex III"], True),  # one open line of four continues
        (120, True, ["Annex I", "Annex II", "Annex III", "Annex IV"], False),
        (100, True, ["It met."] * 7, True),  # one line of eight
        (100, True, ["It met."] * 8, False),
        (100, False, ["附件一"], True),
        (100, False, ["附件一", "附件二"], False),
    ],
)
def test_enough_lines_must_continue(right: float, cased: bool, others: list[str], expected: bool) -> None:
    first = (
        [row("the report of", right), row("the Office", 20)] if cased else [row("报告", right), row("的", 20)]
    )
    assert wrapped(*first, *(row(text, 20) for text in others), cased=cased) == expected


def test_chinese_entries_of_a_list_that_are_nearly_as_long_as_the_longest_are_not_joined() -> None:
    rows = [row("低于国际贫穷线人口的比例", right) for right in (68, 70, 74, 80)] + [row("目标", 8)] * 16
    assert not wrapped(*rows, cased=False)


def test_lines_further_apart_or_further_in_are_not_asked_whether_they_continue() -> None:
    first = [row("the report of", 100), row("the Office", 20)]
    names = ("Annex I", "Annex II", "Annex III", "Annex IV")
    assert not wrapped(*first, *(row(text, 20) for text in names))
    assert wrapped(*first, *(row(text, 20, gap=1) for text in names))
    assert wrapped(*first, *(row(text, 20, left=1) for text in names))
    assert not wrapped(*first, *(row(text, 20, left=0.4) for text in names))


@pytest.mark.parametrize(
    ("above", "right", "below", "margin", "cased", "expected"),
    [
        ("the report of", 50, "the Office", 100, True, True),
        ("the report,", 50, "the Office", 100, True, False),
        ("the report,", 78, "the Office", 100, True, True),
        ("the report,", 77, "the Office", 100, True, False),
        ("the report,", 36, "the Office", 40, True, True),
        ("the report,", 36, "the Office", 39, True, False),
        ("the report", 78, "The Office", 100, True, True),
        ("the report", 77, "The Office", 100, True, False),
        ("the report", 36, "The Office", 40, True, True),
        ("the report", 36, "The Office", 39, True, False),
        ("the report (", 78, "The Office", 100, True, False),
        ("the report.", 95, "the Office", 100, True, False),
        ("报告", 80, "的", 100, False, True),
        ("报告", 79, "的", 100, False, False),
        ("报告，", 90, "的", 100, False, False),
        ("报告。", 90, "的", 100, False, False),
    ],
)
def test_a_line_continues_where_it_is_full_or_a_small_letter_follows(
    above: str, right: float, below: str, margin: float, cased: bool, expected: bool
) -> None:
    rows = (row("It met.", margin), row(above, right), row(below, 20))
    assert wrapped(*rows, cased=cased) == expected
    assert not wrapped(*rows, cased=cased, begins=[2])  # its number begins a paragraph


@pytest.mark.parametrize(("wraps", "expected"), [(16, 96), (17, 103)])
def test_one_wrap_of_seventeen_may_have_come_early(wraps: int, expected: float) -> None:
    rows = [
        row("to the report", 93),
        *(row("to the report", 100) for _ in range(wraps - 1)),
        row("to it.", 9),
    ]
    assert limit(*rows) == expected


def test_the_limit_is_near_the_margin_where_small_letters_follow_short_lines() -> None:
    assert limit(row("It met.", 100), row("the report of", 50), row("the Office.", 20)) == 82
    wide = [row("the report of", 50)] * 33
    assert limit(row("It met.", 100), *wide, row("the Office.", 20)) == 54  # one of more than thirty
