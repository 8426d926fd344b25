"""What can wait until a project just opened is drawn, in a thread.

What was read is exempted from garbage collections, and the amendments of a long text are weighed before
the user opens the list sorted by weight.
"""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING, Final

from aligner.ui import pages_drawn, session, session_cache
from aligner.values.garbage_collection import collect_and_freeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligner.view.page_model import Entry, View

NAME: Final = "background work"
PAUSE: Final = 1.0
"""Seconds until the work begins, for the server to send the page and the browser to draw it."""
FEWEST: Final = 200
"""Fewest amendments to weigh ahead; fewer are weighed as quickly as the list is drawn."""


def begin(view: View) -> None:
    """Start once for the open texts, since the weights of their amendments do not depend on the links."""
    shown = session.comparison()
    entries = view.entries if len(view.entries) >= FEWEST else ()
    session_cache.cached("background work", (shown.documents, shown.revisions), lambda: _start(entries))


def _start(entries: Sequence[Entry]) -> Thread:
    thread = Thread(target=_work, args=(entries,), name=NAME, daemon=True)
    thread.start()
    return thread


def _work(entries: Sequence[Entry]) -> None:
    """Freeze, and compute the cached weight and size of each entry, pausing while a page is being drawn."""
    time.sleep(PAUSE)
    pages_drawn.give_way()
    collect_and_freeze()
    for entry in entries:
        pages_drawn.give_way()
        _ = entry.weight, entry.size
