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

from aligner.languages.structure import Structure, masthead_patterns
from aligner.segmentation.furniture import is_page_line
from aligner.segmentation.measured_rows import Row, width
from aligner.segmentation.paragraph import HEAD_LINE
from aligner.segmentation.titles import is_masthead_line
from aligner.values.document import SYMBOL
from aligner.values.extract import LineRole

_GAP: Final = re.compile(r"[ \u00a0]{6,}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_HEAD: Final = 3  # rows at the edge of a page
_SYMBOLS: Final = 2  # of a document of two bodies; more are a list of documents
_MASTHEAD: Final = 8  # rows of a file that its masthead may fill


def divided(rows: Sequence[Row], structure: Structure) -> list[Row]:
    """Return the rows, those at page edges divided at wide gaps.

    A masthead is divided at every gap after a word, and after the name of an organ also without a gap;
    without a line that mastheads have, the first lines may be the head of a letter or table. The edge of
    another page is divided only where one part is a symbol, page number or job number: other such lines
    are rows of tables.

    Args:
        rows: all rows.
        structure: of the document's language.
    """
    found: list[Row] = []
    opens = _opens_with_masthead(rows[:_MASTHEAD], structure)
    for page, grouped in groupby(rows, key=lambda row: row.page):
        here = list(grouped)
        for place, row in enumerate(here):
            in_masthead = opens and len(found) < _MASTHEAD
            at_edge = page is not None and (place < _HEAD or place >= len(here) - _HEAD)
            if _is_plain(row) and (in_masthead or at_edge):
                found += _divided(row, structure, in_masthead=in_masthead)
            else:
                found.append(row)
    return found


def _divided(row: Row, structure: Structure, *, in_masthead: bool) -> list[Row]:
    parts = list(_parts(row))
    is_head = any(is_page_line(part.text) for part in parts)
    words = all(_WORD.search(part.text) or is_page_line(part.text) for part in parts)
    if len(parts) > 1 and (is_head or (in_masthead and words)):
        return parts
    return _after_organ(row, structure) if in_masthead else [row]


def _is_plain(row: Row) -> bool:
    is_text = row.line.role is LineRole.BODY and row.line.box is None
    return is_text and not row.whole and not row.cells and not row.line.marks


def _opens_with_masthead(rows: Sequence[Row], structure: Structure) -> bool:
    """Whether the first rows have a line of a masthead, and no more symbols than one document has."""
    symbols = {symbol for row in rows for symbol in SYMBOL.findall(row.text)}
    return len(symbols) <= _SYMBOLS and any(_is_of_masthead(row, structure) for row in rows)


def _is_of_masthead(row: Row, structure: Structure) -> bool:
    """Whether a part of a row is a line that mastheads have."""
    if not _is_plain(row) or len(row.text) > HEAD_LINE:
        return False
    texts = [part.text for part in (*_parts(row), *_after_organ(row, structure))]
    return any(
        is_page_line(text)
        or is_masthead_line(text, structure)
        or structure.organ_line.fullmatch(text) is not None
        for text in texts
    )


def _after_organ(row: Row, structure: Structure) -> list[Row]:
    """Divide a row before the symbol or distribution that follows the name of an organ."""
    for pattern in (SYMBOL, masthead_patterns().distribution):
        match = pattern.search(row.text)
        if match and match.end() == len(row.text):
            name = row.text[: match.start()].rstrip()
            if structure.organ_line.fullmatch(name):
                return [_part(row, 0, len(name)), _part(row, match.start(), len(row.text))]
    return [row]


def _parts(row: Row) -> Iterator[Row]:
    start = 0
    for gap in _GAP.finditer(row.text):
        yield _part(row, start, gap.start())
        start = gap.end()
    yield _part(row, start, len(row.text))


def _part(row: Row, start: int, stop: int) -> Row:
    text, left = row.text[start:stop], row.left + width(row.text[:start])
    gap = 0 if start else row.gap
    return replace(row, text=text, start=row.start + start, left=left, right=left + width(text), gap=gap)
