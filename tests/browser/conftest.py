"""A real Chromium and the app in a process of its own, as a person would have them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback
from visitor import WITH_TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 90  # seconds until the app answers; the first import is slow on a busy machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"needs Chromium on the PATH ({', '.join(CHROMIUM)}); none is installed here")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def app_address(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served from another folder than the checkout, as `aligner app` may be called.

    Its list of recent projects and its recovery copies are the tests' own; its cache of vectors
    is the user's. Any attempt to reach another computer fails.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("app") / "log"
    command = [sys.executable, "-m", "aligner.ui.local_server", "--port", str(port)]
    folders = {name: str(log.parent / name) for name in ("XDG_STATE_HOME", "XDG_DATA_HOME")}
    confined = Loopback(log.parent, root)
    own = os.environ | WITH_TOKEN | folders | confined.variables
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=log.parent, env=own, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert confined.refused() == []


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"the app did not start: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
