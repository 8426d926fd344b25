"""Lines of a PDF, by the baselines of their characters, and letters with vowel signs that stray from them."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.baselines import (
    SAME_BASE,
    _covered,
    _is_twin,
    _runs,
    _take_in,
    _without_doubles,
    baselines,
    layers,
)
from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.line_text import _clusters


def glyph(text: str, base: float, *, left: float = 100.0, size: float = 10.0, order: int = 0) -> Glyph:
    return Glyph(text, order, left, left + 6, base, size, left)


def row(base: float, size: float = 10.0) -> Fragment:
    return Fragment([glyph("x", base, left=50, size=size)], base, size)


@pytest.mark.parametrize(("apart", "count"), [(1, 1), (1.01, 2)])
def test_characters_near_each_other_in_height_are_one_line(apart: float, count: int) -> None:
    given = [glyph("a", 10 * SAME_BASE * apart), glyph("b", 0, left=110)]
    assert len(baselines(given)) == count


@pytest.mark.parametrize(("size", "joins"), [(7.95, 0), (8.0, 1)])
def test_a_vowelled_letter_joins_the_nearest_line_of_about_its_size(size: float, joins: int) -> None:
    """A note's mark may be nearer, but is smaller."""
    rows = [row(700), row(704, size)]
    _take_in(glyph("م", 703), rows, {})
    assert [len(each.glyphs) for each in rows] == [2 - joins, 1 + joins]


@pytest.mark.parametrize(("left", "joins"), [(96.9, 0), (97, 1), (98, 1), (103, 1), (103.1, 0)])
def test_a_vowelled_letter_joins_the_line_that_has_a_letter_at_its_place(left: float, joins: int) -> None:
    """The line of another column may be nearer in height."""
    rows = [Fragment([glyph("م", 700, left=left)], 700, 10), row(703)]
    _take_in(glyph("م", 702.5), rows, {})
    assert [len(each.glyphs) for each in rows] == [1 + joins, 2 - joins]


@pytest.mark.parametrize(("right", "count"), [(120, 1), (111, 2)])
def test_a_letter_inside_a_vowelled_one_of_the_same_text_is_given_twice(right: float, count: int) -> None:
    given = [glyph("م", 700, left=50), glyph("ل", 700), glyph("ل", 702, left=108)]
    wide = Glyph("\u064e", 5, 100, right, 700, 10, 100)
    (line,) = baselines([*given, wide, glyph("\u064e", 702, left=108, order=9)])
    assert [each.text for each in line.glyphs].count("ل") == count


def test_a_vowelled_letter_among_small_lines_only_joins_the_nearest() -> None:
    rows = [row(698, 6), row(704, 6)]
    _take_in(glyph("م", 703), rows, {})
    assert [len(each.glyphs) for each in rows] == [1, 2]


@pytest.mark.parametrize("above", [7, 20])
def test_a_vowelled_letter_far_from_all_lines_is_a_line_at_its_height(above: float) -> None:
    rows = [row(above), row(-20)]
    _take_in(glyph("م", 0), rows, {})
    assert [each.base for each in rows] == [above, 0, -20]


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


def line_of(text: str, lefts: list[float], first: int = 0) -> list[Glyph]:
    return [
        glyph(sign, 0, left=left, order=first + n)
        for n, (sign, left) in enumerate(zip(text, lefts, strict=True))
    ]


@pytest.mark.parametrize(
    ("text", "lefts", "count"),
    [
        ("wxyz", [2, 12, 22, 32], 2),
        ("wxyz", [3, 13, 23, 33], 1),  # half of each is free
        ("wxyz", [2, 12, 102, 112], 2),
        ("wxyz", [2, 92, 102, 112], 1),  # one letter is over another
        ("wxy", [2, 12, 22], 1),  # a formula
    ],
)
def test_texts_are_apart_if_several_of_their_letters_cover_each_other(
    text: str, lefts: list[float], count: int
) -> None:
    given = [*line_of("abcd", [0, 10, 20, 30]), *line_of(text, lefts, 10)]
    assert len(layers(sorted(given, key=lambda each: each.middle))) == count


@pytest.mark.parametrize(("left", "order", "count"), [(95, 1, 1), (94.9, 1, 2), (106, 2, 2), (106, 1, 1)])
def test_a_text_goes_on_without_a_step_back(left: float, order: int, count: int) -> None:
    assert len(_runs([glyph("a", 0), glyph("b", 0, left=left, order=order)])) == count


@pytest.mark.parametrize(("between", "count"), [("bc", 3), ("bcd", 5)])
def test_a_character_printed_twice_is_looked_for_among_the_last(between: str, count: int) -> None:
    given = [*line_of(f"a{between}", [100] * (1 + len(between))), glyph("a", 0, order=9)]
    for at, each in enumerate(given):
        each.right += at / 10  # no letters of one sign
    assert len(_without_doubles(given)) == count


@pytest.mark.parametrize(
    ("text", "left", "base", "order", "twin"),
    [
        ("a", 100, 0, 1, False),  # the next one
        ("a", 100, 0, 2, True),
        ("a", 100, 1.1, 2, True),
        ("a", 100, 1.2, 2, False),
        ("a", 101.4, 0, 1, True),  # a shadow
        ("a", 101.5, 0, 2, False),
        ("a", 102.9, 1, 1, True),
        ("a", 103, 1, 2, False),
        ("م", 101.1, 0, 2, True),
        ("م", 101.1, 0, 1, False),
        ("م", 101.2, 0, 2, False),
    ],
)
def test_a_character_printed_again_is_nearly_in_the_same_place(
    text: str, left: float, base: float, order: int, *, twin: bool
) -> None:
    assert _is_twin(glyph(text, 0), glyph(text, base, left=left, order=order)) == twin


def test_a_character_without_width_is_covered_by_none() -> None:
    flat = Glyph("a", 5, 102, 102, 0, 10, 102)
    assert _covered(glyph("a", 0), flat) == 0
    assert not _is_twin(flat, glyph("a", 0, left=102, order=9))
