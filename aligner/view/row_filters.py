"""Row filters, the search for the next matching row, and the links of a row, which the user corrects."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from aligner.revision.around_text import is_masthead
from aligner.values import (
    Alignment,
    Bead,
    ChangeKind,
    Comparison,
    DocumentKey,
    DocumentPair,
    EditType,
    LinkOrigin,
    Move,
    Span,
)
from aligner.view.page_model import SURE, BadgeKind, Doubt, Entry, View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role, footnote_indices
from aligner.view.search_folding import search_key

_NOTHING: Final[Mapping[int, str]] = MappingProxyType({})

UNDECIDED: Final = "undecided"
"""Stands for rows with amendments on which nothing was decided."""


class Only(StrEnum):
    """The main choice of rows.

    `NOT_CARRIED` are rows with an amendment that some language, shown or not, lacks at least in
    part; `UNKNOWN` are those for which this could not be determined, and `ALONE` those with an
    amendment that the pivot lacks. `UNCERTAIN` are rows with a gap, or a link whose
    score is below `page_model.SURE`, that no person has confirmed. `MISREAD` are rows with words that text
    recognition may have misread, `FOUND` those with findings.
    """

    ALL = "all"
    CHANGED = "changed"
    NOT_CARRIED = "not_carried"
    UNKNOWN = "unknown"
    ALONE = "alone"
    UNREVIEWED = "unreviewed"
    UNCERTAIN = "uncertain"
    MISREAD = "misread"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Filter:
    """A row filter; a row must meet all of its conditions.

    Attributes:
        only: the main choice.
        kinds: kinds of change, one of which a row must have in a shown column; empty for any.
            The old place of a moved paragraph counts as moved.
        types: types of edit, likewise; empty for any.
        query: words to find in any column (see `aligner.view.text_search`); blank for any.
        context: number of rows to show before and after each hit, 0 or more.
        uncertain_first: whether to sort rows by score, lowest first, instead of in page order. There
            is no context then, since neighbours are not adjacent.
        decisions: what was decided on a row's amendments, likewise: kinds of decision, or `UNDECIDED`;
            empty for any row.
    """

    only: Only = Only.ALL
    kinds: frozenset[ChangeKind] = frozenset()
    types: frozenset[EditType] = frozenset()
    query: str = ""
    context: int = 0
    uncertain_first: bool = False
    decisions: frozenset[str] = frozenset()


def select(
    view: View,
    chosen: Filter,
    *,
    reviewed: Container[int] = (),
    found: Container[int] = (),
    decided: Mapping[int, str] = _NOTHING,
    hits: Callable[[str], Container[int]],
) -> tuple[ViewRow, ...]:
    """Return the rows of a view that pass a filter.

    Args:
        view: the view to filter.
        chosen: the filter.
        reviewed: indices into `Comparison.rows` of rows marked as reviewed.
        found: indices into `Comparison.rows` of rows with findings.
        decided: what was decided on the amendments of a row, or `UNDECIDED`, by its index there.
        hits: returns the numbers of the rows that match a query; see `text_search.Index`.
    """
    wanted = _wanted(view, chosen.only, reviewed, found)
    rows = [row for row in view.rows if wanted(row)]
    if chosen.kinds:
        rows = [row for row in rows if not chosen.kinds.isdisjoint(_kinds_of(view, row))]
    if chosen.types:
        rows = [row for row in rows if not chosen.types.isdisjoint(map(_type_of, row.pieces()))]
    if chosen.decisions:
        rows = [row for row in rows if row.source is not None and decided.get(row.source) in chosen.decisions]
    if search_key(chosen.query).strip():
        matching = hits(chosen.query)
        rows = [row for row in rows if row.number in matching]
    if chosen.uncertain_first:
        return tuple(sorted(rows, key=lambda row: row.score))
    return view.around(rows, chosen.context) if chosen.context else tuple(rows)


def _wanted(
    view: View, only: Only, reviewed: Container[int], found: Container[int]
) -> Callable[[ViewRow], bool]:
    noted = frozenset(_with_doubtful_notes(view)) if only is Only.MISREAD else frozenset()
    choices: dict[Only, Callable[[ViewRow], bool]] = {
        Only.ALL: lambda row: True,
        Only.CHANGED: lambda row: row.amended,
        Only.UNREVIEWED: lambda row: row.source is not None and row.source not in reviewed,
        Only.UNCERTAIN: is_uncertain,
        Only.MISREAD: lambda row: (
            any(piece.doubtful for piece in row.pieces()) or not noted.isdisjoint(_segments(row))
        ),
        Only.FOUND: lambda row: row.source is not None and row.source in found,
    }
    of_amendments: dict[Only, Callable[[Entry], bool]] = {
        Only.NOT_CARRIED: lambda entry: bool(entry.missing),
        Only.UNKNOWN: lambda entry: bool(entry.unknown),
        Only.ALONE: lambda entry: entry.is_alone,
    }
    if only in choices:
        return choices[only]
    numbers = {entry.row for entry in view.entries if of_amendments[only](entry)}
    return lambda row: row.number in numbers


def is_uncertain(row: ViewRow) -> bool:
    """Whether a row has a link or a gap that nobody has settled."""
    return bool(row.doubts)


def _kinds_of(view: View, row: ViewRow) -> set[ChangeKind]:
    """Return the kinds of change in a row's columns; the old place of a move counts as that move."""
    found = {kind for cell in row.cells for kind in cell.changes}
    for column, cell in enumerate(row.cells):
        for badge in cell.badges:
            if badge.kind is BadgeKind.MOVED_TO and badge.row is not None:
                found.update(k for k in view.rows[badge.row - 1].cells[column].changes if k.is_move)
    return found


