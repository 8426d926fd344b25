"""How the lists of a web page are numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from aligner.languages.leading_labels import label_end
from aligner.readers.symbol_fonts import LETTER_BULLET, PRIVATE, ROUND_BULLET, SIGNS, draws_letter_bullets

_TYPES: Final = {"a": "lower-alpha", "A": "upper-alpha", "i": "lowerRoman", "I": "upperRoman"}
_CSS_NAMES: Final = {
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}
_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_FAMILY: Final = re.compile(r"""font-family\s*:\s*["']?([^"',;]+)""", re.IGNORECASE)
_CLOSED: Final = re.compile(r"[.;:,،؛。；：，]\W{0,3}$")
_LONGEST_LABEL: Final = 40


def list_style(element: etree._Element, default: str = "decimal") -> str:
    """Return the counting style that a list or list item sets, under the name that `count_as` knows."""
    css = _STYLE.search(element.get("style") or "")
    if css:
        return _CSS_NAMES.get(css.group(1), css.group(1))
    return _TYPES.get(element.get("type") or "", default)


def whole_number(text: str | None, default: int) -> int:
    """Return the integer that an attribute states, or the default if it states none."""
    digits = (text or "").strip(" \t\n\r\f")
    return int(digits) if re.fullmatch(r"-?\d{1,9}", digits, re.ASCII) else default


def have_typed_numbers(items: Sequence[etree._Element]) -> bool:
    """Whether every item of a list begins with a number, so that the page's style shows no others."""
    return bool(items) and all(_has_number(_beginning(item)) for item in items)


def begins_paragraph(text: str, at: int) -> bool:
    """Whether the text below a single line break, at an offset, is a numbered paragraph of its own.

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
            return SIGNS.get(font, {}).get(ord(letter) & 0xFF if ord(letter) >= PRIVATE else ord(letter))
    return None


def _beginning(element: etree._Element) -> str:
    """Return the first words of an element, enough to contain a number."""
    text = ""
    for part in element.itertext():
        text = (text + str(part)).lstrip()
        if len(text) >= _LONGEST_LABEL:
            break
    return text[:_LONGEST_LABEL]
