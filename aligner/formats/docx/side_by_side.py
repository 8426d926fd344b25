"""Languages side by side as a Word file: the contents of the HTML report, for editing and sharing.

A landscape table has a column for each language and a row for each paragraph; amendments are
underlined or struck through, so that they survive a black-and-white printer. It is followed by
the list of amendments, the instructions that would make them, and the footnotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import bidirectional

from aligner.formats.docx import word_xml
from aligner.formats.docx.word_xml import MARKED_LOOKS, PLAIN, Look, paragraph_properties, piece_runs, runs
from aligner.formats.html.fragments import GHOST, OF_HERE
from aligner.languages import LANGUAGES, get
from aligner.languages.numerals import printed_label
from aligner.revision.instructions import wordings
from aligner.values import Carried, Comparison, SegmentKind, shorten
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.view.build import build
from aligner.view.footnote_list import note_lines
from aligner.view.page_model import Badge, Block, Column, Entry, View, ViewRow
from aligner.view.page_model import Cell as ViewCell
from aligner.view.redline_runs import Mark, Piece, Role, by_cells

WIDTH: Final = 15138
"""What a landscape A4 page has between its margins, in twentieths of a point."""

_PLACE: Final = 1000  # width of the column of places, in twentieths of a point
_MARGINS: Final = 240  # of a cell, in twentieths of a point
_HEAD, _GAP, _ALERT = "E7EDF3", "F2F2F2", "FDECC8"
_HEADINGS: Final = (SegmentKind.TITLE, SegmentKind.HEADING)


def comparison(result: Comparison, *, interface: str = DEFAULT) -> bytes:
    """Write a whole set side by side; headings and remarks are in the language of `interface`."""
    return _Sheet(build(result), load(interface)).file()


class _Sheet:
    """Writes one view; `words` are the interface texts."""

    def __init__(self, view: View, words: Words) -> None:
        self.view, self.words = view, words
        self.ours = words.language
        self.right = get(words.language).right_to_left

    def file(self) -> bytes:
        """Return the whole file."""
        body = "".join((self._opening(), self._text(), self._amendments(), self._steps(), self._notes()))
        made = self.view.signature
        signature = self.words("report.signature", version=made.aligner) if made else ""
        page = word_xml.section(landscape=True, rtl=self.right)
        document = f"<w:document {word_xml.NAMES}><w:body>{body}{page}</w:body></w:document>"
        about = word_xml.Properties(title=self.view.title, made_with=signature)
        return word_xml.package(
            {"document": document, "footer": word_xml.footer(signature)}, self.ours, about
        )

    # -- parts --------------------------------------------------------------

    def _opening(self) -> str:
        """Return the title, the documents compared, caveats and a key to the marks."""
        language = self.view.columns[0].key.language if self.view.columns else self.ours
        names = " · ".join(self._name(column) for column in self.view.columns)
        notes = "".join(self._free(self.words.render(note)) for note in self.view.notes)
        legend = ""
        if any(column.base for column in self.view.columns):
            legend = "".join(
                self._paragraph(
                    "Cell",
                    runs(self.words(f"legend.{kind}_sample"), self.ours, MARKED_LOOKS[mark])
                    + runs(f" – {self.words(f'legend.{kind}')}", self.ours),
                )
                for kind, mark in (("inserted", Mark.INSERTED), ("deleted", Mark.DELETED))
            ) + self._line(self.words("legend.brackets"))
        title = self._paragraph("Title", runs(self.view.title, language), language)
        return title + self._line(names) + notes + legend

    def _text(self) -> str:
        """Return the table of rows."""
        place = Cell(self._line(self.words("row.place"), "CellHead"), _HEAD)
        head = [place, *(Cell(self._column_head(column), _HEAD) for column in self.view.columns)]
        rows = [
            [self._place(row), *(self._cell(cell, number, row) for number, cell in enumerate(row.cells))]
            for row in self.view.rows
        ]
        return self._line(self.words("report.text"), "Heading1") + self._table(head, rows, [_PLACE])

    def _amendments(self) -> str:
        """Return a line for each amendment with its state in each language."""
        if not self.view.entries:
            return ""
        names = [self.words("row.place"), self.words("report.excerpt")]
        names += [self._name(column) for column in self.view.columns]
        has_decisions = any(entry.decision for entry in self.view.entries)
        names += [self.words("decision.title")] if has_decisions else []
        head = [Cell(self._line(name, "CellHead"), _HEAD) for name in names]
        rows = [
            [
                Cell(self._paragraph("Cell", self._link(entry.row, self._entry_name(entry)))),
                Cell(self._excerpt(entry)),
                *(self._state(entry, number) for number in range(len(self.view.columns))),
                *([Cell(self._line(self.words.decision(entry.decision)))] if has_decisions else []),
            ]
            for entry in self.view.entries
        ]
        title = f"{self.words('report.amendments')} ({len(rows)})"
        return self._line(title, "Heading1") + self._table(head, rows, [_PLACE, 6000])

    def _steps(self) -> str:
        """Return the instructions that turn each older draft into the newer, in its own language."""

        def lines(_: int, column: Column) -> Iterator[str]:
            if column.revision is not None and column.old is not None:
                asked = wordings(column.revision, column.old, column.document)
                for number, text in enumerate(asked, start=1):
                    line = f"{number}.\t{text}".replace("\n", " ¶ ")
                    yield runs(line, column.key.language)

        return self._by_column("docx.instructions", lines)

    def _notes(self) -> str:
        """Return the footnotes of each document."""

        def lines(number: int, column: Column) -> Iterator[str]:
            language = column.key.language
            for line in note_lines(column, number, self.view.rows):
                yield runs(f"{line.label}\t", language) + self._pieces(line.pieces, language)

        return self._by_column("report.notes", lines)

    def _by_column(self, title: str, lines: Callable[[int, Column], Iterable[str]]) -> str:
        """Return lines of each column under its name, and all under a title; nothing without lines."""
        parts = []
        for number, column in enumerate(self.view.columns):
            steps = [self._paragraph("Step", line, column.key.language) for line in lines(number, column)]
            parts += [self._line(self._name(column), "Heading2"), *steps] if steps else []
        return self._line(self.words(title), "Heading1") + "".join(parts) if parts else ""

    # -- cells --------------------------------------------------------------

    def _column_head(self, column: Column) -> str:
        language = get(column.key.language)
        version = column.key.version
        if column.base is not None:
            key = "column.compared" if version else "column.since"
            old = column.base.version or self.words("column.unnamed")
            version = self.words(key, new=version, old=old)
        lines = [self._paragraph("CellHead", runs(language.endonym, language.code), language.code)]
        lines += [self._free(text, word_xml.REMARK) for text in (version, column.document.status) if text]
        return "".join(lines)

    def _place(self, row: ViewRow) -> Cell:
        """Return the citation of the row, with an anchor for links from the table of amendments."""
        old = self.words("row.old_place", place=row.old_place) if row.old_place else ""
        shown = row.place or (f"({old})" if old else str(row.number))
        anchor = (
            f'<w:bookmarkStart w:id="{row.number}" w:name="r{row.number}"/>{runs(shown, self.ours)}'
            f'<w:bookmarkEnd w:id="{row.number}"/>'
        )
        more = self._line(f"({old})", word_xml.REMARK) if row.place and old else ""
        return Cell(self._paragraph("Cell", anchor) + more)

    def _cell(self, cell: ViewCell, number: int, row: ViewRow) -> Cell:
        language = self.view.columns[number].key.language
        lines = [self._line(self._badge(badge), word_xml.REMARK) for badge in cell.badges]
        lines += [self._block(block, language, row) for block in cell.blocks]
        if cell.gap:
            lines.append(self._line(f"— {self.words('gap.text')}", word_xml.REMARK))
        return Cell("".join(lines), "" if cell.blocks else _GAP)

    def _block(self, block: Block, language: str, row: ViewRow) -> str:
        if block.ghost:
            text = shorten("".join(piece.text for piece in block.pieces), GHOST)
            return self._paragraph(word_xml.REMARK, runs(text, language), language)
        before = self._line(block.place, word_xml.REMARK) if block.place and block.place != row.place else ""
        if block.kind is SegmentKind.ROW:
            return before + self._row_of_cells(block, language)
        return before + self._paragraph(
            "CellHead" if block.kind in _HEADINGS else "Cell",
            self._label(block, language) + self._pieces(block.pieces, language),
            language,
        )

    def _row_of_cells(self, block: Block, language: str) -> str:
        """Nest a table row as a table in the cell of its document, which must end in a paragraph."""
        style = "CellHead" if block.header else "Cell"
        cells = [
            Cell(self._paragraph(style, self._pieces(cell, language), language))
            for cell in by_cells(block.pieces)
        ]
        room = shared_widths([_PLACE], len(self.view.columns))[-1] - _MARGINS
        widths = [room // len(cells)] * len(cells)
        table = _framed([_row(cells, widths)], widths, rtl=get(language).right_to_left)
        return table + self._line("", word_xml.REMARK)

    def _label(self, block: Block, language: str) -> str:
        parts = []
        if block.old_label or block.mark is Mark.DELETED:
            old = printed_label(block.old_label, language)
            parts.append(runs(f"{old} ", language, MARKED_LOOKS[Mark.DELETED]) if old else "")
        if block.label and block.mark is not Mark.DELETED:
            look = MARKED_LOOKS[Mark.INSERTED] if block.old_label else PLAIN
            number = printed_label(block.label, language)
            parts.append(runs(f"{number} ", language, replace(look, style=word_xml.NUMBER)))
        return "".join(parts)

    def _badge(self, badge: Badge) -> str:
        place = badge.place or self.words("badge.here" if badge.kind in OF_HERE else "badge.elsewhere")
        language = self.words.language_name(badge.language) if badge.language else ""
        said = self.words(f"badge.{badge.kind}", place=place, language=language)
        return f"{said} ({self.words.render(badge.reason)})" if badge.reason else said

    def _entry_name(self, entry: Entry) -> str:
        old = self.words("row.old_place", place=entry.old_place) if entry.old_place else ""
        return entry.place or old or self.words("row.permalink", number=entry.row)

    def _excerpt(self, entry: Entry) -> str:
        """Return the changed words in the language of the document's own words, and the pivot's below."""
        view = self.view
        numbers = entry.columns(view.column_of(self.words.language), view.column_of(view.pivot))
        languages = [view.columns[number].key.language for number in numbers]
        return "".join(
            self._paragraph("Cell", self._pieces(entry.excerpts[number], language), language)
            for number, language in zip(numbers, languages, strict=True)
        )

    def _state(self, entry: Entry, number: int) -> Cell:
        language = self.view.columns[number].key.language
        state, reason = entry.states.get(language, (None, None))
        kind = entry.kinds.get(number)
        alert = state is not None and language in entry.missing
        said = [self.words(f"kind.{kind}")] if kind else []
        shown = alert or kind is None or state is Carried.AMENDED_HERE_ONLY
        said += [self.words(f"state.{state}")] if state is not None and shown else []
        lines = [self._line(text) for text in said] + (
            [self._line(self.words.render(reason), word_xml.REMARK)] if reason else []
        )
        return Cell("".join(lines) or self._line("–"), _ALERT if alert else "")

    # -- text ---------------------------------------------------------------

    def _pieces(self, pieces: Iterable[Piece], language: str) -> str:
        return "".join(self._piece(piece, language) for piece in pieces)

    def _piece(self, piece: Piece, language: str) -> str:
        if piece.role is Role.BREAK:
            return runs("¶", language, replace(MARKED_LOOKS.get(piece.mark, PLAIN), style=word_xml.BREAK))
        return piece_runs(piece, language)

    def _line(self, text: str, style: str = "Cell") -> str:
        """Return a paragraph of interface text."""
        return self._paragraph(style, runs(text, self.ours))

    def _free(self, text: str, style: str = "Cell") -> str:
        """Return a paragraph of text from the set, in its own direction: its language may be any."""
        kinds = (bidirectional(character) for character in text)
        first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
        if not first or (first != "L") == self.right:
            return self._line(text, style)
        like = next(code for code, language in LANGUAGES.items() if language.right_to_left != self.right)
        return self._paragraph(style, runs(text, like), like)

    def _paragraph(self, style: str, inside: str, language: str | None = None) -> str:
        return f"<w:p>{paragraph_properties(style, language or self.ours)}{inside}</w:p>"

    def _link(self, row: int, text: str) -> str:
        shown = runs(text, self.ours, Look(underline="dotted"))
        return f'<w:hyperlink w:anchor="r{row}">{shown}</w:hyperlink>'

    def _name(self, column: Column) -> str:
        return f"{get(column.key.language).endonym} {column.key.version}".strip()

    def _table(self, head: list[Cell], rows: list[list[Cell]], narrow: list[int]) -> str:
        widths = shared_widths(narrow, len(head) - len(narrow))
        return table(head, rows, widths, rtl=self.right) + self._line("")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs as XML, and whether it is shaded (header or gap)."""

    paragraphs: str
    shade: str = ""


def table(
    head: Sequence[Cell], rows: Sequence[Sequence[Cell]], widths: Sequence[int], *, rtl: bool = False
) -> str:
    """Return a table with a repeated header row.

    Args:
        head: the cells of the first row.
        rows: all other rows, each as long as the header row.
        widths: widths of the columns, in twentieths of a point.
        rtl: whether the first column is at the right.
    """
    lines = [_row(head, widths, is_head=True), *(_row(row, widths) for row in rows)]
    return _framed(lines, widths, rtl=rtl)


def _framed(lines: Sequence[str], widths: Sequence[int], *, rtl: bool) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    order = "<w:bidiVisual/>" if rtl else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{order}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def shared_widths(narrow: Sequence[int], count: int) -> list[int]:
    """Return the given column widths, and those of `count` more columns that share the rest of the page.

    >>> shared_widths([1138], 4)
    [1138, 3500, 3500, 3500, 3500]
    """
    rest = WIDTH - sum(narrow)
    return [*narrow, *[rest // max(count, 1)] * count]


def _row(cells: Sequence[Cell], widths: Sequence[int], *, is_head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else ""
    inside = "".join(_cell(cell, width) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr>{properties}{inside}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    inside = cell.paragraphs or '<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>'
