"""Which paragraph of the new draft continues which of the old one.

In order of how sure they are: paragraphs that say exactly the same; paragraphs that
share most of their wording; paragraphs left over in one and the same gap, held
against each other there. What keeps the order of the drafts is decided together, as
the heaviest chain; what leaves it must be alike enough, and long enough, to be called
a move.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aligner.chain import heaviest_chain
from aligner.revision.units import Unit
from aligner.sequences import matching_runs

if TYPE_CHECKING:
    from aligner.revision.overlap import Overlaps, Shingles

Pair = tuple[int, int]

_FEW_TWINS: Final = 4  # a text repeated more often than this on a side finds its twin by its place
_SMALL_GAP: Final = 60_000  # pairs of paragraphs in a gap that are all held against each other
_BAND: Final = 12  # in a larger gap, how far from the diagonal paragraphs are looked for


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How alike two paragraphs must be, each in [0, 1], to be one paragraph.

    Attributes:
        in_order: where the pair keeps the order of the drafts.
        in_gap: where both lie in the same gap between matched paragraphs.
        alone_in_gap: where they are moreover all there is in it.
        moved: where the pair crosses others.
        rival: a pair is dropped if either of its paragraphs has another, this much better.
        move_length: the least length of a move, in shingles.
    """

    in_order: float = 0.35
    in_gap: float = 0.25
    alone_in_gap: float = 0.15
    moved: float = 0.45
    rival: float = 0.6
    move_length: int = 8


@dataclass(slots=True)
class Matching:
    """Old to new, one to one, as found so far; `score` has each pair's likeness."""

    old_to_new: dict[int, int] = field(default_factory=dict)
    new_to_old: dict[int, int] = field(default_factory=dict)
    score: dict[Pair, float] = field(default_factory=dict)

    def add(self, old: int, new: int, score: float) -> None:
        """Link two units that are both still free."""
        self.old_to_new[old], self.new_to_old[new] = new, old
        self.score[old, new] = score

    def remove(self, old: int) -> None:
        """Undo the link of an old unit."""
        new = self.old_to_new.pop(old)
        del self.new_to_old[new], self.score[old, new]

    def is_free(self, old: int, new: int) -> bool:
        """Whether neither unit is linked."""
        return old not in self.old_to_new and new not in self.new_to_old


@dataclass(frozen=True, slots=True)
class Sides:
    """What the stages below work on: the units of both drafts and their overlaps."""

    old: Sequence[Unit]
    new: Sequence[Unit]
    shingles: Shingles
    overlaps: Overlaps
    exact: dict[Pair, float]
    thresholds: Thresholds


def exact_pairs(old: Sequence[Unit], new: Sequence[Unit]) -> dict[Pair, float]:
    """Pairs of units that say exactly the same, with 1.0 for each.

    A text that stands once on either side has one pair. Repeated texts have all their
    pairs if they are few; else those that a comparison of the two sequences lines up.
    """
    places: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))
    for side, found in zip((old, new), places, strict=True):
        for index, unit in enumerate(side):
            if not unit.is_bare:
                found[unit.key].append(index)
    pairs: dict[Pair, float] = {}
    many: set[str] = set()
    for key, mine in places[0].items():
        theirs = places[1].get(key, [])
        if max(len(mine), len(theirs)) > _FEW_TWINS:
            many.add(key)
        else:
            pairs.update(dict.fromkeys(((i, j) for i in mine for j in theirs), 1.0))
    if many:
        pairs.update(dict.fromkeys(_lined_up(old, new, many), 1.0))
    return pairs


def _lined_up(old: Sequence[Unit], new: Sequence[Unit], many: set[str]) -> list[Pair]:
    """Pairs of often repeated texts, by comparing the sequences of all telling units."""
    mine = [i for i, unit in enumerate(old) if not unit.is_bare]
    theirs = [j for j, unit in enumerate(new) if not unit.is_bare]
    runs = matching_runs([old[i].key for i in mine], [new[j].key for j in theirs])
    lined = ((mine[i + k], theirs[j + k]) for i, j, size in runs for k in range(size))
    return [(i, j) for i, j in lined if old[i].key in many]


def match(sides: Sides) -> Matching:
    """Link the units of two drafts, one to one."""
    matching = Matching()
    candidates = _candidates(sides)
    _link_chain(sides, candidates, matching)
    _link_gaps(sides, matching)
    _link_moved(sides, candidates, matching)
    _link_gaps(sides, matching)
    _link_bare(sides, matching)
    return matching


def _candidates(sides: Sides) -> dict[Pair, float]:
    """Pairs that may be one paragraph, without those that have a much better rival."""
    found = dict(sides.exact)
    overlaps = sides.overlaps
    for i, j, score in zip(
        overlaps.old.tolist(), overlaps.new.tolist(), overlaps.score.tolist(), strict=True
    ):
        if score >= sides.thresholds.in_order and (i, j) not in found:
            found[i, j] = score
    best_old: dict[int, float] = defaultdict(float)
    best_new: dict[int, float] = defaultdict(float)
    for (i, j), score in found.items():
        best_old[i] = max(best_old[i], score)
        best_new[j] = max(best_new[j], score)
    least = sides.thresholds.rival
    return {
        (i, j): score for (i, j), score in found.items() if score >= least * max(best_old[i], best_new[j])
    }


