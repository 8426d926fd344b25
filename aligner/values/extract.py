"""What a reader hands to segmentation: lines with what is known of their layout.

A reader knows bytes and formats; it does not know what a preambular paragraph is.
Segmentation knows paragraphs and languages; it does not know what a PDF is. This is
all they share.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aligner.values import Span
from aligner.values.errors import ValueInvariantError
from aligner.values.message import Message


class LineRole(StrEnum):
    """What the file format itself says a line is (not what we guess from its words)."""

    BODY = "body"
    FURNITURE = "furniture"  # DOCX header or footer; HTML navigation is dropped by the reader
    FOOTNOTE = "footnote"  # DOCX footnote or endnote; `note_mark` says which


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands on its page and how large its letters are, in points; y runs down."""

    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class InlineMark:
    """A footnote mark that the format itself shows as one (superscript, note reference)."""

    mark: str
    span: Span  # where it stands in `Extract.text`; empty where the format keeps it out of the text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or one whole paragraph where the format has paragraphs.

    Attributes:
        span: its text in `Extract.text`, without the line break, indentation kept.
        page: counted from 1; None where the format has no pages.
        whole: True for a paragraph as such (DOCX, HTML), False for a line that may
            be one of several that a page's width cut (text, PDF, a DOCX they were pasted into).
        role: what the format says it is.
        style: the name of its paragraph style in English and lower case (`heading 1`,
            `title`, `footnote text`, `table cell`), or None.
        label: its automatic number as it is displayed (`1.`, `(a)`), not part of the text.
        note_mark: for a footnote, its mark.
        marks: the footnote marks the format shows inside it.
        box: its place on the page, for PDF.
        blank_above: how many empty lines above it the text leaves out.
        cells: for a row of a table, where each cell stands in `Extract.text`; a tab stands between two.
        header: whether it is a row of column headings.
    """

    span: Span
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


@dataclass(frozen=True, slots=True)
class Extract:
    """A file as its reader sees it.

    Attributes:
        text: all its text, lines divided by a line feed.
        lines: in reading order; empty lines of a text file are lines too.
        format: `txt`, `docx`, `pdf` or `html`.
        encoding: of a text file, or None.
        name: of the file, without its folder.
        pages: how many, or None.
        notes: what a person should know about the reading.
    """

    text: str
    lines: tuple[Line, ...]
    format: str
    name: str = ""
    encoding: str | None = None
    pages: int | None = None
    notes: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for number, line in enumerate(self.lines):
            if line.span.start < end or line.span.stop > len(self.text):
                raise ValueInvariantError(f"line {number} overlaps the one before it or leaves the text")
            end = line.span.stop

    def text_of(self, line: Line) -> str:
        """The text of one of its lines."""
        return line.span.of(self.text)
