"""Text struck through or underlined by thin bars, and bold text that is no heading, at each bound."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers.pdf.glyph import Glyph, PageGlyphs
from aligner.readers.pdf.marked_glyphs import _THROUGH, _UNDER, _are_near, _bold, _linked, _on_bars, take_away
from aligner.readers.pdf.rules import PageRules, Rule


def word(
    text: str, left: float = 100, base: float = 700, size: float = 10, *, bold: bool = False
) -> list[Glyph]:
    """Letters half as wide as high."""
    wide = size / 2
    return [
        Glyph(sign, n, left + n * wide, left + (n + 1) * wide, base, size, left + n * wide, bold=bold)
        for n, sign in enumerate(text)
    ]


def bar(left: float, right: float, height: float, thick: float = 1) -> Rule:
    return Rule(left, height - thick / 2, right, height + thick / 2)


def page(glyphs: Sequence[Glyph], *bars: Rule, links: Sequence[Rule] = ()) -> PageGlyphs:
    return PageGlyphs(tuple(glyphs), 800, rules=PageRules(bars), links=tuple(links))


@pytest.mark.parametrize(
    ("drawn", "heights", "struck"),
    [
        (bar(100, 120, 703), _THROUGH, "text"),
        (bar(100, 120, 703), _UNDER, ""),
        (bar(100, 120, 705), _THROUGH, "text"),
        (bar(100, 120, 705.1), _THROUGH, ""),
        (bar(100, 120, 701.25), _THROUGH, "text"),
        (bar(100, 120, 701.1), _THROUGH, ""),
        (bar(100, 120, 700.5), _UNDER, "text"),
        (bar(100, 120, 700.6), _UNDER, ""),
        (bar(100, 120, 697), _UNDER, "text"),
        (bar(100, 120, 696.9), _UNDER, ""),
        (bar(105, 115, 703), _THROUGH, "ex"),
        (bar(102.4, 120, 703), _THROUGH, "text"),
        (bar(102.5, 120, 703), _THROUGH, "ext"),  # half of a letter
        (bar(100, 117.5, 703), _THROUGH, "tex"),
        (bar(90, 120, 703), _THROUGH, "text"),
        (bar(89.9, 120, 703), _THROUGH, ""),  # longer than its text, as the border of a table
        (bar(100, 120, 703, 1.75), _THROUGH, "text"),
        (bar(100, 120, 703, 2), _THROUGH, ""),
        (bar(105, 107, 703, 0.5), _THROUGH, ""),
        (bar(100, 104, 703, 4.5), _THROUGH, ""),
    ],
)
def test_a_bar_covers_letters_by_more_than_half(
    drawn: Rule, heights: tuple[float, float], struck: str
) -> None:
    assert "".join(glyph.text for glyph in _on_bars(page(word("text"), drawn), heights)) == struck


@pytest.mark.parametrize(("long", "struck"), [(2, "i"), (1.9, "")])
def test_a_bar_is_two_points_long_at_least(long: float, struck: str) -> None:
    letter = Glyph("i", 0, 100, 102, 700, 10, 100)
    assert (
        "".join(glyph.text for glyph in _on_bars(page([letter], bar(100, 100 + long, 703)), _THROUGH))
        == struck
    )


@pytest.mark.parametrize(
    ("link", "linked"),
    [
        (Rule(95, 695, 110, 710), True),
        (Rule(102.5, 702.5, 102.5, 702.5), True),
        (Rule(102.6, 695, 110, 710), False),
        (Rule(95, 695, 102.4, 710), False),
        (Rule(95, 702.6, 110, 710), False),
        (Rule(95, 690, 110, 702.4), False),
    ],
)
def test_a_letter_of_a_link_is_inside_its_area(link: Rule, *, linked: bool) -> None:
    assert _linked(word("t")[0], (link,)) == linked
    assert not _linked(word("t")[0], ())
    assert bool(_on_bars(page(word("t"), bar(100, 105, 699), links=[link]), _UNDER)) != linked


def lines(*given: tuple[str, bool] | tuple[str, bool, float]) -> list[Glyph]:
    """Lines 12 points apart, each of one word."""
    made: list[Glyph] = []
    for number, (text, bold, *size) in enumerate(given):
        made += word(text, base=700 - 12 * number, size=size[0] if size else 10, bold=bold)
    return made


@pytest.mark.parametrize(
    ("given", "marked"),
    [
        ([("plain", False), ("Heading", True), ("plain", False)], ""),
        ([("plain", False), ("ended.", True), ("plain", False)], "ended."),
        ([("plain", False), ("Large.", True, 10.9), ("plain", False)], ""),
        ([("plain", False), ("Large.", True, 10.7), ("plain", False)], "Large."),
        ([("plain", False), ("Two", True), ("lines", True), ("plain", False)], ""),
        ([("plain", False), ("Two", True), ("lines.", True), ("plain", False)], "Twolines."),
        ([("Two.", True), ("lines", True), ("plain", False)], ""),
    ],
)
def test_a_line_in_bold_is_a_heading_unless_it_ends_with_a_stop(
    given: Sequence[tuple[str, bool]], marked: str
) -> None:
    assert "".join(glyph.text for glyph in _bold(page(lines(*given)))) == marked


@pytest.mark.parametrize(
    ("above", "bold", "marked"),
    [((False, False), True, ""), ((False, True), True, "bBold"), ((True, False), True, "a")],
)
def test_a_line_in_bold_goes_on_from_a_bold_word_above_it(
    above: tuple[bool, bool], marked: str, *, bold: bool
) -> None:
    first = [*word("a", bold=above[0]), *word("b", 105, bold=above[1])]
    assert (
        "".join(glyph.text for glyph in _bold(page([*first, *word("Bold", base=688, bold=bold)]))) == marked
    )


def test_a_line_in_bold_goes_on_in_a_bold_word_below_it() -> None:
    below = [*word("b", base=688, bold=True), *word("a", 105, 688)]
    assert "".join(glyph.text for glyph in _bold(page([*word("Bold", bold=True), *below]))) == "Boldb"
    assert _bold(page([])) == []


@pytest.mark.parametrize(
    ("base", "size", "near"),
    [
        (684, 10, True),
        (683.9, 10, False),
        (688, 10.6, True),
        (688, 10.7, False),
        (688, 9.45, True),
        (688, 9.4, False),
    ],
)
def test_lines_without_a_gap_have_letters_of_one_size(base: float, size: float, *, near: bool) -> None:
    assert _are_near(word("a"), word("b", base=base, size=size)) == near


@pytest.mark.parametrize(
    ("bars", "accept", "gone", "marked"),
    [
        ([bar(100, 115, 703)], True, "old", True),
        ([bar(100, 115, 703)], False, "bold", True),
        ([bar(100, 115, 703), bar(115, 130, 699)], False, "new", True),
        ([bar(100, 115, 703), bar(115, 130, 699)], True, "old", True),
        ([], True, "", True),
        ([], False, "bold", True),
    ],
)
def test_new_text_is_underlined_or_else_bold(
    bars: Sequence[Rule], gone: str, *, accept: bool, marked: bool
) -> None:
    letters = [*word("oldnew"), *word("bold", 130, bold=True)]
    assert take_away([page(letters, *bars)], accept=accept) == marked
    assert "".join(glyph.text for glyph in letters if glyph.gone) == gone


def test_a_text_without_bars_and_bold_letters_has_no_changes() -> None:
    assert not take_away([page(word("text"))], accept=True)
