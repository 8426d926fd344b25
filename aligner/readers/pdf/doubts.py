"""Count, by page, the characters of a PDF that may be misread or were left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from aligner.languages.arabic_spelling import impossible_spellings
from aligner.readers.pdf.glyph import PageGlyphs
from aligner.values import Message
from aligner.values.message import page_list

_FEWEST_SPELLINGS: Final = 3  # one or two may be typing errors
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
            yield Message("reading.misspelt", places=self.misspelt.total(), pages=_pages(self.misspelt))
        if self.recognised.total():
            yield Message("reading.recognised", pages=_pages(self.recognised))
        if self.hidden.total():
            yield Message("reading.unseen", characters=_counted(self.hidden))
        if self.comments:
            yield Message("reading.comments", count=self.comments)
        if self.empty:
            yield Message("reading.empty", pages=page_list(self.empty))


def _counted(found: Counter[int]) -> Message:
    return Message("reading.characters", count=found.total(), pages=_pages(found))


def _pages(found: Counter[int]) -> Message:
    return page_list(number for number, count in found.items() if count)
