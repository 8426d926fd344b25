"""The contents of PDF pages in reading order: lines, and the rows of tables.

A table that goes on over a page is one table: the headings repeated on the next page are set
apart, and a row cut in two by the end of a page is put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from aligner.readers.extract_builder import join_break
from aligner.readers.pdf.columns import Fragment
from aligner.readers.pdf.figure_tables import figure_tables
from aligner.readers.pdf.glyphs import PageGlyphs
from aligner.readers.pdf.lines import Baseline, PageLine, baselines, page_lines, reads_leftwards, written
from aligner.readers.pdf.table_rows import Cells, Strip, strip_of
from aligner.readers.pdf.tables import Table, extended, tables_of
from aligner.readers.pdf.unruled_tables import unruled_tables

_FOOT: Final = 75.0  # points at the foot of a page that are no part of its text
_HEAD: Final = 75.0
_SAME_EDGE: Final = 4.0
_END: Final = frozenset(".。;；:：!?！？")
_HYPHENS: Final = "-‐‑–"


@dataclass(slots=True)
class TableRow:
    """A row of a table with its cells in order, and its place on the page (y runs down).

    `header` says that it is one of column headings, `repeated` that it only repeats those of the
    page before.
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
        """Its text, the cells in it and their note marks; a tab separates two cells."""
        text, spans, marks = "", [], []
        last = max((number for number, cell in enumerate(self.cells) if cell.text), default=-1)
        for number, cell in enumerate(self.cells[: last + 1]):
            text += "\t" if number else ""
            marks += [(mark, len(text) + start, len(text) + stop) for mark, start, stop in cell.marks]
            spans.append((len(text), len(text) + len(cell.text)))
            text += cell.text
        return text, spans, marks


Part = PageLine | TableRow


@dataclass(slots=True)
class _Page:
    """A page being read: its characters, its lines cut into words, and its tables."""

    glyphs: PageGlyphs
    rows: list[Baseline]
    strips: list[Strip]
    tables: list[Table]
    repeated: int = 0  # rows of the first table that repeat headings
    parts: list[Part] = field(default_factory=list)

    @classmethod
    def of(cls, glyphs: PageGlyphs) -> _Page:
        rows = baselines(list(glyphs.glyphs))
        strips = [strip_of(row.base, row.size, row.glyphs) for row in rows]
        tables = tables_of(glyphs.rules, strips, glyphs.glyphs) if len(glyphs.rules.lines) > 1 else []
        leftwards = reads_leftwards(glyphs.glyphs)
        free = [s for s in strips if not any(t.grid.bottom < s.base < t.grid.top for t in tables)]
        place = 0
        for table in figure_tables(free, leftwards=leftwards) or ([] if leftwards else unruled_tables(free)):
            above = sum(other.grid.top >= table.grid.top for other in tables)
            place = place + 1 if table.beside else above
            tables.insert(place, table)
        return cls(glyphs, rows, strips, tables)


def texts_of(part: Part) -> list[str]:
    """The texts of a line, or of the cells of a row."""
    return [part.text] if isinstance(part, PageLine) else [cell.text for cell in part.cells]


def page_parts(pages: Iterable[PageGlyphs]) -> Iterator[tuple[PageGlyphs, list[Part]]]:
    """Each page with its lines and table rows, tables that go on over a page put together.

    The last row of a page may still grow when the next page is asked for.
    """
    open_row: TableRow | None = None
    for page, following in _with_next(_Page.of(each) for each in pages):
        if following is not None:
            _link(page, following)
        parts = _parts(page)
        rows = [part for part in parts if isinstance(part, TableRow) and not part.repeated]
        if open_row is not None and rows and _goes_on(open_row, rows[0]):
            _join(open_row, rows[0])
            parts = [part for part in parts if part is not rows[0]]
            rows = rows[1:] or [open_row]
        yield page.glyphs, parts
        open_row = rows[-1] if following is not None and rows and _may_go_on(page, following) else None


def _with_next(pages: Iterator[_Page]) -> Iterator[tuple[_Page, _Page | None]]:
    before: _Page | None = None
    for page in pages:
        if before is not None:
            yield before, page
        before = page
    if before is not None:
        yield before, None


def _link(page: _Page, following: _Page) -> None:
    """Find that the last table of a page goes on at the head of the next, by its headings."""
    if not page.tables or not following.tables:
        return
    last, first = page.tables[-1], following.tables[0]
    count = max(first.header, 1)
    same = _same_columns(last, first) and [_words(row) for row in first.rows[:count]] == [
        _words(row) for row in last.rows[:count]
    ]
    if not same or not _begins(following, first) or not (last.open or _ends(page, last)):
        return
    if last.open:
        extended(last, page.strips, page.glyphs.glyphs)
    if len(first.rows) > count:
        last.header = first.header = following.repeated = count


def _same_columns(one: Table, other: Table) -> bool:
    edges = [[edge - table.grid.left for edge in (*table.edges, table.grid.right)] for table in (one, other)]
    return len(edges[0]) == len(edges[1]) and all(
        abs(a - b) < _SAME_EDGE for a, b in zip(*edges, strict=True)
    )


