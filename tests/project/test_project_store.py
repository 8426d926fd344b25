"""Projects on disk: opened as they were saved, despite damage, interruption and other windows."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import hostile
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_values import with_alignments

from aligner.project import database, project_tables, store
from aligner.project.saved_work import Project, with_reviewed
from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    Carried,
    Comparison,
    DocumentKey,
    LinkOrigin,
    Message,
    MissingEdit,
    Move,
    Signature,
    Span,
    verbatim,
)
from aligner.values.digest import digest
from aligner.values.glossary import Concept
from aligner.values.message import ProjectChangedError, ProjectDamagedError, ProjectError

ZH, FR = DocumentKey("zh", sample.NEW), DocumentKey("fr", sample.NEW)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes or signals")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)


def whole(comparison: Comparison) -> Project:
    return Project(with_alignments(comparison, {}))


@pytest.fixture(scope="module")
def project() -> Project:
    made = with_reviewed(whole(sample.comparison()), 2, True)
    return replace(
        made,
        dismissed={"ab" * 16: "as meant"},
        glossary=(Concept({"zh": ("敦促",), "fr": ("exhort*", "prie")}, {}, "required"),),
        view_state={"row": "7", "columns": "zh fr"},
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "work.aligner"


def confirmed(project: Project) -> Project:
    """The project with one link confirmed."""
    comparison = project.comparison
    alignment = comparison.alignments[ZH, FR]
    beads = [*alignment.beads]
    beads[2] = replace(beads[2], origin=LinkOrigin.CONFIRMED, score=1.0)
    edited = {**comparison.alignments, (ZH, FR): replace(alignment, beads=tuple(beads))}
    return replace(project, comparison=with_alignments(replace(comparison, alignments=edited), {}))


def test_a_project_opens_as_it_was_saved(project: Project, file: Path) -> None:
    token = store.save(project, file)
    assert store.load(file) == (project, token)
    assert store.current_token(file) == token
    assert [each.name for each in file.parent.iterdir()] == ["work.aligner"]


def test_states_of_amendments_are_kept(project: Project, file: Path) -> None:
    """Some came from comparing single edits, which needs a model."""
    first, *others = project.comparison.amendments
    judged = replace(
        first,
        states={**first.states, "fr": Carried.PARTLY},
        missing={"fr": (MissingEdit(0, Span(0, 1)),)},
    )
    made = replace(project, comparison=replace(project.comparison, amendments=(judged, *others)))
    store.save(made, file)
    assert store.load(file)[0] == made


@pytest.mark.parametrize(
    "wrong",
    [
        lambda found: found[1:],
        lambda found: (replace(found[0], change=99), *found[1:]),
        lambda found: (replace(found[0], states={"xx": Carried.UNKNOWN}), *found[1:]),
        lambda found: (replace(found[0], missing={"fr": (MissingEdit(99, None),)}), *found[1:]),
        lambda found: (replace(found[0], reasons={"fr": Message("reason.of_tomorrow")}), *found[1:]),
    ],
)
def test_amendments_that_do_not_fit_are_determined_again(
    wrong: Callable[[tuple[Amendment, ...]], tuple[Amendment, ...]], project: Project
) -> None:
    unfit = replace(project.comparison, amendments=wrong(project.comparison.amendments))
    opened = store.from_bytes(store.to_bytes(replace(project, comparison=unfit)), "work.aligner")
    assert opened == project


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_text_is_kept_as_it_is(text: str, file: Path) -> None:
    made = replace(
        whole(hostile.poisoned(text)),
        dismissed={text: text},
        view_state={text: text},
        glossary=(Concept({"zh": (text,), "ar": (text,)}, {"zh": (text,)}),),
    )
    store.save(made, file)
    assert store.load(file)[0] == made


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Sample sets of some languages, every character any other, and any work upon them."""
    languages = ["zh", *draw(st.lists(st.sampled_from(sample.LANGUAGES[1:]), min_size=1, unique=True))]
    comparison = sample.comparison(languages, draw(ANY_TEXT))
    letters = draw(st.text(st.characters(exclude_categories=()), min_size=1, max_size=8))
    documents = {
        key: replace(
            document,
            text=(letters * len(document.text))[: len(document.text)],
            title=draw(ANY_TEXT),
            source=draw(ANY_TEXT),
        )
        for key, document in comparison.documents.items()
    }
    notes = tuple(map(verbatim, draw(st.lists(ANY_TEXT, max_size=2))))
    signature = draw(st.none() | st.just(comparison.signature))
    whole = with_alignments(replace(comparison, documents=documents, notes=notes, signature=signature), {})
    segments = [(key, index) for key, document in documents.items() for index in range(len(document))]
    terms = st.dictionaries(ANY_TEXT, st.lists(ANY_TEXT, max_size=2).map(tuple), max_size=2)
    return Project(
        comparison=whole,
        reviewed=draw(st.frozensets(st.sampled_from(segments))),
        dismissed=draw(st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=4)),
        glossary=tuple(draw(st.lists(st.builds(Concept, terms, terms, ANY_TEXT), max_size=3))),
        view_state=draw(st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=4)),
    )


