"""Divide the lines at the edges of pages whose parts blanks keep apart.

Text laid out as on the page has the symbol and the running head, or the organization and the
distribution, on one line with a wide gap between them. Each of them should be a line by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from aligner.segmentation.furniture import is_page_line
from aligner.segmentation.measured_rows import Row, width
from aligner.values.extract import LineRole

_GAP: Final = re.compile(r"[ \u00a0]{6,}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_HEAD: Final = 3  # rows at the edge of a page
_MASTHEAD: Final = 8  # rows of a file that its masthead may fill


def divided(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, those at page edges divided at wide gaps.

    The masthead is divided at every gap after a word, the edge of another page only where one part
    is a symbol, page number or job number: other such lines are rows of tables.
    """
    found: list[Row] = []
    for page, grouped in groupby(rows, key=lambda row: row.page):
        here = list(grouped)
        for place, row in enumerate(here):
            in_masthead = len(found) < _MASTHEAD
            at_edge = page is not None and (place < _HEAD or place >= len(here) - _HEAD)
            parts = list(_parts(row)) if (in_masthead or at_edge) and _is_plain(row) else [row]
            is_head = any(is_page_line(part.text) for part in parts)
            words = all(_WORD.search(part.text) or is_page_line(part.text) for part in parts)
            found += parts if is_head or (in_masthead and words) else [row]
    return found


def _is_plain(row: Row) -> bool:
    is_text = row.line.role is LineRole.BODY and row.line.box is None
    return is_text and not row.whole and not row.cells and not row.line.marks


def _parts(row: Row) -> Iterator[Row]:
    start = 0
    for gap in (*_GAP.finditer(row.text), None):
        stop = gap.start() if gap else len(row.text)
        text, left = row.text[start:stop], row.left + width(row.text[:start])
        yield replace(
            row,
            text=text,
            start=row.start + start,
            left=left,
            right=left + width(text),
            gap=0 if start else row.gap,
        )
        start = gap.end() if gap else stop
