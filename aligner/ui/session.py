"""The open project, stored in the session, so that no two sessions share drafts.

One project is open at a time, as a `Timeline` of `Project` states. Results computed from it are cached
beside it while their sources are unchanged. The user's choice whether sentence vectors and recovery copies
are written to disk is kept here, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar, cast

import streamlit as st

from aligner.values import disk_traces

if TYPE_CHECKING:
    from aligner.project.saved_work import Project
    from aligner.project.timeline import Timeline
    from aligner.values import Comparison


_TIMELINE: Final = "aligner.timeline"


def timeline() -> Timeline | None:
    """The open project with its steps, or None."""
    return cast("Timeline | None", st.session_state.get(_TIMELINE))


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
    found = cached_result(name, sources)
    if found is None:
        found = (make(),)
        cache_result(name, sources, found[0])
    return cast("T", found[0])


def cached_result(name: str, sources: tuple[object, ...]) -> tuple[object] | None:
    """Return a cached result as a 1-tuple if it was computed from these sources, else None."""
    entry = _entries().get(name)
    return (entry[1],) if entry is not None and same(entry[0], sources) else None


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
