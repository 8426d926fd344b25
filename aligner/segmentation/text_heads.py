"""Running heads of a text without places, which its form feeds, symbols and page numbers show.

A head is at the edge of a page, or next to the symbol and page number printed there, and it recurs:
on another page, or in the title of the document. Heads may have several lines, so each line
found is the edge for the next.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from aligner.segmentation.measured_rows import Row, width
from aligner.segmentation.running_heads import letters_of
from aligner.values.document import SYMBOL

LONGEST: Final = 120  # characters of a line that may belong to the page
MASTHEAD: Final = 8  # rows that have the document's own symbol
_PAGES: Final = 3  # pages on which a running head recurs at least, in a long text
_EDGE: Final = 2  # how many rows at either end of a page may be running heads
_LINES: Final = 8  # lines of a head
_FEW_EDGES: Final = 9  # symbols and page numbers of a document of two or three pages
_FRONT: Final = 60  # rows that may have the title
_SHORTEST: Final = 14  # columns of a head that is known by the title alone
_NUMBERED: Final = re.compile(rf"{SYMBOL.pattern}|^\d{{1,4}}/\d{{1,4}}[.．]")
"""What may be before a title: the document's symbol, or the number of a resolution."""


def find(rows: Sequence[Row], found: Sequence[bool], is_page_line: Callable[[str], bool]) -> list[int]:
    """Return the rows of running heads and feet.

    Rows `found` are known as furniture by what they say; `is_page_line` tells symbols and page numbers.
    """
    apart = list(found)
    for _ in range(_LINES):
        for index in _recurring(rows, apart):
            apart[index] = True
    edges = [index for index, row in enumerate(rows) if index and apart[index] and is_page_line(row.text)]
    for index in _titles_again(rows, apart, edges if len(edges) <= _FEW_EDGES else []):
        apart[index] = True
    return [index for index, is_apart in enumerate(apart) if is_apart and not found[index]]


def _recurring(rows: Sequence[Row], found: Sequence[bool]) -> list[int]:
    """Return rows that recur, apart from their number, at the same edge of three pages or of half of them.

    Numbers by themselves must rise by as much as their pages do.
    """
    pages: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.page is not None and not found[index]:
            pages[row.page].append(index)
    seen: dict[str, list[int]] = defaultdict(list)
    for indices in pages.values():
        for index in dict.fromkeys((*indices[:_EDGE], *indices[-_EDGE:])):
            if _may_be_head(rows[index]):
                seen[" ".join(re.sub(r"\d+", "#", rows[index].text).split())].append(index)
    if len({int(rows[index].text) - (rows[index].page or 0) for index in seen["#"]}) > 1:
        del seen["#"]
    needed = min(_PAGES, max(2, len(pages) // 2))
    return [
        index
        for indices in seen.values()
        if len({rows[index].page for index in indices}) >= needed
        for index in indices
    ]


def _titles_again(rows: Sequence[Row], apart: Sequence[bool], edges: Sequence[int]) -> set[int]:
    """Return the lines beside a symbol or page number that together are words of the first page.

    This finds the head of a document's only other page. In a longer document, heads recur often enough,
    and the headings of a list of contents must not be taken for them. Symbols that are
    not on the first page may be those of a list of documents, whose titles an agenda may have as well.
    """
    words = [letters_of(_NUMBERED.sub(" ", row.text)) for row in rows[:_FRONT]]
    found: set[int] = set()
    for edge in edges:
        own = {symbol for row in rows[: min(edge, MASTHEAD)] for symbol in SYMBOL.findall(row.text)}
        for step in (-1, 1) if own.issuperset(SYMBOL.findall(rows[edge].text)) else ():
            block: list[int] = []
            for index in range(edge + step, edge + (_LINES + 1) * step, step):
                if index not in range(len(rows)) or apart[index] or not _may_be_head(rows[index]):
                    break
                block.append(index)
                text = "".join(letters_of(rows[other].text) for other in sorted(block))
                if width(text) >= _SHORTEST and _begin_with(words[: min(block)], text):
                    found.update(block)
    return found


def _may_be_head(row: Row) -> bool:
    return not row.whole and len(row.text) <= LONGEST and not row.ends_sentence


def _begin_with(words: Sequence[str], text: str) -> bool:
    """Whether the lines from one of them on begin with a text."""
    joined = "".join(words)
    return any(joined.startswith(text, start) for start in accumulate(map(len, words), initial=0))
