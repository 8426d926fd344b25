"""Link the paragraphs of two drafts: one to one, split, merged, or unmatched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.languages import get
from aligner.languages.atoms import word_facts
from aligner.revision.change_kinds import Link
from aligner.revision.match_model import Sides, Thresholds
from aligner.revision.match_units import Unit
from aligner.revision.matching import FEW_TWINS, exact_pairs, is_move, match, weight
from aligner.revision.overlap import Shingles, overlaps
from aligner.revision.splits import find_splits
from aligner.values import Span

_WEIGHED_WHOLE: Final = 300_000
"""Up to this many characters in both drafts, all paragraphs count for the weights of shingles; in
longer drafts, only those without an exact counterpart, which are then enough."""


def link(
    old: Sequence[Unit],
    new: Sequence[Unit],
    language: str,
    thresholds: Thresholds,
    find_by_meaning: Callable[[list[tuple[list[int], list[int]]]], dict[tuple[int, int], float]]
    | None = None,
) -> list[Link]:
    """Find the units that correspond; each unit of either draft is in exactly one link."""
    exact = exact_pairs(old, new)
    twins = Counter(unit.key for unit in old), Counter(unit.key for unit in new)
    open_old, open_new = (
        [i for i, unit in enumerate(side) if not _is_settled(unit, twins)] for side in (old, new)
    )
    kept_old, kept_new = set(open_old), set(open_new)
    if sum(len(unit.key) for unit in (*old, *new)) <= _WEIGHED_WHOLE:
        kept_old, kept_new = set(range(len(old))), set(range(len(new)))
    shingles = Shingles.of(
        [unit.key if i in kept_old else "" for i, unit in enumerate(old)],
        [unit.key if j in kept_new else "" for j, unit in enumerate(new)],
        word_facts(language).shingle,
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
    links += [Link(split.old, split.new, split.score) for split in matching.splits]
    return _with_moves(sides, links)


def _is_settled(unit: Unit, twins: tuple[Counter[str], Counter[str]]) -> bool:
    """Whether a unit needs no search for similar ones: it is bare, or has exact counterparts."""
    return unit.is_bare or twins[0][unit.key] == twins[1][unit.key] <= FEW_TWINS


def _is_distinctive(unit: Unit, twins: Counter[str], least_move: float) -> bool:
    """Whether a unit's wording is distinctive: neither repeated often nor very short."""
    return twins[unit.key] <= FEW_TWINS and len(unit.key) >= least_move / 3


def _with_moves(sides: Sides, links: list[Link]) -> list[Link]:
    """Mark links that are out of order as moved, and dissolve those too short or dissimilar for a move."""
    links = sorted(links, key=lambda each: (each.old.start, each.new.start))
    pairs = [(each.old.start, each.new.start) for each in links]
    weights = [weight(sides, each.old.start, each.new.start, each.score) for each in links]
    chain = set(heaviest_chain(pairs, weights))
    kept: list[Link] = []
    carried = (-2, -2)  # the last moved paragraph; a bare number directly above it moves with it
    for index in range(len(links) - 1, -1, -1):
        each = links[index]
        if index in chain:
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
    lengths = (
        sum(len(sides.old[i].key) for i in link.old),
        sum(len(sides.new[j].key) for j in link.new),
    )
    return is_move(sides, *lengths, link.score) and link.score >= sides.thresholds.moved


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
