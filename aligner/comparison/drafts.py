"""Look up segments between drafts of one language, and across languages.

For `aligner.comparison.carry_over`: the change that a segment is part of, its old and new text, the segments
of another language that correspond to it, and the changes there that correspond to a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeVar

from aligner.languages import get
from aligner.languages.numerals import numerals
from aligner.languages.openings import Opening, opening
from aligner.values import Change, ChangeKind, DocumentKey, DocumentPair, Edit, EditTag, EditType, Revision
from aligner.values.comparison import SLIGHT_CHANGES, SLIGHT_EDITS, Alignments, Documents
from aligner.values.document import Span
from aligner.values.message import Message

T = TypeVar("T")

ACTIONS: Final = {kind: frozenset(kind.split("_")) for kind in ChangeKind if kind not in SLIGHT_CHANGES}
"""What each kind of change does to its paragraphs: two things in `moved_edited`; other kinds do nothing."""

_SLIGHT: Final = SLIGHT_EDITS | {EditType.CONSEQUENTIAL}


@dataclass(frozen=True, slots=True)
class Counterparts:
    """A change, and the changes to the corresponding paragraphs in another language.

    Attributes:
        change: the change to look for.
        here: the revision that it belongs to.
        there: the revision of the other language.
        links: the alignments between the drafts of both languages.
        of_pivot: whether the change was made in the pivot language.
        old: the corresponding segments of the other language's old draft, in order.
        new: those of its new draft, in order.
        changes: the other language's changes to those segments, each once.
        actions: what those changes did, as in `ACTIONS`.
    """

    change: Change
    here: RevisionIndex
    there: RevisionIndex
    links: Links
    of_pivot: bool
    old: tuple[int, ...]
    new: tuple[int, ...]
    changes: tuple[Change, ...]
    actions: frozenset[str]

    def returning(self, old: Iterable[int], new: Iterable[int]) -> tuple[list[int], list[int]]:
        """Return the segments of this language's drafts that correspond to segments of the other's."""
        return (
            self.links.reach(self.there.old, self.here.old, old),
            self.links.reach(self.there.new, self.here.new, new),
        )


def find_counterparts(
    change: Change, here: RevisionIndex, there: RevisionIndex, links: Links, *, of_pivot: bool
) -> Counterparts | None:
    """Find the counterparts of a change; None if the drafts of the two languages are not aligned."""
    if not (links.knows(here.old, there.old) and links.knows(here.new, there.new)):
        return None
    old, new = _reach(change, here, there, links)
    changes = there.touching(old, new)
    done = (ACTIONS.get(each.kind, frozenset()) for each in changes if not is_slight(each))
    actions = frozenset[str]().union(*done)
    if change.kind.is_move and "moved" not in actions and _passed_by_a_move(change, here, there, links):
        actions |= {"moved"}
    return Counterparts(change, here, there, links, of_pivot, tuple(old), tuple(new), tuple(changes), actions)


def edit_types(edits: Iterable[Edit]) -> set[EditType]:
    """Return the types of edits, except for those of form and those that follow from a neighbour."""
    return {edit.type for edit in edits if edit.type is not None} - _SLIGHT


def is_slight(change: Change) -> bool:
    """Whether a change only affects form, or only follows from its neighbours (Also → Further)."""
    if change.kind is not ChangeKind.EDITED:
        return False
    edits = [edit for edit in change.edits if edit.tag is not EditTag.EQUAL]
    return bool(edits) and all(edit.type in _SLIGHT for edit in edits)


def _passed_by_a_move(change: Change, here: RevisionIndex, there: RevisionIndex, links: Links) -> bool:
    """Whether the same two paragraphs were swapped there, but recorded as another move or none.

    Only one of two swapped paragraphs is recorded as moved. In the other language it may be the other
    one, or neither if they were rewritten.
    """
    own = _reach(change, here, there, links)
    for other in here.changes:
        if other.old and other.new and _swapped(change, other):
            passed = _reach(other, here, there, links)
            if any(each.kind.is_move for each in there.touching(*passed)):
                return True
            if all(own) and all(passed) and (own[0] < passed[0]) != (own[1] < passed[1]):
                return True
    return False


def _reach(
    change: Change, here: RevisionIndex, there: RevisionIndex, links: Links
) -> tuple[list[int], list[int]]:
    """Return the segments that correspond to a change in the other language's old and new draft."""
    old = links.reach(here.old, there.old, change.old)
    return old, links.reach(here.new, there.new, change.new)


