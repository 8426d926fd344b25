"""Find tables without rules: columns of figures after a column of text, and short entries beside texts.

A column is where pieces of several lines end flush, if they are figures, or begin flush. Numbered
paragraphs look similar, so entries that are paragraph numbers, or headings that end with a colon, do not
form a table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from math import inf
from typing import Final

from aligner.languages.letter_ranges import HAN_SIMPLE_NUMERALS
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.measures import FEWEST, FLUSH, GAP, LOOSE, MOST, PITCH, WIDER
from aligner.readers.pdf.table_rows import (
    LABEL,
    Cells,
    Piece,
    Strip,
    Word,
    row_of,
    split_rows,
    text_of,
    words_of,
)
from aligner.readers.pdf.tables import Table, drop_spacers
from aligner.values.runs import runs_of

Spans = list[tuple[float, float]]
"""The left and right ends of the columns of a block of lines."""

_COLUMNS: Final = 2  # minimum number of columns of figures; a table of contents has one, but not of amounts
_GROUPS: Final = 4  # maximum number of words of a figure: signs, and groups of digits
_FREE: Final = 0.25  # of the letters' size: minimum width of the gutter of a block
_BESIDE: Final = 0.5  # minimum share of the lines of entries that have text beside them
_WIDEST: Final = 0.35  # maximum width of the entries, as a share of the width of the page's text
_LEVEL: Final = 12.0  # points: of tables that begin as close to each other, the leftmost is the first
_LINE: Final = 10.0  # of the letters' size: minimum width of a line of running text
_FIGURE: Final = re.compile(
    r"[()\[–−+-]?\s?[$€£]?\s?(?:\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?|\d[\d.,]*)\s?[%()\]]*|[–—-]|\.\.\.?|…"
)
"""What a column of figures has in its cells: numbers, dashes and dots for none; brackets may be mirrored."""

_AMOUNT: Final = re.compile(r"[()\s]*[$€£]\s?\d[\d.,\s]*[()\s]*")
"""A figure that is no page number."""

_YEAR: Final = re.compile(r"(?:1[89]|2[01])\d\d(?:[–/-]\d{2,4})?")
_COUNTED: Final = re.compile(rf"[\dIVXLC]+\b|[{HAN_SIMPLE_NUMERALS}]+")


def _made(spans: Spans, rows: list[Cells], header: int = 0) -> Table:
    """Return the table of rows that are given from the top down, with a frame around them."""
    left, right = spans[0][0], spans[-1][1]
    top = max(line.base + line.size for line in rows[0].fragments)
    bottom = min(line.base - 0.3 * line.size for line in rows[-1].fragments)
    levels = [Level.at(top, left, right), Level.at(bottom, left, right)]
    return Table(Grid(levels), _edges_between(spans), rows, header=header, listed=True)


def figure_tables(strips: Sequence[Strip], *, leftwards: bool = False) -> list[Table]:
    """Find tables of figures among the lines that are in no other table, from the top down.

    A page that is read `leftwards` has the figures left of the text.
    """
    if leftwards:
        return [_mirrored_table(table) for table in figure_tables(list(map(_mirrored, strips)))]
    tables: list[Table] = []
    for number, strip in enumerate(strips):
        if not _is_row(strip) or (tables and strip.base > tables[-1].grid.bottom):
            continue
        free = [each for each in strips if not tables or each.base < tables[-1].grid.bottom]
        block = _Block.around(free, number - len(strips) + len(free), _spans_in(strip, _figures(strip)))
        if block.is_table:
            tables.append(block.table())
    return tables


def _mirrored(strip: Strip) -> Strip:
    pieces = [Piece(Word(w.glyphs, -w.right, -w.left) for w in reversed(p)) for p in reversed(strip.pieces)]
    return Strip(strip.base, strip.size, pieces)


def _mirrored_table(table: Table) -> Table:
    levels = [Level.at(level.height, -level.right, -level.left) for level in table.grid.levels]
    for row in table.rows:
        row.columns.reverse()
    return replace(table, grid=Grid(levels), edges=[-edge for edge in reversed(table.edges)])


def _figures(strip: Strip, *, apart: bool = False) -> list[Piece]:
    """Return the figures at the end of a line that begins with something else.

    Of those `apart`, none is at a space from the text before it, of which it may be.
    """
    found: list[Piece] = []
    for piece in reversed(strip.pieces):
        tail = piece[-_GROUPS:]
        ends = (Piece(tail[start:]) for start in range(len(tail)))
        figure = next((end for end in ends if _FIGURE.fullmatch(text_of(end))), None)
        if figure is None or figure[0] is strip.pieces[0][0]:
            break
        if apart and figure[0] is not piece[0] and not _is_apart(figure, piece, strip.size):
            break
        found.append(figure)
        if figure[0] is not piece[0]:
            break
    return found[::-1]


def _is_apart(figure: Piece, piece: Piece, size: float) -> bool:
    """Whether the gap before a figure is wider than the spaces in the text before it."""
    text = [word for word in piece if word.left <= figure.left]
    *spaces, gap = (after.left - before.right for before, after in pairwise(text))
    return gap > WIDER * max(spaces, default=_FREE * size)


def _spans_in(strip: Strip, figures: Sequence[Piece]) -> Spans:
    """Return the columns of a line that ends with figures."""
    text = Piece(word for piece in strip.pieces for word in piece if word.left < figures[0].left)
    return [(text.left, text.right), *((figure.left, figure.right) for figure in figures)]


def _grown(spans: Spans, strip: Strip) -> Spans | None:
    """Return columns with the words of one more line in them, or None if these close a gutter.

    A figure between two columns is a column of its own. A word that is flush with its column may be wider.
    """
    spans, free, figures = list(spans), GAP * strip.size, _figures(strip)
    gutter = _FREE * strip.size
    for figure in _figures(strip, apart=True):
        left, right = figure.left, figure.right
        place = sum(start < left for start, _ in spans)
        if place and all(stop + free < left or right + free < start for start, stop in spans):
            spans.insert(place, (left, right))
    edges = _edges_between(spans)
    flush = [figure for figure in figures if any(abs(figure.right - stop) <= FLUSH for _, stop in spans)]
    starts = [left for left, _ in spans] + [figure.left for figure in flush]
    for part in (part for piece in strip.pieces for part in _cut(piece, starts)):
        start, stop = part.left, part.right
        column = sum(edge <= (start + stop) / 2 for edge in edges)
        left, right = spans[column]
        if sum(span[0] < stop + gutter and start < span[1] + gutter for span in spans) <= 1:
            spans[column] = min(left, start), max(right, stop)
        elif len(part) > 1 or min(abs(start - left), abs(stop - right)) > FLUSH:
            return None
    narrowest = min(after[0] - before[1] for before, after in pairwise(spans))
    return spans if narrowest >= gutter else None


def _cut(piece: Piece, starts: Sequence[float]) -> Iterator[Piece]:
    """Cut a piece before the words that begin where a column or a figure does."""
    cuts = [n for n, word in enumerate(piece) if n and any(abs(word.left - s) <= FLUSH for s in starts)]
    return (Piece(piece[start:stop]) for start, stop in pairwise([0, *cuts, len(piece)]))


def _edges_between(spans: Spans) -> list[float]:
    return [(before[1] + after[0]) / 2 for before, after in pairwise(spans)]


@dataclass(frozen=True, slots=True)
class _Block:
    """Adjacent lines, from the top down, and the columns between which all of them leave gutters free."""

    lines: list[Strip]
    spans: Spans

    @classmethod
    def around(cls, strips: Sequence[Strip], start: int, spans: Spans, steps: float = LOOSE) -> _Block:
        """Return the block around one line, in which lines are at most some sizes of their letters apart."""
        lines = [strips[start]]
        for way in (1, -1):
            others = strips[start + 1 :] if way == 1 else strips[:start][::-1]
            for strip in others:
                last = lines[-1] if way == 1 else lines[0]
                far = abs(last.base - strip.base) > steps * max(strip.size, last.size)
                grown = None if far else _grown(spans, strip)
                if grown is None:
                    break
                spans = grown
                lines.insert(len(lines) if way == 1 else 0, strip)
        return cls(lines, spans)

    @property
    def edges(self) -> list[float]:
        """The middles of its gutters."""
        return _edges_between(self.spans)

    @property
    def filled(self) -> list[int]:
        """In how many columns each line has text."""
        return [len(row_of([strip], self.edges).filled) for strip in self.lines]

    @property
    def is_table(self) -> bool:
        """Whether its figures, and words above them, are too many for their places to be chance.

        The figures of a chart have no words beside them.
        """
        counts = self.filled
        rows = [strip for strip in self.lines if _is_row(strip)]
        named = any(c.isalpha() for strip in rows for piece in strip.pieces for c in text_of(piece))
        aligned = sorted((count - 1 for count in counts), reverse=True)[: len(rows) + 1]
        return named and sum(aligned) >= FEWEST * _COLUMNS

    def table(self, *, cut: bool = False) -> Table:
        """Return its table, down to the last line of its last row.

        It begins with a line of several cells, unless the page end `cut` its first row.
        """
        start = 0 if cut else next(number for number, count in enumerate(self.filled) if count > 1)
        groups = split_rows(self.lines[start:], self.edges)
        while not any(map(_is_row, groups[-1])):
            groups.pop()
        rows = [row_of(group, self.edges) for group in groups]
        table = _made(self.spans, rows, header=len(list(takewhile(_is_heading, rows))))
        drop_spacers(table)
        return table


def _is_row(strip: Strip) -> bool:
    """Whether a line has several figures, or an amount apart from what is before it."""
    figures = _figures(strip)
    if len(figures) >= _COLUMNS:
        return True
    return bool(figures and _AMOUNT.fullmatch(text_of(strip.pieces[-1])))


def continued(
    strips: Sequence[Strip], model: Table, shift: float, *, below: bool, leftwards: bool
) -> Table | None:
    """Find the rows of a table of figures on the page after (`below`) or before it, if there are any.

    Args:
        strips: the lines of that page that are in no table with rules, without its running head.
        model: the part of the table on the other page.
        shift: how far to the right that page has its text, in points.
        below: whether it is the page after.
        leftwards: whether the page is read from right to left.
    """
    body = model.rows[model.header :] or model.rows  # headings may be wider than their columns
    parts = [[part for row in body for part in row.columns[n]] for n in range(len(model.edges) + 1)]
    if not all(parts):
        return None
    spans = [(min(p.left for p in own) + shift, max(p.right for p in own) + shift) for own in parts]
    bases = sorted({round(part.base, 1) for row in model.rows for part in row.fragments})
    size = model.rows[-1].fragments[0].size
    steps = max([PITCH, *(WIDER * (b - a) / size for a, b in pairwise(bases))])
    if leftwards:
        strips = list(map(_mirrored, strips))
        spans = [(-right, -left) for left, right in reversed(spans)]
    edges = _edges_between(spans)
    several = [_is_row(strip) and len(row_of([strip], edges).filled) > 1 for strip in strips]
    rows = [n for n, s in enumerate(strips) if several[n] and _grown(spans, s) is not None]
    found = None
    if rows:
        start = rows[0] if below else rows[-1]
        block = _Block.around(strips, start, _grown(spans, strips[start]) or spans, steps)
        if not below or block.lines[0] is strips[0]:
            found = block.table(cut=below)
    if below and (found is None or found.header == len(found.rows)):
        found = _rest_of_row(strips, spans, model.rows[0]) or found
    return _mirrored_table(found) if leftwards and found else found


def _rest_of_row(strips: Sequence[Strip], spans: Spans, heading: Cells) -> Table | None:
    """Return the last lines of the text of a row, if a page has no other rows of its table.

    Above them, it may repeat the row of column headings of the page before.
    """
    edges = _edges_between(spans)
    lines = len({round(part.base) for part in heading.fragments})
    repeated = row_of(strips[:lines], edges)
    if sorted(words_of(repeated)) != sorted(words_of(heading)):
        lines = 0
    own = list(takewhile(lambda strip: strip.right <= spans[0][1] + FLUSH, strips[lines:]))
    far = (n + 1 for n, (a, b) in enumerate(pairwise(own)) if a.base - b.base > PITCH * a.size)
    rest = own[: next(far, len(own))]
    if not rest or not (lines or rest[0].starts_small):
        return None
    rows = [row_of(rest, edges)]
    return _made(spans, [repeated, *rows] if lines else rows)


def _is_heading(row: Cells) -> bool:
    """Whether a row is a heading: it has words or years where the others have figures."""
    words = words_of(row)
    texts = [words[number] for number in row.filled if number]
    return len(texts) > 1 and all(_YEAR.fullmatch(text) or not _FIGURE.fullmatch(text) for text in texts)


@dataclass(frozen=True, slots=True)
class _Start:
    """A piece of a line, and the piece after it."""

    strip: Strip
    piece: Piece
    following: Piece | None


@dataclass(frozen=True, slots=True)
class _Columns:
    """The left edges of the entries and of their texts, and the right edge of the texts."""

    entries: float
    texts: float
    stop: float = inf


def listed_tables(strips: Sequence[Strip]) -> list[Table]:
    """Find the lists in two columns among the lines of a page that are in no other table, from the top down.

    Lists side by side are in order from left to right.
    """
    if not strips:
        return []
    width = max(strip.right for strip in strips) - min(strip.left for strip in strips)
    found = [table for columns in _list_columns(strips, width) for table in _lists(strips, columns)]
    tables: list[Table] = []
    for table in sorted(found, key=lambda table: -round(table.grid.top / _LEVEL)):
        if any(table.grid.overlaps(other.grid) for other in tables):
            continue
        last = tables[-1].grid if tables else table.grid
        table.beside = last.right <= table.grid.left and last.bottom < table.grid.top
        tables.append(table)
    return tables


def _list_columns(strips: Sequence[Strip], width: float) -> list[_Columns]:
    """Return the columns of the lists of a page, from left to right."""
    lines: dict[int, list[_Start]] = defaultdict(list)
    for strip in strips:
        for piece, following in zip(strip.pieces, [*strip.pieces[1:], None], strict=True):
            lines[round(piece.left / FLUSH)].append(_Start(strip, piece, following))
    found: list[_Columns] = []
    for start in sorted(lines):
        beside: dict[int, list[_Start]] = defaultdict(list)
        for each in lines[start]:
            if each.following is not None:
                beside[round(each.following.left / FLUSH)].append(each)
        for place, starts in sorted(beside.items()):
            if (
                len(starts) >= FEWEST
                and _is_list(starts, lines[place], strips, width)
                and not _are_columns(starts, lines[place])
            ):
                found.append(_Columns(starts[0].piece.left, place * FLUSH))
    stops = [min((c.entries for c in found if c.entries > own.texts), default=inf) - FLUSH for own in found]
    return [replace(columns, stop=stop) for columns, stop in zip(found, stops, strict=True)]


def _is_list(
    starts: Sequence[_Start], texts: Sequence[_Start], strips: Sequence[Strip], width: float
) -> bool:
    """Whether most pieces before the texts, down to the last with a text beside it, are entries of a list.

    Then the texts have more lines than the entries and are no page numbers, and no other column follows.
    """
    top, bottom = starts[0].strip.base, starts[-1].strip.base
    left, edge = starts[0].piece.left - FLUSH, texts[0].piece.left - FLUSH
    between = [piece for strip in strips if bottom <= strip.base <= top for piece in strip.pieces]
    own = [piece for piece in between if piece.left < edge and piece.right > left]
    below = LOOSE * starts[-1].strip.size
    longer = [each for each in texts if bottom - below <= each.strip.base <= top]
    after = Counter(round(t.following.left / FLUSH) for t in longer if t.following is not None)
    return (
        len(starts) >= _BESIDE * len(own)
        and len(longer) >= WIDER * len(own)
        and _are_entries([each.piece for each in starts], width)
        and all(count < max(FEWEST, _BESIDE * len(longer)) for count in after.values())
        and 2 * sum(_COUNTED.fullmatch(text_of(each.piece)) is not None for each in longer) <= len(longer)
    )


def _are_columns(starts: Sequence[_Start], texts: Sequence[_Start]) -> bool:
    """Whether entries and texts are lines of two columns of running text.

    Then the entries are long and end flush, or both mostly fill their columns and begin in the middle of a
    sentence, or more lines of the texts are above and below than beside them.
    """
    top, bottom = starts[0].strip.base, starts[-1].strip.base - LOOSE * starts[-1].strip.size
    ends = [each.piece.right for each in starts]
    flush = sum(end > max(ends) - FLUSH for end in ends)
    if 2 * flush > len(ends) and max(ends) - starts[0].piece.left > _LINE * starts[0].strip.size:
        return True
    if _goes_on(starts) and _goes_on(texts):
        return True
    beside = sum(bottom <= each.strip.base <= top for each in texts)
    wide = sum(each.strip.right - each.piece.left > _LINE * each.strip.size for each in texts)
    return len(texts) > 2 * beside and 2 * wide > len(texts)


def _goes_on(lines: Sequence[_Start]) -> bool:
    """Whether most lines of a column fill most of it, and begin with a small letter right below another."""
    widths = [each.piece.right - each.piece.left for each in lines]
    filled = sum(width > MOST * max(widths) for width in widths)
    small = sum(
        below.piece[0].glyphs[0].text[:1].islower()
        and above.strip.base - below.strip.base < PITCH * below.strip.size
        for above, below in pairwise(lines)
    )
    return min(small, filled) > MOST * len(lines)


def _are_entries(pieces: Sequence[Piece], width: float) -> bool:
    """Whether the pieces before the texts are entries of a list, rather than numbers or headings."""
    texts = [text_of(piece) for piece in pieces]
    if max(piece.right - piece.left for piece in pieces) > _WIDEST * width:
        return False
    if any(text.endswith((":", "：")) for text in texts):
        return False
    counted = {_COUNTED.sub("#", text) for text in texts}
    series = len(counted) == 1 and any(character.isalpha() for character in next(iter(counted)))
    return not series and 2 * sum(bool(LABEL.fullmatch(text)) for text in texts) < len(texts)


def _lists(strips: Sequence[Strip], columns: _Columns) -> Iterator[Table]:
    """Yield the tables in the stretches of a page where all pieces fit these columns."""
    run: list[Strip] = []
    for strip in strips:
        own = [p for p in strip.pieces if columns.entries - FLUSH <= p.left and p.right <= columns.stop]
        over = any(p.left < columns.stop and p.right > columns.entries for p in strip.pieces if p not in own)
        if not own and not over:
            continue
        fits = not over and all(_fits_list(piece, columns) for piece in own)
        if run:
            step = (run[-1].base - strip.base) / strip.size
            if not fits or step > LOOSE:
                if len(run) > 1 or step > PITCH:  # else a line of a paragraph with wide spaces
                    yield from _list_table(run, columns)
                run = []
        if fits:
            run.append(Strip(strip.base, strip.size, own))
    yield from _list_table(run, columns)


def _fits_list(piece: Piece, columns: _Columns) -> bool:
    left, right = piece.left, piece.right
    if left < columns.texts - 2 * FLUSH:
        return abs(left - columns.entries) <= FLUSH and right < columns.texts
    return True


def _list_table(run: Sequence[Strip], columns: _Columns) -> Iterator[Table]:
    """Make a table of a stretch, if one of its lines has an entry and a text."""
    edge = columns.texts - FLUSH
    both = [strip for strip in run if len(row_of([strip], [edge]).filled) == 2]
    if not both:
        return
    groups = split_rows(run, [edge])
    if len(groups) == 1 and len(both) > 1:
        groups = runs_of(run, lambda _, strip: strip not in both)
    left, right = min(line.left for line in run), max(line.right for line in run)
    yield _made([(left, edge), (edge, right)], [row_of(group, [edge]) for group in groups])
