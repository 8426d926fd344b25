"""The zip file of an untrusted Word document or Excel workbook: its parts, their references, and damage.

A few kilobytes can unpack to gigabytes, and XML can refer to other files or expand endlessly.
Sizes are therefore checked before and during unpacking, and XML is parsed without entities,
network access or the parser's "huge" mode.

A zip may also hold documents, each a file on its own. Nothing is unpacked to the places that a zip names:
an entry gives its bytes and its last name only. Sizes are checked before anything is unpacked.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import ClassVar, Final

from lxml import etree

from aligner.readers.registry import EXTENSIONS, is_encrypted
from aligner.readers.regular_file import printable
from aligner.readers.untrusted_xml import parse
from aligner.values.limits import MAX_BITEXT, MAX_FILES, MAX_PART, MAX_PARTS, MAX_RATIO
from aligner.values.message import EncryptedError, FormatError, InputError, LimitError, ReadError

MAX_DEPTH: Final = 150
_TOO_DEEP: Final = "boolean(" + "/*" * (MAX_DEPTH + 1) + ")"


class OfficePackage:
    """The parts of one file, read on demand.

    Attributes:
        names: the entry of each part, by its name in lower case.
        spellings: what is replaced in each part before it is parsed, and by what.
    """

    spellings: ClassVar[Sequence[tuple[bytes, bytes]]] = ()

    def __init__(self, data: bytes, name: str) -> None:
        """Open the zip directory.

        Raises:
            ReadError: if the zip is damaged or encrypted.
        """
        self.name = name
        if is_encrypted(data):
            raise EncryptedError.about(name, "error.encrypted")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = {info.filename.lower(): info for info in self._zip.infolist()}
        except DAMAGED:
            raise ReadError.about(name, "file.cut_short") from None
        if has_password(self._zip):
            raise ReadError.about(name, "error.encrypted")
        if len(self.names) > MAX_PARTS:
            raise ReadError.about(name, "reader.parts", parts=len(self.names))

    def xml(self, part: str) -> etree._Element | None:
        """Parse one part; return None if the package has no part of that name.

        Raises:
            ReadError: if it is damaged, too large, or not XML.
        """
        data = self.bytes_of(part)
        if data is None:
            return None
        for written, usual in self.spellings:
            data = data.replace(written, usual)
        return parse_xml(data, f"{self.name}: {part}")

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relationships of a part: id → (last component of its type, name of the target part)."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target")
            if target and relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[relation.get("Id") or ""] = (kind, path)
        return found

    def bytes_of(self, part: str) -> bytes | None:
        """Unpack one part; return None if the package has no part of that name.

        Raises:
            ReadError: if it is damaged or too large.
        """
        info = self.names.get(part.lower())
        if info is None:
            return None
        if info.file_size > MAX_PART or unpacks_too_far(info):
            raise ReadError.about(self.name, "file.part_unpacks_to", part=part, size=info.file_size // 2**20)
        try:
            with self._zip.open(info) as handle:
                return handle.read(info.file_size)
        except DAMAGED:
            raise ReadError.about(self.name, "file.part_damaged", part=part) from None


def parse_xml(data: bytes, where: str) -> etree._Element:
    """Parse untrusted XML.

    Raises:
        ReadError: if it is not well formed, declares entities, or is nested too deeply.
    """
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data[:100_000]):
        raise ReadError.about(where, "reader.doctype")
    try:
        root = parse(data, where)
    except FormatError as error:
        raise ReadError(error.message) from None
    if root.xpath(_TOO_DEEP):
        raise ReadError.about(where, "reader.nested")
    return root


# Word files, workbooks and zipped corpora are all opened with `zipfile`, which reports damage
# through many exceptions.

DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
"""Raised for a zip that is truncated, encrypted, forged or compressed by an unknown method."""

_ENCRYPTED: Final = 0x1
_SMALL: Final = 4096  # bytes: a smaller packed part may be mostly repetition


def has_password(archive: zipfile.ZipFile) -> bool:
    """Whether any part of a zip is encrypted."""
    return any(info.flag_bits & _ENCRYPTED for info in archive.infolist())


def unpacks_too_far(info: zipfile.ZipInfo) -> bool:
    """Whether a part states a size that only a zip bomb has for its packed size."""
    return info.file_size > MAX_RATIO * max(info.compress_size, _SMALL)


def refuse_unsafe(
    archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], name: str, error: type[InputError]
) -> None:
    """Refuse to unpack entries of a zip that is encrypted, or made to fill the memory.

    Args:
        archive: the zip.
        infos: the entries to unpack.
        name: its name, for messages.
        error: the class of the error to raise.

    Raises:
        InputError: of the given class.
    """
    if has_password(archive):
        raise error.about(name, "error.encrypted")
    if sum(info.file_size for info in infos) > MAX_BITEXT:
        raise error.about(name, "file.unpacks_to", limit=MAX_BITEXT // 2**20)
    for info in infos:
        if unpacks_too_far(info):
            size = info.file_size // 2**20
            raise error.about(name, "file.part_unpacks_to", part=info.filename, size=size)


EXTENSION: Final = ".zip"
_IN_NO_NAME: Final = re.compile(r'[<>:"/\\|?*]')
"""Characters that a file name may not have on some system."""


def documents_in(data: bytes, name: str) -> tuple[list[tuple[str, bytes]], tuple[str, ...]]:
    """Return the documents in a zip.

    Args:
        data: the whole zip.
        name: its name, for messages.

    Returns:
        Name and bytes of each document, of those of one name with that of their folder before it; and the
        names of files that are no documents.

    Raises:
        ReadError: if it is damaged or encrypted, or unpacks to too many bytes.
        LimitError: if it has too many files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [info for info in archive.infolist() if not _is_hidden(info)]
            if len(entries) > MAX_FILES:
                raise LimitError.about(name, "error.zip_files", files=len(entries), limit=MAX_FILES)
            documents = [info for info in entries if _path(info).suffix.lower() in EXTENSIONS]
            refuse_unsafe(archive, documents, name, ReadError)
            same = Counter(_path(info).name.lower() for info in documents)
            files = []
            for info in documents:
                path = _path(info)
                parts = path.parts[-1:] if same[path.name.lower()] == 1 else path.parts
                shown = printable(_IN_NO_NAME.sub("_", "_".join(part for part in parts if part != "..")))
                files.append((shown, archive.read(info)))
    except DAMAGED:
        raise ReadError.about(name, "file.not_zip") from None
    others = (info for info in entries if info not in documents)
    return files, tuple(printable(str(_path(info))) for info in others)


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    """Return the path of an entry; some programs write it with backslashes."""
    return PurePosixPath(info.filename.replace("\\", "/").replace("\0", ""))


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    """Whether it is a folder, or what a system adds on its own (`__MACOSX/._draft.docx`)."""
    path = _path(info)
    return info.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts
