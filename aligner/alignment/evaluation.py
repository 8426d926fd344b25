"""Evaluate an alignment against gold beads: strict and lax precision, recall and F1.

The definitions are Vecalign's (Thompson & Koehn 2019, after Sennrich & Volk 2011), so
that figures are comparable with published ones:

- *strict*: a bead is right if the gold has exactly that bead.
- *lax*: a bead is right if it shares a linked pair (one source and one target segment)
  with a gold bead, or is strictly right.
- *precision* is over all automatic beads, including gaps (`[3]:[]`): a gap is right if the
  gold has the same gap, and otherwise wrong under both measures.
- *recall* is over the gold beads without gaps, compared with the automatic beads without
  gaps.
- Over several files, counts are added up; percentages are not averaged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from operator import add
from typing import Final

from aligner.alignment.links import Link

Pair = tuple[tuple[int, ...], tuple[int, ...]]

BANDS: Final = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99)
"""Lower bounds of the confidence bands; each ends where the next begins, the last at 1 inclusive."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of beads and of right ones, strict and lax, among the automatic and the gold beads.

    `auto*` count automatic beads and `gold*` gold beads.
    """

    auto: int = 0
    auto_right_strict: int = 0
    auto_right_lax: int = 0
    gold_without_gaps: int = 0
    gold_found_strict: int = 0
    gold_found_lax: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each in [0, 1]; 0 if there is nothing to count."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class TypeScore:
    """Counts for the beads of one shape (`1-2`): on each side, and exact matches.

    Gaps are counted on both sides here, to show how well they are found.
    """

    shape: str
    auto: int
    gold: int
    right: int

    @property
    def score(self) -> Score:
        """Strict precision and recall for this shape alone."""
        return Score(_share(self.right, self.auto), _share(self.right, self.gold))


@dataclass(frozen=True, slots=True)
class BandScore:
    """Counts for the beads whose confidence is in [low, high): all of them, and those strictly right."""

    low: float
    high: float
    beads: int
    right: int

    @property
    def precision(self) -> float:
        """The share of strictly right beads; with calibrated scores, it lies within the band."""
        return _share(self.right, self.beads)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation of one or several files.

    `bands` is empty if the files have no confidence scores (a `.beads` file has none).
    """

    counts: Counts
    types: tuple[TypeScore, ...]
    bands: tuple[BandScore, ...]
    files: int = 1

    @property
    def strict(self) -> Score:
        """Precision and recall of exact beads."""
        counts = self.counts
        return Score(
            _share(counts.auto_right_strict, counts.auto),
            _share(counts.gold_found_strict, counts.gold_without_gaps),
        )

    @property
    def lax(self) -> Score:
        """Precision and recall of beads that share at least one linked pair."""
        counts = self.counts
        return Score(
            _share(counts.auto_right_lax, counts.auto),
            _share(counts.gold_found_lax, counts.gold_without_gaps),
        )


def evaluate(auto: Sequence[Link], gold: Sequence[Link]) -> Evaluation:
    """Evaluate one alignment against its gold.

    >>> links = [Link((0,), (0,)), Link((1,), (1, 2))]
    >>> evaluate(links, links).strict.f1
    1.0
    """
    return evaluate_many([(auto, gold)])


def evaluate_many(pairs: Iterable[tuple[Sequence[Link], Sequence[Link]]]) -> Evaluation:
    """Evaluate several alignments against their gold, adding up the counts.

    Args:
        pairs: (automatic, gold) links of each document pair.
    """
    counts = Counts()
    found, wanted, right = Counter[str](), Counter[str](), Counter[str]()
    scored: list[tuple[float, bool]] = []
    files = 0
    for auto, gold in pairs:
        files += 1
        ours, theirs = _pairs(auto), _pairs(gold)
        counts += _count(ours, theirs)
        for shapes, pairs_of_beads in ((found, ours), (wanted, theirs), (right, ours & theirs)):
            shapes.update(f"{len(source)}-{len(target)}" for source, target in pairs_of_beads)
        scored += [
            (link.score, (link.source, link.target) in theirs) for link in auto if link.score is not None
        ]
    types = tuple(
        TypeScore(shape, found[shape], wanted[shape], right[shape])
        for shape in sorted(found | wanted, key=lambda shape: (sum(map(int, shape.split("-"))), shape))
    )
    return Evaluation(counts, types, _bands(scored), files)


def doubt(auto: Sequence[Link], gold: Sequence[Link]) -> str:
    """Return a question to ask if two alignments cover texts of different lengths; empty if they agree.

    Evaluation would compare their indices regardless, and the figures would be meaningless.

    >>> doubt([Link((0,), (0,))], [Link((0,), (0,)), Link((1,), (1,))])
    'it links 1 and 1 segments, its gold 2 and 2: are these the same texts, divided in the same way?'
    >>> doubt([Link((0,), (0,))], [Link((0,), (0,))])
    ''
    """
    found, wanted = _lengths(auto), _lengths(gold)
    if found == wanted:
        return ""
    return (
        f"it links {found[0]} and {found[1]} segments, its gold {wanted[0]} and {wanted[1]}: "
        "are these the same texts, divided in the same way?"
    )


def _lengths(links: Sequence[Link]) -> tuple[int, int]:
    """Return the smallest number of segments that each side can have."""
    source = max((index for link in links for index in link.source), default=-1)
    target = max((index for link in links for index in link.target), default=-1)
    return source + 1, target + 1


def _pairs(links: Iterable[Link]) -> set[Pair]:
    return {(link.source, link.target) for link in links if link.source or link.target}


def _count(auto: set[Pair], gold: set[Pair]) -> Counts:
    linked_auto, linked_gold = ({pair for pair in side if pair[0] and pair[1]} for side in (auto, gold))
    return Counts(len(auto), *_right(auto, gold), len(linked_gold), *_right(linked_gold, linked_auto))


def _right(judged: set[Pair], reference: set[Pair]) -> tuple[int, int]:
    """Count the beads of `judged` that are right according to `reference`: strictly, and laxly."""
    linked: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in reference:
        for index in source:
            linked[index].update(target)
    strict = lax = 0
    for source, target in judged:
        is_exact = (source, target) in reference
        strict += is_exact
        lax += is_exact or any(not linked[i].isdisjoint(target) for i in source if i in linked)
    return strict, lax


def _bands(scored: Sequence[tuple[float, bool]]) -> tuple[BandScore, ...]:
    if not scored:
        return ()
    edges = (*BANDS, 1.0)
    bands: list[BandScore] = []
    for low, high in pairwise(edges):
        inside = [right for score, right in scored if low <= score < high or score == high == 1.0]
        bands.append(BandScore(low, high, len(inside), sum(inside)))
    return tuple(bands)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
