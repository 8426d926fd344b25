"""Lines are known as labels of a figure by the shapes drawn around and beside them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers.pdf.figures import _boxes, _is_beside, mark_drawn, outside
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.rules import Rule

HEIGHT = 800.0
TEXT = (100.0, 500.0, "A line of running text from edge to edge")


def line(top: float, left: float, right: float, text: str = "label") -> PageLine:
    return PageLine(text, [], left, top, right, top + 10, 10)


def box(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    low, high = HEIGHT - bottom, HEIGHT - top
    sides = [Rule(left, low, right, low + 0.5), Rule(left, high, right, high + 0.5)]
    return [*sides, Rule(left, low, left + 0.5, high), Rule(right, low, right + 0.5, high)]


def drawn(lines: Sequence[PageLine], rules: Sequence[Rule], drawings: Sequence[Rule] = ()) -> list[str]:
    mark_drawn(lines, rules, drawings, HEIGHT)
    return [each.text for each in lines if each.drawn]


def boxes(count: int, top: float = 200.0) -> list[Rule]:
    return [rule for n in range(count) for rule in box(100 + 110 * n, top, 180 + 110 * n, top + 40)]


def labels(count: int, top: float = 205.0) -> list[PageLine]:
    return [line(top, 110 + 110 * n, 170 + 110 * n, f"box {n}") for n in range(count)]


def test_the_words_in_boxes_are_labels_and_the_text_around_them_is_not() -> None:
    above, below = line(180, *TEXT), line(260, 250, 350, "Figure 1")
    between = line(215, 182, 208, "yes")
    assert drawn([above, *labels(3), between, below], boxes(3)) == ["box 0", "box 1", "box 2", "yes"]


def test_boxes_that_arrows_connect_are_a_figure() -> None:
    arrows = [Rule(180 + 110 * n, HEIGHT - 220, 210 + 110 * n, HEIGHT - 219.5) for n in range(2)]
    assert len(drawn([line(180, *TEXT), *labels(3)], [*boxes(3), *arrows])) == 3


def test_boxes_that_touch_a_frame_around_them_are_a_figure() -> None:
    frame = box(98, 150, 500, 300)
    words = [line(203 + 12 * row, 110 + 110 * n, 170 + 110 * n, f"{n}") for row in range(3) for n in range(3)]
    arrows = [Rule(180 + 110 * n, HEIGHT - 220, 210 + 110 * n, HEIGHT - 219.5) for n in range(2)]
    assert len(drawn([line(140, *TEXT), *words], [*frame, *boxes(3), *arrows])) == 9


def test_a_line_of_words_in_several_boxes_is_a_label_however_wide() -> None:
    words = line(205, 105, 395, "box 0 box 1 box 2")
    assert drawn([line(180, *TEXT), words], boxes(3)) == ["box 0 box 1 box 2"]


def test_paths_with_curves_are_shapes_of_a_figure() -> None:
    drawings = [Rule(100 + 110 * n, 560, 180 + 110 * n, 600) for n in range(3)]
    assert len(drawn([line(180, *TEXT), *labels(3)], [], drawings)) == 3


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (boxes(2), labels(2)),  # two boxes
        (boxes(3), []),  # the empty boxes of a form
        (
            [rule for n in range(4) for rule in box(100, 200 + 40 * n, 305, 230 + 40 * n)],
            [line(205 + 40 * n + 11 * m, 110, 170 - 9 * m) for n in range(4) for m in range(2)],
        ),  # wider than half of the text: frames
        (box(95, 195, 505, 300), labels(3)),  # a frame around paragraphs
        ([rule for n in range(3) for rule in box(100 + 110 * n, 200, 106 + 110 * n, 206)], labels(3)),
    ],
)
def test_other_boxes_are_no_figure(rules: list[Rule], words: list[PageLine]) -> None:
    assert drawn([line(180, *TEXT), *words], rules) == []


def test_boxes_below_each_other_with_labels_of_two_lines_are_a_figure() -> None:
    rules = [rule for n in range(4) for rule in box(100, 200 + 40 * n, 180, 230 + 40 * n)]
    words = [line(205 + 40 * n + 11 * m, 110, 170 - 9 * m) for n in range(4) for m in range(2)]
    assert len(drawn([line(180, *TEXT), *words], rules)) == len(words)


def test_a_box_with_many_lines_is_a_frame() -> None:
    paragraph = [line(202 + 6 * n, 105, 175, f"line {n}") for n in range(6)]
    assert drawn([line(180, *TEXT), *paragraph, *labels(3)[1:]], boxes(3)) == []


def test_the_rules_of_a_figure_are_in_its_bounds() -> None:
    below = Rule(100, HEIGHT - 700, 200, HEIGHT - 699.5)
    figures = mark_drawn([line(180, *TEXT), *labels(3)], boxes(3), [], HEIGHT)
    assert outside([*boxes(3), below], figures) == [below]


@pytest.mark.parametrize(("gap", "count"), [(42.0, 3), (43.0, 0)])
def test_shapes_of_one_figure_are_near_each_other(gap: float, count: int) -> None:
    step = 80 + gap
    drawings = [Rule(100 + step * n, 560, 180 + step * n, 600) for n in range(3)]
    words = [line(205, 110 + step * n, 170 + step * n) for n in range(3)]
    assert len(drawn([line(180, *TEXT), *words], [], drawings)) == count


@pytest.mark.parametrize(("side", "count"), [(12.0, 3), (11.0, 0)])
def test_a_small_box_is_no_shape(side: float, count: int) -> None:
    rules = [rule for n in range(3) for rule in box(100 + 50 * n, 200, 100 + 50 * n + side, 240)]
    words = [line(205, 101 + 50 * n, 109 + 50 * n) for n in range(3)]
    assert len(drawn([line(180, *TEXT), *words], rules)) == count
    flat = [rule for n in range(3) for rule in box(100 + 110 * n, 200, 180 + 110 * n, 200 + side)]
    assert len(drawn([line(180, *TEXT), *labels(3, top=201)], flat)) == count


@pytest.mark.parametrize(("rows", "count"), [(5, 7), (6, 0)])
def test_a_box_of_a_figure_has_at_most_five_lines(rows: int, count: int) -> None:
    paragraph = [line(202 + 6 * n, 105, 175, f"line {n}") for n in range(rows)]
    assert len(drawn([line(180, *TEXT), *paragraph, *labels(3)[1:]], boxes(3))) == count


@pytest.mark.parametrize(("width", "is_label"), [(238.0, True), (240.0, False)])
def test_a_line_in_a_figure_as_wide_as_the_text_is_no_label(width: float, *, is_label: bool) -> None:
    drawings = [Rule(100, 560 - 50 * n, 480, 600 - 50 * n) for n in range(3)]
    words = [line(205 + 50 * n, 110, 170) for n in range(3)]
    wide = line(225, 110, 110 + width, "wide")
    assert ("wide" in drawn([line(180, *TEXT), *words, wide], [], drawings)) == is_label


@pytest.mark.parametrize(("right", "count"), [(490.0, 3), (500.0, 0)])
def test_a_path_wider_than_the_text_is_no_shape(right: float, count: int) -> None:
    drawings = [Rule(100, 560 - 50 * n, right, 600 - 50 * n) for n in range(3)]
    words = [line(205 + 50 * n, 110, 170) for n in range(3)]
    assert len(drawn([line(180, *TEXT), *words], [], drawings)) == count


@pytest.mark.parametrize(("more", "count"), [(0, 0), (1, 3)])
def test_a_figure_of_boxes_has_at_least_twelve_rules_on_its_page(more: int, count: int) -> None:
    uprights = [Rule(100 + 30 * n, 560, 100.5 + 30 * n, 600) for n in range(6)]
    sides = [Rule(100, 560, 250, 560.5), Rule(100, 599.5, 250, 600)]
    others = [Rule(100, 100 + 20 * n, 150, 100.5 + 20 * n) for n in range(3 + more)]
    words = [line(205 + 11 * n, 110, 140) for n in range(3)]
    assert len(drawn([line(180, *TEXT), *words], [*uprights, *sides, *others])) == count


@pytest.mark.parametrize(
    ("across", "height", "inside"),
    [
        (100, 100, True),
        (96.6, 100, True),
        (96.5, 100, False),
        (203.4, 100, True),
        (203.5, 100, False),
        (150, 46.6, True),
        (150, 46.5, False),
        (150, 153.4, True),
        (150, 153.5, False),
    ],
)
def test_a_rule_is_in_an_area_up_to_its_edges(across: float, height: float, *, inside: bool) -> None:
    rule = Rule(across - 5, height, across + 5, height)
    assert (outside([rule], [Rule(100, 50, 200, 150)]) == []) == inside


@pytest.mark.parametrize(
    ("left", "right", "beside"),
    [(40, 100, False), (40, 101, True), (179, 240, True), (180, 240, False)],
    ids=["touches its left side", "reaches into it", "begins in it", "touches its right side"],
)
def test_a_line_beside_a_shape_is_in_it_in_part(left: float, right: float, *, beside: bool) -> None:
    shape = Rule(100, HEIGHT - 240, 180, HEIGHT - 200)
    assert _is_beside(shape, line(215, left, right), HEIGHT) == beside


@pytest.mark.parametrize(("top", "beside"), [(195, False), (196, True), (234, True), (235, False)])
def test_the_middle_of_a_line_is_between_the_levels_of_its_shape(top: float, *, beside: bool) -> None:
    shape = Rule(100, HEIGHT - 240, 180, HEIGHT - 200)
    assert _is_beside(shape, line(top, 110, 170), HEIGHT) == beside


@pytest.mark.parametrize(("upright", "boxes"), [(3, 0), (4, 2)])
def test_a_wide_box_needs_more_upright_lines_than_a_frame_with_a_bar_has(upright: int, boxes: int) -> None:
    def level(height: float) -> list[Rule]:
        return [Rule(60 * n, height, 60 * n + 60, height + 0.5) for n in range(upright - 1)]

    sides = [Rule(60 * n, 100, 60 * n + 0.5, 140) for n in range(upright)]
    assert len(list(_boxes([*level(100), *level(140), *sides], widest=100))) == boxes
