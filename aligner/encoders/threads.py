"""How many threads encode, and how the matrix library is kept from adding its own.

Small matrix products shared out over several BLAS threads spend their time waiting for
each other, ten times longer than the product takes once another process wants a core.
So each product runs on one thread: when texts are encoded, whose batches run side by side,
and when documents are aligned.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_MOST: Final = 8
_lock: Final = threading.Lock()
_holders = 0
_limits: Any = None


def worker_count() -> int:
    """Threads to encode on: the cores this process may use, at most eight."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Hold the process's BLAS at one thread; its own setting comes back with the last holder.

    The setting belongs to the process, so holders are counted: of two overlapping
    holders, neither may take the limit away from the other or leave it behind.
    """
    global _holders, _limits
    with _lock:
        if _holders == 0:
            from threadpoolctl import threadpool_limits

            _limits = threadpool_limits(limits=1, user_api="blas")
        _holders += 1
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if _holders == 0:
                _limits.restore_original_limits()
                _limits = None
