"""What stands on a PDF page: its characters and where, as pdfium tells them.

pdfium has an order of its own for a page's text, good for left-to-right text and wrong
for Arabic, where it turns some words round and others not. So only what it knows for
sure is taken from it: each character, its box, its baseline, and where it saw a space.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from aligner.readers.pdf.bars import Bar, bars_of, links_of
from aligner.readers.pdf.clips import Clips

_LIGATURES: Final = ((0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0x2F00, 0x2FDF), (0x2E9F, 0x2EF3))
_HYPHENS: Final = frozenset({0x02, 0xFFFE})
_MAX_TURN: Final = 0.05  # radians
_BOLD: Final = re.compile(rb"bold|black|heavy", re.IGNORECASE)


@dataclass(slots=True)
class Glyph:
    """One character on a page, in points; y runs up, as in PDF.

    `order` is its place in pdfium's own order, spaces not counted, line ends counted;
    `word` numbers the stretches between spaces there, and `spaced` says that it begins one.
    `bold` is None where its font has no name to tell by, and `gone` says that the character is not
    in the draft that is read.
    """

    text: str
    order: int
    left: float
    right: float
    base: float
    size: float
    origin: float
    word: int = 0
    spaced: bool = False
    bold: bool | None = False
    gone: bool = False

    @property
    def middle(self) -> float:
        """Half way between its sides."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The characters of one page.

    `height` is that of the page as it is read; `turned` counts characters left out because they
    stand at an angle to the rest. `bars` are thin level lines, `links` the places of links; both are
    empty unless they were asked for.
    """

    glyphs: tuple[Glyph, ...]
    height: float
    turned: int
    bars: tuple[Bar, ...] = ()
    links: tuple[Bar, ...] = ()


def page_glyphs(page: Any, *, marked_up: bool = False) -> PageGlyphs:
    """Collect the characters of a pypdfium2 page, the page turned so that most are upright.

    With `marked_up`, also what changes can be marked with by hand: bars, links, bold letters.
    """
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        matrix = pdfium.FS_MATRIX()
        quarters = [_quarter(_angle(pdfium, textpage, index, matrix)) for index in range(count)]
        turns = Counter(quarter for quarter in quarters if quarter is not None)
        turn = max(turns, key=lambda quarter: turns[quarter], default=0)
        left, bottom, right, top = page.get_mediabox()
        crop = page.get_cropbox()
        area = (max(left, crop[0]), max(bottom, crop[1]), min(right, crop[2]), min(top, crop[3]))
        collector = _Collector(pdfium, textpage, Clips(pdfium, page, textpage), turn, area)
        for index, quarter in enumerate(quarters):
            collector.take(index, quarter, weigh=marked_up)
    finally:
        textpage.close()
    found = PageGlyphs(tuple(collector.glyphs), collector.height, collector.turned)
    if not marked_up:
        return found
    bars, links = (find(pdfium, page, collector.upright) for find in (bars_of, links_of))
    return replace(found, bars=bars, links=links)


def _angle(pdfium: Any, textpage: Any, index: int, matrix: Any) -> float:
    """Which way a character's line runs, in radians clockwise.

    pdfium's own answer is the direction its stems lean in: letters that are slanted because a
    font has no italics (all Chinese ones) would count as askew.
    """
    if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        return math.atan2(-matrix.b, matrix.a)
    return float(pdfium.FPDFText_GetCharAngle(textpage, index))


def _quarter(angle: float) -> int | None:
    """Quarter turns (0 to 3), or None for text that is askew."""
    turns = angle / (math.pi / 2)
    nearest = round(turns)
    return nearest % 4 if abs(turns - nearest) * math.pi / 2 < _MAX_TURN else None


class _Collector:
    """Takes characters one by one; holds the ctypes values that pdfium fills in."""

    def __init__(
        self, pdfium: Any, textpage: Any, clips: Clips, turn: int, area: tuple[float, float, float, float]
    ) -> None:
        self.pdfium = pdfium
        self.textpage = textpage
        self.clips = clips
        self.turn = turn
        self.area = area
        self.glyphs: list[Glyph] = []
        self.turned = 0
        self.space = False
        self.order = self.word = 0
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()

    @property
    def height(self) -> float:
        """Of the page once turned; also what `base` is measured from."""
        across = self.turn % 2
        return self.area[2] - self.area[0] if across else self.area[3] - self.area[1]

    def take(self, index: int, quarter: int | None, *, weigh: bool = False) -> None:
        """Add one character, or remember that it was a space; `weigh` asks whether it is bold."""
        code = self._code(index)
        character = "-" if code in _HYPHENS else chr(code) if 0 < code <= 0x10FFFF else ""
        if 0xD800 <= code <= 0xDFFF or not character:
            return
        if character in "\r\n":
            self.word += 1
            self.order += 1  # pdfium begins a line also where a raised mark ends: let the gap decide
            return
        if character.isspace() or character in "\u200b\ufeff":
            self.space = True
            self.word += 1
            return
        if unicodedata.category(character) == "Cc":
            return
        if quarter != self.turn:
            self.turned += 1
            return
        glyph = self._glyph(character, index)
        if glyph is not None:
            glyph.spaced, self.space = self.space, False
            glyph.bold = self._is_bold(index) if weigh else False
            self.glyphs.append(glyph)
            self.order += 1

    def _is_bold(self, index: int) -> bool | None:
        """By the font's name: the weight that pdfium works out is a guess from its stems."""
        name = ctypes.create_string_buffer(256)
        self.pdfium.FPDFText_GetFontInfo(self.textpage, index, name, len(name), ctypes.c_int())
        return _BOLD.search(name.value) is not None if name.value else None

    def _code(self, index: int) -> int:
        """The code point; pdfium gives those beyond 65,535 as two halves, one after the other."""
        code: int = self.pdfium.FPDFText_GetUnicode(self.textpage, index)
        if 0xD800 <= code < 0xDC00:
            second: int = self.pdfium.FPDFText_GetUnicode(self.textpage, index + 1)
            if 0xDC00 <= second < 0xE000:
                return 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00)
        return code

    def _glyph(self, character: str, index: int) -> Glyph | None:
        pdfium, textpage = self.pdfium, self.textpage
        pdfium.FPDFText_GetCharOrigin(textpage, index, self._x, self._y)
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, self._rect):
            return None
        corners = (self._rect.left, self._rect.bottom, self._rect.right, self._rect.top)
        if not all(map(math.isfinite, (*corners, self._x.value, self._y.value))):
            return None
        size = self._size(index)
        if self.clips.hides(index, (corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2):
            return None
        first, second = self.upright(corners[0], corners[1]), self.upright(corners[2], corners[3])
        origin, base = self.upright(self._x.value, self._y.value)
        left, right = sorted((first[0], second[0]))
        width = self.area[3] - self.area[1] if self.turn % 2 else self.area[2] - self.area[0]
        if not (0 <= (left + right) / 2 <= width and 0 <= base <= self.height):
            return None
        return Glyph(_plain(character), self.order, left, right, base, size, origin, self.word)

    def _size(self, index: int) -> float:
        """The height of the letters as seen: the font's size under its matrix."""
        size: float = self.pdfium.FPDFText_GetFontSize(self.textpage, index)
        if self.pdfium.FPDFText_GetMatrix(self.textpage, index, self._matrix):
            scale = math.hypot(self._matrix.c, self._matrix.d)
            size *= scale if math.isfinite(scale) and scale > 0 else 1.0
        return (
            size if math.isfinite(size) and size > 0.5 else max(abs(self._rect.top - self._rect.bottom), 1.0)
        )

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Coordinates on the page turned upright, from its lower left corner."""
        left, bottom, right, top = self.area
        return (
            (x - left, y - bottom),
            (top - y, x - left),
            (right - x, top - y),
            (y - bottom, right - x),
        )[self.turn]


def _plain(character: str) -> str:
    """Letters for ligatures, Arabic presentation forms and radicals that stand for ideographs."""
    code = ord(character)
    if any(first <= code <= last for first, last in _LIGATURES):
        return unicodedata.normalize("NFKC", character).strip()
    return character
