"""Compute vectors for the words of a text with any encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from aligner.encoders.wrapper import EncoderWrapper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aligner.encoders import Encoder
    from aligner.values import Span


@runtime_checkable
class ContextEncoder(Protocol):
    """An encoder that also encodes words in their context."""

    def encode_words(
        self, texts: Sequence[str], words: Sequence[Sequence[Span]]
    ) -> list[NDArray[np.float32]]:
        """Encode words as `word_vectors` does."""


def word_vectors(
    encoder: Encoder, texts: Sequence[str], words: Sequence[Sequence[Span]]
) -> list[NDArray[np.float32]]:
    """Encode the words of texts: in context if the encoder supports it, otherwise in isolation.

    Vectors in context are never cached, since the same word hardly ever recurs in the same context.

    Args:
        encoder: any encoder; the bundled one supports words in context.
        texts: the texts.
        words: the spans of each text's words, in order, without overlap.

    Returns:
        An array `(number of words, dimension)` for each text; rows are not of unit length.
    """
    inner = encoder
    while isinstance(inner, EncoderWrapper) and not isinstance(inner, ContextEncoder):
        inner = inner.inner
    if isinstance(inner, ContextEncoder):
        return inner.encode_words(texts, words)
    cut = [[span.of(text) for span in spans] for text, spans in zip(texts, words, strict=True)]
    distinct = list(dict.fromkeys(word for each in cut for word in each))
    row = {word: number for number, word in enumerate(distinct)}
    vectors = encoder.encode(distinct)
    return [vectors[[row[word] for word in each]] for each in cut]
