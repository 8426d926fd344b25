"""The common part of encoders that wrap another encoder, and the threads that encoders run on.

Encode many texts in batches, so that progress can be reported and the work cancelled.

Finished batches are not lost: a caching encoder (on disk or in memory) reuses their vectors when
the same texts are encoded again.

The cache on disk is one SQLite file in the user's own cache folder, readable by its owner only. It
contains digests of texts and their vectors, never a text. Since vectors still reveal something
about a confidential text, `CachedEncoder` is not used if the user wants no trace, and `clear`
removes existing vectors. A slow, full, locked, read-only or damaged cache never makes encoding fail:
texts are encoded without it, and `note` gives the reason. A damaged file is deleted and recreated.
"""

import hashlib
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import Encoder
from aligner.values import Message, Span, disk_traces

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
        self.inner = inner

    @property
    def name(self) -> str:
        """The name of the inner encoder."""
        return self.inner.name

    @property
    def revision(self) -> str:
        """The revision of the inner encoder."""
        return self.inner.revision

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
_lock: Final = threading.Lock()
_holders = 0
_limits: Any = None


def worker_count() -> int:
    """Return the number of encoding threads: the cores this process may use, at most eight.

    The environment variable `ALIGNER_THREADS` lowers it, for several processes on one machine.
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = os.environ.get("ALIGNER_THREADS", "")
    return min(usable, _MOST, int(limit) if limit.isdecimal() and int(limit) else _MOST)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limit the process's BLAS to one thread; the last holder to exit restores the old setting.

    The setting is process-wide, so holders are counted: if two overlap, neither may lift the
    limit while the other needs it, or leave it behind.
    """
    global _holders, _limits
    with _lock:
        if _holders == 0:
            _limits = _blas_libraries(len(sys.modules)).limit(limits=1, user_api="blas")
        _holders += 1
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if _holders == 0:
                _limits.restore_original_limits()
                _limits = None


@lru_cache(maxsize=1)
def _blas_libraries(_imported: int) -> Any:
    """Return the controller of the BLAS libraries in this process, once for a number of modules.

    Finding them takes several milliseconds, as long as encoding a paragraph, so it is repeated only
    after modules have been imported, which may have loaded another library.
    """
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


MEGABYTE: Final = 1 << 20
DEFAULT_LIMIT: Final = 512 * MEGABYTE
"""Maximum size of the file: about 220,000 vectors of the bundled encoder."""
_PAGE: Final = 16_384
"""Bytes of a page of the file. A vector takes 2,392 bytes of it; of a usual page, of 4,096, it takes all."""

_FILE: Final = "vectors.sqlite"
_FORMAT: Final = 2
_CHECKSUM: Final = 8  # bytes
_AT_ONCE: Final = 500
_PATIENCE: Final = 5.0
_KEEP: Final = 0.8


