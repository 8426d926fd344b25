"""Remove what the engine would read as letters, or what hides them: bar codes, QR codes, coloured stamps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.values.runs import runs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    Ink = NDArray[np.bool_]

Box = tuple[int, int, int, int]
"""Left, top, right and bottom."""

FAINT: Final = 180
"""Of 255: ink is darker. Thin strokes of small signs that are blurred are not much darker."""

DARK: Final = 140
"""Of 255: what is darker is certainly ink, and no paper between two lines that are blurred."""

# Lengths are in inches.
_BAR: Final = 0.13  # minimum length of a bar; letters are shorter but for large titles
_BESIDE: Final = 0.3  # maximum gap between two bars; a letter above may touch those between
_LEVEL: Final = 0.02  # by how much their ends differ in height
_FEWEST: Final = 10  # bars of a code
_DOTS: Final = 0.5  # height and width of a window on dots
_DENSE: Final = (0.42, 0.65)  # share of ink in it; letters have less, white letters on black more
_ANY_ROW: Final = 0.15  # minimum share of ink in each of its rows; large letters have rows between lines
_WHOLE: Final = 0.9  # minimum share of ink in a bar
CELL: Final = 4  # pixels of the cells in which windows and fields are measured
_COLOUR: Final = 0.25  # minimum difference between the channels of a colour, as shares of the paper's
_TINT: Final = 0.1  # the same, of the edge of such a stroke
_LIGHT: Final = 0.35  # minimum of the lightest channel; in darker places there is text below
_PAPER: Final = 90  # per cent of the pixels are at most as light as the paper
_STROKE: Final = 0.2  # minimum height and width of a stroke of a stamp or signature
_SPARSE: Final = 0.2  # maximum share of ink within these; letters have more
_LARGEST: Final = 0.4  # height and width that no letter has
_AROUND: Final = 0.5  # height and width of the place around such a stroke that is cleared
_SPECK: Final = 2  # maximum number of pixels that are noise


def ink_of(picture: Image.Image, most: int = FAINT) -> Ink:
    """Return which pixels of a page are darker than `most`, without specks."""
    ink = np.asarray(picture) < most
    wide = np.pad(ink, 1)
    height, width = ink.shape
    near = sum(wide[y : y + height, x : x + width].astype(np.uint8) for y, x in product(range(3), repeat=2))
    return ink & (near > _SPECK)


def without_specks(picture: Image.Image) -> Image.Image:
    """Return a page without specks, as a fax has them, among which the engine loses lines."""
    from PIL import Image
    from scipy import ndimage

    shades = np.asarray(picture)
    strokes = ndimage.binary_dilation(ink_of(picture), np.ones((3, 3)))  # whose ends are as small as specks
    return Image.fromarray(np.where(strokes | (shades >= FAINT), shades, np.uint8(255)))


def around(one: Box, other: Box) -> Box:
    """Return the box around two others."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def without_graphics(picture: Image.Image, dots: float) -> Image.Image:
    """Return a page, in shades of grey, without bar codes and squares of dots.

    Args:
        picture: the page, upright and on white paper.
        dots: its resolution, in dots per inch.
    """
    from PIL import Image
    from scipy import ndimage

    shades, ink = np.asarray(picture), ink_of(picture, DARK)
    removed = np.zeros_like(ink)
    for left, top, right, bottom in _bar_codes(ink, dots):
        removed[top:bottom, left:right] = True
    cells = reduced(ink & ~removed)
    size = _cells(_DOTS, dots)
    share, rows = (ndimage.uniform_filter(cells, each, mode="constant") for each in (size, (1, size)))
    least = ndimage.minimum_filter(rows, (size, 1))
    squares = (share > _DENSE[0]) & (share < _DENSE[1]) & (least > _ANY_ROW)
    if squares.any():
        removed |= _enlarged(ndimage.maximum_filter(squares, size), ink)
    return Image.fromarray(np.where(removed, np.uint8(255), shades)) if removed.any() else picture


def _bar_codes(ink: Ink, dots: float) -> Iterator[Box]:
    """Return where solid strokes of one height are close beside each other; no letters but `I` are solid."""
    from scipy import ndimage

    strokes, _ = ndimage.label(ink, structure=np.ones((3, 3)))
    bars = (
        (across.start, down.start, across.stop, down.stop)
        for number, (down, across) in enumerate(ndimage.find_objects(strokes), 1)
        if down.stop - down.start > _BAR * dots and (strokes[down, across] == number).mean() > _WHOLE
    )
    ordered = sorted(bars, key=lambda box: (round(box[1] / (_BAR * dots)), box[0]))
    rows = runs_of(ordered, lambda bar, after: _is_beside(bar, after, dots))
    return (reduce(around, row) for row in rows if len(row) >= _FEWEST)


def _is_beside(bar: Box, after: Box, dots: float) -> bool:
    uneven = max(abs(bar[1] - after[1]), abs(bar[3] - after[3]))
    return uneven <= _LEVEL * dots and after[0] - bar[2] <= _BESIDE * dots


def without_stamps(picture: Image.Image, dots: float) -> Image.Image:
    """Return a page in shades of grey, without coloured stamps and signatures over its text.

    Coloured letters stay: no stroke of theirs is as large as one of a stamp.

    Args:
        picture: the page in colour.
        dots: its resolution, in dots per inch.
    """
    from PIL import Image
    from scipy import ndimage

    colours = np.asarray(picture.convert("RGB"))
    paper = np.percentile(colours[::8, ::8], _PAPER, axis=(0, 1)).clip(1)
    lightest, darkest = (extreme(colours / paper, axis=2) for extreme in (np.max, np.min))
    colour = np.where(lightest > _LIGHT, lightest - darkest, 0.0)
    strokes, _ = ndimage.label(colour > _COLOUR, structure=np.ones((3, 3)))
    large = np.zeros(strokes.shape, dtype=np.bool_)
    for number, (rows, columns) in enumerate(ndimage.find_objects(strokes), 1):
        least = min(rows.stop - rows.start, columns.stop - columns.start) / dots
        if least > _STROKE:
            own = strokes[rows, columns] == number
            large[rows, columns] |= own & (least > _LARGEST or own.mean() < _SPARSE)
    grey = picture.convert("L")
    if not large.any():
        return grey
    near = _enlarged(ndimage.maximum_filter(reduced(large) > 0, _cells(_AROUND, dots)), large)
    return Image.fromarray(np.where(near & (colour > _TINT), np.uint8(255), np.asarray(grey)))


def reduced(values: Ink) -> NDArray[np.float32]:
    """Return the means of the cells of a page; measures of windows need no more."""
    height, width = (size // CELL for size in values.shape)
    cells = values[: height * CELL, : width * CELL].reshape(height, CELL, width, CELL)
    sums = cells.sum(axis=3, dtype=np.uint8).sum(axis=1, dtype=np.uint8)
    means: NDArray[np.float32] = (sums / CELL**2).astype(np.float32)
    return means


def _enlarged(cells: Ink, like: Ink) -> Ink:
    """Return which pixels of a page are in some of its cells."""
    pixels = cells.repeat(CELL, axis=0).repeat(CELL, axis=1)
    more = tuple((0, size - own) for size, own in zip(like.shape, pixels.shape, strict=True))
    return np.pad(pixels, more)


def _cells(length: float, dots: float) -> int:
    """Return a length in cells, of which one is in the middle."""
    return 2 * round(length * dots / CELL / 2) + 1
