"""Fixtures shared by several test modules."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from aligner.encoders.cache import CachedEncoder

# A busy machine fails no test, and the same commit gives the same result: what chance finds is looked for
# with `--hypothesis-profile=search`.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile("repeatable")

collect_ignore = ["office_script.py", "benchmarks"]
"""The first is run by LibreOffice's own Python, which alone has its bridge; benchmarks have no tests."""

if sys.dont_write_bytecode:  # else each process that tests start compiles the whole package again
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

LONG = (
    "browser/test_stories",
    "browser/test_keys",
    "browser/test_browser_locale",
    "browser/test_navigation",
    "browser/test_browser",
    "browser/test_safety",
    "browser/test_pdf_files",
    "browser/test_long_work",
    "browser/test_accessibility",
    "test_lint",
    "test_check_floors",
    "test_notebooks",
    "test_app",
    "test_floors_alignment",
    "test_office_reader",
    "test_docx_redline",
    "test_docx_inside",
    "test_writers",
    "test_archive",
    "test_encoders",
    "test_cli",
)
"""The files that take longest; those with a browser, which are mostly waited for, beside the others."""

BROWSER = "tests/browser"
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the order of the files below: pytest-xdist begins with those that have the most tests.

    Look for garbage less often: that took a tenth of the time, and `_few_objects_to_collect` does it.
    """
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False
    gc.set_threshold(9_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give all tests with a browser to one process, which starts one server and one Chromium for them."""
    from xdist.scheduler import LoadFileScheduling

    class BrowserTogether(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return BROWSER if file.startswith(f"{BROWSER}/") else file

    return BrowserTogether(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is left with one when all others end."""
    places = {path: _place(path) for path in {item.path for item in items}}
    items.sort(key=lambda item: places[item.path])


def _place(path: Path) -> int:
    name = path.with_suffix("").as_posix()
    return next((place for place, long in enumerate(LONG) if name.endswith(f"/{long}")), len(LONG))


@pytest.fixture(scope="session", autouse=True)
def _own_user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep recovery copies and recent projects of tests out of the user's folders."""
    from aligner.values import disk_traces

    data, state = (tmp_path_factory.mktemp(name) / "aligner" for name in ("data", "state"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk_traces, "data", lambda: data)
        patch.setattr(disk_traces, "state", lambda: state)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_components_of_other_packages() -> Iterator[None]:
    """Stop Streamlit's test harness from reading every package's metadata for each app it starts."""
    if "streamlit.testing.v1" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(scope="session", autouse=True)
def _office_ends() -> Iterator[None]:
    """End the LibreOffice that tests have started, and remove its files."""
    yield
    if "office" in sys.modules:
        sys.modules["office"].end()


@pytest.fixture(scope="module", autouse=True)
def _few_objects_to_collect() -> None:
    """Freeze the objects of earlier modules, since Streamlit collects garbage after each click."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The bundled demo set."""
    return ROOT / "corpora" / "ccpcj-27"


@pytest.fixture(scope="session")
def golden() -> Path:
    """Golden files, made by hand or reviewed."""
    return ROOT / "tests" / "golden"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Development data, whose licences keep it out of the project."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the development data (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> CachedEncoder:
    """The bundled encoder, which encodes a text once for all tests of a process."""
    from aligner.encoders import load
    from aligner.encoders.cache import CachedEncoder

    return CachedEncoder(load(), tmp_path_factory.mktemp("vectors"))


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Convert a file with LibreOffice, beside it; its user profile, which takes seconds, is made once."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (libreoffice-writer-nogui)")
    profile = tmp_path_factory.mktemp("office")

    def convert(source: Path, kind: str) -> Path:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(source.parent), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return source.with_suffix(f".{kind}")

    return convert


@pytest.fixture(scope="module")
def _earlier_objects_stay_frozen() -> Iterator[None]:
    """Keep the app, which collects garbage for each project, from looking at what earlier tests have left.

    That is most of this process's objects, and took most of the time of a test of the app.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "unfreeze", lambda: None)
        yield
    gc.unfreeze()  # the sessions of this module, which are in cycles
    gc.collect()
    gc.freeze()


@pytest.fixture
def new_window(
    root: Path, monkeypatch: pytest.MonkeyPatch, _earlier_objects_stay_frozen: None
) -> Callable[[], AppTest]:
    """Opens a window of the app, which has not run yet, with its menus open; it waits for every save."""
    from streamlit.testing.v1 import AppTest

    from aligner.ui.state import project_steps

    monkeypatch.setattr(project_steps, "_LONGEST", 60)  # a busy machine would show files without the step

    def window() -> AppTest:
        opened = AppTest.from_file(str(root / "aligner/ui/streamlit_app.py"), default_timeout=60)
        for menu in ("columns", "filter", "project"):
            opened.session_state[menu] = True  # as a click on its button does
        return opened

    monkeypatch.chdir(root)
    return window


@pytest.fixture
def app(new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app before its first run; its example is the sample, and no checks run behind the test."""
    import sample

    from aligner.ui.state import current_findings, running

    monkeypatch.setattr(running, "compare_bundled", lambda **_: sample.comparison())
    monkeypatch.setattr(current_findings, "stopped", lambda: True)
    return new_window()
