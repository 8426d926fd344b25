"""Correct links by hand: merge, split, unlink, link, move a boundary, confirm; and keep what is confirmed.

Each operation takes an alignment and returns a new one without changing its argument, so a caller
can undo it by keeping the previous one. Beads that a person made are CONFIRMED, with score 1.0; so
are gaps, which state that there is no counterpart. What remains of other beads stays AUTOMATIC, so
that realigning around the confirmed beads can improve it.

Beads partition both texts in order, before and after an operation. A move is dropped as soon as
either of its passages is linked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final, Literal

from aligner.alignment.blocks import Corner
from aligner.values import Alignment, Bead, Comparison, Document, Documents, LinkOrigin, Message, Move, Span
from aligner.values.message import InputError, LinkError

Places = tuple[int, ...]
"""For each index of a segment, and the end, how many of the segments before it are kept."""

_LEFT_OVER: Final = 0.5  # score of remainders, which neither the program nor a person has assessed


def merge(alignment: Alignment, first: int, last: int) -> Alignment:
    """Merge the beads from `first` to `last`, inclusive, into one confirmed bead.

    Raises:
        LinkError: if there are no such beads, or `last` comes before `first`.
    """
    begin, end = _bead(alignment, first), _bead(alignment, last)
    if last < first:
        raise LinkError(Message("error.link_above", last=last, first=first))
    source = Span(begin.source.start, end.source.stop)
    target = Span(begin.target.start, end.target.stop)
    return _put(alignment, first, last + 1, [_made(source, target)])


def split(alignment: Alignment, bead: int, source_at: int, target_at: int) -> Alignment:
    """Split a bead into two confirmed beads.

    Args:
        alignment: the alignment that contains the bead.
        bead: its index.
        source_at: index of the first source segment of the second half; the end of the bead if
            there is none.
        target_at: the same for the target. A half with segments on one side only is a gap.

    Raises:
        LinkError: if a boundary is outside the bead, or a half would be empty.
    """
    whole = _bead(alignment, bead)
    for name, span, at in (("source", whole.source, source_at), ("target", whole.target, target_at)):
        if not span.start <= at <= span.stop:
            raise LinkError(
                Message(
                    "error.cut_outside", bead=bead, side=_side(name), first=span.start, last=span.stop, at=at
                ),
                beads=(bead,),
            )
    halves = [
        (Span(whole.source.start, source_at), Span(whole.target.start, target_at)),
        (Span(source_at, whole.source.stop), Span(target_at, whole.target.stop)),
    ]
    if not all(source or target for source, target in halves):
        raise LinkError(
            Message("error.half_empty", bead=bead, source=source_at, target=target_at),
            beads=(bead,),
        )
    return _put(alignment, bead, bead + 1, [_made(*half) for half in halves])


def unlink(alignment: Alignment, bead: int) -> Alignment:
    """Turn a bead into confirmed gaps, one per segment, those of the source first.

    Raises:
        LinkError: if the bead is already a gap.
    """
    whole = _bead(alignment, bead)
    if not (whole.source and whole.target):
        raise LinkError(Message("error.nothing_to_unlink", bead=bead), beads=(bead,))
    gaps = _gaps(whole.source, whole.target)
    return _put(alignment, bead, bead + 1, [_made(*gap) for gap in gaps])


def link(alignment: Alignment, source: Span, target: Span) -> Alignment:
    """Link these segments in a confirmed bead, whatever beads they belonged to.

    A bead that shares segments with the new one is cut: its segments before the new bead stay
    together if there are some on both sides, and so do those after it; the rest become gaps. A bead
    that would cross it is dissolved into gaps. The new bead replaces confirmed gaps, since the person
    has changed their mind, and confirmed beads that lie entirely inside it.

    Raises:
        LinkError: if a side is empty or exceeds its document, or confirmed beads are in the way;
            `beads` lists their indices.
    """
    _refuse_impossible(alignment, source, target)
    made = _made(source, target)
    in_the_way = [
        number
        for number, bead in enumerate(alignment.beads)
        if bead.origin is LinkOrigin.CONFIRMED
        and (bead.source and bead.target)
        and not (bead.source.within(source) and bead.target.within(target))
        and not (bead.precedes(made) or made.precedes(bead))
    ]
    if in_the_way:
        named = tuple(_named(alignment.beads[number]) for number in in_the_way)
        raise LinkError(
            Message("error.in_the_way", source=_range(source), target=_range(target), beads=named),
            beads=tuple(in_the_way),
        )
    before: list[Bead] = []
    after: list[Bead] = []
    for bead in alignment.beads:
        before += _remains(bead, Span(0, source.start), Span(0, target.start))
        after += _remains(bead, Span(source.stop, alignment.n_source), Span(target.stop, alignment.n_target))
    return _with(alignment, [*before, made, *after], [made])


def shift(alignment: Alignment, bead: int, *, side: Literal["source", "target"], by: int) -> Alignment:
    """Move the boundary between a bead and the next one, on one side.

    Args:
        alignment: the alignment that contains the bead.
        bead: index of the upper bead.
        side: the text whose segments change beads.
        by: number of segments. If positive, the upper bead takes the first ones of the lower bead;
            if negative, it gives up its own last ones; 0 changes nothing. A bead without any
            segments left is removed; one with segments on one side only is a gap.

    Raises:
        LinkError: if there is no next bead, or a bead has fewer segments than it would give up.
    """
    upper = _bead(alignment, bead)
    if bead + 1 == len(alignment.beads):
        raise LinkError(Message("error.last_bead", bead=bead), beads=(bead,))
    lower = alignment.beads[bead + 1]
    if not by:
        return alignment
    first, second = (upper.source, lower.source) if side == "source" else (upper.target, lower.target)
    available = second if by > 0 else first
    if abs(by) > len(available):
        giver = bead + 1 if by > 0 else bead
        raise LinkError(
            Message("error.too_few", bead=giver, size=len(available), side=_side(side), number=abs(by)),
            beads=(giver,),
        )
    at = first.stop + by
    moved = Span(first.start, at), Span(at, second.stop)
    pairs = (
        [(moved[0], upper.target), (moved[1], lower.target)]
        if side == "source"
        else [(upper.source, moved[0]), (lower.source, moved[1])]
    )
    return _put(alignment, bead, bead + 2, [_made(*pair) for pair in pairs if pair[0] or pair[1]])


def take(alignment: Alignment, bead: int, *, side: Literal["source", "target"]) -> Alignment:
    """Let a bead take the next segment of one side, even beyond gaps of the other side.

    Raises:
        LinkError: if there is no next segment, or confirmed beads are in the way.
    """
    upper = _bead(alignment, bead)
    below = alignment.beads[bead + 1 : bead + 2]
    if below and (below[0].source if side == "source" else below[0].target):
        return shift(alignment, bead, side=side, by=1)
    if side == "source":
        return link(alignment, Span(upper.source.start, upper.source.stop + 1), upper.target)
    return link(alignment, upper.source, Span(upper.target.start, upper.target.stop + 1))


def give_back(alignment: Alignment, bead: int, *, side: Literal["source", "target"]) -> Alignment:
    """Let a bead give its last segment of one side to the next bead, or make it a gap after the last one.

    Raises:
        LinkError: if the bead has no segment on that side, or nothing would be left of it.
    """
    upper = _bead(alignment, bead)
    if bead + 1 < len(alignment.beads):
        return shift(alignment, bead, side=side, by=-1)
    source, target = upper.source.stop, upper.target.stop
    if side == "source":
        return split(alignment, bead, source - 1, target)
    return split(alignment, bead, source, target - 1)


def place(alignment: Alignment, source: Span, target: Span) -> Alignment:
    """Link a passage of the target with a passage of the source, whatever they were linked with.

    Links of the target passage are given up, confirmed or not. Adjacent target segments that are
    linked with the source passage stay linked with it.

    Raises:
        LinkError: see `link`.
    """
    for number, bead in enumerate(alignment.beads):
        if bead.target.overlaps(target):
            alignment = confirm(alignment, number, confirmed=False)
    for bead in alignment.beads:
        if bead.source and bead.target and bead.source.within(source):
            if bead.target.stop == target.start:
                target = Span(bead.target.start, target.stop)
            elif target.stop == bead.target.start:
                target = Span(target.start, bead.target.stop)
    return link(alignment, source, target)


def confirm(alignment: Alignment, bead: int, *, confirmed: bool = True) -> Alignment:
    """Confirm a bead or gap, or withdraw the confirmation, which does not change its score.

    Raises:
        LinkError: if there is no such bead.
    """
    current = _bead(alignment, bead)
    if confirmed:
        changed = replace(current, origin=LinkOrigin.CONFIRMED, score=1.0)
    else:
        changed = replace(current, origin=LinkOrigin.AUTOMATIC)
    return replace(alignment, beads=(*alignment.beads[:bead], changed, *alignment.beads[bead + 1 :]))


def confirmed(alignment: Alignment) -> tuple[Bead, ...]:
    """Return the beads and gaps that a person made or confirmed, in order."""
    return tuple(bead for bead in alignment.beads if bead.origin is LinkOrigin.CONFIRMED)


def _bead(alignment: Alignment, number: int) -> Bead:
    if not 0 <= number < len(alignment.beads):
        raise LinkError(Message("error.no_bead", bead=number, size=len(alignment.beads)))
    return alignment.beads[number]


def _made(source: Span, target: Span) -> Bead:
    return Bead(source, target, 1.0, LinkOrigin.CONFIRMED)


def _put(alignment: Alignment, first: int, stop: int, made: Sequence[Bead]) -> Alignment:
    """Replace the beads [first, stop) of an alignment."""
    return _with(alignment, [*alignment.beads[:first], *made, *alignment.beads[stop:]], made)


def _with(alignment: Alignment, beads: Sequence[Bead], made: Sequence[Bead]) -> Alignment:
    """Give an alignment these beads, and drop the moves whose passages are now linked."""
    linked = [bead for bead in made if bead.source and bead.target]
    moves = tuple(
        move
        for move in alignment.moves
        if not any(move.source.overlaps(bead.source) or move.target.overlaps(bead.target) for bead in linked)
    )
    return replace(alignment, beads=tuple(beads), moves=moves)


def _refuse_impossible(alignment: Alignment, source: Span, target: Span) -> None:
    for name, span, size in (("source", source, alignment.n_source), ("target", target, alignment.n_target)):
        if not span:
            raise LinkError(Message("error.needs_segment", side=_side(name)))
        if span.stop > size:
            raise LinkError(Message("error.no_segment", side=_side(name), index=span.stop - 1, size=size))


def _remains(bead: Bead, within: Span, within_target: Span) -> list[Bead]:
    """Return what of a bead is in a block: itself, a smaller bead, or gaps, not confirmed."""
    source, target = bead.source.clipped(within), bead.target.clipped(within_target)
    if (source, target) == (bead.source, bead.target):
        return [bead]
    if not source and not target:
        return []
    if not (bead.source and bead.target):
        return [replace(bead, source=source, target=target)]
    score = min(bead.score, _LEFT_OVER)
    if source and target:
        return [Bead(source, target, score)]
    return [Bead(*gap, score) for gap in _gaps(source, target)]


def _gaps(source: Span, target: Span) -> list[tuple[Span, Span]]:
    """Return a gap for each segment: those of the source, then those of the target."""
    at = Span(target.start, target.start)
    after = Span(source.stop, source.stop)
    return [
        *((Span(index, index + 1), at) for index in source),
        *((after, Span(index, index + 1)) for index in target),
    ]


def _named(bead: Bead) -> Message:
    """Name a bead by its segments in a message: `source 2-3 with target 4`."""
    return Message("error.bead", source=_range(bead.source), target=_range(bead.target))


def _side(name: str) -> Message:
    return Message("error.source") if name == "source" else Message("error.target")


def _range(span: Span) -> str:
    return str(span.start) if len(span) == 1 else f"{span.start}-{span.stop - 1}"


def with_borders(
    alignment: Alignment, source: Callable[[int], int], target: Callable[[int], int]
) -> Alignment:
    """Return an alignment of documents that are divided otherwise or lost segments.

    Args:
        alignment: the alignment before.
        source: returns where the border before a segment of the source is now.
        target: the same for the target. A bead that loses all of a side is no longer confirmed.
    """
    beads: list[Bead] = []
    for bead in alignment.beads:
        ours, theirs = _moved(bead.source, source), _moved(bead.target, target)
        if ours is bead.source and theirs is bead.target:
            beads.append(bead)
            continue
        lost_a_side = bool(bead.source) != bool(ours) or bool(bead.target) != bool(theirs)
        origin = LinkOrigin.AUTOMATIC if lost_a_side else bead.origin
        beads += [Bead(ours, theirs, bead.score, origin)] if ours or theirs else []
    moves = (Move(_moved(m.source, source), _moved(m.target, target), m.score) for m in alignment.moves)
    kept = tuple(move for move in moves if move.source and move.target)
    sizes = source(alignment.n_source), target(alignment.n_target)
    return Alignment(tuple(beads), *sizes, kept, alignment.signature)


def _moved(span: Span, border: Callable[[int], int]) -> Span:
    start, stop = border(span.start), border(span.stop)
    return span if (start, stop) == (span.start, span.stop) else Span(start, stop)


def same_border(border: int) -> int:
    """Return where a border is in a document that stays as it is."""
    return border


def with_fewer_segments(comparison: Comparison, documents: Documents) -> Comparison:
    """Return a comparison in which some documents are replaced by versions with fewer segments.

    A draft that is added later can show that lines of an older one are its masthead.
    Links to dropped segments are removed, all others kept. Revisions of these documents are left out,
    and rows and amendments are not updated: they must be recomputed.
    """
    changed = {key: document for key, document in documents.items() if comparison.documents[key] != document}
    borders = {
        key: kept_before(comparison.documents[key], document).__getitem__ for key, document in changed.items()
    }
    alignments = {
        keys: alignment
        if changed.keys().isdisjoint(keys)
        else with_borders(alignment, *(borders.get(key, same_border) for key in keys))
        for keys, alignment in comparison.alignments.items()
    }
    revisions = {
        keys: revision for keys, revision in comparison.revisions.items() if changed.keys().isdisjoint(keys)
    }
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


def joins_alike(one: Alignment, other: Alignment) -> bool:
    """Whether two alignments have the same beads and moves, regardless of origin and score."""
    if one is other:
        return True
    if len(one.beads) != len(other.beads) or one.moves != other.moves:
        return False
    return all(
        mine is theirs or (mine.source == theirs.source and mine.target == theirs.target)
        for mine, theirs in zip(one.beads, other.beads, strict=True)
    )


# Both ends of such a bead are corners (see `alignment.blocks`), so that no other bead crosses or
# overlaps it; the block between them is not aligned, and the bead is inserted unchanged. A confirmed
# gap is kept in the same way: its segments stay without a counterpart.


def in_order(confirmed: Iterable[Bead], n_source: int, n_target: int) -> tuple[Bead, ...]:
    """Return the confirmed beads in order, marked as confirmed.

    Raises:
        InputError: if one exceeds a document, or two cross or share a segment.
    """
    beads = sorted(confirmed, key=lambda bead: (bead.source, bead.target))
    for bead in beads:
        if bead.source.stop > n_source or bead.target.stop > n_target:
            raise InputError(Message("ladder.beyond", bead=_said(bead), numbers=(n_source, n_target)))
    for one, other in pairwise(beads):
        if not one.precedes(other):
            raise InputError(Message("ladder.crossing", one=_said(one), other=_said(other)))
    return tuple(replace(bead, origin=LinkOrigin.CONFIRMED) for bead in beads)


def corners_of(kept: Iterable[Bead]) -> list[Corner]:
    """Return the corners at which each bead begins and ends."""
    starts_and_ends = (
        ((bead.source.start, bead.target.start), (bead.source.stop, bead.target.stop)) for bead in kept
    )
    return [corner for both in starts_and_ends for corner in both]


def clear_of(corners: Iterable[Corner], kept: Sequence[Bead]) -> list[Corner]:
    """Return the corners that no confirmed bead crosses; a person's link across a corner overrides it."""
    return [
        (i, j)
        for i, j in corners
        if not any(
            (i > bead.source.start or j > bead.target.start)
            and (i < bead.source.stop or j < bead.target.stop)
            for bead in kept
        )
    ]


def with_confirmed(beads: Iterable[Bead], kept: Sequence[Bead]) -> tuple[Bead, ...]:
    """Replace the beads between the corners of each kept bead by that bead.

    `beads` partition both documents and cross no corners of the kept ones.
    """
    found: list[Bead] = []
    ahead = list(reversed(kept))
    for bead in beads:
        if ahead and bead.source.within(ahead[-1].source) and bead.target.within(ahead[-1].target):
            if (bead.source.stop, bead.target.stop) == (ahead[-1].source.stop, ahead[-1].target.stop):
                found.append(ahead.pop())
        else:
            found.append(bead)
    return tuple(found)


def _said(bead: Bead) -> str:
    return f"{list(bead.source)}:{list(bead.target)}"