def _link_chain(sides: Sides, candidates: dict[Pair, float], matching: Matching) -> None:
    pairs = sorted(candidates)
    weights = [weight(sides, i, j, candidates[i, j]) for i, j in pairs]
    for index in heaviest_chain(pairs, weights):
        matching.add(*pairs[index], candidates[pairs[index]])


def weight(sides: Sides, i: int, j: int, score: float) -> float:
    """What a pair weighs in the chain: about one, less for a short text, hardly more for a long one.

    Counting paragraphs rather than characters is what makes one long paragraph that
    passed three short ones a single move.
    """
    length = min(len(sides.old[i].key), len(sides.new[j].key))
    return (
        score
        * score
        * (min(1.0, (length + 1) / (2 * sides.thresholds.move_length)) + min(length, 1000) / 5000)
    )


def _link_moved(sides: Sides, candidates: dict[Pair, float], matching: Matching) -> None:
    """Pairs that cross the chain, the most alike first, the nearest first among equals."""
    least = sides.thresholds
    crossing = sorted(
        (
            (-score, abs(i - j), i, j)
            for (i, j), score in candidates.items()
            if score >= least.moved and matching.is_free(i, j)
        ),
    )
    for negative, _, i, j in crossing:
        if matching.is_free(i, j) and _is_long_enough(sides, i, j):
            matching.add(i, j, -negative)


def _is_long_enough(sides: Sides, i: int, j: int) -> bool:
    return min(len(sides.old[i].key), len(sides.new[j].key)) >= sides.thresholds.move_length


def gaps(sides: Sides, matching: Matching) -> list[tuple[range, range]]:
    """The stretches between neighbouring links of the heaviest chain, both sides unlinked or moved."""
    pairs = sorted(matching.score)
    chain = [pairs[k] for k in heaviest_chain(pairs, [weight(sides, *p, matching.score[p]) for p in pairs])]
    found = []
    i = j = 0
    for at, to in (*chain, (len(sides.old), len(sides.new))):
        if at > i and to > j:
            found.append((range(i, at), range(j, to)))
        i, j = at + 1, to + 1
    return found


def _link_gaps(sides: Sides, matching: Matching) -> None:
    """Hold what is left in each gap against what is left on its other side, in order."""
    for old_range, new_range in gaps(sides, matching):
        old = [i for i in old_range if i not in matching.old_to_new and not sides.old[i].is_bare]
        new = [j for j in new_range if j not in matching.new_to_old and not sides.new[j].is_bare]
        if not old or not new:
            continue
        alone = len(old) == len(new) == 1
        least = sides.thresholds.alone_in_gap if alone else sides.thresholds.in_gap
        scored: dict[Pair, float] = {}
        for i, j in _nearby(old, new):
            score = sides.shingles.similarity(i, j)
            if score >= least:
                scored[i, j] = score
        pairs = sorted(scored)
        places = {j: place for place, j in enumerate(new)}
        weights = [
            scored[i, j] - 1e-4 * abs(place / len(old) - places[j] / len(new))
            for i, j in pairs
            for place in (bisect_left(old, i),)
        ]
        for k in heaviest_chain(pairs, weights):
            matching.add(*pairs[k], scored[pairs[k]])


def _nearby(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    if len(old) * len(new) <= _SMALL_GAP:
        return [(i, j) for i in old for j in new]
    pairs = []
    for place, i in enumerate(old):
        middle = place * len(new) // len(old)
        pairs += [(i, new[k]) for k in range(max(0, middle - _BAND), min(len(new), middle + _BAND + 1))]
    return pairs


def _link_bare(sides: Sides, matching: Matching) -> None:
    """Lines that say nothing themselves go with the paragraph after them, then with their place."""
    for i, j in sorted(matching.score, reverse=True):
        i, j = i - 1, j - 1
        while i >= 0 and j >= 0 and _are_both_bare(sides, i, j) and matching.is_free(i, j):
            matching.add(i, j, 1.0)
            i, j = i - 1, j - 1
    for old_range, new_range in gaps(sides, matching):
        old = [i for i in old_range if i not in matching.old_to_new and sides.old[i].is_bare]
        new = [j for j in new_range if j not in matching.new_to_old and sides.new[j].is_bare]
        shapes = [_shape(sides.old[i]) for i in old], [_shape(sides.new[j]) for j in new]
        for at, to, size in matching_runs(*shapes):
            for k in range(size):
                matching.add(old[at + k], new[to + k], 1.0)


def _are_both_bare(sides: Sides, i: int, j: int) -> bool:
    return sides.old[i].is_bare and sides.new[j].is_bare and _shape(sides.old[i]) == _shape(sides.new[j])


def _shape(unit: Unit) -> tuple[bool, str]:
    """What a line without text of its own looks like: numbered or not, and its signs."""
    return bool(unit.label), unit.key
