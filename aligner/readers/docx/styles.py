"""The styles of a Word document, as far as they matter for reading its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W, find, number, switched_on, value
from aligner.values.catalogue import DEFAULT

BODY_TEXT: Final = 9
"""The outline level of body text."""

_MOST_BASES: Final = 64
"""Maximum length of a chain of styles based on each other; the limit also ends cycles."""


@dataclass(frozen=True, slots=True)
class Style:
    """The properties of a style that matter for reading text."""

    name: str
    based_on: str | None
    num_id: str | None
    level: int | None
    hidden: bool | None
    raised: bool | None
    bold: bool | None
    outline: int | None
    fonts: frozenset[str]


class Styles:
    """Looks up properties along the chain of styles based on each other.

    Attributes:
        language: the usual language of the text.
    """

    def __init__(self, root: etree._Element | None) -> None:
        """Read `styles.xml`, or None if there is none."""
        usual = find(root, f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        self.language: Final = value(usual) or DEFAULT
        self._styles: dict[str, Style] = {}
        for element in root.iterchildren(W + "style") if root is not None else ():
            style_id = element.get(W + "styleId")
            if style_id:
                self._styles[style_id] = _style(element)

    def name(self, style_id: str | None) -> str | None:
        """Return a style's English name in lower case; Word stores it in every language version."""
        style = self._styles.get(style_id or "")
        return style.name if style is not None else None

    def outline(self, style_id: str | None) -> int | None:
        """Return the outline level of a style, from 0; None if its paragraphs are not in the outline."""
        levels = (style.outline for _, style in self._chain(style_id))
        found = next((level for level in levels if level is not None), BODY_TEXT)
        return found if found < BODY_TEXT else None

    def is_bold(self, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Whether a run with these properties is bold, in a paragraph of this style."""
        return self._flag(properties, paragraph_style, _switch(properties, "b"), lambda style: style.bold)

    def numbering(self, style_id: str | None) -> tuple[str | None, int | None, str | None]:
        """Return the list and level that a paragraph style sets, and the style that sets the list.

        A style may set only another level, in the list of the style that it is based on.
        """
        level: int | None = None
        for each, style in self._chain(style_id):
            level = style.level if level is None else level
            if style.num_id is not None:
                return style.num_id, level, each
        return None, level, None

    def hides(self, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Whether a run with these properties is hidden text, in a paragraph of this style."""
        return self._flag(
            properties, paragraph_style, _switch(properties, "vanish"), lambda style: style.hidden
        )

    def raises(self, properties: etree._Element | None) -> bool:
        """Whether a run with these properties is superscript."""
        return self._flag(properties, None, _raised(properties), lambda style: style.raised)

    def fonts(self, properties: etree._Element | None) -> frozenset[str]:
        """Return the fonts of a run, in lower case: its own, or else those of its character style."""
        own = _fonts(properties)
        if own:
            return own
        chain = self._chain(value(find(properties, W + "rStyle")))
        return next((style.fonts for _, style in chain if style.fonts), own)

    def _flag(
        self,
        properties: etree._Element | None,
        paragraph_style: str | None,
        own: bool | None,
        of_style: Callable[[Style], bool | None],
    ) -> bool:
        """Return a property of a run: its own, else that of its character style, else of the paragraph's."""
        if own is not None:
            return own
        character = value(find(properties, W + "rStyle"))
        chain = (*self._chain(character), *self._chain(paragraph_style))
        stated = (flag for _, style in chain if (flag := of_style(style)) is not None)
        return next(stated, False)

    def _chain(self, style_id: str | None) -> list[tuple[str, Style]]:
        chain: list[tuple[str, Style]] = []
        while style_id and style_id in self._styles and len(chain) < _MOST_BASES:
            chain.append((style_id, self._styles[style_id]))
            style_id = self._styles[style_id].based_on
        return chain


def _style(element: etree._Element) -> Style:
    numbering = f"{W}pPr/{W}numPr"
    properties = element.find(W + "rPr")
    return Style(
        name=(value(element.find(W + "name")) or "").lower(),
        based_on=value(element.find(W + "basedOn")),
        num_id=value(element.find(f"{numbering}/{W}numId")),
        level=number(value(element.find(f"{numbering}/{W}ilvl"))),
        hidden=_switch(properties, "vanish"),
        raised=_raised(properties),
        bold=_switch(properties, "b"),
        outline=outline_level(element.find(W + "pPr")),
        fonts=_fonts(properties),
    )


def _fonts(properties: etree._Element | None) -> frozenset[str]:
    element = find(properties, W + "rFonts")
    if element is None:
        return frozenset()
    named = (element.get(W + script) for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    return frozenset(name.lower() for name in named if name)


def outline_level(properties: etree._Element | None) -> int | None:
    """Return the outline level set in paragraph properties, possibly `BODY_TEXT`; None if there is none."""
    found = number(value(find(properties, W + "outlineLvl")))
    return found if found is not None and 0 <= found <= BODY_TEXT else None


def _switch(properties: etree._Element | None, tag: str) -> bool | None:
    """Return whether properties turn something on or off; None if they do neither."""
    element = find(properties, W + tag)
    return None if element is None else switched_on(element)


def _raised(properties: etree._Element | None) -> bool | None:
    found = value(find(properties, W + "vertAlign"))
    return None if found is None else found == "superscript"
