"""The field in which a person writes what a language lacks, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drawn import html, open_by_path, open_panel
from simple_values import document
from streamlit.testing.v1 import AppTest

from aligner.comparison.compare import compare
from aligner.pipeline import run as pipeline
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.ui.state import running
from aligner.values import Comparison, Document, DocumentKey, SegmentKind, Update, UpdateAction
from aligner.values.glossary import Concept, Glossary
from aligner.values.message import EncoderError, verbatim
from aligner.values.update import Ask, AskKind, Proposal, UpdatedParagraph
from tests.comparison.test_compare import Toy

ENGLISH = ("Urges States to report every year;", "Requests a report on it.")
FRENCH = ("Exhorte les États à faire rapport ;", "Prie de faire un rapport.")
ADDED = "Decides to establish 12 regional centres."
WRITTEN = "Décide de créer 12 centres régionaux."

Opening = Callable[..., AppTest]


def draft(language: str, version: str, *texts: str, source: str = "") -> tuple[DocumentKey, Document]:
    made = replace(document(language, *texts, version=version), source=source)
    return DocumentKey(language, version), made


def work(*further: tuple[DocumentKey, Document]) -> Comparison:
    """English has one paragraph more in its new draft, and French only the old one unless more is given."""
    documents = dict(
        [
            draft("en", "draft", *ENGLISH),
            draft("en", "rev1", *ENGLISH, ADDED),
            draft("fr", "draft", *FRENCH, source="letter.docx"),
            *further,
        ]
    )
    return compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())


@pytest.fixture
def opened(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a comparison at a row, with the field for writing open."""
    monkeypatch.setattr(running, "_encoder", lambda report: Toy())

    def open_at(comparison: Comparison, row: int, glossary: Glossary = ()) -> AppTest:
        path = tmp_path / "work.aligner"
        store.save(Project(comparison, glossary=glossary), path)
        open_by_path(app, path)
        app.session_state["panel.write"] = True
        open_panel(app, row)
        assert not app.exception
        return app

    return open_at


def field(app: AppTest) -> dict[str, Any]:
    """What the page gives to the field."""
    (found,) = (
        each.proto
        for each in app.get("bidi_component")
        if each.proto.component_name == "aligner.written_text"
    )
    return json.loads(found.json)


def present(app: AppTest) -> Comparison:
    return app.session_state["aligner.timeline"].present.comparison


def typed(app: AppTest, text: str) -> AppTest:
    """What the page is like once a text was typed."""
    app.session_state["write.field"] = {"text": {"for": field(app)["for"], "text": text}}
    app.run()
    assert not app.exception
    return app


def begun(app: AppTest, row: int = 3) -> AppTest:
    """A draft of French begun by its button, and the row chosen again."""
    app.button(key="write.begin").click().run()
    assert not app.exception
    open_panel(app, row)
    return app


def texts(app: AppTest, language: str, version: str) -> list[str]:
    return present(app).documents[DocumentKey(language, version)].texts()


def test_a_language_gets_a_draft_before_anything_is_written_in_it(opened: Opening) -> None:
    app = opened(work(), 3)
    assert "the language first gets a draft of its own in this project (French)" in html(app)
    begun(app)
    assert texts(app, "fr", "rev1") == list(FRENCH)
    assert field(app)["text"] == ""
    assert field(app)["name"] == "Text (French)"
    app.button(key="steps.undo").click().run()
    assert DocumentKey("fr", "rev1") not in present(app).documents


def test_a_translation_as_new_as_the_pivot_is_kept_as_issued(opened: Opening) -> None:
    only = compare(
        dict([draft("en", "rev1", *ENGLISH, ADDED), draft("fr", "rev1", *FRENCH)]),
        pivot="en",
        versions=("rev1",),
        encoder=Toy(),
    )
    app = begun(opened(only, 3))
    assert present(app).versions == ("rev1 as issued", "rev1")
    typed(app, WRITTEN)
    app.button(key="write.save").click().run()
    assert texts(app, "fr", "rev1") == [*FRENCH, WRITTEN]
    assert texts(app, "fr", "rev1 as issued") == list(FRENCH)


