"""Write the rows of a table on a PDF page as text, each cell on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from aligner.readers.extract_builder import join_break
from aligner.readers.pdf.glyph import Fragment
from aligner.readers.pdf.line_text import PageLine, write_line
from aligner.readers.pdf.table_rows import Cells
from aligner.readers.pdf.tables import Table
from aligner.readers.table_cells import CellText, as_row

_HYPHENS: Final = "-‐‑–"


@dataclass(slots=True)
class TableRow:
    """A table row with its cells in order, and its position on the page (y increases downwards).

    `header` is set for a row of column headings, `repeated` for one that only repeats those of the
    preceding page.
    """

    cells: list[PageLine]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    header: bool = False
    repeated: bool = False

    def as_text(self) -> tuple[str, list[tuple[int, int]], list[tuple[str, int, int]]]:
        """Return its text, the spans of its cells and their note marks; tabs separate the cells."""
        filled = [(number, cell) for number, cell in enumerate(self.cells) if cell.text]
        return as_row([CellText(number, cell.text, tuple(cell.marks)) for number, cell in filled])

    def doubtful(self) -> list[tuple[int, int]]:
        """Return the words that may be misread, as starts and stops in its text."""
        cells = [
            CellText(n, c.text, tuple(("", *each) for each in c.doubtful))
            for n, c in enumerate(self.cells)
            if c.text
        ]
        return [(start, stop) for _, start, stop in as_row(cells)[2]]

    def join(self, below: TableRow) -> None:
        """Add the cells of the row's continuation at the top of the next page or column."""
        self.cells += below.cells[len(self.cells) :]
        for number, cell in enumerate(below.cells[: len(self.cells)]):
            if cell is not self.cells[number]:
                self.cells[number] = join_lines([self.cells[number], cell])


def write_rows(table: Table, height: float, leftwards: bool) -> list[tuple[Cells, TableRow]]:
    """Return the rows of a table that have text, each after the cells it was written from.

    Args:
        table: a table on one page.
        height: height of the page.
        leftwards: whether the page is read from right to left.
    """
    rows = [
        (row, _row(table, row, height, leftwards, header=number < table.header))
        for number, row in enumerate(table.rows)
    ]
    return [(cells, row) for cells, row in rows if any(cell.text for cell in row.cells)]


def _row(table: Table, row: Cells, height: float, leftwards: bool, *, header: bool) -> TableRow:
    cells = [_cell(cell, leftwards, height) for cell in row.columns]
    if leftwards:
        cells.reverse()
    size = max((cell.size for cell in cells), default=0.0)
    return TableRow(
        cells, table.grid.left, height - row.top, table.grid.right, height - row.bottom, size, header
    )


def _cell(parts: Sequence[Fragment], leftwards: bool, height: float) -> PageLine:
    ordered = sorted(parts, key=lambda part: -part.base)
    return join_lines([write_line(part, leftwards, height) for part in ordered])


def join_lines(lines: Sequence[PageLine]) -> PageLine:
    """Join the lines of a cell, keeping hyphens at the ends of lines."""
    whole = PageLine("", [], 0.0, 0.0, 0.0, 0.0, 0.0)
    for line in lines:
        if not line.text:
            continue
        if not whole.text:
            whole = replace(line, marks=list(line.marks))
            continue
        whole.text += "" if _is_tight(whole.text, line.text) else join_break(whole.text, line.text)
        shift = len(whole.text)
        whole.marks += [(mark, start + shift, stop + shift) for mark, start, stop in line.marks]
        whole.doubtful = [*whole.doubtful, *((start + shift, stop + shift) for start, stop in line.doubtful)]
        whole.text += line.text
        whole.left, whole.right = min(whole.left, line.left), max(whole.right, line.right)
        whole.top, whole.bottom = min(whole.top, line.top), max(whole.bottom, line.bottom)
    return whole


def _is_tight(above: str, below: str) -> bool:
    """Whether a line broke after a hyphen or slash inside a word."""
    return above[-1] in _HYPHENS + "/" and above[-2:-1].isalnum() and below[0].isalnum()
