"""The indexes of an archive beside its tables: full text, in SQLite's FTS5, and meaning, in faiss.

The full-text index covers the newest draft of each language. It is updated shard by shard: `batch` indexes
shards as they are assembled, and a search indexes any that remain.

Words in the form that a search compares: folded, and reduced to their stems.

Folding removes differences of case, accents and width, and between Traditional and Simplified
Chinese; stemming (Snowball) removes inflection. Each Chinese character is a word, so that any run
of characters can be found.
"""

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aligner import languages
from aligner.archive.layout import Archive, open_table
from aligner.archive.query import Query
from aligner.archive.storage import replacing
from aligner.languages.letter_ranges import HAN
from aligner.values import ArchiveError, LanguageError, Message, Span, about, disk_traces, reason
from aligner.view.search_folding import fold_with_origins, search_key

_FILE: Final = "search.sqlite"
_FORMAT: Final = 2
_SELECTED: Final = "name, row, language, version, place, score, text"
_COLUMNS: Final = ("set", "row", "language", "version", "place", "score", "text")


_WORD: Final = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one document in a row of a set."""

    set: str
    row: int
    language: str
    version: str
    place: str
    score: float
    text: str


def index_path(archive: Archive, name: str = _FILE) -> Path:
    """Return the path of an index: in the archive, or in the user's cache folder.

    An archive that is remote or cannot be written has its index in the cache folder.
    """
    if archive.folder.is_local and os.access(archive.folder.path(), os.W_OK):
        return Path(archive.folder.path(name))
    digest = hashlib.sha256(archive.folder.url.encode()).hexdigest()[:16]
    folder = disk_traces.cache() / "archives"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{digest}-{name}"


class SearchIndex:
    """The index of one archive, to be closed after use.

    Every method raises `ArchiveError` if the file is damaged or cannot be read or written.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        try:
            self._path = index_path(archive)
            with self._errors_named():
                self._db = _opened(self._path)
        except OSError as error:
            unmade = Message("archives.index_unmade", why=reason(error))
            raise ArchiveError(about(archive.folder.url, unmade)) from error

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        """Turn an error of the database into one that names its file."""
        try:
            yield
        except sqlite3.Error as error:
            raise ArchiveError.about(str(self._path), "archives.index_unusable", why=reason(error)) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @property
    def languages(self) -> list[str]:
        """The languages of the indexed texts."""
        with self._errors_named():
            tables = self._db.execute("SELECT name FROM sqlite_master WHERE name GLOB 'words_??'")
            return sorted(name.removeprefix("words_") for (name,) in tables)

    def update(self, shard: str | None = None) -> bool:
        """Index the shards that have changed, or only the given one; return whether any had changed."""
        try:
            with self._errors_named():
                known = dict(self._db.execute("SELECT shard, stamp FROM shards"))
                stamps = self._archive.folder.stamps(f"rows/{shard}.parquet" if shard else "rows")
                changed = [name for name, stamp in stamps.items() if known.get(name) != stamp]
                gone = [name for name in known if shard is None and name not in stamps]
                for name in changed:
                    self._replace(name, stamps[name])
                for name in gone:
                    with self._db:
                        self._remove(name)
        except OSError as error:
            raise ArchiveError(Message("archives.index_stale", why=reason(error))) from error
        return bool(changed or gone)

    def find(self, query: Query, language: str) -> tuple[int, list[Text]]:
        """Find the texts of one language that contain the words next to each other, in any form.

        Returns:
            The number of texts found, and the first of them in the order of the archive.
        """
        phrase = " ".join(tokens_of(query.words, language))
        if not phrase or language not in self.languages:
            return 0, []
        table = f"words_{language}"
        matches, quoted = f"FROM {table} WHERE {table} MATCH ?", f'"{phrase}"'
        with self._errors_named():
            if query.all_sets:  # counting needs no list of the texts
                (count,) = self._db.execute(f"SELECT count(*) {matches}", (quoted,)).fetchone()
                first = self._numbers(f"{matches} ORDER BY rowid LIMIT ?", quoted, query.limit)
            else:  # the plus keeps SQLite from looking up the words once for each text of the sets
                condition, values = query.names()
                chosen = f"+rowid IN (SELECT id FROM texts WHERE {condition})"
                found = self._numbers(f"{matches} AND {chosen} ORDER BY rowid", quoted, *values)
                count, first = len(found), found[: query.limit]
            return count, [self._text(number) for number in first]

    def _numbers(self, where: str, *values: object) -> list[int]:
        return [number for (number,) in self._db.execute(f"SELECT rowid {where}", values)]

    def _text(self, number: int) -> Text:
        return Text(*self._db.execute(f"SELECT {_SELECTED} FROM texts WHERE id = ?", (number,)).fetchone())

    def selected(self, name: str, query: Query) -> bool:
        """Whether a set is among those to search."""
        condition, values = query.names()
        with self._errors_named():
            found = self._db.execute(f"SELECT 1 FROM (SELECT ? AS name) WHERE {condition}", (name, *values))
            return found.fetchone() is not None

    def row(self, name: str, row: int) -> list[Text]:
        """Return the texts of a row in all languages."""
        with self._errors_named():
            found = self._db.execute(
                f"SELECT {_SELECTED} FROM texts WHERE name = ? AND row = ? ORDER BY id", (name, row)
            )
            return [Text(*record) for record in found]

    def _replace(self, file: str, stamp: str) -> None:
        """Replace the indexed rows of a shard, in one transaction."""
        dates = self._dates(file.replace("rows/", "sets/", 1))
        with open_table(self._archive.folder, file) as rows, self._db:
            self._remove(file)
            (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM texts").fetchone()
            texts = (
                text
                for batch in rows.iter_batches(columns=[*_COLUMNS, "newest"])
                for text in batch.to_pylist()
                if text.pop("newest")
            )
            self._add(file, last + 1, texts)
            self._db.executemany("INSERT OR REPLACE INTO dates VALUES (?, ?)", dates.items())
            self._db.execute("INSERT OR REPLACE INTO shards VALUES (?, ?)", (file, stamp))

    def _add(self, file: str, first: int, texts: Iterable[dict[str, object]]) -> None:
        made = set(self.languages)
        for number, text in enumerate(texts, first):
            language = str(text["language"])
            if language not in made:
                self._db.execute(
                    f"CREATE VIRTUAL TABLE words_{language} USING fts5"
                    "(tokens, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
                )
                made.add(language)
            values = (number, file, *(text[column] for column in _COLUMNS))
            self._db.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            tokens = " ".join(tokens_of(str(text["text"]), language))
            self._db.execute(f"INSERT INTO words_{language} (rowid, tokens) VALUES (?, ?)", (number, tokens))

    def _dates(self, file: str) -> dict[str, str]:
        """Return the latest date of each set's documents, for the sets that have any."""
        with open_table(self._archive.folder, file) as table:
            sets = table.read(["set", "documents"]).to_pylist()
        latest = {
            each["set"]: max((document["date"] or "" for document in each["documents"] or ()), default="")
            for each in sets
        }
        return {name: date for name, date in latest.items() if date}

    def _remove(self, file: str) -> None:
        """Remove a shard; FTS5 needs the words of each text that is removed."""
        old = self._db.execute("SELECT id, language, text FROM texts WHERE shard = ?", (file,)).fetchall()
        for number, language, text in old:
            table = f"words_{language}"
            self._db.execute(
                f"INSERT INTO {table} ({table}, rowid, tokens) VALUES ('delete', ?, ?)",
                (number, " ".join(tokens_of(text, language))),
            )
        self._db.execute("DELETE FROM dates WHERE name IN (SELECT name FROM texts WHERE shard = ?)", (file,))
        self._db.execute("DELETE FROM texts WHERE shard = ?", (file,))
        self._db.execute("DELETE FROM shards WHERE shard = ?", (file,))


def _opened(path: Path) -> sqlite3.Connection:
    """Open an index; a file of another version, or that is no index, is replaced."""
    try:
        return _connect(path)
    except sqlite3.OperationalError:  # locked, full or out of reach
        raise
    except sqlite3.DatabaseError:
        path.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    """Open an index, which is created if there is none.

    Raises:
        sqlite3.DatabaseError: if the file is no index, or one of another version.
    """
    connection = sqlite3.connect(path, timeout=60)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _FORMAT):
            raise sqlite3.DatabaseError(f"version {version}, not {_FORMAT}")
        connection.executescript(
            f"""PRAGMA user_version = {_FORMAT};
            CREATE TABLE IF NOT EXISTS shards (shard TEXT PRIMARY KEY, stamp TEXT);
            CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, shard TEXT, name TEXT,
                row INTEGER, language TEXT, version TEXT, place TEXT, score REAL, text TEXT);
            CREATE INDEX IF NOT EXISTS by_row ON texts (name, row);
            CREATE INDEX IF NOT EXISTS by_shard ON texts (shard);
            CREATE TABLE IF NOT EXISTS dates (name TEXT PRIMARY KEY, date TEXT);
            """
        )
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def tokens_of(text: str, language: str) -> list[str]:
    """Return the words of a text.

    >>> tokens_of("The reports", "en") == tokens_of("the Report", "en")
    True
    >>> tokens_of("第71號", "zh")
    ['第', '71', '号']
    """
    stem = _stemmer(language)
    return [stem(match[0]) for match in _WORD.finditer(search_key(text))]


