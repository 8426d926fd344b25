"""Build a `View` from a `Comparison`: the chosen columns, cells and badges; keep what is still right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from aligner.alignment.corrections import joins_alike
from aligner.comparison.layout import rows_with
from aligner.segmentation.citations import cite, listed
from aligner.values import Amendment, Change, Comparison, Document, DocumentKey, Row, Segment, Span
from aligner.view.amendment_list import (
    ShownAmendments,
    carried_badges,
    entries,
    has_been_followed,
    not_followed_here,
)
from aligner.view.column_text import Sheet
from aligner.view.decisions import decided_view
from aligner.view.finding_marks import mark_missing_edits
from aligner.view.line_plan import Line, Plan, SegmentRows, Track, departures, make_plan, rows_of
from aligner.view.page_model import (
    UNCERTAIN,
    Badge,
    BadgeKind,
    Block,
    Cell,
    Column,
    Doubt,
    Entry,
    View,
    ViewRow,
)
from aligner.view.row_filters import doubts_of

Choice = tuple[DocumentKey, DocumentKey | None]
"""A document to show, and the earlier draft to compare it with (None to show no amendments)."""


def choices(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the pairs (older, newer) of versions that some language compares, latest first."""
    rank = comparison.version_order
    pairs = {(old.version, new.version) for old, new in comparison.revisions}
    return tuple(sorted(pairs, key=lambda pair: (-rank.get(pair[1], 0), -rank.get(pair[0], 0))))


def default_columns(
    comparison: Comparison,
    *,
    languages: Sequence[str] | None = None,
    versions: tuple[str, str] | None = None,
) -> tuple[Choice, ...]:
    """Choose the newest draft of each language, compared with the draft before it.

    Args:
        comparison: the comparison to show.
        languages: languages in display order; by default, all.
        versions: an (older, newer) pair to show instead; a language without the newer draft
            shows its latest draft before that.
    """
    if not comparison.revisions and len(comparison.alignments) == 1:
        keys = next(iter(comparison.alignments))  # one language may be on both sides
        return tuple((key, None) for key in keys if languages is None or key.language in languages)
    found: list[Choice] = []
    for language in comparison.languages if languages is None else languages:
        present = [v for v in comparison.versions if DocumentKey(language, v) in comparison.documents]
        if versions is not None and versions[1] in comparison.versions:
            last = comparison.versions.index(versions[1])
            present = [v for v in present if comparison.versions.index(v) <= last] or present
        if not present:
            continue
        key = DocumentKey(language, present[-1])
        earlier = present[:-1] if versions is None else [versions[0]]
        bases = (DocumentKey(language, version) for version in reversed(earlier))
        found.append((key, next((base for base in bases if (base, key) in comparison.revisions), None)))
    return tuple(found)


def build(
    comparison: Comparison,
    columns: Sequence[Choice] | None = None,
    sheets: dict[Choice, Sheet] | None = None,
    earlier: Earlier | None = None,
) -> View:
    """Build the view of a comparison.

    Args:
        comparison: the document set, aligned and compared.
        columns: columns to show side by side; by default, those of `default_columns`.
        sheets: cache of the columns' texts, which is read and updated. Building them is most of the work.
        earlier: a comparison of the same set, and its view in the same columns built with the same
            `sheets`; rows that are still right are taken from it.
    """
    chosen = default_columns(comparison) if columns is None else columns
    built = {} if sheets is None else sheets
    for each in [each for each, sheet in built.items() if not _is_current(sheet.column, comparison)]:
        del built[each]
    built.update({each: Sheet(_column(comparison, *each)) for each in chosen if each not in built})
    shown = tuple(built[each].column for each in chosen)
    segment_rows = rows_of(comparison)
    tracks = tuple(Track(built[each], segment_rows, comparison.alignments) for each in chosen)
    plan = make_plan(comparison, tracks, segment_rows)
    kept = kept_rows(earlier, comparison, tracks, plan, segment_rows) if earlier else {}
    shown_amendments = ShownAmendments(comparison, tracks, plan, kept)
    remarks = carried_badges(tracks, shown_amendments)
    doubts = doubts_of(comparison, (key for key, _ in chosen))
    rows = tuple(
        renumbered(
            *(kept.get(number) or (_row(comparison, tracks, plan, number, line, remarks), None)),
            number=number + 1,
            source=line.source,
            doubts=() if line.source is None else doubts.get(line.source, ()),
        )
        for number, line in enumerate(plan.lines)
    )
    kept_entries = entries_of(earlier[1], kept) if earlier else {}
    made = entries(tracks, plan, rows, shown_amendments, kept)
    view = View(
        title=comparison.title or _title(shown),
        pivot=comparison.pivot,
        columns=shown,
        rows=rows,
        entries=tuple(entry for _, entry in sorted({**kept_entries, **made}.items())),
        followed=has_been_followed(comparison),
        unfollowed=not_followed_here(comparison, tracks),
        notes=comparison.notes,
        signature=comparison.signature,
    )
    marked = mark_missing_edits(view, comparison.amendments, {number + 1 for number in kept})
    return decided_view(marked, comparison)


