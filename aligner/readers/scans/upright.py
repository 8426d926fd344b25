"""Lay the picture of a page straight: remove its tilt, and shadows on the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

_STEEPEST: Final = 6.0  # degrees: the largest tilt looked for
_COARSE: Final = 0.5  # degrees between the tilts tried first
_FINE: Final = 0.05  # degrees between those tried around the best of these
_LEAST: Final = 0.3  # degrees: a smaller tilt harms less than turning every pixel
_WIDTH: Final = 600  # pixels of the small copy on which the tilt is measured
_PATCH: Final = 24  # pixels of one patch of paper, whose brightest part is taken for its colour
_PAPER: Final = 235.0  # of 255: paper that is lighter everywhere is left as it is


def tilt(picture: Image.Image) -> float:
    """Return the angle by which the lines of a page climb to the right, in degrees.

    At the right angle the rows of pixels are either lines or gaps, so that their darkness varies most.
    """
    scale = _WIDTH / picture.width
    small = picture.resize((_WIDTH, max(1, round(picture.height * scale))))
    ink = 255.0 - np.asarray(small, dtype=np.float32)
    ink[ink < ink.mean() + ink.std()] = 0.0
    angles = np.arange(-_STEEPEST, _STEEPEST + _COARSE / 2, _COARSE)
    best = max(angles, key=lambda angle: _unevenness(ink, angle))
    around = np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE)
    best = float(max(around, key=lambda angle: _unevenness(ink, angle)))
    return best if abs(best) >= _LEAST else 0.0


def _unevenness(ink: NDArray[np.float32], angle: float) -> float:
    """Return how much the darkness of rows varies if the page is sheared by an angle."""
    height, width = ink.shape
    rows, columns = np.nonzero(ink)
    rise = np.tan(np.radians(angle))
    moved = np.rint(rows + (columns - width / 2) * rise).astype(np.int64)
    inside = (moved >= 0) & (moved < height)
    sums = np.bincount(moved[inside], weights=ink[rows, columns][inside], minlength=height)
    return float(np.square(np.diff(sums)).sum())


def straightened(picture: Image.Image) -> Image.Image:
    """Return a page with level lines, on paper that is white everywhere."""
    from PIL import Image

    picture = _on_white(picture)
    angle = tilt(picture)
    if not angle:
        return picture
    return picture.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _on_white(picture: Image.Image) -> Image.Image:
    """Divide a page by the brightness of its paper, which shadows and grey paper change."""
    from PIL import Image, ImageFilter

    size = max(1, picture.width // _PATCH), max(1, picture.height // _PATCH)
    paper = picture.filter(ImageFilter.MedianFilter(3)).resize(size, Image.Resampling.BOX)
    paper = paper.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(2))
    if np.asarray(paper).min() >= _PAPER:
        return picture
    light = np.asarray(paper.resize(picture.size, Image.Resampling.BICUBIC), dtype=np.float32)
    even = np.asarray(picture, dtype=np.float32) * (255.0 / np.maximum(light, 1.0))
    return Image.fromarray(np.minimum(even, 255.0).astype(np.uint8))
