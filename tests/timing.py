"""Processor time for tests; they compare times within one run, since machines differ and are busy."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import aligner


def seconds(work: Callable[[], object], *, best_of: int = 1) -> float:
    """Processor time of this process for a piece of work; the least of several tries."""
    tries = []
    for _ in range(best_of):
        start = time.process_time()
        work()
        tries.append(time.process_time() - start)
    return max(min(tries), 1e-4)


def command_seconds(command: Sequence[str], *, best_of: int = 3) -> float:
    """Processor time of a command that runs in the checkout; the least of several tries."""
    tries = []
    for _ in range(best_of):
        before = os.times()
        subprocess.run(command, capture_output=True, check=True, cwd=Path(aligner.__file__).parents[1])
        after = os.times()
        tries.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    return max(min(tries), 1e-2)
