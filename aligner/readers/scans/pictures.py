"""The picture of a page: a page of a PDF, or a frame of a picture file, at its own resolution, upright."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from aligner.readers.pdf.open_pdf import WIDTH, PageImage, image_of, open_pdf
from aligner.readers.scans.graphics import without_stamps
from aligner.values.limits import MAX_PAGES, MAX_PIXELS
from aligner.values.message import ReadError

if TYPE_CHECKING:
    from PIL import Image


POINTS: Final = 72.0  # per inch
FORMATS: Final = ("PNG", "JPEG", "TIFF")
"""The formats of picture files that are read, as Pillow names them; no other decoder is tried."""

_STAMP: Final = 120  # maximum number of characters printed over the picture of a page
_PAGE: Final = 0.5  # share of the page that it covers
_USUAL: Final = 300  # dots per inch at which pages without a picture are rendered
_FINEST: Final = 400  # more dots per inch only cost time
_COARSEST: Final = 150  # coarser letters are enlarged to this
_GREY: Final = ("1", "L", "LA", "I", "I;16", "F")  # modes of pictures without colours
_SCREEN: Final = 97  # dots per inch; programs that know none write 72 or 96, which is 96.01 in a PNG
_TALL: Final = 11.7  # inches: height of a page, if a file does not tell its resolution


def page_count(data: bytes, name: str) -> int:
    """Return the number of pages of a PDF or a picture file, without decoding them.

    Raises:
        ReadError: if it is damaged, has too many pages, or a picture is too large.
    """
    if is_pdf(data):
        with open_pdf(data, name) as document:
            return len(document)
    with _opened(data, name) as picture:
        count: int = getattr(picture, "n_frames", 1)
    if count > MAX_PAGES:
        raise ReadError.about(name, "error.too_many_pages", pages=count, limit=MAX_PAGES)
    return count


def page_picture(data: bytes, name: str, number: int, *, stamped: bool = True) -> tuple[Image.Image, float]:
    """Return a page in shades of grey, and its resolution in dots per inch.

    Args:
        data: the whole file, a PDF or a picture.
        name: name of the file, for messages.
        number: the page, from 1.
        stamped: with coloured stamps and signatures over its text.

    Raises:
        ReadError: if it is damaged, or larger than `MAX_PIXELS`; that is found out before it is decoded.
    """
    if is_pdf(data):
        with open_pdf(data, name) as document:
            picture, dots = _rendered(document[number - 1], name)
    else:
        with _opened(data, name) as opened:
            picture, dots = _frame(opened, name, number)
    return picture.convert("L") if stamped or picture.mode == "L" else without_stamps(picture, dots), dots


def upright_picture(
    data: bytes, name: str, number: int, turned: int = 0, *, stamped: bool = True
) -> tuple[Image.Image, float]:
    """Return a page as it is recognised: with level lines on white paper, turned counter-clockwise.

    Args:
        data: the whole file, a PDF or a picture.
        name: name of the file, for messages.
        number: the page, from 1.
        turned: by how many degrees, in quarter turns.
        stamped: see `page_picture`.

    Raises:
        ReadError: see `page_picture`.
    """
    picture, dots = page_picture(data, name, number, stamped=stamped)
    return straightened(picture.rotate(turned, expand=True) if turned else picture), dots


def page_image(data: bytes, name: str, number: int, turned: int) -> PageImage:
    """Return a page that was recognised as an image, on which the boxes of its lines are in place.

    Args and errors are those of `upright_picture`.
    """
    picture, dots = upright_picture(data, name, number, turned)
    width, height = (side * POINTS / dots for side in picture.size)
    small = picture.resize((WIDTH, max(1, round(WIDTH * picture.height / picture.width))))
    return image_of(small, width, height, page_count(data, name))


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF and no picture."""
    return b"%PDF-" in data[:1024]


def is_picture(page: Any, characters: int) -> bool:
    """Whether a page of a PDF shows its text as a picture.

    A number or a stamp may be printed over it. Letters that are drawn, as fonts turned into outlines are,
    make no picture, but a page that has no other text is read like one.

    Args:
        page: a pypdfium2 page.
        characters: how many characters of text were found on it.
    """
    if characters > _STAMP:
        return False
    share, _ = _largest(page)
    return share > _PAGE if characters else next(page.get_objects(max_depth=1), None) is not None


def _rendered(page: Any, name: str) -> tuple[Image.Image, float]:
    """Render a page as finely as its finest large picture is, so that no letter is scaled twice."""
    width, height = page.get_size()
    dots = min(max(_largest(page)[1] or _USUAL, _COARSEST), _FINEST)
    _refuse_large(width * dots / POINTS, height * dots / POINTS, name)
    return page.render(scale=dots / POINTS, may_draw_forms=False).to_pil(), dots


