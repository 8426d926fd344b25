"""Did an amendment made in one language reach the others?

For each amendment its counterpart is sought in every other language that has both
drafts: by the alignment of the new drafts, and by that of the old ones, since a deleted
paragraph has only the latter and a moved one may have lost the former. Then what was
done here is held against what was done there: edited, moved, split, merged, inserted,
deleted; and, inside the words, whether a number or an opening verb changed.

Where the texts cannot tell, the state is `unknown` and says why: a wrong alarm costs a
translator's trust, a doubt named as such does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from aligner.languages.numerals import numerals
from aligner.languages.openings import Opening, opening
from aligner.values import (
    Alignment,
    Amendment,
    Carried,
    Change,
    ChangeKind,
    Document,
    DocumentKey,
    Edit,
    EditTag,
    EditType,
    Revision,
    Span,
)

Keys = tuple[DocumentKey, DocumentKey]

_SLIGHT: Final = frozenset({EditType.FORM, EditType.CONSEQUENTIAL})
_VALUES: Final = frozenset({EditType.NUMBER, EditType.DATE, EditType.SYMBOL, EditType.REFERENCE})
_DEEDS: Final[Mapping[ChangeKind, frozenset[str]]] = {
    ChangeKind.SPLIT: frozenset({"split"}),
    ChangeKind.MERGED: frozenset({"merged"}),
    ChangeKind.MOVED_EDITED: frozenset({"moved", "edited"}),
    ChangeKind.MOVED: frozenset({"moved"}),
    ChangeKind.INSERTED: frozenset({"inserted"}),
    ChangeKind.DELETED: frozenset({"deleted"}),
    ChangeKind.EDITED: frozenset({"edited"}),
}
_MOVED: Final = (ChangeKind.MOVED, ChangeKind.MOVED_EDITED)
REWORDED: Final = "reworded only"
"""The reason given where another language's words changed, but no number, verb or passage."""
_NOWHERE: Final = "no counterpart was found in either draft"
_ALREADY: Final = "a counterpart stood in the earlier draft already"
_NEVER: Final = "it had no counterpart in the earlier draft"
_SHAPED: Final = "the paragraphs are divided differently in this language"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, and why where the state alone does not say."""

    state: Carried
    reason: str = ""


def follow(
    pivot: str,
    alignments: Mapping[Keys, Alignment],
    revisions: Mapping[Keys, Revision],
    documents: Mapping[DocumentKey, Document],
) -> tuple[Amendment, ...]:
    """Every amendment of every language, with what became of it in the others.

    Args:
        pivot: the language the others are held against.
        alignments: (pivot document, other document) → alignment.
        revisions: (old, new) of one language → revision.
        documents: what those are between; read for opening verbs.

    Returns:
        The pivot's amendments first. States have an entry for each other language that
        has both drafts; none where a change only follows from its neighbours and
        nothing corresponds to it.
    """
    links = _Links(alignments)
    stories = {keys: _Story(keys, revision, documents) for keys, revision in revisions.items()}
    ordered = sorted(stories.values(), key=lambda story: story.new.language != pivot)
    found: list[Amendment] = []
    for story in ordered:
        others = [other for other in ordered if other is not story and other.versions == story.versions]
        for number, change in enumerate(story.changes):
            if change.is_amendment:
                verdicts = {other.new.language: _judge(change, story, other, links) for other in others}
                found.append(_amendment(story, number, verdicts, pivot))
    return tuple(found)


def _amendment(story: _Story, number: int, verdicts: Mapping[str, Verdict | None], pivot: str) -> Amendment:
    """Put the verdicts together; what the pivot lacks is a matter of this language alone."""
    told = {language: verdict for language, verdict in verdicts.items() if verdict is not None}
    here = story.new.language
    of_pivot = told.get(pivot)
    if here != pivot and of_pivot is not None and of_pivot.state is Carried.NOT_CARRIED_OVER:
        reworded = REWORDED if _is_reworded(story.changes[number]) else ""
        told = {
            language: Verdict(Carried.AMENDED_HERE_ONLY, verdict.reason or reworded)
            if verdict.state is Carried.NOT_CARRIED_OVER
            else verdict
            for language, verdict in told.items()
        }
    return Amendment(
        language=here,
        old_version=story.old.version,
        new_version=story.new.version,
        change=number,
        states={language: verdict.state for language, verdict in told.items()},
        reasons={language: verdict.reason for language, verdict in told.items() if verdict.reason},
    )


class _Story:
    """A revision with the change of each segment at hand."""

    def __init__(self, keys: Keys, revision: Revision, documents: Mapping[DocumentKey, Document]) -> None:
        self.old, self.new = keys
        self._documents = documents
        self.versions = (self.old.version, self.new.version)
        self.changes = revision.changes
        self._of_old = {index: change for change in revision.changes for index in change.old}
        self._of_new = {index: change for change in revision.changes for index in change.new}
        self._verbs: dict[int, tuple[Opening | None, Opening | None]] = {}
        self._values: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def touching(self, old: Iterable[int], new: Iterable[int]) -> list[Change]:
        """The changes of these segments of the old and of the new draft, each once."""
        found = [self._of_old[index] for index in old] + [self._of_new[index] for index in new]
        return list({id(change): change for change in found}.values())

    def texts(self, change: Change) -> tuple[str, str]:
        """A change's old and new text."""
        old, new = self._documents[self.old], self._documents[self.new]
        return old.joined(change.old), new.joined(change.new)

    def verbs(self, change: Change) -> tuple[Opening | None, Opening | None]:
        """The opening verb of a change's old and new text, read once for all languages."""
        if id(change) not in self._verbs:
            old, new = self.texts(change)
            self._verbs[id(change)] = opening(old, self.old.language), opening(new, self.new.language)
        return self._verbs[id(change)]

    def values(self, change: Change) -> tuple[frozenset[str], frozenset[str]]:
        """The numbers of a change's old and new text, dates and symbols included, read once."""
        if id(change) not in self._values:
            old, new = self.texts(change)
            found = values_of(old, self.old.language)
            self._values[id(change)] = found, found if new == old else values_of(new, self.new.language)
        return self._values[id(change)]


