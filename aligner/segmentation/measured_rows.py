"""Measure the lines of an extract: where they begin and end, and the gap above them.

Everything that follows counts in columns, in which a Chinese character takes two; for
PDF a column is half the size of the letters. Empty lines become the gap above the next.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aligner.values import Span
from aligner.values.extract import Extract, Line

_SYMBOL_PARTS: Final = ("Rev", "Add", "Corr", "Amend", "L", "C", "PV", "SR", "INF", "CRP", "WP", "CONF")
_NOT_IN_SYMBOL: Final = "".join(f"(?<!/{part})" for part in _SYMBOL_PARTS)
HARD_END: Final = re.compile(
    rf"(?:{_NOT_IN_SYMBOL}\.|[。．;；:：!！?？؟؛…])[”“’\"'»）)」』\]]*[\d¹²³*]{{0,3}}$"
)
"""A line that ends a sentence or clause, with a note's mark perhaps; `L.7` ends a symbol."""

COMMA_END: Final = re.compile(r"[,，、،][”“’\"'»）)」』]*[\d¹²³*]{0,3}$")
"""A line that ends at a comma, as preambular paragraphs do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line with text, and its measures.

    Attributes:
        text: without the space around it.
        start: offset of its first character in the extract's text.
        left: the column it begins in.
        right: the column after its last character.
        gap: how many empty lines are above it.
        line: the line it is.
        fresh: whether something was lifted out between it and the row above, as at
            the top of a page: gap and indentation then say little.
    """

    text: str
    start: int
    left: float
    right: float
    gap: int
    line: Line
    fresh: bool = False

    @property
    def stop(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)

    @property
    def page(self) -> int | None:
        """The page it is on."""
        return self.line.page

    @property
    def cells(self) -> tuple[Span, ...]:
        """Where its cells are in the extract's text, where it is a row of a table."""
        return self.line.cells

    @property
    def whole(self) -> bool:
        """Whether it is a paragraph by itself."""
        return self.line.whole


@lru_cache(maxsize=16384)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def width(text: str) -> int:
    """Return how many columns a text takes on a character grid.

    >>> width("第 5 条"), width("été"), width("")
    (7, 3, 0)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def measure(extract: Extract, *, right_to_left: bool = False) -> list[Row]:
    """Return the lines of an extract that have text, measured from the side their script begins on."""
    rows: list[Row] = []
    gap = 0
    edge = max((line.box.right for line in extract.lines if line.box), default=0.0) if right_to_left else None
    for line in extract.lines:
        raw = extract.text_of(line)
        text = raw.strip()
        if not text:
            gap += 1
            continue
        if line.cells:
            text = raw  # a tab at its beginning comes after an empty cell
        margin = 0 if line.cells else len(raw) - len(raw.lstrip())
        above = gap + line.blank_above
        rows.append(_row(line, text, line.span.start + margin, raw[:margin], above, edge))
        gap = 0
    return rows


def _row(line: Line, text: str, start: int, indent: str, gap: int, edge: float | None) -> Row:
    if line.box and line.box.size > 0:
        column = line.box.size / 2
        if edge is not None:
            near, far = (edge - line.box.right) / column, (edge - line.box.left) / column
            return Row(text, start, near, far, gap, line)
        return Row(text, start, line.box.left / column, line.box.right / column, gap, line)
    left = width(indent.expandtabs(4))
    return Row(text, start, left, left + width(text), gap, line)
