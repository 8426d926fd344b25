"""The errors that Python raises on a damaged zip, and size limits for intact ones.

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

MAX_PART: Final = 64 * 1024 * 1024
"""Bytes one part may unpack to."""

MAX_RATIO: Final = 400
"""How many times larger than in the zip: what distinguishes a bomb from a document."""
