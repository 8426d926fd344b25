"""Results computed from the open project, cached in the session while their sources are unchanged.

Values are frozen, so the same object means the same contents: sources are compared by identity.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar, cast

import streamlit as st

_CACHE: Final = "aligner.cache"

T = TypeVar("T")
Entry = tuple[tuple[object, ...], object]
"""The sources of a result, and the result."""


def cached(name: str, sources: tuple[object, ...], make: Callable[[], T]) -> T:
    """Return a cached result, recomputed when one of its sources is another object."""
    found = valid(name, sources)
    if found is None:
        found = (make(),)
        store(name, sources, found[0])
    return cast("T", found[0])


def valid(name: str, sources: tuple[object, ...]) -> tuple[object] | None:
    """Return a cached result as a 1-tuple if it was computed from these sources, else None."""
    entry = last(name)
    if entry is None or len(entry[0]) != len(sources):
        return None
    same = all(mine is theirs for mine, theirs in zip(entry[0], sources, strict=True))
    return (entry[1],) if same else None


def last(name: str) -> Entry | None:
    """Return the result last stored under a name with its sources, valid or not."""
    return _entries().get(name)


def store(name: str, sources: tuple[object, ...], value: object) -> None:
    """Store a result in place of the last one of its name."""
    _entries()[name] = (sources, value)


def _entries() -> dict[str, Entry]:
    return cast("dict[str, Entry]", st.session_state.setdefault(_CACHE, {}))
