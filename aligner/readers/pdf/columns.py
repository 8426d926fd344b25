"""Put the pieces of a page in reading order: down one column, then down the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil, inf
from statistics import median
from typing import Final

from aligner.readers.pdf.glyph import Fragment, inked_to
from aligner.readers.pdf.measures import FEWEST, LOOSE, MOST, SOME, WIDER
from aligner.readers.pdf.tables import Table

# Distances marked "em" are multiples of the letters' size.
_FILLED: Final = 0.55  # share of the column's width that its usual row fills
_MIN_LETTERS: Final = 9  # minimum number of letters in the usual row of a column
_INDENTS: Final = 4  # maximum number of indents at which many lines of a column begin
_WITH_INDENTS: Final = 0.85  # share of lines that begin at the edge of a column or at its indents
_ALIKE: Final = 0.8  # ratio of the rows of two bands whose gutters are compared
_GUTTER: Final = 0.75  # em: minimum width of a gutter
_OFFSET: Final = 0.7  # em: vertical offset between lines of two columns that are side by side
_SURE: Final = 12  # number of two-column rows that prove that a document has columns
_BELOW: Final = 4.0  # em: maximum distance of a paragraph or heading below the last line of its column
_STRIP: Final = 2.0  # em: minimum distance between lines with an empty strip between them
_STEP: Final = 4.0  # points between the positions tried for a gutter
_INDENT: Final = 12.0  # points by which the middles of two gutters surely differ
_NEARLY: Final = 0.9  # share of the height of the best columns that those of the document have


@dataclass(frozen=True, slots=True)
class Block:
    """Adjacent tables, which are indivisible among the lines of a page; each of their lines counts as full.

    `bases` are the baselines of its lines, and `size` is that of its letters.
    """

    tables: Sequence[Table]
    left: float
    right: float
    bases: tuple[float, ...]
    size: float

    @classmethod
    def of(cls, tables: Sequence[Table]) -> Block:
        """Measure adjacent tables."""
        fragments = [part for table in tables for row in table.rows for part in row.fragments]
        bases = tuple(sorted({part.base for part in fragments}, reverse=True))
        left, right = min(table.grid.left for table in tables), max(table.grid.right for table in tables)
        return cls(tables, left, right, bases, fragments[0].size)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A fragment, or one line of a block, with its measurements.

    Pages that are read from right to left are mirrored, so that all are read from left to right.
    """

    fragment: Fragment | Block
    left: float
    right: float
    base: float
    letters: int


