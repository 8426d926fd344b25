"""How the workbench is opened: on this machine only, without telling anyone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aligner import launch
from aligner.errors import InputError


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


def test_without_streamlit_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="pip install"):
        launch.app_command()


def test_it_gives_back_how_streamlit_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert launch.open_app(8600) == 3
    assert seen[0][-2:] == ["--server.headless", "false"]
