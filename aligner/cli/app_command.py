"""`aligner app`: open the workbench in the browser."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

from aligner.cli.options import FILE, of_command
from aligner.project import recent
from aligner.values import InputError, Message, disk_traces

option = of_command("app")


@click.command("app", short_help="Open the workbench in the browser.")
@click.argument("project", required=False, type=FILE)
@option("--port", type=click.IntRange(1, 65535))
@option("--address")
@option("--no-cache", is_flag=True)
@option("--no-browser", is_flag=True)
def app_command(
    project: Path | None, port: int | None, address: str | None, no_cache: bool, no_browser: bool
) -> None:
    """Open the app in the browser, with a PROJECT (.aligner) if one is named.

    Only this machine can reach it, and only a browser that opened the address printed here,
    which contains a token. With --address other machines reach it too, without encryption.
    """
    if project is not None:
        from aligner.project.store import current_token

        current_token(project)  # report a bad file here rather than in the page
    command = server_command(port, address, browser=not no_browser)
    click.get_current_context().exit(open_app(command, project, no_cache=no_cache))


_SERVER: Final = "aligner.ui.local_server"


def server_command(port: int | None = None, address: str | None = None, *, browser: bool) -> list[str]:
    """Return the command that serves the app.

    Args:
        port: port to listen on; by default the first free one from 8501.
        address: address to listen on; by default this machine's own.
        browser: whether to open it in the user's browser.

    Raises:
        InputError: if Streamlit is missing.
    """
    if find_spec("streamlit") is None:
        raise InputError(Message("choice.no_streamlit"))
    options = {"--port": port, "--address": address}
    given = [part for name, value in options.items() if value is not None for part in (name, str(value))]
    return [sys.executable, "-m", _SERVER, *given, *(["--open"] if browser else [])]


def open_app(command: Sequence[str], project: Path | None = None, *, no_cache: bool = False) -> int:
    """Serve the app until it is stopped; return its exit code.

    Args:
        command: serves it.
        project: a file to open first.
        no_cache: whether nothing is written to disk unasked: no vectors, no recovery copies.
    """
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
