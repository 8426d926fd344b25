"""Read Word documents: paragraphs in order, with numbers, notes, tables and text boxes as text.

This uses no Word library: the available ones leave out automatic numbers, footnotes, text boxes
and tracked changes, which are common in negotiated texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from lxml import etree

from aligner.readers.docx import paragraph as inline
from aligner.readers.docx.package import AROUND, MC, A, C, Package, R, W, find, number, switched_on, value
from aligner.readers.docx.paragraph import HandMarks, Paragraph
from aligner.readers.docx.styles import BODY_TEXT, HIDDEN, Numbering, Styles, outline_level
from aligner.readers.docx.tables import grid_rows, is_data, rows_of
from aligner.readers.extract_builder import ExtractBuilder, set_notes_apart, with_headings, without_ordinals
from aligner.readers.table_cells import write_table
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, measure
from aligner.segmentation.wrapping import limit_of
from aligner.values import Message, ReadError, Span, about, data_files
from aligner.values.extract import Extract, Line, LineRole, Revisions

_LONGEST: Final = 250  # maximum length of a heading, in characters
_LONGEST_BOLD: Final = 120  # the same for a heading recognized only by its bold type
_STYLES: Final = {name: tuple(begun) for name, begun in data_files.tables("word.toml")["styles"].items()}
"""What the names of styles of some kinds begin with."""

_WITH_PAGE: Final = re.compile(r"[\s.…][\divxlc]+$", re.IGNORECASE)
_TEMPLATES: Final[Mapping[str, str]] = data_files.tables("word.toml")["templates"]
"""Patterns of styles of the United Nations document templates."""


def style_of(paragraph: Paragraph, properties: etree._Element | None, styles: Styles) -> str | None:
    """Return the name of a paragraph's style, or `title`, `subtitle` or `heading` if it looks like one.

    A paragraph is a heading if Word puts it into the outline, if its style is a heading style
    of the United Nations templates, or if it is a short line entirely in bold, as typed by
    people who do not use styles. A long paragraph that is bold or in the outline is not.

    Args:
        paragraph: its text.
        properties: its `w:pPr`, in the chosen draft.
        styles: all styles.

    Returns:
        A name in English and lower case, or None for a paragraph without a style.
    """
    style_id = value(find(properties, W + "pStyle"))
    name = styles.name(style_id)
    text = paragraph.text.strip()
    for pattern, kind in _TEMPLATES.items():
        if name and re.fullmatch(pattern, name):
            return kind
    if (name or "").startswith(_STYLES["known"]) or len(text) > _LONGEST or HARD_END.search(text):
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
    if (style or "").startswith(_STYLES["contents"]):
        return True
    return paragraph.in_contents and _WITH_PAGE.search(paragraph.text.rstrip()) is not None


def is_contents_control(element: etree._Element) -> bool:
    """Whether an element is the content control (`w:sdt`) that Word puts around a table of contents."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return element.tag == W + "sdt" and value(gallery) == "Table of Contents"


# Paragraphs that are lines of a page must be joined like those of a text file. Well-made files must not be
# affected, so that several have to go on in the next one.

NOTE: Final = Message("reading.single_lines")

_WIDTHS: Final = (36, 146)  # columns that a line of a page takes with the next word
_FEWEST: Final = 6  # minimum number of sentences that continue in the next paragraph
_CASED: Final = 0.3  # minimum share of small letters in a script with capitals


def loosened(extract: Extract, blanks: Mapping[int, int]) -> Extract:
    """Return the extract with its paragraphs as lines to be joined, if they look like lines of a page.

    Numbered paragraphs, headings and table cells stay paragraphs.

    Args:
        extract: the text that was read, with paragraphs as `whole` lines.
        blanks: number of a line → number of empty paragraphs above it.
    """
    lines = tuple(
        replace(line, whole=False, blank_above=blanks.get(number, 0)) if _may_be_cut(line) else line
        for number, line in enumerate(extract.lines)
    )
    loose = replace(extract, lines=lines, notes=(*extract.notes, NOTE))
    rows = measure(loose)
    letters = "".join(row.text for row in rows if not row.whole)
    cased = sum(map(str.islower, letters)) > _CASED * len(letters)
    limit = limit_of(rows, [False] * len(rows), cased=cased, fewest=_FEWEST)
    return loose if limit is not None and _WIDTHS[0] <= limit <= _WIDTHS[1] else extract


