"""The wheel contains everything that the package needs, and works without the checkout."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from pdf_samples import pdf

NOT_NEEDED = (".py", ".pyc", ".md")
MADE_FROM = ("pyproject.toml", "requirements.txt", "README.md", "LICENSE")


def test_every_file_of_the_package_is_packed(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    package = root / "aligner"
    found = {pattern: set(package.glob(pattern)) for pattern in settings["package-data"]["aligner"]}
    assert all(found.values()), "a pattern matches nothing"
    files = {path for path in package.rglob("*") if path.is_file() and path.suffix not in NOT_NEEDED}
    assert files - set().union(*found.values()) == set()


def test_every_folder_with_code_is_a_package(root: Path) -> None:
    """Setuptools packs no other."""
    folders = {path.parent for path in (root / "aligner").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(each) for each in command], cwd=cwd, env=clean | variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_does_the_main_job_in_an_empty_environment(
    root: Path, corpus: Path, tmp_path: Path
) -> None:
    source, environment = tmp_path / "source", tmp_path / "environment"
    shutil.copytree(root / "aligner", source / "aligner", ignore=shutil.ignore_patterns("__pycache__"))
    for name in MADE_FROM:
        shutil.copy(root / name, source)
    here = ["--no-build-isolation"] if importlib.util.find_spec("setuptools") else []
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", *here, "-w", tmp_path, source, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=tmp_path)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    run(*pip, "--python", programs / "python", "install", "--no-deps", wheel, cwd=tmp_path)
    packages = Path(
        run(programs / "python", "-c", "import aligner; print(aligner.__path__[0])", cwd=tmp_path)
    )
    assert packages.is_relative_to(environment)
    (packages.parent / "others.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    away = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    aligner = programs / "aligner"
    run(aligner, "compare", corpus, "-o", "wheel.html", cwd=tmp_path, **away)
    ours = [sys.executable, "-m", "aligner"]
    run(*ours, "compare", corpus, "-o", tmp_path / "tree.html", cwd=root, **away)
    assert (tmp_path / "wheel.html").read_bytes() == (tmp_path / "tree.html").read_bytes()
    (tmp_path / "a.pdf").write_bytes(pdf([[(72, 700, 12, "Recalling its resolution 71/1,")]]))
    assert "Recalling" in run(aligner, "segment", "a.pdf", "--lang", "en", cwd=tmp_path)
    assert "findings" in run(aligner, "check", corpus, "--json", cwd=tmp_path, **away)
