"""Tables in Word's XML: fixed columns, with a header row repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 15138
"""What a landscape A4 page has between its margins, in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs as XML, and whether it is shaded (header or gap)."""

    paragraphs: str
    shade: str = ""


def table(
    head: Sequence[Cell], rows: Sequence[Sequence[Cell]], widths: Sequence[int], *, rtl: bool = False
) -> str:
    """Return a table with a repeated header row.

    Args:
        head: the cells of the first row.
        rows: all other rows, each as long as the header row.
        widths: widths of the columns, in twentieths of a point.
        rtl: whether the first column is at the right.
    """
    lines = [_row(head, widths, is_head=True), *(_row(row, widths) for row in rows)]
    return _framed(lines, widths, rtl=rtl)


def _framed(lines: Sequence[str], widths: Sequence[int], *, rtl: bool) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    order = "<w:bidiVisual/>" if rtl else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{order}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def row_table(cells: Sequence[Cell], widths: Sequence[int], *, rtl: bool = False) -> str:
    """Return one row as a table, to be nested in a cell of another.

    Args:
        cells: the cells of the row.
        widths: widths of the columns, in twentieths of a point.
        rtl: whether the first column is at the right.
    """
    return _framed([_row(cells, widths)], widths, rtl=rtl)


def shared_widths(narrow: Sequence[int], count: int) -> list[int]:
    """Return the given column widths, and those of `count` more columns that share the rest of the page.

    >>> shared_widths([1138], 4)
    [1138, 3500, 3500, 3500, 3500]
    """
    rest = WIDTH - sum(narrow)
    return [*narrow, *[rest // max(count, 1)] * count]


def _row(cells: Sequence[Cell], widths: Sequence[int], *, is_head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else ""
    inside = "".join(_cell(cell, width) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr>{properties}{inside}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    inside = cell.paragraphs or '<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>'
