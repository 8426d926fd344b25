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
from aligner.values import Finding

Part = range | str
"""Rows for the checks that judge each by itself, or the id of a check of the whole text."""

Found = Mapping[str, Sequence[Finding]]
"""Findings by the id of their check."""

_LONG: Final = 20_000
"""Paragraphs from which on it pays: a process takes three seconds until it has read its first texts."""

_PATIENCE: Final = 0.05  # seconds between two looks at whether another process is done
_MOST: Final = 3
"""Most processes; each holds the comparison, 200 MB for 20,000 rows in six languages."""


@contextmanager
def judging(
    material: Material, checks: Sequence[Check], parts: Iterable[Part]
) -> Iterator[Callable[[Part], Found]]:
    """Begin to judge parts of the work in other processes, if there are many rows.

    Yields:
        A function that returns what the checks find in a part. Until that is known, this process
        judges parts as well, so that all end at about the same time.
    """
    cells = sum(len(row.cells) for row in material.comparison.rows)
    number = min(worker_count() - 1, _MOST) if checks and cells >= _LONG else 0
    bare = replace(material.comparison, alignments={}, revisions={}, amendments=())
    request = pickle.dumps((bare, [check.id for check in checks])) if number else b""
    waiting, found = SimpleQueue[Part](), dict[Part, Found]()
    for each in parts:
        waiting.put(each)

    def judged(wanted: Part) -> Found:
        while wanted not in found:
            try:
                part = waiting.get_nowait()
            except Empty:  # another process is at it, and puts it back if it fails
                material.pause()
                sleep(_PATIENCE)
            else:
                found[part] = judge(material, part, checks)
        return found.pop(wanted)

    with ExitStack() as running:
        for _ in range(number):
            with suppress(OSError):  # no process can be started
                running.callback(_Process(request, waiting, found).end)
        yield judged


class _Process(ChildProcess):
    """A process that judges parts, and the thread that gives it one after the other."""

    def __init__(self, request: bytes, waiting: SimpleQueue[Part], found: dict[Part, Found]) -> None:
        super().__init__("aligner.checks.row_process", quiet=True)
        Thread(target=self._ask, args=(request, waiting, found), daemon=True).start()

    def _ask(self, request: bytes, waiting: SimpleQueue[Part], found: dict[Part, Found]) -> None:
        with suppress(OSError, ValueError, EOFError, pickle.UnpicklingError, Empty):
            self.input.write(request)
            while part := waiting.get_nowait():
                try:
                    pickle.dump(part, self.input)
                    self.input.flush()
                    found[part] = pickle.load(self.output)
                except BaseException:
                    waiting.put(part)
                    raise


def judge(material: Material, part: Part, checks: Sequence[Check]) -> Found:
    """Run the checks by row on some rows, or the check that is named on all."""
    if isinstance(part, str):
        return {check.id: list(check.run(material)) for check in checks if check.id == part}
    some = material.of_rows(part)
    return {check.id: list(check.run(some)) for check in checks if check.by_row}


def main() -> None:
    """Judge parts of the work on the comparison that comes first, until the input ends."""
    from aligner.checks import CHECKS

    material: Material
    checks: list[Check]

    def answer(request: Any, answers: BinaryIO) -> None:
        nonlocal material, checks
        if isinstance(request, Part):
            pickle.dump(judge(material, request, checks), answers)
            answers.flush()
        else:
            material, checks = Material(request[0]), [CHECKS[name] for name in request[1]]

    serve(pickle.load, answer)


if __name__ == "__main__":
    main()
