"""Tables of the older file that were deleted as a whole, in a redline made inside the newer one.

They are copied to their old place with every row deleted, and so keep their layout. What was deleted
above such a table goes above its copy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import deepcopy
from typing import Final

from aligner.formats.docx.redline_flow import RedlineParagraph
from aligner.formats.docx.word_elements import Element, UnsuitedError, parent_of, remove, row_of
from aligner.readers.docx.package import W
from aligner.values.message import Message

_TABLE: Final = W + "tbl"
_ROW: Final = W + "tr"


class DeletedTables:
    """Collects the deleted tables between two paragraphs of the newer file, and places their copies.

    Args:
        gone: the rows of the older file that were deleted.
        paragraphs: the paragraphs of the older file that have text.
        styles: the styles that the newer file has, by id.
    """

    def __init__(
        self, gone: Iterable[Element], paragraphs: Iterable[Element], styles: Collection[str]
    ) -> None:
        rows = set(gone)
        kept = {
            table for each in paragraphs if row_of(each) not in rows for table in each.iterancestors(_TABLE)
        }
        self._tables = {table for table in map(parent_of, rows) if table.tag == _TABLE} - kept
        self._styles = styles
        self._waiting: list[Element] = []
        self._above: dict[int, Element] = {}  # by a deleted paragraph's identity, the table below it
        self._copies: dict[Element, Element] = {}

    def takes(self, row: Element, above: Sequence[RedlineParagraph]) -> bool:
        """Whether a deleted row belongs to a deleted table; if so, the table waits for its place.

        Args:
            row: the row.
            above: the paragraphs deleted since the last one that stays.
        """
        table = parent_of(row)
        if table not in self._tables:
            return False
        if table not in self._waiting:
            self._waiting.append(table)
            for each in above:
                self._above.setdefault(id(each), table)
        return True

    def place(
        self, anchor: Element | None, deleted: Callable[[Element], Element], end: Callable[[], Element]
    ) -> None:
        """Put the tables that wait before an element of the newer file.

        Args:
            anchor: the element; None if there is none at this place.
            deleted: returns a copy of a row with everything in it deleted.
            end: returns a paragraph without text whose end is deleted, to put between two tables.

        Raises:
            UnsuitedError: if there are tables and no place for them.
        """
        for table in self._waiting:
            if anchor is None:
                raise UnsuitedError(Message("redline.table_gone"))
            copied = self._copies[table] = self._copy(table, deleted)
            anchor.addprevious(copied)
            above = copied.getprevious()
            if above is not None and above.tag == _TABLE:
                copied.addprevious(end())
        if self._waiting and anchor is not None and anchor.tag == _TABLE:
            anchor.addprevious(end())
        self._waiting = []

    def below(self, paragraph: RedlineParagraph) -> Element | None:
        """Return the copy of the table that was below a deleted paragraph, if there is one."""
        table = self._above.get(id(paragraph))
        return None if table is None else self._copies.get(table)

    def _copy(self, table: Element, deleted: Callable[[Element], Element]) -> Element:
        copied = deepcopy(table)
        for style in copied.findall(f"{W}tblPr/{W}tblStyle"):
            if style.get(W + "val") not in self._styles:
                remove(style)
        for row in list(copied.iterchildren(_ROW)):
            copied.replace(row, deleted(row))
        return copied
