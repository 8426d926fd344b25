"""Numbers of lines or paragraphs in the margin, which belong to the page and not to the text.

Word numbers each line, or each fifth, beside the text. They differ from the numbers of
paragraphs and rows in that they rise with the lines of running text. The items of an agenda may do so
too, but none begins in the middle of a sentence. Other houses count paragraphs in the right margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from aligner.readers.pdf.glyph import Fragment, Glyph, PageGlyphs, pieces_of
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.measures import ASCENT, DESCENT, FEWEST, GAP, LEVEL

# Distances marked "em" are multiples of the letters' size.
_FLUSH: Final = 2.0  # points by which the edges of the numbers may differ
_FEWEST: Final = 8  # minimum count of numbers on the page that shows them, where each line has one
_MOSTLY: Final = 0.8  # minimum share of numbers that fit the count of lines
_FULL: Final = 0.25  # minimum share of their lines that are long
_LETTERS: Final = 25  # minimum count of characters of a long line
_CONTINUED: Final = 0.2  # minimum share of numbered lines that begin in the middle of a sentence
_INNER: Final = 2.0  # em: a wider gap in a line is one between cells
_MOST_DIGITS: Final = 4
_DIGITS: Final = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at one side of the page: its line, its value, its characters and their edges."""

    row: int
    value: int
    glyphs: tuple[Glyph, ...]
    left: float
    right: float


@dataclass(slots=True)
class LineNumbers:
    """Takes the numbers of lines away from the pages of a document, one page after the other.

    `column` has the edges of the numbers' column, if a page has shown it.
    """

    column: tuple[float, float] | None = None

    @classmethod
    def on(cls, pages: Iterable[Sequence[Fragment]]) -> LineNumbers:
        """Learn from the baselines of the first pages; a table may hide the column on those before others."""
        numbers = cls()
        for rows in pages:
            if numbers._shown(rows):
                break
        return numbers

    def take_from(self, page: PageGlyphs, rows: Sequence[Fragment]) -> tuple[PageGlyphs, PageLine | None]:
        """Return a page without its numbers, and these as one line of furniture; `rows` are its baselines."""
        found = self._shown(rows)
        if not found:
            return page, None
        rest = _without(found, page.glyphs)
        return replace(page, glyphs=tuple(rest)), _as_line(found, rows, page.height)

    def _shown(self, rows: Sequence[Fragment]) -> list[_Number]:
        """Return the numbers of the side of a page that has more of them."""
        return max((self._found(rows, right_side=side) for side in (False, True)), key=len)

    def _found(self, rows: Sequence[Fragment], *, right_side: bool) -> list[_Number]:
        numbers = [n for row in range(len(rows)) if (n := _number(rows, row, right_side=right_side))]
        if self.column is not None:
            left, right = self.column
            return [n for n in numbers if left - _FLUSH < n.left and n.right < right + _FLUSH]
        numbers = _flush(numbers)
        if len(numbers) < FEWEST:
            return []
        if not (_count_lines(numbers, rows) or (right_side and _count_paragraphs(numbers, rows))):
            return []
        width = max(number.right - number.left for number in numbers)
        left, right = min(number.left for number in numbers), max(number.right for number in numbers)
        self.column = (left - width, right + width)  # later numbers have more digits
        return numbers


def _number(rows: Sequence[Fragment], row: int, *, right_side: bool) -> _Number | None:
    """Return the number at one side of a line, apart from the rest of it."""
    place = -1 if right_side else 0
    if rows[row].glyphs[place].text not in _DIGITS:
        return None
    own = pieces_of(rows[row].glyphs, GAP * rows[row].size)[place]
    if len(own) > _MOST_DIGITS or any(glyph.text not in _DIGITS for glyph in own):
        return None
    return _Number(row, int("".join(glyph.text for glyph in own)), tuple(own), own[0].left, own[-1].right)


