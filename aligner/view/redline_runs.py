"""Convert a change to the marked runs of text that a page shows, including footnote marks.

A `Change` has offsets into two joined texts; a page needs, paragraph by paragraph, runs that are
unchanged, inserted or deleted. This module only converts them; it knows no rows, columns or HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
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


def cut_current(
    pieces: Iterable[Piece], marks: Mapping[int, Mapping[str, Any]], start: int = 0
) -> Iterator[Piece]:
    """Cut the current text of a paragraph, as `cut` does; what was deleted stays as it is."""
    for piece in pieces:
        if piece.is_current:
            yield from cut(piece, marks, start)
            start += len(piece.text)
        else:
            yield piece


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
class _Draft:
    """One of two drafts.

    Attributes:
        document: the draft.
        notes: the footnotes of the marks in each segment, by index.
        kept: the footnotes that the other draft has, too.
    """

    document: Document
    notes: Mapping[int, tuple[int | None, ...]]
    kept: Container[int | None]


@dataclass(frozen=True, slots=True)
class Drafts:
    """Two drafts of one language, with the footnotes needed to mark their changes."""

    old: _Draft
    new: _Draft

    @classmethod
    def of(cls, old: Document, new: Document, revision: Revision) -> Drafts:
        """Match the footnotes of `old` and `new` once, for all their changes."""
        kept = [change for change in revision.footnote_changes if change.old and change.new]
        olds, news = (frozenset(indices(spans)) for spans in ([c.old for c in kept], [c.new for c in kept]))
        return cls(_Draft(old, footnote_indices(old), olds), _Draft(new, footnote_indices(new), news))


class _Stop(NamedTuple):
    """An interruption of a run: a footnote mark, or the border between two segments."""

    position: int
    piece: Piece


class _Side:
    """One joined text of a change, cut at its footnote marks and paragraph borders.

    Args:
        draft: the draft with the text.
        span: the segments.
        mark: given to the marks of footnotes that the other draft has not. Of the older draft, the others
            are left out, since the newer one has them.
        whole: whether all footnote marks are given it.
    """

    def __init__(self, draft: _Draft, span: Span, mark: Mark, *, whole: bool = False) -> None:
        document = draft.document
        self.text = document.joined(span)
        self._doubtful = {at: {"doubtful": True} for each in document.doubtful_in(span) for at in each}
        self.stops: list[_Stop] = []
        self._next = 0
        offset = 0
        for index in span:
            segment = document.segments[index]
            for note, footnote in zip(segment.marks, draft.notes.get(index, ()), strict=True):
                changed = whole or (footnote is not None and footnote not in draft.kept)
                piece = Piece(note.mark, mark if changed else Mark.EQUAL, Role.NOTE, note=footnote)
                if changed or mark is not Mark.DELETED:
                    self.stops.append(_Stop(offset + note.position - segment.span.start, piece))
            offset += len(segment.span)
            if index + 1 < span.stop:
                border = mark if mark is Mark.DELETED else Mark.EQUAL
                self.stops.append(_Stop(offset, Piece("", border, Role.BREAK)))
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
        piece = Piece(span.of(self.text), mark, type=kind)
        return cut(piece, self._doubtful, span.start) if self._doubtful else iter((piece,))

    def rest(self) -> Iterator[Piece]:
        """Return the footnote marks after the last character."""
        return (stop.piece for stop in self.stops[self._next :])


def plain_pieces(
    document: Document, index: int, notes: Mapping[int, tuple[int | None, ...]]
) -> tuple[Piece, ...]:
    """Return the pieces of a segment that is not compared."""
    side = _Side(_Draft(document, notes, notes.get(index, ())), Span(index, index + 1), Mark.EQUAL)
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
    old = _Side(drafts.old, change.old, Mark.DELETED, whole=change.kind is ChangeKind.DELETED)
    new = _Side(drafts.new, change.new, Mark.INSERTED, whole=change.kind is ChangeKind.INSERTED)
    for edit in change.edits:
        if edit.tag is not EditTag.EQUAL and edit.amends(old.text, new.text):
            yield from old.cut(edit.old, Mark.DELETED, edit.type)
            yield from new.cut(edit.new, Mark.INSERTED, edit.type)
        else:
            yield from _unamended(edit, old, new)
    yield from old.rest()
    yield from new.rest()


def _unamended(edit: Edit, old: _Side, new: _Side) -> Iterator[Piece]:
    """Yield the new text, unmarked, with removed footnote marks in place, or after a change of form."""
    reached, offset = edit.new.start, edit.old.start
    for piece in old.cut(edit.old, Mark.DELETED):
        if piece.role is Role.NOTE:
            equal = edit.tag is EditTag.EQUAL
            here = edit.new.start + offset - edit.old.start if equal else edit.new.stop
            yield from new.cut(Span(reached, here), Mark.EQUAL, edit.type)
            yield piece
            reached = here
        else:
            offset += len(piece.text) if piece.role is Role.TEXT else 1
    yield from new.cut(Span(reached, edit.new.stop), Mark.EQUAL, edit.type)
