"""A full-text index of an archive, in SQLite's FTS5, beside the Parquet tables.

The index covers the newest draft of each language. It is updated shard by shard: `batch` indexes
shards as they are assembled, and a search indexes any that remain.
"""

from __future__ import annotations

import hashlib
import io
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from aligner.archive.layout import Archive
from aligner.archive.search_tokens import tokens_of
from aligner.values import user_folders
from aligner.values.errors import ArchiveError

FILE: Final = "search.sqlite"
_FORMAT: Final = 2
_SELECTED: Final = "name, row, language, version, place, score, text"
_COLUMNS: Final = ("set", "row", "language", "version", "place", "score", "text")


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


def index_path(archive: Archive, name: str = FILE) -> Path:
    """Return the path of an index: in the archive, or in the user's cache folder if the archive is remote."""
    if archive.folder.is_local:
        return Path(archive.folder.path(name))
    digest = hashlib.sha256(archive.folder.url.encode()).hexdigest()[:16]
    folder = user_folders.cache() / "archives"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{digest}-{name}"


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection of an archive's sets.

    Attributes:
        pattern: a pattern for their names, with `*` and `?`.
        since: the earliest date, such as `2015` or `2015-06-30`; empty for any date or none.
        until: the latest date; a year or month includes all of its days.
    """

    pattern: str = "*"
    since: str = ""
    until: str = ""

    @property
    def dated(self) -> bool:
        """Whether sets without a date are left out."""
        return bool(self.since or self.until)

    @property
    def everything(self) -> bool:
        """Whether all sets are selected."""
        return self.pattern == "*" and not self.dated

    def names(self) -> tuple[str, tuple[str, ...]]:
        """Return an SQL condition on a column `name`, and its values."""
        if not self.dated:
            return "name GLOB ?", (self.pattern,)
        dated = "name IN (SELECT name FROM dates WHERE name GLOB ? AND date >= ? AND substr(date, 1, ?) <= ?)"
        until = self.until or "9999"
        return dated, (self.pattern, self.since, str(len(until)), until)


EVERYTHING: Final = Selection()


class SearchIndex:
    """The index of one archive; a context manager.

    Raises:
        ArchiveError: if the file cannot be opened or written.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        path = index_path(archive)
        try:
            self._db = sqlite3.connect(path, timeout=60)
            if self._db.execute("PRAGMA user_version").fetchone()[0] not in (0, _FORMAT):
                self._db.close()
                path.unlink()
                self._db = sqlite3.connect(path, timeout=60)
            self._db.executescript(
                f"""PRAGMA user_version = {_FORMAT};
                CREATE TABLE IF NOT EXISTS shards (shard TEXT PRIMARY KEY, stamp TEXT);
                CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, shard TEXT, name TEXT,
                    row INTEGER, language TEXT, version TEXT, place TEXT, score REAL, text TEXT);
                CREATE INDEX IF NOT EXISTS by_row ON texts (name, row);
                CREATE INDEX IF NOT EXISTS by_shard ON texts (shard);
                CREATE TABLE IF NOT EXISTS dates (name TEXT PRIMARY KEY, date TEXT);
                """
            )
        except (sqlite3.Error, OSError) as error:
            raise ArchiveError(f"{path}: it cannot be opened ({error}); delete it to rebuild it") from error

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @property
    def languages(self) -> list[str]:
        """The languages of the indexed texts."""
        tables = self._db.execute("SELECT name FROM sqlite_master WHERE name GLOB 'words_??'")
        return sorted(name.removeprefix("words_") for (name,) in tables)

    def update(self, shard: str | None = None) -> bool:
        """Index the shards that have changed, or only the given one; return whether any had changed.

        Raises:
            ArchiveError: if the archive cannot be read or the index cannot be written.
        """
        try:
            known = dict(self._db.execute("SELECT shard, stamp FROM shards"))
            stamps = self._archive.folder.stamps(f"rows/{shard}.parquet" if shard else "rows")
            changed = [name for name, stamp in stamps.items() if known.get(name) != stamp]
            for name in changed:
                self._replace(name, stamps[name])
        except (sqlite3.Error, OSError) as error:
            raise ArchiveError(f"the search index cannot be brought up to date ({error})") from error
        return bool(changed)

    def find(
        self, words: str, language: str, *, sets: Selection = EVERYTHING, limit: int = 50
    ) -> tuple[int, list[Text]]:
        """Find the texts of one language that contain words next to each other.

        Args:
            words: the words, in any form.
            language: the language of the texts.
            sets: the sets to search.
            limit: the largest number of texts to return.

        Returns:
            The number of texts found, and the first of them in the order of the archive.
        """
        phrase = " ".join(tokens_of(words, language))
        if not phrase or language not in self.languages:
            return 0, []
        table, query = f"words_{language}", f'"{phrase}"'
        if sets.everything:  # counting needs no list of the texts
            count_all = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"
            (count,) = self._db.execute(count_all, (query,)).fetchone()
            first = self._numbers(f"FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT ?", query, limit)
        else:  # the plus keeps SQLite from looking up the words once for each text of the sets
            condition, values = sets.names()
            found = self._numbers(
                f"FROM {table} WHERE {table} MATCH ? AND +rowid IN (SELECT id FROM texts WHERE {condition}) "
                "ORDER BY rowid",
                query,
                *values,
            )
            count, first = len(found), found[:limit]
        return count, [self._text(number) for number in first]

    def _numbers(self, where: str, *values: object) -> list[int]:
        return [number for (number,) in self._db.execute(f"SELECT rowid {where}", values)]

    def _text(self, number: int) -> Text:
        return Text(*self._db.execute(f"SELECT {_SELECTED} FROM texts WHERE id = ?", (number,)).fetchone())

    def selected(self, name: str, sets: Selection) -> bool:
        """Whether a set is among those selected."""
        condition, values = sets.names()
        found = self._db.execute(f"SELECT 1 FROM (SELECT ? AS name) WHERE {condition}", (name, *values))
        return found.fetchone() is not None

    def row(self, name: str, row: int) -> list[Text]:
        """Return the texts of a row in all languages."""
        found = self._db.execute(
            f"SELECT {_SELECTED} FROM texts WHERE name = ? AND row = ? ORDER BY id", (name, row)
        )
        return [Text(*record) for record in found]

    def _replace(self, file: str, stamp: str) -> None:
        """Replace the indexed rows of a shard, in one transaction."""
        data = self._archive.folder.read(file)
        rows = pq.ParquetFile(io.BytesIO(data))
        with self._db:
            self._remove(file)
            (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM texts").fetchone()
            texts = (
                text
                for batch in rows.iter_batches(columns=[*_COLUMNS, "newest"])
                for text in batch.to_pylist()
                if text.pop("newest")
            )
            self._add(file, last + 1, texts)
            self._date(file.replace("rows/", "sets/", 1))
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

    def _date(self, file: str) -> None:
        """Store the latest date of each set's documents."""
        sets = pq.read_table(io.BytesIO(self._archive.folder.read(file)), columns=["set", "documents"])
        for each in sets.to_pylist():
            date = max((document["date"] or "" for document in each["documents"] or ()), default="")
            self._db.execute("DELETE FROM dates WHERE name = ?", (each["set"],))
            if date:
                self._db.execute("INSERT INTO dates VALUES (?, ?)", (each["set"], date))

    def _remove(self, file: str) -> None:
        """Remove a shard; FTS5 needs the words of each text that is removed."""
        with closing(
            self._db.execute("SELECT id, language, text FROM texts WHERE shard = ?", (file,))
        ) as old:
            for number, language, text in old.fetchall():
                table = f"words_{language}"
                self._db.execute(
                    f"INSERT INTO {table} ({table}, rowid, tokens) VALUES ('delete', ?, ?)",
                    (number, " ".join(tokens_of(text, language))),
                )
        self._db.execute("DELETE FROM texts WHERE shard = ?", (file,))
