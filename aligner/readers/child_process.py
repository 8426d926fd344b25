"""A Python process of ours that works for this one, and can be ended when it hangs or grows."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

import aligner

_ONE_THREAD: Final = dict.fromkeys(("ALIGNER_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class ChildProcess:
    """A module that runs in a process of its own, from this side.

    Attributes:
        input: where it reads requests.
        output: where it writes answers.
        pid: its number.
    """

    input: IO[bytes]
    output: IO[bytes]

    def __init__(self, module: str, *, quiet: bool = False) -> None:
        """Start it.

        Args:
            module: run as `python -m`.
            quiet: whether to drop what it prints to standard error.

        Raises:
            OSError: if no process can be started.
        """
        if not sys.executable:
            raise FileNotFoundError("no interpreter is known")
        apart: dict[str, Any] = {"start_new_session": True}  # Ctrl-C is for this process alone
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],  # -P: no modules of the current folder
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": module_path()},
            **apart,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.input, self.output, self.pid = self._process.stdin, self._process.stdout, self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs and was started by this process, not by one that this is a copy of."""
        return self._owner == os.getpid() and self._process.poll() is None

    @property
    def code(self) -> int:
        """How it ended: its exit code, or a signal's number below zero."""
        return self._process.returncode

    def kill(self) -> None:
        """Have it end, without waiting for that."""
        with suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """End it at once, if this process started it."""
        if self._owner != os.getpid():
            return
        self.kill()
        self._process.wait()
        for stream in (self.input, self.output):
            with suppress(OSError):
                stream.close()


def module_path() -> str:
    """The `PYTHONPATH` with which a child process imports the same `aligner`.

    All of `sys.path` would be too much: Streamlit puts the folder of its script first, where a module
    may have the name of one of Python's own. For the same reason the folder of installed packages,
    which the child knows by itself, is left out.
    """
    ours = str(Path(aligner.__file__).parents[1])
    paths = [] if ours in sysconfig.get_paths().values() else [ours]
    return os.pathsep.join([*paths, *filter(None, [os.environ.get("PYTHONPATH")])])
