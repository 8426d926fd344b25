"""The open project: where it is saved, conflicts with another window, unsaved steps."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sample
import streamlit as st
from drawn import html, open_by_path
from hostile import HOSTILE, Page, poisoned
from streamlit.testing.v1 import AppTest

from aligner.comparison.single_result import from_alignment
from aligner.pipeline import run as pipeline
from aligner.project import recent, recovery, store
from aligner.project.saved_work import Project, with_reviewed
from aligner.ui import add_documents, save_work
from aligner.ui.state import current_view, navigation, project_steps, running, session, view_state
from aligner.ui.uploaded_files import Item
from aligner.values import Alignment, Bead, Comparison, Document, DocumentKey, SegmentKind, Span
from aligner.values.message import ProjectError
from aligner.view.build import build


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setattr(recent, "default_folder", lambda: tmp_path / "documents")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A project on disk."""
    path = tmp_path / "work.aligner"
    store.save(Project(sample.comparison(["zh", "en"])), path)
    return path


def review_a_row(app: AppTest) -> AppTest:
    app.session_state["desk.here"] = 3
    app.run()
    app.button(key="panel.review").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("E/CN.15/2018/L.6/Rev.1", "E CN.15 2018 L.6 Rev.1.aligner"),
        ("决议草案：打击犯罪", "决议草案 打击犯罪.aligner"),
        ("../../etc/passwd", "etc passwd.aligner"),
        ("", "project.aligner"),
        ("...", "project.aligner"),
        ("CON", "project CON.aligner"),
        ("nul.txt", "project nul.txt.aligner"),
        ("a\x00b\u202ec", "a b c.aligner"),
        ("x" * 300, "x" * 80 + ".aligner"),
    ],
)
def test_the_name_of_a_file_fits_every_system(title: str, expected: str) -> None:
    assert save_work.file_name(title) == expected


def test_unsaved_work_is_marked(app: AppTest) -> None:
    app.run()
    app.button(key="start.example").click().run()
    assert "Not saved: only in this session" in html(app)
    assert "0 of 11 rows reviewed" in html(app)
    assert app.button(key="save.ask")


def test_a_project_opens_by_its_path_and_saves_every_step(app: AppTest, kept: Path) -> None:
    open_by_path(app, kept)
    page = html(app)
    assert "<bdi>work.aligner</bdi></span> · saved" in page
    review_a_row(app)
    assert "1 of 11 rows reviewed" in html(app)
    assert store.load(kept)[0].reviewed
    app.button(key="steps.undo").click().run()
    assert not store.load(kept)[0].reviewed


@pytest.mark.parametrize(
    "text", ['"x"', "77", "-1", "true", '["x"]', "[1]", '{"a": 1}', "null", "damaged", "[" * 9999]
)
def test_a_view_state_that_this_version_does_not_save_is_ignored(text: str) -> None:
    strings = {"desk.query", "desk.only", "desk.drafts"}
    lists = {"desk.kinds", "desk.languages"}
    numbers = {"desk.here", "desk.size"}
    switches = {"desk.leaf", "desk.panel"}
    of_its_own = {'"x"': strings, "77": numbers, "true": switches, '["x"]': lists}.get(text, set())
    keys = strings | lists | numbers | switches | {"desk.context", "desk.of_another_version", "row"}
    assert set(view_state.parsed(dict.fromkeys(keys, text))) == of_its_own


def test_every_choice_that_outlives_its_widget_is_saved(root: Path) -> None:
    modules = (root / "aligner" / "ui").rglob("*.py")
    used = {key for path in modules for key in re.findall(r'"(desk\.\w+)"', path.read_text(encoding="utf-8"))}
    assert used == set(view_state._SAVED)


def test_a_missing_project_is_reported(app: AppTest, tmp_path: Path) -> None:
    open_by_path(app, tmp_path / "none.aligner")
    assert "none.aligner" in html(app)
    assert 'role="alert"' in html(app)
    assert app.button(key="start.example")


@pytest.mark.parametrize("path", ["~no-such-user/work.aligner", "/" + "x" * 300, '"/nowhere/work.aligner"'])
def test_a_path_that_leads_nowhere_is_reported(app: AppTest, path: str) -> None:
    open_by_path(app, path)
    assert 'role="alert"' in html(app)


def test_recent_work_at_a_path_too_long_for_the_system_is_gone(app: AppTest, tmp_path: Path) -> None:
    recent.remember(tmp_path / ("x" * 300) / "work.aligner", "Work")
    app.run()
    assert not app.exception
    assert "no longer there" in html(app)


