"""The view of the open project in the chosen columns, cached between runs, and its rows' decisions."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.ui.state import redraws, session, view_state
from aligner.values import Comparison, DocumentKey, DocumentPair
from aligner.values.garbage_collection import collect_and_freeze, freeze, rare_collections
from aligner.view.build import Choice, build, rescored
from aligner.view.column_text import Sheet
from aligner.view.decisions import (
    Amended,
    RowDecisions,
    amended_rows,
    decided_rows,
    marks_of,
    versions_shown,
)
from aligner.view.page_model import Entry, View, ViewRow

if TYPE_CHECKING:
    from aligner.ui.state.keyboard import Caret

_SHOWN: Final = "aligner.view"
_NOTHING_SHOWN: Final = View("", "", (), (), (), followed=False)
_COLLECTED: Final = "aligner.collected"
"""Session key of the documents that were open when garbage was last collected."""


@dataclass(frozen=True, slots=True)
class _Built:
    """A view, and the comparison that it was built from."""

    comparison: Comparison
    view: View


def view(columns: Sequence[Choice]) -> View:
    """Return the view of the open project in these columns, computed once."""
    shown, chosen = session.comparison(), tuple(columns)
    texts = (shown.documents, shown.revisions)
    sheets: dict[Choice, Sheet] = session.cached("sheets", (), dict)  # which drops those of other texts
    with rare_collections():
        found = _reusable(shown, chosen) or build(shown, chosen, sheets)
        session.cached("frozen", texts, freeze)  # before the first collection examines all of it
    st.session_state[_SHOWN] = _Built(shown, found)
    return found


def last_view() -> View:
    """The last view shown, even if the project has changed since; one of nothing if there is none."""
    shown = _last_built()
    return _NOTHING_SHOWN if shown is None else shown.view


def chosen_row() -> ViewRow | None:
    """The chosen row of the last view, or None; a saved row number may be that of a longer text."""
    rows, number = last_view().rows, view_state.here()
    return rows[number - 1] if number is not None and 0 < number <= len(rows) else None


def row_of(shown: View, key: DocumentKey, segment: int) -> ViewRow | None:
    """The row that contains a paragraph, or None if its document is not shown."""
    for number, column in enumerate(shown.columns):
        if column.key == key:
            for row in shown.rows:
                if any(b.segment == segment and not b.ghost for b in row.cells[number].blocks):
                    return row
    return None


def paragraph_at(caret: Caret | None) -> tuple[DocumentKey, int] | None:
    """Return the paragraph with the caret, if it is one of a draft shown."""
    view = last_view()
    if caret is None or not 0 < caret.row <= len(view.rows) or caret.column >= len(view.columns):
        return None
    blocks = view.rows[caret.row - 1].cells[caret.column].blocks
    if caret.block >= len(blocks) or blocks[caret.block].ghost:
        return None
    return view.columns[caret.column].key, blocks[caret.block].segment


def _reusable(shown: Comparison, chosen: tuple[Choice, ...]) -> View | None:
    """Return the last view if it has these columns and the same texts, rescored if links have changed."""
    last = _last_built()
    if last is None or chosen != tuple((each.key, each.base) for each in last.view.columns):
        return None
    return last.view if last.comparison is shown else rescored(last.view, last.comparison, shown)


def _last_built() -> _Built | None:
    return cast("_Built | None", st.session_state.get(_SHOWN))


# What was read is exempted from garbage collections, and the amendments of a long text are weighed before
# the user opens the list sorted by weight.

NAME: Final = "background work"
PAUSE: Final = 1.0
"""Seconds until the work begins, for the server to send the page and the browser to draw it."""
FEWEST: Final = 200
"""Fewest amendments to weigh ahead; fewer are weighed as quickly as the list is drawn."""


def finish_opening() -> None:
    """Begin the work that can wait until the page is drawn.

    It is begun once for the open texts, since the weights of their amendments do not depend on the links.
    Garbage is collected once for the open documents: a paragraph divided or written makes little of it, and
    a collection would hold up the next key.
    """
    shown, view = session.comparison(), last_view()
    if view.columns:
        entries = view.entries if len(view.entries) >= FEWEST else ()
        session.cached("background work", (shown.documents, shown.revisions), lambda: _start(entries))


def _start(entries: Sequence[Entry]) -> Thread:
    keys = frozenset(session.comparison().documents)
    is_new, st.session_state[_COLLECTED] = st.session_state.get(_COLLECTED) != keys, keys
    thread = Thread(target=_work, args=(entries, is_new), name=NAME, daemon=True)
    thread.start()
    return thread


def _work(entries: Sequence[Entry], is_new: bool) -> None:
    """Freeze, and compute the cached weight of each entry, pausing while a page is being drawn."""
    time.sleep(PAUSE)
    redraws.give_way()
    if is_new:
        collect_and_freeze()
    for entry in entries:
        redraws.give_way()
        _ = entry.weight


_NOTHING: Final = RowDecisions()


def decisions_of_rows(view: View) -> Mapping[int, RowDecisions]:
    """Return what was decided on the amendments of each row, by index into the rows of the comparison."""
    work, shown = session.project(), versions_shown(view)
    return session.cached(
        "decided rows",
        (work.comparison, work.decided, view.columns),
        lambda: decided_rows(work.comparison, amendments_of_rows(), work.decided, shown),
    )


def decisions_of(view: View, row: ViewRow) -> RowDecisions:
    """Return what was decided on the amendments of a row."""
    return _NOTHING if row.source is None else decisions_of_rows(view).get(row.source, _NOTHING)


def rows_to_discuss(view: View) -> list[ViewRow]:
    """Return the rows with an amendment to be discussed, between the drafts shown or earlier ones."""
    if not session.project().decided:
        return []
    decided, by_source = decisions_of_rows(view), view.by_source()
    return [by_source[row] for row, each in decided.items() if each.is_open and row in by_source]


def amendments_of_rows() -> Mapping[int, tuple[Amended, ...]]:
    """Return the amendments on each row, by index into the rows of the comparison."""
    work = session.comparison()
    marks = {drafts: _marks(work, drafts) for drafts in work.revisions}
    sources = (work.rows, *marks.values())
    return session.cached("amended rows", sources, lambda: amended_rows(work, marks))


def _marks(work: Comparison, drafts: DocumentPair) -> Mapping[int, str]:
    """Return the fingerprints of a revision, kept apart since a step changes one language at most."""
    old, new = drafts
    sources = (work.revisions[drafts], work.documents[old], work.documents[new])
    return session.cached(f"amendment marks {old} {new}", sources, lambda: marks_of(work, drafts))
