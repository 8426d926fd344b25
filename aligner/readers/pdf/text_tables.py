"""Find tables of words without rules: three or more columns that begin flush, row after row.

Columns of running text begin flush as well, but their lines are full; the numbers of a list hang
beside its text, but are no column of words. In a list in several columns, unlike in a table, no entry
waits for the lines of another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from aligner.readers.pdf.pieces import Piece, frame_of, mirrored_strip, mirrored_table, text_of
from aligner.readers.pdf.table_rows import Strip, row_of, split_rows
from aligner.readers.pdf.tables import Table

_SAME: Final = 1.5  # points by which the left edges of a column may differ
_FEWEST: Final = 3  # minimum number of rows with text in each column, and of columns
_WORDS: Final = 2  # minimum number of columns of words
_LEVEL: Final = 0.4  # of the letters' size: maximum distance of baselines of one line
_TIGHT: Final = 0.8  # the same: minimum distance of the lines of a column
_LOOSE: Final = 2.6  # of the letters' size: maximum distance between lines of a table
_PITCH: Final = 1.9  # the same, between the lines of a cell
_SHARE: Final = 0.5  # minimum share of the lines in the first column that have text in all others
_WHOLE: Final = 0.8  # minimum share of rows whose first line has text in all columns
_WAITING: Final = 0.25  # minimum share of the other lines that a column of words has no part in
_FULL: Final = 0.4  # minimum share of the lines of a column that end flush, in running text
_NUMBER: Final = re.compile(r"[\d\W]+|[IVXLC]+|[.()]+\w{1,4}[.()]*|\w{1,4}[.()]+")
"""What is no column of words: numbers of items and pages, figures and signs."""


def text_tables(strips: Sequence[Strip], *, leftwards: bool = False) -> list[Table]:
    """Find the tables of words of a page, from the top down.

    Args:
        strips: the lines that are in no other table, from the top down.
        leftwards: whether the page is read from right to left.
    """
    if leftwards:
        return [mirrored_table(table) for table in text_tables([mirrored_strip(strip) for strip in strips])]
    levelled = _levelled(strips)
    if len(strips) - len(levelled) < _FEWEST:  # more of them are entries of a list in columns
        strips = levelled
    places = _places(strips)
    if len(places) < _FEWEST:
        return []
    return [table for run in _runs(strips, places) if (table := _table(run)) is not None]


def _levelled(strips: Sequence[Strip]) -> list[Strip]:
    """Join lines of cells side by side that are at slightly different heights."""
    found: list[Strip] = []
    for strip in strips:
        above = found[-1] if found else None
        if above is not None and above.base - strip.base < _LEVEL * strip.size and _are_beside(above, strip):
            pieces = sorted([*above.pieces, *strip.pieces], key=lambda piece: piece[0].left)
            found[-1] = Strip(above.base, above.size, pieces)
        else:
            found.append(strip)
    return found


def _are_beside(first: Strip, second: Strip) -> bool:
    return not any(
        p[0].left < q[-1].right and q[0].left < p[-1].right for p in first.pieces for q in second.pieces
    )


def _places(strips: Sequence[Strip]) -> list[float]:
    """Return the places, from left to right, where many pieces of lines begin."""
    groups: dict[int, list[float]] = defaultdict(list)
    for left in sorted(piece[0].left for strip in strips for piece in strip.pieces):
        key = round(left / _SAME)
        groups[key - 1 if groups.get(key - 1) else key].append(left)
    return [min(group) for _, group in sorted(groups.items()) if len(group) >= _FEWEST]


def _column(piece: Piece, places: Sequence[float]) -> int | None:
    """Return the place where a piece begins, if it is one of these."""
    return next((n for n, place in enumerate(places) if -0.1 <= piece[0].left - place <= 2 * _SAME), None)


def _runs(strips: Sequence[Strip], places: Sequence[float]) -> Iterator[list[Strip]]:
    """Group adjacent lines all of whose pieces begin at such places."""
    run: list[Strip] = []
    for strip in strips:
        fits = all(_column(piece, places) is not None for piece in strip.pieces)
        if run and (not fits or run[-1].base - strip.base > _LOOSE * max(strip.size, run[-1].size)):
            yield run
            run = []
        if fits:
            run.append(strip)
    yield run


def _table(run: Sequence[Strip]) -> Table | None:
    """Make a table of adjacent lines, or of those between the first and the last with text in all columns."""
    most = max((len(strip.pieces) for strip in run), default=0)
    whole = [index for index, strip in enumerate(run) if len(strip.pieces) == most]
    if most < _FEWEST or len(whole) < _FEWEST:
        return None
    starts = [piece[0].left for piece in run[whole[0]].pieces]
    stop = whole[-1] + 1
    while stop < len(run) and _goes_on(run[stop - 1], run[stop], starts):
        stop += 1
    own = run[whole[0] : stop]
    if sum(above.base - below.base < _TIGHT * above.size for above, below in pairwise(own)) >= _FEWEST:
        return None  # entries side by side go on independently
    columns = [[_of_column(strip, starts, number) for strip in own] for number in range(most)]
    if any(_column(p, starts) is None for s in own for p in s.pieces) or _run_over(own, starts):
        return None
    words = [number for number, column in enumerate(columns) if _are_words(column)]
    first = sum(piece is not None for piece in columns[0])
    if len(words) < _WORDS or len(whole) < _SHARE * first:
        return None
    edges = [start - _SAME for start in starts[1:]]
    groups = _rows(own, edges)
    rows = [row_of(group, edges) for group in groups]
    bold = [all(glyph.bold for part in row.fragments for glyph in part.glyphs) for row in rows]
    header = 1 if bold[0] and not any(bold[1:]) else 0
    if sum(len(group[0].pieces) == most for group in groups) < _WHOLE * len(groups):
        return None
    if len(groups) == len(own) and not header and len(words) == most:
        return None  # as well a list in columns
    if any(_is_running(own, column) for column in columns) and not _wait(groups, starts, words):
        return None
    return Table(frame_of(own), edges, rows, header=header, listed=True)


def _wait(groups: Sequence[Sequence[Strip]], starts: Sequence[float], words: Sequence[int]) -> bool:
    """Whether columns of words are often empty below their first lines, waiting for others."""
    others = [strip for group in groups for strip in group[1:]]
    waiting = sum(any(_of_column(strip, starts, number) is None for number in words) for strip in others)
    return waiting >= _WAITING * len(others)


def _goes_on(above: Strip, below: Strip, starts: Sequence[float]) -> bool:
    """Whether a line belongs to the last row of a table: close to it, and in its columns."""
    return above.base - below.base <= _PITCH * above.size and not _run_over([below], starts)


def _of_column(strip: Strip, starts: Sequence[float], number: int) -> Piece | None:
    return next((piece for piece in strip.pieces if _column(piece, starts) == number), None)


def _run_over(strips: Sequence[Strip], starts: Sequence[float]) -> bool:
    """Whether a piece of some line extends into the next column."""
    return any(
        piece[0].left < start - _SAME < piece[-1].right
        for strip in strips
        for piece in strip.pieces
        for start in starts
    )


def _are_words(column: Sequence[Piece | None]) -> bool:
    """Whether most pieces of a column are words."""
    pieces = [piece for piece in column if piece is not None]
    return 2 * sum(_NUMBER.fullmatch(text_of(piece)) is None for piece in pieces) > len(pieces)


def _is_running(strips: Sequence[Strip], pieces: Sequence[Piece | None]) -> bool:
    """Whether many lines of a column end flush and go on below, as justified text does."""
    edge = max(piece[-1].right for piece in pieces if piece is not None)
    count = flush = 0
    for (strip, piece), (below, following) in pairwise(zip(strips, pieces, strict=True)):
        if piece is not None and following is not None and strip.base - below.base < _PITCH * strip.size:
            count += 1
            flush += piece[-1].right > edge - _SAME
    return flush >= _FEWEST and flush >= _FULL * count


def _rows(strips: Sequence[Strip], edges: Sequence[float]) -> list[list[Strip]]:
    """Group lines into rows: by their distances, or else below each line without the first column."""
    groups = split_rows(strips, edges)
    if len(groups) > 1:
        return groups
    groups = []
    for strip in strips:
        if not groups or strip.left < edges[0]:
            groups.append([])
        groups[-1].append(strip)
    return groups
