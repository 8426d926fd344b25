"""The layout of a page: its lines, and the line of every paragraph in every column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aligner.comparison.page_rows import counterpart
from aligner.values import Alignments, Change, Comparison, DocumentKey, Span

if TYPE_CHECKING:
    from aligner.view.column_text import Sheet

_TOP: Final = -1

SegmentRows = Mapping[DocumentKey, Mapping[int, int]]
"""For each document, the index of the row that contains each of its segments."""


class Track:
    """A column, with the rows of its segments in the draft shown and in the older one.

    `moves` has the passages whose counterpart in another document is out of order, each with that
    document and the counterpart.
    """

    def __init__(self, sheet: Sheet, segment_rows: SegmentRows, alignments: Alignments) -> None:
        self.sheet = sheet
        self.column = sheet.column
        self.row_of = segment_rows[self.column.key]
        self.row_of_old = segment_rows[self.column.base] if self.column.base else {}
        self.moves = list(_moves(self.column.key, alignments))


def _moves(key: DocumentKey, alignments: Alignments) -> Iterator[tuple[Span, DocumentKey, Span]]:
    for (source, target), alignment in alignments.items():
        for move in alignment.moves if key in (source, target) else ():
            yield (
                (move.source, target, move.target) if key == source else (move.target, source, move.source)
            )


@dataclass(slots=True)
class Line:
    """A planned line: a row of the comparison, or the old place of a moved or deleted paragraph.

    `departed` has, by column index, the changes whose old place is here and in no row of the
    comparison.
    """

    source: int | None
    departed: dict[int, list[Change]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines in order, and the line of each row, of each old place and of each segment."""

    comparison: Comparison
    lines: tuple[Line, ...]
    segment_rows: SegmentRows
    line_of_row: Mapping[int, int]
    line_of_departed: Mapping[tuple[int, int], int]  # (column, first old segment) → line
    tracks: Sequence[Track]

    def line_of(self, key: DocumentKey, segment: int) -> int | None:
        """Return the line of a segment of a document; None if the columns do not show it."""
        row = self.segment_rows[key].get(segment)
        return None if row is None else self.line_of_row.get(row)

    def line_of_old_place(self, column: int, segment: int) -> int | None:
        """Return the line of a segment of the older draft of a column; None if it is on none."""
        line = self.line_of_departed.get((column, segment))
        row = self.tracks[column].row_of_old.get(segment) if line is None else None
        return line if row is None else self.line_of_row.get(row)


def make_plan(comparison: Comparison, tracks: Sequence[Track], segment_rows: SegmentRows) -> Plan:
    """Lay out the rows of the columns, and insert the old places of paragraphs."""
    extra: dict[int, list[Line]] = {}
    kept: dict[int, dict[int, list[Change]]] = {}
    filled = {row for track in tracks for row in track.row_of.values()}
    for number, track in enumerate(tracks):
        for change in _unplaced(track):
            keeper = _row_that_keeps(change, track, comparison, segment_rows)
            if keeper is not None and keeper in filled:
                kept.setdefault(keeper, {}).setdefault(number, []).append(change)
            else:
                _insert(extra.setdefault(_row_before(track, change), []), number, change, tracks)
    lines: list[Line] = list(extra.get(_TOP, ()))
    for source, row in enumerate(comparison.rows):
        if source in filled or any(departures(track, row.cells, source) for track in tracks):
            lines.append(Line(source, kept.get(source, {})))
        lines.extend(extra.get(source, ()))
    line_of_row = {line.source: number for number, line in enumerate(lines) if line.source is not None}
    line_of_departed: dict[tuple[int, int], int] = {}
    for number, line in enumerate(lines):
        for column, changes in line.departed.items():
            line_of_departed.update({(column, change.old.start): number for change in changes})
    return Plan(comparison, tuple(lines), segment_rows, line_of_row, line_of_departed, tracks)


def departures(track: Track, cells: Mapping[DocumentKey, Span], row: int) -> list[Change]:
    """Return the changes that deleted text from this row or moved it to another."""
    if track.column.base is None:
        return []
    before = cells.get(track.column.base)
    leaving = track.sheet.leaving(before) if before else ()
    return [change for change in leaving if _leaves(track, change, row)]


def _leaves(track: Track, change: Change, row: int) -> bool:
    """Whether a deletion or move, of text that was in this row, leaves nothing of it there."""
    return all(track.row_of.get(segment) != row for segment in change.new)


def _unplaced(track: Track) -> list[Change]:
    """Return the changes whose old place is in no row of the comparison."""
    places = ((change, track.row_of_old.get(change.old.start)) for change in track.sheet.departing)
    return [change for change, row in places if row is None or not _leaves(track, change, row)]


def _row_before(track: Track, change: Change) -> int:
    """Return the row before the old place of a change: the current row of its old neighbour."""
    for segment in range(change.old.start - 1, -1, -1):
        neighbour = track.sheet.change_of_old[segment]
        if neighbour.kind.is_move:
            continue
        if neighbour.new and neighbour.new.stop - 1 in track.row_of:
            return track.row_of[neighbour.new.stop - 1]
        if not neighbour.new and segment in track.row_of_old:
            return track.row_of_old[segment]
    return _TOP


def _row_that_keeps(
    change: Change, track: Track, comparison: Comparison, segment_rows: SegmentRows
) -> int | None:
    """Return the row of a language that still has a moved passage at its old place, if this one has none."""
    base = track.column.base
    aligned = comparison.alignments.items() if change.new else ()
    for (source, target), alignment in aligned:
        if base not in (source, target):
            continue
        side, other = ("source", target) if source == base else ("target", source)
        for there in counterpart(alignment.beads, side, change.old):
            row = segment_rows[other].get(there.start)
            if row is not None and not comparison.rows[row].cells.keys() & {base, track.column.key}:
                return row
    return None


def _insert(lines: list[Line], column: int, change: Change, tracks: Sequence[Track]) -> None:
    """Insert an old place, on the same line as those of other languages with the same new row."""
    for line in lines if change.new else ():
        for other, changes in line.departed.items():
            if other != column and any(
                _target(tracks[other], c) == _target(tracks[column], change) for c in changes
            ):
                line.departed.setdefault(column, []).append(change)
                return
    lines.append(Line(None, {column: [change]}))


def _target(track: Track, change: Change) -> int | None:
    return track.row_of.get(change.new.start) if change.new else None
