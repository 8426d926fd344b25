"""The characters of a PDF page, with their places, as the other modules take them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aligner.readers.pdf.rules import NO_RULES, PageRules, Rule


@dataclass(slots=True)
class Glyph:
    """One character on a page, in points; y increases upwards, as in PDF.

    `order` is its index in pdfium's order, counting line ends but not spaces; `word` numbers the
    stretches between spaces in that order; `spaced` is set if it begins one, and `guessed` if
    pdfium inferred the space before it from the gap. `bold` is None if its font has no name, and
    `gone` is set if the character is not in the draft being read.
    """

    text: str
    order: int
    left: float
    right: float
    base: float
    size: float
    origin: float
    word: int = 0
    spaced: bool = False
    bold: bool | None = False
    gone: bool = False
    guessed: bool = False

    @property
    def middle(self) -> float:
        """The horizontal position of its middle."""
        return (self.left + self.right) / 2


def across(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Sort the characters of one line from left to right, by their middles."""
    return sorted(glyphs, key=lambda glyph: (glyph.left + glyph.right, glyph.order))


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The characters of one page.

    `height` is that of the page as it is read. `turned` counts the characters left out because they
    are at an angle to the rest, `hidden` those left out because they are not visible, `unknown`
    those that the file does not map to text, and `invisible` those drawn without ink. `rules` are
    its straight lines and drawings. `bars` are thin horizontal lines, `links` the areas of links;
    both are empty unless requested.
    """

    glyphs: tuple[Glyph, ...]
    height: float
    turned: int
    bars: tuple[Rule, ...] = ()
    links: tuple[Rule, ...] = ()
    hidden: int = 0
    unknown: int = 0
    invisible: int = 0
    rules: PageRules = NO_RULES