def _swapped(one: Change, other: Change) -> bool:
    return (one.old.start < other.old.start) != (one.new.start < other.new.start)


def message_on_words(removed: str, added: str) -> Message:
    """Return the message that quotes the words that an amendment removed, added or replaced."""
    if removed and added:
        return Message("amendments.replaced", before=removed, after=added)
    return Message("amendments.added", text=added) if added else Message("amendments.deleted", text=removed)


Place = tuple[DocumentKey, int]
"""A segment of a document: the document's key and the segment's index."""


class RevisionIndex:
    """A revision indexed by segment.

    Attributes:
        keys: the old and the new draft, also `old` and `new`.
        versions: their names.
        changes: the changes of the revision.
        amended: the indices of the changes that are amendments.
        moved: the indices of the moves.
    """

    def __init__(self, keys: DocumentPair, revision: Revision, documents: Documents) -> None:
        self.keys = keys
        self.old, self.new = keys
        self.documents = documents
        self.versions = (self.old.version, self.new.version)
        self.changes = revision.changes
        self.amended = tuple(number for number, change in enumerate(self.changes) if change.is_amendment)
        self.moved = tuple(number for number in self.amended if self.changes[number].kind.is_move)
        self._of_old = _by_segment((change.old for change in revision.changes), count())
        self._of_new = _by_segment((change.new for change in revision.changes), count())

    def touching(self, old: Iterable[int], new: Iterable[int]) -> list[Change]:
        """Return the changes to these segments of the old and new drafts, without duplicates."""
        return [self.changes[number] for number in self.touched(old, new)]

    def touched(self, old: Iterable[int], new: Iterable[int]) -> list[int]:
        """Return the indices of the changes to these segments of the old and new drafts, each once."""
        found = [self._of_old[index] for index in old] + [self._of_new[index] for index in new]
        return list(dict.fromkeys(found))

    def beside(self, place: Place) -> Iterator[Place]:
        """Yield all segments of the change that a segment is part of; none if it is in another document."""
        key, index = place
        of = self._of_old if key == self.old else self._of_new if key == self.new else {}
        if index in of:
            change = self.changes[of[index]]
            yield from ((self.old, each) for each in change.old)
            yield from ((self.new, each) for each in change.new)

    def joined(self, old: Iterable[int], new: Iterable[int]) -> tuple[str, str]:
        """Return the texts of some segments of the old and the new draft."""
        return self.documents[self.old].joined(old), self.documents[self.new].joined(new)

    def texts(self, change: Change) -> tuple[str, str]:
        """Return the old and the new text of a change."""
        return self.joined(change.old, change.new)

    def growth(self, change: Change) -> float:
        """Return how much longer a change made its text, in English-equivalent characters.

        It is negative if the text became shorter.
        """
        old, new = self.texts(change)
        return (len(new) - len(old)) / get(self.new.language).density

    def verbs(self, change: Change) -> tuple[Opening | None, Opening | None]:
        """Return the opening verbs of a change's old and new text."""
        old, new = self.texts(change)
        return opening(old, self.old.language), opening(new, self.new.language)

    def values(self, change: Change) -> tuple[frozenset[str], frozenset[str]]:
        """Return the numbers in a change's old and new text, including dates and symbols."""
        old, new = self.texts(change)
        return values_of(old, self.old.language), values_of(new, self.new.language)

    def numbers_as_written(self, change: Change, values: Set[str]) -> tuple[str, ...]:
        """Return the words or digits for some values in a change's new text, each once, in order."""
        _, new = self.texts(change)
        written = [found.span.of(new) for found in numerals(new, self.new.language) if found.value in values]
        return tuple(dict.fromkeys(written))

    def label_values(self, change: Change, language: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the numbers in the labels of a change's segments, old and new, read in another language."""

        def read(key: DocumentKey, span: Span) -> frozenset[str]:
            segments = self.documents[key].segments[span.start : span.stop]
            return frozenset[str]().union(*(values_of(each.label or "", language) for each in segments))

        return read(self.old, change.old), read(self.new, change.new)

    def has_other_values(self, change: Change) -> bool:
        """Whether a change altered the numbers in its text.

        A number is not altered if it was text in one draft and is the label in the other, as where
        "G2:" became "Goal 2:".
        """
        before, after = self.values(change)
        if before == after:
            return False
        old, new = self.label_values(change, self.new.language)
        return bool(old and new) or before | old != after | new


def _by_segment(spans: Iterable[Span], values: Iterable[T]) -> dict[int, T]:
    """Return, for each segment in the spans, the value of its span."""
    pairs = zip(spans, values, strict=False)
    return {segment: value for span, value in pairs for segment in range(span.start, span.stop)}


class Links:
    """Maps a document's segments to those of another language, through the pivot if necessary."""

    def __init__(self, alignments: Alignments) -> None:
        self._beads: dict[DocumentPair, dict[int, Span]] = {}
        self._moves: dict[DocumentPair, dict[int, Span]] = {}
        for (source, target), alignment in alignments.items():
            for found, links in ((self._beads, alignment.beads), (self._moves, alignment.moves)):
                ours, theirs = [link.source for link in links], [link.target for link in links]
                found[source, target] = _by_segment(ours, theirs)
                found[target, source] = _by_segment(theirs, ours)
        self._pivots = dict.fromkeys(source for source, _ in alignments)

    def reach(self, here: DocumentKey, there: DocumentKey, segments: Iterable[int]) -> list[int]:
        """Return the counterparts of the given segments in another document, in order."""
        if (here, there) in self._beads:
            return self._step(here, there, segments)
        for pivot in self._pivots:
            if (here, pivot) in self._beads and (pivot, there) in self._beads:
                return self._step(pivot, there, self._step(here, pivot, segments))
        return []

    def knows(self, here: DocumentKey, there: DocumentKey) -> bool:
        """Whether the two documents are aligned, directly or through the pivot."""
        return (here, there) in self._beads or any(
            (here, pivot) in self._beads and (pivot, there) in self._beads for pivot in self._pivots
        )

    def beside(self, place: Place) -> Iterator[Place]:
        """Yield the segments of other documents that a bead or move links with a segment."""
        key, index = place
        for (ours, theirs), beads in self._beads.items():
            if ours == key:
                reached = (*beads[index], *self._moves[ours, theirs].get(index, ()))
                yield from ((theirs, each) for each in reached)

    def unlike(self, other: Links) -> Iterator[Place]:
        """Yield the segments that are linked differently in `other`, which covers the same documents."""
        for keys, beads in self._beads.items():
            other_beads, moves, other_moves = other._beads[keys], self._moves[keys], other._moves[keys]
            for index, span in beads.items():
                if span != other_beads[index] or moves.get(index) != other_moves.get(index):
                    yield keys[0], index

    def _step(self, here: DocumentKey, there: DocumentKey, segments: Iterable[int]) -> list[int]:
        beads, moves = self._beads[here, there], self._moves[here, there]
        found: set[int] = set()
        for index in segments:
            found.update(beads[index] or moves.get(index, ()))
        return sorted(found)


def values_of(text: str, language: str) -> frozenset[str]:
    """Return the numbers in a text, except 0 and 1, since "one" may be a mere article."""
    return frozenset(found.value for found in numerals(text, language)) - {"0", "1"}
