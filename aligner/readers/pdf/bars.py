"""Thin horizontal lines on a PDF page, which strike out or underline letters, and its links."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

from aligner.readers.pdf.rules import Rule, Turn, turned

_THICKEST: Final = 1.5  # points, and a little for the rounding of bounds
_SLACK: Final = 0.3
_SHORTEST: Final = 2.0


def bars_of(pdfium: Any, page: Any, upright: Turn) -> tuple[Rule, ...]:
    """Return the thin horizontal lines and filled rectangles that are directly on the page.

    Those inside a form have their own coordinates and are left out.

    Args:
        pdfium: the raw interface of pypdfium2.
        page: a pypdfium2 page.
        upright: maps a point of the file to the page turned upright.
    """
    values = [ctypes.c_float() for _ in range(4)]
    bars = []
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
        if pdfium.FPDFPageObj_GetBounds(found.raw, *values):
            bar = turned(upright, *(value.value for value in values))
            if bar.top - bar.bottom <= _THICKEST + _SLACK and bar.right - bar.left >= _SHORTEST:
                bars.append(bar)
    return tuple(bars)


def links_of(pdfium: Any, page: Any, upright: Turn) -> tuple[Rule, ...]:
    """Return the areas of the links of a page; see `bars_of` for the arguments."""
    return tuple(_links(pdfium, page, upright))


def _links(pdfium: Any, page: Any, upright: Turn) -> Iterator[Rule]:
    place, link, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, place, link):
        if pdfium.FPDFLink_GetAnnotRect(link, rect):
            yield turned(upright, rect.left, rect.bottom, rect.right, rect.top)