def _flush(numbers: Sequence[_Number]) -> list[_Number]:
    """Return the largest group of numbers that are flush on one side."""
    best: list[_Number] = []
    for edge in ("left", "right"):
        for number in numbers:
            place = getattr(number, edge)
            group = [other for other in numbers if abs(getattr(other, edge) - place) < _FLUSH]
            best = group if len(group) > len(best) else best
    return best


def _count_lines(numbers: Sequence[_Number], rows: Sequence[Fragment]) -> bool:
    """Whether the numbers are beside running text and rise as its lines do, or with the distance down."""
    steps = [(below.value - above.value, below.row - above.row) for above, below in pairwise(numbers)]
    usual = min(value for value, _ in steps)
    if usual < 1 or any(number.value % usual for number in numbers):
        return False
    drops = [rows[above.row].base - rows[below.row].base for above, below in pairwise(numbers)]
    pitches = [drop / value for drop, (value, _) in zip(drops, steps, strict=True)]
    counted = sum(value == lines for value, lines in steps)
    even = sum(abs(pitch - median(pitches)) < LEVEL for pitch in pitches)
    if max(counted, even) < _MOSTLY * len(steps):
        return False
    texts = [_without(numbers, row.glyphs) for row in rows]
    if usual == 1 and (len(numbers) < _FEWEST or _are_items(numbers, texts)):
        return False
    first, last = numbers[0].row, numbers[-1].row
    return _is_running(texts[first : last + 1], rows[first].size)


def _count_paragraphs(numbers: Sequence[_Number], rows: Sequence[Fragment]) -> bool:
    """Whether the numbers count up by one at the right of running text, where nothing else is.

    Most paragraphs have several lines, unlike the entries of a contents list. At the left, numbers are the
    labels of the paragraphs that hang from them.
    """
    steps = {below.value - above.value for above, below in pairwise(numbers)}
    if steps != {1} or numbers[-1].row - numbers[0].row < 2 * (len(numbers) - 1):
        return False
    texts = [_without(numbers, row.glyphs) for row in rows]
    left = min(number.left for number in numbers)
    return all(glyph.right < left for text in texts for glyph in text) and _is_running(texts, rows[0].size)


def _without(numbers: Sequence[_Number], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters that belong to none of the numbers."""
    own = {id(glyph) for number in numbers for glyph in number.glyphs}
    return [glyph for glyph in glyphs if id(glyph) not in own]


def _are_items(numbers: Sequence[_Number], texts: Sequence[list[Glyph]]) -> bool:
    """Whether the numbered lines are the items of a list: none continues the sentence of another.

    In a script without capitals, they are if other lines of the page begin below or above the numbers,
    where the numbers of lines would be outside the margin.
    """
    starts = [texts[number.row][0].text for number in numbers if texts[number.row]]
    cased = [start for start in starts if start.islower() or start.isupper()]
    if 2 * len(cased) > len(starts):
        return sum(map(str.islower, cased)) < _CONTINUED * len(cased)
    left, right = min(number.left for number in numbers), max(number.right for number in numbers)
    return any(glyph.left < right and left < glyph.right for text in texts for glyph in text)


def _is_running(texts: Sequence[list[Glyph]], size: float) -> bool:
    """Whether enough lines are long, and few have gaps but beside a label, unlike the rows of a table."""
    filled = [text for text in texts if text]
    long = sum(len(text) >= _LETTERS for text in filled)
    whole = sum(
        all(after.left - before.right < _INNER * size for before, after in pairwise(text[3:-3]))
        for text in filled
    )
    return long >= _FULL * len(filled) and whole >= _MOSTLY * len(filled)


def _as_line(numbers: Sequence[_Number], rows: Sequence[Fragment], height: float) -> PageLine:
    """Return the numbers of a page as one line, beside the lines that they count."""
    first, last = rows[numbers[0].row], rows[numbers[-1].row]
    size = numbers[-1].glyphs[0].size
    return PageLine(
        " ".join(str(number.value) for number in numbers),
        [],
        min(number.left for number in numbers),
        height - first.base - ASCENT * size,
        max(number.right for number in numbers),
        height - last.base + DESCENT * size,
        round(size, 2),
        furniture=True,
    )
