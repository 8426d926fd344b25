"""Read bilingual tables in Word documents, from this program and others.

In our own side-by-side tables, styles distinguish the text of a cell from remarks, paragraph numbers
and footnote marks. Text struck through was deleted and is left out, so that the newest draft is read.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree

from aligner.formats.bilingual_tables import language_columns, of_table, text_columns
from aligner.formats.bitext import Parallel, is_place
from aligner.formats.docx.word_xml import BREAK, NOTE, NUMBER, REMARK
from aligner.readers.docx.package import Package, W, inside, value
from aligner.readers.docx.paragraph import HandMarks, InlineReader, NoteCounter, NoteNumbers, Paragraph
from aligner.readers.docx.styles import Styles
from aligner.readers.docx.tables import rows_of
from aligner.values import FormatError, Message, about

_OURS: Final = frozenset({"Cell", "CellHead", REMARK})
_BESIDE: Final = frozenset({BREAK, NOTE})
Cells = Sequence[Sequence[etree._Element]]
"""The cells of each row of a table."""


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Read the rows of the tables that name the same languages, or else of those as wide as the widest.

    `notes` receives what the reader of Word files reports, and the number of rows left out. Text struck
    through is left out as deleted.

    Raises:
        FormatError: if it has no table of two languages.
        ReadError: if it is not a Word document.
    """
    reader = _TableReader(Package(data, name))
    for table in reader.tables:
        if (ours := reader.our_rows(table)) is not None:
            return of_table(ours, name)
    tables = [[[reader.text_of(cell) for cell in row] for row in table] for table in reader.tables]
    named = [table for table in tables if table and len(language_columns(table[0])) > 1]
    rows = [row for table in tables for row in table]
    if named and not languages:  # one with a heading for each language; others may be beside it
        columns = language_columns(named[0][0])
        alike = [table[1:] for table in named if language_columns(table[0]) == columns]
        kept = [named[0][0], *(row for table in alike for row in table)]
        headings = len(alike) - 1
    else:
        width = max(map(len, rows), default=0)
        if width < 2:
            raise FormatError.about(name, "import.no_table")
        kept = [row for row in rows if len(row) == width]
        headings = 0
    left = sum(map(_has_text, rows)) - sum(map(_has_text, kept)) - headings
    said = [*reader.notes, *([Message("files.other_shape", count=left)] if left else [])]
    return replace(of_table(kept, name, languages), notes=tuple(about(name, message) for message in said))


def _has_text(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


class _TableReader:
    """Reads the cells of a document's tables as the reader of Word files reads its text.

    Attributes:
        tables: all tables.
        notes: messages for the user.
    """

    def __init__(self, package: Package) -> None:
        self.notes: list[Message] = []
        counters = {kind: NoteCounter((NoteNumbers("decimal"),)) for kind in ("footnote", "endnote")}
        styles = Styles(package.xml_of_kind("styles"))
        self._inline = InlineReader(styles, counters, "accept", self._report, HandMarks(underlined=True))
        root = package.xml(package.main)
        found = () if root is None else root.iter(W + "tbl")
        self.tables: list[Cells] = [
            [cells for _, cells in rows_of(table, self._inline)] for table in list(found)
        ]

    def _report(self, message: Message) -> None:
        if message not in (self._inline.marked_up, *self.notes):
            self.notes.append(message)

    def text_of(self, cell: etree._Element) -> str:
        """Return the text of a cell, one paragraph per line."""
        return "\n".join(self._words(paragraph) for paragraph in inside(cell, W + "p"))

    def our_rows(self, table: Cells) -> list[list[str]] | None:
        """Return the rows under the headings of our own tables (`label_en`, …); None for any other table."""
        heads = [paragraph for cell in table[0] for paragraph in inside(cell, W + "p")] if table else []
        if not heads or any(_style(paragraph) not in _OURS for paragraph in heads):
            return None
        languages = language_columns([self._first_line(cell) for cell in table[0]])
        if len(languages) < 2:
            return None
        made = [["unit", *text_columns(list(languages.values()))]]
        for number, row in enumerate(table[1:], start=1):
            place = self._first_line(row[0]) if row else ""
            cells = [
                self._our_cell(row[column], place) if column < len(row) else ("", "") for column in languages
            ]
            made.append([str(number), *(text for cell in cells for text in cell)])
        return made

    def _our_cell(self, cell: etree._Element, place: str) -> tuple[str, str]:
        """Return the labels and the texts of a cell, one per line."""
        labels: list[str] = []
        texts: list[str] = []
        for part in cell:
            if part.tag == W + "tbl":
                label, text = "", self._row_of_cells(part)
            elif part.tag == W + "p" and _style(part) != REMARK:
                label, text = self._number_and_words(part)
            else:
                continue
            if text.strip():
                labels.append(label or (place if is_place(place) and not texts else ""))
                texts.append(text)
        return "\n".join(labels) if any(labels) else "", "\n".join(texts)

    def _row_of_cells(self, table: etree._Element) -> str:
        """Return the table row in a nested table: its cells separated by tabs."""
        cells = [cell for _, row in rows_of(table, self._inline) for cell in row]
        texts = [
            " ".join(self._number_and_words(paragraph)[1] for paragraph in inside(cell, W + "p"))
            for cell in cells
        ]
        return "\t".join(texts).rstrip("\t")

    def _number_and_words(self, paragraph: etree._Element) -> tuple[str, str]:
        """Return a paragraph's number, without its closing punctuation, and its words."""
        runs = [(value(run.find(f"{W}rPr/{W}rStyle")), run) for run in paragraph.iter(W + "r")]
        label = self._words(*(run for style, run in runs if style == NUMBER))
        text = self._words(*(run for style, run in runs if style not in (NUMBER, *_BESIDE)))
        return label.strip().removesuffix(".").removesuffix("、").removesuffix(" -"), text

    def _first_line(self, cell: etree._Element) -> str:
        return next(map(self._words, inside(cell, W + "p")), "").strip()

    def _words(self, *parents: etree._Element) -> str:
        """Return the text of a paragraph or of some of its runs; a tab would divide the cells of a table."""
        read = Paragraph()
        for parent in parents:
            self._inline.collect(parent if parent.tag == W + "p" else (parent,), read)
        self._inline.end_paragraph(read)
        return read.text.replace("\t", " ")


def _style(paragraph: etree._Element) -> str:
    return value(paragraph.find(f"{W}pPr/{W}pStyle")) or ""
