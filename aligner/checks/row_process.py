"""Checks that judge each row by itself, in further processes: `python -m aligner.checks.row_process`.

Reading texts in Python keeps one core busy. The rows of a long comparison are divided among processes, one
for each further core, while this one is at the checks of whole documents.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from threading import Thread
from typing import Any, BinaryIO, Final

from aligner.checks.check import Check
from aligner.checks.material import Material
from aligner.encoders.wrapper import worker_count
from aligner.readers.child_process import ChildProcess, serve
from aligner.values import Finding

Found = Mapping[str, Sequence[Finding]]
"""Findings by the id of their check."""

_LONG: Final = 20_000
"""Paragraphs from which on it pays: a process takes three seconds until it has read its first texts."""

_MOST: Final = 3
"""Most processes; each holds the comparison, 200 MB for 20,000 rows in six languages."""


@contextmanager
def judging(
    material: Material, checks: Sequence[Check], portions: Sequence[range]
) -> Iterator[Callable[[range], Found]]:
    """Begin to judge portions of the rows in other processes, if there are many.

    Yields:
        A function that returns what the checks find in a portion, as soon as that is known; what no process
        has judged, it judges itself.
    """
    cells = sum(len(row.cells) for row in material.comparison.rows)
    number = min(worker_count() - 1, _MOST) if checks and cells >= _LONG else 0
    bare = replace(material.comparison, alignments={}, revisions={}, amendments=())
    request = pickle.dumps((bare, [check.id for check in checks])) if number else b""
    processes = list[_Process]()

    def judged(rows: range) -> Found:
        answers = (one.answer(rows, material.pause) for one in processes if rows in one.portions)
        return next(answers, None) or judge(material, rows, checks)

    with ExitStack() as running:
        for part in range(number):
            with suppress(OSError):  # no process can be started
                processes.append(_Process(request, portions[part::number]))
                running.callback(processes[-1].end)
        yield judged


class _Process(ChildProcess):
    """A process that judges some portions, and the thread that waits for its answers."""

    def __init__(self, request: bytes, portions: Sequence[range]) -> None:
        super().__init__("aligner.checks.row_process", quiet=True)
        self.portions = portions
        self._found: dict[range, Found] = {}
        self._thread = Thread(target=self._ask, args=(request,), daemon=True)
        self._thread.start()

    def _ask(self, request: bytes) -> None:
        with suppress(OSError, ValueError, EOFError, pickle.UnpicklingError):
            self.input.write(request + b"".join(map(pickle.dumps, self.portions)))
            self.input.flush()
            for rows in self.portions:
                self._found[rows] = pickle.load(self.output)

    def answer(self, rows: range, pause: Callable[[], None]) -> Found | None:
        """Wait for the findings in a portion; None if the process has ended without."""
        while rows not in self._found and self._thread.is_alive():
            self._thread.join(0.1)
            pause()
        return self._found.get(rows)


def judge(material: Material, rows: range, checks: Sequence[Check]) -> Found:
    """Run checks on some rows."""
    part = material.of_rows(rows)
    return {check.id: list(check.run(part)) for check in checks}


def main() -> None:
    """Judge portions of the comparison that comes first, until the input ends."""
    from aligner.checks import CHECKS

    material: Material
    checks: list[Check]

    def answer(request: Any, answers: BinaryIO) -> None:
        nonlocal material, checks
        if isinstance(request, range):
            pickle.dump(judge(material, request, checks), answers)
            answers.flush()
        else:
            material, checks = Material(request[0]), [CHECKS[name] for name in request[1]]

    serve(pickle.load, answer)


if __name__ == "__main__":
    main()
