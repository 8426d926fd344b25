"""End the sessions of closed pages, so that their texts leave the memory.

Streamlit keeps a session for two minutes after its page has gone, in case only the connection was lost,
and drops it no sooner than the next page comes or goes: until then, the server holds the texts of
everyone who has left. A page that comes back later than `KEPT` continues from the recovery copy; where
the user wants none, a session is kept as long as Streamlit would keep it.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
import time
from functools import cache
from typing import Final

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aligner.ui import reloads, session
from aligner.values.garbage_collection import collect_and_freeze

KEPT: Final = 20.0
"""Seconds for which the session of a page that has gone is kept, if there is a copy of its work."""
KEPT_WITHOUT_COPY: Final = 120.0
"""The same if nothing may be written to disk, so that its work would be lost."""

_INTERVAL: Final = 5.0
_SEEN: Final[dict[str, tuple[float, float]]] = {}
"""Id of a session → when its page was last seen to be connected, and the seconds to keep it after that."""


def note_session() -> None:
    """Record that the session of this run exists, so that it is ended once its page has gone."""
    context = get_script_run_ctx()
    if context is not None:
        kept = KEPT if session.traces_permitted() else KEPT_WITHOUT_COPY
        _SEEN[context.session_id] = time.monotonic(), kept


async def end_departed() -> None:
    """End the sessions of closed pages, as long as the server runs; call it on the server's event loop."""
    while True:
        if end_departed_at(time.monotonic()):
            collect_and_freeze()
            return_free()
        await asyncio.sleep(_INTERVAL)


def end_departed_at(now: float) -> bool:
    """End the sessions whose pages have been gone for long enough by `now`; return whether there were any."""
    server, ended = runtime.get_instance(), False
    for name, (seen, kept) in list(_SEEN.items()):
        if server.is_active_session(name):
            _SEEN[name] = now, kept
        elif now - seen >= kept:
            server.close_session(name)
            reloads.drop_of(name)
            del _SEEN[name]
            ended = True
    return ended


# A server reads and compares in a thread for each session. The C library of Linux gives threads arenas of
# their own, which keep what was freed in them: after many sessions, twice as much as one arena would.

_ARENA_MAX: Final = -8  # M_ARENA_MAX of malloc.h
_ARENAS: Final = 1


def share_arena() -> None:
    """Let all threads use one arena; call it before any thread is started."""
    if (library := _library()) is not None:
        library.mallopt(_ARENA_MAX, _ARENAS)


def return_free() -> None:
    """Return free pages to the system, after much has been freed."""
    if (library := _library()) is not None:
        library.malloc_trim(0)


@cache
def _library() -> ctypes.CDLL | None:
    """The C library, if it is one that has both functions: glibc, but not that of other systems."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
