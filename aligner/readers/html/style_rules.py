"""The rules of the style sheets inside a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_PART: Final = re.compile(r"([^{};]*)([{};]|\Z)")

EVERYWHERE: Final = frozenset({"screen", "print"})
_MEDIA: Final = {
    "": EVERYWHERE,
    "all": EVERYWHERE,
    "screen": frozenset({"screen"}),
    "print": frozenset({"print"}),
}
_UNKNOWN: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class StyleRule:
    """One rule of a style sheet.

    Attributes:
        selectors: what it is for, as written.
        declarations: what it sets, as written.
        media: `screen`, `print` or both; empty for other conditions, such as the width of the window.
    """

    selectors: tuple[str, ...]
    declarations: str
    media: frozenset[str]


def style_rules(root: etree._Element) -> Iterator[StyleRule]:
    """Yield the rules of all style sheets inside a page, in order."""
    for sheet in root.iter("style"):
        if next(sheet.iterancestors("noscript", "svg"), None) is None:
            media = _MEDIA.get((sheet.get("media") or "").strip().lower(), _UNKNOWN)
            yield from _rules(_COMMENT.sub("", sheet.text or ""), media)


def _rules(sheet: str, media: frozenset[str]) -> Iterator[StyleRule]:
    open_now: list[tuple[str, frozenset[str]]] = []
    declarations: list[str] = []
    for part in _PART.finditer(sheet):
        text, sign = part[1].strip(), part[2]
        if sign == "{":
            outer = open_now[-1][1] if open_now else media
            query = text[6:].strip().lower() if text.lower().startswith("@media") else None
            within = outer if not text.startswith("@") else outer & _MEDIA.get(query or "-", _UNKNOWN)
            open_now.append((text, within))
            declarations = []
            continue
        declarations.append(text)
        if sign == "}" and open_now:
            selectors, within = open_now.pop()
            if not selectors.startswith("@"):
                yield StyleRule(
                    tuple(each.strip() for each in selectors.split(",")), ";".join(declarations), within
                )
            declarations = []
