"""The places of lines in the running text, and what they are to each other."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from types import MappingProxyType
from typing import Final

from aligner.segmentation.measured_rows import COUNTED_SIZE, Row
from aligner.values.runs import runs_of

SMALL: Final = 0.93
"""Of the text's size: letters below it are those of notes and quotations."""

SAME_EDGE: Final = 0.2  # of the size: how far edges of one margin may differ
COLUMN: Final = 0.6  # of the text's width: a column of a page with several is narrower
DEEPEST: Final = 7.0  # of the size: how far lines of a column or paragraph are set in at most
_SAME_SIZE: Final = 0.055  # share by which letters of one paragraph may differ in size
_SHARE: Final = 0.3  # of the letters of the most frequent size: the fewest that the text has
_SAME_LINE: Final = 0.5  # of the size: steps smaller than this lead along a line, not down
_HANGING: Final = frozenset("（《「『【〔〈“‘")
_OVERRUN: Final = 5  # of so many lines, one at most overruns the margin
_FEWEST_SHARED: Final = 3  # lines that share an edge, at least
_OWN: Final = 3  # lines of a block that show its own margin
_SHARED: Final = 4  # lines of a page that end at an edge inside the margin, as those of a quotation do
_MARGIN: Final = 3.0  # of the size: a line that comes this near to the margin fills its measure


def are_measured(rows: Sequence[Row]) -> bool:
    """Whether the format gives the places of all lines."""
    return all(row.is_placed for row in rows)


def counted(rows: Sequence[Row]) -> list[Row]:
    """Return rows with their places counted; what was lifted out between two lines turns the page."""
    pages = accumulate(int(row.fresh) for row in rows)
    column = [row.size / COUNTED_SIZE for row in rows]
    return [
        replace(row, near=row.near / own, far=row.far / own, line=replace(row.line, box=None, page=page))
        for row, own, page in zip(rows, column, pages, strict=True)
    ]


def with_hanging_brackets(rows: Sequence[Row]) -> list[Row]:
    """Treat rows whose opening bracket hangs outside the margin as if they began at the margin.

    A full-width bracket has its ink in its right half, and typesetters shift the empty half out of
    the text; a row above or below shows the margin.
    """
    found = list(rows)
    for index, row in enumerate(found):
        if row.text[:1] not in _HANGING:
            continue
        moved = replace(row, near=row.near + row.size / 2)
        beside = [
            found[other]
            for other in (index - 1, index + 1)
            if 0 <= other < len(found) and found[other].page == row.page
        ]
        if any(same_edge(moved, other) for other in beside) and not any(
            same_edge(row, other) for other in beside
        ):
            found[index] = moved
    return found


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


def turns(above: Row, below: Row) -> bool:
    """Whether a page or column ends between two rows."""
    return above.page != below.page or below.base < above.base - _SAME_LINE * above.size


def same_line(above: Row, below: Row) -> bool:
    """Whether two rows that follow each other on a page are side by side."""
    return below.base - above.base < _SAME_LINE * min(above.size, below.size)


def same_size(row: Row, other: Row | float, tolerance: int = 1) -> bool:
    """Whether the letters of two rows are of one size."""
    size = other.size if isinstance(other, Row) else other
    return abs(row.size - size) <= tolerance * _SAME_SIZE * max(row.size, size)


def same_edge(first: Row, second: Row) -> bool:
    """Whether two rows begin at one margin."""
    return abs(second.near - first.near) <= SAME_EDGE * second.size


def is_next_line(above: Row, below: Row, step: float) -> bool:
    """Whether a row is the next line of a block whose lines are at most some sizes apart."""
    apart = above.whole or below.whole or turns(above, below) or not same_size(above, below)
    return not apart and 0 < below.base - above.base <= step * below.size


def overlap(first: Row, second: Row, slack: float = 0.0) -> bool:
    """Whether two rows are above each other, as in one column, or next to it by no more than `slack`."""
    return first.near < second.far + slack and second.near < first.far + slack


def is_lower(text: str) -> bool:
    """Whether a text begins with a small letter, or a quotation that does."""
    return text.lstrip('«„“"(\u00a0 ')[:1].islower()


