"""Link the paragraphs of two drafts: one to one, split, merged, or unmatched.

Find paragraphs that were split into several, or merged into one.

The whole must contain most of each part, each part must correspond to a different piece of it, and
all parts together must be much more similar to it than the best one alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from aligner.languages import get
from aligner.languages.profile import profile
from aligner.revision.match_model import ByMeaning, Link, Matching, Sides, Thresholds, Unit
from aligner.revision.matching import FEW_TWINS, chain, exact_pairs, is_move, match, weight
from aligner.revision.overlap import Shingles, overlaps, similarity
from aligner.values import Span, consecutive
from aligner.values.learned import numbers

_WEIGHED_WHOLE: Final = 300_000
"""Up to this many characters in both drafts, all paragraphs count for the weights of shingles; in
longer drafts, only those without an exact counterpart, which are then enough."""


_CONTAINED: Final = 0.5  # minimum share of a part's weight, or its unique wording's, that the whole contains
_COVERED: Final = 0.5  # minimum share of the whole that its parts cover
_GAIN: Final = 0.04  # minimum gain in similarity of all parts over the best one
_SURELY_CONTAINED: Final = 0.75  # if the whole contains this share of each part, no gain is required
_LEAST_OWN: Final = 0.15  # minimum share of a part's weight that no other part has


def link(
    old: Sequence[Unit], new: Sequence[Unit], language: str, find_by_meaning: ByMeaning | None = None
) -> list[Link]:
    """Find the units that correspond; each unit of either draft is in exactly one link."""
    exact, thresholds = exact_pairs(old, new), Thresholds(**numbers("matching")["thresholds"])
    twins = Counter(unit.key for unit in old), Counter(unit.key for unit in new)
    open_old = [i for i, unit in enumerate(old) if not _is_settled(unit, twins)]
    open_new = [j for j, unit in enumerate(new) if not _is_settled(unit, twins)]
    kept_old, kept_new = set(open_old), set(open_new)
    if sum(len(unit.key) for unit in (*old, *new)) <= _WEIGHED_WHOLE:
        kept_old, kept_new = set(range(len(old))), set(range(len(new)))
    shingles = Shingles.of(
        [unit.key if i in kept_old else "" for i, unit in enumerate(old)],
        [unit.key if j in kept_new else "" for j, unit in enumerate(new)],
        profile(language).words.shingle,
    )
    least_move = thresholds.move_length * get(language).density
    shared = overlaps(
        shingles,
        [i for i in open_old if _is_distinctive(old[i], twins[0], least_move)],
        [j for j in open_new if _is_distinctive(new[j], twins[1], least_move)],
    )
    sides = Sides(old, new, shingles, shared, exact, thresholds, least_move)
    matching = match(sides, find_splits, find_by_meaning)
    links = [Link(Span(i, i + 1), Span(j, j + 1), score) for (i, j), score in matching.score.items()]
    return _with_moves(sides, links + matching.splits)


def _is_settled(unit: Unit, twins: tuple[Counter[str], Counter[str]]) -> bool:
    """Whether a unit needs no search for similar ones: it is bare, or has exact counterparts."""
    return unit.is_bare or twins[0][unit.key] == twins[1][unit.key] <= FEW_TWINS


def _is_distinctive(unit: Unit, twins: Counter[str], least_move: float) -> bool:
    """Whether a unit's wording is distinctive: neither repeated often nor very short."""
    return twins[unit.key] <= FEW_TWINS and len(unit.key) >= least_move / 3


def _with_moves(sides: Sides, links: list[Link]) -> list[Link]:
    """Mark links that are out of order as moved, and dissolve those too short or dissimilar for a move."""
    links = sorted(links, key=lambda each: (each.old.start, each.new.start))
    starts = {(each.old.start, each.new.start): each.score for each in links}
    in_order = set(chain({pair: weight(sides, *pair, score) for pair, score in starts.items()}))
    kept: list[Link] = []
    carried = (-2, -2)  # the last moved paragraph; a bare number directly above it moves with it
    for each in reversed(links):
        if (each.old.start, each.new.start) in in_order:
            kept.append(each)
            continue
        follows = (each.old.stop, each.new.stop) == carried
        if _is_a_move(sides, each) or (follows and sides.old[each.old.start].label):
            kept.append(Link(each.old, each.new, each.score, moved=True))
            carried = (each.old.start, each.new.start)
    old_seen = {i for each in kept for i in each.old}
    new_seen = {j for each in kept for j in each.new}
    kept += [Link(Span(i, i + 1), Span(0, 0)) for i in range(len(sides.old)) if i not in old_seen]
    kept += [Link(Span(0, 0), Span(j, j + 1)) for j in range(len(sides.new)) if j not in new_seen]
    return kept


def _is_a_move(sides: Sides, link: Link) -> bool:
    before, after = sum(len(sides.old[i].key) for i in link.old), sum(len(sides.new[j].key) for j in link.new)
    return is_move(sides, before, after, link.score) and link.score >= sides.thresholds.moved


