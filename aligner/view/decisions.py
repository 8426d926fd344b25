"""People's decisions on amendments, kept by what was amended and found again by row.

A row's number, a change's index and a paragraph's label all change when links are edited or a draft is
added; the words before and after an amendment do not. Two amendments with the same words are one here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from aligner.values import (
    Change,
    Comparison,
    Decision,
    DecisionKind,
    Document,
    DocumentPair,
    Revision,
    data_files,
)
from aligner.values.comparison import rows_of
from aligner.values.digest import digest
from aligner.view.page_model import View, reworded_notes
from aligner.view.redline_runs import footnote_indices

DECISION_SIGNS: Final[Mapping[str, str]] = data_files.tables("signs.toml")["decisions"]
"""The sign of a decision in lists and beside rows."""

Fingerprints = Mapping[DocumentPair, Mapping[int, str]]
"""Fingerprint of each amendment of each revision, by its index there."""

Versions = tuple[str, str]
"""The names of an older and a newer draft."""


@dataclass(frozen=True, slots=True)
class Amended:
    """An amendment on a row: the drafts of its revision, its index there, and its fingerprint."""

    drafts: DocumentPair
    change: int
    mark: str

    @property
    def versions(self) -> Versions:
        """The drafts between which it was made."""
        return self.drafts[0].version, self.drafts[1].version


@dataclass(frozen=True, slots=True)
class RowDecisions:
    """What was decided on the amendments of a row.

    Attributes:
        now: on those between the drafts shown, if there are any.
        before: the last decision on one between earlier drafts.
        earlier: that amendment.
        amended: whether there are amendments between the drafts shown.
    """

    now: Decision | None = None
    before: Decision | None = None
    earlier: Amended | None = None
    amended: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is to be discussed: so decided now, or before and not decided since."""
        kinds = [decision.kind for decision in (self.now or self.before,) if decision is not None]
        return DecisionKind.DISCUSS in kinds


def fingerprints(comparison: Comparison) -> Fingerprints:
    """Return the fingerprints of all amendments; a paragraph with a reworded footnote counts as amended."""
    return {drafts: marks_of(comparison, drafts) for drafts in comparison.revisions}


def marks_of(comparison: Comparison, drafts: DocumentPair) -> Mapping[int, str]:
    """Return the fingerprints of the amendments of one revision."""
    old, new = (comparison.documents[key] for key in drafts)
    return dict(_marked(old, new, comparison.revisions[drafts]))


def _marked(old: Document, new: Document, revision: Revision) -> Iterator[tuple[int, str]]:
    noted = reworded_notes(new, revision)
    for number, change in enumerate(revision.changes):
        notes = [
            "\n".join(new.footnotes[note].text for note in noted[index])
            for index in change.new
            if index in noted
        ]
        if change.is_amendment or notes:
            yield number, digest(new.language, old.joined(change.old), new.joined(change.new), *notes)


def carried_decisions(
    before: Comparison, after: Comparison, decided: Mapping[str, Decision]
) -> Mapping[str, Decision]:
    """Return the decisions on amendments that have taken the place of others.

    Where a paragraph is divided, or a draft inserted between two, an amendment becomes several. Each has
    the old or the new words of the one that was decided on, or a part of these.

    Args:
        before: the comparison before.
        after: the comparison afterwards.
        decided: the decisions by fingerprint.
    """
    if not decided or before.revisions is after.revisions:
        return {}
    were, are = (dict(_worded(*each)) for each in ((before, after), (after, before)))
    gone = [(words, decided[mark]) for mark, words in were.items() if mark in decided and mark not in are]
    found: dict[str, Decision] = {}
    for mark, words in are.items() if gone else ():
        if mark not in were and mark not in decided:
            decision = next((each for others, each in gone if _share_words(words, others)), None)
            if decision is not None:
                found[mark] = decision
    return found


Words = tuple[str, str, str]
"""The language of an amendment, and its paragraphs before and after."""


def _worded(comparison: Comparison, other: Comparison) -> Iterator[tuple[str, Words]]:
    """Yield the amendments of revisions that another comparison does not have, by fingerprint."""
    for drafts, revision in comparison.revisions.items():
        if other.revisions.get(drafts) is not revision:
            old, new = (comparison.documents[key] for key in drafts)
            for number, mark in _marked(old, new, revision):
                change = revision.changes[number]
                yield mark, (new.language, old.joined(change.old), new.joined(change.new))