def _segments(row: ViewRow) -> Iterator[tuple[int, int]]:
    """Yield column and segment of each paragraph of a row."""
    return ((number, block.segment) for number, cell in enumerate(row.cells) for block in cell.blocks)


def _with_doubtful_notes(view: View) -> Iterator[tuple[int, int]]:
    """Yield column and segment of the marks of footnotes with words that may be misread."""
    for number, document in enumerate(column.document for column in view.columns):
        doubtful = {index for index, note in enumerate(document.footnotes) if note.doubtful}
        for segment, notes in footnote_indices(document).items() if doubtful else ():
            if not doubtful.isdisjoint(notes):
                yield number, segment


def _type_of(piece: Piece) -> EditType | None:
    """Return the type of edit of a piece, such as an inserted or deleted footnote mark."""
    if piece.mark is not Mark.EQUAL and piece.role is Role.NOTE:
        return EditType.FOOTNOTE
    return piece.type


def next_row(
    rows: Iterable[ViewRow], number: int, wanted: Callable[[ViewRow], bool], *, back: bool
) -> ViewRow | None:
    """Return the next wanted row, wrapping around at the end; None if there is none.

    Args:
        rows: the rows shown, in display order.
        number: number of the current row, or 0 to start before the first. If the filter hides the
            row, the search starts from its position on the page.
        wanted: predicate for the row. The current row is tested last.
        back: whether to search towards the beginning.
    """
    shown = {row.number: row for row in rows}
    order = list(shown) if number in shown else sorted([*shown, number])
    at = order.index(number)
    candidates = [*order[:at][::-1], *order[at:][::-1]] if back else [*order[at + 1 :], *order[: at + 1]]
    return next((shown[n] for n in candidates if n in shown and wanted(shown[n])), None)


_FEWEST: Final = 3
"""Rows below which folding saves nothing."""


def masthead_rows(view: View) -> int:
    """Return how many rows, from the first, are above the title or the text in every column; 0 if few."""

    def is_above(row: ViewRow) -> bool:
        for column, cell in zip(view.columns, row.cells, strict=True):
            for block in cell.blocks:
                document = column.old if block.is_old else column.document
                if document is None or not is_masthead(document, Span(block.segment, block.segment + 1)):
                    return False
        return True

    count = len(list(takewhile(is_above, view.rows)))
    return count if _FEWEST <= count < len(view.rows) else 0


@dataclass(frozen=True, slots=True)
class RowLinks:
    """The links between two documents that a row shows.

    Attributes:
        keys: keys of the pivot's document and the other language's.
        alignment: the alignment between the two.
        beads: the beads with a segment of the row, in order and consecutive, by their indices.
    """

    keys: DocumentPair
    alignment: Alignment
    beads: Mapping[int, Bead]


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
    return RowLinks(keys, alignment, {n: alignment.beads[n] for n in sorted(beads)}) if beads else None


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

    A person who confirms a gap has settled it, although the paragraph still has no counterpart. One whose
    counterpart is surely at another place has one.
    """
    found: dict[int, tuple[Doubt, ...]] = {}
    for key in keys:
        pair = pair_of(comparison, key)
        scores = {} if pair is None else _doubtful(pair, comparison.alignments[pair])
        if pair is None or not scores:
            continue
        for number, row in enumerate(comparison.rows):
            cells = ((each, segment) for each in pair for segment in row.cells.get(each, ()))
            met = [scores[cell] for cell in cells if cell in scores]
            if met:
                weakest = min((score for score in met if score is not None), default=None)  # None: all gaps
                found[number] = (*found.get(number, ()), Doubt(key.language, weakest))
    return found


def _doubtful(pair: DocumentPair, alignment: Alignment) -> Mapping[tuple[DocumentKey, int], float | None]:
    """Return the scores of the segments whose links are not sure; None for one that has no counterpart."""
    moved = {(key, i): move.score for move in alignment.moves for key, i in _segments_of(pair, move)}
    scores: dict[tuple[DocumentKey, int], float | None] = {}
    for bead in alignment.beads:
        linked = bead.score if bead.source and bead.target else None
        if bead.origin is not LinkOrigin.CONFIRMED and (linked is None or linked < SURE):
            scores.update((each, moved.get(each, linked)) for each in _segments_of(pair, bead))
    return {each: score for each, score in scores.items() if score is None or score < SURE}


def _segments_of(pair: DocumentPair, link: Bead | Move) -> Iterator[tuple[DocumentKey, int]]:
    sides = zip(pair, (link.source, link.target), strict=True)
    return ((key, segment) for key, span in sides for segment in span)
