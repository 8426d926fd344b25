"""Find the grids of tables on a page: column edges and the bands between rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import Final

from aligner.readers.pdf.measures import EDGE, LEVEL, MOST
from aligner.readers.pdf.rules import Rule, touching
from aligner.values.runs import runs_of

# Distances are in points.
_TOUCH: Final = 2.5  # maximum gap between rules that touch
_NARROWEST: Final = 6.0  # minimum width of a column; a narrower one is a spacer
_SHORTEST: Final = 40.0  # minimum length of a horizontal rule outside a grid
_TALL: Final = 0.4  # minimum length of a vertical rule between columns, as a share of a table's height
_MOST_RULES: Final = 3_000  # maximum number of rules on one page; a drawing has more


Measure = Callable[[Rule], float]


@dataclass(frozen=True, slots=True)
class Level(Rule):
    """A horizontal rule joined from its pieces; pieces, and so cells, meet at its `joints`."""

    joints: tuple[float, ...] = ()

    @classmethod
    def at(cls, height: float, left: float, right: float, joints: Sequence[float] = ()) -> Level:
        """Return the rule at a height."""
        return cls(left, height, right, height, tuple(joints))


@dataclass(slots=True)
class Grid:
    """The frame of a table, in points; y increases upwards.

    `levels` are its horizontal rules from the top down, across the whole table or a part of it.
    `bottom` is where its last row ends: below the last rule if the table is not closed.
    """

    levels: list[Level]
    posts: list[Rule] = field(default_factory=list)
    bottom: float = 0.0

    def __post_init__(self) -> None:
        self.bottom = self.bottom or self.levels[-1].height

    @property
    def top(self) -> float:
        """The y coordinate of its first rule."""
        return self.levels[0].height

    @property
    def left(self) -> float:
        """Its left side."""
        return min(level.left for level in self.levels)

    @property
    def right(self) -> float:
        """Its right side."""
        return max(level.right for level in self.levels)

    @property
    def bounds(self) -> Rule:
        """The part of the page that it covers."""
        return Rule(self.left, self.bottom, self.right, self.top)

    @property
    def full(self) -> list[Level]:
        """The rules across the whole table."""
        return [level for level in self.levels if self.is_full(level)]

    def is_full(self, level: Level) -> bool:
        """Whether a rule runs across the whole table."""
        return level.left <= self.left + EDGE and level.right >= self.right - EDGE

    def inner_edges(self) -> list[float]:
        """Return the ruled column edges inside it, from left to right."""
        left, right = self.left, self.right
        places = [place for level in self.levels for place in (*level.joints, level.left, level.right)]
        places += [post.across for post in self.posts]
        found: list[float] = []
        for place in sorted(places):
            if left + _NARROWEST < place < right - _NARROWEST and (
                not found or place - found[-1] >= _NARROWEST
            ):
                found.append(place)
        return found

    @property
    def has_ruled_columns(self) -> bool:
        """Whether vertical rules, or the joints of horizontal ones, show columns."""
        return bool(self.posts or any(level.joints for level in self.levels)) and bool(self.inner_edges())

    @property
    def is_drawing(self) -> bool:
        """Whether most vertical rules inside it do not separate columns, as in a chart."""
        joints = [joint for level in self.full for joint in level.joints]
        inner = self._places(self.posts)
        stray = 0
        for place in inner:
            tall = sum(p.top - p.bottom for p in self.posts if abs(p.across - place) < EDGE)
            joined = any(abs(joint - place) < EDGE for joint in joints)
            stray += not joined and tall < _TALL * (self.top - self.levels[-1].height)
        return 2 * stray > len(inner)

    def holds(self, level: Level) -> bool:
        """Whether a horizontal rule is inside it."""
        return (
            self.left - _TOUCH <= level.left
            and level.right <= self.right + _TOUCH
            and self.bottom - _TOUCH <= level.height <= self.top + _TOUCH
        )

    def overlaps(self, other: Grid) -> bool:
        """Whether it shares a part of the page with another."""
        across = self.left < other.right - _TOUCH and other.left < self.right - _TOUCH
        return across and self.bottom < other.top - _TOUCH and other.bottom < self.top - _TOUCH

    def walls(self, top: float, bottom: float) -> list[float]:
        """Return the places of the vertical rules between its sides that run along most of a band."""
        least = MOST * (top - bottom)
        return self._places(p for p in self.posts if min(p.top, top) - max(p.bottom, bottom) > least)

    def _places(self, posts: Iterable[Rule]) -> list[float]:
        """Return the places of some vertical rules between its sides, close ones once."""
        left, right = self.left + _NARROWEST, self.right - _NARROWEST
        inner = (post.across for post in posts if left < post.across < right)
        return list({round(place / _NARROWEST): place for place in inner}.values())


def grids_of(rules: Sequence[Rule]) -> tuple[list[Grid], list[Level]]:
    """Return the grids that vertical rules connect, and the horizontal rules in none of them."""
    if len(rules) > _MOST_RULES:
        return [], []
    levels = _levels([rule for rule in rules if rule.is_level])
    upright = [rule for rule in rules if not rule.is_level]
    joined = _joined(upright, lambda r: r.across, lambda r: r.bottom, lambda r: r.top)
    posts = [Rule(across, run[0].bottom, across, max(rule.top for rule in run)) for across, run in joined]
    grids: list[Grid] = []
    taken: set[Rule] = set()
    for group in touching([*levels, *posts], _TOUCH):
        inside = sorted((rule for rule in group if isinstance(rule, Level)), key=lambda rule: -rule.height)
        own = [rule for rule in group if not isinstance(rule, Level)]
        if len(inside) == len(group):
            continue
        for members in (inside, [level for level in inside if _is_between(level, own)]):
            grid = Grid(list(members), own) if members else None
            if grid is not None and len(grid.full) > 1:
                grids.append(grid)
                taken.update(members)
                break
    loose = [rule for rule in levels if rule not in taken and rule.right - rule.left >= _SHORTEST]
    return grids, sorted(loose, key=lambda level: -level.height)


def _levels(rules: Sequence[Rule]) -> list[Level]:
    found: list[Level] = []
    for height, run in _joined(rules, lambda r: r.height, lambda r: r.left, lambda r: r.right):
        long = [rule for rule in run if rule.right - rule.left > _TOUCH]
        joints = [(min(one.right, other.left) + other.left) / 2 for one, other in pairwise(long)]
        found.append(Level.at(height, run[0].left, max(rule.right for rule in run), joints))
    return found


def _joined(
    rules: Sequence[Rule], place: Measure, start: Measure, stop: Measure
) -> Iterator[tuple[float, list[Rule]]]:
    """Yield the pieces of each rule, which touch, with their mean place."""
    for group in runs_of(sorted(rules, key=place), lambda one, other: place(other) - place(one) <= LEVEL):
        for run in _runs(sorted(group, key=start), start, stop):
            yield sum(map(place, group)) / len(group), run


def _runs(rules: Iterable[Rule], start: Measure, stop: Measure) -> Iterable[list[Rule]]:
    """Group rules, sorted by start, that touch each other; there is at least one."""
    run: list[Rule] = []
    end = -inf
    for rule in rules:
        if run and start(rule) - end > _TOUCH:
            yield run
            run = []
        end = max(end, stop(rule))
        run.append(rule)
    yield run


def _is_between(level: Level, posts: Sequence[Rule]) -> bool:
    """Whether a rule ends at vertical rules, unlike one of the page or above notes that crosses a table."""
    sides = [post.across for post in posts] or [level.left, level.right]
    return min(sides) - EDGE < level.left and level.right < max(sides) + EDGE


def same_sides(first: Level, second: Level) -> bool:
    """Whether two horizontal rules begin and end at the same positions."""
    return max(abs(first.left - second.left), abs(first.right - second.right)) < _NARROWEST


def lies_in(part: Level, whole: Level) -> bool:
    """Whether a horizontal rule lies above or below part of another."""
    return part.left > whole.left - EDGE and part.right < whole.right + EDGE


def joints_agree(first: Sequence[float], second: Sequence[float]) -> bool | None:
    """Whether the pieces of two rules meet at the same positions; None if one of them has no joints."""
    if not first or not second:
        return None
    few, many = sorted((first, second), key=len)
    return all(any(abs(place - other) < _NARROWEST for other in many) for place in few)
