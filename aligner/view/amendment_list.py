"""The list of amendments across languages, and badges where an amendment did not reach a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from aligner.comparison.note_carry_over import NoteAmendment, note_amendments
from aligner.revision.note_changes import notes_document
from aligner.revision.weigh import weigh, weigh_note
from aligner.segmentation.citations import listed, names
from aligner.values import Message, Span
from aligner.values.comparison import (
    Amendment,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    DocumentKey,
    DocumentPair,
    Weight,
)
from aligner.view.page_model import Badge, BadgeKind, Deferred, DeferredTuple, Entry, ViewRow

if TYPE_CHECKING:
    from aligner.view.column_text import Sheet
    from aligner.view.line_plan import Plan, Track
    from aligner.view.redline_runs import Piece

_WORST_FIRST: Final = (
    Carried.NOT_CARRIED_OVER,
    Carried.PARTLY,
    Carried.AMENDED_HERE_ONLY,
    Carried.UNKNOWN,
    Carried.CARRIED_OVER,
)


def has_been_followed(comparison: Comparison) -> bool:
    """Whether the amendments were followed into the other languages.

    They may not have been even if there are any: if no other language has the same two drafts, each
    amendment is known only in its own language.
    """
    if len(comparison.languages) < 2 or not comparison.revisions:
        return False
    amended = any(c.is_amendment for revision in comparison.revisions.values() for c in revision.changes)
    return any(amendment.states for amendment in comparison.amendments) or not amended


def not_followed_here(comparison: Comparison, tracks: Sequence[Track]) -> tuple[str, ...]:
    """Return the languages shown that lack one of two drafts between which another language was amended.

    Whether the amendment reached them is unknown. A list of missing amendments must name these
    languages, since it would look complete otherwise.
    """
    shown = {track.column.key.language for track in tracks}
    amended = [drafts for drafts, _ in _relevant(comparison, tracks)]
    return tuple(
        other
        for other in comparison.languages
        if other in shown
        and any(
            old.language != other
            and (DocumentKey(other, old.version), DocumentKey(other, new.version)) not in comparison.revisions
            for old, new in amended
        )
    )


@dataclass(frozen=True, slots=True)
class ShownState:
    """Whether a language has an amendment.

    Attributes:
        line: the line of the amendment.
        drafts: keys of the drafts between which it was made.
        name: returns the citation of the amended paragraph.
        language: the language that the state is shown for.
        state: the state.
        reason: the reason, or None.
        of_note: whether the amendment is a reworded footnote.
    """

    line: int
    drafts: DocumentPair
    name: Callable[[], str]
    language: str
    state: Carried
    reason: Message | None
    of_note: bool = False


class ShownAmendments:
    """The amendments between the drafts shown, the pivot's first, each with the line it is on.

    `notes` are the reworded footnotes, each with the line of its first mark.
    """

    def __init__(self, comparison: Comparison, plan: Plan) -> None:
        tracks = plan.tracks
        self.pivot = comparison.pivot
        self._documents = comparison.documents
        self._names: dict[DocumentKey, Sequence[str]] = {}
        for track in tracks:
            self._names[track.column.key] = track.sheet.names
            if track.column.base is not None:
                self._names[track.column.base] = track.sheet.old_names
        columns = {track.column.key: number for number, track in reversed(list(enumerate(tracks)))}
        self.found: list[tuple[Amendment, Change, int]] = []
        for (old, new), amendments in _relevant(comparison, tracks):
            changes, column = comparison.revisions[old, new].changes, columns.get(new)
            for amendment in amendments:
                change = changes[amendment.change]
                key, span = (new, change.new) if change.new else (old, change.old)
                line = plan.line_of(key, span.start)
                if line is None and key == old and column is not None:
                    line = plan.line_of_old_place(column, span.start)
                if line is not None:
                    self.found.append((amendment, change, line))
        self.notes: list[tuple[NoteAmendment, int]] = []
        has_notes = any(track.column.document.footnotes for track in tracks)
        for note in note_amendments(comparison) if has_notes else ():
            line = plan.line_of(note.drafts[1], note.paragraph)
            if line is not None and _is_shown(note.drafts, tracks):
                self.notes.append((note, line))

    @cached_property
    def states(self) -> tuple[ShownState, ...]:
        """The states of all amendments, those of footnotes last."""
        return tuple(self._states())

    def _states(self) -> Iterator[ShownState]:
        for amendment, change, line in self.found:
            name = partial(self._name, amendment.drafts, change.old, change.new)
            for shown in amendment.shown_states():
                yield ShownState(line, amendment.drafts, name, *shown)
        for note, line in self.notes:
            place = Span(note.paragraph, note.paragraph + 1)
            name = partial(self._name, note.drafts, place, place)
            for language, (state, reason) in note.states.items():
                yield ShownState(line, note.drafts, name, language, state, reason, of_note=True)

    def weight(self, amendment: Amendment, change: Change) -> Weight:
        """Return how much an amendment matters."""
        return weigh(change, *(self._documents[key] for key in amendment.drafts))

    def note_weight(self, note: NoteAmendment) -> Weight:
        """Return how much a reworded footnote matters."""
        return weigh_note(note.change, *(notes_document(self._documents[key]) for key in note.drafts))

    def _name(self, drafts: DocumentPair, old: Span, new: Span) -> str:
        """Return the citation of an amended paragraph, in the old draft if it was deleted."""
        key, span = (drafts[1], new) if new else (drafts[0], old)
        if key not in self._names:
            self._names[key] = names(self._documents[key])
        return listed(self._names[key], span)


def _relevant(
    comparison: Comparison, tracks: Sequence[Track]
) -> list[tuple[DocumentPair, tuple[Amendment, ...]]]:
    """Return the amendments between the drafts shown, by drafts, the pivot's first."""
    grouped = [
        (drafts, tuple(amendments))
        for drafts, amendments in groupby(comparison.amendments, key=attrgetter("drafts"))
        if _is_shown(drafts, tracks)
    ]
    return sorted(grouped, key=lambda group: group[0][1].language != comparison.pivot)


