"""Measure the lines of an extract: where they are on their pages.

Where a format gives no places, as text extracted from a page, they are counted: in columns, of which a
Chinese character takes two, and in lines, empty ones included. Such places are less exact, but they mean
the same. For PDF a column is half the size of the letters.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from statistics import median
from typing import Final

from aligner.languages.letter_ranges import WIDE
from aligner.values import Span
from aligner.values.extract import Extract, InlineMark, Line

_SYMBOL_PARTS: Final = ("Rev", "Add", "Corr", "Amend", "L", "C", "PV", "SR", "INF", "CRP", "WP", "CONF")
_NOT_IN_SYMBOL: Final = "".join(f"(?<!/{part})" for part in _SYMBOL_PARTS)
HARD_END: Final = re.compile(
    rf"(?:{_NOT_IN_SYMBOL}\.|[。．;；:：︰!！?？؟؛…])[”“’\"'»）)」』\]]*[\d¹²³*]{{0,3}}$"
)
"""A line that ends a sentence or clause, with a note's mark perhaps; `L.7` ends a symbol."""

_SHIFT: Final = 16  # columns by which the margins of two pages may differ
_FEW: Final = 8  # lines of a page that show its margin
_UNEVEN: Final = 5  # columns by which two pages of one width may differ on the right, if places are counted
_UNEVEN_PLACES: Final = 0.5  # the same if they are measured
_MOST: Final = 0.9  # quantile of the lines' ends that is the margin, and share of lines that show a shift
LARGER: Final = 1.08
"""How much larger than the text's the letters of a heading are, at least."""

CLOSERS: Final = "，。；：、！？）】」』》〉”’…·％"
"""Signs that never begin a line."""

LEADERS: Final = re.compile(r"(?:[.…·] ?){6,}")
"""The dots of a list of contents."""

COMMA_END: Final = re.compile(r"[,،、，][”“’\"'»）)」』\]]*(?: ?[\d¹²³*]{1,3})?$")
"""A line that ends at a comma, as preambular paragraphs do."""


_WORDS: Final = re.compile(rf"[{WIDE}]{{1,2}}[{CLOSERS}]*|(?:[«„“]\s)?[^\s{WIDE}]+")


COUNTED_SIZE: Final = 2.0
"""The size of letters, in columns, where places are counted."""

COUNTED_STEP: Final = 1.2 * COUNTED_SIZE
"""The step of lines there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line with text, and its place: in points, or in columns where the format gives none.

    Attributes:
        text: without the space around it.
        start: offset of its first character in the extract's text.
        near: where it begins, from the side on which its script begins.
        far: where it ends, from that side.
        line: the line it is.
        fresh: whether something was lifted out between it and the row above, as at
            the top of a page: gap and indentation then say little.
        down: how many lines are above it, empty ones included.
    """

    text: str
    start: int
    near: float
    far: float
    line: Line
    fresh: bool = False
    down: int = 0

    @property
    def is_placed(self) -> bool:
        """Whether the format gives its place."""
        return self.line.box is not None and self.line.box.size > 0

    @property
    def size(self) -> float:
        """The size of its letters, in points; two where places are counted in columns."""
        return self.line.box.size if self.line.box and self.line.box.size > 0 else COUNTED_SIZE

    @property
    def middle(self) -> float:
        """Half way between its edges."""
        return (self.near + self.far) / 2

    @property
    def top(self) -> float:
        """Its upper edge, from the top of its page or of the text; its baseline where places are counted."""
        return self.line.box.top if self.line.box else self.base

    @property
    def base(self) -> float:
        """Its baseline, in points or columns from the same."""
        box = self.line.box
        return box.bottom - 0.2 * box.size if box else COUNTED_STEP * self.down

    @property
    def stop(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)

    @property
    def page(self) -> int | None:
        """The page it is on."""
        return self.line.page

    @property
    def cells(self) -> tuple[Span, ...]:
        """Where its cells are in the extract's text, where it is a row of a table."""
        return self.line.cells

    @property
    def whole(self) -> bool:
        """Whether it is a paragraph by itself."""
        return self.line.whole

    @property
    def first_mark(self) -> InlineMark | None:
        """The mark that its format shows at its beginning."""
        return next((inline for inline in self.line.marks if inline.span.start == self.start), None)

    def after(self, mark: InlineMark) -> int:
        """How many characters the mark that it begins with takes, with the space after it."""
        return len(self.text) - len(self.text[len(mark.span) :].lstrip())

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends a sentence or clause, before the marks of notes."""
        return HARD_END.search(self._unmarked) is not None

    @property
    def ends_at_comma(self) -> bool:
        """Whether it ends at a comma, before the marks of notes."""
        return COMMA_END.search(self._unmarked) is not None

    @property
    def _unmarked(self) -> str:
        """Its text without the marks of notes that its format shows at its end."""
        stop = self.stop
        for inline in reversed(self.line.marks):
            if inline.span.stop == stop:
                stop = inline.span.start
        return self.text[: stop - self.start]


@lru_cache(maxsize=16384)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def width(text: str) -> int:
    """Return how many columns a text takes on a character grid.

    >>> width("第 5 条"), width("été"), width("e\N{COMBINING ACUTE ACCENT}"), width("")
    (7, 3, 1, 0)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def width_of_words(text: str, count: int) -> int:
    """Return how many columns the first words of a text take; two Chinese characters count as one.

    >>> width_of_words("the well-known plan", 2), width_of_words("草案，和 2030 年议程", 2)
    (14, 8)
    """
    words = list(islice(_WORDS.finditer(text), count))
    return width(text[: words[-1].end()]) if words else 0


