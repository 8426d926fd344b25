"""Links between segments as given in files, for evaluation and exchange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aligner.values import Bead, Span


@dataclass(frozen=True, slots=True)
class Link:
    """One bead as given in a file; its indices need not be consecutive.

    `score` is the confidence given in the file, in [0, 1], or None (the third field of
    a ladder line is a cost in unknown units and is ignored).
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None

    @property
    def is_gap(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target

    @property
    def shape(self) -> str:
        """`1-2` for one source segment linked with two target segments."""
        return f"{len(self.source)}-{len(self.target)}"


def one_by_one(bead: Bead) -> Iterator[Bead]:
    """Split a gap into one per segment, as is usual in ladder files; yield other beads unchanged."""
    if bead.source and bead.target:
        yield bead
        return
    for index in bead.source:
        yield replace(bead, source=Span(index, index + 1))
    for index in bead.target:
        yield replace(bead, target=Span(index, index + 1))
