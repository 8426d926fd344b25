"""Read a regular file named by the user, if it is not too large, and write files as a whole or not at all."""

import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from aligner.values.limits import MAX_BITEXT
from aligner.values.message import AlignerError

_FLAGS: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Open without blocking: opening a pipe that nobody writes to would wait for ever."""

_SUFFIX: Final = ".aligner-unfinished"
_ABANDONED: Final = 3600  # seconds: a file this old belongs to a process that was killed


def printable(name: str) -> str:
    """Return a file name in a form that fits a one-line message."""
    return "".join(character if character.isprintable() else "?" for character in name)


def is_special(path: Path) -> bool:
    """Whether a path leads to a pipe or a device, which could block reading forever."""
    return path.exists() and not path.is_file() and not path.is_dir()


def read_regular(path: Path, error: type[AlignerError], *, most: int = MAX_BITEXT) -> bytes:
    """Return the bytes of a regular file, never of a pipe or a device.

    A file that is too large is refused by its size, before it takes any memory.

    Args:
        path: the file, or a link to it.
        error: the class of the error to raise.
        most: maximum number of bytes.

    Raises:
        AlignerError: of the given class, if the file is missing, a folder, not a regular file,
            unreadable or too large.
    """
    with _open(path, error) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(most + 1) if size <= most else b""
    if max(size, len(data)) > most:  # the file may have grown since its size was read
        raise error.about(printable(str(path)), "error.too_large", limit=most // 2**20)
    return data


def head_of_regular(path: Path, error: type[AlignerError], size: int) -> bytes:
    """Return the first bytes of a regular file of any length.

    Raises:
        AlignerError: see `read_regular`.
    """
    with _open(path, error) as file:
        return file.read(size)


@contextmanager
def _open(path: Path, error: type[AlignerError]) -> Iterator[BinaryIO]:
    shown = printable(str(path))
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise error.about(shown, "file.not_regular")
            yield file
    except (FileNotFoundError, NotADirectoryError):
        raise error.about(shown, "file.missing") from None
    except IsADirectoryError:
        raise error.about(shown, "file.folder") from None
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        if os.name == "nt" and path.is_dir():
            raise error.about(shown, "file.folder") from None
        why = getattr(problem, "strerror", None) or str(problem)
        raise error.about(shown, "file.unreadable", why=why) from None


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


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in a folder that is made if it is missing.

    Raises:
        OSError: if it cannot be written; the file is as before.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file_beside(path) as beside:
        beside.write_bytes(data)
        beside.replace(path)
