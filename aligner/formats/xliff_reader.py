"""XLIFF 1.2 and 2.x: ours and those of other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from aligner.formats import unit_facts
from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, piece
from aligner.formats.untrusted_xml import (
    children,
    descendants,
    local,
    parse,
    remarks,
    sub_flows,
    text_of,
    tidy,
)
from aligner.languages import get
from aligner.values.errors import FormatError

if TYPE_CHECKING:
    from lxml import etree

_CONFIRMED: Final = frozenset({"reviewed", "final", "signed-off"})


def read(data: bytes, name: str) -> Parallel:
    """The units of all files in it, in order.

    Raises:
        FormatError: it is no XLIFF, has no target language, or mixes languages.
        LanguageError: a language is not one of the six.
    """
    root = parse(data, name)
    if local(root) != "xliff":
        raise FormatError(f"{name} is XML but no XLIFF: its root is <{local(root)}>, not <xliff>")
    files = children(root, "file")
    second = (root.get("version") or "").startswith("2")
    holders: Sequence[etree._Element] = [root] if second else files
    keys = ("srcLang", "trgLang") if second else ("source-language", "target-language")
    source, target = _languages([(each.get(keys[0]), each.get(keys[1])) for each in holders], keys[1], name)
    about = _facts(files[0]) if files else {}
    columns = (
        Column(source, about.get("source-draft", ""), about.get("source", "")),
        Column(target, about.get("target-draft", ""), about.get("target", "")),
    )
    units = tuple(_second(root) if second else _first(root))
    held = tuple(unit for unit in units if any(unit.cells))
    return Parallel(columns, held, about.get("title", ""), notes=tuple(_left_out(root, name)))


def _left_out(root: etree._Element, name: str) -> Iterator[str]:
    units = descendants(root, "trans-unit")
    sides = (each for unit in units for side in ("source", "target") for each in children(unit, side))
    yield from sub_flows(sides, name)
    yield from remarks(root, name)
    embedded = [each for kind in ("internal-file", "skeleton") for each in descendants(root, kind)]
    if any((each.text or "").strip() for each in embedded):
        yield f"{name}: the original file that is embedded in it is left out"


def _languages(named: Sequence[tuple[str | None, str | None]], key: str, name: str) -> tuple[str, str]:
    """The two languages of all files: `en-US` and `en-GB` are one, as a bundle of files may have both."""
    if any(not target for _, target in named):
        raise FormatError(f"{name} names no target language ({key}); it has nothing to align")
    pairs = {(get(source or "").code, get(target or "").code) for source, target in named}
    if len(pairs) != 1:
        raise FormatError(f"{name} has {len(pairs)} pairs of languages; give a file with one")
    return pairs.pop()


def _second(root: etree._Element) -> Iterator[ParallelUnit]:
    """XLIFF 2: a unit's segments, each a bead, unless our own metadata says how it is cut."""
    for unit in descendants(root, "unit"):
        told = _facts(unit)
        for segment in children(unit, "segment"):
            cells = tuple(_cell_of(segment, side, told) for side in ("source", "target"))
            state = segment.get("state") or ""
            yield ParallelUnit(
                cells,
                unit_facts.score(told.get("score")),
                state in _CONFIRMED,
                unit_facts.whole_numbers(told.get("moved")),
            )


def _cell_of(segment: etree._Element, side: str, told: dict[str, str]) -> Cell:
    elements = children(segment, side)
    if not elements:
        return ()
    text = text_of(elements[0], codes=False)
    text = text if told else tidy(text)
    own = {key.removeprefix(f"{side}-"): value for key, value in told.items() if key.startswith(side)}
    return unit_facts.cell(text, own) if text or told else ()


def _facts(element: etree._Element) -> dict[str, str]:
    """What our metadata says of a file or a unit; nothing in files of others."""
    return {
        meta.get("type") or "": meta.text or ""
        for holder in children(element, "metadata")
        for group in children(holder, "metaGroup")
        if (group.get("category") or "").startswith("aligner-")
        for meta in children(group, "meta")
    }


def _first(root: etree._Element) -> Iterator[ParallelUnit]:
    """XLIFF 1.2: the units of translation, by their segments where both sides mark them."""
    for unit in descendants(root, "trans-unit"):
        source, target, cut = (children(unit, name) for name in ("source", "target", "seg-source"))
        if not source:
            continue
        state = (target[0].get("state") or "") if target else ""
        approved = unit.get("approved") == "yes" or state in _CONFIRMED
        marked = [_marked(element) for element in (cut[:1] + target[:1])]
        if len(marked) == 2 and marked[0].keys() == marked[1].keys() and marked[0]:
            for key, text in marked[0].items():
                yield ParallelUnit((_plain(text), _plain(marked[1][key])), confirmed=approved)
        else:
            texts = (text_of(source[0]), text_of(target[0]) if target else "")
            yield ParallelUnit((_plain(texts[0]), _plain(texts[1])), confirmed=approved)


def _marked(element: etree._Element) -> dict[str, str]:
    return {
        mark.get("mid") or "": text_of(mark)
        for mark in descendants(element, "mrk")
        if mark.get("mtype") == "seg"
    }


def _plain(text: str) -> Cell:
    return (piece(tidy(text)),) if text.strip() else ()