def block_edges(
    rows: Sequence[Row],
    step: float,
    margin: float,
    loose: Mapping[int | None, float] = MappingProxyType({}),
    *,
    shared: bool = False,
    size: float | None = None,
) -> list[float]:
    """Return, for each row, the far edge of the block of lines it is in.

    Args:
        rows: of the rows.
        step: the largest distance of baselines inside a block, in sizes of the letters.
        margin: the far edge of the text; a block that comes near to it has it for its own.
        loose: that distance on pages where it is larger.
        shared: whether most full lines end at the margin, so that lines beyond it overrun it.
        size: of the text's letters; several lines in others, as of a quotation, have an edge of their own.
    """
    edges: list[float] = []
    ends = Counter((row.page, round(row.far)) for row in rows)
    for block in runs_of(rows, lambda a, b: is_next_line(a, b, max(step, loose.get(b.page, 0.0)))):
        first, far = block[0], max(row.far for row in block)
        own = size is not None and len(block) >= _OWN and not same_size(first, size)
        own = own or sum(ends[first.page, round(far) + by] for by in (-1, 0, 1)) >= _SHARED
        near_margin = not own and far > margin - _MARGIN * first.size
        edges += [(margin if shared else max(far, margin)) if near_margin else far] * len(block)
    return edges


def column_edges(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return, for each row, the edges of its column: the lines that go down one page without a turn.

    Lines above or below two columns that run across both form a column by themselves.
    """
    found: list[tuple[float, float]] = []
    before = 0.0  # the far edge of the column before, on the same page
    for stretch in runs_of(rows, lambda above, below: not turns(above, below)):
        following = next(iter(rows[len(found) + len(stretch) :]), None)
        near = min(row.near for row in stretch)
        if found and rows[len(found) - 1].page != stretch[0].page:
            before = 0.0
        crossing = [_crosses(row, near, following) or row.near < before - row.size for row in stretch]
        edges: dict[bool, tuple[float, float]] = {}
        for kind in set(crossing):
            own = [row for row, crosses in zip(stretch, crossing, strict=True) if crosses is kind]
            own = [row for row in own if not row.whole] or own
            edges[kind] = min(row.near for row in own), far_edge(own)
        found += [edges[crosses] for crosses in crossing]
        before = edges.get(False, (0.0, 0.0))[1]
    return _with_common_margins(found, rows)


def _with_common_margins(
    found: Sequence[tuple[float, float]], rows: Sequence[Row]
) -> list[tuple[float, float]]:
    """Give a column that has only indented lines the near edge that it has on other pages."""
    extent = max(far for _, far in found) - min(near for near, _ in found)
    margins: dict[int, set[float]] = {}
    for near, far in set(found):
        if far - near < COLUMN * extent:
            margins.setdefault(round(far), set()).add(near)
    aligned: list[tuple[float, float]] = []
    for (near, far), row in zip(found, rows, strict=True):
        if far - near < COLUMN * extent:
            deepest = near - DEEPEST * row.size
            same = (margins.get(round(far) + step, set()) for step in (-1, 0, 1))
            near = min(other for others in same for other in others if other > deepest)
        aligned.append((near, far))
    return aligned


def _crosses(row: Row, near: float, following: Row | None) -> bool:
    """Whether a line of a stretch reaches into the column that the `following` line on its page begins.

    `near` is the near edge of the stretch.
    """
    return following is not None and following.page == row.page and near + row.size < following.near < row.far


def far_edge(rows: Sequence[Row]) -> float:
    """Return where the longest lines end, but for those that overrun an edge that many lines share.

    A justified line that cannot be divided, as an address, is set beyond the margin.
    """
    longest = sorted(rows, key=lambda row: row.far)
    fars = [row.far for row in longest]
    for row in islice(reversed(longest), 1 + len(fars) // _OVERRUN):
        reach = SAME_EDGE * row.size
        shared = bisect_right(fars, row.far + reach) - bisect_left(fars, row.far - reach)
        if shared >= max(_FEWEST_SHARED, len(fars) // _OVERRUN):
            return row.far
    return fars[-1]
