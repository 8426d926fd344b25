"""A child Python process running one of our modules, which can be killed if it hangs or grows."""

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
    """A handle on a module that runs in its own process.

    Attributes:
        input: its standard input, where it reads requests.
        output: its standard output, where it writes answers.
        pid: its process id.
    """

    input: IO[bytes]
    output: IO[bytes]

    def __init__(self, module: str, *, quiet: bool = False) -> None:
        """Start the process.

        Args:
            module: the module to run with `python -m`.
            quiet: whether to drop what it prints to standard error.

        Raises:
            OSError: if no process can be started.
        """
        if not sys.executable:
            raise FileNotFoundError("no interpreter is known")
        detached: dict[str, Any] = {"start_new_session": True}  # keep Ctrl-C from reaching the child
        if sys.platform == "win32":
            detached = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],  # -P: import nothing from the current folder
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": _module_path()},
            **detached,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.input, self.output, self.pid = self._process.stdin, self._process.stdout, self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it is running and was started by this process, not by one that this was forked from."""
        return self._owner == os.getpid() and self._process.poll() is None

    @property
    def code(self) -> int:
        """Its exit code, or the negated number of the signal that ended it."""
        return self._process.returncode

    def kill(self) -> None:
        """Kill the process without waiting for it to end."""
        with suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """Kill the process and wait for it to end, if this process started it."""
        if self._owner != os.getpid():
            return
        self.kill()
        self._process.wait()
        for stream in (self.input, self.output):
            with suppress(OSError):
                stream.close()


def _module_path() -> str:
    """Return the `PYTHONPATH` with which a child process imports the same `aligner`.

    Passing on all of `sys.path` would be unsafe: Streamlit puts the folder of its script first, and a
    module there may shadow one of the standard library. For the same reason the folder of installed
    packages is left out; the child finds it anyway.
    """
    root = str(Path(aligner.__file__).parents[1])
    paths = [] if root in sysconfig.get_paths().values() else [root]
    return os.pathsep.join([*paths, *filter(None, [os.environ.get("PYTHONPATH")])])
