"""The errors that Python raises for a damaged zip, and tests for a password and for zip bombs.

Word files, workbooks and zipped corpora are all opened with `zipfile`, which reports damage
through many exceptions.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import Final

from aligner.values.limits import MAX_RATIO

DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""Raised for a zip that is truncated, encrypted, forged or compressed by an unknown method."""

_ENCRYPTED: Final = 0x1
_SMALL: Final = 4096  # bytes: a smaller packed part may be mostly repetition


def has_password(archive: zipfile.ZipFile) -> bool:
    """Whether any part of a zip is encrypted."""
    return any(info.flag_bits & _ENCRYPTED for info in archive.infolist())


def unpacks_too_far(info: zipfile.ZipInfo) -> bool:
    """Whether a part states a size that only a zip bomb has for its packed size."""
    return info.file_size > MAX_RATIO * max(info.compress_size, _SMALL)
