"""Open PDF files with pypdfium2, one thread at a time."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from aligner.values.errors import EncryptedError, ReadError
from aligner.values.message import Message, about

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
