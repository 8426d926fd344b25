"""Frames of tables: which rules are one, meet, and are inside them, on both sides of each distance."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.grids import Grid, Level, grids_of
from aligner.readers.pdf.rules import Rule


def level(height: float, left: float = 100, right: float = 300) -> Rule:
    """A level rule without thickness."""
    return Rule(left, height, right, height)


def post(across: float, bottom: float = 600, top: float = 700) -> Rule:
    """An upright one."""
    return Rule(across, bottom, across, top)


def frames(*rules: Rule) -> list[tuple[float, float, float, float]]:
    grids, _ = grids_of(rules)
    return [(grid.left, grid.bottom, grid.right, grid.top) for grid in grids]


BOTH = (level(700), level(600))


@pytest.mark.parametrize(("gap", "found"), [(2.4, 1), (2.6, 0)])
def test_rules_that_nearly_meet_are_a_frame(gap: float, found: int) -> None:
    assert len(frames(*BOTH, *(post(across, top=700 - gap) for across in (100, 300)))) == found


@pytest.mark.parametrize(("gap", "found"), [(2.4, 1), (2.6, 2)])
def test_pieces_of_a_rule_that_nearly_meet_are_one(gap: float, found: int) -> None:
    pieces = [level(height, *ends) for height in (700, 600) for ends in ((100, 200), (200 + gap, 300))]
    assert len(frames(*pieces, post(100), post(300))) == found


@pytest.mark.parametrize(("off", "found"), [(1.1, [300]), (1.3, [200, 300])])
def test_pieces_of_a_rule_may_be_a_little_above_each_other(off: float, found: list[float]) -> None:
    pieces = [level(500, 100, 200), level(500 - off, 200, 300)]
    _, loose = grids_of(pieces)
    assert sorted(rule.right for rule in loose) == found


@pytest.mark.parametrize(("length", "kept"), [(39.9, False), (40, True)])
def test_a_rule_outside_a_frame_is_as_long_as_a_word_at_least(length: float, *, kept: bool) -> None:
    assert (grids_of([level(500, 100, 100 + length)])[1] != []) == kept


@pytest.mark.parametrize(("beyond", "found"), [(3.4, 3), (3.6, 2)])
def test_a_rule_that_runs_over_the_sides_of_a_frame_is_none_of_it(beyond: float, found: int) -> None:
    """One of the page, or above notes, may cross a table."""
    (grid,), _ = grids_of([*BOTH, level(650, 100 - beyond, 300), post(100), post(300), post(200)])
    assert len(grid.levels) == found


@pytest.mark.parametrize(
    ("across", "edges"),
    [
        ((105.9, 200), [200]),  # a spacer beside the frame
        ((106.1, 200), [106.1, 200]),
        ((200, 294.1), [200]),
        ((200, 293.9), [200, 293.9]),
        ((200, 205.9), [200]),  # a double rule
        ((200, 206), [200, 206]),
    ],
)
def test_columns_are_wider_than_spacers(across: tuple[float, float], edges: list[float]) -> None:
    assert (
        Grid([Level.at(700, 100, 300), Level.at(600, 100, 300)], list(map(post, across))).inner_edges()
        == edges
    )


@pytest.mark.parametrize(
    ("tops", "is_drawing"),
    [
        ((641, 641, 641), False),
        ((639, 639, 641), True),  # most bars are shorter than two fifths of the frame
        ((639, 641, 641), False),
        ((639, 639, 641, 641), False),
    ],
)
def test_short_upright_rules_are_bars_of_a_chart(tops: tuple[float, ...], *, is_drawing: bool) -> None:
    bars = [post(130 + 30 * number, 600, top) for number, top in enumerate(tops)]
    assert Grid([Level.at(700, 100, 300), Level.at(600, 100, 300)], bars).is_drawing == is_drawing


def test_upright_rules_at_the_joints_of_the_levels_are_columns() -> None:
    """The frame of a heading is cut into short pieces."""
    levels = [Level.at(height, 100, 300, (150, 200)) for height in (700, 600)]
    assert not Grid(levels, [post(150, 600, 610), post(200, 600, 610)]).is_drawing
    assert Grid(levels, [post(146.4, 600, 610), post(196.4, 600, 610)]).is_drawing


@pytest.mark.parametrize(
    ("left", "bottom", "inside"),
    [
        (97.6, 650, True),
        (97.4, 650, False),
        (100, 597.6, True),
        (100, 597.4, False),
        (100, 702.4, True),
        (100, 702.6, False),
    ],
)
def test_a_rule_is_inside_a_frame_up_to_where_it_touches(left: float, bottom: float, *, inside: bool) -> None:
    grid = Grid([Level.at(700, 100, 300), Level.at(600, 100, 300)])
    assert grid.holds(Level.at(bottom, left, 300)) == inside
    assert grid.holds(Level.at(bottom, 100, 400 - left)) == inside
