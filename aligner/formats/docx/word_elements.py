"""The elements of a Word file that a redline is made inside: their lines, changes and comments.

A draft under negotiation nearly always has tracked changes, and is read with them accepted. The file that a
redline is written into must have the text that was read and no changes but those of the redline, or nobody
could see who inserted a passage, and when.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lxml import etree

from aligner.formats.docx.word_xml import CHANGE_TAGS, HEAD, NAMES, comment, legal, runs
from aligner.formats.fixed_zip import zipped
from aligner.readers.docx.package import ADDED, BOXES, REMOVED, M, Package, W, as_strict, inside
from aligner.readers.docx.package import number as integer
from aligner.readers.docx.paragraph import NumberedNote
from aligner.values import AlignerError, Document, Footnote, Message, NoteMark, Segment, data_files
from aligner.values.catalogue import DEFAULT, load
from aligner.values.extract import Extract, LineRole
from aligner.view.redline_runs import Mark

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed

Element = etree._Element
Files = dict[str, bytes]
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


def refill(home: Element, content: Sequence[Element], properties: str = "pPr") -> None:
    """Replace the content of a paragraph, or of an element with other properties, which it keeps."""
    for child in [child for child in home if child.tag != W + properties]:
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
        notes: list[NumberedNote] = []
        at = 0
        for number, line in numbered:
            notes += parsed.numbered[number]
            marks = tuple(NoteMark(note.mark, at + note.offset) for note in parsed.numbered[number])
            segments.append(Segment(line.span.shifted(at - line.span.start), marks=marks))
            parts.append(extract.text_of(line))
            at += len(line.span) + 1
        texts = _note_texts(parsed)
        if any(note.note_id not in texts for note in notes):
            raise UnsuitedError(Message("redline.footnote_missing"))
        footnotes = tuple(Footnote(note.mark, texts[note.note_id]) for note in notes)
        document = Document(language, "\n".join(parts), tuple(segments), footnotes=footnotes)
        paragraphs = tuple(parsed.elements[number] for number, _ in numbered)
        return cls(document, paragraphs, tuple(note.note_id for note in notes))


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


_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Tracker:
    """Numbers the changes of one file and signs them.

    Args:
        parsed: the file to write into.
        author: the author of changes and comments.
        date: their date, or empty.
        interface: the language of comments.

    Attributes:
        moment: the date of the next change.
    """

    def __init__(
        self, parsed: Parsed, *, author: str = "aligner", date: str = "", interface: str = DEFAULT
    ) -> None:
        self.moment = self.date = date
        self.parsed = parsed
        self._author, self.words = author, load(interface)
        self._comments = parsed.package.xml_of_kind("comments")
        self._next_comment = 0 if self._comments is None else _last_id(self._comments) + 1
        self._made: list[str] = []  # new comments
        self._changes = _last_id(parsed.root.iter())

    def file(self, notes: Element | None, others: Mapping[str, Element] = MappingProxyType({})) -> bytes:
        """Return the file with its changed body, footnotes and comments; all other parts stay.

        Args:
            notes: the root of its footnotes, or None if it has none.
            others: the roots of other parts that were changed, by part.

        Raises:
            UnsuitedError: if the package writes the names of these parts in another case.
        """
        package = self.parsed.package
        parts = {package.main: self.parsed.root, **others}
        path = package.part_of_kind("footnotes")
        if path is not None and notes is not None:
            parts[path] = notes
        return rewritten(package, parts, self._write_comments)

    def who(self, *, form: bool = False) -> dict[str, str]:
        """Return the attributes of a change; formal differences have their own author, see `redline`."""
        self._changes += 1
        author = self.words("docx.form_only", author=self._author) if form else self._author
        said = {W + "id": str(self._changes), W + "author": legal(author)}
        return said | ({W + "date": self.moment} if self.moment else {})

    def wrapped(self, element: Element, mark: Mark, *, form: bool = False) -> Element:
        """Wrap a run in a change; for a link, put the change inside it."""
        change = etree.Element(W + CHANGE_TAGS[mark], self.who(form=form))
        if element.tag == W + "r":
            change.append(element)
            return change
        for child in list(element.iterchildren(W + "r")):
            child.addprevious(change)
            change.append(child)
        return element

    def mark_end(self, paragraph: Element, mark: Mark) -> None:
        """Mark a paragraph's end as inserted or deleted."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            properties = made("pPr")
            paragraph.insert(0, properties)
        look = properties.find(W + "rPr")
        if look is None:
            look = made("rPr")
            later = sum(element.tag in (W + "sectPr", W + "pPrChange") for element in properties)
            properties.insert(len(properties) - later, look)
        look.insert(0, etree.Element(W + CHANGE_TAGS[mark], self.who()))

    def remarked(self, remark: str, content: list[Element], mark: Mark) -> list[Element]:
        """Return a paragraph's content inside a comment; the comment is part of a change of this kind."""
        start, end, reference = self.comment(remark)
        return [start, *content, end, reference if mark is Mark.EQUAL else self.wrapped(reference, mark)]

    def comment(self, text: str) -> tuple[Element, Element, Element]:
        """Add a comment; return its start, end and reference, to be put around its text."""
        number = str(self._next_comment)
        self._next_comment += 1
        self._made.append(comment(number, self._author, self.date, runs(text, self.words.language)))
        reference = made("r")
        reference.append(made("commentReference", id=number))
        return made("commentRangeStart", id=number), made("commentRangeEnd", id=number), reference

    def _write_comments(self, files: Files) -> None:
        """Put the comments into the parts of the file.

        Raises:
            UnsuitedError: if the package's lists of parts are missing.
        """
        if not self._made:
            return
        made = f"<w:comments {NAMES}>{''.join(self._made)}</w:comments>"
        path = self.parsed.package.part_of_kind("comments")
        if self._comments is not None and path is not None:
            self._comments.extend(etree.fromstring(made))
            files[path] = serialized(self._comments)
            return
        folder, name = posixpath.split(self.parsed.package.main)
        path = posixpath.join(folder, "comments.xml")
        links, types = posixpath.join(folder, "_rels", f"{name}.rels"), "[Content_Types].xml"
        if path in files or links not in files or types not in files:
            raise UnsuitedError(Message("redline.parts_elsewhere"))
        files[path] = (HEAD + made).encode("utf-8")
        _append(files, links, "Relationship", Id="alignerComments", Type=_KIND, Target="comments.xml")
        _append(files, types, "Override", PartName=f"/{path}", ContentType=_TYPE)


