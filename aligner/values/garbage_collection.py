"""When Python collects garbage, and in which objects it looks for it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_YOUNG_OBJECTS: Final = 20_000  # Python's default is 700 to 2,000

_lock = Lock()
_readers = 0
_usual = gc.get_threshold()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect garbage only after many new objects, while at least one thread is inside.

    Collections take a tenth of the time to read pages. Characters of a page, values of a project
    and what is shown of them are in no reference cycles, so they are freed without a collection.
    The threshold is raised rather than the collector switched off, so that memory stays bounded;
    the last thread to leave restores the threshold found by the first.
    """
    global _readers, _usual
    with _lock:
        if not _readers:
            _usual = gc.get_threshold()
            gc.set_threshold(max(_usual[0], _YOUNG_OBJECTS) if _usual[0] else 0, *_usual[1:])
        _readers += 1
    try:
        yield
    finally:
        with _lock:
            _readers -= 1
            if not _readers:
                gc.set_threshold(*_usual)


def freeze() -> None:
    """Exempt what there is from later collections, without a collection, which would take long."""
    gc.freeze()


def collect_and_freeze() -> None:
    """Collect all garbage, and exempt what remains from later collections.

    These take long if a project is open. Our values have no cycles, so reference counting frees
    them, frozen or not; but what is in a cycle, such as a session and all that it holds, stays until
    this is called again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