@settings(max_examples=30)
@given(projects())
def test_any_project_opens_as_it_was(made: Project) -> None:
    data = store.to_bytes(made)
    opened = store.from_bytes(data, "x")
    assert opened == made
    assert list(opened.comparison.documents) == list(made.comparison.documents)
    assert store.to_bytes(opened) == data


@settings(max_examples=15)
@given(projects(), projects())
def test_any_project_can_follow_any_other(
    tmp_path_factory: pytest.TempPathFactory, one: Project, other: Project
) -> None:
    file = tmp_path_factory.mktemp("any") / "x.aligner"
    token = store.save(one, file)
    store.save(other, file, token=token)
    opened, _ = store.load(file)
    assert opened == other
    assert list(opened.view_state) == list(other.view_state)
    with closing(sqlite3.connect(file)) as fresh:
        assert fresh.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_bytes_of_a_file_are_a_project_too(project: Project, file: Path) -> None:
    file.write_bytes(store.to_bytes(project))
    assert store.load(file)[0] == project
    store.save(project, file, replace=True)
    assert store.from_bytes(file.read_bytes(), "x") == project


# Saving over what is there


def test_two_windows_do_not_overwrite_each_other(project: Project, file: Path) -> None:
    store.save(project, file)
    (one, token_one), (other, token_other) = store.load(file), store.load(file)
    mine = with_reviewed(one, 3, True)
    store.save(mine, file, token=token_one)
    with pytest.raises(ProjectChangedError, match=r"another window has saved it \(20..-.* UTC\)") as caught:
        store.save(with_reviewed(other, 4, True), file, token=token_other)
    assert caught.value.when.endswith("UTC")
    assert "\n" not in str(caught.value)
    assert store.load(file)[0] == mine
    assert store.current_token(file) not in (token_one, token_other)


def test_after_a_conflict_one_can_reopen_save_elsewhere_or_overwrite(project: Project, file: Path) -> None:
    token = store.save(project, file)
    store.save(confirmed(project), file, token=token)
    mine = with_reviewed(project, 4, True)
    with pytest.raises(ProjectChangedError):
        store.save(mine, file, token=token)
    again, fresh = store.load(file)
    assert store.save(with_reviewed(again, 4, True), file, token=fresh) != fresh
    elsewhere = file.with_name("mine.aligner")
    store.save(mine, elsewhere)
    assert store.load(elsewhere)[0] == mine
    store.save(mine, file, replace=True)
    assert store.load(file)[0] == mine


