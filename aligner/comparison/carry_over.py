"""Determine whether an amendment made in one language was carried over to the others.

Each amendment's counterparts are looked up in every other language that has both drafts, through
the alignments of the new drafts and of the old ones, since a deleted paragraph is only in the latter
and a moved one may have lost its link in the former. Then the actions in both languages are compared
(edited, moved, split, merged, inserted, deleted), and, within the wording, whether a number or an
opening verb changed.

If the evidence is inconclusive, the state is `unknown`, with a reason, which is better than a false
alarm.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from aligner.comparison.drafts import (
    ACTIONS,
    Counterparts,
    Links,
    RevisionIndex,
    edit_types,
    find_counterparts,
    is_slight,
)
from aligner.languages.amounts import has_dual
from aligner.languages.openings import may_mean
from aligner.languages.tokens import spelling_key
from aligner.values import Amendment, Carried, Change, ChangeKind, Comparison, DocumentPair, EditType, Message

_VALUES: Final = frozenset({EditType.NUMBER, EditType.DATE, EditType.SYMBOL, EditType.REFERENCE})
_SHIFTED: Final = 0.01
"""Minimum shift in a paragraph's meaning that counts as one."""
_PASSAGE: Final = 15
"""Minimum length of an added or removed passage, in English-equivalent characters."""
_WORD: Final = 4
"""English-equivalent characters from which something was added or removed, not only replaced."""
_AS_MUCH: Final = 0.5
"""Minimum growth of another language's text, as a share of this one's, for an equal addition."""
_FRACTION: Final = 0.2
"""Minimum shift of an edit in another language, as a share of this one, for the same amendment."""
_UNMATCHED: Final = frozenset({"inserted", "deleted"})
"""Actions on a paragraph that is in only one draft, so that no wording can be compared."""
_DIVIDED: Final = (ChangeKind.SPLIT, ChangeKind.MERGED)
_REWORDED: Final = Message("reason.reworded")
"""The reason if another language's wording changed, but no number, verb or passage."""
_ALREADY: Final = Message("reason.already")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, and a reason if the state needs an explanation."""

    state: Carried
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """The links and revisions of a set, indexed by segment.

    Attributes:
        pivot: the language that the others are compared with.
        links: the links between the languages.
        revised: the revisions by their drafts, the pivot's first.
        others: by the drafts of one language, the same drafts of the others, the pivot's first.
    """

    pivot: str
    links: Links
    revised: Mapping[DocumentPair, RevisionIndex]
    others: Mapping[DocumentPair, Sequence[RevisionIndex]]

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        """Index links and revisions."""
        ordered = [
            RevisionIndex(keys, comparison.revisions[keys], comparison.documents)
            for keys in _pivot_first(comparison)
        ]
        others = {
            drafts.keys: [each for each in ordered if each is not drafts and each.versions == drafts.versions]
            for drafts in ordered
        }
        by_keys = {drafts.keys: drafts for drafts in ordered}
        return cls(comparison.pivot, Links(comparison.alignments), by_keys, others)

    def amendment(self, keys: DocumentPair, number: int) -> Amendment:
        """Return a change as an amendment, with its states in the other languages.

        One that the pivot lacks was made in this language only.
        """
        drafts, pivot, links = self.revised[keys], self.pivot, self.links
        change, here = drafts.changes[number], drafts.new.language
        verdicts = {
            other.new.language: verdict
            for other in self.others[keys]
            if (verdict := _judge(find_counterparts(change, drafts, other, links, of_pivot=here == pivot)))
            is not None
        }
        alone = all(verdict.state is Carried.NOT_CARRIED_OVER for verdict in verdicts.values())
        if verdicts and alone and change.kind is ChangeKind.MOVED:
            only = Message("reason.moved_only", language=here)
            verdicts = {language: Verdict(Carried.NOT_CARRIED_OVER, only) for language in verdicts}
        of_pivot = verdicts.get(pivot)
        if here != pivot and of_pivot is not None and of_pivot.state is Carried.NOT_CARRIED_OVER:
            is_passage = abs(drafts.growth(change)) >= _PASSAGE
            reworded = _REWORDED if _is_reworded(change, drafts) and not is_passage else None
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


def follow(comparison: Comparison) -> tuple[Amendment, ...]:
    """Return every amendment of every language, with its states in the other languages.

    Returns:
        The amendments, the pivot's first. `states` has an entry for each other language that has
        both drafts, unless a change only follows from its neighbours and has no counterpart.
    """
    indexed = Indexed.of(comparison)
    return tuple(
        indexed.amendment(keys, number)
        for keys, drafts in indexed.revised.items()
        for number in drafts.amended
    )


def amended(comparison: Comparison) -> Iterator[tuple[DocumentPair, int]]:
    """Yield the changes that are amendments, by revision and index, the pivot's first."""
    for keys in _pivot_first(comparison):
        for number, change in enumerate(comparison.revisions[keys].changes):
            if change.is_amendment:
                yield keys, number


