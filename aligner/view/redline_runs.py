"""From a change to the marked runs of text that a page shows, footnote marks included.

A `Change` counts in code points of two joined texts; a page needs, paragraph by
paragraph, runs that are as they were, inserted or deleted. This module is that step
and knows nothing of rows, columns or HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from aligner.values import Change, ChangeKind, Document, Edit, EditTag, EditType, Revision, Span
from aligner.view.search_folding import is_silent


class Mark(StrEnum):
    """What happened to a run of text between the two drafts shown."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


class Role(StrEnum):
    """What a piece is: words, a footnote's mark, or the border between two paragraphs."""

    TEXT = "text"
    NOTE = "note"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of a paragraph with one mark.

    Attributes:
        text: what to show; for a note its mark, for a break nothing.
        mark: inserted, deleted or as it was.
        role: words, footnote mark or paragraph border.
        type: what an edit touches (verb, number …), where the revision says so.
        note: for a note, the index of its footnote in its document (the old one for a
            deleted note), or None where the document has no such footnote.
        hit: whether it is (part of) what somebody searched for.
        told: whether it is (part of) what a finding of the checks is about.
    """

    text: str
    mark: Mark = Mark.EQUAL
    role: Role = Role.TEXT
    type: EditType | None = None
    note: int | None = None
    hit: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class NotePairs:
    """Which footnotes of two drafts are the same ones: indices, old to new and back."""

    old_of: Mapping[int, int] = field(default_factory=dict)
    new_of: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[Change]) -> NotePairs:
        """Read the pairs off a revision's `footnote_changes`."""
        linked = [change for change in changes if change.old and change.new]
        return cls(
            {new: change.old.start for change in linked for new in change.new},
            {old: change.new.start for change in linked for old in change.old},
        )


def cut(piece: Piece, offsets: Container[int], mark: Callable[[Piece], Piece]) -> Iterator[Piece]:
    """A run cut where its characters begin or cease to be among some, `mark` put on those that are.

    An accent that stands on its own is never cut off its letter.
    """
    inside: list[bool] = []
    for offset, character in enumerate(piece.text):
        joined = bool(inside) and is_silent(character)
        inside.append(inside[-1] if joined else offset in offsets)
    if True not in inside:
        yield piece
        return
    for marked, group in groupby(range(len(inside)), key=inside.__getitem__):
        held = list(group)
        part = replace(piece, text=piece.text[held[0] : held[-1] + 1])
        yield mark(part) if marked else part


def footnote_indices(document: Document) -> dict[int, tuple[int | None, ...]]:
    """For each segment with footnote marks, the index of the footnote behind each mark.

    Marks such as `*` come back on later pages: the nth mark belongs to the nth
    footnote of that name, and marks beyond the last one share it.
    """
    by_mark: defaultdict[str, list[int]] = defaultdict(list)
    for index, footnote in enumerate(document.footnotes):
        by_mark[footnote.mark].append(index)
    seen: defaultdict[str, int] = defaultdict(int)
    found: dict[int, tuple[int | None, ...]] = {}
    for number, segment in enumerate(document.segments):
        numbers: list[int | None] = []
        for note in segment.marks:
            candidates = by_mark.get(note.mark, [])
            numbers.append(candidates[min(seen[note.mark], len(candidates) - 1)] if candidates else None)
            seen[note.mark] += 1
        if numbers:
            found[number] = tuple(numbers)
    return found


