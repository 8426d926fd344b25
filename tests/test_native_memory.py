"""The allocator of the server: one arena for all threads, and what is free goes back to the system."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import ctypes, pathlib, sys, threading
from aligner.ui.state import session
library = ctypes.CDLL(None)

def heaps():
    library.fopen.restype = ctypes.c_void_p
    file = library.fopen(sys.argv[1].encode(), b"w")
    library.malloc_info(0, ctypes.c_void_p(file))
    library.fclose(ctypes.c_void_p(file))
    return pathlib.Path(sys.argv[1]).read_text().count("<heap nr")

def size():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096

if sys.argv[2] == "shared":
    session.share_arena()
together = threading.Barrier(3)
def work():
    together.wait()
    kept.append([bytes(3000) for _ in range(100)])
kept = []
threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
blocks = [bytes(20_000) for _ in range(3_000)]
del blocks[:-1]  # the last is the end of the heap, which keeps what is below it
before = size()
session.return_free()
print(heaps(), before - size() > 50_000_000)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has no arenas")
def test_threads_share_an_arena_and_free_memory_is_returned(tmp_path: Path) -> None:
    printed = {
        way: subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "heaps.xml"), way],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for way in ("shared", "usual")
    }
    assert printed["shared"] == ["1", "True"]
    assert int(printed["usual"][0]) > 1