def test_a_draft_that_cannot_be_compared_is_not_begun(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **_: object) -> Comparison:
        raise EncoderError(verbatim("the model is gone"))

    app = opened(work(), 3)
    monkeypatch.setattr(pipeline, "add_document", refuse)
    app.button(key="write.begin").click().run()
    assert not app.exception
    assert "the model is gone" in html(app)
    assert list(present(app).documents) == list(work().documents)


def test_a_missing_paragraph_is_written_checked_and_undone(opened: Opening) -> None:
    app = begun(opened(work(), 3))
    assert app.button(key="write.save").disabled
    typed(app, " \n")
    assert app.button(key="write.save").disabled
    typed(app, WRITTEN.replace("12", "13"))
    assert "English has 12 where this has 13" in html(app)
    typed(app, f" {WRITTEN}\n")
    assert "English has 12" not in html(app)
    app.button(key="write.save").click().run()
    assert texts(app, "fr", "rev1") == [*FRENCH, WRITTEN]
    written = present(app).documents[DocumentKey("fr", "rev1")]
    assert written.status == "contains text written in the workbench"
    assert written.source == ""  # the Word file has no such text
    assert "Done: wrote text." in html(app)
    app.button(key="steps.undo").click().run()
    assert texts(app, "fr", "rev1") == list(FRENCH)


def test_what_was_typed_stays_while_another_row_is_looked_at(opened: Opening) -> None:
    app = typed(begun(opened(work(), 3)), "Décide")
    open_panel(app, 1)
    assert field(app)["text"] == FRENCH[0]
    open_panel(app, 3)
    assert field(app)["text"] == "Décide"


def test_a_paragraph_is_rewritten_and_counts_as_not_reviewed(opened: Opening) -> None:
    app = begun(opened(work(), 3), row=1)
    assert field(app)["text"] == FRENCH[0]
    assert app.button(key="write.save").disabled  # nothing changed yet
    for row in (1, 2):
        app.session_state["desk.here"] = row
        app.run()
        app.button(key="panel.review").click().run()
    open_panel(app, 1)
    reviewed = app.session_state["aligner.timeline"].present.reviewed
    typed(app, "Exhorte les États à faire rapport chaque année ;")
    app.button(key="write.save").click().run()
    assert texts(app, "fr", "rev1")[0] == "Exhorte les États à faire rapport chaque année ;"
    left = app.session_state["aligner.timeline"].present.reviewed
    assert reviewed - left == {(DocumentKey("fr", "rev1"), 0)}


def test_reviewed_paragraphs_below_a_new_one_stay_reviewed(opened: Opening) -> None:
    comparison = work(draft("en", "rev1", ENGLISH[0], ADDED, ENGLISH[1]), draft("fr", "rev1", *FRENCH))
    app = opened(comparison, 3)
    app.button(key="panel.review").click().run()
    open_panel(app, 2)
    typed(app, WRITTEN)
    app.button(key="write.save").click().run()
    assert texts(app, "fr", "rev1") == [FRENCH[0], WRITTEN, FRENCH[1]]
    reviewed = app.session_state["aligner.timeline"].present.reviewed
    assert {index for key, index in reviewed if key == DocumentKey("fr", "rev1")} == {2}


def test_nothing_is_written_where_the_first_language_has_no_paragraph(opened: Opening) -> None:
    """A paragraph that it deleted, and that the other language has no longer either, has a row."""
    comparison = work(draft("en", "rev1", ENGLISH[0]), draft("fr", "rev1", FRENCH[0]))
    app = opened(comparison, 2)
    assert "the first language has no paragraph in this row" in html(app)
    assert "write.save" not in [button.key for button in app.button]


def test_a_set_of_one_language_has_nothing_to_write(opened: Opening) -> None:
    alone = dict([draft("en", "draft", *ENGLISH), draft("en", "rev1", *ENGLISH, ADDED)])
    app = opened(compare(alone, pivot="en", versions=("draft", "rev1"), encoder=Toy()), 3)
    assert "write.begin" not in [button.key for button in app.button]


