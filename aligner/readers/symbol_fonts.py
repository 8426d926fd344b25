"""Symbol fonts: the Unicode characters that their codes represent, and letters that represent a bullet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_SYMBOL: Final = (
    dict(zip(range(0x20, 0x40), " !∀#∃%&∋()*+,−./0123456789:;<=>?", strict=True))
    | dict(zip(range(0x40, 0x60), "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_", strict=True))
    | dict(zip(range(0x61, 0x7F), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~", strict=True))
    | dict(zip(range(0xA0, 0xC0), "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵", strict=True))
    | dict(zip(range(0xC0, 0xE0), "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓", strict=True))
    | dict(zip(range(0xE0, 0xE6), "◊〈®©™∑", strict=True))
    | {0xF1: "〉", 0xF2: "∫"}
)
"""The signs of Symbol, but a plain asterisk, which footnote marks have, and no pieces of tall brackets."""
_WINGDINGS: Final = {
    **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪"},
    **{0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨"},
    **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
}
"""The signs of Wingdings that documents use: list marks, arrows, boxes to tick."""
SIGNS: Final[Mapping[str, Mapping[int, str]]] = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
"""Name of the font in lower case → code (0x20 to 0xFF) → the character it shows."""

PRIVATE: Final = 0xF000
"""The offset that programs add to the codes of symbol fonts, to place them in Unicode's private area."""
_OTHERS: Final = ("wingdings2", "wingdings3")

LETTER_BULLET: Final = "o"
"""The letter that Word shows, in a fixed-width font, as the bullet of a second level."""
ROUND_BULLET: Final = "◦"
"""The bullet that this letter represents."""
_FIXED_WIDTH: Final = ("courier", "mono")  # a program without Courier New takes Liberation Mono


def shown_sign(code: int, font: str) -> str | None:
    """Return the character that a font of `SIGNS` shows for a code, in the private area or not.

    >>> shown_sign(0xF0A7, "wingdings"), shown_sign(0xA7, "wingdings"), shown_sign(0xA7, "arial")
    ('▪', '▪', None)
    """
    low = code - PRIVATE if PRIVATE <= code <= PRIVATE + 0xFF else code
    return SIGNS.get(font, {}).get(low)


def draws_letter_bullets(font: str) -> bool:
    """Whether an `o` in this font that begins a line is a bullet.

    >>> draws_letter_bullets("ABCDEE+CourierNewPSMT"), draws_letter_bullets("Arial")
    (True, False)
    """
    return any(name in font.lower() for name in _FIXED_WIDTH)


def signs_of(font: str) -> Mapping[int, str] | None:
    """Return the characters for the codes of a symbol font in a PDF, or None for any other font.

    PDF programs map the codes of such fonts to U+F020–F0FF. Those of Wingdings they also map to
    U+0020–00FF, where none of its signs belongs; for Symbol, the characters there are correct.

    >>> signs_of("ABCDEE+Wingdings-Regular")[0xA7], 0xA7 in signs_of("SymbolMT"), signs_of("Arial")
    ('▪', False, None)
    """
    name = font.rpartition("+")[2].lower().replace(" ", "")
    if name.startswith("wingdings") and not name.startswith(_OTHERS):
        return _ALL_WINGDINGS
    return _PRIVATE_SYMBOL if name.startswith("symbol") else None


_PRIVATE_SYMBOL: Final = {PRIVATE + code: sign for code, sign in _SYMBOL.items()}
_ALL_WINGDINGS: Final = _WINGDINGS | {PRIVATE + code: sign for code, sign in _WINGDINGS.items()}
