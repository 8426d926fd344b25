"""Paragraphs divided and joined by hand: the text, links, changes and decisions around them follow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sample
import writers
from drawn import open_by_path, open_panel
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_values import document, with_alignments
from streamlit.testing.v1 import AppTest

from aligner.comparison.carry_over import Indexed
from aligner.comparison.compare import compare
from aligner.comparison.layout import laid_out
from aligner.comparison.redivided import reviewed_after, with_divided, with_joined, with_text
from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.pipeline.tracked_drafts import update_in_place
from aligner.project import recent, store
from aligner.project.project_tables import refuse_contradictions
from aligner.project.saved_work import Project, Timeline
from aligner.revision.revise import revise
from aligner.segmentation.redivision import divided, joined, sentence_starts
from aligner.ui.paragraphs import offset_after
from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    DocumentPair,
    Message,
    MissingEdit,
    SegmentKind,
    Span,
)
from aligner.values.message import InputError, LinkError
from aligner.view.build import Choice, build
from aligner.view.column_text import Sheet
from tests.comparison.test_compare import Toy

EN, FR = DocumentKey("en", "rev1"), DocumentKey("fr", "rev1")


def origins(made: Document) -> dict[int, str]:
    """Each character that has a place in the source, by that place."""
    return {
        made.origin.source_of(at): character
        for at, character in enumerate(made.text)
        if made.origin.source_of(at) >= 0 and not character.isspace()
    }


# -- documents ----------------------------------------------------------------------------------


def test_dividing_keeps_the_text_and_its_places() -> None:
    whole = open_bytes(b"1. States report. They meet\nevery year.\n\n2. They leave.", "a.en.txt")
    two = divided(whole, 0, len("States report."))
    assert two.texts() == ["States report.", "They meet every year.", "They leave."]
    assert [segment.label for segment in two.segments] == ["1", None, "2"]
    assert (two.text, two.origin) == (whole.text, whole.origin)
    again = joined(two, 0)
    assert again.texts() == whole.texts()
    assert origins(again) == origins(whole)


@pytest.mark.parametrize(
    ("language", "texts", "whole"),
    [
        ("en", ("States report.", "They meet."), "States report. They meet."),
        ("zh", ("各国报告。", "各国开会。"), "各国报告。各国开会。"),
        ("ar", ("تقدم الدول تقارير.", "وتجتمع."), "تقدم الدول تقارير. وتجتمع."),
    ],
)
def test_joining_puts_a_space_where_the_language_has_one(
    language: str, texts: tuple[str, str], whole: str
) -> None:
    made = joined(document(language, *texts, "End."), 0)
    assert made.texts() == [whole, "End."]


def test_the_number_of_a_joined_paragraph_stays() -> None:
    made = document("en", "The following:", "reports;", "End.")
    segments = (made.segments[0], replace(made.segments[1], label="(a)"), made.segments[2])
    assert joined(replace(made, segments=segments), 0).texts() == ["The following: (a) reports;", "End."]


def test_marks_go_with_their_words() -> None:
    whole = sample.drafts("en")[1]
    index = next(n for n, each in enumerate(whole.segments) if len(each.marks) > 1)
    marks = whole.segments[index].marks
    at = marks[-1].position - whole.segments[index].span.start - 1
    two = divided(whole, index, at)
    assert two.segments[index].marks + two.segments[index + 1].marks == marks
    assert two.segments[index + 1].marks


@pytest.mark.parametrize("at", [0, 3, 99])
def test_both_parts_need_words(at: int) -> None:
    with pytest.raises(LinkError, match="both paragraphs need words"):
        divided(document("en", "One"), 0, at)


def test_rows_of_tables_stay_as_they_are() -> None:
    made = document("en", "One two", "Three")
    rows = replace(made, segments=tuple(replace(each, kind=SegmentKind.ROW) for each in made.segments))
    for action in (lambda: divided(rows, 0, 3), lambda: joined(rows, 0)):
        with pytest.raises(LinkError, match="rows of tables"):
            action()
    with pytest.raises(LinkError, match="last paragraph"):
        joined(made, 1)


def test_sentences_are_offered() -> None:
    assert sentence_starts(document("en", "States report. They meet."), 0) == [15]
    assert sentence_starts(document("zh", "各国报告。各国开会。"), 0) == [5]
    assert offset_after("States report. They meet.", len("Statesreport.")) == 15


# -- comparisons ----------------------------------------------------------------------------------


@pytest.fixture
def merged() -> Comparison:
    """A French paragraph for two English ones, in two drafts."""
    english = ("States shall report.", "They meet in May.", "The end is near.")
    texts = {
        "en@draft": (english[0], "They meet in April.", english[2]),
        "en@rev1": english,
        "fr@draft": ("States shall report. They meet in April.", english[2]),
        "fr@rev1": ("States shall report. They meet in May.", english[2]),
    }
    documents = {
        DocumentKey(*name.split("@")): replace(document(name[:2], *own), version=name[3:])
        for name, own in texts.items()
    }
    made = compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())
    beads = Bead(Span(0, 2), Span(0, 1), 0.7), Bead(Span(2, 3), Span(1, 2), 0.9)
    return with_alignments(made, dict.fromkeys(made.alignments, Alignment(beads, 3, 2)))


def test_a_divided_merger_is_linked_one_to_one(merged: Comparison) -> None:
    made = with_divided(merged, FR, 0, len("States shall report."))
    refuse_contradictions(made)
    assert [bead.shape for bead in made.alignments[EN, FR].beads] == [(1, 1)] * 3
    assert [bead.score for bead in made.alignments[EN, FR].beads] == [0.7, 0.7, 0.9]
    rows = [tuple(row.cells[key].start for key in (EN, FR)) for row in made.rows]
    assert rows == [(0, 0), (1, 1), (2, 2)]
    (revision,) = (each for keys, each in made.revisions.items() if keys[1] == FR)
    whole = revise(made.documents[DocumentKey("fr", "draft")], made.documents[FR])
    assert revision.changes == whole.changes


def test_dividing_both_drafts_gives_the_same_amendments_as_the_pivot(merged: Comparison) -> None:
    made = with_divided(merged, FR, 0, len("States shall report."))
    made = with_divided(made, DocumentKey("fr", "draft"), 0, len("States shall report."))
    refuse_contradictions(made)
    kinds = {keys[1].language: [c.kind for c in each.changes] for keys, each in made.revisions.items()}
    assert kinds["fr"] == kinds["en"]
    states = {each.language: dict(each.states) for each in made.amendments}
    assert set(states["en"].values()) == {"carried_over"}


def test_joining_again_gives_what_was(merged: Comparison) -> None:
    made = with_joined(with_divided(merged, FR, 0, len("States shall report.")), FR, 0)
    assert made.documents[FR].texts() == merged.documents[FR].texts()
    assert made.alignments == merged.alignments
    kinds = [[[c.kind for c in each.changes] for each in one.revisions.values()] for one in (made, merged)]
    assert kinds[0] == kinds[1]
    assert made.rows == merged.rows


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_division_gives_a_sound_comparison(data: st.DataObject) -> None:
    """As when all is laid out anew: each segment is in one link and one change."""
    made = with_alignments(sample.comparison(["en", "fr"]), {})
    sheets: dict[Choice, Sheet] = {}
    build(made, None, sheets)
    for _ in range(data.draw(st.integers(1, 3))):
        key = data.draw(st.sampled_from(sorted(made.documents)))
        index = data.draw(st.integers(0, len(made.documents[key]) - 1))
        before = made.documents[key]
        try:
            action = data.draw(st.sampled_from(["divide", "join", "write"]))
            if action == "divide":
                made = with_divided(made, key, index, data.draw(st.integers(0, 30)))
            elif action == "join":
                made = with_joined(made, key, index)
            else:
                made = with_text(made, key, index, before.text_of(index).swapcase())
        except LinkError:
            continue
        after = made.documents[key]
        words = ["".join("".join(each.texts()).split()).casefold() for each in (before, after)]
        assert words[0] == words[1] or any(segment.label for segment in before.segments)
        refuse_contradictions(made)
        anew = laid_out(made)
        assert (made.rows, made.amendments) == (anew.rows, anew.amendments)
        assert build(made, None, sheets) == build(made)
        assert store.from_bytes(store.to_bytes(Project(made)), "a").comparison.rows == made.rows


def test_amendments_elsewhere_keep_their_missing_edits() -> None:
    """They were found with an encoder, so they must not be looked for again."""
    before = sample.comparison(["en", "fr"])
    marked = [
        replace(each, missing={"fr": (MissingEdit(0, Span(1, 2)),)}) if each.language == "en" else each
        for each in before.amendments
    ]
    last = len(before.documents[EN]) - 1
    made = with_divided(replace(before, amendments=tuple(marked)), EN, last, 6)
    kept = [each.missing for each in made.amendments if each.language == "en" and each.missing]
    assert len(kept) >= len([each for each in marked if each.missing]) - 1 > 0


def test_changes_made_anew_have_their_shift_in_meaning(merged: Comparison) -> None:
    made = with_text(merged, FR, 0, "States shall report. They meet in July.", Toy())
    (revision,) = (each for keys, each in made.revisions.items() if keys[1] == FR)
    assert [each.shift for each in revision.changes if each.kind is ChangeKind.EDITED] != [None]


@pytest.fixture(scope="module")
def long() -> Comparison:
    """Two drafts in two languages, every fifth paragraph amended."""
    texts = [f"Paragraph {number} says that States shall report by {1900 + number}." for number in range(300)]
    olds = [text.replace("shall", "may") if number % 5 == 0 else text for number, text in enumerate(texts)]
    documents = {
        DocumentKey(language, version): replace(document(language, *own), version=version)
        for language in ("en", "fr")
        for version, own in (("draft", olds), ("rev1", texts))
    }
    return compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())


def test_a_division_keeps_the_other_rows_of_the_view(long: Comparison) -> None:
    sheets: dict[Choice, Sheet] = {}
    view = build(long, None, sheets)
    after = with_divided(long, FR, 31, 20)
    known = {id(cell) for row in view.rows for cell in row.cells}
    english = [row.cells[0] for row in build(after, None, sheets).rows]
    assert sum(id(cell) in known for cell in english) >= 295


def test_the_view_shows_a_divided_paragraph_though_the_timeline_keeps_its_row() -> None:
    one = replace(
        document("en", "States shall report. They meet in May.", "The end is near."), version="rev1"
    )
    text = laid_out(Comparison("", "en", ("rev1",), {EN: one}, {}, {}, ()))
    sheets: dict[Choice, Sheet] = {}
    build(text, None, sheets)
    steps = Timeline(Project(text)).done(Project(with_divided(text, EN, 0, 21)), "step.divide")
    after = steps.present.comparison
    assert after.rows[0] is text.rows[0]
    assert build(after, None, sheets).rows == build(after).rows


def test_the_view_shows_as_many_other_letters_in_a_set_of_one_draft() -> None:
    text = laid_out(Comparison("", "en", ("rev1",), {EN: document("en", "One.", "Two.", "Six.")}, {}, {}, ()))
    sheets: dict[Choice, Sheet] = {}
    build(text, None, sheets)
    after = with_text(text, EN, 1, "Ten.")
    assert build(after, None, sheets) == build(after)


def test_a_division_judges_few_amendments_anew(long: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging all of them took half of the time of a key."""
    judged: list[int] = []
    judge = Indexed.amendment

    def noted(indexed: Indexed, keys: DocumentPair, number: int) -> Amendment:
        judged.append(number)
        return judge(indexed, keys, number)

    monkeypatch.setattr(Indexed, "amendment", noted)
    after = with_divided(long, FR, 31, 20)
    assert len(judged) <= 4 < len(after.amendments) / 10


