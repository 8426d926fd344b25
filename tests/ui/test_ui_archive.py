"""The search of an archive in the app, and the sorting of many files into sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aligner.archive import layout
from aligner.archive.set_finding import FoundSet
from aligner.archive.storage import Storage
from aligner.project import recent, recovery
from aligner.ui import archive_search
from aligner.ui.state import running
from tests.archive.test_archive_search import TEXTS, stage_texts
from tests.ui.test_ui_start import html, put_in

FILES = [
    (f"{name}.txt", text.encode())
    for name, text in {
        "x1": "The Commission received the reports of 2018.\n\nIt decides to meet in May.\n" * 3,
        "x2": "La Commission a reçu les rapports de 2018.\n\nElle décide de se réunir en mai.\n" * 3,
        "x3": "The Commission received the reports of 2019.\n\nIt decides to meet in June.\n" * 3,
        "x4": "Trains stop here for an hour.\n\nThe passengers buy bread and apples.\n" * 3,
    }.items()
]


@pytest.fixture
def app(new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setattr(recovery, "folder", lambda: tmp_path / "recovery")
    return new_window()


def test_an_archive_is_opened_and_searched(app: AppTest, tmp_path: Path) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 200)
    for name, rows in TEXTS.items():
        stage_texts(archive, name, rows)
    app.session_state["archive.path"] = str(tmp_path)
    app.session_state["archive.words"] = "DATA"
    app.session_state["archive.light"] = False
    app.query_params["ui"] = "fr"
    app.run()
    app.button(key="archive.open").click().run()
    assert "il n’y a pas d’archive" in html(app)
    app.session_state["archive.path"] = str(tmp_path / "out")
    app.button(key="archive.open").click().run()
    assert not app.exception
    page = html(app)
    assert "should exchange <mark>data</mark>." in page
    assert '<td lang="fr" dir="ltr" data-column="Français">Les États devraient' in page
    assert "Résultats\u00a0: 1" in page
    assert app.get("download_button")
    app.session_state["archive.words"] = "nowhere"
    app.run()
    assert "Aucun résultat" in html(app)
    app.button(key="archive.close").click().run()
    assert "archive.words" not in [box.key for box in app.text_input]


def test_marked_text_is_never_read_as_markup() -> None:
    from aligner.archive.search import MarkedText
    from aligner.archive.search_index import Text
    from aligner.values import Span

    text = Text("A/1", 0, "en", "1", "", 1.0, "a <b> & c\nd")
    assert archive_search.marked(MarkedText(text, (Span(2, 5),))) == "a <mark>&lt;b&gt;</mark> &amp; c<br>d"


def test_files_are_sorted_into_sets_and_one_is_taken(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def by_years(documents: dict[str, object]) -> list[FoundSet]:
        """Two drafts in one set, without an encoder."""
        from tests.readers.test_set_finding import facts

        made = {
            number: facts(number, document.text, document.language) for number, document in documents.items()
        }  # type: ignore[attr-defined]
        return [FoundSet("A/1", ((1, made["1"]), (1, made["2"]), (2, made["3"])))]

    monkeypatch.setattr(running, "find_sets", by_years)
    put_in(app, *FILES)
    app.button(key="sets.sort").click().run()
    assert not app.exception
    assert "Sets: 1; files in no set: 1." in html(app)
    assert "Files: 3; drafts: 2; English, Français" in html(app)
    app.button(key="sets.take.0").click().run()
    drafts = {str(box.key): box.value for box in app.selectbox if str(box.key).startswith("start.version.")}
    assert sorted(drafts.values()) == ["1", "1", "2"]
    assert not app.button(key="start.compare").disabled
    app.button(key="sets.all").click().run()
    assert "x4.txt" in html(app)
