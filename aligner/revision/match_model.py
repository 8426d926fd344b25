"""The values passed between the stages of matching, from the words of paragraphs to their links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aligner.languages.citing import label_end
from aligner.languages.tokens import form_key
from aligner.revision.overlap import Overlaps, Shingles
from aligner.values import Document, SegmentKind, Span

Pair = tuple[int, int]
"""The indices of an old and a new unit."""

ByMeaning = Callable[[list[tuple[list[int], list[int]]]], dict[Pair, float]]
"""Pairs units by their meaning, inside each gap of those not paired by their words; pair → similarity."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The minimum similarity, in [0, 1], at which two paragraphs are matched.

    Attributes:
        in_order: for a pair that keeps the order of the drafts.
        in_gap: for two paragraphs in the same gap between matched ones.
        alone_in_gap: for two paragraphs that are alone in the same gap.
        moved: for a pair that crosses others.
        rival: minimum score of a pair, as a share of the best score of either of its paragraphs.
        move_length: minimum length of a moved paragraph, in English characters; scaled by density
            for other languages.
    """

    in_order: float
    in_gap: float
    alone_in_gap: float
    moved: float
    rival: float
    move_length: int


@dataclass(frozen=True, slots=True)
class Link:
    """Segments of both drafts that correspond, or segments of one draft without a counterpart.

    `score` is their similarity in [0, 1]; `moved` means that they are out of order with the rest.
    """

    old: Span
    new: Span
    score: float = 0.0
    moved: bool = False


@dataclass(slots=True)
class Matching:
    """The one-to-one links found so far, in both directions; `score` has the similarity of each pair.

    Splits are stored separately: their units are not in the maps, but are no longer free.
    """

    old_to_new: dict[int, int] = field(default_factory=dict)
    new_to_old: dict[int, int] = field(default_factory=dict)
    score: dict[Pair, float] = field(default_factory=dict)
    splits: list[Link] = field(default_factory=list)
    taken_old: set[int] = field(default_factory=set)
    taken_new: set[int] = field(default_factory=set)

    def add(self, old: int, new: int, score: float) -> None:
        """Link two units that are both still free."""
        self.old_to_new[old], self.new_to_old[new] = new, old
        self.score[old, new] = score
        self.taken_old.add(old)
        self.taken_new.add(new)

    def add_split(self, split: Link) -> None:
        """Link one unit with several, replacing any links they had."""
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

    def first_pairs(self) -> dict[Pair, float]:
        """Return the similarity of all links, by the first unit that each has on either side."""
        return self.score | {(split.old.start, split.new.start): split.score for split in self.splits}

    def _remove(self, old: int) -> None:
        new = self.old_to_new.pop(old)
        del self.new_to_old[new], self.score[old, new]
        self.taken_old.discard(old)
        self.taken_new.discard(new)


@dataclass(frozen=True, slots=True)
class Sides:
    """The input of the matching stages: the units of both drafts and their overlaps."""

    old: Sequence[Unit]
    new: Sequence[Unit]
    shingles: Shingles
    overlaps: Overlaps
    exact: dict[Pair, float]
    thresholds: Thresholds
    least_move: float


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment, ready to be matched.

    Attributes:
        key: its text without its number, with form and case folded; equal keys mean equal texts.
        label: its number, from the segment's label and the start of its text, with form folded.
        body: where the text proper begins, after a number at its start.
    """

    key: str
    label: str
    body: int

    @property
    def is_bare(self) -> bool:
        """Whether it has no content of its own: an empty line, a rule, or only a number."""
        return not any(character.isalnum() for character in self.key)


def units(document: Document, normalize: Callable[[str], str] = str) -> list[Unit]:
    """Convert the segments of a document to units, with `normalize` applied to their texts and labels."""
    found = []
    for segment in document.segments:
        text, label, body = normalize(segment.span.of(document.text)), "", 0
        if segment.kind is not SegmentKind.ROW:  # in which a number at the start is one of its figures
            body = label_end(text)
            label = normalize(segment.label or "") + text[:body].strip()
        found.append(Unit(form_key(text[body:]).casefold(), form_key(label) if label else "", body))
    return found
