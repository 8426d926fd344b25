"""Page furniture in a web page: the headers, footers and contents that a word processor writes."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_CONTENTS_CLASS: Final = re.compile(r"(?:^|\s)MsoToc(?:\d|Heading)", re.IGNORECASE)
_CONTENTS_LINK: Final = re.compile(r"#(?:_Toc\d|__RefHeading)")
"""Links from a table of contents to headings, as Word and LibreOffice name them."""

_CONTENTS_ID: Final = "Table of Contents"  # as LibreOffice names them, whatever the language of the text
_PAGE_PART: Final = re.compile(r"mso-element\s*:\s*(header|footer)", re.IGNORECASE)


def furniture_style(element: etree._Element) -> str | None:
    """Return `header`, `footer` or `toc` for an element that is one, else None.

    A line of a table of contents is only a link to a heading, or has a style for contents.
    """
    if element.tag == "div":
        part = _PAGE_PART.search(element.get("style") or "")
        title = element.get("title") or ""
        if part or title in ("header", "footer"):
            return part[1].lower() if part else title
        return "toc" if (element.get("id") or "").startswith(_CONTENTS_ID) else None
    if element.tag != "p":
        return None
    if _CONTENTS_CLASS.search(element.get("class") or ""):
        return "toc"
    links = [link for link in element.iter("a") if _CONTENTS_LINK.match(link.get("href") or "")]
    linked = "".join(_words(link) for link in links)
    return "toc" if linked and linked == _words(element) else None


def _words(element: etree._Element) -> str:
    return "".join("".join(str(text) for text in element.itertext()).split())
