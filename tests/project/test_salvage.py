"""Damaged projects: what is readable is opened, what is not is reported, and the file stays unchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
import sample
from drawn import open_by_path
from simple_values import with_alignments
from streamlit.testing.v1 import AppTest

from aligner.cli.main import main
from aligner.comparison.pairs import pairs_to_align
from aligner.project import recent, recovery, salvage, store
from aligner.project.salvage import Entry, entries
from aligner.project.saved_work import Project, with_reviewed
from aligner.ui.state import current_findings, project_steps
from aligner.values import Alignment, Bead, DocumentKey, LinkOrigin, Span
from aligner.values.digest import digest
from aligner.values.glossary import Concept
from aligner.values.message import ProjectDamagedError, ProjectError

PAGE = 4096
ZH, FR = DocumentKey("zh", sample.NEW), DocumentKey("fr", sample.NEW)


@cache
def project() -> Project:
    """A piece of work in which every table has rows, and documents fill several pages."""
    comparison = sample.comparison(["zh", "fr", "en"])
    documents = {
        key: replace(document, furniture=(f"{key} " * 900,)) for key, document in comparison.documents.items()
    }
    alignments = {**comparison.alignments}
    first, second, *others = alignments[ZH, FR].beads
    confirmed = replace(second, origin=LinkOrigin.CONFIRMED, score=1.0)
    alignments[ZH, FR] = replace(alignments[ZH, FR], beads=(first, confirmed, *others))
    for ours, theirs in pairs_to_align(documents, "zh", comparison.versions):
        n_ours, n_theirs = len(documents[ours]), len(documents[theirs])
        bead = Bead(Span(0, n_ours), Span(0, n_theirs), 0.5)
        alignments.setdefault((ours, theirs), Alignment((bead,), n_ours, n_theirs))
    made = replace(comparison, documents=documents, alignments=alignments)
    terms = tuple(Concept({"zh": (f"词{i}",), "fr": (f"mot{i}",)}, {}, "required") for i in range(300))
    return replace(
        with_reviewed(Project(with_alignments(made, {})), 2, True),
        dismissed={f"{i:032x}": f"note {i}" for i in range(200)},
        glossary=terms,
        view_state={"desk.row": "7"},
    )


@cache
def whole() -> bytes:
    return store.to_bytes(project())


def losses(opened: Project) -> list[str]:
    """The codes and fields of what is said to be lost."""
    notes = opened.comparison.notes
    added = notes[next(at for at, note in enumerate(notes) if note.code == "salvage.opened") :]
    return [f"{note.code} {' '.join(map(str, note.fields.values()))}" for note in added]


def check(opened: Project) -> None:
    """What was opened is as it was saved, and what is missing is named."""
    was, found, said = project().comparison, opened.comparison, losses(opened)
    assert said[0] == "salvage.opened work.aligner"
    for key, document in found.documents.items():
        assert document == was.documents[key]
    nameless = any(each.startswith("salvage.documents") for each in said)
    for key in was.documents:
        assert key in found.documents or f"salvage.document {key}" in said or nameless
    for (ours, theirs), alignment in found.alignments.items():
        assert f"salvage.links {ours} {theirs}" in said or alignment == was.alignments[ours, theirs]
    for (old, new), revision in found.revisions.items():
        assert f"salvage.changes {new} {old}" in said or revision == was.revisions[old, new]
    assert "salvage.amendments " in said or found.amendments == was.amendments
    assert opened.reviewed <= project().reviewed
    assert opened.dismissed.items() <= project().dismissed.items()
    assert all(each in project().glossary for each in opened.glossary)
    store.to_bytes(opened)


def test_a_whole_project_is_read_whole_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert salvage.from_bytes(whole(), "work.aligner") == project()

    def damaged(*_: object) -> None:
        raise ProjectDamagedError("it is said to be")

    monkeypatch.setattr(store, "from_bytes", damaged)
    opened = salvage.from_bytes(whole(), "work.aligner")
    assert losses(opened) == ["salvage.opened work.aligner"]
    notes = project().comparison.notes
    assert replace(opened, comparison=replace(opened.comparison, notes=notes)) == project()


def test_rows_of_any_length_are_read_page_by_page() -> None:
    """Beyond a page's room a row continues in a chain of pages, by an amount that depends on its length."""
    room = [PAGE - 35 + chained for chained in (0, PAGE - 4, 2 * (PAGE - 4))]
    values = {f"{length:06}": "x" * length for most in room for length in range(most - 60, most + 20)}
    data = store.to_bytes(replace(project(), view_state=values))
    found = {each.key: each for each in entries(data) if each.key.strip('"') in values}
    assert all(each.whole for each in found.values())
    assert {key.strip('"'): each.value.strip('"') for key, each in found.items()} == values


