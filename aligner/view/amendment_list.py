"""The list of amendments across languages, and badges where an amendment did not reach a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from aligner.comparison.note_carry_over import RewordedNote, note_amendments
from aligner.revision.around_text import is_around
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


def not_followed_here(plan: Plan) -> tuple[str, ...]:
    """Return the languages shown that lack one of two drafts between which another language was amended.

    Whether the amendment reached them is unknown. A list of missing amendments must name these
    languages, since it would look complete otherwise.
    """
    comparison, shown = plan.comparison, {track.column.key.language for track in plan.tracks}
    amended = [drafts for drafts, _ in _relevant(plan)]
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
class ShownAmendment:
    """An amendment, or a reworded footnote, between the drafts shown.

    Attributes:
        line: its line; of a footnote, that of its first mark.
        drafts: keys of the drafts between which it was made.
        key: the draft with the amended paragraphs: the old one if they were deleted.
        span: the amended paragraphs.
        states: the language that each is shown for, whether it was carried over, and the reason.
        weight: computes how much it matters.
        note: the footnote, if it is one.
    """

    line: int
    drafts: DocumentPair
    key: DocumentKey
    span: Span
    states: tuple[tuple[str, Carried, Message | None], ...]
    weight: Callable[[], Weight]
    note: RewordedNote | None = None


def shown_amendments(plan: Plan) -> tuple[ShownAmendment, ...]:
    """Return the amendments between the drafts shown, the pivot's first, then the reworded footnotes."""
    return (*_amendments(plan), *_notes(plan))


def _amendments(plan: Plan) -> Iterator[ShownAmendment]:
    columns = {track.column.key: number for number, track in reversed(list(enumerate(plan.tracks)))}
    for drafts, amendments in _relevant(plan):
        old, new = drafts
        changes, documents = plan.comparison.revisions[drafts].changes, plan.comparison.documents
        for amendment in amendments:
            change = changes[amendment.change]
            key, span = (new, change.new) if change.new else (old, change.old)
            line = plan.line_of(key, span.start)
            if line is None and key == old and new in columns:
                line = plan.line_of_old_place(columns[new], span.start)
            if line is not None:
                weight = partial(weigh, change, documents[old], documents[new])
                yield ShownAmendment(line, drafts, key, span, tuple(amendment.shown_states()), weight)


def _notes(plan: Plan) -> Iterator[ShownAmendment]:
    has_notes = any(track.column.document.footnotes for track in plan.tracks)
    for note, states in note_amendments(plan.comparison) if has_notes else ():
        assert note.paragraph is not None
        line = plan.line_of(note.drafts[1], note.paragraph)
        if line is not None and _is_shown(note.drafts, plan.tracks):
            span = Span(note.paragraph, note.paragraph + 1)
            shown = tuple((language, *state) for language, state in states.items())
            weight = partial(_note_weight, plan.comparison, note)
            yield ShownAmendment(line, note.drafts, note.drafts[1], span, shown, weight, note)


def _note_weight(comparison: Comparison, note: RewordedNote) -> Weight:
    return weigh_note(note.change, *(notes_document(comparison.documents[key]) for key in note.drafts))


def _relevant(plan: Plan) -> list[tuple[DocumentPair, tuple[Amendment, ...]]]:
    """Return the amendments between the drafts shown, by drafts, the pivot's first."""
    grouped = [
        (drafts, tuple(amendments))
        for drafts, amendments in groupby(plan.comparison.amendments, key=attrgetter("drafts"))
        if _is_shown(drafts, plan.tracks)
    ]
    return sorted(grouped, key=lambda group: group[0][1].language != plan.comparison.pivot)


def _is_shown(drafts: DocumentPair, tracks: Sequence[Track]) -> bool:
    """Whether some columns show the versions of two drafts."""
    old, new = drafts
    news = {track.column.key.version for track in tracks}
    olds = {track.column.base.version for track in tracks if track.column.base}
    return new.version in news and (not olds or old.version in olds)


Remarks = dict[tuple[int, int], list[Badge]]
"""Badges by line and column."""


