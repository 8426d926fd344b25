"""What a web page shows or hides that is not part of the document on it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree


def tags(names: str) -> frozenset[str]:
    """A set of tag names, written as one line of them."""
    return frozenset(names.split())


_NEVER: Final = tags(
    "head script style noscript template svg canvas audio video iframe object embed map nav del rt rp "
    "input select button textarea datalist option progress meter"
)
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


def _wraps_the_page(form: etree._Element) -> bool:
    """Some servers put the whole page into one form."""
    return next(form.iter("p", "table", "h1", "h2", "article", "main", "li"), None) is not None
