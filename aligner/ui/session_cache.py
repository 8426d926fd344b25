"""Results computed from the open project, cached in the session while their sources are unchanged.

Sources are compared by identity: values are frozen, so the same object means the same contents.
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
    entry = _entries().get(name)
    return (entry[1],) if entry is not None and same(entry[0], sources) else None


def same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two tuples of sources contain the same objects."""
    return len(one) == len(other) and all(mine is theirs for mine, theirs in zip(one, other, strict=True))


def store(name: str, sources: tuple[object, ...], value: object) -> None:
    """Store a result in place of the last one under this name."""
    _entries()[name] = (sources, value)


def _entries() -> dict[str, Entry]:
    return cast("dict[str, Entry]", st.session_state.setdefault(_CACHE, {}))
