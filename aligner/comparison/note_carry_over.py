"""Find the footnotes that were reworded between two drafts, and whether other languages reworded theirs.

The text of a footnote is in no paragraph, so that amendments of paragraphs do not show its changes. A
footnote that was added or removed is different: its mark is an edit of its paragraph.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from aligner.comparison.drafts import Links, message_on_words, values_of
from aligner.languages import get
from aligner.revision.note_changes import reported_notes
from aligner.values import Document, Footnote, Message, Span, bare, shorten
from aligner.values.comparison import Carried, Change, Comparison, DocumentKey, DocumentPair, EditType

_SHOWN: Final = 60
_PASSAGE: Final = 8
"""Length from which added or removed words are more than a "see also", in English-equivalent characters."""
_FACTS: Final = frozenset({EditType.NUMBER, EditType.DATE, EditType.SYMBOL, EditType.REFERENCE})

States = Mapping[str, tuple[Carried, Message | None]]
"""By the language that each is shown for, as in `Amendment.shown_states`, whether a reworded footnote was
carried over, and the words in question unless it was."""


@dataclass(frozen=True, slots=True)
class RewordedNote:
    """A footnote reworded between two drafts of one language.

    Attributes:
        drafts: keys of the drafts.
        change: its change, among the `footnote_changes` of that revision.
        mark: its mark in the newer draft.
        paragraph: the first paragraph of the newer draft that has its mark, if any.
    """

    drafts: DocumentPair
    change: Change
    mark: str
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class NoteEdits:
    """What a reworded footnote lost and gained.

    Attributes:
        note: the footnote.
        before: the words it lost.
        after: the words it gained.
        types: what kinds of words they are.
        growth: how much longer it became, in English-equivalent characters.
        gone: the numbers it lost, including those of dates and symbols.
        come: the numbers it gained.
        symbols: the document symbols it gained, as printed, which are alike in all languages.
    """

    note: RewordedNote
    before: str
    after: str
    types: frozenset[EditType | None]
    growth: float
    gone: frozenset[str]
    come: frozenset[str]
    symbols: tuple[str, ...]

    @classmethod
    def of(cls, comparison: Comparison, note: RewordedNote) -> Self:
        """Collect the edits of a reworded footnote."""
        old, new = (comparison.documents[key] for key in note.drafts)
        before, after = _texts(old, note.change.old), _texts(new, note.change.new)
        edits = [edit for edit in note.change.edits if edit.amends(before, after)]
        lost, gained = values_of(before, old.language), values_of(after, new.language)
        return cls(
            note,
            before=" … ".join(filter(None, (bare(edit.old.of(before)) for edit in edits))),
            after=" … ".join(filter(None, (bare(edit.new.of(after)) for edit in edits))),
            types=frozenset(edit.type for edit in edits),
            growth=(len(after) - len(before)) / get(new.language).density,
            gone=lost - gained,
            come=gained - lost,
            symbols=tuple(bare(edit.new.of(after)) for edit in edits if edit.type is EditType.SYMBOL),
        )

    def message(self, mark: str = "") -> Message:
        """Return the message that quotes the edits, in the footnote, or in one with another mark."""
        words = message_on_words(shorten(self.before, _SHOWN), shorten(self.after, _SHOWN))
        return Message("amendments.in_note", mark=mark or self.note.mark, words=words)

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


def note_amendments(comparison: Comparison) -> Iterator[tuple[RewordedNote, States]]:
    """Yield the reworded footnotes of every language, with whether other languages reworded theirs.

    Those of the pivot have a state for each other language with the same two drafts; those of another
    language have one only if the pivot lacks the rewording. Footnotes without a paragraph are left out.
    """
    rewordings = Rewordings(comparison)
    for drafts in comparison.revisions:
        for number, note in rewordings.of[drafts].items():
            if note.paragraph is not None:
                yield note, dict(rewordings.states(note, number))


class Rewordings:
    """The reworded footnotes of a comparison, and which languages reworded them."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._links = Links(comparison.alignments)
        self._changed = {
            drafts: {index for change in reported_notes(revision) for index in change.new}
            for drafts, revision in comparison.revisions.items()
        }
        self.of = {drafts: _reworded(comparison, drafts) for drafts in comparison.revisions}
        """By two drafts, the footnotes reworded between them, by their indices in the newer one."""

    def only_in(self, language: str, other: str) -> Iterator[tuple[RewordedNote, Footnote]]:
        """Yield the footnotes that one language reworded and another did not, with those of the other."""
        for drafts in self._comparison.revisions:
            there = self._drafts_in(other, drafts)
            if drafts[1].language != language or there is None:
                continue
            for number, note in self.of[drafts].items():
                followed = self._followed(note, number, there)
                if followed is not None and not followed[0]:
                    yield note, followed[1]

    def states(self, note: RewordedNote, number: int) -> Iterator[tuple[str, tuple[Carried, Message | None]]]:
        """Yield the states of a reworded footnote."""
        comparison, language = self._comparison, note.drafts[1].language
        of_pivot = language == comparison.pivot
        edits = NoteEdits.of(comparison, note)
        words = edits.message()
        for other in comparison.languages if of_pivot else (comparison.pivot,):
            there = self._drafts_in(other, note.drafts)
            if other == language or there is None:
                continue
            followed = self._followed(note, number, there)
            state = Carried.UNKNOWN
            if followed is not None:
                also, same = followed
                state = Carried.CARRIED_OVER if also else edits.state(same, other)
            if of_pivot:
                yield other, (state, None if state is Carried.CARRIED_OVER else words)
            elif followed is not None and state is not Carried.CARRIED_OVER:
                yield language, (Carried.AMENDED_HERE_ONLY, words)

    def _drafts_in(self, language: str, drafts: DocumentPair) -> DocumentPair | None:
        """Return the same two drafts of another language, or None if it does not have them."""
        old, new = (DocumentKey(language, key.version) for key in drafts)
        return (old, new) if (old, new) in self._comparison.revisions else None

    def _followed(self, note: RewordedNote, number: int, there: DocumentPair) -> tuple[bool, Footnote] | None:
        """Return whether another language reworded a footnote, too, and that footnote; None if unclear.

        Footnotes correspond if their marks are in linked paragraphs, in the same order. Two languages may
        order their words, and hence the notes of a paragraph, differently: it counts as reworded if the
        other language reworded as many notes of the paragraph.
        """
        new, documents = note.drafts[1], self._comparison.documents
        reach = self._links.reach
        linked = reach(new, there[1], [] if note.paragraph is None else [note.paragraph])
        theirs = cited_notes(documents[there[1]], linked)
        ours = cited_notes(documents[new], reach(there[1], new, linked))
        if number not in ours or len(ours) != len(theirs):
            return None
        same = theirs[ours.index(number)]
        also = self._changed[there]
        followed = same in also or len(also.intersection(theirs)) >= len(
            self.of[note.drafts].keys() & set(ours)
        )
        return followed, documents[there[1]].footnotes[same]


