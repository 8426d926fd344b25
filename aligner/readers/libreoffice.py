"""Read old Word, OpenDocument and rich text files through LibreOffice, if it is installed.

LibreOffice converts a copy to DOCX for the DOCX reader, which handles numbers, footnotes and tracked
changes as usual. It runs headless in a temporary folder, with a separate profile that
disables macros and links to other files.
"""

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Final

from aligner.readers.docx import read_docx
from aligner.readers.installed_programs import OFFICES, installed, private_folder, run_program
from aligner.readers.registry import reader_named, sniff
from aligner.values import EncryptedError, Message, ReadError, data_files
from aligner.values.extract import Extract
from aligner.values.limits import MAX_MEMORY

__all__ = ["NOTE", "SECONDS", "as_docx", "read", "to_docx"]

NOTE: Final = Message("reading.libreoffice")
SECONDS: Final = 90
"""Maximum duration of a conversion, in seconds."""

# Name the filter: LibreOffice would otherwise open a damaged file as plain text.
_FILTERS: Final = {
    "doc": "MS Word 97",
    "odt": "writer8",
    "rtf": "Rich Text Format",
}
_OLDER_WORD: Final = "MS WinWord 6.0"  # and Word 95
_WORD_HEAD: Final = re.compile(rb"[\xec\xdc]\xa5.[\0\1]", re.DOTALL)
"""The beginning of the text in an old Word file, since Word 97 and before, which begins a sector."""
_SECTOR: Final = 64  # bytes
_ENCRYPTED: Final = 0x01  # in the twelfth byte


def read(data: bytes, name: str, kind: str) -> Extract:
    """Read a file of a kind that only LibreOffice can read.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        kind: `doc`, `odt` or `rtf`.

    Returns:
        The DOCX reader's extract, with a note that the file was converted.

    Raises:
        ReadError: if LibreOffice is not installed, cannot open the file or takes longer than
            `SECONDS`, or for the reasons of the DOCX reader.
    """
    extract = read_docx.read(to_docx(data, name, kind), name)
    return replace(extract, notes=(NOTE, *extract.notes))


def as_docx(data: bytes, name: str) -> bytes | None:
    """Return a file of a word processor as DOCX: as it is, or converted; None for any other file.

    Raises:
        ReadError: see `to_docx`.
    """
    kind = sniff(data, name)
    if kind in _FILTERS:
        return to_docx(data, name, kind)
    return data if kind == "docx" else None


def to_docx(data: bytes, name: str, kind: str) -> bytes:
    """Convert a file to DOCX, with its tracked changes and comments.

    Raises:
        ReadError: see `read`, except for errors in the converted file.
    """
    filter_name = _word_filter(data, name) if kind == "doc" else _FILTERS[kind]
    program = installed(OFFICES)
    if program is None:
        what = reader_named(kind).name
        raise ReadError.about(name, "error.no_libreoffice", kind=what, extension=kind)
    with private_folder() as folder:
        source, target = folder / f"file.{kind}", folder / "out" / "file.docx"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", f"--infilter={filter_name}"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target.parent), str(source)),
        ]
        try:
            run_program(command, folder, SECONDS, memory=MAX_MEMORY)
        except subprocess.TimeoutExpired:
            raise ReadError.about(name, "error.office_slow", seconds=SECONDS) from None
        except OSError as error:
            why = error.strerror or str(error)
            raise ReadError.about(name, "reader.office_not_started", why=why) from None
        if not target.is_file():
            raise ReadError.about(name, "error.office_failed")
        return target.read_bytes()


def _word_filter(data: bytes, name: str) -> str:
    """Return the filter for the version of Word that wrote an old file.

    Raises:
        EncryptedError: if it is encrypted.
    """
    heads = (found.start() for found in _WORD_HEAD.finditer(data) if found.start() % _SECTOR == 0)
    at = next(heads, None)
    if at is None:
        return _FILTERS["doc"]
    if data[at + 11 : at + 12] and data[at + 11] & _ENCRYPTED:
        raise EncryptedError.about(name, "error.encrypted")
    return _FILTERS["doc"] if data[at] == 0xEC else _OLDER_WORD


def _write_profile(profile: Path) -> None:
    """Write the settings that keep an untrusted file from running or fetching anything."""
    (profile / "user").mkdir(parents=True)
    settings = data_files.text("libreoffice.xcu")
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8", newline="\n")
