"""Excel workbooks: aligned text, amendments with marked changes, tables, footnotes, findings, figures.

No cell contains a formula, a link or a number guessed by Excel. A cell holds at most 32,767
UTF-16 code units; a longer text continues in the next row, which repeats its number.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from aligner.formats.amendment_table import AmendmentLine, Run, of_comparison
from aligner.formats.bilingual_tables import header
from aligner.formats.bitext import Parallel, joined, label_lines, newest_of, of_pair
from aligner.formats.bitext import of_comparison as parallel_of
from aligner.formats.cells import CELL_DIVIDER, legal
from aligner.languages import get
from aligner.readers.table_text import guarded
from aligner.segmentation.citations import cite, names
from aligner.values import Comparison, Document, EditTag, Severity, Signature
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.errors import InputError
from aligner.values.message import Message
from aligner.values.results import AlignedPair, Checked, RevisedPair
from aligner.view.redline_runs import footnote_indices
from aligner.view.single_result import from_revision

PART: Final = 16_000
"""Code points of a cell at most: even if all are astral, they fit."""

MAX_ROWS: Final = 1_048_576
"""Rows of a sheet, its header among them."""

MAX_COLUMNS: Final = 16_384
"""Columns of a sheet."""

_EPOCH: Final = datetime(2000, 1, 1)
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS: Final = {
    "unit": 7,
    "score": 8,
    "confirmed": 12,
    "severity": 11,
    "check": 20,
    "expected": 32,
    "found": 32,
    "message": 70,
    "text": 70,
    "what": 16,
    "old place": 13,
    "new place": 13,
    "comment": 32,
}
"""Widths of columns in characters, by their heading."""

_NARROW, _CELL, _WIDE = 12, 24, 52
_A4: Final = 9
_RED, _BLUE = "#a4262c", "#0b5394"
_MARKS: Final[Mapping[EditTag, Mapping[str, object]]] = {
    EditTag.EQUAL: {},
    EditTag.DELETE: {"font_color": _RED, "font_strikeout": True},
    EditTag.INSERT: {"font_color": _BLUE, "underline": 1},
}
"""How kept, deleted and inserted words look."""


def parallel(result: Parallel, *, interface: str = DEFAULT) -> bytes:
    """Write aligned text and figures, independent of the interface language."""
    return _workbook([lambda book: book.aligned(result), lambda book: book.figures(_figures(result))])


def alignment(result: AlignedPair, *, interface: str = DEFAULT) -> bytes:
    """Write aligned text, the tables and footnotes of both texts, and figures."""
    text = of_pair(result, divider=CELL_DIVIDER)
    words = load(interface)
    return _workbook(
        [
            lambda book: book.aligned(text),
            lambda book: book.tables([result.source, result.target], words),
            lambda book: book.footnotes([result.source, result.target]),
            lambda book: book.figures(_figures(text)),
        ]
    )


def revision(result: RevisedPair, *, interface: str = DEFAULT) -> bytes:
    """Write the amendments between two drafts, changed footnotes included, and the newer draft's tables."""
    words = load(interface)
    lines = of_comparison(from_revision(result.old, result.new, result.revision, result.decisions), words)
    made = result.revision.signature
    return _workbook(
        [
            lambda book: book.amendments(lines),
            lambda book: book.tables([result.new], words),
            lambda book: book.figures([*_counts(lines), *_signature(made)]),
        ]
    )


def comparison(result: Comparison, *, interface: str = DEFAULT) -> bytes:
    """Write aligned text if there are several languages, amendments, tables, footnotes and figures."""
    return _workbook(_sheets(result, load(interface)))


def checked(result: Checked, *, interface: str = DEFAULT) -> bytes:
    """Write the findings of the checks, followed by the sheets of the comparison."""
    words = load(interface)
    return _workbook([lambda book: book.findings(result, words), *_sheets(result.comparison, words)])


def _sheets(result: Comparison, words: Words) -> list[Callable[[_Book], None]]:
    lines = of_comparison(result, words)
    figures = [*_counts(lines), *_signature(result.signature)]
    sheets: list[Callable[[_Book], None]] = []
    if len(result.languages) > 1:
        text = parallel_of(result, divider=CELL_DIVIDER)
        sheets.append(lambda book: book.aligned(text))
        figures = [*_counts(lines), *_figures(text)]
    newest = [result.documents[key] for key in newest_of(result)]
    return [
        *sheets,
        lambda book: book.amendments(lines),
        lambda book: book.tables(newest, words),
        lambda book: book.footnotes(newest),
        lambda book: book.figures(figures),
    ]


def _workbook(sheets: Iterable[Callable[[_Book], None]]) -> bytes:
    import pandas as pd

    file = io.BytesIO()
    with pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs={"options": _OPTIONS}) as writer:
        writer.book.set_properties({"created": _EPOCH, "author": "aligner"})
        book = _Book(writer)
        for add in sheets:
            add(book)
    return file.getvalue()