@dataclass(frozen=True, slots=True)
class _Band:
    """A stretch of the page that a gutter separates into two columns of running text.

    `room` is the width between the columns that no line extends into.
    """

    top: float
    bottom: float
    gutter: float
    rows: int
    room: float = 0.0

    @property
    def height(self) -> float:
        """How much of the page it takes."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Columns:
    """Two columns of text that pages of a document have, their edges, and the middle of the gutter.

    `starts` are, for each of them, the places where lines begin: the usual place first, then those of
    indented lines. `rows` is how many two-column rows the page has from which these were learned.
    """

    middle: float
    edges: tuple[tuple[float, float], ...]
    starts: tuple[tuple[float, ...], ...]
    rows: int

    @classmethod
    def of(cls, band: _Band, pieces: Sequence[_Piece]) -> _Columns:
        sides = _columns_of(band, pieces)
        edges = tuple((min(p.left for p in side), max(p.right for p in side)) for side in sides)
        middle = (edges[0][1] + edges[1][0]) / 2
        return cls(middle, edges, tuple(map(_starts, sides)), band.rows)

    def band(self, down: list[_Piece]) -> _Band | None:
        """Find the longest stretch of a page whose lines fit these columns, if there is one.

        A sign may hang in the gutter, but reaches no other column.
        """
        found: list[_Band] = []
        (_, first), (second, _) = self.edges
        gutter = second - 1
        crossing = {
            p.base
            for p in down
            if not (p.left < first and p.right <= gutter) and not (gutter <= p.left and second < p.right)
        }
        for run in _runs(down, crossing):
            below = _below_head(run, gutter)
            head = _sides(run[: len(run) - len(below)], gutter)
            parts = (below, run)
            if all(self._begins_at(number, side) for number, side in enumerate(head)):
                parts = (run, below)
            for part in parts:
                sides = _sides(part, gutter)
                if all(sides) and all(self._fits(number, side) for number, side in enumerate(sides)):
                    found.append(_Band(part[0].base, part[-1].base, gutter, len(part)))
                    break
        return max(found, key=lambda band: band.rows, default=None)

    def share_margins(self, other: _Columns) -> bool:
        """Whether these and others are between the same margins, so that one gutter is an alignment."""
        pairs = zip((self.edges[0][0], self.edges[1][1]), (other.edges[0][0], other.edges[1][1]), strict=True)
        return all(abs(own - edge) < _INDENT for own, edge in pairs)

    def _begins_at(self, number: int, side: Sequence[_Piece]) -> bool:
        """Whether most lines of a side begin at usual places or are in its middle, unlike a masthead."""
        middle = sum(self.edges[number]) / 2
        rows = _row_sizes(side)
        flush = sum(
            abs((left + right) / 2 - middle) < _STEP
            or any(abs(left - place) < _STEP for place in self.starts[number])
            for left, right, _ in rows
        )
        return 2 * flush >= len(rows)

    def _fits(self, number: int, side: Sequence[_Piece]) -> bool:
        """Whether some line of one side begins at a usual place, and none begins outside the column."""
        aligned = any(abs(p.left - place) < _STEP for p in side for place in self.starts[number])
        inside = all(p.left - self.edges[number][0] > -_STEP for p in side)
        return aligned and inside and max(p.letters for p in side) >= _MIN_LETTERS


@dataclass(slots=True)
class ColumnHabit:
    """Where a document has its columns, learned from all pages before: most two-column rows decide.

    On one page, the numbers of a list may stand further apart from their text than the columns. Left and
    right pages may have their columns in two places.
    """

    _found: dict[int, _Columns] = field(default_factory=dict)
    _votes: Counter[int] = field(default_factory=Counter)
    _inner: ColumnHabit | None = None

    @property
    def inner(self) -> ColumnHabit:
        """Where one of two columns is two columns itself, as on pages with three."""
        self._inner = self._inner or ColumnHabit()
        return self._inner

    def learn(self, band: _Band, pieces: Sequence[_Piece]) -> None:
        """Count the columns of a page."""
        if band.rows < _SURE:
            return
        columns = _Columns.of(band, pieces)
        place = round(columns.middle / _INDENT)
        self._votes[place] += band.rows
        if place not in self._found or self._found[place].rows < band.rows:
            self._found[place] = columns

    @property
    def usual(self) -> list[_Columns]:
        """The columns that are usual in the document, the most frequent first; in one place, only these."""
        near = {place: sum(self._votes[place + step] for step in (-1, 0, 1)) for place in self._votes}
        often = [place for place in self._found if near[place] >= SOME * max(near.values())]
        kept: list[_Columns] = []
        for place in sorted(often, key=lambda place: (-near[place], -self._found[place].rows)):
            if not any(self._found[place].share_margins(columns) for columns in kept):
                kept.append(self._found[place])
        return kept

    def band(self, down: list[_Piece]) -> _Band | None:
        """Find the longest stretch of a page whose lines fit usual columns, if there is one.

        Of three columns, those that are left may be two inner ones.
        """
        inner = [] if self._inner is None else self._inner.usual
        bands = [columns.band(down) for columns in (*self.usual, *inner)]
        return max(filter(None, bands), key=lambda band: band.rows, default=None)


def _columns_of(band: _Band, pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Return the pieces of a band's left column, and those of its right one."""
    return list(_sides([p for p in pieces if band.bottom <= p.base <= band.top], band.gutter))


def _starts(side: Sequence[_Piece]) -> tuple[float, ...]:
    """Return the places where lines of one side often begin, the most frequent first."""
    counted = Counter(round(piece.left) for piece in side).most_common()
    often = [start for start, count in counted[1:] if count >= FEWEST]
    return (counted[0][0], *often)


