"""The text objects of a PDF page, and the properties that the characters of each share."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from typing import Any, Final

from aligner.readers.pdf.character_places import origin_of, quick
from aligner.readers.pdf.glyph import Area
from aligner.readers.symbol_fonts import signs_of

_INVISIBLE: Final = 3
_SPACE: Final = 0x20
_NAME_BYTES: Final = 256
_NOWHERE: Final = (math.inf, math.inf, -math.inf, -math.inf)


@dataclass(frozen=True, slots=True)
class TextRun:
    """The properties shared by all characters of a text object.

    Attributes:
        turn: quarter turns of its lines: 0 to 3, with a fraction for text at a slant.
        size: the displayed size of its letters, in points, or None if pdfium gives none.
        lean: slant of the letters, as a share of their height; positive to the right.
        area: the part of the page where it is visible, or None for the whole page.
        font: the font's name as given in the file, with any subset tag, or empty.
        signs: the characters for its codes, if its font is a symbol font.
        invisible: whether it is drawn without ink, like recognized text behind a scan.
        base: the vertical position of its baseline in the file's coordinates, if it is level.
    """

    turn: float
    size: float | None
    lean: float
    area: Area | None
    font: str
    signs: Mapping[int, str] | None
    invisible: bool
    base: float | None


Stretch = tuple[int, int, TextRun]
"""Adjacent characters of one text object: the index of the first, the index after the last, their run."""


class TextRuns:
    """Finds the run of each character of a page, querying pdfium once for each run."""

    def __init__(
        self, pdfium: Any, textpage: Any, clips: Clips, is_off: Callable[[ctypes.c_void_p], bool]
    ) -> None:
        """Set up for the raw handle of a text page, and what tells where its objects are visible."""
        self._pdfium = pdfium
        self._textpage = textpage
        self._clips = clips
        self._is_off = is_off
        self._fonts: dict[int | None, str] = {}
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._matrix = pdfium.FS_MATRIX()
        self._into = ctypes.byref(self._matrix)
        self._matrix_of = quick(pdfium.FPDFText_GetMatrix)
        self._size_of = quick(pdfium.FPDFText_GetFontSize, ctypes.c_double)
        self._font_of = quick(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)
        self._mode_of = quick(pdfium.FPDFTextObj_GetTextRenderMode)

    def of_codes(self, codes: Sequence[int]) -> list[Stretch]:
        """Return the stretches formed by the characters of a page, given their codes.

        A run is measured by a letter: the spaces that pdfium puts between Arabic words have no scale.
        """
        holder_of = quick(self._pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
        holders = map(holder_of, repeat(self._textpage), range(len(codes)))
        known: dict[int, TextRun] = {}
        found: list[Stretch] = []
        start = 0
        for holder, group in groupby(holders):
            stop = start + len(list(group))
            if holder is None:
                found += [(index, index + 1, self._measure(index, None)) for index in range(start, stop)]
            else:
                if holder not in known:
                    letters = (index for index in range(start, stop) if codes[index] > _SPACE)
                    known[holder] = self._measure(next(letters, start), holder)
                found.append((start, stop, known[holder]))
            start = stop
        return found

    def _measure(self, index: int, holder: int | None) -> TextRun:
        matrix = self._matrix
        size: float = self._size_of(self._textpage, index)
        # pdfium's angle is that of the stems, so it would rotate letters that are slanted because a font
        # has no italics (like all Chinese fonts).
        self._matrix_of(self._textpage, index, self._into)
        sign = -1 if size < 0 else 1  # a negative size turns the letters round
        a, b, c, d = (sign * value for value in (matrix.a, matrix.b, matrix.c, matrix.d))
        scale = math.hypot(c, d)
        size *= sign * scale if math.isfinite(scale) and scale > 0 else sign
        extent = a * d - b * c
        lean = (a * c + b * d) / extent if extent else 0.0
        known = math.isfinite(size) and size > 0.5
        handle = ctypes.c_void_p(holder)
        font = self._font(handle)
        area = self._clips.area(holder) if holder else None
        return TextRun(
            _turn(math.atan2(-b, a)),
            size if known else None,
            lean if math.isfinite(lean) else 0.0,
            _NOWHERE if holder and self._is_off(handle) else area,
            font,
            signs_of(font),
            holder is not None and self._mode_of(handle) == _INVISIBLE,
            None if b else origin_of(self._pdfium, self._textpage, index)[1],
        )

    def _font(self, holder: ctypes.c_void_p) -> str:
        """Return the name of an object's font as given in the file."""
        font: int | None = self._font_of(holder)
        if font not in self._fonts:
            name_of = quick(self._pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t)
            length = name_of(ctypes.c_void_p(font), self._name, ctypes.c_size_t(_NAME_BYTES))
            name = self._name.value if 0 < length <= _NAME_BYTES else b""
            self._fonts[font] = name.decode("utf-8", "replace")
        return self._fonts[font]


