"""Amendments across languages: the list of them, and the remarks where one did not arrive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from aligner.text import shorten
from aligner.values import Amendment, Carried, Change, ChangeKind, Comparison, DocumentKey
from aligner.view.cited import listed, names
from aligner.view.marks import Mark, Piece, Role
from aligner.view.plan import Plan, Track, rows_of
from aligner.view.values import TONED_DOWN, Badge, BadgeKind, Entry, ViewRow

EXCERPT: Final = 60
"""How many characters of changed text an entry quotes, at most, from each run."""

SHOWN: Final = 4
"""How many edited runs an entry quotes; the rest is an ellipsis."""

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
    """Whether somebody asked, for the amendments there are, if they reached the other languages.

    Amendments alone do not say so: where no other language has the same two drafts, each of
    them is known of its own language only.
    """
    if len(comparison.languages) < 2 or not comparison.revisions:
        return False
    amended = any(c.is_amendment for revision in comparison.revisions.values() for c in revision.changes)
    return any(amendment.states for amendment in comparison.amendments) or not amended


def not_followed(comparison: Comparison, amendments: Iterable[Amendment]) -> tuple[str, ...]:
    """The languages that lack one of the two drafts of some amendment made in another.

    Nobody can say whether it arrived there, so that no list of what did not may pass as complete
    without naming them.
    """
    revised = {(old.language, old.version, new.version) for old, new in comparison.revisions}
    made = {(each.language, each.old_version, each.new_version) for each in amendments}
    return tuple(
        other
        for other in comparison.languages
        if any(language != other and (other, *drafts) not in revised for language, *drafts in made)
    )


def not_followed_here(comparison: Comparison, tracks: Sequence[Track]) -> tuple[str, ...]:
    """The same of the amendments between the drafts shown, and the languages shown."""
    shown = {track.column.key.language for track in tracks}
    return tuple(each for each in not_followed(comparison, _relevant(comparison, tracks)) if each in shown)


class _Places:
    """On which line an amendment stands, whether or not its language is a column."""

    def __init__(self, comparison: Comparison, plan: Plan) -> None:
        self._comparison, self._plan = comparison, plan
        self._rows: dict[DocumentKey, dict[int, int]] = {}
        self._names: dict[DocumentKey, tuple[str, ...]] = {}

    def change(self, amendment: Amendment) -> Change | None:
        """The change behind an amendment, or None where its drafts were not compared."""
        revision = self._comparison.revisions.get(amendment.drafts)
        return None if revision is None else revision.changes[amendment.change]

    def line(self, amendment: Amendment, tracks: Sequence[Track]) -> int | None:
        """The line it is shown on, or None."""
        change = self.change(amendment)
        if change is None:
            return None
        old, new = amendment.drafts
        key, segment = (new, change.new.start) if change.new else (old, change.old.start)
        if key not in self._rows:
            self._rows[key] = rows_of(self._comparison, key)
        row = self._rows[key].get(segment)
        if row is not None:
            return self._plan.line_of_row.get(row)
        column = next((n for n, track in enumerate(tracks) if track.column.key == new), None)
        return None if column is None else self._plan.line_of_left.get((column, segment))

    def name(self, amendment: Amendment, change: Change) -> str:
        """How the amended paragraph is cited: in the new draft, or in the old if it is gone."""
        old, new = amendment.drafts
        key, span = (new, change.new) if change.new else (old, change.old)
        if key not in self._names:
            self._names[key] = names(self._comparison.documents[key])
        return listed(self._names[key], span)


def _relevant(comparison: Comparison, tracks: Sequence[Track]) -> Iterator[Amendment]:
    """The amendments between the drafts shown, those of the pivot first."""
    news = {track.column.key.version for track in tracks}
    olds = {track.column.base.version for track in tracks if track.column.base}
    kept = [a for a in comparison.amendments if a.new_version in news and (not olds or a.old_version in olds)]
    yield from sorted(kept, key=lambda amendment: amendment.language != comparison.pivot)


def carried_badges(
    comparison: Comparison, tracks: Sequence[Track], plan: Plan
) -> dict[tuple[int, int], list[Badge]]:
    """By line and column, the remarks on amendments that did not (surely) arrive there.

    An amendment that several languages made is remarked on once, as the pivot's.
    """
    places = _Places(comparison, plan)
    found: dict[tuple[int, int], list[Badge]] = {}
    for amendment in _relevant(comparison, tracks):
        line, change = places.line(amendment, tracks), places.change(amendment)
        if line is None or change is None:
            continue
        for language, state in amendment.states.items():
            kind = _REMARKS.get(state)
            at = amendment.language if kind is BadgeKind.AMENDED_HERE_ONLY else language
            column = None if kind is None else _column_of(at, amendment, tracks)
            if kind is None or column is None:
                continue
            badges = found.setdefault((line, column), [])
            if not badges:
                name, reason = places.name(amendment, change), amendment.reasons.get(language, "")
                badges.append(Badge(kind, name, None, amendment.language, reason))
    return found


def _column_of(language: str, amendment: Amendment, tracks: Sequence[Track]) -> int | None:
    """In which column of a language to remark on an amendment: of several drafts, where it is shown."""
    columns = [number for number, track in enumerate(tracks) if track.column.key.language == language]

    def fits(number: int) -> tuple[bool, bool]:
        key, base = tracks[number].column.key, tracks[number].column.base
        marked = base is not None and base.version == amendment.old_version
        return key.version == amendment.new_version, marked

    return max(columns, key=fits, default=None)


def entries(
    comparison: Comparison, tracks: Sequence[Track], plan: Plan, rows: Sequence[ViewRow]
) -> tuple[Entry, ...]:
    """The list of amendments, in the order of the page; one entry for all languages that share it."""
    kinds: dict[int, dict[int, ChangeKind]] = {}
    excerpts: dict[int, tuple[Piece, ...]] = {}
    for column, track in enumerate(tracks):
        for change in track.revision.changes if track.revision else ():
            line = _line_of_change(plan, track, column, change)
            if change.kind in TONED_DOWN or line is None:
                continue
            kinds.setdefault(line, {}).setdefault(column, change.kind)
            excerpts.setdefault(line, _excerpt(track, change))
    states = _states(comparison, tracks, plan)
    return tuple(
        Entry(
            row=line + 1,
            place=rows[line].place,
            old_place=rows[line].old_place,
            kinds=kinds.get(line, {}),
            excerpt=excerpts.get(line, ()),
            states=states.get(line, {}),
        )
        for line in sorted({*kinds, *states})
    )


def _line_of_change(plan: Plan, track: Track, column: int, change: Change) -> int | None:
    if change.new:
        return plan.line_of(track, change.new.start)
    return plan.line_of_left.get((column, change.old.start))


def _states(
    comparison: Comparison, tracks: Sequence[Track], plan: Plan
) -> dict[int, dict[str, tuple[Carried, str]]]:
    """By line, what is known of each language; where amendments disagree, the worst."""
    places = _Places(comparison, plan)
    found: dict[int, dict[str, tuple[Carried, str]]] = {}
    for amendment in _relevant(comparison, tracks):
        line = places.line(amendment, tracks)
        if line is None:
            continue
        by_language = found.setdefault(line, {})
        for language, state in amendment.states.items():
            before = by_language.get(language)
            if before is None or _WORST_FIRST.index(state) < _WORST_FIRST.index(before[0]):
                by_language[language] = (state, amendment.reasons.get(language, ""))
    return found


def _excerpt(track: Track, change: Change) -> tuple[Piece, ...]:
    """The words that changed, or the opening of a paragraph that came, went or moved as a whole."""
    if change.new:
        pieces = [piece for index in change.new for piece in track.pieces(index)]
    else:
        pieces = [piece for pieces in track.deleted_pieces(change).values() for piece in pieces]
    words = [piece for piece in pieces if piece.role is Role.TEXT]
    edited = [piece for piece in words if piece.mark is not Mark.EQUAL and not piece.text.isspace()]
    notes = [piece for piece in pieces if piece.role is Role.NOTE and piece.mark is not Mark.EQUAL]
    if change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED, ChangeKind.MOVED) or not edited:
        return (*(_short(piece) for piece in words[:1]), *notes)
    more = (Piece(" …"),) if len(edited) > SHOWN else ()
    return (*(_short(piece) for piece in edited[:SHOWN]), *more)


def _short(piece: Piece) -> Piece:
    return Piece(shorten(piece.text, EXCERPT), piece.mark, type=piece.type)
