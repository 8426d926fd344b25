"""Scaling vectors to unit length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Float = TypeVar("Float", np.float32, np.float64)

_TINY: Final = 1e-9
"""The least length to divide by, so that a row of zeros stays one."""


def unit(rows: NDArray[Float]) -> NDArray[Float]:
    """Return rows scaled to unit length, in the precision they have; shape (rows, dimension).

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).round(3).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, _TINY), dtype=rows.dtype)
