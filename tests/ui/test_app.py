"""The app's logic, without a browser: Streamlit's own test harness on the sample set."""

from __future__ import annotations

import gc
import re
import threading
from dataclasses import replace
from pathlib import Path

import grouped
import pandas as pd
import pytest
import sample
from drawn import html
from hostile import HOSTILE, Page, poisoned
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from aligner.alignment import corrections
from aligner.comparison.layout import laid_out
from aligner.formats.html.amendment_matrix import sign
from aligner.pipeline import file_guesses
from aligner.pipeline import run as pipeline
from aligner.project.saved_work import Project
from aligner.readers.glossary import from_table
from aligner.ui import glossary_tab, guard, text_pane
from aligner.ui.state import current_findings, current_view, navigation, running
from aligner.values import Bead, Finding, LinkOrigin, Message, Severity, Span
from aligner.values.glossary import Concept
from aligner.values.message import EncoderError
from aligner.view.build import build
from aligner.view.summarise import summary_of

TIMEOUT = 60


def opened(app: AppTest) -> AppTest:
    app.run()
    app.button(key="start.example").click().run()
    assert not app.exception
    return app


def test_the_first_screen_offers_the_example_and_the_users_files(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.button(key="start.example").label == "Open the example"
    assert len(app.get("file_uploader")) == 1


def test_one_click_shows_the_amendments(app: AppTest) -> None:
    page = html(opened(app))
    assert '<ins><span class="vh" lang="en"> inserted: </span>鼓励' in page
    assert "did not reach this language" in page  # the tooltip of the sign
    assert app.multiselect(key="desk.languages").value == list(sample.LANGUAGES)


def test_opened_work_is_frozen_for_gc_and_still_freed(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_view, "PAUSE", 0)
    opened(app)
    for thread in threading.enumerate():
        if thread.name == current_view.NAME:
            thread.join(30)
    known = {id(document) for document in work(app).comparison.documents.values()}
    assert known
    assert not known & {id(each) for each in gc.get_objects()}  # what the collector looks at
    apart = gc.get_freeze_count()
    for name in ("timeline", "cache", "view"):
        del app.session_state[f"aligner.{name}"]
    assert gc.get_freeze_count() < apart - 100


def test_columns_can_be_chosen(app: AppTest) -> None:
    opened(app)
    app.multiselect(key="desk.languages").set_value(["ar", "ru"]).run()
    page = html(app)
    assert 'lang="ar" dir="rtl"' in page
    assert "Encourage" not in page
    app.multiselect(key="desk.languages").set_value([]).run()
    assert "Choose a language under “Columns”." in html(app)


def test_drafts_can_be_chosen(app: AppTest) -> None:
    opened(app)
    app.selectbox(key="desk.drafts").set_value('[null, "draft"]').run()
    page = html(app)
    assert "<ins>" not in page
    assert "2017" in page
    assert "2018</ins>" not in page


def test_only_what_changed(app: AppTest) -> None:
    opened(app)
    assert 'id="r12"' in html(app)
    app.selectbox(key="desk.only").set_value("changed").run()
    page = html(app)
    assert 'id="r12"' not in page
    assert "<ins>" in page
    app.multiselect(key="desk.kinds").set_value(["inserted"]).run()
    assert html(app).count('<tr id="r') < page.count('<tr id="r')


def test_the_menu_of_languages_has_a_plain_name(app: AppTest) -> None:
    """Streamlit names fields by their labels as written, which a screen reader reads out."""
    assert app.run().selectbox(key="locale.widget").label == "Interface language"


def test_pages_turn_and_go_to_an_amendment(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "SIZES", (4, 5))
    monkeypatch.setattr(navigation, "USUAL_SIZE", 4)
    opened(app)
    assert 'id="r5"' not in html(app)
    assert app.button(key="text.back").disabled
    app.button(key="text.forth").click().run()
    assert 'id="r5"' in html(app)
    assert 'id="r4"' not in html(app)
    app.button(key="text.forth").click().run()
    assert 'id="r9"' in html(app)
    assert app.button(key="text.forth").disabled
    app.selectbox(key="text.entry").set_value(1).run()
    assert '<tr id="r3" class="amended here">' in html(app)
    assert app.query_params["row"] == "3"


def test_a_text_of_two_pages_is_one_page(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "USUAL_SIZE", 6)
    opened(app)
    assert 'id="r7"' in html(app)
    assert not [button for button in app.button if button.key == "text.forth"]


def test_words_are_found_in_every_column(app: AppTest) -> None:
    opened(app)
    app.text_input(key="desk.query").set_value("encourage").run()
    page = html(app)
    assert "<mark>" in page
    assert page.count('<tr id="r') < 12
    app.text_input(key="desk.query").set_value("no <b>such</b> words").run()
    assert "Nothing found for “no &lt;b&gt;such&lt;/b&gt; words”" in html(app)
    assert "of 0" not in html(app)
    app.button(key="text.all").click().run()
    assert app.text_input(key="desk.query").value == ""
    assert html(app).count('<tr id="r') == 12


def test_a_link_to_a_row_that_filters_hide_takes_them_off(app: AppTest) -> None:
    opened(app)
    app.text_input(key="desk.query").set_value("encourage").run()
    app.selectbox(key="text.entry").set_value(0).run()
    assert app.text_input(key="desk.query").value == ""
    assert 'here">' in html(app)


def chosen(app: AppTest, number: int) -> AppTest:
    """The example with a row chosen, as a click on it does, and all actions on it shown."""
    opened(app)
    app.session_state["desk.here"] = number
    app.run()
    assert "panel.cut" not in [button.key for button in app.button]
    app.button(key="panel.more").click().run()
    assert not app.exception
    return app


def work(app: AppTest) -> Project:
    found = app.session_state["aligner.timeline"].present
    assert isinstance(found, Project)
    return found


def beads(app: AppTest, language: str) -> tuple[Bead, ...]:
    return next(
        each.beads
        for (_, theirs), each in work(app).comparison.alignments.items()
        if theirs.language == language and theirs.version == "rev1"
    )


def test_a_link_is_unlinked_merged_and_undone(app: AppTest) -> None:
    chosen(app, 3)
    before = beads(app, "en")
    app.button(key="panel.action2").click().run()
    assert len(beads(app, "en")) == len(before) + 1
    app.button(key="steps.undo").click().run()
    assert beads(app, "en") == before
    app.button(key="steps.redo").click().run()
    assert len(beads(app, "en")) == len(before) + 1
    app.button(key="steps.undo").click().run()
    app.button(key="panel.action1").click().run()
    assert len(beads(app, "en")) == len(before) - 1
    made = [bead for bead in beads(app, "en") if bead.origin is LinkOrigin.CONFIRMED]
    assert [bead.shape for bead in made] == [(2, 2)]


def test_a_link_is_split_at_the_chosen_place(app: AppTest) -> None:
    chosen(app, 3)
    app.button(key="panel.action1").click().run()
    made = next(bead for bead in beads(app, "en") if bead.origin is LinkOrigin.CONFIRMED)
    app.button(key="panel.split").click().run()
    assert not app.exception
    halves = [bead for bead in beads(app, "en") if bead.origin is LinkOrigin.CONFIRMED]
    assert [half.shape for half in halves] == [(1, 1), (1, 1)]
    assert halves[0].source.start == made.source.start


def test_a_paragraph_is_cut_and_pasted_at_another_row(app: AppTest) -> None:
    chosen(app, 3)
    app.button(key="panel.cut").click().run()
    assert "choose another row and paste" in html(app)
    app.session_state["desk.here"] = 4
    app.run()
    app.button(key="panel.paste").click().run()
    assert not app.exception
    assert "Done: moved a paragraph." in html(app)
    made = [bead for bead in beads(app, "en") if bead.origin is LinkOrigin.CONFIRMED]
    assert [(bead.source, bead.target) for bead in made] == [(Span(3, 4), Span(2, 4))]
    app.button(key="steps.undo").click().run()
    assert not [bead for bead in beads(app, "en") if bead.origin is LinkOrigin.CONFIRMED]


def test_the_links_of_a_row_are_confirmed_in_every_language(app: AppTest) -> None:
    chosen(app, 3)
    app.button(key="panel.confirm").click().run()
    assert "<bdi>English</bdi> (confirmed)</span>" in html(app)
    alignments = [a for pair, a in work(app).comparison.alignments.items() if pair[0].version == "rev1"]
    assert [len(corrections.confirmed(alignment)) for alignment in alignments] == [1] * len(alignments)
    app.button(key="panel.confirm").click().run()
    alignments = [a for pair, a in work(app).comparison.alignments.items() if pair[0].version == "rev1"]
    assert not [each for alignment in alignments for each in corrections.confirmed(alignment)]


def test_a_row_is_marked_as_reviewed(app: AppTest) -> None:
    chosen(app, 3)
    app.button(key="panel.review").click().run()
    assert 'aria-label="reviewed"' in html(app)
    app.selectbox(key="desk.only").set_value("unreviewed").run()
    assert 'id="r3"' not in html(app)


def test_unconfirmed_links_are_realigned(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "realign", lambda *_, **__: sample.comparison(["zh", "en"]))
    chosen(app, 3)
    app.button(key="panel.realign").click().run().run()
    assert work(app).comparison.languages == ("zh", "en")
    app.button(key="steps.undo").click().run()
    assert work(app).comparison.languages == sample.LANGUAGES


def test_an_impossible_link_gives_a_one_line_error(app: AppTest) -> None:
    chosen(app, 3)
    app.session_state["panel.link_with"] = True  # as a click on its head does
    app.button(key="panel.action1").click().run()
    far = next(each for each in app.pills if str(each.key).startswith("panel.run.zh"))
    far.set_value([7]).run()
    app.button(key="panel.link").click().run()
    assert not app.exception
    assert 'class="message problem" role="alert">' in html(app)
    assert "unlink or unconfirm those first" in html(app)


DIFFERENT = Message("facts.differ", pivot="zh", expected=("28",), found=("26",))
FOUND = (
    Finding("numbers", Severity.ERROR, (2,), "en", None, "28", "26", DIFFERENT),
    Finding("form", Severity.FORM, (4,), "ru", None, "", "", Message("form.doubled")),
)


def checked(app: AppTest, monkeypatch: pytest.MonkeyPatch, found: tuple[Finding, ...] = FOUND) -> AppTest:
    monkeypatch.setattr(running, "prepare_check", lambda *_: lambda report: found)
    opened(app)
    app.segmented_control(key="desk.part").set_value("part.findings").run()
    assert not app.exception
    return app


def test_the_panel_opens_on_the_language_of_the_finding(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(app, monkeypatch)
    for number, language in ((1, "ru"), (0, "en")):
        app.session_state["desk.part"] = "part.findings"
        app.run()
        app.session_state["desk.finding"] = grouped.lines(app)[number]["id"]
        app.run()
        app.button(key="findings.go").click().run()
        assert app.session_state["desk.link_language"] == language


def test_the_words_of_a_finding_are_marked_at_the_chosen_row(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = build(sample.comparison())
    row = next(row for row in view.rows if row.place == "PP1")
    words = view.columns[0].document.text_of(row.cells[0].blocks[0].segment)[:2]
    checked(app, monkeypatch, (replace(FOUND[0], rows=(row.source or 0,), expected=words),))
    app.segmented_control(key="desk.part").set_value("part.text").run()
    assert 'class="flagged"' not in html(app)
    app.session_state["desk.here"] = row.number
    app.run()
    assert re.search(rf'<tr id="r{row.number}" class="[^"]*here">.*?<mark class="flagged">', html(app))


def test_a_single_language_notes_skipped_checks(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sample.comparison()
    alone = {key: each for key, each in whole.documents.items() if key.language == whole.pivot}
    drafts = {keys: each for keys, each in whole.revisions.items() if keys[0].language == whole.pivot}
    one = laid_out(replace(whole, documents=alone, alignments={}, revisions=drafts))
    monkeypatch.setattr(running, "compare_bundled", lambda **_: one)
    checked(app, monkeypatch, ())
    assert "there is only one here" in html(app)


def test_dismissed_findings_are_filtered_once_per_page(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(project: Project, found: tuple[Finding, ...]) -> tuple[tuple[Finding, ...], ...]:
        asked.append(len(found))
        return found, ()

    monkeypatch.setattr(current_findings, "open_findings", counted)
    checked(app, monkeypatch)
    app.segmented_control(key="desk.part").set_value("part.text").run()
    assert html(app).count('class="found"') == 2
    assert asked.count(len(FOUND)) == 1


def test_findings_are_listed_filtered_and_dismissed(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(app, monkeypatch)
    assert [group["title"] for group in grouped.groups(app)] == ["OP1", "old OP2"]
    app.multiselect(key="desk.finding_severities").set_value(["form"]).run()
    assert grouped.texts(app) == ["Russian: an extra space or punctuation mark"]
    app.multiselect(key="desk.finding_severities").set_value([]).run()
    app.segmented_control(key="desk.part").set_value("part.text").run()
    assert html(app).count('aria-label="has findings"') == 2
    app.session_state["desk.here"] = 3
    app.session_state["desk.panel"] = True
    app.run()
    note = next(box for box in app.text_input if box.key.startswith("findings.note.row0"))
    note.set_value("as agreed").run()
    next(b for b in app.button if b.key.startswith("findings.dismiss.row0")).click().run()
    assert list(work(app).dismissed.values()) == ["as agreed"]
    assert html(app).count('aria-label="has findings"') == 1
    app.segmented_control(key="desk.part").set_value("part.findings").run()
    assert len(grouped.lines(app)) == 1
    app.toggle(key="desk.finding_aside").set_value(True).run()
    assert grouped.texts(app) == ["English: Chinese has 28 where this has 26"]


def test_ticked_findings_are_dismissed_and_restored_in_one_step(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(app, monkeypatch)
    every = tuple(line["id"] for line in grouped.lines(app))
    monkeypatch.setattr(text_pane, "ticked", lambda key: every)
    app.run()
    app.text_input(key="findings.note.ticked").set_value("as agreed").run()
    app.button(key="findings.dismiss.ticked").click().run()
    assert list(work(app).dismissed.values()) == ["as agreed"] * 2
    assert "No findings match these filters." in html(app)
    app.toggle(key="desk.finding_aside").set_value(True).run()
    app.button(key="findings.take_up.ticked").click().run()
    assert work(app).dismissed == {}
    steps = app.session_state["aligner.timeline"].past
    assert [steps.what, steps.beyond.what] == ["step.take_up", "step.dismiss"]


def test_amendments_are_listed_by_weight_or_place_and_filtered(app: AppTest) -> None:
    opened(app)
    app.segmented_control(key="desk.part").set_value("part.amendments").run()
    titles = [group["title"] for group in grouped.groups(app)]
    assert titles[0].startswith("Not carried over")
    by_weight = grouped.lines(app)
    assert ["lacking", "▲", "not carried over"] in [list(cell) for cell in by_weight[0]["cells"]]
    assert by_weight[0]["passages"][0]["language"] == "en"  # as the interface
    app.selectbox(key="desk.reader").set_value("zh").run()
    assert [each["language"] for each in grouped.lines(app)[0]["passages"]] == ["zh"]
    app.segmented_control(key="desk.amendments_order").set_value("amendment.by_place").run()
    rows = [int(line["id"]) for line in grouped.lines(app)]
    assert rows == sorted(int(line["id"]) for line in by_weight)
    app.selectbox(key="desk.only").set_value("not_carried").run()
    assert 0 < len(grouped.lines(app)) < len(by_weight)


def test_amendments_are_listed_in_the_matrix_of_the_summary(app: AppTest) -> None:
    opened(app)
    app.segmented_control(key="desk.part").set_value("part.amendments").run()
    view = build(app.session_state["aligner.timeline"].present.comparison)
    summary = summary_of(view, "en", whole=True)
    lines = [line for group in summary.groups for line in group.lines]
    shown = grouped.lines(app)
    assert [line["id"] for line in shown] == [str(line.row) for line in lines]
    signs = [[cell[1] for cell in line["cells"]] for line in shown]
    assert signs == [[sign(line, code) for code in summary.languages] for line in lines]
    app.session_state["desk.amendment"] = shown[0]["id"]
    app.run()
    decision = next(each for each in app.segmented_control if str(each.key).startswith("decision.kind.list"))
    decision.set_value("rejected").run()
    cells = {line["id"]: list(line["cells"][-1]) for line in grouped.lines(app)}
    assert cells[shown[0]["id"]] == ["decision", "✗", "Rejected"]
    assert cells[shown[1]["id"]] == ["decision", "", ""]


def test_a_search_that_leaves_no_amendment_can_be_taken_off_beside_the_table(app: AppTest) -> None:
    opened(app)
    app.text_input(key="desk.query").set_value("no such words").run()
    app.segmented_control(key="desk.part").set_value("part.amendments").run()
    assert "Nothing found for “no such words”" in html(app)
    app.button(key="text.all").click().run()
    assert grouped.lines(app)


def test_a_glossary_is_shown_with_its_hits(app: AppTest) -> None:
    opened(app)
    concept = Concept({"zh": ("鼓励",), "en": ("encourage*",)}, {})
    timeline = app.session_state["aligner.timeline"]
    app.session_state["aligner.timeline"] = timeline.moved(replace(timeline.present, glossary=(concept,)))
    app.segmented_control(key="desk.part").set_value("part.glossary").run()
    assert not app.exception
    hits = app.dataframe[-1].value
    assert [str(cell) for cell in hits.iloc[0]][:2] == ["鼓励 (1)", "encourage* (1)"]


def test_terms_are_edited_anew_though_the_browser_sends_the_edits_of_the_last_visit(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionState, "_remove_stale_widgets", lambda *_: None)
    opened(app)
    app.segmented_control(key="desk.part").set_value("part.glossary").run()
    grid = app.session_state["aligner.terms"]
    first = grid.key
    app.run()
    assert grid.key == first
    grid.now = pd.DataFrame([{"zh": "鼓励", "en": "encourage*", "status": "preferred"}])
    app.segmented_control(key="desk.part").set_value("part.text").run()
    app.segmented_control(key="desk.part").set_value("part.glossary").run()
    assert grid.key != first
    assert list(grid.start["en"]) == ["encourage*"]


def test_rows_of_the_glossary_with_one_term_are_counted_before_they_are_left_out() -> None:
    rows = [{"zh": "鼓励", "en": "encourage"}, {"zh": "鼓励", "en": " "}, {"en": "urge"}, {"zh": None}]
    assert glossary_tab.incomplete(rows, ["zh", "en"]) == 2
    assert len(from_table(rows, ["zh", "en"])) == 1


def test_everything_is_exported(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "prepare_check", lambda *_: lambda report: FOUND)
    opened(app)
    app.selectbox(key="desk.only").set_value("changed").run()
    app.segmented_control(key="desk.part").set_value("part.export").run()
    tried = 0
    for what in app.selectbox(key="desk.export_what").options:
        app.selectbox(key="desk.export_what").select(what).run()
        tracked = "Word, tracked changes (.docx)" in app.selectbox(key="desk.export_format").options
        assert tracked == what.startswith(("Changes between drafts", "Bring up to date"))
        for extension in app.selectbox(key="desk.export_format").options:
            if extension.startswith("PDF"):
                continue  # needs a browser; tests/readers/test_pdf.py has it
            app.selectbox(key="desk.export_format").select(extension)
            if not app.toggle(key="desk.export_shown").disabled:
                app.toggle(key="desk.export_shown").set_value(tried % 2 == 0)
            app.button(key="export.make").click().run()  # one run for the three, as it is slow
            assert not app.exception, (what, extension)
            assert 'role="alert"' not in html(app), (what, extension, html(app)[-300:])
            assert len(app.get("download_button")) == 1
            tried += 1
    assert tried > 40


def test_documents_are_freed(app: AppTest) -> None:
    opened(app)
    app.button(key="project.close").click().run()
    assert not app.exception
    assert app.button(key="start.example")
    assert not {"aligner.timeline", "aligner.cache", "aligner.view", "desk.here"} & set(app.session_state)


def test_an_error_is_one_line_and_never_markup(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise EncoderError("no model in <b>*here*</b>; do $this$")

    monkeypatch.setattr(running, "compare_bundled", fail)
    app.run()
    app.button(key="start.example").click().run()
    assert not app.exception
    message = "no model in &lt;b&gt;*here*&lt;/b&gt;; do $this$"
    assert f'role="alert" lang="en" dir="ltr">{message}</p>' in html(app)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_part(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(running, "compare_bundled", lambda **_: poisoned(text))
    opened(app)
    shown = html(app)
    app.segmented_control(key="desk.part").set_value("part.summary").run()
    shown += html(app)
    page = Page(shown)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "form", "input", "button", "iframe"}
    assert not [key for _, found in page.tags for key in found if key.startswith("on")]
    assert all(address.startswith("#") for address in page.having("href"))
    said = [element.value for element in (*app.markdown, *app.title, *app.caption, *app.header)]
    assert not [words for words in said if text in words]  # nothing of a document passes through markdown


def test_too_little_memory_is_reported_with_advice(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(running, "compare_bundled", exhausted)
    app.run()
    app.button(key="start.example").click().run()
    assert not app.exception
    assert "not enough memory" in html(app)


def test_nothing_is_shown_to_a_network(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LOOPBACK", frozenset())
    monkeypatch.setattr(guard, "is_installed", lambda: False)
    app.run()
    assert "would be visible to the network" in html(app)
    assert not app.button


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ccpcj-27-draft-resolution-rev1.zh.txt", "rev1"),
        ("E_CN.15_2018_L.6_Rev.12.pdf", "rev12"),
        ("draft.zh.txt", "draft"),
        ("sdg-2017.en.txt", "2017"),
        ("contract v2.docx", "v2"),
        ("overview.docx", ""),
        ("renewed.docx", ""),
        ("старый.txt", ""),
        ("New York Declaration.en.txt", ""),
        ("Final_Act.docx", ""),
        ("New York Declaration draft.docx", "draft"),
        ("new text.docx", "new"),
        ("Final Draft.docx", "final"),
    ],
)
def test_version_of(name: str, expected: str) -> None:
    assert file_guesses.version_of(name) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([("zh", ""), ("zh", "")], ["1", "2"]),
        ([("zh", "rev1"), ("en", "rev1")], ["rev1", "rev1"]),
        ([("zh", ""), ("zh", "1"), ("zh", "")], ["2", "1", "3"]),
        ([("zh", "rev1"), ("fr", ""), ("zh", "draft")], ["rev1", "rev1", "draft"]),
        ([("zh", ""), ("en", "")], ["", ""]),
        ([("en", "2017"), ("en", "2020"), ("ar", "2017"), ("ar", "")], ["2017", "2020", "2017", "2020"]),
        ([("en", "v1"), ("en", "v2"), ("en", "v3"), ("ar", "v1"), ("ar", "")], ["v1", "v2", "v3", "v1", ""]),
    ],
)
def test_distinct_versions(keys: list[tuple[str, str]], expected: list[str]) -> None:
    assert file_guesses.distinct_versions(keys) == expected


def test_the_date_of_issue_orders_drafts_that_nothing_else_distinguishes() -> None:
    unnamed = [("en", ""), ("en", ""), ("fr", "")]
    assert file_guesses.distinct_versions(unnamed, ["2025-12-09", "2025-11-13", None]) == ["2", "1", "2"]
    assert file_guesses.distinct_versions(unnamed[:2], ["2025-12-09", None]) == ["1", "2"]


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("A/C.3/80/L.5/Rev.1", "rev1"),
        ("E/CN.15/2018/L.6", "draft"),
        ("A/CONF.232/2023/CRP.1", "draft"),
        ("S/RES/2334", "adopted"),
        ("A/80/604", ""),
    ],
)
def test_the_draft_that_a_symbol_names(symbol: str, expected: str) -> None:
    assert file_guesses.version_of_symbol(symbol) == expected


def test_settings_hold_wherever_the_app_is_started(root: Path) -> None:
    ours = (root / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    packaged = root / "aligner" / "ui" / ".streamlit" / "config.toml"
    assert packaged.read_text(encoding="utf-8") == ours
    assert 'address = "127.0.0.1"' in ours
    assert "gatherUsageStats = false" in ours


def test_two_drafts_of_one_language_are_side_by_side(app: AppTest) -> None:
    opened(app)
    app.selectbox(key="desk.drafts").set_value("own").run()
    assert "中文 rev1" in html(app), "it begins with the columns that stood there"
    assert app.multiselect(key="desk.languages").disabled
    app.multiselect(key="desk.columns").set_value([]).run()
    assert "Choose a language under “Columns”." in html(app)
    chosen_columns = ['["zh", "rev1", "draft"]', '["zh", "draft", null]', '["ar", "rev1", null]']
    app.multiselect(key="desk.columns").set_value(chosen_columns).run()
    assert not app.exception
    names = re.findall(r'<td[^>]*data-column="([^"]*)"', html(app))
    assert list(dict.fromkeys(names)) == ["中文 rev1", "中文 draft", "العربية rev1"]


def test_a_row_stays_in_sight_while_it_is_worked_on(app: AppTest) -> None:
    """A confirmed link is the surest: sorting again would move the row off the page while in use."""
    opened(app)
    app.session_state["filter.more"] = True  # as a click on its head does
    app.run().toggle(key="desk.uncertain_first").set_value(True).run()
    app.session_state["desk.here"] = int(order(app)[1][0])
    app.run()
    for deed in ("panel.confirm", "panel.review"):
        app.button(key=deed).click().run()
        assert order(app)[1] == (str(app.session_state["desk.here"]), "here")
    app.selectbox(key="desk.only").set_value("unreviewed").run()
    assert app.session_state["desk.here"] is None
    assert not any("here" in classes for _, classes in order(app))


def test_the_pages_count_rows_as_the_project_does(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old place of a moved paragraph is a line of its own, but no row."""
    monkeypatch.setattr(navigation, "USUAL_SIZE", 5)
    page = html(opened(app))
    total = len(work(app).comparison.rows)
    assert f"0 of {total} rows reviewed" in page
    assert f"of {total}</p>" in page
    assert len(app.session_state["aligner.shown"]) > total


def test_rows_keep_the_order_of_the_text_after_a_merge_upwards(app: AppTest) -> None:
    chosen(app, 10)
    for deed in ("panel.action0", "steps.undo"):
        app.button(key=deed).click().run()
        assert not app.exception
        numbers = [int(number) for number, _ in order(app)]
        assert numbers == list(range(1, 1 + len(numbers)))


def order(app: AppTest) -> list[tuple[str, str]]:
    """The rows on the page: number, and whether it is the chosen one, among other things."""
    row = r'<tr id="r(\d+)"(?: class="([^"]*)")?'
    text, _, rest = html(app).partition('<template class="chosen">')
    chosen, _, rest = rest.partition("</template>")
    instead = dict(re.findall(row, chosen))
    return [(number, instead.get(number, classes)) for number, classes in re.findall(row, text + rest)]
