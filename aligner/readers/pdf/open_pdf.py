"""Open PDF files with pypdfium2, one thread at a time, with their annotations, and draw pages."""

from __future__ import annotations

import base64
import ctypes
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from aligner.readers.pdf.rules import Rule, Turn, turned
from aligner.values.message import EncryptedError, Message, ReadError, about

if TYPE_CHECKING:
    from PIL.Image import Image

_NO_PAGES: Final = re.compile(
    rb"/Type\s*/Pages\b[^>]{0,999}/Count\s+0\b|/Count\s+0\b[^>]{0,999}/Type\s*/Pages\b"
)
"""A page tree that counts no pages."""

_PDFIUM: Final = Lock()  # the library must not be entered by two threads at once


@contextmanager
def open_pdf(data: bytes, name: str, password: str | None = None) -> Iterator[Any]:
    """Open a PDF with pypdfium2, wait for other threads to finish with theirs, and close it on exit.

    Raises:
        ReadError: if it is damaged.
        EncryptedError: if it is encrypted, and this is not its password.
    """
    with _PDFIUM:
        document = _open(data, name, password)
        try:
            yield document
        finally:
            document.close()


def _open(data: bytes, name: str, password: str | None) -> Any:
    import pypdfium2

    logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it warns of each XFA form
    try:
        document = pypdfium2.PdfDocument(data, password)
        document.init_forms()  # before any page, so that pdfium draws the fields
        return document
    except pypdfium2.PdfiumError as error:
        raise _refusal(data, name, str(error)) from None


def _refusal(data: bytes, name: str, said: str) -> ReadError:
    """Return why a file was refused; pdfium's own message may concern the previous file."""
    if b"/Encrypt" in data and ("password" in said.lower() or "security" in said.lower()):
        return EncryptedError(about(name, Message("error.pdf_encrypted")))
    if b"%%EOF" in data[-1024:] and _NO_PAGES.search(data):
        return ReadError(about(name, Message("error.no_pages")))
    return ReadError(about(name, Message("error.pdf_damaged")))


WIDTH: Final = 1000
"""Width in pixels: readable in a dialog, and a few hundred kilobytes at most."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A rendered page.

    Attributes:
        png: the image as base64, `WIDTH` pixels wide.
        width, height: size of the displayed page, in points.
        pages: number of pages of the file.
    """

    png: str
    width: float
    height: float
    pages: int


def page_image(data: bytes, name: str, number: int) -> PageImage:
    """Render one page.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        number: number of the page, counted from 1.

    Raises:
        ReadError: if the file cannot be opened or has no such page.
    """
    with open_pdf(data, name) as document:
        pages = len(document)
        if not 1 <= number <= pages:
            raise ReadError(about(name, Message("reader.no_page", number=number, pages=pages)))
        page = document[number - 1]
        width, height = page.get_size()
        picture = page.render(scale=WIDTH / max(width, 1.0)).to_pil()
        return image_of(picture, width, height, pages)


def image_of(picture: Image, width: float, height: float, pages: int) -> PageImage:
    """Return a picture as a `PageImage`; the arguments are its fields."""
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=False)
    return PageImage(base64.b64encode(buffer.getvalue()).decode("ascii"), width, height, pages)


_HAS_CONTENT: Final = 2  # bytes; an empty string of pdfium's has as many, for its end


def open_page(document: Any, index: int) -> tuple[Any, int]:
    """Open a page, by its index from 0, with what its annotations show made part of its content.

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
