"""What the stages of matching hand to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligner.revision.match_units import Unit
from aligner.values import Span

if TYPE_CHECKING:
    from aligner.revision.overlap import Overlaps, Shingles

Pair = tuple[int, int]
"""An old and a new unit."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How alike two paragraphs must be, each in [0, 1], to be one paragraph.

    Attributes:
        in_order: where the pair keeps the order of the drafts.
        in_gap: where both lie in the same gap between matched paragraphs.
        alone_in_gap: where they are moreover all there is in it.
        moved: where the pair crosses others.
        rival: a pair is dropped if either of its paragraphs has another, this much better.
        move_length: the least length of a move, in characters of English; other languages
            take as many as say as much.
    """

    in_order: float = 0.35
    in_gap: float = 0.25
    alone_in_gap: float = 0.15
    moved: float = 0.45
    rival: float = 0.7
    move_length: int = 25


@dataclass(frozen=True, slots=True)
class Split:
    """One whole and its parts, in order. `old_is_whole`: a split; else a merge."""

    whole: int
    parts: tuple[int, ...]
    old_is_whole: bool
    score: float

    @property
    def old(self) -> Span:
        """Its units in the old draft."""
        return self._whole if self.old_is_whole else self._parts

    @property
    def new(self) -> Span:
        """Its units in the new draft."""
        return self._parts if self.old_is_whole else self._whole

    @property
    def _whole(self) -> Span:
        return Span(self.whole, self.whole + 1)

    @property
    def _parts(self) -> Span:
        return Span(self.parts[0], self.parts[-1] + 1)


@dataclass(slots=True)
class Matching:
    """Old to new, one to one, as found so far; `score` has each pair's likeness.

    `splits` are apart; their units are in neither of the maps, yet no longer free.
    """

    old_to_new: dict[int, int] = field(default_factory=dict)
    new_to_old: dict[int, int] = field(default_factory=dict)
    score: dict[Pair, float] = field(default_factory=dict)
    splits: list[Split] = field(default_factory=list)
    taken_old: set[int] = field(default_factory=set)
    taken_new: set[int] = field(default_factory=set)

    def add(self, old: int, new: int, score: float) -> None:
        """Link two units that are both still free."""
        self.old_to_new[old], self.new_to_old[new] = new, old
        self.score[old, new] = score
        self.taken_old.add(old)
        self.taken_new.add(new)

    def add_split(self, split: Split) -> None:
        """Link one unit with several; links that they had before give way."""
        for old in split.old:
            if old in self.old_to_new:
                self._remove(old)
        for new in split.new:
            if new in self.new_to_old:
                self._remove(self.new_to_old[new])
        self.splits.append(split)
        self.taken_old.update(split.old)
        self.taken_new.update(split.new)

    def is_free(self, old: int, new: int) -> bool:
        """Whether neither unit is linked."""
        return old not in self.taken_old and new not in self.taken_new

    def _remove(self, old: int) -> None:
        new = self.old_to_new.pop(old)
        del self.new_to_old[new], self.score[old, new]
        self.taken_old.discard(old)
        self.taken_new.discard(new)


@dataclass(frozen=True, slots=True)
class Sides:
    """What the stages below work on: the units of both drafts and their overlaps."""

    old: Sequence[Unit]
    new: Sequence[Unit]
    shingles: Shingles
    overlaps: Overlaps
    exact: dict[Pair, float]
    thresholds: Thresholds
    least_move: float
