"""Write the rows of tables as text, and find the tables that hold data, in the same way for every format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from aligner.languages.citing import label_end
from aligner.languages.structure import is_page_word
from aligner.readers.extract_builder import ExtractBuilder, join_break
from aligner.values.extract import Line, LineRole

if TYPE_CHECKING:
    from lxml import etree

FEWEST_ROWS: Final = 2
MOST_COLUMNS: Final = 200
_SHARE: Final = 0.3  # minimum share of a data table's rows that have text in several cells
_MASTHEAD_ROWS: Final = 6
_PAGE: Final = re.compile(r"\d{1,4}|[ivxlc]{1,8}", re.IGNORECASE)

Spans = list[tuple[int, int]]
Placed = Sequence[tuple[int, ExtractBuilder]]
"""The cells of a row: the column in which each begins, counted from 0, and its content."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table: its cells, each with the column in which it begins, and whether it has headings."""

    cells: Sequence[tuple[int, etree._Element]]
    header: bool


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a cell on one line, the column where it begins, and its note marks (mark, start, stop)."""

    column: int
    text: str
    marks: tuple[tuple[str, int, int], ...] = ()

    @classmethod
    def of(cls, column: int, content: ExtractBuilder) -> CellText:
        """Join the paragraphs of a cell and their automatic numbers on one line, without the notes."""
        text = ""
        marks: list[tuple[str, int, int]] = []
        for piece, line in zip(content.pieces, content.lines, strict=True):
            body = piece.strip()
            if not body or line.role is LineRole.FOOTNOTE:
                continue
            head = f"{line.label} " if line.label else ""
            text += join_break(text, head + body) + head
            shift = len(text) - line.span.start - (len(piece) - len(piece.lstrip()))
            marks += [(m.mark, m.span.start + shift, m.span.stop + shift) for m in line.marks]
            text += body
        kept = text.replace("\t", " ")
        most = len(kept)  # a mark in trailing space that was stripped moves to the end
        return cls(column, kept, tuple((m, min(max(i, 0), most), min(max(j, 0), most)) for m, i, j in marks))


def as_row(cells: Sequence[CellText]) -> tuple[str, Spans, list[tuple[str, int, int]]]:
    r"""Return a row as text, the spans of its cells and its note marks; tabs separate the cells.

    >>> as_row([CellText(0, "Total"), CellText(2, "5")])[:2]
    ('Total\t\t5', [(0, 5), (6, 6), (7, 8)])
    """
    columns = max((cell.column for cell in cells), default=-1) + 1
    text, spans, marks = "", [], []
    for column in range(columns):
        text += "\t" if column else ""
        start = len(text)
        for cell in (cell_text for cell_text in cells if cell_text.column == column):
            text += " " if len(text) > start else ""
            marks += [(mark, len(text) + first, len(text) + last) for mark, first, last in cell.marks]
            text += cell.text
        spans.append((start, len(text)))
    return text, spans, marks


def _numbers_paragraphs(rows: Iterable[Sequence[ExtractBuilder]]) -> bool:
    """Whether every row with several cells is a paragraph beside its number.

    Such a table only lays out a list, as legal databases on the web do with numbered paragraphs.
    """
    filled = [[cell for cell in row if cell.has_text] for row in rows]
    several = [row for row in filled if len(row) > 1]
    return bool(several) and all(len(row) == 2 and _label_of(row[0]) is not None for row in several)


def is_tabular(
    filled: Sequence[int], rows: Sequence[Sequence[ExtractBuilder]], *, ruled: bool, first: bool
) -> bool:
    """Whether rows look like data: often several cells, and neither a masthead nor numbered paragraphs.

    Args:
        filled: the number of cells with text in each row that has any.
        rows: the content of the cells of each row.
        ruled: whether the table has borders, unlike a masthead or a list.
        first: whether it is the first content of the document, like a masthead.
    """
    if not ruled and ((first and len(filled) <= _MASTHEAD_ROWS) or _numbers_paragraphs(rows)):
        return False
    return sum(count > 1 for count in filled) >= max(1.0, _SHARE * len(filled))


def _label_of(cell: ExtractBuilder) -> str | None:
    """Return the paragraph number, like `(a)` or `12.`, if it is a cell's only text; a bare `12` is none."""
    text = _text_of(cell)
    return text if text and not text.isalnum() and label_end(text) == len(text) else None


