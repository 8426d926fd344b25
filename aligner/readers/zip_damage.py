"""The errors that Python raises on a damaged zip.

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
