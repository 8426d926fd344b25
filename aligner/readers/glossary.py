"""Read and write glossaries of terms that a translation must use: CSV or TBX.

A CSV file has one column per language (`zh`, `en`, …) and, optionally, `status`: `preferred`
(the default), `required` or `forbidden`. Alternatives within a cell are separated by `|`; a word
may end in `*` to match any ending, since Russian and Arabic inflect.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.languages import LANGUAGES, get
from aligner.readers.regular_file import read_regular
from aligner.readers.table_text import bare, guarded, table_rows
from aligner.readers.untrusted_xml import descendants, parse
from aligner.values import FormatError, LanguageError, Message, ReadError, data_files, quoted
from aligner.values.glossary import Concept, Glossary

if TYPE_CHECKING:
    from lxml import etree

STATUSES: Final = ("preferred", "required", "forbidden")
_MOST: Final = 32 * 1024 * 1024
_TBX_STATUS: Final[Mapping[str, str]] = data_files.tables("glossary.toml")["tbx"]


def load(path: Path) -> Glossary:
    """Read a glossary: `.tbx` and `.xml` as TBX, anything else as CSV.

    Raises:
        ReadError: if the file cannot be read.
        FormatError: if it is not a glossary; the message says what to fix.
    """
    return loads(read_regular(path, ReadError, most=_MOST), path)


def loads(data: bytes, path: Path) -> Glossary:
    """Parse a glossary from bytes; `path` determines the format and appears in messages.

    Raises:
        ReadError: if it is too large.
        FormatError: if it is not a glossary; the message says what to fix.
    """
    if len(data) > _MOST:
        raise ReadError(Message("error.glossary_large", path=str(path), limit=_MOST // 2**20))
    if path.suffix.lower() in (".tbx", ".xml"):
        return tuple(_tbx(data, path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(Message("error.glossary_not_utf8", path=str(path), at=error.start)) from error
    return tuple(_csv(text, path))


def table(glossary: Glossary, languages: Sequence[str]) -> list[dict[str, str]]:
    """Return the glossary as the rows of a CSV file: cells by column name.

    A concept with both names to use and names to avoid becomes two rows.
    """
    rows = []
    for concept in glossary:
        if concept.forbidden:
            first = next(iter(concept.terms), languages[0])
            cells = {first: concept.terms.get(first, ()), **concept.forbidden}
            rows.append(_row(cells, languages, "forbidden"))
        if not concept.forbidden or len(concept.terms) > 1:
            rows.append(_row(concept.terms, languages, concept.status))
    return rows


def from_table(rows: Iterable[Mapping[str, str | None]], languages: Sequence[str]) -> Glossary:
    """Return the glossary in rows of cells, as from `table`; rows with fewer than two terms are ignored.

    Raises:
        FormatError: if a status is unknown.
    """
    concepts = list[Concept]()
    for number, row in enumerate(rows, 1):
        status = (row.get("status") or "preferred").strip().lower()
        if status not in STATUSES:
            said = {"row": number, "status": quoted(status), "statuses": STATUSES}
            raise FormatError(Message("error.glossary_status", **said))
        concepts += _concept(((code, row.get(code)) for code in languages), status)
    return tuple(concepts)


def dumps(glossary: Glossary, languages: Sequence[str]) -> bytes:
    """Return the glossary as a CSV file, in UTF-8 with a byte order mark so that spreadsheets decode it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*languages, "status"])
    writer.writeheader()
    writer.writerows(
        {column: guarded(cell) for column, cell in row.items()} for row in table(glossary, languages)
    )
    return out.getvalue().encode("utf-8-sig")


def _row(terms: Mapping[str, tuple[str, ...]], languages: Sequence[str], status: str) -> dict[str, str]:
    return {**{code: "|".join(terms.get(code, ())) for code in languages}, "status": status}


def _csv(text: str, path: Path) -> Iterator[Concept]:
    lines = table_rows(text, str(path))
    head = lines[0][1] if lines else []
    columns = {place: name.strip().lower() for place, name in enumerate(head)}
    codes = {place: get(name).code for place, name in columns.items() if name.split("-")[0] in LANGUAGES}
    if len(codes) < 2:
        found = quoted(text.partition("\n")[0].strip())
        raise FormatError(Message("error.glossary_columns", path=str(path), found=found))
    for number, cells in lines[1:]:
        row = dict(zip(columns.values(), cells, strict=False))
        status = row.get("status", "").strip().lower() or "preferred"
        if status not in STATUSES:
            said = {"status": quoted(status), "statuses": STATUSES}
            raise FormatError.about_line(str(path), number, "glossary_file.status", **said)
        columns_of = ((code, bare(cells[place])) for place, code in codes.items() if place < len(cells))
        yield from _concept(columns_of, status)


def _concept(cells: Iterable[tuple[str, str | None]], status: str) -> Iterator[Concept]:
    """Yield the concept in the cells of a row, if these have names in two languages.

    If it is forbidden, all cells but the first hold names to avoid.
    """
    split = ((code, [name.strip() for name in (cell or "").split("|")]) for code, cell in cells)
    terms = {code: tuple(filter(None, names)) for code, names in split if any(names)}
    if len(terms) >= 2:
        first = [next(iter(terms))] if status == "forbidden" else [*terms]
        avoided = {code: names for code, names in terms.items() if code not in first}
        yield Concept({code: terms[code] for code in first}, avoided, status)


def _tbx(data: bytes, path: Path) -> Iterator[Concept]:
    root = parse(data, str(path))
    entries = list(root.iter("{*}termEntry", "{*}conceptEntry"))
    if not entries:
        raise FormatError(Message("error.not_tbx", path=str(path)))
    for entry in entries:
        terms: dict[str, list[str]] = {}
        forbidden: dict[str, list[str]] = {}
        status = "preferred"
        for language, name, given in _tbx_terms(entry):
            (forbidden if given == "forbidden" else terms).setdefault(language, []).append(name)
            status = "required" if given == "required" else status
        if len(terms.keys() | forbidden.keys()) >= 2:
            yield Concept(
                {code: tuple(names) for code, names in terms.items()},
                {code: tuple(names) for code, names in forbidden.items()},
                status,
            )


def _tbx_terms(entry: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield the language, name and status of each term of an entry."""
    for group in entry.iterchildren("{*}langSet", "{*}langSec"):
        given = group.get("{http://www.w3.org/XML/1998/namespace}lang") or group.get("lang") or ""
        try:
            language = get(given).code
        except LanguageError:
            continue
        for holder in group.iter("{*}tig", "{*}ntig", "{*}termSec"):
            term = next(descendants(holder, "term"), None)
            notes = [(each.text or "").strip() for each in descendants(holder, "termNote")]
            status = next((_TBX_STATUS[note] for note in notes if note in _TBX_STATUS), "preferred")
            if term is not None and (name := "".join(map(str, term.itertext())).strip()):
                yield language, name, status