def rescored(view: View, before: Comparison, after: Comparison) -> View | None:
    """Update the view of a comparison in which only link scores have changed, as when links are confirmed.

    Args:
        view: the view of the earlier comparison.
        before: the earlier comparison.
        after: the current comparison.

    Returns:
        The same view as `build`, much faster; None if anything else has changed.
    """
    same = (
        replace(before, alignments=after.alignments, rows=after.rows) == after
        and before.alignments.keys() == after.alignments.keys()
        and all(
            joins_alike(alignment, after.alignments[keys]) for keys, alignment in before.alignments.items()
        )
        and [row.cells for row in before.rows] == [row.cells for row in after.rows]
    )
    if not same:
        return None
    doubts = doubts_of(after, (column.key for column in view.columns))
    rows = (
        row
        if row.source is None
        else _with_score(row, after.rows[row.source].score, doubts.get(row.source, ()))
        for row in view.rows
    )
    return replace(view, rows=tuple(rows))


def _with_score(row: ViewRow, score: float, doubts: tuple[Doubt, ...]) -> ViewRow:
    """Return a row with a new score and the resulting badges; the same object if nothing is new."""
    if row.score == score:
        return renumbered(row, number=row.number, source=row.source, doubts=doubts)
    cells = [
        replace(cell, badges=tuple(badge for badge in cell.badges if badge.kind is not BadgeKind.UNCERTAIN))
        for cell in row.cells
    ]
    if score < UNCERTAIN:
        cells[1:] = map(_uncertain, cells[1:])
    return replace(row, cells=tuple(cells), score=score, doubts=doubts)


def _is_current(column: Column, comparison: Comparison) -> bool:
    """Whether a column's texts and changes are those of a comparison."""
    key, base = column.key, column.base
    documents, revisions = comparison.documents, comparison.revisions
    if documents.get(key) is not column.document:
        return False
    return base is None or (
        documents.get(base) is column.old and revisions.get((base, key)) is column.revision
    )


def _title(columns: Sequence[Column]) -> str:
    """Return a title for an untitled set: that of its first document, one from its text, or its file name."""
    names = (name for column in columns for name in (_own_title(column.document), column.document.source))
    return next((name for name in names if name), "")


def _own_title(document: Document) -> str:
    """Return the title that a document was given, or else its symbol and printed title."""
    if document.title not in ("", document.source):
        return document.title
    return document.printed_name


def _column(comparison: Comparison, key: DocumentKey, base: DocumentKey | None) -> Column:
    document = comparison.documents[key]
    if base is None:
        return Column(key, None, document)
    return Column(key, base, document, comparison.documents[base], comparison.revisions[base, key])


def _row(
    comparison: Comparison,
    tracks: Sequence[Track],
    plan: Plan,
    number: int,
    line: Line,
    remarks: Mapping[tuple[int, int], Sequence[Badge]],
) -> ViewRow:
    score = 1.0 if line.source is None else comparison.rows[line.source].score
    cells = [
        _cell(comparison, track, plan, column, line, remarks.get((number, column), ()))
        for column, track in enumerate(tracks)
    ]
    if score < UNCERTAIN:
        cells[1:] = map(_uncertain, cells[1:])
    blocks = [block for cell in cells for block in cell.blocks]
    place, old_place = next((block.cited for block in blocks if block.cited), ""), _old_place(blocks)
    return ViewRow(
        number=number + 1,
        source=line.source,
        cells=tuple(cells),
        place="" if place == old_place else place,  # one language still has what the first deleted
        old_place=old_place,
        score=score,
    )


def _old_place(blocks: Iterable[Block]) -> str:
    for block in blocks:
        if block.cited or block.old_cited:
            return block.old_cited
    return ""


def _uncertain(cell: Cell) -> Cell:
    """Return a cell with the badge for an uncertain link, if it has text."""
    return replace(cell, badges=(*cell.badges, Badge(BadgeKind.UNCERTAIN))) if cell.blocks else cell


