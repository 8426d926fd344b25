"""Which rows of a view to show, and which comes next: what filters and keys ask for."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aligner.values import ChangeKind, EditType
from aligner.view.page_model import UNCERTAIN, BadgeKind, Cell, View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role
from aligner.view.search_folding import search_key


class Only(StrEnum):
    """Which rows somebody wants to see, before any other choice.

    `NOT_CARRIED` are rows with an amendment that did not reach some language, or only in
    part, whether or not that language is a column. `UNCERTAIN` are rows with a link whose
    score is below `page_model.UNCERTAIN`, or with a gap. `FOUND` are rows that findings name.
    """

    ALL = "all"
    CHANGED = "changed"
    NOT_CARRIED = "not_carried"
    UNREVIEWED = "unreviewed"
    UNCERTAIN = "uncertain"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to see. A row has to meet every part of it.

    Attributes:
        only: the main choice.
        kinds: of change, one of which a row has to have in a shown column; empty means any. The
            place a moved paragraph left counts as moved.
        types: of edit, likewise; empty means any.
        query: words to be found in any column (see `aligner.view.text_search`); blank means any.
        context: how many rows to show before and after each hit, 0 or more.
        uncertain_first: rows in the order of their scores, lowest first, instead of that of the
            page. Then there is no context, since neighbours do not stand together.
    """

    only: Only = Only.ALL
    kinds: frozenset[ChangeKind] = frozenset()
    types: frozenset[EditType] = frozenset()
    query: str = ""
    context: int = 0
    uncertain_first: bool = False


def select(
    view: View,
    chosen: Filter,
    *,
    reviewed: Container[int] = (),
    found: Container[int] = (),
    hits: Callable[[str], Container[int]],
) -> tuple[ViewRow, ...]:
    """The rows of a view that a filter lets through.

    Args:
        view: all there is to show.
        chosen: what is wanted of it.
        reviewed: indices into `Comparison.rows` of rows somebody has marked as reviewed.
        found: indices into `Comparison.rows` of rows that findings name.
        hits: gives the numbers of the rows that match a query; see `text_search.Index`.
    """
    wanted = _wanted(view, chosen.only, reviewed, found)
    rows = [row for row in view.rows if wanted(row)]
    if chosen.kinds:
        rows = [row for row in rows if not chosen.kinds.isdisjoint(kinds_of(view, row))]
    if chosen.types:
        rows = [row for row in rows if not chosen.types.isdisjoint(types_of(row))]
    if search_key(chosen.query).strip():
        matching = hits(chosen.query)
        rows = [row for row in rows if row.number in matching]
    if chosen.uncertain_first:
        return tuple(sorted(rows, key=lambda row: row.score))
    return view.around(rows, chosen.context)


def _wanted(
    view: View, only: Only, reviewed: Container[int], found: Container[int]
) -> Callable[[ViewRow], bool]:
    missing = {entry.row for entry in view.entries if entry.missing}
    choices: dict[Only, Callable[[ViewRow], bool]] = {
        Only.ALL: lambda row: True,
        Only.CHANGED: lambda row: row.amended,
        Only.NOT_CARRIED: lambda row: row.number in missing,
        Only.UNREVIEWED: lambda row: row.source is not None and row.source not in reviewed,
        Only.UNCERTAIN: is_uncertain,
        Only.FOUND: lambda row: row.source is not None and row.source in found,
    }
    return choices[only]


def is_uncertain(row: ViewRow) -> bool:
    """Whether a row's link deserves a look: a low score, or a column without a counterpart."""
    return row.score < UNCERTAIN or any(cell.gap for cell in row.cells)


def kinds_of(view: View, row: ViewRow) -> frozenset[ChangeKind]:
    """What happened in a row, in any column; a place that a paragraph left says how it moved."""
    return frozenset(
        kind
        for column, cell in enumerate(row.cells)
        for kind in (*cell.changes, *_gone_to(view, column, cell))
    )


def _gone_to(view: View, column: int, cell: Cell) -> list[ChangeKind]:
    there = [badge.row for badge in cell.badges if badge.kind is BadgeKind.MOVED_TO and badge.row is not None]
    return [kind for number in there for kind in view.rows[number - 1].cells[column].changes if kind.is_move]


def types_of(row: ViewRow) -> frozenset[EditType]:
    """What the edits of a row touch, in any column; a footnote's mark that came or went is one."""
    pieces = (piece for cell in row.cells for block in cell.blocks for piece in block.pieces)
    return frozenset(kind for kind in map(_type_of, pieces) if kind is not None)


def _type_of(piece: Piece) -> EditType | None:
    if piece.mark is not Mark.EQUAL and piece.role is Role.NOTE:
        return EditType.FOOTNOTE
    return piece.type


def next_row(
    rows: Sequence[ViewRow],
    view: View,
    number: int,
    *,
    wanted: Callable[[ViewRow], bool],
    back: bool = False,
) -> int | None:
    """The number of the next row that is wanted, going round at the end; None where none is.

    Args:
        rows: the rows shown, in the order they are shown in.
        view: that they are from.
        number: of the row where somebody is; 0 for before the first. Where the filter hides
            it, the way goes on from where it stands on the page.
        wanted: what to stop at. The row itself is the last one asked.
        back: towards the beginning instead.
    """
    order = [row.number for row in rows]
    shown = set(order)
    if number not in shown:
        order = sorted([*order, number])
    at = order.index(number)
    way = [*order[:at][::-1], *order[at:][::-1]] if back else [*order[at + 1 :], *order[: at + 1]]
    return next((n for n in way if n in shown and wanted(view.rows[n - 1])), None)
