"""Annotations of PDF pages: fields, stamps and free text, shown like the text of the page, and links."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

from aligner.readers.pdf.rules import Rule, Turn, turned

_HAS_CONTENT: Final = 2  # bytes; an empty string of pdfium's has as many, for its end


def open_page(document: Any, index: int) -> tuple[Any, int]:
    """Open a page with what its annotations show made part of its content.

    Args:
        document: a pypdfium2 document whose form environment is set up.
        index: index of the page, from 0.

    Returns:
        The page, which the caller must close, and the number of comments that it does not show.
    """
    import pypdfium2.raw as pdfium

    page = document[index]
    shown, comments = False, 0
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            drawn = pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
            shown = shown or drawn > _HAS_CONTENT or kind == pdfium.FPDF_ANNOT_WIDGET
            is_text = kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP) and drawn > _HAS_CONTENT
            if kind != pdfium.FPDF_ANNOT_WIDGET and not is_text:
                text = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
                comments += text > _HAS_CONTENT
        pdfium.FPDFPage_CloseAnnot(annotation)
    if shown and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[index]  # pdfium parses the new content only when it opens the page again
    return page, comments


def links_of(pdfium: Any, page: Any, upright: Turn) -> Iterator[Rule]:
    """Yield the areas of the links of a pypdfium2 page, mapped to the upright page."""
    place, link, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, place, link):
        if pdfium.FPDFLink_GetAnnotRect(link, rect):
            yield turned(upright, rect.left, rect.bottom, rect.right, rect.top)
