"""Run each set in a separate process, within limits of time and memory.

Dask's workers call `run`. Each thread of a worker uses one process, which keeps its encoder loaded
from set to set; a process that had to be stopped is replaced.
"""

from __future__ import annotations

import pickle
import queue
import threading
import time
from dataclasses import dataclass
from typing import Any, Final

import psutil

from aligner.archive.one_set import Processed, Request
from aligner.readers.child_process import ChildPool, ChildProcess
from aligner.values.errors import ArchiveError, EncoderError
from aligner.values.message import Message

_ENDED: Final = "ProcessEnded"
_KILLED: Final = "ProcessKilled"
_KILLED_EARLY: Final = "ProcessKilledAtStart"
"""Errors of a set whose process ended by itself, was killed from outside, or was killed before it started."""

FROM_OUTSIDE: Final = (_KILLED, _KILLED_EARLY)
"""Errors that are not the set's fault."""

_ATTEMPTS: Final = {_ENDED: 2, _KILLED: 10, _KILLED_EARLY: 100}
"""Number of attempts at such a set in one run."""

_KILL_SIGNALS: Final = (9, 15)
"""SIGKILL and SIGTERM: the system ran out of memory, or someone killed the process."""

_FIRST_STAGE: Final = "read"
"""The stage recorded for a process that fails before it reports one."""

_POLL_SECONDS: Final = 0.1
"""Seconds between two checks of a process's limits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a set: seconds, and bytes of memory of its process."""

    seconds: float = 600.0
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class SetFailure:
    """Why a set could not be processed."""

    stage: str
    error: str
    message: str


def run(request: Request, limits: Limits) -> Processed | SetFailure:
    """Process a set in another process.

    Raises:
        EncoderError: if the model cannot be loaded, which affects all sets.
        ArchiveError: if the processes are being closed.
    """
    ended = dict.fromkeys(_ATTEMPTS, 0)
    while True:
        process = PROCESSES.borrow()
        if process is None:
            raise ArchiveError(Message("archives.stopped"))
        try:
            answer = process.answer(request, limits)
        finally:
            PROCESSES.give_back(process)
        if isinstance(answer, Processed) or answer.error not in ended:
            return answer
        if PROCESSES.closed:
            raise ArchiveError(Message("archives.stopped"))
        ended[answer.error] += 1
        if ended[answer.error] == _ATTEMPTS[answer.error]:
            return answer


class _SetProcess(ChildProcess):
    """One process, and the thread that receives its answers."""

    def __init__(self) -> None:
        super().__init__("aligner.archive.set_process")
        self._answers: queue.Queue[tuple[Any, ...]] = queue.Queue()
        threading.Thread(target=self._receive, daemon=True).start()

    def answer(self, request: Request, limits: Limits) -> Processed | SetFailure:
        """Process a set; if it exceeds a limit, the process is ended.

        Raises:
            EncoderError: if the model cannot be loaded.
        """
        stage, since = "", time.monotonic()
        last_poll = since
        try:
            pickle.dump(request, self.input)
            self.input.flush()
        except (OSError, ValueError):
            return self._ended(stage)
        while True:
            try:
                kind, *rest = self._answers.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                kind = ""
            if kind == "done":
                processed: Processed = rest[0]
                return processed
            if kind == "no_encoder":
                raise EncoderError(str(rest[2]))
            if kind == "failed":
                return SetFailure(*rest)
            if kind == "ended":
                return self._ended(stage)
            stage = rest[0] if kind == "stage" else stage
            now = time.monotonic()
            if now - last_poll < _POLL_SECONDS:
                continue
            last_poll = now
            if (excess := self._excess(now - since, limits)) is not None:
                self.end()
                return SetFailure(stage or _FIRST_STAGE, *excess)

    def _excess(self, seconds: float, limits: Limits) -> tuple[str, str] | None:
        if seconds > limits.seconds:
            return "TimeLimit", f"it was not done within {limits.seconds:g} seconds (--set-timeout)"
        try:
            memory = psutil.Process(self.pid).memory_info().rss
        except psutil.Error:
            return None
        if memory > limits.memory:
            return "MemoryLimit", f"it takes more than {limits.memory >> 20} MiB of memory (--memory)"
        return None

    def _ended(self, stage: str) -> SetFailure:
        self.end()
        how = f"by signal {-self.code}" if self.code < 0 else f"with code {self.code}"
        error = _ENDED
        if -self.code in _KILL_SIGNALS:
            error = _KILLED if stage else _KILLED_EARLY
        return SetFailure(stage or _FIRST_STAGE, error, f"its process ended {how}, {_ATTEMPTS[error]} times")

    def _receive(self) -> None:
        try:
            while True:
                self._answers.put(pickle.load(self.output))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._answers.put(("ended",))


PROCESSES: Final = ChildPool(_SetProcess)
"""The processes of this worker: one for each of its threads."""


def close_idle() -> None:
    """End the processes of this worker that wait for a set: by name, since a scheduler calls it elsewhere."""
    PROCESSES.end_idle()