def test_a_clock_that_jumps_between_saves_loses_no_work(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which of two saves is the newer one, tokens tell."""
    work, first = project, store.save(project, file)
    token = first
    for row, day in enumerate(("1970-01-01", "9999-12-31", "1999-12-31"), 3):
        monkeypatch.setattr(database, "now", lambda day=day: f"{day} 23:59:59 UTC")
        work = with_reviewed(work, row, True)
        token = store.save(work, file, token=token)
        assert store.load(file) == (work, token)
        with pytest.raises(ProjectChangedError):
            store.save(with_reviewed(project, 9, True), file, token=first)


def viewed(project: Project, row: str) -> Project:
    return replace(project, view_state={"row": row})


def test_browsing_in_one_window_does_not_block_work_in_another(project: Project, file: Path) -> None:
    store.save(project, file)
    (one, token_one), (other, token_other) = store.load(file), store.load(file)
    token_one = store.save(viewed(one, "1"), file, token=token_one)
    token_other = store.save(viewed(other, "2"), file, token=token_other)
    assert token_one == token_other == store.current_token(file)
    assert store.load(file)[0] == viewed(project, "2")
    token_one = store.save(viewed(one, "1"), file, token=token_one)  # the very same text as it last saved
    assert store.load(file)[0].view_state == {"row": "1"}
    work = with_reviewed(viewed(one, "3"), 4, True)
    token_one = store.save(work, file, token=token_one)
    assert token_one != token_other
    assert store.save(viewed(other, "9"), file, token=token_other) == token_other
    assert store.load(file)[0] == work, "a window that only looked around changed another's work"
    with pytest.raises(ProjectChangedError):
        store.save(with_reviewed(viewed(other, "9"), 5, True), file, token=token_other)
    with pytest.raises(ProjectChangedError):
        store.save(viewed(other, "9"), file, token=str(token_other))


def test_saving_without_changes_writes_nothing(project: Project, file: Path) -> None:
    token = store.save(project, file)
    before = file.read_bytes()
    assert store.save(project, file, token=token) == token
    assert store.save(replace(project), file, token=str(token)) == token
    assert file.read_bytes() == before


def written(connection: sqlite3.Connection, log: list[str]) -> sqlite3.Connection:
    connection.set_trace_callback(log.append)
    return connection


@pytest.mark.parametrize(
    ("edit", "tables"),
    [
        (confirmed, {"alignments"}),
        (lambda project: with_reviewed(project, 5, True), {"reviewed"}),
        (lambda project: replace(project, view_state={"row": "9"}), {"desk"}),
        (lambda project: replace(project, dismissed={}), {"dismissed"}),
        (lambda project: replace(project, glossary=()), {"glossary"}),
        (lambda project: replace(project, comparison=replace(project.comparison, title="x")), {"meta"}),
    ],
    ids=["link", "review", "desk", "dismissed", "glossary", "title"],
)
@pytest.mark.parametrize("forgetful", [False, True], ids=["token", "text"])
def test_only_changes_are_written(
    project: Project,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    edit: Callable[[Project], Project],
    tables: set[str],
    forgetful: bool,
) -> None:
    token = store.save(project, file)
    log: list[str] = []
    connect = database.connect
    monkeypatch.setattr(database, "connect", lambda *given: written(connect(*given), log))
    edited = edit(project)
    store.save(edited, file, token=str(token) if forgetful else token)
    touched = {line.split()[2] for line in log if line.startswith("DELETE FROM")}
    touched |= {line.split()[4] for line in log if line.startswith("INSERT OR REPLACE INTO")}
    assert touched - {"saved"} == tables
    read = {line.split()[-1] for line in log if line.startswith("SELECT position, key, digest FROM")}
    assert forgetful or not read & {"documents", "revisions"}  # the same objects as were saved
    assert sum(line.startswith("INSERT OR REPLACE") for line in log) <= 1 + len(sample.LANGUAGES)
    assert store.load(file)[0] == edited


def test_an_existing_file_is_replaced_only_on_request(project: Project, file: Path) -> None:
    journal = file.with_name(f"{file.name}-journal")
    for path in (file, journal):
        path.write_bytes(b"mine")
    with pytest.raises(ProjectError, match="there is a file of that name"):
        store.save(project, file)
    assert file.read_bytes() == journal.read_bytes() == b"mine"
    store.save(project, file, replace=True)
    assert store.load(file)[0] == project


def test_a_file_that_appears_meanwhile_is_not_replaced(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_clear_journal", lambda target: target.write_bytes(b"mine"))
    with pytest.raises(ProjectError, match="there is a file of that name"):
        store.save(project, file)
    assert file.read_bytes() == b"mine"
    file.unlink()

    def no_links(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(ProjectError, match="there is a file of that name"):
        store.save(project, file)
    monkeypatch.setattr(store, "_clear_journal", lambda target: None)
    file.unlink()
    store.save(project, file)
    assert [each.name for each in file.parent.iterdir()] == ["work.aligner"]


def test_a_journal_left_behind_does_not_spoil_a_file_put_in_its_place(project: Project, file: Path) -> None:
    file.write_bytes(b"not a database")
    file.with_name(f"{file.name}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
    store.save(project, file, replace=True)
    assert store.load(file)[0] == project


def test_the_journal_of_a_file_that_is_gone_is_not_played_back(project: Project, file: Path) -> None:
    """SQLite would otherwise put the pages of the older file into the new one."""
    journal = file.with_name(f"{file.name}-journal")
    store.save(project, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as interrupted:
        interrupted.execute("PRAGMA cache_size = 1")
        interrupted.execute("BEGIN")
        interrupted.execute("UPDATE documents SET value = value || hex(zeroblob(9000))")
        left = journal.read_bytes()
    file.unlink()
    journal.write_bytes(left)
    other = whole(sample.comparison(["zh", "ru"], "Another set"))
    store.save(other, file)
    assert store.load(file)[0] == other


def test_a_symbolic_link_keeps_its_target(project: Project, tmp_path: Path) -> None:
    real, link = tmp_path / "real.aligner", tmp_path / "link.aligner"
    store.save(project, real)
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no links here")
    token = store.save(confirmed(project), link, replace=True)
    assert link.is_symlink()
    store.save(project, link, token=token)
    assert store.load(real)[0] == project


def test_the_folder_is_made(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "Documents" / "aligner" / "a b?c#d%20.aligner"
    if sys.platform == "win32":
        file = file.with_name("a b#d%20.aligner")
    token = store.save(project, file)
    assert store.load(file)[0] == project
    assert store.save(confirmed(project), file, token=token) != token


# Trouble


def test_a_missing_file_is_named(project: Project, file: Path) -> None:
    with pytest.raises(
        ProjectError, match=r"work\.aligner cannot be opened: it does not exist; was it moved"
    ):
        store.load(file)
    token = store.save(project, file)
    file.unlink()
    with pytest.raises(ProjectError, match="no longer there; save your work under another name"):
        store.save(confirmed(project), file, token=token)
    assert not file.exists()


class Failing(sqlite3.Connection):
    """A connection that fails at one command, in one way."""

    at = "INSERT OR REPLACE"
    code = sqlite3.SQLITE_FULL

    def execute(self, sql: str, *given: object) -> sqlite3.Cursor:
        if sql.startswith(self.at):
            error = sqlite3.OperationalError("as it says")
            error.sqlite_errorcode = self.code
            raise error
        return super().execute(sql, *given)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_NOTADB, "it is not an aligner project, or it is damaged"),
        (sqlite3.SQLITE_BUSY | 1 << 8, "another window is saving it"),
        (sqlite3.SQLITE_READONLY_ROLLBACK, "interrupted"),
        (sqlite3.SQLITE_FULL, "the disk or your quota is full; make room and try again"),
        (sqlite3.SQLITE_IOERR_WRITE, "if your quota of disk space is used up, make room"),
        (sqlite3.SQLITE_READONLY, "it is read-only"),
        (sqlite3.SQLITE_READONLY | 8 << 8, "it is read-only"),
        (sqlite3.SQLITE_CANTOPEN, "its folder is read-only"),
        (sqlite3.SQLITE_IOERR, "the disk reported an error"),
        (sqlite3.SQLITE_BUSY, "another window is saving it"),
        (sqlite3.SQLITE_CORRUPT, "it is damaged"),
    ],
)
@pytest.mark.parametrize("at", ["INSERT OR REPLACE", "COMMIT", "BEGIN", "INSERT INTO saved"])
def test_errors_take_one_line_and_lose_nothing(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str, at: str
) -> None:
    token = store.save(project, file)
    failing = type("Failing", (Failing,), {"at": at, "code": code})
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, factory=failing, **k))
    for tried in (
        lambda: store.save(confirmed(project), file, token=token),
        lambda: store.save(confirmed(project), file, replace=True),
        lambda: store.save(confirmed(project), file.with_name("new.aligner")),
    ):
        with pytest.raises(ProjectError) as caught:
            tried()
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
        damaged = code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
        assert type(caught.value) is (ProjectDamagedError if damaged else ProjectError)
    monkeypatch.undo()
    assert store.load(file) == (project, token)
    assert [each.name for each in file.parent.iterdir()] == ["work.aligner"]


@pytest.mark.parametrize("room", [0, 1, 3])
def test_a_disk_that_is_really_full(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    token = store.save(project, file)
    connect = database.connect
    pages = file.stat().st_size // 4096

    def full(*given: object) -> sqlite3.Connection:
        connection = connect(*given)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute(f"PRAGMA max_page_count = {pages + room}")
        return connection

    monkeypatch.setattr(database, "connect", full)
    key, document = next(iter(project.comparison.documents.items()))
    documents = {**project.comparison.documents, key: replace(document, furniture=("x" * 50_000,))}
    bigger = replace(project, comparison=replace(project.comparison, documents=documents))
    with pytest.raises(ProjectError, match="the disk or your quota is full; make room and try again"):
        store.save(bigger, file, token=token)
    assert store.load(file) == (project, token)


def test_a_file_locked_by_another_program_is_reported(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = store.save(project, file)
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProjectError, match="another window is saving it; try again"):
            store.save(confirmed(project), file, token=token)
        with pytest.raises(ProjectError, match="another window is saving it; try again"):
            store.load(file)
    assert store.save(confirmed(project), file, token=token) != token


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_only_be_read(project: Project, file: Path) -> None:
    token = store.save(project, file)
    file.chmod(0o400)
    file.parent.chmod(0o500)
    try:
        assert store.load(file)[0] == project
        with pytest.raises(ProjectError, match="is read-only"):
            store.save(confirmed(project), file, token=token)
        with pytest.raises(ProjectError, match="cannot be saved: Permission denied"):
            store.save(project, file.with_name("new.aligner"))
    finally:
        file.parent.chmod(0o700)


def test_a_read_only_file_opens_and_reports_it_on_saving(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = store.save(project, file)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert store.load(file) == (project, token)
    with pytest.raises(ProjectError, match="it is read-only; save it under another name in a folder"):
        store.save(confirmed(project), file, token=token)


def test_a_folder_in_the_files_place(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be opened"):
        store.load(tmp_path)
    with pytest.raises(ProjectError, match="there is a file of that name"):
        store.save(project, tmp_path)
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    for folder in (blocked, blocked / "deeper"):
        with pytest.raises(ProjectError, match="cannot be saved: its folder cannot be created; choose"):
            store.save(project, folder / "x.aligner")


KILLED = """
import os, signal, sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from aligner.project import database, store

file, when = Path(sys.argv[1]), sys.argv[2]
project, token = store.load(file)
connect = database.connect

def small(*given):  # so small that pages are written to the file before the commit
    connection = connect(*given)
    connection.execute("PRAGMA cache_size = 1")
    return connection

def dead(connection):
    if when == "after":
        connection.execute("COMMIT")
    os.kill(os.getpid(), signal.SIGKILL)

database.connect, store._commit = small, dead
key, document = next(iter(project.comparison.documents.items()))
bigger = replace(document, furniture=("x" * 500_000,))
documents = {**project.comparison.documents, key: bigger}
changed = replace(project, comparison=replace(project.comparison, documents=documents))
store.save(changed, file, token=token if when != "new" else None, replace=when == "new")
"""


@POSIX
@pytest.mark.parametrize("when", ["before", "after", "new"])
def test_killed_in_the_middle_of_saving(
    project: Project, file: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    token = store.save(project, file)
    reported = subprocess.run(
        [sys.executable, "-c", KILLED, str(file), when],
        cwd=Path(store.__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert reported.returncode == -signal.SIGKILL, reported.stderr
    if when == "before":
        assert file.with_name("work.aligner-journal").exists(), "it was not killed in the middle"
        with monkeypatch.context() as read_only:
            read_only.setattr(os, "access", lambda *_: False)
            with pytest.raises(ProjectError, match="a save was interrupted, and it can only be completed"):
                store.load(file)
    opened, found = store.load(file)
    if when == "after":
        assert found != token
        assert opened.comparison.documents[ZH] == project.comparison.documents[ZH]
        assert max(len("".join(each.furniture)) for each in opened.comparison.documents.values()) == 500_000
    else:
        assert (opened, found) == (project, token)
        assert store.save(confirmed(project), file, token=found) != token


# Files of others


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is not an aligner project"),
        (b"title = 'x'\n", "it is not an aligner project"),
        (b"SQLite format 3\0", "it is not an aligner project"),
        (b"SQLite format 3\0" + b"\0" * 52 + b"Algn" + b"\0" * 28, "it is"),
    ],
)
def test_a_file_that_is_no_project_is_refused(file: Path, data: bytes, said: str) -> None:
    file.write_bytes(data)
    with pytest.raises(ProjectError) as caught:
        store.load(file)
    assert said in str(caught.value)
    with pytest.raises(ProjectError, match="x cannot be opened"):
        store.from_bytes(data, "x")
    with pytest.raises(ProjectError):
        store.current_token(file)


def test_a_database_of_another_program_is_refused(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE documents (a)")
        other.commit()
    with pytest.raises(ProjectError, match="it is not an aligner project"):
        store.load(file)


def doctored(project: Project, *commands: str) -> bytes:
    """A project file after some SQL."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(store.to_bytes(project))
        for command in commands:
            connection.execute(command)
        connection.commit()
        return connection.serialize()


def entry(table: str, key: str, value: str) -> str:
    """SQL that puts an entry in, with the right digest."""
    fresh = digest(key, value)
    return (
        f"INSERT INTO {table} SELECT 1 + ifnull(max(position), 0), '{key}', '{value}', '{fresh}' FROM {table}"
    )


def changed(table: str, key: str, value: str) -> str:
    fresh = digest(key, value)
    return f"UPDATE {table} SET value = '{value}', digest = '{fresh}' WHERE key = '{key}'"


DOCUMENT = '{"language":"zh","version":"rev1"}'


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        (["PRAGMA user_version = 99"], "made by a newer aligner (project format 99"),
        (["PRAGMA user_version = 0"], "there is no project format 0"),
        (["PRAGMA user_version = -1"], "there is no project format -1"),
        (["UPDATE documents SET value = value || ' '"], "an entry of its table documents is damaged"),
        (["UPDATE documents SET value = CAST(value AS BLOB)"], "an entry of its table documents is damaged"),
        (["UPDATE desk SET value = 3"], "an entry of its table desk is damaged"),
        (["UPDATE desk SET key = CAST(x'ff' AS TEXT)"], "it is damaged"),
        (["DROP TABLE desk"], "its table desk is missing"),
        (["DROP TABLE desk", "CREATE VIEW desk AS SELECT 1"], "it contains a view"),
        (["CREATE TRIGGER t AFTER INSERT ON desk BEGIN SELECT 1; END"], "it contains a trigger"),
        (
            ["DROP TABLE desk", "CREATE TABLE desk (a, b, c, d)"],
            "its table desk is missing or not",
        ),
        (["DELETE FROM saved"], "it does not say when it was saved"),
        (["UPDATE saved SET token = 3.5, moment = x'00'"], "it does not say when it was saved"),
        (["DELETE FROM meta WHERE position = 0"], "its entry title is missing"),
        (["DELETE FROM reviewed WHERE position = 1"], "its entry reviewed[1] is missing"),
        (["DELETE FROM documents"], "there is no document in the pivot"),
        (["DELETE FROM revisions"], "two of its drafts in one language were not compared"),
        (
            [
                "DELETE FROM documents WHERE position = 1",
                "UPDATE documents SET position = position - 1 WHERE position > 1",
            ],
            "do not fit",
        ),
        ([entry("desk", '"row"', '"8"')], "an entry of its table desk occurs twice"),
        ([entry("desk", '"new"', "8")], "8 where a str should be"),
        ([entry("desk", "{", '"8"')], "not JSON"),
        ([changed("meta", '"versions"', '["draft","draft"]')], "a draft is named twice"),
        ([changed("meta", '"versions"', '["draft"]')], "has a draft name that is not among"),
        ([changed("meta", '"pivot"', '"es"')], "there is no document in the pivot"),
        ([entry("reviewed", '{"language":"es","version":""}', "[[0,9]]")], "as reviewed that does not exist"),
        ([changed("reviewed", DOCUMENT, "[[0,99999999999999]]")], "as reviewed that does not exist"),
        ([changed("documents", DOCUMENT, '{"language":"zh","text":"","segments":[[]]}')], "list where a"),
        ([changed("documents", DOCUMENT, '{"language":"zh","text":"","segments":[]}')], "do not fit"),
    ],
)
def test_a_damaged_project_is_refused_in_one_line(
    project: Project, file: Path, commands: list[str], said: str
) -> None:
    file.write_bytes(doctored(project, *commands))
    with pytest.raises(ProjectError) as caught:
        store.load(file)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_program_planted_while_a_project_is_open_does_not_run(project: Project, file: Path) -> None:
    token = store.save(project, file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM glossary; END")
    before = file.read_bytes()
    with pytest.raises(ProjectError, match=r"cannot be saved: .*it contains a trigger"):
        store.save(confirmed(project), file, token=token)
    assert file.read_bytes() == before


def test_a_table_changed_while_a_project_is_open_is_not_written(project: Project, file: Path) -> None:
    token = store.save(project, file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE desk ADD COLUMN other TEXT")
    before = file.read_bytes()
    with pytest.raises(ProjectError):
        store.save(confirmed(project), file, token=token)
    assert file.read_bytes() == before


def test_amendments_are_saved_in_groups_of_64(project: Project) -> None:
    """So that a corrected link rewrites only the groups it affects."""
    (one, *_), groups = project.comparison.amendments, project_tables.TABLES["amendments"]
    for count, wanted in ((64, [(0, 64)]), (65, [(0, 64), (64, 1)]), (0, [])):
        many = replace(project, comparison=replace(project.comparison, amendments=(one,) * count))
        assert [(start, len(group)) for start, group in groups.entries(many)] == wanted


def test_tables_of_other_programs_are_left_alone(project: Project, file: Path) -> None:
    file.write_bytes(doctored(project, "CREATE TABLE mine (a)", "CREATE INDEX i ON mine (a)"))
    opened, token = store.load(file)
    assert opened == project
    store.save(confirmed(opened), file, token=token)
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM mine").fetchone() == (0,)


@cache
def sound() -> bytes:
    """A project file; no fixture, since Hypothesis would quote all of it."""
    return store.to_bytes(replace(whole(sample.comparison()), view_state={"row": "7"}))


@settings(max_examples=150)
@given(st.data())
def test_any_damage_is_a_project_or_an_error(data: st.DataObject) -> None:
    damaged = bytearray(sound())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        some = data.draw(st.binary(min_size=1, max_size=8))
        damaged[at : at + len(some)] = some
    cut = data.draw(st.sampled_from([len(damaged)] * 3 + [len(damaged) // 2, 4096, 100]))
    with suppress(ProjectError):
        assert isinstance(store.from_bytes(bytes(damaged[:cut]), "x"), Project)


@settings(max_examples=60)
@given(st.sampled_from(sorted(store.TABLES)), st.integers(0, 9), st.integers(0, 4000), st.text(max_size=3))
def test_any_forgery_is_a_project_or_an_error(table: str, position: int, at: int, text: str) -> None:
    """Entries that were changed together with their digests."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(sound())
        found = connection.execute(f"SELECT key, value FROM {table} WHERE position = {position}").fetchone()
        if found is None:
            return
        key, value = found
        at %= len(value)
        value = value[:at] + text.replace("\0", "") + value[at + 1 :]
        connection.execute(
            f"UPDATE {table} SET value = ?, digest = ? WHERE position = ?",
            (value, digest(key, value), position),
        )
        forged = connection.serialize()
    with suppress(ProjectError):
        assert isinstance(store.from_bytes(forged, "x"), Project)


# What is in the file, and what is not


def test_unopenable_work_is_not_saved(project: Project, file: Path) -> None:
    comparison = project.comparison
    with pytest.raises(ProjectError, match="were not compared"):
        store.save(replace(project, comparison=replace(comparison, revisions={})), file)
    assert list(file.parent.iterdir()) == []
    token = store.save(project, file)
    with pytest.raises(ProjectError, match="were not compared"):
        store.save(replace(project, comparison=replace(comparison, revisions={})), file, token=token)
    assert store.load(file) == (project, token)


def test_a_reviewed_paragraph_that_is_gone_is_dropped(project: Project, file: Path) -> None:
    gone = {(DocumentKey("es", "x"), 0), (ZH, len(project.comparison.documents[ZH]))}
    store.save(replace(project, reviewed=project.reviewed | gone), file)
    assert store.load(file)[0].reviewed == project.reviewed


def test_a_document_reviewed_to_its_end_stays_so(project: Project, file: Path) -> None:
    for row in range(len(project.comparison.rows)):
        project = with_reviewed(project, row, True)
    assert (ZH, len(project.comparison.documents[ZH]) - 1) in project.reviewed
    store.save(project, file)
    assert store.load(file)[0] == project
    runs = dict(project_tables.TABLES["reviewed"].entries(project))
    assert runs[ZH] == (Span(0, len(project.comparison.documents[ZH])),)


def linked(project: Project, keys: tuple[DocumentKey, DocumentKey], alignment: Alignment) -> Project:
    alignments = {**project.comparison.alignments, keys: alignment}
    return replace(project, comparison=replace(project.comparison, alignments=alignments))


def test_moves_are_kept_as_far_as_the_documents_go(project: Project, file: Path) -> None:
    alignment = project.comparison.alignments[ZH, FR]
    n_zh, n_fr = alignment.n_source, alignment.n_target
    assert n_zh > n_fr
    last = Move(Span(n_zh - 1, n_zh), Span(n_fr - 1, n_fr), 0.9)
    moved = linked(project, (ZH, FR), replace(alignment, moves=(last,)))
    token = store.save(moved, file)
    assert store.load(file)[0] == moved
    for beyond in (replace(last, source=Span(n_zh, n_zh + 1)), replace(last, target=Span(n_fr, n_fr + 1))):
        outside = linked(project, (ZH, FR), replace(alignment, moves=(beyond,)))
        with pytest.raises(ProjectError, match="outside"):
            store.save(outside, file, token=token)


def test_links_of_documents_that_are_absent_are_not_saved(project: Project, file: Path) -> None:
    absent = (DocumentKey("es", sample.NEW), DocumentKey("de", sample.NEW))
    with pytest.raises(ProjectError, match="do not fit"):
        store.save(linked(project, absent, Alignment((), 0, 0)), file)


@pytest.mark.parametrize("folder", ["/home/ann/models/mine", "C:\\Users\\ann\\models\\mine"])
def test_no_path_of_the_user_is_in_the_file(project: Project, file: Path, folder: str) -> None:
    signature = Signature("0.1.0", folder, "1")
    comparison = project.comparison
    alignment = replace(comparison.alignments[ZH, FR], signature=signature)
    made = replace(
        project,
        comparison=replace(
            comparison, signature=signature, alignments={**comparison.alignments, (ZH, FR): alignment}
        ),
    )
    token = store.save(made, file)
    store.save(confirmed(made), file, token=token)
    data = file.read_bytes()
    for trace in (b"ann", str(file.parent).encode(), file.parent.name.encode()):
        assert trace not in data
    assert store.load(file)[0].comparison.signature == replace(signature, encoder="mine")


@POSIX
def test_the_file_is_for_its_owner_alone(project: Project, file: Path) -> None:
    before = os.umask(0)
    try:
        token = store.save(project, file)
        assert file.stat().st_mode & 0o777 == 0o600
        store.save(confirmed(project), file, token=token)
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o644)
        store.save(project, file, replace=True)
        assert file.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_replaced_content_is_erased_from_the_file(project: Project, file: Path) -> None:
    secret = replace(project, dismissed={"x": "confidential remark " * 500})
    token = store.save(secret, file)
    assert b"confidential" in file.read_bytes()
    store.save(project, file, token=token)
    assert b"confidential" not in file.read_bytes()


def test_confirmed_links_are_kept(project: Project, file: Path) -> None:
    store.save(confirmed(project), file)
    beads = store.load(file)[0].comparison.alignments[ZH, FR].beads
    assert beads[2] == Bead(Span(2, 3), Span(2, 3), 1.0, LinkOrigin.CONFIRMED)
    assert sum(bead.origin is LinkOrigin.CONFIRMED for bead in beads) == 1
