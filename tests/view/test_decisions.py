"""Decisions on amendments: kept by what was amended, found by row, written to every file that has them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import grouped
import openpyxl
import pytest
import sample
from drawn import html, open_by_path
from simple_values import document
from streamlit.testing.v1 import AppTest

from aligner.cli.main import main
from aligner.comparison.compare import compare
from aligner.formats.reading import load_bytes
from aligner.formats.writing import export
from aligner.pipeline.run import add_document, diff_documents
from aligner.project import recent, store
from aligner.project.saved_work import Project, with_comparison, with_decision
from aligner.values import ChangeKind, Comparison, Decision, DecisionKind, DocumentKey
from aligner.values.results import RevisedPair
from aligner.view.build import build
from aligner.view.decisions import (
    DECISION_SIGNS,
    amended_rows,
    carried_decisions,
    decided_rows,
    fingerprints,
    versions_shown,
    with_decisions,
)
from aligner.view.summarise import summarise
from tests.comparison.test_compare import Toy

DISCUSS = Decision(DecisionKind.DISCUSS, "ask the capital")
ACCEPTED = Decision(DecisionKind.ACCEPTED)


def marks_of(comparison: Comparison, language: str = "en") -> dict[ChangeKind, str]:
    """Fingerprint of the first amendment of each kind in one language."""
    (drafts,) = (each for each in comparison.revisions if each[1].language == language)
    changes = comparison.revisions[drafts].changes
    found: dict[ChangeKind, str] = {}
    for number, mark in fingerprints(comparison)[drafts].items():
        found.setdefault(changes[number].kind, mark)
    return found


def test_labels_and_links_do_not_change_a_fingerprint() -> None:
    comparison = sample.comparison(["en", "fr"])
    documents = {
        key: replace(
            each,
            segments=tuple(
                replace(one, label=f"{one.label}9" if one.label else None) for one in each.segments
            ),
        )
        for key, each in comparison.documents.items()
    }
    again = replace(comparison, documents=documents, rows=comparison.rows[::-1])
    assert fingerprints(again) == fingerprints(comparison)


def test_an_amendment_worded_otherwise_is_another() -> None:
    one, two = (
        diff_documents(document("en", "States report."), document("en", new))
        for new in ("States report yearly.", "States report monthly.")
    )
    marks = [
        fingerprints(Comparison("", "en", ("a", "b"), docs, {}, {tuple(docs): pair.revision}, ()))
        for pair in (one, two)
        if (docs := {DocumentKey("en", "a"): pair.old, DocumentKey("en", "b"): pair.new})
    ]
    (first,), (second,) = (list(own.values()) for each in marks for own in each.values())
    assert first != second


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_the_decision_is_found_on_its_row(kind: DecisionKind) -> None:
    comparison = sample.comparison(["en", "fr"])
    marks = fingerprints(comparison)
    rows = amended_rows(comparison, marks)
    view = build(comparison)
    row, (first, *_) = next(iter(rows.items()))
    found = decided_rows(comparison, rows, {first.mark: Decision(kind)}, versions_shown(view))
    assert found[row].now == Decision(kind)
    assert [each for each, one in found.items() if one.now] == [row]
    assert all(found[view.rows[entry.row - 1].source].amended for entry in view.entries)


# -- a further draft --------------------------------------------------------------------------


def drafts(*texts: Sequence[str]) -> Comparison:
    """Drafts of one language."""
    names = [f"v{number}" for number in range(len(texts))]
    documents = {
        DocumentKey("en", name): replace(document("en", *text), version=name)
        for name, text in zip(names, texts, strict=True)
    }
    return compare(documents, versions=tuple(names), encoder=Toy())


MATTER = "resolutions on the matter,"
FIRST = (f"Recalling its {MATTER}", "States shall report every year.", "The Secretary-General informs them.")
SECOND = (f"Recalling all its {MATTER}", "States may report every year.", FIRST[2])
THIRD = (SECOND[0], "States may report every two years.", "The Secretary-General tells them.")
FOURTH = (f"Recalling all of its {MATTER}", *SECOND[1:])


def test_what_was_to_be_discussed_stays_open_in_a_new_draft() -> None:
    two, three = drafts(FIRST, SECOND), drafts(FIRST, SECOND, THIRD)
    marks = fingerprints(two)[DocumentKey("en", "v0"), DocumentKey("en", "v1")]
    project = Project(two)
    for number, decision in zip(marks, (DISCUSS, ACCEPTED), strict=True):
        project = with_decision(project, [marks[number]], decision)
    project = with_comparison(project, three)
    view = build(three)
    assert versions_shown(view) == {("v1", "v2")}
    rows = amended_rows(three, fingerprints(three))
    found = decided_rows(three, rows, project.decided, versions_shown(view))
    opened = {row for row, each in found.items() if each.is_open}
    (row,) = opened
    assert three.documents[DocumentKey("en", "v2")].text_of(row).startswith("Recalling all")
    assert found[row].before == DISCUSS
    assert not found[row].amended
    again = next(each for each in found.values() if each.before == ACCEPTED)
    assert again.amended
    assert again.now is None


def test_deciding_again_settles_what_was_open() -> None:
    three = drafts(FIRST, SECOND, FOURTH)
    marks = fingerprints(three)
    (first, *_), (again, *_) = (list(each.values()) for each in marks.values())
    found = decided_rows(
        three, amended_rows(three, marks), {first: DISCUSS, again: ACCEPTED}, versions_shown(build(three))
    )
    row = next(each for each in found.values() if each.before)
    assert (row.before, row.now, row.is_open) == (DISCUSS, ACCEPTED, False)


def test_a_draft_between_two_keeps_what_was_decided_on_them() -> None:
    """The amendment is made in two steps then, and each of them was decided on."""
    between = (FIRST[0], "States may report every 12 months.", FIRST[2])
    two, old, new = drafts(FIRST, SECOND), DocumentKey("en", "v0"), DocumentKey("en", "v1")
    (number,) = (n for n, change in enumerate(two.revisions[old, new].changes) if change.new.start == 1)
    decided = {fingerprints(two)[old, new][number]: DISCUSS}
    key = DocumentKey("en", "v0.5")
    inserted = replace(document("en", *between), version=key.version)
    three = add_document(two, key, inserted, ("v0", "v0.5", "v1"), encoder=Toy())
    carried = carried_decisions(two, three, decided)
    steps = [(old, key), (key, new)]
    assert [[carried.get(fingerprints(three)[drafts].get(n, "")) for n in range(3)] for drafts in steps] == [
        [None, DISCUSS, None],
        [None, DISCUSS, None],
    ]
    assert carried_decisions(two, two, decided) == {}


# -- the project -----------------------------------------------------------------------------


def test_decisions_are_saved_and_taken_back(tmp_path: Path) -> None:
    project = with_decision(Project(sample.comparison(["zh", "en"])), ["a" * 32, "b" * 32], DISCUSS)
    file = tmp_path / "a.aligner"
    token = store.save(project, file)
    assert store.load(file)[0].decided == {"a" * 32: DISCUSS, "b" * 32: DISCUSS}
    store.save(with_decision(project, ["a" * 32], None), file, token=token)
    assert store.load(file)[0].decided == {"b" * 32: DISCUSS}


# -- files -------------------------------------------------------------------------------------


@pytest.fixture
def decided() -> Comparison:
    comparison = sample.comparison(["en", "fr"])
    marks = marks_of(comparison)
    return with_decisions(
        comparison, {marks[ChangeKind.EDITED]: DISCUSS, marks[ChangeKind.INSERTED]: ACCEPTED}
    )


@pytest.mark.parametrize("extension", [".html", ".md", ".docx"])
def test_files_with_amendments_have_the_decisions(decided: Comparison, extension: str) -> None:
    data = export(decided, extension)
    if extension == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("word/document.xml")
    text = data.decode("utf-8")
    assert "To discuss" in text
    assert "ask the capital" in text
    assert "Accepted" in text
    assert "Decision" not in export(sample.comparison(["en", "fr"]), ".md").decode("utf-8")


def test_the_workbook_has_columns_of_decisions(decided: Comparison) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export(decided, ".xlsx")))["Amendments"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[-2:] == ("decision", "comment")
    assert ("To discuss", "ask the capital") in [row[-2:] for row in rows]


def test_json_has_the_decisions_and_reads_them_back(decided: Comparison) -> None:
    data = export(decided, ".json")
    said = [
        (each["decision"], each.get("comment"))
        for each in json.loads(data)["amendments"]
        if "decision" in each
    ]
    assert sorted(said, key=str) == [("accepted", None), ("discuss", "ask the capital")]
    again = load_bytes(data, "a.json").result
    assert isinstance(again, Comparison)
    (kept,) = again.decisions.values()  # by their index among changes that are found anew
    assert sorted(kept.values(), key=str) == [ACCEPTED, DISCUSS]


@pytest.mark.parametrize("extension", [".html", ".docx"])
def test_the_summary_says_what_was_decided(decided: Comparison, extension: str) -> None:
    result = summarise(decided)
    assert result.decided == {DecisionKind.DISCUSS: 1, DecisionKind.ACCEPTED: 1}
    data = export(result, extension)
    if extension == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("word/document.xml")
    assert "To discuss: ask the capital" in data.decode("utf-8")


def redline(kind: DecisionKind, comment: str = "") -> tuple[str, str]:
    """Body and comments of a redline in which one edit was decided, and another was not."""
    pair = diff_documents(
        document("en", "States shall report.", "Parties meet in May."),
        document("en", "States may report.", "Parties meet in June."),
    )
    data = export(replace(pair, decisions={0: Decision(kind, comment)}), ".docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        comments = archive.read("word/comments.xml") if "word/comments.xml" in archive.namelist() else b""
        return archive.read("word/document.xml").decode("utf-8"), comments.decode("utf-8")


def test_accepted_amendments_are_no_longer_tracked() -> None:
    body, comments = redline(DecisionKind.ACCEPTED)
    assert "shall" not in body
    assert body.count("<w:ins ") == body.count("<w:del ") == 1  # the other one
    assert comments == ""


@pytest.mark.parametrize("kind", [DecisionKind.REJECTED, DecisionKind.DISCUSS, DecisionKind.SEEN])
def test_other_decisions_are_comments(kind: DecisionKind) -> None:
    body, comments = redline(kind, "why?")
    assert "shall" in body
    assert body.count("<w:ins ") == 2
    assert "why?" in comments


def changes_of(data: bytes) -> tuple[str, str]:
    """The text with all changes accepted and rejected, a paragraph a line."""
    from aligner.readers.docx import read_docx

    return tuple(  # type: ignore[return-value]
        read_docx.read(data, "a.docx", revisions=revisions).text for revisions in ("accept", "reject")
    )


@pytest.mark.parametrize("language", ["zh", "en", "fr", "ar"])
def test_accepting_any_amendment_keeps_the_newer_draft(language: str) -> None:
    """With all accepted nothing is tracked; with one, the rest still is, and accepting it gives the newer."""
    old, new = sample.drafts(language)
    pair = RevisedPair(old, new, sample.revision(old, new))
    newer, _ = changes_of(export(pair, ".docx"))
    for number, change in enumerate(pair.revision.changes):
        if change.is_amendment:
            data = export(replace(pair, decisions={number: ACCEPTED}), ".docx")
            assert changes_of(data)[0] == newer, change.kind
    every = dict.fromkeys(range(len(pair.revision.changes)), ACCEPTED)
    assert changes_of(export(replace(pair, decisions=every), ".docx")) == (newer, newer)


def test_a_comment_on_a_deleted_paragraph_stays() -> None:
    pair = diff_documents(document("en", "One stays.", "Another goes away."), document("en", "One stays."))
    number = next(n for n, each in enumerate(pair.revision.changes) if each.kind is ChangeKind.DELETED)
    data = export(
        replace(pair, decisions={number: Decision(DecisionKind.ACCEPTED, "good riddance")}), ".docx"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"good riddance" in archive.read("word/comments.xml")


def test_the_command_line_writes_the_decisions_of_a_project(tmp_path: Path) -> None:
    comparison = sample.comparison(["en", "fr"])
    project = with_decision(Project(comparison), [marks_of(comparison)[ChangeKind.EDITED]], DISCUSS)
    file, out = tmp_path / "work.aligner", tmp_path / "amendments.md"
    store.save(project, file)
    assert main(["compare", str(file), "-o", str(out)]) == 0
    assert "ask the capital" in out.read_text(encoding="utf-8")
    book = tmp_path / "findings.xlsx"
    assert main(["check", str(file), "--check", "numbers", "-o", str(book)]) == 0
    cells = openpyxl.load_workbook(book)["Amendments"].iter_rows(values_only=True)
    assert any("ask the capital" in row for row in cells)


# -- the app -------------------------------------------------------------------------------------


@pytest.fixture
def opened(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    path = tmp_path / "work.aligner"
    store.save(Project(sample.comparison(["en", "fr"])), path)
    return open_by_path(app, path)


def choose(app: AppTest, tab: str) -> None:
    app.session_state["desk.part"] = tab
    app.run()
    assert not app.exception


def test_a_decision_is_taken_in_the_list_and_shown(opened: AppTest) -> None:
    choose(opened, "part.amendments")
    (kind,) = (each for each in opened.get("button_group") if str(each.key).startswith("decision.kind.list"))
    kind.set_value(DecisionKind.DISCUSS).run()
    assert not opened.exception
    decided = opened.session_state["aligner.timeline"].present.decided
    assert {each.kind for each in decided.values()} == {DecisionKind.DISCUSS}
    assert len(decided) >= 1
    (comment,) = (each for each in opened.text_input if str(each.key).startswith("decision.comment.list"))
    comment.set_value("ask the capital").run()
    decided = opened.session_state["aligner.timeline"].present.decided
    assert set(decided.values()) == {DISCUSS}
    assert any("To discuss: 1" in button.label for button in opened.button)
    choose(opened, "part.text")
    assert "To discuss: ask the capital" in html(opened)
    choose(opened, "part.summary")
    assert "To discuss: ask the capital" in html(opened)
    opened.button(key="steps.undo").click().run()
    opened.button(key="steps.undo").click().run()
    assert opened.session_state["aligner.timeline"].present.decided == {}


def test_the_filter_shows_rows_by_decision(opened: AppTest) -> None:
    comparison = opened.session_state["aligner.timeline"].present.comparison
    rows = {entry.row for entry in build(comparison).entries}
    choose(opened, "part.text")
    for chosen, shown in ((["discuss"], set()), (["undecided"], rows), (["discuss", "undecided"], rows)):
        opened.session_state["desk.decisions"] = chosen
        opened.session_state["desk.here"] = None
        opened.run()
        assert set(opened.session_state["aligner.shown"]) == shown


def redrafted(*decisions: Decision) -> tuple[Project, Comparison]:
    """A further draft, after the amendments of the draft before were decided on in order."""
    two, three = drafts(FIRST, SECOND), drafts(FIRST, SECOND, THIRD)
    marks = fingerprints(two)[DocumentKey("en", "v0"), DocumentKey("en", "v1")].values()
    project = Project(two)
    for mark, decision in zip(marks, decisions, strict=False):
        project = with_decision(project, [mark], decision)
    return with_comparison(project, three), three


@pytest.fixture
def continued(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A further draft is open; the recital that it leaves as it is was to be discussed before."""
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    store.save(redrafted(DISCUSS, ACCEPTED)[0], tmp_path / "work.aligner")
    open_by_path(app, tmp_path / "work.aligner")
    choose(app, "part.amendments")
    return app


