"""The rows and cells of a table on a PDF page, found from the positions of its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, starmap
from math import inf
from typing import Final

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.measures import ASCENT, CLOSEST, DESCENT, FLUSH, GAP, MOST, PITCH, SOME, WIDER
from aligner.values.runs import runs_of

# Distances marked "em" are multiples of the letters' size.
_WORD: Final = 0.25  # em: a wider gap separates words
_CROSS: Final = 1.0  # points by which a word must extend over an edge to cross it
GUTTER: Final = 0.5  # em: minimum width of a gap between columns
_SPACE: Final = 0.15  # em: the same where some cells fill their columns
_FULL: Final = 1 / 6  # maximum share of lines in which merely a space is left between two columns


LABEL: Final = re.compile(r"[(\[]?(?:\w{1,4}(?:[.)\]]|\.\d+)*|[^\w\s]{1,2})[.)\]:]?")
"""The number or sign of a paragraph or list item."""


@dataclass(slots=True)
class Word:
    """Characters without a space between them."""

    glyphs: list[Glyph]
    left: float
    right: float


class Piece(list[Word]):
    """Words without a wide gap between them, from left to right."""

    @property
    def left(self) -> float:
        """The left edge of its first word."""
        return self[0].left

    @property
    def right(self) -> float:
        """The right edge of its last word."""
        return self[-1].right


def text_of(piece: Piece) -> str:
    """Return the words of a piece with spaces between them."""
    return " ".join("".join(glyph.text for glyph in word.glyphs) for word in piece)


@dataclass(slots=True)
class Strip:
    """One baseline of a page or part of it, cut into pieces, and the pieces into words."""

    base: float
    size: float
    pieces: list[Piece]

    @property
    def left(self) -> float:
        """The left edge of its first word."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """The right edge of its last word."""
        return self.pieces[-1].right

    @property
    def starts_small(self) -> bool:
        """Whether it begins with a lower-case letter."""
        return self.pieces[0][0].glyphs[0].text[:1].islower()


def strip_of(line: Fragment) -> Strip:
    """Cut the characters of one baseline into pieces and words."""
    size = line.size
    pieces: list[Piece] = []
    word: Word | None = None
    piece_gap, word_gap, spaced_gap = GAP * size, _WORD * size, 0.1 * size
    for glyph in line.glyphs:
        gap = glyph.left - word.right if word is not None else size
        if word is None or gap > piece_gap:
            word = Word([glyph], glyph.left, glyph.right)
            pieces.append(Piece([word]))
        elif gap > word_gap or (glyph.spaced and gap > spaced_gap):
            word = Word([glyph], glyph.left, glyph.right)
            pieces[-1].append(word)
        else:
            word.glyphs.append(glyph)
            if glyph.right > word.right:
                word.right = glyph.right
    return Strip(line.base, size, pieces)


def cut_at(strip: Strip, walls: Sequence[float]) -> Strip:
    """Cut the words of a strip at the vertical rules beside which one cell ends and the next begins."""
    if not any(piece.left < wall < piece.right for piece in strip.pieces for wall in walls):
        return strip
    pieces = [Piece(part for word in piece for part in _cut(word, walls)) for piece in strip.pieces]
    return Strip(strip.base, strip.size, pieces)


def _cut(word: Word, walls: Sequence[float]) -> Iterator[Word]:
    least = SOME * (word.right - word.left)  # less of it is only too wide for its cell
    starts = [
        number
        for number, glyph in enumerate(word.glyphs)
        if word.left + least <= glyph.left <= word.right - least
        and any(abs(glyph.left - wall) <= FLUSH for wall in walls)
    ]
    for start, stop in pairwise([0, *starts, len(word.glyphs)]):
        own = word.glyphs[start:stop]
        yield Word(own, own[0].left, max(glyph.right for glyph in own))


def crossed(strip: Strip, edges: Sequence[float], beside: Sequence[Strip] = ()) -> bool:
    """Whether a word of the strip extends over a column edge.

    A word that is merely too wide for its column does not count if lines of `beside` show the column.
    """
    return any(_is_over(p, edges) and _spilled(p, beside, edges) is None for p in strip.pieces)


def _is_over(piece: Piece, edges: Sequence[float]) -> bool:
    return any(_crosses(word, edge) for word in piece for edge in edges)


def _crosses(word: Word, edge: float) -> bool:
    return word.left < edge - _CROSS and word.right > edge + _CROSS


def gutters(strips: Sequence[Strip], headings: Sequence[Strip] = ()) -> list[float]:
    """Return the middle of each vertical gap between columns.

    No word is in such a gap, and nearly all lines with text on both sides are wide open there; the
    cells of the others fill their columns, so that merely a space is left between them.
    Pieces of `headings` that reach into a gap make it narrower, and those across it, none.
    """
    words = sorted((word.left, word.right) for strip in strips for piece in strip.pieces for word in piece)
    found: list[float] = []
    if not words:
        return found
    size = max(strip.size for strip in strips)
    end = words[0][1]
    for left, right in words[1:]:
        if left - end > _SPACE * size and _is_open(strips, end, left, size):
            found.append(sum(_narrowed(end, left, headings)) / 2)
        end = max(end, right)
    return found


def _is_open(strips: Sequence[Strip], start: float, stop: float, size: float) -> bool:
    """Whether all lines leave a wide gap open, or nearly all a narrow one with cells flush beside it."""
    beside = [strip for strip in strips if strip.left < start and strip.right > stop]
    over = sum(any(p.left < start and stop < p.right for p in strip.pieces) for strip in beside)
    if not over:
        return stop - start > GUTTER * size
    flush = sum(any(p.right > start - FLUSH for p in s.pieces if p.right <= start) for s in beside)
    begun = sum(any(p.left < stop + FLUSH for p in s.pieces if p.left >= stop) for s in beside)
    return over <= _FULL * len(beside) and max(flush, begun) > MOST * len(beside)


def _narrowed(start: float, stop: float, headings: Sequence[Strip]) -> tuple[float, float]:
    """Return the part of a gap that is free of the headings that reach into it; all of it if none is."""
    pieces = [(piece.left, piece.right) for strip in headings for piece in strip.pieces]
    free_from = max([start, *(right for left, right in pieces if left < start and right < stop)])
    free_to = min([stop, *(left for left, right in pieces if start < left and stop < right)])
    return (free_from, free_to) if free_from < free_to else (start, stop)


@dataclass(slots=True)
class Cells:
    """A table row: the lines of each column's cell; the rest of a merged cell is empty."""

    columns: list[list[Fragment]]
    top: float
    bottom: float

    @property
    def filled(self) -> list[int]:
        """The columns that have text."""
        return [number for number, cell in enumerate(self.columns) if cell]

    @property
    def fragments(self) -> list[Fragment]:
        """The lines of all its cells, column by column."""
        return [part for cell in self.columns for part in cell]


