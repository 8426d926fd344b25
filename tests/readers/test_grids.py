"""Frames of tables: which rules are one, meet, and are inside them, on both sides of each distance."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.grids import Grid, Level, grids_of, joints_agree, lies_in, same_sides
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


@pytest.mark.parametrize(("gap", "found"), [(2.5, 1), (2.75, 0)])
def test_rules_that_nearly_meet_are_a_frame(gap: float, found: int) -> None:
    assert len(frames(*BOTH, *(post(across, top=700 - gap) for across in (100, 300)))) == found


@pytest.mark.parametrize(("gap", "found"), [(2.5, 1), (2.75, 2)])
def test_pieces_of_a_rule_that_nearly_meet_are_one(gap: float, found: int) -> None:
    pieces = [level(height, *ends) for height in (700, 600) for ends in ((100, 200), (200 + gap, 300))]
    assert len(frames(*pieces, post(100), post(300))) == found


@pytest.mark.parametrize(("off", "found"), [(1.2, [300]), (1.3, [200, 300])])
def test_pieces_of_a_rule_may_be_a_little_above_each_other(off: float, found: list[float]) -> None:
    pieces = [level(off, 100, 200), level(0, 200, 300)]
    _, loose = grids_of(pieces)
    assert sorted(rule.right for rule in loose) == found


@pytest.mark.parametrize(("length", "kept"), [(39.9, False), (40, True)])
def test_a_rule_outside_a_frame_is_as_long_as_a_word_at_least(length: float, *, kept: bool) -> None:
    assert (grids_of([level(500, 100, 100 + length)])[1] != []) == kept


@pytest.mark.parametrize(("beyond", "found"), [(3.5, 3), (3.75, 2)])
def test_a_rule_that_runs_over_the_sides_of_a_frame_is_none_of_it(beyond: float, found: int) -> None:
    """One of the page, or above notes, may cross a table."""
    for over in (level(650, 100 - beyond, 300), level(650, 100, 300 + beyond)):
        (grid,), _ = grids_of([*BOTH, over, post(100), post(300), post(200)])
        assert len(grid.levels) == found


@pytest.mark.parametrize(
    ("across", "edges"),
    [
        ((106, 200), [200]),  # a spacer beside the frame
        ((106.5, 200), [106.5, 200]),
        ((200, 294), [200]),
        ((200, 293.5), [200, 293.5]),
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
        ((640, 640, 640), False),
        ((639, 639, 640), True),  # most bars are shorter than two fifths of the frame
        ((639, 640, 640), False),
        ((639, 639, 640, 640), False),
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
        (97.5, 650, True),
        (97.4, 650, False),
        (100, 597.5, True),
        (100, 597.4, False),
        (100, 702.5, True),
        (100, 702.6, False),
    ],
)
def test_a_rule_is_inside_a_frame_up_to_where_it_touches(left: float, bottom: float, *, inside: bool) -> None:
    grid = Grid([Level.at(700, 100, 300), Level.at(600, 100, 300)])
    assert grid.holds(Level.at(bottom, left, 300)) == inside
    assert grid.holds(Level.at(bottom, 100, 400 - left)) == inside


FRAME = [Level.at(700, 100, 300), Level.at(600, 100, 300)]


@pytest.mark.parametrize(
    ("left", "right", "full"),
    [(103.5, 300, True), (104, 300, False), (100, 296.5, True), (100, 296, False), (103.5, 296.5, True)],
)
def test_a_rule_is_full_if_it_ends_near_both_sides(left: float, right: float, *, full: bool) -> None:
    assert Grid(FRAME).is_full(Level.at(650, left, right)) == full


@pytest.mark.parametrize(
    ("left", "right", "inside", "same"),
    [
        (100, 300, True, True),
        (97, 303, True, True),
        (96.5, 300, False, True),
        (100, 303.5, False, True),
        (94, 300, False, False),
        (100, 306, False, False),
        (103, 297, True, True),
        (105.9, 294.1, True, True),
        (106, 300, True, False),
        (100, 294, True, False),
        (50, 200, False, False),
        (200, 350, False, False),
    ],
)
def test_rules_above_each_other_may_differ_a_little(
    left: float, right: float, *, inside: bool, same: bool
) -> None:
    assert lies_in(Level.at(650, left, right), FRAME[0]) == inside
    assert same_sides(Level.at(650, left, right), FRAME[0]) == same


@pytest.mark.parametrize(
    ("left", "bottom", "right", "top", "shared"),
    [
        (100, 600, 300, 700, True),
        (0, 600, 102.5, 700, False),  # they only touch
        (0, 600, 103, 700, True),
        (297.5, 600, 400, 700, False),
        (297, 600, 400, 700, True),
        (100, 500, 300, 602.5, False),
        (100, 500, 300, 603, True),
        (100, 697.5, 300, 800, False),
        (100, 697, 300, 800, True),
    ],
)
def test_two_frames_overlap_if_they_share_more_than_a_side(
    left: float, bottom: float, right: float, top: float, *, shared: bool
) -> None:
    other = Grid([Level.at(top, left, right), Level.at(bottom, left, right)])
    assert Grid(FRAME).overlaps(other) == other.overlaps(Grid(FRAME)) == shared


@pytest.mark.parametrize(
    ("posts", "counted"),
    [
        ([post(150), post(200)], 2),
        ([post(150), post(152)], 1),  # a double rule
        ([post(106), post(294)], 0),  # beside the sides
        ([post(106.5), post(293.5)], 2),
        ([post(150, 600, 660)], 0),  # along three fifths of the band
        ([post(150, 600, 661)], 1),
        ([post(150, 639, 800)], 1),
        ([post(150, 640, 800)], 0),
    ],
)
def test_posts_of_a_band_run_along_most_of_it(posts: list[Rule], counted: int) -> None:
    assert len(Grid(FRAME, posts).walls(700, 600)) == counted


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ([150], [150, 200], True),
        ([150, 200], [153], True),
        ([150], [155.9], True),
        ([150], [156], False),
        ([150, 250], [150, 200, 220], False),
        ([], [150], None),
        ([150], [], None),
    ],
)
def test_joints_agree_if_the_fewer_are_among_the_others(
    first: list[float], second: list[float], agree: bool | None
) -> None:
    assert joints_agree(first, second) is agree


def test_columns_are_ruled_by_posts_or_by_joints() -> None:
    assert not Grid(FRAME).has_ruled_columns
    assert not Grid(FRAME, [post(100), post(300)]).has_ruled_columns
    assert not Grid([*FRAME[:1], Level.at(650, 100, 200), *FRAME[1:]]).has_ruled_columns
    assert Grid(FRAME, [post(200)]).has_ruled_columns
    assert Grid([Level.at(700, 100, 300, (200,)), FRAME[1]]).has_ruled_columns


def test_rules_of_a_frame_are_not_loose() -> None:
    grids, loose = grids_of([*BOTH, post(100), post(300), level(400), level(500)])
    assert [grid.top for grid in grids] == [700]
    assert [rule.height for rule in loose] == [500, 400]


def test_a_page_of_very_many_rules_is_a_drawing() -> None:
    assert grids_of([level(12 * n) for n in range(3001)]) == ([], [])


@pytest.mark.parametrize(("left", "joints"), [(200, (200,)), (197, (197,)), (202, (201,)), (299, (150,))])
def test_rules_meet_at_joints_where_both_are_long(left: float, joints: tuple[float, ...]) -> None:
    """They meet midway between two pieces; the dot at the end of a rule is none of them."""
    pieces = [level(500, 100, 150), level(500, 150, left)] if left == 299 else [level(500, 100, 200)]
    (rule,) = grids_of([*pieces, level(500, left, 300)])[1]
    assert (rule.joints, rule.left, rule.right) == (joints, 100, 300)


def test_the_rules_of_cells_above_each_other_meet_where_both_begin() -> None:
    (rule,) = grids_of([level(500, 100, 200), level(500, 100, 300), level(500, 200, 300)])[1]
    assert rule.joints == (100, 200)
