"""Derive a comparison's rows and amendments from its alignments and revisions.

After links are edited, rows and amendments are recomputed without encoding or aligning again.

Find the amendments whose states edited links may have changed.

An amendment's states depend on the paragraphs that its own are linked with, on the changes that
these are part of, and so on. Paragraphs thus form independent groups of a row or two each, and an
edit to links affects only the groups whose links it changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from aligner.alignment.corrections import joins_alike
from aligner.comparison.carry_over import Indexed, RevisionIndexes, amended, follow
from aligner.comparison.drafts import Links, Place
from aligner.comparison.page_rows import LinkedSet, build_rows, tied_alike, with_scores
from aligner.comparison.row_stretch import rebuilt
from aligner.values import Alignment, Amendment, Comparison, DocumentKey, DocumentPair, Row
from aligner.values.catalogue import known as known_message
from aligner.values.errors import InputError
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.comparison.carry_over import Indexed


def with_alignments(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Comparison:
    """Replace some alignments of a comparison, and recompute its rows and amendments.

    Nothing is encoded, aligned or diffed again. Alignments of documents that are not in the
    comparison are dropped.

    Args:
        comparison: the existing comparison.
        alignments: the changed alignments, by their keys in the comparison.

    Raises:
        InputError: if the documents are not aligned in the comparison, or their sizes differ.
    """
    return laid_out(_with(comparison, alignments))


def _with(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Comparison:
    """Validate and replace alignments of a comparison; its rows and amendments stay the same."""
    for keys, alignment in alignments.items():
        _refuse_strangers(comparison, keys)
        sizes = len(comparison.documents[keys[0]]), len(comparison.documents[keys[1]])
        if sizes != (alignment.n_source, alignment.n_target):
            linked = (alignment.n_source, alignment.n_target)
            source, target = str(keys[0]), str(keys[1])
            raise InputError(
                Message("choice.sizes", source=source, target=target, numbers=linked, segments=sizes)
            )
    kept = {
        keys: alignment
        for keys, alignment in comparison.alignments.items()
        if all(key in comparison.documents for key in keys)
    }
    return replace(comparison, alignments={**kept, **alignments})


def with_links(
    comparison: Comparison,
    alignments: Mapping[DocumentPair, Alignment],
    known: RevisionIndexes | None = None,
) -> Comparison:
    """Do the same as `with_alignments`, but faster, for links edited by hand, which change little.

    An amendment's states depend only on which segments are linked. Unaffected amendments are taken
    from `comparison`, which must be as `compare` or `with_alignments` made it. Confirming links only
    changes their scores.

    Args:
        comparison: the existing comparison.
        alignments: the edited alignments, by their keys in the comparison.
        known: cache of what was found in the revisions of this comparison; it is read and updated.

    Raises:
        InputError: see `with_alignments`.
    """
    changed = _with(comparison, alignments)
    edits = {
        keys: (before, after)
        for keys, after in alignments.items()
        if (before := comparison.alignments[keys]) is not after
    }
    if all(joins_alike(*edit) for edit in edits.values()):
        same_ties = all(tied_alike(*edit) for edit in edits.values())
        rows = with_scores(changed.rows, _linked(changed)) if same_ties else _rows(changed)
        return replace(changed, rows=rows)
    linked = _linked(changed)
    rows = rebuilt(comparison.rows, linked, edits) or build_rows(linked)
    return replace(changed, rows=rows, amendments=_followed_again(comparison, changed.alignments, known))


def _followed_again(
    comparison: Comparison, alignments: Mapping[DocumentPair, Alignment], known: RevisionIndexes | None
) -> tuple[Amendment, ...]:
    """Return the amendments after an edit of links; unaffected ones are the same objects."""
    indexed = Indexed.of(comparison.pivot, alignments, comparison.revisions, comparison.documents, known)
    listed = indexed.listed()
    if len(listed) != len(comparison.amendments):  # not as `follow` returns them
        return tuple(indexed.amendment(*each) for each in listed)
    found = list(comparison.amendments)
    for place in affected(comparison, alignments, indexed):
        found[place] = indexed.amendment(*listed[place])
    return tuple(found)


def with_amendments(comparison: Comparison, amendments: Sequence[Amendment]) -> Comparison:
    """Recompute the rows of a comparison, and give it amendments whose states were saved.

    Args:
        comparison: the comparison, whose own rows and amendments are ignored.
        amendments: the amendments that `laid_out` would return, possibly with other states. If they
            do not fit its revisions, they are recomputed too.
    """
    if not _fit(comparison, amendments):
        return laid_out(comparison)
    return replace(comparison, rows=_rows(comparison), amendments=tuple(amendments))


def _fit(comparison: Comparison, amendments: Sequence[Amendment]) -> bool:
    """Whether amendments are those of the revisions, in order, and refer only to what exists."""
    revisions, languages = comparison.revisions, set(comparison.languages)
    if [(each.drafts, each.change) for each in amendments] != list(amended(comparison.pivot, revisions)):
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
    documents, alignments, revisions = comparison.documents, comparison.alignments, comparison.revisions
    return replace(
        comparison,
        rows=_rows(comparison),
        amendments=follow(comparison.pivot, alignments, revisions, documents),
    )


def _rows(comparison: Comparison) -> tuple[Row, ...]:
    return build_rows(_linked(comparison))


def _linked(comparison: Comparison) -> LinkedSet:
    return LinkedSet(
        comparison.documents,
        comparison.pivot,
        comparison.versions,
        comparison.alignments,
        comparison.revisions,
    )


def _refuse_strangers(comparison: Comparison, keys: DocumentPair) -> None:
    """Raise an `InputError` unless the comparison aligns these two documents."""
    if keys not in comparison.alignments:
        source, target = str(keys[0]), str(keys[1])
        if not comparison.alignments:
            raise InputError(Message("choice.no_pair", source=source, target=target))
        pairs = tuple(
            Message("choice.pair_of", source=str(one), target=str(other))
            for one, other in comparison.alignments
        )
        raise InputError(Message("choice.pair", source=source, target=target, known=pairs))


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
