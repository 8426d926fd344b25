"""Programs that convert or print documents: what they may use, and what is known of them afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aligner.readers.installed_programs import run_program


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another program")
def test_a_program_gets_the_memory_that_it_may_use_and_no_more(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "bytearray(2**30)"]
    assert "MemoryError" in run_program(command, tmp_path, 60, memory=2**29)
    assert run_program(command, tmp_path, 60, memory=2**32) == run_program(command, tmp_path, 60) == ""


def test_a_program_works_in_its_folder_and_its_temporary_files_go_there(tmp_path: Path) -> None:
    code = "import os, sys, tempfile; sys.stderr.write(os.getcwd() + ' ' + tempfile.gettempdir())"
    assert run_program([sys.executable, "-c", code], tmp_path, 60) == f"{tmp_path} {tmp_path}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows processes as files")
def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_program(["/bin/sh", "-c", "echo $$ > process; exec sleep 60"], tmp_path, 2)
    assert not Path("/proc", (tmp_path / "process").read_text("utf-8").strip()).exists()
