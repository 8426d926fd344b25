"""Count the pages being drawn, so that background threads, which share the interpreter, can wait."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_LONGEST_WAIT: Final = 1.0  # seconds that a thread waits, at most, for pages being drawn


@dataclass(slots=True)
class _Pages:
    count: int = 0
    lock: Lock = field(default_factory=Lock)


_PAGES: Final = _Pages()


@contextmanager
def drawing() -> Iterator[None]:
    """Context manager for drawing a page, or for taking a step before that."""
    with _PAGES.lock:
        _PAGES.count += 1
    try:
        yield
    finally:
        with _PAGES.lock:
            _PAGES.count -= 1


def give_way(awaited: Callable[[], bool] = lambda: False) -> None:
    """Wait while a page is being drawn, for a second at most.

    Args:
        awaited: whether a page is waiting for the calling thread, which then must not wait.
    """
    until = time.monotonic() + _LONGEST_WAIT
    while _PAGES.count and not awaited() and time.monotonic() < until:
        time.sleep(0.01)
