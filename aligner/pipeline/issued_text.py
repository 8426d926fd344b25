"""Check that a file with tracked changes is based on the issued text.

With all changes rejected, its text should be the issued text; the differences are listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.pipeline.run import diff_documents
from aligner.pipeline.tracked_drafts import has_tracked_changes, open_tracked
from aligner.values.message import Message, about
from aligner.values.quotation import excerpt

if TYPE_CHECKING:
    from aligner.pipeline.run import Settings
    from aligner.values import ChangeKind, Document

_SHOWN: Final = 60  # characters of a paragraph quoted in a message
_LISTED: Final = 10  # differences listed; the others are counted


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A paragraph in which a file's original text differs from the issued text.

    Attributes:
        place: citation of the paragraph, or its position from 1.
        issued: the issued text, or empty if it lacks the paragraph.
        found: the file's text with its changes rejected, or empty if it lacks the paragraph.
        kind: the change that would turn the issued text into the file's text.
    """

    place: str
    issued: str
    found: str
    kind: ChangeKind

    def __str__(self) -> str:
        parts = [
            f"{name} “{excerpt(text, _SHOWN)}”"
            for name, text in (("issued", self.issued), ("here", self.found))
        ]
        shown = [part for part, text in zip(parts, (self.issued, self.found), strict=True) if text]
        return f"{self.place}: {', '.join(shown)}"


def differences_from_issued(original: Document, issued: Document) -> tuple[Mismatch, ...]:
    """List where a file's text with all changes rejected differs from the issued text.

    Paragraph numbers and differences of form (spaces, width, quotation marks) are ignored.

    Args:
        original: the file with its changes rejected (`Tracked.old`).
        issued: the text that the file should be based on.
    """
    pair = diff_documents(issued, original)
    found = []
    for change in pair.revision.changes:
        if not change.is_amendment:
            continue
        side, span = (issued, change.old) if change.old else (original, change.new)
        segment = side.segments[span.start]
        found.append(
            Mismatch(
                segment.place or segment.label or str(span.start + 1),
                issued.joined(change.old),
                original.joined(change.new),
                change.kind,
            )
        )
    return tuple(found)


def check_base(
    path: Path, issued: Document, revised: Path, settings: Settings, language: str | None = None
) -> None:
    """Report through `settings.notice` where a tracked file is not based on the issued text.

    Args:
        path: the file of the issued text; if it has tracked changes itself, it is a draft like any
            other, and nothing is reported.
        issued: its text.
        revised: the tracked file.
        settings: how to read it.
        language: its language; that of the issued text if not given.
    """
    if settings.notice is None or not has_tracked_changes(revised) or has_tracked_changes(path):
        return
    tracked = open_tracked(revised, settings, language=language or issued.language)
    wrong = differences_from_issued(tracked.old, issued)
    name = revised.name
    if not wrong:
        settings.notice(about(name, Message("tracked.made_on", source=issued.source)))
    for mismatch in wrong[:_LISTED]:
        where = Message("tracked.not_made_on", source=issued.source, mismatch=str(mismatch))
        settings.notice(about(name, where))
    if len(wrong) > _LISTED:
        more = Message("tracked.not_made_on_more", source=issued.source, count=len(wrong) - _LISTED)
        settings.notice(about(name, more))
