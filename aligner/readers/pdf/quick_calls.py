"""Faster calls to pdfium, for functions called once for every character."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


def quick(function: Any, *, into: int = 0, gives_handle: bool = False) -> Callable[..., Any]:
    """Return a pdfium function of a text page and an index, without the overhead of ctypes.

    ctypes releases the interpreter's lock and checks each argument, which takes longer than a
    simple look-up.

    Args:
        function: a function of `pypdfium2.raw`.
        into: the number of output variables whose addresses follow the index.
        gives_handle: whether it returns a handle, as a number or None; otherwise a number.

    Returns:
        The function; it takes the address of the text page, the index and the variables' addresses.
    """
    result = ctypes.c_void_p if gives_handle else ctypes.c_int
    prototype = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * into)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


def address(handle: Any) -> int:
    """Return the address of a pdfium handle, as these functions take it."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
