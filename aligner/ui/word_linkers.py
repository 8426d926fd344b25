"""The word linkers of the open project, learned in a thread while the page stays usable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.formats.html.fragments import word_rules
from aligner.ui import current_findings, redraws, running, session, session_cache
from aligner.view.word_marks import Linkers, mark_words, word_numbers

if TYPE_CHECKING:
    from aligner.view.page_model import View, ViewRow

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


def marked(view: View, rows: Sequence[ViewRow]) -> list[ViewRow]:
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
    found = [
        session_cache.cached(
            f"words of row {row.number}",
            (row, *current.sources),
            partial(mark_words, view, row, current.found),
        )
        for row in rows
    ]
    numbers = {number for row in found for number in word_numbers(row)}
    if numbers:
        st.html(f"<style>{word_rules(sorted(numbers))}</style>")
    return found


def _learning() -> _Learning | None:
    """The run for the open documents, which is started if necessary; None before the checks have run."""
    work = session.comparison()
    sources = tuple(work.documents.values())
    found = session_cache.valid(_RUN, sources)
    if found is not None:
        return cast("_Learning", found[0])
    if current_findings.findings() is None:
        return None
    current = _Learning(sources)
    current.start(running.prepare_word_linkers(work))
    session_cache.store(_RUN, sources, current)
    return current
