"""The sets to process and their files, as given by a folder of manifests, a pattern of paths or a table.

Only names are collected here. The workers open manifests and documents, so that an unreadable one
is a failure of its set only, and a million of them do not delay the start.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from aligner import languages
from aligner.archive.storage import Storage
from aligner.readers.document_set import GLOSSARIES, MANIFEST, DocumentSet, Entry, load_set, of_entries
from aligner.readers.regular_file import is_special
from aligner.readers.table_text import table_rows
from aligner.values import ArchiveError, DocumentKey, Message, about, quoted, reason

TABLES: Final = (".csv", ".jsonl", ".parquet")
"""Extensions of tables that can list sets."""

_FIELDS: Final = {
    "set": r"(?P<set>.+)",
    "version": r"(?P<version>[^/]+?)",
    "language": r"(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z]+)?)",
    "ext": r"(?P<ext>[A-Za-z0-9]+)",
}
_REQUIRED: Final = ("set", "language", "path")
_OPTIONAL: Final = ("version", "title", "status", "encoding")
_ONLY_VERSION: Final = "1"
"""Name of the draft if a source names none."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One document of a set: its path in the source's folder, and what the source says about it."""

    path: str
    language: str
    version: str
    title: str = ""
    status: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class SetSource:
    """One set: its manifest, or its documents from the earliest draft to the latest.

    Attributes:
        name: unique in the archive.
        folder: the folder that paths are relative to.
        manifest: path of the set's manifest; empty if the documents are listed.
        files: the documents, if there is no manifest.
    """

    name: str
    folder: Storage
    manifest: str = ""
    files: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The sets of a source, ordered by name, and the files that belong to none."""

    sets: tuple[SetSource, ...]
    left_out: tuple[str, ...] = ()


def find_sets(source: str, pattern: str | None = None) -> Sources:
    """Find the sets of a source.

    Args:
        source: path or URL of a folder, or of a table (.csv, .jsonl or .parquet).
        pattern: for a folder without manifests, the pattern of its paths, such as
            `{set}/{version}.{language}.{ext}`. Drafts are ordered by name, numbers by value.

    Raises:
        ArchiveError: if the source does not exist, has no set, or has a set with an unusable name.
        FormatError: if a table has a quotation mark that is never closed.
    """
    suffix = source[source.rfind(".") :].lower()
    try:
        if suffix in TABLES and not Storage(source).is_folder():
            sources = _from_table(source, suffix)
        else:
            folder = Storage(source)
            if not folder.is_folder():
                raise ArchiveError.about(source, "archives.no_table", known=TABLES)
            sources = _from_pattern(folder, pattern) if pattern else _from_manifests(folder)
    except (OSError, ImportError, ValueError) as error:  # ImportError: no library for the protocol
        raise ArchiveError.about(source, "file.unreadable", why=reason(error)) from error
    if not sources.sets:
        none = Message("archives.no_set", manifest=MANIFEST)
        if pattern:
            none = Message("archives.pattern_fits_none", pattern=quoted(pattern), files=len(sources.left_out))
        raise ArchiveError(about(source, none))
    return sources


def _from_manifests(folder: Storage) -> Sources:
    manifests = [path for path in folder.files() if path.rpartition("/")[2] == MANIFEST]
    last = folder.path().rpartition("/")[2]
    named = {path.rpartition("/")[0] or last: path for path in manifests}
    return Sources(tuple(SetSource(name, folder, manifest=named[name]) for name in sorted(named)))


def _from_pattern(folder: Storage, pattern: str) -> Sources:
    wanted = _compile_pattern(pattern)
    sets: dict[str, list[SourceFile]] = {}
    left_out = []
    for path in folder.files():
        match = wanted.fullmatch(path)
        if match is None:
            left_out.append(path)
            continue
        parts = match.groupdict()
        file = SourceFile(path, parts["language"], parts.get("version") or _ONLY_VERSION)
        sets.setdefault(parts["set"], []).append(file)
    for files in sets.values():
        files.sort(key=lambda file: (_natural(file.version), file.language))
    named = tuple(SetSource(name, folder, files=tuple(sets[name])) for name in sorted(sets))
    return Sources(named, tuple(left_out))


def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the regular expression for a pattern of paths.

    Raises:
        ArchiveError: if it lacks `{set}` or `{language}`, or has an unknown or repeated field.

    >>> _compile_pattern("{set}/{version}.{language}.{ext}").fullmatch("a/b/rev1.zh.txt")["set"]
    'a/b'
    """
    parts = re.split(r"\{([^{}]*)\}", pattern)
    fields = parts[1::2]
    unknown = [field for field in fields if field not in _FIELDS]
    if unknown or len(set(fields)) < len(fields):
        known = tuple(f"{{{field}}}" for field in _FIELDS)
        raise ArchiveError(Message("archives.pattern_fields", pattern=quoted(pattern), fields=known))
    if not {"set", "language"} <= set(fields):
        needed = ("{set}", "{language}")
        raise ArchiveError(Message("archives.pattern_needs", pattern=quoted(pattern), needed=needed))
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = [_FIELDS[field] for field in fields]
    return re.compile("".join(parts))


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a sort key that places `rev2` before `rev10`."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _from_table(source: str, suffix: str) -> Sources:
    head, _, name = source.rpartition("/")
    folder = Storage(head or ".")
    data = folder.read(name)
    sets: dict[str, list[SourceFile]] = {}
    for number, record in enumerate(_records(data, suffix, source), start=1):
        missing = [field for field in _REQUIRED if not str(record.get(field) or "").strip()]
        if missing:
            lacks = Message("archives.row_lacks", row=number, field=missing[0], needed=_REQUIRED)
            raise ArchiveError(about(source, lacks))
        texts = {field: str(record.get(field) or "").strip() for field in (*_REQUIRED, *_OPTIONAL)}
        if {"", ".", ".."} & set(texts["set"].split("/")) or "\0" in texts["set"]:  # files are named after it
            raise ArchiveError.about(source, "archives.row_name", row=number, name=quoted(texts["set"]))
        set_name = texts.pop("set")
        texts["version"] = texts["version"] or _ONLY_VERSION
        sets.setdefault(set_name, []).append(SourceFile(**texts))
    return Sources(tuple(SetSource(name, folder, files=tuple(sets[name])) for name in sorted(sets)))


