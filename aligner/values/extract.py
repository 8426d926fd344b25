"""What a reader passes to segmentation: lines with their layout.

Readers know bytes and formats, not preambular paragraphs; segmentation knows paragraphs and
languages, not PDF. These types are all they share.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

from aligner.values.document import Span, refuse_disorder
from aligner.values.message import Message

_NOT_PLACED: Final = Span(0, 0)


Revisions = Literal["accept", "reject"]
"""What to read of a file with tracked changes: the text with them, or the text before them."""


class LineRole(StrEnum):
    """A line's role according to the file format, not guessed from its words."""

    BODY = "body"
    FURNITURE = "furniture"  # DOCX header or footer; HTML navigation is dropped by the reader
    FOOTNOTE = "footnote"  # DOCX footnote or endnote; `note_mark` is its mark


@dataclass(frozen=True, slots=True)
class Box:
    """A line's position on its page and the size of its letters, in points; y increases downwards."""

    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class InlineMark:
    """A footnote mark that the format itself identifies (superscript, note reference)."""

    mark: str
    span: Span  # position in `Extract.text`; empty if the format keeps it out of the text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or one whole paragraph if the format has paragraphs.

    Attributes:
        span: its text in `Extract.text`, without the line break, indentation kept; empty until the
            line is part of an extract.
        page: counted from 1; None if the format has no pages.
        whole: True for a whole paragraph (DOCX, HTML), False for a line that may be one of several in a
            wrapped paragraph (text, PDF, or such text pasted into a DOCX).
        role: role according to the format.
        style: name of its paragraph style in English and lower case (`heading 1`, `title`,
            `footnote text`, `table cell`), or None.
        label: its automatic number as displayed (`1.`, `(a)`), not part of the text.
        note_mark: for the first line of a footnote, its mark.
        marks: the footnote marks inside it that the format identifies.
        box: its position on the page, for PDF.
        blank_above: number of empty lines above it that the text omits.
        cells: for a table row, the position of each cell in `Extract.text`; a tab separates two.
        header: whether it is a row of column headings.
        bold: whether all its letters are bold, as far as a PDF's fonts say.
        ruled: whether a short rule like those above notes is drawn right above it.
        drawn: whether it labels a figure.
        breaks: for a paragraph, where in it soft returns begin lines, counted from its start.
    """

    span: Span = _NOT_PLACED
    page: int | None = None
    whole: bool = False
    role: LineRole = LineRole.BODY
    style: str | None = None
    label: str | None = None
    note_mark: str | None = None
    marks: tuple[InlineMark, ...] = ()
    box: Box | None = None
    blank_above: int = 0
    cells: tuple[Span, ...] = ()
    header: bool = False
    bold: bool = False
    ruled: bool = False
    drawn: bool = False
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """The contents of a file as its reader returns them.

    Attributes:
        text: all its text, lines separated by a line feed.
        lines: in reading order; empty lines of a text file are lines too.
        format: the kind of the reader, as in `readers/registry.py`.
        encoding: encoding of a text file, or None.
        name: file name without folder.
        pages: number of pages, or None.
        notes: warnings from reading, for the user.
        doubtful: the words that text recognition may have misread.
        unread: the pages without text, from 1: empty ones, or pictures.
        layered: the pages, from 1, whose text is doubtful: another program's text recognition put it behind a
            picture, or the file does not say which letters its fonts show.
        recognised: the pages read by text recognition, from 1, and by how many degrees each had to be turned
            counter-clockwise before it was upright.
        sheets: for each page, the page of the file that shows it, from 1, and where it begins there, in
            points from the left; empty if no page of the file shows two.
    """

    text: str
    lines: tuple[Line, ...]
    format: str
    name: str = ""
    encoding: str | None = None
    pages: int | None = None
    notes: tuple[Message, ...] = ()
    doubtful: tuple[Span, ...] = ()
    unread: tuple[int, ...] = ()
    layered: tuple[int, ...] = ()
    recognised: tuple[tuple[int, int], ...] = ()
    sheets: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        refuse_disorder("line", (line.span for line in self.lines), Span(0, len(self.text)))

    def place_of(self, line: Line) -> tuple[int, Box] | None:
        """Return the page of the file that shows a line, and its position there, if they are known."""
        if line.page is None or line.box is None:
            return None
        if not self.sheets:
            return line.page, line.box
        number, start = self.sheets[line.page - 1]
        return number, replace(line.box, left=line.box.left + start, right=line.box.right + start)

    def text_of(self, line: Line) -> str:
        """Return the text of one of its lines."""
        return line.span.of(self.text)
