"""The texts of one column, independent of its links, so that views can share them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from itertools import takewhile
from typing import Final

from aligner.revision.note_changes import notes_document
from aligner.revision.weigh import weigh, weigh_note
from aligner.segmentation.citations import listed, names
from aligner.values import Change, ChangeKind, Revision, Span, Weight, shorten
from aligner.view.page_model import Badge, BadgeKind, Block, Cell, Column, Deferred, DeferredTuple
from aligner.view.redline_runs import Drafts, Mark, Piece, Role, change_pieces, footnote_indices, plain_pieces
from aligner.view.search_folding import search_key

_EXCERPT: Final = 60
"""Largest number of characters that an entry quotes of each changed run."""

_MOST_QUOTED: Final = 4
"""Largest number of changed runs that an entry quotes; an ellipsis stands for the rest."""

SEPARATOR: Final = Piece(" … ")
"""Separates edits in an excerpt that are not adjacent in the text."""


_BADGES: Final[Mapping[ChangeKind, BadgeKind]] = {
    ChangeKind.INSERTED: BadgeKind.INSERTED,
    ChangeKind.DELETED: BadgeKind.DELETED,
    ChangeKind.SPLIT: BadgeKind.SPLIT_FROM,
    ChangeKind.MERGED: BadgeKind.MERGED_FROM,
    ChangeKind.FORM_ONLY: BadgeKind.FORM_ONLY,
    ChangeKind.RECOGNISED: BadgeKind.RECOGNISED,
}


class Sheet:
    """A column's paragraphs with their citations, changes and marked pieces, each computed once."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.change_of: dict[int, Change] = {}
        self.change_of_old: dict[int, Change] = {}
        self.names = names(column.document)
        self.old_names: Sequence[str] = () if column.old is None else names(column.old)
        self.block = cache(self._block)
        """Returns a paragraph of the document shown."""
        self._pieces: dict[int, tuple[Piece, ...]] = {}
        self._cells: dict[tuple[int, ...], Cell] = {}
        self._excerpts: dict[int, tuple[Piece, ...]] = {}
        self._weights: dict[int, Weight] = {}
        self._notes = footnote_indices(column.document)
        self._reworded_at = column.reworded_at
        changes = column.revision.changes if column.revision is not None else ()
        self.moved = tuple(change for change in changes if change.kind.is_move)
        self.departing = tuple(change for change in changes if not change.new or change.kind.is_move)
        self.departing_from = {index: change for change in self.departing for index in change.old}
        self.amending = tuple(change for change in changes if change.is_amendment)
        if column.old is not None and column.revision is not None:
            self._drafts = Drafts.of(column.old, column.document, column.revision)
            for change in column.revision.changes:
                self.change_of.update(dict.fromkeys(change.new, change))
                self.change_of_old.update(dict.fromkeys(change.old, change))

    @cached_property
    def notes(self) -> Sheet:
        """The footnotes as paragraphs of their own, with their changes."""
        column, revision = self.column, self.column.revision
        old = None if column.old is None else notes_document(column.old)
        if revision is not None and column.old is not None:
            sizes = len(column.old.footnotes), len(column.document.footnotes)
            revision = Revision(revision.footnote_changes, *sizes)
        return Sheet(replace(column, document=notes_document(column.document), old=old, revision=revision))

    def note_weight(self, change: Change) -> Weight:
        """Return how much a reworded footnote matters."""
        assert self.notes.column.old is not None
        return weigh_note(change, self.notes.column.old, self.notes.column.document)

    def pieces(self, segment: int) -> tuple[Piece, ...]:
        """Return the marked pieces of a segment of the document shown."""
        if segment not in self._pieces:
            change = self.change_of.get(segment)
            if change is None:
                self._pieces[segment] = plain_pieces(self.column.document, segment, self._notes)
            else:
                self._pieces.update(change_pieces(change, self._drafts))
        return self._pieces[segment]

    def deleted_pieces(self, change: Change) -> dict[int, tuple[Piece, ...]]:
        """Return the pieces of a deleted change, by segment of the older draft."""
        return change_pieces(change, self._drafts)

    def excerpt(self, change: Change | None, notes: Sequence[tuple[str, Change]] = ()) -> tuple[Piece, ...]:
        """Return the changed words of a change and of reworded footnotes, shortened.

        Args:
            change: a change to paragraphs, if any.
            notes: the marks of reworded footnotes, and their changes.
        """
        found = [] if change is None else [self._excerpt(change)]
        for mark, reworded in notes:
            found.append((Piece(mark, role=Role.NOTE), Piece(" "), *self.notes.excerpt(reworded)))
        return found[0] if len(found) == 1 else tuple(p for part in found for p in (SEPARATOR, *part))[1:]

    def _excerpt(self, change: Change) -> tuple[Piece, ...]:
        if id(change) not in self._excerpts:
            self._excerpts[id(change)] = _excerpt(self, change)
        return self._excerpts[id(change)]

    def weight(self, change: Change) -> Weight:
        """Return how much a change matters."""
        if id(change) not in self._weights:
            assert self.column.old is not None
            self._weights[id(change)] = weigh(change, self.column.old, self.column.document)
        return self._weights[id(change)]

    def cell(self, segments: Span, departed: Sequence[Change]) -> Cell:
        """Return a cell with the badges of its changes; the same object each time, for views to share.

        A move has no badge here, since links decide where its other place is.

        Args:
            segments: paragraphs of the document shown.
            departed: changes whose old paragraphs, deleted or moved away, follow them.
        """
        found = (segments.start, segments.stop, *map(id, departed))
        if found not in self._cells:
            self._cells[found] = self._cell(segments, departed)
        return self._cells[found]

    def _cell(self, segments: Span, departed: Sequence[Change]) -> Cell:
        blocks = [self.block(index) for index in segments]
        for change in departed:
            blocks.extend(self.old_blocks(change))
        here = self.changes(segments)
        kinds = (*(each.kind for each in here), *(each.kind for each in departed if not each.new))
        if not self._reworded_at.isdisjoint(segments):
            kinds = (*kinds, ChangeKind.EDITED)
        badges = [badge for change in (*here, *departed) for badge in self.badges(change)]
        return Cell(tuple(blocks), tuple(badges), kinds)

    def badges(self, change: Change) -> tuple[Badge, ...]:
        """Return the badges of a paragraph, unless it moved."""
        kind = _BADGES.get(change.kind)
        return () if kind is None else (Badge(kind, listed(self.old_names, change.old)),)

    def changes(self, segments: Span) -> tuple[Change, ...]:
        """Return the changes of these paragraphs of the document shown, each once."""
        return _distinct(self.change_of, segments)

    def leaving(self, segments: Span) -> tuple[Change, ...]:
        """Return the changes that deleted or moved paragraphs of the older draft, each once."""
        return _distinct(self.departing_from, segments) if self.departing else ()

    def _block(self, index: int) -> Block:
        segment = self.column.document.segments[index]
        before = self._old_index(index)
        old = None if before is None or self.column.old is None else self.column.old.segments[before]
        old_citation = "" if before is None else self.old_names[before]
        return Block(
            segment=index,
            kind=segment.kind,
            pieces=DeferredTuple(partial(self.pieces, index)),
            label=segment.label,
            old_label=old.label if old and old.label != segment.label else None,
            place=segment.place,
            old_place=old.place if old and old.place != segment.place else None,
            page=segment.page,
            header=segment.header,
            cited=self.names[index],
            old_cited=old_citation
            if search_key(old_citation) != search_key(self.names[index])
            else "",  # equal for 條 and 条
        )

    def _old_index(self, index: int) -> int | None:
        """Return the index of a paragraph's earlier form in the older draft, or None."""
        change = self.change_of.get(index)
        if change is None or not change.old:
            return None
        nth = index - change.new.start
        return change.old.start + min(nth, len(change.old) - 1)

    def old_blocks(self, change: Change) -> list[Block]:
        """Return the paragraphs of the older draft that a change deleted or moved away."""
        assert self.column.old is not None
        deleted = Deferred(lambda: {} if change.new else self.deleted_pieces(change))
        blocks = []
        for index in change.old:
            segment = self.column.old.segments[index]
            blocks.append(
                Block(
                    segment=index,
                    kind=segment.kind,
                    pieces=DeferredTuple(partial(self._old_pieces, deleted, index)),
                    mark=Mark.EQUAL if change.new else Mark.DELETED,
                    header=segment.header,
                    ghost=bool(change.new),
                    old_label=segment.label,
                    old_place=segment.place,
                    old_cited=self.old_names[index],
                )
            )
        return blocks

    def _old_pieces(self, deleted: Deferred[dict[int, tuple[Piece, ...]]], index: int) -> tuple[Piece, ...]:
        """Return the pieces of a deleted paragraph, or the text of a paragraph that moved away."""
        assert self.column.old is not None
        return deleted().get(index) or (Piece(self.column.old.text_of(index), Mark.EQUAL),)


