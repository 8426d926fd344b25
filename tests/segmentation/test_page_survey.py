"""What is usual on the pages of a text: how far paragraphs are apart, and whether that decides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers import read_bytes
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.page_geometry import LOOSEST
from aligner.segmentation.page_survey import _apart, survey
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
        (1.0, [1.5, 1.5, 4.1, 4.1, 4.1], 1.2, 1.5),  # between chapters
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
    marked = [(16, 500, f"{FULL}1"), (16, 500, f"{FULL}2")]
    for _ in range(4):
        for step, far, text in (first, *marked, full, full, last):
            base += step
            marks = [(text[-1], len(text) - 1, len(text))] if text[-1].isdigit() else []
            builder.add(text, ExtractLine(page=1, box=Box(100, base - 8, far, base + 2, 10)), marks=marks)
    rows = measure(builder.build("pdf", "x.pdf", pages=1))
    found = survey(rows, [None] * len(rows), (), cased=True)
    assert found is not None
    assert (found.step, found.gap, found.pushed) == pytest.approx((1.2, 2.0, 4 / 3))


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
