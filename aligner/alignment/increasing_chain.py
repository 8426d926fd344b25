"""The heaviest increasing chain of pairs.

Pairs in the chain keep their order on both sides; the others moved. Choosing the heaviest chain
makes a single moved paragraph one move, not one move of each paragraph that it passed.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby, pairwise


def heaviest_chain(
    pairs: Sequence[tuple[int, int]], weights: Sequence[float], *, strict: bool = True
) -> list[int]:
    """Find the increasing chain of pairs with the greatest total weight.

    Of chains with equal weights, the one found first in the order of the pairs wins, so the result is
    deterministic.

    Args:
        pairs: (source, target), sorted.
        weights: one positive weight for each pair.
        strict: whether both numbers must increase; otherwise neither may decrease.

    Returns:
        Increasing indices into `pairs`. A binary indexed tree of prefix maxima over the second
        numbers makes this O(n log n).

    >>> heaviest_chain([(0, 2), (1, 0), (2, 1)], [1.0, 1.0, 1.0])
    [1, 2]
    >>> heaviest_chain([(0, 0), (0, 1), (1, 1)], [1.0, 1.0, 1.0], strict=False)
    [0, 1, 2]
    """
    if all(left[0] < right[0] and left[1] < right[1] for left, right in pairwise(pairs)):
        return list(range(len(pairs)))  # nothing moved, as in most drafts
    columns = sorted({column for _, column in pairs})
    best = [0.0] * (len(columns) + 1)
    ends = [-1] * (len(columns) + 1)
    before: dict[int, int] = {}
    groups = groupby(range(len(pairs)), key=lambda index: pairs[index][0] if strict else index)
    for _, group in groups:  # pairs of one group cannot follow each other
        found: list[tuple[int, float, int]] = []
        for index in group:
            rank = bisect_left(columns, pairs[index][1])
            weight, end = _best_below(best, ends, rank if strict else rank + 1)
            before[index] = end
            found.append((rank, weight + weights[index], index))
        for rank, weight, index in found:
            _raise(best, ends, rank + 1, weight, index)
    _, index = _best_below(best, ends, len(columns))
    chain: list[int] = []
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _best_below(best: list[float], ends: list[int], rank: int) -> tuple[float, int]:
    """Return the greatest weight of a chain ending in one of the first `rank` columns, and its last pair."""
    weight, end = 0.0, -1
    while rank > 0:
        if best[rank] > weight:
            weight, end = best[rank], ends[rank]
        rank -= rank & -rank
    return weight, end


def _raise(best: list[float], ends: list[int], place: int, weight: float, index: int) -> None:
    """Record a chain that ends in the column with the number `place`, counted from 1."""
    while place < len(best):
        if weight > best[place]:
            best[place], ends[place] = weight, index
        place += place & -place
