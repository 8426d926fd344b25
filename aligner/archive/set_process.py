"""A process that handles one set after another: `python -m aligner.archive.set_process`.

It reads pickled requests from standard input and writes pickled answers to standard output: the name of
each stage as it begins, then a `Processed` or a `SetFailure`.
It is separate from the worker because only a process can be stopped when a set hangs or takes too
much memory. It ends when its input does, so that it does not outlive its worker.
"""

import pickle
from typing import BinaryIO

from aligner.archive.one_set import Processed, Request, SetFailure, process
from aligner.readers.child_process import serve
from aligner.readers.isolation import stay_in_this_process


def main() -> None:
    """Serve requests until the input ends."""
    stay_in_this_process()
    serve(pickle.load, _serve)


def _serve(request: Request, answers: BinaryIO) -> None:
    stage = "read"

    def send(answer: str | Processed | SetFailure) -> None:
        pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()

    def report(name: str) -> None:
        nonlocal stage
        stage = name
        send(name)

    try:
        send(process(request, report))
    except BrokenPipeError:
        raise
    except MemoryError:
        send(SetFailure(stage, "MemoryLimit", "there is not enough memory for this set"))
    except Exception as error:  # no error in a set may end the batch
        send(SetFailure(stage, type(error).__name__, str(error) or type(error).__name__))


if __name__ == "__main__":
    main()
