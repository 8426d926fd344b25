"""Counts the pages being drawn, so that threads give way to them: both need the interpreter."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_POLITE: Final = 1.0  # seconds a thread waits at most for a page that is being drawn


@dataclass(slots=True)
class _Pages:
    count: int = 0
    lock: Lock = field(default_factory=Lock)


_PAGES: Final = _Pages()


@contextmanager
def drawing() -> Iterator[None]:
    """Context in which a page is drawn, or a step is taken before it is."""
    with _PAGES.lock:
        _PAGES.count += 1
    try:
        yield
    finally:
        with _PAGES.lock:
            _PAGES.count -= 1


def give_way(awaited: Callable[[], bool] = lambda: False) -> None:
    """Wait while a page is drawn, but not for long.

    Args:
        awaited: whether a page waits for the calling thread, which then waits for none.
    """
    until = time.monotonic() + _POLITE
    while _PAGES.count and not awaited() and time.monotonic() < until:
        time.sleep(0.01)
