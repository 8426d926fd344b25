"""What the command line refuses or keeps from doing: output in the wrong place, names, lost results."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import HOSTILE, Page
from office import has_writers
from sample import comparison
from simple_values import alignment, document

import aligner
from aligner.checks import row_process
from aligner.checks import units as units_check
from aligner.cli.main import main
from aligner.formats import pdf
from aligner.formats.cells import bare_line, legal, neutral
from aligner.formats.writing import export, write_atomically
from aligner.languages import amounts, facts_grammar, numerals
from aligner.pipeline import check_set
from aligner.pipeline import run as run_module
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.readers.installed_programs import abandoned, private_folder
from aligner.readers.table_text import bare, guarded
from aligner.values import DocumentKey, Row, Span
from aligner.values.message import InputError, ProjectError
from aligner.values.results import AlignedPair

Capture = pytest.CaptureFixture[str]
ROOT = Path(aligner.__file__).parents[1]
posix = pytest.mark.skipif(os.name == "nt", reason="needs pipes, devices and a POSIX shell")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def run(capsys: Capture, *arguments: str | Path) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr().err


# Output files


@posix
@pytest.mark.parametrize("name", ["pipe.json", "link-to-pipe.json", "loop.json"])
@pytest.mark.parametrize("command", ["segment", "convert"])
def test_only_files_are_written_over(
    corpus: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "link-to-pipe.json").symlink_to("pipe.json")
    (tmp_path / "loop.json").symlink_to("loop.json")
    before = os.lstat(tmp_path / name)
    given = ["segment", corpus / "rev1.zh.txt", "-o"] if command == "segment" else ["convert", "missing.tmx"]
    code, said = run(capsys, *given, tmp_path / name)
    assert code in (1, 2)
    assert ("symbolic links" if name == "loop.json" else "a pipe or a device") in said
    assert "unexpected" not in said
    assert os.path.samestat(os.lstat(tmp_path / name), before)
    with pytest.raises(InputError):  # nor if it appears while the work is done
        write_atomically(tmp_path / name, b"{}")
    assert os.path.samestat(os.lstat(tmp_path / name), before)


@posix
@pytest.mark.parametrize("name", ["link-to-pipe.aligner", "loop.aligner"])
def test_a_project_is_written_to_files_only(corpus: Path, tmp_path: Path, capsys: Capture, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link-to-pipe.aligner").symlink_to("pipe")
    (tmp_path / "loop.aligner").symlink_to("loop.aligner")
    code, said = run(capsys, "compare", corpus, "-o", tmp_path / name)
    assert (code, "unexpected" in said) == (2, False)
    with pytest.raises(ProjectError, match=r"a pipe or a device|symbolic links"):
        store.save(Project(comparison(("zh", "fr"))), tmp_path / name, replace=True)
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_to_no_file_yet_is_written_through(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "link.json").symlink_to("new.json")
    assert run(capsys, "segment", corpus / "rev1.zh.txt", "-o", tmp_path / "link.json") == (0, "")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "new.json").stat().st_size > 1000
    (tmp_path / "nowhere.json").symlink_to("missing/new.json")
    code, said = run(capsys, "segment", corpus / "rev1.zh.txt", "-o", tmp_path / "nowhere.json")
    assert (code, "does not exist; make it first" in said) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "{set}", "-o", "{set}/glossary.csv"],
        ["compare", "{set}", "-o", "{set}/link.csv"],
        ["check", "{set}", "--glossary", "{terms}/terms.html", "-o", "{terms}/terms.html"],
        ["update", "{set}", "--lang", "fr", "--memory", "{terms}/memory.json", "-o", "{terms}/memory.json"],
        ["update", "{set}", "--lang", "fr", "--into", "{terms}/old.docx", "-o", "{terms}/old.docx"],
    ],
)
def test_no_file_that_is_read_is_written_over(
    corpus: Path, tmp_path: Path, capsys: Capture, arguments: list[str]
) -> None:
    the_set, terms = tmp_path / "set", tmp_path / "terms"
    shutil.copytree(corpus, the_set)
    terms.mkdir()
    (the_set / "glossary.csv").write_text("zh,en\n国家,State\n", "utf-8")
    (the_set / "link.csv").symlink_to("glossary.csv")
    for name in ("terms.html", "memory.json", "old.docx"):
        (terms / name).write_text("kept", "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, said = run(capsys, *(each.format(set=the_set, terms=terms) for each in arguments))
    assert (code, "is one of the input files" in said) == (2, True)
    assert {path: path.read_bytes() for path in before} == before


# Closed streams and names that hide something


@posix
@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [("2>&-", 0, b""), ("1>&-", 1, b"standard output cannot be written"), ("0<&- 1>&- 2>&-", 1, b"")],
)
def test_a_closed_stream_loses_no_result(
    corpus: Path, tmp_path: Path, closed: str, code: int, said: bytes
) -> None:
    command = f'"{sys.executable}" -m aligner segment "{corpus / "rev1.zh.txt"}"'
    shown = subprocess.run(["bash", "-c", f"{command} {closed}"], cwd=ROOT, capture_output=True, check=False)
    assert (shown.returncode, said in shown.stderr) == (code, True)
    assert b"Traceback" not in shown.stderr
    assert (len(shown.stdout) > 1000) is (code == 0)
    target = tmp_path / "out.json"
    written = subprocess.run(["bash", "-c", f'{command} -o "{target}" {closed}'], cwd=ROOT, check=False)
    assert (written.returncode, target.stat().st_size > 1000) == (0, True)


@posix
def test_a_file_name_cannot_control_the_terminal(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\n.txt"
    folder, cache, state = tmp_path / "texts", tmp_path / "cache", tmp_path / "state"
    (cache / "aligner" / "jieba").mkdir(parents=True)
    folder.mkdir()
    (folder / evil).write_text((corpus / "rev1.zh.txt").read_text("utf-8"), "utf-8")
    (folder / f"b{evil}").write_text((corpus / "rev1.en.txt").read_text("utf-8"), "utf-8")
    (folder / f"c{evil}").write_bytes(b"%PDF-1.4 broken")
    (cache / "aligner" / "jieba" / evil).write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    for arguments in (
        ["segment", f"missing{evil}"],
        ["segment", str(folder / f"c{evil}")],
        ["segment", str(folder / evil), "-o", str(folder / f"x{evil}.nothing")],
        ["compare", str(folder / evil), str(folder / f"b{evil}")],
        ["check", str(folder / evil), str(folder / f"b{evil}")],
        ["compare", "--doc", f"zh@{evil}={folder / evil}", "--doc", f"en@{evil}={folder / f'b{evil}'}"],
        ["convert", str(folder / evil), f"missing{evil}/x.tmx"],
        ["sets", str(folder)],
        [
            "batch",
            str(folder),
            "--out",
            str(tmp_path / f"archive{evil}"),
            "--pattern",
            "{set}.{language}.txt",
        ],
        ["batch", "--status", str(tmp_path / f"none{evil}")],
        ["app", f"missing{evil}.aligner"],
        ["clean"],
    ):
        main(arguments)
        shown = "".join(capfd.readouterr())
        assert shown, arguments
        assert not [sign for sign in shown if (ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160], (
            shown
        )


# The network


def test_a_batch_opens_no_port_and_asks_for_no_route(
    corpus: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="needs pip install '.[archive]'")
    done: list[object] = []
    for name in ("listen", "connect"):
        whole = getattr(socket.socket, name)

        def noted(self: socket.socket, *given: object, whole: Callable[..., object] = whole) -> object:
            if self.family != socket.AF_UNIX:
                done.append((whole.__name__, *given))
            return whole(self, *given)

        monkeypatch.setattr(socket.socket, name, noted)
    (tmp_path / "sets").mkdir()
    shutil.copytree(corpus, tmp_path / "sets" / "one")
    inproc = pytest.importorskip("distributed.comm.inproc")
    monkeypatch.setattr(inproc.global_manager, "_ip", None)
    code, said = run(capsys, "batch", tmp_path / "sets", "--out", tmp_path / "archive", "--workers", "2")
    assert (code, said, done) == (0, "", [])


# Signals


@posix
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_leaves_no_text_and_no_program_behind(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with printing(corpus, tmp_path) as (running, alive):
        assert [path for path in scratch.rglob("page.html") if path.stat().st_size > 1000]
        running.send_signal(getattr(signal, number))
        assert running.wait(60) == 130
        wait_until(lambda: not has_writers(alive))
    assert not list(scratch.iterdir())
    assert not (tmp_path / "x.pdf").exists()


@posix
def test_what_a_killed_process_left_is_listed_and_removed(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    others = [scratch / "aligner-other", scratch / "else"]
    for other in others:  # too young to be abandoned, and another program's
        other.mkdir()
    with private_folder() as in_use, printing(corpus, tmp_path) as (running, _):
        (left,) = {path.parent for path in scratch.rglob("page.html")}
        running.kill()
        running.wait()
        assert list(abandoned()) == [left]
        assert main(["clean", "--only", "temporary"]) == 0
        assert str(left) in capsys.readouterr().out
        run(capsys, "segment", corpus / "rev1.zh.txt")
        assert sorted(scratch.iterdir()) == sorted([*others, in_use])


@contextmanager
def printing(corpus: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A command whose printer never ends and has started another program, and a pipe that both hold open."""
    alive, started, printer = tmp_path / "alive", tmp_path / "started", tmp_path / "bin" / "chromium"
    printer.parent.mkdir()
    os.mkfifo(alive)
    told = f"echo $$ > '{started}.new' && mv '{started}.new' '{started}'"
    script = f"#!/bin/sh\nexec 3> '{alive}'\nsleep 60 &\n{told}\nwait\n"
    printer.write_text(script, "utf-8")
    printer.chmod(0o755)
    reader = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    surroundings = os.environ | {
        "PATH": f"{printer.parent}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(tmp_path / "scratch"),
    }
    files = [str(corpus / name) for name in ("draft.zh.txt", "rev1.zh.txt")]
    command = [sys.executable, "-m", "aligner", "diff", *files, "-o", str(tmp_path / "x.pdf")]
    handler = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # which nohup ignores, also in what it starts
    running = subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL)
    signal.signal(signal.SIGHUP, handler)
    try:
        wait_until(started.exists)
        yield running, reader
    finally:
        running.kill()
        running.wait()
        os.close(reader)
        with suppress(OSError, ValueError):
            os.killpg(int(started.read_text("utf-8")), signal.SIGKILL)


