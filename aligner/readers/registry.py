"""The registry of every kind of document that can be read, and what tells the kind of a file.

Help texts, error messages and the choice of a reader derive from `READERS`. Importing this
module imports no reader: it only names their functions, which are imported when a file is read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from aligner.values import EncryptedError, Message, ReadError, about

LIBREOFFICE: Final = "LibreOffice"
_HTML: Final = re.compile(rb"(?is)^(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html)[\s>]")
"""The beginning of a web page, after comments and an XML declaration."""

_HEAD: Final = 4096
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.textPK"
"""The first entry of an OpenDocument text, `mimetype`, up to the signature of the next."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_PAGED: Final = ("language", "progress", "recognise")
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of document file, and the function that reads it.

    Attributes:
        kind: a short identifier of the reader.
        name: the name of this kind of file in messages, with its article.
        extensions: file extensions of this kind, the usual one first.
        function: the function that reads it, as `module:function` below `aligner.readers`, imported
            when called. It takes the bytes and the file's name, and returns an `Extract`.
        recognizes: whether bytes are of this kind; its second argument says whether the file has
            one of the `extensions`.
        takes: further arguments of the function: `kind`, `encoding`, `verbatim`, `language`,
            `progress`, `recognise`.
        is_text: whether files are text without a signature, so that their names and the
            encoding given by the user are considered as well.
        needs: a program that must be installed; empty if none.
    """

    kind: str
    name: Message
    extensions: tuple[str, ...]
    function: str
    recognizes: Callable[[bytes, bool], bool]
    takes: tuple[str, ...] = ()
    is_text: bool = False
    needs: str = ""


def is_ole(data: bytes) -> bool:
    """Whether it is an OLE compound file: an old Office document, or an encrypted new one."""
    return data.startswith(_OLE)


def is_encrypted(data: bytes) -> bool:
    """Whether it is an OLE compound file with an encrypted document inside."""
    return is_ole(data) and _ENCRYPTED in data


def _is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_open_document(data: bytes, _promised: bool) -> bool:
    """Whether a zip's first entry declares an OpenDocument text, as the standard requires."""
    if not _is_zip(data):
        return False
    extra = int.from_bytes(data[28:30], "little")  # length of the field between name and content
    return data.startswith(b"mimetype", 30) and data.startswith(_OPEN_DOCUMENT, 38 + extra)


def _is_word(data: bytes, promised: bool) -> bool:
    """Accept any other zip; the reader reports what is wrong with one that is not a Word document."""
    return _is_zip(data) and not _is_open_document(data, promised)


def _is_pdf(data: bytes, promised: bool) -> bool:
    """Whether it has the signature of a PDF, which may follow other bytes if the file is named `.pdf`."""
    return data.startswith(b"%PDF-") or (promised and b"%PDF-" in data[:1024])


def _is_html(data: bytes, promised: bool) -> bool:
    return promised or _HTML.match(data[:_HEAD]) is not None


def _converted(kind: str, name: Message, recognizes: Callable[[bytes, bool], bool]) -> Reader:
    """Return the reader of files that LibreOffice converts."""
    function, takes = "libreoffice:read", ("kind",)
    return Reader(kind, name, (f".{kind}",), function, recognizes, takes, needs=LIBREOFFICE)


READERS: Final = (
    Reader(
        "txt",
        Message("reader.txt"),
        (".txt", ".text", ".md"),
        "plain_text:read",
        lambda _data, promised: promised,
        takes=("encoding", "verbatim"),
        is_text=True,
    ),
    Reader("docx", Message("reader.docx"), (".docx", ".docm", ".dotx"), "docx.read_docx:read", _is_word),
    Reader("pdf", Message("reader.pdf"), (".pdf",), "scans.paged_file:read", _is_pdf, takes=_PAGED),
    Reader(
        "picture",
        Message("reader.picture"),
        (".tiff", ".tif", ".png", ".jpg", ".jpeg"),
        "scans.paged_file:read",
        lambda data, _: data.startswith(_PICTURES),
        takes=_PAGED,
    ),
    Reader(
        "html",
        Message("reader.html"),
        (".html", ".htm", ".xhtml"),
        "html.read_html:read",
        _is_html,
        takes=("encoding",),
        is_text=True,
    ),
    _converted(
        "doc",
        Message("reader.doc"),
        lambda data, _: _WORD_STREAM in data and is_ole(data) and not is_encrypted(data),
    ),
    _converted("odt", Message("reader.odt"), _is_open_document),
    _converted("rtf", Message("reader.rtf"), lambda data, _: data.startswith(b"{\\rtf")),
)
"""All readers, in the order in which they are listed; at most one recognizes a file."""

PLAIN: Final = "txt"
"""The kind of every text that no other reader recognizes."""

EXTENSIONS: Final = tuple(e for reader in READERS for e in reader.extensions)
"""The extensions of all readable documents."""

USUAL: Final = tuple(reader.extensions[0] for reader in READERS if not reader.needs)
"""The usual extension of each kind that needs no other program."""

CONVERTED: Final = tuple(e for reader in READERS if reader.needs for e in reader.extensions)
"""The extensions of documents that need `LIBREOFFICE`."""


def reader_named(kind: str) -> Reader:
    """Return the reader of a kind of file.

    Raises:
        KeyError: if there is no such kind (a bug).
    """
    return {reader.kind: reader for reader in READERS}[kind]


def reader_promised(extension: str) -> Reader | None:
    """Return the reader for a file extension, or None if there is none."""
    return next((reader for reader in READERS if extension.lower() in reader.extensions), None)


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
    if encoding is None and _XML.match(data[:_HEAD]):  # unless it is named .txt
        raise ReadError.about(name, "error.xml_file")
    if encoding is None and _MAIL.match(data[:_HEAD]):
        raise ReadError.about(name, "error.web_archive")
    return PLAIN


def _refuse_binary(
    data: bytes, name: str, suffix: str, promised: Reader | None, encoding: str | None
) -> None:
    """Refuse a file that no reader recognizes and that is not text either.

    Raises:
        ReadError: if no reader accepts the content, or it contradicts the file's extension.
    """
    if is_encrypted(data):
        raise EncryptedError.about(name, "error.encrypted")
    if is_ole(data):
        raise ReadError.about(name, "error.old_office")
    if suffix in _UNREADABLE:
        program = Message("reader.other", wanted=(_UNREADABLE[suffix],))
        raise ReadError.about(name, "reader.not_read", kind=program, remedy=_SAVE)
    kind = _foreign_kind(data)
    if promised is not None and not promised.is_text:
        actual = Message("reader.it_is", kind=kind) if kind else Message("reader.first_bytes")
        remedy = _SAVE if promised.needs else Message("reader.original")
        other = Message("reader.not_promised", promised=promised.name, actual=actual, remedy=remedy)
        raise ReadError(about(name, other))
    if kind is not None and encoding is None:
        raise ReadError.about(name, "reader.not_document", kind=kind, wanted=USUAL)


def _foreign_kind(data: bytes) -> Message | None:
    for signature, kind in _FOREIGN:
        if data.startswith(signature) and (signature not in _ALSO_TEXT or b"\0" in data):
            return kind
    return None