def match_share(links: Sequence[Link], old: Sequence[Unit], new: Sequence[Unit]) -> float:
    """Return the share of both texts that is matched, in [0, 1]; 1 for two empty texts."""
    total = sum(len(unit.key) for unit in (*old, *new))
    if not total:
        return 1.0
    shared = sum(
        each.score * (sum(len(old[i].key) for i in each.old) + sum(len(new[j].key) for j in each.new))
        for each in links  # those without a counterpart have score 0
    )
    return shared / total


def find_splits(sides: Sides, matching: Matching) -> list[Link]:
    """Find splits and merges among units without an exact counterpart; no unit is in two of them."""
    splits = [split for whole in (True, False) for split in _candidates(sides, matching, old_is_whole=whole)]
    taken_old, taken_new = set[int](), set[int]()
    accepted = []
    for split in sorted(splits, key=_by_score):
        if taken_old.isdisjoint(split.old) and taken_new.isdisjoint(split.new):
            taken_old.update(split.old)
            taken_new.update(split.new)
            accepted.append(split)
    return accepted


def _by_score(split: Link) -> tuple[float, bool, int]:
    """Sort the likeliest first; of equal ones, splits before merges, in the order of what is whole."""
    is_merged = len(split.old) > 1
    return -split.score, is_merged, (split.new if is_merged else split.old).start


def _candidates(sides: Sides, matching: Matching, *, old_is_whole: bool) -> Iterable[Link]:
    overlaps, shingles = sides.overlaps, sides.shingles
    wholes, parts = (overlaps.old, overlaps.new) if old_is_whole else (overlaps.new, overlaps.old)
    whole_base, part_base = (0, shingles.n_old) if old_is_whole else (shingles.n_old, 0)
    links = matching.old_to_new if old_is_whole else matching.new_to_old
    back = matching.new_to_old if old_is_whole else matching.old_to_new
    likely_parts: dict[int, list[int]] = defaultdict(list)
    share = overlaps.shared / shingles.totals[parts + part_base].clip(1e-9)
    for whole, part, part_share in zip(wholes.tolist(), parts.tolist(), share.tolist(), strict=True):
        if part_share >= _CONTAINED and back.get(part, whole) == whole:
            likely_parts[whole].append(part)
    for whole, likely in likely_parts.items():
        partner = links.get(whole)
        for run in consecutive(likely):
            if len(run) > 1 and (partner is None or partner in run):
                split = _verified(sides, whole, run, partner, (whole_base, part_base))
                if split is not None:
                    found, score = split
                    spans = Span(whole, whole + 1), Span(found[0], found[-1] + 1)
                    yield Link(*(spans if old_is_whole else spans[::-1]), score)


def _verified(
    sides: Sides, whole: int, run: Span, partner: int | None, bases: tuple[int, int]
) -> tuple[list[int], float] | None:
    """Return the parts that belong to the whole, and their joint similarity; None if it is not a split."""
    shingles = sides.shingles
    whole_set = shingles.set_of(whole + bases[0])
    sets = {part: shingles.set_of(part + bases[1]) for part in run}
    parts = _trimmed(shingles, sets, whole_set, partner)
    if len(parts) < 2:
        return None
    union = set[int]().union(*(sets[part] for part in parts))
    total, together = shingles.weight(whole_set), shingles.weight(union)
    covered = shingles.weight(whole_set & union)
    dice = 2 * covered / (total + together)
    alone = max(
        2 * shingles.weight(whole_set & sets[part]) / (total + shingles.weight(sets[part])) for part in parts
    )
    sure = all(_contained(shingles, sets, parts, part, whole_set) >= _SURELY_CONTAINED for part in parts)
    if covered < _COVERED * total or dice < alone + (0.0 if sure else _GAIN):
        return None
    return parts, float(similarity(covered, total, together))


def _trimmed(
    shingles: Shingles, sets: Mapping[int, set[int]], whole: set[int], partner: int | None
) -> list[int]:
    """Drop parts at the ends whose unique wording is not in the whole."""
    parts = sorted(sets)
    while len(parts) > 1:
        for end in (parts[-1], parts[0]):
            if end != partner and _contained(shingles, sets, parts, end, whole) < _CONTAINED:
                parts.remove(end)
                break
        else:
            break
    return parts


def _contained(
    shingles: Shingles, sets: Mapping[int, set[int]], parts: list[int], part: int, whole: set[int]
) -> float:
    """Return the share of the wording unique to a part that the whole contains, in [0, 1]."""
    own = sets[part] - set[int]().union(*(sets[other] for other in parts if other != part))
    weight = shingles.weight(own)
    if weight < _LEAST_OWN * shingles.weight(sets[part]):
        return 0.0
    return shingles.weight(own & whole) / max(weight, 1e-9)
