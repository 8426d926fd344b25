"""The documents in a zip, each as a file on its own.

Nothing is unpacked to the places that a zip names: an entry gives its bytes and its last name only.
Sizes are checked before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from aligner.readers.office_package import DAMAGED, refuse_unsafe
from aligner.readers.registry import EXTENSIONS
from aligner.readers.regular_file import printable
from aligner.values.errors import LimitError, ReadError
from aligner.values.limits import MAX_FILES

EXTENSION: Final = ".zip"
_IN_NO_NAME: Final = re.compile(r'[<>:"/\\|?*]')
"""Characters that a file name may not have on some system."""


@dataclass(frozen=True, slots=True)
class ZippedDocuments:
    """What a zip contains.

    Attributes:
        files: name and bytes of each document. Those of one name get that of their folder before it.
        left_out: the names of files that are no documents.
    """

    files: tuple[tuple[str, bytes], ...]
    left_out: tuple[str, ...]


def documents_in(data: bytes, name: str) -> ZippedDocuments:
    """Return the documents in a zip.

    Args:
        data: the whole zip.
        name: its name, for messages.

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
    return ZippedDocuments(tuple(files), tuple(printable(str(_path(info))) for info in others))


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    """Return the path of an entry; some programs write it with backslashes."""
    return PurePosixPath(info.filename.replace("\\", "/").replace("\0", ""))


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    """Whether it is a folder, or what a system adds on its own (`__MACOSX/._draft.docx`)."""
    path = _path(info)
    return info.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts
