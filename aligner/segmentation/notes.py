"""Footnotes as found: marks and rows, before their texts are joined."""

from dataclasses import dataclass, field
from typing import Final

from aligner.languages.letter_ranges import SUPERSCRIPTS

BEFORE_MARK: Final = r"(?:[^\W\d_]|[,;.:》”»)\]），；。、])"
"""What a mark that is not raised touches in extracted text: a letter or a sign."""

DIGITS: Final = str.maketrans(f"{SUPERSCRIPTS}٠١٢٣٤٥٦٧٨٩", 2 * "0123456789")
"""Raised and Arabic digits as plain ones."""

AHEAD: Final = 3
"""How far a note's number may be ahead of the last one, since some notes are lost."""

FIRST: Final = 400
"""Numbers below it may be that of the first note, since an extract counts as the whole text does."""


@dataclass(slots=True)
class Note:
    """A footnote: its mark, its rows, and where in a row its text begins.

    `alone` is the row that contains only its mark, if there is one.
    """

    mark: str
    rows: list[int]
    skip: int
    block: int
    page: int | None
    alone: int | None = None


@dataclass(slots=True)
class Blocks:
    """The notes of a document, as rows.

    `bounds` has, for each block, where it starts in the source, and `begins` where the page before it
    does, since a mark is on the page of its note or on the one before, or None where pages have no places;
    `taken` are the rows that
    belong to notes, `repeated` those of a note that later pages print again, `doubtful` the first
    rows of blocks that may be text.
    """

    notes: list[Note] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    begins: list[int | None] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)

    def open(self, start: int, page_before: int | None = None) -> int:
        """Begin a block that starts at a source offset, as does the page before; return its number."""
        self.bounds.append(start)
        self.begins.append(page_before)
        return len(self.bounds) - 1


def mark_of(printed: str) -> str:
    """Return a mark as its note has it: numbers in plain digits."""
    number = number_of(printed)
    return printed if number is None else str(number)


def number_of(mark: str) -> int | None:
    """Return the number of a mark, or None for a star or letter."""
    plain = mark.translate(DIGITS)
    return int(plain) if plain.isdecimal() else None
