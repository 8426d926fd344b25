"""The XML of an XLIFF file, 2.1 or 1.2, from units of translation.

Version 1.2 has no module for the facts by which a program reads an alignment back; they are elements of
another namespace at the places where it allows them, and the same as in 2.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aligner.formats.cells import flat, legal
from aligner.values import Proposal

if TYPE_CHECKING:
    from lxml import etree

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
FIRST: Final = "urn:oasis:names:tc:xliff:document:1.2"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
_MATCHES: Final = "urn:oasis:names:tc:xliff:matches:2.0"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_WHOLE: Final = "m1"
"""The id of the marker around a unit's source, to which its matches refer."""
_IN_FIRST: Final = {"initial": "needs-translation", "translated": "translated", "reviewed": "signed-off"}
"""What the states of version 2 are called in version 1.2."""
_NOTE_IN_FIRST: Final = {"appliesTo": "annotates", "category": "from", "priority": "priority"}


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
    from lxml import etree

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


def _begin(root: etree._Element, head: Head) -> etree._Element:
    from lxml import etree

    root.set("srcLang", head.source_language)
    root.set("trgLang", head.target_language)
    file = etree.SubElement(root, f"{{{CORE}}}file", {"id": "f1", _SPACE: "preserve"})
    if head.original:
        file.set("original", head.original)
    _metadata(file, "document", head.facts)
    return file


def _unit(file: etree._Element, name: str, unit: Unit) -> etree._Element:
    from lxml import etree

    element = etree.SubElement(file, f"{{{CORE}}}unit", id=name)
    if unit.proposals:
        holder = etree.SubElement(element, f"{{{_MATCHES}}}matches")
        for each in unit.proposals:
            facts = {
                "ref": f"#{_WHOLE}",
                "matchQuality": f"{100 * each.score:.1f}",
                "origin": legal(flat(each.origin)),
            }
            match = etree.SubElement(holder, f"{{{_MATCHES}}}match", facts)
            etree.SubElement(match, f"{{{CORE}}}source").text = unit.source
            etree.SubElement(match, f"{{{CORE}}}target").text = legal(each.text)
    _metadata(element, "bead", unit.facts)
    if unit.notes:
        notes = etree.SubElement(element, f"{{{CORE}}}notes")
        for note in unit.notes:
            etree.SubElement(notes, f"{{{CORE}}}note", _about(note)).text = note.text
    segment = etree.SubElement(element, f"{{{CORE}}}segment", state=unit.state)
    source = etree.SubElement(segment, f"{{{CORE}}}source")
    if unit.proposals:
        source = etree.SubElement(source, f"{{{CORE}}}mrk", id=_WHOLE, type="mtc:match")
    source.text = unit.source
    if unit.target is not None:
        etree.SubElement(segment, f"{{{CORE}}}target").text = unit.target
    return element


def _begin_first(root: etree._Element, head: Head) -> etree._Element:
    from lxml import etree

    facts = {
        "original": head.original or "unknown",  # it may not be left out
        "source-language": head.source_language,
        "target-language": head.target_language,
        "datatype": "plaintext",
        _SPACE: "preserve",
    }
    file = etree.SubElement(root, f"{{{FIRST}}}file", facts)
    _metadata(etree.SubElement(file, f"{{{FIRST}}}header"), "document", head.facts)
    return etree.SubElement(file, f"{{{FIRST}}}body")


def _unit_first(body: etree._Element, name: str, unit: Unit) -> etree._Element:
    from lxml import etree

    element = etree.SubElement(body, f"{{{FIRST}}}trans-unit", id=name)
    if unit.state == "reviewed":
        element.set("approved", "yes")
    etree.SubElement(element, f"{{{FIRST}}}source").text = unit.source
    if unit.target is not None:
        state = {"state": _IN_FIRST[unit.state]}
        etree.SubElement(element, f"{{{FIRST}}}target", state).text = unit.target
    for note in unit.notes:
        facts = {_NOTE_IN_FIRST[key]: value for key, value in _about(note).items()}
        etree.SubElement(element, f"{{{FIRST}}}note", facts).text = note.text
    for each in unit.proposals:
        facts = {"match-quality": f"{100 * each.score:.1f}", "origin": legal(flat(each.origin))}
        match = etree.SubElement(element, f"{{{FIRST}}}alt-trans", facts)
        etree.SubElement(match, f"{{{FIRST}}}source").text = unit.source
        etree.SubElement(match, f"{{{FIRST}}}target").text = legal(each.text)
    _metadata(element, "bead", unit.facts)
    return element


def _about(note: Note) -> dict[str, str]:
    """Return the attributes of a note, by their names in version 2."""
    stated = {"appliesTo": note.side, "category": note.category, "priority": note.priority}
    return {name: value for name, value in stated.items() if value}


def _metadata(parent: etree._Element, category: str, facts: Mapping[str, str] | None) -> None:
    from lxml import etree

    present = {name: value for name, value in (facts or {}).items() if value}
    if not present:
        return
    holder = etree.SubElement(parent, f"{{{METADATA}}}metadata")
    group = etree.SubElement(holder, f"{{{METADATA}}}metaGroup", category=f"aligner-{category}")
    for name, value in present.items():
        etree.SubElement(group, f"{{{METADATA}}}meta", type=name).text = value
