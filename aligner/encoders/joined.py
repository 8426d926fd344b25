"""Several encoders side by side: their vectors end to end, each with an equal say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.encoders import Encoder


class JoinedEncoder:
    """Encoders that err in different places correct each other.

    Args:
        encoders: two or more; a dot product of joined vectors is the mean of theirs.
    """

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        self._encoders = tuple(encoders)
        self.name = "+".join(encoder.name for encoder in encoders)
        self.revision = " ".join(encoder.revision for encoder in encoders)

    @property
    def dimension(self) -> int:
        """Length of each vector: the encoders' together."""
        return sum(encoder.dimension for encoder in self._encoders)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give each text its vector: float32, `(len(texts), dimension)`, rows of unit length."""
        vectors = np.concatenate([encoder.encode(texts) for encoder in self._encoders], axis=1)
        vectors /= np.float32(np.sqrt(len(self._encoders)))
        return vectors
