"""The open project, stored in the session, so that no two sessions share drafts.

One project is open at a time, as a `Timeline` of `Project` states. Results computed from it are cached
beside it while their sources are unchanged. The user's choice whether sentence vectors and recovery copies
are written to disk is kept here, too. A reload begins another session: what the server keeps in memory for
it is dropped with the last session that had it, and the sessions of closed pages are ended.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
import time
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aligner.values import Comparison, disk_traces
from aligner.values.garbage_collection import collect_and_freeze

if TYPE_CHECKING:
    from streamlit.runtime.fragment import FragmentStorage
    from streamlit.runtime.state import SafeSessionState

    from aligner.project.saved_work import Project, Step, Timeline


_TIMELINE: Final = "aligner.timeline"


def timeline() -> Timeline | None:
    """The open project with its steps, or None."""
    return cast("Timeline | None", st.session_state.get(_TIMELINE))


def last_step() -> Step | None:
    """The last step of the open project, if there is one; a change of filters is none."""
    steps = timeline()
    return None if steps is None else steps.past


def project() -> Project:
    """The current state of the open project."""
    found = timeline()
    assert found is not None, "no project is open"
    return found.present


def comparison() -> Comparison:
    """The current comparison of the open project."""
    return project().comparison


def set_timeline(steps: Timeline) -> None:
    """Replace the open project; `project_steps` also saves it."""
    st.session_state[_TIMELINE] = steps


# Sources are compared by identity: values are frozen, so the same object means the same contents.

_CACHE: Final = "aligner.cache"

T = TypeVar("T")
Entry = tuple[tuple[object, ...], object]
"""The sources of a result, and the result."""


def cached(name: str, sources: tuple[object, ...], make: Callable[[], T]) -> T:
    """Return a cached result, recomputed when one of its sources is another object."""
    entry = _entries().get(name)
    if entry is None or not same(entry[0], sources):
        entry = _entries()[name] = sources, make()
    return cast("T", entry[1])


def cached_result(name: str, sources: tuple[object, ...]) -> Any:
    """Return a cached result if it was computed from these sources, else None."""
    entry = _entries().get(name)
    return entry[1] if entry is not None and same(entry[0], sources) else None


def same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two tuples of sources contain the same objects."""
    return len(one) == len(other) and all(mine is theirs for mine, theirs in zip(one, other, strict=True))


def cache_result(name: str, sources: tuple[object, ...], value: object) -> None:
    """Store a result in place of the last one under this name."""
    _entries()[name] = (sources, value)


def _entries() -> dict[str, Entry]:
    return cast("dict[str, Entry]", st.session_state.setdefault(_CACHE, {}))


_CHOICE: Final = "work.disk_traces"  # outlives its widget, which only the first screen draws


def traces_permitted() -> bool:
    """Whether vectors and recovery copies may be written to disk."""
    return not disk_traces.forbidden() and bool(st.session_state.get(_CHOICE, True))


def permit_traces(allowed: bool) -> None:
    """Set the user's choice for this session."""
    st.session_state[_CHOICE] = allowed
    if not allowed:
        disk_traces.forbid_shared()


_KEPT: Final[dict[object, tuple[Any, str]]] = {}
"""The values kept under a name, each with the session that has it."""


def session_id() -> str:
    """Return the id of the session of this run; empty outside of a page."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def keep_for_reload(name: object, value: object) -> None:
    """Keep a value of this session under a name that the page's URL leads to."""
    _KEPT[name] = value, session_id()


def take_kept(name: object) -> Any:
    """Return the value kept under a name, which this session has from now on; None if there is none."""
    value, _ = _KEPT.get(name, (None, ""))
    if value is not None:
        keep_for_reload(name, value)
    return value


def drop_kept(name: object) -> None:
    """Drop the value kept under a name."""
    _KEPT.pop(name, None)


_AT_END: Final[dict[tuple[str, str], Callable[[], None]]] = {}
"""What is to be called once a session has ended, by the session and what it is for."""


def at_end(purpose: str, call: Callable[[], None]) -> None:
    """Call a function once the session of this run has ended; it replaces an earlier one of this purpose."""
    _AT_END[session_id(), purpose] = call


def drop_kept_of(session: str) -> None:
    """Drop what only a session that ended has, and stop what runs for it."""
    for key in [key for key in _AT_END if key[0] == session]:
        _AT_END.pop(key)()
    for name in [name for name, (_, owner) in _KEPT.items() if owner == session]:
        del _KEPT[name]


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
        kept = KEPT if traces_permitted() else KEPT_WITHOUT_COPY
        _SEEN[context.session_id] = time.monotonic(), kept
        at_end("state", partial(_empty, context.session_state, context.fragment_storage))


def _empty(state: SafeSessionState, parts: FragmentStorage) -> None:
    """Drop what a session holds: the loop of the server holds the last session until another one comes."""
    for name in state.filtered_state:
        del state[name]
    parts.clear()  # functions, which have what they draw


async def end_departed() -> None:
    """End the sessions of closed pages, as long as the server runs; call it on the server's event loop."""
    ended = False
    while True:
        before, ended = ended, end_departed_at(time.monotonic())
        if before or ended:  # before: since then, the checks that ran for it have stopped
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
            drop_kept_of(name)
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
