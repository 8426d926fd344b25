"""Find the longest common stretches of two sequences, at bounded cost.

`difflib` finds the blocks that people expect, but its running time grows with how often items
repeat. If it would take too long, the sequences are first cut at stretches that occur once on each
side; without such stretches, their longest common subsequence or shortest edit script is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain

_AFFORDABLE: Final = 1_000_000  # pairs of equal items; about a quarter of a second in difflib
_STRETCHES: Final = (8, 4, 2, 1)  # lengths of the stretches to cut at, in the order in which they are tried
_MOST_CELLS: Final = 200_000_000  # maximum number of bits stored for the traceback: 25 MB
_MOST_EDITS: Final = 600  # maximum length of an edit script

Run = tuple[int, int, int]
"""Start in the old sequence, start in the new one, length: `difflib`'s `Match`."""


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
    for i, j, size in _runs(old, new, 0, len(old), 0, len(new), 0):
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


def _runs(
    old: Sequence[Hashable], new: Sequence[Hashable], i1: int, i2: int, j1: int, j2: int, level: int
) -> list[Run]:
    head = 0
    while i1 + head < i2 and j1 + head < j2 and old[i1 + head] == new[j1 + head]:
        head += 1
    runs = [(i1, j1, head)] if head else []
    i1, j1 = i1 + head, j1 + head
    tail = 0
    while i2 - tail > i1 and j2 - tail > j1 and old[i2 - tail - 1] == new[j2 - tail - 1]:
        tail += 1
    i2, j2 = i2 - tail, j2 - tail
    if i1 < i2 and j1 < j2:
        runs += _between(old, new, i1, i2, j1, j2, level)
    if tail:
        runs.append((i2, j2, tail))
    return runs


def _between(
    old: Sequence[Hashable], new: Sequence[Hashable], i1: int, i2: int, j1: int, j2: int, level: int
) -> list[Run]:
    if _cost(old[i1:i2], new[j1:j2]) <= _AFFORDABLE:
        matcher = SequenceMatcher(None, old[i1:i2], new[j1:j2], autojunk=False)
        return [(i + i1, j + j1, size) for i, j, size in matcher.get_matching_blocks() if size]
    while level < len(_STRETCHES):
        anchors = _anchors(old, new, i1, i2, j1, j2, _STRETCHES[level])
        if anchors:
            return _around(old, new, (i1, i2, j1, j2), anchors, _STRETCHES[level], level)
        level += 1
    if (i2 - i1) * (j2 - j1) <= _MOST_CELLS:
        found = _longest_common(old[i1:i2], new[j1:j2])
    else:
        found = _shortest_script(old[i1:i2], new[j1:j2])
    return [(i + i1, j + j1, size) for i, j, size in found]


def _around(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    area: tuple[int, int, int, int],
    anchors: list[tuple[int, int]],
    length: int,
    level: int,
) -> list[Run]:
    """Return the anchors and the runs between them."""
    i, i_end, j, j_end = area
    runs: list[Run] = []
    for at, to in anchors:
        if at < i or to < j:  # overlaps the anchor before it, which already took its items
            skip = max(i - at, j - to)
            if skip >= length or at + skip != i or to + skip != j:
                continue
            runs.append((i, j, length - skip))
        else:
            runs += _runs(old, new, i, at, j, to, level)
            runs.append((at, to, length))
        i, j = at + length, to + length
    return runs + _runs(old, new, i, i_end, j, j_end, level)


def _cost(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    counted = Counter(new)
    return sum(count * counted[item] for item, count in Counter(old).items())


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], i1: int, i2: int, j1: int, j2: int, length: int
) -> list[tuple[int, int]]:
    """Return the starts of stretches that occur once on each side, restricted to their heaviest chain."""
    places = _once(new, j1, j2, length)
    pairs = [(at, places[item]) for item, at in _once(old, i1, i2, length).items() if item in places]
    pairs.sort()
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


def _shortest_script(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Run Myers' greedy algorithm, but give up if the sequences differ by more than `_MOST_EDITS`."""
    frontier = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), _MOST_EDITS) + 1):
        trail.append(dict(frontier))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and frontier.get(diagonal - 1, -1) < frontier.get(diagonal + 1, -1)
            )
            i = frontier[diagonal + 1] if down else frontier[diagonal - 1] + 1
            j = i - diagonal
            while i < len(old) and j < len(new) and old[i] == new[j]:
                i, j = i + 1, j + 1
            frontier[diagonal] = i
            if i >= len(old) and j >= len(new):
                return _walk_back(trail, len(old), len(new))
    return []


def _walk_back(trail: list[dict[int, int]], i: int, j: int) -> list[Run]:
    runs: list[Run] = []
    for edits in range(len(trail) - 1, -1, -1):
        before = trail[edits]
        diagonal = i - j
        down = diagonal == -edits or (
            diagonal != edits and before.get(diagonal - 1, -1) < before.get(diagonal + 1, -1)
        )
        previous = diagonal + 1 if down else diagonal - 1
        start = before.get(previous, 0) if edits else 0
        begin = start if down or not edits else start + 1
        if i > begin:
            runs.append((begin, begin - diagonal, i - begin))
        i, j = start, start - previous
    return runs[::-1]
