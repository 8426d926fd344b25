"""The styles of a Word document, as far as they matter for reading its text, and its automatic numbers.

`numbering.xml` has abstract lists of nine levels, and instances of them that may override levels.
Paragraphs name an instance and a level, directly or through their style.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final

from lxml import etree

from aligner.languages.counting import count_as
from aligner.readers import symbol_fonts
from aligner.readers.docx.package import W, find, number, switched_on, value
from aligner.values import LimitError, Message
from aligner.values.catalogue import DEFAULT
from aligner.values.limits import MAX_LABEL

BODY_TEXT: Final = 9
"""The outline level of body text."""

_MOST_BASES: Final = 64
"""Maximum length of a chain of styles based on each other; the limit also ends cycles."""

Stated = Callable[[etree._Element | None], object]
"""Returns what properties of a run state; None if they do not state it."""


class Styles:
    """Looks up properties along the chain of styles based on each other.

    Attributes:
        language: the usual language of the text.
    """

    def __init__(self, root: etree._Element | None) -> None:
        """Read `styles.xml`, or None if there is none."""
        usual = find(root, f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        self.language: Final = value(usual) or DEFAULT
        elements = root.iterchildren(W + "style") if root is not None else ()
        self._styles = {key: each for each in elements if (key := each.get(W + "styleId"))}
        self._of_style = cache(self._stated)

    def name(self, style_id: str | None) -> str | None:
        """Return a style's English name in lower case; Word stores it in every language version."""
        style = self._styles.get(style_id or "")
        return None if style is None else (value(style.find(W + "name")) or "").lower()

    def outline(self, style_id: str | None) -> int | None:
        """Return the outline level of a style, from 0; None if its paragraphs are not in the outline."""
        levels = (outline_level(style.find(W + "pPr")) for _, style in self._chain(style_id))
        found = next((level for level in levels if level is not None), BODY_TEXT)
        return found if found < BODY_TEXT else None

    def numbering(self, style_id: str | None) -> tuple[str | None, int | None, str | None]:
        """Return the list and level that a paragraph style sets, and the style that sets the list.

        A style may set only another level, in the list of the style that it is based on.
        """
        level: int | None = None
        for each, style in self._chain(style_id):
            numbered = style.find(f"{W}pPr/{W}numPr")
            level = number(value(find(numbered, W + "ilvl"))) if level is None else level
            num_id = value(find(numbered, W + "numId"))
            if num_id is not None:
                return num_id, level, each
        return None, level, None

    def fonts(self, properties: etree._Element | None) -> frozenset[str]:
        """Return the fonts of a run, in lower case: its own, or else those of its character style."""
        character = value(find(properties, W + "rStyle"))
        return _fonts(properties) or self._of_style(character, _fonts) or frozenset()

    def shows(
        self, fact: Stated, properties: etree._Element | None, paragraph_style: str | None = None
    ) -> bool:
        """Whether a run has a property: its own, else that of its character style, else of the paragraph's.

        Args:
            fact: `BOLD`, `HIDDEN` or `is_raised`.
            properties: those of the run.
            paragraph_style: the style of its paragraph.
        """
        found = fact(properties)
        if found is None:
            found = self._of_style(value(find(properties, W + "rStyle")), fact)
        return bool(self._of_style(paragraph_style, fact) if found is None else found)

    def _stated(self, style_id: str | None, fact: Stated) -> Any:
        """Return what the first style in a chain states; None if none states anything."""
        facts = (fact(style.find(W + "rPr")) for _, style in self._chain(style_id))
        return next((each for each in facts if each is not None), None)

    def _chain(self, style_id: str | None) -> list[tuple[str, etree._Element]]:
        chain: list[tuple[str, etree._Element]] = []
        while style_id and style_id in self._styles and len(chain) < _MOST_BASES:
            chain.append((style_id, self._styles[style_id]))
            style_id = value(self._styles[style_id].find(W + "basedOn"))
        return chain


def _fonts(properties: etree._Element | None) -> frozenset[str] | None:
    element = find(properties, W + "rFonts")
    if element is None:
        return None
    named = (element.get(W + script) for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    return frozenset(name.lower() for name in named if name) or None


def outline_level(properties: etree._Element | None) -> int | None:
    """Return the outline level set in paragraph properties, possibly `BODY_TEXT`; None if there is none."""
    found = number(value(find(properties, W + "outlineLvl")))
    return found if found is not None and 0 <= found <= BODY_TEXT else None


def _switch(properties: etree._Element | None, tag: str) -> bool | None:
    """Return whether properties turn something on or off; None if they do neither."""
    element = find(properties, W + tag)
    return None if element is None else switched_on(element)


BOLD: Final = partial(_switch, tag="b")
HIDDEN: Final = partial(_switch, tag="vanish")


def is_raised(properties: etree._Element | None) -> bool | None:
    """Return whether properties raise a run or set it back; None if they do neither."""
    found = value(find(properties, W + "vertAlign"))
    return None if found is None else found == "superscript"


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
        shown = symbol_fonts.PRIVATE_SIGN.sub(symbol_fonts.BULLET, shown)
        return None if not shown or shown.isalnum() else shown


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
            restart = instance.levels.get(deeper, Level()).restart
            if restart is None or ilvl < restart:  # 0: never
                counts[deeper] = None
        for higher in range(ilvl):
            if counts[higher] is None and higher in instance.levels:
                counts[higher] = instance.restarts.get(higher, instance.levels[higher].start)
        return level.sign if level.format == "bullet" else self._label(instance, level, counts)

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
            abstracts[key] = {number(level.get(W + "ilvl")) or 0: _level(level) for level in levels}
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
    ilvl = number(override.get(W + "ilvl")) or 0
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
        start=number(value(element.find(W + "start"))) or 0,
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
