"""How the lists of a web page are numbered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from lxml import etree

from aligner.languages.citing import label_end
from aligner.languages.counting import count_as
from aligner.readers.html.hidden_parts import EVERYWHERE, style_rules
from aligner.readers.symbol_fonts import LETTER_BULLET, ROUND_BULLET, draws_letter_bullets, shown_sign

_TYPES: Final = {"a": "lower-alpha", "A": "upper-alpha", "i": "lowerRoman", "I": "upperRoman"}
_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*(?:(?:inside|outside)\s+)*([\w-]+)")
_UNNUMBERED: Final = frozenset({"none", "disc", "circle", "square"})
_SELECTOR: Final = re.compile(r"(ol|ul|li|OL|UL|LI|)((?:\.[\w-]+)*)")
_MARKER: Final = re.compile(r"\.([\w-]+)\s*>\s*li::?before")
_COUNTER: Final = re.compile(
    r"""content\s*:\s*["']([^"']*)["']\s*counter\([\w-]+\s*,\s*([\w-]+)\)\s*["']([^"']*)["']\s*(?:;|$)"""
)
_FAMILY: Final = re.compile(r"""font-family\s*:\s*["']?([^"',;]+)""", re.IGNORECASE)
_CLOSED: Final = re.compile(r"[.;:,،؛。；：，]\W{0,3}$")
_MOST_RULES: Final = 300
_LONGEST_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How the items of a list are numbered: the counting style, under the name that `count_as` knows."""

    counting: str = "decimal"
    before: str = ""
    after: str = "."

    def label(self, number: int) -> str | None:
        """Return the number of an item as shown, or None if none is."""
        if self.counting in _UNNUMBERED:
            return None
        return f"{self.before}{count_as(self.counting, number)}{self.after}"


@dataclass(frozen=True, slots=True)
class ListStyles:
    """The numbering that the style sheets inside a page give to lists and items, by tag and classes.

    Only selectors of one tag with classes are followed (`ol.a`), and the markers that Google Docs
    writes with counters (`.lst-1 > li:before`). A rule that no list has numbers (`ol { list-style: none
    }`) is ignored: pages reset all lists in this way, and restore the numbers in their text.
    """

    types: tuple[tuple[str, frozenset[str], str], ...]
    markers: Mapping[str, ListStyle]

    @classmethod
    def of(cls, root: etree._Element) -> Self:
        """Read the style sheets of a page."""
        types: list[tuple[str, frozenset[str], str]] = []
        markers: dict[str, ListStyle] = {}
        for selectors, declarations, media in style_rules(root):
            if media != EVERYWHERE:
                continue
            kind, marker = _STYLE.search(declarations), _COUNTER.search(declarations)
            for selector in selectors:
                named, item = _SELECTOR.fullmatch(selector), _MARKER.fullmatch(selector)
                classes = frozenset(named[2].split(".")) - {""} if named else frozenset()
                if kind and named and (classes or (named[1] and kind[1] != "none")):
                    types.append((named[1].lower(), classes, kind[1]))
                elif marker and item:
                    markers[item[1]] = _styled(marker[2], before=marker[1], after=marker[3].rstrip())
        return cls(tuple(types[:_MOST_RULES]), markers)

    def style_of(self, element: etree._Element, default: ListStyle) -> ListStyle:
        """Return how a list or list item is numbered: by its own attributes, else by a style sheet."""
        css = _STYLE.search(element.get("style") or "")
        if css:
            return _styled(css[1])
        classes = frozenset((element.get("class") or "").split())
        marked = next((self.markers[each] for each in classes if each in self.markers), None)
        if marked is not None:
            return marked
        own = [kind for tag, named, kind in self.types if tag in ("", element.tag) and named <= classes]
        if own:
            return _styled(own[-1])
        stated = _TYPES.get(element.get("type") or "")
        return default if stated is None else _styled(stated)


def _styled(counting: str, before: str = "", after: str | None = None) -> ListStyle:
    """Return a style by its name in CSS; Chinese numbers have a comma after them."""
    if after is None:
        after = "、" if counting.startswith(("cjk", "simp", "trad")) else "."
    return ListStyle(counting, before, after)


def whole_number(text: str | None, default: int) -> int:
    """Return the integer that an attribute states, or the default if it states none."""
    digits = (text or "").strip(" \t\n\r\f")
    return int(digits) if re.fullmatch(r"-?\d{1,9}", digits, re.ASCII) else default


def have_typed_numbers(items: Sequence[etree._Element]) -> bool:
    """Whether every item of a list begins with a number, so that the page's style adds none."""
    return bool(items) and all(_has_number(_beginning(item)) for item in items)


def begins_paragraph(text: str, at: int) -> bool:
    """Whether the text below a single line break, at an offset, is a separate numbered paragraph.

    >>> begins_paragraph("Urges all; 2. Requests", 11), begins_paragraph("in paragraph 2. of", 13)
    (True, False)
    """
    closed = _CLOSED.search(text[max(0, at - _LONGEST_LABEL) : at])
    return closed is not None and _has_number(text[at : at + 2 * _LONGEST_LABEL].lstrip())


def _has_number(text: str) -> bool:
    """Whether a text begins with a paragraph number that is more than a figure."""
    end = label_end(text)
    return end > 0 and not text[:end].rstrip()[-1].isalnum()


def bullet_of(element: etree._Element) -> str | None:
    """Return the bullet that a letter or code in a symbol font shows, as Word writes bullets into pages."""
    letter = (element.text or "").strip()
    if len(letter) != 1:
        return None
    parent = element.getparent()
    for each in (element, parent) if parent is not None else (element,):
        family = _FAMILY.search(each.get("style") or "")
        font = family[1].strip().lower() if family else (each.get("face") or "").lower()
        if font:
            if letter == LETTER_BULLET and draws_letter_bullets(font):
                return ROUND_BULLET
            return shown_sign(ord(letter), font)
    return None


def _beginning(element: etree._Element) -> str:
    """Return the first words of an element, enough to contain a number."""
    text = ""
    for part in element.itertext():
        text = (text + str(part)).lstrip()
        if len(text) >= _LONGEST_LABEL:
            break
    return text[:_LONGEST_LABEL]
