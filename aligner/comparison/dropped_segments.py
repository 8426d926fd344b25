"""Remove segments from documents of a comparison, and keep the links of all others.

A draft that is added later can show that lines of an older one are its masthead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from aligner.values import Alignment, Bead, Comparison, Document, DocumentKey, LinkOrigin, Move, Span

Places = tuple[int, ...]
"""For each index of a segment, and the end, how many of the segments before it are kept."""


def with_fewer_segments(comparison: Comparison, documents: Mapping[DocumentKey, Document]) -> Comparison:
    """Return a comparison in which some documents are replaced by versions with fewer segments.

    Links to dropped segments are removed, all others kept. Revisions of these documents are left out,
    and rows and amendments are not updated: they must be recomputed.
    """
    changed = {key: each for key, each in documents.items() if comparison.documents[key] != each}
    places = {key: kept_before(comparison.documents[key], each) for key, each in changed.items()}
    alignments = {
        keys: alignment
        if places.keys().isdisjoint(keys)
        else _without(
            alignment,
            places.get(keys[0]) or tuple(range(alignment.n_source + 1)),
            places.get(keys[1]) or tuple(range(alignment.n_target + 1)),
        )
        for keys, alignment in comparison.alignments.items()
    }
    revisions = {keys: each for keys, each in comparison.revisions.items() if places.keys().isdisjoint(keys)}
    return replace(
        comparison,
        documents={**comparison.documents, **changed},
        alignments=alignments,
        revisions=revisions,
    )


def kept_before(old: Document, new: Document) -> Places:
    """Return how many segments before each of `old` are in `new`, the same text with fewer segments."""
    kept = {segment.span for segment in new.segments}
    return tuple(accumulate((segment.span in kept for segment in old.segments), initial=0))


def _without(alignment: Alignment, source: Places, target: Places) -> Alignment:
    return Alignment(
        tuple(_beads(alignment, source, target)),
        source[-1],
        target[-1],
        tuple(_moves(alignment, source, target)),
        alignment.signature,
    )


def _beads(alignment: Alignment, source: Places, target: Places) -> Iterator[Bead]:
    for bead in alignment.beads:
        ours, theirs = _kept(bead.source, source), _kept(bead.target, target)
        if not ours and not theirs:
            continue
        lost_a_side = bool(bead.source) != bool(ours) or bool(bead.target) != bool(theirs)
        origin = LinkOrigin.AUTOMATIC if lost_a_side else bead.origin
        yield Bead(ours, theirs, bead.score, origin)


def _moves(alignment: Alignment, source: Places, target: Places) -> Iterator[Move]:
    for move in alignment.moves:
        ours, theirs = _kept(move.source, source), _kept(move.target, target)
        if ours and theirs:
            yield Move(ours, theirs, move.score)


def _kept(span: Span, places: Places) -> Span:
    return Span(places[span.start], places[span.stop])
