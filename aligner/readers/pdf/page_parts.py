"""The contents of PDF pages in reading order: lines and table rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise
from statistics import median_low
from typing import Final

from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.columns import Block, ColumnHabit, in_reading_order
from aligner.readers.pdf.figures import mark_drawn, outside
from aligner.readers.pdf.glyph import Fragment, PageGlyphs
from aligner.readers.pdf.line_numbers import LineNumbers
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.lines import fragments_of, page_lines, reads_leftwards
from aligner.readers.pdf.measures import DESCENT, EDGE, LOOSE, MARGIN, MOST, UNDER
from aligner.readers.pdf.rules import Rule
from aligner.readers.pdf.table_joining import Placed, PlacedTable, TableJoiner, same_columns
from aligner.readers.pdf.table_rows import Cells, Strip, strip_of, words_of
from aligner.readers.pdf.tables import Table, extend_down, tables_of
from aligner.readers.pdf.unruled_tables import continued, figure_tables, listed_tables
from aligner.readers.pdf.written_rows import TableRow, words_in, write_rows
from aligner.values.runs import runs_of

Part = PageLine | TableRow

_LEARNED: Final = 4
"""Pages at the beginning of a file from which its columns are learned before the first is read."""


@dataclass
class _Page:
    """A page being read: its characters, its lines cut into words, and its tables from the top down.

    `margin` has the numbers of its lines, if they are printed; `rest_of_row` a box that may be the rest of a
    row of the page before.
    """

    glyphs: PageGlyphs
    rows: list[Fragment]
    strips: list[Strip]
    tables: list[Table]
    leftwards: bool
    margin: PageLine | None
    rest_of_row: Table | None

    @classmethod
    def of(cls, glyphs: PageGlyphs, rows: list[Fragment], numbers: LineNumbers, words: set[str]) -> _Page:
        glyphs, margin = numbers.take_from(glyphs, rows)
        if margin is not None:
            rows = baselines(list(glyphs.glyphs))
        strips = [strip_of(row) for row in rows]
        words |= words_in(strips)
        ruled = tables_of(glyphs.rules, strips, glyphs.glyphs) if len(glyphs.rules.lines) > 1 else []
        tables = [table for table in ruled if not table.is_rest]
        rest = ruled[0] if ruled and ruled[0].is_rest else None
        leftwards = reads_leftwards(glyphs.glyphs)
        page = cls(glyphs, rows, strips, tables, leftwards, margin, rest)
        found = figure_tables(page.free(), leftwards=leftwards)
        page.add(found)
        if not (found or leftwards):
            page.add(listed_tables(page.free()))
        return page

    def free(self) -> list[Strip]:
        """Return the lines that are not in a table, without running heads and feet apart from the text."""
        free = _free(self.strips, self.tables)
        height = self.glyphs.height
        while len(free) > 1 and free[0].base > height - MARGIN and _are_apart(free[0], free[1]):
            free = free[1:]
        while len(free) > 1 and free[-1].base < MARGIN and _are_apart(free[-2], free[-1]):
            free = free[:-1]
        return free

    @property
    def starts(self) -> float:
        """Where the farthest of its lines begin."""
        if self.leftwards:
            return max((strip.right for strip in self.strips), default=0.0)
        return min((strip.left for strip in self.strips), default=0.0)

    @cached_property
    def fragments(self) -> list[Fragment]:
        """The pieces of its lines that are in no table, once all tables of the page are known."""
        parts = (part for table in self.tables for row in table.rows for part in row.fragments)
        covered = {id(glyph) for part in parts for glyph in part.glyphs}
        rest = [glyph for row in self.rows for glyph in row.glyphs if id(glyph) not in covered]
        return fragments_of(baselines(rest) if covered else self.rows)

    @cached_property
    def blocks(self) -> list[Block]:
        """Its tables, of which those beside each other are one block."""
        return list(map(Block.of, runs_of(self.tables, lambda _, table: table.beside)))

    def add(self, tables: Sequence[Table]) -> None:
        """Put tables without rules in their places among the others."""
        place = 0
        for table in tables:
            above = sum(other.grid.top >= table.grid.top for other in self.tables)
            place = place + 1 if table.beside else above
            self.tables.insert(place, table)


def _are_apart(above: Strip, below: Strip) -> bool:
    return above.base - below.base > LOOSE * max(above.size, below.size)


def _free(strips: Sequence[Strip], tables: Sequence[Table]) -> list[Strip]:
    """Return the lines that are not in a table."""
    return [s for s in strips if not any(t.grid.bottom < s.base < t.grid.top for t in tables)]


def texts_of(part: Part) -> list[str]:
    """Return the text of a line, or of each cell of a row."""
    return [part.text] if isinstance(part, PageLine) else [cell.text for cell in part.cells]


def page_parts(pages: Iterable[PageGlyphs]) -> Iterator[tuple[PageGlyphs, list[Part]]]:
    """Yield each page with its lines and table rows, joining tables that continue on the next page.

    The last row of a page may still grow when the next page is requested.
    """
    lined = ((each, baselines(list(each.glyphs))) for each in pages)
    ahead = list(islice(lined, _LEARNED))
    joiner, habit, words = TableJoiner(), ColumnHabit(), set[str]()
    numbers = LineNumbers.on(rows for _, rows in ahead)
    read = _completed(_Page.of(*each, numbers, words) for each in chain(ahead, lined))
    first = list(islice(read, _LEARNED))
    for page in first:
        in_reading_order(page.fragments, page.leftwards, page.blocks, habit)
    for page in chain(first, read):
        placed = _lines_and_tables(page, habit, words)
        lines = [each for each in placed if isinstance(each, PageLine)]
        rules = outside(page.glyphs.rules.lines, [table.grid.bounds for table in page.tables])
        figures = mark_drawn(lines, rules, page.glyphs.rules.drawings, page.glyphs.height)
        mark_ruled(lines, outside(rules, figures), page.glyphs.height)
        joiner.take(page.glyphs, placed, leftwards=page.leftwards)
        parts = [part for each in placed for part in _parts(each)]
        yield page.glyphs, parts if page.margin is None else [*parts, page.margin]


def _parts(placed: Placed) -> Sequence[Part]:
    return placed.rows if isinstance(placed, PlacedTable) else [placed]


def _completed(pages: Iterator[_Page]) -> Iterator[_Page]:
    """Yield the pages with the parts of their tables that only the next or last page shows."""
    for page, following in pairwise(chain(pages, [None])):
        assert page is not None
        if following is not None:
            _carry_on(page, following)
            for last, first in zip(page.tables[-1:], following.tables[:1], strict=False):
                _part_headings(last, first)
                if last.open and _begins(following, first):
                    _extend(page, last, first)
        yield page


def _carry_on(page: _Page, following: _Page) -> None:
    """Find the rest of a table at the head of the next page, or, without rules, its beginning before it."""
    last, first, rest = page.tables[-1:], following.tables[:1], following.rest_of_row
    if last and rest and same_columns(last[0], rest) and _begins(following, rest):
        following.tables = [rest, *(each for each in following.tables if not each.grid.overlaps(rest.grid))]
        return
    if last and first and same_columns(last[0], first[0]) and _begins(following, first[0]):
        return  # found whole, as its columns are those of the part before
    ways = [(following, page, table, True) for table in last] + [
        (page, following, table, False) for table in first
    ]
    for where, other, table, below in ways:
        if table.is_open_grid and _take_rest(where, other, table, below=below):
            return


def _take_rest(page: _Page, other: _Page, model: Table, *, below: bool) -> bool:
    """Add the rows that a page has of a table of another, if there are any."""
    others = [table for table in page.tables if not (table.listed and below)]
    strips = _free(_without_heads(page, other), others)
    shift = page.starts - other.starts
    table = continued(strips, model, shift, below=below, leftwards=page.leftwards)
    if table is None:
        return False
    page.tables = [each for each in page.tables if not each.grid.overlaps(table.grid)]
    page.add([table])
    return True


def _without_heads(page: _Page, other: _Page) -> list[Strip]:
    """Return the lines of a page without those that another has at their height outside its tables."""
    known = {(round(strip.base), _shown(strip)) for strip in _free(other.strips, other.tables)}
    return [strip for strip in page.strips if (round(strip.base), _shown(strip)) not in known]


def _shown(strip: Strip) -> str:
    """The characters of a line other than digits."""
    glyphs = (glyph for piece in strip.pieces for word in piece for glyph in word.glyphs)
    return "".join(glyph.text for glyph in glyphs if not glyph.text.isdigit())


def _extend(page: _Page, last: Table, first: Table) -> None:
    """Extend the last table of a page down to its foot if the first of the next repeats its headings."""
    last_head, head = ([words_of(row) for row in t.rows[: max(first.header, 1)]] for t in (last, first))
    if last_head == head:
        below = (rule.height for rule in page.glyphs.rules.lines if rule.height < last.grid.bottom - EDGE)
        extend_down(last, page.strips, page.glyphs.glyphs, max(below, default=0.0))


def _part_headings(last: Table, first: Table) -> None:
    """Part the rest of a row that the page end cut from the headings that are repeated above it."""
    if first.listed and same_columns(last, first):
        row, lines = first.rows[0], list(map(len, last.rows[0].columns))
        heading = [cell[:count] for cell, count in zip(row.columns, lines, strict=True)]
        rest = [cell[count:] for cell, count in zip(row.columns, lines, strict=True)]
        parted = Cells(heading, row.top, row.bottom), Cells(rest, row.top, row.bottom)
        if parted[1].filled and words_of(parted[0]) == words_of(last.rows[0]):
            first.rows[:1] = parted


def _begins(page: _Page, table: Table) -> bool:
    """Whether only the running head is above a table."""
    return not any(table.grid.top < strip.base < page.glyphs.height - MARGIN for strip in page.strips)


def _lines_and_tables(page: _Page, habit: ColumnHabit, words: Set[str]) -> list[Placed]:
    """Return the lines of a page, with its tables among them."""
    placed: list[Placed] = []
    for line in page_lines(page.glyphs, page.leftwards, page.fragments, page.blocks, habit):
        if isinstance(line, PageLine):
            placed.append(line)
        else:
            placed += [
                PlacedTable(table, write_rows(table, page.glyphs.height, page.leftwards, words))
                for table in line.tables
            ]
    return placed


_SHORTEST: Final = 20.0  # points: minimum length of a rule
_LONGEST: Final = 0.5  # maximum length, as a share of the width of the lines
_MANY: Final = 0.25  # share of lines that are wide on a page without columns
_FLUSH: Final = 3.0  # points: maximum distance from the edge of the lines
_BELOW: Final = 2.0  # of the letters' size: maximum distance from the rule to the top of the first note


def mark_ruled(lines: Sequence[PageLine], rules: Sequence[Rule], height: float) -> None:
    """Mark those of the lines outside the tables of a page that have a rule for notes directly above."""
    if not lines or not rules:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    wide = sum(line.right - line.left > MOST * (right - left) for line in lines)
    one_column = wide >= _MANY * len(lines)
    usual = median_low(line.left for line in lines), median_low(line.right for line in lines)
    for rule in rules:
        if not rule.is_level or not _SHORTEST < rule.right - rule.left < _LONGEST * (right - left):
            continue
        place = height - rule.height
        beside = [line for line in lines if line.left < rule.right and rule.left < line.right]
        if any(line.top < place < line.bottom + (UNDER - DESCENT) * line.size for line in beside):
            continue  # it goes through a line or underlines it
        sides = [(left, right), usual]
        hangs = False
        if not one_column and beside:  # all lines of its column may be set in from its edge
            sides += [(line.left, line.right) for line in beside]
            near, far = min(line.left for line in beside), max(line.right for line in beside)
            hang = _BELOW * beside[0].size
            hangs = 0 <= near - rule.left < hang or 0 <= rule.right - far < hang
        if hangs or any(
            abs(rule.left - one) < _FLUSH or abs(rule.right - other) < _FLUSH for one, other in sides
        ):
            own = lines if one_column else beside
            under = [line for line in own if 0 <= line.top - place < _BELOW * line.size]
            if under:
                min(under, key=lambda line: line.top).ruled = True
