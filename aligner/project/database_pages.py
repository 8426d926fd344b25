"""Read the entries of a damaged project file page by page, without SQLite.

SQLite finds an entry through the first page and the pages above it: with one of those damaged,
thousands that are whole are out of reach. Every entry carries a digest, however, so that one found
anywhere is known to be whole. This module looks for them on every page, by SQLite's published
format (https://www.sqlite.org/fileformat2.html).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aligner.project.database import digest

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