@dataclass(frozen=True, slots=True)
class Drafts:
    """Two drafts of one language, with what marking their changes needs to know."""

    old: Document
    new: Document
    pairs: NotePairs
    old_notes: Mapping[int, tuple[int | None, ...]]
    new_notes: Mapping[int, tuple[int | None, ...]]

    @classmethod
    def of(cls, old: Document, new: Document, revision: Revision) -> Drafts:
        """Find the footnotes of `old` and `new` once, for all their changes."""
        pairs = NotePairs.of(revision.footnote_changes)
        return cls(old, new, pairs, footnote_indices(old), footnote_indices(new))

    def old_side(self, span: Span, *, whole: bool) -> _Side:
        """The old text of a change, with the footnote marks that are gone (all, for a deletion)."""
        side = _Side(self.old, span, self.old_notes)
        known = self.pairs.new_of
        side.stops = [
            _Stop(stop.position, replace(stop.piece, mark=Mark.DELETED))
            for stop in side.stops
            if whole
            or stop.piece.role is Role.BREAK
            or (stop.piece.note is not None and stop.piece.note not in known)
        ]
        return side

    def new_side(self, span: Span, *, whole: bool) -> _Side:
        """The new text of a change, its footnote marks new where their footnote is (or all are)."""
        side = _Side(self.new, span, self.new_notes)
        for number, stop in enumerate(side.stops):
            note = stop.piece.note
            if whole or (note is not None and note not in self.pairs.old_of):
                side.stops[number] = _Stop(stop.position, replace(stop.piece, mark=Mark.INSERTED))
        return side


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a run is interrupted: by a footnote mark, or by the border of two segments."""

    position: int
    piece: Piece


class _Side:
    """One joined text of a change, cut at its footnote marks and paragraph borders."""

    def __init__(self, document: Document, span: Span, notes: Mapping[int, tuple[int | None, ...]]) -> None:
        self.text = document.joined(span)
        self.stops: list[_Stop] = []
        self._next = 0
        offset = 0
        for index in span:
            segment = document.segments[index]
            for mark, footnote in zip(segment.marks, notes.get(index, ()), strict=True):
                piece = Piece(mark.mark, role=Role.NOTE, note=footnote)
                self.stops.append(_Stop(offset + mark.position - segment.span.start, piece))
            offset += len(segment.span)
            if index + 1 < span.stop:
                self.stops.append(_Stop(offset, Piece("", role=Role.BREAK)))
                offset += 1

    def cut(self, span: Span, mark: Mark, kind: EditType | None = None) -> Iterator[Piece]:
        """The pieces of `span`, which must not start before the last one asked for."""
        start = span.start
        while self._next < len(self.stops) and self.stops[self._next].position < span.stop:
            stop = self.stops[self._next]
            self._next += 1
            if stop.position > start:
                yield Piece(self.text[start : stop.position], mark, type=kind)
                start = stop.position
            if stop.piece.role is Role.BREAK:
                yield Piece("", mark, Role.BREAK, kind)
                start += 1
            else:
                yield stop.piece
        if start < span.stop:
            yield Piece(self.text[start : span.stop], mark, type=kind)

    def rest(self) -> Iterator[Piece]:
        """The footnote marks that stand after the last character."""
        for stop in self.stops[self._next :]:
            yield stop.piece
        self._next = len(self.stops)


def plain_pieces(
    document: Document, index: int, notes: Mapping[int, tuple[int | None, ...]]
) -> tuple[Piece, ...]:
    """The pieces of one segment that nothing is compared with."""
    side = _Side(document, Span(index, index + 1), notes)
    return (*side.cut(Span(0, len(side.text)), Mark.EQUAL), *side.rest())


def change_pieces(change: Change, drafts: Drafts) -> dict[int, tuple[Piece, ...]]:
    """The marked pieces of a change, by segment of the new draft.

    A deletion has no new segments: there the segments are those of the old draft.
    The border that a split adds ends the paragraph it cuts; one that a merger
    takes away stands, deleted, where the paragraphs met.
    """
    gone = not change.new
    paragraphs: list[list[Piece]] = [[]]
    for piece in _flow(change, drafts):
        border = piece.role is Role.BREAK and (gone or piece.mark is not Mark.DELETED)
        if piece.role is not Role.BREAK or (bool(change.old) and piece.mark is not Mark.EQUAL and not gone):
            paragraphs[-1].append(piece)
        if border:
            paragraphs.append([])
    indices = change.old if gone else change.new
    return {index: tuple(pieces) for index, pieces in zip(indices, paragraphs, strict=True)}


def by_cells(pieces: Iterable[Piece]) -> list[list[Piece]]:
    r"""The pieces of a row of a table, cell by cell: a tab stands between two cells.

    >>> [[piece.text for piece in cell] for cell in by_cells([Piece("Total\t"), Piece("5\t\t6")])]
    [['Total'], ['5'], [], ['6']]
    """
    cells: list[list[Piece]] = [[]]
    for piece in pieces:
        parts = piece.text.split("\t") if piece.role is Role.TEXT else [piece.text]
        for number, text in enumerate(parts):
            if number:
                cells.append([])
            if text or piece.role is not Role.TEXT:
                cells[-1].append(replace(piece, text=text))
    return cells


def _flow(change: Change, drafts: Drafts) -> Iterator[Piece]:
    """All pieces of a change in reading order, deletions before what replaces them."""
    old = drafts.old_side(change.old, whole=change.kind is ChangeKind.DELETED)
    new = drafts.new_side(change.new, whole=change.kind is ChangeKind.INSERTED)
    for edit in change.edits_over(len(old.text), len(new.text)):
        if edit.tag is EditTag.EQUAL:
            yield from _equal(edit, old, new)
        else:
            yield from old.cut(edit.old, Mark.DELETED, edit.type)
            yield from new.cut(edit.new, Mark.INSERTED, edit.type)
    yield from old.rest()
    yield from new.rest()


def _equal(edit: Edit, old: _Side, new: _Side) -> Iterator[Piece]:
    """An unchanged run, with the marks of footnotes that are gone where they stood."""
    reached, offset = edit.new.start, edit.old.start
    for piece in old.cut(edit.old, Mark.DELETED):
        offset += len(piece.text) if piece.role is Role.TEXT else piece.role is Role.BREAK
        if piece.role is Role.NOTE:
            here = edit.new.start + offset - edit.old.start
            yield from new.cut(Span(reached, here), Mark.EQUAL, edit.type)
            yield piece
            reached = here
    yield from new.cut(Span(reached, edit.new.stop), Mark.EQUAL, edit.type)
