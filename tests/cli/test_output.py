"""Files are written completely or not at all, and never over the input."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from aligner.formats.writing import check_destination, write_atomically
from aligner.readers.regular_file import file_beside
from aligner.values import Document
from aligner.values.message import InputError


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x.docx", r"choose one of \.json, \.txt"),
        ("x", "without an extension"),
        ("none/x.json", "does not exist; make it first"),
        ("folder.json", "is a folder"),
        ("input.json", "is one of the input files"),
        ("link.json", "is one of the input files"),
    ],
)
def test_a_destination_that_cannot_work_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "input.json").write_text("kept")
    (tmp_path / "link.json").symlink_to(tmp_path / "input.json")
    with pytest.raises(InputError, match=message):
        check_destination(tmp_path / name, Document, [tmp_path / "input.json", tmp_path / "missing"])


def test_a_new_name_in_a_folder_is_fine(tmp_path: Path) -> None:
    check_destination(tmp_path / "x.JSON", Document, [tmp_path / "missing.txt"])


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_permissions_files_have(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "x.json", b"new")
    assert (tmp_path / "x.json").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_symbolic_link_keeps_its_target(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_atomically(tmp_path / "link.json", b"new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    with file_beside(tmp_path / "old.aligner") as beside:
        old, recent = (beside.with_name(beside.name.replace("old", name)) for name in ("killed", "running"))
    for path in (old, recent):
        path.write_bytes(b"text")
    own = tmp_path / ".notes.unfinished"
    own.write_bytes(b"the user's")
    for path in (old, own):
        os.utime(path, (0, 0))
    write_atomically(tmp_path / "x.json", b"new")
    assert sorted(tmp_path.iterdir()) == sorted([own, recent, tmp_path / "x.json"])


@pytest.mark.parametrize(("age", "stays"), [(3599.5, True), (3600, True), (3600.5, False)])
def test_a_file_belongs_to_a_killed_process_after_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float, stays: bool
) -> None:
    with file_beside(tmp_path / "old.aligner") as beside:
        left = beside.with_name(beside.name.replace("old", "left"))
    left.write_bytes(b"text")
    os.utime(left, (0, 0))
    monkeypatch.setattr("time.time", lambda: age)
    with file_beside(tmp_path / "x.aligner"):
        assert left.exists() is stays


def test_the_name_of_an_unfinished_file_begins_with_that_of_the_file_and_fits_any_folder(
    tmp_path: Path,
) -> None:
    with file_beside(tmp_path / ("ab" * 100 + ".aligner")) as beside:
        assert beside.name.startswith(f".{'ab' * 20}.")
    with file_beside(tmp_path / "x.aligner") as beside:
        assert beside.name.startswith(".x.aligner.")


def test_no_file_stays_open(tmp_path: Path) -> None:
    """Windows moves no open file, and a session that saves all day would run out of them."""
    with tempfile.TemporaryFile() as before:
        lowest = before.fileno()
    write_atomically(tmp_path / "x.json", b"new")
    with tempfile.TemporaryFile() as after:
        assert after.fileno() == lowest


def test_a_failure_leaves_only_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
