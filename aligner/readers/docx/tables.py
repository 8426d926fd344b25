"""Tables of a Word document as a grid: the column of each cell, and which tables hold data.

Layout tables are read paragraph by paragraph. This module distinguishes them from data tables,
finds the rows and cells of both, and the column of the grid in which each cell of a data table begins.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W, find, inside, number, switched_on, value
from aligner.readers.docx.paragraph import InlineReader
from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.table_cells import FEWEST_ROWS, MOST_COLUMNS, GridRow, is_tabular

_SPACER: Final = 120  # twentieths of a point: a narrower column is a spacer
_MOST_NESTING: Final = 0.34  # share of the rows of a ruled table that have a nested table


Row = tuple[etree._Element, list[etree._Element]]
"""A `w:tr` with its `w:tc`."""


def rows_of(table: etree._Element, inline: InlineReader) -> list[Row]:
    """Return the rows and cells of a table that the draft has, those in content controls among them."""
    return [
        (row, [cell for cell in inside(row, W + "tc") if not inline.removes(cell.find(W + "tcPr"))])
        for row in inside(table, W + "tr")
        if not inline.removes(row.find(W + "trPr"))
    ]


def grid_rows(table: etree._Element, rows: Iterable[Row]) -> list[GridRow]:
    """Find the column in which each cell of a table begins; a spacer counts as part of the next column.

    The continuation of a vertically merged cell is a cell too, which Word leaves empty.

    Args:
        table: the `w:tbl`.
        rows: its rows.
    """
    slots = _slots(table)
    found: list[GridRow] = []
    for row, cells in rows:
        properties = row.find(W + "trPr")
        column = _count(value(find(properties, W + "gridBefore")), 0)
        placed: list[tuple[int, etree._Element]] = []
        for cell in cells:
            placed.append((slots[column] if column < len(slots) else column, cell))
            column += _count(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
        header = switched_on(find(properties, W + "tblHeader"))
        found.append(GridRow(placed, header))
    return found


def _count(text: str | None, default: int) -> int:
    found = number(text)
    return min(default if found is None else found, MOST_COLUMNS)


def _slots(table: etree._Element) -> list[int]:
    """Map each column of Word's grid to a column of the table without spacers."""
    widths = [number(column.get(W + "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    slots: list[int] = []
    slot = 0
    for width in widths[:MOST_COLUMNS]:
        slots.append(slot)
        slot += width is None or width >= _SPACER
    return slots


def is_data(table: etree._Element, read: Sequence[Sequence[ExtractBuilder]], *, first: bool) -> bool:
    """Whether a table holds data, rather than laying out a page.

    A nested table is part of its cell's text if few rows of a ruled table have one; otherwise
    the outer table is layout.

    Args:
        table: the `w:tbl`.
        read: the content of the cells of each row.
        first: whether it is the first content of the document, as a masthead is.
    """
    rows = [count for cells in read if (count := sum(cell.has_text for cell in cells))]
    ruled = _is_ruled(table)
    nesting = sum(next(row.iter(W + "tbl"), None) is not None for row in table.iter(W + "tr"))
    own = sum(next(row.iterancestors(W + "tbl")) is table for row in table.iter(W + "tr"))
    elsewhere = own - len(read)  # rows that only the other draft has: a table is data in both
    if (
        not rows
        or len(rows) + elsewhere < FEWEST_ROWS
        or (nesting and (not ruled or nesting > _MOST_NESTING * len(rows)))
    ):
        return False
    return is_tabular(rows, read, ruled=ruled, first=first)


def _is_ruled(table: etree._Element) -> bool:
    """Whether a table or one of its cells has borders, or the table has a style that may set them."""
    if table.find(f"{W}tblPr/{W}tblStyle") is not None:
        return True
    borders = (
        element
        for element in table.iter(W + "tblBorders", W + "tcBorders")
        if next(element.iterancestors(W + "tbl")) is table
    )
    return any(value(side) not in (None, "nil", "none") for element in borders for side in element)