def _may_be_cut(line: Line) -> bool:
    """Whether nothing (style, label or role) shows that this is a real paragraph."""
    is_real = line.label is not None or (line.style or "").startswith(_STYLES["whole"])
    return line.role is LineRole.BODY and not is_real


_DRAWN: Final = frozenset({"chart", "chartEx", "diagramData"})
_WORDED: Final = re.compile(r"[^\W\d_IVXLCivxlc]{2}")  # no Roman number


def read(
    data: bytes, name: str, *, revisions: Revisions = "accept", marked_up: bool = False, rows: bool = True
) -> Extract:
    """Read a DOCX file.

    A line break inside a paragraph becomes a space, or nothing between two Chinese characters:
    it is layout, and drafts that differ only in line breaks should not differ in text. Where it
    was is kept (`Line.breaks`), since it may begin a paragraph. If the paragraphs are the lines of
    a page, they are read as lines (`cut_lines`).

    Args:
        data: the whole file.
        name: name of the file, for messages.
        revisions: whether tracked changes are read as accepted (the new draft) or as
            rejected (the old one).
        marked_up: treat text struck through by hand as deleted, and underlined text (or bold,
            if nothing is underlined) as new, like tracked changes.
        rows: read each row of a data table as one line with cells, not as paragraphs.

    Returns:
        Headers as furniture first, then paragraphs and rows (`whole`), footers as furniture, and
        footnotes and endnotes at the end in the order of their marks.

    Raises:
        ReadError: if it is damaged, encrypted, not a DOCX, or has no text (or, with `marked_up`,
            no marked text).
    """
    return _DocxReader(Package(data, name), revisions, marked_up=marked_up, rows=rows).extract()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text that was read, and the XML it came from, for code that writes into the file.

    The keys of the mappings are numbers of lines.

    Attributes:
        elements: for each line of the body, the paragraph element that ends it.
        numbered: for each of them, its references to footnotes that Word numbers.
        notes: for each line that begins a footnote, the footnote's id.
    """

    extract: Extract
    package: Package
    root: etree._Element
    elements: Mapping[int, etree._Element]
    numbered: Mapping[int, Sequence[inline.NumberedNote]]
    notes: Mapping[int, str]

    def copied(self) -> Parsed:
        """Return the same with a copy of the XML, for code that changes it."""
        root = deepcopy(self.root)
        twins = dict(zip(self.root.iter(), root.iter(), strict=True))
        return replace(self, root=root, elements={at: twins[each] for at, each in self.elements.items()})


def parse(data: bytes, name: str) -> Parsed:
    """Read a DOCX file as `read` does without `rows`, with tracked changes accepted, and keep its XML.

    Raises:
        ReadError: see `read`.
    """
    reader = _DocxReader(Package(data, name), "accept", marked_up=False, rows=False)
    extract = reader.extract()
    return Parsed(extract, reader.package, reader.root, reader.elements, reader.numbered, reader.notes)


def read_anchored(data: bytes, name: str) -> tuple[Extract, Mapping[int, int]]:
    """Read a DOCX file as `read` does, and tell where in its text the paragraphs of `parse` begin.

    Returns:
        The extract, and for the paragraphs of the body with text, by their number in `Parsed.elements`, where
        each begins; those that became labels, notes or furniture are missing.

    Raises:
        ReadError: see `read`.
    """
    reader = _DocxReader(Package(data, name), "accept", marked_up=False, rows=True, anchored=True)
    return reader.extract(), reader.anchors


_ANCHOR: Final = "\0"
"""What the marks begin with that show where paragraphs begin, until all is written."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the paragraphs of one part of the document have in common."""

    role: LineRole = LineRole.BODY
    style: str | None = None
    note_mark: str | None = None


@dataclass(slots=True)
class _OpenParagraph:
    """A paragraph whose paragraph mark is deleted or hidden, so that the next one continues it."""

    paragraph: inline.Paragraph | None = None
    properties: etree._Element | None = None
    element: etree._Element | None = None
    label: str | None = None  # of a heading that runs into its paragraph


