"""Lines of signs as the engine finds them, in pixels; y increases downwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.readers.extract_builder import is_ideographic
from aligner.readers.scans.graphics import Box

if TYPE_CHECKING:
    from aligner.readers.scans.graphics import Ink

# Heights are shares of the letters' size.
CAPITAL: Final = 0.7
"""Usual height of capitals and digits."""

_FAINT: Final = 20.0  # per cent: confidence below which what was recognised is a stain or a part of a picture
STROKES: Final = 3
"""Maximum number of signs of what may be a few strokes of a stain."""

_ONE_SIZE: Final = 1.13  # maximum ratio between sizes that are measured on letters of one size
_ONE_SIZE_UNCASED: Final = 1.2  # the same, where vowel signs and joined letters blur the measure
_SAME: Final = 1.04  # the same between measures that count as one, to find the most frequent size first
_STROKE: Final = 0.68  # height of the longest strokes of joined letters, such as those of alef and lam
_TELLING: Final = 12  # characters of a line that has some of them; with fewer, sizes were 0.58 to 1.13
_LONGEST: Final = 0.98  # share of the columns with ink in a line whose strokes are at most as long
_OF_ROW: Final = 0.87  # of the height of a row: size of letters of which too few can be measured
_SQUARE: Final = 0.93  # height of most Chinese characters; they are as high in three fonts
_MOST: Final = 0.75  # share of the characters of a line that are at most as high
_FOOT: Final = 3  # pixels above the baseline that all letters reach
_FEWEST: Final = 3  # capitals that tell how high those of a line are
_USUAL_RATIO: Final = 1.45  # height of capitals, in heights of an x
_LEAST_RATIO: Final = 1.2  # the least of twelve fonts is 1.25


@dataclass(frozen=True, slots=True)
class Sign:
    """A recognised character with its box, and the engine's confidence in it, in per cent."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float

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

    @property
    def left(self) -> float:
        """Its left edge."""
        return min(sign.left for sign in self.signs)

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(sign.right for sign in self.signs)


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
    def box(self) -> Box:
        """The box around its characters."""
        signs = self.signs
        left, top = min(sign.left for sign in signs), min(sign.top for sign in signs)
        right, bottom = max(sign.right for sign in signs), max(sign.bottom for sign in signs)
        return max(0, round(left)), max(0, round(top)), round(right), round(bottom)

    @property
    def cased(self) -> bool:
        """Whether it is in a script with capitals, whose height tells the size of the letters."""
        letters = [sign for sign in self.text if sign.isalpha()]
        return 2 * sum(sign.lower() != sign.upper() for sign in letters) >= len(letters)

    @property
    def square(self) -> bool:
        """Whether most of its characters but digits and marks are Chinese."""
        return 2 * sum(map(is_ideographic, self.text)) > sum(map(str.isalpha, self.text))

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
    """Give each line the size of its letters; what differs by less than can be measured is one size."""
    heights = [_heights(line, ink) for line in lines]
    # Small letters of the shape of capitals are read as such, and are as high as an x.
    higher = [([each for each in found if each > _LEAST_RATIO * x], x) for found, x in heights if x]
    ratios = [_usual(found, 2) / x for found, x in higher if len(found) >= _FEWEST]
    ratio = median(ratios or [each / x for found, x in higher for each in found] or [_USUAL_RATIO])
    measured = [_size(line, *each, ratio, ink) for line, each in zip(lines, heights, strict=True)]
    pairs = list(zip(lines, measured, strict=True))
    told = {  # few letters that are read as capitals may be small ones of the same shape
        line: size
        for line, size in pairs
        if size and (len(line.text) >= _TELLING or (line.cased and not line.text.isupper()))
    }
    found = np.array([told.get(line) or max(size, _beside(line, size, told)) for line, size in pairs])
    apart = np.abs(np.log(found[:, np.newaxis] / found))
    support = (apart <= np.log(_SAME)) @ np.array([len(line.text) for line in lines], dtype=np.int64)
    chosen: list[int] = []
    for n in np.argsort(-support, kind="stable").tolist():
        most = np.log(_ONE_SIZE if lines[n].cased else _ONE_SIZE_UNCASED)
        if (apart[n, chosen] >= most).all():
            chosen.append(n)
    sizes = found[chosen].tolist()
    nearest = [min(sizes, key=lambda known: abs(known - size)) for size in found.tolist()]
    return [replace(line, size=size) for line, size in zip(lines, nearest, strict=True)]


