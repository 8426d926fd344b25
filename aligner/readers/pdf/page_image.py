"""Render a page of a PDF as an image, to show beside the text read from it."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Final

from aligner.readers.pdf.open_pdf import open_pdf
from aligner.values.errors import ReadError
from aligner.values.message import Message, about

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
        buffer = io.BytesIO()
        picture.save(buffer, format="PNG", optimize=False)
        png = base64.b64encode(buffer.getvalue()).decode("ascii")
        return PageImage(png, width, height, pages)


def page_count(data: bytes, name: str) -> int:
    """Return the number of pages, without reading them.

    Raises:
        ReadError: if the file cannot be opened.
    """
    with open_pdf(data, name) as document:
        return len(document)
