"""Translation memories (TMX): written as 1.4b, read in any version, ours and those of other programs.

A unit is a bead, in as many languages as there are. A bead's segments share one `seg`, separated by
line feeds. Properties carry the rest: `x-score`, `x-confirmed` and `x-moved` on the unit; `x-document`,
`x-draft`, `x-segments` (how many), `x-labels`, `x-kinds` and `x-places` (one per line) on each
language.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from lxml import etree

import aligner
from aligner.formats import bitext
from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, joined
from aligner.formats.cells import legal
from aligner.formats.templates import fill
from aligner.languages import LANGUAGES, code_of
from aligner.readers import untrusted_xml as xml
from aligner.values import FormatError, Message, about, excerpt
from aligner.values.message import excerpts

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
Key = Column | int
"""What a variant belongs to: one of the columns our header names, by number, or a language."""

Cells = list[tuple[Key, Cell]]


def parallel(result: Parallel) -> bytes:
    """Return the memory, in UTF-8."""
    unit = dict(result.signature.options).get("unit") if result.signature else None
    made = fill(
        "memory.xml",
        memory=result,
        version=aligner.__version__,
        segtype=unit if unit in ("sentence", "paragraph") else "block",
        filled=partial(_filled, result.columns),
        facts=_facts,
        joined=joined,
        legal=legal,
    )
    return made.encode("utf-8")


def _filled(columns: tuple[Column, ...], unit: ParallelUnit) -> list[tuple[int, Column, Cell]]:
    """Return the cells of a unit that have text, with the number of the column and the column."""
    cells = enumerate(zip(columns, unit.cells, strict=True))
    return [(place, column, cell) for place, (column, cell) in cells if cell]


def _facts(column: Column, cell: Cell) -> Iterator[tuple[str, str]]:
    if column.name:
        yield "x-document", column.name
    if column.version:
        yield "x-draft", column.version
    if len(cell) != 1:
        yield "x-segments", str(len(cell))
    for name, values in bitext.facts_of(cell):
        yield f"x-{name}", values


def read(data: bytes, name: str) -> Parallel:
    """Return the units of a memory, with a note on what is left out of it.

    Left out are variants in languages without a profile, and of two in one language
    (a memory may have `zh-CN` and `zh-TW`) the second, and texts inside codes.

    Raises:
        FormatError: it is no TMX, or has no two languages that are known here.
    """
    root = xml.parse(data, name)
    if xml.local(root) != "tmx":
        other = f"<{excerpt(xml.local(root))}>"
        raise FormatError(Message("error.not_tmx", name=name, root=other, wanted_root="<tmx>"))
    header = next(xml.descendants(root, "header"), None)
    declared = _columns_declared(header)
    found = [(unit, _read_unit(unit, declared)) for unit in xml.descendants(root, "tu")]
    variants = [cells for _, cells in found]
    columns = declared or _columns_found(variants, root, name)
    keys: tuple[Key, ...] = tuple(range(len(declared))) or columns
    units = tuple(_laid_out(unit, cells, keys) for unit, cells in found if cells)
    title = "" if header is None else _props(header).get("x-title", "")
    unused = sum(_unused(variants, keys))
    return Parallel(columns, units, title, notes=tuple(_left_out(root, unused, name)))


def _unused(units: Iterable[Cells], keys: Sequence[Key]) -> Iterator[bool]:
    """Yield for each variant whether it has text and is left out, as the second of one language is."""
    for cells in units:
        used = [key for key, _ in cells]
        for number, (key, cell) in enumerate(cells):
            yield any(piece.text.strip() for piece in cell) and (key not in keys or key in used[:number])


def _left_out(root: etree._Element, unused: int, name: str) -> Iterator[Message]:
    tags = Counter(_tag(variant) for variant in xml.descendants(root, "tuv"))
    foreign = sorted(tag for tag in tags if not code_of(tag))
    if foreign:
        count = sum(tags[tag] for tag in foreign)
        named = tuple(tag or Message("files.no_language") for tag in excerpts(foreign))
        yield about(name, Message("files.other_languages", count=count, tags=named))
    if unused:
        pairs = tuple(
            Message("files.beside", tag=excerpt(tag), first=excerpt(first))
            for tag, first in sorted(_beside(root))
        )
        yield about(name, Message("files.same_language", count=unused, pairs=pairs))
    yield from xml.remarks(root, name)
    if next(xml.descendants(root, "sub"), None) is not None:
        yield from xml.sub_flows((each for each in xml.descendants(root, "tuv") if code_of(_tag(each))), name)


def _beside(root: etree._Element) -> set[tuple[str, str]]:
    """Return which variants of one language share a unit, as `zh-TW beside zh-CN`."""
    found: set[tuple[str, str]] = set()
    for unit in xml.descendants(root, "tu"):
        first: dict[str, str] = {}
        for tag in filter(code_of, map(_tag, xml.children(unit, "tuv"))):
            code = code_of(tag)
            if code in first:
                found.add((tag, first[code]))
            first.setdefault(code, tag)
    return found


def _tag(variant: etree._Element) -> str:
    """Return the language a variant names: `lang` in versions before 1.4."""
    return variant.get(XML_LANG) or variant.get("lang") or ""


def _read_unit(unit: etree._Element, columns: tuple[Column, ...]) -> Cells:
    cells: Cells = []
    for variant in xml.children(unit, "tuv"):
        language = code_of(_tag(variant))
        if not language:
            continue
        segment = next(iter(xml.children(variant, "seg")), None)
        if segment is None:
            continue
        props = _props(variant)
        number = bitext.whole_numbers(props.get("x-column"))
        key: Key = Column(language, props.get("x-draft", ""))
        if columns and number and number[0] < len(columns):
            key = number[0]
        elif columns:
            key = next((n for n, column in enumerate(columns) if column.language == language), -1)
        own = {key.removeprefix("x-"): value for key, value in props.items()}
        text = xml.text_of(segment)
        cells.append((key, bitext.cell(text if columns else xml.tidy(text), own)))
    return cells


def _columns_declared(header: etree._Element | None) -> tuple[Column, ...]:
    """Return the columns that our own header names."""
    columns: list[Column] = []
    for prop in xml.children(header, "prop") if header is not None else ():
        parts = (prop.text or "").split("\n")
        if prop.get("type") == "x-column" and len(parts) == 3:
            columns.append(Column(code_of(parts[0]), parts[1], parts[2]))
    return tuple(columns) if all(column.language for column in columns) else ()


def _columns_found(units: Iterable[Cells], root: etree._Element, name: str) -> tuple[Column, ...]:
    """Return the languages of another program's memory, the source language first."""
    counts = Counter(key for cells in units for key, _ in cells if isinstance(key, Column))
    if len(counts) < 2:
        tags = sorted({_tag(v) or "?" for v in xml.descendants(root, "tuv")})
        if not tags:
            raise FormatError.about(name, "import.no_unit")
        raise FormatError.about(name, "import.memory_languages", known=tuple(LANGUAGES), tags=excerpts(tags))
    stated = (header.get("srclang") or "" for header in xml.descendants(root, "header"))
    base = next(stated, "").lower().replace("_", "-").split("-")[0]
    return tuple(sorted(counts, key=lambda column: column.language != base))


def _laid_out(unit: etree._Element, cells: Cells, keys: tuple[Key, ...]) -> ParallelUnit:
    by_key = dict(reversed(cells))  # of two variants in one language, the first
    props = _props(unit)
    return ParallelUnit(
        tuple(by_key.get(key, ()) for key in keys),
        bitext.score(props.get("x-score")),
        props.get("x-confirmed") == "true",
        bitext.whole_numbers(props.get("x-moved")),
    )


def _props(element: etree._Element) -> dict[str, str]:
    return {prop.get("type") or "": prop.text or "" for prop in xml.children(element, "prop")}
