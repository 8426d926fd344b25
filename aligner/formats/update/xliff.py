"""The new draft as XLIFF 2.1: one unit per paragraph, for any CAT tool.

A certain paragraph is `translated`, any other `initial`. The pivot's changes are notes. Proposals for a
new paragraph are matches of the Translation Candidates module; those for words inside a paragraph
are notes, since a CAT tool may put a match in the place of the whole paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligner.formats.cells import flat, legal
from aligner.formats.update.wording import action_name, proposed, request
from aligner.formats.xliff import CORE, SPACE
from aligner.revision.diff import diff
from aligner.values import EditTag, Proposal, Update, UpdatedParagraph
from aligner.values.catalogue import load
from aligner.values.quotation import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

_MATCHES: Final = "urn:oasis:names:tc:xliff:matches:2.0"
_WHOLE: Final = "m1"
"""The id of the marker around a unit's source, to which its matches refer."""


def units(result: Update) -> bytes:
    """Return the file, in UTF-8; deleted paragraphs are left out, since nobody has to translate them."""
    from lxml import etree

    root: etree._Element = etree.Element(
        f"{{{CORE}}}xliff",
        {"version": "2.1", "srcLang": result.pivot_new.language, "trgLang": result.language},
        nsmap={None: CORE, "mtc": _MATCHES},  # type: ignore[dict-item]  # None is the default namespace
    )
    file = etree.SubElement(root, f"{{{CORE}}}file", {"id": "f1", SPACE: "preserve"})
    if result.pivot_new.source:
        file.set("original", legal(flat(result.pivot_new.source)))
    for number, each in enumerate(result.kept, start=1):
        _unit(file, number, each, result)
    if not result.kept:  # a file without a unit is not valid
        segment = etree.SubElement(etree.SubElement(file, f"{{{CORE}}}unit", id="u1"), f"{{{CORE}}}segment")
        etree.SubElement(segment, f"{{{CORE}}}source")
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _unit(file: etree._Element, number: int, paragraph: UpdatedParagraph, result: Update) -> None:
    from lxml import etree

    element = etree.SubElement(file, f"{{{CORE}}}unit", id=f"u{number}")
    element.tail = "\n"
    source = legal(result.pivot_new.joined(paragraph.pivot_new))
    is_new = not paragraph.text
    proposals = [each for ask in paragraph.asks for each in ask.proposals] if is_new else []
    if proposals:
        _matches(element, proposals, source)
    _notes(element, paragraph, result)
    state = "translated" if paragraph.certain else "initial"
    segment = etree.SubElement(element, f"{{{CORE}}}segment", state=state)
    holder = etree.SubElement(segment, f"{{{CORE}}}source")
    if proposals:
        holder = etree.SubElement(holder, f"{{{CORE}}}mrk", id=_WHOLE, type="mtc:match")
    holder.text = source
    if paragraph.text:
        etree.SubElement(segment, f"{{{CORE}}}target").text = legal(paragraph.text)


def _matches(element: etree._Element, proposals: Sequence[Proposal], source: str) -> None:
    """Write proposals; their source is the pivot's new text, since no closer source is known."""
    from lxml import etree

    holder = etree.SubElement(element, f"{{{_MATCHES}}}matches")
    for each in proposals:
        match = etree.SubElement(
            holder,
            f"{{{_MATCHES}}}match",
            {
                "ref": f"#{_WHOLE}",
                "matchQuality": f"{100 * each.score:.1f}",
                "origin": legal(flat(each.origin)),
            },
        )
        etree.SubElement(match, f"{{{CORE}}}source").text = source
        etree.SubElement(match, f"{{{CORE}}}target").text = legal(each.text)


def _notes(element: etree._Element, paragraph: UpdatedParagraph, result: Update) -> None:
    from lxml import etree

    words = load()
    notes = [("action", action_name(paragraph.action, words))]
    notes += [("label", paragraph.label)] if paragraph.label else []
    before, after = (
        item.joined(indices)
        for item, indices in (
            (result.pivot_old, paragraph.pivot_old),
            (result.pivot_new, paragraph.pivot_new),
        )
    )
    if before and before != after and not paragraph.certain:
        notes.append(("change", _redline(before, after, result.pivot_old.language)))
    for ask in paragraph.asks:
        notes.append(("ask", f"{request(ask.what, words)} {ask.pivot}".rstrip()))
        notes += [("proposal", proposed(each, words)) for each in ask.proposals if paragraph.text]
    holder = etree.SubElement(element, f"{{{CORE}}}notes")
    for category, text in notes:
        etree.SubElement(holder, f"{{{CORE}}}note", category=category).text = legal(flat(text))


def _redline(before: str, after: str, language: str) -> str:
    """Return both texts as one, with the edits marked."""
    return "".join(
        edit.new.of(after) if edit.tag is EditTag.EQUAL else marked(edit.old.of(before), edit.new.of(after))
        for edit in diff(before, after, language)
    )
