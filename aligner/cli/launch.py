"""Start the app: its server in a separate process."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from aligner.project import recent
from aligner.values import disk_traces
from aligner.values.errors import InputError
from aligner.values.message import Message

_SERVER: Final = "aligner.ui.local_server"


def server_command(port: int | None = None, address: str | None = None) -> list[str]:
    """Return the command that serves the app.

    Args:
        port: port to listen on; by default the first free one from 8501.
        address: address to listen on; by default this machine's own.

    Raises:
        InputError: if Streamlit is missing.
    """
    if find_spec("streamlit") is None:
        raise InputError(Message("choice.no_streamlit"))
    options = {"--port": port, "--address": address}
    given = [part for name, value in options.items() if value is not None for part in (name, str(value))]
    return [sys.executable, "-m", _SERVER, *given]


def open_app(
    port: int | None = None,
    project: Path | None = None,
    address: str | None = None,
    *,
    no_cache: bool = False,
    browser: bool = True,
) -> int:
    """Serve the app until it is stopped; return its exit code.

    Args:
        port: see `server_command`.
        project: a file to open first.
        address: see `server_command`.
        no_cache: whether nothing is written to disk unasked: no vectors, no recovery copies.
        browser: whether to open it in the user's browser.

    Raises:
        InputError: see `server_command`.
    """
    command = [*server_command(port, address), *(["--open"] if browser else [])]
    environment = dict(os.environ)
    if project is not None:
        environment[recent.ENVIRONMENT] = str(project.resolve())
    if no_cache:
        environment[disk_traces.ENVIRONMENT] = "1"
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2], env=environment)
    try:
        return max(process.wait(), 0)  # negative: ended by a signal, the normal way to stop it
    except KeyboardInterrupt:  # Ctrl-C, which the server gets, too, or another signal, which it does not
        process.terminate()
        process.wait()
        return 0