def measure(extract: Extract, *, right_to_left: bool = False) -> list[Row]:
    """Return the lines of an extract that have text, measured from the side their script begins on."""
    rows: list[Row] = []
    down = 0
    edge = max((line.box.right for line in extract.lines if line.box), default=0.0) if right_to_left else None
    for line in extract.lines:
        raw = extract.text_of(line)
        text = raw.strip()
        down += 1 + line.blank_above
        if not text:
            continue
        if line.cells:
            text = raw  # a tab at its beginning comes after an empty cell
        margin = 0 if line.cells else len(raw) - len(raw.lstrip())
        near, far = _reach(line, text, raw[:margin], edge)
        start = line.span.start + margin
        rows.append(Row(text, start, near, far, line, down=down))
    return _levelled(rows)


def _levelled(rows: list[Row]) -> list[Row]:
    """Let the text of all pages begin at one margin.

    Left and right pages of a book have margins of their own, and so do all pages of a text file, where blanks
    stand for places. Their lines then end further on as well; on a page of indented lists they do not.
    """
    measured = bool(rows) and rows[0].is_placed

    def side(row: Row) -> int:
        return (row.page or 0) % 2 if measured else row.page or 0

    grouped: dict[int, list[Row]] = {}
    for row in rows:
        if row.page is not None and not row.whole:
            grouped.setdefault(side(row), []).append(row)
    margins = {key: _margins(lines) for key, lines in grouped.items() if len(lines) >= _FEW}
    if len(set(margins.values())) < 2:
        return rows
    most = max(margins, key=lambda key: len(grouped[key]))
    usual = margins[most] if measured else _margins([row for lines in grouped.values() for row in lines])
    column = median(row.size for row in rows) / COUNTED_SIZE
    uneven = (_UNEVEN_PLACES if measured else _UNEVEN) * column
    starts = {round(row.near) for row in grouped[most]}
    shifts: dict[int, float] = {}
    for key, (near, far) in margins.items():
        by, ends = usual[0] - near, usual[1] - far
        # One of the sides may have more lines set in.
        begun = sum(round(row.near + ends) in starts for row in grouped[key])
        if measured and abs(by - ends) > uneven and begun >= _MOST * len(grouped[key]):
            by = ends
        if abs(by) <= _SHIFT * column and abs(by - ends) <= uneven:
            shifts[key] = by
    moves = [(row, shifts.get(side(row), 0.0)) for row in rows]
    return [replace(row, near=row.near + by, far=row.far + by) if by else row for row, by in moves]


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    """Return where most of the long lines begin, and before which place most of these end."""
    longest = max(row.far - row.near for row in rows)
    long = [row for row in rows if row.far - row.near > longest / 2]
    counts = Counter(round(row.near, 1) for row in long)
    near = min(counts, key=lambda place: (-counts[place], place))
    return near, usual_far_edge(row for row in long if round(row.near, 1) == near)


def usual_far_edge(rows: Iterable[Row]) -> float:
    """Return the far edge of nearly all lines."""
    fars = sorted(row.far for row in rows)
    return fars[int(len(fars) * _MOST)]


def _reach(line: Line, text: str, indent: str, edge: float | None) -> tuple[float, float]:
    """Return where a line begins and where it ends, from an edge where one is given."""
    if line.box and line.box.size > 0:
        if edge is not None:
            return edge - line.box.right, edge - line.box.left
        return line.box.left, line.box.right
    left = width(indent.expandtabs(4))
    return left, left + width(text)
