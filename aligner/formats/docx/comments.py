"""Add comments to an existing Word file, whether or not it has some already."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from lxml import etree

from aligner.formats.docx.docx_zip import HEAD, NAMES, comment
from aligner.formats.docx.rewrite import serialized
from aligner.formats.docx.runs import runs
from aligner.formats.docx.word_elements import Element, UnsuitedError
from aligner.readers.docx.package import W
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed

_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Remarks:
    """Collects comments, and returns the parts of the file that they change."""

    def __init__(self, parsed: Parsed, language: str, author: str, date: str) -> None:
        self._parsed, self._language = parsed, language
        self._author, self._date = author, date
        self._path = parsed.package.part_of_kind("comments")
        self._root = parsed.package.xml_of_kind("comments")
        taken = [int(each.get(W + "id") or 0) for each in self._root] if self._root is not None else []
        self._next = max(taken, default=-1) + 1
        self._made: list[str] = []

    def add(self, text: str, home: Element) -> tuple[Element, Element, Element]:
        """Add a comment; return its start, end and reference, to be put around its text."""
        number = str(self._next)
        self._next += 1
        self._made.append(comment(number, self._author, self._date, runs(text, self._language)))
        reference = home.makeelement(W + "r", None)
        reference.append(home.makeelement(W + "commentReference", {W + "id": number}))
        start = home.makeelement(W + "commentRangeStart", {W + "id": number})
        end = home.makeelement(W + "commentRangeEnd", {W + "id": number})
        return start, end, reference

    def write(self, files: dict[str, bytes]) -> None:
        """Put the comments into the parts of the file.

        Raises:
            UnsuitedError: if the package's lists of parts are missing.
        """
        if not self._made:
            return
        made = f"<w:comments {NAMES}>{''.join(self._made)}</w:comments>"
        if self._root is not None and self._path is not None:
            self._root.extend(etree.fromstring(made))
            files[self._path] = serialized(self._root)
            return
        folder, name = posixpath.split(self._parsed.package.main)
        path = posixpath.join(folder, "comments.xml")
        links, types = posixpath.join(folder, "_rels", f"{name}.rels"), "[Content_Types].xml"
        if path in files or links not in files or types not in files:
            raise UnsuitedError(Message("redline.parts_elsewhere"))
        files[path] = (HEAD + made).encode("utf-8")
        _append(files, links, "Relationship", Id="alignerComments", Type=_KIND, Target="comments.xml")
        _append(files, types, "Override", PartName=f"/{path}", ContentType=_TYPE)


def _append(files: dict[str, bytes], name: str, tag: str, **attributes: str) -> None:
    """Add an element to one of the package's lists."""
    root = etree.fromstring(files[name])
    space = etree.QName(root).namespace
    etree.SubElement(root, f"{{{space}}}{tag}", attributes)
    files[name] = serialized(root)
