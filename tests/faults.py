"""Kill a process at one of its file operations, or make the system refuse one (x86-64 Linux only).

The code runs in a forked child under `ptrace`, which stops it at each system call, so that SQLite's
calls count as well as Python's.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from aligner.values.message import AlignerError

KILL: Final = 0  # no error has this number


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, `KILL` or the number of an error, at one file operation in `step`."""

    kind: int
    step: int


DONE, REFUSED, KILLED, BUG = "done", "refused", "killed", "bug"

_CHANGING: Final = {  # system calls that change a file or a folder
    **{1: "write", 18: "pwrite", 20: "writev", 74: "fsync", 75: "fdatasync", 76: "truncate", 77: "ftruncate"},
    **{82: "rename", 264: "renameat", 316: "renameat2", 86: "link", 265: "linkat", 87: "unlink"},
    **{263: "unlinkat", 83: "mkdir", 258: "mkdirat", 90: "chmod", 91: "fchmod", 285: "fallocate"},
}
_OPEN: Final = (2, 257)
_TRACEME, _PEEK_USER, _POKE_USER, _SYSCALL, _SET_OPTIONS = 0, 3, 6, 24, 0x4200
_MARK_CALLS_AND_END_WITH_US: Final = 1 | 0x100000
_RESULT, _FLAGS_OF_OPEN, _FLAGS_OF_OPENAT, _NUMBER = 8 * 10, 8 * 13, 8 * 12, 8 * 15
_CODES: Final = {0: DONE, 3: REFUSED}


def unavailable() -> str:
    """Why processes cannot be traced here; empty if they can."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "faults are injected on x86-64 Linux only"
    outcome, calls = _traced(lambda: os.write(os.open(os.devnull, os.O_WRONLY), b"x"), -1, KILL)
    return "" if outcome == DONE and calls else "processes cannot be traced here"


def outcomes(work: Callable[[], object], fault: Fault, prepare: Callable[[], object]) -> Iterator[str]:
    """Run the work with the fault at each of its file operations in turn, at last undisturbed.

    Args:
        work: what to do, in a process of its own each time.
        fault: what happens, and at which operations.
        prepare: what to do before, in this process.
    """
    number = 0
    while True:
        prepare()
        outcome, calls = _traced(work, number, fault.kind)
        assert outcome in ((KILLED, DONE) if fault.kind == KILL else (REFUSED, DONE)), outcome
        yield outcome
        if calls <= number:
            return
        number += fault.step


def _traced(work: Callable[[], object], number: int, fault: int) -> tuple[str, int]:
    """Run the work with a fault at a file operation; return how it ended, and how many there were."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    pid = os.fork()
    if pid == 0:
        _work(libc, work)
    os.waitpid(pid, 0)
    libc.ptrace(_SET_OPTIONS, pid, None, _MARK_CALLS_AND_END_WITH_US)
    calls, entering, failing, passed_on = 0, True, False, 0
    while True:
        libc.ptrace(_SYSCALL, pid, None, passed_on)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            return _CODES.get(os.WEXITSTATUS(status), BUG), calls
        if os.WIFSIGNALED(status):
            return KILLED, calls
        passed_on = os.WSTOPSIG(status)
        if passed_on != signal.SIGTRAP | 0x80:
            continue
        passed_on = 0
        if entering and _changes_a_file(libc, pid):
            if calls == number and fault == KILL:
                os.kill(pid, signal.SIGKILL)
            elif calls == number:
                libc.ptrace(_POKE_USER, pid, _NUMBER, -1)
                failing = True
            calls += 1
        elif failing and not entering:
            libc.ptrace(_POKE_USER, pid, _RESULT, -fault)
            failing = False
        entering = not entering


def _work(libc: ctypes.CDLL, work: Callable[[], object]) -> None:
    code = 1
    try:
        libc.ptrace(_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        work()
        code = 0
    except AlignerError:
        code = 3
    finally:
        os._exit(code)


def _changes_a_file(libc: ctypes.CDLL, pid: int) -> bool:
    number = libc.ptrace(_PEEK_USER, pid, _NUMBER, None)
    if number in _OPEN:
        flags = libc.ptrace(_PEEK_USER, pid, _FLAGS_OF_OPEN if number == 2 else _FLAGS_OF_OPENAT, None)
        return bool(flags & os.O_CREAT)
    return number in _CHANGING
