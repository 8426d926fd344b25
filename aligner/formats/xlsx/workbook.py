"""Excel workbooks: aligned text, amendments with marked changes, tables, footnotes, findings, figures.

No cell contains a formula, a link or a number guessed by Excel. A cell holds at most 32,767
UTF-16 code units; a longer text continues in the next row, which repeats its number.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from aligner.comparison.single_result import comparison_of
from aligner.formats.amendment_table import AmendmentLine, Run, of_comparison
from aligner.formats.bilingual_tables import header
from aligner.formats.bitext import Parallel, ParallelUnit, joined, label_lines, newest_of, of_pair
from aligner.formats.bitext import of_comparison as parallel_of
from aligner.formats.cells import CELL_DIVIDER, legal
from aligner.languages import get
from aligner.readers.table_text import guarded
from aligner.segmentation.citations import cite, names
from aligner.values import Comparison, Document, InputError, Message, Signature, data_files
from aligner.values.catalogue import Words
from aligner.values.comparison import EditTag, Finding, Severity
from aligner.values.results import AlignedPair, Checked, RevisedPair
from aligner.view.redline_runs import footnote_indices

PART: Final = 16_000
"""Code points of a cell at most: even if all are astral, they fit."""

MAX_ROWS: Final = 1_048_576
"""Rows of a sheet, its header among them."""

MAX_COLUMNS: Final = 16_384
"""Columns of a sheet."""

_EPOCH: Final = datetime(2000, 1, 1)
_OPTIONS: Final = {
    "in_memory": True,
    **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
}
_A4: Final = 9
_WIDTHS: Final[Mapping[str, int]] = data_files.tables("workbook.toml")["widths"]
_LOOKS: Final[Mapping[str, Mapping[str, object]]] = data_files.tables("workbook.toml")["looks"]


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is in a cell.

    Attributes:
        value: a text, a number, or words with their marks.
        language: of the text.
        alert: whether it says that something is wrong.
        bold: whether it is a heading.
        is_long: whether it goes on in further rows if it is too long for a cell.
        once: whether those rows do not repeat it.
    """

    value: str | float | Sequence[Run]
    language: str = "en"
    alert: bool = False
    bold: bool = False
    is_long: bool = False
    once: bool = False

    def parts(self) -> Sequence[float | Sequence[Run]]:
        """Return what is in it, row by row."""
        if isinstance(self.value, float | int):
            return [self.value]
        runs = [(EditTag.EQUAL, self.value)] if isinstance(self.value, str) else self.value
        return _run_parts(runs) if self.is_long else [runs]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet, the headings of its columns and its rows; its last columns may be the cells of a table."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[_Cell]]
    table_columns: int = 0


Figures = Sequence[tuple[str, str | float]]
"""Names and numbers."""


def parallel(result: Parallel, words: Words | None = None) -> bytes:
    """Write aligned text and figures, independent of the interface language."""
    return _workbook([_aligned(result)], _figures(result))


def alignment(result: AlignedPair, words: Words) -> bytes:
    """Write aligned text, the tables and footnotes of both texts, and figures."""
    text, both = of_pair(result, divider=CELL_DIVIDER), [result.source, result.target]
    return _workbook([_aligned(text), *_tables(both, words), *_footnotes(both)], _figures(text))


def revision(result: RevisedPair, words: Words) -> bytes:
    """Write the amendments between two drafts, changed footnotes included, and the newer draft's tables."""
    lines = of_comparison(comparison_of(result), words)
    figures = [*_counts(lines), *_signature(result.revision.signature)]
    return _workbook([_amendments(lines), *_tables([result.new], words)], figures)


def checked(result: Checked, words: Words) -> bytes:
    """Write the findings of the checks, followed by the sheets of the comparison."""
    return comparison(result.comparison, words, first=[_findings(result, words)])


