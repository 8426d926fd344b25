"""Text that a language lacks, written in the workbench: an amendment of its draft like any other."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_values import document, with_alignments

from aligner.checks import CHECKS, run
from aligner.checks.material import Material
from aligner.comparison.compare import compare
from aligner.comparison.layout import laid_out
from aligner.comparison.redivided import row_with_text, with_paragraph, with_text
from aligner.formats.writing import export
from aligner.pipeline.run import open_bytes
from aligner.project import store
from aligner.project.project_tables import refuse_contradictions
from aligner.project.saved_work import Project
from aligner.revision.diff import diff
from aligner.segmentation.redivision import inserted, rewritten
from aligner.values import (
    Alignment,
    Bead,
    Carried,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    EditTag,
    LinkOrigin,
    Segment,
    SegmentKind,
    Span,
)
from aligner.values.glossary import Concept
from aligner.values.message import LinkError
from aligner.values.results import AlignedPair, RevisedPair
from tests.comparison.test_compare import Toy
from tests.comparison.test_redivision import origins

EN, FR, OLD = DocumentKey("en", "rev1"), DocumentKey("fr", "rev1"), DocumentKey("fr", "draft")
NEW = "States shall create 12 centres."


@pytest.fixture
def behind() -> Comparison:
    """French lacks an edit and a new paragraph of the English."""
    old = ("States shall report by 2025.", "The parties meet every year.")
    texts = {
        "en@draft": old,
        "en@rev1": ("States shall report by 2026.", NEW, old[1]),
        "fr@draft": old,
        "fr@rev1": old,
    }
    documents = {
        DocumentKey(*name.split("@")): replace(document(name[:2], *own), version=name[3:])
        for name, own in texts.items()
    }
    made = compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())
    assert [bead.shape for bead in made.alignments[EN, FR].beads] == [(1, 1), (1, 0), (1, 1)]
    return made


def states(comparison: Comparison) -> list[Carried]:
    return [each.states["fr"] for each in comparison.amendments if each.language == "en"]


# -- documents ----------------------------------------------------------------------------------


def test_words_that_stay_keep_their_place() -> None:
    whole = open_bytes(b"1. States report by 2025.\n\n2. They leave.", "a.en.txt")
    before = origins(whole)
    new = "All States report by 2026."
    edits = [
        (edit.old, edit.new.of(new))
        for edit in diff(whole.text_of(0), new, "en")
        if edit.tag is not EditTag.EQUAL
    ]
    made = rewritten(whole, 0, edits)
    assert made.texts() == [new, "They leave."]
    assert origins(made).items() <= before.items()
    assert len(before) - len(origins(made)) <= 4


@given(st.text("ab c.", max_size=12), st.text("ab c.", max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_words_can_be_written(old: str, new: str) -> None:
    whole = document("en", "First one.", old or "x", "Last one.")
    edits = [
        (edit.old, edit.new.of(new))
        for edit in diff(whole.text_of(1), new, "en")
        if edit.tag is not EditTag.EQUAL
    ]
    assert rewritten(whole, 1, edits).texts() == ["First one.", new, "Last one."]


def test_a_row_of_a_table_is_written_cell_by_cell() -> None:
    text = "Item\tUnit\t\nPaper\tkg\t12"
    rows = (Span(0, 10), Span(11, 22))
    cells = ((Span(0, 4), Span(5, 9), Span(10, 10)), (Span(11, 16), Span(17, 19), Span(20, 22)))
    segments = [
        Segment(span, SegmentKind.ROW, cells=own, header=number == 0)
        for number, (span, own) in enumerate(zip(rows, cells, strict=True))
    ]
    table = Document("en", text, tuple(segments))
    made = rewritten(table, 1, [(Span(0, 5), "White paper"), (Span(9, 11), "120")])
    assert made.texts() == ["Item\tUnit\t", "White paper\tkg\t120"]
    assert [cell.of(made.text) for cell in made.segments[1].cells] == ["White paper", "kg", "120"]
    assert made.segments[0] == table.segments[0]
    added = inserted(made, 2, "Ink\tl\t3", made.segments[1])
    assert [cell.of(added.text) for cell in added.segments[2].cells] == ["Ink", "l", "3"]
    with pytest.raises(LinkError, match="keeps its cells"):
        rewritten(table, 1, [(Span(5, 6), " ")])


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_paragraph_is_inserted_anywhere(at: int) -> None:
    like = Segment(Span(0, 0), SegmentKind.OPERATIVE, "3")
    made = inserted(document("en", "One.", "Two."), at, "New.", like)
    texts = ["One.", "Two."]
    texts.insert(at, "New.")
    assert made.texts() == texts
    assert (made.segments[at].kind, made.segments[at].label) == (SegmentKind.OPERATIVE, "3")


# -- comparisons ----------------------------------------------------------------------------------


def test_what_is_written_is_an_amendment(behind: Comparison) -> None:
    assert states(behind) == [Carried.NOT_CARRIED_OVER, Carried.NOT_CARRIED_OVER]
    made = with_text(behind, FR, 0, "States shall report by 2026.")
    assert states(made) == [Carried.CARRIED_OVER, Carried.NOT_CARRIED_OVER]
    made = with_paragraph(made, EN, Span(1, 2), FR, NEW)
    refuse_contradictions(made)
    assert states(made) == [Carried.CARRIED_OVER, Carried.CARRIED_OVER]
    kinds = [change.kind for change in made.revisions[OLD, FR].changes]
    assert kinds == [ChangeKind.EDITED, ChangeKind.INSERTED, ChangeKind.UNCHANGED]
    bead = made.alignments[EN, FR].beads[1]
    assert (bead.shape, bead.origin) == ((1, 1), LinkOrigin.CONFIRMED)
    assert made.documents[OLD] == behind.documents[OLD]
    assert store.from_bytes(store.to_bytes(Project(made)), "a").comparison == made


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_paragraph_is_written_at_any_place(at: int) -> None:
    """Also at the end, where no change is after it."""
    texts = [f"States shall report in {number}." for number in (2031, 2042)]
    longer = [*texts[:at], NEW, *texts[at:]]
    own = {"en@draft": texts, "en@rev1": longer, "fr@draft": texts, "fr@rev1": texts}
    documents = {
        DocumentKey(*name.split("@")): replace(document(name[:2], *each), version=name[3:])
        for name, each in own.items()
    }
    made = compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())
    beads = [Bead(Span(n, n + 1), Span(n - (n > at), n - (n > at) + (n != at))) for n in range(3)]
    made = with_alignments(made, {(EN, FR): Alignment(tuple(beads), 3, 2)})
    written = with_paragraph(made, EN, Span(at, at + 1), FR, NEW)
    assert written.documents[FR].texts() == longer
    refuse_contradictions(written)
    anew = laid_out(written)
    assert (written.rows, written.amendments) == (anew.rows, anew.amendments)
    kinds = [change.kind for change in written.revisions[OLD, FR].changes]
    assert kinds.count(ChangeKind.INSERTED) == 1


def test_it_is_in_every_file(behind: Comparison) -> None:
    made = with_paragraph(behind, EN, Span(1, 2), FR, NEW)
    pair = RevisedPair(made.documents[OLD], made.documents[FR], made.revisions[OLD, FR])
    with zipfile.ZipFile(io.BytesIO(export(pair, ".docx"))) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    tracked = body[body.index("<w:ins ") :]
    assert NEW in tracked[: tracked.index("</w:ins>")]
    aligned = AlignedPair(made.documents[EN], made.documents[FR], made.alignments[EN, FR])
    for extension in (".tmx", ".xlf", ".xliff"):
        assert export(aligned, extension).decode("utf-8").count(NEW) == 2


def test_linked_paragraphs_stay(behind: Comparison) -> None:
    with pytest.raises(LinkError, match="cannot be written here"):
        with_paragraph(behind, EN, Span(0, 1), FR, "x")


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Les États créent 12 centres.", []),
        ("Les États créent 13 centres.", ["numbers"]),
        ("[Les États créent 12 centres.]", ["brackets"]),
        ("Les pays créent 12 centres.", ["terms"]),
    ],
)
def test_what_is_typed_is_checked_by_itself(behind: Comparison, text: str, checks: list[str]) -> None:
    glossary = (Concept({"en": ("States",), "fr": ("États",)}, {}, "required"),)
    part = row_with_text(behind, 1, FR, text)
    names = ("numbers", "brackets", "terms")
    if "brackets" in checks:
        pivot = part.documents[EN]
        assert "[" not in pivot.text_of(0)
        part = replace(part, documents={**part.documents, EN: document("en", f"[{NEW}] [x]", version="rev1")})
    found = run(Material(part, glossary), [CHECKS[name] for name in names])
    assert [each.check for each in found] == checks
