"""Find passages that appear elsewhere in the other document.

An alignment never crosses, so a passage that moved is a gap on both sides, or is in a doubtful bead.
Such leftovers of the two sides that match each other best are paired, if that is more likely than not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Final

import numpy as np

from aligner.alignment.blocks import Corner
from aligner.alignment.geometry import FloatArray, IntArray
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES
from aligner.alignment.lattice_paths import Posteriors, Step
from aligner.alignment.scoring import Scorer
from aligner.values import Move, Span
from aligner.values.learned import logistic, numbers

LIKELY: Final = 0.6
"""Lowest probability of a moved pair that is reported."""

SURE: Final = 0.9
"""Lowest probability of a moved pair that the rest is aligned without."""

_USUAL: Final = 10
"""Pairs of which the usual share is right that an estimate of that share begins with.

In 45 displaced and damaged documents that were not learned from, the log loss of 489 pairs is 0.048 without
an estimate, 0.027 with 10, and 0.022 with 5, from which few leftovers would be too sure.
"""
_ROUNDS: Final = 20  # in which the estimate settles
_MOST: Final = 4000  # maximum number of leftovers on a side; with more, the texts are unrelated


def leftovers(steps: Sequence[tuple[Step, float]], least: float = -inf) -> tuple[list[Corner], list[Corner]]:
    """Return the segments of either side that have no counterpart, or are in a weak 1-1 bead.

    Args:
        steps: the steps of a path with their scores or probabilities.
        least: the lowest one of a 1-1 bead that is not weak.

    Returns:
        For each source segment, its index and the number of target segments before it; for each
        target segment, the number of source segments before it and its index.
    """
    source: list[Corner] = []
    target: list[Corner] = []
    for step, strength in steps:
        (s0, s1), (t0, t1) = step.source, step.target
        if s0 == s1 or t0 == t1 or (s1 - s0 == t1 - t0 == 1 and strength < least):
            source += [(i, t0) for i in range(s0, s1)]
            target += [(s0, j) for j in range(t0, t1)]
    return source, target


def find_moves(scorer: Scorer, source: Sequence[Corner], target: Sequence[Corner]) -> tuple[Move, ...]:
    """Pair the leftovers that match each other best, with the probability that they are a pair.

    Where several look alike, such as the repeated heads of pages, they share that probability.

    Args:
        scorer: of the two documents.
        source: the leftovers of the source, as `leftovers` returns them.
        target: those of the target.
    """
    moves: list[Move] = []
    while source and target and max(len(source), len(target)) <= _MOST:
        pairs = _moves_of(best_pairs(scorer, np.array(source), np.array(target)), len(moves))
        likely = [move for move in pairs if move.score >= LIKELY]
        if not likely:
            return (*moves, *pairs)
        moves += likely  # those that remain may match each other best
        gone = {move.source.start for move in likely}, {move.target.start for move in likely}
        source = [corner for corner in source if corner[0] not in gone[0]]
        target = [corner for corner in target if corner[1] not in gone[1]]
    return tuple(moves)


def _moves_of(pairs: Pairs, known: int) -> list[Move]:
    """Return pairs as moves with their probabilities, where others are known to be moves."""
    elsewhere = (pairs.source != pairs.target).any(axis=1)  # the pair is not a weak bead itself
    model = logistic("moved-pair")
    odds = model.intercept + model.weights["score"] * pairs.scores
    odds = odds + model.weights["distance"] * np.log1p(pairs.distances)
    odds = np.clip(odds, -30, 30)
    chances = elsewhere / (1 + np.exp(-odds - _more_likely(odds, known))) / pairs.rivals
    places = zip(pairs.source[:, 0].tolist(), pairs.target[:, 1].tolist(), chances.tolist(), strict=True)
    return [Move(Span(i, i + 1), Span(j, j + 1), chance) for i, j, chance in places]


def _more_likely(odds: FloatArray, known: int) -> float:
    """Return how much likelier a pair is in these documents than in those learned from, in log odds.

    Where a text orders its paragraphs anew, as a glossary in the order of each language's alphabet,
    nearly all such pairs are right. Their share is estimated together with the probabilities
    (Saerens, Latinne and Decaestecker 2002), as if `_USUAL` pairs with the usual share had been seen.

    Args:
        odds: the log odds of each pair in documents like those learned from, shape (k,).
        known: the number of other pairs that are right.
    """
    usual = float(numbers("moved-pair")["share"])
    more = 0.0
    for _ in range(_ROUNDS):
        right = float((1 / (1 + np.exp(-odds - more))).sum()) + known + _USUAL * usual
        share = right / (len(odds) + known + _USUAL)
        more = log(share / (1 - share)) - log(usual / (1 - usual))
    return more


@dataclass(frozen=True, slots=True)
class Pairs:
    """Leftovers of two documents that match each other best.

    Attributes:
        source, target: the leftovers, as `leftovers` returns them, shapes (k, 2).
        scores: the scores of the pairs as beads, shape (k,).
        distances: how far they are from the path, in segments, shape (k,).
        rivals: how many leftovers look like a counterpart of either side, including that of the pair.
    """

    source: IntArray
    target: IntArray
    scores: FloatArray
    distances: IntArray
    rivals: FloatArray


def best_pairs(scorer: Scorer, source: IntArray, target: IntArray) -> Pairs:
    """Return the leftovers that match each other best; there is at least one on either side."""
    scores = scorer.pairs(source[:, 0], target[:, 1])
    best = scores.argmax(axis=1)
    mutual = np.flatnonzero(scores.argmax(axis=0)[best] == np.arange(len(best)))
    chosen, left, right = scores[mutual, best[mutual]], source[mutual], target[best[mutual]]
    rivals = np.exp(scores[mutual] - chosen[:, None]).sum(axis=1)
    rivals = np.maximum(rivals, np.exp(scores[:, best[mutual]] - chosen).sum(axis=0))
    return Pairs(left, right, chosen, np.abs(left - right).min(axis=1), rivals)


def without(sure: Posteriors, moves: Sequence[Move]) -> Posteriors:
    """Return the posteriors of paths that leave out the segments that moved."""
    lattice = sure.lattice
    sides = (
        (lattice.row_of, [move.source.start for move in moves]),
        (lattice.column_of, [move.target.start for move in moves]),
    )
    has_moved = np.zeros(lattice.scores.shape, bool)
    for sizes, (ends, moved) in zip(np.array(SHAPES).T, sides, strict=True):
        before = np.concatenate([[0], np.cumsum(np.isin(np.arange(ends.max(initial=0)), moved))])
        has_moved |= before[ends] > before[np.maximum(ends - sizes[:, None], 0)]
    return sure.revised(np.where(has_moved, IMPOSSIBLE, lattice.scores)) if has_moved.any() else sure


def doubted(steps: Sequence[tuple[Step, float]], moves: Sequence[Move]) -> list[tuple[Step, float]]:
    """Lower the probability of each gap by that of the pair that its segment may belong to."""
    source = {move.source.start: move.score for move in moves}
    target = {move.target.start: move.score for move in moves}

    def paired(step: Step) -> float:
        if all(step.shape):
            return 0.0
        return source.get(step.source[0], 0.0) if step.shape[0] else target.get(step.target[0], 0.0)

    return [(step, chance * (1 - paired(step))) for step, chance in steps]