def test_pages_of_any_size_are_read(tmp_path: Path) -> None:
    path = tmp_path / "work.aligner"
    path.write_bytes(whole())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("VACUUM")
        connection.execute("UPDATE saved SET moment = x'00'")
    assert path.read_bytes()[16:18] == (8192).to_bytes(2, "big")
    opened, token = salvage.load(path)
    assert token is None
    assert losses(opened) == ["salvage.opened work.aligner"]


def test_bytes_that_are_no_row_are_not_taken_for_one() -> None:
    """A pointer to a row may be damaged, and lead anywhere on the page."""
    real = list(entries(whole()))
    page = next(
        whole()[start : start + PAGE]
        for start in range(PAGE, len(whole()), PAGE)
        if whole()[start] == 13 and int.from_bytes(whole()[start + 3 : start + 5], "big") > 30
    )
    found = []
    for at in range(10, PAGE):
        one_row = page[:3] + (1).to_bytes(2, "big") + page[5:8] + at.to_bytes(2, "big") + page[10:]
        found += entries(bytes(PAGE) + one_row)
    assert len(found) > 30
    assert all(each in real for each in found)


def _number(value: int) -> bytes:
    """SQLite's variable-length integer."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(0x80 | value & 0x7F)
    return bytes(reversed(parts))


def row(
    *columns: str | bytes | None, head: int | None = None, length: int | None = None, position: int = 7
) -> bytes:
    """A row as SQLite writes it; text, blobs and NULL. The lengths of its head and of all may be false."""
    kinds = b"".join(
        _number(0 if each is None else 2 * len(each) + (13 if isinstance(each, str) else 12))
        for each in columns
    )
    body = b"".join(each.encode() if isinstance(each, str) else each or b"" for each in columns)
    record = bytes([len(kinds) + 1 if head is None else head]) + kinds + body
    return _number(len(record) if length is None else length) + _number(position) + record


def file_of(cell: bytes, end: int = PAGE) -> bytes:
    """A file with one row, which ends at a byte of its page."""
    first = b"\x0d\0\0" + (1).to_bytes(2, "big") + bytes(3) + (end - len(cell)).to_bytes(2, "big")
    return (
        bytes(PAGE) + first.ljust(end - len(cell), b"\0") + cell[:PAGE].ljust(PAGE - end + len(cell), b"\0")
    )


KEY, VALUE = '"key"', '{"a":"b"}'
DIGEST = digest(KEY, VALUE)


def test_a_row_is_an_entry() -> None:
    assert list(entries(file_of(row(None, KEY, VALUE, DIGEST)))) == [Entry(7, KEY, VALUE, True)]
    assert list(entries(file_of(row(None, KEY, VALUE, DIGEST[:-1] + "x")))) == [Entry(7, KEY, VALUE, False)]
    assert list(entries(file_of(row(None, KEY, VALUE + "x", DIGEST)))) == [Entry(7, KEY, VALUE + "x", False)]
    last = row(None, KEY, VALUE, DIGEST, position=1 << 31)
    assert [each.position for each in entries(file_of(last))] == [1 << 31]
    assert [each.key for each in entries(file_of(row(None, "", VALUE, DIGEST)))] == [""]


@pytest.mark.parametrize(
    "cell",
    [
        row(None, KEY, VALUE),
        row(None, KEY, VALUE, DIGEST, ""),
        row("", KEY, VALUE, DIGEST, ""),
        row("x", KEY, VALUE, DIGEST),
        row(None, KEY.encode(), VALUE, DIGEST),
        row(None, KEY, VALUE, DIGEST.encode()),
        row(None, KEY, VALUE, DIGEST, position=(1 << 31) + 1),
        row(None, KEY, VALUE, DIGEST, position=1 << 55),
        row(None, KEY, VALUE, DIGEST, length=len(KEY + VALUE + DIGEST) + 4),
        row(None, KEY, VALUE, DIGEST, length=len(KEY + VALUE + DIGEST) + 6),
        row(None, KEY, VALUE, DIGEST, head=4),
        row(None, KEY, VALUE, DIGEST, head=6),
        b"\xff" * 8 + b"\0" + row(None, KEY, VALUE, DIGEST)[1:],
        row(None, KEY, VALUE, DIGEST).replace(b"key", b"\xffey"),
    ],
)
def test_what_only_looks_like_a_row_is_none(cell: bytes) -> None:
    """Other columns or kinds of columns, a place that no row has, lengths that do not add up, no text."""
    assert list(entries(file_of(cell))) == []


def test_a_row_ends_on_its_page() -> None:
    cell = row(None, KEY, VALUE, DIGEST)
    following = bytes(PAGE)
    assert len(list(entries(file_of(cell, PAGE) + following))) == 1
    beyond = bytearray(file_of(cell, PAGE) + following)
    beyond[PAGE + 8 : PAGE + 10] = (PAGE - len(cell) + 1).to_bytes(2, "big")
    beyond[2 * PAGE - len(cell) + 1 : 2 * PAGE + 1] = cell
    assert list(entries(bytes(beyond))) == []


@pytest.mark.parametrize(("said", "size"), [(512, 512), (256, 4096), (768, 4096), (1, 4096), (8192, 8192)])
def test_the_size_of_pages_is_a_power_of_two_from_512_on(said: int, size: int) -> None:
    data = bytearray(3 * size)
    data[16:18] = said.to_bytes(2, "big")
    cell = row(None, KEY, VALUE, DIGEST)
    page = file_of(cell, 500)[PAGE : PAGE + 512]
    data[2 * size : 2 * size + 512] = page
    assert [each.position for each in entries(bytes(data))] == [7]
    assert [each.position for each in entries(bytes(data[: 2 * size + 500]))] == [7]  # cut off after it


def test_any_page_may_be_lost() -> None:
    """Zeros are what a file system leaves that lost a block."""
    n_pages = len(whole()) // PAGE
    assert n_pages > 30
    for page in range(n_pages):
        data = whole()[: page * PAGE] + bytes(PAGE) + whole()[(page + 1) * PAGE :]
        with pytest.raises(ProjectError):
            store.from_bytes(data, "work.aligner")
        opened = salvage.from_bytes(data, "work.aligner")
        check(opened)
        assert len(opened.comparison.documents) >= 2  # rows of several may begin on one page
        assert len(opened.dismissed) > 100
        assert len(opened.glossary) > 200


def test_a_file_may_be_cut_off_anywhere() -> None:
    opened_parts = 0
    for length in range(0, len(whole()), PAGE // 2):
        if (opened := opened_or_none(whole()[:length])) is not None:
            opened_parts += 1
            check_truncated(opened)
    assert opened_parts > len(whole()) // PAGE // 2


def opened_or_none(data: bytes) -> Project | None:
    with suppress(ProjectError):
        return salvage.from_bytes(data, "work.aligner")
    return None


def check_truncated(opened: Project) -> None:
    """Nothing but what was saved: the names of what is lost may be lost as well."""
    assert losses(opened)[0] == "salvage.opened work.aligner"
    for key, document in opened.comparison.documents.items():
        assert document == project().comparison.documents[key]
    assert opened.dismissed.items() <= project().dismissed.items()
    store.to_bytes(opened)


def test_any_bytes_may_be_garbled() -> None:
    for seed in range(60):
        chance = Random(seed)
        data = bytearray(whole())
        for _ in range(chance.choice((1, 3, 20))):
            start = chance.randrange(len(data))
            stop = min(start + chance.choice((1, 8, 600)), len(data))
            data[start:stop] = chance.randbytes(stop - start)
        opened = opened_or_none(bytes(data))
        if opened is not None and opened != project():
            check_truncated(opened)


def doctored(*commands: str) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(whole())
        for command in commands:
            connection.execute(command)
        return connection.serialize()


DRAFT = '\'{"language":"fr","version":"draft"}\''


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"DELETE FROM documents WHERE key = {DRAFT}", ["salvage.document fr@draft"]),
        (
            f"UPDATE documents SET value = replace(value, 'a', 'b') WHERE key = {DRAFT}",
            ["salvage.document fr@draft"],
        ),
        ("DELETE FROM alignments WHERE position = 0", ["salvage.links zh@rev1 fr@rev1"]),
        ("DELETE FROM revisions WHERE position = 1", ["salvage.changes fr@rev1 fr@draft"]),
        ("UPDATE revisions SET digest = 'x' WHERE position = 0", ["salvage.changes zh@rev1 zh@draft"]),
        ("UPDATE reviewed SET value = 'x' WHERE position = 0", ["salvage.reviewed "]),
        ("UPDATE amendments SET value = '[]'", ["salvage.amendments "]),
        ("DELETE FROM dismissed WHERE position IN (3, 5)", ["salvage.dismissed 2"]),
        ("UPDATE glossary SET value = '{}' WHERE position = 7", ["salvage.terms 1"]),
        ("DELETE FROM meta WHERE key = '\"title\"'", ["salvage.frame "]),
        ("DELETE FROM meta WHERE key = '\"pivot\"'", ["salvage.frame "]),
        ("DELETE FROM meta WHERE key = '\"versions\"'", ["salvage.frame "]),
        ("DELETE FROM meta", ["salvage.frame "]),
        ("DELETE FROM saved", []),
        ("DROP TABLE desk", []),
        ("UPDATE desk SET value = x'ff'", []),
    ],
)
def test_a_lost_row_is_named_and_the_others_are_there(command: str, said: list[str]) -> None:
    opened = salvage.from_bytes(doctored(command), "work.aligner")
    assert [each for each in losses(opened)[1:] if "amendments" not in each or each in said] == said
    assert opened.comparison.pivot == "zh"
    assert opened.comparison.versions == project().comparison.versions
    assert len(opened.glossary) >= 299


def test_drafts_that_the_list_of_drafts_lacks_are_put_in_order() -> None:
    key, value = '"versions"', '["rev1"]'
    changed = f"SET value = '{value}', digest = '{digest(key, value)}' WHERE key = '{key}'"
    lost = "DELETE FROM meta WHERE key = '\"title\"'"
    opened = salvage.from_bytes(doctored(f"UPDATE meta {changed}", lost), "work.aligner")
    assert "salvage.frame " in losses(opened)
    assert opened.comparison.versions == project().comparison.versions


def test_documents_that_nothing_names_are_counted() -> None:
    named = "key LIKE '%fr%draft%'"
    commands = [f"DELETE FROM {table} WHERE {named}" for table in ("documents", "alignments", "revisions")]
    opened = salvage.from_bytes(doctored(*commands), "work.aligner")
    assert "salvage.documents 1" in losses(opened)


def test_the_order_of_drafts_is_inferred_from_their_changes() -> None:
    first, second, third = (DocumentKey("fr", version) for version in ("a", "b", "c"))
    documents = [third, first, second]
    assert salvage._in_order(documents, [(second, third), (first, second)]) == ("a", "b", "c")
    assert salvage._in_order(documents, [(first, third), (third, first)]) == ("c", "a", "b")


def test_a_lost_pivot_is_replaced() -> None:
    command = "DELETE FROM documents WHERE key LIKE '%zh%'"
    opened = salvage.from_bytes(doctored(command), "work.aligner")
    assert opened.comparison.pivot in ("fr", "en")
    assert "salvage.document zh@rev1" in losses(opened)
    assert "salvage.frame " in losses(opened)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0 a photograph" + bytes(range(256)) * 64,
        b"\x0d" * 20_000,
        bytes(20_000),
        b"SQLite format 3\0" + bytes(30_000),
    ],
)
def test_a_file_without_any_document_is_refused(data: bytes) -> None:
    with pytest.raises(ProjectError, match="it is not an aligner project"):
        salvage.from_bytes(data, "work.aligner")


def test_a_file_without_any_document_is_refused_on_disk_as_well(tmp_path: Path) -> None:
    path = tmp_path / "work.aligner"
    path.write_bytes(doctored("DELETE FROM documents"))
    with pytest.raises(ProjectError, match="there is no document in the pivot"):
        salvage.load(path)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("PRAGMA user_version = 99", "made by a newer aligner"),
        ("CREATE TRIGGER t AFTER INSERT ON desk BEGIN SELECT 1; END", "it contains a trigger"),
    ],
)
def test_a_newer_or_dangerous_file_is_not_taken_for_a_damaged_one(command: str, said: str) -> None:
    with pytest.raises(ProjectError, match=said):
        salvage.from_bytes(doctored(command), "work.aligner")


def test_a_damaged_file_of_a_newer_format_is_left_to_its_program() -> None:
    data = doctored("PRAGMA user_version = 99")
    with pytest.raises(ProjectError):
        salvage.from_bytes(data[:100] + bytes(PAGE - 100) + data[PAGE:], "work.aligner")


def test_many_rows_on_one_chain_of_pages_cost_no_more_than_the_file() -> None:
    """A file made for it could otherwise have each of its cells read all of its other pages."""
    n_pages = 500
    cell = _number(n_pages * (PAGE - 4)) + b"\x00"
    cells = 300
    head = b"\x0d\0\0" + cells.to_bytes(2, "big") + bytes(3)
    length = n_pages * (PAGE - 4)
    least = (PAGE - 12) * 32 // 255 - 23
    local = least + (length - least) % (PAGE - 4)
    local = local if local <= PAGE - 35 else least
    text = length - 10
    record = bytes([10, 0]) + _number(13 + 2 * 2) + _number(13 + 2 * (text - 2 - 32)) + _number(13 + 64)
    record = record.ljust(10, b"\0")
    place = PAGE - len(cell) - local - 4
    page = head + place.to_bytes(2, "big") * cells
    page = page.ljust(place, b"\0") + cell + record.ljust(local, b"1") + (3).to_bytes(4, "big")
    chain = b"".join((i + 4).to_bytes(4, "big") + b"1" * (PAGE - 4) for i in range(n_pages))
    data = bytes(PAGE) + page + chain
    assert sum(len(each.value) for each in entries(data)) < 6 * len(data)


# The file, the command line and the app


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without its fr@draft."""
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setattr(recovery, "folder", lambda: tmp_path / "recovery")
    path = tmp_path / "work.aligner"
    path.write_bytes(doctored(f"DELETE FROM documents WHERE key = {DRAFT}"))
    return path


