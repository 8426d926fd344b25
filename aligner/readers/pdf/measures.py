"""The measures that tell letters, lines, cells and columns apart, each in one place.

Distances are in points, or in em: multiples of the letters' size. They hold for the 427 files on which the
reader is developed: 214 drafts, reports, judgments, laws and standards, and 213 documents of made pages in
six languages. `tests/floors/reading.json` pins how well these are read.
"""

from typing import Final

ASCENT: Final = 0.8
"""Em from the baseline of a line to its top."""

DESCENT: Final = 0.2
"""Em from the baseline of a line to its bottom."""

GAP: Final = 0.6
"""Em: a wider gap in a line separates pieces of it, as cells, columns, or a number from its text."""

CLOSEST: Final = 0.95
"""Em: lines of text are never closer to each other."""

PITCH: Final = 1.45
"""Em: maximum distance between lines of one cell, heading or paragraph."""

NEXT: Final = 1.6
"""Em: the same where lines are loose; further apart, they are two paragraphs."""

LOOSE: Final = 2.4
"""Em: maximum distance between lines of one table, or one column."""

FLUSH: Final = 1.5
"""Points by which the edges of pieces that are flush may differ."""

EDGE: Final = 3.5
"""Points by which places of the same edge of a table or column may differ, or text extend beyond it."""

LEVEL: Final = 1.2
"""Points by which the heights of pieces of one rule may differ."""

UNDER: Final = 0.35
"""Em: maximum distance of an underline below the baseline."""

MARGIN: Final = 75.0
"""Points at the head and at the foot of a page that are outside its text area."""

LARGER: Final = 1.06
"""Ratio of the sizes of two letters; those of headings and text differ by more."""

WIDER: Final = 1.15
"""Ratio of two distances or counts, one of which is clearly greater."""

MOST: Final = 0.6
"""Share that is a clear majority."""

SOME: Final = 1 / 3
"""Share that is a minority, but not a few."""

FEWEST: Final = 3
"""Lines, rows, or pieces that are no coincidence."""
