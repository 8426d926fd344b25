"""Sentences inside paragraphs: a sentence bead never leaves its paragraph bead.

Paragraphs are aligned first, by all that marks them (numbers, labels, their place). Then
the sentences of the whole text are aligned at once, with the paragraph beads as walls that
no sentence bead may reach over. What a paragraph lacks, its sentences lack; what moved as
a paragraph moved sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from aligner.alignment.blocks import Corner
from aligner.alignment.confirmed import clear_of
from aligner.values import Alignment, Bead, Document, LinkOrigin, Move, Span
from aligner.values.errors import ValueInvariantError

Aligner = Callable[[Document, Document, Sequence[Corner], Sequence[Bead]], Alignment]
"""Aligns two documents: no bead may reach over one of the corners; the beads given are kept."""


def nest(
    source: Document,
    target: Document,
    paragraphs: Alignment,
    align: Aligner,
    confirmed: Sequence[Bead] = (),
) -> Alignment:
    """Align the sentences of two documents within an alignment of their paragraphs.

    Args:
        source: cut into sentences, each with its `parent`.
        target: the same for the other language.
        paragraphs: between the paragraphs that the parents count.
        align: aligns sentences; see `Aligner`.
        confirmed: beads and gaps over sentences that a person vouches for. Where one
            reaches from one paragraph bead into another, the two are one.

    Returns:
        Beads over sentences, each inside one paragraph bead, with a score no higher
        than that bead's unless a person confirmed it.

    Raises:
        ValueInvariantError: where sentences do not follow the order of their paragraphs.
    """
    ours, theirs = _by_parent(source, paragraphs.n_source), _by_parent(target, paragraphs.n_target)
    blocks = _joined(
        [
            Bead(_sentences(ours, bead.source), _sentences(theirs, bead.target), bead.score)
            for bead in paragraphs.beads
            if _sentences(ours, bead.source) or _sentences(theirs, bead.target)
        ],
        confirmed,
    )
    inner = align(source, target, [_end(block) for block in blocks], confirmed).beads if blocks else ()
    moves: list[Move] = []
    for move in paragraphs.moves:
        left, right = _sentences(ours, move.source), _sentences(theirs, move.target)
        found = align(cut(source, left), cut(target, right), (), ()).beads
        moves += [
            Move(one.source.shifted(left.start), one.target.shifted(right.start), min(one.score, move.score))
            for one in found
            if one.source and one.target
        ]
    return Alignment(
        tuple(_scored(inner, blocks)),
        len(source),
        len(target),
        tuple(sorted(_of_gaps(moves, inner), key=lambda move: move.source)),
        paragraphs.signature,
    )


def in_sentences(document: Document) -> bool:
    """Whether a document's segments are sentences of paragraphs."""
    return any(segment.parent is not None for segment in document.segments)


def by_paragraphs(document: Document) -> tuple[Document, Document]:
    """The paragraphs that a document's sentences make up, and the sentences with their number in these."""
    starts = [
        index
        for index, segment in enumerate(document.segments)
        if not index or segment.parent is None or segment.parent != document.segments[index - 1].parent
    ]
    ends = [*starts, len(document)]
    whole = tuple(
        replace(
            document.segments[start],
            span=Span(document.segments[start].span.start, document.segments[stop - 1].span.stop),
            marks=tuple(mark for segment in document.segments[start:stop] for mark in segment.marks),
            parent=None,
        )
        for start, stop in pairwise(ends)
    )
    numbered = tuple(
        replace(segment, parent=parent)
        for parent, (start, stop) in enumerate(pairwise(ends))
        for segment in document.segments[start:stop]
    )
    return replace(document, segments=whole), replace(document, segments=numbered)


def cut(document: Document, span: Span) -> Document:
    """A document that has only some of the segments, on the same running text."""
    return replace(document, segments=document.segments[span.start : span.stop])


def _by_parent(document: Document, paragraphs: int) -> list[Span]:
    """For each paragraph, its sentences."""
    spans: list[Span] = []
    start = 0
    for parent in range(paragraphs):
        stop = start
        while stop < len(document) and document.segments[stop].parent == parent:
            stop += 1
        spans.append(Span(start, stop))
        start = stop
    if start != len(document):
        raise ValueInvariantError(
            f"sentence {start} has parent {document.segments[start].parent}, out of order"
        )
    return spans


def _sentences(by_parent: list[Span], paragraphs: Span) -> Span:
    if not paragraphs:
        here = by_parent[paragraphs.start - 1].stop if paragraphs.start else 0
        return Span(here, here)
    return Span(by_parent[paragraphs.start].start, by_parent[paragraphs.stop - 1].stop)


def _end(block: Bead) -> Corner:
    return block.source.stop, block.target.stop


def _joined(blocks: Sequence[Bead], confirmed: Sequence[Bead]) -> list[Bead]:
    """The blocks, those made one that a confirmed bead reaches between; as unsure as the least sure."""
    walls = set(clear_of(map(_end, blocks), confirmed))
    found: list[Bead] = []
    for block in blocks:
        if found and _end(found[-1]) not in walls:
            before = found.pop()
            source = Span(before.source.start, block.source.stop)
            target = Span(before.target.start, block.target.stop)
            found.append(Bead(source, target, min(before.score, block.score)))
        else:
            found.append(block)
    return found


def _of_gaps(moves: Sequence[Move], beads: Sequence[Bead]) -> list[Move]:
    """The moves between sentences that have no counterpart where they stand."""
    ours = {i for bead in beads if not bead.target for i in bead.source}
    theirs = {j for bead in beads if not bead.source for j in bead.target}
    return [move for move in moves if ours.issuperset(move.source) and theirs.issuperset(move.target)]


def _scored(beads: Sequence[Bead], blocks: Sequence[Bead]) -> list[Bead]:
    """The beads, each seen to lie in a block, and none surer than it but by a person's word."""
    found: list[Bead] = []
    number = 0
    for bead in beads:
        while bead.source.stop > blocks[number].source.stop or bead.target.stop > blocks[number].target.stop:
            number += 1
        block = blocks[number]
        if bead.source.start < block.source.start or bead.target.start < block.target.start:
            raise ValueInvariantError(f"sentence bead {len(found)} leaves its paragraph bead {number}")
        by_hand = bead.origin is LinkOrigin.CONFIRMED
        found.append(bead if by_hand else replace(bead, score=min(bead.score, block.score)))
    return found
