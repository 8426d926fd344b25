"""Saves that the page does not wait for."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
import sample
from drawn import html
from streamlit.testing.v1 import AppTest

from aligner.project import recent, store
from aligner.project.saved_work import Project
from aligner.ui import text_tab
from aligner.ui.state import project_steps
from aligner.ui.state.project_steps import Saver

LONG = 20  # seconds until a test gives up waiting


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "work.aligner"
    store.save(Project(sample.comparison()), path)
    return path


def opened(app: AppTest, path: Path) -> AppTest:
    app.query_params["project"] = recent.remember(path, "Work")
    app.run()
    return chosen(app, 2)


def chosen(app: AppTest, row: int) -> AppTest:
    app.session_state["desk.here"] = row
    app.run()
    assert not app.exception
    return app


class SlowDisk:
    """Lets no save end before it is released."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go, self.begun = Event(), Event()
        self.was_told: list[bool] = []
        self._save = store.save
        monkeypatch.setattr(store, "save", self.save)
        monkeypatch.setattr(project_steps, "_LONGEST", 0.3)

    def save(self, *given: object, **options: object) -> str:
        self.begun.set()
        self.was_told.append(self.go.wait(LONG))
        return self._save(*given, **options)  # type: ignore[arg-type]


def saver_of(app: AppTest) -> Saver:
    found = app.session_state["aligner.saver"]
    assert isinstance(found, Saver)
    return found


def set_once_drawn(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set an event as soon as the text is drawn."""
    draw = text_tab.draw

    def drawing(*given: object) -> object:
        pane = draw(*given)  # type: ignore[arg-type]
        event.set()
        return pane

    monkeypatch.setattr(text_tab, "draw", drawing)


def test_the_text_is_drawn_while_a_step_is_saved(
    app: AppTest, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, kept)
    saver_of(app).wait()
    disk = SlowDisk(monkeypatch)
    set_once_drawn(disk.go, monkeypatch)
    app.button(key="panel.review").click().run()
    assert not app.exception
    assert disk.was_told[0]
    assert store.load(kept)[0].reviewed
    assert "· saved" in html(app)
    assert "1 of 14 rows reviewed" in html(app)


def test_the_text_is_drawn_while_a_step_of_an_earlier_run_is_saved(
    app: AppTest, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, kept)
    saver_of(app).wait()
    go, was_told = Event(), list[bool]()
    saver_of(app).begin(lambda: was_told.append(go.wait(LONG)), step=True)
    set_once_drawn(go, monkeypatch)
    chosen(app, 3)
    assert was_told == [True]
    assert "· saved" in html(app)


def test_the_page_waits_for_no_save_of_the_place_that_one_is_at(
    app: AppTest, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, kept)
    saver_of(app).wait()
    disk = SlowDisk(monkeypatch)
    chosen(app, 3)
    assert disk.begun.wait(LONG)
    assert not disk.was_told  # the run has ended, and the save has not
    disk.go.set()
    saver_of(app).wait()
    assert store.load(kept)[0].view_state["desk.here"] == "3"


def test_a_page_waits_only_briefly_for_a_slow_disk(
    app: AppTest, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, kept)
    saver_of(app).wait()
    monkeypatch.setattr(project_steps, "_LONGEST", 0)
    disk = SlowDisk(monkeypatch)
    app.button(key="panel.review").click().run()
    assert not app.exception
    assert not disk.was_told  # the run has ended, and the save has not
    assert "1 of 14 rows reviewed" in html(app)
    disk.go.set()
    saver_of(app).wait()
    assert store.load(kept)[0].reviewed


def test_of_saves_that_wait_only_the_last_is_run() -> None:
    saver, begun, go, ran = Saver(), Event(), Event(), list[str]()

    def first() -> None:
        begun.set()
        ran.append(f"first {go.wait(LONG)}")

    saver.begin(first, step=True)
    assert begun.wait(LONG)  # otherwise a later one may be run in its place, and end before the last is given
    saver.begin(lambda: ran.append("second"), step=False)
    saver.begin(lambda: ran.append("third"), step=False)
    assert saver.has_step
    go.set()
    saver.wait()
    assert ran == ["first True", "third"]
    assert not saver.has_step
    saver.begin(lambda: ran.append("fourth"), step=False)
    saver.wait()
    assert ran[-1] == "fourth"


def test_what_a_save_raises_is_raised_once_where_it_is_waited_for() -> None:
    def fail() -> None:
        raise OSError("no disk")

    saver = Saver()
    saver.begin(fail, step=True)
    with pytest.raises(OSError, match="no disk"):
        saver.wait()
    saver.wait()
    assert not saver.has_step


def test_nothing_waits_for_a_thread_that_could_not_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("can't start new thread")

    saver, ran = Saver(), list[str]()
    with monkeypatch.context() as full:
        full.setattr(project_steps, "Thread", refuse)
        with pytest.raises(RuntimeError, match="thread"):
            saver.begin(lambda: ran.append("refused"), step=True)
    assert not saver.has_step
    saver.begin(lambda: ran.append("next"), step=True)
    saver.wait()
    assert ran == ["next"]
