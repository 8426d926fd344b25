"""Issued documents give the same text as PDF and as DOCX: floors in `floors/reading.json`.

This takes three minutes, and is skipped without the data. Lowering a floor needs a reason in the commit.
`benchmarks/reading.py` prints the figures, and with `-v` the errors.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import reading_measures as measures

ALL_FLOORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "floors" / "reading.json").read_text(encoding="utf-8")
)
FLOORS: dict[str, Any] = ALL_FLOORS["documents"]

pytestmark = pytest.mark.slow


@pytest.fixture
def data(shared_data: Path) -> Path:
    if not (shared_data / "un-pdf").is_dir():
        pytest.skip("the documents as issued (../shared/data/un-pdf) are not on this machine")
    return shared_data


@pytest.mark.parametrize("kind", ["reports", "budget sections"])
def test_reports_are_the_same_as_pdf_and_docx(data: Path, kind: str) -> None:
    found = measures.report_figures(data)[kind]
    for part, floor in FLOORS[kind].items():
        assert getattr(found, part).share >= floor, (part, getattr(found, part).wrong)


def test_other_documents_are_the_same_as_pdf_and_docx(data: Path) -> None:
    found = {language: figures.prose.share for language, figures in measures.multi_figures(data).items()}
    assert all(found[language] >= floor for language, floor in FLOORS["multi"].items()), found


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext, of poppler-utils")
def test_odd_files_have_the_letters_of_pdftotext_or_a_note(shared_data: Path) -> None:
    if not (shared_data / "odd").is_dir():
        pytest.skip("the odd files (../shared/data/odd) are not on this machine")
    files, floors = measures.odd_files(shared_data / "odd"), ALL_FLOORS["odd"]
    assert sum(each.recall >= measures.ODD for each in files) >= floors["recall"] * len(files)
    assert sum(each.precision >= measures.ODD for each in files) >= floors["precision"] * len(files)
    untold = [each.name for each in files if each.differs and not each.told]
    assert len(untold) <= floors["untold"], untold
    assert not [each.name for each in files if each.refused]
