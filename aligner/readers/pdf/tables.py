"""Find tables on a PDF page by their rules: each row with its cells in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from math import inf
from typing import Final

from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.glyph import Glyph
from aligner.readers.pdf.grids import Grid, Level, grids_of, joints_agree, lies_in, same_sides
from aligner.readers.pdf.rules import PageRules, Rule
from aligner.readers.pdf.table_rows import (
    Cells,
    Strip,
    are_wrapped,
    crossed,
    gutters,
    row_of,
    split_rows,
    strip_of,
)

FOOT: Final = 75.0
"""Points at the foot of a page that are outside its text area."""

# Distances marked "em" are multiples of the letters' size.
_SAME: Final = 1.2  # points by which the heights of one rule's pieces may differ
_CROSSING: Final = 0.34  # maximum share of lines that cross a column edge
_NEAR: Final = 32.0  # points: maximum distance from a rule to the first line below it
_LOOSE: Final = 2.4  # em: maximum distance between lines of a table that is not closed
_LARGER: Final = 1.06  # ratio to the largest letters of a table; larger text is running text
_COVERED: Final = 0.6  # minimum share of a cell's width that a rule below it covers
_BESIDE: Final = 4.0  # points by which text may extend beyond a table
_PITCH: Final = 1.45  # em: maximum distance between lines of column headings
_HEADING: Final = 60.0  # points: maximum height of column headings
_FOOTING: Final = 1.6  # em: maximum distance from their last line to the rule below them
_DOUBLE: Final = 5.0  # points: two rules this close are one double rule
_LEVEL: Final = 0.6  # em: maximum distance of baselines of cells side by side
_UNDER: Final = 0.35  # em: maximum distance of an underline below the baseline
_THROUGH: Final = 0.5  # em: maximum height of a strike-through above the baseline
_BAND: Final = 3.0  # em: maximum height of a row that is a heading among rows
_SEVERAL: Final = 0.3  # minimum share of rows with text in several cells, if columns are ruled
_WHOLE: Final = 0.6  # minimum share of rows with text in all cells, if they are not
_LINES: Final = 2  # minimum number of lines of text that end a table
_WIDE: Final = 0.6  # minimum share of a table's width that they cover
_TEXT: Final = 3  # minimum number of lines of text that separate two tables
_ROWS: Final = 2  # minimum number of rows, each between two rules, that show a table without headings
_SLACK: Final = 36.0  # points: maximum distance from the last row to the rule below it


@dataclass(slots=True)
class Table:
    """A table on one page: its frame, its inner column edges and its rows; the first `header` are headings.

    `open` is set if it has no vertical rules, `listed` if it has no rules at all, and `beside` if it
    is read directly after the table on its left.
    """

    grid: Grid
    edges: list[float]
    rows: list[Cells] = field(default_factory=list)
    header: int = 0
    open: bool = False
    listed: bool = False
    beside: bool = False


def tables_of(rules: PageRules, strips: Sequence[Strip], glyphs: Sequence[Glyph]) -> list[Table]:
    """Find the tables of a page, from the top down.

    Args:
        rules: the straight lines and drawings of the page.
        strips: the lines of the page, from the top down.
        glyphs: its characters.
    """
    grids, loose = grids_of(rules.lines)
    if not grids and len(loose) < 2:
        return []
    tables = [Table(grid, _edges(grid, strips)) for grid in grids if not grid.is_drawing]
    outside = [
        level
        for level in loose
        if not any(grid.holds(level) for grid in grids) and not any(_marks_words(level, s) for s in strips)
    ]
    tables += [_open_table(group, strips, glyphs) for group in _groups(outside, strips)]
    tables = [table for table in tables if not any(_drawn_on(table.grid, each) for each in rules.drawings)]
    tables.sort(key=lambda table: -table.grid.top)
    for index, table in enumerate(tables):
        if table.open:
            floor = max((t.grid.top for t in tables[index + 1 :]), default=0.0)
            _extend(table, strips, floor)
    for table in tables:
        _fill(table, _strips_in(table.grid, glyphs))
    return _apart([table for table in tables if _is_table(table)])


def _apart(tables: Sequence[Table]) -> list[Table]:
    """Return the tables, from the top down, without those over a part of another.

    Of two, the one with vertical rules stays, or else the larger one.
    """
    kept: list[Table] = []
    for table in sorted(tables, key=lambda table: (table.open, table.grid.bottom - table.grid.top)):
        if not any(table.grid.overlaps(other.grid) for other in kept):
            kept.append(table)
    return sorted(kept, key=lambda table: -table.grid.top)


def _marks_words(level: Level, strip: Strip) -> bool:
    """Whether a horizontal rule underlines words or strikes them through."""
    if not -_THROUGH * strip.size <= strip.base - level.height <= _UNDER * strip.size:
        return False
    return any(p[0].left - 3 <= level.left and level.right <= p[-1].right + 3 for p in strip.pieces)


def _drawn_on(grid: Grid, drawing: Rule) -> bool:
    """Whether a grid contains a drawing, and is therefore a chart."""
    return grid.left < drawing.across < grid.right and grid.bottom < drawing.height < grid.top


def inside(strips: Sequence[Strip], grid: Grid, top: float, bottom: float) -> list[Strip]:
    """Return the parts of strips that are inside a grid, between two heights."""
    found = []
    left, right = grid.left, grid.right
    for strip in strips:
        if not bottom < strip.base + 0.25 * strip.size <= top or strip.right < left or strip.left > right:
            continue
        own = [p for p in strip.pieces if p[0].left > left - _BESIDE and p[-1].right < right + _BESIDE]
        if own:
            found.append(Strip(strip.base, strip.size, own))
    return found


def _edges(grid: Grid, strips: Sequence[Strip]) -> list[float]:
    """Return the inner column edges: the ruled ones, or else the gaps common to lines of several pieces.

    Rules without joints below a heading of several columns show only the ends of those columns; the
    lines below them show all columns.
    """
    ruled = grid.inner_edges()
    if ruled and (grid.posts or any(level.joints for level in grid.levels)):
        return ruled
    own = _lines_of_cells(inside(strips, grid, grid.top, grid.bottom))
    if not ruled:
        largest = max((strip.size for strip in own if grid.is_framed), default=inf)
        return gutters(own) or gutters([s for s in own if s.size * _LARGER > largest])  # without notes
    first = min(level.height for level in grid.levels if not grid.is_full(level))
    below = gutters(
        [strip for strip in own if strip.base < first], [strip for strip in own if strip.base > first]
    )
    return below if len(below) > len(ruled) else ruled


def _lines_of_cells(strips: Sequence[Strip]) -> list[Strip]:
    """Return the lines with several pieces, those side by side at slightly different heights among them."""
    return [
        strip
        for at, strip in enumerate(strips)
        if len(strip.pieces) > 1
        or any(
            abs(other.base - strip.base) < _LEVEL * strip.size
            for other in strips[max(0, at - 1) : at + 2]
            if other is not strip
        )
    ]


def _groups(loose: Sequence[Level], strips: Sequence[Strip]) -> list[Grid]:
    """Group horizontal rules that form an open table.

    A rule that continues a table also adds the rules between them, since no table lies between the
    rows of another table of the same width.
    """
    groups: list[list[Level]] = []
    for level in loose:
        for group in reversed(groups):
            between = [g for g in groups[groups.index(group) + 1 :] if same_sides(g[0], group[0])]
            if _continues(group, level, strips) and not _are_parted(group, between, level, strips):
                groups = [g for g in groups if g not in between]
                group += [each for inner in between for each in inner]
                group.append(level)
                break
        else:
            groups.append([level])
    groups = _joined_rows(groups, strips)
    grids = [Grid(sorted(group, key=lambda level: -level.height)) for group in groups if len(group) > 1]
    for grid in grids:
        _add_spanning_rules(grid, loose)
    return grids


def _joined_rows(groups: Sequence[list[Level]], strips: Sequence[Strip]) -> list[list[Level]]:
    """Join rules between the rows of a table that are too far apart to enclose headings."""
    joined: list[list[Level]] = []
    run: list[list[Level]] = []
    for group in [*groups, []]:
        if run and group and _is_next_row(run[-1], group, strips):
            run.append(group)
            continue
        rules = [each for one in run for each in one]
        apart = sum(len(one) == 1 for one in run) > 1  # as no rules are around headings
        if apart and len(rules) > _ROWS and (edges := _shared_gutters(rules, strips)):
            if joined and _is_rest_of_row(joined[-1], run[0], edges, strips):
                rules = [*joined.pop(), *rules]
            joined.append(rules)
        else:
            joined += run
        run = [group] if group else []
    return joined


def _is_next_row(above: list[Level], below: list[Level], strips: Sequence[Strip]) -> bool:
    """Whether between two groups of rules, one of them a single rule, is a row of cells."""
    if min(len(above), len(below)) > 1 or not same_sides(above[0], below[0]):
        return False
    return _is_row(inside(strips, Grid([*above, *below]), above[-1].height, below[0].height))


def _is_row(band: Sequence[Strip]) -> bool:
    """Whether the lines between two rules are cells side by side that begin on one line."""
    return bool(band) and len(band[0].pieces) > 1 and bool(gutters([s for s in band if len(s.pieces) > 1]))


def _shared_gutters(rules: Sequence[Level], strips: Sequence[Strip]) -> list[float]:
    """Return the gaps that the lines of all rows between rules leave free; none if a row shows no columns."""
    frame = Grid(list(rules))
    edges = gutters(inside(strips, frame, frame.top, frame.bottom))
    rows = [inside(strips, frame, above.height, below.height) for above, below in pairwise(rules)]
    return edges if edges and all(row and len(row_of(row, edges).filled) > 1 for row in rows) else []


def _has_ruled_rows(grid: Grid) -> bool:
    """Whether so many rules cross a table that they are between its rows, not around its headings."""
    return len(grid.full) > _ROWS + 1


def _is_rest_of_row(
    above: list[Level], below: list[Level], edges: Sequence[float], strips: Sequence[Strip]
) -> bool:
    """Whether between two rules are the last lines of a row that the page before began."""
    if len(above) != 1 or not same_sides(above[0], below[0]):
        return False
    band = inside(strips, Grid([*above, *below]), above[0].height, below[0].height)
    pieces = [piece for strip in band for piece in strip.pieces]
    return bool(pieces) and not any(
        piece[0].left < edge < piece[-1].right for piece in pieces for edge in edges
    )


def _are_parted(
    group: list[Level], between: Sequence[list[Level]], level: Level, strips: Sequence[Strip]
) -> bool:
    """Whether running text is between a group of rules and the groups below it, so that they are tables."""
    if not between or joints_agree(sorted(j for each in group for j in each.joints), level.joints):
        return False
    frame = Grid([*group, level])
    own = inside(strips, frame, group[0].height, group[-1].height)
    edges = frame.inner_edges() or gutters([strip for strip in own if len(strip.pieces) > 1])
    size = max((strip.size for strip in own), default=inf)
    for above, below in pairwise([group, *between]):
        band = inside(strips, frame, above[-1].height, below[0].height)
        running = sum(crossed(strip, edges) or strip.size > _LARGER * size for strip in band)
        if len(band) >= _TEXT and running > _CROSSING * len(band):
            return True
    return False


def _add_spanning_rules(grid: Grid, loose: Sequence[Level]) -> None:
    """Add the rules between column headings and a heading of several columns above them."""
    if len(grid.full) < 3 or grid.inner_edges():
        return
    first, second = grid.full[:2]
    grid.levels += [
        level
        for level in loose
        if second.height < level.height < first.height and lies_in(level, first) and level not in grid.levels
    ]
    grid.levels.sort(key=lambda level: -level.height)


def _continues(group: list[Level], level: Level, strips: Sequence[Strip]) -> bool:
    """Whether a horizontal rule continues the table above it."""
    first, last = group[0], group[-1]
    if not same_sides(first, level) and not lies_in(level, first):
        return False
    if abs(level.height - last.height) <= _SAME:
        return True
    known = sorted(joint for each in group for joint in each.joints)
    frame = Grid([*group, level])
    between = inside(strips, frame, last.height, level.height)
    if not between:
        return last.height - level.height < _DOUBLE and len(frame.full) > 2
    head = len(Grid(list(group)).full) < 3
    if not same_sides(first, level):
        sides = (level.left, level.right)
        ends = [end for end in sides if min(abs(end - first.left), abs(end - first.right)) > _DOUBLE]
        if not ends or joints_agree(ends, known) is not True:
            return False
        return head or _conforms(between, frame, None)
    agree = joints_agree(known, level.joints)
    if len(group) == 1 and not known and not level.joints and last.height - level.height > _HEADING:
        return False  # too far apart to enclose headings, without which such rules make no table
    two = len(Grid(list(group)).full) == 2
    if agree is not False and two and known and frame.inner_edges():
        return True  # the two rules enclose the headings, and the body follows
    if agree is False or (not known and _runs_over(group, level, strips)):
        return False
    return _conforms(between, frame, agree) or ((two or not head) and _is_band(between, last, level))


def _runs_over(group: Sequence[Level], level: Level, strips: Sequence[Strip]) -> bool:
    """Whether lines between a table's rows and the next rule are running text, wider than its columns."""
    frame = Grid(list(group))
    if len(frame.full) <= _ROWS:
        return False
    edges = gutters(_lines_of_cells(inside(strips, frame, frame.top, group[-1].height)))
    band = [strip for strip in strips if level.height < strip.base < group[-1].height]
    wide = _WIDE * (frame.right - frame.left)
    running = sum(
        crossed(strip, edges) and any(p[-1].right - p[0].left > wide for p in strip.pieces) for strip in band
    )
    return len(band) >= _LINES and running > _CROSSING * len(band)


