"""Memory of native code: keep the allocator from holding what is free.

A server reads and compares in a thread for each session. The C library of Linux gives threads arenas of
their own, which keep what was freed in them: after many sessions, twice as much as one arena would.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Final

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