def reworded_since(comparison: Comparison, here: DocumentKey) -> Iterator[RewordedNote]:
    """Yield the footnotes that the pivot reworded since the draft that another language is at."""
    order = comparison.version_order
    for drafts in comparison.revisions:
        if drafts[0].language == comparison.pivot and order[drafts[0].version] >= order[here.version]:
            yield from _reworded(comparison, drafts).values()


def _reworded(comparison: Comparison, drafts: DocumentPair) -> dict[int, RewordedNote]:
    """Return the footnotes that are in both drafts and were reworded, by index in the new one."""
    document, found = comparison.documents[drafts[1]], dict[int, RewordedNote]()
    for change in reported_notes(comparison.revisions[drafts]):
        for number in change.new if change.old else ():
            mark = document.footnotes[number].mark
            cited = (n for n, segment in enumerate(document.segments) if mark in segment.footnotes)
            found[number] = RewordedNote(drafts, change, mark, next(cited, None))
    return found


def _texts(document: Document, notes: Span) -> str:
    """Return the texts of footnotes, joined as edits refer to them."""
    return "\n".join(note.text for note in document.footnotes[notes.start : notes.stop])


def cited_notes(document: Document, segments: Iterable[int]) -> list[int]:
    """Return the footnotes whose marks are in some paragraphs; a mark of several notes is left out."""
    counts = Counter(note.mark for note in document.footnotes)
    by_mark = {note.mark: number for number, note in enumerate(document.footnotes) if counts[note.mark] == 1}
    marks = (mark for index in segments for mark in document.segments[index].footnotes)
    return [by_mark[mark] for mark in marks if mark in by_mark]
