"""XLIFF: 2.1 and 1.2 written, 1.2 and 2.x read, ours and those of other programs.

A unit is a bead in two languages. An unconfirmed bead is `translated`, a confirmed
one `reviewed`, a gap `initial`. Labels, doubts and findings of the checks are notes, for
people; what a program needs to read the alignment back is in the Metadata module. The new draft of a
language has one unit per paragraph. Version 1.2 has no module for such facts; they are elements of another
namespace at the places where it allows them, and the same as in 2.1.
Characters that XML cannot hold have been replaced before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Final

from lxml import etree

from aligner.formats import bitext
from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit
from aligner.formats.cells import flat, legal
from aligner.formats.templates import fill
from aligner.formats.update.wording import action_name, proposed, request
from aligner.languages import get
from aligner.readers import untrusted_xml as xml
from aligner.revision.diff import diff
from aligner.values import EditTag, Finding, FormatError, InputError, Message, Severity, about, excerpt
from aligner.values.catalogue import load
from aligner.values.message import marked
from aligner.values.results import Checked
from aligner.values.update import Proposal, Update, UpdatedParagraph

DOUBTFUL: Final = 0.5
"""A note asks for a look at units with a lower score."""
_PRIORITY: Final = MappingProxyType(
    {Severity.ERROR: "1", Severity.WARNING: "3", Severity.INFO: "6", Severity.FORM: "9"}
)
"""How urgent a note is, from 1 (the most) to 10, by the severity of what was found."""
_CONFIRMED: Final = frozenset({"reviewed", "final", "signed-off"})

Notes = Mapping[int, Sequence[Finding]]
"""The findings in each unit."""
NO_FINDINGS: Final[Notes] = MappingProxyType({})


def parallel(result: Parallel, *, found: Notes = NO_FINDINGS, first: bool = False) -> bytes:
    """Return the file, in UTF-8, in version 2.1 or the first, 1.2.

    Args:
        result: the units.
        found: what the checks found in them.
        first: whether to write version 1.2.

    Raises:
        InputError: there are more than two languages, which XLIFF cannot hold.
    """
    if len(result.columns) != 2:
        raise InputError(Message("output.xliff_two"))
    source, target = result.columns
    about = {"title": result.title, "source": source.name, "target": target.name}
    drafts = {"source-draft": source.version, "target-draft": target.version}
    languages = source.language, target.language
    units = [
        _of_bead(unit, [_finding_note(finding, source.language) for finding in found.get(number, ())])
        for number, unit in enumerate(result.units)
    ]
    units = units or [_of_bead(ParallelUnit(((), ())), [])]
    return _written(languages, source.name, about | drafts, units, first=first)


def checked(result: Checked, *, language: str = "", first: bool = False) -> bytes:
    """Return the pivot and one other language, with what the checks found as notes on the units concerned.

    Args:
        result: a comparison and its findings.
        language: the one beside the pivot; needed where there are several.
        first: whether to write version 1.2.

    Raises:
        InputError: it is not said which of several languages is meant.
    """
    comparison = result.comparison
    pivot = comparison.pivot or comparison.languages[0]
    others = [language] if language else [each for each in comparison.languages if each != pivot]
    if len(others) != 1 or pivot in others:
        raise InputError(Message("output.xliff_beside", pivot=pivot))
    chosen = (pivot, others[0])
    units = {row: unit for unit, row in enumerate(bitext.rows_of(comparison, chosen))}
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        if finding.language in chosen:
            for row in finding.rows:
                if row in units:
                    found[units[row]].append(finding)
    return parallel(bitext.of_comparison(comparison, chosen), found=found, first=first)


def _of_bead(unit: ParallelUnit, found: Sequence[Note]) -> Unit:
    facts = {"score": f"{unit.score:.6f}"}
    if unit.moved:
        facts["moved"] = " ".join(map(str, unit.moved))
    for side, cell in zip(("source", "target"), unit.cells, strict=True):
        facts |= {f"{side}-segments": str(len(cell))} if len(cell) != 1 else {}
        facts |= {f"{side}-{name}": value for name, value in bitext.facts_of(cell)}
    source, target = unit.cells
    state = "reviewed" if unit.confirmed else "initial" if unit.is_gap else "translated"
    labels = " / ".join(filter(None, map(bitext.labels, unit.cells)))
    remarks = {"label": labels, "doubt": _doubt(unit)}
    notes = [*(Note(category, text) for category, text in remarks.items() if text), *found]
    return Unit(bitext.joined(source), bitext.joined(target) if target else None, state, notes, facts)


def _finding_note(found: Finding, source: str) -> Note:
    """Return a finding as a note on the side to review."""
    text = legal(flat(f"{found.severity.value}: {found.message}"))
    side = "source" if found.language == source else "target"
    return Note(legal(flat(found.check)), text, side, _PRIORITY[found.severity])


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


def read(data: bytes, name: str) -> Parallel:
    """Return the units of all files in it, in order.

    Raises:
        FormatError: it is no XLIFF, has no target language, or mixes languages.
        LanguageError: a language is not one of the document languages.
    """
    root = xml.parse(data, name)
    if xml.local(root) != "xliff":
        raise FormatError(
            Message("error.not_xliff", name=name, root=f"<{excerpt(xml.local(root))}>", wanted_root="<xliff>")
        )
    files = xml.children(root, "file")
    second = (root.get("version") or "").startswith("2")
    holders: Sequence[etree._Element] = [root] if second else files
    keys = ("srcLang", "trgLang") if second else ("source-language", "target-language")
    source, target = _languages([(each.get(keys[0]), each.get(keys[1])) for each in holders], keys[1], name)
    about = _facts((xml.children(files[0], "header") or files)[0]) if files else {}
    columns = (
        Column(source, about.get("source-draft", ""), about.get("source", "")),
        Column(target, about.get("target-draft", ""), about.get("target", "")),
    )
    units = tuple(_second(root) if second else _first(root))
    filled = tuple(unit for unit in units if any(unit.cells))
    return Parallel(columns, filled, about.get("title", ""), notes=tuple(_left_out(root, name)))


def _left_out(root: etree._Element, name: str) -> Iterator[Message]:
    units = xml.descendants(root, "trans-unit")
    sides = (each for unit in units for side in ("source", "target") for each in xml.children(unit, side))
    yield from xml.sub_flows(sides, name)
    yield from xml.remarks(root, name)
    embedded = [element for kind in ("internal-file", "skeleton") for element in xml.descendants(root, kind)]
    if any((element.text or "").strip() for element in embedded):
        yield about(name, Message("files.original"))


def _languages(named: Sequence[tuple[str | None, str | None]], key: str, name: str) -> tuple[str, str]:
    """Return the two languages of all files; `en-US` and `en-GB`, which one bundle may have, are one."""
    if any(not target for _, target in named):
        raise FormatError.about(name, "import.no_target", key=key)
    pairs = {(get(source or "").code, get(target or "").code) for source, target in named}
    if len(pairs) != 1:
        raise FormatError.about(name, "import.language_pairs", pairs=len(pairs))
    return pairs.pop()


def _second(root: etree._Element) -> Iterator[ParallelUnit]:
    """XLIFF 2: a unit's segments, each a bead, divided as our own metadata states."""
    for unit in xml.descendants(root, "unit"):
        stated = _facts(unit)
        for segment in xml.children(unit, "segment"):
            yield _as_stated(segment, stated, confirmed=(segment.get("state") or "") in _CONFIRMED)


