"""A child Python process running one of our modules, which can be killed if it hangs or grows."""

import atexit
import os
import pickle
import queue
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, Generic, TypeVar

import aligner

P = TypeVar("P", bound="ChildProcess")
R = TypeVar("R")

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


class ChildPool(Generic[P]):
    """Child processes, each lent to one caller at a time; all end with this process.

    Attributes:
        idle: those that wait for work.
        lent: those at work.
        closed: whether none is lent any more.
    """

    def __init__(self, start: Callable[[], P], *, most_idle: int | None = None) -> None:
        """Make an empty pool.

        Args:
            start: starts a process.
            most_idle: how many may wait for work; none by default means any number.
        """
        self._start, self._most_idle = start, most_idle
        self._lock = threading.Lock()
        self.idle: list[P] = []
        self.lent: set[P] = set()
        self.closed = False
        atexit.register(self.close)

    def borrow(self) -> P | None:
        """Return a process that waits for work, or a new one; None if the pool is closed.

        Raises:
            OSError: if no process can be started.
        """
        with self._lock:
            if self.closed:
                return None
            waiting = (self.idle.pop() for _ in range(len(self.idle)))
            process = next((each for each in waiting if each.alive), None) or self._start()
            self.lent.add(process)
        return process

    def give_back(self, process: P) -> None:
        """Keep a process for more work, or end it if enough are waiting or the pool is closed."""
        with self._lock:
            self.lent.discard(process)
            room = self._most_idle is None or len(self.idle) < self._most_idle
            if process.alive and room and not self.closed:
                self.idle.append(process)
                return
        process.end()

    def end_idle(self) -> None:
        """End the processes that wait for work."""
        with self._lock:
            waiting, self.idle = self.idle, []
        for process in waiting:
            process.end()

    def close(self) -> None:
        """End all processes, even those at work, and lend none until `closed` is unset."""
        with self._lock:
            self.closed = True
            working = [*self.lent]
        for process in working:
            process.end()
        self.end_idle()


def serve(receive: Callable[[BinaryIO], R], answer: Callable[[R, BinaryIO], None]) -> None:
    """Answer requests in a child process until its input ends, even in the middle of a request.

    What libraries print does not mix with the answers.

    Args:
        receive: reads a request from standard input.
        answer: writes its answer.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests: queue.Queue[R] = queue.Queue()
    threading.Thread(target=_queue_requests, args=(receive, requests), daemon=True).start()
    with suppress(BrokenPipeError):
        while True:
            answer(requests.get(), answers)
    os._exit(0)


def _queue_requests(receive: Callable[[BinaryIO], R], requests: queue.Queue[R]) -> None:
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            requests.put(receive(sys.stdin.buffer))
    os._exit(0)


def _module_path() -> str:
    """Return the `PYTHONPATH` with which a child process imports the same `aligner`.

    Passing on all of `sys.path` would be unsafe: Streamlit puts the folder of its script first, and a
    module there may shadow one of the standard library. For the same reason the folder of installed
    packages is left out; the child finds it anyway.
    """
    root = str(Path(aligner.__file__).parents[1])
    paths = [] if root in sysconfig.get_paths().values() else [root]
    return os.pathsep.join([*paths, *filter(None, [os.environ.get("PYTHONPATH")])])
