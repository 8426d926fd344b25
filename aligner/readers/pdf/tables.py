"""Find tables on a PDF page by the rules around their rows, and cut them into cells.

A table is a block of rows between column edges. Vertical rules and the joints of horizontal ones are
column edges; where there are none, the gutters are: gaps that all lines of several cells leave free.
Horizontal rules of one width belong to one table if the lines between them are cells of the same
columns. Below its last rule the table goes on as long as its gutters do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from math import inf
from typing import Final

from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.glyph import Glyph
from aligner.readers.pdf.grids import Grid, Level, grids_of, joints_agree, lies_in, same_sides
from aligner.readers.pdf.measures import (
    EDGE,
    FEWEST,
    LARGER,
    LEVEL,
    LOOSE,
    MARGIN,
    MOST,
    NEXT,
    PITCH,
    SOME,
    WIDER,
)
from aligner.readers.pdf.rules import PageRules
from aligner.readers.pdf.table_rows import (
    Cells,
    Strip,
    are_wrapped,
    crossed,
    cut_at,
    gutters,
    row_of,
    split_rows,
    strip_of,
)

# Distances marked "em" are multiples of the letters' size.
_HEADING: Final = 60.0  # points: maximum height of column headings
_DOUBLE: Final = 5.0  # points: two rules this close are one double rule
_BAND: Final = 3.0  # em: maximum height of a row that is a heading among rows
_RULED: Final = 3  # more rules across a table are between its rows, not around its headings
_PADDING: Final = 8.0  # points: maximum space beside the text of a cell
_SLACK: Final = 36.0  # points: maximum distance from the last row to the rule below it


@dataclass(slots=True)
class Table:
    """A table on one page: its frame, its inner column edges and its rows; the first `header` are headings.

    `open` is set if it has no vertical rules, `listed` if it has no rules at all, and `beside` if it is
    read directly after the table on its left.
    """

    grid: Grid
    edges: list[float]
    rows: list[Cells] = field(default_factory=list)
    header: int = 0
    open: bool = False
    listed: bool = False
    beside: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is a list of entries beside their texts."""
        return self.listed and len(self.edges) == 1

    @property
    def is_open_grid(self) -> bool:
        """Whether it is a table of figures without rules."""
        return self.listed and len(self.edges) > 1

    @property
    def is_rest(self) -> bool:
        """Whether it is a ruled row with text in one cell: a box, or the rest of a row of the page before."""
        return bool(self.edges) and len(self.rows) == 1 and len(self.rows[0].filled) == 1

    def bounds(self, column: int) -> tuple[float, float]:
        """Between which places a column's lines stand; if it is ruled, with equal space on both sides."""
        parts = [part for row in self.rows for part in row.columns[column]]
        if not parts:
            return self.grid.left, self.grid.right
        left, right = min(part.left for part in parts), max(part.right for part in parts)
        if not self.grid.has_ruled_columns:
            return left, right
        sides = [self.grid.left, *self.edges, self.grid.right]
        before, after = max(0.0, left - sides[column]), max(0.0, sides[column + 1] - right)
        return sides[column] + min(_PADDING, after), sides[column + 1] - min(_PADDING, before)


def tables_of(rules: PageRules, strips: Sequence[Strip], glyphs: Sequence[Glyph]) -> list[Table]:
    """Find the tables of a page, from the top down, as its lines are given."""
    grids, loose = grids_of(rules.lines)
    tables = [Table(grid, _edges(grid, strips)) for grid in grids if not grid.is_drawing]
    outside = [level for level in loose if not any(grid.holds(level) for grid in grids)]
    tables += [_open_table(grid, strips, glyphs) for grid in _open_grids(outside, strips)]
    # A grid with a drawing in it is a chart.
    tables = [table for table in tables if not any(map(table.grid.bounds.has_middle_of, rules.drawings))]
    tables.sort(key=lambda table: -table.grid.top)
    for index, table in enumerate(tables):
        if table.open:
            _extend(table, strips, max((t.grid.top for t in tables[index + 1 :]), default=0.0))
    for table in tables:
        _fill(table, _strips_in(table.grid, glyphs))
    return _apart([table for table in tables if _is_table(table) or table.is_rest])


