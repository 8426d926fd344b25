"""The heaviest chain of pairs that keeps its order on both sides.

What stands on the chain stayed in place; what stands off it was moved. Choosing the
heaviest one makes a single moved paragraph one move, and not the many it passed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise


def heaviest_chain(pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Indices of the pairs, strictly increasing on both sides, of the greatest total weight.

    Among chains of equal weight the one found first in order of the pairs wins, so
    the result depends on nothing but the arguments.

    Args:
        pairs: (old, new), sorted.
        weights: one positive weight for each pair.

    Returns:
        Indices into `pairs`, increasing. Time is n log n.

    >>> heaviest_chain([(0, 2), (1, 0), (2, 1)], [1.0, 1.0, 1.0])
    [1, 2]
    """
    if all(left[0] < right[0] and left[1] < right[1] for left, right in pairwise(pairs)):
        return list(range(len(pairs)))  # nothing moved, as in most drafts
    columns = sorted({new for _, new in pairs})
    best = [0.0] * (len(columns) + 1)
    ends = [-1] * (len(columns) + 1)
    before = [-1] * len(pairs)
    start = 0
    while start < len(pairs):
        stop = start
        while stop < len(pairs) and pairs[stop][0] == pairs[start][0]:
            stop += 1
        found: list[tuple[int, float, int]] = []
        for index in range(start, stop):
            rank = bisect_left(columns, pairs[index][1])
            weight, end = _best_below(best, ends, rank)
            before[index] = end
            found.append((rank, weight + weights[index], index))
        for rank, weight, index in found:
            _raise(best, ends, rank + 1, weight, index)
        start = stop
    _, index = _best_below(best, ends, len(columns))
    chain: list[int] = []
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _best_below(best: list[float], ends: list[int], rank: int) -> tuple[float, int]:
    weight, end = 0.0, -1
    while rank > 0:
        if best[rank] > weight:
            weight, end = best[rank], ends[rank]
        rank -= rank & -rank
    return weight, end


def _raise(best: list[float], ends: list[int], place: int, weight: float, index: int) -> None:
    while place < len(best):
        if weight > best[place]:
            best[place], ends[place] = weight, index
        place += place & -place