def _pivot_first(comparison: Comparison) -> list[DocumentPair]:
    return sorted(comparison.revisions, key=lambda drafts: drafts[1].language != comparison.pivot)


def _judge(found: Counterparts | None) -> Verdict | None:
    """Return the verdict on a change in one other language; None if there was nothing to carry over."""
    if found is None:
        return Verdict(Carried.UNKNOWN, Message("reason.unaligned"))
    if found.change.kind is ChangeKind.INSERTED:
        return _judge_insertion(found)
    if found.change.kind is ChangeKind.DELETED:
        return _judge_deletion(found)
    if not found.actions and is_slight(found.change):
        return None
    if not found.changes:
        return Verdict(Carried.UNKNOWN, Message("reason.nowhere"))
    verdict = _judge_words(found)
    if verdict.state is Carried.NOT_CARRIED_OVER:
        return _excused(found) or verdict
    if verdict.state is not Carried.CARRIED_OVER:
        return verdict
    # Only for changes of the pivot: one that follows a reworded translation is bound to be smaller.
    if found.of_pivot and _falls_short(found):
        return Verdict(Carried.PARTLY, Message("reason.far_less"))
    return _number_left(found) or _verb_left(found) or verdict


def _judge_insertion(found: Counterparts) -> Verdict:
    if not found.changes:
        return Verdict(Carried.NOT_CARRIED_OVER)
    if "inserted" in found.actions:
        return Verdict(Carried.CARRIED_OVER)
    if found.actions:
        return Verdict(Carried.CARRIED_OVER, Message("reason.added_to"))
    former, latter = found.returning(
        [index for change in found.changes for index in change.old],
        [index for change in found.changes for index in change.new],
    )
    if set(latter) <= set(found.change.new):
        return Verdict(Carried.UNKNOWN, _ALREADY)
    if any(change.kind is not ChangeKind.DELETED for change in found.here.touching(former, ())):
        return Verdict(Carried.NOT_CARRIED_OVER)  # linked to a neighbour that has its own counterpart
    return Verdict(Carried.UNKNOWN, _ALREADY)


def _judge_deletion(found: Counterparts) -> Verdict:
    if not found.changes:
        return Verdict(Carried.UNKNOWN, Message("reason.never"))
    if "deleted" in found.actions:
        return Verdict(Carried.CARRIED_OVER)
    if not found.actions & {"edited", "merged"}:
        return Verdict(Carried.NOT_CARRIED_OVER)
    _, remaining = found.returning((), [index for change in found.changes for index in change.new])
    if remaining:
        return Verdict(Carried.CARRIED_OVER, Message("reason.taken_out"))
    return Verdict(Carried.PARTLY, Message("reason.amended_not_deleted"))