def _is_band(between: Sequence[Strip], above: Level, below: Level) -> bool:
    """Whether two rules enclose a single line of one piece, as around a heading among rows."""
    height = above.height - below.height
    return len(between) == 1 and len(between[0].pieces) == 1 and height < _BAND * between[0].size


def _conforms(between: Sequence[Strip], frame: Grid, agree: bool | None) -> bool:
    """Whether the lines between two rules fit the columns; `agree` says whether the rules' joints do."""
    edges = frame.inner_edges() or gutters([strip for strip in between if len(strip.pieces) > 1])
    if not edges or sum(crossed(strip, edges) for strip in between) > _CROSSING * len(between):
        return False
    return agree is True or any(len(row_of([strip], edges).filled) > 1 for strip in between)


def _open_table(grid: Grid, strips: Sequence[Strip], glyphs: Sequence[Glyph]) -> Table:
    """Make a table without vertical rules; drop the rules above its first row with several cells."""
    edges = _edges(grid, strips)
    while len(grid.full) > 2:
        first, second = grid.full[:2]
        band = inside(strips, grid, grid.levels[0].height, second.height)
        agree = len(first.joints) == len(second.joints) and joints_agree(first.joints, second.joints)
        if agree or not band:
            break
        strange = second.joints and not first.joints and any(_is_running(s, edges) for s in band)
        if not strange and any(len(row_of([strip], edges).filled) > 1 for strip in band):
            break
        if _has_ruled_rows(grid) and not any(0 in row_of([strip], edges).filled for strip in band):
            break  # the last lines of a row that began on the page before
        grid = Grid([level for level in grid.levels if level.height < grid.levels[0].height - _SAME])
        grid = Grid([level for level in grid.levels if level.height <= grid.full[0].height + _SAME])
        edges = _edges(grid, strips)
    _include_headings(grid, _strips_in(grid, glyphs, above=_HEADING))
    return Table(grid, edges, open=True)


