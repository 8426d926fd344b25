"""The characters of a PDF page with their positions, as the other modules use them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from aligner.readers.pdf.rules import NO_RULES, PageRules, Rule
from aligner.values.runs import runs_of

Area = tuple[float, float, float, float]
"""Left, bottom, right, top."""

SAME_PLACE: Final = 0.12  # of the letters' size: maximum offset of a character printed twice
_FIRST_MARK: Final = "\u0300"
_HALF_EMPTY: Final = frozenset("，。、；：！？）」』》〉】")


@dataclass(slots=True)
class Glyph:
    """One character on a page, in points; y increases upwards, as in PDF.

    Attributes:
        order: its index in pdfium's order, which counts line ends but not spaces.
        origin: where its origin is on the baseline, across the page.
        word: number of its word, a stretch between spaces in pdfium's order.
        spaced: whether it begins a word.
        guessed: whether pdfium only inferred the space before it from the gap.
        bold: None if its font has no name.
        gone: whether it is absent from the draft being read.
        doubtful: whether text recognition may have misread it.
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
    guessed: bool = False
    doubtful: bool = False

    @property
    def middle(self) -> float:
        """The horizontal position of its middle."""
        return (self.left + self.right) / 2

    @property
    def is_combining(self) -> bool:
        """Whether it is written over or under another character."""
        return is_combining(self.text)


def is_combining(text: str) -> bool:
    """Whether a character is a combining mark, written over or under another."""
    return text >= _FIRST_MARK and unicodedata.category(text[:1]) == "Mn"


def are_aligned(first: Glyph, second: Glyph) -> bool:
    """Whether two characters have the same position across the page."""
    return abs(first.origin - second.origin) < SAME_PLACE * second.size


def inked_to(glyph: Glyph) -> float:
    """Return the right edge of a character's ink: a Chinese comma leaves half of its width empty."""
    return glyph.middle if glyph.text in _HALF_EMPTY else glyph.right


def pieces_of(glyphs: Iterable[Glyph], gap: float) -> list[list[Glyph]]:
    """Cut the characters of a line, from left to right, where they are further apart than `gap`."""
    return runs_of(glyphs, lambda before, after: after.left - inked_to(before) <= gap)


def across(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Sort the characters of one line from left to right, by their middles."""
    return sorted(glyphs, key=lambda glyph: (glyph.left + glyph.right, glyph.order))


@dataclass(slots=True)
class Fragment:
    """Characters on one baseline, from left to right, with the raised ones that belong to it."""

    glyphs: list[Glyph]
    base: float
    size: float
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = min([glyph.left for glyph in self.glyphs])
        self.right = max([glyph.right for glyph in self.glyphs])


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns a page, or the text of one angle on it, upright.

    Attributes:
        area: the visible part of the page, in the file's coordinates.
        turn: quarter turns by which its text is rotated clockwise.
    """

    area: Area
    turn: float = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, turned upright."""
        left, bottom, right, top = self.area
        return (top - bottom, right - left) if self.turn % 2 == 1 else (right - left, top - bottom)

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Map coordinates of the file to the upright page, from its lower left corner."""
        left, bottom, right, top = self.area
        width, height = self.size
        across, up = self._rotated(x - (left + right) / 2, y - (bottom + top) / 2, self.turn)
        return across + width / 2, up + height / 2

    def in_file(self, across: float, up: float) -> tuple[float, float]:
        """Map a point of the upright page to the coordinates of the file."""
        left, bottom, right, top = self.area
        width, height = self.size
        x, y = self._rotated(across - width / 2, up - height / 2, -self.turn)
        return x + (left + right) / 2, y + (bottom + top) / 2

    @staticmethod
    def _rotated(x: float, y: float, turns: float) -> tuple[float, float]:
        angle = turns * math.pi / 2
        cosine, sine = round(math.cos(angle), 9), round(math.sin(angle), 9)  # exact for whole turns
        return x * cosine - y * sine, x * sine + y * cosine


UNKNOWN: Final = Frame((math.nan,) * 4)


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The characters of one page.

    Attributes:
        height: height of the page, turned the way it is read.
        turned: its text at an angle to the rest, one page for each angle.
        frame: where it is in the file, if it has turned text.
        links: the areas of its links; empty unless requested.
        hidden: number of characters left out because they are not visible.
        unknown: number of characters that the file does not map to text.
        invisible: number of characters drawn without ink.
        rules: its straight lines and drawings.
        pictured: whether it is a picture of a page, and has little or no text beside it.
        comments: number of comments that the page does not show.
    """

    glyphs: tuple[Glyph, ...]
    height: float
    turned: tuple[PageGlyphs, ...] = ()
    frame: Frame = UNKNOWN
    links: tuple[Rule, ...] = ()
    hidden: int = 0
    unknown: int = 0
    invisible: int = 0
    rules: PageRules = NO_RULES
    comments: int = 0
    pictured: bool = False
