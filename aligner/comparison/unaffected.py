"""Find the amendments whose states are unaffected by edited links.

An amendment's states depend on the paragraphs its own are linked with, on the changes these are
part of, and so on. Paragraphs therefore form independent groups of a row or two each, and an
edit affects only the groups whose links it changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from aligner.comparison.drafts import Links, Place, RevisionIndex
from aligner.values import Alignment, Amendment, Comparison, DocumentPair


def untouched(
    comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]
) -> dict[tuple[DocumentPair, int], Amendment]:
    """The amendments that remain valid when these alignments replace a comparison's own.

    Args:
        comparison: the comparison before the edit, with amendments from `carry_over.follow`.
        alignments: the edited ones, between documents that are aligned in the comparison.

    Returns:
        Amendments by the keys of their drafts and the index of their change. Moves are never
        included: they are compared with all other moves, wherever those are linked.
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
    """The paragraphs of all groups that contain a changed link."""
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
