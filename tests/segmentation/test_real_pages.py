"""Documents as issued, with floors; skipped if the data folder is not beside the checkout."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from reading_measures import squash

from aligner.languages.arabic_spelling import impossible_spellings
from aligner.readers import read_bytes
from aligner.segmentation.segment import segment
from aligner.values import Document, SegmentKind

_DATA = Path(__file__).parents[3] / "shared" / "data"
_ISSUED, _STANDARDS = _DATA / "un-pdf", _DATA / "multi-pdf"

pytestmark = pytest.mark.skipif(not _ISSUED.is_dir(), reason=f"{_ISSUED} with issued documents is not there")


@cache
def _document(path: Path, language: str) -> Document:
    return segment(read_bytes(path.read_bytes(), path.name), language=language)


def _share_of_paragraphs(word: Path, pdf: Path, language: str, shortest: int) -> float:
    """The share of a Word file's prose paragraphs that its PDF has exactly."""
    wanted = [
        text for text in _document(word, language).texts() if len(text) >= shortest and "\t" not in text
    ]
    have = Counter(squash(text) for text in _document(pdf, language).texts())
    return sum(have[squash(text)] > 0 for text in wanted) / len(wanted)


@pytest.mark.parametrize("name", ["A_80_604_Add.3", "A_81_6SECT.13"])
def test_paragraphs_of_a_report_equal_those_of_its_word_file(name: str) -> None:
    folder = _ISSUED / "reports"
    share = _share_of_paragraphs(folder / f"{name}.docx", folder / f"{name}.pdf", "en", 150)
    assert share >= 0.95


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_paragraphs_of_a_standard_equal_those_of_its_word_file(language: str) -> None:
    folder = _STANDARDS / "openchain20"
    word, pdf = folder / f"oc20d.{language}.docx", folder / f"oc20.{language}.pdf"
    if not word.is_file():
        pytest.skip(f"{word} is not there")
    assert _share_of_paragraphs(word, pdf, language, 35 if language == "zh" else 110) >= 0.95


@pytest.mark.parametrize("name", ["A_RES_78_239", "A_RES_78_299", "A_RES_79_273", "A_RES_79_3", "A_RES_80_1"])
def test_resolutions_of_few_pages_have_no_head_in_their_text(name: str) -> None:
    document = _document(_ISSUED / "resolutions" / f"{name}.pdf", "en")
    kinds = Counter(found.kind for found in document.segments)
    assert kinds[SegmentKind.TITLE] == kinds[SegmentKind.ENACTING] == 1
    pairs = zip(document.texts(), document.segments, strict=True)
    body = [text for text, found in pairs if found.kind in (SegmentKind.PREAMBULAR, SegmentKind.OPERATIVE)]
    assert all(re.search(r"[,;:.]$", text) for text in body)


def test_operative_paragraphs_of_a_long_resolution_are_numbered_on() -> None:
    document = _document(_ISSUED / "resolutions" / "A_RES_79_140.pdf", "en")
    labels = [int(s.label) for s in document.segments if s.kind is SegmentKind.OPERATIVE and s.label]
    assert labels == list(range(1, len(labels) + 1))


@pytest.mark.skipif(not (_STANDARDS / "udhr").is_dir(), reason=f"{_STANDARDS}/udhr is not there")
def test_letter_spaced_chinese_and_misnamed_arabic_letters_are_read_as_printed() -> None:
    chinese = _document(_STANDARDS / "udhr" / "udhr.zh.pdf", "zh")
    assert "鉴于对人类家庭所有成员的固有尊严及其平等的和不移的权利的承认," in chinese.text
    assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", chinese.text)
    arabic = _document(_STANDARDS / "udhr" / "udhr.ar.pdf", "ar")
    assert "كانون الأول" in arabic.text
    assert impossible_spellings(arabic.text) == 0
