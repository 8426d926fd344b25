"""Lines of signs as the engine finds them, in pixels; y increases downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.readers.extract_builder import is_ideographic

if TYPE_CHECKING:
    from aligner.readers.scans.graphics import Ink

# Heights are shares of the letters' size.
CAPITAL: Final = 0.7
"""Usual height of capitals and digits."""

_FAINT: Final = 20.0  # per cent: confidence below which what was recognised is a stain or a part of a picture
STROKES: Final = 3
"""Maximum number of signs of what may be a few strokes of a stain."""

_ONE_SIZE: Final = 1.13  # maximum ratio between sizes that are measured on letters of one size
_ONE_SIZE_UNCASED: Final = 1.3  # the same, where vowel signs and joined letters blur the measure
_SAME: Final = (
    1.04  # maximum ratio between two measures of one size, of which the most frequent is found first
)
_OF_ROW: Final = 0.87  # size of letters without capitals, as a share of the height of their row
_FOOT: Final = 3  # pixels above the baseline that all letters reach
_NEAR: Final = 0.12  # maximum difference of the heights of capitals and ascenders, as a share
_FEW: Final = 30  # one in so many letters of a line may be taller than its capitals

Box = tuple[int, int, int, int]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A recognised character with its box, and the engine's confidence in it, in per cent."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 0.0

    def is_inside(self, box: Box, margin: float) -> bool:
        """Whether its middle is above, in or below a box: the engine's boxes are sometimes too large."""
        return box[0] - margin <= (self.left + self.right) / 2 <= box[2] + margin

    def covers(self, box: Box) -> bool:
        """Whether it is above, in or below more than half of a box."""
        return 2 * (min(self.right, box[2]) - max(self.left, box[0])) > box[2] - box[0]


@dataclass(frozen=True, slots=True)
class EngineWord:
    """The characters of a word in reading order, and the engine's confidence in it, in per cent."""

    signs: tuple[Sign, ...]
    confidence: float

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(sign.text for sign in self.signs)


@dataclass(frozen=True, slots=True)
class EngineLine:
    """A line as the engine found it: its words, and its baseline at both ends.

    `row` is the height that the engine estimates for lines like it, `size` that of its letters.
    """

    words: tuple[EngineWord, ...]
    start: tuple[float, float]
    stop: tuple[float, float]
    row: float = 0.0
    size: float = 0.0

    def base(self, across: float) -> float:
        """Return the height of the baseline at a place across the page."""
        (x, y), (x2, y2) = self.start, self.stop
        return y + (y2 - y) * (across - x) / max(1.0, x2 - x)

    @property
    def signs(self) -> list[Sign]:
        """Its characters, in reading order."""
        return [sign for word in self.words for sign in word.signs]

    @property
    def cased(self) -> bool:
        """Whether it is in a script with capitals, whose height tells the size of the letters."""
        letters = [sign for sign in self.text if sign.isalpha()]
        return 2 * sum(sign.lower() != sign.upper() for sign in letters) >= len(letters)

    @property
    def text(self) -> str:
        """Its characters without spaces."""
        return "".join(sign.text for sign in self.signs)

    @property
    def is_text(self) -> bool:
        """Whether it is text, however doubtful, and no stain or part of a picture."""
        return confidence([self]) >= _FAINT or sum(sign.text.isalnum() for sign in self.signs) > STROKES


def confidence(lines: Iterable[EngineLine]) -> float:
    """Return the mean confidence of the characters of some lines, in per cent."""
    words = [word for line in lines for word in line.words]
    count = sum(len(word.signs) for word in words)
    return sum(word.confidence * len(word.signs) for word in words) / max(1, count)


def sized(lines: Sequence[EngineLine], ink: Ink) -> list[EngineLine]:
    """Give each line the size of its letters; lines that differ by less than can be measured have one size.

    Lines almost without capitals or digits may have few letters that are as tall as these, and so have the
    size of most lines.
    """
    measured = [_size(line, ink) for line in lines]

    def support(size: float) -> int:
        """Return the number of characters in lines of a size."""
        return sum(
            len(line.text)
            for line, other in zip(lines, measured, strict=True)
            if 1 / _SAME <= size / other <= _SAME
        )

    sizes: list[float] = []
    for size, line in sorted(zip(measured, lines, strict=True), key=lambda pair: -support(pair[0])):
        most = _ONE_SIZE if line.cased else _ONE_SIZE_UNCASED
        if not any(1 / most < size / known < most for known in sizes):
            sizes.append(size)
    made = []
    for line, size in zip(lines, measured, strict=True):
        tall = sum(sign.isupper() or sign.isdigit() for sign in line.text)
        low = size < sizes[0] and tall <= (1 + len(line.text) // _FEW if line.cased else 0)
        size = sizes[0] if low else min(sizes, key=lambda known: abs(known - size))
        made.append(replace(line, size=size))
    return made


def _size(line: EngineLine, ink: Ink) -> float:
    """Return the size of a line's letters in pixels."""
    square = [(s.left + s.right) / 2 for s in line.signs if is_ideographic(s.text)]
    if 2 * len(square) > len(line.text) and len(square) > 2:
        return max(1.0, median(after - before for before, after in pairwise(sorted(square))))
    if not line.cased:
        return max(1.0, line.row * _OF_ROW)
    return max(1.0, _capital(line, ink) / CAPITAL)


def _capital(line: EngineLine, ink: Ink) -> float:
    """Return the height of the capitals and ascenders of a line in pixels, by its ink.

    The engine's boxes reach up to raised marks and beyond brackets, and differ by a tenth between lines.
    """
    heights = []
    for sign in line.signs:
        base = round(line.base(sign.left))
        top = max(0, round(base - line.row))
        blank = np.flatnonzero(~ink[top : base - _FOOT, round(sign.left) : round(sign.right)].any(axis=1))
        if sign.text.isalnum() and (not len(blank) or blank[-1] + top < base - _FOOT - 1):
            heights.append(base - top - (int(blank[-1]) + 1 if len(blank) else 0))
    if not heights:
        return line.row * _OF_ROW * CAPITAL
    heights.sort(reverse=True)
    few = heights[min(1 + len(heights) // _FEW, (len(heights) - 1) // 2)]
    return median(height for height in heights if abs(height - few) <= _NEAR * few)
