"""Read a regular file named by the user, in full or up to a limit."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from aligner.values.errors import AlignerError
from aligner.values.message import Message, about

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe that nobody writes to would wait for ever."""


def printable(name: str) -> str:
    """A file's name in a form that fits a message of one line."""
    return "".join(character if character.isprintable() else "?" for character in name)


def is_special(path: Path) -> bool:
    """Whether a path leads to a pipe or a device, which could block reading forever."""
    return path.exists() and not path.is_file() and not path.is_dir()


def read_regular(path: Path, error: type[AlignerError], *, most: int = -1) -> bytes:
    """Return the bytes of a regular file, never of a pipe or a device.

    Args:
        path: the file, or a link to it.
        error: the class of the error to raise.
        most: maximum number of bytes to read; by default all.

    Raises:
        AlignerError: of the given class, if the file is missing, a folder, not a regular file
            or unreadable.
    """
    shown = printable(str(path))
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISDIR(mode):
                raise error(about(shown, Message("file.folder")))
            if not stat.S_ISREG(mode):
                raise error(about(shown, Message("file.not_regular")))
            return file.read(most)
    except (FileNotFoundError, NotADirectoryError):
        raise error(about(shown, Message("file.missing"))) from None
    except IsADirectoryError:
        raise error(about(shown, Message("file.folder"))) from None
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        if os.name == "nt" and path.is_dir():
            raise error(about(shown, Message("file.folder"))) from None
        why = getattr(problem, "strerror", None) or str(problem)
        raise error(about(shown, Message("file.unreadable", why=why))) from None