class _Links:
    """From a document's segments to those of another language, by way of the pivot where need be."""

    def __init__(self, alignments: Mapping[Keys, Alignment]) -> None:
        self._beads: dict[Keys, dict[int, Span]] = {}
        self._moves: dict[Keys, dict[int, Span]] = {}
        for (source, target), alignment in alignments.items():
            there = {index: bead.target for bead in alignment.beads for index in bead.source}
            back = {index: bead.source for bead in alignment.beads for index in bead.target}
            self._beads[source, target], self._beads[target, source] = there, back
            self._moves[source, target] = {i: move.target for move in alignment.moves for i in move.source}
            self._moves[target, source] = {i: move.source for move in alignment.moves for i in move.target}
        self._pivots = dict.fromkeys(source for source, _ in alignments)

    def reach(self, here: DocumentKey, there: DocumentKey, segments: Iterable[int]) -> list[int]:
        """The counterparts of some segments in another document, in order."""
        if (here, there) in self._beads:
            return self._step(here, there, segments)
        for pivot in self._pivots:
            if (here, pivot) in self._beads and (pivot, there) in self._beads:
                return self._step(pivot, there, self._step(here, pivot, segments))
        return []

    def knows(self, here: DocumentKey, there: DocumentKey) -> bool:
        """Whether there is any way from one document to the other."""
        return (here, there) in self._beads or any(
            (here, pivot) in self._beads and (pivot, there) in self._beads for pivot in self._pivots
        )

    def _step(self, here: DocumentKey, there: DocumentKey, segments: Iterable[int]) -> list[int]:
        beads, moves = self._beads[here, there], self._moves[here, there]
        found: set[int] = set()
        for index in segments:
            found.update(beads[index] or moves.get(index, ()))
        return sorted(found)


