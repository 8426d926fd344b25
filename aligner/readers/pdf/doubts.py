"""Count, by page, the characters of a PDF that may be misread or were left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from aligner.languages.arabic_spelling import impossible_spellings
from aligner.readers.pdf.glyph import PageGlyphs
from aligner.values import Message

_FEWEST_SPELLINGS: Final = 3  # one or two may be typing errors
_MOST_PAGES: Final = 12  # maximum number of page numbers in a message
_MOST_INVISIBLE: Final = 0.5  # share of characters; above it, the page is a scan with recognized text


@dataclass(slots=True)
class Doubts:
    """Counts of doubtful characters of each kind, by page number from 1."""

    unknown: Counter[int] = field(default_factory=Counter)
    misspelt: Counter[int] = field(default_factory=Counter)
    recognised: Counter[int] = field(default_factory=Counter)
    hidden: Counter[int] = field(default_factory=Counter)
    empty: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    comments: int = 0

    def look_at(self, page: PageGlyphs, number: int, lines: Iterable[str]) -> None:
        """Record the doubts about one page and the lines that were read from it."""
        self.unknown[number] = page.unknown
        self.hidden[number] = page.hidden
        self.comments += page.comments
        self.misspelt[number] = sum(map(impossible_spellings, lines))
        if page.invisible > _MOST_INVISIBLE * len(page.glyphs):
            self.recognised[number] = page.invisible
        if page.pictured:
            self.pictured.append(number)
        if not page.glyphs and not page.turned:
            self.empty.append(number)

    @property
    def are_about_fonts(self) -> bool:
        """Whether reading the file's own font tables might help."""
        return self.unknown.total() > 0 or self.misspelt.total() >= _FEWEST_SPELLINGS

    def messages(self) -> Iterator[Message]:
        """Yield one message for the user for each kind of doubt."""
        if self.unknown.total():
            yield Message("reading.unknown", characters=_counted(self.unknown))
        if self.misspelt.total() >= _FEWEST_SPELLINGS:
            yield Message("reading.misspelt", places=self.misspelt.total(), pages=pages_named(self.misspelt))
        if self.recognised.total():
            yield Message("reading.recognised", pages=pages_named(self.recognised))
        if self.hidden.total():
            yield Message("reading.unseen", characters=_counted(self.hidden))
        if self.comments:
            yield Message("reading.comments", count=self.comments)
        if self.empty:
            yield Message("reading.empty", pages=pages_named(self.empty))


def _counted(found: Counter[int]) -> Message:
    return Message("reading.characters", count=found.total(), pages=pages_named(found))


def pages_named(found: Counter[int] | list[int]) -> Message:
    """List page numbers (`page 3`, `pages 3, 4 and 7`); those after the twelfth are only counted.

    >>> str(pages_named([3])), str(pages_named(Counter({3: 1, 4: 2, 5: 0, 7: 1})))
    ('page 3', 'pages 3, 4 and 7')
    >>> str(pages_named(list(range(1, 30))))
    'pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 17 more'
    """
    numbers = tuple(sorted(n for n in found if not isinstance(found, Counter) or found[n]))
    shown = numbers[:_MOST_PAGES]
    if len(shown) < len(numbers):
        return Message("reading.pages_more", pages=shown, more=len(numbers) - len(shown))
    return Message("reading.pages", numbers=shown, count=len(numbers))
