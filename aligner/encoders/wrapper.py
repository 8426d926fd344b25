"""The common part of encoders that wrap another encoder, and the threads that encoders run on.

Encode many texts in batches, so that progress can be reported and the work cancelled.

Finished batches are not lost: a caching encoder (on disk or in memory) reuses their vectors when
the same texts are encoded again.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import Encoder
from aligner.values import Span
from aligner.values.shared_setting import SharedSetting

_BATCH: Final = 64
"""Texts between two pauses: about a tenth of a second of work for the bundled encoder."""


BATCH: Final = 512
"""Texts per batch: about one second of work for the bundled encoder."""


class EncoderWrapper:
    """Passes on what identifies an encoder; a subclass adds `encode`.

    Attributes:
        inner: the encoder that is wrapped.
    """

    def __init__(self, inner: Encoder) -> None:
        self.inner, self.name, self.revision = inner, inner.name, inner.revision

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self.inner.dimension


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
    words_of = [[span.of(text) for span in spans] for text, spans in zip(texts, words, strict=True)]
    vectors = encode_once(encoder.encode, [word for each in words_of for word in each])
    return np.split(vectors, np.cumsum([len(each) for each in words_of])[:-1]) if words_of else []


def encode_once(
    encode: Callable[[list[str]], NDArray[np.float32]], texts: Iterable[str]
) -> NDArray[np.float32]:
    """Encode each distinct text once, and return a row for each of the texts."""
    texts = list(texts)
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return encode(list(place))[[place[text] for text in texts]]


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


def encode_in_batches(
    encoder: Encoder, texts: Sequence[str], report: Callable[[int, int], None], *, size: int = BATCH
) -> NDArray[np.float32]:
    """Encode texts, each distinct one once, and report progress after each batch.

    Args:
        encoder: the encoder to use.
        texts: any number of texts.
        report: called with (done, total), in distinct texts. Exceptions it raises propagate
            and end the encoding.
        size: texts per batch, at least 1.

    Returns:
        Shape `(len(texts), d)`: equal to `encoder.encode(texts)` up to the seventh digit, which
        the other texts of a call may affect.
    """

    def encode(distinct: list[str]) -> NDArray[np.float32]:
        parts = []
        for start in range(0, max(len(distinct), 1), size):
            parts.append(encoder.encode(distinct[start : start + size]))
            report(min(start + size, len(distinct)), len(distinct))
        return np.concatenate(parts) if len(parts) > 1 else parts[0]

    return encode_once(encode, texts)


# If a small matrix product is divided among several BLAS threads, most of the time is spent on
# synchronization: ten times as long as the product itself if another process competes for a core.
# So each product runs on one thread, both in encoding (whose batches run in parallel) and in
# alignment.

_MOST: Final = 8


def worker_count() -> int:
    """Return the number of encoding threads: the cores this process may use, at most eight.

    The environment variable `ALIGNER_THREADS` lowers it, for several processes on one machine.
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = os.environ.get("ALIGNER_THREADS", "")
    return min(usable, _MOST, int(limit) if limit.isdecimal() and int(limit) else _MOST)


@lru_cache(maxsize=1)
def _blas_libraries(_imported: int) -> Any:
    """Return the controller of the BLAS libraries in this process, once for a number of modules.

    Finding them takes several milliseconds, as long as encoding a paragraph, so it is repeated only
    after modules have been imported, which may have loaded another library.
    """
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _limit_blas() -> Callable[[], None]:
    limits = _blas_libraries(len(sys.modules)).limit(limits=1, user_api="blas")
    restore: Callable[[], None] = limits.restore_original_limits
    return restore


one_blas_thread: Final = SharedSetting(_limit_blas)
"""Limit the BLAS of the process to one thread while at least one thread is inside."""
