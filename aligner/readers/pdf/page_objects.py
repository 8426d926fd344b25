"""The objects drawn on a PDF page."""

from __future__ import annotations

import ctypes
from typing import Any

from aligner.readers.pdf.quick_calls import quick


def objects_of(pdfium: Any, page: Any) -> tuple[int, ...]:
    """Return the handles of the objects directly on a page, as numbers.

    Those inside a form have their own coordinates and are left out.

    Args:
        pdfium: the raw interface of pypdfium2.
        page: a pypdfium2 page.
    """
    object_of, handle = quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p), page.raw
    found = (object_of(handle, index) for index in range(pdfium.FPDFPage_CountObjects(handle)))
    return tuple(item for item in found if item is not None)


def paths_among(pdfium: Any, objects: tuple[int, ...]) -> list[Any]:
    """Return the handles of the paths among a page's objects, typed for pypdfium2's raw interface."""
    kind_of = quick(pdfium.FPDFPageObj_GetType)
    handles = map(ctypes.c_void_p, objects)
    paths = [handle for handle in handles if kind_of(handle) == pdfium.FPDF_PAGEOBJ_PATH]
    return [ctypes.cast(path, pdfium.FPDF_PAGEOBJECT) for path in paths]