def occurrences(text: str, wanted: list[str], language: str) -> tuple[Span, ...]:
    """Return where a sequence of words occurs in a text, in code points; occurrences do not overlap.

    Args:
        text: the unfolded text.
        wanted: the words, from `tokens_of`.
        language: the language of the text.
    """
    folded, stem = fold_with_origins(text), _stemmer(language)
    words = list(_WORD.finditer(folded.key))
    tokens = [stem(match[0]) for match in words]
    spans, start = [], 0
    while wanted and start + len(wanted) <= len(tokens):
        if tokens[start : start + len(wanted)] == wanted:
            stop = start + len(wanted)
            spans.append(folded.original(Span(words[start].start(), words[stop - 1].end())))
            start = stop
        else:
            start += 1
    return tuple(spans)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """Return the stemmer of a language, or a function that changes nothing if there is none."""
    import snowballstemmer

    try:
        name = languages.get(language).english.lower()
    except LanguageError:
        return str
    if name not in snowballstemmer.algorithms():
        return str
    stem = lru_cache(maxsize=200_000)(snowballstemmer.stemmer(name).stemWord)
    return lambda word: str(stem(word))


_VECTORS: Final = "vectors.faiss"
_ROWS: Final = "vectors.arrow"

_EXACT: Final = 50_000
"""Largest number of rows that are compared one by one, which takes a few milliseconds."""

