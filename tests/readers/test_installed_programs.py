"""Programs that convert or print documents: what they may use, and what is known of them afterwards."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from aligner.readers.installed_programs import abandoned, private_folder, remove_abandoned, run_program


def has_ended(written: Path) -> bool:
    """Whether the process whose number a file has ends soon; its parent may not have noticed yet."""
    status = Path("/proc", written.read_text("utf-8").strip(), "stat")
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            if status.read_text().split()[2] == "Z":
                return True
        except OSError:  # it is gone
            return True
        time.sleep(0.01)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another program")
def test_a_program_gets_the_memory_that_it_may_use_and_no_more(tmp_path: Path) -> None:
    told = ["/bin/sh", "-c", "ulimit -v >&2"]
    kilobytes = run_program(told, tmp_path, 60, memory=2**29)
    assert kilobytes == "524288\n" != run_program(told, tmp_path, 60)
    greedy = [sys.executable, "-c", "bytearray(2**30)"]
    assert "MemoryError" in run_program(greedy, tmp_path, 60, memory=2**29)


def test_a_program_works_in_its_folder_and_its_temporary_files_go_there(tmp_path: Path) -> None:
    code = "import os, sys, tempfile; sys.stderr.write(os.getcwd() + ' ' + tempfile.gettempdir())"
    assert run_program([sys.executable, "-c", code], tmp_path, 60) == f"{tmp_path} {tmp_path}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows processes as files")
def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_program(["/bin/sh", "-c", "echo $$ > process; exec sleep 60"], tmp_path, 2)
    assert has_ended(tmp_path / "process")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows processes as files")
def test_what_a_program_started_ends_with_it(tmp_path: Path) -> None:
    run_program(["/bin/sh", "-c", "sleep 60 & echo $! > process"], tmp_path, 30)
    assert has_ended(tmp_path / "process")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows processes as files")
def test_a_program_started_in_a_thread_ends_with_this_process(tmp_path: Path) -> None:
    code = """if True:
        import sys, threading, time
        from pathlib import Path
        from aligner.readers.installed_programs import run_program
        folder = Path(sys.argv[1])
        # It tells its number only after a second, by when its caller has noted it on a busy machine, too.
        command = ["/bin/sh", "-c", "sleep 1; echo $$ > started; mv started process; exec sleep 60"]
        threading.Thread(target=run_program, args=(command, folder, 60), daemon=True).start()
        while not (folder / "process").exists():
            time.sleep(0.01)
    """
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, timeout=50)
    assert has_ended(tmp_path / "process")


@pytest.mark.skipif(sys.platform == "win32", reason="a lock cannot be tested there")
def test_a_folder_is_abandoned_once_its_process_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with private_folder() as in_use:
        gone, young, old = (tmp_path / f"{in_use.name[:-8]}{name}" for name in ("gone", "young", "old"))
        for folder in (gone, young, old, tmp_path / "another"):
            folder.mkdir()
        link = tmp_path / f"{young.name}-link"
        link.symlink_to(gone)
        (lock,) = in_use.iterdir()
        (gone / lock.name).touch()
        hours_ago = time.time() - 7200
        for folder in (in_use, gone, old):
            os.utime(folder, (hours_ago, hours_ago))
        assert sorted(abandoned()) == sorted([gone, old])
        remove_abandoned()
        assert sorted(tmp_path.iterdir()) == sorted([in_use, young, link, tmp_path / "another"])
    assert not in_use.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no locks there")
def test_a_folder_whose_lock_leads_elsewhere_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "elsewhere").touch()
    with private_folder() as made:
        (lock,) = made.iterdir()
    made.mkdir()
    (made / lock.name).symlink_to(tmp_path / "elsewhere")
    assert list(abandoned()) == []


def test_a_folder_in_which_a_program_still_writes_goes_with_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_path: object, **_place: object) -> None:
        raise OSError(errno.ENOTEMPTY, "Directory not empty")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with private_folder() as folder:
        (folder / "text").touch()
        monkeypatch.setattr(os, "rmdir", refuse)
    (folder / "late").touch()
    hours_ago = time.time() - 7200
    os.utime(folder, (hours_ago, hours_ago))
    remove_abandoned()
    assert list(abandoned()) == [folder]
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    remove_abandoned()
    assert not folder.exists()
