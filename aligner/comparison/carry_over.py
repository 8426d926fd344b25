"""Determine whether an amendment made in one language was carried over to the others.

For each amendment, counterparts are looked up in every other language that has both drafts:
through the alignment of the new drafts and through that of the old ones, since a deleted
paragraph has only the latter and a moved one may have lost the former. Then the actions in both
languages are compared: edited, moved, split, merged, inserted, deleted; and, within the wording,
whether a number or an opening verb changed.

If the texts do not settle it, the state is `unknown`, with a reason: a false alarm costs a
translator's trust, an explicit doubt does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from aligner.comparison.drafts import Links, RevisionIndex
from aligner.languages.openings import may_mean
from aligner.values import (
    Alignment,
    Amendment,
    Carried,
    Change,
    ChangeKind,
    Document,
    DocumentKey,
    DocumentPair,
    Edit,
    EditTag,
    EditType,
    Message,
    Revision,
)

_SLIGHT: Final = frozenset({EditType.FORM, EditType.CONSEQUENTIAL})
_VALUES: Final = frozenset({EditType.NUMBER, EditType.DATE, EditType.SYMBOL, EditType.REFERENCE})
_ACTIONS: Final[Mapping[ChangeKind, frozenset[str]]] = {
    ChangeKind.SPLIT: frozenset({"split"}),
    ChangeKind.MERGED: frozenset({"merged"}),
    ChangeKind.MOVED_EDITED: frozenset({"moved", "edited"}),
    ChangeKind.MOVED: frozenset({"moved"}),
    ChangeKind.INSERTED: frozenset({"inserted"}),
    ChangeKind.DELETED: frozenset({"deleted"}),
    ChangeKind.EDITED: frozenset({"edited"}),
}
_SHIFTED: Final = 0.01
"""The least shift in a paragraph's meaning that counts as one."""
_PASSAGE: Final = 15
"""English-equivalent characters from which added or removed words count as a passage."""
_FRACTION: Final = 0.2
"""An edit in another language whose shift is below this share is not taken for the same amendment."""
_DIVIDED: Final = (ChangeKind.SPLIT, ChangeKind.MERGED)
_REWORDED: Final = Message("reason.reworded")
"""Given if another language's wording changed, but no number, verb or passage."""
_ALREADY: Final = Message("reason.already")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, and the reason if the state alone does not explain it."""

    state: Carried
    reason: Message | None = None


def follow(
    pivot: str,
    alignments: Mapping[DocumentPair, Alignment],
    revisions: Mapping[DocumentPair, Revision],
    documents: Mapping[DocumentKey, Document],
    known: Mapping[tuple[DocumentPair, int], Amendment] | None = None,
) -> tuple[Amendment, ...]:
    """Every amendment of every language, with its state in the others.

    Args:
        pivot: the language the others are compared with.
        alignments: (pivot document, other document) → alignment.
        revisions: (old, new) of one language → revision.
        documents: the documents of both; read for opening verbs and numbers.
        known: amendments already determined, by their revision and the index of their change.

    Returns:
        The pivot's amendments first. `states` has an entry for each other language that has
        both drafts, except if a change only follows from its neighbours and nothing
        corresponds to it.
    """
    links = Links(alignments)
    revised = {keys: RevisionIndex(keys, revision, documents) for keys, revision in revisions.items()}
    ordered = sorted(revised.values(), key=lambda drafts: drafts.new.language != pivot)
    found: list[Amendment] = []
    for drafts in ordered:
        others = [other for other in ordered if other is not drafts and other.versions == drafts.versions]
        for number, change in enumerate(drafts.changes):
            if change.is_amendment:
                kept = known.get((drafts.keys, number)) if known else None
                found.append(kept or _amendment(drafts, number, others, links, pivot))
    return tuple(found)


def _amendment(
    drafts: RevisionIndex, number: int, others: list[RevisionIndex], links: Links, pivot: str
) -> Amendment:
    """Combine the verdicts; a change the pivot lacks was made in this language only."""
    change, here = drafts.changes[number], drafts.new.language
    verdicts = {
        other.new.language: verdict
        for other in others
        if (verdict := _judge(change, drafts, other, links, of_pivot=here == pivot)) is not None
    }
    of_pivot = verdicts.get(pivot)
    if here != pivot and of_pivot is not None and of_pivot.state is Carried.NOT_CARRIED_OVER:
        reworded = _REWORDED if _is_reworded(change, drafts) else None
        verdicts = {
            language: Verdict(Carried.AMENDED_HERE_ONLY, verdict.reason or reworded)
            if verdict.state is Carried.NOT_CARRIED_OVER
            else verdict
            for language, verdict in verdicts.items()
        }
    return Amendment(
        language=here,
        old_version=drafts.old.version,
        new_version=drafts.new.version,
        change=number,
        states={language: verdict.state for language, verdict in verdicts.items()},
        reasons={language: verdict.reason for language, verdict in verdicts.items() if verdict.reason},
    )


def _judge(
    change: Change, here: RevisionIndex, there: RevisionIndex, links: Links, *, of_pivot: bool
) -> Verdict | None:
    """The verdict on one change in one other language; None if there was nothing to carry over."""
    if not (links.knows(here.old, there.old) and links.knows(here.new, there.new)):
        return Verdict(Carried.UNKNOWN, Message("reason.unaligned"))
    old = links.reach(here.old, there.old, change.old)
    new = links.reach(here.new, there.new, change.new)
    counterparts = there.touching(old, new)
    actions = set[str]().union(*(_actions(each) for each in counterparts)) if counterparts else set()
    if change.kind is ChangeKind.INSERTED:
        return _judge_insertion(change, here, there, links, counterparts, actions)
    if change.kind is ChangeKind.DELETED:
        return _judge_deletion(change, here, there, links, counterparts, actions)
    if change.kind.is_move and not actions & {"moved"} and _passed_by_a_move(change, here, there, links):
        actions.add("moved")
    if not actions and _is_slight(change):
        return None
    if not counterparts:
        return Verdict(Carried.UNKNOWN, Message("reason.nowhere"))
    verdict = _judge_words(change, here, counterparts, there, actions, (len(old), len(new)))
    if verdict.state is Carried.NOT_CARRIED_OVER:
        return _excused(change, here, counterparts, there, of_pivot=of_pivot) or verdict
    if verdict.state is not Carried.CARRIED_OVER:
        return verdict
    # If a translation was reworded, the pivot's change is bound to be smaller.
    alike = of_pivot and len(old) == len(change.old) and len(new) == len(change.new)
    if alike and _falls_short(change, here, counterparts, there):
        return Verdict(Carried.PARTLY, Message("reason.far_less"))
    return _left_behind(change, here, counterparts, there) or verdict


def _excused(
    change: Change, here: RevisionIndex, counterparts: list[Change], there: RevisionIndex, *, of_pivot: bool
) -> Verdict | None:
    """A reason why it may be right that a change has no equivalent there, if there is one.

    A change made in a translation only needs no excuse: that is what is reported about it.
    """
    if _types(change.edits) == {EditType.VERB}:
        return _covering_verb(change, here, counterparts, there)
    if not of_pivot or change.shift is None or change.shift >= _SHIFTED or not _is_reworded(change, here):
        return None
    if here.growth(change) >= _PASSAGE:  # one more item hardly shifts a long paragraph's meaning
        return None
    return Verdict(Carried.UNKNOWN, Message("reason.says_little"))  # a comma, an "and"


def _left_behind(
    change: Change, here: RevisionIndex, counterparts: list[Change], there: RevisionIndex
) -> Verdict | None:
    """What an amendment that was carried over left unchanged: an old number, or the old verb.

    The new number is missing there and the one it replaced is still present; or the verb there
    can mean the old verb but not the new one, and was not changed.
    """
    before, after = here.values(change)
    if after - before and before - after:
        kept = [there.values(each) for each in counterparts]
        stood, stands = (frozenset[str]().union(*side) for side in zip(*kept, strict=True))
        added, gone = after - before - stands, (before - after) & stood & stands
        if added and gone:
            still = Message("reason.still", old=_listed(gone), new=_listed(added))
            return Verdict(Carried.PARTLY, still)
    if EditType.VERB not in _types(change.edits):
        return None
    old, new = here.verbs(change)
    if old is None or new is None:
        return None
    for each in counterparts:
        _, verb = there.verbs(each)
        untouched = EditType.VERB not in _types(each.edits)
        if verb is not None and untouched and may_mean(verb, old) and not may_mean(verb, new):
            return Verdict(Carried.PARTLY, Message("reason.verb_as_before", verb=verb.form))
    return None


def _falls_short(
    change: Change, here: RevisionIndex, counterparts: list[Change], there: RevisionIndex
) -> bool:
    """Whether an edit there shifted its paragraph's meaning by only a fraction of this one's shift.

    In that case a word was polished there, and the amendment is not part of that edit; unless the
    numbers added here were added there too, since a number hardly shifts a long paragraph.
    """
    if change.shift is None or change.shift < _SHIFTED or len(counterparts) != 1:
        return False
    (other,) = counterparts
    if other.shift is None or other.shift >= _FRACTION * change.shift:
        return False
    (before, after), (stood, stands) = here.values(change), there.values(other)
    return not (after - before and after - before <= stands - stood)


def _listed(values: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=lambda value: (len(value), value)))


def _is_reworded(change: Change, drafts: RevisionIndex) -> bool:
    """Whether only words changed: no number, no verb, no footnote.

    Numbers are compared by value: an edit may contain only part of one (一千万 → 三千万), or the
    number may be the same in another form (100,000 → 000 100).
    """
    if change.kind is not ChangeKind.EDITED or drafts.has_other_values(change):
        return False
    return not _types(change.edits) & (_VALUES - {EditType.NUMBER} | {EditType.VERB, EditType.FOOTNOTE})


def _covering_verb(
    change: Change, here: RevisionIndex, counterparts: list[Change], there: RevisionIndex
) -> Verdict | None:
    """A reason why an unchanged verb may be right: it can translate both verbs here.

    призывает translates both Calls upon and Encourages.
    """
    before, after = here.verbs(change)
    for each in counterparts:
        _, kept = there.verbs(each)
        if before and after and kept and may_mean(kept, before) and may_mean(kept, after):
            both = Message("reason.verb_for_both", verb=kept.form, old=before.form, new=after.form)
            return Verdict(Carried.UNKNOWN, both)
    return None


def _passed_by_a_move(change: Change, here: RevisionIndex, there: RevisionIndex, links: Links) -> bool:
    """Whether the same two paragraphs were swapped there, but not recorded as the same move.

    Of two swapped paragraphs only one is recorded as moved, and there it may be the other one;
    among rewritten paragraphs it may be neither.
    """
    mine = _links_of(change, here, there, links)
    for other in here.changes:
        if other.old and other.new and _swapped(change, other):
            theirs = _links_of(other, here, there, links)
            if any(each.kind.is_move for each in there.touching(*theirs)):
                return True
            if all(mine) and all(theirs) and (mine[0] < theirs[0]) != (mine[1] < theirs[1]):
                return True
    return False


def _links_of(
    change: Change, here: RevisionIndex, there: RevisionIndex, links: Links
) -> tuple[list[int], list[int]]:
    """The counterparts of a change in the old and in the new draft of another language."""
    old = links.reach(here.old, there.old, change.old)
    return old, links.reach(here.new, there.new, change.new)


def _swapped(one: Change, other: Change) -> bool:
    return (one.old.start < other.old.start) != (one.new.start < other.new.start)


def _judge_insertion(
    change: Change,
    here: RevisionIndex,
    there: RevisionIndex,
    links: Links,
    counterparts: list[Change],
    actions: set[str],
) -> Verdict:
    if not counterparts:
        return Verdict(Carried.NOT_CARRIED_OVER)
    if "inserted" in actions:
        return Verdict(Carried.CARRIED_OVER)
    if actions:
        return Verdict(Carried.CARRIED_OVER, Message("reason.added_to"))
    latter = [index for each in counterparts for index in each.new]
    if set(links.reach(there.new, here.new, latter)) <= set(change.new):
        return Verdict(Carried.UNKNOWN, _ALREADY)
    former = [index for each in counterparts for index in each.old]
    owner = here.touching(links.reach(there.old, here.old, former), ())
    if any(each.kind is not ChangeKind.DELETED for each in owner):
        return Verdict(Carried.NOT_CARRIED_OVER)  # linked to a neighbour that has its own counterpart
    return Verdict(Carried.UNKNOWN, _ALREADY)


def _judge_deletion(
    change: Change,
    here: RevisionIndex,
    there: RevisionIndex,
    links: Links,
    counterparts: list[Change],
    actions: set[str],
) -> Verdict:
    if not counterparts:
        return Verdict(Carried.UNKNOWN, Message("reason.never"))
    if "deleted" in actions:
        return Verdict(Carried.CARRIED_OVER)
    if actions & {"edited", "merged"}:
        remain = [index for each in counterparts for index in each.new]
        alone = not links.reach(there.new, here.new, remain)
        return (
            Verdict(Carried.PARTLY, Message("reason.amended_not_deleted"))
            if alone
            else Verdict(Carried.CARRIED_OVER, Message("reason.taken_out"))
        )
    return Verdict(Carried.NOT_CARRIED_OVER)


def _judge_words(
    change: Change,
    here: RevisionIndex,
    counterparts: list[Change],
    there: RevisionIndex,
    actions: set[str],
    sizes: tuple[int, int],
) -> Verdict:
    """The verdict on a paragraph that is in both drafts: was the same done to it there?"""
    wanted = _ACTIONS[change.kind]
    if {"inserted", "deleted"} <= actions:  # moved so far, or edited so much, that it was not matched
        actions = actions | {"moved", "edited"}
    if wanted <= actions:
        return (
            _judge_edits(change, here, counterparts, there)
            if "edited" in wanted
            else Verdict(Carried.CARRIED_OVER)
        )
    if (divided := _judge_division(change, here, actions, sizes)) is not None:
        return divided
    if "edited" in wanted - actions and actions & {
        "inserted",
        "deleted",
    }:  # the counterpart has no old wording to compare
        return Verdict(Carried.UNKNOWN, _done_there(actions - {"moved"}))
    if wanted & actions:
        return Verdict(Carried.PARTLY, Message("reason.not_there", kinds=tuple(sorted(wanted - actions))))
    if "edited" in wanted and actions & {"split", "merged"}:
        return _judge_edits(change, here, counterparts, there)
    if actions & {"inserted", "deleted"}:
        return Verdict(Carried.UNKNOWN, _done_there(actions))
    if change.kind in _DIVIDED and "edited" in actions and sizes[0] == sizes[1]:
        return Verdict(Carried.PARTLY, Message("reason.edited_but_not", kinds=(change.kind.value,)))
    return Verdict(Carried.NOT_CARRIED_OVER)


def _done_there(actions: set[str]) -> Message:
    return Message("reason.done_there", kinds=tuple(sorted(actions)))


def _judge_division(
    change: Change, here: RevisionIndex, actions: set[str], sizes: tuple[int, int]
) -> Verdict | None:
    """The verdict on a split or merge here, from the numbers of paragraphs there before and after."""
    if not actions and here.has_other_values(change):
        return Verdict(Carried.NOT_CARRIED_OVER)  # regardless of how the paragraphs are divided
    if change.kind not in _DIVIDED:
        return None
    n_old, n_new = sizes
    split = change.kind is ChangeKind.SPLIT
    if n_old > len(change.old) if split else n_old < len(change.old):
        return Verdict(Carried.UNKNOWN, Message("reason.shaped"))
    if n_new > n_old if split else n_new < n_old:
        return Verdict(Carried.CARRIED_OVER)  # divided alike, though recorded as other changes
    return None


def _judge_edits(
    change: Change, here: RevisionIndex, counterparts: list[Change], there: RevisionIndex
) -> Verdict:
    """Whether a number or a verb that changed here changed there as well.

    If a paragraph was rewritten, its edit types are no evidence; the numbers before and after are.
    """
    mine = _types(change.edits)
    theirs = set[EditType]().union(*(_types(each.edits) for each in counterparts))
    unlike = mine & _VALUES and theirs and not theirs & _VALUES and here.has_other_values(change)
    if unlike and not any(there.has_other_values(each) for each in counterparts):
        return Verdict(Carried.PARTLY, Message("reason.number_here"))
    if EditType.VERB in mine and theirs and theirs <= _VALUES:
        return Verdict(Carried.PARTLY, Message("reason.verb_here"))
    return Verdict(Carried.CARRIED_OVER)


def _actions(change: Change) -> frozenset[str]:
    """What was done to a paragraph, except for changes that only follow from its neighbours."""
    actions = _ACTIONS.get(change.kind, frozenset())
    if change.kind is ChangeKind.EDITED and _is_slight(change):
        return frozenset()
    return actions


def _is_slight(change: Change) -> bool:
    """Whether an edit is only form, or only follows from its neighbours (Also → Further)."""
    if change.kind is not ChangeKind.EDITED:
        return False
    edits = [edit for edit in change.edits if edit.tag is not EditTag.EQUAL]
    return bool(edits) and all(edit.type in _SLIGHT for edit in edits)


def _types(edits: Iterable[Edit]) -> set[EditType]:
    return {edit.type for edit in edits if edit.type is not None and edit.type not in _SLIGHT}
