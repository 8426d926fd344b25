"""Take off a page the rules, dots and dark fields that the engine reads as letters or pictures."""

from __future__ import annotations

from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.readers.scans.graphics import CELL, DARK, FAINT, around, reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PIL import Image

    from aligner.readers.scans.graphics import Box, Ink

# Lengths are in inches. Tried on pages at 200 dots per inch: tables, clean, tilted and in two colours, and
# Arabic in six fonts.
_LEVEL: Final = 0.6  # minimum length of a level rule; strokes that join Arabic letters are shorter
_UPRIGHT: Final = 0.3  # minimum length of an upright rule that meets a level one
_THICK: Final = 0.035  # maximum thickness of a rule

_BESIDE: Final = (0.015, 0.05)
"""How far beside a rule the paper begins and ends; between bars it is narrower."""

_WHOLE: Final = 0.9  # minimum share of ink in a rule
_CLEAR: Final = 0.3  # maximum share of ink beside it; a stroke that joins letters has more
_RISE: Final = 0.006  # how far a rule rises on a page that was straightened, as a share of its length
_FIELD: Final = (0.15, 0.4)  # minimum height and width of a dark field
_FILLED: Final = 0.6  # minimum share of a field that is dark
_DOT: Final = 0.035  # maximum height and width of a dot; of one of 26 points it is as large
_STEP: Final = 0.15  # maximum distance of two dots that lead to a number
_UNEVEN: Final = 0.01  # by how much their distances and heights differ
_DOTS: Final = 8  # minimum number of dots in a row; an ellipsis has at most six
_STROKES: Final = 0.5  # minimum share of a row of dots that has ink right above it, if they are of letters
_PAPER: Final = 255


def without_rules(picture: Image.Image, dots: float) -> tuple[Image.Image, tuple[Box, ...]]:
    """Return a page without its rules, and their places.

    Args:
        picture: the page in shades of grey, upright and on white paper.
        dots: its resolution, in dots per inch.
    """
    ink = np.asarray(picture) < DARK
    level = list(_level_rules(ink, dots, _LEVEL))
    uprights = map(_turned, _level_rules(ink.T, dots, _UPRIGHT))
    rules = level + [
        each for each in uprights if each[3] - each[1] >= _LEVEL * dots or any(_meet(each, r) for r in level)
    ]
    if not rules:
        return picture, ()
    return _cleared(picture, rules, max(1, round(_BESIDE[0] * dots / 2))), tuple(rules)


def _cleared(picture: Image.Image, boxes: Iterable[Box], edge: int) -> Image.Image:
    """Return a page on which nothing is in some boxes, nor beside them in a number of pixels."""
    from PIL import Image

    shades = np.array(picture)
    for left, top, right, bottom in boxes:
        shades[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge] = _PAPER
    return Image.fromarray(shades)


def _meet(upright: Box, level: Box) -> bool:
    """Whether two rules meet or cross; brackets of large titles are as high as short rules, but meet none."""
    (left, top, right, bottom), (first, above, last, below) = upright, level
    return left <= last and right >= first and top <= below and bottom >= above


def _turned(box: Box) -> Box:
    left, top, right, bottom = box
    return top, left, bottom, right


def _level_rules(ink: Ink, dots: float, least: float) -> Iterator[Box]:
    """Yield the boxes of the level lines, whose ends may be a little higher or lower than each other."""
    from scipy import ndimage

    thick, near, far = (round(each * dots) for each in (_THICK, *_BESIDE))
    width, shortest = ink.shape[1] // CELL, round(least * dots / CELL)
    if width < shortest:
        return
    cells = np.logical_and.reduce([ink[:, n : width * CELL : CELL] for n in range(CELL)])
    lines, _ = ndimage.label(_filled(cells, shortest), structure=np.ones((3, 3)))
    for down, across in ndimage.find_objects(lines):
        left, right = CELL * across.start, CELL * across.stop
        thickest = thick + _RISE * (right - left)
        if right - left < least * dots or down.stop - down.start > thickest:
            continue
        above = ink[max(0, down.start - far) : max(0, down.start - near), left:right]
        below = ink[down.stop + near : down.stop + far, left:right]
        if max(side.mean() if side.size else 0.0 for side in (above, below)) < _CLEAR:
            yield max(0, left - CELL), down.start, right + CELL, down.stop


