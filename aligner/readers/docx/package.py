"""The zip file of an untrusted DOCX.

A few kilobytes can unpack to gigabytes, and XML can refer to other files or expand endlessly.
Sizes are therefore checked before and during unpacking, and XML is parsed without entities,
network access or the parser's "huge" mode.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Final

from lxml import etree

from aligner.readers.zip_damage import DAMAGED, has_password, unpacks_too_far
from aligner.values.errors import ReadError
from aligner.values.limits import MAX_PART, MAX_PARTS
from aligner.values.message import Message, about
from aligner.values.quotation import reason

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/chart", C[1:-1].encode()),
)
"""The names that strict Office Open XML has for what is read by the names of the transitional form."""

MAX_DEPTH: Final = 150
_OTHERS: Final = (
    ("xl/", ("Excel",), Message("reader.copy_text")),
    ("ppt/", ("PowerPoint",), Message("reader.copy_text")),
    ("META-INF/container.xml", ("EPUB",), Message("reader.save_text")),
    ("content.xml", ("OpenDocument",), Message("reader.open_and_save")),
    ("index.xml", ("Pages", "Keynote"), Message("reader.export")),
)


class Package:
    """The parts of one DOCX file, read on demand."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the zip directory.

        Raises:
            ReadError: if the zip is damaged or encrypted, or is not a DOCX.
        """
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {info.filename.lower(): info for info in self._zip.infolist()}
        except DAMAGED:
            raise ReadError(about(name, Message("error.zip_directory"))) from None
        if has_password(self._zip):
            raise ReadError(about(name, Message("error.encrypted")))
        if len(self._names) > MAX_PARTS:
            raise ReadError(about(name, Message("reader.parts", parts=len(self._names))))
        self.main = self._main_part()

    def xml(self, part: str) -> etree._Element | None:
        """Parse one part; return None if the package has no part of that name.

        Raises:
            ReadError: if it is damaged, too large, or not XML.
        """
        data = self._bytes(part)
        if data is None:
            return None
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        return parse_xml(data, f"{self.name}: {part}")

    def is_strict(self) -> bool:
        """Whether the document is in the strict form of Office Open XML."""
        return _STRICT[0][0] in (self._bytes(self.main) or b"")

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relationships of a part: id → (last component of its type, name of the target part)."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target")
            if target and relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[relation.get("Id") or ""] = (kind, path)
        return found

    def part_of_kind(self, kind: str) -> str | None:
        """Return the part that the main one refers to as its `styles`, `numbering` or `footnotes`."""
        return next((path for name, path in self.related(self.main).values() if name == kind), None)

    def xml_of_kind(self, kind: str) -> etree._Element | None:
        """Parse the part that `part_of_kind` finds; return None if there is none."""
        path = self.part_of_kind(kind)
        return self.xml(path) if path else None

    def _main_part(self) -> str:
        for kind, path in self.related("").values():
            if (
                kind == "officeDocument"
                and path.lower() in self._names
                and not path.startswith(("xl/", "ppt/"))
            ):
                return path
        if "word/document.xml" in self._names:
            return "word/document.xml"
        for prefix, formats, remedy in _OTHERS:
            if any(part.startswith(prefix.lower()) for part in self._names):
                other = Message("reader.other", wanted=formats)
                raise ReadError(about(self.name, Message("reader.not_docx", kind=other, remedy=remedy)))
        raise ReadError(about(self.name, Message("error.zip_only")))

    def _bytes(self, part: str) -> bytes | None:
        info = self._names.get(part.lower())
        if info is None:
            return None
        if info.file_size > MAX_PART or unpacks_too_far(info):
            bomb = Message("file.part_unpacks_to", part=part, size=info.file_size // 2**20)
            raise ReadError(about(self.name, bomb))
        try:
            with self._zip.open(info) as handle:
                data = handle.read(info.file_size + 1)
        except DAMAGED:
            raise ReadError(about(self.name, Message("error.zip_part", part=part))) from None
        return data


def as_strict(data: bytes) -> bytes:
    """Return a part with the names of strict Office Open XML, as a file in that form must have them."""
    for strict, transitional in _STRICT:
        data = data.replace(transitional, strict)
    return data


def parse_xml(data: bytes, where: str) -> etree._Element:
    """Parse untrusted XML.

    Raises:
        ReadError: if it is not well formed, declares entities, or is nested too deeply.
    """
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data[:100_000]):
        raise ReadError(about(where, Message("reader.doctype")))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # one inside a word would hide the rest of it
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(about(where, Message("reader.xml_damaged", why=reason(error)))) from None
    if root is None or _depth(root) > MAX_DEPTH:
        raise ReadError(about(where, Message("reader.nested")))
    return root


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def find(element: etree._Element | None, path: str) -> etree._Element | None:
    """Return the first descendant at a path below an element that may be absent."""
    return None if element is None else element.find(path)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return the `w:val` (or another `w:` attribute) of an element that may be absent."""
    return None if element is None else element.get(W + name)


def number(text: str | None, default: int | None = None) -> int | None:
    """Return the integer value of an attribute, or the default if it is not an integer."""
    try:
        return int(text) if text is not None and len(text) < 12 else default
    except ValueError:
        return default


def switched_on(element: etree._Element | None) -> bool:
    """Whether an on/off property such as `w:vanish` is present and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")
