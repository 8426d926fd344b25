"""Open what can be read of a damaged project, and say what cannot.

What can be read is as it was saved. Rows, changes between drafts and states of amendments follow
from it and are recomputed. Where links are lost, the texts have none. The comparison's notes name
each loss. The damaged file is never written: work is saved under another name from then on.

Read the entries of a damaged project file page by page, without SQLite.

SQLite finds an entry through the first page and the pages above it: with one of those damaged,
thousands that are whole are out of reach. Every entry carries a digest, however, so that one found
anywhere is known to be whole. This module looks for them on every page, by SQLite's published
format (https://www.sqlite.org/fileformat2.html).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Any, Final

from aligner.comparison.pairs import choose_pivot, pairs_to_align, pairs_to_revise
from aligner.project import database, store
from aligner.project.project_tables import TABLES, dumps, loads, project_of
from aligner.project.saved_work import Project
from aligner.readers.regular_file import read_regular
from aligner.revision.revise import revise
from aligner.values import Alignment, Bead, Document, DocumentKey, DocumentPair, Message, Revision, Span
from aligner.values.digest import digest
from aligner.values.garbage_collection import rare_collections
from aligner.values.message import AlignerError, ProjectDamagedError, ProjectError, excerpt

_META: Final = ("title", "pivot", "versions", "notes", "note_messages", "signature")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{32}")


_PAGE_SIZE: Final = 4096
"""Bytes of a page, where the file's head does not say."""

_FILE_HEAD: Final = 100
"""Bytes in front of the first page's own content."""

_LEAF: Final = 13
"""The first byte of a page that holds the rows of a table."""

_COLUMNS: Final = 4
_LAST: Final = 1 << 31
"""A position that no entry has."""

_LONGEST: Final = 8
"""Bytes of the longest number read."""

_FOLLOWED: Final = 4
"""How many times the size of the file may be read along chains of pages; a whole file needs one."""


def load(path: Path) -> tuple[Project, str | None]:
    """Open a project, or what can be read of it.

    Returns:
        The project, and the token to save it with; None if the file is damaged and must be kept.

    Raises:
        ProjectError: see `store.load`; of a damaged file, only if no document can be read.
    """
    try:
        return store.load(path)
    except ProjectDamagedError as error:
        return _salvaged(read_regular(path, ProjectError), path.name, error), None


def from_bytes(data: bytes, name: str) -> Project:
    """Return the project in the bytes of a file, or what can be read of it.

    Raises:
        ProjectError: see `load`.
    """
    try:
        return store.from_bytes(data, name)
    except ProjectDamagedError as error:
        return _salvaged(data, name, error)


def _salvaged(data: bytes, name: str, damage: ProjectDamagedError) -> Project:
    """Return what can be read of a project, with its losses in its notes, or raise `damage` if it is none."""
    with rare_collections():
        pieces = _Pieces(name)
        for entry in entries(data) if database.format_in(data) <= database.FORMAT else ():
            pieces.add(entry)
        if not pieces.tables["documents"].values:
            raise damage
        try:
            return pieces.project()
        except AlignerError:  # undamaged entries that contradict each other: no accident does that
            raise damage from None


@dataclass(slots=True)
class _Rows:
    """The entries of one table by position: those that were read, and all keys, damaged entries included."""

    values: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    keys: dict[int, Any] = field(default_factory=dict)

    @property
    def n_lost(self) -> int:
        """The number of entries missing among the others; those after the last one are not known."""
        return max(self.keys, default=-1) + 1 - len(self.values)

    def by_key(self) -> dict[Any, Any]:
        """Return the values in order."""
        return dict(self.values[position] for position in sorted(self.values))


