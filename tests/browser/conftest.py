"""Fixtures for browser tests: a real Chromium, and the app in a separate process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_server import serving
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
    "--process-per-site",
]


_opened = ExitStack()
"""Closes the Chromium that runs, if one does."""


@pytest.fixture(scope="session")
def _chromiums() -> Callable[[], Browser]:
    """Gives the Chromium that runs, or starts one."""
    running: list[Browser] = []

    def chromium() -> Browser:
        path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
        if path is None:
            pytest.skip(f"needs Chromium on the PATH ({', '.join(CHROMIUM)}); none is installed here")
        playwright = pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")
        if not running:
            driver = _opened.enter_context(playwright.sync_playwright())
            running.append(driver.chromium.launch(executable_path=path, args=FLAGS))
            _opened.callback(running.clear)
            _opened.callback(running[0].close)
        return running[0]

    return chromium


@pytest.fixture(scope="module")
def browser(_chromiums: Callable[[], Browser]) -> Browser:
    """The system's Chromium, headless."""
    return _chromiums()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Close the browser before other tests: as long as it is driven, they can run no event loop."""
    yield
    if nextitem is None or nextitem.path.parent != item.path.parent:
        _opened.close()


@pytest.fixture(scope="session")
def app_address(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served from another folder than the checkout, as `aligner app` may be called.

    It compares and checks the example for the first visitor only (`example_server.py`).
    Its list of recent projects and its recovery copies are the tests' own; its cache of vectors
    is the user's. Any attempt to reach another computer fails.
    """
    folder = tmp_path_factory.mktemp("app")
    folders = {name: str(folder / name) for name in ("XDG_STATE_HOME", "XDG_DATA_HOME")}
    confined = Loopback(folder, root)
    program = [root / "tests" / "example_server.py"]
    with serving(folder, WITH_TOKEN | folders | confined.variables, program) as address:
        yield address
    assert confined.refused() == []
