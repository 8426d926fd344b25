"""Characters of a PDF that may be read wrongly or were left out: how many, and on which pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from aligner.languages.arabic_spelling import impossible_spellings
from aligner.readers.pdf.glyphs import PageGlyphs

_FEWEST_SPELLINGS: Final = 3  # a typing error or two make no damaged file
_MOST_PAGES: Final = 12  # page numbers in a sentence
_MOST_INVISIBLE: Final = 0.5


@dataclass(slots=True)
class Doubts:
    """What was noticed page by page, each a count of characters by page number."""

    unknown: Counter[int] = field(default_factory=Counter)
    misspelt: Counter[int] = field(default_factory=Counter)
    recognised: Counter[int] = field(default_factory=Counter)
    turned: Counter[int] = field(default_factory=Counter)
    hidden: Counter[int] = field(default_factory=Counter)
    empty: list[int] = field(default_factory=list)

    def look_at(self, page: PageGlyphs, number: int, lines: Iterable[str]) -> None:
        """Take note of one page, counted from 1, and of the lines it was read as."""
        self.unknown[number] = page.unknown
        self.turned[number] = page.turned
        self.hidden[number] = page.hidden
        self.misspelt[number] = sum(map(impossible_spellings, lines))
        if page.invisible > _MOST_INVISIBLE * len(page.glyphs):
            self.recognised[number] = page.invisible
        if not page.glyphs:
            self.empty.append(number)

    @property
    def are_about_fonts(self) -> bool:
        """Whether a second reading of the file's fonts might help."""
        return self.unknown.total() > 0 or self.misspelt.total() >= _FEWEST_SPELLINGS

    def sentences(self) -> Iterator[str]:
        """What a person should know, one sentence for each kind."""
        if self.unknown.total():
            yield (
                f"{_counted(self.unknown)} may be wrong: the file does not say which letters its fonts show "
                "there. Compare them with the page."
            )
        if self.misspelt.total() >= _FEWEST_SPELLINGS:
            yield (
                f"Arabic letters in {self.misspelt.total()} places on {_pages(self.misspelt)} stand where no "
                "word can have them: the text in the file is damaged, even if the page looks right. Compare "
                "the words with the page."
            )
        if self.recognised.total():
            yield (
                f"The text of {_pages(self.recognised)} was put behind a picture of the page by text "
                "recognition (OCR) and may have errors. Compare it with the page."
            )
        if self.turned.total():
            yield f"{_counted(self.turned)} at an angle to the rest of the text were left out."
        if self.hidden.total():
            yield f"{_counted(self.hidden)} that cannot be seen, outside the page or cut off, were left out."
        if self.empty:
            yield f"No text on {_pages(self.empty)}: empty or scanned."


def _counted(found: Counter[int]) -> str:
    total = found.total()
    return f"{total:,} character{'s' if total > 1 else ''} on {_pages(found)}"


def _pages(found: Counter[int] | list[int]) -> str:
    """The pages by number: `page 3`, `pages 3, 4 and 7`; those beyond the twelfth only counted.

    >>> _pages([3]), _pages(Counter({3: 1, 4: 2, 5: 0, 7: 1})), _pages(list(range(1, 30)))
    ('page 3', 'pages 3, 4 and 7', 'pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 17 more')
    """
    numbers = sorted(number for number in found if not isinstance(found, Counter) or found[number])
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    shown = [str(number) for number in numbers[:_MOST_PAGES]]
    more = len(numbers) - len(shown)
    *most, last = [*shown, f"{more} more"] if more else shown
    return f"pages {', '.join(most)} and {last}"
