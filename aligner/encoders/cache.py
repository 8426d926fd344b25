"""Cache vectors on disk, so that the same text is encoded only once.

The cache is one SQLite file in the user's own cache folder, readable by its owner only. It
contains digests of texts and their vectors, never a text. Since vectors still reveal something
about a confidential text, `CachedEncoder` is not used if the user wants no trace, and `clear`
removes existing vectors.

A slow, full, locked, read-only or damaged cache never makes encoding fail: texts are encoded
without it, and `note` gives the reason. A damaged file is deleted and recreated.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import Encoder
from aligner.encoders.wrapper import EncoderWrapper
from aligner.values import Message, disk_traces

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
        stale: list[tuple[bytes]] = []
        today = _today()
        with self._guarded():
            if not self._files()[0].exists():
                return found
            with closing(self._connect()) as connection:
                for start in range(0, len(keys), _AT_ONCE):
                    some = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, vector, used FROM vectors WHERE key IN ({marks})"
                    for key, blob, used in connection.execute(query, some):
                        found[key] = _unpacked(key, blob)
                        if used != today:
                            stale.append((key,))
                # A read-only cache is still useful; it just does not record when vectors were used.
                with suppress(sqlite3.OperationalError), connection:
                    connection.executemany(f"UPDATE vectors SET used = {today} WHERE key = ?", stale)
        return found

    def _write(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        with self._guarded():
            # Folder and file are made for their owner alone before anything is stored.
            if not self._folder.exists():
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._own_folder:
                self._folder.chmod(0o700)
            os.close(os.open(self._files()[0], os.O_CREAT | os.O_RDWR, 0o600))
            with closing(self._connect()) as connection:
                with connection:
                    connection.executemany(
                        "INSERT OR REPLACE INTO vectors (key, used, vector) VALUES (?, ?, ?)",
                        ((key, _today(), _packed(key, vector)) for key, vector in vectors.items()),
                    )
                self._evict(connection)

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
            try:
                self.clear()
            except OSError as error:
                self.note = self._off(error.strerror or str(error))
        except OSError as error:
            self.note = self._off(error.strerror or str(error))

    def _off(self, detail: str) -> Message:
        return Message("cache.off", detail=detail, file=str(self._files()[0]))


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
