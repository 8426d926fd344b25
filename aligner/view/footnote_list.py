"""The list of footnotes under the text: those of the draft shown, with their changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.revision.note_changes import notes_document, reported_notes
from aligner.values import ChangeKind, Revision
from aligner.view.page_model import Column, ViewRow
from aligner.view.redline_runs import Drafts, Mark, Piece, Role, change_pieces


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One footnote.

    Attributes:
        index: index in its document's footnotes (in the older draft's if it was deleted).
        label: its mark as printed.
        pieces: its text, with insertions and deletions.
        mark: whether the footnote as a whole was inserted or deleted.
        row: number of the row with its mark, or None.
        kind: how it changed; None if it is the same in both drafts except for number and form.
        old_label: its mark in the older draft if it differs, or empty.
    """

    index: int
    label: str
    pieces: tuple[Piece, ...]
    mark: Mark
    row: int | None
    kind: ChangeKind | None = None
    old_label: str = ""


def note_lines(column: Column, number: int, rows: Sequence[ViewRow]) -> tuple[NoteLine, ...]:
    """Return the footnotes of one column in order, deleted ones at their old place.

    Args:
        column: the column.
        number: the column's index, by which its marks are found in `rows`.
        rows: the rows shown; a footnote whose mark is in none of them has no row.
    """
    new, old = column.document, column.old
    if not (new.footnotes or (old and old.footnotes)):
        return ()
    rows_of_notes = _rows_of_notes(number, rows)
    if old is None:
        return tuple(
            NoteLine(i, note.mark, (Piece(note.text),), Mark.EQUAL, rows_of_notes.get((Mark.EQUAL, i)))
            for i, note in enumerate(new.footnotes)
        )
    before, after = notes_document(old), notes_document(new)
    drafts = Drafts.of(before, after, Revision((), 0, 0))
    reported = {id(change) for change in reported_notes(column.revision)} if column.revision else set()
    lines: list[NoteLine] = []
    for change in column.revision.footnote_changes if column.revision else ():
        kind = change.kind if id(change) in reported or change.kind is ChangeKind.RECOGNISED else None
        for index, pieces in change_pieces(change, drafts).items():
            label = old_label = (new if change.new else old).footnotes[index].mark
            mark = Mark.INSERTED if change.new else Mark.DELETED
            if change.old and change.new:
                mark, old_label = Mark.EQUAL, old.footnotes[change.old.start].mark
            row = rows_of_notes.get((mark, index))
            if row is None and change.new:  # its mark is new in the text
                row = rows_of_notes.get((Mark.INSERTED, index))
            shown_label = old_label if old_label != label else ""
            lines.append(NoteLine(index, label, pieces, mark, row, kind, shown_label))
    return tuple(lines)


def _rows_of_notes(number: int, rows: Sequence[ViewRow]) -> dict[tuple[Mark, int], int]:
    """Return the number of the first row with each footnote's mark."""
    rows_of_notes: dict[tuple[Mark, int], int] = {}
    for row in rows:
        for block in row.cells[number].blocks:
            for piece in block.pieces:
                if piece.role is Role.NOTE and piece.note is not None:
                    rows_of_notes.setdefault((piece.mark, piece.note), row.number)
    return rows_of_notes
