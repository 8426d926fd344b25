"""Faster calls to pdfium, for functions called once for every character."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


def quick(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """Return a pdfium function that is called without the overhead of ctypes.

    ctypes releases the interpreter lock and converts each argument to its declared type, which
    takes longer than a simple look-up itself. The returned function does neither.

    Args:
        function: a function of `pypdfium2.raw`.
        result: its result type; `ctypes.c_void_p` for a handle, which is returned as a number or None.

    Returns:
        The function. Pass integers as they are, and each handle or address of an output
        variable as a ctypes pointer, reference or `c_void_p`; arguments are not checked.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)
