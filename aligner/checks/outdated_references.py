"""References outdated by renumbering: "paragraph 5 above" for what is now paragraph 6.

Find references that renumbering made stale: "paragraph 5 above" now means another paragraph.

The sentence itself did not change, so no diff shows the error.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aligner.checks.material import Check, Material, Side, finding
from aligner.languages.citing import internal_reference
from aligner.values import Document, Finding, Message, Revision, Severity, Span, joined_spans


def _run(material: Material) -> Iterator[Finding]:
    comparison = material.comparison
    newest = set(material.newest.values())
    for (old, new), revision in comparison.revisions.items():
        if new not in newest:
            continue
        document = comparison.documents[new]
        for stale in stale_references(revision, comparison.documents[old], document):
            row = material.row_of(new, stale.segment)
            if row is None:
                continue
            side = Side(new, document, Span(stale.segment, stale.segment + 1))
            says, now = stale.says, stale.should_say or ""
            message = Message("references.renumbered", says=says, now=now)
            if not now:
                message = Message("references.deleted", says=says)
            yield finding(
                CHECK, Severity.WARNING, row, side, message, span=stale.span, expected=now, found=says
            )


CHECK: Final = Check("references", Severity.WARNING, _run)


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
        before, after = old.joined(change.old), new.joined(change.new)
        kept = [edit.new for edit in change.edits if not edit.amends(before, after)]
        texts = [new.text_of(index) for index in change.new]
        for index, text, place in zip(change.new, texts, joined_spans(texts), strict=True):
            for match in pattern.finditer(text):
                span, says = Span(*match.span("n")), match["n"]
                whole = any(map(span.shifted(place.start).within, kept))
                if whole and says in now and now[says] != says:
                    found.append(StaleReference(index, span, says, now[says]))
    return tuple(sorted(found, key=lambda stale_reference: (stale_reference.segment, stale_reference.span)))


def _numbers(revision: Revision, old: Document, new: Document) -> dict[str, str | None]:
    """Map the old number of each paragraph to its new one, if no other paragraph had the old number."""
    now: dict[str, list[str | None]] = defaultdict(list)
    for change in revision.changes:
        label = old.segments[change.old.start].label if change.old else None
        if label is not None:
            now[label].append(new.segments[change.new.start].label if change.new else None)
    return {label: numbers[0] for label, numbers in now.items() if len(numbers) == 1}
