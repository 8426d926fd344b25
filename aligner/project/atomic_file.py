"""Write a file completely or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def file_beside(target: Path) -> Iterator[Path]:
    """Create an empty private file in the folder of `target`, to be filled and then moved to `target`.

    The file is removed on exit unless it was moved.

    Raises:
        OSError: if the folder does not allow it.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)
