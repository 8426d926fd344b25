"""Recognize headings, lists of contents and typed notes in Word documents, and lines cut as on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W, find, value
from aligner.readers.docx.paragraph import Paragraph
from aligner.readers.docx.styles import BODY_TEXT, Styles, outline_level
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, Row, measure
from aligner.segmentation.wrapping import reach
from aligner.values import Message
from aligner.values.extract import Extract, Line, LineRole

_LONGEST: Final = 250  # maximum length of a heading, in characters
_LONGEST_BOLD: Final = 120  # the same for a heading recognized only by its bold type
_KNOWN: Final = ("heading", "title", "subtitle", "toc", "table of", "caption", "header", "footer")
_CONTENTS: Final = ("toc ", "table of figures", "table of authorities", "contents heading")
_WITH_PAGE: Final = re.compile(r"[\s.…][\divxlc]+$", re.IGNORECASE)
_TEMPLATES: Final = (
    (re.compile(r"title_?h_?ch"), "title"),
    (re.compile(r"title_?h_?\d"), "subtitle"),
    (re.compile(r"_? ?h ?_?(?:ch|m|\d(?:/?\d)?)(?:_?g)?"), "heading"),
)
"""Styles of the United Nations document templates: `Title_H_CH`, `_ H _Ch`, `_ H_2/3`, `H1G`."""


def style_of(
    paragraph: Paragraph, properties: etree._Element | None, style_id: str | None, styles: Styles
) -> str | None:
    """Return the name of a paragraph's style, or `title`, `subtitle` or `heading` if it looks like one.

    A paragraph is a heading if Word puts it into the outline, if its style is a heading style
    of the United Nations templates, or if it is a short line entirely in bold, as typed by
    people who do not use styles. A long paragraph that is bold or in the outline is not.

    Args:
        paragraph: its text.
        properties: its `w:pPr`.
        style_id: id of its style.
        styles: all styles.

    Returns:
        A name in English and lower case, or None for a paragraph without a style.
    """
    name = styles.name(style_id)
    text = paragraph.text.strip()
    for pattern, kind in _TEMPLATES:
        if name and pattern.fullmatch(name):
            return kind
    if (name or "").startswith(_KNOWN) or len(text) > _LONGEST or HARD_END.search(text):
        return name
    own = outline_level(properties)
    level = styles.outline(style_id) if own is None else own
    if level is not None and level != BODY_TEXT:
        return "heading"
    if paragraph.is_bold and len(text) <= _LONGEST_BOLD and not COMMA_END.search(text):
        return "subtitle"
    return name


def may_be_note(properties: etree._Element | None, style: str | None) -> bool:
    """Whether a paragraph of body text is in a frame or has a note style, as typed notes do."""
    framed = find(properties, W + "framePr") is not None
    return framed or (style or "").startswith(("footnote", "endnote"))


def lists_contents(paragraph: Paragraph, style: str | None) -> bool:
    """Whether a paragraph is a line of a table of contents, or the heading of one.

    It has a style for contents, or is part of a `TOC` field and ends with a page number; the
    number is required because an unclosed field would include the rest of the document.
    """
    if (style or "").startswith(_CONTENTS):
        return True
    return paragraph.in_contents and _WITH_PAGE.search(paragraph.text.rstrip()) is not None


def is_contents_control(element: etree._Element) -> bool:
    """Whether an element is the content control (`w:sdt`) that Word puts around a table of contents."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return element.tag == W + "sdt" and value(gallery) == "Table of Contents"


# Such lines must be joined like those of a text file. Well-made files must not be affected,
# so the evidence must be strong: lines of almost the same width, most of which end in the
# middle of a sentence that the next line continues.

NOTE: Final = Message("reading.single_lines")

_WIDTHS: Final = (30, 140)  # width, in columns, of the widest lines of a page
_FULL: Final = 0.82  # share of that width that a full line and the next word reach together
_FEWEST: Final = 6  # minimum number of sentences that continue in the next paragraph
_SHARE: Final = 0.2  # minimum share of paragraphs that continue; below 0.02 in well-made files
_SHARE_OF_FULL: Final = 0.5  # the same among full lines
_REAL_STYLES: Final = ("heading", "title", "subtitle", "table", "toc", "list", "caption", "header", "footer")


def loosened(extract: Extract, blanks: Mapping[int, int]) -> Extract:
    """Return the extract with its paragraphs as lines to be joined, if they look like lines of a page.

    Numbered paragraphs, headings and table cells stay paragraphs.

    Args:
        extract: the text that was read, with paragraphs as `whole` lines.
        blanks: number of a line → number of empty paragraphs above it.
    """
    if not _is_cut([row if _may_be_cut(row.line) else None for row in measure(extract)]):
        return extract
    lines = tuple(
        replace(line, whole=False, blank_above=blanks.get(number, 0)) if _may_be_cut(line) else line
        for number, line in enumerate(extract.lines)
    )
    return replace(extract, lines=lines, notes=(*extract.notes, NOTE))


def _may_be_cut(line: Line) -> bool:
    """Whether nothing (style, label or role) shows that this is a real paragraph."""
    is_real = line.label is not None or (line.style or "").startswith(_REAL_STYLES)
    return line.role is LineRole.BODY and not is_real


def _is_cut(rows: list[Row | None]) -> bool:
    """Whether these paragraphs are lines of a page; None stands for a paragraph that cannot be one."""
    present = [row for row in rows if row is not None]
    widths = sorted(row.right for row in present)
    if len(widths) < _FEWEST:
        return False
    margin = widths[int(len(widths) * 0.97)]
    if not _WIDTHS[0] <= margin <= _WIDTHS[1]:
        return False
    letters = "".join(row.text for row in present)
    cased = sum(map(str.islower, letters)) > 0.3 * len(letters)
    full = [
        (above, below)
        for above, below in pairwise(rows)
        if above is not None and below is not None and reach(above, below) >= margin * _FULL
    ]
    continued = sum(_continues(above.text, below.text, cased) for above, below in full)
    return continued >= max(_FEWEST, _SHARE * len(present), _SHARE_OF_FULL * len(full))


def _continues(above: str, below: str, cased: bool) -> bool:
    """Whether the line below continues the sentence of the line above."""
    if HARD_END.search(above) or COMMA_END.search(above):
        return False
    return below[0].islower() or not cased