_SAMPLE: Final = 48
"""Vectors per cluster from which the clusters are learned."""

_PROBES: Final = 32
"""Clusters searched, of about 4 √n."""

_ADDED: Final = 65_536
"""Vectors added at a time, since all of them as 32-bit floats would take twice the memory."""

_STAMPS: Final = b"stamps"


class VectorIndex:
    """The vectors of an archive's rows.

    Args:
        archive: the archive.

    Raises:
        ArchiveError: if the archive has no vectors, or cannot be read.
    """

    def __init__(self, archive: Archive) -> None:
        try:
            path, rows_path = index_path(archive, _VECTORS), index_path(archive, _ROWS)
            stamps = archive.folder.stamps("vectors")
            found = _opened_inside(archive, stamps) or _opened_vectors(stamps, path, rows_path)
            if found is None:
                _build(archive, stamps, path, rows_path)
                found = _opened_vectors(stamps, path, rows_path)
        except (OSError, ValueError) as error:
            unmade = Message("archives.vectors_unmade", why=reason(error))
            raise ArchiveError(about(archive.folder.url, unmade)) from error
        if found is None:
            raise ArchiveError.about(str(path), "archives.vectors_changed")
        self._index, self._rows = found

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[str, int, float]]:
        """Return the rows closest to a vector as (set, row, cosine), the closest first.

        Raises:
            ArchiveError: if the vector is of another encoder than the archive's.
        """
        if len(vector) != self._index.d:
            raise ArchiveError(
                Message("archives.dimensions", vectors=int(self._index.d), encoder=len(vector))
            )
        cosines, numbers = self._index.search(vector.reshape(1, -1), limit)
        return [
            (*(column[number].as_py() for column in self._rows), float(cosine))
            for cosine, number in zip(cosines[0], numbers[0].tolist(), strict=True)
            if number >= 0
        ]