def test_recent_work_is_opened_and_forgotten(app: AppTest, kept: Path, tmp_path: Path) -> None:
    recent.remember(tmp_path / "gone.aligner", "Gone")
    recent.remember(kept, "Work")
    app.run()
    page = html(app)
    assert "Work" in page
    assert "no longer there" in page
    assert app.button(key=f"recent.open.{recent.id_of(tmp_path / 'gone.aligner')}").disabled
    app.button(key=f"recent.forget.{recent.id_of(tmp_path / 'gone.aligner')}").click().run()
    assert "Gone" not in html(app)
    app.button(key=f"recent.open.{recent.id_of(kept)}").click().run()
    assert not app.exception
    assert app.multiselect(key="desk.languages").value == ["zh", "en"]


@pytest.mark.parametrize("row", ["3", "last", None])
def test_an_address_opens_its_project_at_its_row(app: AppTest, kept: Path, row: str | None) -> None:
    app.query_params["project"] = recent.remember(kept, "Work")
    if row is not None:
        app.query_params["row"] = row
    app.run()
    assert not app.exception
    assert app.multiselect(key="desk.languages").value == ["zh", "en"]
    assert app.session_state["desk.here"] == 3 if row == "3" else "desk.here" not in app.session_state


def test_an_address_of_a_project_that_was_never_opened_here_is_explained(app: AppTest, kept: Path) -> None:
    app.query_params["project"] = recent.id_of(kept)
    app.run()
    assert 'role="alert"' in html(app)
    assert "project" not in app.query_params
    assert app.button(key="start.example")


def test_an_address_of_a_damaged_project_is_reported(app: AppTest, kept: Path) -> None:
    app.query_params["project"] = recent.remember(kept, "Work")
    kept.write_bytes(b"damaged")
    app.run()
    assert "work.aligner" in html(app)
    assert "project" not in app.query_params
    assert app.button(key="start.example")


def test_an_address_opens_the_example(app: AppTest) -> None:
    app.query_params.update({"example": "1", "row": "2"})
    app.run()
    assert not app.exception
    assert app.session_state["desk.here"] == 2
    assert app.query_params["example"] == "1"


