"""The text beside a list, in two panes that scroll independently, and its corresponding words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.formats.html.fragments import Fragments, word_rules
from aligner.ui import current_findings, page, redraws, running, session
from aligner.view.page_model import View, ViewRow
from aligner.view.selection import with_columns
from aligner.view.word_marks import Linkers, mark_words, word_numbers

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


_CONTEXT: Final = 3
"""Number of rows shown before and after the given rows."""

_MOST_ROWS: Final = 3
"""Largest number of the given rows that are shown."""

_MOST_COLUMNS: Final = 3
"""Largest number of columns that fit into the pane."""


def beside() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the two panes: for the list, and for the text."""
    with st.container(key="panes"):
        listed, text = st.columns([2, 3])
    return listed, text


def draw(
    view: View,
    rows: Sequence[ViewRow],
    *,
    languages: Iterable[str],
    marked: Callable[[ViewRow], ViewRow] = lambda row: row,
) -> None:
    """Draw the given rows and those around them; the first given row is marked as the current one.

    Args:
        view: the view with the rows.
        rows: the rows, at least one; of many, only the first are shown.
        languages: the languages to show if not all columns fit, the most important first.
        marked: applied to each of the given rows, to mark words in it.
    """
    wanted = {row.number for row in rows}
    around = list(view.around(rows[:_MOST_ROWS], _CONTEXT))
    linked = iter(with_word_marks(view, [row for row in around if row.number in wanted]))
    around = [marked(next(linked)) if row.number in wanted else row for row in around]
    if len(view.columns) > _MOST_COLUMNS:
        view, around = with_columns(view, around, _columns(view, languages))
    fragments = Fragments(view, page.words(), notes=False)
    with st.container(key="pane"):
        page.show(fragments.table(around, mark=rows[0].number))


def _columns(view: View, languages: Iterable[str]) -> list[int]:
    """Return the columns in these languages, or else the first ones, as many as fit, in their order."""
    order = list(dict.fromkeys(languages))
    found = [n for n, column in enumerate(view.columns) if column.key.language in order]
    found.sort(key=lambda n: order.index(view.columns[n].key.language))
    return sorted(found[:_MOST_COLUMNS]) or list(range(_MOST_COLUMNS))


_RUN: Final = "word linkers"
_POLL_SECONDS: Final = 1.0


@dataclass(slots=True)
class _Learning:
    """One run of the thread; `sources` are the documents whose words are linked."""

    sources: tuple[object, ...]
    found: Linkers = field(default_factory=dict)
    finished: Event = field(default_factory=Event)

    def start(self, learn: Callable[[], Linkers]) -> None:
        """Learn in a thread."""
        Thread(target=self._work, args=(learn,), name="word links", daemon=True).start()

    def _work(self, learn: Callable[[], Linkers]) -> None:
        try:
            self.found = learn()
        finally:
            self.finished.set()


def with_word_marks(view: View, rows: Sequence[ViewRow]) -> list[ViewRow]:
    """Mark corresponding words in rows with equal numbers, and add the style that highlights them.

    The linkers are learned when the first row is chosen, and after the checks, since both need the
    encoder. Until then, the rows are returned unchanged; the page is redrawn afterwards.
    """
    current = _learning()
    if current is None:
        return list(rows)
    if not current.finished.is_set():
        redraws.watch(current.finished.is_set, _POLL_SECONDS)
        return list(rows)
    view_rows = [
        session.cached(
            f"words of row {row.number}",
            (row, *current.sources),
            partial(mark_words, view, row, current.found),
        )
        for row in rows
    ]
    numbers = {number for row in view_rows for number in word_numbers(row)}
    if numbers:
        st.html(f"<style>{word_rules(sorted(numbers))}</style>")
    return view_rows


def _learning() -> _Learning | None:
    """The run for the open documents, which is started if necessary; None before the checks have run."""
    work = session.comparison()
    sources = tuple(work.documents.values())
    found = session.cached_result(_RUN, sources)
    if found is not None:
        return cast("_Learning", found[0])
    if current_findings.findings() is None:
        return None
    current = _Learning(sources)
    current.start(running.prepare_word_linkers(work))
    session.cache_result(_RUN, sources, current)
    return current