def _heights(line: EngineLine, ink: Ink) -> tuple[list[int], float]:
    """Return how high its capitals and digits, and an x, are in pixels by their ink; 0 if letters are few.

    It is measured from the baseline up to the first gap, without accents. The engine's boxes reach up to
    raised marks and beyond brackets, and differ by a tenth between lines.
    """
    found: dict[bool, list[int]] = {True: [], False: []}
    for sign in line.signs:
        base = round(line.base(sign.left))
        top = max(0, round(base - line.row))
        if base <= top:  # a baseline of two stains may leave the page
            continue
        blank = np.flatnonzero(~ink[top : base - _FOOT, round(sign.left) : round(sign.right)].any(axis=1))
        if sign.text.isalnum() and (not len(blank) or blank[-1] + top < base - _FOOT - 1):
            height = base - top - (int(blank[-1]) + 1 if len(blank) else 0)
            found[sign.text.isupper() or sign.text.isdigit()].append(height)
    return found[True], _usual(found[False], 3) if len(found[False]) > _FEWEST else 0.0


def _usual(heights: Sequence[int], part: int) -> float:
    """Return the mean of the heights that are nearly that which one in so many is below.

    A line of few letters may have more with ascenders than without, but hardly twice as many.
    """
    usual = sorted(heights)[(len(heights) - 1) // part]
    return fmean(height for height in heights if abs(height - usual) < 2)


def _beside(line: EngineLine, size: float, told: Mapping[EngineLine, float]) -> float:
    """Return the size of a line of few letters: of those of the lines around it, the nearer to its own."""
    base = line.start[1]
    near = sorted(told, key=lambda other: (abs(other.start[1] - base), other.start[1] > base))[:2]
    sizes = [told[other] for other in near] or [line.size or max(1.0, line.row * _OF_ROW)]
    return min(sizes, key=lambda each: abs(each - size)) if size else sizes[0]


def _square_height(line: EngineLine, ink: Ink) -> float:
    """Return how high most Chinese characters of a line are, in pixels, without flat ones such as 一."""
    left, top, right, bottom = line.box
    blank = [-1, *np.flatnonzero(~ink[top:bottom, left:right].any(axis=1)), bottom - top]
    first, last = max(pairwise(blank), key=lambda run: run[1] - run[0])  # not the lines above and below
    heights = []
    for sign in (each for each in line.signs if is_ideographic(each.text) and each.text.isalnum()):
        part = ink[top + first + 1 : top + last, round(sign.left) : round(sign.right)]
        filled = np.flatnonzero(part.any(axis=1))
        heights += [filled[-1] - filled[0] + 1] if len(filled) else []
    return float(np.quantile(heights, _MOST)) if heights else 0.0


def _longest_strokes(line: EngineLine, ink: Ink) -> float:
    """Return how high the longest strokes of a line are, in pixels, though they lean a little."""
    left, top, right, bottom = line.box
    part = ink[top:bottom, left:right]
    wider = part.copy()
    wider[:, 1:] |= part[:, :-1]
    wider[:, :-1] |= part[:, 1:]
    run = np.zeros(part.shape[1], dtype=np.int64)
    longest = run
    for row in wider:
        run = (run + 1) * row
        longest = np.maximum(longest, run)
    filled = longest[part.any(axis=0)]
    return float(np.quantile(filled, _LONGEST)) if filled.size else 0.0


def _size(line: EngineLine, capitals: Sequence[int], x_height: float, ratio: float, ink: Ink) -> float:
    """Return the size of a line's letters in pixels, in which capitals are so much higher than an x.

    It is 0 if there are too few letters to tell.
    """
    if line.square:
        return _square_height(line, ink) / _SQUARE
    if not line.cased:
        return max(1.0, _longest_strokes(line, ink) / _STROKE)
    capital = _usual(capitals, 2) if len(capitals) >= _FEWEST else 0.0
    return (x_height * ratio or capital) / CAPITAL
