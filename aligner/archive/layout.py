"""The tables of an archive, and their layout on disk, which stays consistent if the work is interrupted.

::

    archive.json                      format, version, number of shards
    rows/0a.parquet …                 one folder per table, one file per shard
    files/NAME.tmx                    files of a set, if requested
    .staged/0a/HASH.KEY.arrow         finished sets of a shard that is not complete yet

The digest of a set's name determines its shard, whatever other sets there are. A worker stages a
finished (or failed) set as one file, which is written atomically. Once all sets of a shard are
settled, `assemble` merges them into the shard's tables in the order of their names, and only then
removes the staged files; it can be interrupted at any point and repeated.

`VERSION` increases when a column changes its meaning, type or name; new columns may be added at the end
without a new version.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from aligner.archive.storage import Storage
from aligner.values import ArchiveError, Message, about, data_files, reason

FORMAT: Final = "aligner/archive"
VERSION: Final = 1


_TEXT, _COUNT = pa.string(), pa.int32()
_DOCUMENT: Final = dict.fromkeys(("language", "version", "title", "symbol", "date", "file"), _TEXT)
_TYPES: Final[Mapping[str, pa.DataType]] = {
    "text": _TEXT,
    "texts": pa.list_(_TEXT),
    "numbers": pa.list_(_COUNT),
    "documents": pa.list_(pa.struct(_DOCUMENT | dict.fromkeys(("segments", "characters"), _COUNT))),
    "states": pa.list_(pa.struct(dict.fromkeys(("language", "state", "reason"), _TEXT))),
}
"""The types of columns that have no name of Arrow's in `data/archive.toml`."""

SCHEMAS: Final = {
    table: pa.schema(
        [
            (name, _TYPES[kind] if kind in _TYPES else pa.type_for_alias(kind))
            for name, (kind, _) in columns.items()
        ]
    )
    for table, columns in data_files.tables("archive.toml").items()
}
"""Table → Arrow schema. All tables except `timings` depend only on the sets and the signature."""


METADATA: Final = "archive.json"
STAGED: Final = ".staged"

_SETS_PER_SHARD: Final = 128
_MOST_SHARDS: Final = 4096
_GROUP: Final = 65_536  # rows of a Parquet row group
_FAILED: Final = "failed"
_LAST: Final = ("failures", "sets")
"""Tables that mark a set as finished, which are therefore written after the others."""

Tables = dict[str, pa.Table]


def tables_with(name: str, records: Mapping[str, Iterable[Mapping[str, object]]]) -> Tables:
    """Return the Arrow tables of a set, by table; those that no records are given for are empty.

    Raises:
        pyarrow.ArrowException: if a record does not fit the schema.
    """
    return {
        table: pa.Table.from_pylist([{"set": name, **each} for each in records.get(table, ())], schema=schema)
        for table, schema in SCHEMAS.items()
    }


@dataclass(frozen=True, slots=True)
class Archive:
    """An existing archive: its folder, and the number of its shards, a power of two."""

    folder: Storage
    shards: int

    def shard_of(self, name: str) -> str:
        """Return the shard of a set: lower-case hexadecimal digits, equally many for all shards."""
        number = int(digest_of(name)[:8], 16) % self.shards
        return f"{number:0{len(f'{self.shards - 1:x}')}x}"

    def names(self) -> list[str]:
        """Return the names of all shards, in order."""
        width = len(f"{self.shards - 1:x}")
        return [f"{number:0{width}x}" for number in range(self.shards)]


def open_archive(folder: Storage) -> Archive:
    """Open an existing archive.

    Raises:
        ArchiveError: if the folder has none, or it is of a later version.
    """
    try:
        head = json.loads(folder.read(METADATA))
        if head["format"] != FORMAT:
            raise ValueError(head["format"])
        version, shards = int(head["version"]), int(head["shards"])
        if shards < 1:
            raise ValueError(f"{shards} shards")
    except FileNotFoundError:
        raise ArchiveError.about(folder.url, "archives.absent") from None
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        raise ArchiveError.about(f"{folder.url}/{METADATA}", "file.unreadable", why=reason(error)) from error
    if version > VERSION:
        raise ArchiveError.about(folder.url, "archives.newer", version=version)
    return Archive(folder, shards)


def create_archive(folder: Storage, sets: int) -> Archive:
    """Open an archive, or create one with shards for about the given number of sets.

    Raises:
        ArchiveError: if the folder cannot be used, or holds other files.
    """
    try:
        if folder.exists(METADATA):
            return open_archive(folder)
        if folder.files():
            raise ArchiveError.about(folder.url, "archives.other_files")
        shards = 1
        while shards * _SETS_PER_SHARD < sets and shards < _MOST_SHARDS:
            shards *= 2
        head = {"format": FORMAT, "version": VERSION, "shards": shards}
        folder.write(METADATA, json.dumps(head, indent=2).encode() + b"\n")
    except (OSError, ImportError, ValueError) as error:
        raise ArchiveError.about(folder.url, "file.unwritable", why=reason(error)) from error
    return Archive(folder, shards)


@dataclass(frozen=True, slots=True)
class Finished:
    """The state of a set that needs no further work unless its key changes.

    Attributes:
        key: digest of its files and the signature.
        failure: why it failed; empty if it did not.
    """

    key: str
    failure: str = ""