def comparison(result: Comparison, words: Words, *, first: Sequence[_Sheet] = ()) -> bytes:
    """Write aligned text if there are several languages, amendments, tables, footnotes and figures.

    Sheets that come `first` precede them.
    """
    lines = of_comparison(result, words)
    figures = [*_counts(lines), *_signature(result.signature)]
    sheets = [*first]
    if len(result.languages) > 1:
        text = parallel_of(result, divider=CELL_DIVIDER)
        sheets.append(_aligned(text))
        figures = [*_counts(lines), *_figures(text)]
    newest = [result.documents[key] for key in newest_of(result)]
    return _workbook([*sheets, _amendments(lines), *_tables(newest, words), *_footnotes(newest)], figures)


def _aligned(result: Parallel) -> _Sheet:
    """Return a sheet with a row for each unit and a pair of columns for each language."""

    def row(number: int, unit: ParallelUnit) -> Iterator[_Cell]:
        yield from (_Cell(number), _Cell(round(unit.score, 6)), _Cell("yes" if unit.confirmed else ""))
        for column, cell in zip(result.columns, unit.cells, strict=True):
            yield _Cell(label_lines(cell), once=True)
            yield _Cell(joined(cell), column.language, is_long=True)

    rows = (tuple(row(number, unit)) for number, unit in enumerate(result.units, start=1))
    return _Sheet("Aligned text", header(result), rows)


def _amendments(lines: Sequence[AmendmentLine]) -> _Sheet:
    """Return a sheet with a row for each amendment, its words marked as in the report."""
    others = list(dict.fromkeys(language for line in lines for language, _ in line.carried))
    decided = any(line.decision or line.comment for line in lines)

    def row(line: AmendmentLine) -> Iterator[_Cell]:
        states = dict(line.carried)
        drafts = (line.language, line.old_version, line.new_version)
        for text in (*drafts, line.old_place, line.new_place, line.kind):
            yield _Cell(text, once=True)
        yield _Cell(line.runs, line.language, is_long=True)
        for language in others:
            yield _Cell(states.get(language, ""), alert=language in line.missing, once=True)
        for text in (line.decision, line.comment) if decided else ():
            yield _Cell(text, once=True)

    heads = ["language", "from", "to", "old place", "new place", "what", "text", *others]
    heads += ["decision", "comment"] if decided else []
    return _Sheet("Amendments", heads, (tuple(row(line)) for line in lines))


def _tables(documents: Sequence[Document], say: Words) -> Iterator[_Sheet]:
    """Yield a sheet of the tables, row by row and cell by cell, unless no row has cells.

    Column headings are bold.
    """
    widest = max((len(segment.cells) for document in documents for segment in document.segments), default=0)
    heads = [say("table.language"), say("table.draft"), say("table.table")]
    heads += [say("table.column", number=number + 1) for number in range(widest)]
    if len(heads) > MAX_COLUMNS:
        raise InputError(Message("output.sheet_columns", limit=MAX_COLUMNS, needed=len(heads)))
    rows = (
        [
            *(_Cell(fact) for fact in (document.language, document.version, number)),
            *(
                _Cell(text, document.language, bold=document.segments[index].header, is_long=True)
                for text in document.cells_of(index)
            ),
        ]
        for document in documents
        for number, index in _numbered_rows(document)
    )
    if widest:
        yield _Sheet(say("table.sheet"), heads, rows, widest)


def _footnotes(documents: Sequence[Document]) -> Iterator[_Sheet]:
    """Yield a sheet with a row for each footnote, by document, unless there are none."""
    heads = ["language", "version", "mark", "place", "text"]
    homes = [_homes(document) for document in documents]
    rows = [
        [
            *map(_Cell, (document.language, document.version, note.mark, places.get(index, ""))),
            _Cell(note.text, document.language, is_long=True),
        ]
        for document, places in zip(documents, homes, strict=True)
        for index, note in enumerate(document.footnotes)
    ]
    if rows:
        yield _Sheet("Footnotes", heads, rows)


