"""Formal differences beside an amendment: shown as in the new draft, neither marked nor counted."""

from __future__ import annotations

import io
import json
import re
import zipfile

import openpyxl
import pytest
from lxml import etree
from openpyxl.cell.rich_text import TextBlock

from aligner.checks.outdated_references import stale_references
from aligner.cli.terminal import show_revision
from aligner.cli.terminal_style import Style, as_text
from aligner.formats.docx.redline_inside import redline_inside
from aligner.formats.writing import export
from aligner.readers.docx import read_docx
from aligner.revision.revise import revise
from aligner.values import ChangeKind, Comparison, Document, DocumentKey, Footnote, Row, Segment, Span
from aligner.values.catalogue import load
from aligner.values.results import RevisedPair

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OLD = 'The Office may submit a pre-recorded statement of its "Head of State" for 5 per cent of it.'
NEW = "The Office may submit a pre\u2011recorded statement of its “President” for 5\u00a0per\u202fcent of it."
NOTES = ("A/80/1-3.", "A/80/1\u20113.")
SHOWN = "The Office may submit a pre\u2011recorded statement of its “{}” for 5\u00a0per\u202fcent of it."


def document(version: str, *texts: str, notes: tuple[str, ...] = ()) -> Document:
    segments, at = [], 0
    for text in texts:
        segments.append(Segment(Span(at, at + len(text))))
        at += len(text) + 1
    footnotes = tuple(Footnote(str(n), note) for n, note in enumerate(notes, 1))
    return Document("en", "\n".join(texts), tuple(segments), footnotes=footnotes, version=version)


@pytest.fixture(scope="module")
def pair() -> RevisedPair:
    old, new = document("draft", OLD, notes=NOTES[:1]), document("rev1", NEW, notes=NOTES[1:])
    return RevisedPair(old, new, revise(old, new))


@pytest.fixture(scope="module")
def comparison(pair: RevisedPair) -> Comparison:
    keys = DocumentKey("en", "draft"), DocumentKey("en", "rev1")
    documents = dict(zip(keys, (pair.old, pair.new), strict=True))
    rows = (Row({key: Span(0, 1) for key in keys}),)
    return Comparison("", "en", ("draft", "rev1"), documents, {}, {keys: pair.revision}, rows)


def marked(markup: str) -> list[str]:
    """The contents of the `ins` and `del` elements of a page, without the words that are only heard."""
    page = re.sub(r'<span class="vh".*?</span>', "", markup)
    return [re.sub("<.*?>", "", each) for _, each in re.findall(r"<(ins|del)\b[^>]*>(.*?)</\1>", page)]


def test_terminal_and_web_page_mark_the_words_only(pair: RevisedPair) -> None:
    shown = as_text(show_revision(pair, Style(), load()))
    assert SHOWN.format("{-Head of State-}{+President+}") in shown
    assert "footnote" not in shown
    page = export(pair, ".html").decode()
    assert [each for each in marked(page) if "pre" in each or each in '“”"'] == []
    assert "pre\u2011recorded" in page
    assert "pre-recorded" not in page


@pytest.mark.parametrize("extension", [".html", ".md"])
def test_a_comparison_marks_the_words_only(comparison: Comparison, extension: str) -> None:
    page = export(comparison, extension).decode()
    assert {"Head of State", "President"} <= set(marked(page))
    assert not {"pre\u2011recorded", "pre-recorded", "“", '"', "5 per"} & set(marked(page))


def test_the_word_table_marks_the_words_only(comparison: Comparison) -> None:
    with zipfile.ZipFile(io.BytesIO(export(comparison, ".docx"))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    looks = {
        "".join(run.itertext())
        for run in root.iter(W + "r")
        if run.find(f"{W}rPr/{W}u") is not None or run.find(f"{W}rPr/{W}strike") is not None
    }
    assert {"Head of State", "President"} <= looks
    assert not any("recorded" in each for each in looks)


def test_the_amendment_sheet_marks_the_words_only(pair: RevisedPair) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(pair, ".xlsx")), rich_text=True)
    blocks = [
        part.text
        for sheet in book
        for cells in sheet.iter_rows()
        for cell in cells
        if isinstance(cell.value, list)
        for part in cell.value
        if isinstance(part, TextBlock) and (part.font.strike or part.font.u)
    ]
    assert blocks == ["Head of State", "President"]


