"""Convert a change to the marked runs of text that a page shows, including footnote marks.

A `Change` has offsets into two joined texts; a page needs, paragraph by paragraph, runs that are
unchanged, inserted or deleted. This module only converts them; it knows no rows, columns or HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from aligner.values import Change, ChangeKind, Document, Edit, EditTag, EditType, Revision, Span, indices
from aligner.view.search_folding import is_silent


class Mark(StrEnum):
    """The change to a run of text between the two drafts shown."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


class Role(StrEnum):
    """The role of a piece: words, a footnote mark, or the border between two paragraphs."""

    TEXT = "text"
    NOTE = "note"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of a paragraph with one mark.

    Attributes:
        text: text to show; the mark for a footnote, empty for a break.
        mark: inserted, deleted or unchanged.
        role: words, footnote mark or paragraph border.
        type: the type of edit (verb, number …), if the revision gives one.
        note: for a note, the index of its footnote in its document (the old one for a deleted
            note), or None if the document has no such footnote.
        hit: whether it is (part of) a search hit.
        flagged: whether it is (part of) words that a finding of the checks concerns.
        words: the numbers of the words in the row's pivot text that it corresponds to.
        affected: whether it corresponds to words that the pivot's amendment changed.
        doubtful: whether text recognition may have misread it.
    """

    text: str
    mark: Mark = Mark.EQUAL
    role: Role = Role.TEXT
    type: EditType | None = None
    note: int | None = None
    hit: bool = False
    flagged: bool = False
    words: tuple[int, ...] = ()
    affected: bool = False
    doubtful: bool = False

    @property
    def is_current(self) -> bool:
        """Whether it is text of the newer draft."""
        return self.role is Role.TEXT and self.mark is not Mark.DELETED


def cut(piece: Piece, marks: Mapping[int, Mapping[str, Any]], start: int = 0) -> Iterator[Piece]:
    """Cut a run where the marks of its characters change, and give each part its marks.

    A combining accent stays with its letter.

    Args:
        piece: the run.
        marks: the attributes of the part with a character, by the offset of this in a longer text.
        start: the offset of the run there.
    """
    marked: list[Mapping[str, Any]] = []
    for offset, character in enumerate(piece.text, start):
        joined = bool(marked) and is_silent(character)
        marked.append(marked[-1] if joined else marks.get(offset, {}))
    if not any(marked):
        yield piece
        return
    for attributes, group in groupby(range(len(marked)), key=marked.__getitem__):
        places = list(group)
        yield replace(piece, text=piece.text[places[0] : places[-1] + 1], **attributes)


def footnote_indices(document: Document) -> dict[int, tuple[int | None, ...]]:
    """Return, for each segment with footnote marks, the index of the footnote of each mark.

    Marks such as `*` recur on later pages, so the nth mark belongs to the nth footnote with that
    mark; any further marks refer to the last one.
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
    """Two drafts of one language, with the footnotes needed to mark their changes.

    Attributes:
        old: the older draft.
        new: the newer draft.
        old_notes: the footnotes of the marks in each segment of the older draft, by index.
        new_notes: the same for the newer draft.
        kept_old: the footnotes of the older draft that the newer one has, too.
        kept_new: the same of the newer draft.
    """

    old: Document
    new: Document
    old_notes: Mapping[int, tuple[int | None, ...]]
    new_notes: Mapping[int, tuple[int | None, ...]]
    kept_old: frozenset[int]
    kept_new: frozenset[int]

    @classmethod
    def of(cls, old: Document, new: Document, revision: Revision) -> Drafts:
        """Match the footnotes of `old` and `new` once, for all their changes."""
        kept = [change for change in revision.footnote_changes if change.old and change.new]
        sides = [change.old for change in kept], [change.new for change in kept]
        return cls(
            old, new, footnote_indices(old), footnote_indices(new), *map(frozenset, map(indices, sides))
        )

    def old_side(self, span: Span, *, whole: bool) -> _Side:
        """Return a change's old text with its removed footnote marks (all of them for a deletion)."""
        side = _Side(self.old, span, self.old_notes)
        side.stops = [
            stop._replace(piece=replace(stop.piece, mark=Mark.DELETED))
            for stop in side.stops
            if whole
            or stop.piece.role is Role.BREAK
            or (stop.piece.note is not None and stop.piece.note not in self.kept_old)
        ]
        return side

    def new_side(self, span: Span, *, whole: bool) -> _Side:
        """Return a change's new text; marks of new footnotes (all of them for an insertion) are inserted."""
        side = _Side(self.new, span, self.new_notes)
        side.stops = [
            stop._replace(piece=replace(stop.piece, mark=Mark.INSERTED))
            if whole or (stop.piece.note is not None and stop.piece.note not in self.kept_new)
            else stop
            for stop in side.stops
        ]
        return side


