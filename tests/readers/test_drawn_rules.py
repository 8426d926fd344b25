"""Straight lines on a PDF page, however they are drawn."""

from __future__ import annotations

import random
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from aligner.readers.pdf.rules import (
    PageRules,
    Rule,
    _is_rule,
    _is_slanted,
    _is_white,
    _Part,
    objects_of,
    rules_of,
    touching,
)
from tests.pdf_samples import page_of


def drawn(content: str) -> PageRules:
    """The rules of a page with this content."""
    with pypdfium2.PdfDocument(page_of(content)) as document:
        shown = document[0]
        return rules_of(pdfium, objects_of(pdfium, shown), lambda across, up: (across, up))


TEXT = "BT /F1 12 Tf 50 300 Td (Text) Tj ET"


@pytest.mark.parametrize(
    ("content", "level", "upright"),
    [
        ("50 100 m 250 100 l S", [100], []),
        ("50 100 m 50 300 l S", [], [50]),
        (f"{TEXT} 50 100 m 250 100 l S {TEXT}", [100], []),
        ("50 100 200 1 re f", [100], []),
        ("50 100 200 1 re 50 150 200 1 re f", [100, 150], []),  # one path
        ("50 100 200 100 re S", [100, 200], [50, 250]),
        ("50 100 m 250 100 l 250 200 l 50 200 l s", [100, 200], [50, 250]),
        ("2 0 0 2 0 0 cm 25 50 m 125 50 l S", [100], []),
        ("0 1 1 0 0 0 cm 50 100 m 250 100 l 250 200 l S", [250], [100]),  # turned
        ("50 100 m 250 300 l S", [], []),
        ("50 100 200 20 re f", [], []),  # a bar
        ("1 g 50 100 200 1 re f", [], []),  # white
        ("1 g 50 100 200 40 re B", [100, 140], [50, 250]),  # with an outline
        ("50 100 200 1 re n", [], []),
        ("52 102 196 96 re 50 100 200 100 re f*", [100, 200], [50, 250]),  # a frame, filled
        ("60 110 180 80 re 50 100 200 100 re f*", [], []),
        (TEXT, [], []),
    ],
)
def test_rules_of_a_page(content: str, level: list[int], upright: list[int]) -> None:
    rules = drawn(content).lines
    assert sorted({round(rule.height, -1) for rule in rules if rule.is_level}) == level
    assert sorted({round(rule.across, -1) for rule in rules if not rule.is_level}) == upright


@pytest.mark.parametrize(
    ("width", "height", "rule"),
    [(50, 2.6, True), (50, 2.7, False), (2.6, 50, True), (0.4, 0.1, True), (0.3, 0.1, False)],
)
def test_a_rule_is_thin_and_of_some_length(width: float, height: float, *, rule: bool) -> None:
    assert _is_rule(Rule(0, 0, width, height)) == rule


@pytest.mark.parametrize(
    ("across", "up", "slanted"),
    [(5, 1, False), (5, 1.1, True), (1, 5, False), (1.1, -5, True), (-5, -5, True)],
)
def test_a_line_is_slanted_if_it_goes_more_than_a_point_both_ways(
    across: float, up: float, *, slanted: bool
) -> None:
    assert _is_slanted(_Part([(100.0, 100.0), (100 + across, 100 + up)])) == slanted


def test_paths_with_slanted_lines_or_curves_are_drawings() -> None:
    slanted, curved = "50 100 m 150 150 l 250 100 l s", "50 100 m 60 160 240 160 250 100 c s"
    for content in (slanted, curved):
        (drawing,) = drawn(content).drawings
        assert (round(drawing.left, -1), round(drawing.right, -1), round(drawing.bottom, -1)) == (
            50,
            250,
            100,
        )
    assert drawn("50 100 m 55 105 l 60 100 l s").drawings == ()  # an ornament
    assert drawn("50 100 200 100 re S").drawings == ()


def touching_by_pairs(rules: list[Rule], reach: float) -> list[set[Rule]]:
    """The groups of rules, found by looking at all pairs of them again and again."""
    groups = [{rule} for rule in rules]
    while pair := next((pair for pair in combinations(groups, 2) if are_near(*pair, reach)), None):
        groups = [group for group in groups if group not in pair] + [pair[0] | pair[1]]
    return groups


def are_near(one: set[Rule], other: set[Rule], reach: float) -> bool:
    return any(
        max(a.left, b.left) - min(a.right, b.right) <= reach
        and max(a.bottom, b.bottom) - min(a.top, b.top) <= reach
        for a in one
        for b in other
    )


@pytest.mark.parametrize("seed", range(4))
def test_rules_that_touch_are_grouped_as_by_all_their_pairs(seed: int) -> None:
    chance = random.Random(seed)
    rules = []
    for _ in range(60):
        x, y, length = chance.uniform(0, 300), chance.uniform(0, 300), chance.uniform(5, 60)
        rules.append(Rule(x, y, x + length, y) if chance.random() < 0.5 else Rule(x, y, x, y + length))
    found = sorted(map(set, touching(rules, 2.5)), key=len)
    assert sorted(map(len, found)) == sorted(map(len, touching_by_pairs(rules, 2.5)))
    assert all(group in touching_by_pairs(rules, 2.5) for group in found)


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ("50 100 200 2.5 re f", 1),
        ("50 100 200 2.7 re f", 0),  # a bar
        ("50 100 2.5 200 re f", 1),
        ("50 100 2.7 200 re f", 0),
        ("0.97 g 50 100 200 1 re f", 1),
        ("0.99 g 50 100 200 1 re f", 0),  # as good as white
        ("0.97 1 1 rg 50 100 200 1 re f", 1),  # a pale colour
        ("0.99 1 1 rg 50 100 200 1 re f", 0),
        ("50 100 1 0.5 re f", 1),
    ],
)
def test_how_thick_and_dark_a_rule_is(content: str, count: int) -> None:
    assert len(drawn(content).lines) == count


@pytest.mark.parametrize(
    ("content", "lines", "drawings"),
    [
        ("50 100 m 150 116 l 250 100 l s", 0, 1),
        ("50 100 m 150 112 l 250 100 l s", 1, 0),  # an ornament, whose base is a rule
        ("50 100 m 250 100 l 250.9 200 l 50 200 l s", 4, 0),  # not quite upright
        ("50 100 m 250 100 l 252 200 l 50 200 l s", 0, 1),
        ("50 100 m 250 101 l 250 200 l 50 200 l s", 4, 0),
        ("50 100 m 250 102 l 250 200 l 50 200 l s", 0, 1),
    ],
)
def test_slanted_lines_make_a_path_a_drawing(content: str, lines: int, drawings: int) -> None:
    found = drawn(content)
    assert (len(found.lines), len(found.drawings)) == (lines, drawings)


@pytest.mark.parametrize(
    ("shades", "white"),
    [
        ((250, 250, 250, 255), True),
        ((249, 255, 255, 255), False),
        ((255, 255, 249, 255), False),
        ((0, 0, 0, 0), True),
        ((0, 0, 0, 1), False),
    ],
)
def test_a_field_without_ink_that_can_be_seen_is_white(shades: tuple[int, ...], *, white: bool) -> None:
    def fill(_item: object, *into: Any) -> bool:
        for one, shade in zip(into, shades, strict=True):
            one.value = shade
        return True

    assert _is_white(SimpleNamespace(FPDFPageObj_GetFillColor=fill), None) == white
