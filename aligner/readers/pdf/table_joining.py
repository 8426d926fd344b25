"""Join tables that continue on the next page or in the next column.

Only margins may separate the two parts of such a table: running heads, feet and notes. Headings
repeated above the second part are marked as repeated, and a row that the end of the page cuts in
two is joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from aligner.readers.pdf.glyph import PageGlyphs
from aligner.readers.pdf.line_text import SPACE, PageLine
from aligner.readers.pdf.lines import first_word
from aligner.readers.pdf.measures import DESCENT, EDGE, MARGIN, MOST
from aligner.readers.pdf.rules import Rule
from aligner.readers.pdf.table_rows import Cells, words_of
from aligner.readers.pdf.tables import Table
from aligner.readers.pdf.written_rows import TableRow

_END: Final = frozenset(".。;；:：!?！？")
_SHORTEST: Final = 8.0  # points: minimum length of a rule above notes
_SEVERAL: Final = 2  # headings: more of them, if repeated, prove that a table continues
_HEADINGS: Final = 3  # maximum number of rows of column headings


@dataclass(slots=True)
class PlacedTable:
    """A table, its position among the lines of a page, and its rows with text."""

    table: Table
    rows: list[tuple[Cells, TableRow]]


Placed = PageLine | PlacedTable


@dataclass(slots=True)
class _OpenTable:
    """A table that may continue on the next page or in the next column.

    Attributes:
        part: its last part.
        page: the page of that part.
        head: the words of its first rows.
        row: its last row, which may still grow.
        cells: the cells from which that row was written.
        in_notes: whether the lines since then are its notes.
    """

    part: PlacedTable
    page: PageGlyphs
    head: list[list[str]]
    row: TableRow
    cells: Cells
    in_notes: bool = False


@dataclass(slots=True)
class TableJoiner:
    """Joins the tables of a document, page by page; a row may still grow when the next page is added."""

    _open: _OpenTable | None = field(default=None, init=False)

    def take(self, page: PageGlyphs, parts: Sequence[Placed], *, leftwards: bool) -> None:
        """Join the tables of a page to those before them.

        Args:
            page: the page.
            parts: its lines and tables in reading order; a row that is joined to an earlier one
                is removed from its table.
            leftwards: whether the page is read from right to left.
        """
        for part in parts:
            if isinstance(part, PlacedTable):
                self._take_table(page, part, leftwards)
            elif self._open is not None and not _is_margin(part, page, self._open):
                self._open = None

    def _take_table(self, page: PageGlyphs, part: PlacedTable, leftwards: bool) -> None:
        if not part.rows:
            return
        head = [words_of(cells) for cells, _ in part.rows[:_HEADINGS]]
        before = self._open
        if before is not None and _may_continue(before, page, part, head):
            count = _repeated_headings(before, part, head)
            _mark_headings(before, part, count)
            head = before.head
            if count < len(part.rows):
                cells, row = part.rows[count]
                if _continues_row(before, cells, row, leftwards):
                    before.row.join(row)
                    del part.rows[count]
                    if count == len(part.rows):  # it continues further
                        self._open = _OpenTable(part, page, head, before.row, cells)
                        return
        cells, row = part.rows[-1]
        self._open = _OpenTable(part, page, head, row, cells)


def _is_margin(line: PageLine, page: PageGlyphs, before: _OpenTable) -> bool:
    """Whether a line may separate two parts of one table: a running head, a foot or a note."""
    base = line.bottom - DESCENT * line.size
    if base <= MARGIN or base >= page.height - MARGIN:
        return True
    if page is not before.page:
        return False
    grid = before.part.table.grid
    inside = line.left < grid.right and grid.left < line.right and line.top > page.height - grid.bottom - 1
    before.in_notes = inside and (
        before.in_notes or line.ruled or any(start == 0 for _, start, _ in line.marks)
    )
    return before.in_notes


def note_rules(rules: Sequence[Rule], table: Table) -> Iterator[Rule]:
    """Yield the short rules below a table that are flush with one of its sides, as above notes."""
    left, right = table.grid.left, table.grid.right
    for rule in rules:
        if rule.is_level and rule.height < table.grid.bottom and rule.right - rule.left > _SHORTEST:
            flush = min(abs(rule.left - left), abs(rule.right - right)) < 2 * _SHORTEST
            if flush and rule.right - rule.left < MOST * (right - left):
                yield rule


def _may_continue(before: _OpenTable, page: PageGlyphs, part: PlacedTable, head: Sequence[list[str]]) -> bool:
    """Whether a table has the columns of the open one, and is on another page or in another column.

    Without vertical rules, the text of each part shows its own column edges, but headings of several
    columns that are repeated show that the columns are the same.
    """
    last, first = before.part.table, part.table
    if page is before.page and first.grid.top < last.grid.bottom:
        return False
    if first.carried:
        return True
    own = head[: first.header]
    if last.open and own and own == before.head[: first.header] and sum(map(bool, own[0])) > _SEVERAL:
        return True
    return (last.is_list and first.is_list) or same_columns(last, first)


def same_columns(one: Table, other: Table) -> bool:
    """Whether two tables have the same columns, possibly at another position.

    Without rules, the width of the column of words depends on its text.
    """
    if len(one.edges) != len(other.edges):
        return False
    places, others = ([t.grid.left, *t.edges, t.grid.right] for t in (one, other))
    free = 2 if one.listed and other.listed else 0
    for shift in (others[0] - places[0], others[-1] - places[-1]):
        apart = sum(abs(a + shift - b) >= EDGE for a, b in zip(places, others, strict=True))
        if apart <= free:
            return True
    return False


def _repeated_headings(before: _OpenTable, part: PlacedTable, head: list[list[str]]) -> int:
    """Count the rows of a table that repeat the headings of the open one."""
    most = max(before.part.table.header, part.table.header, 1)
    count = 0
    for own, earlier in zip(head[:most], before.head, strict=False):
        if own != earlier:
            break
        count += 1
    return count if len(part.rows) > count else 0


def _mark_headings(before: _OpenTable, part: PlacedTable, count: int) -> None:
    for (cells, row), (old_cells, old) in zip(part.rows[:count], before.part.rows, strict=False):
        row.header = row.repeated = True
        old.header = old.header or words_of(old_cells) == words_of(cells)


def _continues_row(before: _OpenTable, cells: Cells, row: TableRow, leftwards: bool) -> bool:
    """Whether a row at the top of a page continues the last row of the page before."""
    pairs = [(a.text, b.text) for a, b in zip(before.row.cells, row.cells, strict=False) if a.text and b.text]
    if any(a[-1] in _END and not b[0].islower() for a, b in pairs):
        return False
    goes_on = any(a[-1] not in _END and b[0].islower() for a, b in pairs)
    if not row.cells[0].text:
        return goes_on or (bool(pairs) and all(a[-1] not in _END for a, _ in pairs))
    if before.part.table.is_list or _stops_short(before, cells, leftwards):
        return False
    return goes_on or set(cells.filled) < set(before.cells.filled)


def _stops_short(before: _OpenTable, cells: Cells, leftwards: bool) -> bool:
    """Whether the last line of a cell has room for the first word of the cell below it.

    If so, the row is not cut there: the text would have filled the line.
    """
    table = before.part.table
    for column in cells.filled:
        if column >= len(before.cells.columns) or not before.cells.columns[column]:
            continue
        last = min(before.cells.columns[column], key=lambda part: part.base)
        word = first_word(max(cells.columns[column], key=lambda part: part.base), leftwards)
        left, right = table.bounds(column)
        room = last.left - left if leftwards else right - last.right
        if room > word + SPACE * last.size:
            return True
    return False
