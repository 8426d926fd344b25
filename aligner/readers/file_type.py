"""Telling what a file is by its first bytes, and then by its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from aligner.values.errors import ReadError

_FOREIGN: Final = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"BM", "a BMP image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_WORDS: Final = frozenset({b"BM", b"MZ"})  # a text may begin so: they count only before binary content
_HTML: Final = re.compile(rb"(?is)^(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html)[\s>]")
_XML: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml\s")
_MAIL: Final = re.compile(rb"(?i)^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?MIME-Version:")
_PLAIN: Final = (".txt", ".text", ".md")
_EXTENSIONS: Final = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_CONVERT: Final = {
    ".doc": "an old Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "a rich text file",
    ".wpd": "a WordPerfect document",
    ".pages": "a Pages document",
}
_SAVE: Final = "open it in Word or LibreOffice and save it as .docx"
_ODT: Final = b"mimetypeapplication/vnd.oasis.opendocument.textPK"  # first in the zip, up to what follows
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")


def sniff(data: bytes, name: str, encoding: str | None = None) -> str:
    """Decide which reader a file needs.

    Args:
        data: the whole file.
        name: of the file.
        encoding: what the user says the text is in; then only text formats come into question.

    Returns:
        `pdf`, `docx`, `html` or `txt`; `doc`, `odt` or `rtf` for what LibreOffice has to open.

    Raises:
        ReadError: content of a kind that no reader takes, or other than the name promises.

    >>> sniff(b"<!DOCTYPE html><p>x", "page"), sniff(b"plain", "notes.md")
    ('html', 'txt')
    """
    suffix = PurePath(name).suffix.lower()
    promised = _EXTENSIONS.get(suffix)
    found = _by_content(data, name, promised)
    if found is not None:
        return found
    if suffix in (".doc", ".odt", ".rtf"):
        raise ReadError(
            f"{name}: this is not {_CONVERT[suffix]} (its first bytes are not those of one); {_SAVE}"
        )
    if suffix in _CONVERT:
        raise ReadError(f"{name}: {_CONVERT[suffix]} cannot be read; {_SAVE}")
    kind = _foreign_kind(data)
    if promised in ("pdf", "docx"):
        actual = f"it is {kind}" if kind else "its first bytes are not those of one"
        raise ReadError(
            f"{name}: this is not a {promised.upper()} file ({actual}); "
            "give the original, or rename it if it is something else"
        )
    if kind is not None and encoding is None:
        raise ReadError(f"{name}: this is {kind}, not a document; give a .txt, .docx, .pdf or .html file")
    if promised == "html" or (suffix not in _PLAIN and _HTML.match(data[:4096])):
        return "html"
    if suffix not in _PLAIN and encoding is None:
        _refuse_markup(data[:4096], name)
    return "txt"


def _refuse_markup(head: bytes, name: str) -> None:
    """Refuse what is text to a computer only; who wants its lines all the same names it .txt.

    Raises:
        ReadError: it is XML of some other kind, a web archive or an e-mail message.
    """
    if _XML.match(head):
        raise ReadError(
            f"{name}: this is an XML file, not a document; {_SAVE} (a memory or aligned text goes to "
            "`aligner convert`)"
        )
    if _MAIL.match(head):
        raise ReadError(
            f"{name}: this is a web archive or an e-mail message; save the page as .html, or its text as .txt"
        )


def _by_content(data: bytes, name: str, promised: str | None) -> str | None:
    """The reader that the signature at the head of the file asks for, if any."""
    if data.startswith(b"%PDF-") or (promised == "pdf" and b"%PDF-" in data[:1024]):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "odt" if _is_odt(data) else "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError(
                f"{name}: the document is encrypted; open it with its password and save it without"
            )
        if _WORD_STREAM in data:
            return "doc"
        raise ReadError(
            f"{name}: an old Office document without a Word text in it (.xls, .ppt) cannot be read; {_SAVE}"
        )
    return "rtf" if data.startswith(b"{\\rtf") else None


def _is_odt(data: bytes) -> bool:
    """Whether a zip says in its first part, as OpenDocument files do, that it is a text."""
    extra = int.from_bytes(data[28:30], "little")  # how long a field stands between name and content
    return (data[30:38] + data[38 + extra : 128 + extra]).startswith(_ODT)


def _foreign_kind(data: bytes) -> str | None:
    for signature, kind in _FOREIGN:
        if data.startswith(signature) and (signature not in _WORDS or b"\0" in data[:64]):
            return kind
    return None