def _apart(tables: Sequence[Table]) -> list[Table]:
    """Return the tables, from the top down, without those over a part of another.

    Of two, one with several cells stays, or the one with vertical rules, or else the larger one.
    """
    kept: list[Table] = []
    for table in sorted(tables, key=lambda t: (t.is_rest, t.open, t.grid.bottom - t.grid.top)):
        if not any(table.grid.overlaps(other.grid) for other in kept):
            kept.append(table)
    return sorted(kept, key=lambda table: -table.grid.top)


def inside(strips: Sequence[Strip], grid: Grid, top: float, bottom: float) -> list[Strip]:
    """Return the parts of strips that are inside a grid, between two heights."""
    found = []
    left, right = grid.left, grid.right
    for strip in strips:
        if not bottom < strip.base + 0.25 * strip.size <= top:
            continue
        own = [p for p in strip.pieces if p.left > left - EDGE and p.right < right + EDGE]
        if own:
            found.append(Strip(strip.base, strip.size, own))
    return found


def _edges(grid: Grid, strips: Sequence[Strip]) -> list[float]:
    """Return the inner column edges: the ruled ones, or else the gutters.

    The gutters are those of the rows, since headings may span several columns; a heading that is wider
    than its column makes its gutter narrower.
    """
    if grid.has_ruled_columns:
        return grid.inner_edges()
    own = [strip for strip in inside(strips, grid, grid.top, grid.bottom) if len(strip.pieces) > 1]
    rows = [strip for level in grid.full[1:2] for strip in own if strip.base < level.height]
    is_low = rows and grid.full[0].height - grid.full[1].height <= _HEADING
    return gutters(rows or own, [strip for strip in own if strip not in rows] if is_low else ())


def _open_grids(loose: Sequence[Level], strips: Sequence[Strip]) -> list[Grid]:
    """Group the horizontal rules, given from the top down, between which are cells of the same columns."""
    found: list[Grid] = []
    for level in loose:
        above = next((grid for grid in reversed(found) if same_sides(level, grid.levels[0])), None)
        if above is not None and _fits(above, level, strips):
            above.levels.append(level)
        else:
            found.append(Grid([level]))
    grids = [Grid(grid.levels) for grid in found if len(grid.levels) > 1]
    for grid in grids:
        _add_parts(grid, loose)
        _drop_text_above(grid, strips)
    return [grid for grid in grids if grid.has_ruled_columns or _is_headed(grid)]


def _is_headed(grid: Grid) -> bool:
    """Whether rules are between rows, or close enough to each other for headings between them."""
    full = grid.full
    return len(full) > _RULED or (len(full) > 1 and full[0].height - full[1].height <= _HEADING)


def _fits(grid: Grid, level: Level, strips: Sequence[Strip]) -> bool:
    """Whether between the last rule of a table and the next are cells of its columns, not running text."""
    whole = Grid([*grid.levels, level])
    bands = [inside(strips, whole, a.height, b.height) for a, b in pairwise(whole.levels)]
    band, known = bands[-1], [joint for each in grid.levels for joint in each.joints]
    agree = joints_agree(sorted(known), level.joints)
    between = [s for s in strips if level.height < s.base < grid.levels[-1].height]
    if any(_sticks_out(strip, whole) for strip in between):
        return False
    if not band or agree is False:
        return grid.levels[-1].height - level.height < _DOUBLE
    if (known and len(grid.levels) == 2) or _is_heading_among(band):
        return True  # two rules enclose the headings, and the body follows
    own = [each for each in bands if each and not _is_heading_among(each)]
    edges = whole.inner_edges() or gutters([s for each in own for s in each if len(s.pieces) > 1])
    if not edges or sum(crossed(strip, edges) for strip in band) > SOME * len(band):
        return False
    return agree is True or all(map(_has_rows, own, [edges] * len(own)))


def _is_heading_among(band: Sequence[Strip]) -> bool:
    """Whether the lines between two rules are a heading among rows: a few of one piece."""
    height = band[0].base - band[-1].base + band[0].size
    return all(len(strip.pieces) == 1 for strip in band) and height < _BAND * band[0].size


