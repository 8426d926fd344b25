"""Which lines of a wrapped file belong to one paragraph, by their ends, beginnings, gaps and indents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

import pytest

from aligner.languages import get
from aligner.languages.structure import structure
from aligner.segmentation.label_parsing import read
from aligner.segmentation.line_places import counted
from aligner.segmentation.measured_rows import COMMA_END, COUNTED_SIZE, Row
from aligner.segmentation.page_geometry import Geometry
from aligner.segmentation.row_joining import Joiner, joint
from aligner.segmentation.vocabulary import Vocabulary
from aligner.values import Span
from aligner.values.extract import Line

Given = dict[str, Any]


def row(
    text: str,
    right: float = 100,
    left: float = 0,
    gap: int = 0,
    *,
    fresh: bool = False,
    page: int = 1,
    whole: bool = False,
) -> Row:
    return Row(text, 0, left, right, Line(Span(0, len(text)), page, whole), fresh, 1 + gap)


def groups(
    rows: Sequence[Row],
    *,
    language: str = "en",
    head: tuple[int, int] | None = None,
    wrapped: bool = True,
    begun: frozenset[int] = frozenset(),
    **habits: Any,
) -> list[int]:
    """How many lines each paragraph has, in a file whose full lines reach column 100 with the next word."""
    known, cased = structure(language), get(language).cased
    counts = accumulate(each.down for each in rows)
    rows = [replace(each, down=down) for each, down in zip(rows, counts, strict=True)]
    opens = {
        index
        for index, (above, below) in enumerate(pairwise(rows), start=1)
        if cased and COMMA_END.search(above.text) and known.preambular.match(below.text)
        if not below.text[0].islower()
    }
    usual = {"step": 1.2, "gaps_decide": False, "edges": [100.0] * len(rows), "opens": opens}
    geometry, labels = None, [read(each.text, known) for each in rows]
    if wrapped and not all(each.whole for each in rows):
        columns = [(0.0, 100.0)] * len(rows)
        geometry = Geometry(
            counted(rows), labels, COUNTED_SIZE, 100, cased, columns, measured=False, **{**usual, **habits}
        )
    joined = Joiner(rows, labels, known, geometry, head, frozenset(), begun).groups()
    assert [index for group in joined for index in group] == list(range(len(rows)))
    return [len(group) for group in joined]


FULL, SHORT = {"right": 98}, {"right": 90}
GAPS: Given = {}
ALWAYS = {"gaps_decide": True, "gap": 2.0}
FIRST = {"indents": {4: Counter({0: 9})}}
ENDS = {"ends": frozenset(".,")}


@pytest.mark.parametrize(
    ("above", "below", "habits", "one"),
    [
        ("the report", "of it", {}, True),
        ("the report", "Of it", {}, True),
        ("the report.", "of it", {}, True),
        ("the report.", "Of it", {}, True),
        ("the report.", "Of it", ENDS, False),
        ("the report.12", "Of it", ENDS, False),
        ("the report,", "Of it", {}, True),
        ("the report,", "Of it", ENDS, False),
        ("the report,", "Recalling it", {}, False),
        ("the report.", "Recalling it", {}, True),
        ("the report", "Recalling it", {}, True),
        ("Chair ........ Chile", "Deputy ........ Peru", {}, False),
        ("Chair ........ Chile", "born ........ in ........ of", {}, True),
        ("Introduction ........ 3", "Of it", {}, True),
        ("the report", "(a) of it", {}, True),
        ("the report;", "(a) of it", {}, False),
        ("(a) the report,", "(b) of it", {}, False),
        ("(a) the report and", "(b) of it", {}, False),
        ("(a) the report,", "(d) of it", {}, True),
        ("(a) the report,", "2. Of it", {}, True),
        ("the report,", "(b) of it", {}, True),
        ("the report", "Article 5", {}, True),
        ("(a)", "of it", {}, True),
        ("(a)", "Of it", {"wrapped": False}, True),
        ("(a)", "(b)", {"wrapped": False}, False),
        ("IV.", "Of it", {"wrapped": False}, False),
        ("IV", "Of it", {}, False),
        ("the report, 12", "Recalling it", {}, False),
        ("the report.", "Note:", {"begun": frozenset({1})}, False),
        ("the report", "of it", {"wrapped": False}, False),
    ],
)
def test_full_lines_continue_unless_their_sign_ends_paragraphs(
    above: str, below: str, habits: Given, one: bool
) -> None:
    assert (groups([row(above, **FULL), row(below, 20)], **habits) == [2]) is one


@pytest.mark.parametrize(
    ("above", "right", "below", "language", "one"),
    [
        ("the report", 90, "of it", "en", True),
        ("the report", 86, "Of it", "en", False),
        ("the report.", 90, "of it", "en", False),
        ("the report,", 90, "of it", "en", True),
        ("the report,", 90, "Of it", "en", False),
        ("the report,", 90, "recalling it", "en", True),
        ("the report", 90, "(a) of it", "en", False),
        ("the report", 96, "(a) of it", "en", True),
        ("the report", 95, "(a) of it", "en", False),
        ("大会的报告", 82, "和", "zh", False),
        ("大会的报告。", 90, "和", "zh", False),
        ("大会的报告，", 90, "和", "zh", False),
        ("大会的报告，", 98, "和", "zh", True),
    ],
)
def test_short_lines_continue_in_small_letters_or_when_nearly_full(
    above: str, right: float, below: str, language: str, one: bool
) -> None:
    assert (groups([row(above, right), row(below, 20)], language=language) == [2]) is one


@pytest.mark.parametrize(
    ("above", "below", "habits", "one"),
    [
        (row("the report", 98), row("of it", 20, gap=1), GAPS, True),
        (row("the report", 98), row("Of it", 20, gap=1), GAPS, False),
        (row("the report,", 98), row("of it", 20, gap=1), GAPS, False),
        (row("the report.", 98), row("of it", 20, gap=1), GAPS, False),
        (row("the (report)", 98), row("Of it", 20, gap=1), GAPS, False),
        (row("the (report –", 98), row("Of it", 20, gap=1), GAPS, False),
        (row("the report.", 98), row("Of it", 20), ALWAYS | ENDS, True),
        (row("the report.", 90), row("Of it", 20), ALWAYS | ENDS, False),
        (row("the report", 98), row("Article 5", 20, gap=1), GAPS, False),
        (row("the report", 98, 4), row("Of it", 20, left=0.4), FIRST, True),
        (row("the report", 98, 4), row("Of it", 20, left=4), FIRST | ENDS, True),
        (row("the report.", 80, 4), row("Of it", 20), FIRST, False),
        (row("the report.", 98, 4), row("Of it", 20), FIRST | ENDS, True),
        (row("the report.", 98, 4), row("Of it", 20, left=4), FIRST | ENDS, False),
        (row("2. The report", 71), row("Of it", 20, left=4), {}, False),
        (row("2. The report", 50), row("of it", 20, left=4), {}, True),
        (row("2. The report", 72), row("Of it", 20, left=0.5), {}, False),
        (row("The report", 72), row("Of it", 20, left=4), {}, False),
        (row("the report", whole=True), row("of it", 20), {}, False),
        (row("the report"), row("of it", 20, whole=True), {}, False),
    ],
)
def test_gaps_and_indents_set_paragraphs_apart(above: Row, below: Row, habits: Given, one: bool) -> None:
    assert (groups([above, below], **habits) == [2]) is one


@pytest.mark.parametrize(
    ("above", "right", "below", "one"),
    [
        ("the report", 50, "of it", True),
        ("the report.", 98, "of it", True),
        ("the report.", 98, "recalling it", True),
        ("the report.", 98, "Of it", False),
        ("the report.", 50, "“Of it", False),
        ("the report,", 98, "Of it", True),
        ("the report,", 98, "Recalling it", False),
        ("the report,", 50, "of it", True),
        ("the report,", 50, "Of it", False),
    ],
)
def test_a_paragraph_may_continue_on_the_next_page(above: str, right: float, below: str, one: bool) -> None:
    assert (groups([row(above, right), row(below, 20, gap=3, left=9, fresh=True)], **ALWAYS) == [2]) is one


@pytest.mark.parametrize(
    ("lines", "habits", "expected"),
    [
        ([row("Preventing", 50), row("Crime", 20)], {}, [1, 1]),
        ([row("Preventing", 50), row("crime", 20)], {}, [2]),
        ([row("Preventing", 95), row("Crime", 20)], {}, [2]),
        ([row("Preventing and", 50), row("Crime", 20)], {}, [2]),
        ([row("Preventing", 95), row("Crime", 20, gap=1)], {}, [1, 1]),
        ([row("Preventing", 95), row("Eightieth session", 20)], {}, [1, 1]),
        ([row("Preventing", 95), row("Agenda item 5", 20)], {}, [1, 1]),
        ([row("Preventing", 95, 8), row("Crime", 20, 8)], FIRST, [2]),
        ([row("Preventing", 80, 8), row("crime", 20, 8)], FIRST, [2]),
        ([row("Preventing.", 80, 4), row("Crime", 20)], FIRST, [1, 1]),
        ([row("Preventing", 80), row("Crime", 20)], FIRST, [1, 1]),
        ([row("56/150", 7), row("Crime", 20, gap=1)], {}, [1, 1]),
    ],
)
def test_lines_of_the_head_are_joined_only_with_good_reason(
    lines: list[Row], habits: Given, expected: list[int]
) -> None:
    opening = [row("The General", 50), row("Assembly,", 20)]
    rest = [row("Recalling it", 50), row("of it.", 20)]
    assert groups([*lines, *opening, *rest], head=(2, 3), **habits) == [*expected, 2, 2]


def test_a_chinese_title_continues_without_a_sign() -> None:
    title = [row("预防犯罪", 45), row("报告", 20), row("大会，", 20)]
    assert groups(title, language="zh", head=(2, 2)) == [2, 1]


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("the plan (", "of it", ""),
        ("the plan", ") of it", ""),
        ("and/", "or", ""),
        ("Paris–", "Rome", ""),
        ("2015-", "2016", ""),
        ("a 10-", "year plan", ""),
        ("a 10-", "and 20-year plan", " "),
        ("of COVID-", "19 on", ""),
        ("a pre- and post-", "“war” period", ""),
        ("the post‑", "2015 agenda", ""),
        ("a range of -", "2 to 5", " "),
        ("in 2015 -", "2016", " "),
        ("the /", "or", " "),
        ("/", "or", " "),
        ("see www.un.", "org/en", ""),
        ("see www.un.org.", "The plan", " "),
        ("see www.un.org", "or the plan", " "),
        ("(see www.un.org)", "or the plan", " "),
        ("https://www.un.org/climate-", "action", ""),
        ("https://www.un.org/climate-", "Action", ""),
        ("https://www.un.org", "/climate", ""),
        ("https://www.un.org/plan?", "id=5", ""),
        ("大会", "12 项", ""),
        ("大会", "Plan", ""),
        ("大会", "（二）", ""),
        ("Plan", "大会", ""),
    ],
)
def test_what_a_line_break_becomes(left: str, right: str, between: str) -> None:
    known = get("en"), structure("en")
    assert joint(left, right, *known, Vocabulary.of([])) == (0, between)


def test_a_hyphen_that_is_repeated_on_the_next_line_stands_once() -> None:
    known = get("es"), structure("es")
    assert joint("las alianzas público-", "-privadas", *known, Vocabulary.of([])) == (1, "")


def test_a_space_before_figures_where_the_document_has_it() -> None:
    spaced = Vocabulary(frozenset(), frozenset(), frozenset(), False, False, True)
    known = get("zh"), structure("zh")
    assert [joint(*pair, *known, spaced)[1] for pair in (("大会", "12"), ("12", "大会"), ("大会", "-"))] == [
        *(" ", " ", "")
    ]
