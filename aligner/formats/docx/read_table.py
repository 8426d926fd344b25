"""Read bilingual tables in Word documents, from this program and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aligner.formats.bilingual_tables import language_columns, of_table
from aligner.formats.bitext import Parallel
from aligner.formats.docx.our_table import is_struck, our_rows
from aligner.formats.office_zip import opened, part_of
from aligner.formats.untrusted_xml import children, descendants
from aligner.values.errors import FormatError
from aligner.values.message import Message, about

if TYPE_CHECKING:
    from lxml import etree


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Read the rows of the tables that name the same languages, or else of those as wide as the widest.

    `notes` receives the number of rows left out. Text struck through is left out as deleted.

    Raises:
        FormatError: if it is not a Word document, or has no table of two languages.
    """
    with opened(data, name) as archive:
        root = part_of(archive, "word/document.xml", name)
    if root is None:
        raise FormatError(Message("error.not_word", name=name))
    found = list(descendants(root, "tbl"))
    for table in found:
        if (rows := our_rows(table)) is not None:
            return of_table(rows, name)
    tables = [
        [[_paragraphs(cell) for cell in children(row, "tc")] for row in children(table, "tr")]
        for table in found
    ]
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
            raise FormatError(about(name, Message("import.no_table")))
        kept = [row for row in rows if len(row) == width]
        headings = 0
    left = sum(map(_has_text, rows)) - sum(map(_has_text, kept)) - headings
    notes = (about(name, Message("files.other_shape", count=left)),) if left else ()
    return replace(of_table(kept, name, languages), notes=notes)


def _has_text(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def _paragraphs(cell: etree._Element) -> str:
    return "\n".join(
        "".join(
            each.text or "" if each.tag.endswith("}t") else " "
            for run in descendants(paragraph, "r")
            if not is_struck(run)
            for each in run
            if isinstance(each.tag, str) and each.tag.endswith(("}t", "}tab", "}br"))
        )
        for paragraph in children(cell, "p")
    )