def write_table(
    rows: Sequence[GridRow],
    read: Callable[[etree._Element], ExtractBuilder],
    builder: ExtractBuilder,
    style: str | None,
    is_data: Callable[[Sequence[Sequence[ExtractBuilder]]], bool],
    columns_of: Callable[[Sequence[Placed]], Sequence[Placed]] = lambda placed: placed,
) -> None:
    """Write each row of a data table as one line, and any other table paragraph by paragraph.

    Args:
        rows: its rows.
        read: returns the content of a cell.
        builder: the builder to write to.
        style: the style of the lines.
        is_data: whether the contents of the cells are data.
        columns_of: returns the cells of a data table with the columns to be written.
    """
    placed = [[(column, read(cell)) for column, cell in row.cells] for row in rows]
    contents = [[content for _, content in cells] for cells in placed]
    if lists_pages(contents):
        write_furniture(contents, builder)
    elif is_data(contents):
        for row, cells in zip(rows, columns_of(placed), strict=True):
            write_row(cells, builder, style, header=row.header)
    else:
        for row_contents in contents:
            write_laid_out(row_contents, builder)


def write_row(cells: Placed, builder: ExtractBuilder, style: str | None, *, header: bool) -> None:
    """Write a row of a data table as one line, then the notes in its cells.

    Args:
        cells: the column in which each cell begins, and its content.
        builder: the builder to write to.
        style: the style of the line.
        header: whether it is a row of column headings.
    """
    parts = [CellText.of(column, content) for column, content in cells]
    text, spans, marks = as_row([part for part in parts if part.text])
    if text:
        builder.add(text, Line(whole=True, style=style, header=header), marks=marks, cells=spans)
    for _, content in cells:
        for piece, line in zip(content.pieces, content.lines, strict=True):
            if line.role is LineRole.FOOTNOTE:
                builder.copy(piece, line)


def _text_of(cell: ExtractBuilder) -> str:
    return " ".join(piece.strip() for piece in cell.pieces).strip()


def lists_pages(rows: Iterable[Sequence[ExtractBuilder]]) -> bool:
    """Whether a table is a table of contents: only ascending page numbers below the word "page"."""
    filled = [cells for row in rows if (cells := [_text_of(cell) for cell in row if cell.has_text])]
    if not filled or len(filled[0]) > 1 or not is_page_word(filled[0][0]):
        return False
    pages = [row[-1] for row in filled[1:] if len(row) > 1]
    numbers = [int(page) for page in pages if page.isdecimal()]
    return bool(numbers) and numbers == sorted(numbers) and all(_PAGE.fullmatch(page) for page in pages)


def write_laid_out(cells: Sequence[ExtractBuilder], builder: ExtractBuilder) -> None:
    """Write a row of a layout table: the lines of its cells in order.

    A cell that contains only a paragraph number becomes the label of the line beside it.
    """
    filled = [cell for cell in cells if cell.has_text]
    label = _label_of(filled[0]) if len(filled) == 2 and filled[1].lines[0].label is None else None
    for cell in filled[1:] if label else filled:
        for piece, line in zip(cell.pieces, cell.lines, strict=True):
            builder.copy(piece, line if label is None else replace(line, label=label))
            label = None


def write_furniture(rows: Iterable[Sequence[ExtractBuilder]], builder: ExtractBuilder) -> None:
    """Write the lines of a table of contents, with automatic numbers as text."""
    for line, piece in (
        each for row in rows for cell in row for each in zip(cell.lines, cell.pieces, strict=True)
    ):
        text = f"{line.label} {piece}" if line.label else piece
        builder.add(text, Line(whole=True, role=LineRole.FURNITURE, style=line.style))
