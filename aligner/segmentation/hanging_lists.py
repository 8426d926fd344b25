"""Find the items of lists whose lines hang: only their numbers are at the edge of the list.

Neither full stops nor gaps separate the items of an agenda. But a number that follows the one above it,
with no other line between them beginning at that edge, does not belong to a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from aligner.segmentation.label_parsing import Label

Edge = Callable[[int, int], float | None]
"""Where a row begins, beside another one; None if the two cannot be compared."""


def counts_on(start: int, index: int, labels: Sequence[Label | None], edge: Edge) -> bool:
    """Whether a row begins the next item of a list whose lines hang.

    Args:
        start: the first row of the paragraph above it.
        index: the row.
        labels: for each row, the label that it would begin with.
        edge: where a row begins.
    """
    label = labels[index]
    if label is None:
        return False
    before = _next_at_edge(range(index - 1, -1, -1), index, edge)
    if before is not None:
        return before <= start and label.is_next(labels[before])
    if 1 not in label.values:
        return False
    after = _next_at_edge(range(index + 1, len(labels)), index, edge)
    following = labels[after] if after is not None else None
    return following is not None and following.is_next(label)


def _next_at_edge(others: Iterable[int], index: int, edge: Edge) -> int | None:
    """Return the first other row at the edge of a row, if no row before it begins further out."""
    own = edge(index, index)
    for other in others:
        place = edge(other, index)
        if place is None or own is None or place < own:
            return None
        if place == own:
            return other
    return None
