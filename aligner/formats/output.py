"""Write results to files: refuse early what cannot work, and never leave a partial file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from aligner.formats.writing import find_writer
from aligner.readers.regular_file import file_beside, is_special, target_of
from aligner.values.errors import InputError
from aligner.values.message import Message, about


def check_destination(path: Path, kind: type, inputs: Iterable[Path], *, besides: Sequence[str] = ()) -> None:
    """Refuse, before any work is done, a file that could not or should not be written.

    Args:
        path: where the result is to go; its extension says in which format.
        kind: of the result.
        inputs: the files read, none of which may be overwritten.
        besides: extensions that another part of the program writes.

    Raises:
        InputError: for an unknown extension, or as `check_place`.
    """
    try:
        find_writer(kind, path.suffix, besides=besides)
    except InputError as error:
        raise InputError(about(str(path), error.message)) from error
    check_place(path, inputs)


def check_place(path: Path, inputs: Iterable[Path]) -> Path:
    """Return the file that would be written, which is the target of a link.

    Raises:
        InputError: for a folder that does not exist, a folder, pipe or device in the file's place,
            links that lead in a circle, or a file that is an input.
    """
    try:
        target = target_of(path)
    except OSError as error:
        raise InputError(about(str(path), _unwritable(error))) from error
    if target.is_dir():
        raise InputError.about(str(path), "file.folder")
    if is_special(target):
        raise InputError.about(str(path), "output.not_regular")
    if not target.parent.is_dir():
        raise InputError.about(str(path), "output.folder_missing", folder=str(target.parent))
    for source in inputs:
        if target.exists() and source.exists() and target.samefile(source):
            raise InputError.about(str(path), "output.is_input")
    return target


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file atomically: to a temporary file in the same folder, then renamed.

    Raises:
        InputError: where the disk or the permissions do not allow it, or as `check_place`.
    """
    target = check_place(path, ())  # again: much may have happened since the work began
    try:
        with file_beside(target) as beside:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # before the name: after a power failure it would be an empty file
            beside.chmod(_mode_for(target))
            beside.replace(target)
    except OSError as error:
        raise InputError(about(str(path), _unwritable(error))) from error


def _unwritable(error: OSError) -> Message:
    return Message("file.unwritable", why=error.strerror or str(error))


def _mode_for(path: Path) -> int:
    """Return the permissions a file has, or would have been given: temporary files are private."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
