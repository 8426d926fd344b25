"""The list of projects opened last."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.project import recent


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state" / "aligner"
    monkeypatch.setattr(recent, "state_folder", lambda: folder)
    return folder


def test_nothing_was_opened_at_first(state: Path) -> None:
    assert recent.recents() == ()
    assert recent.find("0" * 16) is None
    recent.forget("0" * 16)
    assert not state.exists()


def test_the_newest_is_first_and_listed_once(tmp_path: Path) -> None:
    for name in ("a", "b", "a"):
        recent.remember(tmp_path / name, name.upper())
    assert [(each.path.name, each.title) for each in recent.recents()] == [("a", "A"), ("b", "B")]


def test_an_id_finds_its_file_and_no_other(tmp_path: Path) -> None:
    made = recent.remember(tmp_path / "a", "A")
    assert made == recent.id_of(tmp_path / "a") == recent.recents()[0].id
    assert len(made) == 16
    assert recent.find(made) == (tmp_path / "a").resolve()
    assert recent.find(recent.id_of(tmp_path / "b")) is None


def test_no_more_than_twenty_are_kept(tmp_path: Path) -> None:
    for number in range(25):
        recent.remember(tmp_path / str(number), "")
    assert [each.path.name for each in recent.recents()] == [str(n) for n in range(24, 4, -1)]


def test_a_project_is_forgotten_not_removed(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"work")
    recent.forget(recent.remember(file, "A"))
    assert recent.recents() == ()
    assert file.read_bytes() == b"work"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_list_is_for_its_owner_alone(state: Path, tmp_path: Path) -> None:
    recent.remember(tmp_path / "a", "A")
    assert (state / "recent.json").stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in state.iterdir()] == ["recent.json"]


GOOD = {"path": "/x/good", "title": "t", "opened": "2026-01-01"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'{"projects": 3}',
        b'{"format": "aligner/recent", "projects": {"a": 1}}',
        json.dumps({"format": "other", "projects": [GOOD]}).encode(),
    ],
)
def test_a_damaged_list_is_treated_as_empty(state: Path, tmp_path: Path, data: bytes) -> None:
    state.mkdir(parents=True)
    (state / "recent.json").write_bytes(data)
    assert recent.recents() == ()
    recent.remember(tmp_path / "a", "A")
    assert len(recent.recents()) == 1


def test_the_valid_entries_of_a_partly_damaged_list_are_kept(state: Path) -> None:
    state.mkdir(parents=True)
    bad: list[object] = [3, {}, {**GOOD, "path": 4}, {**GOOD, "path": "a\0b"}, {**GOOD, "title": None}]
    listed = {"format": "aligner/recent", "projects": [*bad, GOOD, GOOD]}
    (state / "recent.json").write_text(json.dumps(listed), encoding="utf-8")
    assert [each.path for each in recent.recents()] == [Path("/x/good")]


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_title_round_trips(title: str) -> None:
    recent.remember(Path("x.aligner"), title)
    assert recent.recents()[0].title == title


def test_an_unwritable_folder_is_no_error(state: Path, tmp_path: Path) -> None:
    state.parent.mkdir(parents=True)
    state.write_bytes(b"a file in its place")
    assert recent.remember(tmp_path / "a", "A") == recent.id_of(tmp_path / "a")
    assert recent.recents() == ()


def test_file_to_open_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(recent.ENVIRONMENT, raising=False)
    assert recent.requested() is None
    monkeypatch.setenv(recent.ENVIRONMENT, "/x/y.aligner")
    assert recent.requested() == Path("/x/y.aligner")


def test_projects_lie_among_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    assert recent.default_folder().name == "aligner"
    assert recent.default_folder() != recent.state_folder()
    monkeypatch.undo()
    assert recent.state_folder().name == "aligner"
