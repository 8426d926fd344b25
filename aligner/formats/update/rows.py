"""Table rows that an update inserts or deletes as a whole in the old Word file."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from aligner.formats.docx.redline_flow import DELETED, INSERTED, RedlineParagraph, RedlineRun
from aligner.formats.docx.redline_rows import mark_row
from aligner.formats.docx.track import Tracker
from aligner.formats.docx.word_elements import Element, UnsuitedError, refill, remove, row_of
from aligner.formats.update.content import ContentWriter
from aligner.formats.update.new_lines import NewLines
from aligner.readers.docx.package import W
from aligner.values.message import Message

_CELL: Final = W + "tc"


class NewRows:
    """Inserts rows, each like that of its model.

    Args:
        new: the new draft in lines.
        paragraphs: the paragraphs of the file, by old line.
        tracker: numbers and signs the changes.
        writer: writes the text of cells.

    Attributes:
        texts: the texts of a new row's cells, by new line.
    """

    def __init__(
        self, new: NewLines, paragraphs: Sequence[Element], tracker: Tracker, writer: ContentWriter
    ) -> None:
        self.texts: dict[int, Sequence[str]] = {}
        self._new, self._paragraphs = new, paragraphs
        self._tracker, self._writer = tracker, writer
        self._last: dict[int, Element] = {}  # the last new row after an old line

    def insert(self, paragraph: RedlineParagraph, line: int, remarks: Sequence[str]) -> None:
        """Insert the row of a new line, with the comments in its first cell."""
        row = self._placed(line)
        mark_row(row, "ins", self._tracker.who)
        cells = [each for cell in row.iterchildren(_CELL) for each in cell.iterchildren(W + "p")]
        texts = "".join(run.text for run in paragraph.runs).split("\t", len(cells) - 1)
        self.texts[line] = texts
        texts += [""] * (len(cells) - len(texts))
        for number, (element, text) in enumerate(zip(cells, texts, strict=True)):
            content: list[Element] = []
            if text:
                content.append(self._writer.typed(RedlineRun(text, INSERTED), None, element))
            for remark in remarks if not number else ():
                content = self._tracker.remarked(remark, content, element, INSERTED)
            element.extend(content)

    def _placed(self, line: int) -> Element:
        """Return an empty row like that of the model, after the row before it or else before the model's."""
        before = self._new.rows[line]
        model = row_of(self._paragraphs[self._new.models[line]])
        above = row_of(self._paragraphs[before]) if before >= 0 else None
        if model is None:
            raise UnsuitedError(Message("redline.beside_table"))
        if above is None:
            row = _emptied(model)
            model.addprevious(row)
            return row
        alike = above.getparent() is model.getparent()  # another table may have other columns
        row = _emptied(model if alike else above)
        self._last.setdefault(before, above).addnext(row)
        self._last[before] = row
        return row


def gone_rows(paragraphs: Sequence[RedlineParagraph], homes: Sequence[Element]) -> list[Element]:
    """Return the rows in which every paragraph is deleted.

    Args:
        paragraphs: the paragraphs of the redline.
        homes: the paragraphs of the file.
    """
    left = [paragraph for paragraph in paragraphs if paragraph.border is not INSERTED]
    rows: dict[int, tuple[Element, bool]] = {}
    for paragraph, home in zip(left, homes, strict=True):
        row = row_of(home)
        if row is not None:
            gone = paragraph.border is DELETED and all(run.mark is DELETED for run in paragraph.runs)
            rows[id(row)] = row, gone and rows.get(id(row), (row, True))[1]
    return [row for row, gone in rows.values() if gone]


def without_changes(properties: Element) -> Element:
    """Return a copy of paragraph properties without sections and changes."""
    copied = deepcopy(properties)
    for child in list(copied):
        if child.tag in (W + "sectPr", W + "pPrChange"):
            copied.remove(child)
    _drop_changes(copied)
    return copied


def _emptied(row: Element) -> Element:
    """Return a copy of a table row without its content and changes."""
    copied = deepcopy(row)
    for cell in copied.iter(_CELL):
        _empty(cell)
    _drop_changes(copied)
    return copied


def _empty(cell: Element) -> None:
    """Leave a cell its properties and one paragraph without content."""
    kept = None
    for child in list(cell):
        if child.tag == W + "p" and kept is None:
            kept = child
            properties = child.find(W + "pPr")
            if properties is not None:
                child.replace(properties, without_changes(properties))
            refill(child, [])
        elif child.tag != W + "tcPr":
            cell.remove(child)


def _drop_changes(element: Element) -> None:
    for change in list(element.iter(W + "ins", W + "del")):
        remove(change)
