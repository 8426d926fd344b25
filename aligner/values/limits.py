"""How large a file may be, and what it may become when it is read.

A few kilobytes can become gigabytes: a zip unpacks, one note is cited twenty thousand times, one
string fills every cell. Readers and importers therefore check sizes before they unpack, and spend
characters and lines from a `Budget` before they build them. The environment variable
`ALIGNER_LIMITS` multiplies every limit of this module: `ALIGNER_LIMITS=2` doubles them.
"""

import os
from typing import Final

from aligner.values.message import LimitError, Message

ENVIRONMENT: Final = "ALIGNER_LIMITS"


def _factor() -> float:
    try:
        return min(max(float(os.environ.get(ENVIRONMENT, "")), 0.0), 1000.0) or 1.0
    except ValueError:
        return 1.0


_FACTOR: Final = _factor()
_MIB: Final = 1024 * 1024

MAX_DOCUMENT: Final = int(256 * _MIB * _FACTOR)
"""Bytes of a document; none under negotiation is longer."""

MAX_BITEXT: Final = int(512 * _MIB * _FACTOR)
"""Bytes of a file of aligned texts, and bytes that one may unpack to."""

MAX_MANIFEST: Final = int(4 * _MIB * _FACTOR)
"""Bytes of the manifest of a set, which names a few files."""

MAX_PART: Final = int(64 * _MIB * _FACTOR)
"""Bytes that one part of a Word or Excel file may unpack to."""

MAX_RATIO: Final = int(400 * _FACTOR)
"""How many times larger a part may be than in its zip: what distinguishes a bomb from a document."""

MAX_PARTS: Final = int(20_000 * _FACTOR)
"""Parts of a Word file."""

MAX_FILES: Final = int(1_000 * _FACTOR)
"""Files in a zip of documents."""

MAX_PAGES: Final = int(5_000 * _FACTOR)
"""Pages of a PDF."""

MAX_PIXELS: Final = int(150_000_000 * _FACTOR)
"""Pixels of a picture of a page: an A2 sheet at 600 dots per inch."""

MAX_CHARACTERS: Final = int(50_000_000 * _FACTOR)
"""Characters of the text that a file becomes: some 15,000 pages. Tables and notes count twice."""

MAX_LINES: Final = int(2_000_000 * _FACTOR)
"""Lines, paragraphs, cells, notes and comments of the text that a file becomes."""

MAX_LABEL: Final = int(1_000 * _FACTOR)
"""Characters of the pattern of a paragraph's automatic number."""

MAX_SECONDS: Final = int(600 * _FACTOR)
"""Time that a PDF or Parquet file may take, read in a process of its own."""

MAX_MEMORY: Final = int(4 * 1024 * _MIB * _FACTOR)
"""Bytes of memory that such a process, or LibreOffice, may use."""


class Budget:
    """What a file may still become."""

    __slots__ = ("characters", "lines")

    def __init__(self, characters: int = MAX_CHARACTERS, lines: int = MAX_LINES) -> None:
        self.characters = characters
        self.lines = lines

    def spend(self, characters: int, lines: int = 1) -> None:
        """Take a text's characters from the budget before it is built.

        Raises:
            LimitError: if nothing is left.

        >>> budget = Budget(characters=10)
        >>> budget.spend(8)
        >>> budget.characters
        2
        """
        self.characters -= characters
        self.lines -= lines
        if self.characters < 0:
            raise LimitError(Message("file.too_many_characters", limit=_millions(MAX_CHARACTERS)))
        if self.lines < 0:
            raise LimitError(Message("file.too_many_lines", limit=_millions(MAX_LINES)))


def _millions(number: int) -> int:
    return max(1, number // 1_000_000)
