"""Tables of contents and of figures in a Word document, which only repeat text from elsewhere."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W, value
from aligner.readers.docx.paragraph import Paragraph

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


def is_contents_control(element: etree._Element) -> bool:
    """Whether an element is the content control (`w:sdt`) that Word puts around a table of contents."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return element.tag == W + "sdt" and value(gallery) == "Table of Contents"