def test_what_was_to_be_discussed_on_earlier_drafts_is_listed_first(continued: AppTest) -> None:
    first, *_ = grouped.groups(continued)
    assert first["title"] == "Still to discuss from earlier drafts (1)"
    (line,) = first["lines"]
    recital = [("", "Recalling "), ("ins", "all "), ("", f"its {MATTER}")]
    assert [tuple(part) for part in line["passages"][0]["parts"]] == recital
    assert ["decision before", "earlier: ⚑ To discuss"] in [list(badge) for badge in line["badges"]]
    assert line["note"] == "ask the capital"


def test_beside_the_text_stands_what_was_decided_before(continued: AppTest) -> None:
    assert "(v0 → v1): To discuss: ask the capital" in re.sub(r"<[^>]*>", "", html(continued))
    continued.session_state["desk.amendment"] = grouped.groups(continued)[1]["lines"][0]["id"]
    continued.run()
    assert "(v0 → v1): Accepted" in re.sub(r"<[^>]*>", "", html(continued))


def test_an_amendment_accepted_before_shows_so_and_is_undecided_now(continued: AppTest) -> None:
    continued.session_state["desk.amendments_order"] = "amendment.by_decision"
    continued.run()
    titles = [group["title"] for group in grouped.groups(continued)]
    assert titles == ["Still to discuss from earlier drafts (1)", "Undecided (2)"]
    marks = [line["cells"][-1][1] for line in grouped.lines(continued)[1:]]
    assert sorted(marks) == ["", DECISION_SIGNS[DecisionKind.ACCEPTED]]


