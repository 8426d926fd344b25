"""Recognise the text on one page, in a child process: Tesseract finds its lines, words and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Any, Final

import numpy as np
from PIL import Image

from aligner.readers.extract_builder import is_ideographic
from aligner.readers.pdf.bidi import is_right_to_left
from aligner.readers.pdf.rules import Rule
from aligner.readers.scans.engine_data import models, models_folder
from aligner.readers.scans.pictures import POINTS, page_picture, upright_picture
from aligner.readers.scans.recognised_page import RecognisedPage, Word

_ORIENTATION: Final = "osd"
_PSM_ORIENTATION: Final = 0
_PSM_PAGE: Final = 3
_PSM_LINE: Final = 13  # without a search for lines
_PSM_WORD: Final = 8
_RULES: Final = (12, 13)  # horizontal and vertical lines, among Tesseract's kinds of blocks
_NO_TEXT: Final = (7, 9, 10, 11, *_RULES, 14)  # vertical text, pictures and noise
_DOUBTED: Final = 70.0  # per cent: mean confidence of a page that may be the wrong way up
_SURE: Final = 2.0  # minimum confidence in a quarter turn
_FAINT: Final = 20.0  # per cent: confidence below which what was recognised is a stain or a part of a picture
_LIKELY: Final = 60.0  # per cent: confidence of a line that was passed over
_DEPTH: Final = 0.2  # of its height: how far a line reaches below its baseline
_EDGE: Final = 3  # pixels of paper left around such a line
_DARK: Final = 140  # of 255: ink is darker
_OVERHANG: Final = 0.15  # of its height: how far a line's ink may reach beyond its box
_SHARE_OF_INK: Final = 0.15  # of the ink that most lines have
_STAIN: Final = 0.5  # the same, of a few characters that stand alone
_STROKES: Final = 3  # maximum number of such characters
_BESIDE: Final = 1.5  # em: minimum gap beside them
# Heights are shares of the letters' size.
_CAPITAL: Final = 0.7  # usual height of capitals and digits
_ONE_SIZE: Final = 1.13  # maximum ratio between sizes that are measured on letters of one size
_ONE_SIZE_UNCASED: Final = 1.3  # the same, where vowel signs and joined letters blur the measure
_RAISED: Final = 0.27  # minimum height of a raised sign's lower edge above the baseline
_TALL: Final = 0.37  # minimum height of a raised digit; quotation marks are not as tall
_MARGIN: Final = 0.25  # of its height: paper left around a raised sign
_ARABIC_SIGNS: Final = str.maketrans(",;?", "،؛؟")  # the engine writes the Latin ones
_MARKS: Final = "0123456789*"
_OF_ROW: Final = 0.87  # size of letters without capitals, as a share of the height of their row
_LEVEL: Final = 0.2  # of the row: maximum height of the lower edge of a sign that is not raised
_FEW: Final = 30  # one in so many letters of a line may be taller than its capitals
_LETTERS: Final = 48  # pixels of height to which a raised sign is enlarged


def recognise(data: bytes, name: str, number: int, model: str, finest: int) -> RecognisedPage:
    """Recognise the text on a page.

    Args:
        data: the whole file, a PDF or a picture.
        name: name of the file, for messages.
        number: the page, from 1.
        model: one of `models`, or several joined by `+`.
        finest: dots per inch above which the engine loses lines of this language.

    Raises:
        ReadError: if the picture is damaged or too large.
    """
    picture, dots = _reduced(*upright_picture(data, name, number), finest)
    degrees = 0
    engine = _Engine(model, dots)
    found = engine.lines(picture)
    if not found or _confidence(found) < _DOUBTED:
        degrees = _turn(picture, dots)
        if degrees:
            picture, dots = _reduced(*upright_picture(data, name, number, degrees), finest)
            found = engine.lines(picture)
    lines = _sized([line for line in found if _is_text(line)])
    lines += [line for box in _missed(picture, lines) for line in engine.line(picture, box, lines)]
    placed = [engine.placed(line, picture) for line in lines]
    height = picture.height * POINTS / dots
    return RecognisedPage(height, tuple(filter(None, placed)), tuple(engine.rules), degrees)


def script_of(data: bytes, name: str, number: int) -> str:
    """Return the script of a page as the engine names it (`Latin`, `Arabic`, `Han`); empty if unknown.

    Raises:
        ReadError: if the picture is damaged or too large.
    """
    picture, dots = page_picture(data, name, number)
    found = _orientation(picture, dots)
    return str(found["script_name"]) if found else ""


def _reduced(picture: Image.Image, dots: float, finest: int) -> tuple[Image.Image, float]:
    if dots <= finest:
        return picture, dots
    scale = finest / dots
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS), finest


def _orientation(picture: Image.Image, dots: float) -> dict[str, Any] | None:
    if _ORIENTATION not in models():
        return None
    with _api(_ORIENTATION, _PSM_ORIENTATION) as api:
        api.SetImage(picture)
        api.SetSourceResolution(round(dots))
        found: dict[str, Any] | None = api.DetectOrientationScript()
        return found


def _turn(picture: Image.Image, dots: float) -> int:
    """Return by how many degrees a page must be turned to be read, in quarter turns; 0 if that is unsure."""
    found = _orientation(picture, dots)
    return int(found["orient_deg"]) if found and found["orient_conf"] >= _SURE else 0


def _api(model: str, mode: int) -> Any:
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=str(models_folder()), lang=model, psm=mode)


_Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels; y increases downwards."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A recognised character with its box in pixels; y increases downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Word:
    """The characters of a word in reading order, and the engine's confidence in it, in per cent."""

    signs: tuple[_Sign, ...]
    confidence: float

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as the engine found it: its words, and its baseline at both ends.

    `row` is the height that the engine estimates for lines like it, `size` that of its letters, in pixels.
    """

    words: tuple[_Word, ...]
    start: tuple[float, float]
    stop: tuple[float, float]
    row: float = 0.0
    size: float = 0.0

    def base(self, across: float) -> float:
        """Return the height of the baseline at a place across the page."""
        (x, y), (x2, y2) = self.start, self.stop
        return y + (y2 - y) * (across - x) / max(1.0, x2 - x)

    @property
    def signs(self) -> list[_Sign]:
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


def _is_text(line: _Line) -> bool:
    """Whether a line is text, however doubtful, and no stain or part of a picture."""
    return _confidence([line]) >= _FAINT or sum(sign.text.isalnum() for sign in line.signs) > _STROKES


def _confidence(lines: Iterable[_Line]) -> float:
    """Return the mean confidence of the characters of some lines, in per cent."""
    words = [word for line in lines for word in line.words]
    count = sum(len(word.signs) for word in words)
    return sum(word.confidence * len(word.signs) for word in words) / max(1, count)


class _Engine:
    """Tesseract with the data of one or more languages."""

    def __init__(self, model: str, dots: float) -> None:
        self._api, self._model = _api(model, _PSM_PAGE), model
        self._dots = dots
        self._marks: Any = None
        self.rules: list[Rule] = []

    def line(self, picture: Image.Image, box: _Box, others: Sequence[_Line]) -> Iterator[_Line]:
        """Recognise the line in a box that was passed over; its letters are as large as most others."""
        base = box[3] - _DEPTH * (box[3] - box[1])
        size = median(line.size for line in others)
        for line in self.lines(picture, box):
            if _confidence([line]) >= _LIKELY:
                yield replace(line, start=(box[0], base), stop=(box[2], base), size=size)

    def lines(self, picture: Image.Image, box: _Box | None = None) -> list[_Line]:
        """Recognise the lines of a picture, and collect its rules; or the one line in a box."""
        import tesserocr

        word, line = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
        self._api.SetImage(picture)
        self._api.SetSourceResolution(round(self._dots))
        if box is None:
            self._api.SetPageSegMode(_PSM_PAGE)
            self.rules = []
        else:
            self._api.SetPageSegMode(_PSM_LINE)
            self._api.SetRectangle(box[0], box[1], box[2] - box[0], box[3] - box[1])
        self._api.Recognize()
        lines: list[_Line] = []
        words: list[_Word] = []
        signs: list[_Sign] = []
        found = self._api.GetIterator()
        for each in tesserocr.iterate_level(found, tesserocr.RIL.SYMBOL) if found else ():
            place = each.BoundingBox(tesserocr.RIL.SYMBOL)
            kind = each.BlockType()
            if each.Empty(tesserocr.RIL.SYMBOL) and kind not in _RULES:
                continue
            if kind in _RULES and place:
                self._add_rule(place, picture.height)
            if kind in _NO_TEXT:
                continue
            text = each.GetUTF8Text(tesserocr.RIL.SYMBOL).strip()
            if place and text:
                signs.append(_Sign(text, *map(float, place)))
            if signs and each.IsAtFinalElement(word, tesserocr.RIL.SYMBOL):
                words.append(_Word(tuple(signs), each.Confidence(word)))
                signs = []
            if words and each.IsAtFinalElement(line, tesserocr.RIL.SYMBOL):
                row = each.RowAttributes()["row_height"]
                start, stop = each.Baseline(line)
                lines.append(_Line(tuple(words), start, stop, row))
                words = []
        return lines

    def _add_rule(self, box: tuple[int, int, int, int], height: int) -> None:
        scale = POINTS / self._dots
        left, top, right, bottom = box
        middle = (top + bottom) / 2
        if right - left > bottom - top:  # as thin as a rule of a PDF, though a scan may thicken it
            self.rules.append(
                Rule(left * scale, (height - middle) * scale, right * scale, (height - middle) * scale)
            )
        else:
            across = (left + right) / 2 * scale
            self.rules.append(Rule(across, (height - bottom) * scale, across, (height - top) * scale))

    def placed(self, line: _Line, picture: Image.Image) -> tuple[Word, ...]:
        """Return the words of a line with their places in points; raised signs are read again."""
        found: list[Word] = []
        for word in line.words:
            for raised, signs in groupby(word.signs, key=lambda sign: self._is_raised(sign, line)):
                found.append(self._word(list(signs), line, word, picture, raised=raised))
        return tuple(_without_stains(list(_apart([word for word in found if word.text]))))

    @staticmethod
    def _is_raised(sign: _Sign, line: _Line) -> bool:
        base = line.base(sign.left)
        if sign.text.isalpha() and not line.cased:
            return False
        return base - sign.bottom > _RAISED * line.size and sign.bottom - sign.top > _TALL * line.size

    def _word(
        self, signs: list[_Sign], line: _Line, word: _Word, picture: Image.Image, *, raised: bool
    ) -> Word:
        scale = POINTS / self._dots
        left, right = min(sign.left for sign in signs), max(sign.right for sign in signs)
        base, size = (line.start[1] + line.stop[1]) / 2, line.size
        text, confidence = "".join(sign.text for sign in signs), word.confidence
        if raised:
            base = median(sign.bottom for sign in signs)
            size = median(sign.bottom - sign.top for sign in signs) / _CAPITAL
            text, confidence = self._mark(signs, picture)
        if any(map(is_right_to_left, text)):
            text = text.translate(_ARABIC_SIGNS)
        return Word(
            text,
            round(left * scale, 2),
            round(right * scale, 2),
            round((picture.height - base) * scale, 2),
            round(size * scale, 2),
            round(confidence / 100, 3),
            spaced=signs[0] is word.signs[0] and not is_ideographic(signs[0].text),
        )

    def _mark(self, signs: Sequence[_Sign], picture: Image.Image) -> tuple[str, float]:
        """Read raised signs, which the engine takes for quotation marks, as a footnote mark."""
        left, top = min(sign.left for sign in signs), min(sign.top for sign in signs)
        right, bottom = max(sign.right for sign in signs), max(sign.bottom for sign in signs)
        part = picture.crop((round(left) - 1, round(top) - 1, round(right) + 1, round(bottom) + 1))
        scale = _LETTERS / part.height
        part = part.resize((max(1, round(part.width * scale)), _LETTERS))
        margin = round(_MARGIN * _LETTERS)
        paper = Image.new("L", (part.width + 2 * margin, _LETTERS + 2 * margin), 255)
        paper.paste(part, (margin, margin))
        if self._marks is None:  # loading the data of a language takes longer than reading a mark
            self._marks = _api(self._model, _PSM_WORD)
            self._marks.SetVariable("tessedit_char_whitelist", _MARKS)
        self._marks.SetImage(paper)
        text = "".join(self._marks.GetUTF8Text().split())
        return text, float(self._marks.MeanTextConf())


def _apart(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words of a line with boxes that do not overlap, in the order in which they are read.

    The engine's boxes of joined letters, and of characters that it puts into one word, reach into their
    neighbours.
    """
    leftwards = 2 * sum(later.left < word.left for word, later in pairwise(words)) > len(words) - 1
    edge: float | None = None
    for word in words:
        if leftwards:
            right = word.right if edge is None else min(word.right, edge)
            edge = min(word.left if edge is None else min(word.left, edge), right)
            yield replace(word, left=min(word.left, right), right=right)
        else:
            left = word.left if edge is None else max(word.left, edge)
            edge = max(word.right, left)
            yield replace(word, left=left, right=edge)


