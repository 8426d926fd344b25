"""Starts the app: Streamlit in a separate process, bound to this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from aligner.project.recent import ENVIRONMENT
from aligner.values.errors import InputError
from aligner.values.message import Message

_LOCAL = (
    "--server.address",
    "127.0.0.1",
    "--browser.gatherUsageStats",
    "false",
    "--server.showEmailPrompt",
    "false",
)


def app_command(port: int | None = None) -> list[str]:
    """Return the command that serves the app.

    Args:
        port: port on this machine; by default Streamlit takes the first free one from 8501.

    Raises:
        InputError: if Streamlit is missing.
    """
    if find_spec("streamlit") is None:
        raise InputError(Message("choice.no_streamlit"))
    package = Path(__file__).resolve().parents[1]
    script = package.parent / "app.py"
    if not script.is_file():  # installed: the settings are beside this file, as they are beside app.py
        script = package / "ui" / "streamlit_app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), *_LOCAL]
    return [*command, "--server.port", str(port)] if port is not None else command


def open_app(port: int | None = None, project: Path | None = None) -> int:
    """Serve the app until it is stopped; return its exit code.

    Args:
        port: see `app_command`.
        project: a file to open first.

    Raises:
        InputError: see `app_command`.
    """
    command = [*app_command(port), "--server.headless", "false"]
    environment = dict(os.environ)
    if project is not None:
        environment[ENVIRONMENT] = str(project.resolve())
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2], env=environment)
    # Terminating this process must also stop the server, which would otherwise keep running.
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        return max(process.wait(), 0)  # negative: ended by a signal, the normal way to stop it
    except KeyboardInterrupt:
        process.wait()
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
