"""Translation memories, TMX of any version: ours and those of other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from aligner.formats import unit_facts
from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit
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
from aligner.values.errors import FormatError, LanguageError

if TYPE_CHECKING:
    from lxml import etree

_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read(data: bytes, name: str) -> Parallel:
    """The units of a memory, with a note on what is left out of it.

    Left out are variants in languages that are not among the six, and of two in one language
    (a memory may have `zh-CN` and `zh-TW`) the second, and texts inside codes.

    Raises:
        FormatError: it is no TMX, or has no two languages that are known here.
    """
    root = parse(data, name)
    if local(root) != "tmx":
        raise FormatError(f"{name} is XML but no TMX: its root is <{local(root)}>, not <tmx>")
    header = next(descendants(root, "header"), None)
    told = _columns_told(header)
    found = [_unit(unit, told) for unit in descendants(root, "tu")]
    columns = told or _columns_found(found, header, root, name)
    keys: tuple[Key, ...] = tuple(range(len(told))) or columns
    units = tuple(_laid_out(unit, cells, keys) for unit, cells in found if cells)
    title = "" if header is None else _props(header).get("x-title", "")
    return Parallel(columns, units, title, notes=tuple(_left_out(root, units, name)))


def _left_out(root: etree._Element, units: Sequence[ParallelUnit], name: str) -> Iterator[str]:
    tags = Counter(_tag(variant) for variant in descendants(root, "tuv"))
    foreign = sorted(tag for tag in tags if not _known(tag))
    if foreign:
        count = sum(tags[tag] for tag in foreign)
        told = ", ".join(tag or "no language named" for tag in foreign)
        yield f"{name}: {count} of its texts are in other languages ({told}); they are left out"
    ours = sum(count for tag, count in tags.items() if _known(tag))
    kept = sum(bool(cell) for unit in units for cell in unit.cells)
    empty = sum(
        _known(_tag(variant)) and not any(text_of(each).strip() for each in children(variant, "seg"))
        for variant in descendants(root, "tuv")
    )
    if ours - kept - empty > 0:
        yield (
            f"{name}: {ours - kept - empty} of its texts stand beside another in the same language "
            f"({', '.join(sorted(_beside(root)))}); the first of a unit is kept, the others are left out"
        )
    yield from remarks(root, name)
    yield from sub_flows((each for each in descendants(root, "tuv") if _known(_tag(each))), name)


def _beside(root: etree._Element) -> set[str]:
    """Which variants of one language stand in one unit: `zh-TW beside zh-CN`."""
    found: set[str] = set()
    for unit in descendants(root, "tu"):
        first: dict[str, str] = {}
        for tag in filter(_known, map(_tag, children(unit, "tuv"))):
            code = get(tag).code
            if code in first:
                found.add(f"{tag} beside {first[code]}")
            first.setdefault(code, tag)
    return found


def _tag(variant: etree._Element) -> str:
    """The language a variant names: `lang` in versions before 1.4."""
    return variant.get(_LANG) or variant.get("lang") or ""


def _known(tag: str) -> bool:
    try:
        get(tag)
    except LanguageError:
        return False
    return True


Key = Column | int
"""What a variant belongs to: one of the columns our header names, by number, or a language."""

Cells = list[tuple[Key, Cell]]


def _unit(unit: etree._Element, told: tuple[Column, ...]) -> tuple[etree._Element, Cells]:
    cells: Cells = []
    for variant in children(unit, "tuv"):
        try:
            language = get(_tag(variant)).code
        except LanguageError:
            continue
        segment = next(iter(children(variant, "seg")), None)
        if segment is None:
            continue
        props = _props(variant)
        number = unit_facts.whole_numbers(props.get("x-column"))
        key: Key = Column(language, props.get("x-draft", ""))
        if told and number and number[0] < len(told):
            key = number[0]
        elif told:
            key = next((n for n, column in enumerate(told) if column.language == language), -1)
        own = {key.removeprefix("x-"): value for key, value in props.items()}
        text = text_of(segment)
        cells.append((key, unit_facts.cell(text if told else tidy(text), own)))
    return unit, cells


def _columns_told(header: etree._Element | None) -> tuple[Column, ...]:
    """The columns that our own header names."""
    columns: list[Column] = []
    for prop in children(header, "prop") if header is not None else ():
        parts = (prop.text or "").split("\n")
        if prop.get("type") == "x-column" and len(parts) == 3:
            try:
                columns.append(Column(get(parts[0]).code, parts[1], parts[2]))
            except LanguageError:
                return ()
    return tuple(columns)


def _columns_found(
    found: list[tuple[etree._Element, Cells]],
    header: etree._Element | None,
    root: etree._Element,
    name: str,
) -> tuple[Column, ...]:
    """The languages of a memory that others made, the one it was translated from first."""
    counts = Counter(key for _, cells in found for key, _ in cells if isinstance(key, Column))
    if len(counts) < 2:
        tags = sorted({_tag(v) or "?" for v in descendants(root, "tuv")})
        raise FormatError(
            f"{name}: a memory in two of the six languages is needed; it has {', '.join(tags) or 'no unit'}"
        )
    first = (header.get("srclang") if header is not None else None) or ""
    base = first.lower().replace("_", "-").split("-")[0]
    return tuple(sorted(counts, key=lambda column: column.language != base))


def _laid_out(unit: etree._Element, cells: Cells, keys: tuple[Key, ...]) -> ParallelUnit:
    held = dict(reversed(cells))  # of two variants in one language, the first
    props = _props(unit)
    return ParallelUnit(
        tuple(held.get(key, ()) for key in keys),
        unit_facts.score(props.get("x-score")),
        props.get("x-confirmed") == "true",
        unit_facts.whole_numbers(props.get("x-moved")),
    )


def _props(element: etree._Element) -> dict[str, str]:
    return {prop.get("type") or "": prop.text or "" for prop in children(element, "prop")}
