"""What Python raises on a damaged zip, and how large a sound one may be.

Word files, workbooks and corpora in zips are all opened with `zipfile`, which tells of
damage in many ways.
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
