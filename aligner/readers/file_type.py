"""Determine the type of a file from its first bytes, then from its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from aligner.readers.registry import PLAIN, READERS, USUAL, Reader, is_encrypted, is_ole, reader_promised
from aligner.values.errors import ReadError
from aligner.values.message import Message, about

_FOREIGN: Final = (
    (b"GIF8", Message("reader.image", format="GIF")),
    (b"BM", Message("reader.image", format="BMP")),
    (b"\x1f\x8b", Message("reader.archive", format="gzip")),
    (b"7z\xbc\xaf", Message("reader.archive", format="7-Zip")),
    (b"Rar!", Message("reader.archive", format="RAR")),
    (b"\x7fELF", Message("reader.program")),
    (b"MZ", Message("reader.program")),
)
_ALSO_TEXT: Final = frozenset({b"BM", b"MZ"})  # a text may begin with them, so binary content must follow
_XML: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml\s")
_MAIL: Final = re.compile(rb"(?i)^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?MIME-Version:")
"""The header of an e-mail message, which web pages saved as MHTML have too."""

_HEAD: Final = 4096
_UNREADABLE: Final = {".wpd": "WordPerfect", ".pages": "Pages"}
_SAVE: Final = Message("reader.open_and_save")


def sniff(data: bytes, name: str, encoding: str | None = None) -> str:
    """Decide which reader a file needs.

    Args:
        data: the whole file.
        name: name of the file.
        encoding: the encoding given by the user; if given, only text formats are considered.

    Returns:
        The kind of one of the `READERS`.

    Raises:
        ReadError: if no reader accepts the content, or it contradicts the file's extension.

    >>> sniff(b"<!DOCTYPE html><p>x", "page"), sniff(b"plain", "notes.md")
    ('html', 'txt')
    """
    suffix = PurePath(name).suffix.lower()
    promised = reader_promised(suffix)
    for reader in READERS:
        if not reader.is_text and reader.recognizes(data, reader is promised):
            return reader.kind
    _refuse_binary(data, name, suffix, promised, encoding)
    if promised is not None:
        return promised.kind
    for reader in READERS:
        if reader.is_text and reader.recognizes(data, False):
            return reader.kind
    if encoding is None:
        _refuse_markup(data[:_HEAD], name)
    return PLAIN


def _refuse_binary(
    data: bytes, name: str, suffix: str, promised: Reader | None, encoding: str | None
) -> None:
    """Refuse a file that no reader recognizes and that is not text either.

    Raises:
        ReadError: if no reader accepts the content, or it contradicts the file's extension.
    """
    if is_ole(data):
        _refuse_ole(data, name)
    if suffix in _UNREADABLE:
        program = Message("reader.other", wanted=(_UNREADABLE[suffix],))
        raise ReadError(about(name, Message("reader.not_read", kind=program, remedy=_SAVE)))
    kind = _foreign_kind(data)
    if promised is not None and not promised.is_text:
        actual = Message("reader.it_is", kind=kind) if kind else Message("reader.first_bytes")
        remedy = _SAVE if promised.needs else Message("reader.original")
        other = Message("reader.not_promised", promised=promised.name, actual=actual, remedy=remedy)
        raise ReadError(about(name, other))
    if kind is not None and encoding is None:
        raise ReadError(about(name, Message("reader.not_document", kind=kind, wanted=USUAL)))


def _refuse_ole(data: bytes, name: str) -> None:
    if is_encrypted(data):
        raise ReadError(about(name, Message("error.encrypted")))
    raise ReadError(about(name, Message("error.old_office")))


def _refuse_markup(head: bytes, name: str) -> None:
    """Refuse text that is meant for programs, unless it is named .txt.

    Raises:
        ReadError: if it is some other kind of XML, a web archive or an e-mail message.
    """
    if _XML.match(head):
        raise ReadError(about(name, Message("error.xml_file")))
    if _MAIL.match(head):
        raise ReadError(about(name, Message("error.web_archive")))


def _foreign_kind(data: bytes) -> Message | None:
    for signature, kind in _FOREIGN:
        if data.startswith(signature) and (signature not in _ALSO_TEXT or b"\0" in data[:64]):
            return kind
    return None