def carried_badges(plan: Plan, shown: Iterable[ShownAmendment]) -> Remarks:
    """Return badges for amendments that are missing or uncertain in a column.

    An amendment made in several languages gets only one badge, that of the pivot.
    """
    cited: dict[DocumentKey, Sequence[str]] = {}
    for track in plan.tracks:
        cited[track.column.key] = track.sheet.names
        if track.column.base is not None:
            cited[track.column.base] = track.sheet.old_names
    found: Remarks = {}
    for each in shown:
        for language, state, reason in each.states:
            wanting = state is not Carried.CARRIED_OVER
            column = _column_of(language, each.drafts, plan.tracks) if wanting else None
            if column is None or (each.line, column) in found:
                continue
            if each.key not in cited:
                cited[each.key] = names(plan.comparison.documents[each.key])
            here_only = state is Carried.AMENDED_HERE_ONLY
            other = plan.comparison.pivot if here_only else each.drafts[1].language
            place = listed(cited[each.key], each.span)
            found[each.line, column] = [Badge(BadgeKind(state), place, None, other, reason)]
    return found


def _column_of(language: str, drafts: DocumentPair, tracks: Sequence[Track]) -> int | None:
    """Return the column of a language for the badge; of several drafts, the one that shows the amendment."""
    columns = [number for number, track in enumerate(tracks) if track.column.key.language == language]

    def fits(number: int) -> tuple[bool, bool]:
        key, base = tracks[number].column.key, tracks[number].column.base
        marked = base is not None and base.version == drafts[0].version
        return key.version == drafts[1].version, marked

    return max(columns, key=fits, default=None)


def entries(plan: Plan, rows: Sequence[ViewRow], amendments: Sequence[ShownAmendment]) -> tuple[Entry, ...]:
    """Return the amendments in order, with a single entry for all languages that share one.

    Args:
        plan: the lines.
        rows: the rows on these lines.
        amendments: the amendments.
    """
    amended: dict[int, dict[int, ShownChanges]] = {}
    for column, track in enumerate(plan.tracks):
        for change in track.sheet.amending:
            line = _line_of_change(plan, track, column, change)
            if line is not None:
                amended.setdefault(line, {}).setdefault(column, ShownChanges(track.sheet, change))
        for each in amendments:
            if each.note is not None and each.drafts == (track.column.base, track.column.key):
                shown = amended.setdefault(each.line, {}).get(column, ShownChanges(track.sheet))
                amended[each.line][column] = replace(shown, notes=(*shown.notes, each.note))
    states = _states(amendments)
    weights = {each.line: each.weight for each in reversed(amendments)}

    def entry(line: int) -> Entry:
        row, shown, fallback = rows[line], amended.get(line, {}), weights.get(line)
        return Entry(
            row=row.number,
            place=row.place,
            old_place=row.old_place,
            kinds={column: each.kind for column, each in shown.items()},
            excerpts={column: DeferredTuple(each.excerpt) for column, each in shown.items()},
            # one made only in languages that are not shown has its own weight
            deferred_weight=Deferred(fallback if fallback and not shown else partial(_weight, shown)),
            states=states.get(line, {}),
            outside=bool(shown) and all(each.outside for each in shown.values()),
        )

    return tuple(entry(line) for line in sorted({*amended, *states}))


@dataclass(frozen=True, slots=True)
class ShownChanges:
    """What one column shows of an amendment: a change to paragraphs, reworded footnotes, or both."""

    sheet: Sheet
    change: Change | None = None
    notes: tuple[RewordedNote, ...] = ()

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
        if self.change is None:
            return False
        column, change = self.sheet.column, self.change
        draft, span = (column.document, change.new) if change.new else (column.old, change.old)
        return draft is not None and is_around(draft, span)


def _weight(shown: Mapping[int, ShownChanges]) -> Weight:
    """Return the weight of an amendment in the column where it matters most."""
    return max((each.weight for each in shown.values()), key=lambda each: each.score)


def _line_of_change(plan: Plan, track: Track, column: int, change: Change) -> int | None:
    if not change.new:
        return plan.line_of_old_place(column, change.old.start)
    return plan.line_of(track.column.key, change.new.start)


def _states(shown: Iterable[ShownAmendment]) -> dict[int, dict[str, tuple[Carried, Message | None]]]:
    """Return the state of each language by line; if amendments disagree, the worst.

    A language that has the amendment of a paragraph, but not that of its footnote, has it in part.
    """
    found: dict[int, dict[str, tuple[Carried, Message | None]]] = {}
    for each in shown:
        by_language = found.setdefault(each.line, {})
        for language, state, reason in each.states:
            before = by_language.get(language)
            if before is None or _WORST_FIRST.index(state) < _WORST_FIRST.index(before[0]):
                in_part = each.note and before is not None and state is Carried.NOT_CARRIED_OVER
                by_language[language] = (Carried.PARTLY if in_part else state, reason)
    return found
