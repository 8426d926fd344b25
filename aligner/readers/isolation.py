"""Run readers built on native libraries in a child process, with limits on time and memory.

pdfium and Arrow are written in C++ and read files of any origin. A malicious file can crash them,
make them run for ever or exhaust memory. In a child process this only leads to an error message, and
this process continues. A child reads one file after another, since starting it takes a third of a
second; further children start while several files are read at once, so that no file waits for one
that hangs. Answers are JSON, since a library that a file has taken over could write anything.
"""

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from pkgutil import resolve_name
from typing import IO, Any, Final, TypeVar

from aligner.readers.child_process import ChildPool, ChildProcess
from aligner.values import InputError, LanguageError, LimitError, Message, about, reason
from aligner.values.limits import MAX_SECONDS
from aligner.values.message import EncryptedError, FormatError, ReadError

T = TypeVar("T")

_ERRORS: Final[Mapping[str, type[InputError]]] = {
    error.__name__: error
    for error in (InputError, ReadError, EncryptedError, LimitError, LanguageError, FormatError)
}
_LENGTH: Final = 8  # bytes that precede each message and give its length
_MOST: Final = 4
"""Maximum number of children. Each may use `MAX_MEMORY`; a file that hangs blocks one for `MAX_SECONDS`."""

_at_once: Final = threading.BoundedSemaphore(_MOST)
_uses_children = True


def read_in_child(function: str, data: bytes, name: str, returns: type[T], *arguments: object) -> T:
    """Call `function(data, name, *arguments)` in a child process.

    Args:
        function: `package.module:function`.
        data: a whole file.
        name: name of the file, for messages.
        returns: the type of the result, a dataclass or a plain type.
        arguments: further arguments, plain JSON values.

    Raises:
        InputError: as the function does.
        ReadError: if the child crashes, takes longer than `MAX_SECONDS` or needs more than
            `MAX_MEMORY`.
    """
    with _at_once:
        child = None
        if _uses_children:
            with suppress(OSError):  # no process can be started
                child = _children.borrow()
        if child is None:
            found: T = call(function, data, name, *arguments)
            return found
        try:
            answer = child.ask(data, name, function=function, arguments=arguments)
        except BaseException:  # an interrupt as well: the next file must not get this one's answer
            child.end()
            raise
        finally:
            _children.give_back(child)
    return _result(answer, name, returns)


def call(function: str, data: bytes, name: str, *arguments: object) -> Any:
    """Call a function named as `package.module:function` in this process."""
    return resolve_name(function)(data, name, *arguments)


def stay_in_this_process() -> None:
    """Start no children: this process is itself a child with limits."""
    global _uses_children
    _uses_children = False


def _result(answer: Any, name: str, returns: type[T]) -> T:
    from aligner.values.codec import structure

    try:
        kind, value = answer
        if kind == "done":
            return structure(returns, value)
        if kind == "bug":
            bug = RuntimeError(f"the reader of {name} failed: {value.strip().splitlines()[-1]}")
            bug.add_note(value)  # shown by --debug
            raise bug
        error = _ERRORS[kind](Message.from_data(value))
    except (ValueError, TypeError, KeyError) as problem:  # not an answer from our code
        raise ReadError.about(name, "reader.crashed", why=reason(problem)) from None
    raise error


class _Child(ChildProcess):
    """A handle on a child process that reads files."""

    def __init__(self) -> None:
        super().__init__("aligner.readers.isolated", quiet=True)  # libraries print messages as they crash

    def ask(self, data: bytes, name: str, **request: object) -> Any:
        """Send a file and wait for the answer: its kind, and the result or the error."""
        timed_out = threading.Event()
        timer = threading.Timer(MAX_SECONDS, self._time_out, (timed_out,))
        timer.daemon = True
        timer.start()
        try:
            send(self.input, json.dumps({"name": name, **request}).encode())
            send(self.input, data)
            *answer, is_last = json.loads(receive(self.output))
            if is_last:
                self.end()
            return answer
        except (OSError, EOFError, ValueError, OverflowError):
            self.end()
            ended = f"signal {-self.code}" if self.code < 0 else f"exit code {self.code}"
            what = Message("reader.crashed", why=ended)
            if timed_out.is_set():
                what = Message("reader.slow", seconds=MAX_SECONDS)
            raise ReadError(about(name, what)) from None
        finally:
            timer.cancel()

    def _time_out(self, timed_out: threading.Event) -> None:
        timed_out.set()
        self.kill()


_children: Final = ChildPool(_Child, most_idle=1)
"""One child may wait, since each uses some 40 MB."""


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
    length = int.from_bytes(_read_exactly(stream, _LENGTH), "big")
    return _read_exactly(stream, length)


def _read_exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
