"""Vectors of the words of a text, from any encoder."""

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
    """Encode the words of texts, in context if the encoder can, otherwise each by itself.

    Vectors are computed again each time, even by an encoder that caches those of texts: a word in
    context occurs once.

    Args:
        encoder: any encoder; the bundled one knows words in context.
        texts: the texts.
        words: the places of each text's words, in order, without overlap.

    Returns:
        For each text an array `(number of its words, dimension)`; rows may have any length.
    """
    inner: Any = encoder
    while hasattr(inner, "inner"):
        inner = inner.inner
    if hasattr(inner, "encode_words"):
        found: list[NDArray[np.float32]] = inner.encode_words(texts, words)
        return found
    cut = [[span.of(text) for span in spans] for text, spans in zip(texts, words, strict=True)]
    distinct = list(dict.fromkeys(word for each in cut for word in each))
    row = {word: number for number, word in enumerate(distinct)}
    vectors = encoder.encode(distinct)
    return [vectors[[row[word] for word in each]] for each in cut]
