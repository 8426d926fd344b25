"""From a `Comparison` to a `View`: the columns chosen, their cells, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aligner.alignment.corrections import joins_alike
from aligner.segmentation.citations import cite, listed
from aligner.values import Change, ChangeKind, Comparison, DocumentKey, Span
from aligner.values.errors import InputError
from aligner.view.amendment_list import (
    Standing,
    carried_badges,
    entries,
    has_been_followed,
    not_followed_here,
)
from aligner.view.column_text import Sheet
from aligner.view.line_plan import Line, Plan, Track, leavers, make_plan, rows_of
from aligner.view.page_model import UNCERTAIN, Badge, BadgeKind, Block, Cell, Column, View, ViewRow

Choice = tuple[DocumentKey, DocumentKey | None]
"""A document to show, and the earlier draft to compare it with (None: without amendments)."""


def choices(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """The pairs (older, newer) of versions that some language can be compared in, latest first."""
    rank = {version: number for number, version in enumerate(comparison.versions)}
    pairs = {(old.version, new.version) for old, new in comparison.revisions}
    return tuple(sorted(pairs, key=lambda pair: (-rank.get(pair[1], 0), -rank.get(pair[0], 0))))


def default_columns(
    comparison: Comparison,
    *,
    languages: Sequence[str] | None = None,
    versions: tuple[str, str] | None = None,
) -> tuple[Choice, ...]:
    """The newest draft of each language, against the draft before it.

    Args:
        comparison: what is to be shown.
        languages: which, in which order; all of them by default.
        versions: an (older, newer) pair to show instead; a language without the newer
            of them shows the latest it has up to there.
    """
    if not comparison.revisions and len(comparison.alignments) == 1:
        keys = next(iter(comparison.alignments))  # one language may stand on both sides
        return tuple((key, None) for key in keys if languages is None or key.language in languages)
    found: list[Choice] = []
    for language in comparison.languages if languages is None else languages:
        held = [v for v in comparison.versions if DocumentKey(language, v) in comparison.documents]
        if versions is not None and versions[1] in comparison.versions:
            last = comparison.versions.index(versions[1])
            held = [v for v in held if comparison.versions.index(v) <= last] or held
        if not held:
            continue
        key = DocumentKey(language, held[-1])
        earlier = held[:-1] if versions is None else [versions[0]]
        bases = (DocumentKey(language, version) for version in reversed(earlier))
        found.append((key, next((base for base in bases if (base, key) in comparison.revisions), None)))
    return tuple(found)


def build(
    comparison: Comparison, columns: Sequence[Choice] | None = None, sheets: dict[Choice, Sheet] | None = None
) -> View:
    """Work out what to show of a comparison.

    Args:
        comparison: the document set, aligned and compared.
        columns: what to show side by side; `default_columns` if not given.
        sheets: of columns built before, with the same documents and revisions; taken from
            there, and put there for the next time. Most of the work is in them.

    Raises:
        InputError: for a column that the comparison does not have.
    """
    chosen = default_columns(comparison) if columns is None else columns
    held = {} if sheets is None else sheets
    held.update({each: Sheet(_column(comparison, *each)) for each in chosen if each not in held})
    shown = tuple(held[each].column for each in chosen)
    homes = {key: rows_of(comparison, key) for key in comparison.documents}
    tracks = tuple(Track(held[each], homes) for each in chosen)
    plan = make_plan(comparison, tracks)
    standing = Standing(comparison, tracks, plan, homes)
    remarks = carried_badges(tracks, standing)
    rows = tuple(
        _row(comparison, tracks, plan, number, line, remarks) for number, line in enumerate(plan.lines)
    )
    return View(
        title=comparison.title or _title(shown),
        pivot=comparison.pivot,
        columns=shown,
        rows=rows,
        entries=entries(tracks, plan, rows, standing),
        followed=has_been_followed(comparison),
        unfollowed=not_followed_here(comparison, tracks),
        notes=comparison.notes,
        signature=comparison.signature,
    )


def rescored(view: View, before: Comparison, after: Comparison) -> View | None:
    """The view of a comparison that differs in the scores of its links alone, as confirming leaves it.

    Args:
        view: of the comparison before.
        before: what the view was built of.
        after: the comparison as it stands now.

    Returns:
        What `build` would make of it, in a moment; None where more has changed.
    """
    same = (
        before.amendments is after.amendments
        and before.documents is after.documents
        and before.revisions is after.revisions
        and (before.title, before.notes, before.signature) == (after.title, after.notes, after.signature)
        and before.alignments.keys() == after.alignments.keys()
        and all(joins_alike(held, after.alignments[keys]) for keys, held in before.alignments.items())
        and [row.cells for row in before.rows] == [row.cells for row in after.rows]
    )
    if not same:
        return None
    now = (row.score if row.source is None else after.rows[row.source].score for row in view.rows)
    rows = (
        row if row.score == score else _judged(row, score) for row, score in zip(view.rows, now, strict=True)
    )
    return replace(view, rows=tuple(rows))


def _judged(row: ViewRow, score: float) -> ViewRow:
    """A row with another score, and what that says of its link."""
    cells = []
    for column, cell in enumerate(row.cells):
        badges = [badge for badge in cell.badges if badge.kind is not BadgeKind.UNCERTAIN]
        if score < UNCERTAIN and column and cell.blocks:
            badges.append(Badge(BadgeKind.UNCERTAIN))
        cells.append(replace(cell, badges=tuple(badges)))
    return replace(row, cells=tuple(cells), score=score)


def _title(columns: Sequence[Column]) -> str:
    """What to call a set that nobody named: as its first document is called."""
    names = (name for column in columns for name in (column.document.title, column.document.source))
    return next((name for name in names if name), "")


def _column(comparison: Comparison, key: DocumentKey, base: DocumentKey | None) -> Column:
    if key not in comparison.documents:
        have = ", ".join(str(held) for held in comparison.documents)
        raise InputError(f"there is no document {key} to show; choose one of {have}")
    document = comparison.documents[key]
    if base is None:
        return Column(key, None, document)
    if (base, key) not in comparison.revisions:
        raise InputError(f"{key} has not been compared with {base}; choose another pair of versions")
    return Column(key, base, document, comparison.documents[base], comparison.revisions[base, key])


def _row(
    comparison: Comparison,
    tracks: Sequence[Track],
    plan: Plan,
    number: int,
    line: Line,
    remarks: dict[tuple[int, int], list[Badge]],
) -> ViewRow:
    score = 1.0 if line.source is None else comparison.rows[line.source].score
    cells = []
    for column, track in enumerate(tracks):
        cell = _cell(comparison, track, plan, column, line)
        badges = [*cell.badges, *remarks.get((number, column), ())]
        if score < UNCERTAIN and column and cell.blocks:
            badges.append(Badge(BadgeKind.UNCERTAIN))
        cells.append(replace(cell, badges=tuple(badges)))
    blocks = [block for cell in cells for block in cell.blocks]
    return ViewRow(
        number=number + 1,
        source=line.source,
        cells=tuple(cells),
        place=next((block.cited for block in blocks if block.cited), ""),
        old_place=_old_place(blocks),
        score=score,
    )


def _old_place(blocks: Iterable[Block]) -> str:
    for block in blocks:
        if block.cited or block.old_cited:
            return block.old_cited
    return ""


def _cell(comparison: Comparison, track: Track, plan: Plan, column: int, line: Line) -> Cell:
    """What one column has on one line: what stands here, and what left."""
    held = Span(0, 0)
    gone = line.left.get(column, [])
    if line.source is not None:
        cells = comparison.rows[line.source].cells
        held = cells.get(track.column.key, held)
        gone = [*gone, *leavers(track, cells, line.source)]
    changes = list({id(c): c for c in (track.sheet.change_of.get(i) for i in held) if c is not None}.values())
    badges = [badge for change in changes for badge in _badges(change, track, plan, column)]
    badges += [badge for change in gone for badge in _leaving(change, track, plan)]
    badges += _elsewhere(comparison, track, plan, held)
    blocks = [track.sheet.block(index) for index in held]
    for change in gone:
        blocks.extend(track.sheet.gone_blocks(change))
    return Cell(
        blocks=tuple(blocks),
        badges=tuple(badges),
        changes=(*(change.kind for change in changes), *(c.kind for c in gone if not c.new)),
        gap=not blocks and line.source is not None,
    )


def _badges(change: Change, track: Track, plan: Plan, column: int) -> list[Badge]:
    """What is said of a paragraph where it stands now."""
    was = listed(track.sheet.old_names, change.old)
    badges = []
    if change.kind.is_move:
        row = plan.line_of_left.get((column, change.old.start))
        badges.append(Badge(BadgeKind.MOVED_FROM, was, None if row is None else row + 1))
    simple = {
        ChangeKind.INSERTED: BadgeKind.INSERTED,
        ChangeKind.SPLIT: BadgeKind.SPLIT_FROM,
        ChangeKind.MERGED: BadgeKind.MERGED_FROM,
        ChangeKind.FORM_ONLY: BadgeKind.FORM_ONLY,
    }
    if change.kind in simple:
        badges.append(Badge(simple[change.kind], was))
    return badges


def _leaving(change: Change, track: Track, plan: Plan) -> list[Badge]:
    """What is said where a paragraph stood before."""
    if not change.new:
        return [Badge(BadgeKind.DELETED, listed(track.sheet.old_names, change.old))]
    line = plan.line_of(track, change.new.start)
    place = listed(track.sheet.names, change.new)
    return [Badge(BadgeKind.MOVED_TO, place, None if line is None else line + 1)]


def _elsewhere(comparison: Comparison, track: Track, plan: Plan, held: Span) -> list[Badge]:
    """Counterparts in another language that stand out of order, which no bead can say."""
    key = track.column.key
    badges = []
    for (source, target), alignment in comparison.alignments.items():
        for move in alignment.moves if key in (source, target) else ():
            mine, other, theirs = (
                (move.source, target, move.target) if key == source else (move.target, source, move.source)
            )
            if any(index in held for index in mine):
                badges.append(_counterpart(comparison, plan, other, theirs))
    return badges


def _counterpart(comparison: Comparison, plan: Plan, key: DocumentKey, span: Span) -> Badge:
    row = next((n for n, row in enumerate(comparison.rows) if span.start in row.cells.get(key, ())), None)
    line = None if row is None else plan.line_of_row.get(row)
    place = cite(comparison.documents[key], span)
    return Badge(BadgeKind.COUNTERPART_ELSEWHERE, place, None if line is None else line + 1, key.language)
