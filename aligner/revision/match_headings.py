"""Match headings without text of their own, such as "Article 24" above its paragraphs.

Such a heading has no wording to compare, only its number and the paragraphs under it. If both
drafts have the number in the same order, it is the same heading, whatever moved into or out of
its article. If most of an article is now under another number, its heading was renumbered. Both
kinds of evidence add up to the weight of a pair, and the heaviest chain of pairs decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.revision.match_model import Matching, Pair, Sides
from aligner.revision.match_units import Unit

_SAME_NUMBER: Final = 0.5
"""Weight of an equal number, beside the share that two articles have in common, which is at most 1."""

_MOST_ALIKE: Final = 4  # maximum number of headings with the same number; more identify nothing
_MOVED: Final = 0.5  # minimum share of an article's text that takes its heading along


def link_headings(sides: Sides, matching: Matching) -> None:
    """Link the bare headings of two drafts whose paragraphs are already linked."""
    owners = _owners(sides.old), _owners(sides.new)
    shares = _shares(sides, matching, owners)
    weights = dict(shares)
    same = list(_same_numbers(sides))
    old_renumbered, new_renumbered = _renumbered(sides, shares, same)
    for i, j in same:
        if (i, j) in shares or not (i in old_renumbered or j in new_renumbered):
            weights[i, j] = weights.get((i, j), 0.0) + _SAME_NUMBER
    pairs = sorted(pair for pair in weights if matching.is_free(*pair))
    for index in heaviest_chain(pairs, [weights[pair] for pair in pairs]):
        matching.add(*pairs[index], 1.0)
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
    totals = tuple(
        _sums((owner, len(unit.key)) for owner, unit in zip(each, units, strict=True))
        for each, units in zip(owners, (sides.old, sides.new), strict=True)
    )
    common: dict[Pair, float] = defaultdict(float)
    for i, j in _links(matching):
        above, below = owners[0][i], owners[1][j]
        if above is not None and below is not None:
            common[above, below] += len(sides.old[i].key) + len(sides.new[j].key)
    return {(i, j): size / (totals[0][i] + totals[1][j]) for (i, j), size in common.items() if size}


def _sums(sizes: Iterable[tuple[int | None, int]]) -> dict[int | None, int]:
    found: dict[int | None, int] = defaultdict(int)
    for owner, size in sizes:
        found[owner] += size
    return found


def _links(matching: Matching) -> Iterable[Pair]:
    yield from matching.score
    for split in matching.splits:
        yield split.old.start, split.new.start


def _same_numbers(sides: Sides) -> Iterable[Pair]:
    """Yield the pairs of headings with the same number, unless many headings have it."""
    places = tuple(_places(units) for units in (sides.old, sides.new))
    for label, old in places[0].items():
        new = places[1].get(label, [])
        if max(len(old), len(new)) <= _MOST_ALIKE:
            yield from ((i, j) for i in old for j in new)


def _places(units: Sequence[Unit]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        if is_heading(unit):
            found[unit.label].append(index)
    return found
