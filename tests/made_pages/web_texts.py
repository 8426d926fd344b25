"""Texts as publishers who print from HTML number and divide them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from . import other_texts, sources
from .texts import Block, MadeText, Table
from .web_layouts import WebLayout


def web_text(data: Path, language: str, seed: int, layout: WebLayout) -> MadeText:
    """The text of a layout, with its labels as the style has them."""
    kind = layout.kind.split()[0]
    if kind == "declaration":
        text = sources.declaration(data, language)
    elif kind == "report":
        text = sources.report(data, language, paragraphs=24, seed=seed)
    elif kind == "standard":
        text = sources.standard(data, language, seed=seed)
    else:
        text = getattr(other_texts, kind)(data, language, seed=seed)
    blocks = list(text.blocks)
    if layout.kind.endswith("tables"):
        tables = iter(list(sources.report(data, language, paragraphs=24, seed=seed).tables()))
        places = [number for number, block in enumerate(blocks) if is_kind(block, "heading")]
        for place in reversed(places[3::4]):
            blocks[place:place] = [table] if (table := next(tables, None)) else []
    if layout.style == "journal":
        blocks = list(_with_recitals(blocks))
    if layout.style == "panel":
        blocks = list(_by_chapter(blocks))
    if layout.definitions == "list":
        blocks = [part for block in blocks for part in _split_definition(block)]
    if layout.line_numbers:
        blocks = [_without_notes(block) for block in blocks]
    return replace(text, blocks=tuple(blocks))


def is_kind(block: Block | Table, kind: str) -> bool:
    return isinstance(block, Block) and block.kind == kind


def _with_recitals(blocks: list[Block | Table]) -> Iterator[Block | Table]:
    """The blocks, with the paragraphs between title and first article numbered in brackets."""
    number, begun = 0, False
    for block in blocks:
        begun = begun or not (is_kind(block, "title") or is_kind(block, "paragraph"))
        if begun or not is_kind(block, "paragraph") or block.label:
            yield block
        else:
            number += 1
            yield replace(block, label=f"({number})")


def _by_chapter(blocks: list[Block | Table]) -> Iterator[Block | Table]:
    """The blocks, with paragraphs of a report numbered `7.1`, and those of its annex `A.1`."""
    chapter = "7"
    for block in blocks:
        chapter = "A" if is_kind(block, "annex") else chapter
        numbered = is_kind(block, "paragraph") and re.match(r"\d+", block.label or "")
        yield replace(block, label=f"{chapter}.{numbered[0]}.") if numbered else block


def _split_definition(block: Block | Table) -> tuple[Block | Table, ...]:
    """A term and its definition as two blocks."""
    if not isinstance(block, Block) or block.kind != "definition":
        return (block,)
    text = block.runs[1]
    assert isinstance(text, str)
    return replace(block, runs=block.runs[:1]), Block("quote", (text.strip(),))


def _without_notes(block: Block | Table) -> Block | Table:
    return block if isinstance(block, Table) else replace(block, runs=(block.text,))
