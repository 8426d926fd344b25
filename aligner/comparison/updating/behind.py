"""Find the languages whose newest draft is older than the pivot's or lacks some of its amendments."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from aligner.values import Document, Message, NoteMark, Segment, joined_spans
from aligner.values.comparison import Amendment, Carried, Comparison, DocumentKey, Revision

_LACKING: Final = frozenset({Carried.NOT_CARRIED_OVER, Carried.PARTLY})


def languages_behind(comparison: Comparison) -> dict[str, DocumentKey]:
    """Return each language whose newest draft is older than the pivot's, with the key of that draft."""
    order = comparison.version_order
    newest = comparison.newest
    pivot = newest[comparison.pivot]
    return {language: key for language, key in newest.items() if order[key.version] < order[pivot.version]}


def to_carry_over(comparison: Comparison, language: str) -> tuple[Amendment, ...]:
    """Return the pivot's amendments made since a language's newest draft; none if it is not behind."""
    key = languages_behind(comparison).get(language)
    if key is None:
        return ()
    order = comparison.version_order
    return tuple(
        amendment
        for amendment in comparison.amendments
        if amendment.language == comparison.pivot and order[amendment.old_version] >= order[key.version]
    )


def notes_on_languages_behind(comparison: Comparison) -> tuple[Message, ...]:
    """Return a note for each language behind the pivot, with its newest draft and the amendments since."""
    found = (
        (language, key, len(to_carry_over(comparison, language)))
        for language, key in languages_behind(comparison).items()
    )
    return tuple(
        Message("amendments.language_stands_at", language=language, version=key.version, count=count)
        for language, key, count in found
        if count
    )


def lacking(comparison: Comparison, language: str) -> tuple[Amendment, ...]:
    """Return the amendments in the pivot's newest draft that a language's newest draft lacks."""
    newest = comparison.newest[comparison.pivot]
    return tuple(
        amendment
        for amendment in comparison.amendments
        if amendment.drafts[1] == newest and amendment.states.get(language) in _LACKING
    )


def reverted(old: Document, new: Document, revision: Revision, missing: Iterable[int]) -> Document:
    """Return the new draft with some of its changes reverted.

    A text that lacks only these changes is a translation of the result, and can be updated from it
    as from an older draft.

    Args:
        old: the old draft.
        new: the new draft.
        revision: the revision from one to the other.
        missing: indices of the changes to revert.

    Returns:
        A document with the segments of `new`, except that reverted changes have their segments of
        `old`, in their old position.
    """
    undone = set(missing)
    parts: list[tuple[Document, int]] = []
    for number in _order(revision, undone):
        change = revision.changes[number]
        if number in undone:
            parts += [(old, index) for index in change.old]
        else:
            parts += [(new, index) for index in change.new]
    texts = [document.text_of(index) for document, index in parts]
    new_marks = _new_marks(old, new, revision)
    segments = [
        _moved_to(span.start, document.segments[index], new_marks if document is old else {})
        for (document, index), span in zip(parts, joined_spans(texts), strict=True)
    ]
    return replace(new.with_text("\n".join(texts), segments), version=old.version)


def _moved_to(at: int, segment: Segment, new_marks: Mapping[str, str]) -> Segment:
    """Return a segment at another position in the text, with its footnote marks renamed."""
    by = at - segment.span.start
    marks = (NoteMark(new_marks.get(mark.mark, mark.mark), mark.position + by) for mark in segment.marks)
    cells = tuple(cell.shifted(by) for cell in segment.cells)
    return replace(segment, span=segment.span.shifted(by), marks=tuple(marks), cells=cells)


def _new_marks(old: Document, new: Document, revision: Revision) -> dict[str, str]:
    """Map each footnote mark of the old draft to the mark of the same footnote in the new one."""
    return {
        old.footnotes[change.old.start].mark: new.footnotes[change.new.start].mark
        for change in revision.footnote_changes
        if len(change.old) == len(change.new) == 1
    }


def _order(revision: Revision, undone: set[int]) -> list[int]:
    """Return the indices of the changes in document order, reverted moves and deletions in the old one."""
    changes = revision.changes
    back = {number for number in undone if changes[number].kind.is_move or not changes[number].new}
    placed = [number for number in range(len(changes)) if number not in back]
    for number in sorted(back, key=lambda n: changes[n].old.start):
        start = changes[number].old.start
        before = [place for place, other in enumerate(placed) if 0 < changes[other].old.stop <= start]
        placed.insert(max(before, default=-1) + 1, number)
    return placed
