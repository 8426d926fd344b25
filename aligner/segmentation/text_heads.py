"""Running heads of a text without places, which its form feeds, symbols and page numbers show.

A head is at the edge of a page, or next to the symbol and page number printed there, and it recurs:
beside another page number, or in the title of the document. Heads may have several lines, so each line
found is the edge for the next.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from aligner.segmentation.measured_rows import HARD_END, Row, width
from aligner.values.document import SYMBOL
from aligner.values.extract import LineRole

_LONGEST: Final = 120  # characters of a line that may belong to the page
_BESIDE: Final = 80  # characters of a running head beside furniture, in a text without pages
_PAGES: Final = 3  # pages on which a running head recurs at least, in a long text
_EDGE: Final = 2  # how many rows at either end of a page may be running heads
_LINES: Final = 8  # lines of a head
_FEW_EDGES: Final = 9  # symbols and page numbers of a document of two or three pages
_MASTHEAD: Final = 8  # rows that have the document's own symbol
_FRONT: Final = 60  # rows that may have the title
_SHORTEST: Final = 14  # columns of a head that is known by the title alone
_SPACES: Final = re.compile(r"\s+")
_NUMBERED: Final = re.compile(rf"{SYMBOL.pattern}|^\d{{1,4}}/\d{{1,4}}[.．]")
"""What may be before a title: the document's symbol, or the number of a resolution."""

_SIGNS: Final = re.compile(r"[\W_]+")

IsPageLine = Callable[[str], bool]
"""Whether a line has nothing but symbols and page numbers."""


def find(rows: Sequence[Row], found: Sequence[bool], is_page_line: IsPageLine) -> list[int]:
    """Return the rows of running heads and feet.

    Args:
        rows: all rows.
        found: those known as furniture by what they say.
        is_page_line: tells the symbols and page numbers.
    """
    apart = list(found)
    edges = [not row.whole and is_page_line(row.text) for row in rows]
    for _ in range(_LINES):
        new = _recurring(rows, apart) or _beside(rows, apart, edges)
        for index in new:
            apart[index] = edges[index] = True
        if not new:
            break
    for index in _titles_again(rows, apart, edges):
        apart[index] = True
    return [index for index, is_apart in enumerate(apart) if is_apart and not found[index]]


def _recurring(rows: Sequence[Row], found: Sequence[bool]) -> list[int]:
    """Return rows that recur, apart from their number, at the same edge of three pages or of half of them."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.page is not None and not row.whole and row.line.role is LineRole.BODY:
            pages[row.page].append(index)
    if len(pages) < 2:
        return []
    seen: dict[str, list[int]] = defaultdict(list)
    for indices in pages.values():
        inner = [index for index in indices if not found[index]]
        edges = dict.fromkeys(indices[:_EDGE] + inner[:_EDGE] + inner[-_EDGE:] + indices[-_EDGE:])
        for index in edges:
            text = _SPACES.sub(" ", rows[index].text)
            if not found[index] and len(text) <= _LONGEST and not HARD_END.search(text):
                seen[_key(text)].append(index)
    needed = min(_PAGES, max(2, len(pages) // 2))
    return [
        index
        for key, indices in seen.items()
        if len({rows[index].page for index in indices}) >= needed
        and (key.strip("# ") or _rises(rows, indices))
        for index in indices
    ]


def _key(text: str) -> str:
    return _SPACES.sub(" ", re.sub(r"\d+", "#", text))


def _rises(rows: Sequence[Row], indices: Sequence[int]) -> bool:
    """Whether lone numbers grow by as much as their pages do."""
    offsets = {
        int(rows[index].text) - (rows[index].page or 0) for index in indices if rows[index].text.isdigit()
    }
    return len(offsets) == 1


def _beside(rows: Sequence[Row], apart: Sequence[bool], edges: Sequence[bool]) -> list[int]:
    """Return the lines beside page numbers, or beside heads, that recur there in a text without pages."""
    if any(row.page is not None for row in rows):
        return []
    beside = [
        index
        for index, row in enumerate(rows)
        if not apart[index]
        and _may_be_head(row)
        and any(edges[other] for other in (index - 1, index + 1) if 0 <= other < len(rows))
    ]
    known = [index for index, is_edge in enumerate(edges) if is_edge]  # heads found before among them
    counts = Counter(rows[index].text for index in (*beside, *known))
    return [index for index in beside if counts[rows[index].text] >= 2]


def _may_be_head(row: Row) -> bool:
    text = _SPACES.sub(" ", row.text)
    is_line = not row.whole and row.line.role is LineRole.BODY and not row.cells
    return is_line and len(text) <= _BESIDE and not text.isdecimal() and not HARD_END.search(text)


def _titles_again(rows: Sequence[Row], apart: Sequence[bool], page_lines: Sequence[bool]) -> set[int]:
    """Return the lines beside a symbol or page number that together are words of the first page.

    This finds the head of a document's only other page. In a longer document, heads recur often enough,
    and the headings of a list of contents must not be taken for them. Symbols that are
    not on the first page may be those of a list of documents, whose titles an agenda may have as well.
    """
    edges = [index for index, row in enumerate(rows) if index and (page_lines[index] or _has_symbol(row))]
    if len(edges) > _FEW_EDGES:
        return set()
    edges = [index for index in edges if _has_own_symbol(rows, index)]
    words = [_squashed(_NUMBERED.sub(" ", row.text[: _LINES * _BESIDE])) for row in rows[:_FRONT]]
    found: set[int] = set()
    last = max((index for index, is_apart in enumerate(apart) if not is_apart), default=0)
    for edge in edges:
        if edge > last:
            break  # what is above the foot of the last page is no head
        mixed = not page_lines[edge]  # head and symbol are on one line
        for block in (
            range(edge - (not mixed), max(0, edge - _LINES), -1),
            range(edge + (not mixed), min(len(rows), edge + _LINES)),
        ):
            found.update(_title_in(block, rows, apart, words))
    return found


def _title_in(
    block: Sequence[int], rows: Sequence[Row], apart: Sequence[bool], words: Sequence[str]
) -> Sequence[int]:
    """Return the longest beginning of a block whose words occur together before it."""
    longest = 0
    text = ""
    for count, index in enumerate(block, start=1):
        if apart[index] or not _may_be_head(rows[index]):
            break
        bare = _squashed(SYMBOL.sub(" ", rows[index].text))
        text = bare + text if block[-1] < block[0] else text + bare
        if width(text) >= _SHORTEST and _begin_with(words[: min(index, block[0])], text):
            longest = count
    return block[:longest]


def _has_own_symbol(rows: Sequence[Row], index: int) -> bool:
    """Whether the symbols of a row, if it has any, are in the first rows above it, too."""
    own = {symbol for row in rows[: min(index, _MASTHEAD)] for symbol in SYMBOL.findall(row.text)}
    return own.issuperset(SYMBOL.findall(rows[index].text))


def _begin_with(words: Sequence[str], text: str) -> bool:
    """Whether the lines from one of them on begin with a text."""
    joined = "".join(words)
    return any(joined.startswith(text, start) for start in accumulate(map(len, words), initial=0))


def _has_symbol(row: Row) -> bool:
    """Whether a line has a symbol at its edge and other words: head and symbol on one line."""
    match = SYMBOL.search(row.text) if _may_be_head(row) else None
    return match is not None and (match.start() == 0 or match.end() == len(row.text))


def _squashed(text: str) -> str:
    return _SIGNS.sub("", text).lower()