def wait_until(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# Spreadsheets


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
@pytest.mark.parametrize("before", ["", " ", "\u3000", "'"])
def test_no_cell_begins_like_a_formula(sign: str, before: str) -> None:
    text = f"{before}{sign}1+1"
    for guard, undo in ((guarded, bare), (neutral, bare_line)):
        assert guard(text) == f"'{text}"
        assert undo(guard(text)) == text


# Very long work


def test_long_checks_say_their_size_first(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(Project(comparison(("zh", "fr"))), tmp_path / "x.aligner")
    assert "paragraphs are checked" not in run(capsys, "check", tmp_path / "x.aligner")[1]
    monkeypatch.setattr(row_process, "LONG", 20)
    code, said = run(capsys, "check", tmp_path / "x.aligner")
    assert (code, "rows with" in said, "this takes minutes" in said) == (0, True, True)


def test_a_text_that_no_browser_prints_is_refused_before_it_is_tried(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(*_: object, **__: object) -> None:
        raise AssertionError("a browser was started")

    store.save(Project(comparison(("zh", "fr"))), tmp_path / "x.aligner")
    monkeypatch.setattr(pdf, "run_program", started)
    monkeypatch.setattr(pdf, "MOST_CELLS", 20)
    code, said = run(capsys, "compare", tmp_path / "x.aligner", "-o", tmp_path / "x.pdf")
    assert (code, "more than a browser prints (20); write .html" in said) == (1, True)


def test_checks_read_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five languages are compared with the pivot, in several checks."""
    count = 3_000
    texts = [f"Paragraph {number} of 5 May 2016 in Peru: 30 days" for number in range(count)]
    keys = [DocumentKey(code, "") for code in ("en", "fr", "es")]
    documents = {key: document(key.language, *texts) for key in keys}
    rows = tuple(Row({key: Span(index, index + 1) for key in keys}) for index in range(count))
    links = {(keys[0], key): alignment(*[(1, 1)] * count) for key in keys[1:]}
    long = replace(
        comparison(("zh", "fr")),
        pivot="en",
        versions=("",),
        documents=documents,
        alignments=links,
        revisions={},
        rows=rows,
        amendments=(),
    )
    calls: list[str] = []
    numerals_of = numerals.numerals

    def counted(text: str, language: str) -> list[numerals.Numeral]:
        calls.append(language)
        return numerals_of(text, language)

    for module in (facts_grammar, amounts):
        monkeypatch.setattr(module, "numerals", counted)
    facts_grammar.facts.cache_clear()
    units_check._units.cache_clear()
    check_set.check_comparison(long, checks=("numbers", "dates", "symbols", "units", "names"))
    assert len(calls) < 3.5 * 3 * count


# Secrets


@pytest.mark.parametrize(
    "arguments",
    [
        ["batch", "https://user:hunter2@127.0.0.1:1/sets", "--out", "{out}"],
        ["batch", "s3://AKIA:hunter2@bucket/sets", "--out", "{out}"],
        ["batch", "{sets}", "--out", "sftp://user:hunter2@127.0.0.1:1/archive"],
        ["batch", "{sets}", "--out", "{out}", "--scheduler", "tls://user:hunter2@127.0.0.1:1"],
        ["batch", "--status", "http://user:hunter2@127.0.0.1:1/archive"],
        ["search", "http://user:hunter2@127.0.0.1:1/archive", "word"],
    ],
)
def test_no_error_tells_a_password(
    corpus: Path, tmp_path: Path, capsys: Capture, arguments: list[str]
) -> None:
    pytest.importorskip("distributed", reason="needs pip install '.[archive]'")
    shutil.copytree(corpus, tmp_path / "sets" / "one")
    places = {"sets": tmp_path / "sets", "out": tmp_path / "archive"}
    code, said = run(capsys, *(each.format(**places) for each in arguments))
    assert (code, "hunter2" in said, "unexpected" in said) == (1, False, False), said


# Markup in files of aligned text


@pytest.mark.parametrize("form", [".tmx", ".xlf", ".jsonl", ".csv"])
def test_no_file_of_aligned_text_brings_markup_into_a_page(
    tmp_path: Path, capsys: Capture, form: str
) -> None:
    pages = []
    for name, texts in (("plain", ["text"] * len(HOSTILE)), ("hostile", HOSTILE)):
        legal_texts = [legal(text) for text in texts]
        pair = AlignedPair(
            document("en", *legal_texts),
            document("fr", *legal_texts[::-1]),
            alignment(*[(1, 1)] * len(texts)),
        )
        memory, page = tmp_path / f"{name}{form}", tmp_path / f"{name}.html"
        memory.write_bytes(export(pair, form))
        assert run(capsys, "convert", memory, page)[0] == 0
        pages.append(Page(page.read_text("utf-8")))
    plain, hostile = pages
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(given) for _, given in hostile.tags] == [sorted(given) for _, given in plain.tags]
    assert not [value for value in hostile.having("href") if not value.startswith("#")]


# Limits of the system


@pytest.mark.parametrize("command", ["app", "compare"])
def test_a_limit_of_processes_is_explained(
    corpus: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        if command == "app":
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(subprocess, "Popen", refused)
    monkeypatch.setattr(run_module, "compare_set", refused)
    code, said = run(capsys, command, *([corpus] if command == "compare" else []))
    assert (code, "ulimit -u" in said, "unexpected" in said) == (1, True, False)
