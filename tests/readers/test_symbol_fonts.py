"""The signs that symbol fonts show for their codes."""

from __future__ import annotations

import pytest

from aligner.readers.symbol_fonts import SIGNS, shown_sign, signs_of

SYMBOL = {
    0x20: " ", 0x22: "∀", 0x3F: "?", 0x40: "≅", 0x41: "Α", 0x5F: "_", 0x60: None, 0x61: "α", 0x7E: "~",
    0x7F: None, 0xA0: "€", 0xB7: "•", 0xBF: "↵", 0xC0: "ℵ", 0xDF: "⇓", 0xE0: "◊", 0xE5: "∑", 0xE6: None,
    0xF0: None, 0xF1: "〉", 0xF2: "∫", 0xF3: None,
}  # fmt: skip
WINGDINGS = {
    0x6B: None, 0x6C: "●", 0x6D: None, 0x6E: "■", 0x6F: "□", 0x70: None, 0x71: "❑", 0x75: "◆", 0x76: "❖",
    0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: None,
    0xF0: "⇨", 0xFA: None, 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0xFF: None,
}  # fmt: skip
KNOWN = [
    *(("symbol", code, sign) for code, sign in SYMBOL.items()),
    *(("wingdings", code, sign) for code, sign in WINGDINGS.items()),
]


@pytest.mark.parametrize(("font", "code", "sign"), KNOWN)
def test_a_code_shows_its_sign_in_the_private_area_too(font: str, code: int, sign: str | None) -> None:
    assert shown_sign(code, font) == sign
    assert shown_sign(0xF000 + code, font) == sign
    assert shown_sign(0xF100 + code, font) is None
    assert shown_sign(0x1F000 + code, font) is None


@pytest.mark.parametrize(
    ("font", "known"),
    [
        ("Wingdings", True),
        ("ABCDEE+Wing dings", True),
        ("Wingdings 2", False),
        ("Wingdings3", False),
        ("Symbol", True),
        ("ABCDEE+SymbolMT", True),
        ("Segoe UI Symbol", False),
    ],
)
def test_fonts_are_known_by_the_beginning_of_their_names(font: str, *, known: bool) -> None:
    assert (signs_of(font) is not None) == known


def test_only_the_letters_of_wingdings_are_signs_outside_the_private_area() -> None:
    wingdings, symbol = signs_of("Wingdings"), signs_of("Symbol")
    assert wingdings is not None
    assert symbol is not None
    assert {code for code in wingdings if code <= 0xFF} == SIGNS["wingdings"].keys()
    assert min(symbol) == 0xF020