def words_of(row: Cells) -> list[str]:
    """Return the characters of each cell of a row, without spaces."""
    return ["".join(glyph.text for part in cell for glyph in part.glyphs) for cell in row.columns]


def row_of(strips: Sequence[Strip], edges: Sequence[float]) -> Cells:
    """Put the words of one row into its columns; a word across an edge merges the columns beside it.

    A word that is merely too wide for its column merges nothing if it is flush with other lines there.
    """
    over = [piece for strip in strips for piece in strip.pieces if _is_over(piece, edges)]
    spills = [(piece, _spilled(piece, strips, edges)) for piece in over]
    own_columns = {id(spill[0]): spill[1] for _, spill in spills if spill is not None}
    target = _merged([piece for piece, spill in spills if spill is None], edges)
    columns: list[list[Fragment]] = [[] for _ in target]
    for strip in strips:
        words: dict[int, list[Glyph]] = {}
        for piece in strip.pieces:
            for word in piece:
                own = own_columns.get(id(word)) if own_columns else None
                column = target[_column(word, edges) if own is None else own]
                words.setdefault(column, []).extend(word.glyphs)
        for column, glyphs in words.items():
            columns[column].append(Fragment(glyphs, strip.base, strip.size))
    return Cells(
        columns,
        max(strip.base + ASCENT * strip.size for strip in strips),
        min(strip.base - DESCENT * strip.size for strip in strips),
    )


def _spilled(piece: Piece, strips: Sequence[Strip], edges: Sequence[float]) -> tuple[Word, int] | None:
    """Return the word of a piece that is merely too wide for its column, and that column.

    It is the only word across an edge, lies mostly in its column, and is flush with other lines there.
    """
    crossing = [word for word in piece if any(_crosses(word, edge) for edge in edges)]
    if len(crossing) != 1:
        return None
    (word,) = crossing
    for other in (other for strip in strips for other in strip.pieces if other is not piece):
        flush = min(abs(other.left - word.left), abs(other.right - word.right)) <= FLUSH
        column = _column(other[-1], edges)
        start, stop = [-inf, *edges, inf][column : column + 2]
        mostly = min(word.right, stop) - max(word.left, start) >= MOST * (word.right - word.left)
        if flush and mostly and not _is_over(other, edges):
            return word, column
    return None


