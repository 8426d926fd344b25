"""Links between two documents, with their scores and origins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aligner.values.document import Span
from aligner.values.errors import ValueInvariantError
from aligner.values.signature import Signature


class LinkOrigin(StrEnum):
    """Who made a link: the program or a person."""

    AUTOMATIC = "automatic"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Bead:
    """An m-n link between consecutive segments of two documents.

    `score` is the probability, in [0, 1], that a person would keep the link.
    """

    source: Span
    target: Span
    score: float = 1.0
    origin: LinkOrigin = LinkOrigin.AUTOMATIC

    def __post_init__(self) -> None:
        if not self.source and not self.target:
            raise ValueInvariantError("a bead needs a segment on at least one side")
        if not 0.0 <= self.score <= 1.0:
            raise ValueInvariantError(f"bead score {self.score} is not in [0, 1]")

    @property
    def shape(self) -> tuple[int, int]:
        """Number of segments on each side."""
        return len(self.source), len(self.target)


@dataclass(frozen=True, slots=True)
class Move:
    """The same passage at different places in the two documents.

    Beads never cross, so both sides of a move are gaps in the alignment.
    """

    source: Span
    target: Span
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads that partition two documents, in order, and the moves across them."""

    beads: tuple[Bead, ...]
    n_source: int
    n_target: int
    moves: tuple[Move, ...] = ()
    signature: Signature | None = None

    def __post_init__(self) -> None:
        source = target = 0
        for number, bead in enumerate(self.beads):
            if bead.source.start != source or bead.target.start != target:
                raise ValueInvariantError(
                    f"bead {number} starts at source {bead.source.start}, target "
                    f"{bead.target.start}; expected {source}, {target}"
                )
            source, target = bead.source.stop, bead.target.stop
        if (source, target) != (self.n_source, self.n_target):
            raise ValueInvariantError(
                f"beads end at source {source}, target {target}; expected {self.n_source}, {self.n_target}"
            )