def _judge(change: Change, here: _Story, there: _Story, links: _Links) -> Verdict | None:
    """What became of one change in one other language; None where there was nothing to carry."""
    if not (links.knows(here.old, there.old) and links.knows(here.new, there.new)):
        return Verdict(Carried.UNKNOWN, "the drafts were not aligned with each other")
    old = links.reach(here.old, there.old, change.old)
    new = links.reach(here.new, there.new, change.new)
    counterparts = there.touching(old, new)
    deeds = set[str]().union(*(_deeds(each) for each in counterparts)) if counterparts else set()
    if change.kind is ChangeKind.INSERTED:
        return _judge_insertion(change, here, there, links, counterparts, deeds)
    if change.kind is ChangeKind.DELETED:
        return _judge_deletion(change, here, there, links, counterparts, deeds)
    if change.kind in _MOVED and not deeds & {"moved"} and _passed_by_a_move(change, here, there, links):
        deeds.add("moved")
    if not deeds and _is_slight(change):
        return None
    if not counterparts:
        return Verdict(Carried.UNKNOWN, _NOWHERE)
    verdict = _judge_words(change, counterparts, deeds, len(old), len(new))
    if verdict.state is Carried.CARRIED_OVER:
        return _left_behind(change, here, counterparts, there) or verdict
    if verdict.state is Carried.NOT_CARRIED_OVER and _types(change.edits) == {EditType.VERB}:
        return _covering_verb(change, here, counterparts, there) or verdict
    return verdict


def _left_behind(change: Change, here: _Story, counterparts: list[Change], there: _Story) -> Verdict | None:
    """What an amendment that was carried over left as it was: an old number, or the old verb.

    The new number is nowhere there and the one it replaced still stands; or the verb
    there can mean the old verb but not the new one, and was left alone.
    """
    before, after = here.values(change)
    if after - before and before - after:
        kept = [there.values(each) for each in counterparts]
        stood, stands = (frozenset[str]().union(*side) for side in zip(*kept, strict=True))
        added, gone = after - before - stands, (before - after) & stood & stands
        if added and gone:
            return Verdict(Carried.PARTLY, f"{_listed(gone)} still stands there, not {_listed(added)}")
    if EditType.VERB not in _types(change.edits):
        return None
    old, new = here.verbs(change)
    if old is None or new is None:
        return None
    for each in counterparts:
        _, verb = there.verbs(each)
        untouched = EditType.VERB not in _types(each.edits)
        if verb is not None and untouched and _may_mean(verb, old) and not _may_mean(verb, new):
            return Verdict(Carried.PARTLY, f"the opening verb there is {verb.form}, as before")
    return None


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values, key=lambda value: (len(value), value)))


def values_of(text: str, language: str) -> frozenset[str]:
    """The numbers of a text that are more than an article: nought and one do not count."""
    return frozenset(found.value for found in numerals(text, language)) - {"0", "1"}


def _is_reworded(change: Change) -> bool:
    """Whether only words changed: no number, no verb, no passage."""
    telling = _VALUES | {EditType.VERB, EditType.FOOTNOTE}
    return change.kind is ChangeKind.EDITED and not _types(change.edits) & telling


def _covering_verb(change: Change, here: _Story, counterparts: list[Change], there: _Story) -> Verdict | None:
    """Why a verb that stayed may be right: one verb there can stand for both verbs here.

    призывает is Calls upon and Encourages alike.
    """
    before, after = here.verbs(change)
    for each in counterparts:
        _, kept = there.verbs(each)
        if before and after and kept and _may_mean(kept, before) and _may_mean(kept, after):
            return Verdict(Carried.UNKNOWN, f"{kept.form} can stand for {before.form} and {after.form}")
    return None


def _may_mean(one: Opening, other: Opening) -> bool:
    """Whether two verbs of two languages share a class and a rank in it."""
    ranks = dict(other.ranks)
    return any(set(found) & set(ranks.get(name, ())) for name, found in one.ranks)


def _passed_by_a_move(change: Change, here: _Story, there: _Story, links: _Links) -> bool:
    """Whether there the others are said to have moved past this one: the same move, told the other way."""
    for other in here.changes:
        if other.old and other.new and _swapped(change, other):
            old = links.reach(here.old, there.old, other.old)
            new = links.reach(here.new, there.new, other.new)
            if any(each.kind in _MOVED for each in there.touching(old, new)):
                return True
    return False


def _swapped(one: Change, other: Change) -> bool:
    return (one.old.start < other.old.start) != (one.new.start < other.new.start)