def _has_rows(band: Sequence[Strip], edges: Sequence[float]) -> bool:
    """Whether some line between two rules has text in several cells."""
    return any(len(row_of([strip], edges).filled) > 1 for strip in band)


def _add_parts(grid: Grid, loose: Sequence[Level]) -> None:
    """Add the rules below headings of several columns."""
    grid.levels += [
        level
        for level in loose
        if grid.bottom < level.height < grid.top
        and lies_in(level, grid.levels[0])
        and not grid.is_full(level)
    ]
    grid.levels.sort(key=lambda level: -level.height)


def _drop_text_above(grid: Grid, strips: Sequence[Strip]) -> None:
    """Drop the rules above text, a title or nothing; the rest of a row begun on the page before stays."""
    while len(grid.full) > 2:
        edges, first, second = _edges(grid, strips), grid.levels[0], grid.full[1]
        band = inside(strips, grid, grid.top, second.height)
        begins = any(0 in row_of([strip], edges).filled for strip in band)
        agree = len(first.joints) == len(second.joints) and joints_agree(first.joints, second.joints)
        if agree or _has_rows(band, edges) or (band and not begins):
            break
        grid.levels = [level for level in grid.levels if level.height <= second.height]


def _open_table(grid: Grid, strips: Sequence[Strip], glyphs: Sequence[Glyph]) -> Table:
    """Make a table without vertical rules, with the column headings above its first rule."""
    edges = grid.inner_edges()
    last, near = grid.top, list[Strip]()
    usual = max((strip.size for strip in inside(strips, grid, grid.top, grid.bottom)), default=inf)
    for strip in reversed(inside(_strips_in(grid, glyphs, above=_HEADING), grid, inf, grid.top)):
        if strip.base - last > (PITCH if near else NEXT) * strip.size or strip.size > WIDER * usual:
            break
        near.append(strip)
        last = strip.base
    head = list(takewhile(lambda strip: not (crossed(strip, edges, near) or _is_running(strip, edges)), near))
    while head and len(row_of([head[-1]], edges).filled) < 2:
        head.pop()
    if head:
        grid.levels.insert(0, Level.at(head[-1].base + 0.9 * head[-1].size, grid.left, grid.right))
    return Table(grid, _edges(grid, strips), open=True)


def _is_running(strip: Strip, edges: Sequence[float]) -> bool:
    """Whether a line is running text in which a space merely coincides with a column edge."""
    if len(strip.pieces) > 1 or len(strip.pieces[0]) == 1:
        return False
    return any(strip.left < edge < strip.right for edge in edges)


def _strips_in(grid: Grid, glyphs: Sequence[Glyph], above: float = 0.0) -> list[Strip]:
    """Return the lines inside a grid, or a little above it, without what is beside the grid."""
    left, right = grid.left - EDGE, grid.right + EDGE
    bottom, top = grid.bottom - EDGE, grid.top + EDGE + above
    own = [
        glyph for glyph in glyphs if left < glyph.left and glyph.right < right and bottom < glyph.base < top
    ]
    return list(map(strip_of, baselines(own)))


def extend_down(table: Table, strips: Sequence[Strip], glyphs: Sequence[Glyph], floor: float) -> None:
    """Extend an open table down to `floor`, because it continues on the next page."""
    _extend(table, strips, floor, goes_on=True)
    table.rows, table.header = [], 0
    _fill(table, _strips_in(table.grid, glyphs))


def _extend(table: Table, strips: Sequence[Strip], floor: float, *, goes_on: bool = False) -> None:
    """Extend a table that is not closed to the rows below its last rule, as far as its gutters go.

    If it `goes_on` below, so do lines without gutters, but not text in letters of another size.
    """
    grid = table.grid
    rows = inside(strips, grid, grid.top, grid.bottom)
    lowest = min((strip.base for strip in rows), default=grid.bottom)
    known = [strip for strip in rows if len(strip.pieces) > 1]
    over = {strip.base for strip in strips if _sticks_out(strip, grid)}
    taken: list[Strip] = []
    for strip in inside(strips, grid, grid.bottom, floor):
        above = taken[-1].base if taken else grid.bottom if strip.base > MARGIN else lowest
        if above - strip.base > LOOSE * strip.size:
            break
        if goes_on:
            size = max(part.size for row in table.rows for part in row.fragments)
            ends = max(strip.size, size) > LARGER * min(strip.size, size)
        elif grid.has_ruled_columns:
            ends = crossed(strip, table.edges)
        else:
            ends = len(gutters([*known, *taken, strip])) < len(table.edges)
        if ends or (not goes_on and (strip.base in over or _is_running(strip, table.edges))):
            break
        taken.append(strip)
    if _has_rows(taken, table.edges) or (taken and goes_on):
        grid.bottom = taken[-1].base - 0.3 * taken[-1].size
        table.edges = _edges(grid, strips) or table.edges


