"""Find the amendments whose states edited links may have changed.

An amendment's states depend on the paragraphs that its own are linked with, on the changes that
these are part of, and so on. Paragraphs thus form independent groups of a row or two each, and an
edit to links affects only the groups whose links it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from aligner.comparison.drafts import Links, Place
from aligner.values import Alignment, Comparison, DocumentKey, DocumentPair

if TYPE_CHECKING:
    from aligner.comparison.carry_over import Indexed


def affected(
    comparison: Comparison,
    alignments: Mapping[DocumentPair, Alignment],
    indexed: Indexed,
    listed: Iterable[tuple[DocumentPair, int]],
) -> Iterator[int]:
    """Yield which of the listed changes may have other states when links are edited.

    Moves are always among them, since they are compared with all other moves, wherever those are linked.

    Args:
        comparison: the comparison before the edit.
        alignments: its alignments, the edited ones among them.
        indexed: these alignments and the revisions.
        listed: changes by revision and index, those of one revision together.

    Yields:
        Indices into `listed`.
    """
    touched: dict[DocumentKey, set[int]] = {key: set() for key in comparison.documents}
    for key, index in _touched(comparison, alignments, indexed):
        touched[key].add(index)
    places = count()
    for drafts, amendments in groupby(listed, key=itemgetter(0)):
        old, new = (touched[key] for key in drafts)
        changes = comparison.revisions[drafts].changes
        for (_, number), place in zip(amendments, places, strict=False):
            change = changes[number]
            is_touched = change.new.start in new if change.new else change.old.start in old
            if is_touched or change.kind.is_move:
                yield place


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
