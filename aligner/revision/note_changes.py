"""Match footnotes by their text, not by their number.

A footnote inserted early renumbers all that follow, but should count as a change to one paragraph only.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from aligner.values import Change, ChangeKind, Document, Edit, EditTag, EditType, Revision, Segment, Span
from aligner.values.comparison import SLIGHT_CHANGES, SLIGHT_EDITS
from aligner.values.document import joined_spans

NotePairs = frozenset[tuple[str, str]]
"""Marks of the old draft and of the new one that refer to the same footnote.

Marks whose footnotes have no counterpart are absent; a mark that recurs in a draft, as `*` and numbers that
begin again on each page do, can be in several pairs.
"""


def notes_document(document: Document) -> Document:
    """Make a document of a document's footnotes: their texts become paragraphs, their marks labels."""
    texts = [note.text for note in document.footnotes]
    placed = list(zip(document.footnotes, joined_spans(texts), strict=True))
    return Document(
        document.language,
        "\n".join(texts),
        tuple(Segment(span, label=note.mark) for note, span in placed),
        version=document.version,
        doubtful=tuple(doubt.shifted(span.start) for note, span in placed for doubt in note.doubtful),
        recognised=document.recognised,
    )


def reported_notes(revision: Revision) -> tuple[Change, ...]:
    """Return the footnotes that were added, removed or reworded, not merely renumbered, moved or reformed."""
    return tuple(
        change
        for change in revision.footnote_changes
        if not change.old
        or not change.new
        or change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED)
        or any(edit.tag is not EditTag.EQUAL and edit.type not in SLIGHT_EDITS for edit in change.edits)
    )


def note_pairs(old: Document, new: Document, changes: Sequence[Change]) -> NotePairs:
    """Find the marks that refer to the same footnote, given the changes to the footnotes."""
    return frozenset(
        (old.footnotes[i].mark, new.footnotes[j].mark)
        for change in changes
        for i, j in zip(change.old, change.new, strict=False)
    )


def with_notes(change: Change, old: Document, new: Document, pairs: NotePairs) -> Change:
    """Add to a change the footnotes added to or removed from its paragraphs.

    A footnote that was only renumbered changes nothing here: its mark is not part of the text, and
    its new number is among the changes to the footnotes. So is all that is certain of those of a scan, whose
    small marks are easily lost or read as other signs.
    """
    if old.is_scan or new.is_scan:
        return change
    removed, added = marks_in(old, list(change.old)), marks_in(new, list(change.new))
    for mark in list(removed):
        match = next((other for other in added if (mark[0], other[0]) in pairs), None)
        if match is not None:
            removed.remove(mark)
            added.remove(match)
    for mark, other in zip(_without_note(removed, old), _without_note(added, new), strict=False):
        removed.remove(mark)
        added.remove(other)
    edits = list(change.edits)
    found = [_insert_edit(edits, at, EditTag.DELETE) for _, at in removed]
    found += [_insert_edit(edits, at, EditTag.INSERT) for _, at in added]
    if not any(found):
        return change
    kind = change.kind
    if kind in SLIGHT_CHANGES:
        kind = ChangeKind.EDITED
    elif kind is ChangeKind.MOVED:
        kind = ChangeKind.MOVED_EDITED
    return replace(change, kind=kind, edits=tuple(edits))


def marks_in(document: Document, indices: Collection[int]) -> list[tuple[str, int]]:
    """Return the footnote marks of some segments, with their offsets in the joined text."""
    spans = joined_spans(document.text_of(index) for index in indices)
    return [
        (mark.mark, span.start + mark.position - document.segments[index].span.start)
        for index, span in zip(indices, spans, strict=True)
        for mark in document.segments[index].marks
    ]


def _without_note(marks: Sequence[tuple[str, int]], document: Document) -> list[tuple[str, int]]:
    """Return the marks whose footnotes have no text, so that they can only be counted."""
    known = {note.mark for note in document.footnotes} if marks else ()
    return [mark for mark in marks if mark[0] not in known]


def _insert_edit(edits: list[Edit], at: int, tag: EditTag) -> bool:
    """Insert an empty edit at a mark, splitting an unchanged stretch; return whether this was needed.

    Inside a changed stretch it is not: the mark was added or removed along with the stretch. One
    that differs in form only is not split: the empty edit follows it.
    """
    for index, edit in enumerate(edits):
        span = edit.old if tag is EditTag.DELETE else edit.new
        if edit.type is EditType.FORM and span.start < at <= span.stop:
            ends = Span(edit.old.stop, edit.old.stop), Span(edit.new.stop, edit.new.stop)
            edits.insert(index + 1, Edit(tag, *ends, EditType.FOOTNOTE))
            return True
        if edit.tag is EditTag.EQUAL and span.start <= at <= span.stop:
            old, new = (side.start + at - span.start for side in (edit.old, edit.new))
            pieces = [
                replace(edit, old=Span(edit.old.start, old), new=Span(edit.new.start, new)),
                Edit(tag, Span(old, old), Span(new, new), EditType.FOOTNOTE),
                replace(edit, old=Span(old, edit.old.stop), new=Span(new, edit.new.stop)),
            ]
            edits[index : index + 1] = [p for p in pieces if p.tag is not EditTag.EQUAL or p.old]
            return True
    return False
