"""The errors that Python raises on a damaged zip, and how to tell one with a password.

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
"""Raised for a zip that is cut short, encrypted, packed in an unknown way or made up."""

_ENCRYPTED: Final = 0x1


def has_password(archive: zipfile.ZipFile) -> bool:
    """Whether the parts of a zip are encrypted, which is no damage."""
    return any(info.flag_bits & _ENCRYPTED for info in archive.infolist())
