"""Join tables that continue on the next page or in the next column.

Only margins may separate the two parts of such a table: running heads, feet and notes. Headings
repeated above the second part are marked as repeated, and a row that the end of the page cuts in
two is joined.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from aligner.readers.pdf.glyph import PageGlyphs
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.lines import first_word
from aligner.readers.pdf.measures import DESCENT, EDGE, LARGER, MARGIN
from aligner.readers.pdf.table_rows import words_of
from aligner.readers.pdf.tables import Table
from aligner.readers.pdf.written_rows import TableRow

_END: Final = frozenset(".。;；:：!?！？")
_SPACE: Final = 0.22  # em: width of the space in fonts that set words close, as Calibri and Cambria
_HEADINGS: Final = 3  # maximum number of rows of column headings


@dataclass(slots=True)
class PlacedTable:
    """A table, its position among the lines of a page, and its rows with text."""

    table: Table
    rows: list[TableRow]


Placed = PageLine | PlacedTable


@dataclass(slots=True)
class _OpenTable:
    """A table that may continue on the next page or in the next column: its last part, and the page of it.

    `head` has the words of its first rows; `row` is its last row, which may still grow; `in_notes` is set if
    the lines since then are its notes.
    """

    part: PlacedTable
    page: PageGlyphs
    head: list[list[str]]
    row: TableRow
    in_notes: bool = False


@dataclass(slots=True)
class TableJoiner:
    """Joins the tables of a document, page by page; a row may still grow when the next page is added."""

    _open: _OpenTable | None = field(default=None, init=False)

    def take(self, page: PageGlyphs, parts: Sequence[Placed], *, leftwards: bool) -> None:
        """Join the tables of a page to those before them.

        The parts of the page are in reading order; a row that is joined to an earlier one is removed from its
        table.
        """
        for part in parts:
            if isinstance(part, PlacedTable):
                self._take_table(page, part, leftwards)
            elif self._open is not None and not _is_margin(part, page, self._open):
                self._open = None

    def _take_table(self, page: PageGlyphs, part: PlacedTable, leftwards: bool) -> None:
        if not part.rows:
            return
        head = [words_of(row.source) for row in part.rows[:_HEADINGS]]
        before = self._open
        if before is not None and _may_continue(before, page, part, head):
            count = _repeated_headings(before, part, head)
            for row, old in zip(part.rows[:count], before.part.rows, strict=False):
                row.header = row.repeated = True
                old.header = words_of(old.source) == words_of(row.source)
            head = before.head
            row = part.rows[count]
            if _continues_row(before, row, leftwards):
                before.row.join(row)
                del part.rows[count]
                if count == len(part.rows):  # it continues further
                    self._open = _OpenTable(part, page, head, before.row)
                    return
        self._open = _OpenTable(part, page, head, part.rows[-1])


def _is_margin(line: PageLine, page: PageGlyphs, before: _OpenTable) -> bool:
    """Whether a line may separate two parts of one table: a running head, a foot or a note."""
    base = line.bottom - DESCENT * line.size
    if base <= MARGIN or base >= page.height - MARGIN:
        return True
    is_small = line.size * LARGER < before.row.size
    begins_note = line.ruled or is_small or any(start == 0 for _, start, _ in line.marks)
    before.in_notes = page is before.page and (before.in_notes or begins_note)
    return before.in_notes


def _may_continue(before: _OpenTable, page: PageGlyphs, part: PlacedTable, head: list[list[str]]) -> bool:
    """Whether a table has the columns or headings of the open one, on another page or in another column."""
    last, first = before.part.table, part.table
    if page is before.page and first.grid.top < last.grid.bottom:
        return False
    has_same_headings = len(part.rows[0].source.filled) > 1 and head[0] == before.head[0]
    return has_same_headings or same_columns(last, first)


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
    """Count the rows of a table that repeat the headings of the open one, if other rows follow."""
    most = min(max(before.part.table.header, part.table.header, 1), len(part.rows) - 1)
    pairs = zip(head[:most], before.head, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _continues_row(before: _OpenTable, row: TableRow, leftwards: bool) -> bool:
    """Whether a row at the top of a page continues the last row of the page before."""
    pairs = [(a.text, b.text) for a, b in zip(before.row.cells, row.cells, strict=False) if a.text and b.text]
    if any(a[-1] in _END for a, _ in pairs):
        return False
    if not row.cells[0].text:
        return bool(pairs)
    if before.part.table.is_list or _stops_short(before, row, leftwards):
        return False
    return any(b[0].islower() for _, b in pairs) or set(row.source.filled) < set(before.row.source.filled)


def _stops_short(before: _OpenTable, row: TableRow, leftwards: bool) -> bool:
    """Whether the last line of a cell has room for the first word of the cell below it.

    If so, the row is not cut there: the text would have filled the line.
    """
    table = before.part.table
    columns = zip(before.row.source.columns, row.source.columns, strict=False)
    for column, (own, following) in enumerate(columns):
        if own and following:
            last = min(own, key=lambda part: part.base)
            word = first_word(max(following, key=lambda part: part.base), leftwards)
            left, right = table.bounds(column)
            room = last.left - left if leftwards else right - last.right
            if room > word + _SPACE * last.size:
                return True
    return False
