"""Run the app's server in a separate process, for browser tests, screenshots and benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PROGRAM = ("-m", "aligner.ui.local_server")
PATIENCE = 90  # seconds until the app answers; the first import is slow on a busy machine


@contextmanager
def serving(
    cwd: Path, variables: Mapping[str, str], program: Sequence[str | Path] = PROGRAM
) -> Iterator[str]:
    """Serve the app on a free port, and give its address once it answers; see `server_of`."""
    with server_of(cwd, variables, program) as (address, _):
        yield address


@contextmanager
def server_of(
    cwd: Path,
    variables: Mapping[str, str],
    program: Sequence[str | Path] = PROGRAM,
    port: int | None = None,
) -> Iterator[tuple[str, int]]:
    """Serve the app, and give its address and its process once it answers.

    Args:
        cwd: the folder to start it in.
        variables: of its environment, besides this process's: the token of first visits, for one.
        program: what Python is to run, which takes the port.
        port: where to serve; by default, a free one.

    Raises:
        RuntimeError: if it does not start; with the end of what it printed.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = port or free.getsockname()[1]
    command = [sys.executable, *map(str, program), "--port", str(port)]
    own = os.environ | dict(variables)
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=cwd, env=own, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not _answers(address, server):
                log.seek(0)
                raise RuntimeError(f"the app did not start: {log.read().decode('utf-8', 'replace')[-2000:]}")
            yield address, server.pid
        finally:
            server.terminate()
            server.wait(timeout=20)


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return True
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    return False
