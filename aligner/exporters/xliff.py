"""XLIFF 2.1: two languages, one unit a bead, for translation programs.

A bead that nobody confirmed is `translated`, a confirmed one `reviewed`, a gap `initial`.
Labels and doubts are notes, for people; what a program needs to read the alignment back
is in the Metadata module. A character that XML cannot hold was replaced beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligner.errors import InputError
from aligner.exporters.tmx import facts_of
from aligner.parallel import Parallel, ParallelUnit, joined, labels

if TYPE_CHECKING:
    from lxml import etree

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
DOUBTFUL: Final = 0.5
"""A score below which a note asks a person to look."""


def parallel(result: Parallel) -> bytes:
    """The file, in UTF-8.

    Raises:
        InputError: there are more than two languages, which XLIFF cannot hold.
    """
    from lxml import etree

    if len(result.columns) != 2:
        raise InputError("XLIFF holds two languages; choose .tmx for more")
    source, target = result.columns
    root: etree._Element = etree.Element(
        f"{{{CORE}}}xliff",
        {"version": "2.1", "srcLang": source.language, "trgLang": target.language},
        nsmap={None: CORE, "mda": METADATA},  # type: ignore[dict-item]  # None is the default namespace
    )
    file = etree.SubElement(root, f"{{{CORE}}}file", {"id": "f1", SPACE: "preserve"})
    if source.name:
        file.set("original", source.name)
    about = {"title": result.title, "source": source.name, "target": target.name}
    drafts = {"source-draft": source.version, "target-draft": target.version}
    _metadata(file, "document", about | drafts)
    for number, unit in enumerate(result.units, start=1):
        _unit(file, number, unit)
    if not result.units:  # a file without a unit is not valid
        _unit(file, 1, ParallelUnit(((), ())))
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _unit(file: etree._Element, number: int, unit: ParallelUnit) -> None:
    from lxml import etree

    element = etree.SubElement(file, f"{{{CORE}}}unit", id=f"u{number}")
    element.tail = "\n"
    facts = {"score": f"{unit.score:.6f}"}
    if unit.moved:
        facts["moved"] = " ".join(map(str, unit.moved))
    for side, cell in zip(("source", "target"), unit.cells, strict=True):
        facts |= {f"{side}-segments": str(len(cell))} if len(cell) != 1 else {}
        facts |= {f"{side}-{name}": value for name, value in facts_of(cell)}
    _metadata(element, "bead", facts)
    _notes(element, unit)
    segment = etree.SubElement(element, f"{{{CORE}}}segment", state=_state(unit))
    for side, cell in zip(("source", "target"), unit.cells, strict=True):
        if side == "source" or cell:
            etree.SubElement(segment, f"{{{CORE}}}{side}").text = joined(cell)


def _state(unit: ParallelUnit) -> str:
    if unit.confirmed:
        return "reviewed"
    return "initial" if unit.is_gap else "translated"


def _metadata(parent: etree._Element, category: str, facts: dict[str, str]) -> None:
    from lxml import etree

    told = {name: value for name, value in facts.items() if value}
    if not told:
        return
    holder = etree.SubElement(parent, f"{{{METADATA}}}metadata")
    group = etree.SubElement(holder, f"{{{METADATA}}}metaGroup", category=f"aligner-{category}")
    for name, value in told.items():
        etree.SubElement(group, f"{{{METADATA}}}meta", type=name).text = value


def _notes(parent: etree._Element, unit: ParallelUnit) -> None:
    from lxml import etree

    told = [
        (category, text)
        for category, text in (
            ("label", " / ".join(filter(None, map(labels, unit.cells)))),
            ("doubt", _doubt(unit)),
        )
        if text
    ]
    if told:
        holder = etree.SubElement(parent, f"{{{CORE}}}notes")
        for category, text in told:
            etree.SubElement(holder, f"{{{CORE}}}note", category=category).text = text


def _doubt(unit: ParallelUnit) -> str:
    if unit.confirmed:
        return ""
    if unit.moved:
        return "The passage stands elsewhere in the other language."
    if not all(unit.cells):
        return "The other language has nothing here."
    if unit.score < DOUBTFUL:
        return f"Low confidence ({unit.score:.2f}); a person should look."
    return ""
