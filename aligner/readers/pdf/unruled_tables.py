"""Find lists in two columns without rules: short entries, each beside a text of one or more lines.

Such a list may fill the page or one of its columns. Numbered paragraphs look similar, so entries
that are paragraph numbers, or headings that end with a colon, do not form a table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import Final

from aligner.readers.pdf.pieces import Piece, frame_of, text_of
from aligner.readers.pdf.table_rows import Strip, row_of, split_rows
from aligner.readers.pdf.tables import Table

_SAME: Final = 1.5  # points by which the left edges of a column may differ
_FEWEST: Final = 3  # minimum number of entries
_BESIDE: Final = 0.5  # minimum share of the lines of entries that have text beside them
_LONGER: Final = 1.15  # minimum ratio of the number of lines of texts to that of entries
_WIDEST: Final = 0.35  # maximum width of the entries, as a share of the width of the page's text
_LINE: Final = 10.0  # points: usual distance between lines
_APART: Final = 2.4  # of the letters' size: maximum distance between lines of a list
_PITCH: Final = 1.45  # the same: maximum distance between lines of a paragraph
_LABEL: Final = re.compile(r"[(\[]?(?:\w{1,4}(?:[.)\]]|\.\d+)*|[^\w\s]{1,2})[.)\]:]?")
"""The number or sign of a paragraph or list item."""

_LINES: Final = 3  # minimum number of full lines that show a justified column
_LINE_WIDTH: Final = 10.0  # of the letters' size: minimum width of its lines

_COUNTED: Final = re.compile(r"[\dIVXLC]+\b")


@dataclass(frozen=True, slots=True)
class _Start:
    """A piece of a line, and the piece after it."""

    strip: Strip
    piece: Piece
    following: Piece | None

    @property
    def base(self) -> float:
        """The baseline of the line."""
        return self.strip.base

    def stop(self, texts: float) -> float:
        """Return where the pieces of the line end that are before the texts."""
        return max(piece[-1].right for piece in self.strip.pieces if piece[0].left < texts - _SAME)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The left edges of the entries and of their texts, and the right edge of the texts."""

    entries: float
    texts: float
    stop: float


def unruled_tables(strips: Sequence[Strip]) -> list[Table]:
    """Find the lists of a page; lists side by side are in order from left to right.

    Args:
        strips: the lines of the page that are in no other table, from the top down.
    """
    if len(strips) < _FEWEST:
        return []
    width = max(strip.right for strip in strips) - min(strip.left for strip in strips)
    found = [
        (table, number)
        for number, columns in enumerate(_columns(strips, width))
        for table in _lists(strips, columns)
    ]
    found.sort(key=lambda each: (-round(each[0].grid.top / 12), each[1]))
    tables: list[Table] = []
    for table, _ in found:
        if any(table.grid.overlaps(other.grid) for other in tables):
            continue
        beside = bool(tables) and tables[-1].grid.right <= table.grid.left
        table.beside = beside and tables[-1].grid.bottom < table.grid.top
        tables.append(table)
    return tables


def _columns(strips: Sequence[Strip], width: float) -> list[_Columns]:
    """Return the columns of the lists of a page, from left to right."""
    lines: dict[int, list[_Start]] = defaultdict(list)
    for strip in strips:
        for piece, following in zip(strip.pieces, [*strip.pieces[1:], None], strict=True):
            lines[round(piece[0].left / _SAME)].append(_Start(strip, piece, following))
    found: list[_Columns] = []
    for start in sorted(lines):
        beside: dict[int, list[_Start]] = defaultdict(list)
        for each in lines[start]:
            if each.following is not None:
                beside[round(each.following[0].left / _SAME)].append(each)
        for place, starts in sorted(beside.items()):
            if (
                len(starts) >= _FEWEST
                and _is_list(starts, lines[start], lines[place], width)
                and not _are_indented(starts, strips)
            ):
                found.append(_Columns(starts[0].piece[0].left, place * _SAME, 0.0))
    return [
        replace(
            columns, stop=min((c.entries for c in found if c.entries > columns.texts), default=inf) - _SAME
        )
        for columns in found
    ]


