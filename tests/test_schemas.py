"""TMX and XLIFF files are valid according to the standards' schemas, for any text."""

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
from aligner.values import DocumentKey, Finding, Severity, verbatim
from aligner.values.message import InputError
from aligner.values.results import Checked

SCHEMAS = Path(__file__).parent / "schemas"
OLD, NEW = (DocumentKey("zh", version) for version in ("draft", "rev1"))


@cache
def schema(name: str) -> etree.DTD | etree.XMLSchema:
    if name == "tmx":
        return etree.DTD(str(SCHEMAS / "tmx14.dtd"))
    return etree.XMLSchema(file=str(SCHEMAS / "xliff_core_2.0.xsd"))


def faults(data: bytes, name: str) -> list[str]:
    """What the schema has against a file; none where it is valid."""
    decoded = schema(name)
    return [] if decoded.validate(etree.fromstring(data)) else [error.message for error in decoded.error_log]


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("tmx", b'<tmx version="1.4"><body/></tmx>'),
        ("xliff", b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en"/>'),
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
