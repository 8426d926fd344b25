"""The parts of a web page, visible or hidden, that do not belong to its document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

_CONTENTS_CLASS: Final = re.compile(r"(?:^|\s)MsoToc(?:\d|Heading)", re.IGNORECASE)
_CONTENTS_LINK: Final = re.compile(r"#(?:_Toc\d|__RefHeading)")
"""Links from a table of contents to headings, as Word and LibreOffice name them."""

_CONTENTS_ID: Final = "Table of Contents"  # as LibreOffice names them, whatever the language of the text
_PAGE_PART: Final = re.compile(r"mso-element\s*:\s*(header|footer)", re.IGNORECASE)


def tags(names: str) -> frozenset[str]:
    """Split a list of tag names into a set."""
    return frozenset(names.split())


_TEXTLESS: Final = tags("head script style template svg canvas audio video iframe object embed map")
"""Elements without text that belongs to the page."""
_NEVER: Final = _TEXTLESS | tags(
    "noscript nav del rt rp rtc input select textarea datalist option progress meter annotation"
)
_SITE: Final = frozenset({"header", "footer", "aside"})
_SITE_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "dialog", "alertdialog"}
)
_UNSEEN: Final = tags(
    "sr-only sr-only-focusable visually-hidden visually-hidden-focusable screen-reader-text "
    "element-invisible skip-link noprint no-print d-print-none mw-editsection"
)
"""Classes of text that only screen readers say, such as `Skip to main content`, or that is not printed."""

_NOTE_ROLES: Final = ("doc-footnote", "doc-endnote")  # and doc-endnotes

_CONTENT: Final = frozenset({"article", "main"})
_COMMENT: Final = re.compile(r"mso-element\s*:\s*comment(?!-)", re.IGNORECASE)
HIDING: Final = {"display": "none", "visibility": "hidden", "mso-hide": "all"}
"""Properties of a style, with the value that hides an element; Word writes the last."""
_HIDDEN: Final = re.compile(
    "|".join(rf"{name}\s*:\s*{value}" for name, value in HIDING.items()), re.IGNORECASE
)


def is_dropped(element: etree._Element) -> bool:
    """Whether to drop an element: a script, a control, a hidden element or part of the site's navigation.

    A form is dropped unless it wraps the whole page, and a button unless it opens the section
    below its heading.
    """
    tag = element.tag
    if tag in _NEVER or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in _SITE_ROLES or _HIDDEN.search(element.get("style") or ""):
        return True
    if not _UNSEEN.isdisjoint((element.get("class") or "").split()) or _is_of_comments(element):
        return True
    if tag == "dialog":
        return element.get("open") is None
    if tag in _SITE:
        return not _is_of_document(element)
    if tag == "button":
        return next(element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6"), None) is None
    return tag == "form" and not _wraps_the_page(element)


def _is_of_document(element: etree._Element) -> bool:
    """Whether a `header`, `footer` or `aside` belongs to the document, instead of to the site.

    It does inside an `article` or `main`, if it holds notes, or if it is a title without links.
    """
    if any(ancestor.tag in _CONTENT for ancestor in element.iterancestors()):
        return True
    if (element.get("role") or "").startswith(_NOTE_ROLES) or "note" in (element.get("epub:type") or ""):
        return True
    titled = element.tag == "header" and next(element.iter("h1"), None) is not None
    return titled and next(element.iter("a", "nav", "form", "img"), None) is None


def count_left_out(root: etree._Element) -> int:
    """Count the characters, without spaces, in the dropped parts of a page that contain text."""
    count = 0
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _TEXTLESS:
            continue
        if is_dropped(element):
            reported = element.tag == "del" or _is_of_comments(element)  # by a message of their own
            count += 0 if reported else count_characters(element)
        else:
            waiting.extend(element)
    return count


def count_comments(root: etree._Element) -> int:
    """Count the comments on a document that Word saved as a page."""
    return sum(_COMMENT.search(each.get("style") or "") is not None for each in root.iter("div"))


def _is_of_comments(element: etree._Element) -> bool:
    """Whether an element is a comment in a page that Word saved, or refers to one in the text."""
    if element.tag == "a":
        return "msocomanchor" in (element.get("class") or "").split()
    return element.tag == "div" and _COMMENT.search(element.get("style") or "") is not None


def count_characters(element: etree._Element) -> int:
    """Count the characters of an element's text, without spaces, scripts and the like."""
    return sum(len("".join(text.split())) for text in _texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the texts inside an element, without scripts and the like."""
    if not isinstance(element.tag, str) or element.tag in _TEXTLESS:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _wraps_the_page(form: etree._Element) -> bool:
    """Whether a form wraps the whole page, as some servers' pages do."""
    return next(form.iter("p", "table", "h1", "h2", "article", "main", "li"), None) is not None


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
