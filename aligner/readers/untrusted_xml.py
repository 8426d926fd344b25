"""Untrusted XML, and the text of elements that contain markup of other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.readers.regular_file import head_of_regular
from aligner.values import FormatError, Message, about, reason

if TYPE_CHECKING:
    from lxml import etree

_ENTITY: Final = re.compile(rb"<!ENTITY|<\x00?!\x00E\x00N\x00T\x00I\x00T\x00Y")
"""The declaration of an entity, in UTF-8 or in either byte order of UTF-16."""

_EMBEDDED: Final = re.compile(rb"(<(?:[\w.-]+:)?(?:internal-file|skeleton)\b[^<>]*(?<!/)>)[^<]+")
"""What translation editors embed in XLIFF to rebuild the original file: base64, often megabytes."""
_LARGE: Final = 10_000_000
_HEAD: Final = 100_000
"""Bytes in which a document type, if there is one, begins."""
_LIMITS: Final = (
    ("Excessive depth", Message("file.xml_deep", limit=256)),
    ("too long", Message("file.xml_long", limit=10)),
    ("too big", Message("file.xml_long", limit=10)),
    ("limit exceeded", Message("file.xml_long", limit=10)),
)
"""The parser's messages about well-formed files that exceed its limits, and ours."""
_LAYOUT: Final = re.compile(r"[ \t\r\n]+")
_CODES: Final = frozenset({"bpt", "ept", "it", "ut", "ph"})
"""Elements of TMX and XLIFF 1.2 whose content is another program's code, not text."""


def parse(data: bytes, name: str) -> etree._Element:
    """Parse a file without loading or expanding anything it refers to.

    Large original files that XLIFF embeds are removed first, since they exceed the parser's limits.

    Raises:
        FormatError: it is not well-formed XML, declares entities, or exceeds the parser's limits.
    """
    from lxml import etree

    _refuse_entities(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # one inside a word would hide the rest of it
        remove_pis=True,
    )
    try:
        small = data if len(data) < _LARGE else _EMBEDDED.sub(rb"\1...", data)
        return etree.fromstring(small, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(error, name) from None


def elements(path: Path, name: str) -> Iterator[etree._Element]:
    """Return the elements of a name in a file larger than memory; each is dropped once the next is read.

    Raises:
        FormatError: as `parse`.
    """
    from lxml import etree

    _refuse_entities(head_of_regular(path, FormatError, _HEAD), path.name)
    found = etree.iterparse(
        str(path), tag=f"{{*}}{name}", resolve_entities=False, load_dtd=False, no_network=True
    )
    try:
        for _, element in found:
            yield element
            while (earlier := element.getprevious()) is not None:
                element.getparent().remove(earlier)
    except etree.XMLSyntaxError as error:
        raise _unreadable(error, path.name) from None


def _refuse_entities(data: bytes, name: str) -> None:
    """Refuse a file whose head declares entities, which can be bombs or lead to other files.

    Raises:
        FormatError: if it declares entities.
    """
    if _ENTITY.search(data[:_HEAD]):
        raise FormatError(Message("error.entities", name=name))


def _unreadable(error: Exception, name: str) -> FormatError:
    """Return our error for one of the parser's."""
    for sign, exceeded in _LIMITS:
        if sign in str(error):
            return FormatError(about(name, exceeded))
    return FormatError.about(name, "file.not_xml", why=reason(error))


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of that name, in any namespace."""
    return list(element.iterchildren(f"{{*}}{name}"))


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Return all elements of that name inside, in any namespace."""
    return iter(element.iter(f"{{*}}{name}"))


def text_of(element: etree._Element, *, codes: bool = True) -> str:
    """Return the words inside an element, without markup and the codes of other programs.

    Args:
        element: whose text is wanted.
        codes: whether elements such as `ph` hold codes (TMX, XLIFF 1.2) rather than nothing.
    """
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "cp":  # XLIFF 2: a character that XML cannot hold
            parts.append(_character(child.get("hex")))
        elif name == "sub" or (name and not (codes and name in _CODES)):
            parts.append(text_of(child, codes=codes))
        parts.append(child.tail or "")
    return "".join(parts)


def sub_flows(elements: Iterable[etree._Element], name: str) -> Iterator[Message]:
    """Yield a note on texts inside codes, such as a footnote or the description of a picture.

    They are left out, since they would be extra words in the middle of a sentence.
    """
    codes = (code for element in elements for code in element.iter() if local(code) in _CODES)
    count = sum(bool(text_of(flow).strip()) for code in codes for flow in children(code, "sub"))
    if count:
        yield about(name, Message("files.inside_codes", count=count, element="<sub>"))


def tidy(text: str) -> str:
    r"""Words of another program's file without the line breaks and indents of its layout.

    >>> tidy("\n   Un\u00a0chat :\n   oui\n")
    'Un\xa0chat : oui'
    """
    return _LAYOUT.sub(" ", text).strip(" ")


def _character(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def remarks(root: etree._Element, name: str) -> Iterator[Message]:
    """Yield a note on remarks and proposed translations in the file, which an alignment cannot hold."""
    notes = sum(bool(text_of(element).strip()) for element in descendants(root, "note"))
    if notes:
        yield about(name, Message("files.notes", count=notes))
    offered = sum(1 for kind in ("alt-trans", "match") for _ in descendants(root, kind))
    if offered:
        yield about(name, Message("files.proposed", count=offered))
