"""Find the amendments whose states edited links may have changed.

An amendment's states depend on the paragraphs that its own are linked with, on the changes that
these are part of, and so on. Paragraphs thus form independent groups of a row or two each, and an
edit to links affects only the groups whose links it changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from aligner.comparison.drafts import Links, Place
from aligner.values import Alignment, Comparison, DocumentKey, DocumentPair

if TYPE_CHECKING:
    from aligner.comparison.carry_over import Indexed


def affected(
    comparison: Comparison, alignments: Mapping[DocumentPair, Alignment], indexed: Indexed
) -> Iterator[int]:
    """Yield which amendments may have other states when links are edited.

    Moves are always among them, since they are compared with all other moves, wherever those are linked.

    Args:
        comparison: the comparison before the edit.
        alignments: its alignments, the edited ones among them.
        indexed: these alignments and the revisions.

    Yields:
        Indices into `indexed.listed()`.
    """
    touched: dict[DocumentKey, set[int]] = {key: set() for key in comparison.documents}
    for key, index in _touched(comparison, alignments, indexed):
        touched[key].add(index)
    first = 0
    for drafts in indexed.revised.values():
        changed = {*drafts.touched(touched[drafts.old], touched[drafts.new]), *drafts.moved}
        for number in sorted(changed):
            place = bisect_left(drafts.amended, number)
            if drafts.amended[place : place + 1] == (number,):
                yield first + place
        first += len(drafts.amended)


def _touched(
    comparison: Comparison, alignments: Mapping[DocumentPair, Alignment], indexed: Indexed
) -> set[Place]:
    """Return the paragraphs of all groups that contain a changed link."""
    edited = {keys: each for keys, each in alignments.items() if each is not comparison.alignments[keys]}
    before = Links({keys: comparison.alignments[keys] for keys in edited})
    waiting = list(Links(edited).unlike(before))
    found = set(waiting)
    while waiting:
        place = waiting.pop()
        revised = chain.from_iterable(drafts.beside(place) for drafts in indexed.revised.values())
        beside = {*indexed.links.beside(place), *revised}
        waiting += beside - found
        found |= beside
    return found
