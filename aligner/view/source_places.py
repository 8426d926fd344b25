"""The paragraphs that each document has in a row, to find them in the source files."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.values import Document, DocumentKey
from aligner.view.page_model import Cell, Column, View, ViewRow
from aligner.view.redline_runs import Mark


def documents(view: View) -> dict[DocumentKey, Document]:
    """Return the documents shown and their earlier drafts, column by column, the newer first."""
    found: dict[DocumentKey, Document] = {}
    for column in view.columns:
        found[column.key] = column.document
        if column.base is not None and column.old is not None:
            found[column.base] = column.old
    return found


def segments(view: View, row: ViewRow, key: DocumentKey) -> tuple[int, ...]:
    """Return the paragraphs that a document has in a row, in order."""
    found: set[int] = set()
    for column, cell in zip(view.columns, row.cells, strict=True):
        if column.key == key:
            found.update(_new(cell))
        if column.base == key:
            found.update(_old(column, cell))
    return tuple(sorted(found))


def nearest(view: View, row: ViewRow, key: DocumentKey) -> tuple[int, ...]:
    """Return the paragraphs of a document in the nearest row that has any, looking back first."""
    before, after = reversed(view.rows[: row.number]), iter(view.rows[row.number :])
    for rows in (before, after):
        for each in rows:
            found = segments(view, each, key)
            if found:
                return found
    return ()


def _new(cell: Cell) -> Iterator[int]:
    return (block.segment for block in cell.blocks if not _only_old(block.mark, ghost=block.ghost))


def _old(column: Column, cell: Cell) -> Iterator[int]:
    yield from (block.segment for block in cell.blocks if _only_old(block.mark, ghost=block.ghost))
    here = set(_new(cell))
    for change in column.revision.changes if here and column.revision else ():
        if here.intersection(change.new):
            yield from change.old


def _only_old(mark: Mark, *, ghost: bool) -> bool:
    return ghost or mark is Mark.DELETED