def _merged(over: Sequence[Piece], edges: Sequence[float]) -> list[int]:
    """Map each column to the one it merges into, given the pieces that merge all columns they cover."""
    target = list(range(len(edges) + 1))
    for piece in over:
        first = sum(edge <= piece.left + _CROSS for edge in edges)
        last = sum(edge < piece.right - _CROSS for edge in edges)
        for column in range(first + 1, last + 1):
            target[column] = -1
    for column, owner in enumerate(target):
        if owner < 0:
            target[column] = target[column - 1]
    return target


def _column(word: Word, edges: Sequence[float]) -> int:
    middle = (word.left + word.right) / 2
    return sum(edge <= middle for edge in edges)


def split_rows(strips: Sequence[Strip], edges: Sequence[float]) -> list[list[Strip]]:
    """Group lines without rules between them into rows.

    The lines of a cell are closer together than rows. If all lines are equally close, each line with
    figures is a row.
    """
    if len(strips) < 2:
        return [list(strips)] if strips else []
    steps = starmap(_step, pairwise(strips))
    limit = WIDER * min((step for step in steps if step >= CLOSEST), default=CLOSEST)
    groups = runs_of(strips, lambda above, below: _step(above, below) <= limit)
    if limit > PITCH and not _fill_less(groups, edges):  # in Chinese and Arabic, these are the cells' lines
        groups = runs_of(strips, lambda above, below: _step(above, below) <= PITCH)
    body = [group for group in groups if any(_is_figures(strip, edges) for strip in group)]
    if len(groups) > 1 and len(body) != 1:
        return groups
    rows = [_by_figures(g, edges) if g in (body or groups) else [g] for g in groups]
    return list(chain.from_iterable(rows))  # only what is above or below the rows is set apart


def _step(above: Strip, below: Strip) -> float:
    return (above.base - below.base) / max(above.size, below.size)


def are_wrapped(bands: Sequence[Sequence[Strip]], edges: Sequence[float]) -> bool:
    """Whether the lines between two rules are always those of one row.

    Then all lines are equally close, and few of them fill all columns but those below a rule. Or the cells
    are centred beside each other.
    """
    steps = [step for band in bands for step in starmap(_step, pairwise(band))]
    if not steps:
        return False
    even = max(steps) <= WIDER * max(min(steps), CLOSEST) and _fill_less(bands, edges)
    return even or _are_centred(bands, edges)


def _are_centred(bands: Sequence[Sequence[Strip]], edges: Sequence[float]) -> bool:
    """Whether some cell is centred beside a taller one, and between no two rules are several rows.

    There, one line at most has text in several cells, or all cells have one middle.
    """
    centred = False
    for band in filter(None, bands):
        several = sum(len(row_of([strip], edges).filled) > 1 for strip in band)
        heights = [[line.base for line in cell] for cell in row_of(band, edges).columns if cell]
        tops, bottoms = list(map(max, heights)), list(map(min, heights))
        middles = [(top + bottom) / 2 for top, bottom in zip(tops, bottoms, strict=True)]
        if several > 1 and max(middles) - min(middles) > FLUSH:
            return False
        enclosed = (
            min(tops) < top and bottom < max(bottoms) for top, bottom in zip(tops, bottoms, strict=True)
        )
        centred = centred or any(enclosed)
    return centred


def _fill_less(rows: Sequence[Sequence[Strip]], edges: Sequence[float]) -> bool:
    """Whether the first lines of rows mostly fill all columns, and their other lines mostly do not."""
    filled = [[len(row_of([strip], edges).filled) for strip in row] for row in rows if row]
    firsts, others = [row[0] for row in filled], [count for row in filled for count in row[1:]]
    if len(firsts) < 2 or not others:
        return False
    most = max(map(max, filled))
    return firsts.count(most) >= MOST * len(firsts) and others.count(most) <= SOME * len(others)


def _by_figures(strips: Sequence[Strip], edges: Sequence[float]) -> list[list[Strip]]:
    """Group equally close lines: a row begins with a line of figures, or the text that precedes it.

    Where most lines have no figures, the first lines of rows have them.
    """
    filled = [row_of([strip], edges).filled for strip in strips]
    figures = [_is_figures(strip, edges) for strip in strips]
    if sum(figures) < MOST * len(strips):
        if any(len(own) <= len(edges) for own, is_row in zip(filled, figures, strict=True) if is_row):
            return [list(strips)]
        return runs_of(strips, lambda _, strip: not _is_figures(strip, edges))
    return runs_of(strips, lambda _, strip: strip.starts_small)


def _is_figures(strip: Strip, edges: Sequence[float]) -> bool:
    """Whether a line has only numbers or dashes after its first column."""
    beyond = [word for piece in strip.pieces for word in piece if _column(word, edges) > 0]
    text = "".join(glyph.text for word in beyond for glyph in word.glyphs)
    return bool(text) and sum(c.isalpha() for c in text) < 0.3 * len(text)
