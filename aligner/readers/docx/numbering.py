"""Automatic numbers of a Word document: the labels that Word shows before paragraphs.

`numbering.xml` has abstract lists of nine levels, and instances of them that may override
levels. Paragraphs name an instance and a level, directly or through their style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from aligner.languages.counting import count_as
from aligner.readers import symbol_fonts
from aligner.readers.docx.package import W, number, switched_on, value
from aligner.values.errors import LimitError
from aligner.values.limits import MAX_LABEL
from aligner.values.message import Message

LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts, and how its label looks."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    font: str = ""
    language: str = ""

    @property
    def sign(self) -> str | None:
        """The bullet that Word shows in the level's font; None if it shows none, or a letter or digit.

        The letter `o` is a round bullet in a fixed-width font, as it is on a page.
        """
        if self.text == symbol_fonts.LETTER_BULLET and symbol_fonts.draws_letter_bullets(self.font):
            return symbol_fonts.ROUND_BULLET
        shown = "".join(symbol_fonts.shown_sign(ord(c), self.font) or c for c in self.text).strip()
        shown = "".join(
            "•" if symbol_fonts.PRIVATE <= ord(c) < symbol_fonts.PRIVATE + 0x100 else c for c in shown
        )
        return None if not shown or shown.isalnum() else shown

    @property
    def is_bullet(self) -> bool:
        """Whether it shows a bullet instead of a number."""
        return self.format == "bullet"


@dataclass(slots=True)
class Instance:
    """One list that paragraphs can belong to; instances of the same abstract list share a count."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document, in order."""

    def __init__(self, root: etree._Element | None, language: str) -> None:
        """Read `numbering.xml`, or None for a document without lists; `language` is that of the text."""
        self._language = language
        self._instances: dict[str, Instance] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def level_of_style(self, num_id: str, style: str | None) -> int | None:
        """Return the level of a list that a paragraph style is linked to, if any."""
        instance = self._instances.get(num_id)
        if instance is None or style is None:
            return None
        return next((i for i, level in instance.levels.items() if level.style == style), None)

    def advance(self, num_id: str, ilvl: int) -> str | None:
        """Count one paragraph and return the label Word shows: a number or bullet; None without a list.

        A bullet that is a letter of a text font gives None: it could be mistaken for a number.
        """
        instance = self._instances.get(num_id)
        if instance is None or not 0 <= ilvl < LEVELS or ilvl not in instance.levels:
            return None
        counts = self._counters.setdefault(instance.abstract, [None] * LEVELS)
        level = instance.levels[ilvl]
        override = instance.restarts.get(ilvl)
        current = counts[ilvl]
        if override is not None and (num_id, ilvl) not in self._started:
            counts[ilvl] = override
        else:
            counts[ilvl] = level.start if current is None else current + 1
        self._started.add((num_id, ilvl))
        for deeper in range(ilvl + 1, LEVELS):
            if self._restarts(instance, deeper, ilvl):
                counts[deeper] = None
        for higher in range(ilvl):
            if counts[higher] is None and higher in instance.levels:
                counts[higher] = instance.restarts.get(higher, instance.levels[higher].start)
        return level.sign if level.is_bullet else self._label(instance, level, counts)

    @staticmethod
    def _restarts(instance: Instance, deeper: int, used: int) -> bool:
        """Whether `deeper` starts again after a paragraph of level `used` (`w:lvlRestart`)."""
        level = instance.levels.get(deeper)
        if level is None or level.restart is None:
            return True
        return level.restart != 0 and used < level.restart

    def _label(self, instance: Instance, level: Level, counts: list[int | None]) -> str | None:
        def shown(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = instance.levels.get(index)
            count = counts[index]
            if other is None or count is None:
                return ""
            style = "decimal" if level.legal and other.format != "none" else other.format
            return "" if style == "bullet" else count_as(style, count, level.language or self._language)

        return re.sub(r"%([1-9])", shown, level.text).strip() or None

    def _load(self, root: etree._Element) -> None:
        abstracts: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for abstract in root.iterchildren(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId") or ""
            levels = abstract.iterchildren(W + "lvl")
            abstracts[key] = {number(level.get(W + "ilvl"), 0) or 0: _level(level) for level in levels}
            link, own = value(abstract.find(W + "numStyleLink")), value(abstract.find(W + "styleLink"))
            if link:
                links[key] = link
            if own:
                by_style[own] = key
        for num in root.iterchildren(W + "num"):
            key = value(num.find(W + "abstractNumId")) or ""
            key = by_style.get(links.get(key, ""), key)
            if key not in abstracts:
                continue
            instance = Instance(key, dict(abstracts[key]))
            for override in num.iterchildren(W + "lvlOverride"):
                _override(instance, override)
            self._instances[num.get(W + "numId") or ""] = instance


def _override(instance: Instance, override: etree._Element) -> None:
    ilvl = number(override.get(W + "ilvl"), 0) or 0
    element = override.find(W + "lvl")
    if element is not None:
        instance.levels[ilvl] = _level(element)
    start = number(value(override.find(W + "startOverride")))
    if start is not None:
        instance.restarts[ilvl] = start


def _level(element: etree._Element) -> Level:
    text = value(element.find(W + "lvlText")) or ""
    if len(text) > MAX_LABEL:
        raise LimitError(Message("file.label_long", limit=MAX_LABEL))
    style = value(element.find(W + "numFmt"))
    if style is None:  # newer formats are in mc:AlternateContent
        style = next((value(found) for found in element.iter(W + "numFmt")), None)
    return Level(
        format=style or "decimal",
        text=text,
        start=number(value(element.find(W + "start")), 0) or 0,
        restart=number(value(element.find(W + "lvlRestart"))),
        legal=switched_on(element.find(W + "isLgl")),
        style=value(element.find(W + "pStyle")),
        font=_font(element.find(f"{W}rPr/{W}rFonts")),
        language=value(element.find(f"{W}rPr/{W}lang")) or "",
    )


def _font(fonts: etree._Element | None) -> str:
    """Return the font of a level's number or bullet, in lower case."""
    named = [fonts.get(W + script) for script in ("ascii", "hAnsi")] if fonts is not None else []
    return next((name.lower() for name in named if name), "")