def test_an_address_leads_to_its_row_after_a_run_that_was_ended(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key or a timer of the browser ends the run that is on its way to the row."""
    choose, ended = navigation.choose, []

    def once_ended(number: int, language: str | None = None) -> None:
        if not ended:
            ended.append(number)
            st.rerun()
        choose(number, language)

    monkeypatch.setattr(navigation, "choose", once_ended)
    app.query_params.update({"example": "1", "row": "2"})
    app.run()
    assert not app.exception
    assert ended == [2]
    assert app.session_state["desk.here"] == 2


def test_unsaved_work_is_opened_again_from_its_address(app: AppTest, tmp_path: Path) -> None:
    copy = recovery.new_path()
    copy.parent.mkdir(parents=True, exist_ok=True)
    store.save(Project(sample.comparison(["zh", "en"])), copy)
    app.query_params.update({"recovery": copy.stem, "example": "1"})
    app.run()
    assert not app.exception
    assert app.multiselect(key="desk.languages").value == ["zh", "en"]
    assert app.query_params["recovery"] == copy.stem
    copy.unlink()


def test_the_file_given_on_the_command_line_is_opened_once(
    app: AppTest, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(recent.ENVIRONMENT, str(kept))
    app.run()
    assert app.multiselect(key="desk.languages").value == ["zh", "en"]
    app.button(key="project.close").click().run()
    assert app.button(key="start.example")


def test_the_row_of_a_paragraph_is_in_the_column_of_its_document() -> None:
    shown = build(sample.comparison(["zh", "en"]))
    key = shown.columns[1].key
    row = current_view.row_of(shown, key, 2)
    assert row is not None
    assert 2 in [block.segment for block in row.cells[1].blocks]
    assert current_view.row_of(shown, key, 999) is None
    assert current_view.row_of(shown, DocumentKey("fr", "rev1"), 2) is None


@pytest.mark.parametrize(("segment", "row"), [(7, 4), (3, None)], ids=["moved", "deleted"])
def test_a_paragraph_left_in_an_earlier_draft_is_followed_to_the_draft_shown(
    monkeypatch: pytest.MonkeyPatch, segment: int, row: int | None
) -> None:
    """There is no project of steps, so that nothing is undone or redone."""
    work = sample.comparison(["en"])
    old, new = DocumentKey("en", "draft"), DocumentKey("en", "rev1")
    shown = build(work, [(new, None)])
    monkeypatch.setattr(session, "comparison", lambda: work)
    script = "import streamlit as st\nfrom aligner.ui.state import project_steps\n"
    script += "project_steps.return_to_paragraph(st.session_state.shown)\n"
    script += "project_steps.undo()\nproject_steps.redo()\n"
    script += "st.session_state.chosen = st.session_state.get('desk.here')\n"
    app = AppTest.from_string(script)
    app.session_state["shown"], app.session_state["aligner.left_at"] = shown, (old, segment)
    app.run()
    assert not app.exception
    assert app.session_state["chosen"] == row


def test_two_windows_do_not_overwrite_each_other(app: AppTest, kept: Path) -> None:
    open_by_path(app, kept)
    theirs, token = store.load(kept)
    store.save(with_reviewed(theirs, 1, reviewed=True), kept, token=token)
    review_a_row(app)
    page = html(app)
    assert "Another window has saved this project" in page
    assert "· not saved" in page
    assert store.load(kept)[0].reviewed == with_reviewed(theirs, 1, reviewed=True).reviewed
    assert app.button(key="save.ask")  # mine goes into another file
    app.button(key="project.open_theirs").click().run()
    assert not app.exception
    assert "1 of 11 rows reviewed" in html(app)
    assert "Another window" not in html(app)


def test_overlapping_runs_of_one_window_are_not_two_windows(kept: Path) -> None:
    """Streamlit begins a run while the last one still writes; both save, and neither is overtaken."""
    work, token = store.load(kept)
    slot = project_steps.SaveSlot(project_steps.SavedFile(kept, token))
    steps = [with_reviewed(work, row, reviewed=True) for row in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(slot.write, steps))
    assert (slot.file.overtaken, slot.file.problem) == (False, None)
    assert store.load(kept)[1] == slot.file.token


def test_own_work_can_be_saved_to_another_file(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"work.aligner: it exists already"):
        save_work.refuse_existing(kept)
    save_work.refuse_existing(tmp_path / "other.aligner")


def test_a_folder_that_the_system_refuses_is_reported() -> None:
    with pytest.raises(ProjectError):
        store.save(Project(sample.comparison(["zh", "en"])), Path("/", "x" * 300, "work.aligner"))
    save_work.refuse_existing(Path("/", "x" * 300, "work.aligner"))
    assert save_work.typed_path(" ~nobody-of-that-name ") == Path("~nobody-of-that-name")
    assert save_work.typed_path('"~/work"') == Path.home() / "work"


def test_closing_saved_work_needs_no_confirmation_and_frees_it(app: AppTest, kept: Path) -> None:
    review_a_row(open_by_path(app, kept))
    app.session_state["work.keeps_vectors"] = True
    app.button(key="project.close").click().run()
    assert not app.exception
    assert app.button(key="start.example")
    assert "aligner.timeline" not in app.session_state
    assert "work.keeps_vectors" not in app.session_state, "nothing was settled for the next project"
    assert "project" not in app.query_params


def test_closing_asks_for_confirmation_if_steps_would_be_lost(app: AppTest) -> None:
    app.run()
    app.button(key="start.example").click().run()
    review_a_row(app)
    app.button(key="project.close").click().run()
    assert "your steps are lost" in html(app)
    assert "aligner.timeline" in app.session_state


def test_closing_needs_no_confirmation_without_steps(app: AppTest) -> None:
    app.run()
    app.button(key="start.example").click().run()
    app.button(key="project.close").click().run()
    assert app.button(key="start.example")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_stay_text(app: AppTest, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(running, "compare_bundled", lambda **_: poisoned(text))
    monkeypatch.setattr(recent, "recents", lambda: (recent.Recent("0" * 16, Path("x"), text, text),))
    app.run()
    shown = html(app)
    app.button(key="start.example").click().run()
    app.button(key="save.ask").click().run()
    page = Page(shown + html(app))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "form", "input", "button", "iframe"}
    assert not [key for _, found in page.tags for key in found if key.startswith("on")]
    said = [element.value for element in (*app.markdown, *app.title, *app.caption, *app.header)]
    assert not [words for words in said if text in words]


# -- taking a document in -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("act.rev2.zh.txt", "zh", "rev2"),
        ("act.zh.txt", "zh", "rev2"),
        ("act.rev1.zh.txt", "zh", "rev2"),  # its language has that already
        ("act.es.txt", "es", "rev1"),
        ("act.draft.es.txt", "es", "draft"),
        ("act.txt", None, "rev1"),
    ],
)
def test_which_draft_a_new_file_seems_to_be(name: str, language: str | None, expected: str) -> None:
    assert add_documents.proposed_version(sample.comparison(), name, language) == expected


def test_a_language_that_lacks_a_draft_is_offered_that() -> None:
    whole = sample.comparison(["zh", "en"])
    key = DocumentKey("en", "rev1")
    documents = {each: document for each, document in whole.documents.items() if each != key}
    work = replace(whole, documents=documents, alignments={}, revisions={}, rows=(), amendments=())
    assert add_documents.proposed_version(work, "x.txt", "en") == "rev1"


def adding(work: Comparison, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """What the dialog asks about a file, drawn by itself: Streamlit's harness draws no dialog twice."""
    monkeypatch.setattr(session, "comparison", lambda: work)
    script = "import streamlit as st\nfrom aligner.ui import add_documents\n"
    app = AppTest.from_string(f"{script}add_documents._files(st.session_state.uploads)\n", default_timeout=60)
    app.session_state["uploads"] = [("1", Item(0, name, text.encode()))]
    app.run()
    assert not app.exception
    return app


def test_a_language_can_join_a_draft_without_name(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = (
        replace(sample.document(code, "", [(SegmentKind.OPERATIVE, "1", "OP1", text)]), title="x.txt")
        for code, text in (("zh", "请秘书长提出报告。"), ("en", "Requests the Secretary-General to report."))
    )
    bead = Bead(Span(0, 1), Span(0, 1), 0.9)
    work = from_alignment(ours, theirs, Alignment((bead,), 1, 1))
    french = "1. Prie le Secrétaire général de faire rapport à l’Assemblée générale sur cette question."
    app = adding(work, "x.fr.txt", french, monkeypatch)
    assert app.text_input(key="add.version.1").value == ""
    assert not app.button(key="add.now").disabled
    app = adding(sample.comparison(["zh", "en"]), "x.fr.txt", french, monkeypatch)
    app.text_input(key="add.version.1").set_value("").run()
    assert app.button(key="add.now").disabled  # all drafts there have names


def test_documents_taken_in_are_shown_and_undone_in_one_step(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog's last button, pressed for it: Streamlit's harness draws no dialog twice."""
    monkeypatch.setattr(running, "compare_bundled", lambda **_: sample.comparison(["zh", "en"]))
    whole = sample.comparison(["zh", "en", "fr"])
    asked: list[object] = []

    def add_document(
        comparison: Comparison, key: DocumentKey, document: Document, versions: tuple[str, ...], **_: object
    ) -> Comparison:
        asked.extend((len(comparison.documents), str(key), document.version, versions))
        return whole

    def pressed() -> None:
        monkeypatch.setattr(add_documents, "dialog", lambda: None)
        order = ("draft", "rev1")
        new = [
            add_documents.Addition(each, Item(0, "fr.pdf", b"%PDF-"), order) for each in sample.drafts("fr")
        ]
        add_documents._add(session.comparison(), new)

    monkeypatch.setattr(pipeline, "add_document", add_document)
    monkeypatch.setattr(add_documents, "dialog", pressed)
    app.run()
    app.button(key="start.example").click().run()
    app.session_state["desk.here"] = 3
    app.button(key="project.add").click().run()
    assert not app.exception
    assert app.session_state["desk.here"] == 3, "the paragraph that was chosen"
    order = ("draft", "rev1")
    assert asked == [4, "fr@draft", "draft", order, 6, "fr@rev1", "rev1", order], "one after the other"
    assert app.multiselect(key="desk.languages").value == ["zh", "en", "fr"]
    kept = app.session_state["aligner.source_files"]
    assert [(str(key), item.name) for key, item in kept.items()] == [
        ("fr@draft", "fr.pdf"),
        ("fr@rev1", "fr.pdf"),
    ]
    assert "réunions" in html(app)
    app.button(key="steps.undo").click().run()
    assert not app.exception
    assert app.session_state["aligner.timeline"].present.comparison.languages == ("zh", "en")
    assert app.session_state["desk.here"] == 3, "although the columns shown before have gone"