def test_what_was_reviewed_stays_so() -> None:
    places = frozenset({(EN, 0), (EN, 1), (EN, 3), (FR, 5)})
    assert reviewed_after(places, EN, 1, 1) == {(EN, 0), (EN, 1), (EN, 2), (EN, 4), (FR, 5)}
    assert reviewed_after(places, EN, 0, -1) == {(EN, 0), (EN, 2), (FR, 5)}
    assert reviewed_after(places, EN, 1, -1) == {(EN, 0), (EN, 2), (FR, 5)}


def test_an_update_of_a_divided_draft_is_divided(merged: Comparison) -> None:
    """Its Word file is written anew, and says why: that of the old draft has other paragraphs."""
    import io

    import docx

    made = docx.Document()
    texts = ("States shall report. They meet in April.", "The end is near, and all of them leave.")
    for text in texts:
        made.add_paragraph(text)
    data = io.BytesIO()
    made.save(data)
    old = open_bytes(data.getvalue(), "a.docx", info=DocumentInfo(language="fr"))
    two = divided(old, 0, len("States shall report."))
    result = writers.update_of(two, two)
    said: list[Message] = []
    assert update_in_place(result, data.getvalue(), "a.docx", Settings(notice=said.append)) is None
    assert "divided or joined by hand" in str(said[0])
    with pytest.raises(InputError, match="not the draft"):
        update_in_place(writers.update_of(merged.documents[FR], two), data.getvalue(), "a.docx")


