"""The package of a Word document, and the attributes of its elements."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from aligner.readers.office_package import OfficePackage
from aligner.values import Message, ReadError

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
BOXES: Final = (W + "txbxContent", "{http://schemas.microsoft.com/office/word/2006/wordml}txbxContent")
"""The content of text boxes, in the transitional form and as Word writes it in the strict one."""

ADDED: Final = frozenset({W + "ins", W + "moveTo"})
REMOVED: Final = frozenset({W + "del", W + "moveFrom"})
_WRAPPERS: Final = frozenset({W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag"})
AROUND: Final = _WRAPPERS | ADDED | REMOVED
"""What may be around the blocks of a text, the rows of a table and the cells of a row."""


_OTHERS: Final = (
    ("xl/", ("Excel",), Message("reader.copy_text")),
    ("ppt/", ("PowerPoint",), Message("reader.copy_text")),
    ("META-INF/container.xml", ("EPUB",), Message("reader.save_text")),
    ("content.xml", ("OpenDocument",), Message("reader.open_and_save")),
    ("index.xml", ("Pages", "Keynote"), Message("reader.export")),
)


class Package(OfficePackage):
    """The parts of one DOCX file, read on demand."""

    spellings = (
        (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
        (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
        (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
        (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
        (b"http://purl.oclc.org/ooxml/drawingml/chart", C[1:-1].encode()),
    )
    """The names that strict Office Open XML has for what is read by the names of the transitional form."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the zip directory.

        Raises:
            ReadError: if the zip is damaged or encrypted, or is not a DOCX.
        """
        super().__init__(data, name)
        self.main = self._main_part()

    def is_strict(self) -> bool:
        """Whether the document is in the strict form of Office Open XML."""
        return self.spellings[0][0] in (self.bytes_of(self.main) or b"")

    def files(self) -> dict[str, bytes]:
        """Return all files in the zip, by the names that they have there."""
        return {name: self._zip.read(name) for name in self._zip.namelist() if not name.endswith("/")}

    def part_of_kind(self, kind: str) -> str | None:
        """Return the part that the main one refers to as its `styles`, `numbering` or `footnotes`."""
        return next((path for name, path in self.related(self.main).values() if name == kind), None)

    def xml_of_kind(self, kind: str) -> etree._Element | None:
        """Parse the part that `part_of_kind` finds; return None if there is none."""
        path = self.part_of_kind(kind)
        return self.xml(path) if path else None

    def _main_part(self) -> str:
        for kind, path in self.related("").values():
            known = kind == "officeDocument" and path.lower() in self.names
            if known and not path.startswith(("xl/", "ppt/")):
                return path
        if "word/document.xml" in self.names:
            return "word/document.xml"
        for prefix, formats, remedy in _OTHERS:
            if any(part.startswith(prefix.lower()) for part in self.names):
                other = Message("reader.other", wanted=formats)
                raise ReadError.about(self.name, "reader.not_docx", kind=other, remedy=remedy)
        raise ReadError.about(self.name, "error.zip_only")


def as_strict(data: bytes) -> bytes:
    """Return a part with the names of strict Office Open XML, as a file in that form must have them."""
    for strict, transitional in Package.spellings:
        data = data.replace(transitional, strict)
    return data


def find(element: etree._Element | None, path: str) -> etree._Element | None:
    """Return the first descendant at a path below an element that may be absent."""
    return None if element is None else element.find(path)


def inside(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, cells of a row or blocks of a cell, whatever wraps them."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS or child.tag in ADDED:
            yield from inside(child, *tags)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return the `w:val` (or another `w:` attribute) of an element that may be absent."""
    return None if element is None else element.get(W + name)


def number(text: str | None) -> int | None:
    """Return the integer value of an attribute; None if it is not an integer that Word could write."""
    try:
        return int(text) if text is not None and len(text) < 12 else None
    except ValueError:
        return None


def switched_on(element: etree._Element | None) -> bool:
    """Whether an on/off property such as `w:vanish` is present and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")
