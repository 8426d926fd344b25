"""Boxes and origins of the characters on a PDF page, by calls made quick."""

import ctypes
from collections.abc import Callable
from itertools import repeat
from typing import Any, Final

_BATCH: Final = 256

CharacterBox = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def boxes_of(pdfium: Any, textpage: Any, count: int) -> list[CharacterBox]:
    """Return the box of each of the first `count` characters.

    A box is as high as the font, and at least as wide as the character's advance.
    """
    box_of = quick(pdfium.FPDFText_GetLooseCharBox)
    values = (ctypes.c_float * (4 * _BATCH))()
    addresses = _addresses(values, 4)
    found: list[CharacterBox] = []
    for start in range(0, count, _BATCH):
        indices = range(start, min(start + _BATCH, count))
        size = sum(1 for _ in map(box_of, repeat(textpage), indices, addresses))
        flat: list[float] = values[: 4 * size]
        found += zip(flat[::4], flat[1::4], flat[2::4], flat[3::4], strict=True)
    return found


def origins_of(pdfium: Any, textpage: Any, count: int) -> list[tuple[float, float]]:
    """Return the origin (x, y) of each of the first `count` characters on its baseline."""
    origin_of = quick(pdfium.FPDFText_GetCharOrigin)
    values = (ctypes.c_double * (2 * _BATCH))()
    addresses = _addresses(values, 1)
    found: list[tuple[float, float]] = []
    for start in range(0, count, _BATCH):
        indices = range(start, min(start + _BATCH, count))
        size = sum(1 for _ in map(origin_of, repeat(textpage), indices, addresses[::2], addresses[1::2]))
        flat: list[float] = values[: 2 * size]
        found += zip(flat[::2], flat[1::2], strict=True)
    return found


def origin_of(pdfium: Any, textpage: Any, index: int) -> tuple[float, float]:
    """Return the origin (x, y) of one character on its baseline."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    return x.value, y.value


def ink_of(pdfium: Any, textpage: Any, index: int) -> CharacterBox:
    """Return the box around the ink of one character; an empty one if pdfium has none."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, top.value, right.value, bottom.value


def _addresses(values: Any, step: int) -> list[ctypes.c_void_p]:
    """Return the addresses of every `step`th value of an array."""
    start, stop = ctypes.addressof(values), ctypes.addressof(values) + ctypes.sizeof(values)
    return [ctypes.c_void_p(place) for place in range(start, stop, step * ctypes.sizeof(values._type_))]


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