def test_commands_say_what_is_lost_and_leave_the_file_as_it_was(
    damaged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = damaged.read_bytes()
    report, copy = damaged.with_suffix(".html"), damaged.with_name("copy.aligner")
    assert main(["compare", str(damaged), "-o", str(report)]) == 0
    said = capsys.readouterr().err
    assert "aligner: note: work.aligner is damaged: here is what could be read of it" in said
    assert "aligner: note: the text of fr@draft is lost, with its links" in said
    assert "the text of fr@draft is lost" in report.read_text(encoding="utf-8")
    assert main(["compare", str(damaged), "-o", str(copy)]) == 0
    assert len(store.load(copy)[0].comparison.documents) == len(project().comparison.documents) - 1
    assert damaged.read_bytes() == before


@pytest.fixture
def app(new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(current_findings, "stopped", lambda: True)  # no checks behind the test
    return new_window()


def test_the_app_opens_what_can_be_read_and_saves_elsewhere(damaged: Path, app: AppTest) -> None:
    before = damaged.read_bytes()
    open_by_path(app, damaged)
    app.session_state["desk.here"] = 4
    app.run()
    app.button(key="panel.review").click().run()
    assert not app.exception
    shown = "\n".join(element.proto.body for element in app.get("html"))
    assert "is damaged: here is what could be read of it" in shown
    assert "fr@draft" in shown
    (copy,) = (damaged.parent / "recovery").glob("*.aligner")
    assert store.load(copy)[0].reviewed == with_reviewed(project(), 3, True).reviewed
    assert damaged.read_bytes() == before
    assert "project" not in app.query_params
    assert project_steps.RECOVERY in app.query_params


def test_a_damaged_recovery_copy_is_kept_as_well(damaged: Path, app: AppTest) -> None:
    folder = damaged.parent / "recovery"
    folder.mkdir()
    copy = damaged.rename(folder / f"{'ab' * 8}.aligner")
    before = copy.read_bytes()
    app.query_params[project_steps.RECOVERY] = copy.stem
    app.run()
    assert not app.exception
    assert app.query_params[project_steps.RECOVERY] != [copy.stem]
    assert copy.read_bytes() == before
