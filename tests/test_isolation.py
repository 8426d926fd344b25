"""Readers built on native libraries run in a child process: whatever happens to them is an error message."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from pdf_samples import pdf

from aligner.readers import isolation, read_bytes
from aligner.readers.isolation import read_in_child
from aligner.readers.pdf.read_pdf import read
from aligner.values.extract import Extract
from aligner.values.message import AlignerError, ReadError

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")
PDF = pdf([[(72, 700, 12, "A line.")]])


@pytest.fixture(scope="module", autouse=True)
def _child_that_imports_from_tests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        patch.setattr(isolation._children, "idle", [])
        yield


def run(function: str, kind: type = int) -> object:
    return read_in_child(f"failing_readers:{function}", b"data", "a.pdf", kind)


def test_a_child_reads_one_file_after_another() -> None:
    assert run("process") == run("process") != os.getpid()
    assert run("print_and_return", str) == "a.pdfdata"


@LINUX
def test_a_child_that_stays_large_serves_no_other_file() -> None:
    assert run("grow") != run("process") == run("process")


def test_no_module_of_the_current_folder_is_imported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(isolation._children, "idle", [])
    assert run("process") != os.getpid()


def test_a_folder_of_sys_path_hides_no_module_of_python(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Streamlit puts the folder of the app's script first, whatever names its modules have."""
    for name in ("json", "locale"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(isolation._children, "idle", [])
    assert run("process") != os.getpid()


@pytest.mark.parametrize(
    ("function", "said"),
    [
        pytest.param("crash", r"reading it failed \(signal 11\)", marks=POSIX),
        pytest.param("hoard", "more than 4096 MB", marks=LINUX),
        ("return_rubbish", "reading it failed"),
    ],
)
def test_a_failure_is_an_error_and_the_next_file_is_read(function: str, said: str) -> None:
    with pytest.raises(ReadError, match=rf"^a\.pdf: .*{said}") as caught:
        run(function)
    assert "\n" not in str(caught.value)
    assert read_bytes(PDF, "a.pdf").text == "A line."


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    before = run("process")
    monkeypatch.setattr(isolation, "MAX_SECONDS", 0.2)
    with pytest.raises(ReadError, match=r"a\.pdf: it was not read within 0.2 seconds; split it"):
        run("hang")
    monkeypatch.undo()
    assert run("process") != before


def test_an_interrupt_leaves_no_answer_for_the_next_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_stream: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(isolation, "receive", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run("process")
    monkeypatch.undo()
    assert run("print_and_return", str) == "a.pdfdata"


def test_an_error_of_ours_comes_back_as_it_was_and_a_bug_as_a_bug() -> None:
    damaged = PDF[:300]
    with pytest.raises(AlignerError) as here:
        read(damaged, "a.pdf")
    with pytest.raises(ReadError) as there:
        read_bytes(damaged, "a.pdf")
    assert (type(there.value), there.value.message) == (type(here.value), here.value.message)
    with pytest.raises(RuntimeError) as bug:
        run("divide")
    assert str(bug.value) == "the reader of a.pdf failed: ZeroDivisionError: division by zero"
    assert "Traceback" in bug.value.__notes__[0]


def test_the_child_reads_what_this_process_would() -> None:
    data = pdf([[(72, 700, 12, "Un été 𠀀"), (72, 680, 12, "1. ب")], [(72, 700, 12, "b")]])
    assert read_in_child("aligner.readers.pdf.read_pdf:read", data, "a.pdf", Extract) == read(data, "a.pdf")


def children() -> list[int]:
    found = psutil.Process().children()
    return [child.pid for child in found if "aligner.readers.isolated" in child.cmdline()]


def test_threads_share_few_children_of_which_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation._children, "idle", [])
    before = children()
    with ThreadPoolExecutor(8) as pool:
        texts = [each.text for each in pool.map(lambda _: read_bytes(PDF, "a.pdf"), range(16))]
    assert texts == ["A line."] * 16
    stayed = [child.pid for child in isolation._children.idle]
    assert len(stayed) == 1, "each takes memory"
    assert [child for child in children() if child not in before] == stayed


def test_nobody_waits_for_the_file_of_another_to_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "MAX_SECONDS", 30)
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(run, "hang")
        assert read_bytes(PDF, "a.pdf").text == "A line."
        assert not hanging.done()
        for child in children():
            psutil.Process(child).kill()
        with pytest.raises(ReadError):
            hanging.result()


def test_where_no_process_can_be_started_files_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(isolation._children, "idle", [])
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert run("process") == os.getpid()


def test_the_child_ends_with_its_parent() -> None:
    script = (
        "from aligner.readers.isolation import read_in_child\n"
        "print(read_in_child('failing_readers:process', b'', 'a', int))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    shown = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(shown.stdout), 0)


@POSIX
def test_the_child_ends_with_a_parent_that_is_killed_while_it_reads() -> None:
    """It went on for ever with a file that made pdfium hang."""
    script = (
        "from aligner.readers.isolation import read_in_child\n"
        "print(read_in_child('failing_readers:process', b'', 'a', int), flush=True)\n"
        "read_in_child('failing_readers:hang', b'', 'a', int)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    child.wait(timeout=60)
