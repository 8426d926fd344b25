"""Links a person confirmed, carried over to other drafts of the same texts.

Whoever takes in a new draft has not to confirm again what did not change: where a link's
paragraphs stand unchanged in the drafts of another pair, or changed in number and form
alone, the link holds there, too. So does a confirmed gap, if its place among the other
text's paragraphs is beyond doubt: where something new stands there, it may be what was missing.
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
    """The confirmed beads that two documents take over from other drafts of the same languages.

    Args:
        pair: the documents that are to be aligned.
        alignments: those there are; the drafts nearest to `pair` have the first say.
        revisions: (old, new) of one language, each draft with the next one it has.
        documents: the set.
        versions: from earliest to latest.

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
            ways = [_Way(old, new, revisions, documents, order) for old, new in zip(keys, pair, strict=True)]
            for bead in filter(None, (_carried(bead, *ways) for bead in beads)):
                _insert(found, bead)
    return tuple(found)


def with_seen_moves(found: Alignment, before: Alignment) -> Alignment:
    """A new alignment with those moves of the one before that a person has seen and let stand.

    Who confirms a gap that is said to stand elsewhere has agreed to that. A gap that is kept
    is not looked at again, so its move would be lost.
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


class _Way:
    """Where the paragraphs of one draft stand in another of the same language, if they stayed."""

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
        """Where a run of paragraphs stands, if all of them stayed and stand together still."""
        places = [self._place.get(index, -1) for index in span]
        start = places[0]
        return (
            Span(start, start + len(span))
            if places == list(range(start, start + len(span))) and start >= 0
            else None
        )

    def boundary(self, at: int) -> Span | None:
        """The place between two paragraphs, as an empty span, if nothing came or went there."""
        before = -1 if at == 0 else self._place.get(at - 1)
        behind = self._sizes[1] if at == self._sizes[0] else self._place.get(at)
        return Span(behind, behind) if before is not None and behind == before + 1 else None


def _between(
    first: DocumentKey, last: DocumentKey, revisions: Mapping[DocumentPair, Revision]
) -> Iterator[Revision]:
    """The revisions that lead from a draft to a later one."""
    after = dict(revisions.keys())
    while first != last:
        yield revisions[first, after[first]]
        first = after[first]


def _stayed(revision: Revision, *, forward: bool) -> dict[int, int]:
    """For each paragraph that stayed, its place in the other draft."""
    pairs = (
        pair
        for change in revision.changes
        if change.kind in _STAYS and len(change.old) == len(change.new)
        for pair in zip(change.old, change.new, strict=True)
    )
    return dict(pairs) if forward else {new: old for old, new in pairs}


def _carried(bead: Bead, ours: _Way, theirs: _Way) -> Bead | None:
    source, target = (
        way.span(span) if span else way.boundary(span.start)
        for way, span in ((ours, bead.source), (theirs, bead.target))
    )
    return replace(bead, source=source, target=target) if source is not None and target is not None else None


def _insert(found: list[Bead], bead: Bead) -> None:
    """Put a bead in its place, unless it would cross or overlap one that is there."""
    place = bisect(found, (bead.source, bead.target), key=lambda one: (one.source, one.target))
    clear = (not place or follows(found[place - 1], bead)) and (
        place == len(found) or follows(bead, found[place])
    )
    if clear:
        found.insert(place, bead)
