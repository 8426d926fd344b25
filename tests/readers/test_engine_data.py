"""What is known of the text recognition engines on this machine."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from aligner.readers.scans import engine_data


def test_another_version_of_an_engine_is_told_from_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are kept by it: a new version, or an engine that was installed, reads them anew."""
    installed = {engine_data.PACKAGE: "2.8.0"}

    def version(package: str) -> str:
        if package not in installed:
            raise PackageNotFoundError(package)
        return installed[package]

    monkeypatch.setattr(engine_data, "version", version)
    first = engine_data.versions()
    installed[engine_data.PACKAGE] = "2.9.0"
    second = engine_data.versions()
    installed[engine_data.OF_CHINESE] = "3.4.0"
    assert len({first, second, engine_data.versions()}) == 3
