"""Reduce a comparison to a part of it, such as the columns and rows shown, for export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from aligner.comparison.layout import with_alignments
from aligner.values import Alignment, Bead, Change, Comparison, Document, DocumentKey, Move, Revision, Span
from aligner.view.page_model import View, ViewRow
from aligner.view.redline_runs import Mark

Kept = Mapping[DocumentKey, Mapping[int, int]]
"""For each document, the segments kept: old index → new index."""


def narrowed(comparison: Comparison, view: View, rows: Iterable[ViewRow]) -> Comparison:
    """Return the comparison limited to the documents of a view and some of its rows.

    Args:
        comparison: the comparison that the view was built from.
        view: the view whose columns name the documents to keep, with the drafts they are compared with.
        rows: rows of the view.

    Returns:
        The documents with only the paragraphs of these rows, and the links and changes between
        them; changes are kept whole. The pivot stays the same if it is shown; otherwise it is the
        first column's language.
    """
    keys = [key for column in view.columns for key in (column.key, column.base) if key is not None]
    kept = _kept(comparison, view, rows, set(keys))
    languages = {key.language for key in kept}
    part = replace(
        comparison,
        pivot=comparison.pivot if comparison.pivot in languages else view.columns[0].key.language,
        versions=tuple(v for v in comparison.versions if any(key.version == v for key in kept)),
        documents={key: _document(comparison.documents[key], kept[key]) for key in kept},
        revisions={
            pair: _revision(revision, comparison, pair, kept)
            for pair, revision in comparison.revisions.items()
            if pair[0] in kept and pair[1] in kept
        },
    )
    alignments = {
        pair: _alignment(alignment, kept[pair[0]], kept[pair[1]])
        for pair, alignment in comparison.alignments.items()
        if pair[0] in kept and pair[1] in kept
    }
    return with_alignments(part, alignments)


def with_columns(view: View, rows: Iterable[ViewRow], columns: Sequence[int]) -> tuple[View, list[ViewRow]]:
    """Return a view and some of its rows, reduced to the columns with these indices.

    The view's own rows stay unchanged, since replacing thousands of them takes long.
    """
    shown = replace(view, columns=tuple(view.columns[number] for number in columns))
    return shown, [replace(row, cells=tuple(row.cells[number] for number in columns)) for row in rows]


def _kept(comparison: Comparison, view: View, rows: Iterable[ViewRow], keys: set[DocumentKey]) -> Kept:
    """Return the segments to keep: those of the rows, and the rest of the changes they are in."""
    kept: dict[DocumentKey, set[int]] = {key: set() for key in keys}
    for row in rows:
        if row.source is not None:
            for key, span in comparison.rows[row.source].cells.items():
                if key in kept:
                    kept[key].update(span)
        for column, cell in zip(view.columns, row.cells, strict=True):
            gone = [block.segment for block in cell.blocks if block.mark is Mark.DELETED]
            if column.base is not None:
                kept[column.base].update(gone)
    _complete_changes(kept, comparison)
    return {
        key: {index: place for place, index in enumerate(sorted(kept[key]))}
        for key in comparison.documents
        if key in kept
    }


def _complete_changes(kept: dict[DocumentKey, set[int]], comparison: Comparison) -> None:
    """Add the rest of partly included changes, repeatedly, since a change may lead to another pair's."""
    pairs = [(old, new, each) for (old, new), each in comparison.revisions.items() if {old, new} <= set(kept)]
    size = -1
    while size != (size := sum(map(len, kept.values()))):
        for old, new, revision in pairs:
            for change in revision.changes:
                if kept[old].intersection(change.old) or kept[new].intersection(change.new):
                    kept[old].update(change.old)
                    kept[new].update(change.new)


def _document(document: Document, kept: Mapping[int, int]) -> Document:
    """Return the document with only the segments kept and the footnotes marked in them."""
    segments = tuple(document.segments[index] for index in kept)
    numbers = _notes(document, kept)
    return replace(document, segments=segments, footnotes=tuple(document.footnotes[n] for n in numbers))


def _notes(document: Document, kept: Mapping[int, int]) -> dict[int, int]:
    """Return the footnotes whose mark is in a segment that is kept: old index → new index."""
    marks = {mark for index in kept for mark in document.segments[index].footnotes}
    notes = [number for number, note in enumerate(document.footnotes) if note.mark in marks]
    return {number: place for place, number in enumerate(notes)}


def _revision(
    revision: Revision, comparison: Comparison, pair: tuple[DocumentKey, DocumentKey], kept: Kept
) -> Revision:
    old, new = kept[pair[0]], kept[pair[1]]
    notes = [_notes(comparison.documents[key], kept[key]) for key in pair]
    return replace(
        revision,
        changes=_changes(revision.changes, old, new),
        n_old=len(old),
        n_new=len(new),
        footnote_changes=_changes(revision.footnote_changes, *notes),
    )


def _changes(changes: Iterable[Change], old: Mapping[int, int], new: Mapping[int, int]) -> tuple[Change, ...]:
    found = []
    for change in changes:
        before, after = _span(change.old, old), _span(change.new, new)
        if len(before) == len(change.old) and len(after) == len(change.new) and (before or after):
            found.append(replace(change, old=before, new=after))
    return tuple(found)


def _alignment(alignment: Alignment, source: Mapping[int, int], target: Mapping[int, int]) -> Alignment:
    beads: list[Bead] = []
    for bead in alignment.beads:
        ours, theirs = _span(bead.source, source), _span(bead.target, target)
        if ours or theirs:
            beads.append(replace(bead, source=ours, target=theirs))
    moves = [
        Move(ours, theirs, move.score)
        for move in alignment.moves
        if (ours := _span(move.source, source)) and (theirs := _span(move.target, target))
    ]
    return replace(
        alignment,
        beads=_in_order(beads),
        n_source=len(source),
        n_target=len(target),
        moves=tuple(moves),
    )


def _in_order(beads: Iterable[Bead]) -> tuple[Bead, ...]:
    """Return the beads, with each empty side placed at the end of the previous bead."""
    found: list[Bead] = []
    i = j = 0
    for bead in beads:
        source = bead.source if bead.source else Span(i, i)
        target = bead.target if bead.target else Span(j, j)
        found.append(replace(bead, source=source, target=target))
        i, j = source.stop, target.stop
    return tuple(found)


def _span(span: Span, kept: Mapping[int, int]) -> Span:
    """Return the span of the segments kept, by their new indices; empty if none of them is kept."""
    places = [kept[index] for index in span if index in kept]
    return Span(places[0], places[-1] + 1) if places else Span(0, 0)