def _is_shown(drafts: DocumentPair, tracks: Sequence[Track]) -> bool:
    """Whether some columns show the versions of two drafts."""
    old, new = drafts
    news = {track.column.key.version for track in tracks}
    olds = {track.column.base.version for track in tracks if track.column.base}
    return new.version in news and (not olds or old.version in olds)


def carried_badges(
    tracks: Sequence[Track], shown_amendments: ShownAmendments
) -> dict[tuple[int, int], list[Badge]]:
    """Return badges, by line and column, for amendments that are missing or uncertain there.

    An amendment made in several languages gets only one badge, that of the pivot.
    """
    found: dict[tuple[int, int], list[Badge]] = {}
    for each in shown_amendments.states:
        if each.state is Carried.CARRIED_OVER:
            continue
        column = _column_of(each.language, each.drafts, tracks)
        if column is not None and (each.line, column) not in found:
            here_only = each.state is Carried.AMENDED_HERE_ONLY
            other = shown_amendments.pivot if here_only else each.drafts[1].language
            badge = Badge(BadgeKind(each.state), each.name(), None, other, each.reason)
            found[each.line, column] = [badge]
    return found


def _column_of(language: str, drafts: DocumentPair, tracks: Sequence[Track]) -> int | None:
    """Return the column of a language for the badge; of several drafts, the one that shows the amendment."""
    columns = [number for number, track in enumerate(tracks) if track.column.key.language == language]

    def fits(number: int) -> tuple[bool, bool]:
        key, base = tracks[number].column.key, tracks[number].column.base
        marked = base is not None and base.version == drafts[0].version
        return key.version == drafts[1].version, marked

    return max(columns, key=fits, default=None)


