"""Opening the workbench: Streamlit as a process of its own, bound to this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from aligner.project.recent import ENVIRONMENT
from aligner.values.errors import InputError

_LOCAL = (
    "--server.address",
    "127.0.0.1",
    "--browser.gatherUsageStats",
    "false",
    "--server.showEmailPrompt",
    "false",
)


def app_command(port: int | None = None) -> list[str]:
    """The command that serves the workbench.

    Args:
        port: on this machine; Streamlit takes the first free one from 8501 on if not given.

    Raises:
        InputError: where Streamlit is missing.
    """
    if find_spec("streamlit") is None:
        raise InputError("streamlit is not installed; run `pip install -r requirements.txt`")
    package = Path(__file__).resolve().parents[1]
    script = package.parent / "app.py"
    if not script.is_file():  # installed: settings lie beside this file as they do beside app.py
        script = package / "ui" / "streamlit_app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), *_LOCAL]
    return [*command, "--server.port", str(port)] if port is not None else command


def open_app(port: int | None = None, project: Path | None = None) -> int:
    """Serve the workbench until it is stopped, and give back how it ended.

    Args:
        port: as in `app_command`.
        project: a file to open first.

    Raises:
        InputError: as `app_command`.
    """
    command = [*app_command(port), "--server.headless", "false"]
    environment = dict(os.environ)
    if project is not None:
        environment[ENVIRONMENT] = str(project.resolve())
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2], env=environment)
    # Whoever ends this process means the server, which would otherwise stay behind.
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        return max(process.wait(), 0)  # below zero: ended by a signal, as one who stops it wants
    except KeyboardInterrupt:
        process.wait()
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
