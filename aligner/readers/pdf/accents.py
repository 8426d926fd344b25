"""Accents that a PDF prints over their letters as signs of their own, as TeX's first fonts need it."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
_AWAY: Final = 0.3  # em: maximum distance of an accent from its letter's baseline; in two fonts 0.07 to 0.25
_OVER: Final = 0.5  # minimum share of an accent's width that is over its letter
_LINE: Final = 200  # characters of a line, at most


def joined(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters of a page in pdfium's order, each letter with the accent printed over it.

    An accent comes beside its letter, or at the end of the line where pdfium puts raised signs. Letters and
    orders are changed in place.
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


def without_own_accents(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters of a page in pdfium's order, without signs that are but the accent of a letter.

    If a font draws an accent, or the hamza of an Arabic letter, as a sign of its own, a file may give the
    letter as the text of both, and so with the other letters of a ligature. The letter is on the baseline
    that most others have. Orders are changed in place.
    """
    twins = list(_twins(glyphs))
    if not twins:
        return list(glyphs)
    on_baseline = Counter(glyph.base for glyph in glyphs)
    letters: dict[tuple[float, float], Glyph] = {}  # by the place of their accents
    for pair in twins:
        accent, letter = sorted(pair, key=lambda glyph: on_baseline[glyph.base])
        letters[accent.origin, accent.base] = letter
    kept: list[Glyph] = []
    spaced: Glyph | None = None  # a letter that begins a word as its accent does
    for index, glyph in enumerate(glyphs):
        glyph.order -= index - len(kept)
        place = glyph.origin, glyph.base
        if place in letters:
            spaced = letters[place] if glyph.spaced else spaced
            continue
        if spaced and place == (spaced.origin, spaced.base):
            glyph.spaced = True
        spaced = None
        kept.append(glyph)
    return kept


def _twins(glyphs: Sequence[Glyph]) -> Iterator[tuple[Glyph, Glyph]]:
    """Yield the same letters with an accent one above the other, too near for two lines."""
    accented = {text for text in {glyph.text for glyph in glyphs} if _has_accent(text)}
    by_text: dict[str, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.text in accented:
            by_text[glyph.text].append(glyph)
    for same in by_text.values():
        same.sort(key=lambda glyph: glyph.base)
        for index, low in enumerate(same):
            for high in same[index + 1 :]:
                if high.base - low.base > _AWAY * low.size:
                    break
                is_one = low.left <= high.middle <= low.right or high.left <= low.middle <= high.right
                if low.base < high.base and is_one:
                    yield low, high


def _has_accent(text: str) -> bool:
    """Whether a sign is a letter and a mark."""
    return (
        len(text) == 1
        and unicodedata.is_normalized("NFC", text)
        and not unicodedata.is_normalized("NFD", text)
    )
