"""Find paragraphs that were split into several, or merged into one.

The whole must contain most of each part, each part must correspond to a different piece of it, and
all parts together must be much more similar to it than the best one alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from aligner.revision.match_model import Split
from aligner.revision.overlap import similarity

if TYPE_CHECKING:
    from aligner.revision.match_model import Matching, Sides
    from aligner.revision.overlap import Shingles

_CONTAINED: Final = 0.5  # minimum share of a part's weight, or its unique wording's, that the whole contains
_COVERED: Final = 0.5  # minimum share of the whole that its parts cover
_GAIN: Final = 0.04  # minimum gain in similarity of all parts over the best one
_SURELY_CONTAINED: Final = 0.75  # if the whole contains this share of each part, no gain is required
_LEAST_OWN: Final = 0.15  # minimum share of a part's weight that no other part has


def find_splits(sides: Sides, matching: Matching) -> list[Split]:
    """Find splits and merges among units without an exact counterpart; no unit is in two of them."""
    found = [split for whole in (True, False) for split in _candidates(sides, matching, old_is_whole=whole)]
    taken: tuple[set[int], set[int]] = (set(), set())
    accepted = []
    for split in sorted(found, key=lambda s: (-s.score, not s.old_is_whole, s.whole)):
        wholes, parts = taken if split.old_is_whole else taken[::-1]
        if split.whole not in wholes and parts.isdisjoint(split.parts):
            wholes.add(split.whole)
            parts.update(split.parts)
            accepted.append(split)
    return accepted


def _candidates(sides: Sides, matching: Matching, *, old_is_whole: bool) -> Iterable[Split]:
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
        for run in _neighbours(likely):
            if len(run) > 1 and (partner is None or partner in run):
                split = _verified(sides, whole, run, partner, (whole_base, part_base))
                if split is not None:
                    yield Split(whole, tuple(split[0]), old_is_whole, split[1])


def _neighbours(parts: list[int]) -> Iterable[list[int]]:
    """Yield runs of adjacent parts."""
    run: list[int] = []
    for part in sorted(parts):
        if run and part != run[-1] + 1:
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _verified(
    sides: Sides, whole: int, run: list[int], partner: int | None, bases: tuple[int, int]
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
    return parts, similarity(covered, total, together)


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