def _records(data: bytes, suffix: str, source: str) -> Iterable[Mapping[str, Any]]:
    if suffix == ".parquet":
        import pyarrow.parquet as pq

        return list(pq.read_table(io.BytesIO(data)).to_pylist())
    text = data.decode("utf-8-sig")
    if suffix == ".csv":
        rows = [cells for _, cells in table_rows(text, source) if cells]
        return [dict(zip(rows[0], cells, strict=False)) for cells in rows[1:]]
    records = [json.loads(line) for line in text.splitlines() if line.strip()]
    if not all(isinstance(record, dict) for record in records):
        raise ValueError("a line is not an object")
    return records


_CHUNK: Final = 1 << 20


def fetch(source: SetSource, scratch: Path) -> tuple[DocumentSet, str]:
    """Fetch a set; local files stay where they are.

    Args:
        source: the set.
        scratch: an empty folder for copies.

    Returns:
        The set on this machine, of which files are missing that do not exist at the source, and a digest of
        its description in the source, its files and its glossary.

    Raises:
        InputError: if the manifest or a language cannot be used.
        OSError: if the storage fails; a missing file is no error here.
    """
    document_set = _manifest(source, scratch) if source.manifest else _entries(source, scratch)
    digest = hashlib.sha256(repr((document_set.title, document_set.pivot, document_set.versions)).encode())
    for entry in document_set.entries:
        facts = (entry.file.name, entry.key, entry.title, entry.status, entry.encoding)
        digest.update(repr(facts).encode("utf-8", "surrogatepass"))
    for path in document_set.files:
        for part in _contents(path):
            digest.update(part)
        digest.update(b"\0end\0")
    return document_set, digest.hexdigest()


def _manifest(source: SetSource, scratch: Path) -> DocumentSet:
    if source.folder.is_local:
        return load_set(Path(source.folder.path(source.manifest)))
    _download(source.folder, source.manifest, scratch / MANIFEST)
    document_set = load_set(scratch)
    files = [entry.file for entry in document_set.entries]
    glossaries = {file.with_name(name) for file in files for name in GLOSSARIES}
    for file in (*files, *sorted(glossaries)):
        _download(source.folder, _beside(source.manifest, file.relative_to(scratch).as_posix()), file)
    return document_set


def _entries(source: SetSource, scratch: Path) -> DocumentSet:
    entries = []
    fetched: set[tuple[str, str]] = set()  # glossaries, which two documents may share
    for number, file in enumerate(source.files):
        folder, name = _located(source.folder, file.path)
        if folder.is_local:
            local = Path(folder.path(), name)
        else:
            local = scratch / str(number) / name.rpartition("/")[2]
            _download(folder, name, local)
            for path in (_beside(name, each) for each in GLOSSARIES):
                if (folder.url, path) not in fetched:
                    fetched.add((folder.url, path))
                    _download(folder, path, local.with_name(path.rpartition("/")[2]))
        key = DocumentKey(languages.get(file.language).code, file.version)
        entries.append(
            Entry(local, key, title=file.title, status=file.status, encoding=file.encoding or None)
        )
    return replace(of_entries(tuple(entries)), title=source.name)


def _located(folder: Storage, path: str) -> tuple[Storage, str]:
    """Return the folder and name of a document; a table may give them as a URL."""
    if "://" not in path:
        return folder, path
    head, _, name = path.rpartition("/")
    return Storage(head), name


def _beside(path: str, name: str) -> str:
    """Return the path of a file in the folder of another."""
    folder = path.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def _download(folder: Storage, name: str, target: Path) -> None:
    """Copy a file if it exists; if not, reading it reports the error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists(name):
        folder.download(name, target)


def _contents(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in chunks, or a placeholder if it cannot be read."""
    if is_special(path):
        yield b"special"
        return
    try:
        with path.open("rb") as file:
            while part := file.read(_CHUNK):
                yield part
    except OSError as error:
        yield type(error).__name__.encode()
