"""Text objects of a PDF page: the properties shared by the characters of each."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aligner.readers.pdf.clips import Area, Clips
from aligner.readers.pdf.quick_calls import address, quick
from aligner.readers.symbol_fonts import signs_of

_MAX_TURN: Final = 0.05  # radians
_INVISIBLE: Final = 3
_NAME_BYTES: Final = 256


@dataclass(frozen=True, slots=True)
class TextRun:
    """The properties shared by all characters of a text object.

    Attributes:
        quarter: quarter turns of its lines (0 to 3), or None for any other angle.
        size: the displayed height of its letters, in points, or None if pdfium gives none.
        lean: slant of the letters, as a share of their height; positive to the right.
        area: the part of the page where it is visible, or None for all of it.
        font: the font's name without a subset tag, or empty.
        tagged: the font's name as given in the file.
        signs: the characters for its codes, if its font is a symbol font.
        invisible: whether it is drawn without ink, like recognized text behind a scan.
    """

    quarter: int | None
    size: float | None
    lean: float = 0.0
    area: Area | None = None
    font: str = ""
    signs: Mapping[int, str] | None = None
    invisible: bool = False


class TextRuns:
    """Finds the run of each character of a page, querying pdfium once for each run."""

    def __init__(self, pdfium: Any, page: Any, textpage: Any) -> None:
        """Set up for a pypdfium2 page and the raw handle of its text page."""
        self._pdfium = pdfium
        self._textpage = textpage
        self._address = address(textpage)
        self._holder = quick(pdfium.FPDFText_GetTextObject, gives_handle=True)
        self._clips = Clips(pdfium, page)
        self._runs: dict[int | None, TextRun] = {}
        self._fonts: dict[int, str] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)

    def of_first(self, count: int) -> list[TextRun]:
        """Return the run of each of the first `count` characters."""
        holder, page, known = self._holder, self._address, self._runs
        found: list[TextRun] = []
        last_handle, last = None, None
        for index in range(count):
            handle = holder(page, index)
            if last is None or handle != last_handle or handle is None:
                last_handle, last = handle, known.get(handle)
                if last is None:
                    last = self._measured(index)
                    if handle is not None:
                        known[handle] = last
            found.append(last)
        return found

    def _measured(self, index: int) -> TextRun:
        pdfium, matrix = self._pdfium, self._matrix
        holder = pdfium.FPDFText_GetTextObject(self._textpage, index)
        size: float = pdfium.FPDFText_GetFontSize(self._textpage, index)
        lean = 0.0
        if pdfium.FPDFText_GetMatrix(self._textpage, index, matrix):
            # Do not use pdfium's angle, which is that of the stems: letters that are slanted because a
            # font has no italics (all Chinese ones) would count as askew.
            angle = math.atan2(-matrix.b, matrix.a)
            scale = math.hypot(matrix.c, matrix.d)
            size *= scale if math.isfinite(scale) and scale > 0 else 1.0
            extent = matrix.a * matrix.d - matrix.b * matrix.c
            lean = (matrix.a * matrix.c + matrix.b * matrix.d) / extent if extent else 0.0
        else:
            angle = float(pdfium.FPDFText_GetCharAngle(self._textpage, index))
        known = math.isfinite(size) and size > 0.5
        font = self._font(holder) if holder else ""
        return TextRun(
            _quarter(angle),
            size if known else None,
            lean if math.isfinite(lean) else 0.0,
            self._clips.area(holder) if holder else None,
            font,
            signs_of(font),
            bool(holder) and pdfium.FPDFTextObj_GetTextRenderMode(holder) == _INVISIBLE,
        )

    def _font(self, holder: Any) -> str:
        """Return its name in the file, with a subset tag."""
        font = self._pdfium.FPDFTextObj_GetFont(holder)
        if not font:
            return ""
        key = address(font)
        if key not in self._fonts:
            length = self._pdfium.FPDFFont_GetBaseFontName(font, self._name, _NAME_BYTES)
            name = self._name.value if 0 < length <= _NAME_BYTES else b""
            self._fonts[key] = name.decode("utf-8", "replace")
        return self._fonts[key]


def _quarter(angle: float) -> int | None:
    """Return the quarter turns (0 to 3), or None for text at any other angle."""
    if not math.isfinite(angle):
        return None
    turns = angle / (math.pi / 2)
    nearest = round(turns)
    return nearest % 4 if abs(turns - nearest) * math.pi / 2 < _MAX_TURN else None
