"""Take off a page the rules and dark fields of tables, which the engine reads as letters or pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.readers.scans.graphics import DARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from aligner.readers.scans.engine_lines import Box
    from aligner.readers.scans.graphics import Ink

# Lengths are in inches. Tried on pages at 200 dots per inch: tables, clean, tilted and in two colours, and
# Arabic in six fonts.
_LEVEL: Final = 0.6  # minimum length of a level rule; strokes that join Arabic letters are shorter
_UPRIGHT: Final = 0.3  # minimum length of an upright rule; no letter but in large titles is as high
_THICK: Final = 0.035  # maximum thickness of a rule

_BESIDE: Final = (0.015, 0.05)
"""How far beside a rule the paper begins and ends; between bars it is narrower."""

_WHOLE: Final = 0.9  # minimum share of ink in a rule
_CLEAR: Final = 0.3  # maximum share of ink beside it; a stroke that joins letters has more
_RISE: Final = 0.006  # how far a rule rises on a page that was straightened, as a share of its length
_FIELD: Final = (0.15, 0.4)  # minimum height and width of a dark field
_CELL: Final = 4  # pixels of the cells in which fields are looked for
_FILLED: Final = 0.6  # minimum share of a field that is dark
_PAPER: Final = 255


def without_rules(picture: Image.Image, dots: float) -> tuple[Image.Image, tuple[Box, ...]]:
    """Return a page without its rules, and their places.

    Args:
        picture: the page in shades of grey, upright and on white paper.
        dots: its resolution, in dots per inch.
    """
    from PIL import Image

    ink = np.asarray(picture) < DARK
    rules = [*_level_rules(ink, dots, _LEVEL), *map(_turned, _level_rules(ink.T, dots, _UPRIGHT))]
    if not rules:
        return picture, ()
    shades = np.array(picture)
    edge = max(1, round(_BESIDE[0] * dots / 2))
    for left, top, right, bottom in rules:
        shades[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge] = _PAPER
    return Image.fromarray(shades), tuple(rules)


def _turned(box: Box) -> Box:
    left, top, right, bottom = box
    return top, left, bottom, right


def _level_rules(ink: Ink, dots: float, least: float) -> Iterator[Box]:
    """Yield the boxes of the level lines, whose ends may be a little higher or lower than each other."""
    from scipy import ndimage

    thick, near, far = (round(each * dots) for each in (_THICK, *_BESIDE))
    width = ink.shape[1] // _CELL
    cells = np.logical_and.reduce([ink[:, n : width * _CELL : _CELL] for n in range(_CELL)])
    lines, _ = ndimage.label(_filled(cells, round(least * dots / _CELL)), structure=np.ones((3, 3)))
    for down, across in ndimage.find_objects(lines):
        left, right = _CELL * across.start, _CELL * across.stop
        thickest = thick + _RISE * (right - left)
        if right - left < least * dots or down.stop - down.start > thickest:
            continue
        above = ink[max(0, down.start - far) : max(0, down.start - near), left:right]
        below = ink[down.stop + near : down.stop + far, left:right]
        if max(side.mean() if side.size else 0.0 for side in (above, below)) < _CLEAR:
            yield max(0, left - _CELL), down.start, right + _CELL, down.stop


def _filled(cells: Ink, length: int) -> Ink:
    """Return which cells are in a level stretch of a length that is nearly all ink."""
    rows = np.flatnonzero(cells.sum(axis=1) >= _WHOLE * length)
    sums = np.cumsum(np.pad(cells[rows], ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    starts = sums[:, length:] - sums[:, :-length] >= _WHOLE * length
    begun = np.cumsum(np.pad(starts, ((0, 0), (length, length - 1))), axis=1, dtype=np.int32)
    inside = np.zeros_like(cells)
    inside[rows] = (begun[:, length:] - begun[:, :-length] > 0) & cells[rows]
    return inside


def with_light_fields(picture: Image.Image, dots: float) -> Image.Image:
    """Return a page whose dark fields are inverted, as those of the heads of tables with white letters.

    What remains of their edges is as thin as a rule.

    Args are those of `without_rules`.
    """
    from PIL import Image
    from scipy import ndimage

    shades = np.asarray(picture)
    height, width = (size // _CELL for size in shades.shape)
    cells = (shades[: height * _CELL, : width * _CELL] < DARK).reshape(height, _CELL, width, _CELL)
    fields, _ = ndimage.label(cells.all(axis=(1, 3)), structure=np.ones((3, 3)))
    least = [round(each * dots / _CELL) for each in _FIELD]
    for number, (down, across) in enumerate(ndimage.find_objects(fields), 1):
        if down.stop - down.start < least[0] or across.stop - across.start < least[1]:
            continue
        if (fields[down, across] == number).mean() < _FILLED:
            continue
        shades = np.array(shades)
        rows, columns = (slice(_CELL * part.start, _CELL * part.stop) for part in (down, across))
        lightened = _PAPER - shades[rows, columns].astype(np.int32)
        ground = max(1, int(np.median(lightened)))
        shades[rows, columns] = np.minimum(lightened * _PAPER // ground, _PAPER).astype(np.uint8)
    return Image.fromarray(shades) if shades.base is None else picture
