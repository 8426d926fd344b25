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

from aligner.errors import ValueInvariantError
from aligner.values import Alignment, Bead, Document, Move, Span

Corner = tuple[int, int]
Aligner = Callable[[Document, Document, Sequence[Corner]], Alignment]
"""Aligns two documents; no bead may reach over one of the corners."""

AlignerAround = Callable[[Document, Document, Sequence[Corner], Sequence[Bead]], Alignment]
"""The same around beads that a person confirmed."""


def nest(source: Document, target: Document, paragraphs: Alignment, align: Aligner) -> Alignment:
    """Align the sentences of two documents within an alignment of their paragraphs.

    Args:
        source: cut into sentences, each with its `parent`.
        target: the same for the other language.
        paragraphs: between the paragraphs that the parents count.
        align: aligns sentences; see `Aligner`.

    Returns:
        Beads over sentences, each inside one paragraph bead, with a score no higher
        than that bead's.

    Raises:
        ValueInvariantError: where sentences do not follow the order of their paragraphs.
    """
    ours, theirs = _by_parent(source, paragraphs.n_source), _by_parent(target, paragraphs.n_target)
    blocks = [
        Bead(_sentences(ours, bead.source), _sentences(theirs, bead.target), bead.score)
        for bead in paragraphs.beads
        if _sentences(ours, bead.source) or _sentences(theirs, bead.target)
    ]
    corners = [(block.source.stop, block.target.stop) for block in blocks]
    inner = align(source, target, corners).beads if blocks else ()
    moves: list[Move] = []
    for move in paragraphs.moves:
        left, right = _sentences(ours, move.source), _sentences(theirs, move.target)
        found = align(cut(source, left), cut(target, right), ()).beads
        moves += [
            Move(one.source.shifted(left.start), one.target.shifted(right.start), min(one.score, move.score))
            for one in found
            if one.source and one.target
        ]
    return Alignment(
        tuple(_scored(inner, blocks)),
        len(source),
        len(target),
        tuple(sorted(moves, key=lambda move: move.source)),
        paragraphs.signature,
    )


def nest_around(
    source: Document, target: Document, confirmed: Sequence[Bead], align: AlignerAround
) -> Alignment:
    """Align sentences again, inside their paragraphs, around what a person confirmed.

    A confirmed bead may reach from one paragraph bead into another: there they are one.

    Args:
        source: cut into sentences, each with its `parent`.
        target: the same for the other language.
        confirmed: beads and gaps over sentences.
        align: aligns two documents; see `AlignerAround`.
    """
    (ours, first), (theirs, second) = _paragraphs(source), _paragraphs(target)
    corners = [
        (first[bead.source.stop], second[bead.target.stop]) for bead in align(ours, theirs, (), ()).beads
    ]
    return align(source, target, corners, confirmed)


def in_sentences(document: Document) -> bool:
    """Whether a document's segments are sentences of paragraphs."""
    return any(segment.parent is not None for segment in document.segments)


def _paragraphs(document: Document) -> tuple[Document, list[int]]:
    """The document with its sentences put together, and the sentence each paragraph begins with.

    The list has the number of sentences at its end.
    """
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
    return replace(document, segments=whole), ends


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


def _scored(beads: Sequence[Bead], blocks: Sequence[Bead]) -> list[Bead]:
    """The beads, none surer than the block it lies in; each is seen to lie in one."""
    found: list[Bead] = []
    number = 0
    for bead in beads:
        while bead.source.stop > blocks[number].source.stop or bead.target.stop > blocks[number].target.stop:
            number += 1
        block = blocks[number]
        if bead.source.start < block.source.start or bead.target.start < block.target.start:
            raise ValueInvariantError(f"sentence bead {len(found)} leaves its paragraph bead {number}")
        found.append(replace(bead, score=min(bead.score, block.score)))
    return found
