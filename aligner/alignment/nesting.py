"""Align sentences inside paragraphs: a sentence bead never leaves its paragraph bead.

Paragraphs are aligned first, with all their features (numbers, labels, position). Then the
sentences of the whole text are aligned at once, and no sentence bead may cross the boundary of a
paragraph bead. The sentences of a paragraph without a counterpart have none either; those of a
moved paragraph are moved one by one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from aligner.alignment.blocks import Corner
from aligner.alignment.corrections import clear_of
from aligner.values import Alignment, Bead, Document, LinkOrigin, Move, Span, ValueInvariantError
from aligner.values.runs import runs_of

Aligner = Callable[[Document, Document, Sequence[Corner], Sequence[Bead]], Alignment]
"""Aligns two documents; no bead may cross a corner, and the given beads are kept."""


def nest(
    source: Document,
    target: Document,
    paragraphs: Alignment,
    align: Aligner,
    confirmed: Sequence[Bead] = (),
) -> Alignment:
    """Align the sentences of two documents within an alignment of their paragraphs.

    Args:
        source: a document divided into sentences, each with the index of its paragraph as `parent`.
        target: the same for the other language.
        paragraphs: the alignment of these paragraphs.
        align: aligns the sentences; see `Aligner`.
        confirmed: sentence beads and gaps that a person confirmed. If one extends over two
            paragraph beads, these are merged.

    Returns:
        Beads over sentences, each inside one paragraph bead, with a score no higher
        than that bead's unless a person confirmed it.

    Raises:
        ValueInvariantError: if sentences are not in the order of their paragraphs.
    """
    of_source, of_target = _by_parent(source, paragraphs.n_source), _by_parent(target, paragraphs.n_target)
    found = (
        (_sentences(of_source, bead.source), _sentences(of_target, bead.target), bead.score)
        for bead in paragraphs.beads
    )
    blocks = _joined(
        [Bead(ours, theirs, score) for ours, theirs, score in found if ours or theirs], confirmed
    )
    inner = align(source, target, [_end(block) for block in blocks], confirmed).beads if blocks else ()
    moves: list[Move] = []
    for move in paragraphs.moves:
        left, right = _sentences(of_source, move.source), _sentences(of_target, move.target)
        beads = align(cut(source, left), cut(target, right), (), ()).beads
        moves += [
            Move(one.source.shifted(left.start), one.target.shifted(right.start), min(one.score, move.score))
            for one in beads
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
    """Return a document by paragraphs, and by sentences with indices of these paragraphs as `parent`."""
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
    """Return a document with only the segments of a span, and the same running text."""
    return replace(document, segments=document.segments[span.start : span.stop])


def _by_parent(document: Document, paragraphs: int) -> list[Span]:
    """Return the span of sentences of each paragraph."""
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
    """Merge blocks that a confirmed bead connects; a merged block has the lowest score of its parts."""
    walls = set(clear_of(map(_end, blocks), confirmed))
    return [
        Bead(
            Span(run[0].source.start, run[-1].source.stop),
            Span(run[0].target.start, run[-1].target.stop),
            min(block.score for block in run),
        )
        for run in runs_of(blocks, lambda before, _: _end(before) not in walls)
    ]


def _of_gaps(moves: Sequence[Move], beads: Sequence[Bead]) -> list[Move]:
    """Return the moves whose sentences are all gaps in the alignment."""
    source_gaps = {i for bead in beads if not bead.target for i in bead.source}
    target_gaps = {j for bead in beads if not bead.source for j in bead.target}
    return [
        move for move in moves if source_gaps.issuperset(move.source) and target_gaps.issuperset(move.target)
    ]


def _scored(beads: Sequence[Bead], blocks: Sequence[Bead]) -> list[Bead]:
    """Check that each bead lies in a block, and limit its score to the block's unless it is confirmed."""
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
