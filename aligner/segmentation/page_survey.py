"""Learn how the pages of a text show its paragraphs: the usual step of lines, gaps and indents."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from aligner.segmentation import wrapping
from aligner.segmentation.label_parsing import Label
from aligner.segmentation.line_places import (
    SAME_EDGE,
    SMALL,
    are_measured,
    block_edges,
    column_edges,
    counted,
    is_lower,
    same_edge,
    same_line,
    same_size,
    turns,
    usual_size,
    with_hanging_brackets,
)
from aligner.segmentation.measured_rows import COUNTED_SIZE, Row, usual_far_edge
from aligner.segmentation.page_geometry import LOOSEST, NOISE, SAME_STEP, SLACK, TITLE_STEP, Geometry

_FEW: Final = 4  # rows that a text needs for its habits to be learned
_TIGHTEST: Final = 1.12
_FULL: Final = 0.7
"""Share of its column's width that a line fills at least if a margin cut it."""

_GAPS: Final = 3
"""Minimum number of lines that surely end a paragraph, for their steps to decide."""

_USUAL: Final = 0.75
"""Minimum share of such lines that a wider step follows."""

_ALWAYS: Final = 0.9
"""The same where empty lines show the steps, some of which are lost."""

_BLOCK: Final = 2
"""Minimum number of lines of a block without places that show how wide it is."""

_NARROW: Final = 0.55
"""Share of the margin that such a block reaches at least: narrower ones are lists of short lines."""

_FILLED: Final = 0.8
"""Share of its own width that all lines of such a block reach but the last."""

_JUSTIFIED: Final = 0.4
"""Minimum share of lines that end exactly at the edge of their column in a text whose lines are justified."""

_FEWEST: Final = 4
"""Minimum number of lines that surely wrap on a page, for their step to be that of the page."""


def survey(
    rows: Sequence[Row],
    labels: Sequence[Label | None],
    opens: Collection[int],
    *,
    cased: bool,
) -> Geometry | None:
    """Learn the habits of a text's pages.

    Args:
        rows: the running text.
        labels: for each row, the label that it would begin with.
        opens: the rows whose words open a paragraph.
        cased: whether the language has capitals.

    Returns:
        None if each row is a paragraph, or too few of them wrap.
    """
    if all(row.whole for row in rows):
        return None
    found = None
    if are_measured(rows):
        found = _survey(with_hanging_brackets(rows), labels, opens, cased=cased, measured=True)
    return found or _survey(counted(rows), labels, opens, cased=cased, measured=False)


