"""Small signs above or below a line, on both sides of each distance by which they belong to it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.raised_marks import find, is_raised, put_back_lowered, put_into_lines

BASE = 0.0


def glyphs(text: str, left: float, base: float, size: float) -> list[Glyph]:
    """Characters that are half as wide as high."""
    places = [left + place * size / 2 for place in range(len(text))]
    return [Glyph(sign, 0, x, x + size / 2, base, size, x) for sign, x in zip(text, places, strict=True)]


def line(*parts: tuple[str, float, float], base: float = BASE) -> Fragment:
    """A line of texts that begin at a place in letters of a size; its size is that of the first."""
    found = [glyph for text, left, size in parts for glyph in glyphs(text, left, base, size)]
    return Fragment(found, base, parts[0][2])


def texts(lines: Sequence[Fragment]) -> list[str]:
    return ["".join(glyph.text for glyph in sorted(each.glyphs, key=lambda g: g.left)) for each in lines]


def word() -> Fragment:
    """A word of letters of 10 from 100 to 125."""
    return line(("State", 100, 10))


@pytest.mark.parametrize(
    ("mark", "size", "rise", "left", "joins"),
    [
        ("1", 6, 4, 125, True),
        ("1", 6, 1.2, 125, False),
        ("1", 6, 1.3, 125, True),
        ("1", 6, 6.9, 125, True),
        ("1", 6, 7, 125, False),
        ("1", 8.9, 4, 125, True),
        ("1", 9, 4, 125, False),
        ("1", 6, 4, 134.9, True),  # no further from the word than its letters are high
        ("1", 6, 4, 135, False),
        ("1", 6, 4, 87.1, True),
        ("1", 6, 4, 87, False),
        ("123", 6, 4, 134.9, True),  # with the nearest of its signs
        ("123", 6, 4, 135, False),
        ("123", 6, 4, 81.1, True),
        ("123", 6, 4, 81, False),
    ],
)
def test_a_small_mark_beside_a_word_below_it_joins_it(
    mark: str, size: float, rise: float, left: float, *, joins: bool
) -> None:
    raised = line((mark, left, size), ("more", 300, size), base=BASE + rise)
    assert (texts(put_into_lines([raised, word()]))[-1] != "State") == joins


def test_a_mark_without_room_follows_its_line_whatever_another_column_has_below() -> None:
    mark = line(("3", 100, 6), base=BASE - 14)
    column = line(("other", 300, 10), base=BASE - 18)
    found = put_into_lines([word(), mark, column])
    assert [each.size for each in found] == [10, 10, 10]


@pytest.mark.parametrize(
    ("left", "lines"),
    [(126, ["State", "3", "other"]), (124, ["State", "3other"])],
    ids=["beside its column", "in it, as the text of a note is"],
)
def test_a_mark_without_room_has_nothing_beside_it_in_its_column(left: float, lines: list[str]) -> None:
    below = line(("3", 100, 6), ("other", left, 10), base=BASE - 14)
    assert texts(put_into_lines([word(), below])) == lines


def test_the_numbers_of_lines_in_the_margin_stay_beside_them() -> None:
    lines = [line((f"{n}", 80, 6), ("State", 100, 10), base=BASE - 14 * n) for n in (1, 2)]
    assert texts(put_into_lines(lines)) == ["1State", "2State"]


@pytest.mark.parametrize(
    ("size", "rise", "left", "below", "joins"),
    [
        (10, 4, 125, "State", True),
        (10, 3, 125, "State", False),
        (10, 3.1, 125, "State", True),
        (10, 9.4, 125, "State", True),
        (10, 9.5, 125, "State", False),
        (11.4, 4, 125, "State", True),
        (11.5, 4, 125, "State", False),
        (10, 4, 128.9, "State", True),
        (10, 4, 129, "State", False),
        (10, 4, 125, "12345", False),  # figures under a figure are no word with a mark
        (6, 8, 125, "12345", False),
    ],
)
def test_a_mark_alone_on_its_height_may_be_as_large_as_the_letters(
    size: float, rise: float, left: float, below: str, *, joins: bool
) -> None:
    lines = [line(("1", left, size), base=BASE + rise), line((below, 100, 10))]
    assert texts(put_into_lines(lines)) == ([f"{below}1"] if joins else ["1", below])


@pytest.mark.parametrize(("left", "joins"), [(130, False), (131, True)])
def test_a_mark_that_touches_larger_letters_of_its_height_is_theirs(left: float, *, joins: bool) -> None:
    raised = line(("1", 125, 6), ("We", left, 10), base=BASE + 4)
    assert (texts(put_into_lines([raised, word()]))[-1] == "State1") == joins


def test_a_mark_joins_the_nearest_of_the_lines_below_that_has_a_word_beside_it() -> None:
    lines = [line(("1", 125, 6), base=BASE + 5), line(("Peru", 300, 10), base=BASE + 2), word()]
    assert texts(put_into_lines(lines)) == ["Peru", "State1"]


@pytest.mark.parametrize(
    ("text", "size", "depth", "left", "carried"),
    [
        ("1", 6, 12, 100, True),
        ("1", 6, 12, 101.4, True),
        ("1", 6, 12, 101.5, False),
        ("1", 6, 12, 98.6, True),
        ("1", 6, 12, 98.5, False),
        ("1", 6, 12, 222, True),  # flush with the end of the line
        ("12", 6, 12, 219, True),
        ("12", 6, 12, 217, False),
        ("1", 6, 12, 122, True),  # or with that of its first column
        ("1", 6, 12, 200, True),  # or with the beginning of its second
        ("1", 6, 12, 150, False),
        ("1", 6, 5.9, 100, True),
        ("1", 6, 4.9, 100, False),
        ("1", 6, 15.9, 100, True),
        ("1", 6, 16, 100, False),
        ("1", 8.9, 12, 100, True),
        ("1", 9, 12, 100, False),
        ("xyz", 6, 12, 100, False),
    ],
)
def test_a_mark_below_a_full_line_is_raised_on_a_line_of_its_own(
    text: str, size: float, depth: float, left: float, *, carried: bool
) -> None:
    full = line(("State", 100, 10), ("Party", 200, 10))
    *_, last = put_into_lines([full, line((text, left, size), base=BASE - depth)])
    wanted = (BASE - depth - 3, 10) if carried else (BASE - depth, size)
    assert (last.base, last.size) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("beside", "carried"), [(110, False), (125, False), (125.1, True), (210, True), (300, True)]
)
def test_nothing_else_is_below_the_words_that_a_mark_follows(beside: float, *, carried: bool) -> None:
    full = line(("State", 100, 10), ("Party", 200, 10))
    below = line(("1", 100, 6), ("x", beside, 6), base=BASE - 12)
    assert texts(put_into_lines([full, below]))[1:] == (["1", "x"] if carried else ["1x"])


@pytest.mark.parametrize(("gap", "carried"), [(6, False), (6.1, True)])
def test_a_mark_below_a_word_inside_a_line_is_none_of_that_line(gap: float, *, carried: bool) -> None:
    """Only a gap that is too wide for a space shows the edge of a column."""
    full = line(("State", 100, 10), ("Party", 125 + gap, 10))
    *_, last = put_into_lines([full, line(("1", 125 + gap, 6), base=BASE - 12)])
    assert (last.size == 10) == carried


@pytest.mark.parametrize(
    ("before", "size", "depth", "left", "joins"),
    [
        ("NO", 6, 3, 110, True),
        ("NO", 6, 4.9, 110, True),
        ("NO", 6, 5, 110, False),
        ("NO", 6, 3, 112.3, True),
        ("NO", 6, 3, 112.4, False),
        ("NO", 6, 3, 107.7, True),
        ("NO", 6, 3, 107.6, False),
        ("NO", 8.9, 3, 110, True),
        ("NO", 9, 3, 110, False),
        ("N)", 6, 3, 110, False),
    ],
)
def test_a_small_sign_below_the_end_of_a_word_is_part_of_it(
    before: str, size: float, depth: float, left: float, *, joins: bool
) -> None:
    lines = put_back_lowered([line((before, 100, 10)), line(("x", left, size), base=BASE - depth)])
    assert len(lines) == (1 if joins else 2)


@pytest.mark.parametrize(("beside", "joins"), [(6.6, True), (6.7, False)])
def test_a_small_sign_beside_larger_letters_below_a_word_is_theirs(beside: float, *, joins: bool) -> None:
    below = line(("x", 110, 6), ("y", 200, beside), base=BASE - 3)
    assert (texts(put_back_lowered([line(("NO", 100, 10)), below]))[0] == "NOx") == joins


def test_a_small_sign_is_looked_for_in_the_two_lines_above() -> None:
    between = [line((text, 300, 10), base=BASE - 1 - place) for place, text in enumerate(["one", "two"])]
    sign = line(("x", 110, 6), base=BASE - 3)
    assert texts(put_back_lowered([line(("NO", 100, 10)), between[0], sign])) == ["NOx", "one"]
    sign = line(("x", 110, 6), base=BASE - 3)
    assert texts(put_back_lowered([line(("NO", 100, 10)), *between, sign])) == ["NO", "one", "two", "x"]


@pytest.mark.parametrize(
    ("raised", "marks"),
    [("1 2", [("1", 5, 7), ("2", 7, 8)]), ("12", [("12", 5, 7)]), ("", [])],
    ids=["two marks", "one mark", "none"],
)
def test_marks_with_a_space_between_them_are_raised_together(
    raised: str, marks: list[tuple[str, int, int]]
) -> None:
    owners: list[Glyph | None] = [*glyphs("State", 100, BASE, 10)]
    for place, sign in enumerate(raised):
        owners.append(None if sign == " " else glyphs(sign, 125 + 3 * place, BASE + 4, 6)[0])
    line_of = Fragment([glyph for glyph in owners if glyph is not None], BASE, 10)
    assert find(f"State{raised}", owners, line_of) == marks


@pytest.mark.parametrize(
    ("rise", "size", "raised"),
    [(3, 10, False), (3.1, 10, True), (1.3, 8.9, True), (1.2, 8.9, False), (1.3, 9, False), (-4, 6, False)],
)
def test_a_mark_as_large_as_the_letters_is_higher_than_a_small_one(
    rise: float, size: float, *, raised: bool
) -> None:
    line = Fragment([Glyph("a", 0, 100, 105, 0, 10, 100)], 0, 10)
    assert is_raised(Glyph("1", 1, 105, 110, rise, size, 105), line) == raised
