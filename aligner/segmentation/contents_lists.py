"""Find lists of contents on pages, which only repeat headings of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aligner.languages.structure import heads_contents
from aligner.segmentation.measured_rows import LEADERS, Row

_PAGE: Final = re.compile(r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s?[-–]\s?\d{1,4})?", re.IGNORECASE)
"""The number of a page or a range of pages in a list of contents."""

_ENDS_WITH_PAGE: Final = re.compile(rf"[\s.…·]{_PAGE.pattern}$", re.IGNORECASE)
_BETWEEN: Final = 4  # other rows between two entries: the first lines of a long one, a page's head
_FEWEST: Final = 2
_FAR: Final = 2.0  # of the letters' size: minimum gap before a page number without dots


def find(rows: Sequence[Row], found: Sequence[bool]) -> list[int]:
    """Return the rows of lists of contents, each from its heading to its last page number.

    Dots or a gap that lead to page numbers are not enough: forms and lists of members have them, too.

    Args:
        rows: all rows.
        found: which of them are furniture already.
    """
    entries = [
        index
        for index, row in enumerate(rows)
        if not found[index]
        and not row.whole
        and (LEADERS.search(row.text) or _leads_over_gap(row, rows[index + 1 : index + 2]))
    ]
    return [index for group in _groups(entries, found) for index in _list_of(group, rows)]


def _leads_over_gap(row: Row, following: Sequence[Row]) -> bool:
    """Whether a page number is far to the right of a row, on its line."""
    box = row.line.box
    return box is not None and any(
        _PAGE.fullmatch(other.text) is not None
        and (beside := other.line.box) is not None
        and other.page == row.page
        and abs(beside.bottom - box.bottom) < 0.5 * box.size
        and beside.left - box.right > _FAR * box.size
        for other in following
    )


def _groups(entries: Sequence[int], found: Sequence[bool]) -> Iterator[list[int]]:
    """Group entries with few other rows between them."""
    group: list[int] = []
    for index in entries:
        if group and found[group[-1] + 1 : index].count(False) > _BETWEEN:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _list_of(entries: Sequence[int], rows: Sequence[Row]) -> Sequence[int]:
    """Return the rows of the list that some entries form, which is empty if they form none."""
    stops = [stop for index in entries if (stop := _stop(index, rows)) is not None]
    above = range(max(0, entries[0] - _BETWEEN), entries[0])
    headings = [index for index in above if heads_contents(rows[index].text)]
    if not headings or len(stops) < max(_FEWEST, len(entries) // 2):
        return ()
    return range(headings[-1], stops[-1])


def _stop(index: int, rows: Sequence[Row]) -> int | None:
    """Return the index after an entry's page number, which may be a row by itself."""
    if _ENDS_WITH_PAGE.search(rows[index].text):
        return index + 1
    alone = any(_PAGE.fullmatch(row.text) for row in rows[index + 1 : index + 2])
    return index + 2 if alone else None
