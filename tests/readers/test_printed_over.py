"""Texts that a PDF prints over each other, lowered signs, and rules that frame one table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.readers.pdf.baselines import baselines, layers
from aligner.readers.pdf.columns import Fragment
from aligner.readers.pdf.glyph import Glyph
from aligner.readers.pdf.grids import grids_of
from aligner.readers.pdf.line_text import write_line
from aligner.readers.pdf.measures import CLOSEST, WIDER
from aligner.readers.pdf.raised_marks import _runs, find
from aligner.readers.pdf.rules import Rule


def glyphs(text: str, left: float, first: int) -> list[Glyph]:
    """The characters of a text side by side, 6 points wide, which the file has in order from `first` on."""
    return [
        Glyph(sign, first + n, left + 6 * n, left + 6 * n + 6, 0.0, 10.0, left + 6 * n)
        for n, sign in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("xyzuvw", ["abcdefgh", "xyzuvw"]),
        ("xyzu", ["abcdefgh", "xyzu"]),
        ("xyz", ["abxcydzefgh"]),  # of a formula
        ("bcdefg", ["abcdefgh"]),  # a shadow
    ],
)
def test_a_text_over_another_is_read_by_itself(over: str, expected: list[str]) -> None:
    shift = 7.0 if over == "bcdefg" else 8.0
    made = sorted([*glyphs("abcdefgh", 0, 0), *glyphs(over, shift, 20)], key=lambda glyph: glyph.left)
    assert ["".join(glyph.text for glyph in text) for text in layers(made)] == expected


def frame(*heights: float, right: float = 100) -> list[Rule]:
    """Rules across a table at some heights, and three from its foot to its head."""
    across = [Rule(0, height, right, height + 0.5) for height in heights]
    return across + [Rule(place, min(heights), place + 0.5, max(heights)) for place in (0, right / 2, right)]


def test_the_rules_of_a_table_are_one_grid() -> None:
    grids, loose = grids_of(frame(0, 20, 40))
    assert [[round(level.height) for level in grid.levels] for grid in grids] == [[40, 20, 0]]
    assert loose == []


def test_a_rule_that_no_table_touches_is_loose() -> None:
    grids, loose = grids_of([*frame(0, 20, 40), Rule(0, 90, 100, 90.5)])
    assert len(grids) == 1
    assert [round(level.height) for level in loose] == [90]


@pytest.mark.parametrize(
    ("depth", "size", "expected"),
    [(2, 6, ["NOx"]), (4, 6, ["NOx"]), (6, 6, ["NO", "x"]), (2, 10, ["NOx"]), (4, 10, ["NO", "x"])],
)
def test_a_small_lowered_sign_belongs_to_the_line_above(
    depth: float, size: float, expected: list[str]
) -> None:
    lowered = Glyph("x", 2, 12, 12 + size / 2, -depth, size, 12)
    rows = baselines([*glyphs("NO", 0, 0), lowered])
    assert ["".join(glyph.text for glyph in row.glyphs) for row in rows] == expected


def test_the_same_letter_above_itself_is_two_letters() -> None:
    letters = [("ي", 311.7, 310.9, 316.4), ("ي", 306.3, 307.0, 315.5)]
    made = [Glyph(sign, n, left, right, 692.0, 12.0, x) for n, (sign, x, left, right) in enumerate(letters)]
    assert [len(text) for text in layers(sorted(made, key=lambda glyph: glyph.left))] == [2]


def test_letters_above_each_other_are_read_as_the_file_has_them() -> None:
    places = [("ا", 257.7, 258.3, 259.6), ("ل", 254.6, 254.1, 255.5), ("م", 251.4, 251.1, 256.3)]
    places += [("ح", 250.7, 250.4, 257.3), ("ل", 248.6, 248.2, 250.9), ("ي", 245.9, 245.7, 248.8)]
    made = [Glyph(sign, n, left, right, 700.0, 12.0, x) for n, (sign, x, left, right) in enumerate(places)]
    assert write_line(Fragment(made, 700.0, 12.0), True, 842.0).text == "المحلي"


@pytest.mark.parametrize(
    ("sign", "away", "count"),
    [("a", 1.4, 1), ("a", 1.5, 2), ("م", 1.1, 1), ("م", 1.2, 2)],  # of a size of 10
)
def test_how_far_a_shadow_may_be_from_its_letter(sign: str, away: float, count: int) -> None:
    """A Latin letter by what it covers; an Arabic one by its place alone, since the next may be above it."""
    letter, shadow = (Glyph(sign, order, x, x + 6, 0.0, 10.0, x) for order, x in ((0, 0.0), (5, away)))
    assert [len(text) for text in layers([letter, Glyph("b", 3, 0.7, 5.0, 0.0, 10.0, 0.7), shadow])] == [
        count + 1
    ]


def test_three_letters_above_each_other_are_all_read() -> None:
    places = [("ا", 258.5, 259.0, 260.5), ("ل", 255.0, 250.0, 258.0), ("م", 252.0, 250.5, 258.2)]
    places += [("ح", 250.7, 250.6, 258.6), ("ي", 245.9, 245.7, 250.0)]
    made = [Glyph(sign, n, left, right, 700.0, 12.0, x) for n, (sign, x, left, right) in enumerate(places)]
    assert write_line(Fragment(made, 700.0, 12.0), True, 842.0).text == "المحي"


@pytest.mark.parametrize(
    ("rise", "size", "expected"),
    [
        (1.2, 6, "States report."),
        (1.3, 6, "States report.¹"),
        (6.9, 6, "States report.¹"),
        (3, 9.5, "¹|States report."),
        (3.2, 9.5, "States report.¹"),
        (3.2, 8.8, "States report.¹"),
        (CLOSEST * 10 - 0.1, 10, "States report.¹"),
        (CLOSEST * 10 + 0.1, 10, "¹|States report."),  # a number on a line of its own
        (4, WIDER * 10 - 0.1, "States report.¹"),
        (4, WIDER * 10 + 0.1, "¹|States report."),
    ],
)
def test_how_far_above_its_line_a_mark_may_be(rise: float, size: float, expected: str) -> None:
    """`¹` stands for a mark that was found, and `|` for the end of a line."""
    letters = glyphs("States report.", 0, 0)
    mark = Glyph("5", 20, 84, 84 + size / 2, rise, size, 84)
    lines = []
    for row in baselines([*letters, mark]):
        owners = list(row.glyphs)
        text = "".join(glyph.text for glyph in owners)
        marked = [start for _, start, _ in find(text, owners, row)]
        line = "".join("¹" if at in marked else glyph.text for at, glyph in enumerate(owners))
        lines.append("¹" if line == "5" else line.replace("5", ""))
    assert "|".join(lines) == expected


@pytest.mark.parametrize(("gap", "expected"), [(0, ["12"]), (2.3, ["12"]), (2.45, ["1", "2"])])
def test_figures_of_one_mark_touch(gap: float, expected: list[str]) -> None:
    letters = glyphs("report", 0, 0)
    marks = [Glyph("1", 9, 36, 39, 4, 6, 36), Glyph("2", 10, 39 + gap, 42 + gap, 4, 6, 39 + gap)]
    runs = _runs(marks)
    assert ["".join(glyph.text for glyph in run) for run in runs] == expected
    assert len(baselines([*letters, *marks])) == 1


@pytest.mark.parametrize(("drop", "rows"), [(2.1, 1), (2.25, 2)])
def test_letters_a_little_lower_are_on_the_same_baseline(drop: float, rows: int) -> None:
    lower = [replace(glyph, base=-drop) for glyph in glyphs("below", 40, 10)]
    assert len(baselines([*glyphs("above", 0, 0), *lower])) == rows


def test_signs_over_letters_are_no_text_of_their_own() -> None:
    letters = glyphs("abcdefgh", 0, 0)
    signs = [replace(letters[at], text="\u0301", order=20 + 2 * at) for at in (1, 3, 5, 7)]
    made = sorted([*letters, *signs], key=lambda glyph: glyph.left)
    assert [len(text) for text in layers(made)] == [12]


@pytest.mark.parametrize(
    ("order", "shift", "expected"),
    [
        (2, 0.0, "ab"),  # the letter once more, after the next one
        (1, 0.0, "aab"),  # two letters of one sign
        (9, 1.0, "ab"),  # its shadow
        (9, 2.0, "aab"),
    ],
)
def test_a_letter_printed_twice_is_read_once(order: int, shift: float, expected: str) -> None:
    first, second = glyphs("ab", 0, 0)
    second = replace(second, order=2 if order == 1 else 1)
    again = replace(first, order=order, left=shift, right=6 + shift, origin=shift)
    read = layers(sorted([first, second, again], key=lambda glyph: glyph.left))
    assert ["".join(glyph.text for glyph in text) for text in read] == [expected]


def test_a_hyphen_for_line_ends_stays_only_at_a_line_end() -> None:
    line = write_line(Fragment(glyphs("co\u00adoperate\u00ad", 0, 0), 0.0, 10.0), False, 842.0)
    assert line.text == "cooperate\u00ad"
    assert write_line(Fragment(glyphs("co\u00adop", 0, 0), 0.0, 10.0), False, 842.0).text == "coop"
