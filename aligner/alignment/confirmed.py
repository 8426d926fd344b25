"""Keep the beads that a person confirmed, and align everything else around them.

Both ends of such a bead are corners (see `alignment.blocks`), so that no other bead crosses or
overlaps it; the block between them is not aligned, and the bead is inserted unchanged. A confirmed
gap is kept in the same way: its segments stay without a counterpart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from aligner.alignment.blocks import Corner
from aligner.values import Bead, LinkOrigin
from aligner.values.errors import InputError
from aligner.values.message import Message


def in_order(confirmed: Iterable[Bead], n_source: int, n_target: int) -> tuple[Bead, ...]:
    """Return the confirmed beads in order, marked as confirmed.

    Raises:
        InputError: if one exceeds a document, or two cross or share a segment.
    """
    found = sorted(confirmed, key=lambda bead: (bead.source, bead.target))
    for bead in found:
        if bead.source.stop > n_source or bead.target.stop > n_target:
            raise InputError(Message("ladder.beyond", bead=_named(bead), numbers=(n_source, n_target)))
    for one, other in pairwise(found):
        if not follows(one, other):
            raise InputError(Message("ladder.crossing", one=_named(one), other=_named(other)))
    return tuple(replace(bead, origin=LinkOrigin.CONFIRMED) for bead in found)


def follows(one: Bead, other: Bead) -> bool:
    """Whether `other` can come after `one` in the same alignment.

    >>> from aligner.values import Span
    >>> follows(Bead(Span(0, 1), Span(0, 2)), Bead(Span(1, 2), Span(1, 3)))
    False
    """
    return one.source.stop <= other.source.start and one.target.stop <= other.target.start


def corners_of(kept: Iterable[Bead]) -> list[Corner]:
    """Return the corners at which each bead begins and ends."""
    starts_and_ends = (
        ((bead.source.start, bead.target.start), (bead.source.stop, bead.target.stop)) for bead in kept
    )
    return [corner for both in starts_and_ends for corner in both]


def clear_of(corners: Iterable[Corner], kept: Iterable[Bead]) -> list[Corner]:
    """Return the corners that no confirmed bead crosses; a person's link across a corner overrides it."""
    beads = list(kept)
    return [
        (i, j)
        for i, j in corners
        if not any(
            (i > bead.source.start or j > bead.target.start)
            and (i < bead.source.stop or j < bead.target.stop)
            for bead in beads
        )
    ]


def with_confirmed(beads: Iterable[Bead], kept: Sequence[Bead]) -> tuple[Bead, ...]:
    """Replace the beads between the corners of each kept bead by that bead.

    `beads` partition both documents and cross no corners of the kept ones.
    """
    found: list[Bead] = []
    ahead = list(reversed(kept))
    for bead in beads:
        if ahead and _lies_in(bead, ahead[-1]):
            if (bead.source.stop, bead.target.stop) == (ahead[-1].source.stop, ahead[-1].target.stop):
                found.append(ahead.pop())
        else:
            found.append(bead)
    return tuple(found)


def _lies_in(bead: Bead, room: Bead) -> bool:
    return (
        room.source.start <= bead.source.start
        and bead.source.stop <= room.source.stop
        and room.target.start <= bead.target.start
        and bead.target.stop <= room.target.stop
    )


def _named(bead: Bead) -> str:
    return f"{list(bead.source)}:{list(bead.target)}"