def _without_stains(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words of a line without those that are a few strokes of a picture or stain beside it."""
    across = sorted(words, key=lambda word: word.left)
    groups: list[list[Word]] = [across[:1]]
    for before, word in pairwise(across):
        if word.left - before.right > _BESIDE * word.size:
            groups.append([])
        groups[-1].append(word)
    for group in groups:
        signs = sum(len(word.text) for word in group)
        if signs > _STROKES or sum(len(w.text) * w.confidence for w in group) >= _STAIN * signs:
            yield from group


def _missed(picture: Image.Image, lines: Sequence[_Line]) -> Iterator[_Box]:
    """Yield where lines of text seem to be that the engine's search for lines passed over.

    They are as high as the others, and have at least a share of the ink that others have.
    """
    ink = np.asarray(picture) < _DARK
    inks, heights = [], []
    for line in lines:
        top, bottom = min(s.top for s in line.signs), max(s.bottom for s in line.signs)
        margin = _OVERHANG * (bottom - top)
        rows = slice(max(0, round(top - margin)), round(bottom + margin))
        inks.append(int(ink[rows].sum()))
        heights.append(bottom - top)
        ink[rows] = False
    if not lines:
        return
    height, least = median(heights), _SHARE_OF_INK * median(inks)
    counts = ink.sum(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], counts > 0, [False])).astype(np.int8)))
    for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if height / 2 < bottom - top < 2 * height and counts[top:bottom].sum() >= least:
            across = np.flatnonzero(ink[top:bottom].any(axis=0))
            yield (
                max(0, int(across[0]) - _EDGE),
                max(0, top - _EDGE),
                min(picture.width, int(across[-1]) + 1 + _EDGE),
                min(picture.height, bottom + _EDGE),
            )


def _sized(lines: Sequence[_Line]) -> list[_Line]:
    """Give each line the size of its letters; lines that differ by less than can be measured have one size.

    Lines without capitals or digits may have no letter that is as tall as these, and so have the size of
    most lines.
    """
    measured = [_size(line) for line in lines]
    sizes: list[float] = []
    for size, line in sorted(zip(measured, lines, strict=True), key=lambda pair: -len(pair[1].text)):
        most = _ONE_SIZE if line.cased else _ONE_SIZE_UNCASED
        if not any(1 / most < size / known < most for known in sizes):
            sizes.append(size)
    made = []
    for line, size in zip(lines, measured, strict=True):
        low = size < sizes[0] and not any(sign.isupper() or sign.isdigit() for sign in line.text)
        size = sizes[0] if low else min(sizes, key=lambda known: abs(known - size))
        made.append(replace(line, size=size))
    return made


def _size(line: _Line) -> float:
    """Return the size of a line's letters in pixels."""
    square = [(s.left + s.right) / 2 for s in line.signs if is_ideographic(s.text)]
    if 2 * len(square) > len(line.text) and len(square) > 2:
        return max(1.0, median(after - before for before, after in pairwise(sorted(square))))
    if not line.cased:
        return max(1.0, line.row * _OF_ROW)
    # The box of a sign beside a raised mark may reach up to it.
    level = [s for s in line.signs if s.text.isalnum() and line.base(s.left) - s.bottom < _LEVEL * line.row]
    level = level or line.signs
    heights = sorted((line.base(sign.left) - sign.top for sign in level), reverse=True)
    few = min(1 + len(heights) // _FEW, (len(heights) - 1) // 2)
    return max(1.0, heights[few] / _CAPITAL)