def _as_stated(holder: etree._Element, stated: dict[str, str], *, confirmed: bool) -> ParallelUnit:
    """Return the unit of an element with both sides, divided as our metadata states."""
    cells = tuple(_cell_of(holder, side, stated) for side in ("source", "target"))
    score, moved = bitext.score(stated.get("score")), bitext.whole_numbers(stated.get("moved"))
    return ParallelUnit(cells, score, confirmed, moved)


def _cell_of(segment: etree._Element, side: str, stated: dict[str, str]) -> Cell:
    elements = xml.children(segment, side)
    if not elements:
        return ()
    text = xml.text_of(elements[0], codes=False)
    text = text if stated else xml.tidy(text)
    own = {key.removeprefix(f"{side}-"): value for key, value in stated.items() if key.startswith(side)}
    return bitext.cell(text, own) if text or stated else ()


def _facts(element: etree._Element) -> dict[str, str]:
    """Return our metadata of a file or a unit; empty in files of other programs."""
    return {
        meta.get("type") or "": meta.text or ""
        for holder in xml.children(element, "metadata")
        for group in xml.children(holder, "metaGroup")
        if (group.get("category") or "").startswith("aligner-")
        for meta in xml.children(group, "meta")
    }


def _first(root: etree._Element) -> Iterator[ParallelUnit]:
    """XLIFF 1.2: the units of translation, by their segments where both sides mark them."""
    for unit in xml.descendants(root, "trans-unit"):
        if stated := _facts(unit):  # written by this program
            yield _as_stated(unit, stated, confirmed=unit.get("approved") == "yes")
            continue
        source, target, cut = (xml.children(unit, name) for name in ("source", "target", "seg-source"))
        if not source:
            continue
        state = (target[0].get("state") or "") if target else ""
        approved = unit.get("approved") == "yes" or state in _CONFIRMED
        marked = [_marked(element) for element in (cut[:1] + target[:1])]
        if len(marked) == 2 and marked[0].keys() == marked[1].keys() and marked[0]:
            pairs = [(text, marked[1][key]) for key, text in marked[0].items()]
        else:
            pairs = [(xml.text_of(source[0]), xml.text_of(target[0]) if target else "")]
        for ours, theirs in pairs:
            yield ParallelUnit((_plain(ours), _plain(theirs)), confirmed=approved)


