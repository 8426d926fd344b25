"""Download the files of a set, and compute the digest of their contents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from aligner import languages
from aligner.archive.sources import SetSource
from aligner.archive.storage import Storage
from aligner.readers.document_set import GLOSSARIES, MANIFEST, DocumentSet, Entry, load_set, of_entries
from aligner.readers.regular_file import is_special
from aligner.values import DocumentKey

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """A set whose files are on this machine.

    Attributes:
        found: the set; files that do not exist at the source are missing here, too.
        digest: digest of the set's description in the source, its files and its glossary.
    """

    found: DocumentSet
    digest: str


def fetch(source: SetSource, scratch: Path) -> Fetched:
    """Fetch a set; local files stay where they are.

    Args:
        source: the set.
        scratch: an empty folder for copies.

    Raises:
        InputError: if the manifest or a language cannot be used.
        OSError: if the storage fails; a missing file is no error here.
    """
    found = _manifest(source, scratch) if source.manifest else _entries(source, scratch)
    beside = sorted({entry.file.parent / name for entry in found.entries for name in GLOSSARIES})
    files = [entry.file for entry in found.entries] + [path for path in beside if path.is_file()]
    digest = hashlib.sha256(repr((found.title, found.pivot, found.versions)).encode())
    for entry in found.entries:
        facts = (entry.file.name, entry.key, entry.title, entry.status, entry.encoding)
        digest.update(repr(facts).encode("utf-8", "surrogatepass"))
    for path in files:
        for part in _contents(path):
            digest.update(part)
        digest.update(b"\0end\0")
    return Fetched(found, digest.hexdigest())


def _manifest(source: SetSource, scratch: Path) -> DocumentSet:
    if source.folder.is_local:
        return load_set(Path(source.folder.path(source.manifest)))
    _download(source.folder, source.manifest, scratch / MANIFEST)
    found = load_set(scratch)
    files = [entry.file for entry in found.entries]
    glossaries = {file.with_name(name) for file in files for name in GLOSSARIES}
    for file in (*files, *sorted(glossaries)):
        _download(source.folder, _beside(source.manifest, file.relative_to(scratch).as_posix()), file)
    return found


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
