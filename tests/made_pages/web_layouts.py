"""Styles of pages printed from HTML, put together at random within what each kind of publisher prints."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Final

_LATIN: Final = (
    "Liberation Serif",
    "Liberation Sans",
    "DejaVu Sans",
    "Noto Sans",
    "Noto Serif",
    "Charis SIL",
)
_FONTS: Final = {
    "zh": ("Noto Sans CJK SC", "Noto Serif CJK SC"),
    "ar": ("Noto Naskh Arabic", "DejaVu Sans", "Noto Sans Arabic"),
    "ru": ("Liberation Serif", "Liberation Sans", "DejaVu Sans", "Noto Sans", "Noto Serif"),
}


@dataclass(frozen=True, slots=True)
class WebLayout:
    """How a document is set; lengths are in points.

    Attributes:
        style: the kind of publisher.
        kind: of text that is printed.
        browser: whether a web browser prints it, with its own head and foot, instead of WeasyPrint.
        font, size: of the body's letters.
        leading: from baseline to baseline, in sizes.
        gap: between paragraphs, in sizes.
        indent: of a paragraph's first line, in sizes.
        align: of lines, as in CSS.
        hyphenate: whether words are divided.
        columns: of text on a page.
        column_rule: whether a line is drawn between them.
        paper: as in CSS.
        margin: at the sides.
        labels: whether a number is a cell of a table, the marker of a list, hangs, stands in the first
            line's indent or in the margin, or is typed before the text.
        label_width: room for a number, in sizes.
        note_sign: the number before a note: raised, before a full stop, in raised brackets.
        note_size: of a note's letters, in sizes.
        note_gap: between notes.
        note_rule: whether one is above the notes.
        restart: whether notes are numbered anew on each page.
        head, foot: what the top and bottom of a page repeat.
        alternate: whether the sides of a head change from page to page.
        headings: how they are aligned.
        heading_style: the letters of headings.
        rules: those of tables; `zebra` gives every other row a ground.
        table_size: letters of tables, in sizes.
        box: whether a box has a frame or a ground.
        line_numbers: whether the lines of a page are numbered in the margin.
        asides: whether paragraphs have notes in the margin.
        definitions: whether a term stands above its definition.
        navigation: whether remnants of a web page stand above the title.
    """

    style: str
    kind: str
    browser: bool
    font: str
    size: float
    leading: float
    gap: float
    indent: float
    align: str
    hyphenate: bool
    columns: int
    column_rule: bool
    paper: str
    margin: float
    labels: str
    label_width: float
    note_sign: str
    note_size: float
    note_gap: float
    note_rule: bool
    restart: bool
    head: str
    foot: str
    alternate: bool
    headings: str
    heading_style: str
    rules: str
    table_size: float
    box: str
    line_numbers: bool
    asides: bool
    definitions: str
    navigation: bool


Choices = dict[str, tuple[Any, ...]]

_COMMON: Final[Choices] = {
    "browser": (False,),
    "size": (9, 9.5, 10, 10.5, 11, 12),
    "leading": (1.15, 1.2, 1.3, 1.4, 1.5),
    "gap": (0, 0.4, 0.5, 0.6, 1),
    "indent": (0, 0, 1.5, 2, 3),
    "align": ("justify", "justify", "start"),
    "hyphenate": (True, False, False),
    "columns": (1,),
    "column_rule": (True, False),
    "paper": ("A4", "A4", "letter"),
    "margin": (57, 72, 85, 100),
    "labels": ("cells", "list", "hang", "hang", "indent", "typed"),
    "label_width": (2.4, 3, 3.6),
    "note_sign": ("raised", "raised", "raised", "stop", "brackets"),
    "note_size": (0.75, 0.8, 0.85, 0.9),
    "note_gap": (0, 2, 4),
    "note_rule": (True, True, True, False),
    "restart": (False, False, False, True),
    "head": ("none", "title", "symbol", "title-number"),
    "foot": ("number", "of", "dashes", "rights"),
    "alternate": (True, False),
    "headings": ("start", "start", "center"),
    "heading_style": ("bold", "bold", "italic", "spaced"),
    "rules": ("all", "all", "horizontal", "zebra", "none"),
    "table_size": (0.8, 0.9, 1),
    "box": ("frame", "ground"),
    "line_numbers": (False,),
    "asides": (False,),
    "definitions": ("run-in", "list"),
    "navigation": (False,),
}

_STYLES: Final[dict[str, Choices]] = {
    "journal": {  # of a union of states: recitals, and points in tables of two cells
        "kind": ("treaty", "treaty", "law"),
        "size": (9, 9.5, 10),
        "align": ("justify",),
        "labels": ("cells",),
        "note_sign": ("brackets",),
        "head": ("journal",),
        "foot": ("none", "number"),
        "headings": ("center",),
        "heading_style": ("bold", "italic"),
    },
    "judgment": {
        "kind": ("report",),
        "size": (11, 12),
        "indent": (0, 1.5, 3),
        "labels": ("indent", "typed", "hang", "margin"),
        "note_sign": ("raised", "stop"),
        "head": ("title", "title-number", "symbol"),
        "foot": ("number", "none"),
    },
    "panel": {  # long notes, and paragraphs numbered by chapter
        "kind": ("report",),
        "size": (9, 9.5),
        "indent": (0,),
        "gap": (0.6, 1, 1.3),
        "align": ("justify",),
        "labels": ("hang", "typed", "indent"),
        "head": ("symbol-number",),
        "foot": ("none",),
        "rules": ("all",),
    },
    "convention": {
        "kind": ("treaty", "law"),
        "headings": ("center", "start"),
        "labels": ("indent", "hang", "list", "typed"),
    },
    "gazette": {
        "kind": ("law", "treaty", "declaration"),
        "columns": (2, 3, 3),
        "size": (8, 8.5, 9),
        "margin": (36, 45),
        "align": ("justify",),
        "label_width": (2, 2.4),
        "labels": ("hang", "indent", "typed", "list"),
        "paper": ("A4",),
        "restart": (False,),
        "indent": (0, 1, 1.5),
        "head": ("journal", "title-number"),
    },
    "parliament": {
        "kind": ("law", "treaty"),
        "line_numbers": (True, True, False),
        "gap": (0, 1),
        "size": (11, 12),
        "margin": (85, 100),
        "labels": ("hang", "indent", "typed"),
        "asides": (True, False),
    },
    "bank": {
        "kind": ("book", "book with tables"),
        "columns": (1, 1, 2),
        "align": ("start", "justify"),
        "size": (9, 9.5, 10),
        "rules": ("horizontal", "zebra", "horizontal"),
        "headings": ("start",),
    },
    "standard": {
        "kind": ("standard",),
        "indent": (0,),
        "gap": (0.6, 1),
        "foot": ("rights",),
        "head": ("symbol",),
        "labels": ("hang", "list", "cells"),
    },
    "statute": {
        "kind": ("law",),
        "asides": (True, False),
        "margin": (85, 100),
        "labels": ("typed", "hang", "margin"),
    },
    "site": {
        "kind": ("law", "treaty", "report", "book", "standard", "declaration"),
        "browser": (True,),
        "font": ("Liberation Serif", "Liberation Sans", "DejaVu Sans"),
        "gap": (0.5, 1),
        "indent": (0, 0, 2),
        "align": ("start", "start", "justify"),
        "hyphenate": (False,),
        "labels": ("list", "list", "cells", "hang", "typed"),
        "margin": (29, 40, 57),
        "note_gap": (0, 4),
        "restart": (False,),
        "navigation": (True, True, False),
    },
}
_WEIGHTS: Final = {"site": 3}


def web_layout(seed: int, language: str) -> WebLayout:
    """Return the layout of a seed."""
    chance = random.Random(seed)
    style = chance.choice([name for name in _STYLES for _ in range(_WEIGHTS.get(name, 1))])
    choices = _COMMON | {"font": _FONTS.get(language, _LATIN)} | _STYLES[style]
    if language in _FONTS:
        choices |= {"font": _FONTS[language], "hyphenate": (language == "ru", False)}
    picked = {name: chance.choice(options) for name, options in sorted(choices.items())}
    if not picked["gap"] and not picked["indent"]:
        picked["indent"] = 2
    if picked["align"] == "start":
        picked["hyphenate"] = False
    if language == "ar" and picked["heading_style"] == "spaced":
        picked["heading_style"] = "bold"  # letters that join are not spaced
    return WebLayout(style=style, **picked)
