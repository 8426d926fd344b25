"""Pages turned upright: where places of the file are on them, and back."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.glyph import Frame

AREA = (10.0, 20.0, 110.0, 220.0)  # 100 wide and 200 high, away from the file's corner


@pytest.mark.parametrize(
    ("turn", "size", "corner"),
    [
        (0, (100, 200), (0, 0)),
        (1, (200, 100), (200, 0)),  # turned back, the lower left corner is the lower right one
        (2, (100, 200), (100, 200)),
        (3, (200, 100), (0, 100)),
    ],
)
def test_a_page_is_turned_upright_and_back(turn: int, size: tuple[int, int], corner: tuple[int, int]) -> None:
    frame, (left, bottom, right, top) = Frame(AREA, turn), AREA
    assert frame.size == size
    assert frame.upright(left, bottom) == pytest.approx(corner)
    assert frame.upright(right, top) == pytest.approx((size[0] - corner[0], size[1] - corner[1]))
    assert frame.in_file(*frame.upright(30, 50)) == pytest.approx((30, 50))
