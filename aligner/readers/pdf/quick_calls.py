"""Faster calls to pdfium, for functions called once for every character."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


def quick(function: Any, *, into: int = 0, gives_handle: bool = False) -> Callable[..., Any]:
    """A function of pdfium for a text page and an index, without what ctypes does around each call.

    ctypes releases the interpreter's lock and checks each argument, which takes longer than a call
    that only looks something up.

    Args:
        function: of `pypdfium2.raw`.
        into: how many addresses of variables it fills in follow the index.
        gives_handle: whether it gives a handle, which comes as a number or None; else a number.

    Returns:
        The function; it takes the address of the text page, the index and the variables' addresses.
    """
    result = ctypes.c_void_p if gives_handle else ctypes.c_int
    prototype = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * into)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


def address(handle: Any) -> int:
    """The number of a handle of pdfium, as these functions take it."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