def _judge_words(found: Counterparts) -> Verdict:
    """Judge a paragraph that is in both drafts: whether it was changed in the same way there."""
    wanted, actions = ACTIONS[found.change.kind], found.actions
    if {"inserted", "deleted"} <= actions:  # moved so far, or edited so much, that it was not matched
        actions |= {"moved", "edited"}
    if wanted <= actions:
        return _judge_edits(found) if "edited" in wanted else Verdict(Carried.CARRIED_OVER)
    if (divided := _judge_division(found)) is not None:
        return divided
    if "edited" in wanted - actions and actions & _UNMATCHED:  # no old wording there to compare
        return Verdict(Carried.UNKNOWN, _done_there(actions - {"moved"}))
    if wanted & actions:
        return Verdict(Carried.PARTLY, Message("reason.not_there", kinds=tuple(sorted(wanted - actions))))
    if "edited" in wanted and actions & {"split", "merged"}:
        return _judge_edits(found)
    if actions & _UNMATCHED:
        return Verdict(Carried.UNKNOWN, _done_there(actions))
    if found.change.kind in _DIVIDED and "edited" in actions and len(found.old) == len(found.new):
        return Verdict(Carried.PARTLY, Message("reason.edited_but_not", kinds=(found.change.kind.value,)))
    return Verdict(Carried.NOT_CARRIED_OVER)


def _done_there(actions: frozenset[str]) -> Message:
    return Message("reason.done_there", kinds=tuple(sorted(actions)))


def _judge_division(found: Counterparts) -> Verdict | None:
    """Judge a split or merge by the number of paragraphs there before and after; None if it is open."""
    change = found.change
    if not found.actions and found.here.has_other_values(change):
        return Verdict(Carried.NOT_CARRIED_OVER)  # regardless of how the paragraphs are divided
    if change.kind not in _DIVIDED:
        return None
    n_old, n_new = len(found.old), len(found.new)
    split = change.kind is ChangeKind.SPLIT
    if n_old > len(change.old) if split else n_old < len(change.old):
        return Verdict(Carried.UNKNOWN, Message("reason.shaped"))
    if n_new > n_old if split else n_new < n_old:
        return Verdict(Carried.CARRIED_OVER)  # divided alike, though recorded as other changes
    return None


def _judge_edits(found: Counterparts) -> Verdict:
    """Judge an edited paragraph by whether a number or verb that changed here also changed there.

    If a paragraph was rewritten, its edit types are no evidence, but its numbers are.
    """
    kinds = edit_types(found.change.edits)
    others = set[EditType]().union(*(edit_types(change.edits) for change in found.changes))
    unlike = kinds & _VALUES and others and not others & _VALUES and found.here.has_other_values(found.change)
    if unlike and not any(found.there.has_other_values(change) for change in found.changes):
        if _are_labels_there(found) or _may_be_a_dual(found):
            return Verdict(Carried.CARRIED_OVER)
        return Verdict(Carried.PARTLY, Message("reason.number_here"))
    if EditType.VERB in kinds and others and others <= _VALUES:
        return Verdict(Carried.PARTLY, Message("reason.verb_here"))
    return Verdict(Carried.CARRIED_OVER)


def _are_labels_there(found: Counterparts) -> bool:
    """Whether the numbers that changed here are in labels there: "Version 1.2" beside the label 1.2."""
    before, after = found.here.values(found.change)
    labels = [found.there.label_values(change, found.here.new.language) for change in found.changes]
    old, new = (frozenset[str]().union(*side) for side in zip(*labels, strict=True))
    return before - after <= old and after - before <= new


def _may_be_a_dual(found: Counterparts) -> bool:
    """Whether "two" was added or removed, which the other language can express by the ending of a noun."""
    before, after = found.here.values(found.change)
    return before ^ after == {"2"} and has_dual(found.there.new.language)


def _excused(found: Counterparts) -> Verdict | None:
    """Return a reason why the other language may rightly lack the change, if there is one.

    A change made only in a translation needs no reason: it is reported as such.
    """
    change = found.change
    if (
        edit_types(change.edits) <= _VALUES
        and found.here.has_other_values(change)
        and _are_labels_there(found)
    ):
        return Verdict(Carried.CARRIED_OVER)
    if edit_types(change.edits) == {EditType.VERB}:
        return _covering_verb(found)
    shifted = change.shift is None or change.shift >= _SHIFTED
    if not found.of_pivot or not _is_reworded(change, found.here):
        return None
    if shifted and not _has_the_same_words(change, found.here):
        return None
    if abs(found.here.growth(change)) >= _PASSAGE:  # one more item hardly shifts a long paragraph's meaning
        return None
    return Verdict(Carried.UNKNOWN, Message("reason.says_little"))  # a comma, an "and", a capital


