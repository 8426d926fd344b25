"""Project files of older formats open, and are brought up to date when they are saved."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sample
from simple_values import with_alignments

from aligner.project import database, store
from aligner.project.project_tables import dumps
from aligner.project.saved_work import Project, review_progress, row_reviewed, with_decision, with_reviewed
from aligner.values import Decision, DecisionKind, DocumentKey, LinkOrigin
from aligner.values.digest import digest
from aligner.values.message import ProjectError

GOLDEN = "project-format-1.aligner"


def test_every_format_since_the_first_has_a_step() -> None:
    assert set(database.STEPS) == set(range(1, database.FORMAT))


def test_a_file_of_format_1_opens(golden: Path) -> None:
    """It was saved by version 0.1.0 and is never regenerated: it represents users' existing files."""
    data = (golden / GOLDEN).read_bytes()
    assert data[60:64] == b"\0\0\0\1"
    opened = store.from_bytes(data, GOLDEN)
    comparison = opened.comparison
    assert (comparison.title, comparison.pivot, comparison.versions) == ("Golden", "zh", ("draft", "rev1"))
    assert comparison.languages == ("zh", "fr", "ar")
    key = DocumentKey("ar", "rev1")
    assert comparison.documents[key].text_of(0) == "العنوان"
    assert comparison.documents[DocumentKey("zh", "rev1")].text_of(2).endswith("𠀀")
    beads = comparison.alignments[DocumentKey("zh", "rev1"), key].beads
    assert [bead.origin for bead in beads].count(LinkOrigin.CONFIRMED) == 1
    assert review_progress(opened) == (2, len(comparison.rows))
    assert row_reviewed(opened, 2)
    assert list(opened.dismissed.values()) == ["as meant"]
    assert opened.glossary[0].terms["fr"] == ("exhort*", "prie")
    assert opened.view_state == {"row": "7", "columns": "zh fr"}
    assert comparison.amendments


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program two formats later: `desk` was renamed in one, titles were shouted in the other."""

    def first(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE old AS SELECT * FROM desk")
        connection.execute("DROP TABLE desk")
        connection.execute(database.definition("desk").replace("digest", "sum"))
        connection.execute("INSERT INTO desk SELECT * FROM old WHERE key <> '\"row\"'")
        connection.execute("DROP TABLE old")

    def second(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE desk RENAME TO old")
        connection.execute(database.definition("desk"))
        connection.execute("INSERT INTO desk SELECT * FROM old")
        connection.execute("DROP TABLE old")
        title = dumps("LOUD")
        connection.execute(
            "UPDATE meta SET value = ?, digest = ? WHERE key = ?",
            (title, digest('"title"', title), '"title"'),
        )

    monkeypatch.setattr(database, "STEPS", {**database.STEPS, 3: first, 4: second})
    monkeypatch.setattr(database, "FORMAT", 5)


def made() -> Project:
    project = Project(with_alignments(sample.comparison(("zh", "fr")), {}))
    return replace(project, view_state={"row": "7", "columns": "zh fr"})


def format_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return database.format_of(connection)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    file = tmp_path / "old.aligner"
    store.save(made(), file)
    return file


def test_an_older_file_opens_and_is_left_as_it_is(old_file: Path, newer: None) -> None:
    before = old_file.read_bytes()
    opened, token = store.load(old_file)
    assert opened.view_state == {"columns": "zh fr"}
    assert opened.comparison.title == "LOUD"
    assert old_file.read_bytes() == before
    assert store.current_token(old_file) == token


def test_it_is_brought_up_to_date_when_it_is_saved(old_file: Path, newer: None) -> None:
    opened, token = store.load(old_file)
    edited = with_reviewed(opened, 1, True)
    fresh = store.save(edited, old_file, token=token)
    assert format_of(old_file) == 5
    assert store.load(old_file) == (edited, fresh)
    assert fresh != token


def test_saving_an_older_file_unchanged_brings_it_up_to_date(old_file: Path, newer: None) -> None:
    opened, token = store.load(old_file)
    assert store.save(opened, old_file, token=token) != token
    assert format_of(old_file) == 5


def test_a_step_that_fails_leaves_the_file_as_it_was(
    old_file: Path, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, token = store.load(old_file)

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE desk")
        connection.execute("nonsense")

    monkeypatch.setattr(database, "STEPS", {**database.STEPS, 3: broken})
    before = old_file.read_bytes()
    with pytest.raises(ProjectError, match="cannot be saved"):
        store.save(opened, old_file, token=token)
    with pytest.raises(ProjectError, match="cannot be opened"):
        store.load(old_file)
    assert old_file.read_bytes() == before


def test_a_newer_file_is_not_opened_nor_written(
    tmp_path: Path, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.aligner"
    token = store.save(made(), file)
    assert format_of(file) == 5
    monkeypatch.undo()
    for tried in (lambda: store.load(file), lambda: store.save(made(), file, token=token)):
        with pytest.raises(
            ProjectError, match=r"made by a newer aligner \(project format 5; this one knows 3"
        ):
            tried()


def test_saving_a_file_of_format_1_adds_the_states_of_its_amendments(golden: Path, tmp_path: Path) -> None:
    file = tmp_path / GOLDEN
    file.write_bytes((golden / GOLDEN).read_bytes())
    opened, token = store.load(file)
    store.save(opened, file, token=token)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM amendments").fetchone() == (1,)
    assert store.load(file)[0] == opened


def test_a_file_of_format_2_opens_and_then_keeps_decisions(golden: Path, tmp_path: Path) -> None:
    """It is never regenerated: it represents the existing files of users."""
    file = tmp_path / "two.aligner"
    file.write_bytes((golden / "project-format-2.aligner").read_bytes())
    assert format_of(file) == 2
    opened, token = store.load(file)
    assert opened.comparison.title == "Golden 2"
    assert row_reviewed(opened, 2)
    assert list(opened.dismissed.values()) == ["as meant"]
    assert opened.decided == {}
    decided = with_decision(opened, ["0" * 32], Decision(DecisionKind.DISCUSS, "ask the capital"))
    store.save(decided, file, token=token)
    assert format_of(file) == 3
    assert store.load(file)[0] == decided
