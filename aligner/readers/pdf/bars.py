"""The thin horizontal lines of a PDF page, which may strike out or underline text, and its links."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

from aligner.readers.pdf.page_objects import paths_among
from aligner.readers.pdf.rules import Rule, Turn, turned

_THICKEST: Final = 1.5  # points, plus some slack for rounded bounds
_SLACK: Final = 0.3
_SHORTEST: Final = 2.0


def bars_of(pdfium: Any, objects: tuple[int, ...], upright: Turn) -> tuple[Rule, ...]:
    """Return the thin horizontal lines and filled rectangles of a page.

    Args:
        pdfium: the raw interface of pypdfium2.
        objects: the objects directly on the page.
        upright: maps a point of the file to the upright page.
    """
    values = [ctypes.c_float() for _ in range(4)]
    bars = []
    for path in paths_among(pdfium, objects):
        if pdfium.FPDFPageObj_GetBounds(path, *values):
            bar = turned(upright, *(value.value for value in values))
            if bar.top - bar.bottom <= _THICKEST + _SLACK and bar.right - bar.left >= _SHORTEST:
                bars.append(bar)
    return tuple(bars)


def links_of(pdfium: Any, page: Any, upright: Turn) -> tuple[Rule, ...]:
    """Return the areas of the links of a pypdfium2 page; see `bars_of` for the other arguments."""
    return tuple(_links(pdfium, page, upright))


def _links(pdfium: Any, page: Any, upright: Turn) -> Iterator[Rule]:
    place, link, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, place, link):
        if pdfium.FPDFLink_GetAnnotRect(link, rect):
            yield turned(upright, rect.left, rect.bottom, rect.right, rect.top)