class _Pieces:
    """The entries of a damaged project, and the project made of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tables: Mapping[str, _Rows] = {table: _Rows() for table in TABLES if table != "meta"}
        self._meta: dict[str, str] = {}
        self._losses = [Message("salvage.opened", name=name)]

    def add(self, entry: Entry) -> None:
        """Sort an entry into its table, which its key and value reveal."""
        table = _table_of(entry)
        if table == "meta" and entry.whole:
            self._meta.setdefault(json.loads(entry.key), entry.value)
        if table not in self.tables:
            return
        rows, types = self.tables[table], TABLES[table]
        try:
            key = loads(types.key, entry.key)
            rows.keys.setdefault(entry.position, key)
            if entry.whole:
                rows.values.setdefault(entry.position, (key, loads(types.value, entry.value)))
        except ProjectError:
            return

    def project(self) -> Project:
        """Return the project, with each loss among its notes.

        Raises:
            AlignerError: if the pieces contradict each other.
        """
        documents: dict[DocumentKey, Document] = self.tables["documents"].by_key()
        self._lose_documents(documents)
        versions, pivot = self._frame(documents)
        saved = {table: rows.by_key() for table, rows in self.tables.items()}
        saved["alignments"] = self._alignments(documents, pivot, versions)
        saved["revisions"] = self._revisions(documents, versions)
        saved["reviewed"] = self._reviewed(documents)
        if lost := self.tables["dismissed"].n_lost:
            self._losses.append(Message("salvage.dismissed", number=lost))
        if lost := self.tables["decided"].n_lost:
            self._losses.append(Message("salvage.decided", number=lost))
        if lost := self.tables["glossary"].n_lost:
            self._losses.append(Message("salvage.terms", number=lost))
        texts = {
            table: [(dumps(key), dumps(value)) for key, value in values.items()]
            for table, values in saved.items()
        }
        whole = project_of({**texts, "meta": [(dumps(key), value) for key, value in self._meta.items()]})
        known = [each for group in saved["amendments"].values() for each in group]
        if known != list(whole.comparison.amendments):
            self._losses.append(Message("salvage.amendments"))
        notes = (*whole.comparison.notes, *self._losses)
        return replace(whole, comparison=replace(whole.comparison, notes=notes))

    def _lose_documents(self, documents: Mapping[DocumentKey, Document]) -> None:
        """Name the documents that are lost, as far as anything else names them."""
        own, links, changes, reviewed = (
            self.tables[table].keys.values() for table in ("documents", "alignments", "revisions", "reviewed")
        )
        named = dict.fromkeys(chain(own, *links, *changes, reviewed))
        lost = [key for key in named if key not in documents]
        self._losses += [Message("salvage.document", document=excerpt(str(key))) for key in lost]
        if (nameless := self.tables["documents"].n_lost - len(lost)) > 0:
            self._losses.append(Message("salvage.documents", number=nameless))

    def _frame(self, documents: Mapping[DocumentKey, Document]) -> tuple[tuple[str, ...], str]:
        """Return the versions and the pivot; what is lost of the frame is inferred."""
        languages = {key.language for key in documents}
        lost = {"title", "pivot", "versions"} - set(self._meta)
        self._meta.setdefault("title", dumps(Path(self.name).stem))
        self._meta.setdefault("signature", dumps(None))
        if "notes" not in self._meta:
            self._meta["notes"] = dumps(())
            self._meta.pop("note_messages", None)
        versions = loads(tuple[str, ...], self._meta.get("versions", dumps(())))
        if not {key.version for key in documents} <= set(versions):  # lost, or damaged
            versions = _in_order(documents, self.tables["revisions"].keys.values())
            self._meta["versions"] = dumps(versions)
            lost.add("versions")
        pivot = loads(str, self._meta["pivot"]) if "pivot" not in lost else ""
        if pivot not in languages:
            sources = (ours.language for ours, _ in self.tables["alignments"].keys.values())
            pivot = next((each for each in sources if each in languages), choose_pivot(documents, versions))
            self._meta["pivot"] = dumps(pivot)
            lost.add("pivot")
        if lost:
            self._losses.append(Message("salvage.frame"))
        return versions, pivot

    def _alignments(
        self, documents: Mapping[DocumentKey, Document], pivot: str, versions: tuple[str, ...]
    ) -> dict[DocumentPair, Alignment]:
        """Return the links between documents that are there; where they are lost, there are none."""
        kept = {
            pair: alignment
            for pair, alignment in self.tables["alignments"].by_key().items()
            if pair[0].language == pivot != pair[1].language
            and all(key in documents for key in pair)
            and (len(documents[pair[0]]), len(documents[pair[1]])) == (alignment.n_source, alignment.n_target)
        }
        for pair in pairs_to_align(documents, pivot, versions):
            if pair not in kept:
                kept[pair] = _unlinked(len(documents[pair[0]]), len(documents[pair[1]]))
                ours, theirs = map(excerpt, map(str, pair))
                self._losses.append(Message("salvage.links", ours=ours, theirs=theirs))
        return kept

    def _revisions(
        self, documents: Mapping[DocumentKey, Document], versions: tuple[str, ...]
    ) -> dict[DocumentPair, Revision]:
        """Return the changes between drafts, determined anew where they are lost."""
        saved, made = self.tables["revisions"].by_key(), {}
        for old, new in pairs_to_revise(documents, versions):
            sizes, found = (len(documents[old]), len(documents[new])), saved.get((old, new))
            if found is None or (found.n_old, found.n_new) != sizes:
                found = revise(documents[old], documents[new])
                what = Message("salvage.changes", old=excerpt(str(old)), new=excerpt(str(new)))
                self._losses.append(what)
            made[old, new] = found
        return made

    def _reviewed(self, documents: Mapping[DocumentKey, Document]) -> dict[DocumentKey, tuple[Span, ...]]:
        rows = self.tables["reviewed"]
        if rows.n_lost:
            self._losses.append(Message("salvage.reviewed"))
        return {key: runs for key, runs in rows.by_key().items() if key in documents}


def _table_of(entry: Entry) -> str:
    """Return the table of an entry; empty if it belongs to none."""
    try:
        key = json.loads(entry.key)
    except (ValueError, RecursionError):
        return ""
    listed = entry.value.startswith("[")
    match key:
        case dict():
            return "reviewed" if listed else "documents"
        case [{"language": one}, {"language": other}]:
            return "revisions" if one == other else "alignments"
        case int():
            return "amendments" if listed else "glossary"
        case str():
            if key in _META:
                return "meta"
            if not _FINGERPRINT.fullmatch(key):
                return "desk"
            return "decided" if entry.value.startswith("{") else "dismissed"
    return ""


def _in_order(documents: Iterable[DocumentKey], drafts: Iterable[DocumentPair]) -> tuple[str, ...]:
    """Return the names of the drafts, in an order that agrees with all pairs of an older and a newer."""
    names = dict.fromkeys(key.version for key in documents)
    order = TopologicalSorter[str](dict.fromkeys(names, ()))
    for old, new in drafts:
        order.add(new.version, old.version)
    try:
        return tuple(name for name in order.static_order() if name in names)
    except CycleError:
        return tuple(names)


def _unlinked(n_source: int, n_target: int) -> Alignment:
    """Return an alignment without links."""
    ours = tuple(Bead(Span(i, i + 1), Span(0, 0)) for i in range(n_source))
    theirs = tuple(Bead(Span(n_source, n_source), Span(i, i + 1)) for i in range(n_target))
    return Alignment(ours + theirs, n_source, n_target)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of one of the tables; only its key and value show of which one.

    Attributes:
        position: its place in the table.
        key: its key, as JSON.
        value: its value, as JSON; of a damaged entry, what can be read of its beginning.
        whole: whether key and value are as they were saved.
    """

    position: int
    key: str
    value: str
    whole: bool


