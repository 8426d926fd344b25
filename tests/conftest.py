"""Fixtures shared by several test modules."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")  # a busy machine fails no test

collect_ignore = ["office_script.py"]
"""Run by LibreOffice's own Python, which alone has its bridge."""

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def _own_recovery_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the recovery copies of tests out of the user's folder."""
    from aligner.project import recovery

    folder = tmp_path_factory.mktemp("recovery")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recovery, "folder", lambda: folder)
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


@pytest.fixture
def app(root: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app before its first run; its example is the sample, and no checks run behind the test."""
    import sample
    from streamlit.testing.v1 import AppTest

    from aligner.ui import current_findings, running

    monkeypatch.chdir(root)
    monkeypatch.setattr(running, "compare_bundled", lambda **_: sample.comparison())
    monkeypatch.setattr(current_findings, "stopped", lambda: True)
    return AppTest.from_file(str(root / "aligner/ui/streamlit_app.py"), default_timeout=60)
