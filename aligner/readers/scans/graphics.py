"""Remove what the engine would read as letters: bar codes, and squares of dots (QR codes)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    Ink = NDArray[np.bool_]

FAINT: Final = 180
"""Of 255: ink is darker. Thin strokes of small signs that are blurred are not much darker."""

DARK: Final = 140
"""Of 255: what is darker is certainly ink, and no paper between two lines that are blurred."""

# Lengths are in inches.
_BAR: Final = 0.13  # minimum length of a bar; letters are shorter but for large titles
_BARS: Final = (0.1, 0.6)  # height and width of a window on bars
_CHANGES: Final = 0.06  # minimum share of its pixels that differ from those on their left
_LEVEL: Final = 0.15  # maximum number of pixels that differ from those above, for each of these
_DOTS: Final = (0.5, 0.5)  # height and width of a window on dots
_DENSE: Final = (0.42, 0.65)  # share of ink in it; letters have less, white letters on black more
_WHOLE: Final = 0.95  # minimum share of ink in a bar
_SPECK: Final = 2  # maximum number of pixels that are noise


def ink_of(picture: Image.Image, most: int = FAINT) -> Ink:
    """Return which pixels of a page are darker than `most`, without specks."""
    ink = np.asarray(picture) < most
    wide = np.pad(ink, 1)
    height, width = ink.shape
    near = sum(wide[y : y + height, x : x + width].astype(np.uint8) for y, x in product(range(3), repeat=2))
    return ink & (near > _SPECK)


def without_graphics(picture: Image.Image, dots: float) -> Image.Image:
    """Return a page, in shades of grey, without bar codes and squares of dots.

    Args:
        picture: the page, upright and on white paper.
        dots: its resolution, in dots per inch.
    """
    from PIL import Image

    shades, ink = np.asarray(picture), ink_of(picture, DARK)
    across = np.zeros_like(ink)
    across[:, 1:] = ink[:, 1:] != ink[:, :-1]
    down = np.zeros_like(ink)
    down[1:] = ink[1:] != ink[:-1]
    changes, window = _mean(across, _BARS, dots), _mean(down, _BARS, dots)
    bars = (changes > _CHANGES) & (window < _LEVEL * changes)
    removed = np.zeros_like(ink)
    if bars.any():
        removed |= _grown(bars, (_BAR, _BARS[1]), dots) & _grown(_tall(ink, dots), (_BAR, 0.02), dots)
    share = _mean(ink & ~removed, _DOTS, dots)
    removed |= _grown((share > _DENSE[0]) & (share < _DENSE[1]), _DOTS, dots)
    return Image.fromarray(np.where(removed, np.uint8(255), shades)) if removed.any() else picture


def _tall(ink: Ink, dots: float) -> Ink:
    """Return the middles of the bars in a picture."""
    return _mean(ink, (_BAR, 0.0), dots) > _WHOLE


def _grown(places: Ink, lengths: tuple[float, float], dots: float) -> Ink:
    """Return all pixels in a window of which any of some places is the middle."""
    return _mean(places, lengths, dots) > 0.0


def _mean(values: Ink, lengths: tuple[float, float], dots: float) -> NDArray[np.float32]:
    """Return the mean of the values in a window around each pixel; beyond the edges they are 0."""
    found = values.astype(np.float32)
    for axis, length in enumerate(lengths):
        half = round(length * dots / 2)
        if half:
            sums = np.cumsum(found, axis=axis, dtype=np.float64)
            size = sums.shape[axis]
            stop = np.minimum(np.arange(size) + half, size - 1)
            start = np.arange(size) - half - 1
            before = np.where(
                np.expand_dims(start >= 0, 1 - axis), sums.take(np.maximum(start, 0), axis=axis), 0.0
            )
            found = ((sums.take(stop, axis=axis) - before) / (2 * half + 1)).astype(np.float32)
    return found
