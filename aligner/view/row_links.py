"""The links of a row, which the user edits to correct it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from aligner.values import Alignment, Bead, Comparison, DocumentKey, DocumentPair, Span


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
