"""Checks that only read texts, in further processes: `python -m aligner.checks.row_process`.

Reading texts in Python keeps one core busy. The rows of a long comparison are divided among processes, one
for each further core, while this one is at the checks that ask for meanings.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread
from time import sleep
from typing import Any, BinaryIO, Final

from aligner.checks.material import Check, Material
from aligner.encoders.wrapper import worker_count
from aligner.readers.child_process import ChildProcess, serve

Found = Mapping[str, Sequence[Any]]
"""What checks found, by their ids."""

LONG: Final = 20_000
"""Paragraphs of all columns together, from which on further processes pay: each takes three seconds until it
has read its first texts."""

_PATIENCE: Final = 0.05  # seconds between two looks at whether another process is done
_MOST: Final = 3
"""Most processes; each holds the comparison, 200 MB for 20,000 rows in six languages."""


@contextmanager
def judging(
    material: Material, checks: Sequence[Check], portions: Iterable[range]
) -> Iterator[Callable[[range], Found]]:
    """Begin to judge portions of the rows in other processes, if there are many.

    Yields:
        A function that returns what the checks find in a portion. Until that is known, this process
        judges portions as well, so that all end at about the same time.
    """
    cells = sum(len(row.cells) for row in material.comparison.rows)
    number = min(worker_count() - 1, _MOST) if checks and cells >= LONG else 0
    bare = replace(material.comparison, alignments={}, revisions={}, amendments=())
    request = pickle.dumps((bare, [check.id for check in checks])) if number else b""
    waiting, found = SimpleQueue[range](), dict[range, Found]()
    for each in portions:
        waiting.put(each)

    def judged(wanted: range) -> Found:
        while wanted not in found:
            try:
                rows = waiting.get_nowait()
            except Empty:  # another process is at it, and puts it back if it fails
                material.pause()
                sleep(_PATIENCE)
            else:
                found[rows] = judge(material, rows, checks)
        return found.pop(wanted)

    with ExitStack() as running:
        for _ in range(number):
            with suppress(OSError):  # no process can be started
                running.callback(_Process(request, waiting, found).end)
        yield judged


class _Process(ChildProcess):
    """A process that judges portions, and the thread that gives it one after the other."""

    def __init__(self, request: bytes, waiting: SimpleQueue[range], found: dict[range, Found]) -> None:
        super().__init__("aligner.checks.row_process", quiet=True)
        Thread(target=self._ask, args=(request, waiting, found), daemon=True).start()

    def _ask(self, request: bytes, waiting: SimpleQueue[range], found: dict[range, Found]) -> None:
        with suppress(OSError, ValueError, EOFError, pickle.UnpicklingError, Empty):
            self.input.write(request)
            while rows := waiting.get_nowait():
                try:
                    pickle.dump(rows, self.input)
                    self.input.flush()
                    found[rows] = pickle.load(self.output)
                except BaseException:
                    waiting.put(rows)
                    raise


def judge(material: Material, rows: range, checks: Sequence[Check]) -> Found:
    """Run the checks on some rows."""
    some = material.of_rows(rows)
    return {check.id: list(check.run(some)) for check in checks}


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
