"""Restore segments without words, which are skipped during alignment.

A line of asterisks or an empty line has no content to compare. Between beads, such segments are
paired if both documents have them; inside a bead, they belong to it. If only one document has
blank lines, and few of them, they are lines that the translator has yet to fill in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence, Set

from aligner.alignment.blocks import Corner
from aligner.alignment.lattice_paths import Step
from aligner.values import Bead, LinkOrigin, Move, Span


def with_blanks(
    steps: Sequence[tuple[Step, float]],
    source_kept: Sequence[int],
    target_kept: Sequence[int],
    n_source: int,
    n_target: int,
    corners: Sequence[Corner],
) -> tuple[Bead, ...]:
    """Return beads over all segments; those without words go between the beads, in pairs if possible.

    A blank line inside a bead belongs to it, since a bead is a run of consecutive segments. No pair
    crosses a corner.
    """
    beads: list[Bead] = []
    ahead = deque(sorted(corners))
    i = j = 0

    def fill(source_stop: int, target_stop: int) -> None:
        nonlocal i, j
        while i < source_stop or j < target_stop:
            a, b = int(i < source_stop), int(j < target_stop)
            beads.append(Bead(Span(i, i + a), Span(j, j + b)))
            i, j = i + a, j + b

    def reach(source: Sequence[int], target: Sequence[int]) -> None:
        while (
            ahead
            and ahead[0][0] <= min(source, default=n_source)
            and ahead[0][1] <= min(target, default=n_target)
        ):
            fill(*ahead.popleft())

    for step, score in steps:
        source = [source_kept[k] for k in range(*step.source)]
        target = [target_kept[k] for k in range(*step.target)]
        reach(source, target)
        # Blank segments of the side that a gap leaves empty wait for their pair on the other side.
        fill(source[0] if source else i, target[0] if target else j)
        stop_i = source[-1] + 1 if source else i
        stop_j = target[-1] + 1 if target else j
        beads.append(Bead(Span(i, stop_i), Span(j, stop_j), score))
        i, j = stop_i, stop_j
    reach((), ())
    fill(n_source, n_target)
    return tuple(beads)


def left_open(
    beads: Sequence[Bead], source_blanks: Set[int], target_blanks: Set[int], moves: Sequence[Move]
) -> tuple[Bead, ...]:
    """Link each line without a counterpart to the blank line in its place.

    This is done only if exactly one document has blank lines, and few of them: then they are lines
    that the translator has yet to fill in. A passage that moved stays a gap, since its counterpart is
    elsewhere; so does a gap that a person confirmed.
    """
    most = max(len(source_blanks), len(target_blanks))
    if bool(source_blanks) == bool(target_blanks) or 10 * most > len(beads):
        return tuple(beads)
    moved = {move.source.start for move in moves}, {move.target.start for move in moves}
    found: list[Bead] = []
    for bead in beads:
        last = found[-1] if found else bead
        whole = Span(last.source.start, bead.source.stop), Span(last.target.start, bead.target.stop)
        i, j = whole[0].start, whole[1].start
        two_gaps = {last.shape, bead.shape} == {(1, 0), (0, 1)}
        two_gaps &= LinkOrigin.CONFIRMED not in (last.origin, bead.origin)
        is_blank = i in source_blanks or j in target_blanks
        if two_gaps and is_blank and i not in moved[0] and j not in moved[1]:
            found[-1] = Bead(*whole, min(last.score, bead.score))
        else:
            found.append(bead)
    return tuple(found)
