"""Text objects of a PDF: which part of the page they are visible on, and how they are turned."""

from __future__ import annotations

import math

import pytest

from aligner.readers.pdf.glyph import Area
from aligner.readers.pdf.text_runs import Clips, _turn, within

PAGE: Area = (10.0, 20.0, 605.0, 862.0)


class OnPage(Clips):
    """An object that is directly on the page, and what its clip paths leave visible."""

    def __init__(self, visible: Area | None) -> None:
        self._own, self._page, self._visible = frozenset({1}), PAGE, visible

    def _area(self, _holder: int) -> Area | None:
        return self._visible


@pytest.mark.parametrize("side", range(4), ids=["left", "bottom", "right", "top"])
def test_an_object_that_is_cut_on_one_side_is_not_visible_everywhere(side: int) -> None:
    inwards = 1.0 if side < 2 else -1.0
    cut: Area = tuple(edge + inwards * (at == side) for at, edge in enumerate(PAGE))  # type: ignore[assignment]
    wide: Area = tuple(edge - inwards * (at == side) for at, edge in enumerate(PAGE))  # type: ignore[assignment]
    assert OnPage(cut).area(1) == cut
    assert OnPage(wide).area(1) is None


def test_an_object_without_clips_or_in_a_form_is_visible_everywhere() -> None:
    assert [OnPage(PAGE).area(1), OnPage(None).area(1), OnPage((0.0, 0.0, 1.0, 1.0)).area(2)] == [None] * 3


def test_a_point_on_the_border_of_an_area_is_in_it() -> None:
    left, bottom, right, top = PAGE
    assert within(PAGE, left, bottom)
    assert within(PAGE, right, top)
    outside = [(left - 1, bottom), (left, bottom - 1), (right + 1, top), (right, top + 1)]
    assert not any(within(PAGE, *point) for point in outside)


@pytest.mark.parametrize(
    ("degrees", "turn"),
    [
        (0, 0),
        (4, 0),
        (-4, 0),
        (90, 1),
        (94, 1),
        (180, 2),
        (-90, 3),
        (-86, 3),
        (9, 0.1),
        (-9, 3.9),
        (-45, 3.5),
    ],
)
def test_text_that_is_nearly_straight_is_straight(degrees: float, turn: float) -> None:
    assert _turn(math.radians(degrees)) == pytest.approx(turn)
    assert _turn(math.nan) == 0
