"""Accents that a PDF prints over their letters as signs of their own, as TeX's first fonts need it."""

import unicodedata
from collections.abc import Sequence
from itertools import islice
from typing import Final

from aligner.readers.pdf.glyph import Glyph

SIGNS: Final = {
    0x60: 0x300, 0xA8: 0x308, 0xAF: 0x304, 0xB4: 0x301, 0xB8: 0x327, 0x2C6: 0x302, 0x2C7: 0x30C,
    0x2D8: 0x306, 0x2D9: 0x307, 0x2DA: 0x30A, 0x2DB: 0x328, 0x2DC: 0x303, 0x2DD: 0x30B,
}  # fmt: skip
"""The signs of accents, and the accents that combine with letters."""

_ACCENTS: Final = {chr(sign): chr(accent) for sign, accent in SIGNS.items()}
_DOTLESS: Final = {chr(0x131): "i", chr(0x237): "j"}
_OVER: Final = 0.5  # minimum share of an accent's width that is over its letter
_LINE: Final = 200  # characters of a line, at most


def joined(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters of a page in pdfium's order, each letter with the accent printed over it.

    An accent comes beside its letter, or at the end of the line where pdfium puts raised signs.

    Args:
        glyphs: these characters; letters and orders are changed in place.
    """
    kept: list[Glyph] = []
    accent: Glyph | None = None  # one whose letter follows
    for index, glyph in enumerate(glyphs):
        glyph.order -= index - len(kept)
        if accent is not None:
            glyph.spaced, glyph.guessed, glyph.word = accent.spaced, accent.guessed, accent.word
            accent = None
        if glyph.text in _ACCENTS:
            if any(_is_put_on(glyph, following) for following in glyphs[index + 1 : index + 2]):
                accent = glyph
                continue
            if any(_is_put_on(glyph, before) for before in islice(reversed(kept), _LINE)):
                continue
        kept.append(glyph)
    return kept


def _is_put_on(accent: Glyph, letter: Glyph) -> bool:
    """Whether an accent is over or under a letter; the letter gets it."""
    over = min(accent.right, letter.right) - max(accent.left, letter.left)
    if over <= _OVER * (accent.right - accent.left) or abs(accent.base - letter.base) > letter.size / 2:
        return False
    text = _DOTLESS.get(letter.text, letter.text) + _ACCENTS[accent.text]
    whole = unicodedata.normalize("NFC", text)
    if len(whole) != len(letter.text):
        return False
    letter.text = whole
    return True