def _cell(
    comparison: Comparison,
    track: Track,
    plan: Plan,
    column: int,
    line: Line,
    remarks: Sequence[Badge],
) -> Cell:
    """Return a column's cell on a line: its current paragraphs, and those deleted or moved away."""
    segments = Span(0, 0)
    departed = line.departed.get(column, [])
    if line.source is not None:
        cells = comparison.rows[line.source].cells
        segments = cells.get(track.column.key, segments)
        departed = [*departed, *departures(track, cells, line.source)]
    cell, changes = track.sheet.cell(segments, departed), track.sheet.changes(segments)
    badges: Sequence[Badge] = cell.badges
    if any(change.kind.is_move for change in (*changes, *departed)):
        badges = [badge for change in changes for badge in _badges_at_new_place(change, track, plan, column)]
        badges += [_badges_at_old_place(change, track, plan) for change in departed]
    elsewhere = _moved_counterparts(comparison, track, plan, segments) if track.moves else ()
    gap = not cell.blocks and line.source is not None
    if badges is cell.badges and not (elsewhere or remarks or gap):
        return cell
    return Cell(cell.blocks, (*badges, *elsewhere, *remarks), cell.changes, gap)


def _badges_at_new_place(change: Change, track: Track, plan: Plan, column: int) -> Sequence[Badge]:
    """Return the badges of a paragraph at its current place."""
    if not change.kind.is_move:
        return track.sheet.badges(change)
    row = plan.line_of_old_place(column, change.old.start)
    old_citation = listed(track.sheet.old_names, change.old)
    return (Badge(BadgeKind.MOVED_FROM, old_citation, None if row is None else row + 1),)


def _badges_at_old_place(change: Change, track: Track, plan: Plan) -> Badge:
    """Return the badge at a paragraph's old place."""
    if not change.new:
        return track.sheet.deleted_badge(change)
    line = plan.line_of(track.column.key, change.new.start)
    place = listed(track.sheet.names, change.new)
    return Badge(BadgeKind.MOVED_TO, place, None if line is None else line + 1)


def _moved_counterparts(comparison: Comparison, track: Track, plan: Plan, segments: Span) -> list[Badge]:
    """Return badges for out-of-order counterparts in another language, which beads cannot express."""
    return [
        _counterpart(comparison, plan, other, theirs)
        for mine, other, theirs in track.moves
        if any(index in segments for index in mine)
    ]


def _counterpart(comparison: Comparison, plan: Plan, key: DocumentKey, span: Span) -> Badge:
    line = plan.line_of(key, span.start)
    place = cite(comparison.documents[key], span)
    return Badge(BadgeKind.COUNTERPART_ELSEWHERE, place, None if line is None else line + 1, key.language)


# A row shows its paragraphs, their changes, and the amendments of these paragraphs. A correction, or a
# paragraph divided or written by hand, changes a few of them; only moves, and marks of missing edits, reach
# other rows.

Earlier = tuple[Comparison, View]
"""An earlier comparison of the same set, and its view in the same columns."""

Kept = tuple[ViewRow, tuple[Cell, ...]]
"""A row of an earlier view, and its cells, with the paragraphs where they are now."""

LINKED: Final = (BadgeKind.MOVED_FROM, BadgeKind.MOVED_TO, BadgeKind.COUNTERPART_ELSEWHERE)
"""Badges that name another row."""


def kept_rows(
    earlier: Earlier, comparison: Comparison, tracks: Sequence[Track], plan: Plan, segment_rows: SegmentRows
) -> dict[int, Kept]:
    """Return the rows of an earlier view that are still right apart from their numbers, by line."""
    before, _ = earlier
    if before.documents.keys() != comparison.documents.keys():
        return {}
    other = {key for key, each in comparison.documents.items() if each is not before.documents[key]}
    if any(track.column.base in other for track in tracks):
        return {}
    if any(before.documents[key].footnotes is not comparison.documents[key].footnotes for key in other):
        return {}
    stale = {segment_rows[key].get(at) for key, at in _stale(comparison, before)}
    stale |= {row for track in tracks for row in _moved_in(track)}
    by_id, by_source = _known(earlier, comparison)
    fewer = len(before.rows) - len(comparison.rows)
    redivided = [
        _Redivided(
            key,
            before.documents[key],
            comparison.documents[key],
            [(nth, track.sheet.names) for nth, track in enumerate(tracks) if track.column.key == key],
        )
        for key in other
    ]
    found = {}
    for number, line in enumerate(plan.lines):
        if line.source is None or line.departed or line.source in stale:
            continue
        now = comparison.rows[line.source]
        was = by_id.get(id(now)) or by_source.get(line.source + fewer)
        if was is None or was.source is None or _names_another_row(was):
            continue
        cells = _renewed(was, before.rows[was.source], now, redivided)
        if cells is not None:
            found[number] = was, cells
    return found


def _known(earlier: Earlier, comparison: Comparison) -> tuple[Mapping[int, ViewRow], Mapping[int, ViewRow]]:
    """Return the rows of a view that may stay: by their row's identity, and by its index."""
    before, view = earlier
    gone = set(rows_with(before.rows, _stale(before, comparison)))
    by_source = {row.source: row for row in view.rows if row.source is not None and row.source not in gone}
    return {id(before.rows[source]): row for source, row in by_source.items()}, by_source


