"""Convert the character codes of a PDF to Unicode text."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, partial
from itertools import groupby, repeat
from typing import Any, Final

from aligner.languages.arabic_spelling import ALEFS
from aligner.readers.pdf.character_places import CharacterBox, ink_of, quick
from aligner.readers.pdf.font_maps import FontMaps
from aligner.readers.pdf.text_runs import TextRun
from aligner.readers.symbol_fonts import BULLET, PRIVATE

_COMPATIBILITY: Final = (
    (0xFB00, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x2E80, 0x2FDF),
)
_HYPHENS: Final = frozenset({0x02, 0xFFFE})
_FEWEST: Final = 6  # minimum number of letters that show that a map is wrong
_UNKNOWN: Final = "\ufffd"
_FIRST_SIGN, _LAST_SIGN, _NO_LATIN = 0x20, 0x7F, 0x250
"""A font without a map probably has its characters at their own codes if most of these are signs."""

_ALEF: Final = 0.33
"""Maximum width of an alef's ink, in sizes; that of a kaf is 0.4 to 0.6."""
_FLAT: Final = 0.4  # ratio of the height of a stroke to that of the letters beside it


class Characters:
    """Converts the character codes of a page to text."""

    def __init__(
        self, pdfium: Any, textpage: Any, codes: Sequence[int], corrections: FontMaps | None
    ) -> None:
        """Set up for the raw handle of a text page and the codes of its characters.

        `unmapped` is true for each character that pdfium could not map to Unicode, so that it gives
        the font's own code; `known` has the text of codes that mean the same in every font.
        """
        self._pdfium = pdfium
        self._textpage = textpage
        self._corrections = corrections
        has_error = quick(pdfium.FPDFText_HasUnicodeMapError)
        self.unmapped: list[int] = list(map(has_error, repeat(textpage), range(len(codes))))
        self._misread = _encoded_twice(codes)
        self.known: dict[int, str] = dict(self._misread)
        unmapped = [code for code, is_unmapped in zip(codes, self.unmapped, strict=True) if is_unmapped]
        signs = sum(_FIRST_SIGN < code < _LAST_SIGN for code in unmapped)
        self._are_signs = 2 * signs >= len(unmapped) and all(code >= _FIRST_SIGN for code in unmapped)

    def text(self, index: int, code: int, run: TextRun, *, begins: bool) -> tuple[str, bool]:
        """Return the text of a character that is not `known`, and whether it is certain.

        If it `begins` a line, a sign without a meaning is a bullet.
        """
        if self.unmapped[index]:
            return self._unmapped(code, run)
        if run.signs is not None and code in run.signs:
            return run.signs[code], True
        if code in _HYPHENS:
            return "-", True
        if _has_no_meaning(code):
            return (BULLET, True) if begins else (chr(code) if _is_private(code) else _UNKNOWN, False)
        character = chr(code)
        if self._corrections is not None:
            return plain(self._corrected(index, character, run, self._corrections)), True
        self.known[code] = plain(character)
        return self.known[code], True

    def _corrected(self, index: int, character: str, run: TextRun, corrections: FontMaps) -> str:
        """Return the letter that a font shows; if it has two under one name, the width decides."""
        right = corrections.misread(run.font).get(character)
        if right is None and character in ALEFS:
            doubtful = corrections.doubtful(run.font).get(character)
            right = doubtful if self._is_wide(index, run.size or 0.0) else None
        return character if right is None else right

    def _is_wide(self, index: int, size: float) -> bool:
        """Whether the ink of a character is wider than an alef, and not that of a ligature."""
        here, *beside = (ink_of(self._pdfium, self._textpage, each) for each in (index, index - 1, index + 1))
        left, _, right, _ = here
        return right - left > _ALEF * size and here not in beside

    def _unmapped(self, code: int, run: TextRun) -> tuple[str, bool]:
        meaning = self._misread.get(code)
        if meaning is None and self._corrections is not None:
            meaning = self._corrections.meaning(run.font, code)
        if meaning is not None:
            return "".join(map(plain, meaning)), True
        if run.signs is not None and PRIVATE + (code & 0xFF) in run.signs:
            return run.signs[PRIVATE + (code & 0xFF)], True
        is_sign = self._are_signs and _FIRST_SIGN < code < _NO_LATIN and chr(code).isprintable()
        return (chr(code) if is_sign else _UNKNOWN), False


