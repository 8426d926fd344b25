"""The elements of a Word file that a redline is made inside: where they are, and the lines they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from aligner.readers.docx.package import W
from aligner.values import Document, Footnote, Message, NoteMark, Segment
from aligner.values.errors import AlignerError
from aligner.values.extract import Extract, LineRole

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed


Element = etree._Element
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TABLE: Final = W + "tbl"


class UnsuitedError(AlignerError):
    """A redline cannot be made inside this file and has to be written from scratch; gives the reason."""


def made(tag: str, **attributes: str) -> Element:
    """Return an element of Word's, with attributes of Word's; its parent gives it a prefix."""
    return etree.Element(W + tag, {W + name: value for name, value in attributes.items()})


def parent_of(element: Element) -> Element:
    """Return the element that contains another, which is not the root of its part."""
    parent = element.getparent()
    assert parent is not None, "the root has no parent"
    return parent


def remove(element: Element) -> None:
    """Remove an element from the one that contains it."""
    parent_of(element).remove(element)


def refill(home: Element, content: Sequence[Element]) -> None:
    """Replace a paragraph's content and keep its properties."""
    for child in [child for child in home if child.tag != W + "pPr"]:
        home.remove(child)
    home.extend(content)


def cell_of(paragraph: Element) -> Element | None:
    """Return the innermost table cell that a paragraph is in, or None."""
    return next(paragraph.iterancestors(W + "tc"), None)


def in_cell(paragraph: Element) -> bool:
    """Whether a paragraph is in a table."""
    return cell_of(paragraph) is not None


def is_last_in_cell(paragraph: Element) -> bool:
    """Whether a paragraph is the last of a table cell."""
    return in_cell(paragraph) and next(paragraph.itersiblings(W + "p"), None) is None


def row_of(paragraph: Element) -> Element | None:
    """Return the innermost table row that a paragraph is in, or None."""
    return next(paragraph.iterancestors(W + "tr"), None)


def table_around(paragraph: Element) -> Element | None:
    """Return the outermost table that a paragraph is in, or None."""
    return next(reversed(list(paragraph.iterancestors(_TABLE))), None)


def is_before_table(paragraph: Element) -> bool:
    """Whether a table follows a paragraph directly."""
    follows = next((each for each in paragraph.itersiblings() if each.tag in (W + "p", _TABLE)), None)
    return follows is not None and follows.tag == _TABLE


def content_of(extract: Extract) -> list[tuple[str, str, list[str]]]:
    """Return what a redline must not change: the text, its footnotes, and the places of their marks."""
    return [
        (line.role.value, extract.text_of(line), [mark.mark for mark in line.marks])
        for line in extract.lines
        if line.role is not LineRole.FURNITURE
    ]


def notes_of(parsed: Parsed) -> Element | None:
    """Return the root of a file's footnotes, or None if it has none."""
    return parsed.package.xml_of_kind("footnotes")


@dataclass(frozen=True, slots=True)
class Lines:
    """One file as lines: its document, and the XML element of each line and each footnote."""

    document: Document
    paragraphs: tuple[Element, ...]
    notes: tuple[str, ...]  # for each footnote, its id

    @classmethod
    def of(cls, parsed: Parsed, language: str) -> Lines:
        """Read the lines of the body as segments, with the marks of footnotes that Word numbers.

        Endnotes, and footnotes with custom marks, are no part of the document and stay as they are.
        """
        extract = parsed.extract
        if not all(line.whole for line in extract.lines):
            raise UnsuitedError(Message("redline.single_lines"))
        numbered = [(number, line) for number, line in enumerate(extract.lines) if number in parsed.elements]
        parts: list[str] = []
        segments: list[Segment] = []
        ids: list[str] = []
        at = 0
        for number, line in numbered:
            numbered_notes = parsed.numbered[number]
            ids += (note.note_id for note in numbered_notes)
            marks = tuple(NoteMark(note.mark, at + note.offset) for note in numbered_notes)
            segments.append(Segment(line.span.shifted(at - line.span.start), marks=marks))
            parts.append(extract.text_of(line))
            at += len(line.span) + 1
        texts = _note_texts(parsed)
        if any(each not in texts for each in ids):
            raise UnsuitedError(Message("redline.footnote_missing"))
        printed = [mark.mark for segment in segments for mark in segment.marks]
        notes = tuple(Footnote(mark, texts[each]) for mark, each in zip(printed, ids, strict=True))
        document = Document(language, "\n".join(parts), tuple(segments), footnotes=notes)
        return cls(document, tuple(parsed.elements[number] for number, _ in numbered), tuple(ids))


def _note_texts(parsed: Parsed) -> dict[str, str]:
    """Return the text of each footnote by its id, its paragraphs joined."""
    found: dict[str, str] = {}
    current: str | None = None
    for number, line in enumerate(parsed.extract.lines):
        if line.role is LineRole.FOOTNOTE:
            text = parsed.extract.text_of(line)
            current = parsed.notes.get(number, current if line.note_mark is None else None)
            if current is not None:
                found[current] = f"{found[current]} {text}" if current in found else text
    return found
