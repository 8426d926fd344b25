"""A setting of the whole process that several threads may want changed at the same time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class SharedSetting:
    """Changes a setting while at least one thread is inside: none may undo it while another needs it.

    Args:
        change: changes the setting, and returns what restores it; called by the first thread to enter,
            and what it returns by the last to leave.
    """

    def __init__(self, change: Callable[[], Callable[[], object]]) -> None:
        self._change, self._lock, self._holders = change, Lock(), 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Keep the setting changed."""
        with self._lock:
            if not self._holders:
                self._restore = self._change()
            self._holders += 1
        try:
            yield
        finally:
            with self._lock:
                self._holders -= 1
                if not self._holders:
                    self._restore()