def in_reading_order(
    fragments: list[Fragment],
    leftwards: bool,
    blocks: Sequence[Block] = (),
    habit: ColumnHabit | None = None,
) -> list[Fragment | Block]:
    """Order the pieces of a page.

    Two columns of text are read one after the other. Pieces that are merely side by side (in a
    masthead, in the cells of a table) are read row by row: their lines do not fill their columns.
    Each line of a block counts as full, so that a table inside a column does not interrupt it.

    Args:
        fragments: the fragments of one page.
        leftwards: whether the page is read from right to left.
        blocks: other elements of the page; each is in the result once.
        habit: the columns of earlier pages, which reveal those of a page with few lines in
            one of them; this page updates them.
    """
    ordered = [piece.fragment for piece in _ordered(_pieces(fragments, blocks, leftwards), habit)]
    return list({id(each): each for each in ordered}.values())  # a block once, at its first line


def _pieces(fragments: Iterable[Fragment], blocks: Sequence[Block], leftwards: bool) -> list[_Piece]:
    pieces = [
        _Piece(f, f.left, min(f.right, max(map(inked_to, f.glyphs))), f.base, _letters(f)) for f in fragments
    ]
    pieces += [
        _Piece(block, block.left, block.right, base, _MIN_LETTERS) for block in blocks for base in block.bases
    ]
    return [replace(p, left=-p.right, right=-p.left) for p in pieces] if leftwards else pieces


def _letters(fragment: Fragment) -> int:
    """Return the number of letters of a fragment, of which text recognition finds whole words at once."""
    return sum(len(glyph.text) for glyph in fragment.glyphs)


def _ordered(pieces: list[_Piece], habit: ColumnHabit | None = None, fewest: int = FEWEST) -> list[_Piece]:
    """Return the pieces in reading order; pass `habit` only for a whole page, or its inner one for a column.

    `fewest` is how many rows show that the pieces are in two columns that the habit does not know.
    """
    inner = fewest > FEWEST
    best, known = _best_band(pieces, habit, inner=inner), None
    if habit is not None:
        if best is not None:
            habit.learn(best, pieces)
        known = habit.band(sorted(pieces, key=lambda p: -p.base))
    band = None if best is None or best.rows < fewest else best
    if known is not None and (band is None or (not inner and known.height > _NEARLY * band.height)):
        band = known
    if band is None:
        return sorted(pieces, key=lambda p: (-round(p.base, 1), p.left))
    above = [p for p in pieces if p.base > band.top]
    below = [p for p in pieces if p.base < band.bottom]
    deeper = None if habit is None else habit.inner
    return [
        *_ordered(above),
        *(piece for column in _columns_of(band, pieces) for piece in _ordered(column, deeper, fewest=_SURE)),
        *_ordered(below),
    ]


def _best_band(
    pieces: list[_Piece], habit: ColumnHabit | None = None, *, inner: bool = False
) -> _Band | None:
    """Return the band with the most rows of text on both sides of its gutter, if there is one.

    What is at the `inner` side of a gutter already has no masthead of its own.

    The numbers of a list hang at the same distance from their text: of bands of the same height with
    nearly as many rows, one with the document's gutter, or else a wider one, is the better one.
    """
    if not pieces:
        return None
    down = sorted(pieces, key=lambda p: -p.base)
    width = _GUTTER * median([p.fragment.size for p in pieces])
    # Most pages have one column, so rule out early the places with too few pieces on one side.
    ends, starts = sorted(p.right for p in pieces), sorted(p.left for p in pieces)
    places = {ceil(right / _STEP): right for right in ends}.values()
    bands = [
        band
        for place in places
        if bisect_right(ends, place) >= FEWEST and len(starts) - bisect_left(starts, place + width) >= FEWEST
        for band in _bands(down, place, width, inner)
    ]
    best = max(bands, key=lambda band: (band.rows, band.top - band.bottom), default=None)
    if best is None:
        return None
    alike = [
        band
        for band in bands
        if band.rows >= _ALIKE * best.rows
        and band.top > best.top - _STEP
        and band.bottom < best.bottom + _STEP
    ]
    if habit is not None:
        middles = [columns.middle for columns in habit.usual]
        alike = [
            band
            for band in alike
            if any(abs(band.gutter + band.room / 2 - middle) <= _INDENT / 2 for middle in middles)
        ] or alike
    wider = [band for band in alike if band.room > WIDER * best.room]
    return max(wider, key=lambda band: (band.rows, band.room), default=best if best in alike else alike[0])


