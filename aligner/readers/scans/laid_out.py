"""Read a file with pages, in a child process, with what was recognised on those that are pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.pdf.doubts import Doubts
from aligner.readers.pdf.glyph import PageGlyphs
from aligner.readers.pdf.read_pdf import finished, read_with, write_pages
from aligner.readers.scans.pictures import is_pdf, page_count
from aligner.readers.scans.recognised_page import RecognisedPage
from aligner.values.codec import structure
from aligner.values.extract import Extract

_BLANK: Final = PageGlyphs((), 0.0, pictured=True)


def read(data: bytes, name: str, pages: Sequence[Sequence[Any]]) -> Extract:
    """Read a PDF or picture file.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        pages: number and `RecognisedPage`, as plain values, of each page that was recognised.

    Raises:
        ReadError: if it is damaged, encrypted, without pages, or too large.
    """
    recognised = {number: structure(RecognisedPage, plain).glyphs() for number, plain in pages}
    if is_pdf(data):
        return read_with(data, name, recognised)
    return _pictures(page_count(data, name), recognised, name)


def _pictures(count: int, recognised: Mapping[int, PageGlyphs], name: str) -> Extract:
    builder, doubts = ExtractBuilder(), Doubts()
    write_pages((recognised.get(number, _BLANK) for number in range(1, count + 1)), builder, doubts)
    return finished(builder, doubts, name, count)
