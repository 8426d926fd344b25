"""Reduce a comparison to a part of it, such as the columns and rows shown, for export."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from aligner.alignment.corrections import with_borders
from aligner.comparison.layout import laid_out
from aligner.values import Change, Comparison, Document, DocumentKey, Revision, Span
from aligner.view.page_model import View, ViewRow
from aligner.view.redline_runs import Mark

Places = Sequence[int]
"""How many segments, or footnotes, before each border are kept: the border's place afterwards."""


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
    kept = _kept(comparison, view, rows)
    places = {key: _places(kept[key], len(comparison.documents[key])) for key in kept}
    languages = {key.language for key in kept}
    part = replace(
        comparison,
        pivot=comparison.pivot if comparison.pivot in languages else view.columns[0].key.language,
        versions=tuple(v for v in comparison.versions if any(key.version == v for key in kept)),
        documents={key: _document(comparison.documents[key], kept[key]) for key in kept},
        alignments={
            (ours, theirs): with_borders(alignment, places[ours].__getitem__, places[theirs].__getitem__)
            for (ours, theirs), alignment in comparison.alignments.items()
            if ours in kept and theirs in kept
        },
        revisions={
            (old, new): _revision(
                revision,
                (places[old], places[new]),
                [_note_places(comparison.documents[key], kept[key]) for key in (old, new)],
            )
            for (old, new), revision in comparison.revisions.items()
            if old in kept and new in kept
        },
    )
    return laid_out(part)


def with_columns(view: View, rows: Iterable[ViewRow], columns: Sequence[int]) -> tuple[View, list[ViewRow]]:
    """Return a view and some of its rows, reduced to the columns with these indices.

    The view's own rows stay unchanged, since replacing thousands of them takes long.
    """
    shown = replace(view, columns=tuple(view.columns[number] for number in columns))
    return shown, [replace(row, cells=tuple(row.cells[number] for number in columns)) for row in rows]


def _kept(comparison: Comparison, view: View, rows: Iterable[ViewRow]) -> dict[DocumentKey, set[int]]:
    """Return the segments to keep: those of the rows, and the rest of the changes they are in."""
    shown = {key for column in view.columns for key in (column.key, column.base)}
    kept: dict[DocumentKey, set[int]] = {key: set() for key in comparison.documents if key in shown}
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
    return kept


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


def _places(kept: Collection[int], size: int) -> Places:
    return tuple(accumulate((index in kept for index in range(size)), initial=0))


def _document(document: Document, kept: Collection[int]) -> Document:
    """Return the document with only the segments kept and the footnotes marked in them."""
    notes = _notes(document, kept)
    return replace(
        document,
        segments=tuple(segment for index, segment in enumerate(document.segments) if index in kept),
        footnotes=tuple(note for number, note in enumerate(document.footnotes) if number in notes),
    )


def _notes(document: Document, kept: Collection[int]) -> set[int]:
    """Return the footnotes whose mark is in a segment that is kept."""
    marks = {mark for index in kept for mark in document.segments[index].footnotes}
    return {number for number, note in enumerate(document.footnotes) if note.mark in marks}


def _note_places(document: Document, kept: Collection[int]) -> Places:
    return _places(_notes(document, kept), len(document.footnotes))


def _revision(revision: Revision, segments: Sequence[Places], notes: Sequence[Places]) -> Revision:
    return replace(
        revision,
        changes=_changes(revision.changes, *segments),
        n_old=segments[0][-1],
        n_new=segments[1][-1],
        footnote_changes=_changes(revision.footnote_changes, *notes),
    )


def _changes(changes: Iterable[Change], old: Places, new: Places) -> tuple[Change, ...]:
    """Return the changes of which all is kept."""
    found = []
    for change in changes:
        before, after = (Span(at[s.start], at[s.stop]) for at, s in ((old, change.old), (new, change.new)))
        if len(before) == len(change.old) and len(after) == len(change.new) and (before or after):
            found.append(replace(change, old=before, new=after))
    return tuple(found)
