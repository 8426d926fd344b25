"""`aligner batch`: sources, the archive's tables, resuming, limits, and remote storage."""

from __future__ import annotations

import csv
import io
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import aligner.archive
from aligner.archive import batch, layout, one_set
from aligner.archive.batch import Limits, Summary, run_batch, status_of
from aligner.archive.layout import SCHEMAS
from aligner.archive.one_set import Options
from aligner.archive.sources import SetSource, SourceFile, Sources, fetch, find_sets
from aligner.archive.storage import Storage
from aligner.cli.main import main
from aligner.pipeline.check_set import glossary_of
from aligner.readers.document_set import DocumentSet
from aligner.values import data_files
from aligner.values.message import ArchiveError, EncoderError, FormatError

PATTERN = "{set}/{version}.{language}.{ext}"
OPTIONS = Options(formats=(".tmx",))


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three good sets, and three that cannot be read: empty, binary, in another language."""
    folder = tmp_path_factory.mktemp("sets")
    for number in range(3):
        write_set(folder / f"good{number}", number)
    chinese = ("大会决定于五月举行会议，" * 20).encode()
    for name, content in (("empty", b""), ("binary", bytes(range(256)) * 4), ("wrong", chinese)):
        write_set(folder / name, 7)
        (folder / name / "2.fr.txt").write_bytes(content)
    return folder


def write_set(folder: Path, number: int) -> None:
    """A text of two paragraphs in two languages and two drafts; one amendment is missing in French."""
    folder.mkdir()
    for version in (1, 2):
        english = f"The Commission received {number + 15 + version} reports.\n\nIt decides to meet in May.\n"
        french = f"La Commission a reçu {number + 16} rapports.\n\nElle décide de se réunir en mai.\n"
        (folder / f"{version}.en.txt").write_text(english, encoding="utf-8")
        (folder / f"{version}.fr.txt").write_text(french, encoding="utf-8")


def run_here(request: one_set.Request, _: Limits) -> one_set.Processed | one_set.SetFailure:
    """Process a set in this process, which loads the encoder once."""
    try:
        return one_set.process(request, lambda stage: None)
    except aligner.AlignerError as error:
        return one_set.SetFailure("read", type(error).__name__, str(error))


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no processes for sets."""
    monkeypatch.setattr(batch, "run_set", run_here)


