"""Data for charts: the links of two documents as dots, and a map of changes.

The data are plain values, one per mark, independent of the drawing library. Each has the number of its
row in the view, so that a click can go there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise
from typing import Final

from aligner.alignment.links import one_by_one
from aligner.values import Span
from aligner.values.comparison import (
    SLIGHT_EDITS,
    Alignment,
    Change,
    ChangeKind,
    Comparison,
    DocumentKey,
    EditTag,
    LinkOrigin,
    Revision,
    rows_of,
)
from aligner.view.page_model import LACKING, View, ViewRow

BINS: Final = 200
"""Largest number of cells in a map of changes that remain distinct on a screen."""

_PRECEDENCE: Final = {kind: rank for rank, kind in enumerate(ChangeKind)}


class DotKind(StrEnum):
    """What a dot represents: a link, a confirmed link, a paragraph of one side only, or a move."""

    LINK = "link"
    CONFIRMED = "confirmed"
    GAP_SOURCE = "gap_source"
    GAP_TARGET = "gap_target"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Dot:
    """A paragraph and its counterpart.

    Attributes:
        source: index of the paragraph in the source document; if only the target has the paragraph,
            index of the source paragraph that it would precede.
        target: the same in the target document.
        score: score of the link, in [0, 1]; between drafts, the share of unchanged text.
        kind: what the dot represents.
        row: number of its row in the view, or None if the view does not show it.
    """

    source: int
    target: int
    score: float
    kind: DotKind
    row: int | None


_Pair = tuple[Span, Span, float, DotKind]
"""Linked passages, before conversion to dots."""


def dots(comparison: Comparison, source: DocumentKey, target: DocumentKey, view: View) -> tuple[Dot, ...]:
    """Return two documents as a dot plot: parallel text forms a diagonal, the rest gaps and outliers.

    Every paragraph of either document has at least one dot; a link between several paragraphs has as
    many dots as its longer side has paragraphs.

    Args:
        comparison: the comparison, in which the two documents are aligned, or revised, in this order.
        source: the document on one axis.
        target: the document on the other axis: another language, or a newer draft of the same language.
        view: the view that the dots' rows refer to.
    """
    keys = source, target
    if keys in comparison.alignments:
        pairs = _pairs_of_alignment(comparison.alignments[keys])
    else:
        pairs = _pairs_of_revision(comparison.revisions[keys])
    shown = {row.source: row.number for row in view.rows if row.source is not None}
    row_of = rows_of(comparison)

    def dots_of(pair: _Pair) -> Iterator[Dot]:
        ours, theirs, score, kind = pair
        steps = max(len(ours), len(theirs))
        for step in range(steps):
            at, to = (side.start + step * len(side) // steps for side in (ours, theirs))
            row = row_of[source].get(at) if ours else row_of[target].get(to)
            yield Dot(at, to, score, kind, None if row is None else shown.get(row))

    return tuple(chain.from_iterable(map(dots_of, pairs)))


def _pairs_of_alignment(alignment: Alignment) -> Iterator[_Pair]:
    moved_source = {index for move in alignment.moves for index in move.source}
    moved_target = {index for move in alignment.moves for index in move.target}
    for bead in chain.from_iterable(map(one_by_one, alignment.beads)):
        if bead.source and bead.target:
            kind = DotKind.CONFIRMED if bead.origin is LinkOrigin.CONFIRMED else DotKind.LINK
        elif moved_source.isdisjoint(bead.source) and moved_target.isdisjoint(bead.target):
            kind = DotKind.GAP_SOURCE if bead.source else DotKind.GAP_TARGET
        else:
            continue  # it merely moved
        yield bead.source, bead.target, bead.score, kind
    for move in alignment.moves:
        yield move.source, move.target, move.score, DotKind.MOVED


def _pairs_of_revision(revision: Revision) -> Iterator[_Pair]:
    next_old = next_new = 0
    for change in revision.changes:
        if change.old and change.new:
            kind = DotKind.MOVED if change.kind.is_move else DotKind.LINK
            yield change.old, change.new, _unchanged_share(change), kind
        elif change.old:
            yield change.old, Span(next_new, next_new), 1.0, DotKind.GAP_SOURCE
        else:
            yield Span(next_old, next_old), change.new, 1.0, DotKind.GAP_TARGET
        if not change.kind.is_move:
            next_old = change.old.stop if change.old else next_old
        next_new = change.new.stop if change.new else next_new


def _unchanged_share(change: Change) -> float:
    """Return the share, in [0, 1], of text common to two wordings; a difference in form is common."""
    same = sum(
        len(edit.old) + len(edit.new)
        for edit in change.edits
        if edit.tag is EditTag.EQUAL or edit.type in SLIGHT_EDITS
    )
    every = sum(len(edit.old) + len(edit.new) for edit in change.edits)
    return same / every if every else 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of one column, shown as one cell of the map.

    Attributes:
        column: index of the column.
        first: number of its first row.
        last: number of its last row.
        kind: the highest-ranking change in it; None if it is empty or not compared.
        missing: whether an amendment is missing from this column or only partly carried over.
        row: number of the row to go to: the first amended one, or else the first.
    """

    column: int
    first: int
    last: int
    kind: ChangeKind | None
    missing: bool
    row: int


def change_map(view: View, bins: int = BINS) -> tuple[Bin, ...]:
    """Return where the changes are, column by column, in a limited number of cells.

    Args:
        view: the view to summarise.
        bins: largest number of cells per column, at least 1; a shorter document has one per row.
    """
    count = min(len(view.rows), max(1, bins))
    edges = [number * len(view.rows) // count for number in range(count + 1)] if count else []
    return tuple(
        _bin(view.rows[start:stop], column)
        for column in range(len(view.columns))
        for start, stop in pairwise(edges)
    )


def _bin(rows: tuple[ViewRow, ...], column: int) -> Bin:
    cells = [row.cells[column] for row in rows]
    return Bin(
        column=column,
        first=rows[0].number,
        last=rows[-1].number,
        kind=highest_ranking(kind for cell in cells for kind in cell.changes),
        missing=any(badge.kind in LACKING for cell in cells for badge in cell.badges),
        row=next((row.number for row in rows if row.cells[column].amended), rows[0].number),
    )


def highest_ranking(kinds: Iterable[ChangeKind]) -> ChangeKind | None:
    """Return the kind that takes precedence, or None if there are none."""
    return min(kinds, key=_PRECEDENCE.__getitem__, default=None)
