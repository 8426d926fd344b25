"""Recovery copies: unsaved work survives the end of its session."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sample
from drawn import html
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from aligner.project import database, recent, recovery, store
from aligner.project.saved_work import Project, with_reviewed
from aligner.ui import first_screen
from aligner.ui.state import current_findings, project_steps, running
from aligner.values import disk_traces
from aligner.values.catalogue import load

SAY = load("en")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of copies."""
    found = tmp_path / "data" / "recovery"
    monkeypatch.setattr(recovery, "folder", lambda: found)
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setattr(recent, "default_folder", lambda: tmp_path / "documents")
    return found


@pytest.fixture
def app(new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A window on the first screen."""
    monkeypatch.setattr(running, "compare_bundled", lambda: sample.comparison(["zh", "en"]))
    monkeypatch.setattr(current_findings, "stopped", lambda: True)  # no checks behind the test
    return new_window().run()


def review_a_row_of_the_example(app: AppTest) -> Path:
    """Take a step in the example; return its recovery copy."""
    app.button(key="start.example").click().run()
    assert recovery.copies() == ()  # nothing was done yet
    app.session_state["desk.here"] = 3
    app.run()
    app.button(key="panel.review").click().run()
    assert not app.exception
    (copy,) = recovery.copies()
    return copy.path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_copy_is_readable_by_its_owner_alone(folder: Path) -> None:
    path = recovery.new_path()
    store.save(Project(sample.comparison(["zh", "en"])), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [each.name for each in folder.iterdir()] == [path.name]


def test_copies_are_listed_without_damaged_or_other_files(folder: Path) -> None:
    path = recovery.new_path()
    store.save(Project(sample.comparison(["zh", "en"])), path)
    (folder / f"{'0' * 16}.aligner").write_bytes(b"SQLite format 3\0 and nothing else")
    store.save(Project(sample.comparison(["zh", "en"])), folder / "named.aligner")
    (found,) = recovery.copies()
    assert (found.path, found.id, found.title) == (path, path.stem, sample.comparison().title)
    assert abs(datetime.now(UTC) - found.saved) < timedelta(minutes=5)
    assert recovery.find(found.id) == path
    assert recovery.find("named") is None
    assert recovery.find("../recovery/" + found.id) is None


def test_the_newest_copy_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []
    for day in (2, 1, 3):
        monkeypatch.setattr(database, "now", lambda day=day: f"2026-01-0{day} 00:00:00 UTC")
        paths.append(recovery.new_path())
        store.save(Project(sample.comparison(["zh", "en"])), paths[-1])
    second, oldest, newest = paths
    assert [each.path for each in recovery.copies()] == [newest, second, oldest]


def test_only_the_newest_copies_are_in_sight(folder: Path, new_window: Callable[[], AppTest]) -> None:
    for _ in range(5):
        store.save(Project(sample.comparison(["zh", "en"])), recovery.new_path())
    window = new_window().run()
    assert not window.exception
    (earlier,) = [each for each in window.expander if each.label == "Earlier copies: 2"]

    def resuming(buttons: Sequence[Button]) -> int:
        return sum(str(button.key).startswith("recovery.resume.") for button in buttons)

    assert (resuming(window.button), resuming(earlier.button)) == (5, 2)


def test_the_field_for_a_path_stays_where_it_is_when_other_work_is_offered(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser would take it for another one, and fold what holds it while someone types."""

    def place(block: Any) -> list[int]:
        """The numbers of the blocks that lead to the field."""
        for index, child in getattr(block, "children", {}).items():
            if getattr(child, "key", None) == "start.project_path":
                return [index]
            if inside := place(child):
                return [index, *inside]
        return []

    before = place(app._tree)
    store.save(Project(sample.comparison(["zh", "en"])), recovery.new_path())
    recent.remember(tmp_path / "other.aligner", "Other")
    app.run()
    assert SAY("recovery.title") in html(app)
    assert place(app._tree) == before != []


def test_work_survives_a_crash_and_is_resumed(app: AppTest, new_window: Callable[[], AppTest]) -> None:
    path = review_a_row_of_the_example(app)
    assert SAY("recovery.kept") in html(app)

    again = new_window().run()  # the first window is gone, and its server with it
    assert SAY("recovery.title") in html(again)
    again.button(key=f"recovery.resume.{path.stem}").click().run()
    assert not again.exception
    assert "1 of 11 rows reviewed" in html(again)
    assert again.query_params["recovery"] == path.stem

    again.session_state["desk.here"] = 4
    again.run()
    again.button(key="panel.review").click().run()
    assert len(store.load(path)[0].reviewed) > 2  # saved in the same copy


def test_a_reload_returns_to_work_that_is_removed_when_closed(
    app: AppTest, new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = review_a_row_of_the_example(app)
    again = new_window()
    again.query_params["recovery"] = path.stem
    again.query_params["row"] = "4"
    again.run()
    assert "1 of 11 rows reviewed" in html(again)
    assert again.session_state["desk.here"] == 4
    again.button(key="project.close").click().run()
    assert SAY("project.would_be_lost") in html(again)
    assert path.exists()
    monkeypatch.setattr(project_steps, "has_unsaved_steps", lambda: False)  # answers the question
    again.session_state["project"] = True  # unfolds the menu, which the question folded
    again.run()
    again.button(key="project.close").click().run()
    assert not path.exists()
    assert SAY("recovery.title") not in html(again)


def test_a_copy_made_while_the_file_was_out_of_reach_is_removed_once_it_is_saved(
    app: AppTest, tmp_path: Path
) -> None:
    file, away = tmp_path / "work.aligner", tmp_path / "away.aligner"
    store.save(Project(sample.comparison(["zh", "en"])), file)
    app.text_input(key="start.project_path").set_value(str(file))
    app.button(key="start.open_path").click().run()
    app.session_state["desk.here"] = 3
    app.run()
    file.rename(away)
    app.button(key="panel.review").click().run()
    (copy,) = recovery.copies()
    assert app.query_params["recovery"] == copy.id
    away.rename(file)
    app.button(key="panel.confirm").click().run()
    assert not app.exception
    assert len(store.load(file)[0].reviewed) == 2
    assert recovery.copies() == ()
    assert "recovery" not in app.query_params


def test_steps_of_an_overtaken_window_are_offered_after_the_other_work_was_opened(
    app: AppTest, new_window: Callable[[], AppTest], tmp_path: Path
) -> None:
    file = tmp_path / "work.aligner"
    store.save(Project(sample.comparison(["zh", "en"])), file)
    app.text_input(key="start.project_path").set_value(str(file))
    app.button(key="start.open_path").click().run()
    theirs, token = store.load(file)
    store.save(with_reviewed(theirs, 1, reviewed=True), file, token=token)
    app.session_state["desk.here"] = 3
    app.run()
    app.button(key="panel.review").click().run()
    app.button(key="project.open_theirs").click().run()
    assert not app.exception
    assert "recovery" not in app.query_params
    (copy,) = recovery.copies()
    mine = store.load(copy.path)[0].reviewed
    assert mine
    assert not mine & store.load(file)[0].reviewed
    assert new_window().run().button(key=f"recovery.resume.{copy.id}")


def test_a_copy_taken_over_by_another_window_is_not_overwritten(
    app: AppTest, new_window: Callable[[], AppTest]
) -> None:
    path = review_a_row_of_the_example(app)
    again = new_window().run()
    again.button(key=f"recovery.resume.{path.stem}").click().run()
    again.session_state["desk.here"] = 5
    again.run()
    again.button(key="panel.review").click().run()
    theirs = store.load(path)[0].reviewed
    app.button(key="steps.undo").click().run()  # the first window was alive after all
    app.button(key="steps.redo").click().run()
    assert store.load(path)[0].reviewed == theirs
    assert len(recovery.copies()) == 2


@pytest.mark.parametrize("how", ["switch", "environment"])
def test_nothing_is_written_if_traces_are_forbidden(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "switch":
        app.toggle(key="start.disk_traces").set_value(False).run()
    else:
        monkeypatch.setenv(disk_traces.ENVIRONMENT, "1")
        assert SAY("start.no_traces") in html(app.run())
    app.button(key="start.example").click().run()
    app.session_state["desk.here"] = 3
    app.run()
    app.button(key="panel.review").click().run()
    assert not app.exception
    assert SAY("project.session_only") in html(app)
    assert not folder.exists()


def test_a_comparison_without_edits_is_no_unsaved_work(
    app: AppTest, new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy serves a reload, and is removed a day later; a step makes it work."""
    path = recovery.new_path()
    store.save(Project(sample.comparison(["zh", "en"]), view_state={recovery.UNEDITED: "true"}), path)
    assert "recovery.resume" not in " ".join(str(each.key) for each in new_window().run().button)
    assert path.is_file()
    resumed = new_window()
    resumed.query_params["recovery"] = path.stem
    resumed.run()
    resumed.session_state["desk.here"] = 3
    resumed.run()
    assert not recovery.copies()[0].edited
    resumed.button(key="panel.review").click().run()
    assert recovery.copies()[0].edited
    store.save(
        Project(sample.comparison(["zh", "en"]), view_state={recovery.UNEDITED: "true"}),
        old := recovery.new_path(),
    )
    monkeypatch.setattr(first_screen, "_KEPT", timedelta(seconds=-1))
    new_window().run()
    assert (path.is_file(), old.is_file()) == (True, False)
