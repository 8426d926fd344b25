"""Find the footnotes that were reworded between two drafts, and whether other languages reworded theirs.

The text of a footnote is in no paragraph, so that amendments of paragraphs do not show its changes. A
footnote that was added or removed is different: its mark is an edit of its paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from aligner.comparison.drafts import Links, values_of
from aligner.comparison.edit_words import message_on_words
from aligner.languages import get
from aligner.revision.note_changes import notes_document, reported_notes
from aligner.values import (
    Carried,
    Change,
    Comparison,
    Document,
    DocumentKey,
    DocumentPair,
    EditType,
    Footnote,
    Message,
    Revision,
)
from aligner.values.quotation import bare, shorten

_SHOWN: Final = 60
_PASSAGE: Final = 8
"""Length from which added or removed words are more than a "see also", in English-equivalent characters."""
_FACTS: Final = frozenset({EditType.NUMBER, EditType.DATE, EditType.SYMBOL, EditType.REFERENCE})


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


@dataclass(frozen=True, slots=True)
class NoteEdits:
    """What a reworded footnote lost and gained.

    Attributes:
        before: the words it lost.
        after: the words it gained.
        types: what kinds of words they are.
        growth: how much longer it became, in English-equivalent characters.
        gone: the numbers it lost, including those of dates and symbols.
        come: the numbers it gained.
        symbols: the document symbols it gained, as printed, which are alike in all languages.
    """

    before: str
    after: str
    types: frozenset[EditType | None]
    growth: float
    gone: frozenset[str]
    come: frozenset[str]
    symbols: tuple[str, ...]

    @classmethod
    def of(cls, comparison: Comparison, note: RewordedNote) -> NoteEdits:
        """Collect the edits of a reworded footnote."""
        old, new = (notes_document(comparison.documents[key]) for key in note.drafts)
        before, after = old.joined(note.change.old), new.joined(note.change.new)
        edits = [edit for edit in note.change.edits if edit.amends(before, after)]
        lost, gained = values_of(before, old.language), values_of(after, new.language)
        return cls(
            before=" … ".join(filter(None, (bare(edit.old.of(before)) for edit in edits))),
            after=" … ".join(filter(None, (bare(edit.new.of(after)) for edit in edits))),
            types=frozenset(edit.type for edit in edits),
            growth=(len(after) - len(before)) / get(new.language).density,
            gone=lost - gained,
            come=gained - lost,
            symbols=tuple(bare(edit.new.of(after)) for edit in edits if edit.type is EditType.SYMBOL),
        )

    def message(self, mark: str) -> Message:
        """Return the message that quotes the edits, in the footnote with a mark."""
        words = message_on_words(shorten(self.before, _SHOWN), shorten(self.after, _SHOWN))
        return Message("amendments.in_note", mark=mark, words=words)

    def state(self, there: Footnote, language: str) -> Carried:
        """Judge whether another language's footnote, which was not reworded, lacks the edits.

        It may have had the new facts before. If no fact or name changed, and few words, as where a "see
        also" was added, the other language need not follow.
        """
        if self.types <= _FACTS and self._is_in(there.text, language):
            return Carried.CARRIED_OVER
        matters = self.types & (_FACTS | {EditType.NAME}) or abs(self.growth) >= _PASSAGE
        return Carried.NOT_CARRIED_OVER if matters else Carried.UNKNOWN

    def _is_in(self, text: str, language: str) -> bool:
        """Whether a text has the facts that were gained and none of those that were lost."""
        facts = values_of(text, language)
        has_all = self.come <= facts and all(symbol in text for symbol in self.symbols)
        return bool(self.come or self.symbols) and has_all and not self.gone & facts


@dataclass(frozen=True, slots=True)
class NoteAmendment:
    """A footnote reworded between two drafts of one language.

    Attributes:
        drafts: keys of the drafts.
        change: its change, among the `footnote_changes` of that revision.
        mark: its mark in the newer draft.
        paragraph: the first paragraph of the newer draft that has its mark.
        states: by the language that each is shown for, as in `Amendment.shown_states`, whether it was
            carried over, and the words in question unless it was.
    """

    drafts: DocumentPair
    change: Change
    mark: str
    paragraph: int
    states: Mapping[str, tuple[Carried, Message | None]]


def note_amendments(comparison: Comparison) -> tuple[NoteAmendment, ...]:
    """Return the reworded footnotes of every language, and whether other languages reworded theirs.

    Those of the pivot have a state for each other language with the same two drafts; those of another
    language have one only if the pivot lacks the rewording.
    """
    links = Links(comparison.alignments)
    found = []
    for drafts, revision in comparison.revisions.items():
        for number, change in _reworded(revision).items():
            note = _rewording(comparison, drafts, change, number)
            if note.paragraph is None:
                continue
            states = _states(comparison, note, number, links)
            found.append(NoteAmendment(drafts, change, note.note.mark, note.paragraph, dict(states)))
    return tuple(found)


def _states(
    comparison: Comparison, note: RewordedNote, number: int, links: Links
) -> Iterator[tuple[str, tuple[Carried, Message | None]]]:
    old, new = note.drafts
    of_pivot = new.language == comparison.pivot
    edits = NoteEdits.of(comparison, note)
    words = edits.message(note.note.mark)
    for other in comparison.languages if of_pivot else (comparison.pivot,):
        there = DocumentKey(other, old.version), DocumentKey(other, new.version)
        if other == new.language or there not in comparison.revisions:
            continue
        followed = _followed(comparison, note, number, there, links)
        state = Carried.UNKNOWN
        if followed is not None:
            also, same = followed
            state = Carried.CARRIED_OVER if also else edits.state(same, other)
        if of_pivot:
            yield other, (state, None if state is Carried.CARRIED_OVER else words)
        elif followed is not None and state is not Carried.CARRIED_OVER:
            yield new.language, (Carried.AMENDED_HERE_ONLY, words)


def reworded_only_in(comparison: Comparison, language: str, other: str) -> Iterator[RewordedNote]:
    """Yield the footnotes that one language reworded and the other, which has the same drafts, did not."""
    links = Links(comparison.alignments)
    for drafts, revision in comparison.revisions.items():
        old, new = drafts
        there = DocumentKey(other, old.version), DocumentKey(other, new.version)
        if new.language != language or there not in comparison.revisions:
            continue
        for number, change in _reworded(revision).items():
            note = _rewording(comparison, drafts, change, number)
            followed = _followed(comparison, note, number, there, links)
            if followed is not None and not followed[0]:
                yield replace(note, other=followed[1])


def _followed(
    comparison: Comparison, note: RewordedNote, number: int, there: DocumentPair, links: Links
) -> tuple[bool, Footnote] | None:
    """Return whether another language reworded a footnote, too, and that footnote; None if it is unclear.

    Footnotes correspond if their marks are in linked paragraphs, in the same order. Two languages may
    order their words, and hence the notes of a paragraph, differently: it counts as reworded if the
    other language reworded as many notes of the paragraph.
    """
    new = note.drafts[1]
    linked = links.reach(new, there[1], [] if note.paragraph is None else [note.paragraph])
    theirs = _notes(comparison.documents[there[1]], linked)
    ours = _notes(comparison.documents[new], links.reach(there[1], new, linked))
    if number not in ours or len(ours) != len(theirs):
        return None
    same = theirs[ours.index(number)]
    changes = _reworded(comparison.revisions[note.drafts])
    also = {index for change in reported_notes(comparison.revisions[there]) for index in change.new}
    reworded = same in also or len(also.intersection(theirs)) >= len(changes.keys() & set(ours))
    return reworded, comparison.documents[there[1]].footnotes[same]


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
