"""Ask for the footnotes that the pivot reworded, at the paragraphs that refer to them.

Their text is in no paragraph, so no edit of a paragraph shows that it changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aligner.comparison.updating.edits import quoted
from aligner.revision.note_changes import notes_document, reported_notes
from aligner.values import Ask, AskKind, Change, Document, Revision, UpdateAction, UpdatedParagraph


def with_note_tasks(
    paragraphs: Sequence[UpdatedParagraph], revision: Revision, pivot_old: Document, pivot_new: Document
) -> list[UpdatedParagraph]:
    """Add a task for each edit of a footnote to the first paragraph that refers to the footnote.

    Args:
        paragraphs: the paragraphs of the new draft.
        revision: the revision from the pivot's old draft to its new one.
        pivot_old: the pivot's old draft.
        pivot_new: its new draft.
    """
    before, after = notes_document(pivot_old), notes_document(pivot_new)
    done = list(paragraphs)
    for change in reported_notes(revision):
        tasks = tuple(_tasks(change, before, after))
        owner = _owner(change, done, pivot_new) if tasks else None
        if owner is not None:
            each = done[owner]
            is_kept = each.action in (UpdateAction.KEEP, UpdateAction.RENUMBER)
            action = UpdateAction.EDIT if is_kept else each.action
            done[owner] = replace(each, action=action, asks=(*each.asks, *tasks))
    return done


def _tasks(change: Change, before: Document, after: Document) -> Iterator[Ask]:
    """Yield the tasks for a reworded footnote; a new or removed one is an edit of its paragraph."""
    if not change.old or not change.new:
        return
    texts = before.joined(change.old), after.joined(change.new)
    for edit in change.edits:
        if edit.amends(*texts):
            yield Ask(AskKind.FOOTNOTE, quoted(*texts, edit))


def _owner(change: Change, paragraphs: Sequence[UpdatedParagraph], pivot_new: Document) -> int | None:
    """Return the index of the first paragraph that refers to a footnote in the pivot's new draft."""
    marks = {pivot_new.footnotes[number].mark for number in change.new}
    found = (
        place
        for place, each in enumerate(paragraphs)
        for index in each.pivot_new
        if marks.intersection(pivot_new.segments[index].footnotes)
    )
    return next(found, None)
