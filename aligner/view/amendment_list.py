"""The list of amendments across languages, and badges where an amendment did not reach a language."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from aligner.revision.weigh import weigh
from aligner.segmentation.citations import listed, names
from aligner.values import (
    Amendment,
    Carried,
    Change,
    Comparison,
    DocumentKey,
    DocumentPair,
    Message,
    Weight,
)
from aligner.view.deferred import Deferred
from aligner.view.page_model import Badge, BadgeKind, Entry, ViewRow

if TYPE_CHECKING:
    from aligner.view.column_text import Sheet
    from aligner.view.line_plan import Plan, SegmentRows, Track
    from aligner.view.redline_runs import Piece

_REMARKS: Final[Mapping[Carried, BadgeKind]] = {
    Carried.NOT_CARRIED_OVER: BadgeKind.NOT_CARRIED_OVER,
    Carried.PARTLY: BadgeKind.PARTLY,
    Carried.AMENDED_HERE_ONLY: BadgeKind.AMENDED_HERE_ONLY,
    Carried.UNKNOWN: BadgeKind.UNKNOWN,
}
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


class ShownAmendments:
    """The amendments between the drafts shown, the pivot's first, each with the line it is on.

    Those on the `kept` lines, which are still right, are left out.
    """

    def __init__(
        self,
        comparison: Comparison,
        tracks: Sequence[Track],
        plan: Plan,
        segment_rows: SegmentRows,
        kept: Container[int] = frozenset(),
    ) -> None:
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
            revision = comparison.revisions.get((old, new))
            if revision is None:
                continue
            rows_of_new, rows_of_old, column = segment_rows[new], segment_rows[old], columns.get(new)
            for amendment in amendments:
                change = revision.changes[amendment.change]
                segment = change.new.start if change.new else change.old.start
                row = (rows_of_new if change.new else rows_of_old).get(segment)
                line = plan.line_of_row.get(row) if row is not None else None
                if row is None and column is not None:
                    line = plan.line_of_old_place.get((column, segment))
                if line is not None and line not in kept:
                    self.found.append((amendment, change, line))

    def weight(self, amendment: Amendment, change: Change) -> Weight:
        """Return how much an amendment matters."""
        return weigh(change, *(self._documents[key] for key in amendment.drafts))

    def name(self, amendment: Amendment, change: Change) -> str:
        """Return the citation of the amended paragraph, in the old draft if it was deleted."""
        old, new = amendment.drafts
        key, span = (new, change.new) if change.new else (old, change.old)
        if key not in self._names:
            self._names[key] = names(self._documents[key])
        return listed(self._names[key], span)


def _relevant(
    comparison: Comparison, tracks: Sequence[Track]
) -> list[tuple[DocumentPair, tuple[Amendment, ...]]]:
    """Return the amendments between the drafts shown, by drafts, the pivot's first."""
    news = {track.column.key.version for track in tracks}
    olds = {track.column.base.version for track in tracks if track.column.base}
    grouped = [
        ((old, new), tuple(amendments))
        for (old, new), amendments in groupby(comparison.amendments, key=attrgetter("drafts"))
        if new.version in news and (not olds or old.version in olds)
    ]
    return sorted(grouped, key=lambda group: group[0][1].language != comparison.pivot)


def carried_badges(
    tracks: Sequence[Track], shown_amendments: ShownAmendments
) -> dict[tuple[int, int], list[Badge]]:
    """Return badges, by line and column, for amendments that are missing or uncertain there.

    An amendment made in several languages gets only one badge, that of the pivot.
    """
    found: dict[tuple[int, int], list[Badge]] = {}
    for amendment, change, line in shown_amendments.found:
        for language, state, reason in amendment.shown_states():
            if state is Carried.CARRIED_OVER:
                continue
            column = _column_of(language, amendment, tracks)
            if column is None:
                continue
            badges = found.setdefault((line, column), [])
            if not badges:
                name = shown_amendments.name(amendment, change)
                here_only = state is Carried.AMENDED_HERE_ONLY
                other = shown_amendments.pivot if here_only else amendment.language
                badges.append(Badge(_REMARKS[state], name, None, other, reason))
    return found


def _column_of(language: str, amendment: Amendment, tracks: Sequence[Track]) -> int | None:
    """Return the column of a language for the badge; of several drafts, the one that shows the amendment."""
    columns = [number for number, track in enumerate(tracks) if track.column.key.language == language]

    def fits(number: int) -> tuple[bool, bool]:
        key, base = tracks[number].column.key, tracks[number].column.base
        marked = base is not None and base.version == amendment.old_version
        return key.version == amendment.new_version, marked

    return max(columns, key=fits, default=None)


