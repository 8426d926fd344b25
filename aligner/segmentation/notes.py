"""Footnotes as found: marks and rows, before their texts are joined."""

from __future__ import annotations

from collections.abc import Collection
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
    rows: list[int] = field(default_factory=list)
    skip: int = 0
    block: int = 0
    page: int | None = None
    alone: int | None = None


@dataclass(slots=True)
class Blocks:
    """The notes of a document, as rows.

    `bounds` has, for each block, where it starts in the source; `taken` are the rows that
    belong to notes, `repeated` those of a note that later pages print again, `doubtful` the first
    rows of blocks that may be text; `last` is the number of the latest note.
    """

    notes: list[Note] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    last: int = 0

    def open(self, start: int) -> int:
        """Begin a block that starts at a source offset; returns its number."""
        self.bounds.append(start)
        return len(self.bounds) - 1


def continues(number: int, last: int, missing: Collection[int]) -> bool:
    """Whether a note's number may come next.

    Args:
        number: the number.
        last: the number of the last note, 0 if there is none yet.
        missing: the numbers that were left out before it.
    """
    return last < number <= last + AHEAD or number in missing or (last == 0 and number < FIRST)


def number_of(mark: str) -> int | None:
    """Return the number of a mark, or None for a star or letter."""
    plain = mark.translate(DIGITS)
    return int(plain) if plain.isdecimal() else None
