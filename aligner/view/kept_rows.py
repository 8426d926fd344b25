"""The rows of an earlier view that are still right after links were corrected.

A row shows its paragraphs, their changes, and the amendments of these paragraphs. A correction
changes a few of them; only moves, and marks of missing edits, reach other rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from aligner.values import Amendment, Comparison, DocumentKey
from aligner.view.page_model import BadgeKind, Doubt, Entry, View, ViewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligner.view.line_plan import Plan, SegmentRows, Track

Earlier = tuple[Comparison, View]
"""A comparison of the same texts with other links, and its view in the same columns."""

LINKED: Final = (BadgeKind.MOVED_FROM, BadgeKind.MOVED_TO, BadgeKind.COUNTERPART_ELSEWHERE)
"""Badges that name another row."""


def kept_rows(
    earlier: Earlier, comparison: Comparison, tracks: Sequence[Track], plan: Plan, segment_rows: SegmentRows
) -> dict[int, ViewRow]:
    """Return the rows of an earlier view that are still right apart from their numbers, by line."""
    before, view = earlier
    if before.documents is not comparison.documents or before.revisions is not comparison.revisions:
        return {}
    if len(before.amendments) != len(comparison.amendments):
        return {}
    stale = set(_stale(before, comparison, tracks, segment_rows))
    known = {id(before.rows[row.source]): row for row in view.rows if row.source is not None}
    found = {}
    for number, line in enumerate(plan.lines):
        if line.source is None or line.departed or line.source in stale:
            continue
        row = known.get(id(comparison.rows[line.source]))
        if row is not None and not _names_another_row(row):
            found[number] = row
    return found


def _names_another_row(row: ViewRow) -> bool:
    return any(badge.kind in LINKED for cell in row.cells for badge in cell.badges)


def _stale(
    before: Comparison, comparison: Comparison, tracks: Sequence[Track], segment_rows: SegmentRows
) -> Iterator[int | None]:
    """Yield the rows whose amendments have changed, or whose paragraphs moved."""
    for old, new in zip(before.amendments, comparison.amendments, strict=True):
        if old is not new:
            for key, segment in (*_places(comparison, old), *_places(comparison, new)):
                yield segment_rows[key].get(segment)
    for track in tracks:
        for change in track.sheet.moved:
            yield from (track.row_of.get(segment) for segment in change.new)
            yield from (track.row_of_old.get(segment) for segment in change.old)
        for mine, _, _ in track.moves:
            yield from (track.row_of.get(segment) for segment in mine)


def _places(comparison: Comparison, amendment: Amendment) -> Iterator[tuple[DocumentKey, int]]:
    """Yield the paragraphs of an amendment, and those that lack its edits."""
    old, new = amendment.drafts
    change = comparison.revisions[amendment.drafts].changes[amendment.change]
    yield from ((old, segment) for segment in change.old)
    yield from ((new, segment) for segment in change.new)
    for language, edits in amendment.missing.items():
        key = DocumentKey(language, amendment.new_version)
        document = comparison.documents.get(key)
        for edit in edits if document is not None else ():
            if edit.where is not None and document is not None:
                for at in (edit.where.start, edit.where.stop):
                    segment = bisect_right(document.segments, at, key=attrgetter("span.start")) - 1
                    yield key, max(0, segment)


def renumbered(row: ViewRow, number: int, source: int | None, doubts: tuple[Doubt, ...]) -> ViewRow:
    """Return a row under another number and with other doubts; the same object if it has these."""
    if (row.number, row.source, row.doubts) == (number, source, doubts):
        return row
    return replace(row, number=number, source=source, doubts=doubts)


def entries_of(view: View, kept: Mapping[int, ViewRow]) -> dict[int, Entry]:
    """Return the entries of rows that are kept, by line."""
    entry_of = {entry.row: entry for entry in view.entries}
    found = {line: entry_of.get(row.number) for line, row in kept.items()}
    return {
        line: entry if entry.row == line + 1 else replace(entry, row=line + 1)
        for line, entry in found.items()
        if entry is not None
    }