def _covering_verb(found: Counterparts) -> Verdict | None:
    """Return a reason if an unchanged verb may be right because it can translate both verbs here.

    "призывает", for example, translates both "Calls upon" and "Encourages".
    """
    before, after = found.here.verbs(found.change)
    for change in found.changes:
        _, kept = found.there.verbs(change)
        if before and after and kept and may_mean(kept, before) and may_mean(kept, after):
            both = Message("reason.verb_for_both", verb=kept.form, old=before.form, new=after.form)
            return Verdict(Carried.UNKNOWN, both)
    return None


def _number_left(found: Counterparts) -> Verdict | None:
    """Report a new number that is missing there while the number it replaced is still present."""
    before, after = found.here.values(found.change)
    if not (after - before and before - after):
        return None
    values = [found.there.values(change) for change in found.changes]
    old, new = (frozenset[str]().union(*side) for side in zip(*values, strict=True))
    absent, kept = after - before - new, (before - after) & old & new
    if not (absent and kept):
        return None
    theirs = [words for change in found.changes for words in found.there.numbers_as_written(change, kept)]
    ours = found.here.numbers_as_written(found.change, absent)
    return Verdict(Carried.PARTLY, Message("reason.still", old=tuple(dict.fromkeys(theirs)), new=ours))


def _verb_left(found: Counterparts) -> Verdict | None:
    """Report an unchanged verb there that can mean the old verb here but not the new one."""
    if EditType.VERB not in edit_types(found.change.edits):
        return None
    old, new = found.here.verbs(found.change)
    if old is None or new is None:
        return None
    for change in found.changes:
        _, verb = found.there.verbs(change)
        unchanged = EditType.VERB not in edit_types(change.edits)
        if verb is not None and unchanged and may_mean(verb, old) and not may_mean(verb, new):
            return Verdict(Carried.PARTLY, Message("reason.verb_as_before", verb=verb.form))
    return None


def _falls_short(found: Counterparts) -> bool:
    """Whether an edit there shifted its paragraph's meaning by only a fraction of the shift here.

    Then the wording was merely polished there, unless about as much was added (or removed) there as
    here, or the same numbers were added: a number hardly shifts the meaning of a long paragraph, and a
    word hardly that of a list of names.
    """
    change = found.change
    if len(found.old) != len(change.old) or len(found.new) != len(change.new):
        return False  # as many paragraphs do not correspond in each draft as the change affects
    if change.shift is None or change.shift < _SHIFTED or len(found.changes) != 1:
        return False
    (other,) = found.changes
    if other.shift is None or other.shift >= _FRACTION * change.shift:
        return False
    ours, theirs = found.here.growth(change), found.there.growth(other)
    if abs(ours) >= _WORD and theirs / ours >= _AS_MUCH:
        return False
    (before, after), (old, new) = found.here.values(change), found.there.values(other)
    return not (after - before and after - before <= new - old)


def _has_the_same_words(change: Change, drafts: RevisionIndex) -> bool:
    """Whether only capitals and spelling changed, which shift a vector, but not the meaning."""
    texts = drafts.texts(change)
    old, new = (spelling_key(text, drafts.new.language) for text in texts)
    return old == new and texts[0] != texts[1]


def _is_reworded(change: Change, drafts: RevisionIndex) -> bool:
    """Whether only words changed, and no number, opening verb or footnote.

    Numbers are compared by value: an edit may contain only part of one (一千万 → 三千万), or the
    number may be the same in another form (100,000 → 000 100).
    """
    if change.kind is not ChangeKind.EDITED or drafts.has_other_values(change):
        return False
    other_types = _VALUES - {EditType.NUMBER} | {EditType.VERB, EditType.FOOTNOTE}
    return not edit_types(change.edits) & other_types
