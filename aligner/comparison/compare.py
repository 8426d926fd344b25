"""Compare a document set: align languages, revise drafts, lay out rows, and follow amendments.

This works on values only: it opens no file and loads no model (the encoder is an argument).

Carry confirmed links over to other drafts of the same texts.

A person who adds a new draft should not have to confirm unchanged links again. If the paragraphs
of a link are the same in another pair of drafts, or changed only in number and form, the link
applies there too. So does a confirmed gap, unless something was added at its position in the other
text, which may be the missing counterpart.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import aligner
from aligner.alignment.align import align_pairs
from aligner.alignment.corrections import confirmed
from aligner.alignment.links import are_unlike
from aligner.comparison.edit_states import with_missing_edits
from aligner.comparison.layout import laid_out
from aligner.comparison.page_rows import revisions_between
from aligner.comparison.pairs import choose_pivot, pairs_to_align, pairs_to_revise
from aligner.comparison.updating.behind import notes_on_languages_behind
from aligner.encoders import Encoder
from aligner.revision.revise import NOT_DRAFTS_OF_ONE_TEXT, order_doubt, revise, with_shifts
from aligner.values import Alignment, Bead, Comparison, DocumentKey, DocumentPair, Move, Revision, quoted
from aligner.values.comparison import SLIGHT_CHANGES, Alignments, Documents, Revisions
from aligner.values.document import Document, Signature, Span
from aligner.values.message import InputError, Message, Progress, no_progress

T = TypeVar("T")


def compare(
    documents: Documents,
    *,
    pivot: str | None = None,
    title: str = "",
    versions: Sequence[str],
    encoder: Encoder,
    progress: Progress = no_progress,
) -> Comparison:
    """Compare every language and draft of a text.

    Args:
        documents: the documents by language and version; at least one. Documents divided into
            sentences are aligned inside their paragraphs.
        pivot: the language to compare the others with; by default, `choose_pivot` chooses.
        title: title of the set.
        versions: names of the drafts, from earliest to latest.
        encoder: encoder for the alignments across languages, and for shifts in meaning.
        progress: called with (stage, done, total): `revise`; then for each of the pivot's drafts,
            `encode` in segments and `align` in pairs. An exception that it raises propagates
            and so cancels the comparison; vectors that the encoder cached are kept.

    Raises:
        InputError: if there are no documents, `versions` lacks a document's version, or the
            pivot is not among the languages.
    """
    _refuse_gaps(documents, versions)
    pivot = pivot or choose_pivot(documents, versions)
    nothing = Comparison(title, pivot, tuple(versions), {}, {}, {}, ())
    return rearranged(nothing, documents, {}, versions, pivot, encoder, progress)


def realigned(
    comparison: Comparison,
    encoder: Encoder,
    *,
    progress: Progress = no_progress,
) -> Comparison:
    """Realign around the beads that a person confirmed, which are never overridden.

    Args:
        comparison: the comparison, with confirmed beads in its alignments.
        encoder: the encoder that it was made with, or another.
        progress: called with (stage, done, total).
    """
    before = comparison.alignments
    sure = {pair: confirmed(alignment) for pair, alignment in before.items()}
    found = align_pairs(comparison.documents, list(before), encoder, progress, sure=sure)
    seen = {pair: with_seen_moves(alignment, before[pair]) for pair, alignment in found.items()}
    return with_missing_edits(laid_out(replace(comparison, alignments=seen)), encoder)


def rearranged(
    comparison: Comparison,
    documents: Documents,
    was: Mapping[DocumentKey, DocumentKey],
    versions: Sequence[str],
    pivot: str,
    encoder: Encoder,
    progress: Progress = no_progress,
) -> Comparison:
    """Compare other documents, other drafts of them or in another order, or with another pivot.

    Alignments and revisions that still apply are kept; the rest is aligned around what a person confirmed,
    wherever the paragraphs are the same.

    Args:
        comparison: the existing comparison.
        documents: the documents from now on, by language and version.
        was: key of a document → its key in the existing comparison, where its text may be another.
        versions: names of all drafts, from earliest to latest.
        pivot: the language to compare the others with.
        encoder: encoder for the alignments across languages.
        progress: called with (stage, done, total).

    Raises:
        InputError: if there are no documents, `versions` lacks a document's version, or the pivot has none.
    """
    _refuse_gaps(documents, versions)
    _refuse_pivot(documents, pivot)
    across = list(pairs_to_align(documents, pivot, versions))
    along = list(pairs_to_revise(documents, versions))
    same = {key for key, old in was.items() if _is_same(comparison.documents[old], documents[key])}
    unchanged = {was[key]: key for key in same}
    revised = _of_unchanged(comparison.revisions, unchanged)
    revisions = _revise_all(documents, along, revised, encoder, progress)
    kept = _of_unchanged(comparison.alignments, unchanged)
    known = {pair: kept[pair] for pair in across if pair in kept}
    arranged = replace(
        comparison,
        pivot=pivot,
        versions=tuple(versions),
        documents=dict(documents),
        alignments=kept,
        revisions=revisions,
    )
    sure = {
        pair: _carried(pair, comparison, arranged, was) or inherited(pair, arranged)
        for pair in across
        if pair not in known
    }
    alignments = align_pairs(documents, across, encoder, progress, known=known, sure=sure)
    signature = _signature(encoder, pivot, alignments)
    found = laid_out(replace(arranged, alignments=alignments, signature=signature))
    found = replace(found, notes=(*notes_on_languages_behind(found), *_notes(found)))
    return with_missing_edits(found, encoder)


def stayed_paragraphs(old: Document, new: Document) -> dict[int, int]:
    """Map the paragraphs of a document to the same ones in another, such as a better file of its text."""
    if old.text == new.text and old.segments == new.segments:
        return {index: index for index in range(len(old))}
    return _stayed(revise(old, replace(new, language=old.language)), forward=True)


def _is_same(old: Document, new: Document) -> bool:
    return (old.language, old.text, old.segments) == (new.language, new.text, new.segments)


def _of_unchanged(
    found: Mapping[DocumentPair, T], unchanged: Mapping[DocumentKey, DocumentKey]
) -> dict[DocumentPair, T]:
    """Return what was found for unchanged documents, by their keys from now on."""
    return {
        (unchanged[one], unchanged[other]): each
        for (one, other), each in found.items()
        if one in unchanged and other in unchanged
    }


def _carried(
    pair: DocumentPair, before: Comparison, after: Comparison, was: Mapping[DocumentKey, DocumentKey]
) -> tuple[Bead, ...]:
    """Return the confirmed beads of two documents that had another name, text or direction."""
    if not was.keys() >= set(pair):
        return ()
    one, other = was[pair[0]], was[pair[1]]
    beads = confirmed(before.alignments[one, other]) if (one, other) in before.alignments else ()
    if (other, one) in before.alignments:
        back = confirmed(before.alignments[other, one])
        beads = tuple(replace(bead, source=bead.target, target=bead.source) for bead in back)
    documents = [(before.documents[was[key]], after.documents[key]) for key in (pair if beads else ())]
    maps = [_ParagraphMap(stayed_paragraphs(*each), (len(each[0]), len(each[1]))) for each in documents]
    found: list[Bead] = []
    _transfer(beads, maps, found)
    return tuple(found)


def _revise_all(
    documents: Documents,
    along: Sequence[DocumentPair],
    known: Revisions,
    encoder: Encoder,
    progress: Progress,
) -> dict[DocumentPair, Revision]:
    """Compare each draft with the next, keeping known revisions.

    Shifts in meaning are computed only if several languages have revisions to compare.
    """
    needs_shifts = len({old.language for old, _ in along}) > 1
    revisions: dict[DocumentPair, Revision] = {}
    for number, keys in enumerate(along):
        progress("revise", number, len(along))
        old, new = documents[keys[0]], documents[keys[1]]
        found = known.get(keys) or revise(old, new, encoder=encoder)
        lacks_shifts = all(change.shift is None for change in found.changes)
        revisions[keys] = with_shifts(found, old, new, encoder) if needs_shifts and lacks_shifts else found
    progress("revise", len(along), len(along))
    return revisions


def _refuse_gaps(documents: Documents, versions: Sequence[str]) -> None:
    if not documents:
        raise InputError(Message("error.no_document"))
    unknown = [str(key) for key in documents if key.version not in versions]
    if unknown:
        raise InputError(Message("choice.version", document=unknown[0], known=tuple(versions)))


def _refuse_pivot(documents: Documents, pivot: str) -> None:
    present = tuple(dict.fromkeys(key.language for key in documents))
    if pivot not in present:
        raise InputError(Message("manifest.pivot", given=quoted(pivot), known=present))


def _signature(encoder: Encoder, pivot: str, alignments: Alignments) -> Signature:
    made = next((alignment.signature for alignment in alignments.values() if alignment.signature), None)
    options = (*made.options, ("pivot", pivot)) if made else (("pivot", pivot),)
    return Signature(
        aligner.__version__,
        encoder.name if alignments else "",
        encoder.revision if alignments else "",
        options,
    )


def _notes(comparison: Comparison) -> Iterator[Message]:
    documents = comparison.documents
    unlike = (
        (one.language, other.language)
        for (one, other), alignment in comparison.alignments.items()
        if are_unlike(alignment, documents[one], documents[other])
    )
    for pivot, language in dict.fromkeys(unlike):
        yield Message("alignment.languages_little_in_common", pivot=pivot, language=language)
    for (old, new), revision in comparison.revisions.items():
        if backwards := order_doubt(documents[old], documents[new], (str(old), str(new))):
            yield backwards
        if revision.match_share < NOT_DRAFTS_OF_ONE_TEXT:
            yield Message("revision.these_little_in_common", old=str(old), new=str(new))


def inherited(pair: DocumentPair, comparison: Comparison) -> tuple[Bead, ...]:
    """Return the confirmed beads that two documents inherit from other drafts of the same languages.

    Args:
        pair: the documents to align.
        comparison: the documents, their revisions, and the existing alignments, of which those of the
            drafts nearest to `pair` take precedence.

    Returns:
        Beads in order that neither cross nor overlap, for `align(..., confirmed=)`.
    """
    alignments, order = comparison.alignments, comparison.version_order
    languages = [key.language for key in pair]

    def distance(keys: DocumentPair) -> int:
        return sum(abs(order[a.version] - order[b.version]) for a, b in zip(keys, pair, strict=True))

    others = [keys for keys in alignments if keys != pair and [key.language for key in keys] == languages]
    found: list[Bead] = []
    for keys in sorted(others, key=distance):
        if beads := confirmed(alignments[keys]):
            drafts = zip(keys, pair, strict=True)
            _transfer(beads, [_between_drafts(old, new, comparison) for old, new in drafts], found)
    return tuple(found)


def with_seen_moves(found: Alignment, before: Alignment) -> Alignment:
    """Add to a new alignment the moves of the previous one that a person accepted.

    Confirming a gap that is part of a move accepts the move. Confirmed gaps are not searched for
    moves again, so the move would otherwise be lost.
    """
    seen = _segments(bead for bead in confirmed(before) if not (bead.source and bead.target))
    linked = (bead for bead in found.beads if bead.source and bead.target)
    taken = _segments(found.moves) | _segments(linked)
    kept = [move for move in before.moves if (places := _segments([move])) & seen and not places & taken]
    moves = sorted((*found.moves, *kept), key=lambda move: (move.source, move.target))
    return replace(found, moves=tuple(moves)) if kept else found


def _segments(links: Iterable[Bead | Move]) -> set[tuple[str, int]]:
    """Return the segments of both documents that links have."""
    found = set()
    for link in links:
        found |= {*(("source", i) for i in link.source), *(("target", j) for j in link.target)}
    return found


class _ParagraphMap:
    """Maps the unchanged paragraphs of one text to another.

    Args:
        place: index of each paragraph that stayed → its index in the other text.
        sizes: the number of paragraphs of both.
    """

    def __init__(self, place: Mapping[int, int], sizes: tuple[int, int]) -> None:
        self._place, self._sizes = place, sizes

    def span(self, span: Span) -> Span | None:
        """Return the position of a run of paragraphs, if all of them stayed and are still adjacent.

        Of a position between two paragraphs, an empty span, nothing may have changed there.
        """
        if not span:
            at = span.start
            before = -1 if at == 0 else self._place.get(at - 1)
            behind = self._sizes[1] if at == self._sizes[0] else self._place.get(at)
            return Span(behind, behind) if before is not None and behind == before + 1 else None
        places = [self._place.get(index, -1) for index in span]
        found = Span(places[0], places[0] + len(span)) if places[0] >= 0 else None
        return found if found is not None and places == list(found) else None


def _between_drafts(here: DocumentKey, there: DocumentKey, comparison: Comparison) -> _ParagraphMap:
    """Map the unchanged paragraphs of one draft to another draft of the same language."""
    documents, order = comparison.documents, comparison.version_order
    place = {index: index for index in range(len(documents[here]))}
    forward = order[here.version] <= order[there.version]
    first, last = (here, there) if forward else (there, here)
    steps = list(revisions_between(first, last, comparison.revisions))
    for step in steps if forward else reversed(steps):
        stayed = _stayed(step, forward=forward)
        place = {i: stayed[j] for i, j in place.items() if j in stayed}
    return _ParagraphMap(place, (len(documents[here]), len(documents[there])))


def _stayed(revision: Revision, *, forward: bool) -> dict[int, int]:
    """Map each paragraph that stayed to its position in the other draft."""
    pairs = (
        pair
        for change in revision.changes
        if change.kind in SLIGHT_CHANGES and len(change.old) == len(change.new)
        for pair in zip(change.old, change.new, strict=True)
    )
    return dict(pairs) if forward else {new: old for old, new in pairs}


def _transfer(beads: Iterable[Bead], maps: Sequence[_ParagraphMap], found: list[Bead]) -> None:
    """Insert beads in order whose paragraphs stayed, unless they cross or overlap one already present."""
    for bead in beads:
        source, target = maps[0].span(bead.source), maps[1].span(bead.target)
        if source is None or target is None:
            continue
        moved = replace(bead, source=source, target=target)
        place = bisect(found, (source, target), key=lambda one: (one.source, one.target))
        before, behind = found[max(0, place - 1) : place], found[place : place + 1]
        if all(one.precedes(moved) for one in before) and all(map(moved.precedes, behind)):
            found.insert(place, moved)