def copy_note(wanted: str, source: Element, into: Element) -> str:
    """Copy a footnote into a file's footnotes under an unused id, and return that id.

    Args:
        wanted: the id of the footnote.
        source: the footnotes to copy from.
        into: the footnotes to copy into; may be the same.

    Raises:
        UnsuitedError: if there is no such footnote.
    """
    note = next((element for element in source if element.get(W + "id") == wanted), None)
    if note is None:
        raise UnsuitedError(Message("redline.footnote_missing"))
    copied = deepcopy(note)
    number = str(_last_id(into) + 1)
    copied.set(W + "id", number)
    into.append(copied)
    return number


def _last_id(elements: Iterable[Element]) -> int:
    """Return the largest number among the ids of elements; 0 if they have none."""
    return max((integer(each.get(W + "id")) or 0 for each in elements), default=0)


def _append(files: Files, name: str, tag: str, **attributes: str) -> None:
    """Add an element to one of the package's lists."""
    root = etree.fromstring(files[name])
    space = etree.QName(root).namespace
    etree.SubElement(root, f"{{{space}}}{tag}", attributes)
    files[name] = serialized(root)


def serialized(root: Element) -> bytes:
    """Return a part of a package as bytes, declared as Word declares its own."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def rewritten(
    package: Package, parts: Mapping[str, Element], add: Callable[[Files], None] = lambda files: None
) -> bytes:
    """Return a Word file with some parts replaced; all others stay unchanged.

    Args:
        package: the file.
        parts: the root of each part to write, by its name.
        add: adds further files, or changes some, before the file is closed.

    Raises:
        UnsuitedError: if the package writes the names of these parts in another case.
    """
    unchanged = package.files()
    files = dict(unchanged)
    if any(name not in files for name in parts):
        raise UnsuitedError(Message("redline.parts_case"))
    for name, root in parts.items():
        files[name] = serialized(root)
    add(files)
    if package.is_strict():
        changed = [name for name, data in files.items() if unchanged.get(name) != data]
        files |= {name: as_strict(files[name]) for name in changed}
    return zipped(files)


_PARTS: Final = frozenset({"header", "footer", "footnotes", "endnotes", "comments"})
_CONTAINERS: Final = (
    *(W + tag for tag in ("body", "tc", "footnote", "endnote", "comment", "hdr", "ftr")),
    *BOXES,
)
_BLOCKS: Final = (W + "p", W + "tbl")
_MARKED: Final = (W + "rPr", W + "trPr", W + "numPr")
"""Properties in which an empty `w:ins` or `w:del` is about the paragraph's end, the row or the number."""
_RECORDS: Final = tuple(W + tag for tag in data_files.tables("word.toml")["elements"]["records"].split())
"""What was before a change of format, and where a change begins and ends: accepting only forgets these."""


