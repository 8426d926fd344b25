"""Words that text recognition may have misread, corrected by hand in the project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drawn import open_by_path, open_panel
from simple_values import document
from streamlit.testing.v1 import AppTest

from aligner.comparison.compare import compare
from aligner.comparison.redivided import with_note_word, with_word
from aligner.pipeline.run import open_bytes
from aligner.project import store
from aligner.project.project_tables import refuse_contradictions
from aligner.project.saved_work import Project
from aligner.segmentation.redivision import corrected
from aligner.values import ChangeKind, Comparison, Document, DocumentKey, Footnote, NoteMark, Span
from aligner.view.build import build
from aligner.view.row_filters import Filter, Only, select
from aligner.view.summarise import verdict_of
from tests.comparison.test_compare import Toy
from tests.comparison.test_redivision import origins

OLD, NEW = DocumentKey("en", "draft"), DocumentKey("en", "rev1")
TEXTS = ("States shall report by 2025.", "The parties meet every year.")


def misread(whole: Document, *words: str) -> Document:
    """The document with some words doubtful."""
    spans = sorted(Span(at, at + len(word)) for word in words for at in [whole.text.index(word)])
    return replace(whole, doubtful=tuple(spans))


@pytest.fixture
def scanned() -> Comparison:
    """The new draft is a scan: 2O25 instead of 2025, and a doubtful word that is right."""
    read = (TEXTS[0].replace("2025", "2O25"), TEXTS[1])
    documents = {
        OLD: replace(document("en", *TEXTS), version="draft"),
        NEW: misread(replace(document("en", *read), version="rev1"), "2O25", "parties"),
    }
    return compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())


def test_a_corrected_word_is_certain_and_the_rest_keeps_its_place() -> None:
    whole = misread(open_bytes(b"States rep0rt by 2O25.\n\nThey leave.", "a.en.txt"), "rep0rt", "2O25")
    made = corrected(whole, 0, whole.doubtful[1], "2025")
    assert made.texts() == ["States rep0rt by 2025.", "They leave."]
    assert [span.of(made.text) for span in made.doubtful] == ["rep0rt"]
    assert len(origins(whole)) - len(origins(made)) == 1
    longer = corrected(made, 0, made.doubtful[0], "reported")
    assert longer.texts() == ["States reported by 2025.", "They leave."]
    assert longer.doubtful == ()


def test_a_confirmed_word_changes_no_text() -> None:
    whole = misread(open_bytes(b"States report.", "a.en.txt"), "report")
    made = corrected(whole, 0, whole.doubtful[0], "report")
    assert made == replace(whole, doubtful=())


def test_characters_beside_each_other_are_one_word() -> None:
    whole = document("zh", "各国应报告。", "会议")
    last = whole.segments[1].span.start
    doubts = (Span(0, 1), Span(1, 2), Span(3, 4), Span(last, last + 1))
    whole = replace(whole, doubtful=doubts)
    assert [span.of(whole.text) for span in whole.misread_words(0)] == ["各国", "报"]
    assert [span.of(whole.text) for span in whole.misread_words(1)] == ["会"]
    made = corrected(whole, 0, Span(0, 2), "各方")
    assert made.texts() == ["各方应报告。", "会议"]
    assert made.doubtful == doubts[2:]


def test_a_correction_is_compared_anew(scanned: Comparison) -> None:
    kinds = [change.kind for change in scanned.revisions[OLD, NEW].changes]
    assert kinds == [ChangeKind.RECOGNISED, ChangeKind.UNCHANGED]
    word = scanned.documents[NEW].doubtful[0]
    right = with_word(scanned, NEW, 0, word, "2025")
    amended = with_word(scanned, NEW, 0, word, "2026")
    assert [c.kind for c in right.revisions[OLD, NEW].changes] == [ChangeKind.UNCHANGED] * 2
    assert [c.kind for c in amended.revisions[OLD, NEW].changes] == [ChangeKind.EDITED, ChangeKind.UNCHANGED]
    for made in (right, amended):
        refuse_contradictions(made)


@pytest.fixture
def noted() -> Comparison:
    """The new draft is a scan with a word of its footnote misread."""
    documents = {}
    for key, text, doubtful in (
        (OLD, "See resolution 71/167.", ()),
        (NEW, "See reso1ution 71/167.", (Span(4, 14),)),
    ):
        whole = replace(document("en", *TEXTS), version=key.version)
        first = replace(whole.segments[0], marks=(NoteMark("1", 6),))
        notes = (Footnote("1", text, doubtful=doubtful),)
        documents[key] = replace(whole, segments=(first, *whole.segments[1:]), footnotes=notes)
    return compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())


def test_a_word_of_a_footnote_is_corrected_and_compared_anew(noted: Comparison) -> None:
    (word,) = noted.documents[NEW].footnotes[0].doubtful
    right = with_note_word(noted, NEW, (0, 0), word, "resolution")
    (note,) = right.documents[NEW].footnotes
    assert (note.text, note.doubtful) == ("See resolution 71/167.", ())
    assert [change.kind for change in right.revisions[OLD, NEW].footnote_changes] == [ChangeKind.UNCHANGED]
    amended = with_note_word(noted, NEW, (0, 0), word, "decision")
    assert [change.kind for change in amended.revisions[OLD, NEW].footnote_changes] == [ChangeKind.EDITED]
    for made in (right, amended):
        refuse_contradictions(made)


def test_rows_of_footnotes_with_doubtful_words_are_counted_and_found(noted: Comparison) -> None:
    view = build(noted, [(NEW, OLD)])
    assert verdict_of(view).misread == 1
    assert [row.number for row in select(view, Filter(Only.MISREAD), hits=lambda query: ())] == [1]


def test_the_panel_corrects_a_word_of_a_footnote(app: AppTest, tmp_path: Path, noted: Comparison) -> None:
    path = tmp_path / "work.aligner"
    store.save(Project(noted), path)
    open_by_path(app, path)
    open_panel(app, 1)
    (field,) = (each for each in app.text_input if str(each.key).startswith("misread."))
    assert field.value == "reso1ution"
    field.set_value("resolution").run()
    assert not app.exception
    made = app.session_state["aligner.timeline"].present.comparison.documents[NEW]
    assert made.footnotes[0].text == "See resolution 71/167."
    assert store.load(path)[0].comparison.documents[NEW] == made


def test_words_that_may_be_misread_are_counted_and_found(scanned: Comparison) -> None:
    view = build(scanned, [(NEW, OLD)])
    assert verdict_of(view).misread == 2
    assert len(select(view, Filter(Only.MISREAD), hits=lambda query: ())) == 2
    view = build(with_word(scanned, NEW, 1, scanned.documents[NEW].doubtful[1], "parties"), [(NEW, OLD)])
    assert verdict_of(view).misread == 1
    assert [row.number for row in select(view, Filter(Only.MISREAD), hits=lambda query: ())] == [1]


def test_the_panel_corrects_and_undo_takes_it_back(app: AppTest, tmp_path: Path, scanned: Comparison) -> None:
    path = tmp_path / "work.aligner"
    store.save(Project(scanned), path)
    open_by_path(app, path)
    open_panel(app, 1)
    (field,) = (each for each in app.text_input if str(each.key).startswith("misread."))
    assert field.value == "2O25"
    field.set_value("2025").run()
    assert not app.exception
    made = app.session_state["aligner.timeline"].present.comparison.documents[NEW]
    assert made.texts() == list(TEXTS)
    assert [span.of(made.text) for span in made.doubtful] == ["parties"]
    assert store.load(path)[0].comparison.documents[NEW] == made
    app.button(key="steps.undo").click().run()
    before = app.session_state["aligner.timeline"].present.comparison.documents[NEW]
    assert before == scanned.documents[NEW]
