"""Launching the workbench: on this machine only, without usage statistics."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aligner.cli import launch
from aligner.values.errors import InputError


def test_it_is_served_to_this_machine_only(root: Path) -> None:
    command = launch.app_command(8600)
    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert Path(command[4]) == root / "app.py"
    options = dict(zip(command[5::2], command[6::2], strict=True))
    assert options == {
        "--server.address": "127.0.0.1",
        "--browser.gatherUsageStats": "false",
        "--server.showEmailPrompt": "false",  # at its first start Streamlit would wait for an address
        "--server.port": "8600",
    }
    assert "--server.port" not in launch.app_command()


def test_missing_streamlit_gives_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="pip install"):
        launch.app_command()


@pytest.mark.parametrize(("code", "given"), [("raise SystemExit(3)", 3), ("pass", 0)])
def test_it_returns_the_exit_code_of_streamlit(
    monkeypatch: pytest.MonkeyPatch, code: str, given: int
) -> None:
    monkeypatch.setattr(launch, "app_command", lambda port: [sys.executable, "-c", code])
    assert launch.open_app(8600) == given


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
def test_the_server_ends_with_its_parent(root: Path) -> None:
    serve = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    script = (
        "import sys; from aligner.cli import launch; "
        f"launch.app_command = lambda port: [sys.executable, '-c', {serve!r}]; sys.exit(launch.open_app())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True
    ) as opened:
        assert opened.stdout is not None
        server = int(opened.stdout.readline())
        opened.terminate()
        assert opened.wait(30) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
