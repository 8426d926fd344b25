"""Bilingual tables in Excel workbooks and Word documents, cell by cell.

The files are opened without trusting them: sizes are checked before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from aligner.errors import FormatError
from aligner.importers.sheet import is_struck, our_rows
from aligner.importers.tables import language_columns, of_table
from aligner.importers.xml import children, descendants, parse
from aligner.parallel import Parallel
from aligner.readers.zips import DAMAGED, MAX_PART, MAX_RATIO

if TYPE_CHECKING:
    from lxml import etree

MAX_COLUMNS: Final = 200
"""Columns further right hold no text to align, and a stray cell in XFD would cost memory."""

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """The table on the first sheet of a workbook.

    Raises:
        FormatError: it is no workbook, or has no table of two languages.
    """
    with _opened(data, name) as archive:
        sheet = _part(archive, _first_sheet(archive, name), name)
        if sheet is None:
            raise FormatError(f"{name} is no Excel workbook; save it as .xlsx")
        strings = _part(archive, "xl/sharedStrings.xml", name)
    shared = [] if strings is None else [_string(item) for item in children(strings, "si")]
    rows = [_cells(row, shared) for row in descendants(sheet, "row")]
    return of_table(rows, name, languages)


def read_docx(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """The rows of the tables whose columns name languages, or else of all as wide as the widest.

    Text struck through is left out, as what was deleted.

    Raises:
        FormatError: it is no Word document, or has no table of two languages.
    """
    with _opened(data, name) as archive:
        root = _part(archive, "word/document.xml", name)
    if root is None:
        raise FormatError(f"{name} is no Word document; save it as .docx")
    found = list(descendants(root, "tbl"))
    for table in found:
        if (rows := our_rows(table)) is not None:
            return of_table(rows, name)
    tables = [
        [[_paragraphs(cell) for cell in children(row, "tc")] for row in children(table, "tr")]
        for table in found
    ]
    named = [table for table in tables if table and len(language_columns(table[0])) > 1]
    if named and not languages:  # one with a heading for each language; others may stand beside it
        alike = [table[1:] for table in named if len(table[0]) == len(named[0][0])]
        return of_table([named[0][0], *(row for table in alike for row in table)], name)
    rows = [row for table in tables for row in table]
    width = max(map(len, rows), default=0)
    if width < 2:
        raise FormatError(f"{name} has no table of two columns; align its text with `aligner align` instead")
    return of_table([row for row in rows if len(row) == width], name, languages)


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED:
        raise FormatError(f"{name} is damaged or cut short; get it again from where it came") from None


def _part(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    try:
        info = archive.getinfo(part)
        if info.file_size > MAX_PART or info.file_size > MAX_RATIO * max(info.compress_size, 4096):
            raise FormatError(f"{name}: its part {part} is too large; the file is damaged or made to do harm")
        return parse(archive.read(info), f"{name}: {part}")
    except KeyError:
        return None
    except DAMAGED:
        raise FormatError(f"{name} is damaged (part {part}); get it again from where it came") from None


def _first_sheet(archive: zipfile.ZipFile, name: str) -> str:
    """The part of the sheet that stands first, which need not be `sheet1`."""
    book = _part(archive, "xl/workbook.xml", name)
    links = _part(archive, "xl/_rels/workbook.xml.rels", name)
    if book is None or links is None:
        return "xl/worksheets/sheet1.xml"
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    for sheet in descendants(book, "sheet"):
        for key, value in sheet.attrib.items():
            if str(key).endswith("}id") and value in targets:
                target = targets[value]
                return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return "xl/worksheets/sheet1.xml"


def _cells(row: etree._Element, shared: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for cell in children(row, "c"):
        place = _column(cell.get("r"), len(cells))
        if place >= MAX_COLUMNS:
            break
        cells += [""] * (place + 1 - len(cells))
        cells[place] = _value(cell, shared)
    return cells


def _column(reference: str | None, following: int) -> int:
    """0 for `A7`, 27 for `AB7`; the next one where a cell does not say."""
    letters = re.match(r"[A-Z]{1,3}", reference or "")
    if letters is None:
        return following
    number = 0
    for letter in letters.group():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: etree._Element, shared: Sequence[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(_string(inline) for inline in children(cell, "is"))
    text = "".join(value.text or "" for value in children(cell, "v"))
    if kind == "s":
        return shared[int(text)] if text.isdecimal() and int(text) < len(shared) else ""
    return _unescaped(text)


def _string(item: etree._Element) -> str:
    """A string's runs joined; the reading aids of Japanese (`rPh`) are no text."""
    parts = [each.text or "" for each in children(item, "t")]
    parts += [each.text or "" for run in children(item, "r") for each in children(run, "t")]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


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
