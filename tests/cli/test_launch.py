"""Launching the workbench: the server's command, exit code and end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aligner.cli import app_command
from aligner.values.message import InputError


def test_it_starts_the_guarded_server() -> None:
    server = [sys.executable, "-m", "aligner.ui.local_server"]
    assert app_command.server_command(browser=True) == [*server, "--open"]
    given = app_command.server_command(8600, "::1", browser=False)
    assert given == [*server, "--port", "8600", "--address", "::1"]


def test_missing_streamlit_gives_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_command, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="pip install"):
        app_command.server_command(browser=True)


@pytest.mark.parametrize(("code", "given"), [("raise SystemExit(3)", 3), ("pass", 0)])
def test_it_returns_the_exit_code_of_streamlit(code: str, given: int) -> None:
    assert app_command.open_app([sys.executable, "-c", code]) == given


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_the_server_ends_with_its_parent(root: Path, number: str) -> None:
    serve = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    script = (
        f"import signal; signal.signal(signal.{number}, signal.SIG_DFL); "  # which nohup has ignored
        "import sys; from aligner.cli import app_command; "
        f"app_command.server_command = lambda *_, **__: [sys.executable, '-c', {serve!r}]; "
        "from aligner.cli.main import main; sys.exit(main(['app']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True
    ) as opened:
        assert opened.stdout is not None
        server = int(opened.stdout.readline())
        opened.send_signal(getattr(signal, number))
        assert opened.wait(30) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_the_checkouts_script_draws_the_page_in_streamlits_test_harness(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)  # Streamlit's settings are there
    app = AppTest.from_file(str(root / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert app.button(key="start.example")


@pytest.mark.parametrize(("options", "opens"), [([], True), (["--no-browser"], False)])
def test_a_browser_opens_unless_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, options: list[str], opens: bool
) -> None:
    from aligner.cli.main import main

    started: list[list[str]] = []

    class Ended:
        def __init__(self, command: list[str], **_: object) -> None:
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(app_command.subprocess, "Popen", Ended)
    assert main(["app", *options]) == 0
    assert [command[3:] for command in started] == [["--open"] if opens else []]