def test_the_language_that_has_nothing_in_the_row_comes_first(opened: Opening) -> None:
    spanish = ("Insta a los Estados a informar cada año;", "Pide un informe.", "Decide crear 12 centros.")
    comparison = work(
        draft("es", "draft", *spanish[:2]), draft("es", "rev1", *spanish), draft("fr", "rev1", *FRENCH)
    )
    app = opened(comparison, 3)
    assert field(app)["language"] == "fr"
    app.segmented_control(key="write.language").set_value("es").run()
    assert field(app)["text"] == spanish[2]


def test_terms_of_the_paragraph_are_offered_as_they_are_put_in(opened: Opening) -> None:
    terms = (
        Concept({"en": ("regional centre*",), "fr": ("centre* régionaux*", "autre")}, {}),
        Concept({"en": ("decides",)}, {}),
        Concept({"en": ("report",), "fr": ("rapport",)}, {}),
    )
    app = begun(opened(work(), 3, terms))
    assert [each["term"] for each in field(app)["terms"]] == ["centre* régionaux"]


def update(comparison: Comparison, *asks: Ask, text: str = "") -> Update:
    """An update of French in which only the last paragraph is new."""
    old, new = (comparison.documents[DocumentKey("en", version)] for version in comparison.versions)
    french = comparison.documents[DocumentKey("fr", "rev1")]
    paragraphs = [
        UpdatedParagraph(UpdateAction.KEEP, (index,), (index,), (index,), None, each)
        for index, each in enumerate(french.texts())
    ]
    paragraphs.append(UpdatedParagraph(UpdateAction.INSERT, (), (), (2,), None, text, (), asks))
    made = document("fr", *(each.text for each in paragraphs))
    return Update("fr", french, old, new, tuple(paragraphs), made)


@pytest.mark.parametrize(
    ("text", "proposals", "expected"),
    [
        (WRITTEN, (), WRITTEN),
        ("", ("Décide de créer", "Décide"), "Décide de créer"),
        ("", (), ""),
    ],
)
def test_what_the_update_proposes_is_put_into_the_field(
    opened: Opening,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    proposals: tuple[str, ...],
    expected: str,
) -> None:
    ask = Ask(AskKind.TRANSLATE, ADDED, None, tuple(Proposal(each, "memory", 0.5) for each in proposals))
    monkeypatch.setattr(running, "update", lambda work, code: update(work, ask, text=text))
    app = typed(begun(opened(work(), 3)), "Dé")
    app.button(key="write.propose").click().run()
    assert not app.exception
    assert field(app)["text"] == expected
    toasts = [each.value for each in app.toast]
    assert ("There is no proposal for this paragraph." in toasts) == (not expected)


def test_other_paragraphs_begin_with_what_the_update_proposes(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "update", lambda work, code: update(work, text=WRITTEN))
    app = begun(opened(work(), 3), row=2)
    app.button(key="write.propose").click().run()
    assert field(app)["text"] == FRENCH[1]
    open_panel(app, 3)
    assert field(app)["text"] == WRITTEN
    app.button(key="write.save").click().run()
    assert texts(app, "fr", "rev1") == [*FRENCH, WRITTEN]


def test_an_update_that_fails_leaves_what_was_typed(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> Update:
        raise EncoderError(verbatim("the model is gone"))

    monkeypatch.setattr(running, "update", fail)
    app = typed(begun(opened(work(), 3)), "Dé")
    app.button(key="write.propose").click().run()
    assert not app.exception
    assert "the model is gone" in html(app)
    assert field(app)["text"] == "Dé"


def test_a_row_of_a_table_keeps_its_cells(opened: Opening) -> None:
    texts_of = {"en": ("Office\tPosts", "Vienna\t12"), "fr": ("Bureau\tPostes", "Vienne\t12")}
    documents = {}
    for language, version in ((language, version) for language in texts_of for version in ("draft", "rev1")):
        key, made = draft(language, version, *texts_of[language])
        rows = tuple(replace(each, kind=SegmentKind.ROW) for each in made.segments)
        documents[key] = replace(made, segments=rows)
    app = opened(compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy()), 2)
    typed(app, "Vienne 12")
    app.button(key="write.save").click().run()
    assert not app.exception
    assert texts(app, "fr", "rev1")[1] == "Vienne\t12"
    assert app.toast
    assert field(app)["text"] == "Vienne 12"