def _findings(result: Checked, words: Words) -> _Sheet:
    """Return a sheet with a row for each finding: severity, place and message."""

    def row(found: Finding) -> Iterator[_Cell]:
        yield _Cell(found.severity.value, alert=found.severity is Severity.ERROR)
        place = _places(result.comparison, found.rows, words)
        facts = (found.check, found.language, place, found.expected, found.found)
        yield from (_Cell(text) for text in (*facts, words.render(found.message)))

    heads = ["severity", "check", "language", "place", "expected", "found", "message"]
    return _Sheet("Findings", heads, (tuple(row(found)) for found in result.findings))


def _workbook(sheets: Iterable[_Sheet], figures: Figures) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as made:
        made.set_properties({"created": _EPOCH, "author": "aligner"})
        book = _Book(made)
        for sheet in sheets:
            book.add(sheet)
        book.add_figures(figures)
    return file.getvalue()


class _Book:
    """Adds sheets of a uniform style to a workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        marks = (EditTag.EQUAL, EditTag.DELETE, EditTag.INSERT)
        self.marks = {tag: book.add_format(dict(_LOOKS[tag])) for tag in marks}

        @cache
        def look(*, from_right: bool = False, **marked: object) -> Any:
            side = {"align": "right", "reading_order": 2} if from_right else {"align": "left", "indent": 1}
            return book.add_format({**_LOOKS["cell"], **side, **marked})

        self.look = look

    def add(self, content: _Sheet) -> None:
        """Add a sheet, with filters in its first row."""
        sheet = self._headed(content.name, content.heads)
        if content.table_columns:
            last = len(content.heads) - 1
            sheet.set_column(last + 1 - content.table_columns, last, _WIDTHS["cell"])
        row = 1
        for cells in content.rows:
            parts = [cell.parts() for cell in cells]
            for part in range(max(map(len, parts), default=1)):
                for column, (cell, values) in enumerate(zip(cells, parts, strict=True)):
                    if part < len(values):
                        self._write(sheet, row, column, cell, values[part])
                    elif not cell.once:
                        self._write(sheet, row, column, cell, () if cell.is_long else values[0])
                row += 1
        if row > MAX_ROWS:  # the writer would silently drop them
            raise InputError(Message("output.sheet_rows", limit=MAX_ROWS, needed=row))
        sheet.autofilter(0, 0, max(row - 1, 0), len(content.heads) - 1)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C&P / &N")
        sheet.repeat_rows(0)

    def add_figures(self, figures: Figures) -> None:
        """Add a sheet of names and numbers."""
        sheet = self._headed("Statistics", ("what", "value"))
        sheet.set_column(0, 0, 44, self.look())
        sheet.set_column(1, 1, 40, self.look())
        for row, (name, value) in enumerate(figures, start=1):
            sheet.write_string(row, 0, legal(name))
            sheet.write(row, 1, value)

    def _headed(self, name: str, heads: Sequence[str]) -> Any:
        """Return a new sheet with headings that stay in view, fitted to the printed page."""
        sheet = self.book.add_worksheet(name)
        for column, head in enumerate(heads):
            kind = "text_" if head.startswith("text_") else head
            width = _WIDTHS.get(kind, _WIDTHS["other"])
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, legal(head), self.look(**_LOOKS["head"]))
        sheet.freeze_panes(1, 0)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, cell: _Cell, value: float | Sequence[Run]) -> None:
        """Write what a cell has in a row; a single run has to be a plain string with the run's format."""
        from_right = get(cell.language).right_to_left
        if isinstance(value, int | float):
            look = self.look() if isinstance(value, int) else self.look(num_format="0.00")
            sheet.write_number(row, column, value, look)
        elif len(value) > 1:
            rich = [part for tag, text in value for part in (self.marks[tag], text)]
            sheet.write_rich_string(row, column, *rich, self.look(from_right=from_right))
        elif value and value[0][1]:
            tag, text = value[0]
            if cell.alert:
                look = self.look(**_LOOKS["alert"])
            elif tag is not EditTag.EQUAL:
                look = self.look(from_right=from_right, **_LOOKS[tag])
            elif cell.bold:
                look = self.look(from_right=from_right, bold=True)
            else:  # what would be taken for a formula is quoted
                quoted = {"quote_prefix": True} if guarded(text) != text else {}
                look = self.look(from_right=from_right, **quoted)
            sheet.write_string(row, column, legal(text)[:PART], look)
        else:
            sheet.write_blank(row, column, None, self.look())  # the line below it goes through