def _include_headings(grid: Grid, strips: Sequence[Strip]) -> None:
    """Include the column headings in a table whose first rule is below them."""
    edges = grid.inner_edges()
    last, near = grid.top, list[Strip]()
    for strip in reversed(inside(strips, grid, inf, grid.top)):
        if strip.base - last > (_PITCH if near else _FOOTING) * strip.size:
            break
        near.append(strip)
        last = strip.base
    head = list(
        takewhile(lambda strip: not crossed(strip, edges, near) and not _is_running(strip, edges), near)
    )
    while head and len(row_of([head[-1]], edges).filled) < 2:
        head.pop()
    if head and edges:
        grid.levels.insert(0, Level(head[-1].base + 0.9 * head[-1].size, grid.left, grid.right))


def _is_running(strip: Strip, edges: Sequence[float]) -> bool:
    """Whether a line is running text in which a space merely coincides with a column edge."""
    if len(strip.pieces) > 1 or len(strip.pieces[0]) == 1:
        return False
    return any(strip.left < edge < strip.right for edge in edges)


def extend_down(table: Table, strips: Sequence[Strip], glyphs: Sequence[Glyph], floor: float) -> None:
    """Extend an open table down to `floor`, because it continues on the next page."""
    table.grid.bottom = table.grid.levels[-1].height
    _extend(table, strips, floor, all_below=True)
    table.rows, table.header = [], 0
    table.edges = _edges(table.grid, strips)
    _fill(table, _strips_in(table.grid, glyphs))


