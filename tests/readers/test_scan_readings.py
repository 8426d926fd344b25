"""Two readings of one page: which words stay, and which are doubtful."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aligner.readers.scans.engine_lines import EngineLine, EngineWord, Sign, _heights, _usual
from aligner.readers.scans.readings import _is_one, merged
from aligner.readers.scans.recognised_page import DOUBTFUL


def line(words: str, *sure: float, left: float = 0.0, top: float = 0.0) -> EngineLine:
    """A line of words of which each is so sure; its letters are 10 pixels wide and 20 high."""
    made = []
    for word, confidence in zip(words.split(), sure, strict=True):
        signs = [
            Sign(sign, left + 10 * n, top, left + 10 * (n + 1), top + 20, confidence)
            for n, sign in enumerate(word)
        ]
        left = signs[-1].right + 10
        made.append(EngineWord(tuple(signs), confidence))
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
