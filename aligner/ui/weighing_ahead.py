"""Weighs the amendments of a long text in a thread, before the list that sorts them is opened."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Final

from aligner.ui import pages_drawn, session, session_cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligner.view.page_model import Entry, View

MANY: Final = 200
"""Number of amendments from which it is worth a thread: fewer take no longer than drawing the list."""


def begin(view: View) -> None:
    """Begin once for the open texts, whose amendments keep their weights whatever is linked."""
    if len(view.entries) < MANY:
        return
    shown = session.comparison()
    session_cache.cached("weighing ahead", (shown.documents, shown.revisions), lambda: _start(view.entries))


def _start(entries: Sequence[Entry]) -> Thread:
    thread = Thread(target=_weigh, args=(entries,), name="weights", daemon=True)
    thread.start()
    return thread


def _weigh(entries: Sequence[Entry]) -> None:
    """Compute what entries hold of their weight and size, giving way to pages that are drawn."""
    for entry in entries:
        pages_drawn.give_way()
        _ = entry.weight, entry.size