def _strips_in(grid: Grid, glyphs: Sequence[Glyph], above: float = 0.0) -> list[Strip]:
    """Return the lines inside a grid, or a little above it, without what is beside the grid."""
    left, right = grid.left - _BESIDE, grid.right + _BESIDE
    bottom, top = grid.bottom - _BESIDE, grid.top + _BESIDE + above
    own = [
        glyph for glyph in glyphs if left < glyph.left and glyph.right < right and bottom < glyph.base < top
    ]
    return [strip_of(line.base, line.size, line.glyphs) for line in baselines(own)]


def _extend(table: Table, strips: Sequence[Strip], floor: float, *, all_below: bool = False) -> None:
    """Extend a table that is not closed to the rows below its last rule."""
    grid = table.grid
    if not all_below:
        table.edges = _edges_below_head(table, strips, floor)
    taken: list[Strip] = []
    last = grid.bottom
    size = max((part.size for row in table.rows for part in row.fragments), default=0.0)
    above = min((strip.base for strip in inside(strips, grid, grid.top, grid.bottom)), default=last)
    cut = _has_ruled_rows(grid)  # the foot of the page may cut the last row, so that no rule is below it
    over = _run_over(strips, grid)
    for strip in inside(strips, grid, grid.bottom, floor):
        loose = _LOOSE * max(strip.size, 8.0)
        strange = (
            strip.size > _LARGER * size if all_below else strip.base in over or crossed(strip, table.edges)
        )
        is_foot = strip.base < FOOT and above - strip.base > loose
        if last - strip.base > (loose if taken else _NEAR) or strange or is_foot:
            cut = cut and not strange and strip.base < FOOT
            break
        above = strip.base
        taken.append(strip)
        last = strip.base
    several = sum(len(row_of([strip], table.edges).filled) > 1 for strip in taken)
    cut = cut and bool(taken) and len(row_of(taken[:1], table.edges).filled) > 1
    share = _SEVERAL if several > _ROWS else 0.5
    if taken and table.edges and (all_below or cut or several >= share * len(taken)):
        grid.bottom = taken[-1].base - 0.3 * taken[-1].size