class _Book:
    """Adds sheets of a uniform style to a workbook."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer
        book = writer.book
        line = {"text_wrap": True, "valign": "top", "bottom": 4, "bottom_color": "#c8d0d8"}
        look = self.look = {**line, "align": "left", "indent": 1}
        right = self.look_from_right = {**line, "align": "right", "reading_order": 2}
        self.head = book.add_format(
            {**look, "bold": True, "bottom": 1, "bottom_color": "#000000", "bg_color": "#eef2f6"}
        )
        self.alert = book.add_format({**look, "bold": True, "font_color": _RED})
        self.plain = book.add_format(look)
        self.score = book.add_format({**look, "num_format": "0.00"})
        self.number = book.add_format(look)
        self.figure = book.add_format(look)
        self.quoted = book.add_format({**look, "quote_prefix": True})
        self.from_right = book.add_format(right)
        self.from_right_quoted = book.add_format({**right, "quote_prefix": True})
        self.bold = book.add_format({**look, "bold": True})
        self.from_right_bold = book.add_format({**right, "bold": True})
        self.marks = {tag: book.add_format(dict(marked)) for tag, marked in _MARKS.items()}

    def aligned(self, result: Parallel) -> None:
        """Add a sheet with a row for each unit and a pair of columns for each language."""
        sheet = self._sheet("Aligned text", header(result))
        row = 1
        for number, unit in enumerate(result.units, start=1):
            texts = [_parts(joined(cell)) for cell in unit.cells]
            for part in range(max(map(len, texts), default=1)):
                sheet.write_number(row, 0, number, self.number)
                sheet.write_number(row, 1, round(unit.score, 6), self.score)
                self._text(sheet, row, 2, "yes" if unit.confirmed else "")
                for place, (column, cell) in enumerate(zip(result.columns, unit.cells, strict=True)):
                    own = texts[place]
                    if part == 0:
                        self._text(sheet, row, 3 + 2 * place, label_lines(cell))
                    shown = own[part] if part < len(own) else ""
                    self._text(sheet, row, 4 + 2 * place, shown, column.language)
                row += 1
        self._close(sheet, row, len(header(result)))

    def amendments(self, lines: Sequence[AmendmentLine]) -> None:
        """Add a sheet with a row for each amendment, its words marked as in the report."""
        others = list(dict.fromkeys(language for line in lines for language, _ in line.carried))
        heads = ["language", "from", "to", "old place", "new place", "what", "text", *others]
        decided = any(line.decision or line.comment for line in lines)
        heads += ["decision", "comment"] if decided else []
        sheet = self._sheet("Amendments", heads)
        row = 1
        for line in lines:
            states = dict(line.carried)
            facts = [line.language, line.old_version, line.new_version, line.old_place, line.new_place]
            for column, text in enumerate([*facts, line.kind]):
                self._text(sheet, row, column, text)
            for column, language in enumerate(others, start=7):
                self._text(sheet, row, column, states.get(language, ""), alert=language in line.missing)
            for column, text in enumerate((line.decision, line.comment) if decided else (), 7 + len(others)):
                self._text(sheet, row, column, text)
            for runs in _run_parts(line.runs):
                self._marked(sheet, row, 6, runs, line.language)
                row += 1
        self._close(sheet, row, len(heads))

    def tables(self, documents: Sequence[Document], say: Words) -> None:
        """Add a sheet of the tables, row by row and cell by cell; no sheet if no row has cells.

        Column headings are bold. A cell too long for Excel continues in the next row.
        """
        widest = max((len(each.cells) for kept in documents for each in kept.segments), default=0)
        if not widest:
            return
        facts = [say("table.language"), say("table.draft"), say("table.table")]
        heads = facts + [say("table.column", number=number + 1) for number in range(widest)]
        if len(heads) > MAX_COLUMNS:
            raise InputError(Message("output.sheet_columns", limit=MAX_COLUMNS, needed=len(heads)))
        sheet = self._sheet(say("table.sheet"), heads)
        sheet.set_column(len(facts), len(heads) - 1, _CELL)
        row = 1
        for document in documents:
            for number, index in _numbered_rows(document):
                bold = document.segments[index].header
                texts = [_parts(text) for text in document.cells_of(index)]
                for part in range(max(map(len, texts))):
                    self._text(sheet, row, 0, document.language)
                    self._text(sheet, row, 1, document.version)
                    sheet.write_number(row, 2, number, self.number)
                    for column, own in enumerate(texts, start=len(facts)):
                        shown = own[part] if part < len(own) else ""
                        self._text(sheet, row, column, shown, document.language, bold=bold)
                    row += 1
        self._close(sheet, row, len(heads))

    def footnotes(self, documents: Sequence[Document]) -> None:
        """Add a sheet with a row for each footnote, by document; no sheet if there are none."""
        if not any(document.footnotes for document in documents):
            return
        heads = ["language", "version", "mark", "place", "text"]
        sheet = self._sheet("Footnotes", heads)
        row = 1
        for document in documents:
            homes = _homes(document)
            for index, note in enumerate(document.footnotes):
                facts = (document.language, document.version, note.mark, homes.get(index, ""))
                for part in _parts(note.text):
                    for column, text in enumerate(facts):
                        self._text(sheet, row, column, text)
                    self._text(sheet, row, len(facts), part, document.language)
                    row += 1
        self._close(sheet, row, len(heads))

    def findings(self, result: Checked, words: Words) -> None:
        """Add a sheet with a row for each finding: severity, place and message."""
        heads = ["severity", "check", "language", "place", "expected", "found", "message"]
        sheet = self._sheet("Findings", heads)
        for row, found in enumerate(result.findings, start=1):
            texts = (found.expected, found.found, words.render(found.message))
            facts = (
                found.severity.value,
                found.check,
                found.language,
                _places(result.comparison, found.rows, words),
            )
            for column, text in enumerate((*facts, *texts)):
                bad = column == 0 and found.severity is Severity.ERROR
                self._text(sheet, row, column, text, alert=bad)
        self._close(sheet, len(result.findings) + 1, len(heads))

    def figures(self, figures: Sequence[tuple[str, str | float]]) -> None:
        """Add a sheet of names and numbers."""
        import pandas as pd

        table = pd.DataFrame({"what": [legal(name) for name, _ in figures], "value": [v for _, v in figures]})
        table.to_excel(self.writer, sheet_name="Statistics", index=False)
        sheet = self.writer.sheets["Statistics"]
        sheet.set_column(0, 0, 44, self.plain)
        sheet.set_column(1, 1, 40, self.figure)
        for column, head in enumerate(table.columns):
            sheet.write_string(0, column, head, self.head)
        sheet.freeze_panes(1, 0)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def _sheet(self, name: str, heads: Sequence[str]) -> Any:
        sheet = self.writer.book.add_worksheet(name)
        self.writer.sheets[name] = sheet
        for column, head in enumerate(heads):
            width = _WIDE if head.startswith("text_") else _WIDTHS.get(head, _NARROW)
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, legal(head), self.head)
        return sheet

    def _close(self, sheet: Any, rows: int, columns: int) -> None:
        """Finish a sheet: freeze the header, add filters, and fit it to the printed page."""
        if rows > MAX_ROWS:  # the writer would silently drop them
            raise InputError(Message("output.sheet_rows", limit=MAX_ROWS, needed=rows))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows - 1, 0), columns - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C&P / &N")
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _text(
        self,
        sheet: Any,
        row: int,
        column: int,
        text: str,
        language: str = "en",
        *,
        alert: bool = False,
        bold: bool = False,
    ) -> None:
        """Write plain text in the format that its language and its first sign ask for."""
        if not text:
            sheet.write_blank(row, column, None, self.plain)  # the line below it goes through
            return
        from_right = get(language).right_to_left
        if alert:
            look = self.alert
        elif bold:
            look = self.from_right_bold if from_right else self.bold
        elif guarded(text) != text:  # it would be taken for a formula
            look = self.from_right_quoted if from_right else self.quoted
        else:
            look = self.from_right if from_right else self.plain
        sheet.write_string(row, column, legal(text)[:PART], look)

    def _marked(self, sheet: Any, row: int, column: int, runs: Sequence[Run], language: str) -> None:
        """Write rich text; a cell of a single run has to be a plain string with the run's format."""
        from_right = get(language).right_to_left
        own = self.from_right if from_right else self.plain
        if len(runs) > 1:
            rich = [part for tag, text in runs for part in (self.marks[tag], text)]
            sheet.write_rich_string(row, column, *rich, own)
        elif runs and runs[0][0] is not EditTag.EQUAL:
            tag, text = runs[0]
            base = self.look_from_right if from_right else self.look
            format = self.writer.book.add_format({**base, **_MARKS[tag]})
            sheet.write_string(row, column, text, format)
        elif runs:
            self._text(sheet, row, column, runs[0][1], language)


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


def _parts(text: str) -> list[str]:
    """Split a text into parts that fit a cell."""
    cuts = [*range(0, len(text), PART), len(text)]
    return [text[start:stop] for start, stop in pairwise(cuts)] or [""]


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


def _counts(lines: Sequence[AmendmentLine]) -> list[tuple[str, str | float]]:
    """Count the amendments of each language, then its changed footnotes."""
    counts = Counter((line.of_note, line.language) for line in lines)
    names = ("amendments", "footnotes changed")
    return [
        (f"{names[of_note]}, {get(language).english}", number)
        for (of_note, language), number in sorted(counts.items(), key=lambda item: item[0][0])
    ] or [("amendments", 0)]


def _figures(result: Parallel) -> list[tuple[str, str | float]]:
    scores = [unit.score for unit in result.units if not unit.is_gap]
    found: list[tuple[str, str | float]] = [("units", len(result.units))]
    found.append(("units in one language only", sum(unit.is_gap for unit in result.units)))
    found.append(("units confirmed by a person", sum(unit.confirmed for unit in result.units)))
    found.append(("units with a score below 0.5", sum(score < 0.5 for score in scores)))
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
