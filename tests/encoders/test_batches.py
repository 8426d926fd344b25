"""Encoding in batches: the same vectors, with progress."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from word_vectors import WordVectors

from aligner.encoders.wrapper import PausingEncoder, encode_in_batches, word_vectors
from aligner.values import Span


class Watched(WordVectors):
    """Word vectors, and the size of each call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls.append(len(texts))
        return super().encode(texts)


@given(st.lists(st.sampled_from(["peace", "now", "for all", "", "reports"]), max_size=12), st.integers(1, 5))
def test_batches_equal_a_single_call(texts: list[str], size: int) -> None:
    encoder, reported = Watched(), list[tuple[int, int]]()
    found = encode_in_batches(encoder, texts, lambda *what: reported.append(what), size=size)
    assert np.array_equal(found, WordVectors().encode(texts))
    distinct = len(set(texts))
    assert max(encoder.calls) <= size
    assert sum(encoder.calls) == distinct
    assert reported[-1] == (distinct, distinct)
    assert reported == sorted(reported)
    assert len(reported) == len(encoder.calls)


def test_a_pausing_encoder_can_be_stopped_between_small_batches_and_before_words() -> None:
    class StopError(Exception):
        pass

    def stop() -> None:
        raise StopError

    inner = Watched()
    encoder = PausingEncoder(inner, stop)
    with pytest.raises(StopError):
        encoder.encode([str(number) for number in range(1000)])
    assert 0 < sum(inner.calls) < 100
    inner.calls.clear()
    with pytest.raises(StopError):
        word_vectors(encoder, ["a b"], [[Span(0, 1), Span(2, 3)]])
    assert not inner.calls
