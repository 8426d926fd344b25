"""Which amendments need not be followed anew after links were edited.

What became of an amendment is read off the paragraphs that its own are linked with, off the
changes these are part of, and so on. So paragraphs fall into groups, of a row or two each,
that say nothing of one another; an edit concerns the groups whose links it changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from aligner.comparison.drafts import Links, Place, RevisionIndex
from aligner.values import Alignment, Amendment, Comparison, DocumentPair


def untouched(
    comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]
) -> dict[tuple[DocumentPair, int], Amendment]:
    """The amendments that stay as they are when these alignments take the place of a comparison's own.

    Args:
        comparison: before that, its amendments as `carried.follow` finds them.
        alignments: those edited, of documents that are aligned in the comparison.

    Returns:
        By the keys of their drafts and the index of their change. What moved is never among
        them: it is held against whatever else moved, wherever that is linked.
    """
    touched = _touched(comparison, alignments)
    found = {}
    for amendment in comparison.amendments:
        old, new = amendment.drafts
        change = comparison.revisions[old, new].changes[amendment.change]
        place = (new, change.new.start) if change.new else (old, change.old.start)
        if not change.kind.is_move and place not in touched:
            found[(old, new), amendment.change] = amendment
    return found


def _touched(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> set[Place]:
    """The paragraphs of the groups that hold a link which is not as it was."""
    edited = {keys: each for keys, each in alignments.items() if each is not comparison.alignments[keys]}
    before = Links({keys: comparison.alignments[keys] for keys in edited})
    links = Links({**comparison.alignments, **edited})
    revised = [RevisionIndex(keys, each, comparison.documents) for keys, each in comparison.revisions.items()]
    waiting = list(Links(edited).unlike(before))
    found = set(waiting)
    while waiting:
        place = waiting.pop()
        beside = {*links.beside(place), *chain.from_iterable(drafts.beside(place) for drafts in revised)}
        waiting += beside - found
        found |= beside
    return found
