"""Run readers built on native libraries in a child process, with limits of time and memory.

pdfium and Arrow are written in C++ and take files from anywhere. A file made for the purpose can
crash them, let them run for ever, or exhaust memory. In a child process that is an error message,
and this process goes on. The child serves one file after another, since starting it takes a third
of a second. Answers are JSON: a library that a file has taken over could write anything.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import sysconfig
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import aligner
from aligner.values.errors import FormatError, InputError, LanguageError, LimitError, ReadError
from aligner.values.limits import MAX_SECONDS
from aligner.values.message import Message, about
from aligner.values.quotation import reason

T = TypeVar("T")

_ERRORS: Final = {
    each.__name__: each for each in (InputError, ReadError, LimitError, LanguageError, FormatError)
}
_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
_LENGTH: Final = 8  # bytes that precede each message and give its length
_lock: Final = threading.Lock()
_child: _Child | None = None
_apart = True


def read_in_child(function: str, data: bytes, name: str, returns: type[T], *arguments: object) -> T:
    """Call `function(data, name, *arguments)` in the child process.

    Args:
        function: `package.module:function`.
        data: a whole file.
        name: its name, for messages.
        returns: the type of the result, a dataclass or a plain type.
        arguments: further arguments, plain JSON values.

    Raises:
        InputError: as the function does.
        ReadError: if the child crashes, takes longer than `MAX_SECONDS` or needs more than
            `MAX_MEMORY`.
    """
    with _lock:
        child = _running_child() if _apart else None
        if child is None:
            found: T = call(function, data, name, *arguments)
            return found
        try:
            answer = child.ask(data, name, function=function, arguments=arguments)
        except BaseException:  # an interrupt as well: the next file must not get this one's answer
            child.end()
            raise
    return _result(answer, name, returns)


def call(function: str, data: bytes, name: str, *arguments: object) -> Any:
    """Call a function named as `package.module:function` in this process."""
    from importlib import import_module

    module, _, called = function.partition(":")
    return getattr(import_module(module), called)(data, name, *arguments)


def stay_in_this_process() -> None:
    """Start no child: this process is one already, and has its own limits."""
    global _apart
    _apart = False


def module_path() -> str:
    """The `PYTHONPATH` with which a child process imports the same `aligner`.

    All of `sys.path` would be too much: Streamlit puts the folder of its script first, where a module
    may have the name of one of Python's own. For the same reason the folder of installed packages,
    which the child knows by itself, is left out.
    """
    ours = str(Path(aligner.__file__).parents[1])
    paths = [] if ours in sysconfig.get_paths().values() else [ours]
    return os.pathsep.join([*paths, *filter(None, [os.environ.get("PYTHONPATH")])])


def _result(answer: Any, name: str, returns: type[T]) -> T:
    from aligner.values.codec import structure

    try:
        kind, value = answer
        if kind == "done":
            return structure(returns, value)
        if kind == "bug":
            raise RuntimeError(f"the reader of {name} failed:\n{value}")
        error = _ERRORS[kind](Message.from_data(value))
    except (ValueError, TypeError, KeyError) as problem:  # no answer of ours
        raise ReadError(about(name, Message("reader.crashed", why=reason(problem)))) from None
    raise error


def _running_child() -> _Child | None:
    """The child, started if there is none; None where no process can be started."""
    global _child
    if _child is None or not _child.is_ours():
        try:
            _child = _Child()
        except OSError:
            return None
    return _child


class _Child:
    """The process that reads, from this side."""

    def __init__(self) -> None:
        if not sys.executable:
            raise FileNotFoundError("no interpreter is known")
        apart: dict[str, Any] = {"start_new_session": True}  # Ctrl-C is for this process alone
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "aligner.readers.isolated"],  # -P: no modules of the current folder
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # where a library prints its last words
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": module_path()},
            **apart,
        )
        atexit.register(self.end)

    def is_ours(self) -> bool:
        """Whether it runs and was started by this process, not by one that this is a copy of."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, data: bytes, name: str, **request: object) -> Any:
        """Send a file and wait for the answer: its kind, and the result or what was wrong."""
        late = threading.Event()
        timer = threading.Timer(MAX_SECONDS, self._kill, (late,))
        timer.daemon = True
        timer.start()
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            send(self._process.stdin, json.dumps({"name": name, **request}).encode())
            send(self._process.stdin, data)
            *answer, is_last = json.loads(receive(self._process.stdout))
            if is_last:
                self.end()
            return answer
        except (OSError, EOFError, ValueError):
            self.end()
            what = Message("reader.crashed", why=_how_it_ended(self._process.returncode))
            if late.is_set():
                what = Message("reader.slow", seconds=MAX_SECONDS)
            raise ReadError(about(name, what)) from None
        finally:
            timer.cancel()

    def _kill(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def end(self) -> None:
        """End the process, if this process started it."""
        atexit.unregister(self.end)
        if self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]


def send(stream: IO[bytes], message: bytes) -> None:
    """Write the length of a message, then the message."""
    stream.write(len(message).to_bytes(_LENGTH, "big"))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read a message written by `send`.

    Raises:
        EOFError: if the stream ends before the message does.
    """
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _how_it_ended(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
