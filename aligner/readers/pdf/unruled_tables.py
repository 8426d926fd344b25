"""Find tables without rules: columns of figures after a column of text, and short entries beside texts.

A column is where pieces of several lines end flush, if they are figures, or begin flush. Numbered
paragraphs look similar, so entries that are paragraph numbers, or headings that end with a colon, do not
form a table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from math import inf
from typing import Final

from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.measures import FEWEST, FLUSH, LARGER, LOOSE, PITCH, WIDER
from aligner.readers.pdf.table_rows import (
    LABEL,
    Cells,
    Piece,
    Strip,
    Word,
    crossed,
    gutters,
    row_of,
    split_rows,
    text_of,
    words_of,
)
from aligner.readers.pdf.tables import Table

Edge = Callable[[Piece], float]
"""The left or the right edge of a piece."""

_COLUMNS: Final = 2  # minimum number of columns of figures; a table of contents has one
_BESIDE: Final = 0.5  # minimum share of the lines of entries that have text beside them
_WIDEST: Final = 0.35  # maximum width of the entries, as a share of the width of the page's text
_LINE: Final = 10.0  # of the letters' size: minimum width of a line of running text
_FIGURE: Final = re.compile(r"[(\[–−+-]?[$€£]?\s?\d[\d\s.,]*[%)\]]*|[–—-]|\.\.\.?|…")
"""What a column of figures has in its cells: numbers, dashes and dots for none."""

_YEAR: Final = re.compile(r"(?:1[89]|2[01])\d\d(?:[–/-]\d{2,4})?")
_COUNTED: Final = re.compile(r"[\dIVXLC]+\b")


def _made(run: Sequence[Strip], edges: list[float], rows: list[Cells], header: int = 0) -> Table:
    """Return the table of lines that are given from the top down, with a frame around them."""
    left, right = min(line.left for line in run), max(line.right for line in run)
    top, bottom = run[0].base + run[0].size, run[-1].base - 0.3 * run[-1].size
    levels = [Level.at(top, left, right), Level.at(bottom, left, right)]
    return Table(Grid(levels), edges, rows, header=header, listed=True)


def figure_tables(strips: Sequence[Strip], *, leftwards: bool = False) -> list[Table]:
    """Find tables of figures on a page, from the top down.

    Args:
        strips: the lines that are in no other table, from the top down.
        leftwards: whether the page is read from right to left, with figures left of the text.
    """
    if leftwards:
        return [_mirrored_table(table) for table in figure_tables(list(map(_mirrored, strips)))]
    for edge in (_right, _left):
        ends = _ends(strips, edge)
        runs = _runs(strips, ends, edge) if len(ends) >= _COLUMNS else ()
        if tables := [table for run in runs for table in _figure_table(run, ends, edge)]:
            return tables
    return []


def _right(piece: Piece) -> float:
    return piece[-1].right


def _left(piece: Piece) -> float:
    return piece[0].left


def _mirrored(strip: Strip) -> Strip:
    pieces = [[Word(w.glyphs, -w.right, -w.left) for w in reversed(p)] for p in reversed(strip.pieces)]
    return Strip(strip.base, strip.size, pieces)


def _mirrored_table(table: Table) -> Table:
    levels = [Level.at(level.height, -level.right, -level.left) for level in table.grid.levels]
    for row in table.rows:
        row.columns.reverse()
    return replace(table, grid=Grid(levels), edges=[-edge for edge in reversed(table.edges)])


def _figures(strip: Strip) -> list[Piece]:
    """Return the figures at the end of a line that begins with something else."""
    found = list(takewhile(lambda piece: _FIGURE.fullmatch(text_of(piece)), reversed(strip.pieces[1:])))
    return found[::-1]


def _ends(strips: Sequence[Strip], edge: Edge) -> list[float]:
    """Return the flush edges of the columns of figures, from left to right; a heading counts as a figure."""
    several = [strip for strip in strips if len(strip.pieces) > _COLUMNS]
    figures = {id(piece) for strip in several if len(own := _figures(strip)) > 1 for piece in own}
    groups: list[list[Piece]] = []
    for piece in sorted((p for strip in several for p in strip.pieces[1:]), key=edge):
        if not groups or edge(piece) - edge(groups[-1][-1]) > FLUSH:
            groups.append([])
        groups[-1].append(piece)
    return [
        edge(group[-1])
        for group in groups
        if len(group) >= FEWEST and sum(id(piece) in figures for piece in group) >= FEWEST - 1
    ]


def _column(piece: Piece, ends: Sequence[float], edge: Edge) -> int | None:
    """Return the column whose edge a piece has, if most of it is beyond the column before."""
    left, right = piece[0].left, piece[-1].right
    number = next((n for n, end in enumerate(ends) if abs(edge(piece) - end) <= FLUSH), None)
    return None if number is None or (number and (left + right) / 2 < ends[number - 1]) else number


def _is_row(strip: Strip, ends: Sequence[float], edge: Edge) -> bool:
    """Whether a line has figures in two columns or more."""
    figures = _figures(strip)
    return len(figures) >= _COLUMNS and all(_column(piece, ends, edge) is not None for piece in figures)


def _fits(strip: Strip, ends: Sequence[float], edge: Edge) -> bool:
    """Whether each piece of a line is flush with figures, or left of all of them."""
    return all(_column(p, ends, edge) is not None or p[-1].right < ends[0] - 4 * FLUSH for p in strip.pieces)


def _runs(strips: Sequence[Strip], ends: Sequence[float], edge: Edge) -> Iterator[list[Strip]]:
    """Group adjacent lines that are rows of figures or text in the column before them."""
    run: list[Strip] = []
    for strip in strips:
        fits = _is_row(strip, ends, edge) or _fits(strip, ends, edge)
        if run and (not fits or run[-1].base - strip.base > LOOSE * max(strip.size, run[-1].size)):
            yield run
            run = []
        if fits:
            run.append(strip)
    yield run


def _figure_table(run: Sequence[Strip], ends: Sequence[float], edge: Edge) -> Iterator[Table]:
    """Make a table of a run: from its first line with several cells to the last line of its last row."""
    rows = [number for number, strip in enumerate(run) if _is_row(strip, ends, edge)]
    placed = [sum(_column(piece, ends, edge) is not None for piece in strip.pieces[1:]) for strip in run]
    headed = any(count >= _COLUMNS for number, count in enumerate(placed) if number not in rows)
    if len(rows) + headed < FEWEST:
        return
    left = min(_figures(run[number])[0][0].left for number in rows)
    edges = gutters([run[number] for number in rows], run)
    edges = edges[max(0, sum(edge < left for edge in edges) - 1) :]
    first = next(number for number, strip in enumerate(run) if len(row_of([strip], edges).filled) > 1)
    last = rows[-1]
    while last + 1 < len(run) and run[last].base - run[last + 1].base <= PITCH * run[last].size:
        last += 1
    own = run[first : last + 1]
    groups = [row_of(group, edges) for group in split_rows(own, edges)]
    yield _made(own, edges, groups, header=len(list(takewhile(_is_heading, groups))))


def _is_heading(row: Cells) -> bool:
    """Whether a row is a heading: it has words or years where the others have figures."""
    words = words_of(row)
    texts = [words[number] for number in row.filled if number]
    return len(texts) > 1 and all(_YEAR.fullmatch(text) or not _FIGURE.fullmatch(text) for text in texts)


def headed_table(strips: Sequence[Strip], model: Table) -> Table | None:
    """Find the table among some lines that has the same headings and columns as another, if any.

    This recognizes a few rows at the end of a page, or at the beginning of the next, by the headings
    that they share with the rest of their table.

    Args:
        strips: lines that are in no table, from the top down.
        model: a table without rules, with headings.
    """
    heading = model.rows[: model.header]
    count = len({part.base for row in heading for part in row.fragments})
    words = [words_of(row) for row in heading]
    for first in range(len(strips) - count):
        run = list(strips[first : first + count])
        if [words_of(row_of(group, model.edges)) for group in split_rows(run, model.edges)] != words:
            continue
        for strip in strips[first + count :]:
            far = run[-1].base - strip.base > LOOSE * max(strip.size, run[-1].size)
            if far or crossed(strip, model.edges) or strip.size > LARGER * run[0].size:
                break
            run.append(strip)
        groups = [row_of(group, model.edges) for group in split_rows(run, model.edges)]
        if len(groups) > len(heading):
            return _made(run, model.edges, groups, header=len(heading))
    return None


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
    """Find the lists in two columns of a page; lists side by side are in order from left to right.

    Args:
        strips: the lines of the page that are in no other table, from the top down.
    """
    if len(strips) < FEWEST:
        return []
    width = max(strip.right for strip in strips) - min(strip.left for strip in strips)
    found = [
        (table, number)
        for number, columns in enumerate(_list_columns(strips, width))
        for table in _lists(strips, columns)
    ]
    found.sort(key=lambda each: (-round(each[0].grid.top / 12), each[1]))
    tables: list[Table] = []
    for table, _ in found:
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
            lines[round(piece[0].left / FLUSH)].append(_Start(strip, piece, following))
    found: list[_Columns] = []
    for start in sorted(lines):
        beside: dict[int, list[_Start]] = defaultdict(list)
        for each in lines[start]:
            if each.following is not None:
                beside[round(each.following[0].left / FLUSH)].append(each)
        for place, starts in sorted(beside.items()):
            if (
                len(starts) >= FEWEST
                and _is_list(starts, lines[start], lines[place], width)
                and not _are_indented(starts, strips)
                and not _are_columns(starts, lines[place])
            ):
                found.append(_Columns(starts[0].piece[0].left, place * FLUSH))
    stops = [min((c.entries for c in found if c.entries > own.texts), default=inf) - FLUSH for own in found]
    return [replace(columns, stop=stop) for columns, stop in zip(found, stops, strict=True)]


def _is_list(
    starts: Sequence[_Start], entries: Sequence[_Start], texts: Sequence[_Start], width: float
) -> bool:
    """Whether most lines of a column, down to the last one with text beside it, are entries of a list.

    Then the texts have more lines than the entries and are no page numbers, and no other column follows.
    """
    top, bottom = starts[0].strip.base, starts[-1].strip.base
    own = [each for each in entries if bottom <= each.strip.base <= top]
    below = LOOSE * starts[-1].strip.size
    longer = [each for each in texts if bottom - below <= each.strip.base <= top]
    after = Counter(round(t.following[0].left / FLUSH) for t in longer if t.following is not None)
    return (
        len(starts) >= _BESIDE * len(own)
        and len(longer) >= WIDER * len(starts)
        and _are_entries([each.piece for each in starts], width)
        and max(after.values(), default=0) < max(FEWEST, _BESIDE * len(longer))
        and 2 * sum(_COUNTED.fullmatch(text_of(each.piece)) is not None for each in longer) <= len(longer)
        and not _are_running(own, texts[0].piece[0].left)
    )


def _are_running(entries: Sequence[_Start], texts: float) -> bool:
    """Whether most lines end flush and go on below, as in a column of justified text beside another."""
    stops = [max(p[-1].right for p in each.strip.pieces if p[0].left < texts - FLUSH) for each in entries]
    wide = max(stops) - entries[0].piece[0].left > _LINE * entries[0].strip.size
    flush = sum(
        stop > max(stops) - FLUSH and above.strip.base - below.strip.base < PITCH * above.strip.size
        for stop, (above, below) in zip(stops, pairwise(entries), strict=False)
    )
    return wide and flush >= FEWEST and 2 * flush >= len(entries)


def _are_indented(starts: Sequence[_Start], strips: Sequence[Strip]) -> bool:
    """Whether more lines run over the place where the entries begin than begin there.

    Such entries are the first lines of paragraphs, after their numbers.
    """
    left = starts[0].piece[0].left - FLUSH
    between = [strip for strip in strips if starts[-1].strip.base <= strip.base <= starts[0].strip.base]
    over = sum(any(p[0].left < left < p[-1].right for p in strip.pieces) for strip in between)
    return over > len(starts)


def _are_columns(starts: Sequence[_Start], texts: Sequence[_Start]) -> bool:
    """Whether more lines of the texts are above and below the entries than beside them, as in columns."""
    top, bottom = starts[0].strip.base, starts[-1].strip.base - LOOSE * starts[-1].strip.size
    beside = sum(bottom <= each.strip.base <= top for each in texts)
    wide = sum(each.strip.right - each.piece[0].left > _LINE * each.strip.size for each in texts)
    return len(texts) > 2 * beside and 2 * wide > len(texts)


def _are_entries(pieces: Sequence[Piece], width: float) -> bool:
    """Whether the pieces before the texts are entries of a list, rather than numbers or headings."""
    texts = [text_of(piece) for piece in pieces]
    if max(piece[-1].right - piece[0].left for piece in pieces) > _WIDEST * width:
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
        own = [
            p for p in strip.pieces if columns.entries - FLUSH <= p[0].left and p[-1].right <= columns.stop
        ]
        over = any(
            p[0].left < columns.stop and p[-1].right > columns.entries for p in strip.pieces if p not in own
        )
        if not own and not over:
            continue
        fits = not over and all(_fits_list(piece, columns) for piece in own)
        step = (run[-1].base - strip.base) / strip.size if run else 0.0
        if run and (not fits or step > LOOSE):
            if len(run) > 1 or fits or step > PITCH:  # else a line of a paragraph with wide spaces
                yield from _list_table(run, columns)
            run = []
        if fits:
            run.append(Strip(strip.base, strip.size, own))
    yield from _list_table(run, columns)


def _fits_list(piece: Piece, columns: _Columns) -> bool:
    left, right = piece[0].left, piece[-1].right
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
        groups = []
        for strip in run:
            if not groups or strip in both:
                groups.append([])
            groups[-1].append(strip)
    yield _made(run, [edge], [row_of(group, [edge]) for group in groups])
