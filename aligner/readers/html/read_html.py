"""Read web pages: the text that a browser shows, block by block, without the site's navigation."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from aligner.readers import extract_builder
from aligner.readers.encoding import decode, verified_encoding
from aligner.readers.extract_builder import ExtractBuilder, Marks, join_break, note_marks
from aligner.readers.html import hidden_parts, lists
from aligner.readers.html.tables import grid_rows, is_data, without_empty_columns
from aligner.readers.table_cells import write_table
from aligner.values import Message, ReadError, Span, data_files
from aligner.values.extract import Extract, Line, LineRole

NOTE_ARROWS: Final = frozenset({"↩", "↩︎", "⏎", "↑", "^", "[↩]", "⤴"})
_MARK: Final = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?")
_NOTE_ID: Final = re.compile(r"(?:sd)?(?:fn|ftn|edn|footnote|endnote|note)[-_:]?\d+", re.IGNORECASE)
_NOTE_STYLE: Final = re.compile(r"mso-element\s*:\s*(?:foot|end)note(?!-)", re.IGNORECASE)
"""The id and the style of a `div` around one whole note, as Word and LibreOffice write them."""

_NOTE_NAME: Final = re.compile(r"fn|note|ftn|foot|endn|edn|cite", re.IGNORECASE)
"""What the names of footnotes contain in the programs that write them."""


def mark_of(element: etree._Element, shown: str) -> str | None:
    """Return the note mark that a link shows, or None if it does not refer to a note.

    Args:
        element: an `<a>` or `<sup>`.
        shown: its text.
    """
    match = _MARK.fullmatch(shown.strip())
    if match is None:
        return None
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None:
        return None
    target = link.get("href") or ""
    raised = (
        element.tag == "sup"
        or any(parent.tag == "sup" for parent in element.iterancestors("sup", "p"))
        or any((inner.text or "").strip() == shown.strip() for inner in element.iter("sup"))
    )
    leads_to_note = target.startswith("#") and (raised or _NOTE_NAME.search(target))
    return match.group(1) if leads_to_note or link.get("role") == "doc-noteref" else None


def find_notes(root: etree._Element) -> dict[etree._Element, str]:
    """Return the elements that note marks link to, with their marks.

    A mark and its note link to each other; the later of the two on the page is the note.
    """
    order: dict[etree._Element, int] = {}
    named: dict[str, etree._Element] = {}
    links: list[etree._Element] = []
    for position, element in enumerate(root.iter(etree.Element)):
        order[element] = position
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                named.setdefault(name, element)
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            links.append(element)
    notes: dict[etree._Element, str] = {}
    for link in links:
        shown = "".join(text for text in link.itertext() if isinstance(text, str))
        mark = mark_of(link, shown)
        target = named.get((link.get("href") or "")[1:])
        if mark is not None and target is not None and order[target] > order[link]:
            notes.setdefault(_whole_note(target), mark)
    return notes


def set_raised_apart(extract: Extract) -> Extract:
    """Make notes of the lines that begin with a raised mark to which a line above refers.

    Pages without links between marks and notes have them at the end of the text or of a section.
    Letters are the marks of tables, whose notes stay with them.
    """
    lines = list(extract.lines)
    referred: set[str] = set()
    for number, line in enumerate(lines):
        text = extract.text_of(line)
        indent = len(text) - len(text.lstrip())
        at = line.span.start + indent
        opening = next(
            (each for each in line.marks if each.span.start == at and not each.mark.isalpha()), None
        )
        rest = extract.text[opening.span.stop : line.span.stop] if opening is not None else ""
        if opening is None or opening.mark not in referred or line.role is not LineRole.BODY or line.cells:
            referred |= {mark.mark for mark in line.marks if mark is not opening}
        elif rest.strip():
            span = Span(line.span.stop - len(rest.lstrip()), line.span.stop)
            marks = tuple(mark for mark in line.marks if mark is not opening)
            lines[number] = replace(
                line, span=span, role=LineRole.FOOTNOTE, note_mark=opening.mark, marks=marks, label=None
            )
            referred.discard(opening.mark)
    return replace(extract, lines=tuple(lines))


def _whole_note(target: etree._Element) -> etree._Element:
    """Return the element around all paragraphs of a note whose mark links to a point in the first."""
    for around in target.iterancestors("div"):
        if _NOTE_ID.fullmatch(around.get("id") or "") or _NOTE_STYLE.search(around.get("style") or ""):
            return around
    return target


_STYLES: Final[Mapping[str, str]] = data_files.tables("html.toml")["styles"]
_BLOCKS: Final = hidden_parts.VOCABULARY["elements.blocks"]
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_TAG: Final = re.compile(r"""<[A-Za-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*+""")
"""The beginning of a tag up to its `>`, which may also be inside a quoted attribute."""

_NO_MARKUP: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:script|style|textarea|title)\b.*?(?:</(?:script|style|textarea|title)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
"""Comments and code, where `<` does not begin an element."""
_VALUE: Final = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_BETWEEN: Final = re.compile(r"[\s/]+")
_MAX_ATTRIBUTES: Final = 10_000
_CHARSET: Final = re.compile(
    rb"""(?i)(?:<meta[^>]+charset\s*=\s*["']?\s*|<\?xml[^>]+encoding=["'])([\w.:-]+)"""
)
"""The encoding that a page or an XML file declares."""

_ALIASES: Final[Mapping[str, str]] = data_files.tables("html.toml")["encodings"]
_WIDE: Final = ("utf-16", "utf-32", "ucs-2", "unicode")
"""Encodings with several bytes for each character, also for those of a declaration."""

MAX_DEPTH: Final = 240


def read(data: bytes, name: str, *, encoding: str | None = None) -> Extract:
    """Read an HTML file.

    White space is collapsed as in browsers; no-break spaces stay. A single `<br>` is a space
    (nothing between Chinese characters), and where it was is kept (`Line.breaks`); two in a row end
    the paragraph, and so does one between the end of a clause and a paragraph number. A row of a data table
    is one line with cells; a layout table is read paragraph by paragraph.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        encoding: the encoding given by the user; by default the declared one, if it fits the
            bytes, else the detected one.

    Raises:
        ReadError: if the bytes are not text, or the page has none.
    """
    builder = ExtractBuilder()
    text, found = _decode(data, name, encoding, builder)
    root = _parse(text, name)
    hidden_parts.mark_hidden(root)
    _HtmlReader(builder, root).block(root)
    comments = hidden_parts.count_comments(root)
    if comments:
        builder.note(Message("reading.comments", count=comments))
    left_out = hidden_parts.count_left_out(root)
    if left_out:
        builder.note(Message("reading.page_parts", count=left_out))
    if not builder.has_text:
        raise ReadError.about(name, "error.page_empty")
    extract = set_raised_apart(builder.build("html", name, encoding=found))
    places = extract_builder.note_openings(extract)
    return extract_builder.with_headings(extract_builder.set_notes_apart(extract, places))


def _decode(data: bytes, name: str, encoding: str | None, builder: ExtractBuilder) -> tuple[str, str]:
    """Decode by byte order mark, else the user's encoding, else the declared one, else detection.

    Servers and programs that convert a page often leave its old declaration, so the declared
    encoding must make sense of the bytes.
    """
    declared = _CHARSET.search(data[:4096])
    if encoding is None and declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        stated = declared.group(1).decode("ascii", "ignore").lower()
        if stated.startswith(_WIDE):
            return decode(data, name)  # a declaration that can be read byte by byte is in no such encoding
        codec = _ALIASES.get(stated, stated)
        encoding = verified_encoding(codec, data)
        if encoding not in (codec, None):
            builder.note(Message("reading.encoding", stated=stated, found=str(encoding)))
    return decode(data, name, encoding)


def _parse(text: str, name: str) -> etree._Element:
    _refuse_many_attributes(text, name)
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    root: etree._Element | None = None
    with suppress(etree.LxmlError, ValueError, AssertionError):
        root = lxml_html.document_fromstring(text.replace("\0", " ").encode("utf-8"), parser=parser)
    if root is None:
        raise ReadError.about(name, "error.no_html")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise ReadError.about(name, "reader.html_nested", limit=MAX_DEPTH)
    return root


def _refuse_many_attributes(text: str, name: str) -> None:
    """Refuse an element with very many attributes: the parser compares each with all before it."""
    for tag in _TAG.finditer(_NO_MARKUP.sub("", text)):
        if tag.end() - tag.start() > _MAX_ATTRIBUTES:
            attributes = _BETWEEN.split(_VALUE.sub("", tag.group()))
            if len(attributes) > _MAX_ATTRIBUTES:
                raise ReadError.about(name, "reader.html_attributes", limit=_MAX_ATTRIBUTES)


@dataclass(slots=True)
class _Context:
    """What is known about a piece of text from the elements around it."""

    style: str | None = None
    role: LineRole = LineRole.BODY
    note: etree._Element | None = None
    preformatted: bool = False


@dataclass(slots=True)
class _Current:
    """The line being built."""

    text: str = ""
    marks: list[tuple[str, int, int]] = field(default_factory=list)
    breaks: int = 0
    broken: list[int] = field(default_factory=list)  # where text begins after a line break
    note: etree._Element | None = None


class _HtmlReader:
    """Reads a page in one pass and writes its lines."""

    def __init__(self, builder: ExtractBuilder, root: etree._Element) -> None:
        self.builder = builder
        self.notes = find_notes(root)
        self.lists = lists.ListStyles.of(root)
        self.begun: set[etree._Element] = set()  # the notes of which a line has been written
        self.current = _Current()
        self.context = _Context()
        self.label: str | None = None
        self.has_text = False  # whether any text has been written, apart from a page header

    def block(self, element: etree._Element) -> None:
        """Read a block element as separate lines."""
        self._flush()
        outer = self.context
        tag = element.tag
        own = outer.style if outer.style == "table cell" else _STYLES.get(tag, outer.style)
        is_note = element in self.notes
        furniture = (
            hidden_parts.furniture_style(element) if outer.role is LineRole.BODY and not is_note else None
        )
        role = LineRole.FURNITURE if furniture is not None else outer.role
        self.context = _Context(
            own if furniture is None else furniture,
            LineRole.FOOTNOTE if is_note else role,
            element if is_note else outer.note,
            outer.preformatted or tag == "pre",
        )
        if tag in ("ol", "ul", "menu"):
            self._list(element)
        elif tag == "table":
            self._table(element)
        else:
            self._inside(element)
        self._flush()
        self.context = outer

    def _inside(self, element: etree._Element, sign: str | None = None) -> None:
        """Read what is in an element; `sign` is shown instead of its own text."""
        self._append(sign or element.text or "")
        for child in element:
            self._element(child)
            self._append(child.tail or "")

    def _element(self, element: etree._Element) -> None:
        tag = element.tag
        if not isinstance(tag, str) or hidden_parts.is_dropped(element):
            if tag == "del":
                self.builder.note(Message("reading.deleted_text"))
        elif tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self.block(element)
        elif tag in ("sup", "a"):
            self._link_or_mark(element)
        elif tag == "q":
            self._append("“")
            self._inside(element)
            self._append("”")
        elif tag == "mfrac":
            for number, part in enumerate(element):
                self._append("/" if number else "")
                self._element(part)
        else:
            self._target(element)
            self._inside(element, lists.bullet_of(element))

    def _target(self, element: etree._Element) -> None:
        """Make the current line a note if a note mark links to this inline element."""
        if element in self.notes:
            self.current.note = element

    def _link_or_mark(self, element: etree._Element) -> None:
        self._target(element)
        shown = "".join(text for text in element.itertext() if isinstance(text, str))
        if element.tag == "a" and shown.strip() in NOTE_ARROWS and element.get("href", "").startswith("#"):
            return
        mark = mark_of(element, shown)
        start = len(self.current.text)
        before = self.current.text[-20:]
        self._inside(element)
        text = self.current.text
        if mark is not None and len(text) > start:
            lead = len(text[start:]) - len(text[start:].lstrip())
            while self.current.marks and self.current.marks[-1][1] >= start:
                self.current.marks.pop()  # a link inside a raised mark, or the reverse: one mark
            self.current.marks.append((mark, start + lead, start + len(text[start:].rstrip())))
        elif element.tag == "sup" and not any(at >= start for _, at, _ in self.current.marks):
            typed = note_marks(text[start:], before)
            self.current.marks += ((each, start + first, start + last) for each, first, last in typed)

    def _list(self, element: etree._Element) -> None:
        """Number the items of a list as a browser does."""
        items = [child for child in element if child.tag == "li"]
        ordered = element.tag == "ol" and not lists.have_typed_numbers(items)
        step = -1 if "reversed" in element.attrib else 1
        style = self.lists.style_of(element, lists.ListStyle())
        number = lists.whole_number(element.get("start"), len(items) if step < 0 else 1)
        self._append(element.text or "")
        for child in element:
            if child.tag == "li" and not hidden_parts.is_dropped(child):
                number = lists.whole_number(child.get("value"), number)
                if ordered and child not in self.notes:
                    self._flush()
                    self.label = self.lists.style_of(child, style).label(number)
                self.block(child)
                self.label = None
                number += step
            else:
                self._element(child)
            self._append(child.tail or "")

    def _table(self, table: etree._Element) -> None:
        """Read each row of a data table as one line, and any other table cell by cell."""
        rows = grid_rows(table)
        if rows is None or any(element in self.notes for element in table.iter("tr", "tbody")):
            self._inside(table)
            return
        for caption in table.iterchildren("caption"):
            self._element(caption)
        is_own_data = partial(is_data, table, first=not self.has_text)
        read = self._read_cell
        write_table(rows, read, self.builder, "table cell", is_own_data, without_empty_columns)

    def _read_cell(self, cell: etree._Element) -> ExtractBuilder:
        """Read the content of a cell without writing it."""
        outer, self.builder = self.builder, self.builder.nested()
        self.block(cell)
        nested, self.builder = self.builder, outer
        return nested

    def _break(self) -> None:
        if self.context.preformatted:
            self._flush(empty=True)
            return
        self.current.breaks += 1
        if self.current.breaks > 1:
            self._flush()

    def _append(self, text: str) -> None:
        if self.context.preformatted:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self.current.text += first
            for line in rest:
                self._flush(empty=True)
                self.current.text += line
            return
        position = 0
        for space in _SPACE.finditer(text):
            self._words(text[position : space.start()])
            position = space.end()
            before, after = self.current.text, text[position:]
            if before and not self.current.breaks and not before.endswith((" ", "\n")):
                ends_line = "\n" in space.group() and after
                self.current.text += join_break(before, after) if ends_line else " "
        self._words(text[position:])

    def _words(self, text: str) -> None:
        current = self.current
        if text and not (current.breaks and text.isspace()):  # a no-break space fills an empty line
            if current.breaks:
                current.text += join_break(current.text, text)
                current.broken.append(len(current.text))
                current.breaks = 0
            current.text += text

    def _flush(self, *, empty: bool = False) -> None:
        """End the current line, and write it if it has text."""
        current, self.current = self.current, _Current()
        text = current.text if self.context.preformatted else current.text.rstrip(" ")
        if not text.strip() and not empty:
            return
        note = current.note if current.note is not None else self.context.note
        cuts = [0, *(at for at in current.broken if lists.begins_paragraph(text, at)), len(text)]
        places = [first for _, first, _ in current.marks]
        for start, stop in pairwise(cuts):
            part = text[start:stop] if stop == len(text) else text[start:stop].rstrip(" ")
            own = current.marks[bisect_left(places, start) : bisect_left(places, start + len(part))]
            marks = [(mark, first - start, min(last - start, len(part))) for mark, first, last in own]
            breaks = tuple(at - start for at in current.broken if start < at < stop)
            self._write(part, marks, note, breaks)

    def _write(self, text: str, marks: Marks, note: etree._Element | None, breaks: tuple[int, ...]) -> None:
        """Write a line, of a note or of the text."""
        mark = self.notes[note] if note is not None and note not in self.begun else None
        if note is not None and mark is not None:
            text, marks = _without_own_mark(text, marks, mark)
            if not text.strip():
                return
            self.begun.add(note)
        in_text = self.context.role is LineRole.BODY and bool(text.strip())
        self.has_text = self.has_text or in_text
        self.builder.add(
            text,
            Line(
                whole=not self.context.preformatted,
                role=LineRole.FOOTNOTE if note is not None else self.context.role,
                style=self.context.style,
                label=None if note is not None else self.label,
                note_mark=mark,
                breaks=breaks if note is None else (),
            ),
            marks=marks,
        )
        self.label = None


def _without_own_mark(text: str, marks: Marks, note: str) -> tuple[str, Marks]:
    """Remove the mark at the beginning of a note, which is stored separately."""
    head = re.match(rf"\s*[\[(]?{re.escape(note)}[\])]?[.:]?(?=\s|$|\D)\s*", text)
    cut = head.end() if head and marks and marks[0][1] < head.end() else 0
    if not cut and head and head.group().strip() != note:
        cut = head.end()
    kept = [(mark, start - cut, stop - cut) for mark, start, stop in marks if start >= cut]
    return text[cut:], kept
