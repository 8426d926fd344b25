"""Write a file completely or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".aligner-unfinished"
_ABANDONED: Final = 3600  # seconds: a file this old belongs to a process that was killed


@contextmanager
def file_beside(target: Path) -> Iterator[Path]:
    """Create an empty private file in the folder of `target`, to be filled and then moved to `target`.

    The file is removed on exit unless it was moved. Those that killed processes left in the folder
    are removed, too: they are copies of confidential text that nobody sees.

    Raises:
        OSError: if the folder does not allow it.
    """
    _remove_abandoned(target.parent)
    handle, name = tempfile.mkstemp(_SUFFIX, f".{target.name[:40]}.", target.parent)
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
    finally:
        with suppress(OSError):  # it was moved, or the next save removes it
            beside.unlink()


def target_of(path: Path) -> Path:
    """Return the file that writing to `path` writes: a link keeps its target, which need not exist.

    Raises:
        OSError: if links lead in a circle, or a folder on the way cannot be read.
    """
    try:
        return Path(os.path.realpath(path, strict=True))
    except (FileNotFoundError, NotADirectoryError):
        return Path(os.path.realpath(path))


def _remove_abandoned(folder: Path) -> None:
    """Remove the unfinished files in a folder that no process can still be writing."""
    now = time.time()
    with suppress(OSError):
        for path in folder.glob(f".*{_SUFFIX}"):
            with suppress(OSError):  # another user's, or gone already
                if path.is_file() and now - path.lstat().st_mtime > _ABANDONED:
                    path.unlink()
