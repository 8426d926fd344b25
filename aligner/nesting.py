"""Sentences inside paragraphs: a sentence bead never leaves its paragraph bead.

Paragraphs are aligned first, by all that marks them (numbers, labels, their place). Then
the sentences of the whole text are aligned at once, with the paragraph beads as walls that
no sentence bead may reach over. What a paragraph lacks, its sentences lack; what moved as
a paragraph moved sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from aligner.errors import ValueInvariantError
from aligner.values import Alignment, Bead, Document, Move, Span

Corner = tuple[int, int]
Aligner = Callable[[Document, Document, Sequence[Corner]], Alignment]
"""Aligns two documents; no bead may reach over one of the corners."""


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
