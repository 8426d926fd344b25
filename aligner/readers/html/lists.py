"""How the lists of a web page are numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from aligner.languages.leading_labels import label_end

_TYPES: Final = {"a": "lower-alpha", "A": "upper-alpha", "i": "lowerRoman", "I": "upperRoman"}
_CSS_NAMES: Final = {
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}
_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
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
    starts = [_beginning(item) for item in items]
    ends = [label_end(start) for start in starts]
    return bool(starts) and all(
        end and not start[:end].rstrip()[-1].isalnum() for start, end in zip(starts, ends, strict=True)
    )


def _beginning(element: etree._Element) -> str:
    """Return the first words of an element, enough to contain a number."""
    text = ""
    for part in element.itertext():
        text = (text + str(part)).lstrip()
        if len(text) >= _LONGEST_LABEL:
            break
    return text[:_LONGEST_LABEL]
