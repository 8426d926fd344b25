"""Find the footnotes that one language reworded between two drafts and another did not.

The text of a footnote is in no paragraph, so that amendments of paragraphs do not show its changes. A
footnote that was added or removed is different: its mark is an edit of its paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aligner.comparison.drafts import Links
from aligner.revision.note_changes import reported_notes
from aligner.values import Change, Comparison, Document, DocumentKey, DocumentPair, Footnote, Revision


@dataclass(frozen=True, slots=True)
class RewordedNote:
    """A footnote that one language reworded and another did not.

    Attributes:
        drafts: keys of the drafts between which it was reworded.
        change: its change, among the `footnote_changes` of that revision.
        note: the footnote in the newer draft.
        paragraph: the first paragraph of the newer draft that has its mark, if any.
        other: the corresponding footnote in the other language; None if that has no such draft.
    """

    drafts: DocumentPair
    change: Change
    note: Footnote
    paragraph: int | None
    other: Footnote | None = None


def reworded_only_in(comparison: Comparison, language: str, other: str) -> Iterator[RewordedNote]:
    """Yield the footnotes that one language reworded and the other, which has the same drafts, did not.

    Footnotes correspond if their marks are in linked paragraphs, in the same order. Two languages may
    order their words, and hence the notes of a paragraph, differently: if the other reworded as many
    notes of the paragraph as this one, none is yielded.
    """
    links = Links(comparison.alignments)
    for drafts, revision in comparison.revisions.items():
        old, new = drafts
        there = DocumentKey(other, old.version), DocumentKey(other, new.version)
        if new.language != language or there not in comparison.revisions:
            continue
        changes = _reworded(revision)
        also = {number for change in reported_notes(comparison.revisions[there]) for number in change.new}
        for number, change in changes.items():
            found = _rewording(comparison, drafts, change, number)
            linked = links.reach(new, there[1], [] if found.paragraph is None else [found.paragraph])
            theirs = _notes(comparison.documents[there[1]], linked)
            ours = _notes(comparison.documents[new], links.reach(there[1], new, linked))
            if number not in ours or len(ours) != len(theirs):
                continue
            same = theirs[ours.index(number)]
            if same not in also and len(also.intersection(theirs)) < len(changes.keys() & set(ours)):
                counterpart = comparison.documents[there[1]].footnotes[same]
                yield RewordedNote(drafts, change, found.note, found.paragraph, counterpart)


def reworded_since(comparison: Comparison, here: DocumentKey) -> Iterator[RewordedNote]:
    """Yield the footnotes that the pivot reworded since the draft that another language is at."""
    order = comparison.version_order
    for drafts, revision in comparison.revisions.items():
        old, _ = drafts
        if old.language == comparison.pivot and order[old.version] >= order[here.version]:
            for number, change in _reworded(revision).items():
                yield _rewording(comparison, drafts, change, number)


def _reworded(revision: Revision) -> dict[int, Change]:
    """Return the changes of the footnotes that are in both drafts, by index in the new one."""
    found = (change for change in reported_notes(revision) if change.old and change.new)
    return {number: change for change in found for number in change.new}


def _rewording(comparison: Comparison, drafts: DocumentPair, change: Change, number: int) -> RewordedNote:
    document = comparison.documents[drafts[1]]
    note = document.footnotes[number]
    cited = (index for index, segment in enumerate(document.segments) if note.mark in segment.footnotes)
    return RewordedNote(drafts, change, note, next(cited, None))


def _notes(document: Document, segments: Sequence[int]) -> list[int]:
    """Return the footnotes whose marks are in some paragraphs; a mark of several notes is left out."""
    counts = Counter(note.mark for note in document.footnotes)
    by_mark = {note.mark: number for number, note in enumerate(document.footnotes) if counts[note.mark] == 1}
    marks = (mark for index in segments for mark in document.segments[index].footnotes)
    return [by_mark[mark] for mark in marks if mark in by_mark]