def _marked(element: etree._Element) -> dict[str, str]:
    return {
        mark.get("mid") or "": xml.text_of(mark)
        for mark in xml.descendants(element, "mrk")
        if mark.get("mtype") == "seg"
    }


def _plain(text: str) -> Cell:
    return (bitext.piece(xml.tidy(text)),) if text.strip() else ()


def units(result: Update, *, first: bool = False) -> bytes:
    """Return the file, in UTF-8, in version 2.1 or the first, 1.2.

    Deleted paragraphs are left out, since nobody has to translate them.
    """
    original = legal(flat(result.pivot_new.source))
    languages = result.pivot_new.language, result.language
    found = [_updated_unit(paragraph, result) for paragraph in result.kept]
    return _written(languages, original, {}, found or [Unit("", None, "initial")], first=first)


parallel_first = partial(parallel, first=True)
checked_first = partial(checked, first=True)
units_first = partial(units, first=True)
"""Write the same in version 1.2."""


def _updated_unit(paragraph: UpdatedParagraph, result: Update) -> Unit:
    return Unit(
        legal(result.pivot_new.joined(paragraph.pivot_new)),
        legal(paragraph.text) if paragraph.text else None,
        "translated" if paragraph.certain else "initial",
        _notes(paragraph, result),
        proposals=[] if paragraph.text else [each for ask in paragraph.asks for each in ask.proposals],
    )


def _notes(paragraph: UpdatedParagraph, result: Update) -> list[Note]:
    words = load()
    notes = [("action", action_name(paragraph.action, words))]
    notes += [("label", paragraph.label)] if paragraph.label else []
    before = result.pivot_old.joined(paragraph.pivot_old)
    after = result.pivot_new.joined(paragraph.pivot_new)
    if before and before != after and not paragraph.certain:
        notes.append(("change", _redline(before, after, result.pivot_old.language)))
    for ask in paragraph.asks:
        notes.append(("ask", f"{request(ask.what, words)} {ask.pivot}".rstrip()))
        notes += [("proposal", proposed(proposal, words)) for proposal in ask.proposals if paragraph.text]
    return [Note(category, legal(flat(text))) for category, text in notes]


def _redline(before: str, after: str, language: str) -> str:
    """Return both texts as one, with the edits marked."""
    return "".join(
        edit.new.of(after) if edit.tag is EditTag.EQUAL else marked(edit.old.of(before), edit.new.of(after))
        for edit in diff(before, after, language)
    )


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
    facts: Mapping[str, str] = field(default_factory=dict)
    proposals: Sequence[Proposal] = ()


def _written(
    languages: tuple[str, str], original: str, facts: Mapping[str, str], units: Sequence[Unit], *, first: bool
) -> bytes:
    """Return the file, in UTF-8.

    Args:
        languages: of the source and of the target.
        original: the name of the original.
        facts: for programs.
        units: its units; a file without any is not valid.
        first: whether to write version 1.2 rather than 2.1.
    """
    made = fill(
        "xliff.xml",
        languages=languages,
        original=original,
        facts=facts,
        units=units,
        first=first,
        has_facts=any(any(each.values()) for each in (facts, *(unit.facts for unit in units))),
        has_proposals=any(unit.proposals for unit in units),
        states=_IN_FIRST,
        flat=flat,
        legal=legal,
    )
    return made.encode("utf-8")
