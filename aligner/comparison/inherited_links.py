"""Carry confirmed links over to other drafts of the same texts.

A person who adds a new draft should not have to confirm unchanged links again. If the paragraphs
of a link are the same in another pair of drafts, or changed only in number and form, the link
applies there too. So does a confirmed gap, unless something was added at its position in the other
text, which may be the missing counterpart.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from aligner.alignment.confirmed import follows
from aligner.alignment.corrections import confirmed
from aligner.values import (
    Alignment,
    Bead,
    ChangeKind,
    Document,
    DocumentKey,
    DocumentPair,
    Revision,
    Span,
)

_STAYS: Final = frozenset({ChangeKind.UNCHANGED, ChangeKind.RENUMBERED, ChangeKind.FORM_ONLY})


def inherited(
    pair: DocumentPair,
    alignments: Mapping[DocumentPair, Alignment],
    revisions: Mapping[DocumentPair, Revision],
    documents: Mapping[DocumentKey, Document],
    versions: Sequence[str],
) -> tuple[Bead, ...]:
    """Return the confirmed beads that two documents inherit from other drafts of the same languages.

    Args:
        pair: the documents to align.
        alignments: the existing alignments; drafts nearest to `pair` take precedence.
        revisions: the revisions of each language's drafts, each to the next one.
        documents: the documents of the set.
        versions: names of the drafts, from earliest to latest.

    Returns:
        Beads in order that neither cross nor overlap, for `align(..., confirmed=)`.
    """
    order = {version: number for number, version in enumerate(versions)}
    languages = [key.language for key in pair]

    def distance(keys: DocumentPair) -> int:
        return sum(abs(order[a.version] - order[b.version]) for a, b in zip(keys, pair, strict=True))

    others = [keys for keys in alignments if keys != pair and [key.language for key in keys] == languages]
    found: list[Bead] = []
    for keys in sorted(others, key=distance):
        beads = confirmed(alignments[keys])
        if beads:
            maps = [
                _ParagraphMap(old, new, revisions, documents, order)
                for old, new in zip(keys, pair, strict=True)
            ]
            for bead in filter(None, (_transferred(bead, *maps) for bead in beads)):
                _insert(found, bead)
    return tuple(found)


def with_seen_moves(found: Alignment, before: Alignment) -> Alignment:
    """Add to a new alignment the moves of the previous one that a person accepted.

    Confirming a gap that is part of a move accepts the move. Confirmed gaps are not searched for
    moves again, so the move would otherwise be lost.
    """
    sure = [bead for bead in confirmed(before) if not (bead.source and bead.target)]
    seen = {("source", i) for bead in sure for i in bead.source}
    seen |= {("target", j) for bead in sure for j in bead.target}
    taken = {("source", i) for move in found.moves for i in move.source}
    taken |= {("target", j) for move in found.moves for j in move.target}
    for bead in found.beads:
        if bead.source and bead.target:
            taken.update(("source", i) for i in bead.source)
            taken.update(("target", j) for j in bead.target)
    kept = []
    for move in before.moves:
        places = {*(("source", i) for i in move.source), *(("target", j) for j in move.target)}
        if places & seen and not places & taken:
            kept.append(move)
    moves = sorted((*found.moves, *kept), key=lambda move: (move.source, move.target))
    return replace(found, moves=tuple(moves)) if kept else found


class _ParagraphMap:
    """Maps the unchanged paragraphs of one draft to another draft of the same language."""

    def __init__(
        self,
        here: DocumentKey,
        there: DocumentKey,
        revisions: Mapping[DocumentPair, Revision],
        documents: Mapping[DocumentKey, Document],
        order: Mapping[str, int],
    ) -> None:
        self._sizes = len(documents[here]), len(documents[there])
        self._place = {index: index for index in range(len(documents[here]))}
        forward = order[here.version] <= order[there.version]
        first, last = (here, there) if forward else (there, here)
        steps = list(_between(first, last, revisions))
        for step in steps if forward else reversed(steps):
            stayed = _stayed(step, forward=forward)
            self._place = {i: stayed[j] for i, j in self._place.items() if j in stayed}

    def span(self, span: Span) -> Span | None:
        """Return the position of a run of paragraphs, if all of them stayed and are still adjacent."""
        places = [self._place.get(index, -1) for index in span]
        start = places[0]
        return (
            Span(start, start + len(span))
            if places == list(range(start, start + len(span))) and start >= 0
            else None
        )

    def boundary(self, at: int) -> Span | None:
        """Return a position between two paragraphs as an empty span, if nothing changed there."""
        before = -1 if at == 0 else self._place.get(at - 1)
        behind = self._sizes[1] if at == self._sizes[0] else self._place.get(at)
        return Span(behind, behind) if before is not None and behind == before + 1 else None


def _between(
    first: DocumentKey, last: DocumentKey, revisions: Mapping[DocumentPair, Revision]
) -> Iterator[Revision]:
    """Yield the revisions that lead from one draft to a later one."""
    after = dict(revisions.keys())
    while first != last:
        yield revisions[first, after[first]]
        first = after[first]


def _stayed(revision: Revision, *, forward: bool) -> dict[int, int]:
    """Map each paragraph that stayed to its position in the other draft."""
    pairs = (
        pair
        for change in revision.changes
        if change.kind in _STAYS and len(change.old) == len(change.new)
        for pair in zip(change.old, change.new, strict=True)
    )
    return dict(pairs) if forward else {new: old for old, new in pairs}


def _transferred(bead: Bead, source_map: _ParagraphMap, target_map: _ParagraphMap) -> Bead | None:
    source, target = (
        places.span(span) if span else places.boundary(span.start)
        for places, span in ((source_map, bead.source), (target_map, bead.target))
    )
    return replace(bead, source=source, target=target) if source is not None and target is not None else None


def _insert(found: list[Bead], bead: Bead) -> None:
    """Insert a bead in order, unless it crosses or overlaps one already present."""
    place = bisect(found, (bead.source, bead.target), key=lambda one: (one.source, one.target))
    clear = (not place or follows(found[place - 1], bead)) and (
        place == len(found) or follows(bead, found[place])
    )
    if clear:
        found.insert(place, bead)
