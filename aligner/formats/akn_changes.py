"""The analysis of an Akoma Ntoso document: what it changes elsewhere, and what was changed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aligner.formats.cells import legal
from aligner.formats.tmx import XML_LANG
from aligner.languages.amending import Amending, Amends
from aligner.values import Change, ChangeKind, Document
from aligner.values.document_symbol import symbols_in
from aligner.values.results import RevisedPair

if TYPE_CHECKING:
    from lxml import etree

AKN: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
XHTML: Final = "http://www.w3.org/1999/xhtml"
SOURCE: Final = "#aligner"
NO_DATE: Final = "0001-01-01"
_PASSIVE: Final = {
    ChangeKind.INSERTED: "insertion",
    ChangeKind.DELETED: "repeal",
    ChangeKind.EDITED: "substitution",
    ChangeKind.MOVED: "renumbering",
    ChangeKind.MOVED_EDITED: "substitution",
    ChangeKind.SPLIT: "split",
    ChangeKind.MERGED: "join",
    ChangeKind.RENUMBERED: "renumbering",
}
_ACTIVE: Final = {
    Amends.REPLACE: "substitution",
    Amends.INSERT: "insertion",
    Amends.DELETE: "repeal",
    Amends.MOVE: "renumbering",
    Amends.SPLIT: "split",
    Amends.JOIN: "join",
}
_WHERE: Final = {Amends.SPLIT: "inside", Amends.JOIN: "end"}
"""The end of a paragraph at which a change cuts or extends it."""


@dataclass(frozen=True, slots=True)
class ActiveMod:
    """A paragraph that amends another text: its `mod`, what it does, and the ids of what it quotes."""

    key: str
    amending: Amending
    quotes: Mapping[tuple[int, int], str]


def work(symbol: str, date: str | None = None) -> str:
    """Return the address of a resolution, the same in every language; the standard requires its date in it.

    >>> work("A/C.3/71/L.10", "2016-10-28")
    '/akn/un/statement/resolution/2016-10-28/A%2FC.3%2F71%2FL.10'
    """
    return f"/akn/un/statement/resolution/{date or NO_DATE}/{quote(legal(symbol), safe='')}"


def analysis(
    document: Document, active: Sequence[ActiveMod], revised: RevisedPair | None, ids: Mapping[int, str]
) -> etree._Element | None:
    """Describe what the document changes and what was changed in it; None if there is neither.

    Args:
        document: the document.
        active: its paragraphs that amend another text.
        revised: it and its earlier draft, where there is one.
        ids: by segment, the `eId` of what holds it.
    """
    from lxml import etree

    changes = [] if revised is None else [c for c in revised.revision.changes if c.kind in _PASSIVE]
    if not active and not changes:
        return None
    holder = etree.Element(f"{{{AKN}}}analysis", source=SOURCE)
    if active:
        parent = _add(holder, "activeModifications")
        target = work(next(_amended(document), "unknown"))
        for number, each in enumerate(active, start=1):
            _active(parent, f"amod_{number}", each, target)
    if changes and revised is not None:
        parent = _add(holder, "passiveModifications")
        for number, change in enumerate(changes, start=1):
            _passive(parent, f"pmod_{number}", change, revised, ids)
    return holder


def _amended(document: Document) -> Iterator[str]:
    """Yield the symbols a document names, except its own; the first is that of the text it amends."""
    for text in document.texts():
        yield from (symbol for symbol in symbols_in(text) if symbol != document.masthead.symbol)


def _active(parent: etree._Element, key: str, each: ActiveMod, target: str) -> None:
    found = each.amending
    made = _add(parent, "textualMod", type=_ACTIVE[found.action], eId=key)
    _add(made, "source", href=f"#{each.key}", eId=f"{key}__source")
    address = f"{target}/!main~{_portion(found.place)}" if found.place else target
    destination = _add(made, "destination", href=address, eId=f"{key}__destination")
    if found.action is Amends.INSERT:
        destination.set("pos", "inside" if found.context else "after")
    elif found.action in _WHERE:
        destination.set("pos", _WHERE[found.action])
    for name, span in (("old", found.old), ("new", found.new)):
        if span is not None:
            _add(made, name, href=f"#{each.quotes[span]}")


def _portion(place: str) -> str:
    """Return the `eId` that a cited paragraph would have.

    >>> _portion("OP5"), _portion("PP2"), _portion("7 bis")
    ('para_5', 'recs__rec_2', 'para_7bis')
    """
    kind = "recs__rec" if place.startswith("PP") else "para"
    return f"{kind}_{re.sub('[^0-9a-z]', '', place.removeprefix('PP').removeprefix('OP').casefold())}"


def _passive(
    parent: etree._Element, key: str, change: Change, revised: RevisedPair, ids: Mapping[int, str]
) -> None:
    made = _add(parent, "textualMod", type=_PASSIVE[change.kind], eId=key)
    head = revised.old.masthead
    address = work(head.symbol or revised.old.version or "old", head.date)
    _add(made, "source", href=address, eId=f"{key}__source")
    if change.new:
        for index in change.new:
            _add(made, "destination", href=f"#{ids[index]}")
    else:
        before = [ids[index] for index in range(change.new.start)]
        _add(made, "destination", href=f"#{before[-1] if before else 'body'}", pos="after")
    for index in change.old:
        _add(made, "old").append(_quoted(revised.old.text_of(index), revised.old.language))
    for index in change.new:
        _add(made, "new", href=f"#{ids[index]}")


def _quoted(text: str, language: str) -> etree._Element:
    """Return text of another document as a paragraph of XHTML: the standard has no element for it."""
    from lxml import etree

    paragraph = etree.Element(f"{{{XHTML}}}p", nsmap={"html": XHTML})
    paragraph.set(XML_LANG, language)
    paragraph.text = legal(text)
    return paragraph


def _add(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    from lxml import etree

    element = etree.SubElement(parent, f"{{{AKN}}}{name}")
    for key, value in attributes.items():
        element.set(key, value)
    return element
