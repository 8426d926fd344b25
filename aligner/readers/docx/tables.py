"""Tables of a Word document as a grid: which columns each cell takes, and which tables are data.

Word also uses tables to lay a page out. Those are read paragraph by paragraph; here is decided
which are which, and where in the grid each cell of a table of data begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W, number, switched_on, value
from aligner.readers.extract_builder import ExtractBuilder, join_break

_SPACER: Final = 120  # twentieths of a point: a narrower column sets others apart
_FEWEST_ROWS: Final = 2
_SHARE: Final = 0.3  # of the rows of a table of data, those with text in two cells or more
_MASTHEAD_ROWS: Final = 6
_MOST_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell and the column it begins in; `goes_on` where it is the rest of a cell above it."""

    element: etree._Element
    column: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table, and whether Word repeats it at the head of each page."""

    cells: tuple[GridCell, ...]
    header: bool


def grid_rows(
    table: etree._Element, rows: Iterable[tuple[etree._Element, list[etree._Element]]]
) -> list[GridRow]:
    """Where the cells of a table begin, narrow columns counted together with the next.

    Args:
        table: the `w:tbl`.
        rows: each `w:tr` with its `w:tc`.
    """
    slots = _slots(table)
    found: list[GridRow] = []
    for row, cells in rows:
        properties = row.find(W + "trPr")
        before = properties.find(W + "gridBefore") if properties is not None else None
        place = _count(value(before), 0)
        held: list[GridCell] = []
        for cell in cells:
            own = cell.find(W + "tcPr")
            merge = own.find(W + "vMerge") if own is not None else None
            goes_on = merge is not None and merge.get(W + "val") != "restart"
            held.append(GridCell(cell, slots[place] if place < len(slots) else place, goes_on))
            place += _count(value(own.find(W + "gridSpan")) if own is not None else None, 1)
        header = properties is not None and switched_on(properties.find(W + "tblHeader"))
        found.append(GridRow(tuple(held), header))
    return found


def _count(text: str | None, default: int) -> int:
    found = number(text, default)
    return min(default if found is None else found, _MOST_COLUMNS)


def _slots(table: etree._Element) -> list[int]:
    """For each column of Word's grid the column it counts as."""
    widths = [
        number(column.get(W + "w"), _SPACER) or 0 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")
    ]
    slots: list[int] = []
    at = 0
    for width in widths[:_MOST_COLUMNS]:
        slots.append(at)
        at += width >= _SPACER
    return slots


def is_data(table: etree._Element, filled: Sequence[int], *, first: bool) -> bool:
    """Whether a table holds data rather than lays out a page.

    Args:
        table: the `w:tbl`.
        filled: how many cells of each of its rows have text.
        first: whether nothing stands before it, as before a masthead.
    """
    rows = [count for count in filled if count]
    if len(rows) < _FEWEST_ROWS or next(table.iter(W + "tbl"), None) is not table or _nests(table):
        return False
    if first and len(rows) <= _MASTHEAD_ROWS and not _is_ruled(table):
        return False
    return sum(count > 1 for count in rows) >= max(1.0, _SHARE * len(rows))


def _nests(table: etree._Element) -> bool:
    return any(each is not table for each in table.iter(W + "tbl"))


def _is_ruled(table: etree._Element) -> bool:
    """Whether a table or one of its cells has borders of its own, or the table a style that may."""
    properties = table.find(W + "tblPr")
    if properties is not None and properties.find(W + "tblStyle") is not None:
        return True
    borders = [*table.iter(W + "tblBorders"), *table.iter(W + "tcBorders")]
    return any(value(side) not in (None, "nil", "none") for each in borders for side in each)


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a cell in one line, the column it begins in, and its note marks as (mark, start, stop)."""

    column: int
    text: str
    marks: tuple[tuple[str, int, int], ...] = ()

    @classmethod
    def of(cls, column: int, shell: ExtractBuilder) -> CellText:
        """The paragraphs of a cell, with their automatic numbers, in one line."""
        text = ""
        marks: list[tuple[str, int, int]] = []
        for piece, line in zip(shell.pieces, shell.lines, strict=True):
            body = piece.strip()
            if not body:
                continue
            head = f"{line.label} " if line.label else ""
            text += join_break(text, head + body) + head
            shift = len(text) - line.span.start - (len(piece) - len(piece.lstrip()))
            marks += [(m.mark, m.span.start + shift, m.span.stop + shift) for m in line.marks]
            text += body
        kept = text.replace("\t", " ")
        return cls(column, kept, tuple((m, max(i, 0), min(j, len(kept))) for m, i, j in marks))


Spans = list[tuple[int, int]]


def as_row(cells: Sequence[CellText]) -> tuple[str, Spans, list[tuple[str, int, int]]]:
    r"""A row as text, its cells in it and its note marks: a tab stands between two cells.

    >>> as_row([CellText(0, "Total"), CellText(2, "5")])[:2]
    ('Total\t\t5', [(0, 5), (6, 6), (7, 8)])
    """
    columns = max((cell.column for cell in cells), default=-1) + 1
    text, spans, marks = "", [], []
    for column in range(columns):
        text += "\t" if column else ""
        start = len(text)
        for cell in (each for each in cells if each.column == column):
            text += " " if len(text) > start else ""
            marks += [(mark, len(text) + first, len(text) + last) for mark, first, last in cell.marks]
            text += cell.text
        spans.append((start, len(text)))
    return text, spans, marks
