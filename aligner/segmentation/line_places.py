"""The places of lines in the running text, and what they are to each other."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice, pairwise
from types import MappingProxyType
from typing import Final

from aligner.segmentation.measured_rows import COUNTED_SIZE, COUNTED_STEP, Row

SMALL: Final = 0.93
"""Of the text's size: letters below it are those of notes and quotations."""

_SAME_EDGE: Final = 0.2  # of the size: how far edges of one margin may differ
_SAME_SIZE: Final = 0.055  # share by which letters of one paragraph may differ in size
_SHARE: Final = 0.3  # of the letters of the most frequent size: the fewest that the text has
_SAME_LINE: Final = 0.5  # of the size: steps smaller than this lead along a line, not down
_HANGING: Final = frozenset("（《「『【〔〈“‘")
_HALF: Final = 0.5
_COLUMN: Final = 0.6  # of the text's width: a column of a page with several is narrower
_INDENT: Final = 7.0  # of the size: how far lines of a column are set in at most
_OVERRUN: Final = 5  # of so many lines, one at most overruns the margin
_FEWEST_SHARED: Final = 3  # lines that share an edge, at least
_OWN: Final = 3  # lines of a block that show its own margin
_SHARED: Final = 4  # lines of a page that end at an edge inside the margin, as those of a quotation do
_MARGIN: Final = 3.0  # of the size: a line that comes this near to the margin fills its measure


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is, in points or columns: its edges, its baseline, the size of its letters.

    `near` and `far` are distances from the side that the script begins on; `base` runs down from
    the top of the page. `whole` marks the row of a table, or a paragraph that is not divided into lines.
    """

    near: float
    far: float
    base: float
    size: float
    page: int | None
    whole: bool = False

    @property
    def middle(self) -> float:
        """Half way between its edges."""
        return (self.near + self.far) / 2


def are_measured(rows: Sequence[Row]) -> bool:
    """Whether the format gives the places of all lines."""
    return all(row.is_placed for row in rows)


def places_of(rows: Sequence[Row], *, measured: bool) -> list[Place] | None:
    """Return the places of rows, measured or counted; None unless some of them are lines.

    Where they are counted, what was lifted out between two lines turns the page.
    """
    if all(row.whole for row in rows):
        return None
    pages = [row.page for row in rows] if measured else accumulate(int(row.fresh) for row in rows)
    found = [
        Place(row.near, row.far, row.base, row.size, page, row.whole)
        if measured
        else Place(row.left, row.right, COUNTED_STEP * row.down, COUNTED_SIZE, page, row.whole)
        for row, page in zip(rows, pages, strict=True)
    ]
    return _with_hanging_brackets(rows, found) if measured else found


def _with_hanging_brackets(rows: Sequence[Row], places: list[Place]) -> list[Place]:
    """Treat rows whose opening bracket hangs outside the margin as if they began at the margin.

    A full-width bracket has its ink in its right half, and typesetters shift the empty half out of
    the text; a row above or below shows the margin.
    """
    for index, row in enumerate(rows):
        if row.text[:1] not in _HANGING:
            continue
        place = places[index]
        moved = replace(place, near=place.near + _HALF * place.size)
        beside = [
            places[other]
            for other in (index - 1, index + 1)
            if 0 <= other < len(places) and places[other].page == place.page
        ]
        if any(same_edge(moved, other) for other in beside) and not any(
            same_edge(place, other) for other in beside
        ):
            places[index] = moved
    return places


def usual_size(rows: Sequence[Row]) -> float:
    """Return the size of most letters, to a tenth of a point."""
    sizes = _sizes(rows)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def size_of_text(rows: Sequence[Row]) -> float:
    """Return the size of the text's letters among rows that include its notes.

    Long notes may have more letters than the text, but smaller ones.
    """
    sizes = _sizes(rows)
    most = max(sizes.values(), default=0)
    return max((size for size, count in sizes.items() if count >= _SHARE * most), default=0.0)


def _sizes(rows: Sequence[Row]) -> Counter[float]:
    """Count the letters outside tables by their size, to a tenth of a point."""
    sizes: Counter[float] = Counter()
    for row in rows:
        if row.is_placed and not row.whole:
            sizes[round(row.size, 1)] += len(row.text)
    return sizes


def turns(above: Place, below: Place) -> bool:
    """Whether a page or column ends between two places."""
    return above.page != below.page or below.base < above.base - _SAME_LINE * above.size


def same_line(above: Place, below: Place) -> bool:
    """Whether two places that follow each other on a page are side by side."""
    return below.base - above.base < _SAME_LINE * min(above.size, below.size)


def same_size(place: Place, other: Place | float, tolerance: int = 1) -> bool:
    """Whether the letters of two rows are of one size."""
    size = other.size if isinstance(other, Place) else other
    return abs(place.size - size) <= tolerance * _SAME_SIZE * max(place.size, size)


def same_edge(first: Place, second: Place) -> bool:
    """Whether two rows begin at one margin."""
    return abs(second.near - first.near) <= _SAME_EDGE * second.size


def is_lower(text: str) -> bool:
    """Whether a text begins with a small letter, or a quotation that does."""
    return text.lstrip('«„“"(\u00a0 ')[:1].islower()


def block_edges(
    places: Sequence[Place],
    step: float,
    margin: float,
    loose: Mapping[int | None, float] = MappingProxyType({}),
    *,
    shared: bool = False,
    size: float | None = None,
) -> list[float]:
    """Return, for each row, the far edge of the block of lines it is in.

    Args:
        places: of the rows.
        step: the largest distance of baselines inside a block, in sizes of the letters.
        margin: the far edge of the text; a block that comes near to it has it for its own.
        loose: that distance on pages where it is larger.
        shared: whether most full lines end at the margin, so that lines beyond it overrun it.
        size: of the text's letters; several lines in others, as of a quotation, have an edge of their own.
    """
    edges: list[float] = []
    start = 0
    ends = Counter((place.page, round(place.far)) for place in places)
    for index in range(1, len(places) + 1):
        limit = step if index == len(places) else max(step, loose.get(places[index].page, 0.0))
        if index < len(places) and _is_close(places[index - 1], places[index], limit):
            continue
        far = max(place.far for place in places[start:index])
        own = size is not None and index - start >= _OWN and not same_size(places[start], size)
        page = places[start].page
        own = own or sum(ends[page, round(far) + step] for step in (-1, 0, 1)) >= _SHARED
        near_margin = not own and far > margin - _MARGIN * places[start].size
        edges += [(margin if shared else max(far, margin)) if near_margin else far] * (index - start)
        start = index
    return edges


def _is_close(above: Place, below: Place, step: float) -> bool:
    apart = above.whole or below.whole or turns(above, below) or not same_size(above, below)
    return not apart and 0 < below.base - above.base <= step * below.size


def column_edges(places: Sequence[Place]) -> list[tuple[float, float]]:
    """Return, for each row, the edges of its column: the lines that go down one page without a turn.

    Lines above or below two columns that run across both form a column by themselves.
    """
    starts = [index for index, place in enumerate(places) if index == 0 or turns(places[index - 1], place)]
    found: list[tuple[float, float]] = []
    before = 0.0  # the far edge of the column before, on the same page
    for start, stop in pairwise([*starts, len(places)]):
        stretch = places[start:stop]
        following = places[stop] if stop < len(places) else None
        near = min(place.near for place in stretch)
        if start and places[start - 1].page != places[start].page:
            before = 0.0
        crossing = [_crosses(place, near, following) or place.near < before - place.size for place in stretch]
        edges = {
            kind: _edges([place for place, crosses in zip(stretch, crossing, strict=True) if crosses is kind])
            for kind in set(crossing)
        }
        found += [edges[crosses] for crosses in crossing]
        before = edges.get(False, (0.0, 0.0))[1]
    return _with_common_margins(found, places)


def _with_common_margins(
    found: Sequence[tuple[float, float]], places: Sequence[Place]
) -> list[tuple[float, float]]:
    """Give a column that has only indented lines the near edge that it has on other pages."""
    extent = max(far for _, far in found) - min(near for near, _ in found)
    margins: dict[int, set[float]] = {}
    for near, far in set(found):
        if far - near < _COLUMN * extent:
            margins.setdefault(round(far), set()).add(near)
    aligned: list[tuple[float, float]] = []
    for (near, far), place in zip(found, places, strict=True):
        if far - near < _COLUMN * extent:
            deepest = near - _INDENT * place.size
            same = (margins.get(round(far) + step, set()) for step in (-1, 0, 1))
            near = min(other for others in same for other in others if other > deepest)
        aligned.append((near, far))
    return aligned


def _crosses(place: Place, near: float, following: Place | None) -> bool:
    """Whether a line reaches into the column after that of the stretch of lines it is in.

    Args:
        place: of the line.
        near: the near edge of the stretch.
        following: the first line of the next column, if it is on the same page.
    """
    return (
        following is not None
        and following.page == place.page
        and near + place.size < following.near < place.far
    )


def _edges(places: Sequence[Place]) -> tuple[float, float]:
    run = [place for place in places if not place.whole] or places
    return min(place.near for place in run), far_edge(run)


def far_edge(places: Sequence[Place]) -> float:
    """Return where the longest lines end, but for those that overrun an edge that many lines share.

    A justified line that cannot be divided, as an address, is set beyond the margin.
    """
    longest = sorted(places, key=lambda place: place.far)
    fars = [place.far for place in longest]
    for place in islice(reversed(longest), 1 + len(fars) // _OVERRUN):
        reach = _SAME_EDGE * place.size
        shared = bisect_right(fars, place.far + reach) - bisect_left(fars, place.far - reach)
        if shared >= max(_FEWEST_SHARED, len(fars) // _OVERRUN):
            return place.far
    return fars[-1]
