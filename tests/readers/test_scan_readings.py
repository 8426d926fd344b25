"""Two readings of one page: which words stay, and which are doubtful."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aligner.readers.scans.engine_lines import (
    EngineLine,
    EngineWord,
    Sign,
    _beside,
    _heights,
    _longest_strokes,
    _square_height,
    _usual,
    confidence,
    sized,
)
from aligner.readers.scans.readings import _is_one, merged
from aligner.readers.scans.recognised_page import DOUBTFUL


def line(words: str, *sure: float, left: float = 0.0, top: float = 0.0) -> EngineLine:
    """A line of words of which each is so sure; its letters are 10 pixels wide and 20 high."""
    made = []
    for word, likely in zip(words.split(), sure, strict=True):
        signs = [
            Sign(sign, left + 10 * n, top, left + 10 * (n + 1), top + 20, likely)
            for n, sign in enumerate(word)
        ]
        left = signs[-1].right + 10
        made.append(EngineWord(tuple(signs), likely))
    return EngineLine(tuple(made), (0.0, top + 20), (left, top + 20))


def words(lines: list[EngineLine]) -> list[list[tuple[str, float]]]:
    return [[(word.text, word.confidence) for word in each.words] for each in lines]


def test_of_two_readings_the_surer_word_stays_and_is_doubtful() -> None:
    first, second = line("one twa three", 95, 80, 99), line("ome two three", 70, 97, 60)
    (found,) = words(merged([first], [second]))
    assert [text for text, _ in found] == ["one", "two", "three"]
    assert [sure < 100 * DOUBTFUL for _, sure in found] == [True, True, False]


def test_words_that_one_reading_lacks_are_kept() -> None:
    whole = line("one two three", 90, 70, 90)
    (found,) = words(merged([replace(whole, words=whole.words[::2])], [whole]))
    assert [text for text, _ in found] == ["one", "two", "three"]


def test_a_line_that_the_first_reading_passed_over_comes_last() -> None:
    first = [line("above", 90), line("below", 90, top=80)]
    second = [line("above", 90), line("between", 90, top=40), line("below", 90, top=80)]
    assert [each.text for each in merged(first, second)] == ["above", "below", "between"]


def test_a_line_whose_row_is_in_the_box_of_another_is_kept() -> None:
    tall = EngineWord((Sign("above", 0.0, 0.0, 50.0, 64.0, 90.0),), 90.0)
    first = [EngineLine((tall,), (0.0, 20.0), (50.0, 20.0)), *(line("x", 90, top=n) for n in (100, 140, 180))]
    second = [line("below", 90, top=40), *first[1:]]
    assert [each.text for each in merged(first, second)] == ["above", "x", "x", "x", "below"]


def test_columns_that_the_second_reading_joins_stay_apart() -> None:
    first = [line("left", 90), line("right", 90, left=300)]
    joined = replace(first[0], words=first[0].words + first[1].words)
    assert [each.text for each in merged(first, [joined])] == ["left", "right"]


def test_a_row_that_the_first_reading_took_with_another_is_a_line() -> None:
    tall = EngineWord((Sign("above", 0.0, 0.0, 50.0, 44.0, 90.0),), 90.0)
    first = [EngineLine((tall,), (0.0, 20.0), (50.0, 20.0))]
    second = [line("below", 90, top=24), line("above", 90)]
    assert [each.text for each in merged(first, second)] == ["above", "below"]


@pytest.mark.parametrize(
    ("left", "top", "one"),
    [
        (23, 0, True),
        (24, 0, False),  # half of the width of both together is not shared
        (23, 11, True),
        (23, 12, False),  # a row below
        (-23, -11, True),
        (-24, 0, False),
    ],
)
def test_two_lines_are_one_if_they_share_most_of_their_width_and_a_row(
    left: float, top: float, *, one: bool
) -> None:
    first, second = line("letters", 90, left=100), line("letters", 90, left=100 + left, top=top)
    assert _is_one(first, second, 0.5, 12) == one


def test_the_usual_height_of_letters_is_the_mean_of_those_near_it() -> None:
    assert _usual([10, 11, 11, 14, 15], 2) == pytest.approx(32 / 3)
    assert _usual([10, 11, 11, 14, 15], 4) == pytest.approx(32 / 3)
    assert _usual([10, 12, 12, 12], 3) == 12
    assert _usual([10, 11.5, 13.5], 2) == pytest.approx(10.75)


@pytest.mark.parametrize(("gap", "heights"), [(0, [20]), (17, [17]), (4, [4]), (3, [])])
def test_the_height_of_a_letter_is_that_of_its_ink_from_its_foot_to_a_gap(
    gap: int, heights: list[int]
) -> None:
    """Above the gap is an accent; a gap at its foot leaves no letter."""
    made = line("A", 90, top=20)
    ink = np.ones((60, 20), bool)
    ink[:20] = False
    if gap:
        ink[40 - gap - 3 : 40 - gap] = False
    found, _ = _heights(replace(made, row=20.0), ink)
    assert found == heights


@pytest.mark.parametrize(
    ("text", "cased", "square"),
    [
        ("ab", True, False),
        ("aح", True, False),  # as many of each
        ("aحح", False, False),
        ("12", True, False),
        ("国a", True, False),
        ("国国a", False, True),
        ("国1,", False, True),
    ],
)
def test_most_letters_tell_the_script_of_a_line(text: str, *, cased: bool, square: bool) -> None:
    made = line(text, 90)
    assert (made.cased, made.square) == (cased, square)


@pytest.mark.parametrize(
    ("text", "sure", "expected"),
    [("abc", 20, True), ("abc", 19, False), ("abcd", 19, True), ("a-b-c", 19, False), ("a1b2", 1, True)],
)
def test_few_strokes_of_which_the_engine_is_unsure_are_no_text(
    text: str, sure: float, *, expected: bool
) -> None:
    assert line(text, sure).is_text == expected


def test_the_confidence_in_lines_is_that_of_their_characters() -> None:
    assert confidence([line("abc d", 90, 50), line("e", 10)]) == pytest.approx((3 * 90 + 50 + 10) / 5)
    assert confidence([]) == 0


@pytest.mark.parametrize(
    ("margin", "inside"), [(4, False), (5, True)], ids=["its middle is beside the box", "at its edge"]
)
@pytest.mark.parametrize("box", [(30, 0, 40, 9), (60, 0, 70, 9)])
def test_a_sign_is_inside_a_box_with_its_middle(
    box: tuple[int, int, int, int], margin: float, *, inside: bool
) -> None:
    sign = Sign("a", 40.0 if box[0] == 30 else 50.0, 0, 50.0 if box[0] == 30 else 60.0, 20, 90.0)
    assert sign.is_inside(box, margin) == inside


@pytest.mark.parametrize(
    ("left", "right", "covers"),
    [(45, 60, False), (44, 60, True), (30, 45, False), (30, 46, True), (43, 47, False)],
)
def test_a_sign_covers_a_box_of_which_it_takes_more_than_half(
    left: float, right: float, *, covers: bool
) -> None:
    assert Sign("a", left, 0, right, 20, 90.0).covers((40, 0, 50, 9)) == covers


def test_a_line_has_a_baseline_everywhere_and_a_box_on_the_page() -> None:
    sloping = replace(line("ab cd", 90, 90, left=-3.4, top=-2.0), start=(20.0, 101.0), stop=(200.0, 110.0))
    assert [sloping.base(each) for each in (0, 100, 200, 300)] == [100, 105, 110, 115]
    assert replace(sloping, stop=(20.0, 110.0)).base(20) == 101
    assert sloping.box == (0, 0, 47, 18)


@pytest.mark.parametrize(
    ("size", "bases", "expected"),
    [
        (0, (), 30.0),  # of its row, if nothing is known
        (0, (60,), 10.0),
        (0, (60, 90), 10.0),  # of the nearer line
        (0, (50, 81), 20.0),
        (0, (50, 90), 10.0),  # of that above, if both are as near
        (19, (50, 90), 20.0),  # nearer to its own
        (24, (10, 50, 90), 20.0),  # of the two beside it
    ],
)
def test_few_letters_are_as_large_as_those_of_the_lines_beside(
    size: float, bases: tuple[int, ...], expected: float
) -> None:
    own = replace(line("a", 90, top=50), size=30.0)
    sizes = {10: 24.0, 50: 10.0, 60: 10.0, 81: 20.0, 90: 20.0}
    told = {line("others", 90, top=base - 20): sizes[base] for base in bases}
    assert _beside(own, size, told) == expected


def test_chinese_characters_are_as_high_as_most_of_them() -> None:
    ink = np.zeros((60, 100), bool)
    made = line("国国国一，", 90, top=10)
    for n, height in enumerate((14, 15, 16, 2, 6)):
        ink[28 - height : 28, 10 * n + 1 : 10 * n + 9] = True
    ink[10, :] = True  # of the line above
    assert _square_height(made, ink) == pytest.approx(15.25)
    assert _square_height(line("一", 90, top=40), ink) == 0


def test_strokes_are_measured_though_they_lean() -> None:
    ink = np.zeros((60, 30), bool)
    for n in range(15):
        ink[12 + n, 15 - n // 5] = True  # leans by one pixel in five
    ink[20:24, 2:8] = True
    made = line("لام", 90, top=10)
    assert _longest_strokes(made, ink) == pytest.approx(15, abs=1.5)
    assert _longest_strokes(made, np.zeros_like(ink)) == 0


def test_a_letter_at_the_edge_of_the_page_is_measured_up_to_it() -> None:
    made = replace(line("A", 90, top=-10), row=20.0)
    found, _ = _heights(made, np.ones((60, 20), bool))
    assert found == [10]


@pytest.mark.parametrize(("height", "one"), [(18, True), (17, False), (22, True), (23, False)])
def test_what_differs_by_less_than_can_be_measured_is_one_size(height: int, *, one: bool) -> None:
    """The size is that of most letters."""
    ink, lines = np.zeros((200, 400), bool), []
    for text, high, top in (("ABCDEFGHIJKLMNOPQRST", 20, 20), ("ABCDEFGHIJKLM", height, 120)):
        ink[top + 20 - high : top + 20] = True
        lines.append(replace(line(text, 90, top=top), row=40.0))
    first, second = (each.size for each in sized(lines, ink))
    assert first == pytest.approx(20 / 0.7)
    assert second == pytest.approx(first if one else height / 0.7)
