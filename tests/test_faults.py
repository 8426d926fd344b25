"""A process killed at any file operation, or refused one, loses no saved work and saves nothing by halves."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import faults
import numpy as np
import pytest
import sample
from faults import DONE, KILL, REFUSED, Fault, outcomes
from simple_values import with_alignments

from aligner.encoders.cache import CachedEncoder
from aligner.formats.writing import write_atomically
from aligner.project import recent, store
from aligner.project.saved_work import Project, with_reviewed

KINDS = {"kill": KILL, "full": errno.ENOSPC, "disk error": errno.EIO}
OFTEN, ALWAYS = 7, 1

pytestmark = [
    pytest.mark.skipif(bool(faults.unavailable()), reason=faults.unavailable() or "available"),
    pytest.mark.parametrize(
        "fault",
        [
            *(pytest.param(Fault(kind, OFTEN), id=name) for name, kind in KINDS.items()),
            *(
                pytest.param(Fault(kind, ALWAYS), id=f"{name} always", marks=pytest.mark.slow)
                for name, kind in KINDS.items()
            ),
        ],
    ),
]


@pytest.fixture(scope="module")
def old() -> Project:
    return Project(with_alignments(sample.comparison(), {}))


@pytest.fixture(scope="module")
def new(old: Project) -> Project:
    return with_reviewed(old, 2, True)


def test_a_new_project(old: Project, tmp_path: Path, fault: Fault) -> None:
    file = tmp_path / "folder" / "work.aligner"

    def prepare() -> None:
        shutil.rmtree(file.parent, ignore_errors=True)

    for outcome in outcomes(lambda: store.save(old, file), fault, prepare):
        assert file.exists() or outcome != DONE
        assert not file.exists() or store.load(file)[0] == old
        if outcome == REFUSED:
            assert [*tmp_path.rglob("*.aligner-unfinished")] == []


def test_a_project_saved_again(old: Project, new: Project, tmp_path: Path, fault: Fault) -> None:
    file, first = tmp_path / "work.aligner", tmp_path / "first.aligner"
    token = store.save(old, first)

    def prepare() -> None:
        file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
        shutil.copy(first, file)

    for outcome in outcomes(lambda: store.save(new, file, token=token), fault, prepare):
        found, now = store.load(file)
        assert found in ((new,) if outcome == DONE else (old, new))
        assert store.save(new, file, token=now)


def test_a_project_that_replaces_another(old: Project, new: Project, tmp_path: Path, fault: Fault) -> None:
    file, first = tmp_path / "work.aligner", tmp_path / "first.aligner"
    store.save(old, first)
    for outcome in outcomes(
        lambda: store.save(new, file, replace=True), fault, lambda: shutil.copy(first, file)
    ):
        assert store.load(file)[0] in ((new,) if outcome == DONE else (old, new))


def test_an_exported_file(tmp_path: Path, fault: Fault) -> None:
    file, before, after = tmp_path / "out.txt", b"old", b"new" * 9_000
    for outcome in outcomes(lambda: write_atomically(file, after), fault, lambda: file.write_bytes(before)):
        assert file.read_bytes() in ((after,) if outcome == DONE else (before, after))


class Lengths:
    """An encoder without meaning."""

    name, revision, dimension = "lengths", "1", 4

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.array([[len(text), 1, 0, 0] for text in texts], dtype=np.float32)


def test_the_cache_of_vectors(tmp_path: Path, fault: Fault) -> None:
    folder, texts = tmp_path / "cache", ["a", "bb", "ccc"]

    def encode() -> CachedEncoder:
        encoder = CachedEncoder(Lengths(), folder)
        assert (encoder.encode(texts) == Lengths().encode(texts)).all()
        return encoder

    for outcome in outcomes(encode, fault, lambda: shutil.rmtree(folder, ignore_errors=True)):
        assert outcome != REFUSED  # it works without the cache if need be
        encode()
        assert encode().note is None


def test_the_list_of_recent_projects(tmp_path: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path)

    def remember(name: str) -> None:
        recent.remember(tmp_path / name, name)

    for outcome in outcomes(lambda: remember("b"), fault, lambda: remember("a")):
        assert outcome != REFUSED  # a list that cannot be written is ignored
        assert "a" in [each.title for each in recent.recents()]
        recent.forget(recent.id_of(tmp_path / "b"))