def accepted(data: bytes, name: str) -> bytes:
    """Return a DOCX file with its tracked changes accepted, or as it is if it has none.

    Raises:
        ReadError: if it cannot be read.
        UnsuitedError: if its text would not be what is read from the file as it is.
    """
    from aligner.readers.docx import read_docx

    package = Package(data, name)
    related = (path for kind, path in package.related(package.main).values() if kind in _PARTS)
    roots = {path: package.xml(path) for path in (package.main, *related)}
    changed = {path: root for path, root in roots.items() if root is not None and _has_changes(root)}
    if not changed:
        return data
    for root in changed.values():
        _accept(root)
    made = rewritten(package, changed)
    if read_docx.read(made, name).text != read_docx.read(data, name).text:
        raise UnsuitedError(Message("redline.tracked"))
    return made


def _has_changes(root: Element) -> bool:
    return next(root.iter(*ADDED, *REMOVED, W + "cellDel", *_RECORDS), None) is not None


def _accept(root: Element) -> None:
    """Accept all changes in one part."""
    for element in list(root.iter(W + "tr", W + "tc")):
        properties = element.find(element.tag + "Pr")
        if properties is not None and any(each.tag in (*REMOVED, W + "cellDel") for each in properties):
            remove(element)
    for element in list(root.iter(*REMOVED)):
        parent = element.getparent()  # None inside a change that was removed
        if parent is not None and parent.tag not in (*_MARKED, M + "ctrlPr"):
            remove(element)
    for container in list(root.iter(*_CONTAINERS)):
        _join_paragraphs(container)
    for element in list(root.iter(*ADDED, *REMOVED)):
        for child in list(element):  # its content takes its place
            element.addprevious(child)
        remove(element)
    for element in list(root.iter(*_RECORDS)):
        remove(element)
    _repair(root)


def _join_paragraphs(container: Element) -> None:
    """Put what is left of a paragraph whose end was deleted at the beginning of the next one.

    The next paragraph's end remains, and with it that paragraph's properties.
    """
    blocks = list(inside(container, *_BLOCKS))
    for number, block in enumerate(blocks):
        end = block.find(f"{W}pPr/{W}rPr") if block.tag == W + "p" else None
        if end is None or all(element.tag not in REMOVED for element in end):
            continue
        content = [child for child in block if child.tag != W + "pPr"]
        follows = blocks[number + 1] if number + 1 < len(blocks) else None
        if follows is not None and follows.tag == W + "p":
            at = int(follows.find(W + "pPr") is not None)
            follows[at:at] = content
            remove(block)
        elif follows is not None and not content:
            remove(block)


def _repair(root: Element) -> None:
    """Remove rows, tables and content controls left empty; give a cell left empty its paragraph."""
    for inner, outer in (("tc", "tr"), ("tr", "tbl")):
        for element in list(root.iter(W + outer)):
            if next(element.iter(W + inner), None) is None:
                remove(element)
    for content in reversed(list(root.iter(W + "sdtContent"))):  # from the inside out
        if not len(content):
            remove(parent_of(content))
    for container in root.iter(*_CONTAINERS):
        blocks = list(inside(container, *_BLOCKS))
        if container.tag != W + "body" and (not blocks or blocks[-1].tag == W + "tbl"):
            container.append(made("p"))