def pack(tables: Tables) -> bytes:
    """Pack the tables of a set for `stage`."""
    sink = io.BytesIO()
    for table, schema in SCHEMAS.items():
        with pa.ipc.new_stream(sink, schema) as writer:
            writer.write_table(tables[table])
    return sink.getvalue()


def stage(
    archive: Archive, name: str, key: str, data: bytes, old: Iterable[Finished] = (), *, failed: bool = False
) -> None:
    """Store a finished set until its shard is assembled.

    Args:
        archive: the archive.
        name: the set's name.
        key: digest of its files and the signature.
        data: its tables, packed.
        old: earlier states of the set, which are removed if they are staged.
        failed: whether it failed.
    """
    shard = archive.shard_of(name)
    for each in old:
        if each.key != key:
            archive.folder.remove(_staged(shard, name, each.key, failed=bool(each.failure)))
    archive.folder.write(_staged(shard, name, key, failed=failed), data)


def finished_sets(archive: Archive, shard: str, *, retry_failed: bool = False) -> dict[str, list[Finished]]:
    """Return the finished sets of a shard, merged or staged, by the digests of their names.

    Args:
        archive: the archive.
        shard: name of the shard.
        retry_failed: whether to leave out failures; those due to storage are always left out.
    """
    found: dict[str, list[Finished]] = {}
    for record in _read(archive, "sets", shard, ["set", "key"]).to_pylist():
        found.setdefault(digest_of(record["set"]), []).append(Finished(record["key"]))
    for record in _read(archive, "failures", shard).to_pylist():
        if not (record["retry"] or retry_failed):
            failed = Finished(record["key"], f"{record['stage']}: {record['message']}")
            found.setdefault(digest_of(record["set"]), []).append(failed)
    for path in archive.folder.files(f"{STAGED}/{shard}"):
        digest, key, *rest = path.rpartition("/")[2].split(".")
        if path.endswith(".arrow") and not (retry_failed and _FAILED in rest):
            failed = Finished(key, "it failed before" if _FAILED in rest else "")
            found.setdefault(digest, []).append(failed)
    return found


def digest_of(*texts: str) -> str:
    """Return the digest of texts: of a set's name, or of what its results depend on, its key.

    Both name its staged file.
    """
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def assemble(archive: Archive, shard: str) -> str:
    """Merge the staged sets of a shard into its tables, if any are staged; returns the shard.

    The same sets give the same bytes, in whatever order and however often they were processed.
    """
    paths = [path for path in archive.folder.files(f"{STAGED}/{shard}") if path.endswith(".arrow")]
    if not paths:
        return shard
    staged = [_unpack(archive.folder, path) for path in paths]
    names = pa.concat_tables([tables[each].select(["set"]) for tables in staged for each in _LAST])["set"]
    for table in (*(each for each in SCHEMAS if each not in _LAST), *_LAST):
        kept = _read(archive, table, shard)
        kept = kept.filter(pc.invert(pc.is_in(kept["set"], value_set=names.combine_chunks())))
        merged = pa.concat_tables([kept, *(tables[table] for tables in staged)])
        merged = merged.take(pc.sort_indices(merged, sort_keys=[("set", "ascending")]))  # stable
        _write(archive, table, shard, merged)
    for path in paths:
        archive.folder.remove(path)
    return shard


def write_files(archive: Archive, name: str, files: dict[str, bytes]) -> None:
    """Write the files of a set, by their extension."""
    for suffix, data in files.items():
        archive.folder.write(f"files/{quote(name, safe='/ ')}{suffix}", data)


@contextmanager
def open_table(folder: Storage, path: str) -> Iterator[pq.ParquetFile]:
    """Context manager that opens a file of a table, to be read inside it.

    Raises:
        ArchiveError: if the file is damaged.
        OSError: if it is missing or the storage fails.
    """
    data = folder.read(path)
    try:
        yield pq.ParquetFile(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        name = path.rpartition("/")[2]
        damaged = Message("archives.damaged_table", why=reason(error), name=name)
        raise ArchiveError(about(f"{folder.url}/{path}", damaged)) from error


def _read(archive: Archive, table: str, shard: str, columns: list[str] | None = None) -> pa.Table:
    """Return a table of a shard; empty if it does not exist yet."""
    try:
        with open_table(archive.folder, f"{table}/{shard}.parquet") as file:
            found = file.read(columns)
    except FileNotFoundError:
        found = SCHEMAS[table].empty_table()
    schema = SCHEMAS[table]
    wanted = pa.schema([schema.field(name) for name in columns]) if columns else schema
    return found.select(wanted.names).cast(wanted)


def _write(archive: Archive, table: str, shard: str, content: pa.Table) -> None:
    sink = io.BytesIO()
    pq.write_table(content.combine_chunks(), sink, compression="zstd", row_group_size=_GROUP)
    archive.folder.write(f"{table}/{shard}.parquet", sink.getvalue())


def _unpack(folder: Storage, path: str) -> Tables:
    source = io.BytesIO(folder.read(path))
    try:
        return {table: pa.ipc.open_stream(source).read_all() for table in SCHEMAS}
    except (pa.ArrowException, OSError) as error:
        damaged = Message("archives.damaged_part", why=reason(error))
        raise ArchiveError(about(f"{folder.url}/{path}", damaged)) from error


def _staged(shard: str, name: str, key: str, *, failed: bool) -> str:
    state = f".{_FAILED}" if failed else ""
    return f"{STAGED}/{shard}/{digest_of(name)}.{key}{state}.arrow"