@pytest.fixture(scope="module")
def archive(sets: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The archive of the sets, made by one worker."""
    out = tmp_path_factory.mktemp("archive") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "run_set", run_here)
        return out, run_batch(find_sets(str(sets), PATTERN), str(out), OPTIONS)


def contents(out: Path) -> dict[str, bytes]:
    """All files of an archive but the timings and the search index."""
    paths = (
        path
        for path in out.rglob("*")
        if path.is_file() and path.parent.name != "timings" and path.name != "search.sqlite"
    )
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def assert_same(out: Path, expected: Path) -> None:
    """Fail unless two archives have the same bytes; vectors may differ in their last digit.

    These runs share a process with other tests, whose threads may have sums rounded otherwise; the
    processes of sets have one thread each.
    """
    found, wanted = contents(out), contents(expected)
    ours, theirs = (vectors_of(each.pop("vectors/0.parquet")) for each in (found, wanted))
    assert found == wanted
    np.testing.assert_allclose(ours, theirs, atol=1e-3)


def vectors_of(table: bytes) -> np.ndarray:
    """The vectors of one file, a row each."""
    stored = pq.read_table(io.BytesIO(table)).column("vector").to_pylist()
    return np.array([np.frombuffer(each, "<f2") for each in stored])


# -- sources ---------------------------------------------------------------------------------


def test_a_pattern_finds_sets_and_orders_drafts_by_number(tmp_path: Path) -> None:
    for name in ("a/b/rev10.zh.txt", "a/b/rev2.zh.docx", "a/b/rev2.en.txt", "a/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = find_sets(str(tmp_path), PATTERN)
    assert [each.name for each in found.sets] == ["a/b"]
    assert [(each.version, each.language) for each in found.sets[0].files] == [
        ("rev2", "en"),
        ("rev2", "zh"),
        ("rev10", "zh"),
    ]
    assert found.left_out == ("a/notes.txt",)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_table_names_sets_in_its_own_order(tmp_path: Path, suffix: str) -> None:
    records = [
        {"set": "x", "language": "en", "version": version, "path": f"{version}.txt"} for version in ("b", "a")
    ]
    path = tmp_path / f"table{suffix}"
    if suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, records[0])
            writer.writeheader()
            writer.writerows(records)
    elif suffix == ".jsonl":
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    else:
        pq.write_table(pa.Table.from_pylist(records), path)
    (found,) = find_sets(str(path)).sets
    assert [(file.version, file.path) for file in found.files] == [("b", "b.txt"), ("a", "a.txt")]


def test_a_folder_of_manifests_is_a_source(root: Path) -> None:
    found = find_sets(str(root / "corpora")).sets
    assert [(each.name, each.manifest) for each in found] == [("ccpcj-27", "ccpcj-27/manifest.toml")]


@pytest.mark.parametrize(
    ("table", "pattern", "why"),
    [
        ("set,language\nx,en\n", None, "row 1 has no path"),
        ("set,language,path\n../x,en,a\n", None, "cannot name a set"),
        ("", None, "there is no set"),
        ('set,language,path\n"x,en,a\n', None, "never closed"),
        ('"set\n', None, "never closed"),
        (None, "{set}/{language}/{word}", "the fields are"),
        (None, "{set}.txt", "it needs {set}, {language}"),
        (None, "{set}.{language}.txt", "fits none of 0 files"),
        (None, None, "no manifest.toml"),
    ],
)
def test_unusable_sources_are_refused(
    tmp_path: Path, table: str | None, pattern: str | None, why: str
) -> None:
    source = tmp_path
    if table is not None:
        source = tmp_path / "t.csv"
        source.write_text(table, encoding="utf-8")
    with pytest.raises((ArchiveError, FormatError)) as caught:
        find_sets(str(source), pattern)
    assert why in str(caught.value)


# -- a run -----------------------------------------------------------------------------------


def test_every_good_set_is_done_and_every_bad_one_named(archive: tuple[Path, Summary]) -> None:
    out, summary = archive
    assert (summary.sets, summary.done, set(summary.failed)) == (6, 3, {"empty", "binary", "wrong"})
    failures = pq.read_table(out / "failures").to_pylist()
    assert [(each["set"], each["stage"], each["error"]) for each in failures] == [
        ("binary", "read", "ReadError"),
        ("empty", "read", "ReadError"),
        ("wrong", "read", "LanguageError"),
    ]
    assert not list(out.glob(".staged/*/*"))


def test_the_tables_follow_their_schemas_and_hold_the_results(archive: tuple[Path, Summary]) -> None:
    out, _ = archive
    for table, schema in SCHEMAS.items():
        assert pq.read_schema(out / table / "0.parquet").equals(schema), table
    rows = [each for each in pq.read_table(out / "rows").to_pylist() if each["set"] == "good1"]
    newest = [(each["row"], each["language"], each["text"]) for each in rows if each["newest"]]
    assert newest[:2] == [
        (0, "en", "The Commission received 18 reports."),
        (0, "fr", "La Commission a reçu 17 rapports."),
    ]
    amendment = next(each for each in pq.read_table(out / "amendments").to_pylist() if each["set"] == "good1")
    assert amendment["new_text"] == "The Commission received 18 reports."
    assert [(each["language"], each["state"]) for each in amendment["carried"]] == [
        ("fr", "not_carried_over")
    ]
    record = pq.read_table(out / "sets").to_pylist()[0]
    assert (record["set"], record["pivot"], record["rows"], len(record["documents"])) == ("good0", "en", 2, 4)
    assert "amendments" in {each["check"] for each in pq.read_table(out / "findings").to_pylist()}
    assert (out / "files" / "good2.tmx").read_bytes().startswith(b"<?xml")


def test_a_second_run_changes_nothing_and_repeats_nothing(
    sets: Path, archive: tuple[Path, Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, _ = archive
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
    monkeypatch.setattr(batch, "run_set", lambda *_: pytest.fail("a set was processed again"))
    again = run_batch(find_sets(str(sets), PATTERN), str(out), OPTIONS)
    assert (again.done, again.unchanged, set(again.failed)) == (0, 3, {"empty", "binary", "wrong"})
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")} == before


def test_two_workers_and_a_killed_process_give_the_same_archive(
    sets: Path, archive: tuple[Path, Summary], tmp_path: Path
) -> None:
    killed = []

    def kill() -> None:
        deadline = time.monotonic() + 60
        while not killed and time.monotonic() < deadline:
            for process in list(batch.PROCESSES.lent):
                os.kill(process.pid, signal.SIGKILL)
                killed.append(process)
                break
            time.sleep(0.01)

    killer = threading.Thread(target=kill)
    killer.start()
    run_batch(find_sets(str(sets), PATTERN), str(tmp_path / "out"), OPTIONS, workers=2)
    killer.join()
    assert killed
    assert_same(tmp_path / "out", archive[0])


@pytest.mark.usefixtures("in_process")
def test_a_remote_scheduler_gives_the_same_bytes(
    sets: Path, archive: tuple[Path, Summary], tmp_path: Path
) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        out = str(tmp_path / "out")
        run_batch(find_sets(str(sets), PATTERN), out, OPTIONS, scheduler=cluster.scheduler_address)
    assert_same(tmp_path / "out", archive[0])


def test_a_scheduler_that_is_lost_ends_the_batch_in_one_line(
    sets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from distributed import Client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard", "--host", address]
    scheduler = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    submit = Client.submit

    def lose(client: Client, *arguments: Any, **options: Any) -> object:
        future = submit(client, *arguments, **options)
        scheduler.kill()
        client._timeout = 0.5  # for which it tries to connect again; a scheduler takes longer to start
        return future

    monkeypatch.setattr(Client, "submit", lose)
    arguments = ["batch", str(sets), "--pattern", PATTERN, "--out", str(tmp_path / "out")]
    try:
        assert main([*arguments, "--scheduler", f"tcp://{address}"]) == 1
    finally:
        scheduler.kill()
        scheduler.wait()
    said = capfd.readouterr().err
    assert f"the scheduler tcp://{address} was lost" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("address", ["", "tls://127.0.0.1:1", "here", "http://127.0.0.1:1"])
def test_an_address_that_is_no_scheduler_ends_the_batch_in_one_line(
    sets: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], address: str
) -> None:
    """An empty one, as of a variable that is not set, does not stand for a cluster of our own."""
    out = tmp_path / "out"
    assert main(["batch", str(sets), "--pattern", PATTERN, "--out", str(out), "--scheduler", address]) == 1
    assert "the scheduler cannot be reached" in capfd.readouterr().err


def test_a_client_that_is_slow_to_close_is_reported_as_a_scheduler_out_of_reach(
    sets: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("distributed.Client", fail)
    arguments = ["batch", str(sets), "--pattern", PATTERN, "--out", str(tmp_path / "out")]
    assert main([*arguments, "--scheduler", "tls://127.0.0.1:1"]) == 1
    assert "the scheduler cannot be reached" in capfd.readouterr().err


@pytest.mark.usefixtures("in_process")
def test_small_sets_share_a_task_and_give_the_same_bytes(
    sets: Path, archive: tuple[Path, Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    submitted: list[tuple[str, ...]] = []
    submit = Client.submit

    def watched(client: Client, function: Callable[..., object], *arguments: Any, **options: Any) -> object:
        if function is batch.process_sets:
            submitted.append(tuple(source.name for source, _ in arguments[0]))
        return submit(client, function, *arguments, **options)

    monkeypatch.setattr(Client, "submit", watched)
    monkeypatch.setattr(batch, "_FEWEST_TASKS", 2)
    run_batch(find_sets(str(sets), PATTERN), str(tmp_path / "out"), OPTIONS)
    assert submitted == [("binary", "empty", "good0"), ("good1", "good2", "wrong")]
    assert_same(tmp_path / "out", archive[0])


@pytest.mark.usefixtures("in_process")
def test_an_interrupted_run_continues(sets: Path, archive: tuple[Path, Summary], tmp_path: Path) -> None:
    def interrupt(summary: Summary) -> None:
        if summary.settled == 3:
            raise KeyboardInterrupt

    found, out = find_sets(str(sets), PATTERN), tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run_batch(found, str(out), OPTIONS, progress=interrupt)
    assert status_of(str(out)).staged >= 3
    assert not (out / "sets").exists()
    summary = run_batch(found, str(out), OPTIONS)
    assert summary.unchanged + len(summary.failed) >= 3
    assert summary.settled == summary.sets
    assert_same(out, archive[0])


@pytest.mark.usefixtures("in_process")
def test_a_changed_set_replaces_its_rows_and_a_failure_replaces_them_all(
    sets: Path, archive: tuple[Path, Summary], tmp_path: Path
) -> None:
    shutil.copytree(sets, tmp_path / "sets")
    shutil.copytree(archive[0], tmp_path / "out")
    changed = tmp_path / "sets" / "good0" / "2.en.txt"
    changed.write_text("The Commission received nothing.\n\nIt decides to meet in May.\n", encoding="utf-8")
    (tmp_path / "sets" / "good1" / "2.en.txt").unlink()
    summary = run_batch(find_sets(str(tmp_path / "sets"), PATTERN), str(tmp_path / "out"), OPTIONS)
    assert (summary.done, summary.unchanged) == (2, 1)
    (tmp_path / "sets" / "good1" / "2.en.txt").write_bytes(b"")
    run_batch(find_sets(str(tmp_path / "sets"), PATTERN), str(tmp_path / "out"), OPTIONS)
    rows = pq.read_table(tmp_path / "out" / "rows").to_pylist()
    assert {each["set"] for each in rows} == {"good0", "good2"}
    assert "The Commission received nothing." in {each["text"] for each in rows}
    assert "good1" in pq.read_table(tmp_path / "out" / "failures")["set"].to_pylist()


# -- limits ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "error"),
    [(Limits(seconds=0.01), "TimeLimit"), (Limits(memory=1 << 20), "MemoryLimit")],
    ids=["time", "memory"],
)
def test_a_set_beyond_its_limit_is_given_up_once(
    sets: Path, tmp_path: Path, limits: Limits, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Sources(find_sets(str(sets), PATTERN).sets[-2:-1])
    run_batch(one, str(tmp_path / "out"), OPTIONS, limits=limits)
    assert pq.read_table(tmp_path / "out" / "failures")["error"].to_pylist() == [error]
    monkeypatch.setattr(batch, "run_set", lambda *_: pytest.fail("it was tried again"))
    assert len(run_batch(one, str(tmp_path / "out"), OPTIONS).failed) == 1


def test_a_process_is_looked_at_now_and_then_not_at_every_message(monkeypatch: pytest.MonkeyPatch) -> None:
    process = object.__new__(batch._SetProcess)
    process.input, process._answers = io.BytesIO(), queue.Queue()
    for number in range(200):
        process._answers.put(str(number))
    process._answers.put(one_set.SetFailure("read", "ReadError", "why"))
    looks: list[float] = []
    monkeypatch.setattr(batch._SetProcess, "_excess", lambda _, seconds, limits: looks.append(seconds))
    found = one_set.Request("x", "k", None, OPTIONS)  # type: ignore[arg-type]
    began = time.monotonic()
    assert process.answer(found, Limits()) == one_set.SetFailure("read", "ReadError", "why")
    assert len(looks) <= 1 + (time.monotonic() - began) / batch._POLL_SECONDS
    process._answers.put(one_set.SetFailure("read", "EncoderError", "no model"))  # which affects all sets
    with pytest.raises(EncoderError, match="no model"):
        process.answer(found, Limits())


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("import os; os._exit(9)", "ProcessEnded", "its process ended with code 9, 2 times"),
        (
            "import os; os.kill(os.getpid(), 9)",
            "ProcessKilledAtStart",
            "its process ended by signal 9, 3 times",
        ),
    ],
)
def test_a_process_that_keeps_ending_is_given_up(
    code: str, error: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    begun = []
    start = subprocess.Popen

    def broken(command: list[str], **options: object) -> object:
        begun.append(command)
        return start([sys.executable, "-c", code], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", broken)
    monkeypatch.setitem(batch._ATTEMPTS, "ProcessKilledAtStart", 3)
    batch.PROCESSES.closed = False
    found = one_set.Request("x", "k", None, OPTIONS)  # type: ignore[arg-type]
    result = batch.run_set(found, Limits())
    assert result == one_set.SetFailure("read", error, message)
    assert f"{len(begun)} times" in message


def test_a_full_disk_stops_the_batch_and_leaves_no_partial_file(
    sets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_process: None
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr("aligner.archive.storage.Path.replace", full)
        with pytest.raises(ArchiveError, match="No space left"):
            run_batch(find_sets(str(sets), PATTERN), str(out), OPTIONS)
    assert not contents(out)


# -- the layout ------------------------------------------------------------------------------


def test_assembling_can_be_interrupted_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tables(name: str) -> layout.Tables:
        rows = [{"row": number, "text": name} for number in range(3)]
        return layout.tables_with(name, {"rows": rows, "sets": [{"key": "k"}]})

    def stage_all(folder: str) -> layout.Archive:
        archive = layout.create_archive(Storage(folder), 3)
        for name in ("b", "c", "a"):
            layout.stage(archive, name, "k", layout.pack(tables(name)))
        return archive

    whole = stage_all(str(tmp_path / "whole"))
    layout.assemble(whole, "0")
    for fatal in range(len(SCHEMAS)):
        archive = stage_all(str(tmp_path / str(fatal)))
        with monkeypatch.context() as patch:
            patch.setattr(Storage, "write", _failing(fatal, Storage.write))
            with pytest.raises(OSError, match="killed"):
                layout.assemble(archive, "0")
        assert set(layout.finished_sets(archive, "0")) == {layout.digest_of(name) for name in "abc"}
        layout.assemble(archive, "0")
        assert contents(tmp_path / str(fatal)) == contents(tmp_path / "whole")


def _failing(fatal: int, write: Callable[..., None]) -> Callable[..., None]:
    """A function that writes files until a number of them is written, and then fails."""
    calls = iter(range(100))

    def failing(*arguments: object) -> None:
        if next(calls) == fatal:
            raise OSError("killed")
        write(*arguments)

    return failing


def test_shards_depend_on_the_name_alone(tmp_path: Path) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1000)
    assert archive.shards == 8
    assert layout.create_archive(Storage(str(tmp_path / "out")), 5) == archive
    assert {archive.shard_of(str(number)) for number in range(200)} == set(archive.names())


def test_folders_that_are_no_archive_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(ArchiveError, match="other files are there"):
        layout.create_archive(Storage(str(tmp_path)), 1)
    with pytest.raises(ArchiveError, match="there is no archive"):
        layout.open_archive(Storage(str(tmp_path)))
    (tmp_path / "archive.json").write_text('{"format": "aligner/archive", "version": 99, "shards": 1}')
    with pytest.raises(ArchiveError, match="version 99"):
        layout.open_archive(Storage(str(tmp_path)))
    (tmp_path / "archive.json").write_text('{"format": "aligner/archive", "version": 1, "shards": 0}')
    with pytest.raises(ArchiveError, match="cannot be read"):
        layout.open_archive(Storage(str(tmp_path)))


def test_damaged_tables_and_staged_sets_are_named(tmp_path: Path) -> None:
    archive = layout.create_archive(Storage(str(tmp_path)), 1)
    archive.folder.write(".staged/0/a.b.arrow", b"damaged")
    with pytest.raises(ArchiveError, match=r"a\.b\.arrow: it is damaged"):
        layout.assemble(archive, "0")
    archive.folder.write("timings/0.parquet", b"damaged")
    with pytest.raises(ArchiveError, match=r"timings/0\.parquet: it is damaged"):
        status_of(str(tmp_path))
    archive.folder.write("sets/0.parquet", b"damaged")
    with pytest.raises(ArchiveError, match=r"sets/0\.parquet: it is damaged"):
        layout.finished_sets(archive, "0")


def described() -> str:
    """The tables with their columns as Markdown."""
    lines = []
    for table, columns in data_files.tables("archive.toml").items():
        lines += [f"**{table}/**", "", "| column | type | meaning |", "|---|---|---|"]
        for name, (_, meaning) in columns.items():
            kind = str(layout.SCHEMAS[table].field(name).type).replace("list<element: ", "list<")
            lines.append(f"| {name} | {kind.replace('list<item: ', 'list<')} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def test_the_documentation_describes_every_column() -> None:
    readme = Path(aligner.archive.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert described() in readme


# -- storage elsewhere -----------------------------------------------------------------------


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of an object store on this machine."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    boto3.client("s3", region_name="us-east-1", endpoint_url=address).create_bucket(Bucket="archive")
    yield "s3://archive"
    server.stop()


@pytest.fixture
def memory() -> Iterator[str]:
    import fsspec

    yield "memory://archive"
    fsspec.filesystem("memory").store.clear()


@pytest.mark.parametrize("where", ["memory", "bucket"])
@pytest.mark.usefixtures("in_process")
def test_sources_and_archives_may_be_elsewhere(
    sets: Path,
    archive: tuple[Path, Summary],
    tmp_path: Path,
    where: str,
    request: pytest.FixtureRequest,
) -> None:
    base = request.getfixturevalue(where)
    source, out = Storage(f"{base}/sets"), Storage(f"{base}/out")
    for path in sets.rglob("*.txt"):
        source.write(path.relative_to(sets).as_posix(), path.read_bytes())
    summary = run_batch(find_sets(source.url, PATTERN), out.url, OPTIONS)
    assert (summary.done, len(summary.failed)) == (3, 3)
    for name in out.files():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(out.read(name))
    assert_same(tmp_path, archive[0])
    assert run_batch(find_sets(source.url, PATTERN), out.url, OPTIONS).unchanged == 3


MANIFEST = """title = "A set"
pivot = "en"

[[document]]
file = "a/1.en.txt"
language = "en"
version = "1"

[[document]]
file = "1.fr.txt"
language = "fr"
version = "1"
"""
IN_A_SET = {"manifest.toml": MANIFEST, "a/1.en.txt": "Text.", "1.fr.txt": "Texte.", "glossary.csv": "en,fr\n"}


@pytest.mark.parametrize("inside", ["", "deep/one"])
def test_a_set_elsewhere_is_fetched_as_the_same_one(tmp_path: Path, memory: str, inside: str) -> None:
    here, there = tmp_path / "here", Storage(memory)
    for name, text in IN_A_SET.items():
        path = f"{inside}/{name}".lstrip("/")
        there.write(path, text.encode())
        (here / path).parent.mkdir(parents=True, exist_ok=True)
        (here / path).write_text(text, encoding="utf-8")
    manifest = f"{inside}/manifest.toml".lstrip("/")

    def fetched(folder: Storage, scratch: str) -> tuple[DocumentSet, str]:
        (tmp_path / scratch).mkdir()
        return fetch(SetSource("one", folder, manifest), tmp_path / scratch)

    (local, digest), (_, copied) = fetched(Storage(str(here)), "x"), fetched(there, "y")
    assert digest == copied
    assert [entry.file for entry in local.entries] == [
        here / inside / name for name in ("a/1.en.txt", "1.fr.txt")
    ]
    assert list((tmp_path / "x").iterdir()) == []
    assert {path.relative_to(tmp_path / "y").as_posix() for path in (tmp_path / "y").rglob("*.*")} == set(
        IN_A_SET
    )
    there.write(f"{inside}/glossary.csv".lstrip("/"), b"en,fr\nship,navire\n")
    assert fetched(there, "z")[1] != digest
    there.remove(f"{inside}/1.fr.txt".lstrip("/"))
    missing, other = fetched(there, "w")
    assert [entry.file.exists() for entry in missing.entries] == [True, False]
    assert other != digest


def test_documents_of_a_table_may_be_anywhere(tmp_path: Path, memory: str) -> None:
    (tmp_path / "1.en.txt").write_text("Text.", encoding="utf-8")
    Storage(f"{memory}/far").write("1.fr.txt", b"Texte.")
    files = (SourceFile("1.en.txt", "en", "1"), SourceFile(f"{memory}/far/1.fr.txt", "fr", "1", "Titre"))
    source = SetSource("one", Storage(str(tmp_path)), files=files)
    (tmp_path / "x").mkdir()
    found, _ = fetch(source, tmp_path / "x")
    assert found.title == "one"
    assert [entry.file.read_text(encoding="utf-8") for entry in found.entries] == ["Text.", "Texte."]
    assert [entry.title for entry in found.entries] == ["", "Titre"]
    assert found.entries[0].file == tmp_path / "1.en.txt"


@pytest.mark.parametrize("manifest", ["manifest.toml", ""])
def test_a_set_elsewhere_keeps_the_glossary_beside_its_documents(
    tmp_path: Path, memory: str, manifest: str
) -> None:
    names = ("a/1.en.txt", "a/1.fr.txt")
    files = {"manifest.toml": MANIFEST.replace('"1.fr', '"a/1.fr'), "a/glossary.csv": "en,fr\nship,navire\n"}
    for name, text in (files | dict.fromkeys(names, "Text.")).items():
        Storage(memory).write(name, text.encode())
    listed = tuple(SourceFile(name, name[4:6], "1") for name in names)
    source = SetSource("one", Storage(memory), manifest, files=() if manifest else listed)
    (tmp_path / "x").mkdir()
    glossary = glossary_of(fetch(source, tmp_path / "x")[0])
    assert [concept.terms for concept in glossary] == [{"en": ("ship",), "fr": ("navire",)}]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_or_folder_instead_of_a_document_is_not_waited_for(tmp_path: Path) -> None:
    source = SetSource("one", Storage(str(tmp_path)), files=(SourceFile("1.en.txt", "en", "1"),))
    digests = [fetch(source, tmp_path)[1]]
    os.mkfifo(tmp_path / "1.en.txt")
    digests.append(fetch(source, tmp_path)[1])
    (tmp_path / "1.en.txt").unlink()
    (tmp_path / "1.en.txt").write_bytes(b"")
    digests.append(fetch(source, tmp_path)[1])
    assert len(set(digests)) == 3


def test_a_missing_library_or_credential_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        find_sets("gs://bucket/sets")


# -- the command -----------------------------------------------------------------------------


def test_the_command_reports_failures_and_the_state(
    sets: Path, archive: tuple[Path, Summary], capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(archive[0])
    command = ["batch", str(sets), "--pattern", PATTERN, "--out", out, "--format", ".tmx"]
    assert main(command) == 3
    text = capsys.readouterr().out
    assert text.startswith("6 sets: 0 done, 3 unchanged, 3 failed, in ")
    assert "  empty: read: 2.fr.txt: the file is empty" in text
    assert main(["batch", "--status", out, "--json"]) == 0
    state = json.loads(capsys.readouterr().out)
    assert (state["tables"]["sets"], state["tables"]["failures"], state["staged"]) == (3, 3, 0)
    assert state["failures"] == {"read: LanguageError": 1, "read: ReadError": 2}
    assert {"read", "encode", "align", "check"} <= set(state["seconds"])


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        ([], 2, "give a SOURCE and --out FOLDER"),
        (["/nowhere", "--out", "x"], 1, "there is no such folder or table"),
        ([".", "--out", "x", "--memory", "lots"], 2, "no size such as"),
        ([".", "--out", "x", "--check", "nonsense"], 1, "nonsense"),
        (["--status", "/nowhere"], 1, "there is no archive"),
    ],
)
def test_wrong_usage_is_refused(
    arguments: list[str], code: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", *arguments]) == code
    assert why in capsys.readouterr().err


def test_without_dask_the_command_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["batch", "--status", "x"]) == 1
    assert "pip install '.[archive]'" in capsys.readouterr().err
