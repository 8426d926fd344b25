"""Find tables of figures without rules: right-aligned columns of numbers after a column of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aligner.readers.pdf.pieces import Piece, frame_of, mirrored_strip, mirrored_table, text_of
from aligner.readers.pdf.table_rows import Cells, Strip, crossed, row_of, split_rows, words_of
from aligner.readers.pdf.tables import Table

_SAME: Final = 1.5  # points by which the right edges of a column's figures may differ
_FEWEST: Final = 3  # minimum number of rows of figures
_COLUMNS: Final = 2  # minimum number of columns of figures; a table of contents has one
_LOOSE: Final = 2.6  # of the letters' size: maximum distance between lines of a table
_PITCH: Final = 1.45  # the same, between the last row and lines that continue it
_ROOM: Final = 2.0  # points from a column of figures to its edge
_LARGER: Final = 1.06  # ratio to the size of a table's headings; larger text is running text
_FIGURE: Final = re.compile(r"[(\[–−+-]?[$€£]?\s?\d[\d\s.,]*[%)\]]*|[–—-]|\.\.\.?|…")
"""What a column of figures has in its cells: numbers, dashes and dots for none."""

_YEAR: Final = re.compile(r"(?:1[89]|2[01])\d\d(?:[–/-]\d{2,4})?")


def figure_tables(strips: Sequence[Strip], *, leftwards: bool = False) -> list[Table]:
    """Find tables of figures on a page, from the top down.

    Args:
        strips: the lines that are in no other table, from the top down.
        leftwards: whether the page is read from right to left, with figures left of the text.
    """
    if leftwards:
        return [mirrored_table(table) for table in figure_tables([mirrored_strip(strip) for strip in strips])]
    ends = _ends(strips)
    if len(ends) < _COLUMNS:
        return []
    return [table for run in _runs(strips, ends) for table in _table(run, ends)]


def _is_figure(piece: Piece) -> bool:
    return _FIGURE.fullmatch(text_of(piece)) is not None


def _figures(strip: Strip) -> list[Piece]:
    """Return the figures at the end of a line that begins with something else."""
    found = []
    for piece in reversed(strip.pieces[1:]):
        if not _is_figure(piece):
            break
        found.append(piece)
    return found[::-1]


def _ends(strips: Sequence[Strip]) -> list[float]:
    """Return the right edges of the columns of figures, from left to right; a heading counts as a figure."""
    several = [strip for strip in strips if len(strip.pieces) > _COLUMNS]
    figures = {id(piece) for strip in several if len(_figures(strip)) > 1 for piece in _figures(strip)}
    pieces = sorted(
        (piece for strip in several for piece in strip.pieces[1:]), key=lambda piece: piece[-1].right
    )
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not groups or piece[-1].right - groups[-1][-1][-1].right > _SAME:
            groups.append([])
        groups[-1].append(piece)
    return [
        group[-1][-1].right
        for group in groups
        if len(group) >= _FEWEST and sum(id(piece) in figures for piece in group) >= _FEWEST - 1
    ]


def _column(piece: Piece, ends: Sequence[float]) -> int | None:
    """Return the column that a piece ends with, if most of it is beyond the column before."""
    left, right = piece[0].left, piece[-1].right
    number = next((n for n, end in enumerate(ends) if abs(right - end) <= _SAME), None)
    return None if number is None or (number and (left + right) / 2 < ends[number - 1]) else number


def _is_placed(strip: Strip, ends: Sequence[float]) -> bool:
    """Whether several pieces after the first end with columns, as in headings too."""
    return sum(_column(piece, ends) is not None for piece in strip.pieces[1:]) >= _COLUMNS


def _is_row(strip: Strip, ends: Sequence[float]) -> bool:
    """Whether a line has figures in two columns or more."""
    figures = _figures(strip)
    return len(figures) >= _COLUMNS and len(figures) == sum(_column(p, ends) is not None for p in figures)


def _edges(run: Sequence[Strip], ends: Sequence[float]) -> list[float]:
    """Return the edges between the columns of a run: each in the middle of the gap before its figures."""
    lefts: dict[int, float] = {}
    others: list[float] = []
    for piece in (piece for strip in run for piece in strip.pieces):
        number = _column(piece, ends)
        if number is None:
            others.append(piece[-1].right)
        elif not number or piece[0].left > ends[number - 1]:
            lefts[number] = min(lefts.get(number, piece[0].left), piece[0].left)
    own = sorted(lefts)
    first = lefts[own[0]]
    before = [max((right for right in others if right < first), default=first), *(ends[n] for n in own)]
    return [min((end + lefts[n]) / 2, lefts[n] - 0.1) for end, n in zip(before[:-1], own, strict=True)]


def _runs(strips: Sequence[Strip], ends: Sequence[float]) -> Iterator[list[Strip]]:
    """Group adjacent lines that are rows of figures or text in the column before them."""
    run: list[Strip] = []
    for strip in strips:
        near = not run or run[-1].base - strip.base <= _LOOSE * max(strip.size, run[-1].size)
        if not near or not (_is_row(strip, ends) or _fits(strip, ends)):
            yield run
            run = []
        if _is_row(strip, ends) or _fits(strip, ends):
            run.append(strip)
    yield run


def _fits(strip: Strip, ends: Sequence[float]) -> bool:
    """Whether a line fits the columns: each piece ends where figures do, or left of all of them."""
    return all(
        _column(piece, ends) is not None or piece[-1].right < ends[0] - 4 * _SAME for piece in strip.pieces
    )


def _table(run: Sequence[Strip], ends: Sequence[float]) -> Iterator[Table]:
    """Make a table of a run: from its first line with several cells to the last line of its last row."""
    rows = [strip for strip in run if _is_row(strip, ends)]
    headed = any(_is_placed(strip, ends) and not _is_row(strip, ends) for strip in run)
    if len(rows) + headed < _FEWEST:
        return
    edges = _edges(run, ends)
    filled = [len(row_of([strip], edges).filled) for strip in run]
    first = next(number for number, count in enumerate(filled) if count > 1)
    last = max(number for number, strip in enumerate(run) if strip in rows)
    while last + 1 < len(run) and run[last].base - run[last + 1].base <= _PITCH * run[last].size:
        last += 1
    own = run[first : last + 1]
    if any(crossed(strip, edges, own) for strip in own):
        return
    groups = [row_of(group, edges) for group in split_rows(own, edges)]
    header = 0
    while header < len(groups) - 1 and _is_heading(groups[header]):
        header += 1
    yield Table(frame_of(own), edges, groups, header=header, listed=True)


def headed_table(strips: Sequence[Strip], model: Table) -> Table | None:
    """Find the table among some lines that has the same headings and columns as another, if any.

    This recognizes a few rows at the end of a page, or at the beginning of the next, by the headings
    that they share with the rest of their table.

    Args:
        strips: lines that are in no table, from the top down.
        model: a table without rules, with headings.
    """
    heading = model.rows[: model.header]
    bases = {part.base for row in heading for part in row.fragments}
    words = [words_of(row) for row in heading]
    for first in range(len(strips) - len(bases)):
        own = strips[first : first + len(bases)]
        if _words_in(own, model.edges) != words:
            continue
        run = list(own)
        for strip in strips[first + len(bases) :]:
            far = run[-1].base - strip.base > _LOOSE * max(strip.size, run[-1].size)
            if far or crossed(strip, model.edges) or strip.size > _LARGER * own[0].size:
                break
            run.append(strip)
        groups = [row_of(group, model.edges) for group in split_rows(run, model.edges)]
        if len(groups) > len(heading):
            return Table(frame_of(run), model.edges, groups, header=len(heading), listed=True)
    return None


def _words_in(strips: Sequence[Strip], edges: Sequence[float]) -> list[list[str]]:
    return [words_of(row_of(group, edges)) for group in split_rows(strips, edges)]


def _is_heading(row: Cells) -> bool:
    """Whether a row is a heading: it has words or years where the others have figures."""
    words = words_of(row)
    texts = [words[number] for number in row.filled if number]
    return len(texts) > 1 and all(_YEAR.fullmatch(text) or not _FIGURE.fullmatch(text) for text in texts)
