"""Cache vectors in memory for one run, if none may be stored on disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from aligner.encoders.wrapper import EncoderWrapper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.encoders import Encoder


class RememberingEncoder(EncoderWrapper):
    """An encoder that encodes each text once and keeps the vectors in memory only.

    It replaces the cache on disk if that is not wanted: vectors of confidential texts must leave
    no trace, but one run need not compute them twice.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts: one row of unit length per text."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._known))
        if fresh:
            self._known.update(zip(fresh, self.inner.encode(fresh), strict=True))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._known[text] for text in texts])