def _survey(
    rows: Sequence[Row],
    labels: Sequence[Label | None],
    opens: Collection[int],
    *,
    cased: bool,
    measured: bool,
) -> Geometry | None:
    """Learn the habits of a text's pages by places that are measured, or else counted."""
    if len(rows) < (_FEW if measured else 2):
        return None
    size = usual_size(rows) if measured else COUNTED_SIZE
    text = [row for row in rows if same_size(row, size, 2) and not row.whole]
    begins = [label is not None or index in opens for index, label in enumerate(labels)]
    margin = usual_far_edge(text) if measured else wrapping.limit_of(rows, begins, cased=cased)
    if margin is None:
        return None
    near = sorted(row.near for row in text)[len(text) // 10]
    aside = frozenset(
        index
        for index, row in enumerate(rows)  # side notes: in small letters beyond the edges of the text
        if row.size < SMALL * size and (row.near > margin or row.far < near)
    )
    columns = column_edges(rows)
    if not measured:  # in proportional type, lines as wide have more columns or fewer
        columns = [(first, margin) for first, _ in columns]
    geometry = Geometry(
        rows, labels, size, margin, cased, columns, measured=measured, opens=opens, aside=aside
    )
    steps = _steps(rows, size)
    sure = {pair: step for pair, step in steps.items() if _surely_wraps(geometry, *pair)}
    wraps = list(sure.values())
    if len(wraps) < 2:  # a page of a few short paragraphs still has lines at the step of its text
        wraps += [step for step in steps.values() if step <= TITLE_STEP]
    if not wraps or (not measured and len(wraps) == 1 and wraps[0] > TITLE_STEP):  # one shows no step
        return None
    geometry = _with_steps(geometry, _mode(wraps), steps, sure)
    geometry = replace(geometry, loose=_loose_pages(geometry, steps, sure))
    justified = measured and _is_justified(rows, columns, size)
    limit = max(geometry.step * geometry.apart, TITLE_STEP)
    edges = block_edges(rows, limit, margin, geometry.loose, shared=justified, size=size)
    edges = edges if measured else _clear_edges(rows, edges, margin)
    geometry = replace(geometry, edges=edges, justified=justified)
    geometry = replace(geometry, gaps_decide=_gaps_decide(geometry, steps))
    geometry = replace(geometry, last=_last(geometry, steps) if justified else None)
    ends: frozenset[str] = frozenset() if measured else _ends(geometry, steps)
    return replace(geometry, indents=_indents(geometry, steps), ends=ends)


def _with_steps(
    geometry: Geometry,
    step: float,
    steps: Mapping[tuple[int, int], float],
    sure: Mapping[tuple[int, int], float],
) -> Geometry:
    """Add how far lines are apart, and paragraphs, which lines that raised marks push down do not show."""
    marked = {pair for pair in steps if geometry.rows[pair[1]].line.marks}
    apart, gap = _apart(step, [value for pair, value in steps.items() if pair not in marked])
    pushed = sorted(value / step for pair, value in sure.items() if pair in marked)
    # A browser rounds the places of lines, so that they are pushed by several steps.
    shared = [low for low, high in pairwise(pushed) if high <= SAME_STEP * low]
    most = max(shared, default=min(pushed, default=0.0))
    return replace(geometry, step=step, apart=apart, gap=gap, pushed=most)


def _is_justified(rows: Sequence[Row], columns: Sequence[tuple[float, float]], size: float) -> bool:
    """Whether many lines of the text end exactly at the edge of their column."""
    fills = [
        abs(row.far - far) <= SAME_EDGE * row.size
        for row, (_, far) in zip(rows, columns, strict=True)
        if same_size(row, size, 2) and not row.whole
    ]
    return sum(fills) >= _JUSTIFIED * len(fills)


def _last(geometry: Geometry, steps: Mapping[tuple[int, int], float]) -> float | None:
    """Return how far before its edge a line ends that only the end of its paragraph can have cut.

    Where lines that go on below the end of a sentence do not show it, its sign may be set as half as wide.
    """
    room: dict[bool, list[float]] = {True: [], False: []}
    for (above, below), step in steps.items():
        row, inside = geometry.rows[above], step <= geometry.limit(geometry.rows[below].page)
        if inside and same_edge(row, geometry.rows[below]) and not geometry.is_short(above, below, words=1):
            room[row.ends_sentence].append((geometry.columns[above][1] - row.far) / row.size)
    for found, last in ((room[True], SAME_EDGE), (room[False], SLACK)):
        if len(found) >= _GAPS:
            return last if sum(each <= SAME_EDGE for each in found) >= _ALWAYS * len(found) else None
    return None


def _steps(rows: Sequence[Row], size: float) -> dict[tuple[int, int], float]:
    """Return the steps between neighbouring lines of the text, in sizes, by their indices."""
    return {
        (i, i + 1): (below.base - above.base) / size
        for i, (above, below) in enumerate(pairwise(rows))
        if not (above.whole or below.whole or turns(above, below) or same_line(above, below))
        and same_size(above, below)
        and same_size(below, size, 2)
    }


def _clear_edges(rows: Sequence[Row], edges: Sequence[float], margin: float) -> list[float]:
    """Return counted far edges of blocks; those of few or short lines have that of the text."""
    found: list[float] = []
    for edge, group in groupby(range(len(edges)), key=edges.__getitem__):
        block = list(group)
        filled = all(rows[index].far >= _FILLED * edge for index in block[:-1])
        narrow = len(block) >= _BLOCK and filled and edge >= _NARROW * margin
        found += [min(edge, margin) if narrow else margin] * len(block)
    return found


def _ends(geometry: Geometry, steps: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Return the signs that are more often at the end of a short line than inside one.

    A full line that ends with such a sign probably ends a paragraph, since both kinds of place fall on
    the margin equally often.
    """
    inside: Counter[str] = Counter()
    at_end: Counter[str] = Counter()
    for above, below in steps:
        text = geometry.rows[above].text
        inside.update(text[:-1])
        if geometry.labels[below] is not None or geometry.is_short(above, below, words=1):
            at_end[text[-1]] += 1
    return frozenset(sign for sign, count in at_end.items() if count > inside[sign] and not sign.isalnum())


def _apart(step: float, steps: Iterable[float]) -> tuple[float, float]:
    """Return the smallest and the usual distance between paragraphs, in steps; the latter is 0 if unknown."""
    wider = [value / step for value in steps if NOISE < value / step < 4]
    if len(wider) < 2:
        return LOOSEST, 0.0
    gap = _mode(wider)
    return min(max(1 + 0.4 * (gap - 1), _TIGHTEST), LOOSEST), gap


def _loose_pages(
    geometry: Geometry, steps: Mapping[tuple[int, int], float], sure: Mapping[tuple[int, int], float]
) -> dict[int | None, float]:
    """Return the pages on which lines that surely wrap are further apart than elsewhere.

    A section may be set at one and a half lines, or in larger letters.

    Args:
        geometry: the habits of the whole text.
        steps: the steps between neighbouring rows, by their indices.
        sure: those inside a paragraph.

    Returns:
        For each such page, the largest distance of baselines inside a paragraph, in sizes.
    """
    every, inside = (defaultdict[int | None, list[float]](list) for _ in range(2))
    for found, pairs in ((every, steps), (inside, sure)):
        for (_, below), step in pairs.items():
            found[geometry.rows[below].page].append(step)
    loose: dict[int | None, float] = {}
    for page, here in inside.items():
        step = _mode(here)
        same = sum(step / SAME_STEP <= each <= step * SAME_STEP for each in here)
        if step > geometry.step * NOISE and same >= _FEWEST and same >= _USUAL * len(here):
            loose[page] = step * _apart(step, every[page])[0]
    return loose


def _surely_wraps(geometry: Geometry, above: int, below: int) -> bool:
    """Whether a line that fills its measure stops in the middle of a sentence."""
    row, rows = geometry.rows[above], geometry.rows
    if geometry.labels[below] is not None or row.ends_sentence:
        return False
    near = geometry.columns[above][0]
    if row.far - row.near < _FULL * (min(geometry.margin, geometry.columns[above][1]) - near):
        return False
    return is_lower(rows[below].text) if geometry.cased else not rows[above].ends_at_comma


def _gaps_decide(geometry: Geometry, steps: Mapping[tuple[int, int], float]) -> bool:
    """Whether wider steps follow the lines that surely end a paragraph: short ones with a full stop."""
    ends = [
        step > geometry.limit(geometry.rows[below].page)
        for (above, below), step in steps.items()
        if geometry.rows[above].ends_sentence and geometry.is_short(above, below)
    ]
    share = _USUAL if geometry.measured else _ALWAYS
    return len(ends) >= _GAPS and sum(ends) >= share * len(ends)


def _indents(geometry: Geometry, steps: Mapping[tuple[int, int], float]) -> dict[int, Counter[int]]:
    """Return where the second lines of paragraphs begin, by where their first lines begin.

    A paragraph surely begins after a wide step; where there are none, after a short line.
    """
    found: dict[int, Counter[int]] = {}
    for (above, below), step in steps.items():
        limit = geometry.limit(geometry.rows[below].page)
        before = steps.get((above - 1, above))
        if step > limit or geometry.is_short(above, below, words=1):
            continue
        if before is not None and before <= limit:
            if geometry.gaps_decide or not geometry.is_short(above - 1, above, words=1):
                continue
            if not geometry.rows[above - 1].ends_sentence:
                continue
        first, second = geometry.rows[above], geometry.rows[below]
        after = steps.get((below, below + 1))
        goes_on = after is not None and after <= limit and not geometry.is_short(below, below + 1, words=1)
        if goes_on and not same_edge(second, geometry.rows[below + 1]):
            continue  # lines two and three of a paragraph begin in one column
        found.setdefault(round(first.near), Counter())[round(second.near)] += 1
    return found


def _mode(values: Sequence[float]) -> float:
    """Return the middle of the fullest group of values that count as one step."""
    ordered = sorted(values)
    best: list[float] = []
    start = 0
    for stop, value in enumerate(ordered):
        while value > ordered[start] * SAME_STEP:
            start += 1
        if stop + 1 - start > len(best):
            best = ordered[start : stop + 1]
    return median(best)
