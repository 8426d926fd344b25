"""Vectors kept for one run only, where none may be left on disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.encoders import Encoder


class RememberingEncoder:
    """An encoder that encodes a text once in its life, and forgets all when it goes.

    Stands in for the cache on disk where that is not wanted: vectors of confidential
    text must leave no trace, but one run need not make them twice.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """The encoder's own name."""
        return self._encoder.name

    @property
    def revision(self) -> str:
        """The encoder's own revision."""
        return self._encoder.revision

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does; rows of unit length, one a text."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._known))
        if fresh:
            self._known.update(zip(fresh, self._encoder.encode(fresh), strict=True))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._known[text] for text in texts])
