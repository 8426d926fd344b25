"""How the lines of a file were wrapped, learned from their widths, gaps and first words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace

import pytest

from aligner.readers import read_bytes
from aligner.segmentation.measured_rows import Row, measure
from aligner.segmentation.wrapping import Wrapping, reach, survey
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


def page(width: int, *, gap: int = 0, first: str = "", inner: str = "") -> Wrapping:
    """What is learned from paragraphs wrapped at a width."""
    lines: list[str] = []
    for text in TEXTS:
        lines += textwrap.wrap(text, width, initial_indent=first, subsequent_indent=inner) + [""] * gap
    rows = measure(read_bytes("\n".join(lines).encode(), "report.txt"))
    return survey(rows, [False] * len(rows), cased=True)


STOP = frozenset(".")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (page(60), Wrapping(True, 61, ends=STOP)),
        (page(60, gap=1), Wrapping(True, 61, gaps_separate=True, ends=STOP)),
        (page(60, first="    "), Wrapping(True, 61, first=4.0, ends=STOP)),
        (page(60, inner="    "), Wrapping(True, 61, inner=4.0, ends=STOP)),  # a hanging indent
        (page(60, gap=1, first="    "), Wrapping(True, 61, gaps_separate=True, first=4.0, ends=STOP)),
        (page(170), Wrapping(True, 172, ends=STOP)),
        (page(200), Wrapping(False)),
    ],
)
def test_paragraphs_of_a_wrapped_file_are_set_apart_by_gaps_or_indents(
    found: Wrapping, expected: Wrapping
) -> None:
    assert found == expected


def row(text: str, right: float, left: float = 0, gap: int = 0, *, fresh: bool = False) -> Row:
    return Row(text, 0, left, right, gap, Line(Span(0, len(text))), fresh)


def learn(*rows: Row, cased: bool = True, begins: Sequence[int] = ()) -> Wrapping:
    return survey(rows, [index in begins for index in range(len(rows))], cased)


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("the report", "of the Office", 13),
        ("大会决议", "of the Office", 12),
        ("the report", "大会", 12),
        ("大会决议", "草案，", 12),
        ("大会决议", "案）。和", 16),
        ("大会决议", "2030年议程", 14),
        ("the report", "“2030年议程", 16),
    ],
)
def test_a_line_would_have_reached_as_far_as_the_next_word(above: str, below: str, expected: float) -> None:
    assert reach(row(above, 10), row(below, 10)) == expected


@pytest.mark.parametrize(("right", "wrapped"), [(190, True), (191, False)])
def test_a_line_wider_than_any_page_is_a_paragraph(right: float, wrapped: bool) -> None:
    assert learn(row("the report of", right), row("the Office.", 40)).wrapped == wrapped


def test_a_single_line_or_a_row_of_a_table_shows_nothing() -> None:
    only = row("the report of", 60)
    assert learn(only) == learn() == Wrapping(False)
    for place in (0, 1):
        rows = [only, row("the Office.", 40)]
        rows[place] = replace(rows[place], line=replace(rows[place].line, whole=True))
        assert learn(*rows) == Wrapping(False)


@pytest.mark.parametrize(
    ("right", "cased", "others", "wrapped"),
    [
        (120, True, ["Annex I", "Annex II", "Annex III"], True),  # one open line of four continues
        (120, True, ["Annex I", "Annex II", "Annex III", "Annex IV"], False),
        (121, True, ["Annex I"], True),
        (121, True, ["Annex I", "Annex II"], False),
        (100, True, ["It met."] * 7, True),  # one line of eight
        (100, True, ["It met."] * 8, False),
        (100, False, ["附件一"], True),
        (100, False, ["附件一", "附件二"], False),
    ],
)
def test_enough_lines_must_continue(right: float, cased: bool, others: list[str], wrapped: bool) -> None:
    first = (
        [row("the report of", right), row("the Office", 20)] if cased else [row("报告", right), row("的", 20)]
    )
    assert learn(*first, *(row(text, 20) for text in others), cased=cased).wrapped == wrapped


@pytest.mark.parametrize(("wraps", "wrapped"), [(2, False), (3, True)])
def test_headings_and_cells_do_not_hide_the_wraps_of_a_chinese_page(wraps: int, wrapped: bool) -> None:
    page = [row("决定将联合国特派团的任务期限延长至", 80), row("明年；", 6)] * wraps
    cells = [row(text, 8) for text in ("安全理事会", "姓名", "职务", "日期")]
    preamble = [row("重申坚定致力于各国的主权，", 60)] * 4
    assert learn(*preamble, *page, *cells, *cells, cased=False).wrapped == wrapped


def test_chinese_entries_of_a_list_that_are_nearly_as_long_as_the_longest_are_not_joined() -> None:
    rows = [row("低于国际贫穷线人口的比例", right) for right in (68, 70, 74, 80)] + [row("目标", 8)] * 16
    assert not learn(*rows, cased=False).wrapped


def test_lines_further_apart_or_further_in_are_not_asked_whether_they_continue() -> None:
    first = [row("the report of", 100), row("the Office", 20)]
    names = ("Annex I", "Annex II", "Annex III", "Annex IV")
    assert not learn(*first, *(row(text, 20) for text in names)).wrapped
    assert learn(*first, *(row(text, 20, gap=1) for text in names)).wrapped
    assert learn(*first, *(row(text, 20, left=1) for text in names)).wrapped
    assert not learn(*first, *(row(text, 20, left=0.4) for text in names)).wrapped


@pytest.mark.parametrize(
    ("above", "right", "below", "margin", "cased", "wrapped"),
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
        ("the report", 61, "Intergovernmental_Organization", 100, True, True),
        ("the report", 60, "Intergovernmental_Organization", 100, True, False),
        ("the report.", 95, "the Office", 100, True, False),
        ("报告", 80, "的", 100, False, True),
        ("报告", 79, "的", 100, False, False),
        ("报告，", 90, "的", 100, False, False),
        ("报告。", 90, "的", 100, False, False),
    ],
)
def test_a_line_continues_where_it_is_full_or_a_small_letter_follows(
    above: str, right: float, below: str, margin: float, cased: bool, wrapped: bool
) -> None:
    rows = (row("It met.", margin), row(above, right), row(below, 20))
    assert learn(*rows, cased=cased).wrapped == wrapped
    assert not learn(*rows, cased=cased, begins=[2]).wrapped  # its number begins a paragraph


@pytest.mark.parametrize(("wraps", "limit"), [(16, 96), (17, 103)])
def test_one_wrap_of_seventeen_may_have_come_early(wraps: int, limit: float) -> None:
    rows = [
        row("to the report", 93),
        *(row("to the report", 100) for _ in range(wraps - 1)),
        row("to it.", 9),
    ]
    assert learn(*rows).limit == limit


def test_the_limit_is_near_the_margin_where_small_letters_follow_short_lines() -> None:
    assert learn(row("It met.", 100), row("the report of", 50), row("the Office.", 20)).limit == 82
    wide = [row("the report of", 50)] * 33
    assert learn(row("It met.", 100), *wide, row("the Office.", 20)).limit == 54  # one of more than thirty


def paragraphs(*gaps: int, end: float = 40) -> Wrapping:
    """Paragraphs of two lines, with these gaps above all but the first; a first line would reach 103."""
    rows = [row("One of the Members asked", 100), row("to wait.", end)]
    for gap in gaps:
        rows += [row("One of the Members asked", 100, gap=gap), row("to wait.", end)]
    return learn(*rows)


@pytest.mark.parametrize(
    ("gaps", "end", "separate", "always"),
    [
        ([1] * 3, 40, True, True),
        ([1] * 2, 40, True, False),
        ([0] * 3, 40, False, False),
        ([1] * 9 + [0], 40, True, True),
        ([1] * 8 + [0], 40, True, False),
        ([1] * 3, 83, True, True),
        ([1] * 3, 84, True, False),  # with the next word the last lines are nearly full
    ],
)
def test_gaps_set_paragraphs_apart_where_nearly_all_short_last_lines_have_one(
    gaps: list[int], end: float, separate: bool, always: bool
) -> None:
    found = paragraphs(*gaps, end=end)
    assert (found.gap, found.gaps_separate, found.gaps_always) == (0, separate, always)


def test_a_gap_at_the_top_of_a_page_shows_nothing() -> None:
    two = [row("One of the Members asked", 100), row("to wait.", 40)]
    below = [replace(two[0], gap=1, fresh=True), two[1]]
    assert not learn(*two, *below * 3).gaps_separate
    assert not learn(*two, *below * 3).gaps_always
    fresh = [two[0], replace(two[1], gap=2, fresh=True)]
    found = learn(*fresh)
    assert (found.gap, found.gaps_separate, found.inner, found.first) == (0, True, 0.0, None)


def test_lines_of_a_file_typed_with_a_space_between_them_have_that_gap() -> None:
    rows = [row("One of the Members asked", 100, gap=3), row("to wait.", 40, gap=1)]
    found = learn(*rows * 4)
    assert (found.gap, found.gaps_separate, found.gaps_always) == (1, True, True)


FULL, OPEN, LAST = ("One of the Members asked", 100.0), ("to wait for", 100.0), ("to the end.", 40.0)


def indented(*lefts: float, lines: Sequence[tuple[str, float]] = (FULL, OPEN, LAST)) -> Wrapping:
    """Paragraphs whose first lines begin at these columns, and the others at the margin."""
    return learn(*(row(*line, left=0 if n else left) for left in lefts for n, line in enumerate(lines)))


@pytest.mark.parametrize(
    ("lefts", "first"),
    [
        ([4, 4, 4], 4),
        ([4, 4.4, 8, 8], 4),
        ([0, 4], 4),
        ([0, 0.6], None),
        ([0, 0.7], 1),
        ([0] * 4, None),
        ([8, *[4] * 9], 4),
        ([8, 6, *[8] * 9], 6),  # one first line of ten
        ([8, 6, *[8] * 10], 8),
    ],
)
def test_first_lines_are_further_in_than_the_others(lefts: list[float], first: float | None) -> None:
    found = indented(*lefts)
    assert (found.inner, found.first) == (0, first)


def test_lines_further_in_after_full_open_ones_are_no_first_lines() -> None:
    block = [row(*FULL), row(*OPEN), row(*LAST)]
    inside = [row(*FULL), row(OPEN[0], 100, left=6), row(*LAST)]
    first = [row(*FULL, left=6), *block[1:]]
    assert learn(*block, *first * 3, *inside).first == 6
    assert learn(*block, *first * 2, *inside).first is None


def test_an_indent_shows_nothing_where_lines_at_the_margin_follow_short_ones() -> None:
    short = [row("An open line of it", 40)] * 4
    assert learn(row(*FULL), row(*OPEN), row(*LAST), row(*FULL, left=6), row(*OPEN), row(*LAST)).first == 6
    assert learn(*short, *(row(*line) for line in (FULL, OPEN, LAST)), row(*FULL, left=6)).first is None


@pytest.mark.parametrize(("flush", "first"), [(5, 6), (6, None)])
def test_a_few_lines_that_are_set_in_are_no_first_lines_where_paragraphs_begin_flush(
    flush: int, first: float | None
) -> None:
    inside = [row(*FULL, left=6), row(*OPEN), row(*LAST)] * 2
    assert learn(*[row(*FULL), row(*OPEN), row(*LAST)] * flush, *inside).first == first


@pytest.mark.parametrize(
    ("count", "text", "right", "expected"),
    [
        (3, "Rationale:", 12, {"Rationale:"}),
        (2, "Rationale:", 12, set()),
        (3, "Rationale", 12, set()),
        (3, "Rationale:", 90, set()),  # as long as a full line
    ],
)
def test_short_lines_with_a_colon_that_recur_are_paragraphs(
    count: int, text: str, right: float, expected: set[str]
) -> None:
    lines = [row(*FULL), row(*OPEN), row(*LAST), row(text, right)] * count
    assert learn(*lines).lead_ins == expected


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        ([("to wait for", 100), ("the end.", 40)], "."),
        ([("to wait. For", 100), ("the end.", 40)], ""),
        ([("to wait. For", 100), ("the end.", 40), ("to wait for", 100), ("the end.", 40)], "."),
        ([("to wait for", 100), ("the end", 40)], ""),
        ([("to wait for", 100), ("the end;", 94)], ";"),
        ([("to wait for", 100), ("the end;", 95)], ""),  # full, as far as anyone can see
    ],
)
def test_signs_end_paragraphs_where_short_lines_end_with_them(
    lines: list[tuple[str, float]], ends: str
) -> None:
    assert learn(*(row(*line) for line in lines), row("One", 3)).ends == frozenset(ends)


def test_a_full_line_above_a_number_ends_a_paragraph() -> None:
    rows = [row("to wait for", 100), row("the end;", 100), row("2. One", 6)]
    assert (learn(*rows).ends, learn(*rows, begins=[2]).ends) == (frozenset(), frozenset(";"))