def _largest(page: Any) -> tuple[float, float]:
    """Return the share of a page that its largest picture covers, and the resolution of that; 0 if none."""
    import pypdfium2.raw as pdfium

    largest = found = 0.0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        area = (right - left) * (top - bottom)
        if area > largest:
            largest = area
            # A turned picture has its width along the page's height.
            found = POINTS * max(item.get_px_size()) / max(right - left, top - bottom)
    width, height = page.get_size()
    return largest / max(1.0, width * height), found


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Image.Image]:
    """Open a picture file, of which only the header is read.

    Raises:
        ReadError: if it is damaged or too large; also what is raised while it is in use.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit is stricter, and has its own message
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            _refuse_large(*picture.size, name)
            yield picture
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise ReadError.about(name, "error.picture_damaged") from None


def _frame(picture: Image.Image, name: str, number: int) -> tuple[Image.Image, float]:
    from PIL import Image, ImageOps

    picture.seek(number - 1)
    _refuse_large(*picture.size, name)
    told = float(picture.info.get("dpi", (0, 0))[1] or 0)
    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    upright = ImageOps.exif_transpose(picture)
    upright = upright.convert("L" if upright.mode in _GREY else "RGB")
    dots = told if told > _SCREEN else max(upright.size) / _TALL
    wanted = min(max(dots, _COARSEST), _FINEST)
    if wanted != dots:
        scale = wanted / dots
        size = max(1, round(upright.width * scale)), max(1, round(upright.height * scale))
        _refuse_large(*size, name)
        upright = upright.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX)
    return upright, wanted


def _refuse_large(width: float, height: float, name: str) -> None:
    """Refuse a picture by its size alone: a few kilobytes may unpack to gigabytes.

    Raises:
        ReadError: if it has more than `MAX_PIXELS`.
    """
    if width * height > MAX_PIXELS:
        millions, limit = int(width * height / 1e6), MAX_PIXELS // 10**6
        raise ReadError.about(name, "error.picture_too_large", megapixels=millions, limit=limit)


_STEEPEST: Final = 6.0  # degrees: the largest tilt looked for
_COARSE: Final = 0.5  # degrees between the tilts tried first
_FINE: Final = 0.05  # degrees between those tried around the best of these
_LEAST: Final = 0.3  # degrees: a smaller tilt harms less than turning every pixel
_WIDTH: Final = 600  # pixels of the small copy on which the tilt is measured
_PATCH: Final = 24  # pixels of one patch of paper, whose brightest part is taken for its colour
_LIT: Final = 90  # per cent of the pixels of a row or column are at most as light as its paper
_SHADOW: Final = 0.95  # of the page's paper: what is darker is in a shadow
_DARKEST: Final = 0.3  # the same: what is darker is drawn
_FOLD: Final = 9  # pixels, of which most are in the shadow of a fold; rules are not as wide
_MOSTLY: Final = 0.6
_PAPER: Final = 235.0  # of 255: paper that is lighter everywhere is left as it is


def tilt(picture: Image.Image) -> float:
    """Return the angle by which the lines of a page climb to the right, in degrees.

    At the right angle the rows of pixels are either lines or gaps, so that their darkness varies most.
    """
    scale = _WIDTH / picture.width
    small = picture.resize((_WIDTH, max(1, round(picture.height * scale))))
    ink = 255.0 - np.asarray(small, dtype=np.float32)
    rows, columns = np.nonzero(ink >= ink.mean() + ink.std())
    dark = ink[rows, columns]

    def unevenness(angle: float) -> float:
        """Return how much the darkness of rows varies if the page is sheared by an angle."""
        moved = np.rint(rows + (columns - _WIDTH / 2) * np.tan(np.radians(angle))).astype(np.int64)
        inside = (moved >= 0) & (moved < small.height)
        sums = np.bincount(moved[inside], weights=dark[inside], minlength=small.height)
        return float(np.square(np.diff(sums)).sum())

    best = max(np.arange(-_STEEPEST, _STEEPEST + _COARSE / 2, _COARSE), key=unevenness)
    best = float(max(np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE), key=unevenness))
    return best if abs(best) >= _LEAST else 0.0


def straightened(picture: Image.Image) -> Image.Image:
    """Return a page with level lines, on paper that is white everywhere."""
    from PIL import Image

    picture = _on_white(picture)
    angle = tilt(picture)
    if not angle:
        return picture
    return picture.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _unfolded(picture: Image.Image) -> Image.Image:
    """Lighten the shadows of folds, which are as long as the page and too narrow for patches of paper."""
    from PIL import Image

    shades = np.asarray(picture)
    for axis in (0, 1):
        light = np.percentile(shades[:: 1 + 3 * (axis == 0), :: 1 + 3 * (axis == 1)], _LIT, axis=axis)
        share = np.clip(light / max(1.0, float(np.median(light))), _DARKEST, 1.0)
        wide = np.convolve(share < _SHADOW, np.ones(_FOLD), "same") >= _FOLD * _MOSTLY
        if wide.any():
            factors = np.where(wide, 1 / share, 1.0)
            shades = np.minimum(shades * np.expand_dims(factors, axis), 255.0)
    return Image.fromarray(shades.astype(np.uint8)) if shades.dtype != np.uint8 else picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Divide a page by the brightness of its paper, which shadows, folds and grey paper change."""
    from PIL import Image, ImageFilter

    picture = _unfolded(picture)
    size = max(1, picture.width // _PATCH), max(1, picture.height // _PATCH)
    paper = picture.filter(ImageFilter.MedianFilter(3)).resize(size, Image.Resampling.BOX)
    paper = paper.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(2))
    if np.asarray(paper).min() >= _PAPER:
        return picture
    light = np.asarray(paper.resize(picture.size, Image.Resampling.BICUBIC), dtype=np.float32)
    even = np.asarray(picture, dtype=np.float32) * (255.0 / np.maximum(light, 1.0))
    return Image.fromarray(np.minimum(even, 255.0).astype(np.uint8))
