"""Read a page with Tesseract, once or in several sizes: where two readings differ, the surer words stay.

Letters that stand above each other, as in Arabic, are told apart better in wider ones, and those that one
reading gets wrong another often has right. What differs is doubtful; what both have is as sure as the
surer of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial, reduce
from operator import attrgetter
from statistics import fmean, median
from typing import TYPE_CHECKING, Final

from PIL import Image

from aligner.readers.scans.engine_data import models_folder
from aligner.readers.scans.engine_lines import EngineLine, EngineWord, Sign

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

    from aligner.readers.scans.graphics import Box

DIFFERING: Final = 0.89
"""Of the confidence: what remains of it where two readings differ, so that any such word is doubtful."""

_PSM_PAGE: Final = 3
_PSM_LINE: Final = 13  # without a search for lines
_NO_TEXT: Final = (7, 9, 10, 11, 12, 13, 14)  # Tesseract's blocks of vertical text, pictures, lines and noise
_ONE_LINE: Final = 0.8  # share of the width of two lines that both have, if they are one in two readings
_ONE_ROW: Final = 0.6  # of the height of most lines: maximum distance of the baselines of one line


def api(model: str, mode: int) -> PyTessBaseAPI:
    """Return the engine with the data of one or more languages."""
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=str(models_folder()), lang=model, psm=mode)


class Reading:
    """Tesseract as it reads pages in letters of one size and width."""

    def __init__(self, model: str, dots: float, wide: float, high: float) -> None:
        """Load the data of a language.

        Args:
            model: its name, as the engine has it.
            dots: the resolution of pages, in dots per inch.
            wide: by which factor they are made wider.
            high: by which factor they are made higher.
        """
        self._api, self._dots, self._scale = api(model, _PSM_PAGE), dots * high, (wide, high)

    def lines(self, picture: Image.Image, box: Box | None = None) -> list[EngineLine]:
        """Return the lines of a picture, or the one line in a box, in pixels of the picture."""
        wide, high = self._scale
        if self._scale != (1.0, 1.0):
            size = max(1, round(picture.width * wide)), max(1, round(picture.height * high))
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        self._api.SetImage(picture)
        self._api.SetSourceResolution(round(self._dots))
        self._api.SetPageSegMode(_PSM_LINE if box else _PSM_PAGE)
        if box:
            left, top = round(box[0] * wide), round(box[1] * high)
            right, bottom = round(box[2] * wide), round(box[3] * high)
            self._api.SetRectangle(left, top, right - left, bottom - top)
        self._api.Recognize()
        return list(self._lines())

    def _lines(self) -> Iterator[EngineLine]:
        """Yield the lines that were found."""
        import tesserocr

        symbol, word, line = tesserocr.RIL.SYMBOL, tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
        wide, high = self._scale
        words: list[EngineWord] = []
        signs: list[Sign] = []
        found = self._api.GetIterator()
        for each in tesserocr.iterate_level(found, symbol) if found else ():
            place = each.BoundingBox(symbol)
            if each.Empty(symbol) or each.BlockType() in _NO_TEXT:
                continue
            if place:
                left, top, right, bottom = place[0] / wide, place[1] / high, place[2] / wide, place[3] / high
            text = each.GetUTF8Text(symbol).strip()
            if place and text:
                signs.append(Sign(text, left, top, right, bottom, each.Confidence(symbol)))
            if signs and each.IsAtFinalElement(word, symbol):
                words.append(EngineWord(tuple(signs), each.Confidence(word)))
                signs = []
            if words and each.IsAtFinalElement(line, symbol):
                row = each.RowAttributes()["row_height"] / high
                start, stop = ((x / wide, y / high) for x, y in each.Baseline(line))
                yield EngineLine(tuple(words), start, stop, row)
                words = []


def read(readings: Sequence[Reading], picture: Image.Image, box: Box | None = None) -> list[EngineLine]:
    """Return the lines of a picture, or one in a box, with the words of which some readings are surest."""
    with ThreadPoolExecutor(len(readings)) as pool:
        found = list(pool.map(lambda reading: reading.lines(picture, box), readings))
    return reduce(merged, found)


def merged(first: Sequence[EngineLine], second: Sequence[EngineLine]) -> list[EngineLine]:
    """Return the lines of two readings of a page, in the order of the first.

    Where one reading took two rows for a line, whose text is that of one of them, the other is a line, too.
    """
    if not first or not second:
        return [*first, *second]
    row = _ONE_ROW * median(line.box[3] - line.box[1] for line in (*first, *second))
    left, lines = list(second), []
    for line in first:
        near = [other for other in left if _is_one(line, other, _ONE_LINE, row)]
        if near:
            other = min(near, key=partial(_apart, line))
            left.remove(other)
            line = replace(line, words=tuple(_surer(line.words, other.words)))
        lines.append(line)
    return lines + [each for each in left if not any(_is_one(line, each, 0.0, row) for line in lines)]


def _apart(one: EngineLine, other: EngineLine) -> float:
    return abs(one.start[1] - other.start[1])


def _is_one(one: EngineLine, other: EngineLine, share: float, row: float) -> bool:
    """Whether two lines are less than a row apart and have more than a share of their width in common."""
    (left, _, right, _), (left2, _, right2, _) = one.box, other.box
    width = min(right, right2) - max(left, left2)
    return _apart(one, other) < row and width > share * (max(right, right2) - min(left, left2))


def _surer(first: Sequence[EngineWord], second: Sequence[EngineWord]) -> Iterator[EngineWord]:
    """Yield the words of a line that one reading is more sure of than another."""
    texts = [word.text for word in first], [word.text for word in second]
    for tag, i, j, k, m in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        pairs = list(zip(first[i:j], second[k:m], strict=False))
        if tag == "equal":
            yield from (max(pair, key=attrgetter("confidence")) for pair in pairs)
            continue
        parts = (
            [((one,), (other,)) for one, other in pairs] if j - i == m - k else [(first[i:j], second[k:m])]
        )
        for wordings in parts:
            for word in max(wordings, key=_confidence):
                yield replace(word, confidence=DIFFERING * word.confidence)


def _confidence(words: Sequence[EngineWord]) -> float:
    """Return the mean confidence of the characters of some words, each estimated by itself."""
    return fmean([sign.confidence for word in words for sign in word.signs] or [0.0])
