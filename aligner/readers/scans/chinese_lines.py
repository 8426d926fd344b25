"""Read lines of Chinese with a second engine, which knows rare characters by their small strokes.

PP-OCR, in the package `rapidocr`, misreads a tenth of the characters that Tesseract does; its wheel has data
for Chinese and Latin letters only. Tesseract still finds the lines, and where each character is; where the
two differ, the character is doubtful.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import ImageOps

from aligner.readers.extract_builder import is_ideographic
from aligner.readers.scans.engine_lines import EngineLine, EngineWord, Sign
from aligner.readers.scans.passed_over import DROP, RISE, room
from aligner.readers.scans.readings import DIFFERING
from aligner.values.runs import runs_of

if TYPE_CHECKING:
    from PIL import Image

    from aligner.readers.scans.graphics import Box, Ink

# Lengths are shares of the height of a line.
_EDGE: Final = 0.15  # paper left around it
_GAP: Final = 0.5  # maximum distance from a character that the first engine cut off at its end
_MOST: Final = 1.5  # maximum length of all that it cut off
_LEAST: Final = 0.25  # of its letters: Chinese ones
_RULE: Final = 0.9  # minimum share of ink of what is no letter but a rule beside it
_AT_ONCE: Final = 2
"""Lines read at the same time, each by one thread: the engine's own threads spin while they wait."""


def read_again(lines: Sequence[EngineLine], picture: Image.Image, ink: Ink) -> list[EngineLine]:
    """Return lines as the second engine reads those with some Chinese, which it joins to Latin better."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(partial(_read_again, others=lines, picture=picture, ink=ink), lines))


def _read_again(line: EngineLine, others: Sequence[EngineLine], picture: Image.Image, ink: Ink) -> EngineLine:
    if sum(map(is_ideographic, line.text)) <= _LEAST * sum(map(str.isalpha, line.text)):
        return line
    box = _whole(_own_rows(line), ink, room(line, others))
    read = list(_read(ImageOps.expand(picture.crop(box), round(_EDGE * (box[3] - box[1])), 255)))
    return replace(line, words=tuple(_words(_merged(line.signs, read, box)))) if read else line


def _own_rows(line: EngineLine) -> Box:
    """Return the box of a line without the lines above and below, which the first engine's may reach into."""
    left, top, right, bottom = line.box
    edge, bases = round(_EDGE * line.size), (line.base(left), line.base(right))
    above, below = round(min(bases) - RISE * line.size), round(max(bases) + DROP * line.size)
    return left, max(0, top - edge, above), right, min(bottom + edge, below)


def _whole(box: Box, ink: Ink, room: tuple[int, int]) -> Box:
    """Return the box of a line with the characters at its ends that the first engine cut off.

    What is beyond its room belongs to other lines: a row that the engine cut in two would be read twice.
    """
    left, top, right, bottom = box
    height = bottom - top
    share = ink[top + height // 4 : bottom - height // 8].mean(axis=0)  # without the lines above and below
    letters = np.flatnonzero((share > 0) & (share < _RULE))
    letters = letters[(letters >= room[0]) & (letters < room[1])]
    for place in letters[letters < left][::-1]:
        if left - place > _GAP * height or box[0] - place > _MOST * height:
            break
        left = int(place)
    for place in letters[letters >= right]:
        if place - right > _GAP * height or place - box[2] > _MOST * height:
            break
        right = int(place) + 1
    return left, top, right, bottom


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})


@dataclass(frozen=True, slots=True)
class _Read:
    """A character of the second reading, its confidence in per cent, and whether a space is before it."""

    text: str
    confidence: float
    spaced: bool


def _read(part: Image.Image) -> Iterator[_Read]:
    """Yield the characters of a line."""
    colours = np.asarray(part.convert("RGB"))
    found = _engine()(colours, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    before = " "
    for text, sure in zip(found.txts[0], found.word_results[0].confs, strict=False):
        if not text.isspace():
            yield _Read(text, 100 * sure, before == " ")
        before = text


def _merged(signs: Sequence[Sign], read: Sequence[_Read], box: Box) -> Iterator[tuple[Sign, bool]]:
    """Yield the characters of both readings in the places of the first, and whether a space is before each.

    Where they differ, the second is right, but doubtful, and so is what stands before characters that only
    the first has.
    """
    keys = [_plain(sign.text) for sign in signs], [_plain(each.text) for each in read]
    parts = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    dropped = {k - 1 for tag, _, _, k, _ in parts if tag == "delete"}
    for tag, i, j, k, m in parts:
        for number, place in enumerate(_places(signs, i, j, m - k, box), k):
            share = 1.0 if tag == "equal" and number not in dropped else DIFFERING
            each = read[number]
            yield replace(place, text=each.text, confidence=share * each.confidence), each.spaced


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _places(signs: Sequence[Sign], start: int, stop: int, count: int, box: Box) -> list[Sign]:
    """Return the places of some signs of a line, or as many places of one width where those are."""
    if stop - start == count:
        return list(signs[start:stop])
    if start < stop:
        left, right = signs[start].left, signs[stop - 1].right
    else:
        left = signs[start - 1].right if start else box[0]
        right = signs[stop].left if stop < len(signs) else box[2]
    width = max(0.0, right - left) / max(1, count)
    like = signs[min(start, len(signs) - 1)]
    return [replace(like, left=left + n * width, right=left + (n + 1) * width) for n in range(count)]


def _words(signs: Iterable[tuple[Sign, bool]]) -> Iterator[EngineWord]:
    """Yield each Chinese character by itself, and other signs up to a space as one word."""

    def goes_on(before: tuple[Sign, bool], after: tuple[Sign, bool]) -> bool:
        return not (after[1] or is_ideographic(after[0].text) or is_ideographic(before[0].text))

    for word in runs_of(signs, goes_on):
        yield EngineWord(tuple(sign for sign, _ in word), min(sign.confidence for sign, _ in word))
