"""Accents printed over their letters as signs of their own become one character with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.readers.pdf.accents import SIGNS, joined, without_own_accents
from aligner.readers.pdf.glyph import Glyph

WHOLE = {
    "`": "à", "¨": "ä", "¯": "ā", "´": "á", "¸": "ç", "ˆ": "â", "ˇ": "ǎ", "˘": "ă", "˙": "ȧ", "˚": "å",
    "˛": "ą", "˜": "ã", "˝": "ő",
}  # fmt: skip
LETTERS = {"¸": "c", "˝": "o"}  # of the others, all stand on an `a`


def printed(*placed: tuple[str, float, float]) -> str:
    """The text of signs from one place to another, as it is read; their orders have no gap."""
    glyphs = [
        Glyph(text, order, left, right, 700.0, 10.0, left) for order, (text, left, right) in enumerate(placed)
    ]
    kept = joined(glyphs)
    assert [glyph.order for glyph in kept] == list(range(len(kept)))
    return "".join(glyph.text for glyph in kept)


def test_each_accent_joins_a_letter_printed_before_or_after_it() -> None:
    assert {chr(sign) for sign in SIGNS} == WHOLE.keys()
    for sign, whole in WHOLE.items():
        accent, letter = (sign, 101.0, 104.0), (LETTERS.get(sign, "a"), 100.0, 105.0)
        assert printed(accent, letter) == printed(letter, accent) == whole


@pytest.mark.parametrize(
    ("placed", "text"),
    [
        ([("´", 101, 104), ("ı", 100, 105)], "í"),
        ([("ˆ", 101, 104), ("ȷ", 100, 105)], "ĵ"),
        ([("´", 101, 105), ("e", 100, 103)], "´e"),  # half of it is beside the letter
        ([("´", 101, 105), ("e", 100, 103.05)], "é"),
        ([("´", 101, 104), ("x", 100, 105)], "´x"),  # no letter has it
        ([("e", 100, 105), ("´", 101, 104), ("e", 106, 111)], "ée"),
        ([("e", 100, 105), ("´", 107, 110), ("e", 106, 111)], "eé"),
        ([("e", 100, 105), ("´", 112, 115), ("e", 120, 125)], "e´e"),  # far from both
        ([("´", 101, 104)], "´"),
    ],
)
def test_an_accent_joins_the_letter_that_it_is_over(
    placed: list[tuple[str, float, float]], text: str
) -> None:
    assert printed(*placed) == text


def test_a_letter_begins_the_word_that_its_accent_began() -> None:
    accent = Glyph("´", 0, 101, 104, 700.0, 10.0, 101, word=7, spaced=True, guessed=True)
    (letter,) = joined([accent, Glyph("e", 1, 100, 105, 700.0, 10.0, 100, word=8)])
    assert (letter.text, letter.word, letter.spaced, letter.guessed) == ("é", 7, True, True)


@pytest.mark.parametrize(
    ("accent", "text"),
    [
        ((101, 702.3), "Ärz"),  # raised over a capital letter, so that pdfium puts it after the line
        ((101, 712.0), "Arz¨"),  # the line above
        ((107, 700.0), "Arz¨"),  # over the second letter, which has none
    ],
)
def test_an_accent_after_the_line_finds_its_letter(accent: tuple[float, float], text: str) -> None:
    letters = [
        Glyph(letter, order, 100.0 + 6 * order, 105.0 + 6 * order, 700.0, 10.0, 100.0 + 6 * order)
        for order, letter in enumerate("Arz")
    ]
    left, base = accent
    kept = joined([*letters, Glyph("¨", 3, left, left + 3, base, 10.0, left)])
    assert "".join(glyph.text for glyph in kept) == text


def on_two_baselines(*placed: tuple[str, float, float, float]) -> list[Glyph]:
    """Signs with their left and right edges and their height above the baseline of most of them."""
    rest = [Glyph("ب", 0, 10.0 * n, 10.0 * n + 8, 700.0, 13.0, 10.0 * n) for n in range(3)]
    signs = [*rest, *(Glyph(text, 0, a, b, 700.0 + up, 13.0, a) for text, a, b, up in placed)]
    return [replace(sign, order=order) for order, sign in enumerate(signs)]


@pytest.mark.parametrize(
    ("placed", "text"),
    [
        ([("أ", 50.0, 52.2, 3.2), ("أ", 50.7, 51.5, 0.0)], "أ"),  # the hamza, and the letter it is over
        ([("أ", 50.7, 51.5, 0.0), ("أ", 50.0, 52.2, -0.9)], "أ"),
        ([("أ", 50.0, 52.2, 2.3), ("ل", 50.0, 52.2, 2.3), ("ل", 50.1, 56.0, 0), ("أ", 50.1, 56.0, 0)], "لأ"),
        ([("É", 50.0, 56.4, 0.0), ("É", 52.5, 55.0, 2.2)], "É"),
        ([("E", 50.0, 56.4, 0.0), ("E", 52.5, 55.0, 2.2)], "EE"),
        ([("أ", 50.0, 52.2, 13.0), ("أ", 50.7, 51.5, 0.0)], "أأ"),  # on the line above
        ([("أ", 50.0, 52.2, 3.2), ("أ", 60.7, 61.5, 0.0)], "أأ"),
        ([("أ", 50.0, 52.2, 3.2), ("ب", 50.7, 51.5, 0.0)], "أب"),
    ],
)
def test_an_accent_that_is_a_sign_of_its_own_is_no_second_letter(
    placed: list[tuple[str, float, float, float]], text: str
) -> None:
    kept = without_own_accents(on_two_baselines(*placed))
    assert "".join(glyph.text for glyph in kept) == f"ببب{text}"
    assert [glyph.order for glyph in kept] == list(range(len(kept)))


def test_a_letter_begins_the_word_that_its_hamza_began() -> None:
    glyphs = on_two_baselines(("إ", 50.0, 52.2, -0.9), ("إ", 50.7, 51.5, 0.0), ("ل", 40.0, 48.0, 0.0))
    glyphs[3].spaced = True
    assert [glyph.spaced for glyph in without_own_accents(glyphs)] == [False, False, False, True, False]
