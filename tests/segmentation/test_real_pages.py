"""Documents as issued, with floors; skipped if the data folder is not beside the checkout.

Reading one takes seconds, so each is read once, for all the tests that ask something of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from reading_measures import squash
from test_all_characters import everything, letters_of

from aligner.languages.arabic_spelling import impossible_spellings
from aligner.readers import read_bytes
from aligner.segmentation.segment import segment
from aligner.values import Document, SegmentKind

_DATA = Path(__file__).parents[3] / "shared" / "data"
_ISSUED, _STANDARDS = _DATA / "un-pdf", _DATA / "multi-pdf"
_RESOLUTIONS = ("A_RES_78_239", "A_RES_78_299", "A_RES_79_273", "A_RES_79_3", "A_RES_80_1", "A_RES_79_140")
_REPORTS = ("A_80_604_Add.2", "A_80_604_Add.3", "A_81_6SECT.13")
_ASSEMBLY = ("WHA66.2", "WHA66.3", "WHA66.8", "WHA66.10")
_MOST_LOST = 1e-4

pytestmark = pytest.mark.skipif(not _ISSUED.is_dir(), reason=f"{_ISSUED} with issued documents is not there")


@cache
def _document(path: Path, language: str) -> Document:
    return segment(read_bytes(path.read_bytes(), path.name), language=language)


def _slow(*names: str) -> list[object]:
    return [pytest.param(name, marks=pytest.mark.slow) for name in names]


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


@pytest.mark.parametrize("name", _RESOLUTIONS[:5])
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


def _letters(text: str) -> str:
    """The text of a cell, however its signs are encoded and its lines broken."""
    text = re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text))
    return text.translate({0x2011: "-", 0x2010: "-"})


def _rows(document: Document) -> list[list[str]]:
    cells = [document.cells_of(index) for index, each in enumerate(document.segments) if each.cells]
    return [[_letters(text) for text in row] for row in cells]


def _right_cells(gold: Document, found: Document) -> tuple[int, int]:
    """Cells of the gold rows that a row of their own has in the same column, and all."""
    pool = [{(n, text) for n, text in enumerate(row) if text} for row in _rows(found)]
    right = total = 0
    for row in _rows(gold):
        wanted = {(n, text) for n, text in enumerate(row) if text}
        best = max(pool, key=lambda result: len(result & wanted), default=set())
        right += len(best & wanted)
        total += len(wanted)
        if best:
            pool.remove(best)
    return right, total


@pytest.mark.parametrize("name", [*_REPORTS[:2], *_slow("A_80_604_Add.1", "A_80_604_Add.4")])
def test_cells_of_a_report_are_those_of_its_word_file(name: str) -> None:
    gold, found = (_document(_ISSUED / "reports" / f"{name}{ending}", "en") for ending in (".docx", ".pdf"))
    right, total = _right_cells(gold, found)
    assert total > 300
    assert right >= 0.985 * total
    assert _rows(gold)[0] == _rows(found)[0]
    headers = [Counter(each.header for each in d.segments if each.cells) for d in (gold, found)]
    assert headers[0][True] == headers[1][True]
    assert abs(len(_rows(gold)) - len(_rows(found))) <= 1


@pytest.mark.parametrize("language", ["en", *_slow("fr")])
def test_cells_of_ruled_tables_over_pages(language: str) -> None:
    folder = _STANDARDS / "pctf11"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    gold = _document(folder / f"pctf11d.{language}.docx", language)
    found = _document(folder / f"pctf11.{language}.pdf", language)
    right, total = _right_cells(gold, found)
    assert right >= 0.99 * total
    assert len(_rows(gold)) == len(_rows(found))


@pytest.mark.parametrize("name", [*_RESOLUTIONS, "A_80_L.11", "A_80_L.15", "A_80_L.38", *_slow("A_80_L.22")])
def test_no_table_is_seen_in_resolutions(name: str) -> None:
    """Mastheads, running heads, footnote rules, boxes and charts make no rows."""
    assert _rows(_document(_ISSUED / "resolutions" / f"{name}.pdf", "en")) == []


@pytest.mark.parametrize("name", ["A_C.2_80_L.18", "A_RES_79_140", *_slow("A_80_L.22", "A_RES_80_110")])
def test_marks_of_issued_resolutions_rise_and_are_referred_to(name: str) -> None:
    document = _document(_ISSUED / "resolutions" / f"{name}.pdf", "en")
    numbers = [int(note.mark) for note in document.footnotes if note.mark.isdigit()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
    assert {note.mark for note in document.footnotes} <= _referred_to(document)


def test_notes_of_an_issued_report_equal_those_of_its_docx() -> None:
    printed, typed = (
        [(note.mark, re.sub(r"\W+", "", note.text)) for note in _document(path, "en").footnotes]
        for path in (_ISSUED / "reports" / f"A_80_604_Add.2{ending}" for ending in (".pdf", ".docx"))
    )
    assert printed == typed


@pytest.mark.parametrize("name", _ASSEMBLY)
def test_notes_of_the_health_assembly_are_found_without_a_rule(name: str) -> None:
    document = _document(_ISSUED / "wha" / f"{name}.pdf", "en")
    assert document.footnotes
    assert {note.mark for note in document.footnotes} <= _referred_to(document)


def _referred_to(document: Document) -> set[str]:
    return {mark for segment in document.segments for mark in segment.footnotes}


_KINDS = {"resolutions": _RESOLUTIONS, "reports": _REPORTS, "wha": _ASSEMBLY}


@pytest.mark.parametrize(
    ("kind", "names"),
    [*_KINDS.items(), *(pytest.param(kind, ("*",), marks=pytest.mark.slow) for kind in _KINDS)],
)
def test_no_letter_of_an_issued_document_is_lost(kind: str, names: Sequence[str]) -> None:
    """Compare with pdfium's own text, which ignores columns and footnotes but is complete."""
    read, lost = 0, Counter[str]()
    for path in (path for name in names for path in (_ISSUED / kind).glob(f"{name}.pdf")):
        there = Counter[str]()
        for page in pypdfium2.PdfDocument(path.read_bytes()):
            there += letters_of(page.get_textpage().get_text_range())
        read += there.total()
        lost += there - letters_of(everything(_document(path, "en")))
    assert read
    assert lost.total() <= _MOST_LOST * read, lost.most_common(20)
