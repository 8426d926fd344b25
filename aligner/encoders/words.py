"""Compute vectors for the words of a text with any encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.encoders import Encoder
    from aligner.values import Span


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
    inner: Any = encoder
    while hasattr(inner, "inner") and not hasattr(inner, "encode_words"):
        inner = inner.inner
    if hasattr(inner, "encode_words"):
        found: list[NDArray[np.float32]] = inner.encode_words(texts, words)
        return found
    cut = [[span.of(text) for span in spans] for text, spans in zip(texts, words, strict=True)]
    distinct = list(dict.fromkeys(word for each in cut for word in each))
    row = {word: number for number, word in enumerate(distinct)}
    vectors = encoder.encode(distinct)
    return [vectors[[row[word] for word in each]] for each in cut]
