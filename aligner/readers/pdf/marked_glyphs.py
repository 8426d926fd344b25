"""Changes marked by hand in a PDF: deleted text struck through, new text underlined or bold.

A PDF has no such attributes, only thin bars through or under letters, and fonts with `bold` in
their names. Marks are matched character by character, since a mark may cover only the ending of
a word, and Chinese has no spaces between words.
"""

from statistics import median
from typing import Final

from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.glyph import Glyph, PageGlyphs
from aligner.readers.pdf.measures import NEXT
from aligner.readers.pdf.rules import Rule
from aligner.values.runs import runs_of

# Heights of bars above the baseline, as shares of the letters' size.
_THROUGH: Final = (0.12, 0.5)
_UNDER: Final = (-0.3, 0.05)
_THICKEST: Final = 1.8  # points: maximum thickness of a bar
_SHORTEST: Final = 2.0  # points: minimum length of a bar
_RESIZED: Final = 0.06  # difference in size, as a share, between headings and text
_LARGER: Final = 1.08  # ratio to the usual size; larger letters are those of headings
_STOPS: Final = ".;:,!?。；：，！？、؛،"


def take_away(pages: list[PageGlyphs], *, accept: bool) -> bool:
    """Set `gone` on the characters that are not in the draft being read; return whether any are marked.

    New text is underlined, or bold if nothing in the document is underlined. To `accept` the changes is to
    read the new draft, without text struck through.
    """
    struck = [glyph for page in pages for glyph in _on_bars(page, _THROUGH)]
    new = [glyph for page in pages for glyph in _on_bars(page, _UNDER)]
    if not new:
        new = [glyph for page in pages for glyph in _bold(page)]
    for glyph in struck if accept else new:
        glyph.gone = True
    return bool(struck or new)


def _on_bars(page: PageGlyphs, heights: tuple[float, float]) -> list[Glyph]:
    """Return the characters that a bar at these heights covers by more than half.

    A bar longer than its text is a rule or a table border; one under a link is part of the link.
    """
    low, high = heights
    marked = []
    for bar in page.rules.lines:
        if not bar.is_level or bar.top - bar.bottom > _THICKEST or bar.right - bar.left < _SHORTEST:
            continue
        covered = [
            glyph
            for glyph in page.glyphs
            if low * glyph.size <= bar.height - glyph.base <= high * glyph.size
            and min(bar.right, glyph.right) - max(bar.left, glyph.left) > (glyph.right - glyph.left) / 2
        ]
        if covered and _fits(bar, covered):
            marked += [glyph for glyph in covered if not _linked(glyph, page.links)]
    return marked


def _fits(bar: Rule, covered: list[Glyph]) -> bool:
    extent = max(glyph.right for glyph in covered) - min(glyph.left for glyph in covered)
    return bar.right - bar.left <= extent + max(glyph.size for glyph in covered)


def _linked(glyph: Glyph, links: tuple[Rule, ...]) -> bool:
    return any(
        link.left <= glyph.middle <= link.right and link.bottom <= glyph.base + glyph.size / 4 <= link.top
        for link in links
    )


def _bold(page: PageGlyphs) -> list[Glyph]:
    """Return the bold characters of a page, except headings.

    Lines entirely in bold are a heading, unless they end with punctuation or adjoin bold text in the
    line before or after; in letters larger than the text's they always are.
    """
    lines = [row.glyphs for row in baselines(list(page.glyphs))]
    usual = median([glyph.size for glyph in page.glyphs]) if page.glyphs else 0.0
    marked: list[Glyph] = []
    runs = runs_of(lines, lambda a, b: _are_near(a, b) and _is_bold(a) == _is_bold(b))
    for above, own, below in zip([[], *runs], runs, [*runs[1:], []], strict=False):
        joined = any(line[-1].bold and _are_near(line, own[0]) for line in above[-1:])
        joined = joined or any(line[0].bold and _are_near(own[-1], line) for line in below[:1])
        larger = own[0][0].size > _LARGER * usual
        if not _is_bold(own[0]) or (not larger and (joined or own[-1][-1].text in _STOPS)):
            marked += [glyph for line in own for glyph in line if glyph.bold]
    return marked


def _are_near(above: list[Glyph], below: list[Glyph]) -> bool:
    """Whether two lines have no gap between them, and letters of one size."""
    first, second = above[0], below[0]
    resized = abs(first.size - second.size) > _RESIZED * second.size
    return first.base - second.base <= NEXT * second.size and not resized


def _is_bold(line: list[Glyph]) -> bool:
    return all(glyph.bold for glyph in line)
