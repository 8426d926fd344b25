"""What a web page shows or hides that is not part of the document on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree


def tags(names: str) -> frozenset[str]:
    """A set of tag names, written as one line of them."""
    return frozenset(names.split())


_NEVER: Final = tags(
    "head script style noscript template svg canvas audio video iframe object embed map nav del rt rp "
    "input select button textarea datalist option progress meter"
)
_TEXTLESS: Final = tags("head script style template svg canvas audio video iframe object embed map")
"""What holds no text of the page, whatever stands in it."""
_SITE: Final = frozenset({"header", "footer", "aside"})
_SITE_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar"}
)
_CONTENT: Final = frozenset({"article", "main"})
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


def is_dropped(element: etree._Element) -> bool:
    """Whether an element is a script, a control, hidden, or the site's own furniture.

    A `<header>` or `<footer>` inside an `<article>` or `<main>` belongs to the document; one
    outside belongs to the site. A form is dropped only if it is not wrapped around the page.
    """
    tag = element.tag
    if tag in _NEVER or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in _SITE_ROLES or _HIDDEN.search(element.get("style") or ""):
        return True
    if tag in _SITE:
        return not any(ancestor.tag in _CONTENT for ancestor in element.iterancestors())
    return tag == "form" and not _wraps_the_page(element)


def count_left_out(root: etree._Element) -> int:
    """The characters, spaces apart, of the parts of a page that are dropped though they hold text."""
    count = 0
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _TEXTLESS:
            continue
        if is_dropped(element):
            count += sum(len("".join(text.split())) for text in _texts(element))
        else:
            waiting.extend(element)
    return count


def _texts(element: etree._Element) -> Iterator[str]:
    """The texts inside an element, but for scripts and the like."""
    if not isinstance(element.tag, str) or element.tag in _TEXTLESS:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _wraps_the_page(form: etree._Element) -> bool:
    """Some servers put the whole page into one form."""
    return next(form.iter("p", "table", "h1", "h2", "article", "main", "li"), None) is not None
