"""What each habit of a text's pages is learned from, at its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from placed_rows import row

from aligner.segmentation.measured_rows import Row, usual_far_edge
from aligner.segmentation.page_survey import (
    _gaps_decide,
    _indents,
    _is_justified,
    _last,
    _loose_pages,
    _mode,
    _steps,
    _surely_wraps,
)
from tests.segmentation.test_page_geometry_joins import SECOND, geometry

Steps = dict[tuple[int, int], float]


def steps(*each: float) -> Steps:
    """The steps between rows that follow each other."""
    return {(n, n + 1): step for n, step in enumerate(each)}


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        ([1.2], 1.2),
        ([1.0, 1.03], 1.015),  # they count as one
        ([1.0, 1.04], 1.0),
        ([2.0, 2.0, 1.0, 1.0], 1.0),
        ([2.0, 2.0, 2.01, 1.0, 1.0], 2.0),
        ([1.0, 1.02, 1.04, 1.05, 2.0], 1.04),
    ],
)
def test_the_usual_step_is_the_middle_of_the_most_steps_that_count_as_one(
    values: Sequence[float], mode: float
) -> None:
    assert _mode(values) == pytest.approx(mode)


@pytest.mark.parametrize(
    ("fars", "justified"),
    [
        ([500, 500, 400, 400, 400], True),
        ([500, 400, 400, 400, 400], False),
        ([502, 498, 400, 400, 400], True),
        ([502.25, 498, 400, 400, 400], False),
        ([502, 497.75, 400, 400, 400], False),
    ],
)
def test_text_is_justified_if_two_lines_in_five_end_at_its_edge(
    fars: Sequence[float], *, justified: bool
) -> None:
    rows = [row(12 * n, far=far) for n, far in enumerate(fars)]
    others = [row(100, size=12), replace(rows[0], line=replace(rows[0].line, whole=True))]
    assert _is_justified([*rows, *others], [(100, 500)] * 7, 10) == justified
    assert not _is_justified([*rows[1:], *others], [(100, 450)] * 6, 10)


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ([("Word.", 500)] * 4, 0.2),
        ([("Word.", 500)] * 3, None),  # two lines show nothing
        ([("Word", 500)] * 4, 0.5),
        ([*[("Word", 500)] * 3, *[("Word.", 500)] * 4], 0.2),
        ([*[("Word", 500)] * 3, *[("Word.", 500)] * 3], 0.5),
        ([("Word.", 498)] * 4, 0.2),
        ([("Word.", 497.75)] * 4, None),
        ([*[("Word.", 500)] * 9, ("Word.", 480), ("Word.", 500)], 0.2),
        ([*[("Word.", 500)] * 8, ("Word.", 480), ("Word.", 500)], None),
        ([*[("Word.", 500)] * 3, ("Word.", 400), ("Word.", 500)], 0.2),  # a short line is not asked
    ],
)
def test_lines_that_go_on_show_how_far_before_the_edge_others_end(
    lines: Sequence[tuple[str, float]], last: float | None
) -> None:
    rows = [row(12 * n, text, far=far) for n, (text, far) in enumerate(lines)]
    assert _last(geometry(*rows), steps(*[1.2] * (len(rows) - 1))) == last


@pytest.mark.parametrize(("step", "near", "last"), [(1.5, 100, 0.2), (1.55, 100, None), (1.2, 106, None)])
def test_lines_of_one_paragraph_show_it_alone(step: float, near: float, last: float | None) -> None:
    rows = [row(12 * n, "Word.", near if n % 2 else 100) for n in range(4)]
    assert _last(geometry(*rows), steps(step, step, step)) == last


@pytest.mark.parametrize(
    ("above", "below", "habits", "wraps"),
    [
        (row(0), row(12, "word"), {}, True),
        (row(0), row(12, "Word"), {}, False),
        (row(0, "Word."), row(12, "word"), {}, False),
        (row(0), row(12, "word"), {"labels": [None, SECOND]}, False),
        (row(0, far=380), row(12, "word"), {}, True),
        (row(0, far=379), row(12, "word"), {}, False),
        (row(0, far=310), row(12, "word"), {"margin": 400}, True),
        (row(0, far=309), row(12, "word"), {"margin": 400}, False),
        (row(0, far=310), row(12, "word"), {"columns": [(100, 400)] * 2}, True),
        (row(0, near=240, far=500), row(12, "word"), {}, False),
        (row(0), row(12, "Word"), {"cased": False}, True),
        (row(0, "Word,"), row(12, "Word"), {"cased": False}, False),
    ],
)
def test_a_full_line_in_the_middle_of_a_sentence_surely_wraps(
    above: Row, below: Row, habits: dict[str, Any], *, wraps: bool
) -> None:
    assert _surely_wraps(geometry(above, below, **habits), 0, 1) == wraps


@pytest.mark.parametrize(
    ("each", "habits", "decide"),
    [
        ((1.8, 1.8, 1.8), {}, True),
        ((1.8, 1.8), {}, False),
        ((1.8, 1.8, 1.8, 1.2), {}, True),
        ((1.8, 1.8, 1.2, 1.2), {}, False),
        ((1.5, 1.5, 1.5), {}, False),
        ((1.8, 1.8, 1.8, 1.2), {"measured": False}, False),
        ((*[1.8] * 9, 1.2), {"measured": False}, True),
    ],
)
def test_wider_steps_below_short_ends_of_sentences_decide(
    each: Sequence[float], habits: dict[str, Any], *, decide: bool
) -> None:
    rows = [row(12 * n, "Word.", far=300) for n in range(len(each) + 1)]
    assert _gaps_decide(geometry(*rows, **habits), steps(*each)) == decide
    for other in (row(0, "Word", far=300), row(0, "Word.")):  # open, or full
        assert not _gaps_decide(geometry(*[other] * len(rows), **habits), steps(*each))


END, OPEN = row(0, "Word.", far=300), row(0, far=300)
GAPLESS = {"gaps_decide": False}


@pytest.mark.parametrize(
    ("rows", "each", "habits", "indents"),
    [
        ([row(0, near=120), row(12), row(24)], (1.2, 1.2), {}, {120: {100: 1}}),
        ([row(0, near=120), row(12), row(24, near=106)], (1.2, 1.2), {}, {}),
        ([row(0, near=120), row(12), row(24, near=106)], (1.2, 1.6), {}, {120: {100: 1}}),
        ([row(0, near=120), row(12), row(24, near=106)], (1.2, 1.5), {}, {}),
        ([row(0), row(12, near=120), row(24)], (1.5, 1.2), {}, {}),
        ([row(0, near=120), row(12, far=400), row(24, near=106)], (1.2, 1.2), {}, {120: {100: 1}}),
        ([row(0, near=120), row(12)], (1.2,), {}, {120: {100: 1}}),
        ([row(0, near=120), row(12)], (1.5,), {}, {120: {100: 1}}),
        ([row(0, near=120), row(12)], (1.55,), {}, {}),
        ([row(0, near=120, far=469), row(12)], (1.2,), {}, {}),
        ([row(0, near=120, far=470), row(12)], (1.2,), {}, {120: {100: 1}}),
        ([row(0), row(12, near=120), row(24)], (1.6, 1.2), {}, {120: {100: 1}}),
        ([END, row(12, near=120), row(24)], (1.2, 1.2), GAPLESS, {120: {100: 1}}),
        ([END, row(12, near=120), row(24)], (1.2, 1.2), {}, {}),  # gaps would show it
        ([OPEN, row(12, near=120), row(24)], (1.2, 1.2), GAPLESS, {}),
        ([row(0, "Word."), row(12, near=120), row(24)], (1.2, 1.2), GAPLESS, {}),
        ([row(0, near=119.6), row(12, near=100.4)], (1.2,), {}, {120: {100: 1}}),
    ],
)
def test_a_paragraph_surely_begins_below_a_gap_or_a_short_end_of_a_sentence(
    rows: Sequence[Row], each: Sequence[float], habits: dict[str, Any], indents: dict[int, dict[int, int]]
) -> None:
    assert _indents(geometry(*rows, **habits), steps(*each)) == indents


def test_indents_are_counted() -> None:
    rows = [row(12 * n, near=100 if n % 2 else 120) for n in range(6)]
    assert _indents(geometry(*rows), steps(1.2, 1.8, 1.2, 1.8, 1.2)) == {120: {100: 3}}


@pytest.mark.parametrize(
    ("sure", "loose"),
    [
        ([1.5] * 4, {2: 1.95}),
        ([1.5] * 3, {}),
        ([1.32] * 4, {}),  # hardly further apart than elsewhere
        ([1.33] * 4, {2: 1.33 * 1.3}),
        ([*[1.5] * 4, 1.2], {2: 1.95}),
        ([*[1.5] * 4, 1.2, 1.2], {}),
        ([*[1.5] * 6, 1.2, 1.2], {2: 1.95}),
    ],
)
def test_a_page_is_loose_if_three_in_four_of_its_lines_are(
    sure: Sequence[float], loose: dict[int, float]
) -> None:
    rows = [row(12 * n, page=2) for n in range(len(sure) + 1)]
    found = _loose_pages(geometry(*rows), steps(*sure), steps(*sure))
    assert found == pytest.approx(loose)


def test_a_loose_page_has_paragraphs_further_apart() -> None:
    rows = [row(12 * n, page=2) for n in range(7)]
    every = steps(1.5, 1.5, 1.5, 1.5, 2.1, 2.1)
    sure = dict(list(every.items())[:4])
    assert _loose_pages(geometry(*rows), every, sure) == pytest.approx({2: 1.5 * 1.16})


@pytest.mark.parametrize(("count", "margin"), [(10, 409), (11, 409), (20, 418), (1, 400)])
def test_nearly_all_lines_end_before_the_margin(count: int, margin: float) -> None:
    assert usual_far_edge([row(12 * n, far=400 + n) for n in reversed(range(count))]) == margin


@pytest.mark.parametrize(
    ("below", "size", "found"),
    [
        (row(12), 10, {(0, 1): 1.2}),
        (row(12), 11, {(0, 1): 12 / 11}),
        (row(12), 12, {}),  # not the text's size
        (row(12, size=11), 10, {}),
        (row(12, page=2), 10, {}),
        (row(4), 10, {}),  # on one line
        (row(-12), 10, {}),
        (replace(row(12), line=replace(row(12).line, whole=True)), 10, {}),
    ],
)
def test_steps_are_between_lines_of_the_text(below: Row, size: float, found: Steps) -> None:
    assert _steps([row(0), below], size) == pytest.approx(found)
