"""Layouts put together at random, as those of houses that nobody has looked at.

The layouts of `layouts.py` were looked at while the reader was written. A layout of this module is known by
its seed alone, so that a figure over seeds that nobody has looked at says how the reader does elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from . import other_texts, sources
from .layouts import Foot, Head, Layout
from .made_set import MadeDocument
from .texts import MadeText
from .wording import WORDINGS

_HEADS: tuple[Head, ...] = ("none", "symbol-title", "symbol", "symbol-number", "title-number", "title")
_FEET: tuple[Foot, ...] = ("none", "number-job", "number", "rights", "job")


def house(seed: int) -> Layout:
    """Return the layout of a seed; what no printer would do (notes told by nothing at all) is left out."""
    chance = random.Random(seed)
    pick = chance.choice
    columns = pick((1, 1, 1, 1, 2))
    alone = columns == 1
    size = pick((9.0, 9.5, 10.0, 10.5, 11.0, 12.0, 12.5)) if alone else pick((8.5, 9.0, 9.5))
    pitch = size * pick((1.15, 1.2, 1.25, 1.35, 1.5))
    gap, indent = pitch * pick((0, 0, 0.3, 0.5, 0.5, 1)), size * pick((0, 0, 1.2, 2, 2.5))
    margins = (54, 72, 90, 110) if alone else (48, 54, 60)
    numbering, note_size = pick(("1", "1", "(1)")), pick((0.75, 0.8, 0.9, 0.9, 1.0))
    layout = Layout(
        f"house {seed}",
        paper=pick(("a4", "us-letter")),
        columns=columns,
        left=pick(margins),
        right=pick(margins),
        top=pick((60, 72, 90)),
        bottom=pick((72, 90)),
        size=size,
        pitch=pitch,
        gap=gap,
        indent=indent if gap or indent else 2 * size,
        labels=pick(("indent", "hanging", "margin")) if alone else pick(("indent", "hanging")),
        label_width=size * pick((2.7, 3, 3.6)),
        masthead=alone and pick((True, False, False)),
        head=pick(_HEADS),
        foot=pick(_FEET),
        page_number=pick(("alone", "of", "word", "dashes")),
        alternate=pick((True, False)),
        serif=pick((True, True, False)),
        justify=pick((True, True, False)),
        hyphenate=pick((True, False, False)),
        tracking=pick((0, 0, 0.15)),
        note_size=note_size * size,
        note_indent=pick((0, 0, 12, 18)),
        note_rule=note_size == 1 or pick((True, True, False)),
        note_numbering=numbering,
        note_sign=pick(("raised", "raised", "raised", "dash", "stop", "space"))
        if numbering == "1"
        else pick(("raised", "space")),
        note_gap=pick((1, 3, 3, 8, 0.8 * size)),
        heading_style=pick(("bold", "bold", "bold", "italic", "plain")),
        line_numbers=alone and pick((True, *[False] * 11)),
        rules=pick(("all", "horizontal", "none")) if alone else pick(("all", "horizontal")),
        table_size=size * (pick((0.8, 0.9, 1.0)) if alone else 0.72),
        cell_pad=pick((1, 3, 5)),
        small=size * pick((0.7, 0.8, 0.9, 1.0)),
    )
    if layout.line_numbers and layout.labels == "margin":
        return replace(layout, labels="hanging")  # or numbers of lines would be printed over labels
    return layout


def small_houses(golden: Path, seeds: range) -> Iterator[MadeDocument]:
    """Texts that are part of the project in the layouts of seeds, language by language in turn."""
    texts = list(sources.bundled_texts(golden, "rev1"))
    return (MadeDocument(sources.with_annex(texts[seed % len(texts)]), house(seed)) for seed in seeds)


def houses(data: Path, seeds: range) -> Iterator[MadeDocument]:
    """Texts of the development data in the layouts of seeds, language by language in turn."""
    languages = list(WORDINGS)
    return (MadeDocument(_text(data, languages[seed % len(languages)], seed), house(seed)) for seed in seeds)


def other_houses(data: Path, seeds: range) -> Iterator[MadeDocument]:
    """Treaties, laws and books in the layouts of seeds, language by language in turn."""
    languages = list(WORDINGS)
    return (_other(data, languages[seed % len(languages)], seed) for seed in seeds)


def _other(data: Path, language: str, seed: int) -> MadeDocument:
    chance = random.Random(seed)
    text = chance.choice((other_texts.treaty, other_texts.law, other_texts.book, other_texts.book))
    layout = house(seed)
    numbering = chance.choice((layout.note_numbering, layout.note_numbering, "*"))
    raised = layout.note_sign == "raised" or numbering == "*"
    layout = replace(
        layout,
        headings=chance.choice(("margin", "margin", "centred")),
        note_numbering=numbering,
        note_sign="raised" if numbering == "*" else layout.note_sign,
        note_restart=(raised and chance.choice((True, False, False))) or numbering == "*",
    )
    return MadeDocument(text(data, language, seed=seed), layout)


def _text(data: Path, language: str, seed: int) -> MadeText:
    kind = random.Random(seed).choice(("declaration", "report", "report", "standard"))
    if kind == "declaration":
        return sources.declaration(data, language)
    if kind == "report":
        return sources.report(data, language, paragraphs=24, seed=seed)
    return sources.standard(data, language, seed=seed)
