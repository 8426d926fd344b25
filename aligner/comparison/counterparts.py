"""Find the changes in another language that correspond to a change.

`aligner.comparison.carry_over` uses them to decide whether the change was carried over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aligner.values import Change, ChangeKind, Edit, EditTag, EditType, Message
from aligner.values.comparison import SLIGHT_EDITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aligner.comparison.drafts import Links, RevisionIndex


ACTIONS: Final[Mapping[ChangeKind, frozenset[str]]] = {
    ChangeKind.SPLIT: frozenset({"split"}),
    ChangeKind.MERGED: frozenset({"merged"}),
    ChangeKind.MOVED_EDITED: frozenset({"moved", "edited"}),
    ChangeKind.MOVED: frozenset({"moved"}),
    ChangeKind.INSERTED: frozenset({"inserted"}),
    ChangeKind.DELETED: frozenset({"deleted"}),
    ChangeKind.EDITED: frozenset({"edited"}),
}
"""What each kind of change does to its paragraphs; other kinds do nothing."""

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

    @property
    def linked_alike(self) -> bool:
        """Whether as many paragraphs correspond in each draft as the change affects."""
        return len(self.old) == len(self.change.old) and len(self.new) == len(self.change.new)

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
    actions = frozenset[str]().union(*map(_actions, changes))
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


def _actions(change: Change) -> frozenset[str]:
    """Return what a change did to its paragraphs, unless it only follows from its neighbours."""
    return frozenset() if is_slight(change) else ACTIONS.get(change.kind, frozenset())


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