def _encoded_twice(codes: Sequence[int]) -> dict[int, str]:
    """Return the letters meant by the Korean syllables of a page, if all of them are UTF-8 read as UTF-16.

    >>> _encoded_twice([0xD09C, 0xD0B0, 0xD181, 0xD188, 0xD182, 0xD0B1])[0xD09C]
    'М'
    """
    korean = {code for code in set(codes) if 0xAC00 <= code <= 0xD7A3}
    if len(korean) < _FEWEST or not all(code >= 0xC280 and 0x80 <= code & 0xFF < 0xC0 for code in korean):
        return {}
    return {code: code.to_bytes(2, "big").decode("utf-8") for code in korean}


def strokes(pdfium: Any, textpage: Any, codes: Sequence[int]) -> frozenset[int]:
    """Return the characters that are flat strokes, one or several, between two Arabic letters.

    Such a stroke only stretches a justified line. It stands for no character, and some programs
    give it the code of an arbitrary one, such as `J`, `~` or `\N{DAGGER}`, or none. A dash is none.
    If the code is that of a Latin letter, pdfium puts only one of the two letters beside it.
    """
    arabic = {code for code in set(codes) if _is_arabic_letter(code)}
    if not arabic:
        return frozenset()
    ink = cache(partial(ink_of, pdfium, textpage))
    found: set[int] = set()
    stop = 0
    for code, run in groupby(codes):
        start, stop = stop, stop + sum(1 for _ in run)
        beside = [index for index in (start - 1, stop) if 0 <= index < len(codes) and codes[index] in arabic]
        if not beside or code in arabic or code < 0:  # the second half of a character
            continue
        category = unicodedata.category(chr(code))
        if category == "Pd" or category[0] in "MZ":
            continue
        lefts, tops, rights, bottoms = zip(*map(ink, range(start, stop)), strict=True)
        stroke = min(lefts), max(tops), max(rights), min(bottoms)
        apart = 0.0 if category[0] == "P" else 1.0
        sides = _touched(stroke, map(ink, beside), apart)
        if sides == 1:
            letters = (index for index, letter in enumerate(codes) if letter in arabic)
            sides = _touched(stroke, map(ink, letters), apart)
        if sides == 2:
            found.update(range(start, stop))
    return frozenset(found)


def _touched(stroke: CharacterBox, letters: Iterable[CharacterBox], apart: float) -> int:
    """Return on how many sides a flat sign touches letters that are higher.

    `apart` is the distance at which they still touch, as a multiple of its height.
    """
    left, top, right, bottom = stroke
    height = top - bottom
    sides = {
        letter[0] + letter[2] < left + right
        for letter in letters
        if 0 < height < _FLAT * (letter[1] - letter[3])
        and letter[3] < top
        and bottom < letter[1]
        and left - apart * height <= letter[2]
        and letter[0] <= right + apart * height
    }
    return len(sides)


def plain(character: str) -> str:
    """Replace ligatures, Arabic presentation forms, and radicals used as Chinese characters."""
    code = ord(character)
    if any(first <= code <= last for first, last in _COMPATIBILITY):
        return unicodedata.normalize("NFKC", character).strip()
    return character


def _has_no_meaning(code: int) -> bool:
    """Whether a code is a control character, a lone surrogate or a private-use character."""
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or _is_private(code)


def _is_arabic_letter(code: int) -> bool:
    return 0x0621 <= code <= 0x063A or 0x0641 <= code <= 0x064A or 0xFB50 <= code <= 0xFEFC


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0x10FFFF
