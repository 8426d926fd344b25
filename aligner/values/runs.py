"""Cut a sequence into the runs of items that go on with each other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")


def run_around(place: int, size: int, belongs: Callable[[int], bool]) -> range:
    """Return the longest run of places around one, below `size`, of which the others all belong to it.

    >>> run_around(2, 6, lambda place: "abbbcb"[place] == "b")
    range(1, 4)
    """
    first = stop = place
    while first and belongs(first - 1):
        first -= 1
    while stop + 1 < size and belongs(stop + 1):
        stop += 1
    return range(first, stop + 1)


def runs_of(items: Iterable[Item], goes_on: Callable[[Item, Item], bool]) -> list[list[Item]]:
    """Return the runs of some items, in order; `goes_on` tells whether an item continues the one before it.

    >>> runs_of([1, 2, 5, 6, 9], lambda before, after: after - before == 1)
    [[1, 2], [5, 6], [9]]
    """
    runs: list[list[Item]] = []
    for item in items:
        if not runs or not goes_on(runs[-1][-1], item):
            runs.append([])
        runs[-1].append(item)
    return runs
