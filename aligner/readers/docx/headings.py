"""Recognize headings, lists of contents and typed notes in Word documents, whatever their style is called."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W, find, value
from aligner.readers.docx.paragraph import Paragraph
from aligner.readers.docx.styles import BODY_TEXT, Styles, outline_level
from aligner.segmentation.measured_rows import COMMA_END, HARD_END

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