def entries(data: bytes) -> Iterator[Entry]:
    """Return the entries of a file, the damaged ones whose key can be read among them."""
    return _Pages(data).entries()


class _NoRowError(Exception):
    """The bytes are not a row."""


class _Pages:
    """The pages of a file, numbered from 0."""

    def __init__(self, data: bytes) -> None:
        size = int.from_bytes(data[16:18], "big")
        self._size = size if size >= 512 and size & (size - 1) == 0 else _PAGE_SIZE
        self._data = data + bytes(-len(data) % self._size)
        self._left = _FOLLOWED * len(data)

    def entries(self) -> Iterator[Entry]:
        for start in range(0, len(self._data), self._size):
            head = start if start else _FILE_HEAD
            if self._data[head] != _LEAF:
                continue
            count = int.from_bytes(self._data[head + 3 : head + 5], "big")
            pointers = self._data[head + 8 : min(head + 8 + 2 * count, start + self._size)]
            for at in range(0, len(pointers) - 1, 2):
                place = start + int.from_bytes(pointers[at : at + 2], "big")
                with suppress(_NoRowError):
                    yield self._entry(place, start + self._size)

    def _entry(self, at: int, end: int) -> Entry:
        """Return the entry in a cell that begins at a byte; its page ends at another."""
        length, at = _number(self._data, at)
        position, at = _number(self._data, at)
        local = self._local_length(length)
        if at + local > end or position > _LAST:
            raise _NoRowError
        row = self._data[at : at + local]
        head_length, place = _number(row, 0)
        lengths: list[int] = []
        while place < head_length and len(lengths) <= _COLUMNS:
            kind, place = _number(row, place)
            lengths.append(_text_length(kind))
        if len(lengths) != _COLUMNS or lengths[0] or head_length + sum(lengths) != length:
            raise _NoRowError
        key_end = head_length + lengths[1]
        if length > local:
            following = int.from_bytes(self._data[at + local : at + local + 4], "big")
            row += self._chained(following, length - local)
        try:
            key = row[head_length:key_end].decode("utf-8")
        except UnicodeDecodeError:
            raise _NoRowError from None
        value = row[key_end : key_end + lengths[2]].decode("utf-8", "replace")
        whole = row[key_end + lengths[2] :] == digest(key, value).encode("ascii")
        return Entry(position, key, value, whole)

    def _local_length(self, length: int) -> int:
        """Return how many bytes of a row of some length are on its own page; the others follow in a chain."""
        most, least = self._size - 35, (self._size - 12) * 32 // 255 - 23
        if length <= most:
            return length
        local = least + (length - least) % (self._size - 4)
        return local if local <= most else least

    def _chained(self, page: int, length: int) -> bytes:
        """Return the bytes in a chain of pages, each of which begins with the number of the next.

        They are fewer than `length` if the chain breaks off.
        """
        parts = []
        while length > 0:
            start = (page - 1) * self._size
            if not 0 < start < len(self._data) or self._left < 0:
                break
            self._left -= self._size
            parts.append(self._data[start + 4 : start + min(self._size, length + 4)])
            length -= len(parts[-1])
            page = int.from_bytes(self._data[start : start + 4], "big")
        return b"".join(parts)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return a number, seven bits a byte, and where the next begins; a row has none of nine bytes."""
    number = 0
    for place, byte in enumerate(data[at : at + _LONGEST], at + 1):
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place
    raise _NoRowError


def _text_length(kind: int) -> int:
    """Return the length of a column: NULL, which stands for the position, or text."""
    if kind == 0:
        return 0
    if kind < 13 or kind % 2 == 0:
        raise _NoRowError
    return (kind - 13) // 2
