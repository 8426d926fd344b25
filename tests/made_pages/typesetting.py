"""Typeset a text with a layout as a PDF file, through Typst."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from .layouts import Layout
from .texts import Block, Emphasis, MadeText, Note, Run, Table
from .wording import WORDINGS, Wording

_TEMPLATE: Final = Path(__file__).with_name("page.typ")
SYMBOL: Final = "A/72/L.45/Rev.1"
DATE: Final = "2018-05-14"
ORIGINAL: Final = "en"
ITEM: Final = "107"
"""What the mastheads of all languages in `wording.py` state, as it is read."""

_JOB: Final = "18-03204"


def missing_fonts(language: str) -> tuple[str, ...]:
    """The fonts of which one would have to be installed for a language; empty where one is."""
    wording = WORDINGS[language]
    return () if set(wording.serif + wording.sans) & _families() else wording.serif


def typeset(text: MadeText, layout: Layout, font: str = "") -> bytes:
    """Lay a text out, in a font if one is named.

    Returns:
        A PDF with embedded and subset fonts.

    Raises:
        typst.TypstError: the template does not compile.
    """
    data = json.dumps(_data(text, layout, font), ensure_ascii=False)
    made = _compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def masthead(language: str) -> tuple[str, ...]:
    """The part above the title of a document with a masthead."""
    wording = WORDINGS[language]
    return (wording.organisation, SYMBOL, wording.organ, *wording.distribution, *wording.session)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(_TEMPLATE, font_paths=_fonts())


def _data(text: MadeText, layout: Layout, font: str) -> dict[str, Any]:
    wording = WORDINGS[text.language]
    chosen = wording.serif if layout.serif else wording.sans
    fonts = [name for name in (font, *chosen, *wording.serif, *wording.sans) if name in _families()]
    return {
        "layout": {**asdict(layout), "fonts": fonts, "rtl": text.language == "ar"},
        "language": text.language,
        "symbol": SYMBOL,
        "job": _JOB,
        "head_title": text.title,
        "page_word": wording.page,
        "rights": wording.rights,
        "organisation": wording.organisation,
        "organ": wording.organ,
        "distribution": wording.distribution,
        "session": wording.session,
        "figures": 1,
        "blocks": [_block(block, wording) for block in text.blocks],
    }


def _block(block: Block | Table, wording: Wording) -> dict[str, Any]:
    if isinstance(block, Table):
        return {"kind": "table", "header": block.header, "rows": block.rows}
    return {
        "kind": block.kind,
        "label": block.label,
        "depth": block.depth,
        "runs": [_run(run) for run in block.runs],
    }


def _run(run: Run) -> str | dict[str, str]:
    if isinstance(run, Note):
        return {"note": run.text}
    return {"em": run.text} if isinstance(run, Emphasis) else run