def _bands(down: list[_Piece], gutter: float, width: float, inner: bool) -> list[_Band]:
    """Find stretches with columns of text on both sides of a gutter that no piece extends into.

    `down` has the pieces from the top of the page to its foot; the gutter begins at `gutter` and is
    `width` wide.
    """
    stop = gutter + width
    crossing = {piece.base for piece in down if piece.left < stop and gutter < piece.right}
    bands = (_band(run, gutter, inner) for run in _runs(down, crossing))
    return [band for band in bands if band is not None]


def _runs(down: list[_Piece], crossing: Collection[float]) -> Iterator[list[_Piece]]:
    """Group pieces, down the page, into stretches without the lines that cross a gutter.

    Pieces beside one that does, like the mark of a note below the columns, are in no stretch.
    """
    across = [place for place, piece in enumerate(down) if piece.base in crossing]
    for before, after in pairwise([-1, *across, len(down)]):
        if after - before > FEWEST:
            yield down[before + 1 : after]


def _band(run: list[_Piece], gutter: float, inner: bool) -> _Band | None:
    """Return the band of a stretch without pieces in the gutter, if both sides are columns of text."""
    left, right = _sides(run, gutter)
    if min(len(left), len(right)) < FEWEST:
        return None
    run = run if inner else _below_head(run, gutter)
    sides = _sides(run, gutter)
    near = _beside(sides, _GUTTER * median([p.fragment.size for p in run]))
    left, right = near if min(map(len, near)) >= _SURE else sides  # few lines are a number or aligned words
    if min(len(left), len(right)) < FEWEST:
        return None
    top = min(max(p.base for p in side) for side in (left, right))
    bottom = max(min(p.base for p in side) for side in (left, right))
    offset = max(_STEP, _OFFSET * median([p.fragment.size for p in run]))
    side_by_side = [
        _row_sizes([p for p in side if bottom - offset <= p.base <= top + offset]) for side in (left, right)
    ]
    rows = min(map(len, side_by_side))
    if not _are_columns(side_by_side) or not (rows >= _SURE or _stands_out([*left, *right], gutter)):
        return None
    room = min(p.left for p in right) - max(p.right for p in left)
    top, bottom = (_reach(run, edge, way, gutter) for edge, way in ((top, 1), (bottom, -1)))
    return _Band(top, bottom, gutter, rows, room)


def _are_columns(sides: Sequence[list[tuple[float, float, int]]]) -> bool:
    """Whether the rows on both sides of a gutter are running text."""
    return min(map(len, sides)) >= FEWEST and all(map(_is_column, sides)) and _is_straight(sides[1])


def _sides(run: Sequence[_Piece], gutter: float) -> tuple[list[_Piece], list[_Piece]]:
    return [p for p in run if p.right <= gutter], [p for p in run if p.right > gutter]


def _beside(sides: Sequence[list[_Piece]], width: float) -> list[list[_Piece]]:
    """Return the pieces of the column on either side of a gutter, up to the next gap of the same width."""
    left, right = sides
    return [
        _up_to_gap(left, width, lambda p: (-p.right, -p.left)),
        _up_to_gap(right, width, lambda p: (p.left, p.right)),
    ]


def _up_to_gap(
    side: list[_Piece], width: float, reach: Callable[[_Piece], tuple[float, float]]
) -> list[_Piece]:
    edge = inf
    for start, stop in sorted(map(reach, side)):
        if start > edge + width:
            return [p for p in side if reach(p)[0] < start]
        edge = stop if edge == inf else max(edge, stop)
    return side


