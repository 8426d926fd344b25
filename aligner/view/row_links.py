"""The links of a row, which the user edits to correct it, and those that nobody has settled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from aligner.values import Alignment, Bead, Comparison, DocumentKey, DocumentPair, LinkOrigin, Span
from aligner.view.page_model import SURE, Doubt


@dataclass(frozen=True, slots=True)
class RowLinks:
    """The links between two documents that a row shows.

    Attributes:
        keys: keys of the pivot's document and the other language's.
        alignment: the alignment between the two.
        beads: indices of the beads with a segment of the row, in order and consecutive.
    """

    keys: DocumentPair
    alignment: Alignment
    beads: tuple[int, ...]

    def bead(self, number: int) -> Bead:
        """Return a bead by its index."""
        return self.alignment.beads[number]


def pair_of(comparison: Comparison, key: DocumentKey) -> DocumentPair | None:
    """Return the two documents whose alignment links a document to the pivot; None for the pivot itself.

    A draft that was not aligned itself is linked through the newest aligned one of its language.
    """
    if key.language == comparison.pivot:
        return None
    pairs = [pair for pair in comparison.alignments if pair[1].language == key.language]
    exact = [pair for pair in pairs if pair[1] == key]
    order = comparison.version_order
    pairs.sort(key=lambda pair: (order[pair[1].version], order[pair[0].version]))
    found = exact or pairs
    return found[-1] if found else None


def links_of(comparison: Comparison, row: int, key: DocumentKey) -> RowLinks | None:
    """Return the links of a row between the pivot and a document.

    Args:
        comparison: the comparison with the row.
        row: index into `Comparison.rows`.
        key: key of the document; the pivot has no links with itself.

    Returns:
        None if the row contains nothing of either document.
    """
    keys = pair_of(comparison, key)
    if keys is None:
        return None
    cells = comparison.rows[row].cells
    ours, theirs = (cells.get(each, Span(0, 0)) for each in keys)
    alignment = comparison.alignments[keys]
    beads = {*_meeting(alignment.beads, "source", ours), *_meeting(alignment.beads, "target", theirs)}
    return RowLinks(keys, alignment, tuple(sorted(beads))) if beads else None


def nearby(indices: Iterable[int], size: int, reach: int) -> Span:
    """Return the range of segments within `reach` of the given ones, in a document of `size` segments.

    >>> nearby([4, 5], 7, 2), nearby([], 3, 2)
    (Span(start=2, stop=7), Span(start=0, stop=3))
    """
    within = list(indices)
    if not within:
        return Span(0, size)
    return Span(max(0, min(within) - reach), min(size, max(within) + reach + 1))


def _meeting(beads: Sequence[Bead], side: str, cell: Span) -> list[int]:
    """Return the indices of the beads with a segment of a cell on one side, on which they are in order."""
    if not cell:
        return []
    span = attrgetter(side)
    first = bisect_right(beads, cell.start, key=lambda bead: span(bead).stop)
    stop = bisect_left(beads, cell.stop, key=lambda bead: span(bead).start)
    return [number for number in range(first, stop) if span(beads[number])]


def doubts_of(comparison: Comparison, keys: Iterable[DocumentKey]) -> Mapping[int, tuple[Doubt, ...]]:
    """Return the doubts in the columns of some documents, by index into `Comparison.rows`.

    A person who confirms a gap has settled it, although the paragraph still has no counterpart.
    """
    found: dict[int, tuple[Doubt, ...]] = {}
    for key in keys:
        pair = pair_of(comparison, key)
        doubtful = [] if pair is None else list(filter(_is_doubtful, comparison.alignments[pair].beads))
        if pair is None or not doubtful:
            continue
        scores: dict[tuple[DocumentKey, int], float | None] = {}
        for bead in doubtful:
            score = bead.score if bead.source and bead.target else None
            scores.update(((pair[0], segment), score) for segment in bead.source)
            scores.update(((pair[1], segment), score) for segment in bead.target)
        for number, row in enumerate(comparison.rows):
            cells = ((each, segment) for each in pair for segment in row.cells.get(each, ()))
            met = [scores[cell] for cell in cells if cell in scores]
            if met:
                found[number] = (*found.get(number, ()), Doubt(key.language, _weakest(met)))
    return found


def _is_doubtful(bead: Bead) -> bool:
    is_gap = not (bead.source and bead.target)
    return bead.origin is not LinkOrigin.CONFIRMED and (is_gap or bead.score < SURE)


def _weakest(scores: Iterable[float | None]) -> float | None:
    """Return the lowest score of links, or None if all are gaps."""
    return min((score for score in scores if score is not None), default=None)
