"""Programs on this machine that convert or print documents, and their temporary folders.

Temporary folders hold what other programs read and write, which is the user's text. A folder goes with the
work it was made for, and with the process if that is stopped. What a killed process left is removed by the
next one that starts: the lock of a folder is free once its process is gone.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from aligner.values import data_files

_PREFIX: Final = "aligner-"
_LOCK: Final = ".lock"
_UNLOCKED: Final = 3600
"""Seconds after which a folder without a lock is abandoned: its process makes the lock at once."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """Make a temporary folder that only the user can read, and remove it at the end.

    Raises:
        OSError: if the system has no place for it.
    """
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as place:
        folder = Path(place)
        unnamed = folder / f"{_LOCK}-new"
        with unnamed.open("wb") as lock:
            if sys.platform != "win32":  # where a file that is open cannot be removed
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
                unnamed.rename(folder / _LOCK)
            yield folder


def abandoned() -> Iterator[Path]:
    """Return the folders of this user whose process is gone."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX):
                with suppress(OSError):  # it may go meanwhile
                    if _is_own_folder(entry) and not _is_in_use(Path(entry.path)):
                        yield Path(entry.path)


def remove_abandoned() -> None:
    """Remove the folders whose process is gone, with the text in them."""
    for folder in abandoned():
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # it is gone; else a program still writes there, and the next start sees that
            (folder / _LOCK).touch()


def _is_own_folder(entry: os.DirEntry[str]) -> bool:
    is_folder = entry.is_dir(follow_symlinks=False)
    return is_folder and (sys.platform == "win32" or entry.stat().st_uid == os.getuid())


def _is_in_use(folder: Path) -> bool:
    """Whether the process that made a folder is alive.

    Raises:
        OSError: if it cannot be read.
    """
    if sys.platform == "win32":
        return _is_young(folder)
    import fcntl

    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return _is_young(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _is_young(folder: Path) -> bool:
    return time.time() - folder.lstat().st_mtime < _UNLOCKED


OFFICES: Final[Sequence[str]] = data_files.tables("programs.toml")["office"]
BROWSERS: Final[Sequence[str]] = data_files.tables("programs.toml")["browser"]


def installed(names: Iterable[str]) -> str | None:
    """Return the path of the first program that is installed, or None.

    >>> installed(["no-such-program"]) is None
    True
    """
    return next((found for name in names if (found := shutil.which(name))), None)


def run_program(command: Sequence[str], folder: Path, seconds: float, *, memory: int | None = None) -> str:
    """Run a program that works in a folder of its own, and return what it printed to standard error.

    It runs in its own process group, which ends with it, after the given time, and with this process.

    Args:
        command: the program and its arguments.
        folder: its working folder, and where its temporary files go.
        seconds: how long it may take.
        memory: bytes it may use; only Linux has such a limit.

    Raises:
        subprocess.TimeoutExpired: if it takes longer.
        OSError: if it cannot be started.
    """
    own = {name: str(folder) for name in ("TMPDIR", "TMP", "TEMP")}
    if memory is not None and sys.platform == "linux":
        command = ["/bin/sh", "-c", f'ulimit -v {memory // 1024}; exec "$@"', "sh", *command]
    with (folder / "stderr").open("w+b") as printed:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=printed,
            start_new_session=True,
        )
        at_exit = partial(_end, process)  # in the app, it runs in a thread that ends without notice
        atexit.register(at_exit)
        try:
            process.wait(seconds)
        finally:
            _end(process)
            atexit.unregister(at_exit)
        printed.seek(0)
        return printed.read().decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and its child processes: LibreOffice's first process only waits for another."""
    if sys.platform == "win32":
        kill = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(kill, capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
