"""Page layouts that vary like those of issued documents, one aspect after another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

Head = Literal["none", "symbol-title", "symbol", "symbol-number", "title-number", "title"]
Foot = Literal["none", "number-job", "number", "rights", "job"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is set; lengths are in points.

    Attributes:
        name: for reports.
        paper: `a4` or `us-letter`.
        columns: of text on a page.
        left, right, top, bottom: margins.
        size: of the body's letters.
        pitch: from baseline to baseline inside a paragraph.
        gap: what the space between paragraphs adds to the pitch.
        indent: of a paragraph's first line.
        labels: whether a paragraph's number stands in the first line's indent, hangs beside the
            paragraph or stands in the margin.
        label_width: room for a number.
        headings: at the margin or centred.
        masthead: whether the first page has the head of a United Nations document.
        head, foot: what the top and bottom of a page repeat.
        page_number: alone, `2/7`, after the word for page, or between dashes.
        alternate: whether the sides of head and foot change on odd pages.
        serif: which of the language's fonts is used.
        justify, hyphenate: how lines are filled.
        tracking: what is added between letters.
        note_size, note_indent, note_rule: how footnotes are set.
        note_numbering: `1`, `(1)` or `*`.
        note_sign: how the number before a note is set: raised as in the text, or before a dash, full
            stop or space on the line.
        note_gap: space between notes.
        note_restart: whether notes are numbered anew on each page.
        heading_style: bold, in italics, or like the text.
        line_numbers: whether lines are numbered in the margin.
        rules: those of tables.
        table_size, cell_pad: letters of tables, and space above and below a cell's text.
        small: letters of head and foot.
    """

    name: str
    paper: Literal["a4", "us-letter"] = "us-letter"
    columns: int = 1
    left: float = 123
    right: float = 124
    top: float = 72
    bottom: float = 90
    size: float = 10
    pitch: float = 12
    gap: float = 6
    indent: float = 23
    labels: Literal["indent", "hanging", "margin"] = "indent"
    label_width: float = 24
    headings: Literal["margin", "centred"] = "margin"
    masthead: bool = True
    head: Head = "symbol-title"
    foot: Foot = "number-job"
    page_number: Literal["alone", "of", "word", "dashes"] = "of"
    alternate: bool = True
    serif: bool = True
    justify: bool = True
    hyphenate: bool = False
    tracking: float = 0.15
    note_size: float = 8
    note_indent: float = 12
    note_rule: bool = True
    note_numbering: str = "1"
    note_sign: Literal["raised", "dash", "stop", "space"] = "raised"
    note_gap: float = 3
    note_restart: bool = False
    heading_style: Literal["bold", "italic", "plain"] = "bold"
    line_numbers: bool = False
    rules: Literal["all", "horizontal", "none"] = "horizontal"
    table_size: float = 8.5
    cell_pad: float = 3
    small: float = 8


RESOLUTION: Final = Layout("resolution")
REPORT: Final = Layout("report", paper="us-letter", labels="indent", head="symbol", small=7.5)

LAYOUTS: Final[dict[str, Layout]] = {
    layout.name: layout
    for layout in (
        RESOLUTION,
        replace(
            RESOLUTION,
            name="resolution on A4, numbers under the symbol",
            paper="a4",
            head="symbol-number",
            foot="job",
            page_number="word",
            justify=False,
            tracking=0,
        ),
        REPORT,
        replace(
            REPORT,
            name="report, hanging numbers, hyphenated",
            paper="a4",
            labels="hanging",
            indent=0,
            hyphenate=True,
            rules="all",
            head="symbol-title",
            note_indent=0,
        ),
        Layout(
            "book, indents and no gaps",
            paper="a4",
            left=85,
            right=85,
            size=11,
            pitch=14.5,
            gap=0,
            indent=22,
            headings="centred",
            masthead=False,
            head="title-number",
            foot="none",
            page_number="alone",
            hyphenate=True,
            tracking=0,
            note_size=9,
            note_numbering="(1)",
            rules="all",
        ),
        Layout(
            "standard, headings at the margin",
            left=96,
            right=72,
            size=10.5,
            pitch=13.5,
            gap=5,
            indent=0,
            labels="margin",
            label_width=34,
            masthead=False,
            head="title",
            foot="rights",
            page_number="word",
            alternate=False,
            serif=False,
            justify=False,
            tracking=0,
            rules="all",
            table_size=9.5,
        ),
        Layout(
            "two columns",
            columns=2,
            left=54,
            right=54,
            size=9.5,
            pitch=11.5,
            gap=5,
            indent=14,
            label_width=20,
            masthead=False,
            head="symbol-title",
            foot="number",
            page_number="dashes",
            hyphenate=True,
            tracking=0,
            note_size=7.5,
            note_indent=0,
        ),
        Layout(
            "notes without a rule, tables without rules",
            paper="a4",
            left=71,
            right=71,
            size=11,
            pitch=13,
            gap=13,
            indent=0,
            labels="hanging",
            label_width=30,
            headings="margin",
            masthead=False,
            head="symbol",
            foot="number",
            page_number="alone",
            alternate=False,
            note_rule=False,
            note_size=9,
            note_indent=0,
            tracking=0,
            rules="none",
        ),
    )
}
