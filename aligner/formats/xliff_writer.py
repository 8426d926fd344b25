"""XLIFF 2.1: two languages, one unit a bead, for translation programs.

A bead that nobody confirmed is `translated`, a confirmed one `reviewed`, a gap `initial`.
Labels, doubts and what checks found are notes, for people; what a program needs to read
the alignment back is in the Metadata module. A character that XML cannot hold was replaced
beforehand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from aligner.formats.bitext import Parallel, ParallelUnit, joined, labels, of_comparison, rows_of
from aligner.formats.cells import flat, legal
from aligner.formats.tmx_writer import facts_of
from aligner.values import Finding, Severity
from aligner.values.errors import InputError
from aligner.values.results import Checked

if TYPE_CHECKING:
    from lxml import etree

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
DOUBTFUL: Final = 0.5
"""A score below which a note asks a person to look."""
_PRIORITY: Final = MappingProxyType(
    {Severity.ERROR: "1", Severity.WARNING: "3", Severity.INFO: "6", Severity.FORM: "9"}
)
"""How urgent a note is, from 1 (the most) to 10, by the severity of what was found."""

Note = tuple[dict[str, str], str]
"""The attributes of a note and its text."""

Notes = Mapping[int, Sequence[Finding]]
"""By unit, what was found in it."""


def parallel(result: Parallel) -> bytes:
    """The file, in UTF-8.

    Raises:
        InputError: there are more than two languages, which XLIFF cannot hold.
    """
    return _file(result, {})


def checked(result: Checked, *, language: str = "") -> bytes:
    """The pivot and one other language, with what the checks found as notes on the units concerned.

    Args:
        result: a comparison and its findings.
        language: the one beside the pivot; needed where there are several.

    Raises:
        InputError: it is not said which of several languages is meant.
    """
    comparison = result.comparison
    pivot = comparison.pivot or comparison.languages[0]
    others = [language] if language else [each for each in comparison.languages if each != pivot]
    if len(others) != 1 or pivot in others:
        raise InputError(
            f"XLIFF holds two languages; choose the one beside {pivot} with --lang, or write .xlsx"
        )
    chosen = (pivot, others[0])
    units = {row: unit for unit, row in enumerate(rows_of(comparison, chosen))}
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        if finding.language in chosen:
            for row in finding.rows:
                if row in units:
                    found[units[row]].append(finding)
    return _file(of_comparison(comparison, chosen), found)


def _file(result: Parallel, found: Notes) -> bytes:
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
    for number, unit in enumerate(result.units):
        notes = [*_remarks(unit), *(_told(each, source.language) for each in found.get(number, ()))]
        _unit(file, number + 1, unit, notes)
    if not result.units:  # a file without a unit is not valid
        _unit(file, 1, ParallelUnit(((), ())), [])
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _unit(file: etree._Element, number: int, unit: ParallelUnit, notes: Sequence[Note]) -> None:
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
    if notes:
        holder = etree.SubElement(element, f"{{{CORE}}}notes")
        for attributes, text in notes:
            etree.SubElement(holder, f"{{{CORE}}}note", attributes).text = text
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


def _remarks(unit: ParallelUnit) -> list[Note]:
    told = (("label", " / ".join(filter(None, map(labels, unit.cells)))), ("doubt", _doubt(unit)))
    return [({"category": category}, text) for category, text in told if text]


def _told(found: Finding, source: str) -> Note:
    """What a check found, as a note on the side that has to be looked at."""
    side = "source" if found.language == source else "target"
    facts = {"appliesTo": side, "category": legal(flat(found.check)), "priority": _PRIORITY[found.severity]}
    return facts, legal(flat(f"{found.severity.value}: {found.message}"))


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
