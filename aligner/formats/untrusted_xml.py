"""Untrusted XML, and the text of elements that contain markup of other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from aligner.values.errors import FormatError
from aligner.values.message import Message, about
from aligner.values.quotation import reason

if TYPE_CHECKING:
    from lxml import etree

_ENTITY: Final = re.compile(rb"<!ENTITY|<\x00?!\x00E\x00N\x00T\x00I\x00T\x00Y")
_EMBEDDED: Final = re.compile(rb"(<(?:[\w.-]+:)?(?:internal-file|skeleton)\b[^<>]*(?<!/)>)[^<]+")
"""What translation editors embed in XLIFF to rebuild the original file: base64, often megabytes."""
_LARGE: Final = 10_000_000
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

    Large original files that XLIFF embeds are left out before: they are more than the parser takes.

    Raises:
        FormatError: it is not well-formed XML, declares entities, or goes beyond what the parser takes.
    """
    from lxml import etree

    if _ENTITY.search(data[:100_000]):
        raise FormatError(Message("error.entities", name=name))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        small = data if len(data) < _LARGE else _EMBEDDED.sub(rb"\1...", data)
        return etree.fromstring(small, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        for sign, exceeded in _LIMITS:
            if sign in str(error):
                raise FormatError(about(name, exceeded)) from None
        raise FormatError(about(name, Message("file.not_xml", why=reason(error)))) from None


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that name, in any namespace."""
    return list(element.iterchildren(f"{{*}}{name}"))


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements of that name inside, in any namespace."""
    return iter(element.iter(f"{{*}}{name}"))


def text_of(element: etree._Element, *, codes: bool = True) -> str:
    """The words inside an element: markup opened, other programs' codes left out.

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
    """A note on texts inside codes, such as a footnote or the description of a picture.

    In the middle of a sentence they would be words it does not have, so they are left out.
    """
    count = sum(bool(text_of(flow).strip()) for each in elements for flow in _inner(each))
    if count:
        yield about(name, Message("files.inside_codes", count=count, element="<sub>"))


def _inner(element: etree._Element) -> Iterator[etree._Element]:
    """The `sub` elements inside codes, at any depth; those outside codes are read as text."""
    for code in element.iter():
        if local(code) in _CODES:
            yield from children(code, "sub")


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
    """A note on remarks and proposed translations in the file, which an alignment cannot hold."""
    notes = sum(bool(text_of(each).strip()) for each in descendants(root, "note"))
    if notes:
        yield about(name, Message("files.notes", count=notes))
    offered = sum(1 for kind in ("alt-trans", "match") for _ in descendants(root, kind))
    if offered:
        yield about(name, Message("files.proposed", count=offered))
