"""`aligner clean` lists and deletes what the program keeps, and nothing else."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from aligner.cli.main import main
from aligner.project import recent, recovery
from aligner.values import disk_traces

KEPT = (
    "cache/vectors.sqlite",
    "cache/vectors.sqlite-wal",
    "cache/jieba/jieba.cache",
    "cache/archives/0123-rows.sqlite",
    "cache/checks/0123.json",
    "data/recovery/0123456789abcdef.aligner",
    "data/recovery/.0123456789abcdef.aligner.x.aligner-unfinished",
    "state/recent.json",
)
OTHERS = ("cache/other.txt", "data/mine.aligner")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("cache", "data", "state"):
        monkeypatch.setattr(disk_traces, name, lambda name=name: tmp_path / name)
    monkeypatch.setattr(recovery, "folder", lambda: tmp_path / "data" / "recovery")
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    for name in (*KEPT, *OTHERS):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 2048)
    return tmp_path


def there(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_it_lists_every_file_and_deletes_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean"]) == 0
    shown = capsys.readouterr().out
    assert all(str(home / name) in shown for name in KEPT)
    assert not any(str(home / name) in shown for name in OTHERS)
    assert "2 KiB" in shown
    assert shown.endswith("8 files kept; --delete deletes them\n")
    assert there(home) == {*KEPT, *OTHERS}


def test_a_journal_that_vanishes_meanwhile_is_not_listed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    glob = Path.glob
    gone = home / "cache" / "vectors.sqlite-journal"
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: [*glob(folder, pattern), gone])
    assert main(["clean"]) == 0
    assert str(gone) not in capsys.readouterr().out


def test_it_deletes_them_and_nothing_else(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", "--delete"]) == 0
    assert capsys.readouterr().out.endswith("8 files deleted\n")
    assert there(home) == set(OTHERS)
    assert main(["clean"]) == 0
    assert capsys.readouterr().out == "0 files kept; --delete deletes them\n"


def test_one_kind_may_be_chosen(home: Path) -> None:
    assert main(["clean", "--delete", "--only", "vectors"]) == 0
    assert there(home) == {*KEPT[2:], *OTHERS}


def test_links_are_deleted_and_not_followed(home: Path) -> None:
    (home / "cache" / "jieba" / "link").symlink_to(home / "data" / "mine.aligner")
    assert main(["clean", "--delete"]) == 0
    assert there(home) == set(OTHERS)


def test_a_file_that_cannot_be_deleted_is_reported(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert main(["clean", "--delete", "--only", "recent"]) == 1
    assert "recent.json: cannot be deleted: Permission denied" in capsys.readouterr().err


def test_a_folder_with_the_text_of_a_killed_process_is_listed_and_deleted(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    left = home / "aligner-left"
    (left / "profile").mkdir(parents=True)
    (left / "profile" / "file.docx").write_bytes(b"x" * 2048)
    hours_ago = time.time() - 7200
    os.utime(left, (hours_ago, hours_ago))
    assert main(["clean"]) == 0
    assert str(left) in capsys.readouterr().out
    assert main(["clean", "--delete"]) == 0
    assert there(home) == {*OTHERS}
    assert not left.exists()
