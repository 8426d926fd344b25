"""The child process that reads files with native libraries: `python -m aligner.readers.isolated`.

It reads a request and a file from standard input, writes the answer to standard output, and waits for
the next file. It exits when its input ends, even in the middle of a file, since its parent may have
been killed. If it has grown large, its answer reports that, and its parent ends it.
"""

import json
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from aligner.readers import isolation
from aligner.readers.child_process import serve
from aligner.values import AlignerError, Message, about
from aligner.values.codec import unstructure
from aligner.values.limits import MAX_MEMORY

_LARGE: Final = 512 * 2**20  # bytes of memory above which a new process reads the next file


def main() -> None:
    """Serve requests until the input ends."""
    isolation.stay_in_this_process()
    _limit_memory()
    serve(_receive, _serve)


def _receive(source: BinaryIO) -> tuple[dict[str, Any], bytes]:
    return json.loads(isolation.receive(source)), isolation.receive(source)


def _serve(request: tuple[dict[str, Any], bytes], answers: BinaryIO) -> None:
    isolation.send(answers, json.dumps([*_answer(*request), _size() > _LARGE]).encode())


def _answer(request: dict[str, Any], data: bytes) -> tuple[str, Any]:
    try:
        result = isolation.call(request["function"], data, request["name"], *request["arguments"])
        return "done", unstructure(result)
    except AlignerError as error:
        return type(error).__name__, error.message.as_data()
    except MemoryError:
        what = Message("reader.too_much_memory", limit=MAX_MEMORY // 2**20)
        return "ReadError", about(request["name"], what).as_data()
    except Exception:
        return "bug", traceback.format_exc()


def _limit_memory() -> None:
    """Limit the memory of this process; Windows has no such limit, and macOS ignores it."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):  # a lower limit is set, or the system does not support limits
            resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _size() -> int:
    """Return the memory that this process uses now, in bytes; 0 on systems other than Linux."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
