"""The text as the browser has it, and the rows that have changed since it was drawn.

Marking a row or correcting a link changes a few of the rows drawn. The browser keeps the text, and gets
only these rows, which the script puts into their place (`keyboard.js`): sending, checking and laying out
the whole text would take most of the time of a key.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aligner.formats.html.fragments import WrittenRow

_MOST: Final = 0.5
"""Largest size of the changes, as a share of the text; if they are larger, the text is drawn anew."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A text that was sent to the browser.

    Attributes:
        rows: its rows.
        size: number of characters of its rows.
        name: identifies it, so that changes to another text are never applied to it.
        place_of: the index of each row by its cells, unless several rows have the same.
    """

    rows: tuple[WrittenRow, ...]
    size: int
    name: str
    place_of: dict[str, int]

    @classmethod
    def of(cls, rows: Sequence[WrittenRow]) -> DrawnText:
        """Return the text with these rows."""
        written = "".join(row.html for row in rows)
        count = Counter(row.cells for row in rows)
        places = {row.cells: place for place, row in enumerate(rows) if count[row.cells] == 1}
        name = hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
        return cls(tuple(rows), len(written), name, places)

    def changes(self, rows: Sequence[WrittenRow]) -> str | None:
        """Return HTML that tells the script how to turn this text into these rows.

        `<tr data-rows="3 7">` stands for the rows from 3 to before 7 of this text as they are, and `<tr
        data-cells="7">` for a row with the cells of row 7 but another heading. All other rows are sent
        whole.

        Returns:
            The HTML, empty if nothing has changed; None if it is simpler to draw the text anew.
        """
        if rows == list(self.rows):
            return ""
        parts = list(self._parts(rows))
        return None if sum(map(len, parts)) > _MOST * self.size else "".join(parts)

    def _parts(self, rows: Sequence[WrittenRow]) -> Iterator[str]:
        start = stop = 0  # the rows of this text that are to be kept and were not yielded yet
        for row in rows:
            place = self.place_of.get(row.cells, -1)
            if place < stop:  # new, or before what is used already
                yield _kept(start, stop) + row.html
                start = stop
            elif row != self.rows[place]:
                yield f"{_kept(start, stop)}{row.opening('data-cells', str(place))}{row.place}</tr>"
                start = stop = place + 1
            elif place == stop:
                stop = place + 1
            else:
                yield _kept(start, stop)
                start, stop = place, place + 1
        yield _kept(start, stop)


def _kept(start: int, stop: int) -> str:
    return f'<tr data-rows="{start} {stop}"></tr>' if start < stop else ""
