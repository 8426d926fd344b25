"""Tables in a redline made inside a Word file: rows, whole tables and cells that come, go or are emptied.

Word tracks a row by a mark in its properties; the words in its cells are tracked like any others. A
deleted row is copied from the older file to its old place, and a deleted table with its layout; what was
deleted above such a table goes above its copy. A cell whose text was deleted is no line of the newer
text, so only its place shows which cell of the older file it is: it is between the same paragraphs, and
in the same column.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import groupby
from typing import Final

from lxml import etree

from aligner.formats.docx import word_elements as xml
from aligner.formats.docx.redline_plan import DELETED, EQUAL, INSERTED, RedlineParagraph
from aligner.formats.docx.word_elements import Element, UnsuitedError
from aligner.readers.docx.package import W, value
from aligner.values.message import Message
from aligner.view.redline_runs import Mark

_CELL, _ROW, _TABLE = W + "tc", W + "tr", W + "tbl"
_PROPERTIES: Final = W + "trPr"
Who = Callable[[], dict[str, str]]


class Rows:
    """Which rows are inserted or deleted, by the paragraphs in them.

    Attributes:
        paragraphs: the paragraph of the redline that each of the older file is.
        all_gone: the rows of the older file that were deleted.
    """

    def __init__(
        self, paragraphs: Sequence[RedlineParagraph], old: Sequence[Element], new: Sequence[Element]
    ) -> None:
        before = [paragraph for paragraph in paragraphs if paragraph.border is not INSERTED]
        after = [paragraph for paragraph in paragraphs if paragraph.border is not DELETED]
        known = len(before) == len(old) and len(after) == len(new)
        self._gone = _whole_rows(old, before, DELETED) if known else {}
        self.all_gone = self._gone.values()
        self._come = _whole_rows(new, after, INSERTED) if known else {}
        self._old = dict(zip(map(id, before), old, strict=True)) if known else {}
        self._new = dict(zip(map(id, after), new, strict=True)) if known else {}
        self.paragraphs = dict(zip(old, before, strict=True)) if known else {}
        sides = zip((*before, *after), (*old, *new), strict=True) if known else ()
        self._in_cells = {
            id(paragraph)
            for paragraph, element in sides
            if xml.row_of(element) is not None
            and id(paragraph) not in (self._gone.keys() | self._come.keys())
        }

    def settled(self, paragraphs: Sequence[RedlineParagraph], *, alike: bool) -> list[RedlineParagraph]:
        """Return the paragraphs, joining a deleted and an inserted one where a cell's text was replaced.

        The cell keeps its paragraph, and its words are deleted and inserted inside it. An
        empty cell is filled in the same way.

        Args:
            paragraphs: the paragraphs of the redline.
            alike: whether a new paragraph looks like the one above it where a cell ends or a table begins:
                the end of that may count as the new one then. A program cannot join the text before a
                rejected end to the table behind it.
        """
        done: list[RedlineParagraph] = []
        for replaced, run in groupby(paragraphs, key=self._is_replaced):
            group = list(run)
            gone = [paragraph for paragraph in group if paragraph.border is DELETED]
            come = [paragraph for paragraph in group if paragraph.border is INSERTED]
            if not replaced or (gone and len(gone) != len(come)) or (alike and not gone):
                done += group
                continue
            for number, paragraph in enumerate(come):
                lost = gone[number].runs if gone else []
                done.append(replace(paragraph, runs=[*lost, *paragraph.runs], border=EQUAL, remark=""))
                self._new[id(done[-1])] = self._new[id(paragraph)]
        self._keep_last_ends(done)
        if alike:
            self._keep_last_new_ends(done)
        return done

    def _keep_last_new_ends(self, paragraphs: Sequence[RedlineParagraph]) -> None:
        """Insert an earlier end instead of the last of a cell or the one before a table."""
        for number, paragraph in enumerate(paragraphs):
            home = self._new.get(id(paragraph))
            if home is None or not _is_wholly(paragraph, INSERTED) or self.come(paragraph) is not None:
                continue
            kept = next((one for one in reversed(paragraphs[:number]) if one.border is not INSERTED), None)
            above = None if kept is None else self._new.get(id(kept))
            last = xml.is_last_in_cell(home) or (not xml.in_cell(home) and xml.is_before_table(home))
            beside = above is not None and xml.cell_of(above) is xml.cell_of(home)
            if last and beside and kept is not None and kept.border is EQUAL:
                kept.border, paragraph.border = INSERTED, EQUAL
            elif xml.is_last_in_cell(home):
                paragraph.border = EQUAL  # the text of an empty cell

    def _keep_last_ends(self, paragraphs: Sequence[RedlineParagraph]) -> None:
        """Delete an earlier end in a cell instead of its last one, which only the cell itself can lose."""
        for number, paragraph in enumerate(paragraphs):
            if paragraph.border is not DELETED or self.gone(paragraph) is not None:
                continue
            cell = self._cell(paragraph)
            if cell is None or any(self._cell(one) is cell for one in paragraphs[number + 1 : number + 2]):
                continue
            for kept in reversed(paragraphs[:number]):
                if self._cell(kept) is not cell:
                    break
                if kept.border is EQUAL:
                    kept.border, paragraph.border = DELETED, EQUAL
                    break

    def _cell(self, paragraph: RedlineParagraph) -> Element | None:
        """Return the cell of the older file that a paragraph is in, if any."""
        old = self.old_of(paragraph)
        return None if old is None else xml.cell_of(old)

    def _is_replaced(self, paragraph: RedlineParagraph) -> bool:
        return id(paragraph) in self._in_cells and any(
            _is_wholly(paragraph, mark) for mark in (DELETED, INSERTED)
        )

    def gone(self, paragraph: RedlineParagraph) -> Element | None:
        """Return the row of the older file that contains this paragraph and was deleted, if any."""
        return self._gone.get(id(paragraph))

    def come(self, paragraph: RedlineParagraph) -> Element | None:
        """Return the row of the newer file that was inserted with this paragraph, if any."""
        return self._come.get(id(paragraph))

    def old_of(self, paragraph: RedlineParagraph) -> Element | None:
        """Return the paragraph of the older file that a paragraph of the redline is, if any."""
        return self._old.get(id(paragraph))


def place_rows(rows: Iterable[Element], before: Element | None, after: Element | None) -> None:
    """Put deleted rows at their old place: after the paragraph before them, or before the next.

    Raises:
        UnsuitedError: if neither is in a table, because a whole table was deleted.
    """
    first, second = (xml.row_of(element) if element is not None else None for element in (before, after))
    for row in rows:
        if first is not None and not (second is not None and _width(second) == _width(row) != _width(first)):
            first.addnext(row)
            first = row
        elif second is not None:
            second.addprevious(row)
        else:
            raise UnsuitedError(Message("redline.table_gone"))


def _whole_rows(
    elements: Sequence[Element], paragraphs: Sequence[RedlineParagraph], mark: Mark
) -> dict[int, Element]:
    """Map each paragraph to its row, for rows whose paragraphs are all inserted or all deleted."""
    group: dict[int, tuple[Element, list[RedlineParagraph]]] = {}
    for element, paragraph in zip(elements, paragraphs, strict=True):
        row = xml.row_of(element)
        if row is not None:
            group.setdefault(id(row), (row, []))[1].append(paragraph)
    return {
        id(paragraph): row
        for row, inside in group.values()
        if all(_is_wholly(paragraph, mark) for paragraph in inside) and row.find(f".//{W}tbl") is None
        for paragraph in inside
    }


def _is_wholly(paragraph: RedlineParagraph, mark: Mark) -> bool:
    return paragraph.border is mark and all(run.mark is mark and not run.within for run in paragraph.runs)


def _width(row: Element) -> int:
    return len(row.findall(_CELL))


def mark_row(row: Element, tag: str, who: Who) -> None:
    """Mark a row as inserted (`ins`) or deleted (`del`)."""
    properties = row.find(_PROPERTIES)
    if properties is None:
        properties = xml.made("trPr")
        exceptions = row.find(W + "tblPrEx")
        if exceptions is not None:
            exceptions.addnext(properties)
        else:
            row.insert(0, properties)
    etree.SubElement(properties, W + tag, who())


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
            table
            for element in paragraphs
            if xml.row_of(element) not in rows
            for table in element.iterancestors(_TABLE)
        }
        self._tables = {table for table in map(xml.parent_of, rows) if table.tag == _TABLE} - kept
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
        table = xml.parent_of(row)
        if table not in self._tables:
            return False
        if table not in self._waiting:
            self._waiting.append(table)
            for paragraph in above:
                self._above.setdefault(id(paragraph), table)
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
                xml.remove(style)
        for row, other in zip(table.iterchildren(_ROW), list(copied.iterchildren(_ROW)), strict=True):
            copied.replace(other, deleted(row))
        return copied


class EmptiedCells:
    """Finds the empty cells that deleted paragraphs belong to.

    Args:
        root: the newer file.
        homes: its paragraphs with text.
    """

    def __init__(self, root: Element, homes: Sequence[Element]) -> None:
        elements = list(root.iter(W + "p", _CELL))
        self._order = {element: number for number, element in enumerate(elements)}
        filled = {cell for home in homes for cell in home.iterancestors(_CELL)}
        self._empty = [
            each for each in elements if each.tag == _CELL and each not in filled and not _continues(each)
        ]

    def matched(
        self,
        gone: Sequence[tuple[RedlineParagraph, Element | None]],
        before: Element | None,
        after: Element,
    ) -> Iterator[tuple[Element, list[RedlineParagraph]]]:
        """Yield each empty cell between two paragraphs with the deleted paragraphs that it had.

        Args:
            gone: deleted paragraphs in order, each with its element in the older file.
            before: the newer file's paragraph before them, if any.
            after: the one after them.
        """
        if not gone:
            return
        first = self._order[before] if before is not None else -1
        between = iter([each for each in self._empty if first < self._order[each] < self._order[after]])
        for cell, group in groupby(gone, key=lambda one: None if one[1] is None else xml.cell_of(one[1])):
            if cell is None:
                continue
            found = next((element for element in between if _column(element) == _column(cell)), None)
            if found is None:
                return
            yield found, [paragraph for paragraph, _ in group]


def _column(cell: Element) -> tuple[int, int]:
    """Return the number of a cell in its row, and the number of cells there."""
    row = list(xml.parent_of(cell).iterchildren(_CELL))
    return row.index(cell), len(row)


def _continues(cell: Element) -> bool:
    """Whether a cell is merged with the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and value(merged) != "restart"
