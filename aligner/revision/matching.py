"""Match each paragraph of the new draft with its counterpart in the old one.

In order of confidence, these match: paragraphs with identical text; paragraphs that share most of
their wording; unmatched paragraphs of the same gap, compared with each other. Pairs that keep the
order of the drafts are chosen together, as the heaviest chain; pairs out of order must be similar
and long enough to count as moves.

Match headings without text of their own, such as "Article 24" above its paragraphs.

Such a heading has no wording to compare, only its number and the paragraphs under it. If both
drafts have the number in the same order, it is the same heading, whatever moved into or out of
its article. If most of an article is now under another number, its heading was renumbered. Both
kinds of evidence add up to the weight of a pair, and the heaviest chain of pairs decides.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from operator import itemgetter
from typing import Final

import numpy as np

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.revision.common_stretches import longest_common, matching_runs
from aligner.revision.match_model import ByMeaning, Link, Matching, Pair, Sides, Unit

FEW_TWINS: Final = 4
"""Maximum number of times a text may occur in a draft; one repeated more often is matched by position."""

_SMALL_GAP: Final = 60_000  # maximum number of pairs in a gap that are all compared
_TABLE: Final = 0.1  # share of often repeated lines from which a draft is treated like a table
_LOOK_ALIKE: Final = 0.9  # share of the best score from which another candidate makes a move ambiguous
_BAND: Final = 12  # maximum distance from the diagonal of pairs compared in a larger gap


_SAME_NUMBER: Final = 0.5
"""Weight of an equal number, beside the share that two articles have in common, which is at most 1."""

_MOST_ALIKE: Final = 4  # maximum number of headings with the same number; more identify nothing
_MOVED: Final = 0.5  # minimum share of an article's text that takes its heading along


def exact_pairs(old: Sequence[Unit], new: Sequence[Unit]) -> dict[Pair, float]:
    """Return the pairs of units with identical text, each with score 1.0.

    A text that occurs once on each side gives one pair. Repeated texts give all their pairs if
    there are few, or else those with the same number. Texts that are repeated often and have no
    number are matched by position later.
    """
    counts = [Counter(unit.key for unit in side if not unit.is_bare) for side in (old, new)]
    many = {key for key in counts[0].keys() & counts[1] if max(side[key] for side in counts) > FEW_TWINS}
    by_text = _pairs_of_few(old, new, lambda unit: "" if unit.is_bare else unit.key, FEW_TWINS)
    by_number = _pairs_of_few(
        old, new, lambda unit: (unit.label, unit.key) if unit.label and unit.key in many else "", FEW_TWINS
    )
    return dict.fromkeys((*by_text, *by_number), 1.0)


def _pairs_of_few(
    old: Sequence[Unit], new: Sequence[Unit], key: Callable[[Unit], Hashable], most: int
) -> Iterator[Pair]:
    """Yield all pairs of units with equal keys, unless they are empty or a draft has more of them."""
    of_old, of_new = defaultdict[Hashable, list[int]](list), defaultdict[Hashable, list[int]](list)
    for side, found in ((old, of_old), (new, of_new)):
        for index, unit in enumerate(side):
            found[key(unit)].append(index)
    for value, indices in of_old.items():
        if value and value in of_new and max(len(indices), len(of_new[value])) <= most:
            yield from product(indices, of_new[value])


def _lined_up(sides: Sides, old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """Return the pairs of a longest common subsequence of the keys of some units, given by index."""
    runs = longest_common([sides.old[i].key for i in old], [sides.new[j].key for j in new])
    return [(old[i + k], new[j + k]) for i, j, size in runs for k in range(size)]


def match(
    sides: Sides,
    find_splits: Callable[[Sides, Matching], Iterable[Link]],
    find_by_meaning: ByMeaning | None = None,
) -> Matching:
    """Link the units of two drafts; `find_by_meaning` pairs units that their wording left unmatched."""
    matching = Matching()
    rivals = _rivals(sides)
    candidates = {pair: score for pair, score in rivals.scores.items() if rivals.allow(pair, score)}
    for pair in chain({pair: weight(sides, *pair, score) for pair, score in candidates.items()}):
        matching.add(*pair, candidates[pair])
    _link_gaps(sides, matching, rivals)
    _link_moved(sides, candidates, matching)
    for split in find_splits(sides, matching):
        matching.add_split(split)
    _link_gaps(sides, matching, None)
    if find_by_meaning is not None:
        for (i, j), score in find_by_meaning(list(_leftovers(sides, matching))).items():
            matching.add(i, j, score)
    link_headings(sides, matching)
    _link_bare(sides, matching)
    return matching


@dataclass(frozen=True, slots=True)
class _Rivals:
    """Likely pairs and the best score of each unit, used to reject pairs that are far worse.

    The share of a unit that a longer one contains also counts as a score: it may be a part of it.
    """

    scores: dict[Pair, float]
    best_old: dict[int, float]
    best_new: dict[int, float]
    least: float

    def allow(self, pair: Pair, score: float) -> bool:
        """Whether neither unit of a pair has a much better partner."""
        return score >= self.least * max(self.best_old[pair[0]], self.best_new[pair[1]])


def _rivals(sides: Sides) -> _Rivals:
    scores = dict(sides.exact)
    best_old: dict[int, float] = defaultdict(float)
    best_new: dict[int, float] = defaultdict(float)
    for i, j in scores:
        best_old[i] = best_new[j] = 1.0
    overlaps, totals = sides.overlaps, sides.shingles.totals
    old_shares = overlaps.shared / totals[overlaps.old].clip(1e-9)
    new_shares = overlaps.shared / totals[overlaps.new + sides.shingles.n_old].clip(1e-9)
    columns = (overlaps.old, overlaps.new, overlaps.score, old_shares, new_shares)
    for i, j, score, old_share, new_share in zip(*(column.tolist() for column in columns), strict=True):
        if score >= sides.thresholds.in_order and (i, j) not in scores:
            scores[i, j] = score
            best_old[i] = max(best_old[i], score, old_share)
            best_new[j] = max(best_new[j], score, new_share)
    for (i, j), score in _repeated(sides).items():
        scores.setdefault((i, j), score)
        best_old[i] = max(best_old[i], score)
        best_new[j] = max(best_new[j], score)
    return _Rivals(scores, best_old, best_new, sides.thresholds.rival)


def _repeated(sides: Sides) -> dict[Pair, float]:
    """Return pairs of texts that a draft repeats many times, so that only position distinguishes them.

    They take part in the chain, so that the rest of their table does not distort it.
    """
    counts = Counter(unit.key for unit in sides.old), Counter(unit.key for unit in sides.new)
    many = {key for count in counts for key, number in count.items() if number > FEW_TWINS}
    old = [i for i, unit in enumerate(sides.old) if not unit.is_bare]
    new = [j for j, unit in enumerate(sides.new) if not unit.is_bare]
    if sum(sides.old[i].key in many for i in old) < _TABLE * len(old):
        return {}
    pairs = [
        (i, j)
        for i, j in sorted({*_lined_up(sides, old, new), *_level(old, new)})
        if sides.old[i].key in many or sides.new[j].key in many
    ]
    return {(i, j): score for i, j, score in _likenesses(sides, pairs) if score >= sides.thresholds.in_order}


def _likenesses(sides: Sides, pairs: Iterable[Pair]) -> Iterable[tuple[int, int, float]]:
    """Yield each pair with its similarity; the pairs must be sorted."""
    for i, group in groupby(pairs, key=itemgetter(0)):
        others = [j for _, j in group]
        scores = sides.shingles.similarities(i, np.array(others)).tolist()
        for j, score in zip(others, scores, strict=True):
            yield i, j, 1.0 if sides.old[i].key == sides.new[j].key else score


def _level(old: Sequence[int], new: Sequence[int]) -> Iterable[Pair]:
    """Yield the pairs at about the same relative position in both lists."""
    for place, i in enumerate(old):
        middle = place * len(new) // len(old)
        for k in range(max(0, middle - _BAND), min(len(new), middle + _BAND + 1)):
            yield i, new[k]


def chain(weights: Mapping[Pair, float]) -> list[Pair]:
    """Return the heaviest chain of pairs that do not cross, given the weight of each."""
    pairs = sorted(weights)
    return [pairs[index] for index in heaviest_chain(pairs, [weights[pair] for pair in pairs])]


def weight(sides: Sides, i: int, j: int, score: float) -> float:
    """Return a pair's weight in the chain: about 1, less for a short text, hardly more for a long one.

    This counts paragraphs rather than characters, so that a long paragraph that passed three short
    ones is a single move.
    """
    length = min(len(sides.old[i].key), len(sides.new[j].key))
    return score * score * (min(1.0, (length + 1) / (2 * sides.least_move)) + min(length, 1000) / 5000)


def _link_moved(sides: Sides, candidates: dict[Pair, float], matching: Matching) -> None:
    """Link pairs that cross the chain, by similarity and then by closeness.

    Only unambiguous paragraphs may move, unlike a line of a table that resembles others.
    """
    near: tuple[dict[int, int], dict[int, int]] = (defaultdict(int), defaultdict(int))
    best = _best(candidates)
    for (i, j), score in candidates.items():
        near[0][i] += score >= _LOOK_ALIKE * best[0][i]
        near[1][j] += score >= _LOOK_ALIKE * best[1][j]
    crossing = sorted(
        (-score, abs(i - j), i, j)
        for (i, j), score in candidates.items()
        if score >= sides.thresholds.moved and near[0][i] == near[1][j] == 1 and matching.is_free(i, j)
    )
    for negative, _, i, j in crossing:
        lengths, exact = (len(sides.old[i].key), len(sides.new[j].key)), sides.exact.get((i, j), 0.0)
        if matching.is_free(i, j) and is_move(sides, *lengths, exact):
            matching.add(i, j, -negative)


def _best(candidates: dict[Pair, float]) -> tuple[dict[int, float], dict[int, float]]:
    best: tuple[dict[int, float], dict[int, float]] = (defaultdict(float), defaultdict(float))
    for (i, j), score in candidates.items():
        best[0][i] = max(best[0][i], score)
        best[1][j] = max(best[1][j], score)
    return best


def is_move(sides: Sides, old_length: int, new_length: int, score: float) -> bool:
    """Whether a pair out of order is long enough for a move; identical texts may be shorter."""
    least = sides.least_move / 2 if score == 1.0 else sides.least_move
    return min(old_length, new_length) >= least


def gaps(sides: Sides, matching: Matching) -> list[tuple[range, range]]:
    """Return the stretches between neighbouring links of the heaviest chain, if neither side is empty.

    Their units are unlinked or moved.
    """
    scores = matching.first_pairs().items()
    linked = chain({pair: weight(sides, *pair, score) for pair, score in scores})
    found = []
    i = j = 0
    for at, to in (*linked, (len(sides.old), len(sides.new))):
        if at > i and to > j:
            found.append((range(i, at), range(j, to)))
        i, j = at + 1, to + 1
    return found


def _link_gaps(sides: Sides, matching: Matching, rivals: _Rivals | None) -> None:
    """Link the free units on both sides of each gap, in order.

    If given, `rivals` reserves units for much better partners elsewhere.
    """
    for old, new in _leftovers(sides, matching):
        alone = len(old) == len(new) == 1
        least = sides.thresholds.alone_in_gap if alone else sides.thresholds.in_gap
        scored: dict[Pair, float] = {}
        for i, j, score in _likenesses(sides, _nearby(sides, old, new)):
            if score >= least and (rivals is None or rivals.allow((i, j), score)):
                scored[i, j] = score
        weights = {
            (i, j): score - 1e-4 * abs(bisect_left(old, i) / len(old) - bisect_left(new, j) / len(new))
            for (i, j), score in scored.items()
        }
        for pair in chain(weights):
            matching.add(*pair, scored[pair])


def _leftovers(sides: Sides, matching: Matching) -> Iterable[tuple[list[int], list[int]]]:
    """Yield the units of each gap, on both sides, that have content and are still free."""
    for old_range, new_range in gaps(sides, matching):
        yield (
            [i for i in old_range if i not in matching.taken_old and not sides.old[i].is_bare],
            [j for j in new_range if j not in matching.taken_new and not sides.new[j].is_bare],
        )


def _nearby(sides: Sides, old: Sequence[int], new: Sequence[int]) -> Iterable[Pair]:
    """Return the pairs of a gap to compare.

    In a small gap these are all pairs, otherwise those with identical text or near the diagonal.
    """
    if len(old) * len(new) <= _SMALL_GAP:
        return [(i, j) for i in old for j in new]
    pairs = {*_lined_up(sides, old, new), *_level(old, new)}
    return sorted(pairs)


def _link_bare(sides: Sides, matching: Matching) -> None:
    """Link units without content: first those directly above linked paragraphs, then by position."""
    for i, j in sorted(matching.score, reverse=True):
        i, j = i - 1, j - 1
        while i >= 0 and j >= 0 and _are_both_bare(sides, i, j) and matching.is_free(i, j):
            matching.add(i, j, 1.0)
            i, j = i - 1, j - 1
    for old_range, new_range in gaps(sides, matching):
        old = [i for i in old_range if i not in matching.taken_old and sides.old[i].is_bare]
        new = [j for j in new_range if j not in matching.taken_new and sides.new[j].is_bare]
        shapes = [_shape(sides.old[i]) for i in old], [_shape(sides.new[j]) for j in new]
        for at, to, size in matching_runs(*shapes):
            for k in range(size):
                matching.add(old[at + k], new[to + k], 1.0)


def _are_both_bare(sides: Sides, i: int, j: int) -> bool:
    return sides.old[i].is_bare and sides.new[j].is_bare and _shape(sides.old[i]) == _shape(sides.new[j])


def _shape(unit: Unit) -> tuple[bool, str]:
    """Return the appearance of a unit without content: whether it is numbered, and its punctuation."""
    return bool(unit.label), unit.key


def link_headings(sides: Sides, matching: Matching) -> None:
    """Link the bare headings of two drafts whose paragraphs are already linked."""
    owners = _owners(sides.old), _owners(sides.new)
    shares = _shares(sides, matching, owners)
    weights = dict(shares)
    numbered = _pairs_of_few(sides.old, sides.new, lambda u: u.label if is_heading(u) else "", _MOST_ALIKE)
    same = list(numbered)
    old_renumbered, new_renumbered = _renumbered(sides, shares, same)
    for i, j in same:
        if (i, j) in shares or not (i in old_renumbered or j in new_renumbered):
            weights[i, j] = weights.get((i, j), 0.0) + _SAME_NUMBER
    for pair in chain({pair: weights[pair] for pair in weights if matching.is_free(*pair)}):
        matching.add(*pair, 1.0)
    for (i, j), share in sorted(shares.items(), key=lambda each: -each[1]):
        if share >= _MOVED and matching.is_free(i, j):
            matching.add(i, j, 1.0)


def _renumbered(
    sides: Sides, shares: Mapping[Pair, float], same: Iterable[Pair]
) -> tuple[set[int], set[int]]:
    """Return the indices of the renumbered headings in the old draft, and in the new one.

    A heading counts as renumbered if most of its article is under another number, the heading before
    or after it has a new number too, and the article that used to have the number is now elsewhere.
    Otherwise the paragraphs moved into an existing article that lost its own.
    """
    moved = {i: j for (i, j), share in shares.items() if share >= _MOVED}
    partner = {j: i for i, j in same}
    headings = [j for j, unit in enumerate(sides.new) if is_heading(unit)]
    place = {j: number for number, j in enumerate(headings)}
    shifted = {place[j] for i, j in moved.items() if sides.old[i].label != sides.new[j].label}
    found = [
        (i, j)
        for i, j in moved.items()
        if (j not in partner or moved.get(partner[j], j) != j)
        and not shifted.isdisjoint((place[j] - 1, place[j] + 1))
    ]
    return {i for i, _ in found}, {j for _, j in found}


def is_heading(unit: Unit) -> bool:
    """Whether a unit consists of a number only."""
    return unit.is_bare and bool(unit.label)


def _owners(units: Sequence[Unit]) -> list[int | None]:
    """Return the index of the heading that each unit is under, if any."""
    found: list[int | None] = []
    heading = None
    for index, unit in enumerate(units):
        heading = index if is_heading(unit) else heading
        found.append(heading)
    return found


def _shares(
    sides: Sides, matching: Matching, owners: tuple[Sequence[int | None], Sequence[int | None]]
) -> dict[Pair, float]:
    """Return the share of characters, in (0, 1], that the articles under two headings have in common."""
    totals = Counter[int | None](), Counter[int | None]()
    for total, above, units in zip(totals, owners, (sides.old, sides.new), strict=True):
        for owner, unit in zip(above, units, strict=True):
            total[owner] += len(unit.key)
    common: dict[Pair, float] = defaultdict(float)
    for i, j in matching.first_pairs():
        old, new = owners[0][i], owners[1][j]
        if old is not None and new is not None:
            common[old, new] += len(sides.old[i].key) + len(sides.new[j].key)
    return {(i, j): size / (totals[0][i] + totals[1][j]) for (i, j), size in common.items() if size}
