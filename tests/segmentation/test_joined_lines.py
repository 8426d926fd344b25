"""Whether a line continues the paragraph above it, by their places and the habits of the pages."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from aligner.languages.structure import structure
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.label_parsing import read
from aligner.segmentation.line_places import with_hanging_brackets
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.page_geometry import Geometry
from aligner.values.extract import Box, Line

FULL, REST = "words that fill the measure of the page", "of the plan"
OPEN: dict[str, Any] = {"base": 100, "left": 100, "right": 500, "text": FULL}
NEXT: dict[str, Any] = {"base": 112, "left": 100, "right": 210, "text": REST}
HARD, COMMA = f"{FULL}.", f"{FULL},"


def joins(*lines: dict[str, Any], **habits: Any) -> bool:
    """Whether the last line belongs to the paragraph of those above it.

    Letters are 10 points high and lines 12 apart, between the margins at 100 and 500; a step of more
    than 15.6 sets paragraphs apart. Each character of the last line is 10 points wide.
    """
    builder = ExtractBuilder()
    for line in lines:
        size = line.get("size", 10)
        box = Box(line["left"], line["base"] - 0.8 * size, line["right"], line["base"] + 0.2 * size, size)
        marks = [("1", len(line["text"]) - 1, len(line["text"]))] if line.get("marked") else []
        builder.add(
            line["text"], Line(page=line.get("page", 1), box=box, bold=line.get("bold", False)), marks=marks
        )
    rows = measure(builder.build("pdf", "x.pdf", pages=2))
    given: dict[str, Any] = {"columns": [(100, 500)] * len(rows), "edges": [500] * len(rows)} | habits
    labels = [read(row.text, structure("en")) for row in rows]
    cased = given.pop("cased", True)
    geometry = Geometry(with_hanging_brackets(rows), labels, 10, 500, cased, **given, step=1.2)
    return geometry.joins(range(len(rows) - 1), len(rows) - 1)


GAPLESS = {"gaps_decide": False}


@pytest.mark.parametrize(
    ("above", "below", "habits", "expected"),
    [
        ({}, {}, {}, True),
        ({}, {"base": 115.5}, {}, True),
        ({}, {"base": 115.7, "text": "Of the plan"}, {}, False),
        # a sentence goes on in a small letter, up to a blank line below
        ({}, {"base": 126}, {}, True),
        ({}, {"base": 126.1}, {}, False),
        ({"text": HARD}, {"base": 115.7}, {}, False),
        ({"right": 465}, {"base": 115.7}, {}, False),
        ({}, {"text": "• of plans"}, {}, False),
        ({}, {"text": "• 1.1 Plan"}, {}, False),
        # pieces of one line, which the reader leaves apart
        ({"right": 380}, {"base": 100, "left": 390, "right": 500}, {}, False),
        # letters of another size
        ({}, {"size": 9.4}, {}, True),
        ({}, {"size": 8}, {}, True),
        ({}, {"size": 9.4, "text": "Of the plan"}, {}, False),
        ({"text": HARD}, {"size": 9.4}, {}, False),
        ({}, {"size": 9.4, "left": 103}, {}, False),
        ({"right": 480}, {"size": 9.4}, {}, True),
        ({"right": 464}, {"size": 9.4}, {}, False),
        ({}, {"size": 9.4, "base": 114}, {}, True),
        ({}, {"size": 9.4, "base": 114.1}, {}, False),
        # raised marks push lines down
        ({}, {"base": 122, "marked": True, "text": "Of the plan1"}, {"pushed": 1.8}, True),
        ({}, {"base": 122.4, "marked": True, "text": "Of the plan1"}, {"pushed": 1.8}, False),
        ({"text": HARD}, {"base": 122, "marked": True, "text": "Of the plan1"}, {"pushed": 1.8}, True),
        ({"right": 300}, {"base": 122, "marked": True, "text": "Of the plan1"}, {"pushed": 1.8}, False),
        ({"text": HARD}, {"base": 122, "text": "Of the plan1"}, {"pushed": 1.8}, False),
        ({}, {"base": 117.9, "marked": True, "text": "Of the plan1"}, {}, False),
        # bold words by themselves
        ({"right": 465, "bold": True}, {}, {}, True),
        ({"right": 464, "bold": True}, {}, {}, False),
        ({"right": 464}, {"bold": True}, {}, False),
        ({"right": 464, "bold": True}, {"bold": True}, {}, True),
        # short lines
        ({"right": 375}, {}, {}, True),
        ({"right": 374}, {}, {}, False),
        ({"right": 465, "text": HARD}, {}, GAPLESS, True),
        ({"right": 464, "text": HARD}, {}, GAPLESS, False),
        ({"right": 464}, {}, GAPLESS, True),
        ({"right": 464, "text": HARD}, {}, {}, True),
        ({"right": 265, "text": HARD}, {}, {"edges": [300, 210]}, True),
        ({"right": 264, "text": HARD}, {}, {"edges": [300, 210]}, False),
        ({"right": 200}, {}, {"edges": [200, 210]}, True),
        ({"right": 264}, {}, {"edges": [300, 210]}, True),
        ({"right": 264}, {"text": "Of the plan"}, {"edges": [300, 210]}, False),
        ({"right": 265}, {"text": "Of the plan"}, {"edges": [300, 210]}, True),
        ({"right": 327}, {"text": "Of the plan"}, {"edges": [363, 210]}, False),
        ({"right": 328}, {"text": "Of the plan"}, {"edges": [364, 210]}, True),
        ({"right": 264}, {"text": "Of the plan"}, {"edges": [300, 210], "cased": False}, True),
        # where the second line may begin
        ({"left": 120}, {}, {}, True),
        ({"left": 170}, {}, {}, True),
        ({"left": 171}, {}, {}, False),
        ({"left": 120, "right": 465}, {}, {}, True),
        ({"left": 120, "right": 464}, {}, {}, False),
        ({}, {"left": 120, "right": 230, "text": "Of the plan"}, {}, True),
        ({}, {"left": 120.1, "right": 230.1, "text": "Of the plan"}, {}, False),
        ({}, {"left": 170, "right": 280}, {}, True),
        ({}, {"left": 171, "right": 281}, {}, False),
        ({}, {"left": 120, "right": 230, "text": "Of the plan"}, GAPLESS, False),
        ({"right": 464}, {"left": 120, "right": 230}, {}, False),
        ({"text": f"1. {FULL}"}, {"left": 150, "right": 260}, {}, True),
        ({"text": f"1. {FULL}", "right": 374}, {"left": 150, "right": 260}, {}, False),
        ({}, {"left": 130, "right": 240, "text": "Of the plan"}, {"indents": {100: Counter({130: 2})}}, True),
        ({}, {"left": 130, "right": 240, "text": "Of the plan"}, {"indents": {100: Counter({132: 2})}}, True),
        (
            {},
            {"left": 130, "right": 240, "text": "Of the plan"},
            {"indents": {100: Counter({133: 2})}},
            False,
        ),
        (
            {},
            {"left": 130, "right": 240, "text": "Of the plan"},
            {"indents": {100: Counter({130: 1})}},
            False,
        ),
        (
            {},
            {"left": 130, "right": 240, "text": "Of the plan"},
            {"indents": {100: Counter({130: 2, 100: 18})}},
            True,
        ),
        (
            {},
            {"left": 130, "right": 240, "text": "Of the plan"},
            {"indents": {100: Counter({130: 2, 100: 19})}},
            True,
        ),
        ({"text": HARD}, {}, {"indents": {100: Counter({130: 2})}} | GAPLESS, False),
        ({}, {}, {"indents": {100: Counter({130: 2})}} | GAPLESS, True),
        ({"text": COMMA}, {}, {"indents": {100: Counter({130: 2})}} | GAPLESS, False),
        ({"right": 464}, {}, {"indents": {100: Counter({130: 2})}} | GAPLESS, False),
        ({"text": HARD}, {}, {"indents": {100: Counter({102: 2})}} | GAPLESS, True),
        ({"text": HARD}, {}, {"indents": {100: Counter({130: 1})}} | GAPLESS, True),
        ({"text": HARD}, {}, {"indents": {100: Counter({130: 3, 100: 2})}} | GAPLESS, False),
        ({"text": HARD}, {}, {"indents": {100: Counter({130: 4, 100: 3})}} | GAPLESS, True),
        # items of a list
        ({"text": f"(a) {COMMA}"}, {"text": "(b) plan"}, {}, False),
        ({"text": f"(a) {FULL}"}, {"text": "(b) plan"}, {}, True),
        ({"text": f"(a) {FULL}"}, {"text": "(b) plan"}, GAPLESS, False),
        ({"text": f"(a) {COMMA}"}, {"text": "(d) plan"}, {}, True),
        ({"text": f"1.1 The {FULL}"}, {"text": "1.2 Plan"}, {}, True),
        ({"text": HARD}, {"text": "(b) plan"}, {}, True),
        ({"text": HARD}, {"text": "(b) plan", "right": 180}, GAPLESS, True),
        ({"text": HARD, "right": 450}, {"text": "(b) plan", "right": 180}, GAPLESS, False),
        ({"text": f"{FULL}:"}, {"text": "(a) plan", "left": 120, "right": 200}, {}, False),
        ({"text": HARD}, {"text": "(a) plan", "left": 80, "right": 160}, {}, True),
        ({"text": HARD, "right": 454}, {"text": "(a) plan", "left": 80, "right": 160}, {}, False),
        ({"text": f"{FULL}:", "left": 120}, {"text": "5. Plan", "right": 170}, {}, True),
        # headings
        ({"left": 200, "right": 400}, {"left": 250, "right": 350}, {}, True),
        ({"left": 200, "right": 400}, {"left": 252.5, "right": 352.5}, {}, True),
        ({"left": 200, "right": 400}, {"left": 252.6, "right": 352.6}, {}, False),
        ({}, {"left": 250, "right": 350}, {}, True),
        ({"left": 300}, {"left": 390}, {}, False),
        ({"left": 300}, {"left": 390, "right": 500}, {}, True),
        ({"left": 300}, {"left": 390, "right": 497.5}, {}, True),
        ({"left": 300}, {"left": 390, "right": 497.4}, {}, False),
        ({"left": 250}, {"left": 390, "right": 500}, {}, False),
        ({"left": 251}, {"left": 390, "right": 500}, {}, True),
        ({"text": "IV.", "right": 120}, {"base": 100, "left": 130, "right": 210}, {}, True),
        ({"text": "IV.", "right": 120}, {}, {}, False),
        ({"text": "IV.", "right": 120}, {"page": 2, "base": 100}, {}, False),
    ],
)
def test_a_line_continues_the_one_above(
    above: dict[str, Any], below: dict[str, Any], habits: dict[str, Any], expected: bool
) -> None:
    assert joins(OPEN | above, NEXT | below, **habits) is expected


@pytest.mark.parametrize(
    ("lines", "below", "habits", "expected"),
    [
        ([{"left": 120}, {}], {}, {}, True),
        ([{"left": 120}, {}], {"left": 120, "right": 230}, {}, True),  # around a picture
        ([{"left": 120}, {}], {"left": 120, "right": 230, "text": "Of the plan"}, {}, False),
        ([{"left": 120}, {}], {"left": 102, "right": 212}, {}, True),
        ([{"size": 14}, {"size": 14}], {"size": 12, "base": 139}, {}, False),
        ([{"size": 8}, {"size": 8}], {"size": 8}, {}, True),
        ([{"size": 8}, {"size": 8}], {"size": 8, "base": 139.7}, {}, False),
        ([{"size": 8}, {"size": 8, "base": 110}], {"size": 8, "base": 122.9}, {}, True),
        (
            [{"size": 8}, {"size": 8, "base": 110}],
            {"size": 8, "base": 123.1, "text": "Of the plan"},
            {},
            False,
        ),
    ],
)
def test_a_line_continues_a_paragraph_of_two(
    lines: list[dict[str, Any]], below: dict[str, Any], habits: dict[str, Any], expected: bool
) -> None:
    made = [OPEN | {"base": 100 + 12 * n} | line for n, line in enumerate(lines)]
    assert joins(*made, NEXT | {"base": 124} | below, **habits) is expected


OVER: dict[str, Any] = {"base": 80, "page": 2}
COLUMNS = {"columns": [(100, 290), (310, 500)], "edges": [290, 500]}


@pytest.mark.parametrize(
    ("above", "below", "habits", "expected"),
    [
        ({}, OVER, {}, True),
        ({"text": HARD}, OVER, {}, True),
        ({}, OVER | {"size": 9}, {}, False),
        ({}, OVER | {"left": 103, "right": 213}, {}, True),
        ({}, OVER | {"left": 103, "right": 213, "text": "Of the plan"}, {}, False),
        ({"left": 120}, OVER, {"indents": {120: Counter({100: 2})}}, True),
        ({"left": 120}, OVER | {"left": 120, "right": 230}, {"indents": {120: Counter({100: 2})}}, False),
        ({"left": 120}, OVER | {"left": 140, "right": 250}, {"indents": {120: Counter({100: 2})}}, True),
        (
            {"left": 120},
            OVER | {"left": 140, "right": 250, "text": "Of the plan"},
            {"indents": {120: Counter({100: 2})}},
            False,
        ),
        (
            {"left": 120, "text": HARD},
            OVER | {"left": 140, "right": 250},
            {"indents": {120: Counter({100: 2})}},
            False,
        ),
        ({"right": 374}, OVER, {}, True),
        ({"right": 374}, OVER | {"text": "Of the plan"}, {}, False),
        ({"right": 375}, OVER | {"text": "Of the plan"}, {}, True),
        ({"right": 465, "text": HARD}, OVER | {"text": "Of the plan"}, {}, True),
        ({"right": 464, "text": HARD}, OVER | {"text": "Of the plan"}, {}, False),
        ({}, OVER | {"text": "(b) plan"}, {}, True),
        ({"text": HARD}, OVER | {"text": "(b) plan"}, {}, False),
        ({"text": COMMA}, OVER | {"text": "(b) plan"}, {}, False),
        ({"right": 290}, {"base": 60, "left": 310, "right": 420}, COLUMNS, True),
        (
            {"right": 290},
            {"base": 60, "left": 310, "right": 420},
            COLUMNS | {"columns": [(100, 290), (310, 443)]},
            True,
        ),
        (
            {"right": 290},
            {"base": 60, "left": 310, "right": 420},
            COLUMNS | {"columns": [(100, 290), (310, 442)]},
            True,
        ),
        (
            {"right": 290},
            {"base": 60, "left": 310, "right": 420, "text": "Of the plan"},
            COLUMNS | {"columns": [(100, 290), (310, 443)]},
            True,
        ),
        (
            {"right": 290},
            {"base": 60, "left": 310, "right": 420, "text": "Of the plan"},
            COLUMNS | {"columns": [(100, 290), (310, 442)]},
            False,
        ),
        ({"right": 290}, {"base": 60, "left": 330, "right": 440, "text": "Of the plan"}, COLUMNS, False),
        # on the next page a column has the margin of the text if it is half as wide, not so a narrow one
        ({"right": 374}, OVER | {"text": "Of the plan"}, {"columns": [(100, 349), (100, 500)]}, True),
        ({"right": 374}, OVER | {"text": "Of the plan"}, {"columns": [(100, 350), (100, 500)]}, False),
    ],
)
def test_a_line_continues_on_the_next_page_or_in_the_next_column(
    above: dict[str, Any], below: dict[str, Any], habits: dict[str, Any], expected: bool
) -> None:
    assert joins(OPEN | above, NEXT | below, **habits) is expected
