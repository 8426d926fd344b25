"""Every writer: its golden file, the same bytes each time, hostile and very long text."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from hostile import HOSTILE, poisoned
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from writers import as_text, every, golden, path_of, results, update_of, written

from aligner.comparison.single_result import from_alignment
from aligner.formats.bitext import Parallel, of_pair
from aligner.formats.writing import Result
from aligner.values import (
    Alignment,
    Bead,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Edit,
    EditTag,
    Finding,
    Footnote,
    NoteMark,
    Revision,
    Segment,
    Severity,
    Signature,
    Span,
    Update,
    verbatim,
)
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.one_page_summary import OnePageSummary
from aligner.view.summarise import summarise

EVERY = every()
QUICK = [pair for pair in EVERY if pair[1] != ".pdf"]  # printing takes seconds; test_pdf.py prints
LONG = "长文 λέξις " * 15_000
XML = {".xml", ".xlf", ".tmx"}


def named(pair: tuple[type, str]) -> str:
    return f"{pair[0].__name__}{pair[1]}"


@pytest.mark.parametrize("pair", golden(), ids=named)
def test_the_golden_files_stay(pair: tuple[type, str]) -> None:
    """After a deliberate change: `PYTHONPATH=. python tests/writers.py`, and read what differs."""
    kind, extension = pair
    if extension == ".pdf" and not any(map(shutil.which, ("chromium", "chromium-browser"))):
        pytest.skip("printing as the golden file was needs Chromium")
    found = as_text(written(results()[kind], extension), extension)
    assert found == path_of(kind, extension).read_bytes().decode("utf-8")


@pytest.mark.parametrize("pair", QUICK, ids=named)
def test_the_same_result_gives_the_same_bytes(pair: tuple[type, str]) -> None:
    kind, extension = pair
    assert written(results()[kind], extension) == written(results()[kind], extension)


def hostile_results(text: str) -> dict[type, Result | Parallel]:
    """A result of each kind with one text in every place that has any."""
    comparison = poisoned(text)
    keys = [DocumentKey("zh", version) for version in ("draft", "rev1")]
    zh, ar = comparison.documents[keys[1]], comparison.documents[DocumentKey("ar", "rev1")]
    alignment = comparison.alignments[keys[1], DocumentKey("ar", "rev1")]
    pair = AlignedPair(zh, ar, alignment)
    old, new = (comparison.documents[key] for key in keys)
    findings = (Finding(text, Severity.ERROR, (0,), "ar", None, text, text, verbatim(text)),)
    return {
        Document: zh,
        AlignedPair: pair,
        RevisedPair: RevisedPair(old, new, comparison.revisions[keys[0], keys[1]]),
        Comparison: comparison,
        Parallel: of_pair(pair),
        Checked: Checked(comparison, findings),
        DraftSeries: DraftSeries((old, new), (comparison.revisions[keys[0], keys[1]],)),
        Update: update_of(old, new),
        OnePageSummary: summarise(comparison),
    }


def sound(data: bytes, extension: str) -> None:
    """A file is well formed: XML parses, text is UTF-8, archives open."""
    text = as_text(data, extension)
    if extension in XML:
        etree.fromstring(data)
    if data.startswith(b"PK") and extension != ".xlsx":
        for part in text.split("\n== ")[1:]:
            name, _, body = part.partition("\n")
            if name.endswith((".xml", ".rels")):
                etree.fromstring(body.encode("utf-8"))
    if extension == ".txt":
        assert len(text.splitlines()) == text.count("\n")
    if extension == ".tsv":
        lines = text.removesuffix("\n").split("\n")
        assert len({line.count("\t") for line in lines}) == 1
    if extension in (".csv", ".tsv"):
        cells = [cell for line in text.split("\n") for cell in line.split("\t")]
        assert extension == ".csv" or not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("text", [*HOSTILE, "=1+1", "@SUM(A1)", "+x", "-x", "\t=x", "\r=x"])
def test_hostile_text_breaks_no_file(text: str) -> None:
    made = hostile_results(text)
    for kind, extension in QUICK:
        data = _written(made[kind], extension)
        assert data == _written(made[kind], extension), (kind, extension)
        sound(data, extension)


def _written(result: Result | Parallel, extension: str) -> bytes:
    from aligner.formats.writing import export

    return export(result, extension)


def one(text: str, language: str, version: str) -> Document:
    marks = (NoteMark("1", len(text)),)
    return Document(
        language,
        text,
        (Segment(Span(0, len(text)), marks=marks),),
        version,
        footnotes=(Footnote("1", text),),
    )


def long_results(text: str) -> dict[type, Result | Parallel]:
    """A result of each kind whose paragraph, and whose change, is of one long text."""
    old, new, other = one(text, "zh", "a"), one(f"{text}!", "zh", "b"), one(text, "ar", "b")
    size = len(text)
    edits = (
        Edit(EditTag.EQUAL, Span(0, size), Span(0, size)),
        Edit(EditTag.INSERT, Span(size, size), Span(size, size + 1)),
    )
    note = Change(
        ChangeKind.UNCHANGED, Span(0, 1), Span(0, 1), (Edit(EditTag.EQUAL, Span(0, size), Span(0, size)),)
    )
    change = Change(ChangeKind.EDITED, Span(0, 1), Span(0, 1), edits)
    revised = RevisedPair(
        old, replace(new, footnotes=old.footnotes), Revision((change,), 1, 1, footnote_changes=(note,))
    )
    pair = AlignedPair(old, other, Alignment((Bead(Span(0, 1), Span(0, 1), 0.5),), 1, 1, (), Signature("0")))
    comparison = from_alignment(pair.source, pair.target, pair.alignment)
    return {
        Document: old,
        AlignedPair: pair,
        RevisedPair: revised,
        Comparison: comparison,
        Parallel: of_pair(pair),
        Checked: Checked(
            comparison, (Finding("x", Severity.ERROR, (0,), "ar", None, text, text, verbatim(text)),)
        ),
        DraftSeries: DraftSeries((revised.old, revised.new), (revised.revision,)),
        Update: update_of(revised.old, revised.new),
        OnePageSummary: summarise(comparison),
    }


def test_very_long_paragraphs_fit_every_file() -> None:
    assert len(LONG) > 100_000
    made = long_results(LONG)
    for kind, extension in QUICK:
        data = _written(made[kind], extension)
        sound(data, extension)
        shortened = kind is OnePageSummary or (kind, extension) == (Comparison, ".md")  # no amendment in it
        if extension != ".beads" and not shortened:
            assert "λέξις" in as_text(data, extension), (kind, extension)


@settings(max_examples=25)
@given(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=40))
def test_any_text_breaks_no_file(text: str) -> None:
    made = long_results(text)
    for kind, extension in QUICK:
        data = _written(made[kind], extension)
        assert data == _written(made[kind], extension), (kind, extension)
        sound(data, extension)
