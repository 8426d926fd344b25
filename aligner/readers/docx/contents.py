"""Tables of contents and of figures in a Word document, which only repeat text from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lxml import etree

from aligner.languages.page_words import heads_contents
from aligner.readers.docx.package import W, value
from aligner.readers.docx.paragraph import Paragraph
from aligner.readers.extract_builder import ExtractBuilder
from aligner.values.extract import Extract, LineRole

_STYLES: Final = ("toc ", "table of figures", "table of authorities", "contents heading")
_WITH_PAGE: Final = re.compile(r"[\s.…][\divxlc]+$", re.IGNORECASE)


def lists_contents(paragraph: Paragraph, style: str | None) -> bool:
    """Whether a paragraph is a line of a table of contents, or the heading of one.

    It has a style for contents, or is part of a `TOC` field and ends with a page number; the
    number is required because an unclosed field would include the rest of the document.
    """
    if (style or "").startswith(_STYLES):
        return True
    return paragraph.in_contents and _WITH_PAGE.search(paragraph.text.rstrip()) is not None


def with_headings(extract: Extract) -> Extract:
    """Return the extract with the heading directly above a table of contents marked as furniture too."""
    headings = set()
    for number, (above, below) in enumerate(pairwise(extract.lines)):
        listed = below.role is LineRole.FURNITURE and below.style not in ("header", "footer")
        if listed and above.role is LineRole.BODY and heads_contents(extract.text_of(above)):
            headings.add(number)
    if not headings:
        return extract
    builder = ExtractBuilder(notes=list(extract.notes))
    for number, line in enumerate(extract.lines):
        role = LineRole.FURNITURE if number in headings else line.role
        builder.copy(extract.text_of(line), replace(line, role=role))
    return builder.build(extract.format, extract.name, encoding=extract.encoding, pages=extract.pages)


def is_contents_control(element: etree._Element) -> bool:
    """Whether an element is the content control (`w:sdt`) that Word puts around a table of contents."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return element.tag == W + "sdt" and value(gallery) == "Table of Contents"