def _turn(angle: float) -> float:
    """Return the quarter turns of an angle in radians, whole ones for text that is nearly straight.

    >>> _turn(math.pi / 2), _turn(0.01), _turn(-0.07), _turn(-math.pi / 4)
    (1.0, 0.0, 0.0, 3.5)
    """
    return round(angle / (math.pi / 2), 1) % 4 if math.isfinite(angle) else 0.0


# If a glyph at the top of a page extends beyond the edge, browsers also write it on the preceding
# page, where clipping hides it.


def within(area: Area, x: float, y: float) -> bool:
    """Whether a point is in an area or on its border."""
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


class Clips:
    """Finds out which parts of a page's text objects are visible.

    Only objects directly on the page are examined: those inside a form have their own
    coordinates, and text that is not known to be hidden counts as visible.
    """

    def __init__(self, pdfium: Any, objects: Iterable[int], page: Area) -> None:
        """Set up for the objects directly on a page, and the area of the page."""
        self._pdfium = pdfium
        self._own = frozenset(objects)
        self._page = page
        self._clip_of = quick(pdfium.FPDFPageObj_GetClipPath, ctypes.c_void_p)
        self._count_paths = quick(pdfium.FPDFClipPath_CountPaths)
        self._count_segments = quick(pdfium.FPDFClipPath_CountPathSegments)
        self._segment_of = quick(pdfium.FPDFClipPath_GetPathSegment, ctypes.c_void_p)
        self._point_of = quick(pdfium.FPDFPathSegment_GetPoint)

    def area(self, holder: int) -> Area | None:
        """Return the part of the page where a text object is visible; None if it is the whole page."""
        visible = self._area(holder) if holder in self._own else None
        if visible is None:
            return None
        left, bottom, right, top = self._page
        covers = visible[0] <= left and visible[1] <= bottom and right <= visible[2] and top <= visible[3]
        return None if covers else visible

    def _area(self, holder: int) -> Area | None:
        """Return the area that all of an object's clip paths leave visible; None if it has none."""
        clip = ctypes.c_void_p(self._clip_of(ctypes.c_void_p(holder)))
        boxes = []
        for path in range(self._count_paths(clip)):  # -1 if there is no clip
            points = self._points(clip, path)
            if points:
                across, up = zip(*points, strict=True)
                boxes.append((min(across), min(up), max(across), max(up)))
        if not boxes:
            return None
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return max(lefts), max(bottoms), min(rights), min(tops)

    def _points(self, clip: ctypes.c_void_p, path: int) -> list[tuple[float, float]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        into = ctypes.byref(x), ctypes.byref(y)
        points = []
        for number in range(self._count_segments(clip, path)):
            segment = self._segment_of(clip, path, number)
            if segment and self._point_of(ctypes.c_void_p(segment), *into):
                points.append((x.value, y.value))
        return points