class _DocxReader:
    """Reads one document in one pass."""

    def __init__(
        self, package: Package, revisions: Revisions, *, marked_up: bool, rows: bool, anchored: bool = False
    ) -> None:
        self.package = package
        root = package.xml(package.main)
        body = find(root, W + "body")
        if root is None or body is None:
            raise ReadError.about(package.name, "error.no_body")
        inline.join_lines(root)
        marks = HandMarks.of(body, package.name) if marked_up else None
        self.root, self.body = root, body
        # Tracked changes keep the former properties of sections.
        all_sections = body.iter(W + "sectPr")
        self.sections = [e for e in all_sections if next(e.iterancestors(W + "sectPrChange"), None) is None]
        self.rows, self.anchored = rows, anchored
        self.anchors: dict[int, int] = {}
        self.count = 0  # paragraphs of the body with text
        self.revisions = revisions
        self.builder = ExtractBuilder()
        self.elements: dict[int, etree._Element] = {}
        self.numbered: dict[int, Sequence[inline.NumberedNote]] = {}
        self.notes: dict[int, str] = {}
        self.in_cell = False
        self.has_body = False  # whether any body text has been written
        self.blanks: Counter[int] = Counter()  # empty paragraphs above each line
        self.possible_notes: set[int] = set()  # the lines that may be typed notes
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"), self.styles.language)
        self.settings = self._part("settings")
        self.counters = {
            "footnote": self._counter("footnotePr", "decimal"),
            "endnote": self._counter("endnotePr", "lowerRoman"),
        }
        report = self.builder.note  # builders of cells and notes have the same messages
        self.inline = inline.InlineReader(self.styles, self.counters, revisions, report, marks)

    def extract(self) -> Extract:
        self._furniture("header")
        before = len(self.builder.lines)
        self._blocks(self.body, _Context())
        if not any(line.span for line in self.builder.lines[before:]):
            is_tracked = self.inline.tracked in self.builder.notes
            message = self.inline.no_text_left if is_tracked else Message("error.no_text")
            raise ReadError(about(self.package.name, message))
        self._furniture("footer")
        for kind in ("footnote", "endnote"):
            self._notes(kind)
        comments = self._part("comments")
        if comments is not None and len(comments):
            self.builder.note(Message("reading.comments", count=len(comments)))
        self._drawings()
        extract = without_ordinals(self.builder.build("docx", self.package.name))
        if self.rows:  # code that writes into the file needs the paragraphs unchanged
            extract = with_headings(set_notes_apart(extract, self.possible_notes))
        return loosened(self._without_anchors(extract) if self.anchored else extract, self.blanks)

    def _without_anchors(self, extract: Extract) -> Extract:
        """Note where paragraphs begin, and remove the marks that show it."""
        lines = []
        for line in extract.lines:
            found = [mark for mark in line.marks if mark.mark.startswith(_ANCHOR)]
            # Of a note, a mark may be above the line.
            inside = (mark for mark in found if mark.span.start >= line.span.start)
            self.anchors |= {int(mark.mark.removeprefix(_ANCHOR)): mark.span.start for mark in inside}
            lines.append(replace(line, marks=tuple(mark for mark in line.marks if mark not in found)))
        return replace(extract, lines=tuple(lines))

    def _drawings(self) -> None:
        """Report how many charts, diagrams and drawings of shapes have text that is left out."""
        paths = {path for kind, path in self.package.related(self.package.main).values() if kind in _DRAWN}
        parts = [part for path in sorted(paths) if (part := self.package.xml(path)) is not None]
        parts += self.body.iter(W + "drawing")
        count = sum(any((text.text or "").strip() for text in part.iter(A + "t", C + "v")) for part in parts)
        if count:
            self.builder.note(Message("reading.drawings", count=count))

    def _part(self, kind: str) -> etree._Element | None:
        part = self.package.xml_of_kind(kind)
        if part is not None:
            inline.join_lines(part)
        return part

    def _counter(self, properties: str, default: str) -> inline.NoteCounter:
        """Return a note counter with the format, start and restarts that each section or the settings set."""
        sections = [each.find(W + properties) for each in self.sections] or [None]
        general = find(self.settings, W + properties)
        paged = next(self.body.iter(W + "lastRenderedPageBreak"), None) is not None

        def numbers(own: etree._Element | None) -> inline.NoteNumbers:
            def stated(tag: str) -> str | None:
                places = (find(own, W + tag), find(general, W + tag))
                return next((value(place) for place in places if place is not None), None)

            restart = stated("numRestart") or "continuous"
            if restart == "eachPage" and not paged:  # the file does not say where its pages end
                restart = "continuous"
            return inline.NoteNumbers(stated("numFmt") or default, number(stated("numStart")) or 1, restart)

        return inline.NoteCounter(tuple(numbers(own) for own in sections))

    def _blocks(self, parent: etree._Element, context: _Context) -> None:
        """Read the paragraphs and tables of one container."""
        pending = _OpenParagraph()
        self._walk(parent, context, pending)
        self._flush(pending, context)

    def _walk(self, parent: etree._Element, context: _Context, pending: _OpenParagraph) -> None:
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child, context, pending)
            elif child.tag == W + "tbl":
                self._flush(pending, context)
                self._table(child, replace(context, style="table cell"))
            elif child.tag in AROUND:
                if not self.inline.skips(child):
                    listed = context.role is LineRole.BODY and is_contents_control(child)
                    within = replace(context, role=LineRole.FURNITURE, style="toc") if listed else context
                    self._walk(child, within, pending)
            elif child.tag == MC + "AlternateContent":
                for chosen in inline.chosen_content(child):
                    self._walk(chosen, context, pending)
            elif child.tag == W + "altChunk":
                self.builder.note(Message("reading.embedded"))

    def _paragraph(self, element: etree._Element, context: _Context, pending: _OpenParagraph) -> None:
        paragraph = pending.paragraph or inline.Paragraph()
        properties = element.find(W + "pPr")
        paragraph.style_id = value(find(properties, W + "pStyle"))
        self.inline.collect(element, paragraph)
        if find(properties, W + "sectPr") is not None:
            for counter in self.counters.values():
                counter.begin_section()
        mark = find(properties, W + "rPr")
        pending.paragraph, pending.properties, pending.element = paragraph, properties, element
        if self.inline.removes(mark):
            return
        if switched_on(find(properties, f"{W}rPr/{W}specVanish")):  # a heading runs into its paragraph
            pending.label = pending.label or self._label_of(properties)
        elif not (self.styles.shows(HIDDEN, mark, paragraph.style_id) or _is_drop_cap(properties)):
            self._flush(pending, context)

    def _flush(self, pending: _OpenParagraph, context: _Context) -> None:
        """Finish the open paragraph, if there is one."""
        paragraph, properties, label = pending.paragraph, pending.properties, pending.label
        pending.paragraph = pending.properties = pending.label = None
        if paragraph is None:
            return
        self.inline.end_paragraph(paragraph)
        properties = self._of_draft(properties)
        label = label or self._label_of(properties)
        style = context.style or style_of(paragraph, properties, self.styles)
        role = context.role
        if role is LineRole.BODY and lists_contents(paragraph, style):
            role = LineRole.FURNITURE
        if paragraph.text.strip():
            self.has_body = self.has_body or role is LineRole.BODY
            if role is LineRole.BODY and may_be_note(properties, style):
                self.possible_notes.add(len(self.builder.lines))
            marks = paragraph.all_marks(in_cell=self.in_cell)
            if role is LineRole.BODY and pending.element is not None and not self.rows:
                self.elements[len(self.builder.lines)] = pending.element
                self.numbered[len(self.builder.lines)] = paragraph.numbered
            elif role is LineRole.BODY and self.anchored:
                start = len(paragraph.text) - len(paragraph.text.lstrip())
                marks.append((f"{_ANCHOR}{self.count}", start, start))
                self.count += 1
            self.builder.add(
                paragraph.text,
                Line(
                    whole=True,
                    role=role,
                    style=style,
                    label=label,
                    note_mark=context.note_mark,
                    breaks=tuple(paragraph.breaks),
                ),
                marks=marks,
            )
        elif self.rows and label is not None and self._stands_alone(label):
            self.builder.add(label, Line(whole=True, role=role, style=style))
        else:
            self.blanks[len(self.builder.lines)] += 1
        for box in paragraph.boxes:
            self._blocks(box, context)

    def _stands_alone(self, label: str) -> bool:
        """Whether a number without text counts: that of a table row, or one with a word (`Article 1`)."""
        if self.in_cell:
            return any(map(str.isalnum, label)) and not self.builder.has_text
        return _WORDED.search(label) is not None

    def _of_draft(self, properties: etree._Element | None) -> etree._Element | None:
        """Return the properties that a paragraph has in the chosen draft."""
        former = find(properties, f"{W}pPrChange/{W}pPr")
        return former if self.revisions == "reject" and former is not None else properties

    def _label_of(self, properties: etree._Element | None) -> str | None:
        """Count a paragraph in its list, and return its number or bullet."""
        properties = self._of_draft(properties)
        style_id = value(find(properties, W + "pStyle"))
        own = find(properties, W + "numPr")
        own = None if self.inline.removes(own) else own
        num_id = value(find(own, W + "numId"))
        level = number(value(find(own, W + "ilvl")))
        styled, style_level, source = self.styles.numbering(style_id)
        num_id = num_id or styled
        if level is None and num_id is not None:
            linked = (self.numbering.level_of_style(num_id, style) for style in (style_id, source))
            level = next((each for each in linked if each is not None), style_level)
        return None if num_id in (None, "0") else self.numbering.advance(num_id or "", level or 0)

    def _table(self, table: etree._Element, context: _Context) -> None:
        """Read a table row by row, each cell in turn."""
        rows = rows_of(table, self.inline)
        if self.rows and context.role is LineRole.BODY:
            is_own_data = partial(is_data, table, first=not self.has_body)
            read = partial(self._read_cell, context)
            write_table(grid_rows(table, rows), read, self.builder, context.style, is_own_data)
            return
        for _, cells in rows:
            for cell in cells:
                self._blocks(cell, context)

    def _read_cell(self, context: _Context, cell: etree._Element) -> ExtractBuilder:
        """Read the content of a cell without writing it."""
        nested = self.builder.nested()
        outer = self.builder, self.blanks, self.possible_notes, self.in_cell
        self.builder, self.blanks, self.possible_notes, self.in_cell = nested, Counter(), set(), True
        self._blocks(cell, context)
        self.builder, self.blanks, self.possible_notes, self.in_cell = outer
        return nested

    def _furniture(self, kind: str) -> None:
        """Read the headers or footers that Word shows, each once."""
        related = self.package.related(self.package.main)
        even = switched_on(find(self.settings, W + "evenAndOddHeaders"))
        seen: set[str] = set()
        for section in self.sections:
            first = switched_on(section.find(W + "titlePg"))
            for reference in section.iterchildren(f"{W}{kind}Reference"):
                which = reference.get(W + "type")
                path = related.get(reference.get(R + "id") or "", ("", ""))[1]
                shown = which == "default" or (which == "first" and first) or (which == "even" and even)
                if shown and path and path not in seen:
                    seen.add(path)
                    part = self.package.xml(path)
                    if part is not None:
                        self._blocks(part, _Context(role=LineRole.FURNITURE, style=kind))

    def _notes(self, kind: str) -> None:
        """Read the notes that the text refers to, in the order of their references."""
        root = self._part(f"{kind}s")
        if root is None:
            return
        notes = {note.get(W + "id"): note for note in root.iterchildren(W + kind)}
        for note_id, mark in list(self.counters[kind].marks):
            note = notes.get(note_id)
            before = len(self.builder.lines)
            if note is not None:
                self._note(note, mark)
            if kind == "footnote" and len(self.builder.lines) > before:
                self.notes[before] = note_id

    def _note(self, note: etree._Element, mark: str) -> None:
        """Read one note without the mark at its beginning, automatic or typed."""
        nested = self.builder.nested()
        outer, self.builder = self.builder, nested
        self._blocks(note, _Context(role=LineRole.FOOTNOTE, note_mark=mark))
        self.builder = outer
        for position, line in enumerate(nested.lines):
            text = nested.pieces[position]
            body = text.lstrip()
            if position == 0 and not mark.isalnum():
                body = body.removeprefix(mark).lstrip()
            shift = line.span.start + len(text) - len(body)
            marks = tuple(each for each in line.marks if each.span.start >= shift)
            own = None if position else mark
            outer.copy(body, replace(line, span=Span(shift, line.span.stop), marks=marks, note_mark=own))


def _is_drop_cap(properties: etree._Element | None) -> bool:
    """Whether a paragraph is only the large first letter of the next one."""
    return value(find(properties, W + "framePr"), "dropCap") in ("drop", "margin")