class CachedEncoder(EncoderWrapper):
    """An encoder that looks in the cache first.

    Vectors are returned exactly as they were encoded (float32). The key is a digest of the text
    and the encoder's name and revision, so vectors of different models never mix. Several
    processes may use one folder at once. If the file exceeds its limit, the least recently used
    vectors are removed.

    Args:
        encoder: encodes texts that are not in the cache.
        folder: the cache folder; by default the user's own. A folder created here is accessible
            to its owner only.
        limit: maximum size of the file in bytes.

    Attributes:
        note: None, or a message explaining why the cache could not be used or was recreated.
    """

    def __init__(self, encoder: Encoder, folder: Path | None = None, *, limit: int = DEFAULT_LIMIT) -> None:
        super().__init__(encoder)
        self._own_folder = folder is None
        self._folder = disk_traces.cache() if folder is None else folder
        self._limit = limit
        self.note: Message | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts: float32, `(len(texts), dimension)`, rows of unit length."""
        if not texts:
            return self.inner.encode(texts)
        keys = {text: self._key(text) for text in texts}
        known = self._read(list(keys.values()))
        missing = [text for text, key in keys.items() if key not in known]
        if missing:
            vectors = np.ascontiguousarray(self.inner.encode(missing), dtype=np.float32)
            fresh = {keys[text]: vector for text, vector in zip(missing, vectors, strict=True)}
            self._write(fresh)
            known.update(fresh)
        return np.stack([known[keys[text]] for text in texts], dtype=np.float32)

    def clear(self) -> None:
        """Remove every vector of every encoder from the folder.

        Raises:
            OSError: if the file cannot be removed; the message names it.
        """
        for path in self._files():
            path.unlink(missing_ok=True)

    def _key(self, text: str) -> bytes:
        digest = hashlib.sha256()
        for part in (self.name, self.revision, text):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "little"))
            digest.update(data)
        return digest.digest()

    def _files(self) -> tuple[Path, Path]:
        path = self._folder / _FILE
        return path, path.with_name(path.name + "-journal")

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        with self._guarded():
            if self._files()[0].exists():
                with closing(self._connect()) as connection:
                    self._fetch(connection, keys, found)
        return found

    @staticmethod
    def _fetch(
        connection: sqlite3.Connection, keys: Sequence[bytes], found: dict[bytes, NDArray[np.float32]]
    ) -> None:
        stale: list[tuple[bytes]] = []
        today = _today()
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = connection.execute(f"SELECT key, vector, used FROM vectors WHERE key IN ({marks})", some)
            for key, blob, used in rows:
                found[key] = _unpacked(key, blob)
                if used != today:
                    stale.append((key,))
        # A read-only cache is still useful; it just does not record when vectors were used.
        with suppress(sqlite3.OperationalError), connection:
            connection.executemany(f"UPDATE vectors SET used = {today} WHERE key = ?", stale)

    def _write(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        with self._guarded():
            self._prepare()
            with closing(self._connect()) as connection:
                with connection:
                    connection.executemany(
                        "INSERT OR REPLACE INTO vectors (key, used, vector) VALUES (?, ?, ?)",
                        ((key, _today(), _packed(key, vector)) for key, vector in vectors.items()),
                    )
                self._evict(connection)

    def _prepare(self) -> None:
        """Create folder and file with owner-only permissions before anything is stored."""
        if not self._folder.exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._own_folder:
            self._folder.chmod(0o700)
        os.close(os.open(self._files()[0], os.O_CREAT | os.O_RDWR, 0o600))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._files()[0], timeout=_PATIENCE)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                connection.execute(f"PRAGMA page_size = {_PAGE}")
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, used INTEGER, vector BLOB)"
                )
                connection.execute(f"PRAGMA user_version = {_FORMAT}")
            elif version != _FORMAT:
                raise sqlite3.DatabaseError(f"format {version}, not {_FORMAT}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _evict(self, connection: sqlite3.Connection) -> None:
        """If the file exceeds the limit, drop least recently used vectors down to 80 % of it."""
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        if page_size * pages <= self._limit:
            return
        count = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
        keep = int(count * self._limit * _KEEP / (page_size * pages))
        with connection:
            connection.execute(
                "DELETE FROM vectors WHERE rowid IN (SELECT rowid FROM vectors ORDER BY used, rowid LIMIT ?)",
                (count - keep,),
            )
        # `execute` would run only one step, which frees a single page; `executescript` runs all.
        connection.executescript("PRAGMA incremental_vacuum")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn any cache failure into a note, and delete a damaged file."""
        try:
            yield
        except sqlite3.OperationalError as error:  # locked, full, read-only, out of reach
            self.note = self._off(str(error))
        except (sqlite3.DatabaseError, ValueError, TypeError, OverflowError) as error:  # not ours, or damaged
            self.note = Message("cache.damaged", detail=str(error), file=str(self._files()[0]))
            self._discard()
        except OSError as error:
            self.note = self._off(error.strerror or str(error))

    def _off(self, detail: str) -> Message:
        return Message("cache.off", detail=detail, file=str(self._files()[0]))

    def _discard(self) -> None:
        try:
            self.clear()
        except OSError as error:
            self.note = self._off(error.strerror or str(error))


def _packed(key: bytes, vector: NDArray[np.float32]) -> bytes:
    """Return a vector's bytes with a checksum over them and its key."""
    data = vector.astype("<f4").tobytes()
    return data + _checksum(key, data)


def _unpacked(key: bytes, entry: object) -> NDArray[np.float32]:
    """Return the vector of an entry.

    Raises:
        ValueError: if the entry is corrupt; then nothing in the file can be trusted.
    """
    if not isinstance(entry, bytes) or len(entry) <= _CHECKSUM:
        raise ValueError("an entry is not a vector")
    data, checksum = entry[:-_CHECKSUM], entry[-_CHECKSUM:]
    if checksum != _checksum(key, data):
        raise ValueError("an entry differs from what was stored")
    return np.frombuffer(data, dtype="<f4")


def _checksum(key: bytes, data: bytes) -> bytes:
    digest = hashlib.blake2b(key, digest_size=_CHECKSUM)
    digest.update(data)  # not joined: most of the time would go into copies
    return digest.digest()


def _today() -> int:
    """Days since 1970: precise enough for eviction, and a hit writes at most once a day."""
    return datetime.now(UTC).toordinal() - datetime(1970, 1, 1, tzinfo=UTC).toordinal()
