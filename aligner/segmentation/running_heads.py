"""Distinguish running heads and feet from the text by their places on the pages.

A head is outside the frame that the text fills, and it recurs: at the same height on another page, or
in the title on the first page. One page of a kind is enough for a document of two pages, and even and
odd pages may differ. Lines inside the frame stay text whatever they quote, unless the same lines open
page after page.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median
from typing import Final

from aligner.segmentation.line_places import SMALL, is_next_line, overlap, same_line, same_size, size_of_text
from aligner.segmentation.measured_rows import HARD_END, LARGER, Row
from aligner.values.document import SYMBOL
from aligner.values.runs import runs_of

_LINES: Final = 8  # lines at either end of a page that may be heads or feet, or between two of a column
_NAME: Final = 8  # letters and digits of the name of a section, at least
_FEWEST_PAGES: Final = 3  # with a line at one height, more of which show a head
_LONGEST: Final = 160  # characters a line of a head may have
_SAME_HEIGHT: Final = 3.0  # points
_SAME_LINE: Final = 0.4  # of the size
_WIDE: Final = 0.6  # of the text's width: a line of running text, not of a masthead or heading
_KNOWN_WORDS: Final = 0.8  # share of a head's words that the first page has
_UNKNOWN: Final = float("inf")
"""The foot of a frame where no two full lines follow each other, as in lists and forms."""

_NUMBER: Final = re.compile(r"\d+|\b[ivxlc]{1,6}\b")
_PITCH: Final = 1.35  # of a head's size: the step of lines of one paragraph
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_LONE: Final = re.compile(r"[-–—\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—\s]*", re.IGNORECASE)
"""A page number between dashes or alone."""


_Line = list[int]
"""The rows of one page on one baseline."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The area that the text fills on the pages, between two baselines, with the size of its letters."""

    top: float
    bottom: float
    size: float


def find(rows: Sequence[Row], found: Sequence[bool]) -> list[int]:
    """Return the rows of a document with places that are running heads or feet.

    Rows `found` are known as furniture by what they say, as symbols and page numbers are.
    """
    pages = _pages(rows)
    if len(pages) < 2:
        return []
    frame = _frame(rows, pages, _identical(rows, pages))
    finder = _Finder(rows, found, pages, frame, _keys_inside(rows, pages))
    return [*finder.heads(), *finder.feet()]