def _filled(cells: Ink, length: int) -> Ink:
    """Return which cells are in a level stretch of a length that is nearly all ink."""
    from scipy import ndimage

    window = length | 1  # with a cell in the middle
    share = ndimage.uniform_filter1d(cells.astype(np.float32), window, mode="constant")
    filled: Ink = ndimage.maximum_filter1d(share >= _WHOLE, window, mode="constant") & cells
    return filled


def with_light_fields(picture: Image.Image, dots: float) -> Image.Image:
    """Return a page whose dark fields are inverted, as those of the heads of tables with white letters.

    What remains of their edges is as thin as a rule.

    Args are those of `without_rules`.
    """
    from PIL import Image
    from scipy import ndimage

    shades = np.asarray(picture)
    fields, _ = ndimage.label(reduced(shades < DARK) == 1, structure=np.ones((3, 3)))
    least = [round(each * dots / CELL) for each in _FIELD]
    for number, (down, across) in enumerate(ndimage.find_objects(fields), 1):
        if down.stop - down.start < least[0] or across.stop - across.start < least[1]:
            continue
        if (fields[down, across] == number).mean() < _FILLED:
            continue
        shades = np.array(shades)
        rows, columns = (slice(CELL * part.start, CELL * part.stop) for part in (down, across))
        lightened = _PAPER - shades[rows, columns].astype(np.int32)
        ground = int(np.median(lightened))  # not 0, since most of the field is dark
        shades[rows, columns] = np.minimum(lightened * _PAPER // ground, _PAPER).astype(np.uint8)
    return Image.fromarray(shades) if shades.base is None else picture


def without_leaders(picture: Image.Image, dots: float) -> tuple[Image.Image, tuple[tuple[Box, int], ...]]:
    """Return a page without the dots that lead to numbers, and the places and numbers of these in each row.

    Args are those of `without_rules`.
    """
    ink = np.asarray(picture) < FAINT
    rows = [row for row in _rows_of_dots(ink, dots) if len(row) >= _DOTS]
    rows = [row for row in rows if not _under_strokes(row, ink, dots)]
    if not rows:
        return picture, ()
    found = tuple((reduce(around, row), len(row)) for row in rows)
    return _cleared(picture, chain.from_iterable(rows), 1), found


def _rows_of_dots(ink: Ink, dots: float) -> Iterator[list[Box]]:
    """Yield dots at one height, each as far from the one before it as that is from its own."""
    from scipy import ndimage

    signs, _ = ndimage.label(ink, structure=np.ones((3, 3)))
    largest, step, uneven = (each * dots for each in (_DOT, _STEP, _UNEVEN))
    open_rows: list[list[Box]] = []
    boxes = ((x.start, y.start, x.stop, y.stop) for y, x in ndimage.find_objects(signs))
    for box in sorted(each for each in boxes if max(each[2] - each[0], each[3] - each[1]) <= largest):
        yield from (row for row in open_rows if box[0] - row[-1][0] > step)
        open_rows = [row for row in open_rows if box[0] - row[-1][0] <= step]
        own = next((row for row in open_rows if _continues(row, box, uneven)), None)
        if own is None:
            open_rows.append(own := [])
        own.append(box)
    yield from open_rows


def _under_strokes(row: Sequence[Box], ink: Ink, dots: float) -> bool:
    """Whether dots are right below strokes, as those of two characters such as 热点 are."""
    left, top, right, _ = reduce(around, row)
    return bool(ink[max(0, top - round(_DOT * dots)) : top, left:right].any(axis=0).mean() > _STROKES)


def _continues(row: Sequence[Box], dot: Box, uneven: float) -> bool:
    """Whether a dot is in a row of dots."""
    before, last = row[-2:][0], row[-1]
    even = len(row) == 1 or abs((dot[0] - last[0]) - (last[0] - before[0])) <= uneven
    return even and dot[0] >= last[2] and abs(dot[3] - last[3]) <= uneven