def entries(plan: Plan, rows: Sequence[ViewRow], shown_amendments: ShownAmendments) -> tuple[Entry, ...]:
    """Return the amendments in order, with a single entry for all languages that share one.

    Args:
        plan: the lines.
        rows: the rows on these lines.
        shown_amendments: the amendments.
    """
    amended: dict[int, dict[int, ShownChanges]] = {}
    for column, track in enumerate(plan.tracks):
        for change in track.sheet.amending:
            line = _line_of_change(plan, track, column, change)
            if line is not None:
                amended.setdefault(line, {}).setdefault(column, ShownChanges(track.sheet, change))
        for note, line in shown_amendments.notes:
            if note.drafts == (track.column.base, track.column.key):
                shown = amended.setdefault(line, {}).get(column, ShownChanges(track.sheet))
                amended[line][column] = replace(shown, notes=(*shown.notes, note))
    states = _states(shown_amendments)
    weights: dict[int, Callable[[], Weight]] = {
        line: partial(shown_amendments.note_weight, note) for note, line in shown_amendments.notes
    }
    for amendment, change, line in reversed(shown_amendments.found):
        weights[line] = partial(shown_amendments.weight, amendment, change)
    return tuple(
        _entry(rows[line], amended.get(line, {}), weights.get(line), states.get(line, {}))
        for line in sorted({*amended, *states})
    )


@dataclass(frozen=True, slots=True)
class ShownChanges:
    """What one column shows of an amendment: a change to paragraphs, reworded footnotes, or both."""

    sheet: Sheet
    change: Change | None = None
    notes: tuple[NoteAmendment, ...] = ()

    @property
    def kind(self) -> ChangeKind:
        """The kind of change; a paragraph of which only a footnote was reworded counts as edited."""
        return ChangeKind.EDITED if self.change is None else self.change.kind

    def excerpt(self) -> tuple[Piece, ...]:
        """Return the changed words, those of footnotes last."""
        return self.sheet.excerpt(self.change, [(note.mark, note.change) for note in self.notes])

    @property
    def weight(self) -> Weight:
        """How much it matters."""
        weights = [] if self.change is None else [self.sheet.weight(self.change)]
        weights += [self.sheet.note_weight(note.change) for note in self.notes]
        return max(weights, key=lambda each: each.score)

    @property
    def outside(self) -> bool:
        """Whether it is outside the text, in the masthead or the meeting line."""
        return self.change is not None and self.sheet.is_outside(self.change)


def _entry(
    row: ViewRow,
    shown: Mapping[int, ShownChanges],
    fallback: Callable[[], Weight] | None,
    states: Mapping[str, tuple[Carried, Message | None]],
) -> Entry:
    """Return an entry; `fallback` weighs an amendment made only in languages that are not shown."""
    return Entry(
        row=row.number,
        place=row.place,
        old_place=row.old_place,
        kinds={column: each.kind for column, each in shown.items()},
        excerpts={column: DeferredTuple(each.excerpt) for column, each in shown.items()},
        deferred_weight=Deferred(fallback if fallback and not shown else partial(_weight, shown)),
        states=states,
        outside=bool(shown) and all(each.outside for each in shown.values()),
    )


def _weight(shown: Mapping[int, ShownChanges]) -> Weight:
    """Return the weight of an amendment in the column where it matters most."""
    return max((each.weight for each in shown.values()), key=lambda each: each.score)


def _line_of_change(plan: Plan, track: Track, column: int, change: Change) -> int | None:
    if not change.new:
        return plan.line_of_old_place(column, change.old.start)
    return plan.line_of(track.column.key, change.new.start)


def _states(shown_amendments: ShownAmendments) -> dict[int, dict[str, tuple[Carried, Message | None]]]:
    """Return the state of each language by line; if amendments disagree, the worst.

    A language that has the amendment of a paragraph, but not that of its footnote, has it in part.
    """
    found: dict[int, dict[str, tuple[Carried, Message | None]]] = {}
    for each in shown_amendments.states:
        by_language = found.setdefault(each.line, {})
        before = by_language.get(each.language)
        if before is None or _WORST_FIRST.index(each.state) < _WORST_FIRST.index(before[0]):
            in_part = each.of_note and before is not None and each.state is Carried.NOT_CARRIED_OVER
            by_language[each.language] = (Carried.PARTLY if in_part else each.state, each.reason)
    return found