class _Stop(NamedTuple):
    """An interruption of a run: a footnote mark, or the border between two segments."""

    position: int
    piece: Piece


class _Side:
    """One joined text of a change, cut at its footnote marks and paragraph borders."""

    def __init__(self, document: Document, span: Span, notes: Mapping[int, tuple[int | None, ...]]) -> None:
        self.text = document.joined(span)
        self._doubtful = {place for each in document.doubtful_in(span) for place in each}
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
        """Return the pieces of `span`, which must not start before the last one requested."""
        start = span.start
        while self._next < len(self.stops) and self.stops[self._next].position < span.stop:
            stop = self.stops[self._next]
            self._next += 1
            if stop.position > start:
                yield from self._words(Span(start, stop.position), mark, kind)
                start = stop.position
            if stop.piece.role is Role.BREAK:
                yield Piece("", mark, Role.BREAK, kind)
                start += 1
            else:
                yield stop.piece
        if start < span.stop:
            yield from self._words(Span(start, span.stop), mark, kind)

    def _words(self, span: Span, mark: Mark, kind: EditType | None) -> Iterator[Piece]:
        """Return a run of words, cut where doubtful ones begin and end."""
        for doubtful, places in groupby(span, key=self._doubtful.__contains__) if self._doubtful else ():
            text = "".join(self.text[place] for place in places)
            yield Piece(text, mark, type=kind, doubtful=doubtful)
        if not self._doubtful:
            yield Piece(span.of(self.text), mark, type=kind)

    def rest(self) -> Iterator[Piece]:
        """Return the footnote marks after the last character."""
        for stop in self.stops[self._next :]:
            yield stop.piece
        self._next = len(self.stops)


def plain_pieces(
    document: Document, index: int, notes: Mapping[int, tuple[int | None, ...]]
) -> tuple[Piece, ...]:
    """Return the pieces of a segment that is not compared."""
    side = _Side(document, Span(index, index + 1), notes)
    return (*side.cut(Span(0, len(side.text)), Mark.EQUAL), *side.rest())


def change_pieces(change: Change, drafts: Drafts) -> dict[int, tuple[Piece, ...]]:
    """Return the marked pieces of a change, by segment of the new draft.

    A deletion has no new segments, so the old draft's are used. The border that a split inserts is
    at the end of the first paragraph; the border that a merger removes is a deleted piece where the
    paragraphs met.
    """
    is_deletion = not change.new
    paragraphs: list[list[Piece]] = [[]]
    for piece in _all_pieces(change, drafts):
        border = piece.role is Role.BREAK and (is_deletion or piece.mark is not Mark.DELETED)
        if piece.role is not Role.BREAK or (
            bool(change.old) and piece.mark is not Mark.EQUAL and not is_deletion
        ):
            paragraphs[-1].append(piece)
        if border:
            paragraphs.append([])
    indices = change.old if is_deletion else change.new
    return {index: tuple(pieces) for index, pieces in zip(indices, paragraphs, strict=True)}


def by_cells(pieces: Iterable[Piece]) -> list[list[Piece]]:
    r"""Split the pieces of a table row by cell; a tab separates two cells.

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


def _all_pieces(change: Change, drafts: Drafts) -> Iterator[Piece]:
    """Yield all pieces of a change in reading order, deletions before their replacements."""
    old = drafts.old_side(change.old, whole=change.kind is ChangeKind.DELETED)
    new = drafts.new_side(change.new, whole=change.kind is ChangeKind.INSERTED)
    for edit in change.edits:
        if edit.tag is EditTag.EQUAL:
            yield from _equal(edit, old, new)
        elif not edit.amends(old.text, new.text):
            yield from _form_difference(edit, old, new)
        else:
            yield from old.cut(edit.old, Mark.DELETED, edit.type)
            yield from new.cut(edit.new, Mark.INSERTED, edit.type)
    yield from old.rest()
    yield from new.rest()


def _form_difference(edit: Edit, old: _Side, new: _Side) -> Iterator[Piece]:
    """Yield the new text of a difference in form, unmarked, then the footnote marks that were removed."""
    yield from new.cut(edit.new, Mark.EQUAL, edit.type)
    yield from (piece for piece in old.cut(edit.old, Mark.DELETED) if piece.role is Role.NOTE)


def _equal(edit: Edit, old: _Side, new: _Side) -> Iterator[Piece]:
    """Yield an unchanged run with removed footnote marks in their old places."""
    reached, offset = edit.new.start, edit.old.start
    for piece in old.cut(edit.old, Mark.DELETED):
        offset += len(piece.text) if piece.role is Role.TEXT else piece.role is Role.BREAK
        if piece.role is Role.NOTE:
            here = edit.new.start + offset - edit.old.start
            yield from new.cut(Span(reached, here), Mark.EQUAL, edit.type)
            yield piece
            reached = here
    yield from new.cut(Span(reached, edit.new.stop), Mark.EQUAL, edit.type)
