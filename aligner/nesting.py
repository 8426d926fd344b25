"""Sentences inside paragraphs: a sentence bead never leaves its paragraph bead.

Paragraphs are aligned first, by all that marks them (numbers, labels, their place); the
sentences of each paired passage are then aligned among themselves. What a paragraph
lacks, its sentences lack; what moved as a paragraph moved sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from aligner.errors import ValueInvariantError
from aligner.values import Alignment, Bead, Document, Move, Span

Aligner = Callable[[Document, Document], Alignment]


def nest(source: Document, target: Document, paragraphs: Alignment, align: Aligner) -> Alignment:
    """Align the sentences of two documents within an alignment of their paragraphs.

    Args:
        source: cut into sentences, each with its `parent`.
        target: the same for the other language.
        paragraphs: between the paragraphs that the parents count.
        align: aligns two documents freely; called for passages with several sentences
            on both sides.

    Returns:
        Beads over sentences, each inside one paragraph bead, with a score no higher
        than that bead's.
    """
    ours, theirs = _by_parent(source, paragraphs.n_source), _by_parent(target, paragraphs.n_target)
    beads: list[Bead] = []
    for bead in paragraphs.beads:
        left, right = _sentences(ours, bead.source), _sentences(theirs, bead.target)
        beads += _inside(source, target, left, right, bead, align)
    moves: list[Move] = []
    for move in paragraphs.moves:
        left, right = _sentences(ours, move.source), _sentences(theirs, move.target)
        inner = _inside(source, target, left, right, Bead(move.source, move.target, move.score), align)
        moves += [Move(one.source, one.target, one.score) for one in inner if one.source and one.target]
    return Alignment(
        tuple(beads),
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


def _inside(
    source: Document, target: Document, left: Span, right: Span, bead: Bead, align: Aligner
) -> Iterator[Bead]:
    """The sentence beads of one paragraph bead."""
    if not left or not right:
        yield from (replace(bead, source=Span(i, i + 1), target=Span(right.start, right.start)) for i in left)
        yield from (replace(bead, source=Span(left.stop, left.stop), target=Span(j, j + 1)) for j in right)
    elif len(left) == 1 or len(right) == 1:  # the paragraphs belong together, so their sentences do
        yield replace(bead, source=left, target=right)
    else:
        for inner in align(cut(source, left), cut(target, right)).beads:
            yield replace(
                inner,
                source=inner.source.shifted(left.start),
                target=inner.target.shifted(right.start),
                score=min(inner.score, bead.score),
            )
