"""Find references that renumbering made stale: "paragraph 5 above" now means another paragraph.

The sentence itself did not change, so no diff shows the error.
"""

from __future__ import annotations

from dataclasses import dataclass

from aligner.languages.paragraph_references import internal_reference
from aligner.values import Document, Revision, Span


@dataclass(frozen=True, slots=True)
class StaleReference:
    """A reference that is unchanged although the paragraph it meant now has another number.

    Attributes:
        segment: the paragraph of the new draft that contains it.
        span: the position of its number, in code points of that paragraph.
        says: the number that the text refers to.
        should_say: the current number of its paragraph, or None if that was deleted.
    """

    segment: int
    span: Span
    says: str
    should_say: str | None


def stale_references(revision: Revision, old: Document, new: Document) -> tuple[StaleReference, ...]:
    """Return the references in the new draft that still use a number of the old one.

    A reference whose number was changed is assumed to be correct.
    """
    now = _numbers(revision, old, new)
    pattern = internal_reference(new.language)
    found = []
    for change in revision.changes:
        if not change.old or len(change.new) != 1:
            continue
        text = new.text_of(change.new.start)
        before = old.joined(change.old)
        kept = [edit.new for edit in change.edits if not edit.amends(before, text)]
        for match in pattern.finditer(text):
            span = Span(*match.span("n"))
            says = match["n"]
            whole = any(map(span.within, kept))
            if whole and says in now and now[says] != says:
                found.append(StaleReference(change.new.start, span, says, now[says]))
    return tuple(sorted(found, key=lambda each: (each.segment, each.span)))


def _numbers(revision: Revision, old: Document, new: Document) -> dict[str, str | None]:
    """Map the old number of each paragraph to its new one, if no other paragraph had the old number."""
    now: dict[str, str | None] = {}
    seen: set[str] = set()
    for change in revision.changes:
        label = old.segments[change.old.start].label if change.old else None
        if label is None:
            continue
        now[label] = new.segments[change.new.start].label if change.new else None
        if label in seen:
            del now[label]
        seen.add(label)
    return now
