"""The paragraphs that each document has in a row, to find them in the source files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from aligner.values import Document, DocumentKey, Span
from aligner.view.page_model import Block, Cell, Column, View, ViewRow
from aligner.view.redline_runs import Mark


def documents(view: View) -> dict[DocumentKey, Document]:
    """Return the documents shown and their earlier drafts, column by column, the newer first."""
    found: dict[DocumentKey, Document] = {}
    for column in view.columns:
        found[column.key] = column.document
        if column.base is not None and column.old is not None:
            found[column.base] = column.old
    return found


class SourcePlaces:
    """The paragraphs of one document in the rows of a view, as long as the view is shown."""

    def __init__(self, view: View, key: DocumentKey) -> None:
        self._rows = view.rows
        self._newer = [n for n, column in enumerate(view.columns) if column.key == key]
        self._older = [
            (number, _old_by_new(column)) for number, column in enumerate(view.columns) if column.base == key
        ]

    def segments(self, row: ViewRow) -> tuple[int, ...]:
        """Return the paragraphs that the document has in a row, in order."""
        found: set[int] = set()
        for number in self._newer:
            found.update(_new(row.cells[number]))
        for number, old_of in self._older:
            cell = row.cells[number]
            found.update(block.segment for block in cell.blocks if _is_old(block))
            found.update(old for new in _new(cell) for old in old_of.get(new, ()))
        return tuple(sorted(found))

    def nearest(self, row: ViewRow) -> tuple[int, ...]:
        """Return its paragraphs in the nearest row that has any, looking back first."""
        around = chain(reversed(self._rows[: row.number]), self._rows[row.number :])
        return next(filter(None, map(self.segments, around)), ())


def _old_by_new(column: Column) -> dict[int, Span]:
    """Return the paragraphs of the older draft that each paragraph of the newer one comes from."""
    changes = column.revision.changes if column.revision is not None else ()
    return {new: change.old for change in changes for new in change.new}


def _new(cell: Cell) -> Iterator[int]:
    return (block.segment for block in cell.blocks if not _is_old(block))


def _is_old(block: Block) -> bool:
    """Whether a paragraph is one of the older draft: deleted, or at its old place."""
    return block.ghost or block.mark is Mark.DELETED
