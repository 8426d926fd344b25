"""A Word file with its tracked changes accepted, so that a redline can be made inside it.

A draft under negotiation nearly always has tracked changes, and is read with them accepted. The file
that a redline is written into must have the text that was read and no changes but those of the redline,
or nobody could see who inserted a passage, and when.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.formats.docx.word_elements import Element, UnsuitedError, made, parent_of, remove, rewritten
from aligner.readers.docx.package import BOXES, M, Package, W
from aligner.readers.docx.paragraph import ADDED, REMOVED
from aligner.values.message import Message

_PARTS: Final = frozenset({"header", "footer", "footnotes", "endnotes", "comments"})
_CONTAINERS: Final = (
    *(W + tag for tag in ("body", "tc", "footnote", "endnote", "comment", "hdr", "ftr")),
    *BOXES,
)
_WRAPPERS: Final = (W + "sdt", W + "sdtContent", W + "customXml")
_BLOCKS: Final = (W + "p", W + "tbl")
_MARKED: Final = (W + "rPr", W + "trPr", W + "numPr")
"""Properties in which an empty `w:ins` or `w:del` is about the paragraph's end, the row or the number."""
_RECORDS: Final = tuple(
    W + tag
    for tag in (
        *(f"{kind}PrChange" for kind in ("r", "p", "sect", "tbl", "tr", "tc", "tblEx")),
        *("tblPrExChange", "tblGridChange", "numberingChange", "cellIns", "cellMerge"),
        *(
            f"{kind}Range{which}"
            for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel")
            for which in ("Start", "End")
        ),
        *(f"customXmlMove{kind}Range{which}" for kind in ("From", "To") for which in ("Start", "End")),
    )
)
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
    made = rewritten(data, package, changed)
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
        _unwrap(element)
    for element in list(root.iter(*_RECORDS)):
        remove(element)
    _repair(root)


def _join_paragraphs(container: Element) -> None:
    """Put what is left of a paragraph whose end was deleted at the beginning of the next one.

    The next paragraph's end remains, and with it that paragraph's properties.
    """
    blocks = list(_blocks_of(container))
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


def _blocks_of(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a container, including those inside content controls."""
    for child in parent:
        if child.tag in _BLOCKS:
            yield child
        elif child.tag in _WRAPPERS or child.tag in ADDED:
            yield from _blocks_of(child)


def _unwrap(element: Element) -> None:
    """Put an element's content in its place."""
    for child in list(element):
        element.addprevious(child)
    remove(element)


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
        blocks = list(_blocks_of(container))
        if container.tag != W + "body" and (not blocks or blocks[-1].tag == W + "tbl"):
            container.append(made("p"))