def test_an_amendment_amended_again_counts_as_to_be_discussed(app: AppTest, tmp_path: Path) -> None:
    """The duty was to be discussed, and the further draft words it differently once more."""
    store.save(redrafted(ACCEPTED, DISCUSS)[0], tmp_path / "work.aligner")
    open_by_path(app, tmp_path / "work.aligner")
    choose(app, "part.amendments")
    app.session_state["desk.amendments_order"] = "amendment.by_decision"
    app.run()
    assert [group["title"] for group in grouped.groups(app)] == ["To discuss (1)", "Undecided (1)"]
    assert "two years" in grouped.texts(app)[0]


def test_a_comment_without_a_decision_stands_under_its_amendment(opened: AppTest) -> None:
    choose(opened, "part.amendments")
    comment = next(each for each in opened.text_input if str(each.key).startswith("decision.comment.list"))
    comment.set_value(" ask <b>the capital</b> ").run()
    said = [["small", "ask <b>the capital</b>"]]
    first = grouped.lines(opened)[0]
    assert [[list(part) for part in passage["parts"]] for passage in first["passages"]][1:] == [said]
    opened.session_state["desk.amendments_order"] = "amendment.by_decision"
    opened.run()
    assert [group["title"].split(" (")[0] for group in grouped.groups(opened)] == ["Undecided"]


def test_drafts_without_an_amendment_say_so(app: AppTest, tmp_path: Path) -> None:
    store.save(Project(drafts(FIRST, FIRST)), tmp_path / "work.aligner")
    open_by_path(app, tmp_path / "work.aligner")
    choose(app, "part.amendments")
    assert "No paragraph was amended." in html(app)
    assert grouped.groups(app) == []
