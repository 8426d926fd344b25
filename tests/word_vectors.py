"""A deterministic stand-in for the encoder: a text's vector is the sum of its words' vectors.

The digest of each word gives it a fixed random direction. Texts that share words are near each other
in any language, and nothing needs to be loaded.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.align_prepared import align_prepared
from aligner.alignment.prepared import prepare
from aligner.encoders import Encoder
from aligner.values import Alignment, Bead, Document

DIMENSION = 96


@cache
def _direction(word: str) -> NDArray[np.float32]:
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=DIMENSION).astype(np.float32)


class WordVectors:
    """An encoder for `align`."""

    name = "word-vectors"
    revision = "1"

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors, of length 1 times the scale."""
        rows = [sum((_direction(w) for w in text.split()), np.zeros(DIMENSION, np.float32)) for text in texts]
        found = np.array(rows, np.float32).reshape(len(texts), DIMENSION)
        return self.scale * found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def sentence(number: int, *, words: int = 6) -> str:
    """A sentence that shares no word with another number's."""
    letters = "abcdefghij"
    stem = "".join(letters[int(digit)] for digit in str(number))
    return " ".join(f"{stem}{letters[place]}word" for place in range(words))


def align_around(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    corners: Sequence[tuple[int, int]] = (),
    confirmed: Sequence[Bead] = (),
    moves: bool = True,
) -> Alignment:
    """Align two documents around corners and confirmed beads."""
    sides = prepare([source, target], encoder)
    return align_prepared(*sides, encoder, corners, confirmed, moves=moves)
