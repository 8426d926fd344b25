"""The demo set, from its files to the page, compared with gold made by hand."""

from __future__ import annotations

import json
import tomllib
from itertools import product
from pathlib import Path

import pytest

from aligner.alignment.links import one_by_one
from aligner.formats.beads import load
from aligner.formats.writing import export
from aligner.pipeline.check_set import check_comparison
from aligner.pipeline.run import Settings, compare_set, load_encoder
from aligner.readers.document_set import load_set
from aligner.readers.glossary import load as load_glossary
from aligner.values import Carried, Comparison, DocumentKey

LANGUAGES = ("zh", "en", "fr", "ru")
VERSIONS = ("draft", "rev1")
GOLD = "ccpcj-27"


@pytest.fixture(scope="module")
def comparison(corpus: Path) -> Comparison:
    return compare_set(load_set(corpus), Settings(cache=False))


@pytest.mark.parametrize(("version", "language"), list(product(VERSIONS, LANGUAGES)))
def test_every_paragraph_and_footnote_is_found(
    comparison: Comparison, golden: Path, version: str, language: str
) -> None:
    gold = json.loads((golden / GOLD / f"{version}.{language}.json").read_text(encoding="utf-8"))
    document = comparison.documents[DocumentKey(language, version)]
    found = [
        (segment.kind.value, segment.label, document.text_of(index), list(segment.footnotes))
        for index, segment in enumerate(document.segments)
    ]
    assert found == [(s["kind"], s["label"], s["text"], s["footnotes"]) for s in gold["segments"]]
    assert [(note.mark, note.text) for note in document.footnotes] == [
        (note["mark"], note["text"]) for note in gold["footnotes"]
    ]


@pytest.mark.parametrize(("version", "language"), list(product(VERSIONS, LANGUAGES[1:])))
def test_every_bead_is_found(comparison: Comparison, golden: Path, version: str, language: str) -> None:
    gold = load(golden / GOLD / f"{version}.zh-{language}.beads")
    alignment = comparison.alignments[DocumentKey("zh", version), DocumentKey(language, version)]
    found = [one for bead in alignment.beads for one in one_by_one(bead)]
    assert [(tuple(bead.source), tuple(bead.target)) for bead in found] == [
        (link.source, link.target) for link in gold
    ]
    assert alignment.moves == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_has_its_kind(comparison: Comparison, golden: Path, language: str) -> None:
    gold = json.loads((golden / GOLD / f"draft-rev1.{language}.changes.json").read_text(encoding="utf-8"))
    old, new = (DocumentKey(language, version) for version in VERSIONS)
    found = {
        (change.kind.value, tuple(change.old), tuple(change.new), change.renumbered)
        for change in comparison.revisions[old, new].changes
    }
    assert found == {(c["kind"], tuple(c["old"]), tuple(c["new"]), c["renumbered"]) for c in gold}


def test_the_two_amendments_that_were_left_out_are_reported_and_no_other(
    comparison: Comparison, corpus: Path
) -> None:
    planted = tomllib.loads((corpus / "manifest.toml").read_text("utf-8"))["not_carried_over"]
    wanting = {
        (language, comparison.documents[DocumentKey("zh", "rev1")].segments[place].place)
        for amendment in comparison.amendments
        if amendment.language == comparison.pivot
        for language, state in amendment.states.items()
        if state is not Carried.CARRIED_OVER
        for old, new in [[DocumentKey("zh", version) for version in VERSIONS]]
        for place in comparison.revisions[old, new].changes[amendment.change].new
    }
    assert wanting == {(each["language"], each["place"]) for each in planted}
    for amendment in comparison.amendments:
        missed = {language for language, s in amendment.states.items() if s is not Carried.CARRIED_OVER}
        assert missed <= {"fr"}
        assert Carried.UNKNOWN not in amendment.states.values()


def test_the_checks_find_the_two_and_nothing_false(comparison: Comparison, corpus: Path) -> None:
    planted = tomllib.loads((corpus / "manifest.toml").read_text("utf-8"))["not_carried_over"]
    glossary = load_glossary(corpus / "glossary.csv")
    findings = check_comparison(comparison, load_encoder(Settings(cache=False)), glossary).findings
    places = {
        (found.check, found.language, comparison.documents[DocumentKey("zh", "rev1")].segments[place].place)
        for found in findings
        for row in found.rows
        for place in comparison.rows[row].cells[DocumentKey("zh", "rev1")]
    }
    assert {(language, place) for check, language, place in places if check == "amendments"} == {
        (each["language"], each["place"]) for each in planted
    }
    assert places == {  # the same two slips, seen from each side
        ("amendments", "fr", "PP7"),
        ("dates", "fr", "PP7"),
        ("amendments", "fr", "OP1"),
        ("verbs", "fr", "OP1"),
    }


def test_all_languages_are_side_by_side(comparison: Comparison) -> None:
    newest = [DocumentKey(language, "rev1") for language in LANGUAGES]
    together = [row for row in comparison.rows if all(key in row.cells for key in newest)]
    gone = [row for row in comparison.rows if not any(key in row.cells for key in newest)]
    assert len(together) + len(gone) == len(comparison.rows)
    assert len(gone) == 1
    assert set(gone[0].cells) == {DocumentKey(language, "draft") for language in LANGUAGES}


def test_the_report_shows_it(comparison: Comparison) -> None:
    page = export(comparison, ".html").decode("utf-8")
    assert "<ins" in page
    assert "<del" in page
    assert "working translation, not an official UN text" in page
    assert page.count("敦促") >= 2  # in the text and in the matrix of amendments