def _run_over(strips: Sequence[Strip], grid: Grid) -> set[float]:
    """Return the baselines of lines with a piece that extends over the side of a table, as running text."""
    return {
        strip.base
        for strip in strips
        if any(
            piece[0].left < side - _BESIDE and side + _BESIDE < piece[-1].right
            for piece in strip.pieces
            for side in (grid.left, grid.right)
        )
    }


def _edges_below_head(table: Table, strips: Sequence[Strip], floor: float) -> list[float]:
    """Return the column edges that the lines below two rules around headings show.

    Short headings are far apart, and the middle between them may be inside a column of words.
    """
    grid = table.grid
    if len(grid.full) > _ROWS or grid.inner_edges():
        return table.edges
    wide = _WIDE * (grid.right - grid.left)
    near: list[Strip] = []
    for strip in inside(strips, grid, grid.bottom, floor):
        last = near[-1].base if near else grid.bottom
        if last - strip.base > (_LOOSE * strip.size if near else _NEAR):
            break
        if any(p[-1].right - p[0].left > wide for p in strip.pieces):
            break
        near.append(strip)
    rows = _lines_of_cells(near)
    edges = gutters(rows, inside(strips, grid, grid.top, grid.bottom)) if len(rows) > _ROWS else []
    return edges if len(edges) == len(table.edges) else table.edges


