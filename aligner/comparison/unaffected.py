"""Find the amendments whose states are unaffected by edited links.

An amendment's states depend on the paragraphs that its own are linked with, on the changes that
these are part of, and so on. Paragraphs thus form independent groups of a row or two each, and an
edit to links affects only the groups whose links it changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, groupby
from operator import attrgetter

from aligner.comparison.drafts import Links, Place, RevisionIndex
from aligner.values import Alignment, Amendment, Comparison, DocumentKey, DocumentPair


def untouched(
    comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]
) -> dict[tuple[DocumentPair, int], Amendment]:
    """Return the amendments that remain valid when these alignments replace a comparison's own.

    Args:
        comparison: the comparison before the edit, with amendments from `carry_over.follow`.
        alignments: the edited alignments, between documents that are aligned in the comparison.

    Returns:
        Amendments by the keys of their drafts and the index of their change. Moves are never
        included, since they are compared with all other moves, wherever those are linked.
    """
    touched: dict[DocumentKey, set[int]] = {key: set() for key in comparison.documents}
    for key, index in _touched(comparison, alignments):
        touched[key].add(index)
    found = {}
    for drafts, amendments in groupby(comparison.amendments, key=attrgetter("drafts")):
        old, new = (touched[key] for key in drafts)
        changes = comparison.revisions[drafts].changes
        for amendment in amendments:
            change = changes[amendment.change]
            affected = change.new.start in new if change.new else change.old.start in old
            if not change.kind.is_move and not affected:
                found[drafts, amendment.change] = amendment
    return found


def _touched(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> set[Place]:
    """Return the paragraphs of all groups that contain a changed link."""
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
