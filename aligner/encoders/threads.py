"""Choose the number of encoding threads, and limit the threads of BLAS.

If a small matrix product is divided among several BLAS threads, most of the time is spent on
synchronization: ten times as long as the product itself if another process competes for a core.
So each product runs on one thread, both in encoding (whose batches run in parallel) and in
alignment.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_MOST: Final = 8
_lock: Final = threading.Lock()
_holders = 0
_limits: Any = None
_libraries: tuple[int, Any] = (0, None)


def worker_count() -> int:
    """Return the number of encoding threads: the cores this process may use, at most eight.

    The environment variable `ALIGNER_THREADS` lowers it, for several processes on one machine.
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = os.environ.get("ALIGNER_THREADS", "")
    return min(usable, _MOST, int(limit) if limit.isdecimal() and int(limit) else _MOST)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limit the process's BLAS to one thread; the last holder to exit restores the old setting.

    The setting is process-wide, so holders are counted: if two overlap, neither may lift the
    limit while the other needs it, or leave it behind.
    """
    global _holders, _limits
    with _lock:
        if _holders == 0:
            _limits = _blas_libraries().limit(limits=1, user_api="blas")
        _holders += 1
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if _holders == 0:
                _limits.restore_original_limits()
                _limits = None


def _blas_libraries() -> Any:
    """Return the controller of the BLAS libraries in this process.

    Finding them takes several milliseconds, as long as encoding a paragraph, so it is repeated only
    after modules have been imported, which may have loaded another library.
    """
    global _libraries
    from threadpoolctl import ThreadpoolController

    imported = len(sys.modules)
    if _libraries[0] != imported:
        _libraries = (imported, ThreadpoolController())
    return _libraries[1]
