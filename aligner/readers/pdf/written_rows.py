"""Write the rows of a table on a PDF page as text, each cell on one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from aligner.readers.extract_builder import join_break
from aligner.readers.pdf.glyph import Fragment
from aligner.readers.pdf.line_text import PageLine, write_line
from aligner.readers.pdf.table_rows import GUTTER, Cells, Strip, strip_of
from aligner.readers.pdf.tables import Table
from aligner.readers.table_cells import CellText, as_row

_HYPHENS: Final = "-‐‑–"
_CLOSING: Final = ",.;:!?)]"  # signs with which no line begins
_REST: Final = 3  # letters: maximum length of the rest of a broken word that the document does not show
_OFTENER: Final = 4
"""How much more often than by chance the letters around a break stand inside known words, if it is in a word.

On 1,001 lines of one word that fill a cell of 160 made texts, 635 of them broken, 579 are told to be broken
and 9 of the others.
"""
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")

Broken = Callable[[Fragment, Fragment], bool]
"""Whether a line of a cell ends inside a word that the line below it goes on with."""


@dataclass(slots=True)
class TableRow:
    """A table row with its cells in order, and its position on the page (y increases downwards).

    `source` is what it was last written from; `header` is set for a row of column headings, `repeated` for
    one that only repeats those of the preceding page.
    """

    source: Cells
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
        return as_row([CellText(n, c.text, tuple(c.marks)) for n, c in enumerate(self.cells) if c.text])

    def doubtful(self) -> list[tuple[int, int]]:
        """Return the words that may be misread, as starts and stops in its text."""
        words = (tuple(("", *each) for each in cell.doubtful) for cell in self.cells)
        cells = zip(self.cells, words, strict=True)
        row = [CellText(n, cell.text, own) for n, (cell, own) in enumerate(cells) if cell.text]
        return [(start, stop) for _, start, stop in as_row(row)[2]]

    def join(self, below: TableRow) -> None:
        """Add the cells of the row's continuation at the top of the next page or column."""
        self.source = below.source
        self.cells += below.cells[len(self.cells) :]
        for number, cell in enumerate(below.cells[: len(self.cells)]):
            if cell is not self.cells[number]:
                self.cells[number] = join_lines([self.cells[number], cell])


def words_in(strips: Sequence[Strip]) -> set[str]:
    """Return the words inside the pieces of some lines, in lower case; those at their ends may be cut."""
    words = (word for strip in strips for piece in strip.pieces for word in piece[1:-1])
    return {_bare("".join(glyph.text for glyph in word.glyphs)) for word in words}


def _bare(text: str) -> str:
    return _NO_LETTERS.sub("", text).lower()


def write_rows(table: Table, height: float, leftwards: bool, words: Set[str] = frozenset()) -> list[TableRow]:
    """Return the rows of a table that have text; `words` are those that the document has inside its lines."""
    columns = [_breaking(table, column, words) for column in range(len(table.edges) + 1)]
    rows = [
        _row(table, row, height, leftwards, columns, header=number < table.header)
        for number, row in enumerate(table.rows)
    ]
    return [row for row in rows if any(cell.text for cell in row.cells)]


def _breaking(table: Table, column: int, words: Set[str]) -> Broken:
    """Return what tells whether a word of a column was broken without a hyphen, being wider than it.

    Such a word is alone in its line and leaves no room for the next letter. So does a word that a column
    was made for, but then the letters beside the break are those of two words.
    """
    right = table.bounds(column)[1]
    if not table.grid.has_ruled_columns and column < len(table.edges):
        after = [part for row in table.rows for part in row.columns[column + 1]]
        right = max(right, min((part.left - GUTTER * part.size for part in after), default=right))

    def broken(above: Fragment, below: Fragment) -> bool:
        alone, (first, *_) = strip_of(above), strip_of(below).pieces[0]
        head, tail = "".join(g.text for g in above.glyphs), "".join(g.text for g in first.glyphs)
        width = below.glyphs[0].right - below.glyphs[0].left
        if sum(map(len, alone.pieces)) > 1 or right - above.right >= width:
            return False
        goes_on = head[-1:].isalpha() and tail[:1].islower()
        return tail[:1] in _CLOSING or (goes_on and _is_one_word(_bare(head), _bare(tail), words))

    return broken


def _is_one_word(head: str, tail: str, words: Set[str]) -> bool:
    """Whether a line that fills its column ends inside a word, by the words of the document.

    It does not if it is a known word itself. Otherwise it does if both together are a known word, if the
    few letters of the rest are no word, or if its letters stand inside words oftener than at their ends.
    """
    if head + tail in words or head in words:
        return head + tail in words
    if len(tail) <= _REST and tail not in words:
        return True
    ends = sum(word.endswith(head[-2:]) for word in words)
    starts = sum(word.startswith(tail[:2]) for word in words)
    inside = sum(head[-2:] + tail[:2] in word for word in words)
    return bool(starts or inside) and inside * len(words) >= _OFTENER * ends * starts


def _row(
    table: Table, row: Cells, height: float, leftwards: bool, columns: Sequence[Broken], *, header: bool
) -> TableRow:
    cells = [
        _cell(cell, leftwards, height, broken) for cell, broken in zip(row.columns, columns, strict=True)
    ]
    if leftwards:
        cells.reverse()
    size = max(cell.size for cell in cells)
    return TableRow(
        row, cells, table.grid.left, height - row.top, table.grid.right, height - row.bottom, size, header
    )


def _cell(parts: Sequence[Fragment], leftwards: bool, height: float, broken: Broken) -> PageLine:
    ordered = sorted(parts, key=lambda part: -part.base)
    lines = [write_line(part, leftwards, height) for part in ordered]
    inside = [number for number, pair in enumerate(pairwise(ordered), 1) if not leftwards and broken(*pair)]
    return join_lines(lines, inside)


def join_lines(lines: Sequence[PageLine], inside: Collection[int] = ()) -> PageLine:
    """Join the lines of a cell, keeping hyphens at the ends of lines.

    The lines at the numbers `inside` begin inside a word.
    """
    whole = PageLine("", [], 0.0, 0.0, 0.0, 0.0, 0.0)
    for number, line in enumerate(lines):
        if not line.text:
            continue
        if not whole.text:
            whole = replace(line, marks=list(line.marks))
            continue
        tight = number in inside or _is_tight(whole.text, line.text)
        whole.text += "" if tight else join_break(whole.text, line.text)
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