def _words(row: Cells) -> list[str]:
    return ["".join(glyph.text for part in cell for glyph in part.glyphs) for cell in row.columns]


def _may_go_on(page: _Page, following: _Page) -> bool:
    """Whether the last table of a page can go on in the first of the next."""
    if not page.tables or not following.tables:
        return False
    last, first = page.tables[-1], following.tables[0]
    if last.listed and first.listed:
        return not first.rows[0].columns[0]
    return _same_columns(last, first) and _ends(page, last) and _begins(following, first)


def _ends(page: _Page, table: Table) -> bool:
    """Whether nothing but the foot of a page is below a table."""
    return not any(_FOOT < strip.base < table.grid.bottom for strip in page.strips)


def _begins(page: _Page, table: Table) -> bool:
    """Whether nothing but the head of a page is above a table."""
    return not any(table.grid.top < strip.base < page.glyphs.height - _HEAD for strip in page.strips)


def _goes_on(above: TableRow, below: TableRow) -> bool:
    """Whether a row at the head of a page is the rest of the one at the foot of the page before."""
    pairs = [(a.text, b.text) for a, b in zip(above.cells, below.cells, strict=False) if a.text and b.text]
    if any(a[-1] in _END and not b[0].islower() for a, b in pairs):
        return False
    if any(a[-1] not in _END and b[0].islower() for a, b in pairs):
        return True
    return not below.cells[0].text and bool(pairs) and all(a[-1] not in _END for a, _ in pairs)


def _join(above: TableRow, below: TableRow) -> None:
    above.cells += below.cells[len(above.cells) :]
    for number, cell in enumerate(below.cells[: len(above.cells)]):
        if cell is not above.cells[number]:
            above.cells[number] = _glued([above.cells[number], cell])


def _glued(lines: Sequence[PageLine]) -> PageLine:
    """The lines of a cell as one; a hyphen at a line's end stays."""
    whole = PageLine("", [], 0.0, 0.0, 0.0, 0.0, 0.0)
    for line in lines:
        if not line.text:
            continue
        if not whole.text:
            whole = replace(line, marks=list(line.marks))
            continue
        hyphened = whole.text[-1] in _HYPHENS and whole.text[-2:-1].isalnum() and line.text[0].isalnum()
        whole.text += "" if hyphened else join_break(whole.text, line.text)
        shift = len(whole.text)
        whole.marks += [(mark, start + shift, stop + shift) for mark, start, stop in line.marks]
        whole.text += line.text
        whole.left, whole.right = min(whole.left, line.left), max(whole.right, line.right)
        whole.top, whole.bottom = min(whole.top, line.top), max(whole.bottom, line.bottom)
    return whole


def _parts(page: _Page) -> list[Part]:
    """The lines of a page with the rows of its tables in place."""
    covered = {
        id(glyph)
        for table in page.tables
        for row in table.rows
        for cell in row.columns
        for part in cell
        for glyph in part.glyphs
    }
    if not covered:
        return list(page_lines(page.glyphs, page.rows))
    leftwards = reads_leftwards(page.glyphs.glyphs)
    rest = tuple(glyph for glyph in page.glyphs.glyphs if id(glyph) not in covered)
    parts: list[Part] = list(page_lines(replace(page.glyphs, glyphs=rest)))
    place = 0
    for number, table in enumerate(page.tables):
        rows = [
            _row(
                table,
                row,
                page.glyphs.height,
                leftwards,
                at < table.header,
                not number and at < page.repeated,
            )
            for at, row in enumerate(table.rows)
        ]
        rows = [row for row in rows if any(cell.text for cell in row.cells)]
        if not table.beside:
            place = _place(parts, table, page.glyphs.height)
        elif rows and place and isinstance(above := parts[place - 1], TableRow) and _goes_on(above, rows[0]):
            _join(above, rows.pop(0))
        parts[place:place] = rows
        place += len(rows)
    return parts


def _place(parts: Sequence[Part], table: Table, height: float) -> int:
    """After the last part above the table that is over it, else before the first below."""
    top = height - table.grid.top
    beside = [
        (number, part)
        for number, part in enumerate(parts)
        if part.left < table.grid.right and part.right > table.grid.left
    ]
    above = [number for number, part in beside if (part.top + part.bottom) / 2 < top]
    if above:
        return above[-1] + 1
    return beside[0][0] if beside else len(parts)


def _row(table: Table, row: Cells, height: float, leftwards: bool, header: bool, repeated: bool) -> TableRow:
    cells = [_cell(cell, leftwards, height) for cell in row.columns]
    if leftwards:
        cells.reverse()
    size = max((cell.size for cell in cells), default=0.0)
    grid = table.grid
    return TableRow(
        cells, grid.left, height - row.top, grid.right, height - row.bottom, size, header, repeated
    )


def _cell(parts: Sequence[Fragment], leftwards: bool, height: float) -> PageLine:
    ordered = sorted(parts, key=lambda part: -part.base)
    return _glued([written(part, leftwards, height) for part in ordered])
