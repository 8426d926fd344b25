"""Table rows inserted or deleted as a whole, in a redline made inside a Word file.

Word tracks a row by a mark in its properties; the words in its cells are tracked like any
others. A deleted row is copied from the older file to its old place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import groupby
from typing import Final

from aligner.formats.docx.redline_flow import DELETED, EQUAL, INSERTED, RedlineParagraph
from aligner.formats.docx.run_pieces import Pieces
from aligner.formats.docx.word_elements import SPACE, Element, UnsuitedError, refill, row_of
from aligner.readers.docx.package import W
from aligner.values.message import Message
from aligner.view.redline_runs import Mark

_CELL, _PROPERTIES = W + "tc", W + "trPr"
_PLAIN: Final = frozenset(W + tag for tag in ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen"))
Who = Callable[[], dict[str, str]]


class Rows:
    """Which rows are inserted or deleted, by the paragraphs in them."""

    def __init__(
        self, paragraphs: Sequence[RedlineParagraph], old: Sequence[Element], new: Sequence[Element]
    ) -> None:
        before = [paragraph for paragraph in paragraphs if paragraph.border is not INSERTED]
        after = [paragraph for paragraph in paragraphs if paragraph.border is not DELETED]
        known = len(before) == len(old) and len(after) == len(new)
        self._gone = _whole_rows(old, before, DELETED) if known else {}
        self._come = _whole_rows(new, after, INSERTED) if known else {}
        self._marked: set[int] = set()
        self._old = dict(zip(map(id, before), old, strict=True)) if known else {}
        sides = zip((*before, *after), (*old, *new), strict=True) if known else ()
        self._in_cells = {
            id(paragraph)
            for paragraph, element in sides
            if row_of(element) is not None and id(paragraph) not in (self._gone.keys() | self._come.keys())
        }

    def settled(self, paragraphs: Sequence[RedlineParagraph]) -> list[RedlineParagraph]:
        """Return the paragraphs, joining a deleted and an inserted one where a cell's text was replaced.

        The cell keeps its paragraph, and its words are deleted and inserted inside it. An
        empty cell is filled in the same way.
        """
        done: list[RedlineParagraph] = []
        for replaced, run in groupby(paragraphs, key=self._is_replaced):
            group = list(run)
            gone = [paragraph for paragraph in group if paragraph.border is DELETED]
            come = [paragraph for paragraph in group if paragraph.border is INSERTED]
            if not replaced or (gone and len(gone) != len(come)):
                done += group
                continue
            for number, paragraph in enumerate(come):
                lost = gone[number].runs if gone else []
                done.append(replace(paragraph, runs=[*lost, *paragraph.runs], border=EQUAL, remark=""))
        return done

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

    @property
    def all_gone(self) -> list[Element]:
        """The rows of the older file that were deleted."""
        return list(self._gone.values())

    def old_of(self, paragraph: RedlineParagraph) -> Element | None:
        """Return the paragraph of the older file that a paragraph of the redline is, if any."""
        return self._old.get(id(paragraph))

    def mark_new(self, row: Element, who: Who) -> None:
        """Mark a row as new, once."""
        if id(row) not in self._marked:
            self._marked.add(id(row))
            mark_row(row, "ins", who)


def place(rows: Iterable[Element], before: Element | None, after: Element | None) -> None:
    """Put deleted rows at their old place: after the paragraph before them, or before the next.

    Raises:
        UnsuitedError: if neither is in a table, because a whole table was deleted.
    """
    first, second = (row_of(each) if each is not None else None for each in (before, after))
    for row in rows:
        if first is not None and not (second is not None and _width(second) == _width(row) != _width(first)):
            first.addnext(row)
            first = row
        elif second is not None:
            second.addprevious(row)
        else:
            raise UnsuitedError(Message("redline.table_gone"))


def gone_row(row: Element, fitting: Callable[[Element], Element], who: Who) -> Element:
    """Return a copy of a row with everything in it deleted.

    Args:
        row: a row of the older file.
        fitting: returns paragraph properties limited to what the newer file defines.
        who: returns the attributes of a change.

    Raises:
        UnsuitedError: if its cells contain more than words.
    """
    copied = deepcopy(row)
    for paragraph in list(copied.iter(W + "p")):
        properties = paragraph.find(W + "pPr")
        if properties is not None:
            paragraph.replace(properties, fitting(properties))
        refill(paragraph, _gone_words(paragraph, who))
    mark_row(copied, "del", who)
    return copied


def _gone_words(paragraph: Element, who: Who) -> list[Element]:
    """Return the words of a paragraph as deleted runs; links, fields and controls leave their words only.

    Raises:
        UnsuitedError: if it has notes, which cannot be copied into another file.
    """
    pieces = Pieces.of(paragraph)
    made: list[Element] = []
    for piece in pieces.waiting:
        if piece.note or piece.endnote:
            raise UnsuitedError(Message("redline.row_content"))
        if all(part.tag in _PLAIN for part in piece.element) and piece.element.tag == W + "r":
            gone = deepcopy(piece.element)
            for text in gone.iter(W + "t"):
                text.tag = W + "delText"
                text.set(SPACE, "preserve")
        elif piece.text:
            gone = pieces.gone(piece.text, piece.look).element
        else:
            continue  # a picture or bookmark
        change = paragraph.makeelement(W + "del", who())
        change.append(gone)
        made.append(change)
    return made


def _whole_rows(
    elements: Sequence[Element], paragraphs: Sequence[RedlineParagraph], mark: Mark
) -> dict[int, Element]:
    """Map each paragraph to its row, for rows whose paragraphs are all inserted or all deleted."""
    group: dict[int, tuple[Element, list[RedlineParagraph]]] = {}
    for element, paragraph in zip(elements, paragraphs, strict=True):
        row = row_of(element)
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
        properties = row.makeelement(_PROPERTIES, None)
        exceptions = row.find(W + "tblPrEx")
        if exceptions is not None:
            exceptions.addnext(properties)
        else:
            row.insert(0, properties)
    properties.append(properties.makeelement(W + tag, who()))
