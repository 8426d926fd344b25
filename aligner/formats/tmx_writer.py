"""Translation memories, TMX 1.4b: one unit a bead, in as many languages as there are.

A bead's segments stand in one `seg`, divided by line feeds. Properties carry the rest:
on the unit `x-score`, `x-confirmed` and `x-moved`; on each language `x-document`,
`x-draft`, `x-segments` (how many), `x-labels`, `x-kinds` and `x-places` (one a line).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import aligner
from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, joined
from aligner.formats.cells import legal

if TYPE_CHECKING:
    from lxml import etree

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SEGTYPES: Final = {"sentence": "sentence", "paragraph": "paragraph"}


def parallel(result: Parallel) -> bytes:
    """The memory, in UTF-8."""
    from lxml import etree

    root = etree.Element("tmx", version="1.4")
    options = dict(result.signature.options) if result.signature else {}
    header = etree.SubElement(
        root,
        "header",
        {
            "creationtool": "aligner",
            "creationtoolversion": aligner.__version__,
            "segtype": _SEGTYPES.get(options.get("unit", ""), "block"),
            "o-tmf": "aligner",
            "adminlang": "en",
            "srclang": result.columns[0].language,
            "datatype": "plaintext",
        },
    )
    if result.title:
        _prop(header, "x-title", result.title)
    for column in result.columns:  # so that a text without any segment is not forgotten
        _prop(header, "x-column", "\n".join((column.language, column.version, column.name)))
    body = etree.SubElement(root, "body")
    for number, unit in enumerate(result.units, start=1):
        _unit(body, number, unit, result.columns)
    _indent(root)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, with_tail=False)
    return made + b"\n"


def _unit(body: etree._Element, number: int, unit: ParallelUnit, columns: tuple[Column, ...]) -> None:
    from lxml import etree

    element = etree.SubElement(body, "tu", tuid=str(number))
    _prop(element, "x-score", f"{unit.score:.6f}")
    if unit.confirmed:
        _prop(element, "x-confirmed", "true")
    if unit.moved:
        _prop(element, "x-moved", " ".join(map(str, unit.moved)))
    for place, (column, cell) in enumerate(zip(columns, unit.cells, strict=True)):
        if cell:
            variant = etree.SubElement(element, "tuv", {XML_LANG: column.language})
            _prop(variant, "x-column", str(place))
            for name, value in _facts(column, cell):
                _prop(variant, name, value)
            etree.SubElement(variant, "seg").text = joined(cell)


def _facts(column: Column, cell: Cell) -> Iterator[tuple[str, str]]:
    if column.name:
        yield "x-document", column.name
    if column.version:
        yield "x-draft", column.version
    if len(cell) != 1:
        yield "x-segments", str(len(cell))
    for name, values in facts_of(cell):
        yield f"x-{name}", values


def facts_of(cell: Cell) -> Iterator[tuple[str, str]]:
    """Labels, places and kinds of a cell's segments, one a line; nothing where all are plain."""
    labels = [piece.label or "" for piece in cell]
    places = [piece.place or "" for piece in cell]
    kinds = [piece.kind.value for piece in cell]
    for name, values, silent in (
        ("labels", labels, ""),
        ("places", places, ""),
        ("kinds", kinds, "paragraph"),
    ):
        if any(value != silent for value in values):
            yield name, "\n".join(value.replace("\n", " ") for value in values)


def _prop(parent: etree._Element, name: str, value: str) -> None:
    from lxml import etree

    etree.SubElement(parent, "prop", type=name).text = legal(value)


def _indent(root: etree._Element) -> None:
    """Each unit on a line of its own; nothing is added beside text, where it would count."""
    root.text = root.tail = "\n"
    for part in root:
        part.tail = "\n"
        if part.tag == "body":
            part.text = "\n"
            for unit in part:
                unit.tail = "\n"
