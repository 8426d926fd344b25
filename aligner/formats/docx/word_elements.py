"""The elements of a Word file that a redline is made inside, and where they are in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W
from aligner.values.errors import AlignerError

Element = etree._Element
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TABLE: Final = W + "tbl"


class UnsuitedError(AlignerError):
    """A redline cannot be made inside this file and has to be written from scratch; gives the reason."""


def parent_of(element: Element) -> Element:
    """Return the element that contains another, which is not the root of its part."""
    parent = element.getparent()
    assert parent is not None, "the root has no parent"
    return parent


def remove(element: Element) -> None:
    """Remove an element from the one that contains it."""
    parent_of(element).remove(element)


def refill(home: Element, content: Sequence[Element]) -> None:
    """Replace a paragraph's content and keep its properties."""
    for child in [child for child in home if child.tag != W + "pPr"]:
        home.remove(child)
    home.extend(content)


def cell_of(paragraph: Element) -> Element | None:
    """Return the innermost table cell that a paragraph is in, or None."""
    return next(paragraph.iterancestors(W + "tc"), None)


def in_cell(paragraph: Element) -> bool:
    """Whether a paragraph is in a table."""
    return cell_of(paragraph) is not None


def is_last_in_cell(paragraph: Element) -> bool:
    """Whether a paragraph is the last of a table cell."""
    return in_cell(paragraph) and next(paragraph.itersiblings(W + "p"), None) is None


def row_of(paragraph: Element) -> Element | None:
    """Return the innermost table row that a paragraph is in, or None."""
    return next(paragraph.iterancestors(W + "tr"), None)


def table_around(paragraph: Element) -> Element | None:
    """Return the outermost table that a paragraph is in, or None."""
    return next(reversed(list(paragraph.iterancestors(_TABLE))), None)


def is_before_table(paragraph: Element) -> bool:
    """Whether a table follows a paragraph directly."""
    follows = next((each for each in paragraph.itersiblings() if each.tag in (W + "p", _TABLE)), None)
    return follows is not None and follows.tag == _TABLE
