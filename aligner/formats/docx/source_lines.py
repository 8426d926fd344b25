"""A Word file as lines, each with its XML element, for a redline made inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligner.formats.docx.word_elements import Element, UnsuitedError
from aligner.values import Document, Footnote, NoteMark, Segment
from aligner.values.extract import Extract, LineRole
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed


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
            own = parsed.numbered[number]
            ids += (note.note_id for note in own)
            marks = tuple(NoteMark(note.mark, at + note.offset) for note in own)
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