def _heights(grid: Grid) -> list[float]:
    """Return the heights of a grid's rules, with partial rules at one height counted once."""
    found: list[float] = []
    for level in grid.levels:
        if not found or found[-1] - level.height > _SAME:
            found.append(level.height)
    if found[-1] - grid.bottom > _SAME:
        found.append(grid.bottom)
    return found


def _fill(table: Table, strips: Sequence[Strip]) -> None:
    """Cut a table into its rows."""
    grid, edges = table.grid, table.edges
    if not edges:
        return
    heights = _heights(grid)
    full = [level.height for level in grid.full]
    closed = grid.bottom >= grid.levels[-1].height - _SAME
    has_head = len(full) > 1 and not grid.is_framed and (len(full) > 2 or not closed)
    head_stop = full[1] if has_head else grid.top
    above: list[Cells] = []
    bands = [(top, bottom, inside(strips, grid, top, bottom)) for top, bottom in pairwise(heights)]
    ruled_rows = _has_ruled_rows(grid) and are_wrapped(
        [own for _, bottom, own in bands if bottom < head_stop - _SAME], edges
    )
    for top, bottom, own in bands:
        is_head = bottom >= head_stop - _SAME
        ruled = is_head or ruled_rows or 2 * grid.posts_in(top, bottom) >= len(edges) > 0
        groups = [own] if ruled and own else split_rows(own, edges)
        rows = [row_of(group, edges) for group in groups]
        if ruled and above and rows:
            _raise_merged(grid, edges, top, above[-1], rows[0])
        rows = [row for row in rows if row.filled]
        table.rows += rows
        table.header += len(rows) if is_head else 0
        above = rows if ruled else []
    if not grid.inner_edges():
        _put_below_headings(table)
    _drop_spacers(table)


def _put_below_headings(table: Table) -> None:
    """Make one column of a heading and the text beside it, which is flush with its other side."""
    head, body = table.rows[: table.header], table.rows[table.header :]
    for column in range(len(table.edges)):
        both = (column, column + 1)
        in_head, in_body = ([any(row.columns[c] for row in rows) for c in both] for rows in (head, body))
        if sorted(in_head) == [False, True] and in_body == in_head[::-1]:
            for row in table.rows:
                row.columns[column + 1] += row.columns[column]
                row.columns[column] = []


def _raise_merged(grid: Grid, edges: Sequence[float], height: float, above: Cells, below: Cells) -> None:
    """Move the text of a cell that spans two bands, without a rule between them, to the first band."""
    sides = [grid.left, *edges, grid.right]
    levels = [level for level in grid.levels if abs(level.height - height) <= _SAME]
    for column, (left, right) in enumerate(pairwise(sides)):
        ruled = sum(max(0.0, min(right, level.right) - max(left, level.left)) for level in levels)
        if ruled < _COVERED * (right - left):
            above.columns[column] += below.columns[column]
            below.columns[column] = []


def _drop_spacers(table: Table) -> None:
    """Remove columns without text."""
    used = sorted({column for row in table.rows for column in row.filled})
    for row in table.rows:
        row.columns = [row.columns[column] for column in used]
    table.edges = [table.edges[column - 1] for column in used[1:]]


def _is_table(table: Table) -> bool:
    """Whether enough rows have several cells, unlike in boxed text and drawings."""
    several = sum(len(row.filled) > 1 for row in table.rows)
    whole = sum(len(row.filled) > len(table.edges) for row in table.rows)
    if not table.edges or not several:
        return False
    if table.open:
        if table.rows[-1].bottom - table.grid.bottom > _SLACK:
            return False  # a masthead has empty space above its lower rule
        if table.grid.inner_edges():
            return len(table.rows) > 1
        return table.header > 0 and (several > 2 or (whole > 1 and len(table.edges) > 1))
    if table.grid.inner_edges():
        return several >= _SEVERAL * len(table.rows)
    return len(table.rows) > 3 and whole >= _WHOLE * len(table.rows)
