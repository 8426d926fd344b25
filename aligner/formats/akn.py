"""Akoma Ntoso 3.0 in the manner of the United Nations profile. Experimental.

A resolution becomes a `statement`: preface, preamble with recitals, numbered paragraphs with their
points, footnotes as authorial notes. Two drafts become the newer one with the changes as passive
modifications; paragraphs that amend another text are active ones. A date that the standard requires and
the document lacks is `0001-01-01`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aligner.formats.akn_changes import AKN, NO_DATE, SOURCE, ActiveMod, analysis, work
from aligner.formats.cells import legal
from aligner.languages import get
from aligner.languages.amending import amending
from aligner.values import Document, NoteMark, Segment, SegmentKind, Span
from aligner.values.results import RevisedPair

if TYPE_CHECKING:
    from lxml import etree


def document(result: Document) -> bytes:
    """Write one resolution; if it amends another text, the analysis records how."""
    return _Writer(result).finished()


def revision(result: RevisedPair) -> bytes:
    """Write the newer draft, with the changes in its analysis."""
    return _Writer(result.new, result).finished()


class _Writer:
    """Builds one document; every segment gets an `eId` by which changes can name it."""

    def __init__(self, document: Document, revised: RevisedPair | None = None) -> None:
        from lxml import etree

        self.document = document
        self.language = get(document.language).three_letter[0]
        self.etree = etree
        self.ids: dict[int, str] = {}
        self.active: list[ActiveMod] = []
        self._notes = 0
        self._noted: set[str] = set()
        self.root: etree._Element = etree.Element(
            f"{{{AKN}}}akomaNtoso",
            nsmap={None: AKN},  # type: ignore[dict-item]  # None is the default namespace
        )
        body = self._add(self.root, "statement", name="resolution")
        self.meta = self._add(body, "meta")
        self._identification()
        references = self._references()
        self._structure(body)
        found = analysis(document, self.active, revised, self.ids)
        if found is not None:
            references.addprevious(found)

    def finished(self) -> bytes:
        """Return the document in UTF-8."""
        made: bytes = self.etree.tostring(self.root, encoding="UTF-8", xml_declaration=True)
        return made + b"\n"

    def _add(
        self, parent: etree._Element, name: str, text: str | None = None, /, **attributes: str
    ) -> etree._Element:
        element = self.etree.SubElement(parent, f"{{{AKN}}}{name}")
        for key, value in attributes.items():
            element.set(key, legal(value))
        if text is not None:
            element.text = legal(text)
        return element

    # -- identification -------------------------------------------------------

    def _identification(self) -> None:
        head = self.document.masthead
        named = work(head.symbol or self.document.source or "unknown", head.date)
        expression = f"{named}/{self.language}@{quote(legal(self.document.version), safe='')}"
        holder = self._add(self.meta, "identification", source=SOURCE)
        for name, address in (
            ("FRBRWork", named),
            ("FRBRExpression", expression),
            ("FRBRManifestation", f"{expression}.xml"),
        ):
            level = self._add(holder, name)
            self._add(level, "FRBRthis", value=f"{address}/!main" if name == "FRBRWork" else address)
            self._add(level, "FRBRuri", value=address)
            self._add(level, "FRBRdate", date=head.date or NO_DATE, name="issued" if head.date else "unknown")
            self._add(level, "FRBRauthor", href="#un")
            if name == "FRBRWork":
                self._add(level, "FRBRcountry", value="un")
            if name == "FRBRExpression":
                self._add(level, "FRBRlanguage", language=self.language)

    def _references(self) -> etree._Element:
        holder = self._add(self.meta, "references", source=SOURCE)
        for key, address, shown in (
            ("un", "/ontology/organization/un", "United Nations"),
            ("aligner", "/ontology/software/aligner", "aligner"),
        ):
            self._add(holder, "TLCOrganization", eId=key, href=address, showAs=shown)
        return holder

    # -- content --------------------------------------------------------------

    def _structure(self, body: etree._Element) -> None:
        segments = self.document.segments
        first = next((n for n, s in enumerate(segments) if s.kind in _OPENING), len(segments))
        main = next((n for n, s in enumerate(segments) if n >= first and s.kind not in _PREAMBLE), first)
        if first == len(segments):  # no resolution: all of it is the body
            first = main = next((n for n, s in enumerate(segments) if s.kind not in _HEADS), 0)
        parts: tuple[tuple[str, Iterable[int], Callable[[etree._Element, Iterable[int]], None]], ...] = (
            ("preface", range(first), self._preface),
            ("preamble", range(first, main), self._preamble),
            ("mainBody", range(main, len(segments)), self._main),
        )
        for name, indices, fill in parts:
            if name == "mainBody" or indices:
                fill(self._add(body, name, eId="body" if name == "mainBody" else name), indices)

    def _preface(self, parent: etree._Element, indices: Iterable[int]) -> None:
        for index in indices:
            element = self._paragraph(parent, index, f"preface__p_{index + 1}", own=True)
            if self.document.segments[index].kind is SegmentKind.TITLE:
                title = self.etree.Element(f"{{{AKN}}}docTitle")
                title.text, element.text = element.text, None
                title.extend(list(element))
                element.append(title)

    def _preamble(self, parent: etree._Element, indices: Iterable[int]) -> None:
        recitals: etree._Element | None = None
        count = 0
        for index in indices:
            if self.document.segments[index].kind is SegmentKind.ENACTING:
                formula = self._add(parent, "formula", name="enactingFormula", eId=f"formula_{index + 1}")
                self._paragraph(formula, index, f"formula_{index + 1}")
                continue
            if recitals is None:
                recitals = self._add(parent, "recitals", eId="recs")
            count += 1
            key = f"recs__rec_{count}"
            self._paragraph(self._add(recitals, "recital", eId=key), index, key)

    def _main(self, parent: etree._Element, indices: Iterable[int]) -> None:
        """Write operative paragraphs, each with the points that follow it, and anything else in order."""
        current: etree._Element | None = None
        key, points, paragraphs = "", 0, 0
        for index in indices:
            segment = self.document.segments[index]
            if segment.kind is SegmentKind.ITEM and current is not None:
                points += 1
                _open_for_points(current)
                own = f"{key}__point_{points}"
                self._numbered(self._add(current, "point", eId=own), segment, index, own)
                continue
            paragraphs += 1
            points, key = 0, f"para_{paragraphs}"
            current = self._add(parent, "paragraph", eId=key)
            self._numbered(current, segment, index, key)
        if current is None:  # a body without a paragraph is not valid
            self._add(self._add(self._add(parent, "paragraph", eId="para_1"), "content"), "p")

    def _numbered(self, parent: etree._Element, segment: Segment, index: int, key: str) -> None:
        if segment.label:
            self._add(parent, "num", segment.label)
        self._paragraph(self._add(parent, "content"), index, key)

    def _paragraph(
        self, parent: etree._Element, index: int, key: str, *, own: bool = False
    ) -> etree._Element:
        """Write a segment as a `p`, with footnotes in the place of their marks and its amendment as `mod`."""
        self.ids[index] = key
        element = self._add(parent, "p", **({"eId": key} if own else {}))
        segment = self.document.segments[index]
        found = amending(self.document.text_of(index), self.document.language)
        marks = list(segment.marks)
        if found is None:
            self._run(element, segment.span, marks)
            return element
        mod = self._add(element, "mod", eId=f"{key}__mod_1")
        quotes: dict[tuple[int, int], str] = {}
        at = segment.span.start
        for number, quoted in enumerate(sorted(filter(None, (found.old, found.new, found.context))), start=1):
            span = Span(*quoted).shifted(segment.span.start)
            self._run(mod, Span(at, span.start), marks)
            quotes[quoted] = f"{key}__mod_1__qtext_{number}"
            self._run(self._add(mod, "quotedText", eId=quotes[quoted]), span, marks)
            at = span.stop
        self._run(mod, Span(at, segment.span.stop), marks)
        self.active.append(ActiveMod(f"{key}__mod_1", found, quotes))
        return element

    def _run(self, parent: etree._Element, span: Span, marks: list[NoteMark]) -> None:
        """Write a stretch of text with the notes marked in it, removing their marks from the list."""
        at = span.start
        while marks and marks[0].position <= span.stop:
            mark = marks.pop(0)
            _append(parent, legal(self.document.text[at : mark.position]))
            at = max(at, mark.position)
            self._note(parent, mark.mark)
        _append(parent, legal(self.document.text[at : span.stop]))

    def _note(self, parent: etree._Element, mark: str) -> etree._Element:
        """Write a note: with its text at its first mark, empty at later ones."""
        self._notes += 1
        element = self._add(
            parent, "authorialNote", marker=mark, placement="bottom", eId=f"authorialNote_{self._notes}"
        )
        texts = [note.text for note in self.document.footnotes if note.mark == mark]
        self._add(element, "p", texts[0] if texts and mark not in self._noted else "")
        self._noted.add(mark)
        return element


_PREAMBLE: Final = frozenset({SegmentKind.ENACTING, SegmentKind.PREAMBULAR})
_OPENING: Final = frozenset({*_PREAMBLE, SegmentKind.OPERATIVE})
_HEADS: Final = frozenset({SegmentKind.TITLE, SegmentKind.HEADING})


def _open_for_points(paragraph: etree._Element) -> None:
    """Turn a paragraph's content into the introduction of the points that follow it."""
    for child in paragraph:
        if isinstance(child.tag, str) and child.tag.endswith("}content"):
            child.tag = re.sub("content$", "intro", child.tag)


def _append(parent: etree._Element, text: str) -> None:
    """Append text after the content an element already has."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