def _places(comparison: Comparison, rows: Sequence[int], words: Words) -> str:
    """Return the citation of each row in the newest drafts, or its number, from 1, if it has none."""
    kept = [comparison.rows[row] for row in rows]
    named = (
        next(filter(None, (cite(comparison.documents[key], span) for key, span in row.cells.items())), "")
        for row in kept
    )
    cited = words.place(", ".join(dict.fromkeys(name for name in named if name)))
    return cited or ", ".join(str(row + 1) for row in rows)


def _numbered_rows(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the number of the table, counted from 1, and the index of each row with cells.

    A table ends where other text follows, or where column headings follow a row of figures.
    """
    table, last = 0, -1
    for index, segment in enumerate(document.segments):
        if not segment.cells:
            continue
        if index != last + 1 or last < 0 or (segment.header and not document.segments[last].header):
            table += 1
        yield table, index
        last = index


def _homes(document: Document) -> dict[int, str]:
    """Map each footnote, by index, to the citation of the first paragraph with its mark."""
    cited = names(document)
    homes: dict[int, str] = {}
    for segment, notes in footnote_indices(document).items():
        for note in notes:
            if note is not None:
                homes.setdefault(note, cited[segment])
    return homes


def _run_parts(runs: Iterable[Run]) -> list[list[Run]]:
    """Split runs into rows that each fit a cell; at least one row."""
    rows: list[list[Run]] = [[]]
    room = PART
    for tag, text in runs:
        left = text
        while left:
            if room == 0:
                rows.append([])
                room = PART
            rows[-1].append((tag, left[:room]))
            taken = len(left[:room])
            left, room = left[taken:], room - taken
    return rows


def _counts(lines: Sequence[AmendmentLine]) -> Figures:
    """Count the amendments of each language, then its changed footnotes."""
    counts = Counter((line.of_note, line.language) for line in lines)
    names = ("amendments", "footnotes changed")
    return [
        (f"{names[of_note]}, {get(language).english}", number)
        for (of_note, language), number in sorted(counts.items(), key=lambda item: item[0][0])
    ] or [("amendments", 0)]


def _figures(result: Parallel) -> list[tuple[str, str | float]]:
    scores = [unit.score for unit in result.units if not unit.is_gap]
    found: list[tuple[str, str | float]] = [
        ("units", len(result.units)),
        ("units in one language only", sum(unit.is_gap for unit in result.units)),
        ("units confirmed by a person", sum(unit.confirmed for unit in result.units)),
        ("units with a score below 0.5", sum(score < 0.5 for score in scores)),
    ]
    if scores:
        found.append(("mean score", round(sum(scores) / len(scores), 4)))
    for place, column in enumerate(result.columns):
        kept = sum(len(unit.cells[place]) for unit in result.units)
        found.append((f"segments, {get(column.language).english} {column.version}".strip(), kept))
    return found + _signature(result.signature)


def _signature(made: Signature | None) -> list[tuple[str, str | float]]:
    if made is None:
        return []
    return [
        ("made with aligner", legal(made.aligner)),
        ("encoder", legal(f"{made.encoder} {made.revision}".strip())),
        *((legal(name), legal(value)) for name, value in made.options),
    ]
