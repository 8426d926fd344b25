"""Build a `View` from a `Comparison`: the chosen columns, rows, cells and badges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from aligner.alignment.corrections import joins_alike
from aligner.segmentation.citations import cite, listed
from aligner.values import Change, Comparison, DocumentKey, Span
from aligner.values.comparison import rows_of
from aligner.view.amendment_list import (
    Remarks,
    carried_badges,
    entries,
    has_been_followed,
    not_followed_here,
    shown_amendments,
)
from aligner.view.column_text import Sheet
from aligner.view.decisions import decided_view
from aligner.view.finding_marks import mark_missing_edits
from aligner.view.line_plan import Line, Plan, Track, departures, make_plan
from aligner.view.page_model import (
    UNCERTAIN,
    Badge,
    BadgeKind,
    Cell,
    Column,
    Doubt,
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
) -> View:
    """Build the view of a comparison.

    Args:
        comparison: the document set, aligned and compared.
        columns: columns to show side by side; by default, those of `default_columns`.
        sheets: cache of the columns' texts, which is read and updated. Building them is most of the work.
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
    amendments = shown_amendments(plan)
    remarks = carried_badges(plan, amendments)
    doubts = doubts_of(comparison, (key for key, _ in chosen))
    rows = tuple(_row(plan, number, remarks, doubts) for number in range(len(plan.lines)))
    view = View(
        title=comparison.title or _title(shown),
        pivot=comparison.pivot,
        columns=shown,
        rows=rows,
        entries=entries(plan, rows, amendments),
        followed=has_been_followed(comparison),
        unfollowed=not_followed_here(plan),
        notes=comparison.notes,
        signature=comparison.signature,
    )
    return decided_view(mark_missing_edits(view, comparison.amendments), comparison)


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
        return row if row.doubts == doubts else replace(row, doubts=doubts)
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
    documents = (column.document for column in columns)
    names = (
        name
        for each in documents
        for name in (each.title if each.title != each.source else "", each.printed_name, each.source)
    )
    return next(filter(None, names), "")


def _column(comparison: Comparison, key: DocumentKey, base: DocumentKey | None) -> Column:
    document = comparison.documents[key]
    if base is None:
        return Column(key, None, document)
    return Column(key, base, document, comparison.documents[base], comparison.revisions[base, key])


def _row(plan: Plan, number: int, remarks: Remarks, doubts: Mapping[int, tuple[Doubt, ...]]) -> ViewRow:
    line = plan.lines[number]
    score = 1.0 if line.source is None else plan.comparison.rows[line.source].score
    cells = [
        _cell(plan, column, line, remarks.get((number, column), ())) for column in range(len(plan.tracks))
    ]
    if score < UNCERTAIN:
        cells[1:] = map(_uncertain, cells[1:])
    blocks = [block for cell in cells for block in cell.blocks]
    place = next((block.cited for block in blocks if block.cited), "")
    old_place = next((block.old_cited for block in blocks if block.cited or block.old_cited), "")
    return ViewRow(
        number=number + 1,
        source=line.source,
        cells=tuple(cells),
        place="" if place == old_place else place,  # one language still has what the first deleted
        old_place=old_place,
        score=score,
        doubts=() if line.source is None else doubts.get(line.source, ()),
    )


def _uncertain(cell: Cell) -> Cell:
    """Return a cell with the badge for an uncertain link, if it has text."""
    return replace(cell, badges=(*cell.badges, Badge(BadgeKind.UNCERTAIN))) if cell.blocks else cell


def _cell(plan: Plan, column: int, line: Line, remarks: Sequence[Badge]) -> Cell:
    """Return a column's cell on a line: its current paragraphs, and those deleted or moved away."""
    track, segments = plan.tracks[column], Span(0, 0)
    departed = line.departed.get(column, [])
    if line.source is not None:
        cells = plan.comparison.rows[line.source].cells
        segments = cells.get(track.column.key, segments)
        departed = [*departed, *departures(track, cells, line.source)]
    cell = track.sheet.cell(segments, departed)
    badges: Sequence[Badge] = cell.badges
    changes = track.sheet.changes(segments) if track.sheet.moved else ()
    if any(change.kind.is_move for change in (*changes, *departed)):
        badges = [badge for change in changes for badge in _badges_at_new_place(change, track, plan, column)]
        badges += [badge for change in departed for badge in _badges_at_old_place(change, track, plan)]
    elsewhere = list(_moved_counterparts(track, plan, segments))
    gap = not cell.blocks and line.source is not None
    if badges is cell.badges and not (elsewhere or remarks or gap):
        return cell
    return Cell(cell.blocks, (*badges, *elsewhere, *remarks), cell.changes, gap)


def _badges_at_new_place(change: Change, track: Track, plan: Plan, column: int) -> Sequence[Badge]:
    """Return the badges of a paragraph at its current place."""
    if not change.kind.is_move:
        return track.sheet.badges(change)
    line = plan.line_of_old_place(column, change.old.start)
    return (_leading_to(line, BadgeKind.MOVED_FROM, listed(track.sheet.old_names, change.old)),)


def _badges_at_old_place(change: Change, track: Track, plan: Plan) -> Sequence[Badge]:
    """Return the badges at a paragraph's old place."""
    if not change.new:
        return track.sheet.badges(change)
    line = plan.line_of(track.column.key, change.new.start)
    return (_leading_to(line, BadgeKind.MOVED_TO, listed(track.sheet.names, change.new)),)


def _moved_counterparts(track: Track, plan: Plan, segments: Span) -> Iterator[Badge]:
    """Yield badges for out-of-order counterparts in another language, which beads cannot express."""
    for mine, key, theirs in track.moves:
        if any(index in segments for index in mine):
            line = plan.line_of(key, theirs.start)
            place = cite(plan.comparison.documents[key], theirs)
            yield _leading_to(line, BadgeKind.COUNTERPART_ELSEWHERE, place, key.language)


def _leading_to(line: int | None, kind: BadgeKind, place: str, language: str = "") -> Badge:
    """Return a badge that leads to the row on a line, if there is one."""
    return Badge(kind, place, None if line is None else line + 1, language)