def _below_head(run: list[_Piece], gutter: float) -> list[_Piece]:
    """Leave out a masthead: lines above an empty strip that are not columns of text.

    They are at both edges of the page, so that the gutter of the columns below extends into them.
    """
    steps = [p.base - other.base for side in _sides(run, gutter) for p, other in pairwise(side)]
    usual = median([step for step in steps if step > _STEP] or [0.0])
    size = median([p.fragment.size for p in run])
    strip = max(_STRIP * size, WIDER * usual)
    below_strips = [at for at, (p, other) in enumerate(pairwise(run), 1) if p.base - other.base > strip]
    for at in reversed(below_strips):
        if not _are_columns([_row_sizes(side) for side in _sides(run[:at], gutter)]):
            return run[at:]
    return run


def _row_sizes(pieces: Sequence[_Piece]) -> list[tuple[float, float, int]]:
    """Return the left end, right end and number of letters of each row that the pieces of one side form."""
    rows: dict[float, tuple[float, float, int]] = {}
    for p in pieces:
        left, right, letters = rows.get(p.base, (p.left, p.right, 0))
        rows[p.base] = (min(left, p.left), max(right, p.right), letters + p.letters)
    return list(rows.values())


def _is_straight(far: list[tuple[float, float, int]]) -> bool:
    """Whether the lines after the gutter begin flush, unlike words after spaces that happen to align.

    In a column of short paragraphs or of lists, many lines begin at one or two indents instead.
    """
    rest = sorted(left for left, _, _ in far)
    count, flush = len(rest), 0
    for indents in range(1 + _INDENTS):
        at_one, first = max((bisect_left(rest, start + _STEP) - at, at) for at, start in enumerate(rest))
        del rest[first : first + at_one]
        flush += at_one
        if flush >= (_WITH_INDENTS if indents else MOST) * count:
            return not indents or count >= _SURE
    return False


def _stands_out(run: Sequence[_Piece], gutter: float) -> bool:
    """Whether most rows are widest open at the gutter, unlike where justified spaces happen to align."""
    rows: dict[float, list[_Piece]] = defaultdict(list)
    for piece in sorted(run, key=lambda piece: piece.left):
        rows[round(piece.base, 1)].append(piece)
    shared = [row for row in rows.values() if row[0].right <= gutter < row[-1].left]
    wider = 0
    for row in shared:
        *gaps, (widest, is_there) = sorted(
            (b.left - a.right, a.right <= gutter < b.left) for a, b in pairwise(row)
        )
        wider += is_there and widest > WIDER * max([0.0, *(gap for gap, _ in gaps)])
    return 2 * wider >= len(shared)


def _reach(run: Sequence[_Piece], edge: float, direction: int, gutter: float) -> float:
    """Return how far a column continues beyond the end of its neighbour.

    It goes as far as lines that end where its own do, since they were wrapped there, and on line by line.
    Down the page (-1), the next paragraph or heading may be further away than a line.
    """
    size = median(p.fragment.size for p in run)
    beyond = sorted(
        (p for p in run if (p.base - edge) * direction > 0), key=lambda piece: piece.base * direction
    )
    if not beyond:
        return edge
    sides = _sides([p for p in run if (p.base - edge) * direction <= 0], gutter)
    far = max((p.right for p in sides[beyond[0].left >= gutter]), default=inf)
    wrapped = [p.base for p in beyond if abs(p.right - far) < size]
    edge = wrapped[-1] if len(wrapped) >= FEWEST else edge
    for piece in beyond:
        step = (piece.base - edge) * direction
        if step > (_BELOW if direction < 0 else LOOSE) * size:
            break
        edge = piece.base if step > 0 else edge
    return edge


def _is_column(rows: list[tuple[float, float, int]]) -> bool:
    """Whether most rows fill their column, as in running text but not in a table."""
    width = max(right for _, right, _ in rows) - min(left for left, _, _ in rows)
    usual = median(right - left for left, right, _ in rows)
    return usual >= _FILLED * width and median(letters for *_, letters in rows) >= _MIN_LETTERS
