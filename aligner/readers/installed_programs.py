"""Programs on this machine that convert or print documents."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from aligner.values import data_files

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