def test_json_has_every_difference_with_its_type(pair: RevisedPair) -> None:
    (change,) = json.loads(export(pair, ".json"))["changes"]
    assert [each["type"] for each in change["edits"] if each["tag"] != "equal"].count("form") == 4
    asked = json.loads(export(pair, ".json"))["instructions"]
    assert [each["text"] for each in asked if not each.get("form")] == [
        "In the paragraph that begins “The Office may submit a pre-recorded…”, "
        "replace “Head of State” with “President”"
    ]


def resolved(root: etree._Element, gone: str) -> str:
    kept = (t for t in root.iter(W + "t", W + "delText") if next(t.iterancestors(W + gone), None) is None)
    return "".join(t.text or "" for t in kept)


def authors(root: etree._Element) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in root.iter(W + "ins", W + "del"):
        found.setdefault(each.get(W + "author", ""), set()).add("".join(each.itertext()))
    return found


def test_a_redline_gives_both_drafts_exactly_and_signs_form_apart(pair: RevisedPair) -> None:
    with zipfile.ZipFile(io.BytesIO(export(pair, ".docx", author="Ann"))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    assert (resolved(root, "del"), resolved(root, "ins")) == (f"{NEW}1.{NOTES[1]}", f"{OLD}1.{NOTES[0]}")
    assert authors(root) == {
        "Ann": {"Head of State", "President"},
        "Ann (form only)": {"-", "\u2011", '"', "“", "”", " per ", "\u00a0per\u202f"},
    }


def test_a_redline_inside_the_newer_file_signs_form_apart() -> None:
    import docx

    files = []
    for text in (OLD, NEW):
        made = docx.Document()
        made.add_paragraph(text)
        made.add_paragraph("A second paragraph.")
        out = io.BytesIO()
        made.save(out)
        files.append(out.getvalue())
    data = redline_inside(*files, "en", author="Ann")
    rejected = read_docx.read(data, "x.docx", revisions="reject")
    assert rejected.text_of(rejected.lines[0]) == OLD
    root = read_docx.parse(data, "x.docx").root
    assert authors(root)["Ann"] == {"Head of State", "President"}
    assert "\u2011" in authors(root)["Ann (form only)"]


def test_a_paragraph_that_was_split_is_marked_though_no_word_changed() -> None:
    first, second = "The first half of it is long enough,", "and the second half of it is long enough."
    old, new = document("draft", f"{first} {second}"), document("rev1", first, second)
    shown = as_text(show_revision(RevisedPair(old, new, revise(old, new)), Style(), load()))
    assert "{+¶+}" in shown
    assert "split" in shown


def test_a_stale_reference_is_found_in_a_stretch_of_another_form() -> None:
    before = ("First of all the States shall meet;", "See paragraph 1 above for what is meant by it;")
    after = (
        "A new paragraph altogether is here;",
        before[0],
        before[1].replace("paragraph 1", "paragraph 1"),
    )
    old, new = (numbered(document(version, *texts)) for version, texts in (("a", before), ("b", after)))
    (found,) = stale_references(revise(old, new), old, new)
    assert (found.says, found.should_say) == ("1", "2")


def numbered(given: Document) -> Document:
    segments = tuple(Segment(s.span, label=str(n)) for n, s in enumerate(given.segments, 1))
    return Document("en", given.text, segments, version=given.version)


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "States that practice this", "States that practise this"),
        ("en", "Recognizing the Organization's programme", "Recognising the Organisation's program"),
        ("en", "the labour of the centre and its adviser", "the labor of the center and its advisor"),
        ("en", "travelled, fulfils the judgment", "traveled, fulfills the judgement"),
        ("fr", "cet événement est la clef", "cet évènement est la clé"),
        ("ru", "её решение принято", "ее решение принято"),
        ("de", "daß die Maßnahmen", "dass die Massnahmen"),
    ],
)
def test_another_spelling_is_form(language: str, old: str, new: str) -> None:
    sides = (Document(language, text, (Segment(Span(0, len(text))),)) for text in (old, new))
    (change,) = revise(*sides).changes
    assert change.kind is ChangeKind.FORM_ONLY


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the effect of it", "the affect of it"),
        ("the filling of posts", "the filing of posts"),
        ("the prize of four hours", "the price of four hours"),
        ("a device for all", "a devise for all"),
        ("the Principal organ", "the principal organ"),
        ("more than two", "more then two"),
    ],
)
def test_another_word_is_not_a_spelling(old: str, new: str) -> None:
    sides = (Document("en", text, (Segment(Span(0, len(text))),)) for text in (old, new))
    (change,) = revise(*sides).changes
    assert change.kind is ChangeKind.EDITED