def _distinct(change_of: Mapping[int, Change], segments: Span) -> tuple[Change, ...]:
    """Return the changes of some paragraphs, each once (changes are equal only if identical)."""
    return tuple(
        {id(change_of[index]): change_of[index] for index in segments if index in change_of}.values()
    )


def _excerpt(sheet: Sheet, change: Change) -> tuple[Piece, ...]:
    """Return the changed words, or the start of a paragraph inserted, deleted or moved as a whole."""
    pieces = _changed_pieces(sheet, change)
    words = [piece for piece in pieces if piece.role is Role.TEXT]
    edited = [piece for piece in words if piece.mark is not Mark.EQUAL and not piece.text.isspace()]
    notes = [piece for piece in pieces if piece.role is Role.NOTE and piece.mark is not Mark.EQUAL]
    if change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED, ChangeKind.MOVED):
        return (*_beginning(pieces), *notes)
    if not edited:
        return (*(_short(piece) for piece in words[:1]), *notes)
    more = (Piece(" …"),) if len(edited) > _MOST_QUOTED else ()
    return (*_separated(words, edited[:_MOST_QUOTED]), *more)


def _beginning(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Return the first words of a paragraph, ignoring footnote marks."""
    paragraph = takewhile(lambda piece: piece.role is not Role.BREAK, pieces)
    words = [piece for piece in paragraph if piece.role is Role.TEXT]
    alike = [piece.text for piece in takewhile(lambda piece: piece.mark is words[0].mark, words)]
    if alike:
        yield _short(replace(words[0], text="".join(alike)))


def _changed_pieces(sheet: Sheet, change: Change) -> list[Piece]:
    """Return the pieces of all paragraphs of a change, with breaks between them."""
    paragraphs = [sheet.pieces(index) for index in change.new]
    paragraphs = paragraphs or list(sheet.deleted_pieces(change).values())
    paragraph_break = Piece("", role=Role.BREAK)
    return [piece for pieces in paragraphs for piece in (paragraph_break, *pieces)][1:]


def _separated(words: Sequence[Piece], edited: Sequence[Piece]) -> Iterator[Piece]:
    """Return the edited pieces, shortened, with `SEPARATOR` between those that are not adjacent."""
    remaining, between = list(edited), False
    for piece in words:
        if remaining and piece is remaining[0]:
            if between and len(remaining) < len(edited):
                yield SEPARATOR
            yield _short(remaining.pop(0))
            between = False
        else:
            between = between or not piece.text.isspace()


def _short(piece: Piece) -> Piece:
    return Piece(shorten(piece.text, _EXCERPT), piece.mark, type=piece.type)
