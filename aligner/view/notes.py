"""Footnotes as a list under the text: those of the draft shown, with what changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.diff import diff
from aligner.values import Document, EditTag
from aligner.view.marks import Mark, Piece, Role, pair_notes
from aligner.view.values import Column, ViewRow


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One footnote.

    Attributes:
        index: in its document's list (the older draft's for a deleted one).
        label: its mark as printed.
        pieces: its text, with what was inserted and deleted.
        mark: what became of it as a whole.
        row: the number of the row its mark stands in, or None.
    """

    index: int
    label: str
    pieces: tuple[Piece, ...]
    mark: Mark
    row: int | None


def note_lines(column: Column, number: int, rows: Sequence[ViewRow]) -> tuple[NoteLine, ...]:
    """The footnotes of one column in order, deleted ones where they stood.

    Args:
        column: the column.
        number: its index among the columns, to find its marks in `rows`.
        rows: the rows shown; footnotes whose mark is in none of them have no row.
    """
    homes = _homes(number, rows)
    new, old = column.document, column.old
    if old is None:
        return tuple(
            NoteLine(i, note.mark, (Piece(note.text),), Mark.EQUAL, homes.get((Mark.EQUAL, i)))
            for i, note in enumerate(new.footnotes)
        )
    pairs = pair_notes(old, new)
    found: list[NoteLine] = []
    reached = 0
    for index, note in enumerate(new.footnotes):
        before = pairs.old_of.get(index)
        if before is not None:
            found += [_gone(old, i, homes) for i in range(reached, before) if i not in pairs.new_of]
            reached = max(reached, before + 1)
        mark = Mark.INSERTED if before is None else Mark.EQUAL
        pieces = (Piece(note.text, mark),) if before is None else _compared(old, before, new, index)
        home = homes.get((Mark.EQUAL, index), homes.get((Mark.INSERTED, index)))
        found.append(NoteLine(index, note.mark, pieces, mark, home))
    found += [_gone(old, i, homes) for i in range(reached, len(old.footnotes)) if i not in pairs.new_of]
    return tuple(found)


def _homes(number: int, rows: Sequence[ViewRow]) -> dict[tuple[Mark, int], int]:
    """For each footnote, the first row with its mark."""
    homes: dict[tuple[Mark, int], int] = {}
    for row in rows:
        for block in row.cells[number].blocks:
            for piece in block.pieces:
                if piece.role is Role.NOTE and piece.note is not None:
                    homes.setdefault((piece.mark, piece.note), row.number)
    return homes


def _gone(old: Document, index: int, homes: dict[tuple[Mark, int], int]) -> NoteLine:
    note = old.footnotes[index]
    pieces = (Piece(note.text, Mark.DELETED),)
    return NoteLine(index, note.mark, pieces, Mark.DELETED, homes.get((Mark.DELETED, index)))


def _compared(old: Document, before: int, new: Document, after: int) -> tuple[Piece, ...]:
    """The text of a footnote against the one it was."""
    was, now = old.footnotes[before].text, new.footnotes[after].text
    if was == now:
        return (Piece(now),)
    pieces: list[Piece] = []
    for edit in diff(was, now, new.language):
        if edit.tag is EditTag.EQUAL:
            pieces.append(Piece(edit.new.of(now)))
            continue
        pieces += [Piece(edit.old.of(was), Mark.DELETED)] if edit.old else []
        pieces += [Piece(edit.new.of(now), Mark.INSERTED)] if edit.new else []
    return tuple(pieces)
