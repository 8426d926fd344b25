"""Make the one-page summary of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Final

from aligner.values import Carried, ChangeKind, Comparison, DocumentKey, SegmentKind
from aligner.values.quotation import shorten
from aligner.view.amendment_groups import group_by_weight
from aligner.view.build import build
from aligner.view.one_page_summary import OnePageSummary, SummaryGroup, SummaryLine, SummaryState
from aligner.view.page_model import Column, Entry, View
from aligner.view.redline_runs import Mark, Piece, Role
from aligner.view.verdict import verdict_of

ROOM: Final = 18
"""Largest total number of amendments and states on the page."""

_CHANGES: Final = 11
"""Number of amendments among them if the page is full."""

_QUOTED: Final = 110
"""Largest number of characters quoted of one amendment."""

_NAMED: Final = 40
"""Largest number of characters of a table row's first cell."""

_DOUBTFUL: Final = (Carried.NOT_CARRIED_OVER, Carried.PARTLY, Carried.AMENDED_HERE_ONLY, Carried.UNKNOWN)


def summarise(comparison: Comparison, reader: str = "") -> OnePageSummary:
    """Summarise a comparison.

    Args:
        comparison: the comparison.
        reader: code of the reader's language; the pivot is used if the set lacks it.
    """
    view = build(comparison)
    reader = reader if view.column_of(reader) is not None else view.pivot
    states = sorted(_states(view, reader), key=lambda each: _DOUBTFUL.index(each.state))
    room = max(_CHANGES, ROOM - len(states))
    groups = tuple(_groups(view, reader, room))
    kept, omitted = _most_urgent(states, ROOM - sum(len(group.lines) for group in groups))
    return OnePageSummary(
        title=view.title,
        reader=reader,
        drafts=tuple(_drafts(view.columns)),
        total=len(view.entries),
        groups=groups,
        states=tuple(kept),
        others=tuple((state, n) for state in _DOUBTFUL if (n := sum(e.state is state for e in omitted))),
        unfollowed=view.unfollowed,
        followed=view.followed,
        complete=verdict_of(view).all_reached,
        signature=view.signature,
    )


def _drafts(columns: Iterable[Column]) -> Iterator[tuple[DocumentKey, DocumentKey]]:
    yield from ((column.base, column.key) for column in columns if column.base is not None)


def _groups(view: View, reader: str, room: int) -> Iterator[SummaryGroup]:
    """Distribute the lines among the kinds of amendment, one at a time, the weightiest kind first."""
    groups = group_by_weight(view.entries, missing_apart=False)
    taken = [1 for _ in groups]
    for number in cycle(range(len(groups))) if groups else ():
        if sum(taken) >= min(room, len(view.entries)):
            break
        taken[number] += taken[number] < len(groups[number].entries)
    for group, count in zip(groups, taken, strict=True):
        lines = tuple(_line(view, entry, reader) for entry in group.entries[:count])
        yield SummaryGroup(group.kind, lines, len(group.entries) - count)


def _line(view: View, entry: Entry, reader: str) -> SummaryLine:
    """Quote an amendment for a reader, in the pivot if the reader's language lacks part of it."""
    state, _ = entry.states.get(reader, (None, None))
    languages = (view.pivot, reader) if state is Carried.PARTLY else (reader, view.pivot)
    numbers = entry.columns(*map(view.column_of, languages))[:1]
    language = view.columns[numbers[0]].key.language if numbers else ""
    pieces = tuple(_quoted(entry.excerpts[numbers[0]])) if numbers else ()
    head = _first_cell(view, entry, numbers[0]) if numbers else ""
    return SummaryLine(entry.place, entry.old_place, entry.row, language, pieces, head)


def _first_cell(view: View, entry: Entry, column: int) -> str:
    """Return the first cell of an edited row of a table as it is in both drafts; otherwise nothing."""
    blocks = view.rows[entry.row - 1].cells[column].blocks
    if (
        entry.kinds.get(column) is not ChangeKind.EDITED
        or not blocks
        or blocks[0].kind is not SegmentKind.ROW
    ):
        return ""
    kept = "".join(piece.text if piece.mark is Mark.EQUAL else "\t" for piece in blocks[0].pieces)
    return shorten(kept.partition("\t")[0].strip(), _NAMED)


def _quoted(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Shorten an excerpt to a line or two."""
    omitted = _QUOTED
    for piece in pieces:
        if omitted <= 0:
            yield Piece(" …")
            return
        short = piece if piece.role is not Role.TEXT else replace(piece, text=shorten(piece.text, omitted))
        yield short
        omitted -= len(short.text)


def _states(view: View, reader: str) -> Iterator[SummaryState]:
    """Return the states other than carried over of all amendments, the weightiest first."""
    for entry in sorted(view.entries, key=lambda each: -each.weight.score):
        for state in _DOUBTFUL:
            found = {code: reason for code, (each, reason) in entry.states.items() if each is state}
            if found:
                reason = next(iter(found.values()))
                yield SummaryState(_line(view, entry, reader), state, tuple(found), reason)


def _most_urgent(states: list[SummaryState], room: int) -> tuple[list[SummaryState], list[SummaryState]]:
    """Divide states into those that fit and those omitted; each kind keeps at least one."""
    first = {state: number for number, state in reversed(list(enumerate(each.state for each in states)))}
    order = sorted(range(len(states)), key=lambda number: (number not in first.values(), number))
    kept = set(order[: max(room, len(first))])
    return (
        [each for number, each in enumerate(states) if number in kept],
        [each for number, each in enumerate(states) if number not in kept],
    )
