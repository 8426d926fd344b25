"""Symbol fonts: the Unicode characters that their codes represent, and letters that represent a bullet."""

import re
from collections.abc import Mapping
from typing import Final

from aligner.values import data_files

SIGNS: Final[Mapping[str, Mapping[int, str]]] = {
    font: {int(start, 16) + n: sign for start, signs in rows.items() for n, sign in enumerate(signs)}
    for font, rows in data_files.tables("symbol_fonts.toml").items()
}
"""Name of the font in lower case → code (0x20 to 0xFF) → the character it shows."""

PRIVATE: Final = 0xF000
"""The offset that programs add to the codes of symbol fonts, to place them in Unicode's private area."""

PRIVATE_SIGN: Final = re.compile("[\uf020-\uf0ff]")
"""A sign of a symbol font at its code there."""

BULLET: Final = "•"
"""The bullet that signs without a meaning represent."""

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
    signs = SIGNS.get(font, {})
    return signs.get(code, signs.get(code - PRIVATE))


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
    if name.startswith("wingdings") and not name.startswith(("wingdings2", "wingdings3")):
        return _ALL_WINGDINGS
    return _PRIVATE_SYMBOL if name.startswith("symbol") else None


_PRIVATE_SYMBOL: Final = {PRIVATE + code: sign for code, sign in SIGNS["symbol"].items()}
_ALL_WINGDINGS: Final = {
    part + code: sign for part in (0, PRIVATE) for code, sign in SIGNS["wingdings"].items()
}
