"""Weigh the amendments of a long text in a thread, before the user opens the list sorted by weight."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Final

from aligner.ui import pages_drawn, session, session_cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligner.view.page_model import Entry, View

FEWEST: Final = 200
"""Fewest amendments that are worth a thread; fewer are weighed as quickly as the list is drawn."""


def begin(view: View) -> None:
    """Start once for the open texts, since the weights of their amendments do not depend on the links."""
    if len(view.entries) < FEWEST:
        return
    shown = session.comparison()
    session_cache.cached("weighing ahead", (shown.documents, shown.revisions), lambda: _start(view.entries))


def _start(entries: Sequence[Entry]) -> Thread:
    thread = Thread(target=_weigh, args=(entries,), name="weights", daemon=True)
    thread.start()
    return thread


def _weigh(entries: Sequence[Entry]) -> None:
    """Compute the cached weight and size of each entry, pausing while a page is being drawn."""
    for entry in entries:
        pages_drawn.give_way()
        _ = entry.weight, entry.size
