"""Tables of a web page as a grid: the column of each cell, and which tables hold data.

Pages also use tables to lay out a masthead, the columns of a site or numbered paragraphs; such
tables are read paragraph by paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.html.hidden_parts import VOCABULARY, is_dropped
from aligner.readers.table_cells import FEWEST_ROWS, MOST_COLUMNS, GridRow, Placed, is_tabular

_SECTIONS: Final = ("thead", "tbody", "tfoot")
_ASIDE: Final = ("caption", "colgroup", "col")
_CELLS: Final = ("td", "th")
_MOST_ROWS: Final = 65_534  # columns or rows that a cell may span, according to the standard
_LONGEST_CELL: Final = 8  # paragraphs; a cell with more is a column of the page
_BORDER: Final = re.compile(
    r"border[\w-]*\s*:(?!\s*(?:none|hidden|0(?![.\d])|inherit|collapse|separate))[^;]*\S"
)
"""A style that draws a border, not one that only removes or shares it."""


def grid_rows(table: etree._Element) -> list[GridRow] | None:
    """Return the rows of a table in a browser's order: `thead` first, `tfoot` last.

    A cell that spans columns or rows is placed only in the first of them. Rows of `thead` are
    column headings, and so are leading rows that have only `th`.

    Returns:
        The rows, or None for a malformed table, with content outside its cells, which is read
        in document order.
    """
    rows = _rows(table)
    if rows is None:
        return None
    taken: dict[int, int] = {}  # column → rows that a cell above still covers
    found: list[GridRow] = []
    leading = True
    for row, in_head in rows:
        cells = [cell for cell in row if not is_dropped(cell)]
        placed, taken = _placed(cells, taken)
        leading = leading and bool(cells) and all(cell.tag == "th" for cell in cells)
        found.append(GridRow(placed, in_head or (leading and len(cells) > 1)))
    return found


def _rows(table: etree._Element) -> list[tuple[etree._Element, bool]] | None:
    """Return the `tr` elements in display order, each with whether it is in the `thead`."""
    groups: dict[str, list[tuple[etree._Element, bool]]] = {tag: [] for tag in _SECTIONS}
    if not _holds_only(table, ("tr", *_SECTIONS, *_ASIDE)):
        return None
    for child in _shown(table):
        if child.tag == "tr":
            groups["tbody"].append((child, False))
        elif child.tag in _SECTIONS:
            if not _holds_only(child, ("tr",)):
                return None
            groups[child.tag] += [(row, child.tag == "thead") for row in _shown(child)]
    rows = [row for tag in _SECTIONS for row in groups[tag]]
    return rows if all(_holds_only(row, _CELLS) for row, _ in rows) else None


def _shown(parent: etree._Element) -> Iterator[etree._Element]:
    return (child for child in parent if isinstance(child.tag, str) and not is_dropped(child))


def _holds_only(parent: etree._Element, tags: Sequence[str]) -> bool:
    """Whether all visible content of an element is in children of these kinds."""
    if (parent.text or "").strip() or any((child.tail or "").strip() for child in parent):
        return False
    return all(child.tag in tags for child in _shown(parent))


def _placed(
    cells: Sequence[etree._Element], taken: dict[int, int]
) -> tuple[list[tuple[int, etree._Element]], dict[int, int]]:
    """Give each cell of a row its first free column; return the cells, and `taken` for the next row."""
    below = {column: rows - 1 for column, rows in taken.items() if rows > 1}
    placed: list[tuple[int, etree._Element]] = []
    column = 0
    for cell in cells:
        while column in taken:
            column += 1
        column = min(column, MOST_COLUMNS)
        placed.append((column, cell))
        width = _span(cell.get("colspan"), MOST_COLUMNS)
        height = _span(cell.get("rowspan"), _MOST_ROWS)
        if height > 1:
            below.update(dict.fromkeys(range(column, column + width), height - 1))
        column += width
    return placed, below


def _span(text: str | None, most: int) -> int:
    digits = re.match(r"[ \t\n\r\f]*(\d{1,9})", text or "", re.ASCII)
    return min(max(int(digits[1]), 1), most) if digits else 1


def without_empty_columns(rows: Sequence[Placed]) -> list[Placed]:
    """Remove the columns without text, which only separate others, and renumber the rest."""
    used = sorted({column for cells in rows for column, cell in cells if cell.has_text})
    places = {column: place for place, column in enumerate(used)}
    return [[(places[column], cell) for column, cell in cells if column in places] for cells in rows]


def is_data(table: etree._Element, read: Sequence[Sequence[ExtractBuilder]], *, first: bool) -> bool:
    """Whether a table holds data, rather than laying out a page.

    A caption or a heading cell marks it as data. Without one, these are layout: a table inside
    a cell, a cell with headings or many paragraphs, a single column or row, a table that
    numbers paragraphs, and a few rows without borders at the top of the page.

    Args:
        table: the `table` element.
        read: the content of the cells of each row.
        first: whether it is the first content of the page, as a masthead is.
    """
    if table.get("role") in ("presentation", "none"):
        return False
    filled = [count for cells in read if (count := sum(cell.has_text for cell in cells))]
    if len(filled) < FEWEST_ROWS or all(count == 1 for count in filled):
        return False
    if _is_marked_as_data(table):
        return True
    if any(element is not table for element in table.iter(*VOCABULARY["elements.page_parts"])):
        return False
    if any(sum(bool(piece.strip()) for piece in cell.pieces) > _LONGEST_CELL for row in read for cell in row):
        return False
    return is_tabular(filled, read, ruled=_is_ruled(table), first=first)


def _is_marked_as_data(table: etree._Element) -> bool:
    """Whether a table has heading cells or a caption with text, apart from those of nested tables."""
    own = (each for each in table.iter("th", "caption") if next(each.iterancestors("table")) is table)
    return any(str(text).strip() for element in own for text in element.itertext())


def _is_ruled(table: etree._Element) -> bool:
    """Whether a table or one of its cells has borders, as far as attributes show."""
    border = table.get("border")
    if border is not None and border.strip() != "0":
        return True
    return any(_BORDER.search(element.get("style") or "") for element in table.iter("table", "tr", *_CELLS))
