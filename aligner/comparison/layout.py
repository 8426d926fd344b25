"""Derive a comparison's rows and amendments from its alignments and revisions.

After links are edited, rows and amendments are recomputed without encoding or aligning again.

Find the amendments whose states edited links may have changed.

An amendment's states depend on the paragraphs that its own are linked with, on the changes that
these are part of, and so on. Paragraphs thus form independent groups of a row or two each, and an
edit to links affects only the groups whose links it changed.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from aligner.alignment.corrections import joins_alike
from aligner.comparison.carry_over import Indexed, amended, follow
from aligner.comparison.drafts import Links, Place
from aligner.comparison.page_rows import build_rows, tied_alike, with_scores
from aligner.values import Alignments, Amendment, Comparison, DocumentKey, DocumentPair
from aligner.values.catalogue import known as known_message


def with_links(comparison: Comparison, alignments: Alignments) -> Comparison:
    """Replace alignments that were edited by hand, which changes few of the rows and amendments.

    The result is that of `laid_out`, only faster: nothing is encoded, aligned or diffed again, and an
    amendment's states depend only on which segments are linked. Unaffected amendments are taken from
    `comparison`, which must be as `compare` or `laid_out` made it. Confirming links only changes their
    scores.

    Args:
        comparison: the existing comparison.
        alignments: the edited alignments, by their keys in the comparison.
    """
    changed = replace(comparison, alignments={**comparison.alignments, **alignments})
    edits = [(comparison.alignments[keys], after) for keys, after in alignments.items()]
    if all(joins_alike(*edit) for edit in edits):
        same_ties = all(tied_alike(*edit) for edit in edits)
        return replace(changed, rows=with_scores(changed) if same_ties else build_rows(changed))
    stayed = defaultdict[DocumentPair, dict[int, Amendment]](dict)
    for amendment in comparison.amendments:
        stayed[amendment.drafts][amendment.change] = amendment
    return laid_out_around(changed, _edited(comparison, changed.alignments), stayed)


def laid_out_around(
    comparison: Comparison,
    places: Iterable[Place],
    stayed: Mapping[DocumentPair, Mapping[int, Amendment]],
) -> Comparison:
    """Do the same as `laid_out`, but faster, where only some segments are divided, worded or linked anew.

    Args:
        comparison: a comparison with these segments; its own rows and amendments are ignored.
        places: the segments.
        stayed: by revision and index of their change, the amendments that may be as they were.
    """
    indexed = Indexed.of(comparison)
    again, amendments = set(affected(places, indexed)), list[Amendment]()
    for keys, drafts in indexed.revised.items():
        known = stayed.get(keys, {})
        for number in drafts.amended:
            kept = known.get(number) if len(amendments) not in again else None
            amendments.append(indexed.amendment(keys, number) if kept is None else kept)
    return replace(comparison, rows=build_rows(comparison), amendments=tuple(amendments))


def with_amendments(comparison: Comparison, amendments: Sequence[Amendment]) -> Comparison:
    """Recompute the rows of a comparison, and give it amendments whose states were saved.

    Args:
        comparison: the comparison, whose own rows and amendments are ignored.
        amendments: the amendments that `laid_out` would return, possibly with other states. If they
            do not fit its revisions, they are recomputed too.
    """
    if not _fit(comparison, amendments):
        return laid_out(comparison)
    return replace(comparison, rows=build_rows(comparison), amendments=tuple(amendments))


def _fit(comparison: Comparison, amendments: Sequence[Amendment]) -> bool:
    """Whether amendments are those of the revisions, in order, and refer only to what exists."""
    revisions, languages = comparison.revisions, set(comparison.languages)
    if [(each.drafts, each.change) for each in amendments] != list(amended(comparison)):
        return False
    for each in amendments:
        n_edits = len(revisions[each.drafts].changes[each.change].edits)
        named = {*each.states, *each.reasons, *each.missing}
        edits = (edit.edit for edits in each.missing.values() for edit in edits)
        if not (named <= languages and all(map(known_message, each.reasons.values()))):
            return False
        if not all(0 <= edit < n_edits for edit in edits):
            return False
    return True


def laid_out(comparison: Comparison) -> Comparison:
    """Recompute the rows and amendments of a comparison."""
    return replace(comparison, rows=build_rows(comparison), amendments=follow(comparison))


def affected(places: Iterable[Place], indexed: Indexed) -> Iterator[int]:
    """Yield which amendments may have other states when some segments are linked or worded otherwise.

    Moves are always among them, since they are compared with all other moves, wherever those are linked.

    Args:
        places: the segments.
        indexed: the alignments and revisions afterwards.

    Yields:
        Indices into `indexed.listed()`.
    """
    touched = defaultdict[DocumentKey, set[int]](set)
    for key, index in _with_groups(places, indexed):
        touched[key].add(index)
    first = 0
    for drafts in indexed.revised.values():
        changed = {*drafts.touched(touched[drafts.old], touched[drafts.new]), *drafts.moved}
        for number in sorted(changed):
            place = bisect_left(drafts.amended, number)
            if drafts.amended[place : place + 1] == (number,):
                yield first + place
        first += len(drafts.amended)


def _edited(comparison: Comparison, alignments: Alignments) -> Iterator[Place]:
    """Return the paragraphs that other alignments link otherwise than those of a comparison."""
    edited = {keys: each for keys, each in alignments.items() if each is not comparison.alignments[keys]}
    return Links(edited).unlike(Links({keys: comparison.alignments[keys] for keys in edited}))


def _with_groups(places: Iterable[Place], indexed: Indexed) -> set[Place]:
    """Return the paragraphs of all groups that contain one of these."""
    waiting = list(places)
    found = set(waiting)
    while waiting:
        place = waiting.pop()
        revised = chain.from_iterable(drafts.beside(place) for drafts in indexed.revised.values())
        beside = {*indexed.links.beside(place), *revised}
        waiting += beside - found
        found |= beside
    return found