@dataclass(frozen=True, slots=True)
class _Redivided:
    """A document that is divided otherwise, as it was and is, and its columns with their citations."""

    key: DocumentKey
    before: Document
    after: Document
    columns: Sequence[tuple[int, Sequence[str]]]

    def has_same(self, old: Span, new: Span) -> bool:
        """Whether some paragraphs are those that were at another place before."""
        before = self.before.segments[old.start : old.stop]
        after = self.after.segments[new.start : new.stop]
        return _paragraphs(self.before, before) == _paragraphs(self.after, after)


def _renewed(row: ViewRow, was: Row, now: Row, redivided: Collection[_Redivided]) -> tuple[Cell, ...] | None:
    """Return a row's cells, with the paragraphs where they are now in documents that are divided otherwise.

    A timeline keeps equal rows as the same objects, so that a row may be the same with other paragraphs.

    Returns:
        None if they are not the same paragraphs.
    """
    if was is not now:
        elsewhere = {each.key: now.cells[each.key] for each in redivided if each.key in now.cells}
        if was.score != now.score or {**was.cells, **elsewhere} != now.cells:
            return None
    cells: dict[int, Cell] = {}
    for each in redivided:
        old, new = was.cells.get(each.key, _NOTHING), now.cells.get(each.key, _NOTHING)
        if not each.has_same(old, new):
            return None
        for number, names in each.columns:
            cell = row.cells[number]
            blocks = cell.blocks
            for block, name in zip(blocks, names[new.start : new.stop], strict=False):
                if block.cited != name:
                    return None
            if old.start != new.start:
                moved = [replace(block, segment=index) for block, index in zip(blocks, new, strict=False)]
                moved += blocks[len(moved) :]
                cells[number] = Cell(tuple(moved), cell.badges, cell.changes, cell.gap)
    return tuple([cells.get(number, cell) for number, cell in enumerate(row.cells)]) if cells else row.cells


_NOTHING: Final = Span(0, 0)


def _paragraphs(document: Document, segments: Iterable[Segment]) -> list[tuple[object, ...]]:
    """Return what a row shows of some paragraphs, apart from their changes and citations."""
    return [
        (
            document.text[each.span.start : each.span.stop],
            *(each.kind, each.label, each.place, each.page, each.header),
            *((mark.mark, mark.position - each.span.start) for mark in each.marks),
            *((cell.start - each.span.start, len(cell)) for cell in each.cells),
        )
        for each in segments
    ]


def _names_another_row(row: ViewRow) -> bool:
    for cell in row.cells:
        for badge in cell.badges:
            if badge.kind in LINKED:
                return True
    return False


def _moved_in(track: Track) -> Iterator[int | None]:
    """Yield the rows of a column's moved paragraphs."""
    for change in track.sheet.moved:
        yield from (track.row_of.get(segment) for segment in change.new)
        yield from (track.row_of_old.get(segment) for segment in change.old)
    for mine, _, _ in track.moves:
        yield from (track.row_of.get(segment) for segment in mine)


def _stale(comparison: Comparison, other: Comparison) -> Iterator[tuple[DocumentKey, int]]:
    """Yield the paragraphs of the amendments and changes that another comparison does not have.

    What was not made anew has the same states, or the same edits.
    """
    states = {id(each.states) for each in other.amendments}
    for amendment in comparison.amendments:
        if id(amendment.states) not in states:
            yield from _places(comparison, amendment)
    for (old, new), revision in comparison.revisions.items():
        theirs = other.revisions.get((old, new))
        if theirs is not revision:
            edits = {id(change.edits) for change in theirs.changes} if theirs is not None else ()
            for change in revision.changes:
                if id(change.edits) not in edits:
                    yield from ((old, segment) for segment in change.old)
                    yield from ((new, segment) for segment in change.new)


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


def renumbered(
    row: ViewRow,
    cells: tuple[Cell, ...] | None = None,
    *,
    number: int,
    source: int | None,
    doubts: tuple[Doubt, ...],
) -> ViewRow:
    """Return a row under another number, with other doubts and cells; the same object if it has these."""
    cells = row.cells if cells is None else cells
    if cells is row.cells and (row.number, row.source, row.doubts) == (number, source, doubts):
        return row
    return ViewRow(number, source, cells, row.place, row.old_place, row.score, doubts)


def entries_of(view: View, kept: Mapping[int, Kept]) -> dict[int, Entry]:
    """Return the entries of rows that are kept, by line."""
    entry_of = {entry.row: entry for entry in view.entries}
    found = {line: entry_of.get(row.number) for line, (row, _) in kept.items()}
    return {
        line: entry if entry.row == line + 1 else replace(entry, row=line + 1)
        for line, entry in found.items()
        if entry is not None
    }
