"""Bilingual tables in Excel workbooks, cell by cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from lxml import etree

from aligner.formats.bilingual_tables import is_ours, names_languages, of_table
from aligner.formats.bitext import Parallel
from aligner.readers.office_package import OfficePackage
from aligner.readers.untrusted_xml import children, descendants
from aligner.values import FormatError, Message, about
from aligner.values.limits import Budget

MAX_COLUMNS: Final = 200
"""Columns further right are ignored: a stray cell in column XFD would cost memory."""

_COUNT: Final = re.compile(r"[0-9]{1,9}")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Read the bilingual table of a workbook: the first visible sheet whose headings name two languages.

    Raises:
        FormatError: if it is not a workbook, or has no table of two languages.
        ReadError: if it is damaged or encrypted.
    """
    package = OfficePackage(data, name)
    strings = package.xml("xl/sharedStrings.xml")
    shared = [] if strings is None else [_string(item) for item in children(strings, "si")]
    roots = {title: package.xml(part) for title, part in _sheets(package).items()}
    if not any(root is not None for root in roots.values()):
        raise FormatError(Message("error.not_workbook", name=name))
    budget = Budget()
    tables = {
        title: [_cells(row, shared, budget) for row in descendants(root, "row")]
        for title, root in roots.items()
        if root is not None
    }
    chosen, *others = _alike(tables)
    notes = [
        about(name, Message("files.sheet", title=title)) for title in others if not is_ours(tables[chosen])
    ]
    notes += _uncalculated(roots[chosen], name)
    return replace(of_table(tables[chosen], name, languages), notes=tuple(notes))


def _alike(tables: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    """Return the sheets that may hold the table: ours, else those naming languages, else with two columns."""
    for test in (is_ours, names_languages, _has_two_columns):
        if found := [title for title, rows in tables.items() if test(rows)]:
            return found
    return list(tables)[:1]


def _has_two_columns(rows: Sequence[Sequence[str]]) -> bool:
    return any(sum(bool(cell.strip()) for cell in row) > 1 for row in rows)


def _uncalculated(sheet: etree._Element | None, name: str) -> list[Message]:
    """Return a note on cells with formulas that no program has calculated yet, if there are any."""
    cells = () if sheet is None else descendants(sheet, "c")
    count = sum(bool(children(cell, "f")) and not any(v.text for v in children(cell, "v")) for cell in cells)
    if not count:
        return []
    return [about(name, Message("files.formulas", count=count))]


def _sheets(package: OfficePackage) -> dict[str, str]:
    """Map the titles of the visible sheets (of all, if none is visible) to their parts, in order."""
    book = package.xml("xl/workbook.xml")
    targets = {link: path for link, (_, path) in package.related("xl/workbook.xml").items()}
    found: dict[str, str] = {}
    shown: dict[str, str] = {}
    for sheet in () if book is None else descendants(book, "sheet"):
        links = (str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id"))
        part = next((targets[link] for link in links if link in targets), None)
        if part is None:
            continue
        title = sheet.get("name") or f"sheet {len(found) + 1}"
        found[title] = part
        if sheet.get("state") in (None, "visible"):
            shown[title] = part
    return shown or found or {"": "xl/worksheets/sheet1.xml"}


def _cells(row: etree._Element, shared: Sequence[str], budget: Budget) -> list[str]:
    cells: list[str] = []
    for cell in children(row, "c"):
        place = _column(cell.get("r"), len(cells))
        if place >= MAX_COLUMNS:
            break
        cells += [""] * (place + 1 - len(cells))
        cells[place] = _value(cell, shared)
        budget.spend(len(cells[place]))
    return cells


def _column(reference: str | None, following: int) -> int:
    """Return the column index: 0 for `A7`, 27 for `AB7`; the next one for a cell without a reference."""
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
        return shared[int(text)] if _COUNT.fullmatch(text) and int(text) < len(shared) else ""
    return _unescaped(text)


def _string(item: etree._Element) -> str:
    """Join the runs of a string, leaving out Japanese phonetic hints (`rPh`)."""
    parts = [element.text or "" for element in children(item, "t")]
    parts += [element.text or "" for run in children(item, "r") for element in children(run, "t")]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
