"""Footnotes of a web page: links that look like note marks, and their targets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lxml import etree

from aligner.values import Span
from aligner.values.extract import Extract, LineRole

NOTE_ARROWS: Final = frozenset({"↩", "↩︎", "⏎", "↑", "^", "[↩]", "⤴"})
_MARK: Final = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?")
_NOTE_ID: Final = re.compile(r"(?:sd)?(?:fn|ftn|edn|footnote|endnote|note)[-_:]?\d+", re.IGNORECASE)
_NOTE_STYLE: Final = re.compile(r"mso-element\s*:\s*(?:foot|end)note(?!-)", re.IGNORECASE)
"""The id and the style of a `div` around one whole note, as Word and LibreOffice write them."""

_NOTE_NAME: Final = re.compile(r"fn|note|ftn|foot|endn|edn|cite", re.IGNORECASE)
"""What the names of footnotes contain in the programs that write them."""


def mark_of(element: etree._Element, shown: str) -> str | None:
    """Return the note mark that a link shows, or None if it does not refer to a note.

    Args:
        element: an `<a>` or `<sup>`.
        shown: its text.
    """
    match = _MARK.fullmatch(shown.strip())
    if match is None:
        return None
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None:
        return None
    target = link.get("href") or ""
    raised = (
        element.tag == "sup"
        or any(parent.tag == "sup" for parent in element.iterancestors("sup", "p"))
        or any((inner.text or "").strip() == shown.strip() for inner in element.iter("sup"))
    )
    if link.get("role") == "doc-noteref" or (
        target.startswith("#") and (raised or _NOTE_NAME.search(target))
    ):
        return match.group(1)
    return None


def find_notes(root: etree._Element) -> dict[etree._Element, str]:
    """Return the elements that note marks link to, with their marks.

    A mark and its note link to each other; the later of the two on the page is the note.
    """
    order: dict[etree._Element, int] = {}
    named: dict[str, etree._Element] = {}
    links: list[etree._Element] = []
    for position, element in enumerate(root.iter(etree.Element)):
        order[element] = position
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                named.setdefault(name, element)
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            links.append(element)
    notes: dict[etree._Element, str] = {}
    for link in links:
        shown = "".join(text for text in link.itertext() if isinstance(text, str))
        mark = mark_of(link, shown)
        target = named.get((link.get("href") or "")[1:])
        if mark is not None and target is not None and order[target] > order[link]:
            notes.setdefault(_whole_note(target), mark)
    return notes


def set_raised_apart(extract: Extract) -> Extract:
    """Make notes of the lines that begin with a raised mark to which a line above refers.

    Pages without links between marks and notes have them at the end of the text or of a section.
    Letters are the marks of tables, whose notes stay with them.
    """
    lines = list(extract.lines)
    referred: set[str] = set()
    for number, line in enumerate(lines):
        text = extract.text_of(line)
        indent = len(text) - len(text.lstrip())
        at = line.span.start + indent
        opening = next(
            (each for each in line.marks if each.span.start == at and not each.mark.isalpha()), None
        )
        rest = extract.text[opening.span.stop : line.span.stop] if opening is not None else ""
        if opening is None or opening.mark not in referred or line.role is not LineRole.BODY or line.cells:
            referred |= {mark.mark for mark in line.marks if mark is not opening}
        elif rest.strip():
            span = Span(line.span.stop - len(rest.lstrip()), line.span.stop)
            marks = tuple(mark for mark in line.marks if mark is not opening)
            lines[number] = replace(
                line, span=span, role=LineRole.FOOTNOTE, note_mark=opening.mark, marks=marks, label=None
            )
            referred.discard(opening.mark)
    return replace(extract, lines=tuple(lines))


def _whole_note(target: etree._Element) -> etree._Element:
    """Return the element around all paragraphs of a note whose mark links to a point in the first."""
    for around in target.iterancestors("div"):
        if _NOTE_ID.fullmatch(around.get("id") or "") or _NOTE_STYLE.search(around.get("style") or ""):
            return around
    return target
