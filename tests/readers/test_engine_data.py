"""What is known of the text recognition engines on this machine."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from aligner.languages import get
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


@pytest.mark.parametrize(
    ("told", "usual", "found"),
    [
        (["eng"], ["fra"], "told"),
        ([], ["fra"], "usual"),  # the folder that is told has no data
        (None, ["fra"], "usual"),
        (None, [], None),
    ],
)
def test_the_folder_with_data_that_the_user_names_comes_before_the_usual_ones(
    told: list[str] | None,
    usual: list[str],
    found: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, models in (("told", told or []), ("usual", usual)):
        (tmp_path / name).mkdir()
        for model in models:
            (tmp_path / name / f"{model}.traineddata").touch()
    (tmp_path / "usual" / "readme.txt").touch()
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    if told is not None:
        monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "told"))
    monkeypatch.setattr(
        engine_data.data_files, "tables", lambda _: {"recognition": [str(tmp_path / "usual")]}
    )
    assert engine_data.models_folder() == (tmp_path / found if found else None)
    assert engine_data.models() == set((told or usual) if found else ())


@pytest.mark.parametrize(
    ("installed", "model"),
    [
        ({"ara", "eng", "fra"}, "ara+eng"),
        ({"ara"}, "ara"),
        ({"eng"}, None),  # its own data is needed
    ],
)
def test_a_language_is_read_with_its_own_data_and_what_is_there_of_others(
    installed: set[str], model: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_data, "models", lambda: frozenset(installed))
    language = cast("Any", SimpleNamespace(recognised_as="ara+eng+rus"))
    assert engine_data.model_of(language) == model


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("ru", "apt install tesseract-ocr-rus"),  # with the data of Latin letters, which is there already
        ("zh", "apt install tesseract-ocr-chi-sim"),
    ],
)
def test_the_command_that_adds_a_language_is_told(code: str, command: str) -> None:
    assert engine_data.how_to_add(get(code)).fields["install"] == command


@pytest.mark.parametrize("package", [engine_data.PACKAGE, engine_data.OF_CHINESE])
def test_an_engine_is_there_if_its_package_is(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_data, "models_folder", Path.cwd)
    monkeypatch.setattr(engine_data, "find_spec", lambda name: name == package or None)
    assert engine_data.is_installed() is (package == engine_data.PACKAGE)
    assert engine_data.reads_chinese() is (package == engine_data.OF_CHINESE)
