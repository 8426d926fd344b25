"""Documents of any length with artificial vectors, to measure growth without encoding.

A target vector is its source's with noise; like real ones, all lean towards one subject. The target
side lacks a block, and about every thirtieth line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.values import Document
from tests.benchmarks.corpora import document

DIMENSION = 512


@dataclass(frozen=True, slots=True)
class Synthetic:
    """Two documents, their vectors, and the right 1-1 links."""

    source: Document
    target: Document
    source_vectors: NDArray[np.float32]
    target_vectors: NDArray[np.float32]
    links: frozenset[tuple[int, int]]


class Given:
    """An encoder that hands out vectors made beforehand, the source's first, however they are asked for."""

    name = "given"
    revision = ""

    def __init__(self, *vectors: NDArray[np.float32]) -> None:
        self.left = list(vectors)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The next vectors in turn."""
        found, rest = self.left[0][: len(texts)], self.left[0][len(texts) :]
        self.left[:1] = [rest] if len(rest) else []
        return found


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors with length 1, in place."""
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def synthetic(count: int, *, seed: int = 0) -> Synthetic:
    """A pair of documents with `count` source segments."""
    random = np.random.default_rng(seed)
    source = random.standard_normal((count, DIMENSION), np.float32)
    subject = random.standard_normal(DIMENSION, np.float32)
    kept = random.random(count) > 0.03
    kept[count // 3 : count // 3 + count // 50] = False
    target = source[kept] + 0.9 * random.standard_normal((int(kept.sum()), DIMENSION), np.float32)
    source += 0.8 * subject
    target += 0.8 * subject
    numbers = np.flatnonzero(kept).tolist()
    return Synthetic(
        document("zh", [f"第{number}段文字若干" for number in range(count)]),
        document("en", [f"The text of paragraph number {number}" for number in numbers]),
        unit(source),
        unit(target),
        frozenset((i, j) for j, i in enumerate(numbers)),
    )
