"""The errors that Python raises for a damaged zip, and a test for a password.

Word files, workbooks and zipped corpora are all opened with `zipfile`, which reports damage
through many exceptions.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import Final

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


def has_password(archive: zipfile.ZipFile) -> bool:
    """Whether any part of a zip is encrypted."""
    return any(info.flag_bits & _ENCRYPTED for info in archive.infolist())