def entries(
    tracks: Sequence[Track],
    plan: Plan,
    rows: Sequence[ViewRow],
    shown_amendments: ShownAmendments,
    kept: Container[int] = frozenset(),
) -> dict[int, Entry]:
    """Return the amendments by line, with a single entry for all languages that share one.

    Args:
        tracks: the columns.
        plan: the lines.
        rows: the rows on these lines.
        shown_amendments: the amendments.
        kept: lines to leave out, as in `shown_amendments`.
    """
    changes: dict[int, dict[int, Change]] = {}
    for column, track in enumerate(tracks):
        for change in track.sheet.amending:
            line = _line_of_change(plan, track, column, change)
            if line is not None and line not in kept:
                changes.setdefault(line, {}).setdefault(column, change)
    states = _states(shown_amendments)
    sheets = {column: track.sheet for column, track in enumerate(tracks)}
    first = {line: (amendment, change) for amendment, change, line in reversed(shown_amendments.found)}
    found = {}
    for line in {*changes, *states}:
        shown = changes.get(line, {})
        fallback = partial(shown_amendments.weight, *first.get(line, ()))
        found[line] = _entry(sheets, rows[line], shown, fallback, states.get(line, {}))
    return found


class Excerpts(Mapping[int, "tuple[Piece, ...]"]):
    """The changed words of an amendment by column, computed when they are read."""

    __slots__ = ("_changes", "_sheets")

    def __init__(self, sheets: Mapping[int, Sheet], changes: Mapping[int, Change]) -> None:
        self._sheets, self._changes = sheets, changes

    def __getitem__(self, column: int) -> tuple[Piece, ...]:
        """Return the changed words in a column."""
        return self._sheets[column].excerpt(self._changes[column])

    def __contains__(self, column: object) -> bool:
        """Whether a column has the amendment, without computing its words."""
        return column in self._changes

    def __iter__(self) -> Iterator[int]:
        """Iterate over the columns."""
        return iter(self._changes)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._changes)


def _entry(
    sheets: Mapping[int, Sheet],
    row: ViewRow,
    changes: Mapping[int, Change],
    fallback: Callable[[], Weight],
    states: Mapping[str, tuple[Carried, Message | None]],
) -> Entry:
    """Return an entry; `fallback` weighs an amendment made only in languages that are not shown."""
    return Entry(
        row=row.number,
        place=row.place,
        old_place=row.old_place,
        kinds={column: change.kind for column, change in changes.items()},
        excerpts=Excerpts(sheets, changes),
        deferred_weight=Deferred(partial(_weight, sheets, changes) if changes else fallback),
        deferred_size=Deferred(partial(_size, sheets, changes)),
        states=states,
        outside=bool(changes) and all(sheets[n].is_outside(change) for n, change in changes.items()),
    )


def _weight(sheets: Mapping[int, Sheet], changes: Mapping[int, Change]) -> Weight:
    """Return the weight of an amendment in the column where it matters most."""
    weights = [sheets[column].weight(change) for column, change in changes.items()]
    return max(weights, key=lambda each: each.score)


def _size(sheets: Mapping[int, Sheet], changes: Mapping[int, Change]) -> tuple[int, int]:
    """Return the number of words deleted and inserted in the first column that has the amendment."""
    return next((sheets[column].size(change) for column, change in changes.items()), (0, 0))


def _line_of_change(plan: Plan, track: Track, column: int, change: Change) -> int | None:
    if change.new:
        return plan.line_of(track.column.key, change.new.start)
    return plan.line_of_old_place.get((column, change.old.start))


def _states(shown_amendments: ShownAmendments) -> dict[int, dict[str, tuple[Carried, Message | None]]]:
    """Return the state of each language by line; if amendments disagree, the worst."""
    found: dict[int, dict[str, tuple[Carried, Message | None]]] = {}
    for amendment, _, line in shown_amendments.found:
        by_language = found.setdefault(line, {})
        for language, state, reason in amendment.shown_states():
            before = by_language.get(language)
            if before is None or (
                state is not before[0] and _WORST_FIRST.index(state) < _WORST_FIRST.index(before[0])
            ):
                by_language[language] = (state, reason)
    return found