def _judge_insertion(
    change: Change,
    here: _Story,
    there: _Story,
    links: _Links,
    counterparts: list[Change],
    deeds: set[str],
) -> Verdict:
    if not counterparts:
        return Verdict(Carried.NOT_CARRIED_OVER)
    if "inserted" in deeds:
        return Verdict(Carried.CARRIED_OVER)
    if deeds:
        return Verdict(Carried.CARRIED_OVER, "the words were added to an existing paragraph")
    former = [index for each in counterparts for index in each.old]
    if links.reach(there.old, here.old, former):  # glued to a neighbour that has its own counterpart
        return Verdict(Carried.NOT_CARRIED_OVER)
    return Verdict(Carried.UNKNOWN, _ALREADY)


def _judge_deletion(
    change: Change,
    here: _Story,
    there: _Story,
    links: _Links,
    counterparts: list[Change],
    deeds: set[str],
) -> Verdict:
    if not counterparts:
        return Verdict(Carried.UNKNOWN, _NEVER)
    if "deleted" in deeds:
        return Verdict(Carried.CARRIED_OVER)
    if deeds & {"edited", "merged"}:
        remain = [index for each in counterparts for index in each.new]
        alone = not links.reach(there.new, here.new, remain)
        return (
            Verdict(Carried.PARTLY, "the paragraph was amended there, not deleted")
            if alone
            else Verdict(Carried.CARRIED_OVER, "the words were taken out of a longer paragraph")
        )
    return Verdict(Carried.NOT_CARRIED_OVER)


def _judge_words(
    change: Change, counterparts: list[Change], deeds: set[str], n_old: int, n_new: int
) -> Verdict:
    """For a paragraph that both drafts have: was the same done to it there?"""
    wanted = _DEEDS[change.kind]
    if {"inserted", "deleted"} <= deeds:  # moved so far, or edited so much, that the pair was lost
        deeds = deeds | {"moved", "edited"}
    if wanted <= deeds:
        return _judge_edits(change, counterparts) if "edited" in wanted else Verdict(Carried.CARRIED_OVER)
    if change.kind is ChangeKind.SPLIT and n_old > len(change.old):
        return Verdict(Carried.UNKNOWN, _SHAPED)
    if change.kind is ChangeKind.MERGED and n_old < len(change.old):
        return Verdict(Carried.UNKNOWN, _SHAPED)
    if wanted & deeds:
        missing = ", ".join(sorted(wanted - deeds))
        return Verdict(Carried.PARTLY, f"not {missing} there")
    if "edited" in wanted and deeds & {"split", "merged"}:
        return _judge_edits(change, counterparts)
    if deeds & {"inserted", "deleted"}:
        return Verdict(Carried.UNKNOWN, f"it was {' and '.join(sorted(deeds))} there")
    if change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED) and "edited" in deeds and n_new == n_old:
        return Verdict(Carried.PARTLY, f"the words were edited there, but not {change.kind.value}")
    return Verdict(Carried.NOT_CARRIED_OVER)


def _judge_edits(change: Change, counterparts: list[Change]) -> Verdict:
    """Whether a number or a verb that changed here changed there as well."""
    here = _types(change.edits)
    there = set[EditType]().union(*(_types(each.edits) for each in counterparts))
    if here & _VALUES and not there & _VALUES and there:
        return Verdict(Carried.PARTLY, "a number, date or reference changed here, not there")
    if EditType.VERB in here and there and there <= _VALUES:
        return Verdict(Carried.PARTLY, "the opening verb changed here, not there")
    return Verdict(Carried.CARRIED_OVER)


def _deeds(change: Change) -> frozenset[str]:
    """What was done to a paragraph, besides what only follows from its neighbours."""
    deeds = _DEEDS.get(change.kind, frozenset())
    if change.kind is ChangeKind.EDITED and _is_slight(change):
        return frozenset()
    return deeds


def _is_slight(change: Change) -> bool:
    """Whether an edit is only form, or only follows from its neighbours (Also → Further)."""
    if change.kind is not ChangeKind.EDITED:
        return False
    edits = [edit for edit in change.edits if edit.tag is not EditTag.EQUAL]
    return bool(edits) and all(edit.type in _SLIGHT for edit in edits)


def _types(edits: Iterable[Edit]) -> set[EditType]:
    return {edit.type for edit in edits if edit.type is not None and edit.type not in _SLIGHT}