# -- the app ---------------------------------------------------------------------------------------


def test_the_panel_divides_and_undo_takes_it_back(app: AppTest, tmp_path: Path, merged: Comparison) -> None:
    path = tmp_path / "work.aligner"
    store.save(Project(merged), path)
    open_by_path(app, path)
    open_panel(app, 1)
    app.session_state["panel.divide"] = True
    app.run()
    chosen = app.selectbox(key="divide.paragraph.0")
    chosen.set_value(chosen.options.index("Français: States shall report. They meet in May.")).run()
    app.button(key="divide.divide").click().run()
    assert not app.exception
    work = app.session_state["aligner.timeline"].present.comparison
    assert work.documents[FR].texts()[:2] == ["States shall report.", "They meet in May."]
    assert store.load(path)[0].comparison.documents[FR] == work.documents[FR]
    app.button(key="steps.undo").click().run()
    assert app.session_state["aligner.timeline"].present.comparison.documents[FR] == merged.documents[FR]


def test_a_division_sends_the_browser_what_it_changes_only(
    app: AppTest, tmp_path: Path, long: Comparison
) -> None:
    def text() -> str:
        (found,) = [e.proto.body for e in app.get("html") if '<table class="text"' in e.proto.body]
        return str(found)

    path = tmp_path / "work.aligner"
    store.save(Project(long), path)
    app.query_params["project"] = recent.remember(path, "Work")
    app.run()
    app.session_state["desk.here"] = 60
    app.run()
    before, steps = text(), app.session_state["aligner.timeline"]
    changed = with_divided(steps.present.comparison, FR, 59, 20)
    app.session_state["aligner.timeline"] = steps.done(
        replace(steps.present, comparison=changed), "step.divide"
    )
    app.run()
    assert not app.exception
    assert text() == before  # so the browser does not lay it out again
    (changes,) = [e.proto.body for e in app.get("html") if '<template class="changes"' in e.proto.body]
    assert changes.count('<p class="block') <= 6
    app.session_state["aligner.timeline"] = steps
    app.run()
    assert text() == before
    assert not app.exception
