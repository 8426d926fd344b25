"""The XML of an XLIFF file, 2.1 or 1.2, from units of translation.

Version 1.2 has no module for the facts by which a program reads an alignment back; they are elements of
another namespace at the places where it allows them, and the same as in 2.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from aligner.formats.cells import flat, legal
from aligner.values import Proposal

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
FIRST: Final = "urn:oasis:names:tc:xliff:document:1.2"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
_MATCHES: Final = "urn:oasis:names:tc:xliff:matches:2.0"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_WHOLE: Final = "m1"
"""The id of the marker around a unit's source, to which its matches refer."""
_IN_FIRST: Final = {"initial": "needs-translation", "translated": "translated", "reviewed": "signed-off"}
"""What the states of version 2 are called in version 1.2."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note for people on a unit.

    Attributes:
        category: what it is about.
        text: the note.
        side: `source` or `target`, if it concerns one of them.
        priority: from 1, the most urgent, to 10; empty if it has none.
    """

    category: str
    text: str
    side: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of translation.

    Attributes:
        source: its text in the source language.
        target: its text in the target language; None if it has none.
        state: `initial`, `translated` or `reviewed`.
        notes: for people.
        facts: for programs; empty ones are left out.
        proposals: for the whole target; their source is the unit's, since no closer one is known.
    """

    source: str
    target: str | None
    state: str
    notes: Sequence[Note] = ()
    facts: Mapping[str, str] | None = None
    proposals: Sequence[Proposal] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself: its two languages, the name of the original, and facts for programs."""

    source_language: str
    target_language: str
    original: str
    facts: Mapping[str, str] | None = None


def written(head: Head, units: Iterable[Unit], *, first: bool = False) -> bytes:
    """Return the file, in UTF-8.

    Args:
        head: its languages and its name.
        units: its units; a file without any is not valid.
        first: whether to write version 1.2 rather than 2.1.
    """
    namespaces = {None: FIRST if first else CORE, "mda": METADATA, "mtc": _MATCHES}
    root: etree._Element = etree.Element(
        f"{{{namespaces[None]}}}xliff",
        {"version": "1.2" if first else "2.1"},
        nsmap=namespaces,  # type: ignore[arg-type]  # None is the default namespace
    )
    body = _begin_first(root, head) if first else _begin(root, head)
    for number, unit in enumerate(units, start=1):
        element = (_unit_first if first else _unit)(body, f"u{number}", unit)
        element.tail = "\n"
    etree.cleanup_namespaces(root)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add an element, in the namespace of its parent if it names none; empty attributes are left out."""
    name = tag if tag.startswith("{") else f"{{{etree.QName(parent).namespace}}}{tag}"
    stated = {name: value for name, value in attributes.items() if value}
    element = etree.SubElement(parent, name, stated)
    element.text = text
    return element


def _begin(root: etree._Element, head: Head) -> etree._Element:
    root.set("srcLang", head.source_language)
    root.set("trgLang", head.target_language)
    file = _add(root, "file", **{"id": "f1", _SPACE: "preserve", "original": head.original})
    _metadata(file, "document", head.facts)
    return file


def _unit(file: etree._Element, name: str, unit: Unit) -> etree._Element:
    element = _add(file, "unit", id=name)
    if unit.proposals:
        matches = _add(element, f"{{{_MATCHES}}}matches")
        for proposal in unit.proposals:
            match = _add(
                matches, "match", ref=f"#{_WHOLE}", matchQuality=_quality(proposal), origin=_origin(proposal)
            )
            _add(match, f"{{{CORE}}}source", unit.source)
            _add(match, f"{{{CORE}}}target", legal(proposal.text))
    _metadata(element, "bead", unit.facts)
    if unit.notes:
        notes = _add(element, "notes")
        for note in unit.notes:
            _add(
                notes, "note", note.text, appliesTo=note.side, category=note.category, priority=note.priority
            )
    segment = _add(element, "segment", state=unit.state)
    source = _add(segment, "source")
    if unit.proposals:
        source = _add(source, "mrk", id=_WHOLE, type="mtc:match")
    source.text = unit.source
    if unit.target is not None:
        _add(segment, "target", unit.target)
    return element


def _begin_first(root: etree._Element, head: Head) -> etree._Element:
    facts = {
        "original": head.original or "unknown",  # it may not be left out
        "source-language": head.source_language,
        "target-language": head.target_language,
        "datatype": "plaintext",
        _SPACE: "preserve",
    }
    file = _add(root, "file", **facts)
    _metadata(_add(file, "header"), "document", head.facts)
    return _add(file, "body")


def _unit_first(body: etree._Element, name: str, unit: Unit) -> etree._Element:
    element = _add(body, "trans-unit", id=name, approved="yes" if unit.state == "reviewed" else "")
    _add(element, "source", unit.source)
    if unit.target is not None:
        _add(element, "target", unit.target, state=_IN_FIRST[unit.state])
    for note in unit.notes:
        facts = {"annotates": note.side, "from": note.category, "priority": note.priority}
        _add(element, "note", note.text, **facts)
    for each in unit.proposals:
        match = _add(element, "alt-trans", **{"match-quality": _quality(each), "origin": _origin(each)})
        _add(match, "source", unit.source)
        _add(match, "target", legal(each.text))
    _metadata(element, "bead", unit.facts)
    return element


def _quality(proposal: Proposal) -> str:
    return f"{100 * proposal.score:.1f}"


def _origin(proposal: Proposal) -> str:
    return legal(flat(proposal.origin))


def _metadata(parent: etree._Element, category: str, facts: Mapping[str, str] | None) -> None:
    present = {name: value for name, value in (facts or {}).items() if value}
    if not present:
        return
    holder = _add(parent, f"{{{METADATA}}}metadata")
    group = _add(holder, "metaGroup", category=f"aligner-{category}")
    for name, value in present.items():
        _add(group, "meta", value, type=name)