def _share_words(one: Words, other: Words) -> bool:
    if one[0] != other[0]:
        return False
    sides = ((one[1], other[1]), (one[2], other[2]))
    return any(mine and theirs and (mine in theirs or theirs in mine) for mine, theirs in sides)


def amended_rows(comparison: Comparison, marks: Fingerprints) -> Mapping[int, tuple[Amended, ...]]:
    """Return the amendments on each row, those of the pivot first, by index into `comparison.rows`."""
    places = rows_of(comparison)
    found: dict[int, list[Amended]] = {}
    for drafts in sorted(marks, key=lambda drafts: drafts[1].language != comparison.pivot):
        changes = comparison.revisions[drafts].changes
        for number, mark in marks[drafts].items():
            change = changes[number]
            side = change.new or change.old
            place = places[drafts[1] if change.new else drafts[0]].get(side.start)
            if place is not None:
                found.setdefault(place, []).append(Amended(drafts, number, mark))
    return {row: tuple(amended) for row, amended in found.items()}


def decided_rows(
    comparison: Comparison,
    rows: Mapping[int, tuple[Amended, ...]],
    decided: Mapping[str, Decision],
    shown: Collection[Versions],
) -> Mapping[int, RowDecisions]:
    """Return what was decided on the amendments of each row, by index into `comparison.rows`.

    Args:
        comparison: the comparison.
        rows: its `amended_rows`.
        decided: decisions by fingerprint.
        shown: the drafts between which amendments are shown.
    """
    order = comparison.version_order
    first = min((order[new] for _, new in shown), default=len(order))

    def of_row(amended: Iterable[Amended]) -> RowDecisions:
        changed = [one for one in amended if one.versions in shown]
        before = [
            each
            for each in amended
            if each.versions not in shown and order[each.versions[1]] < first and each.mark in decided
        ]
        last = max(before, key=lambda each: order[each.versions[1]], default=None)
        return RowDecisions(
            next((decided[each.mark] for each in changed if each.mark in decided), None),
            None if last is None else decided[last.mark],
            last,
            bool(changed),
        )

    return {row: of_row(amended) for row, amended in rows.items()}


def versions_shown(view: View) -> frozenset[Versions]:
    """Return the drafts between which a view shows amendments."""
    return frozenset((each.base.version, each.key.version) for each in view.columns if each.base is not None)


def with_decisions(comparison: Comparison, decided: Mapping[str, Decision]) -> Comparison:
    """Return a comparison with the decisions on its amendments, for what is written to files."""
    if not decided:
        return comparison
    decisions = {
        drafts: {number: decided[mark] for number, mark in marks.items() if mark in decided}
        for drafts, marks in fingerprints(comparison).items()
    }
    return replace(comparison, decisions={drafts: own for drafts, own in decisions.items() if own})


def note_decision(comparison: Comparison, drafts: DocumentPair, note: Change) -> Decision | None:
    """Return what was decided on a reworded footnote: on the first paragraph with its mark.

    Args:
        comparison: the comparison.
        drafts: of the revision.
        note: the change of the footnote.
    """
    decided = comparison.decisions.get(drafts)
    if not decided:
        return None
    marked = footnote_indices(comparison.documents[drafts[1]])
    with_mark = {index for index, notes in marked.items() if any(one in note.new for one in notes)}
    changes = comparison.revisions[drafts].changes
    return next(
        (each for number, each in decided.items() if not with_mark.isdisjoint(changes[number].new)), None
    )


def decided_view(view: View, comparison: Comparison) -> View:
    """Return a view whose entries have the decisions of a comparison."""
    if not comparison.decisions:
        return view
    marks = fingerprints(comparison)
    decided = {
        marks[drafts][number]: decision
        for drafts, own in comparison.decisions.items()
        for number, decision in own.items()
        if number in marks[drafts]
    }
    return with_row_decisions(
        view,
        decided_rows(comparison, amended_rows(comparison, marks), decided, versions_shown(view)),
    )


def with_row_decisions(view: View, rows: Mapping[int, RowDecisions]) -> View:
    """Return a view whose entries have what was decided on their rows."""
    entries = []
    for entry in view.entries:
        source = view.rows[entry.row - 1].source
        row_decisions = None if source is None else rows.get(source)
        decision = None if row_decisions is None else row_decisions.now
        entries.append(entry if decision is entry.decision else replace(entry, decision=decision))
    return replace(view, entries=tuple(entries))