def _is_list(
    starts: Sequence[_Start], entries: Sequence[_Start], texts: Sequence[_Start], width: float
) -> bool:
    """Whether most lines of a column, down to the last one with text beside it, are entries of a list."""
    top, bottom = starts[0].base, starts[-1].base
    own = [each for each in entries if bottom <= each.base <= top]
    longer = [each for each in texts if bottom - _APART * _LINE <= each.base <= top]
    return (
        len(starts) >= _BESIDE * len(own)
        and len(longer) >= _LONGER * len(starts)
        and _are_entries([each.piece for each in starts], width)
        and not _are_page_numbers([each.following for each in starts if each.following is not None])
        and not _are_justified(own, texts[0].piece[0].left)
        and not _has_column_after(longer)
    )


def _has_column_after(texts: Sequence[_Start]) -> bool:
    """Whether many texts are followed by pieces that begin flush: the list has more columns than two."""
    places = Counter(
        round(each.following[0].left / _SAME) for each in texts if each.following is not None
    ).values()
    return max(places, default=0) >= max(_FEWEST, _BESIDE * len(texts))


def _are_indented(starts: Sequence[_Start], strips: Sequence[Strip]) -> bool:
    """Whether more lines run over the place where the entries begin than begin there.

    Such entries are the first lines of paragraphs, after their numbers.
    """
    left = starts[0].piece[0].left - _SAME
    between = [strip for strip in strips if starts[-1].base <= strip.base <= starts[0].base]
    over = sum(any(p[0].left < left < p[-1].right for p in strip.pieces) for strip in between)
    return over > len(starts)


def _are_justified(entries: Sequence[_Start], texts: float) -> bool:
    """Whether most lines end flush and go on below, as in a column of running text beside another."""
    edge = max(each.stop(texts) for each in entries)
    flush = sum(
        each.stop(texts) > edge - _SAME and each.base - below.base < _PITCH * each.strip.size
        for each, below in pairwise(entries)
    )
    start, size = entries[0].piece[0].left, entries[0].strip.size
    return flush >= _LINES and 2 * flush >= len(entries) and edge - start > _LINE_WIDTH * size


def _are_entries(pieces: Sequence[Piece], width: float) -> bool:
    """Whether the pieces before the texts are entries of a list, rather than numbers or headings."""
    texts = [text_of(piece) for piece in pieces]
    if max(piece[-1].right - piece[0].left for piece in pieces) > _WIDEST * width:
        return False
    if any(text.endswith((":", "：")) for text in texts):
        return False
    counted = {_COUNTED.sub("#", text) for text in texts}
    series = len(counted) == 1 and any(character.isalpha() for character in next(iter(counted)))
    return not series and 2 * sum(bool(_LABEL.fullmatch(text)) for text in texts) < len(texts)


def _are_page_numbers(pieces: Sequence[Piece]) -> bool:
    """Whether most pieces after the entries are numbers, as in a table of contents."""
    return 2 * sum(bool(_COUNTED.fullmatch(text_of(piece))) for piece in pieces) > len(pieces)


def _lists(strips: Sequence[Strip], columns: _Columns) -> Iterator[Table]:
    """Yield the tables in the stretches of a page where all pieces fit these columns."""
    run: list[Strip] = []
    for strip in strips:
        own = [
            p for p in strip.pieces if columns.entries - _SAME <= p[0].left and p[-1].right <= columns.stop
        ]
        over = any(
            p[0].left < columns.stop and p[-1].right > columns.entries for p in strip.pieces if p not in own
        )
        if not own and not over:
            continue
        fits = not over and all(_fits(piece, columns) for piece in own)
        step = (run[-1].base - strip.base) / strip.size if run else 0.0
        if run and (not fits or step > _APART):
            if len(run) > 1 or fits or step > _PITCH:  # else a line of a paragraph with wide spaces
                yield from _table(run, columns)
            run = []
        if fits:
            run.append(Strip(strip.base, strip.size, own))
    yield from _table(run, columns)


def _fits(piece: Piece, columns: _Columns) -> bool:
    left, right = piece[0].left, piece[-1].right
    if left < columns.texts - 2 * _SAME:
        return abs(left - columns.entries) <= _SAME and right < columns.texts
    return True


def _table(run: Sequence[Strip], columns: _Columns) -> Iterator[Table]:
    """Make a table of a stretch, if one of its lines has an entry and a text."""
    edge = columns.texts - _SAME
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
    yield Table(frame_of(run), [edge], [row_of(group, [edge]) for group in groups], listed=True)