def _opened_inside(archive: Archive, stamps: dict[str, str]) -> tuple[Any, pa.RecordBatch] | None:
    """Open the index in an archive, which may have been made before the folder could not be written."""
    if not archive.folder.is_local:
        return None
    return _opened_vectors(stamps, Path(archive.folder.path(_VECTORS)), Path(archive.folder.path(_ROWS)))


def _opened_vectors(stamps: dict[str, str], path: Path, rows_path: Path) -> tuple[Any, pa.RecordBatch] | None:
    """Open the index and its table of rows; None if they are missing, outdated or damaged."""
    import faiss

    try:
        file = pa.ipc.open_file(pa.memory_map(str(rows_path)))
        if json.loads((file.schema.metadata or {}).get(_STAMPS, b"null")) != stamps:
            return None
        rows = file.get_batch(0)
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    except (OSError, ValueError, RuntimeError):  # faiss raises the last
        return None
    return (index, rows) if index.ntotal == len(rows) else None


def _build(archive: Archive, stamps: dict[str, str], path: Path, rows_path: Path) -> None:
    """Build the index, and a table of the set and row of each vector, which is read from disk as needed."""
    import faiss

    tables, vectors = [], []
    for file in stamps:
        with open_table(archive.folder, file) as parquet:
            table = parquet.read()
        if len(table):
            raw = b"".join(table["vector"].to_pylist())
            vectors.append(np.frombuffer(raw, dtype="<f2").reshape(len(table), -1))
            tables.append(table.select(["set", "row"]))
    if not tables:
        raise ArchiveError.about(archive.folder.url, "archives.no_vectors")
    matrix = np.concatenate(vectors)
    index = _empty(matrix)
    for start in range(0, len(matrix), _ADDED):
        index.add(matrix[start : start + _ADDED].astype(np.float32))
    rows_path.unlink(missing_ok=True)  # an interruption must not leave it beside another index
    with replacing(path) as beside:
        faiss.write_index(index, str(beside))
    names, numbers = (column.combine_chunks() for column in pa.concat_tables(tables).columns)
    rows = pa.RecordBatch.from_pydict({"set": names.dictionary_encode(), "row": numbers})
    rows = rows.replace_schema_metadata({_STAMPS: json.dumps(stamps)})
    with replacing(rows_path) as beside, pa.ipc.new_file(str(beside), rows.schema) as writer:
        writer.write_batch(rows)


def _empty(matrix: NDArray[np.float16]) -> Any:
    """Return an index without vectors: exact, or with clusters learned from a sample and 8-bit values."""
    import faiss

    count, dimension = matrix.shape
    if count <= _EXACT:
        return faiss.IndexFlatIP(dimension)
    clusters = int(4 * count**0.5)
    quantizer = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dimension, clusters, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    step = max(1, count // (clusters * _SAMPLE))
    index.train(np.ascontiguousarray(matrix[::step], dtype=np.float32))
    index.nprobe = _PROBES
    return index
