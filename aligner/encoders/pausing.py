"""An encoder that often offers its caller to wait or to stop, for work in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from aligner.encoders.batches import encode_in_batches
from aligner.encoders.words import word_vectors
from aligner.encoders.wrapper import EncoderWrapper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aligner.encoders import Encoder
    from aligner.values import Span

_BATCH: Final = 64
"""Texts between two pauses: about a tenth of a second of work for the bundled encoder."""


class PausingEncoder(EncoderWrapper):
    """An encoder that calls a function before words, and after each small batch of texts."""

    def __init__(self, encoder: Encoder, pause: Callable[[], None]) -> None:
        super().__init__(encoder)
        self._pause = pause

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts: one row of unit length per text."""
        return encode_in_batches(self.inner, texts, lambda done, total: self._pause(), size=_BATCH)

    def encode_words(
        self, texts: Sequence[str], words: Sequence[Sequence[Span]]
    ) -> list[NDArray[np.float32]]:
        """Encode the words of texts, as `words.word_vectors` does."""
        self._pause()
        return word_vectors(self.inner, texts, words)
