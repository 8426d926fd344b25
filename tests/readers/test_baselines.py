"""Lines of a PDF, by the baselines of their characters, and letters with vowel signs that stray from them."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.baselines import SAME_BASE, _take_in, baselines
from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.line_text import _clusters


def glyph(text: str, base: float, *, left: float = 100.0, size: float = 10.0, order: int = 0) -> Glyph:
    return Glyph(text, order, left, left + 6, base, size, left)


def row(base: float, size: float = 10.0) -> Fragment:
    return Fragment([glyph("x", base, left=50, size=size)], base, size)


@pytest.mark.parametrize(("apart", "count"), [(0.9, 1), (1, 2)])
def test_characters_near_each_other_in_height_are_one_line(apart: float, count: int) -> None:
    given = [glyph("a", 700), glyph("b", 700 - 10 * SAME_BASE * apart, left=110)]
    assert len(baselines(given)) == count


@pytest.mark.parametrize(("size", "joins"), [(7.95, 0), (8.0, 1)])
def test_a_vowelled_letter_joins_the_nearest_line_of_about_its_size(size: float, joins: int) -> None:
    """A note's mark may be nearer, but is smaller."""
    rows = [row(700), row(704, size)]
    _take_in(glyph("م", 703), rows, {})
    assert [len(each.glyphs) for each in rows] == [2 - joins, 1 + joins]


def test_a_vowelled_letter_joins_the_line_that_has_a_letter_at_its_place() -> None:
    """The line of another column may be nearer in height."""
    rows = [Fragment([glyph("م", 700, left=98)], 700, 10), row(703)]
    _take_in(glyph("م", 702.5), rows, {})
    assert [len(each.glyphs) for each in rows] == [2, 1]


def test_a_vowelled_letter_among_small_lines_only_joins_the_nearest() -> None:
    rows = [row(698, 6), row(704, 6)]
    _take_in(glyph("م", 703), rows, {})
    assert [len(each.glyphs) for each in rows] == [1, 2]


def test_a_vowelled_letter_far_from_all_lines_is_a_line_at_its_height() -> None:
    rows = [row(720), row(680)]
    _take_in(glyph("م", 700), rows, {})
    assert [each.base for each in rows] == [720, 700, 680]


def test_a_vowelled_letter_that_its_line_has_in_the_same_place_is_dropped() -> None:
    line = Fragment([glyph("م", 700)], 700, 10)
    _take_in(glyph("م", 703), [line], {})
    assert len(line.glyphs) == 1
    _take_in(glyph("م", 703, left=130), [line], {})
    assert len(line.glyphs) == 2


def test_letters_a_fifth_of_a_point_apart_are_signs_of_their_own() -> None:
    signs = _clusters([glyph("b", 700, left=100.2, order=0), glyph("a", 700, left=100.0, order=1)])
    assert [[each.text for each in sign] for sign in signs] == [["a"], ["b"]]


def test_letters_of_one_place_a_fifth_of_a_point_apart_in_height_are_signs_of_their_own() -> None:
    signs = _clusters([glyph("b", 700.3, order=0), glyph("a", 700.1, order=1)])
    assert [[each.text for each in sign] for sign in signs] == [["a"], ["b"]]