def _sticks_out(strip: Strip, grid: Grid) -> bool:
    """Whether a piece of a line extends over the side of a table, as running text does."""
    sides = (grid.left, grid.right)
    return any(p.left < s - EDGE and s + EDGE < p.right for p in strip.pieces for s in sides)


def _heights(grid: Grid) -> list[float]:
    """Return the heights of a grid's rules, with partial rules at one height counted once."""
    found: list[float] = []
    for level in grid.levels:
        if not found or found[-1] - level.height > LEVEL:
            found.append(level.height)
    if found[-1] - grid.bottom > LEVEL:
        found.append(grid.bottom)
    return found


def _fill(table: Table, strips: Sequence[Strip]) -> None:
    """Cut a table into its rows."""
    grid, edges = table.grid, table.edges
    if not edges:
        return
    full = [level.height for level in grid.full]
    closed = grid.bottom >= grid.levels[-1].height - LEVEL
    head_stop = (full[1] if len(full) > 2 or not closed else grid.top) - LEVEL
    bands = [(top, bottom, inside(strips, grid, top, bottom)) for top, bottom in pairwise(_heights(grid))]
    body = [own for _, bottom, own in bands if bottom < head_stop]
    ruled_rows = len(full) > _RULED and are_wrapped(body, edges)
    above: list[Cells] = []
    for top, bottom, own in bands:
        is_head, walls = bottom >= head_stop, grid.walls(top, bottom)
        ruled = is_head or ruled_rows or 2 * len(walls) >= len(edges)
        own = [cut_at(strip, walls) for strip in own]
        groups = [own] if ruled and own else split_rows(own, edges)
        rows = [row_of(group, edges) for group in groups]
        if ruled and above and rows:
            _raise_merged(grid, edges, top, above[-1], rows[0])
        rows = [row for row in rows if row.filled]
        table.rows += rows
        table.header += len(rows) if is_head else 0
        above = rows if ruled else []
    drop_spacers(table)


def _raise_merged(grid: Grid, edges: Sequence[float], height: float, above: Cells, below: Cells) -> None:
    """Move the text of a cell that spans two bands, without a rule between them, to the first band."""
    sides = [grid.left, *edges, grid.right]
    levels = [level for level in grid.levels if abs(level.height - height) <= LEVEL]
    for column, (left, right) in enumerate(pairwise(sides)):
        ruled = sum(max(0.0, min(right, level.right) - max(left, level.left)) for level in levels)
        if ruled < MOST * (right - left):
            above.columns[column] += below.columns[column]
            below.columns[column] = []


def drop_spacers(table: Table) -> None:
    """Remove columns without text, but not all but one."""
    used = sorted({column for row in table.rows for column in row.filled})
    if len(used) < 2:
        return
    for row in table.rows:
        row.columns = [row.columns[column] for column in used]
    table.edges = [table.edges[column - 1] for column in used[1:]]


def _is_table(table: Table) -> bool:
    """Whether enough rows have several cells, unlike in boxed text and drawings."""
    several = sum(len(row.filled) > 1 for row in table.rows)
    whole = sum(len(row.filled) > len(table.edges) for row in table.rows)
    if not several:
        return False
    if table.open:  # a masthead has empty space above its lower rule
        return len(table.rows) > 1 and table.rows[-1].bottom - table.grid.bottom <= _SLACK
    if table.grid.inner_edges():
        return several >= min(FEWEST, SOME * len(table.rows))
    return len(table.rows) > 3 and whole >= MOST * len(table.rows)
