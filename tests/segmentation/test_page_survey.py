"""What is usual on the pages of a text: how far paragraphs are apart, and whether that decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from placed_rows import MARK, placed, row

from aligner.languages.structure import structure
from aligner.readers import read_bytes
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation import label_parsing
from aligner.segmentation.measured_rows import Row, measure
from aligner.segmentation.page_geometry import LOOSEST
from aligner.segmentation.page_survey import _apart, _clear_edges, survey
from aligner.values.extract import Box
from aligner.values.extract import Line as ExtractLine
from tests.page_rows import Line, pages


@pytest.mark.parametrize(
    ("step", "steps", "apart", "gap"),
    [
        (1.0, [1.5, 1.5], 1.2, 1.5),
        (2.0, [3.0, 3.0, 2.0, 2.1], 1.2, 1.5),  # in steps
        (1.0, [1.2, 1.2], 1.12, 1.2),
        (1.0, [3.0, 3.0], LOOSEST, 3.0),
        (1.0, [1.5, 1.5, 4.0, 4.0, 4.0], 1.2, 1.5),  # between chapters
        (1.0, [1.1, 1.1], LOOSEST, 0.0),
        (1.0, [1.5, 1.05, 1.05], LOOSEST, 0.0),  # one shows nothing
        (1.0, [], LOOSEST, 0.0),
    ],
)
def test_paragraphs_are_apart_by_a_part_of_their_usual_distance(
    step: float, steps: Sequence[float], apart: float, gap: float
) -> None:
    assert _apart(step, steps) == pytest.approx((apart, gap))


FULL = "words that fill the measure of the page from one of its edges on"


def wrapped(apart: Sequence[bool]) -> str:
    """Paragraphs that end in a short line; before those that are apart is an empty line."""
    made = [f"Welcomes {FULL}\nand {FULL} to\nthe end of it.\n" for _ in apart]
    return "".join("\n" * is_apart + text for is_apart, text in zip(apart, made, strict=True))


@pytest.mark.parametrize(
    ("apart", "decides"),
    [
        ([True] * 11, True),
        ([*[True] * 6, False, *[True] * 4], True),
        ([*[True] * 3, False, *[True] * 3, False, *[True] * 3], False),
        ([True] * 4, True),
        ([True] * 3, False),  # two ends between them show no habit
        ([False] * 11, False),
    ],
)
def test_empty_lines_decide_where_nearly_all_paragraphs_have_one(
    apart: Sequence[bool], *, decides: bool
) -> None:
    rows = measure(read_bytes(wrapped(apart).encode(), "x.txt"))
    found = survey(rows, [None] * len(rows), (), cased=True)
    assert found is not None
    assert found.gaps_decide == decides


@pytest.mark.parametrize(("close", "decides"), [(2, True), (3, False)])
def test_distances_on_pages_decide_where_three_in_four_paragraphs_have_one(
    close: int, *, decides: bool
) -> None:
    lines: list[Line] = []
    top = 80.0
    for number in range(9):
        lines += [(top, 100, 500, f"Welcomes {FULL}"), (top + 12, 100, 500, f"and {FULL}")]
        lines += [(top + 24, 100, 180, "to the end.")]
        top += 36 if number < close else 46
    rows = measure(pages(lines))
    found = survey(rows, [None] * len(rows), (), cased=True)
    assert found is not None
    assert found.gaps_decide == decides


def test_lines_that_raised_marks_push_down_do_not_show_how_far_paragraphs_are_apart() -> None:
    builder = ExtractBuilder()
    base = 80.0
    first, full, last = (24, 500, FULL), (12, 500, FULL), (12, 180, "end.")
    marked = [(16, 500, f"{FULL}1"), (17, 500, f"{FULL}2")]  # a browser rounds places
    for _ in range(4):
        for step, far, text in (first, *marked, full, full, last):
            base += step
            marks = [(text[-1], len(text) - 1, len(text))] if text[-1].isdigit() else []
            builder.add(text, ExtractLine(page=1, box=Box(100, base - 8, far, base + 2, 10)), marks=marks)
    rows = measure(builder.build("pdf", "x.pdf", pages=1))
    found = survey(rows, [None] * len(rows), (), cased=True)
    assert found is not None
    assert (found.step, found.gap, found.pushed) == pytest.approx((1.2, 2.0, 17 / 12))


def test_where_paragraphs_go_on_is_learned_from_their_first_lines_alone() -> None:
    """Where gaps decide, the end of a sentence at the end of a line begins no paragraph below it."""
    lines: list[Line] = []
    for number in range(5):
        top = 80.0 + 80 * number
        lines += [(top, 100, 500, f"Welcomes {FULL}."), (top + 12, 120, 500, f"and {FULL}")]
        lines += [(top + 24, 120, 500, f"and {FULL}"), (top + 36, 120, 180, "to the end.")]
    rows = measure(pages(lines))
    found = survey(rows, [None] * len(rows), (), cased=True)
    assert found is not None
    assert found.gaps_decide
    assert found.indents == {100: {120: 5}}


def rows_of(page_lines: list[list[str]]) -> list[Row]:
    """Lines of pages: the step from the line before, the first word, the edges, and what is special."""
    made = []
    for number, lines in enumerate(page_lines, 1):
        base = 80.0
        for line in lines:
            step, text, edges, *others = line.split()
            near, far = map(float, edges.split("-"))
            base += float(step)
            size = next((float(each[:-2]) for each in others if each.endswith("pt")), 10.0)
            marks = MARK if "mark" in others else ()
            made.append(row(base, text.replace("_", " "), near, far, size=size, page=number, marks=marks))
    return made


@pytest.mark.parametrize(
    ("page_lines", "habits"),
    [
        (
            [
                [
                    "12 Word, 100-500",
                    "12 word 100-500",
                    "12 word, 100-500",
                    "12 word, 100-460",
                    "22 Word 100-500",
                    "12 word. 100-300",
                ],
                [
                    "28 Word 100-500",
                    "18 word 100-455",
                    "18 word 100-500",
                    "18 Word 100-500",
                    "18 word. 100-498",
                    "28 Word 100-500",
                    "18 word. 100-500",
                    "18 word: 100-500",
                ],
            ],
            {
                "step": 1.2,
                "apart": 1.2,
                "gap": 1.5,
                "margin": 500,
                "edges": [500],
                "columns": [(100, 500)],
                "justified": True,
                "last": 0.5,
                "loose": {2: 2.34},
                "indents": {100: {100: 4}},
            },
        ),
        (
            [
                [
                    "12 Word. 120-480",
                    "14 word 100-497 mark",
                    "12 Word 100-500 8pt",
                    "12 word: 100-498",
                    "12 word. 140-440 9pt",
                    "12 Word 140-300 9pt",
                    "12 word 140-300 9pt",
                    "12 Word 140-438 9pt",
                    "12 Word, 120-498",
                    "12 Word 120-500",
                    "12 word. 100-497",
                    "12 Word. 100-495",
                    "12 Word. 120-240",
                ],
                [
                    "15.6 Word 120-455",
                    "15.6 word. 100-430 12pt",
                    "15.6 Word 120-500",
                    "15.6 word. 100-497",
                    "30 Title 200-400 14pt",
                    "17.6 Word 120-498 mark",
                    "15.6 word. 100-240",
                    "2 Note 520-560 8pt",
                    "12 Word 140-440 9pt",
                    "12 word 140-440 9pt",
                    "15.6 Word 120-455",
                    "17.6 word, 100-490 mark",
                    "15.6 word. 100-180",
                ],
            ],
            {
                "step": 1.56,
                "apart": 1.3,
                "margin": 498,
                "edges": [400, 430, 440, 455, 497, 498, 500, 560],
                "columns": [(100, 498), (100, 500)],
                "aside": [20],
                "indents": {120: {100: 3}, 140: {140: 2}},
                "pushed": 1.13,
            },
        ),
        (
            [
                [
                    "14 Word 130-498",
                    "14 word 120-490",
                    "14 Word. 120-470",
                    "14 word. 120-430",
                    "2 Note 40-104 8pt",
                    "22 Word 130-455 8pt",
                    "16 word 120-497 mark",
                    "14 Word 120-470",
                    "14 word 120-497",
                    "14 word. 120-498 8pt",
                    "22 Word 130-455 8pt",
                    "14 word 120-499",
                    "14 Word. 120-300",
                    "22 Word 130-480 12pt",
                    "14 word 120-499",
                    "14 word. 120-180",
                    "22 Word. 130-455",
                    "14 word. 120-498",
                    "22 Word 130-480",
                    "14 word, 120-490",
                    "14 word 120-498",
                    "14 word. 120-480",
                ]
            ],
            {
                "step": 1.4,
                "apart": 1.23,
                "gap": 1.57,
                "margin": 499,
                "edges": [104, 455, 497, 498, 499],
                "columns": [(40, 499)],
                "justified": True,
                "aside": [4],
                "indents": {120: {120: 3}, 130: {120: 2}},
            },
        ),
        (
            [["12 Word 100-500", "12 Word, 100-500", "12 word 100-500", "12 Word, 100-300"]],
            {
                "step": 1.2,
                "apart": 1.3,
                "margin": 500,
                "edges": [500],
                "columns": [(100, 500)],
                "justified": True,
                "last": 0.5,
                "indents": {100: {100: 1}},
            },
        ),
        (
            [
                [
                    "14 Word 120-500",
                    "16 word, 100-500 mark",
                    "14 word. 100-430",
                    "14 Word. 120-500",
                    "14 word. 100-500",
                    "14 word. 100-500",
                    "14 Word 120-500",
                    "14 word. 100-500",
                    "14 word 100-500",
                    "14 word 100-498",
                    "14 word. 100-500",
                    "14 Word 120-500",
                    "14 word 100-500",
                    "14 word 100-500",
                    "14 word. 100-500",
                ]
            ],
            {
                "step": 1.4,
                "apart": 1.3,
                "margin": 500,
                "edges": [500],
                "columns": [(100, 500)],
                "justified": True,
                "last": 0.5,
                "indents": {120: {100: 2}},
                "pushed": 1.14,
            },
        ),
        (
            [["12 Word 130-480", "12 word 100-497", "12 word. 100-460"]],
            None,
        ),
        (
            [
                ["12 Word 100-455", "12 word. 100-480", "12 word 100-500", "12 word. 100-430"],
                ["12 Word, 100-480"],
            ],
            {
                "step": 1.2,
                "apart": 1.3,
                "margin": 500,
                "edges": [500],
                "columns": [(100, 480), (100, 500)],
                "justified": True,
            },
        ),
        (
            [
                [
                    "14 word. 130-470",
                    "14 word, 100-490",
                    "24 Word 130-480 12pt",
                    "14 word: 100-240",
                    "24 Word. 130-300",
                ]
            ],
            {
                "step": 1.4,
                "apart": 1.3,
                "margin": 490,
                "edges": [240, 300, 490],
                "columns": [(100, 490)],
                "indents": {130: {100: 1}},
            },
        ),
        (
            [
                [
                    "14 Word. 100-380",
                    "20 Word. 100-499",
                    "14 word. 100-490",
                    "14 word. 100-490",
                    "14 word 100-490",
                    "14 word. 100-300",
                    "20 1._Word 100-490",
                    "14 word. 100-480",
                    "2 Note 498-560 8pt",
                    "20 Word 100-470",
                    "14 word 100-497",
                    "14 word 100-455",
                    "14 word 100-500",
                    "14 word. 100-380",
                ],
                [
                    "20 Word, 100-455",
                    "14 word. 100-498",
                    "20 Word 100-490",
                    "14 word: 100-240",
                    "20 Word 100-455",
                    "14 word. 100-490",
                    "14 word. 100-430",
                    "20 Word 100-498",
                    "14 Word 100-480",
                    "14 word. 100-470",
                ],
            ],
            {
                "step": 1.4,
                "apart": 1.17,
                "gap": 1.43,
                "margin": 498,
                "edges": [380, 490, 498, 499, 500, 560],
                "columns": [(100, 498), (100, 499)],
                "gaps_decide": True,
                "indents": {100: {100: 5}},
            },
        ),
        (
            [
                ["12 Word 100-500", "12 word. 100-498"],
                [
                    "37.6 Word 100-455 mark",
                    "15.6 word, 100-380",
                    "35.6 Word. 100-240",
                    "12 Word 140-440 9pt",
                    "12 Word 140-440 9pt",
                    "12 word 140-438 9pt",
                ],
            ],
            {
                "step": 1.2,
                "apart": 1.12,
                "gap": 1.3,
                "margin": 500,
                "edges": [240, 380, 440, 455, 500],
                "columns": [(100, 455), (100, 500)],
                "indents": {100: {100: 1}, 140: {140: 1}},
            },
        ),
        (
            [["14 Word 130-500", "16 Word 120-500 8pt mark", "14 word. 120-495", "30 Title 200-400 14pt"]],
            None,
        ),
        (
            [
                [
                    "12 Word 100-497",
                    "12 word 100-495",
                    "12 word 100-497",
                    "12 word, 100-470",
                    "12 word. 100-490",
                    "18 Word 100-500",
                    "12 word. 100-490",
                    "12 word: 100-240",
                    "12 1._Word 100-490",
                    "12 word. 100-490",
                    "12 Word 100-499",
                    "12 word. 100-240",
                    "18 Word 100-455",
                    "12 word 100-500",
                    "12 word: 100-300",
                    "18 Word. 100-240",
                ]
            ],
            {
                "step": 1.2,
                "apart": 1.2,
                "gap": 1.5,
                "margin": 500,
                "edges": [240, 500],
                "columns": [(100, 500)],
                "indents": {100: {100: 3}},
            },
        ),
        (
            [[], ["18.2 Word 130-500", "18.2 word, 100-500", "18.2 word. 100-460", "2 Note 40-100 8pt"]],
            {
                "step": 1.82,
                "apart": 1.3,
                "margin": 500,
                "edges": [100, 500],
                "columns": [(40, 500)],
                "justified": True,
                "indents": {130: {100: 1}},
            },
        ),
        (
            [
                ["12 word 100-500", "12 word, 100-500", "12 word. 100-495"],
                [
                    "18 Word, 100-500",
                    "12 Word. 100-500",
                    "12 word 100-500",
                    "12 word 100-480",
                    "12 word. 100-300",
                ],
            ],
            {
                "step": 1.2,
                "apart": 1.3,
                "margin": 500,
                "edges": [500],
                "columns": [(100, 500)],
                "justified": True,
                "indents": {100: {100: 2}},
            },
        ),
    ],
)
def test_what_pages_show_of_a_text(page_lines: list[list[str]], habits: dict[str, Any] | None) -> None:
    rows = rows_of(page_lines)
    found = survey(rows, [label_parsing.read(each.text, structure("en")) for each in rows], (), cased=True)
    if habits is None:
        assert found is None
        return
    assert found is not None
    shown = {
        "step": round(found.step, 2),
        "apart": round(found.apart, 2),
        "gap": round(found.gap, 2),
        "margin": found.margin,
        "edges": sorted(set(found.edges)),
        "columns": sorted(set(found.columns)),
        "gaps_decide": found.gaps_decide,
        "justified": found.justified,
        "last": found.last,
        "loose": {page: round(step, 2) for page, step in found.loose.items()},
        "aside": sorted(found.aside),
        "indents": found.indents,
        "pushed": round(found.pushed, 2),
    }
    assert {name: value for name, value in shown.items() if value} == habits


@pytest.mark.parametrize(
    ("fars", "edge", "clear"),
    [
        ((60, 60, 30), 60, 60),
        ((60, 48, 30), 60, 60),
        ((60, 47, 30), 60, 100),  # lines of a list are of any length
        ((60, 30), 60, 60),
        ((60,), 60, 100),
        ((56, 56), 56, 56),
        ((54, 54), 54, 100),  # too narrow
        ((100, 90), 100, 100),
        ((110, 90), 110, 100),
    ],
)
def test_a_block_of_filled_lines_has_an_edge_of_its_own(
    fars: tuple[float, ...], edge: float, clear: float
) -> None:
    block = [placed(0, far, 12 * number) for number, far in enumerate(fars)]
    above = placed(0, 90, -12)
    found = _clear_edges([above, *block], [90.0, *[edge] * len(block)], 100.0)
    assert found == [100, *[clear] * len(block)]


@pytest.mark.parametrize(
    ("last", "inside", "labels", "ends"),
    [
        ("end;", "and", (), {";"}),
        ("end;", "and;", (), set()),  # as often inside a line
        ("end", "and", (), set()),
        (FULL + ";", "and", (3, 6), {";"}),  # the next line begins with a number
        (FULL + ";", "and", (), set()),
    ],
)
def test_signs_that_end_paragraphs_are_more_often_at_the_end_of_short_lines(
    last: str, inside: str, labels: tuple[int, ...], ends: set[str]
) -> None:
    text = f"Welcomes {FULL}\n{inside} {FULL} to\n{last}\n" * 4 + f"Welcomes {FULL}\n"
    rows = measure(read_bytes(text.encode(), "x.txt"))
    number = label_parsing.read("1. Notes", structure("en"))
    found = survey(rows, [number if n in labels else None for n in range(len(rows))], (), cased=True)
    assert found is not None
    assert found.ends == ends