def _alike(
    rows: Sequence[Row], lines: Iterable[_Line], key: Callable[[int], str | None]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each row of some lines that has a key, and all rows that have it at the same height."""
    found: dict[str, list[int]] = defaultdict(list)
    for index in chain.from_iterable(lines):
        if (known := key(index)) is not None:
            found[known].append(index)
    for same in found.values():
        for index in same:
            base = rows[index].base
            yield index, [other for other in same if abs(rows[other].base - base) <= _SAME_HEIGHT]


def _pages(rows: Sequence[Row]) -> dict[int, list[_Line]]:
    """Return the lines of each page from its top down."""
    placed: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.page is not None and row.is_placed and not row.whole:
            placed[row.page].append(index)
    pages: dict[int, list[_Line]] = {}
    for page, own in sorted(placed.items()):
        down = sorted(own, key=lambda index: rows[index].base)
        pages[page] = runs_of(down, lambda a, b: same_line(rows[a], rows[b]))
    return pages


def _identical(rows: Sequence[Row], pages: dict[int, list[_Line]]) -> set[int]:
    """Return rows at the edges of pages that recur at their height.

    The same words must be there on three pages, and on a third of all pages.
    """
    needed = max(_FEWEST_PAGES, len(pages) / 3)
    edges = (line for lines in pages.values() for line in (*lines[:_LINES], *lines[_LINES:][-_LINES:]))
    alike = _alike(rows, edges, lambda index: rows[index].text)
    return {index for index, same in alike if len({rows[i].page for i in same}) >= needed}


def _frame(rows: Sequence[Row], pages: dict[int, list[_Line]], ignored: set[int]) -> _Frame:
    """Return the frame of running text: lines of the usual size that follow each other at the usual step."""
    size = size_of_text(rows)
    of_text = [row for row in rows if row.is_placed and same_size(row, size)]
    widths = sorted(row.far - row.near for row in of_text)
    wide = _WIDE * widths[int(len(widths) * 0.9)]

    own = {i for i, row in enumerate(rows) if i not in ignored and same_size(row, size)}
    text = {index for index in own if rows[index].far - rows[index].near >= wide}
    steps = {
        (above, below): rows[below].base - rows[above].base
        for lines in pages.values()
        for above, below in _below(rows, lines)
        if above in text and below in own
    }
    usual = median([step for (_, below), step in steps.items() if below in text] or [1.2 * size])
    close = [pair for pair, step in steps.items() if step <= 1.15 * usual]
    if not close:
        return _Frame(0.0, _UNKNOWN, size)
    tops: dict[int | None, float] = {}
    for above, _ in close:
        tops.setdefault(rows[above].page, rows[above].base)
    _, *later = tops.values()
    # What is above it is surely another line than its first.
    top = min(later or tops.values()) - _SAME_LINE * size
    return _Frame(top, max(rows[below].base for _, below in close), size)


def _below(rows: Sequence[Row], lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Yield each row of a page with the row below it in its column."""
    for place, line in enumerate(lines):
        for index in line:
            for other in lines[place + 1 : place + 1 + _LINES]:
                found = next((i for i in other if overlap(rows[index], rows[i])), None)
                if found is not None:
                    yield index, found
                    break


def _keys_inside(rows: Sequence[Row], pages: dict[int, list[_Line]]) -> set[str]:
    """Return what lines far from a page's edges, or two lines of a page say, apart from their numbers."""
    found: set[str] = set()
    for lines in pages.values():
        keys = [
            [_key(rows[index].text) for index in line if _WORDS.search(rows[index].text)] for line in lines
        ]
        found.update(chain.from_iterable(keys[_LINES:-_LINES]))
        found.update(key for key, count in Counter(chain.from_iterable(keys)).items() if count > 1)
    return found


@dataclass(slots=True)
class _Finder:
    rows: Sequence[Row]
    found: Sequence[bool]
    pages: dict[int, list[_Line]]
    frame: _Frame
    inside: set[str]

    def heads(self) -> list[int]:
        """Return the rows of running heads: the first lines of each page, up to one that is not a head."""
        edges = {page: lines[:_LINES] for page, lines in self.pages.items()}
        again = self._repeated(edges) | self._level(edges)
        first, opening = next(iter(self.pages.items()))
        texts = [self.rows[index].text for line in opening for index in line]
        words = {word.lower() for text in texts for word in _WORDS.findall(text)}
        heads: list[int] = []
        for page, lines in edges.items():

            def is_head(index: int, line: _Line, page: int = page) -> bool:
                if index in again:
                    return True
                return page != first and self._is_above(line) and self._names_again(index, line, words)

            found = self._outermost(lines, is_head)
            if found and self._runs_on(page, found[-1]):
                found = [index for index in found if index in again]
            heads += found
        return heads

    def _level(self, edges: dict[int, list[_Line]]) -> set[int]:
        """Return the rows above the frame at a height at which most pages have one, though words differ.

        The heads of a book name its chapters and sections: most of them recur, or begin another line. They
        are neither larger than the text nor bold.
        """

        def may_be(index: int) -> str | None:
            row = self.rows[index]
            return None if row.size >= LARGER * self.frame.size or row.line.bold else ""

        above = [line for lines in edges.values() for line in lines if self._is_above(line)]
        begun = sorted(letters_of(row.text) for row in self.rows) if above else []
        named = {i for line in above for i in line if _recurs(letters_of(self.rows[i].text), begun)}
        most = max(_FEWEST_PAGES, len(self.pages) / 2)
        return {
            index
            for index, level in _alike(self.rows, above, may_be)
            if len({self.rows[i].page for i in level}) > most and 2 * len(named & {*level}) > len(level)
        }

    def _is_above(self, line: _Line) -> bool:
        return self.rows[line[0]].base < self.frame.top

    def _runs_on(self, page: int, last: int) -> bool:
        """Whether the last line of what may be a head goes on below it, at the step of its letters."""
        row = self.rows[last]
        return not row.ends_sentence and any(
            above == last and is_next_line(row, self.rows[below], _PITCH)
            for above, below in _below(self.rows, self.pages[page])
        )

    def feet(self) -> list[int]:
        """Return the rows of running feet: the last lines of each page, from below one that is not a foot."""
        edges = {page: lines[::-1][:_LINES] for page, lines in self.pages.items()}
        again = self._repeated(edges)
        return [
            index for lines in edges.values() for index in self._outermost(lines, lambda i, _: i in again)
        ]

    def _outermost(self, lines: Iterable[_Line], is_one: Callable[[int, _Line], bool]) -> list[int]:
        """Return the rows of the outermost lines, until one is not all furniture."""
        kept: list[int] = []
        for line in lines:
            new = [index for index in line if not self.found[index] and is_one(index, line)]
            kept += new
            rest = (self.rows[i].text for i in line if not self.found[i] and i not in new)
            if not all(map(_LONE.fullmatch, rest)):
                break
        return kept

    def _may_be(self, index: int) -> bool:
        """Whether a row is short and has no raised mark at its beginning, as notes that pages repeat have."""
        row = self.rows[index]
        is_text = HARD_END.search(row.text) and len(row.text) > _LONGEST / 2
        return len(row.text) <= _LONGEST and row.first_mark is None and not is_text

    def _repeated(self, edges: dict[int, list[_Line]]) -> set[int]:
        """Return the rows that recur at the same height of another page, apart from the numbers in them."""

        def key(index: int) -> str | None:
            return _key(self.rows[index].text) if self._may_be(index) else None

        alike = _alike(self.rows, chain.from_iterable(edges.values()), key)
        return {index for index, same in alike if self._is_repetition(index, same)}

    def _is_repetition(self, index: int, same: Sequence[int]) -> bool:
        """Whether a row and those like it at its height are one head.

        Inside the text's frame they must be the same word for word on three pages. Outside, where
        numbers differ, they must rise with the pages or the rows are on half of them: `Article 5`
        and `Article 6` may open two pages. What also stands inside the text is a heading of it, unless its
        numbers rise with more pages: the contents list the chapters that heads name. Lone numbers that count
        most pages are page numbers, even below notes in letters and steps of the text.
        """
        pages = {self.rows[i].page for i in same}
        if len(pages) < 2:
            return False
        outside = not self.frame.top <= self.rows[index].base <= self.frame.bottom
        identical = len({self.rows[i].text for i in same}) == 1
        if identical and len(pages) > (1 if outside else 2):
            return True
        is_number = self.rows[index].text.isdecimal()
        if not (outside or is_number):
            return False
        share, rises = len(pages) / len(self.pages), self._rises(same)
        if is_number and rises and share > 1 / 2:
            return True
        if rises and len(pages) >= _FEWEST_PAGES:
            return outside
        return outside and _key(self.rows[index].text) not in self.inside and (rises or share >= 1 / 2)

    def _rises(self, same: Sequence[int]) -> bool:
        """Whether one of the numbers in the rows mostly grows by as much as the pages do.

        Where a blank page or a plate is left out of the file, it grows by more.
        """
        shifts = [
            [int(number) - (self.rows[i].page or 0) for number in re.findall(r"\d+", self.rows[i].text)]
            for i in same
        ]
        columns = (list(pairwise(column)) for column in zip(*shifts, strict=False))
        return any(2 * sum(a == b for a, b in steps) > len(steps) for steps in columns)

    def _names_again(self, index: int, line: _Line, words: set[str]) -> bool:
        """Whether two hold of a line: it is small, is beside a symbol, or has words of the first page."""
        small = self.rows[index].size < SMALL * self.frame.size
        beside = any(self.found[i] or SYMBOL.match(self.rows[i].text) for i in line)
        own = [word.lower() for word in _WORDS.findall(self.rows[index].text)]
        named = bool(own) and sum(word in words for word in own) >= _KNOWN_WORDS * len(own)
        return small + beside + named > 1


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text.lower()))


def _recurs(letters: str, begun: Sequence[str]) -> bool:
    """Whether two lines of a document begin with some letters; `begun` has those of all lines, in order."""
    place = bisect_left(begun, letters)
    return len(letters) >= _NAME and any(line.startswith(letters) for line in begun[place + 1 : place + 2])


def _key(text: str) -> str:
    return " ".join(_NUMBER.sub("#", text).lower().split())
