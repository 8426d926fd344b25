"""Documents of plain paragraphs and their links, written down in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aligner.comparison.layout import laid_out
from aligner.values import (
    Alignment,
    Bead,
    Change,
    Comparison,
    Document,
    DocumentKey,
    DocumentPair,
    LinkOrigin,
    Move,
    Revision,
    Segment,
    Span,
)


def key_of(name: str) -> DocumentKey:
    """The key of `zh@1`."""
    return DocumentKey(*name.split("@"))


def document(
    language: str, *texts: str, version: str = "", labels: Sequence[str | None] = (), between: str = "\n"
) -> Document:
    """A document with one segment for each text."""
    segments, start = [], 0
    for number, text in enumerate(texts):
        label = labels[number] if labels else None
        segments.append(Segment(Span(start, start + len(text)), label=label))
        start += len(text) + len(between)
    return Document(language, between.join(texts), tuple(segments), version=version)


def alignment(
    *shapes: tuple[int, int],
    moves: tuple[Move, ...] = (),
    score: float = 1.0,
    origin: LinkOrigin = LinkOrigin.AUTOMATIC,
) -> Alignment:
    """One bead after another, each of as many segments as its shape says."""
    beads: list[Bead] = []
    source = target = 0
    for m, n in shapes:
        beads.append(Bead(Span(source, source + m), Span(target, target + n), score, origin))
        source, target = source + m, target + n
    return Alignment(tuple(beads), source, target, moves)


def revision(*changes: Change) -> Revision:
    """The changes of two drafts, which have no other paragraphs than these."""
    return Revision(changes, sum(len(each.old) for each in changes), sum(len(each.new) for each in changes))


def linked_set(
    documents: Mapping[DocumentKey, Document],
    pivot: str,
    versions: Sequence[str],
    alignments: Mapping[DocumentPair, Alignment],
    revisions: Mapping[DocumentPair, Revision],
) -> Comparison:
    """Documents with their links and changes, before they are laid out in rows."""
    return Comparison("", pivot, tuple(versions), documents, alignments, revisions, ())


def with_alignments(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Comparison:
    """A comparison laid out with some other links."""
    return laid_out(replace(comparison, alignments={**comparison.alignments, **alignments}))
