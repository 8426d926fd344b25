"""Find the longest common stretches of two sequences, at bounded cost.

`difflib` finds the blocks that people expect, but its running time grows with how often items
repeat. If it would take too long, the sequences are first cut at stretches that occur once on each
side; without such stretches, their longest common subsequence is used, or that of their halves.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from aligner.alignment.increasing_chain import heaviest_chain

_AFFORDABLE: Final = 1_000_000  # pairs of equal items; about a quarter of a second in difflib
_STRETCHES: Final = (8, 4, 2, 1)  # lengths of the stretches to cut at, in the order in which they are tried
_MOST_CELLS: Final = 200_000_000  # maximum number of bits stored for the traceback: 25 MB

Run = tuple[int, int, int]
"""Start in the old sequence, start in the new one, length: `difflib`'s `Match`."""


class _Area(NamedTuple):
    """A range of both sequences: items `[i, i_end)` of the old one, `[j, j_end)` of the new one."""

    i: int
    i_end: int
    j: int
    j_end: int


def matching_runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Return the stretches common to both sequences, in order; no two are adjacent on both sides.

    Args:
        old: hashable items.
        new: hashable items.

    Returns:
        (start in old, start in new, length), strictly increasing.

    >>> matching_runs("abcd", "abxd")
    [(0, 0, 2), (3, 3, 1)]
    """
    runs: list[Run] = []
    for i, j, size in _Sequences(old, new).runs(_Area(0, len(old), 0, len(new)), 0):
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + size)
        elif size:
            runs.append((i, j, size))
    return runs


def longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Return a longest common subsequence, as runs; fall back on `matching_runs` if it is too expensive.

    For whole lines, more than for words, many matches matter more than long blocks.

    >>> longest_common("abab", "abbab")
    [(0, 0, 2), (2, 3, 2)]
    """
    if len(old) * len(new) > _MOST_CELLS:
        return matching_runs(old, new)
    return _longest_common(old, new)


@dataclass(frozen=True, slots=True)
class _Sequences:
    """Two sequences, and their common runs in an area; levels count the lengths of stretches to cut at."""

    old: Sequence[Hashable]
    new: Sequence[Hashable]

    def runs(self, area: _Area, level: int) -> list[Run]:
        """Return the common start and end of an area, and the runs between them."""
        (i, i_end, j, j_end), old, new = area, self.old, self.new
        head = 0
        while i + head < i_end and j + head < j_end and old[i + head] == new[j + head]:
            head += 1
        runs = [(i, j, head)]
        i, j = i + head, j + head
        tail = 0
        while i_end - tail > i and j_end - tail > j and old[i_end - tail - 1] == new[j_end - tail - 1]:
            tail += 1
        i_end, j_end = i_end - tail, j_end - tail
        if i < i_end and j < j_end:
            runs += self._between(_Area(i, i_end, j, j_end), level)
        runs.append((i_end, j_end, tail))
        return runs

    def _between(self, area: _Area, level: int) -> list[Run]:
        before, after = self.old[area.i : area.i_end], self.new[area.j : area.j_end]
        counts = Counter(after)
        if sum(count * counts[item] for item, count in Counter(before).items()) <= _AFFORDABLE:
            matcher = SequenceMatcher(None, before, after, autojunk=False)
            return [(i + area.i, j + area.j, size) for i, j, size in matcher.get_matching_blocks()]
        for lower in range(level, len(_STRETCHES)):
            if anchors := self._anchors(area, _STRETCHES[lower]):
                return self._around(area, anchors, lower)
        if len(before) * len(after) > _MOST_CELLS:  # compare the halves
            i, j = (area.i + area.i_end) // 2, (area.j + area.j_end) // 2
            parts = _Area(area.i, i, area.j, j), _Area(i, area.i_end, j, area.j_end)
            return [run for part in parts for run in self.runs(part, level)]
        return [(i + area.i, j + area.j, size) for i, j, size in _longest_common(before, after)]

    def _around(self, area: _Area, anchors: list[tuple[int, int]], level: int) -> list[Run]:
        """Return the anchors, of the length of this level, and the runs between them."""
        i, i_end, j, j_end = area
        length = _STRETCHES[level]
        runs: list[Run] = []
        for at, to in anchors:
            if at >= i and to >= j:
                runs += self.runs(_Area(i, at, j, to), level)
                i, j = at, to
            elif i - at != j - to:  # overlaps the anchor before it, shifted
                continue
            runs.append((i, j, at + length - i))
            i, j = at + length, to + length
        return runs + self.runs(_Area(i, i_end, j, j_end), level)

    def _anchors(self, area: _Area, length: int) -> list[tuple[int, int]]:
        """Return the starts of stretches that occur once on each side, restricted to their heaviest chain."""
        places = _once(self.new, area.j, area.j_end, length)
        starts = _once(self.old, area.i, area.i_end, length)
        pairs = sorted((at, places[item]) for item, at in starts.items() if item in places)
        return [pairs[k] for k in heaviest_chain(pairs, [1.0] * len(pairs))]


def _once(items: Sequence[Hashable], start: int, stop: int, length: int) -> dict[Hashable, int]:
    stretches: list[Hashable] = [tuple(items[k : k + length]) for k in range(start, stop - length + 1)]
    counts = Counter(stretches)
    return {item: start + k for k, item in enumerate(stretches) if counts[item] == 1}


def _longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Return a longest common subsequence, with each row of the table packed in the bits of one integer.

    This is Hyyrö's algorithm: a zero bit at j means that the length increases there. Unlike `difflib`'s,
    its cost does not depend on how often items repeat.
    """
    places: dict[Hashable, int] = {}
    for j, item in enumerate(new):
        places[item] = places.get(item, 0) | 1 << j
    full = (1 << len(new)) - 1
    row, rows = full, []
    for item in old:
        common = row & places.get(item, 0)
        row = (row + common | row - common) & full
        rows.append(row)
    return _walk_rows(rows, len(new))


def _walk_rows(rows: list[int], width: int) -> list[Run]:
    i, j = len(rows) - 1, width - 1
    runs: list[Run] = []
    while i >= 0 and j >= 0:
        if rows[i] >> j & 1:
            j -= 1
        elif i and not rows[i - 1] >> j & 1:
            i -= 1
        else:
            if runs and runs[-1][0] == i + 1 and runs[-1][1] == j + 1:
                runs[-1] = (i, j, runs[-1][2] + 1)
            else:
                runs.append((i, j, 1))
            i, j = i - 1, j - 1
    return runs[::-1]
