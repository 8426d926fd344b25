"""Read a regular file named by the user, if it is not too large, or its beginning."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from aligner.values.errors import AlignerError
from aligner.values.limits import MAX_BITEXT

_FLAGS: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Open without blocking: opening a pipe that nobody writes to would wait for ever."""


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
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISDIR(mode):
                raise error.about(shown, "file.folder")
            if not stat.S_ISREG(mode):
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
