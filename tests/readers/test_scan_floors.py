"""Pages printed to pictures are read well: floors in `floors/reading.json`.

Wrong letters are a share in per cent, at most; damaged pages may have a multiple of it. Made-up amendments
are a share of the paragraphs, at most; edits that were printed and are shown, a share of them, at least. A
page takes some seconds of processor time at most. `benchmarks/scans.py` prints the figures.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aligner.languages import get
from aligner.readers.scans import engine_data
from aligner.readers.scans.engine_data import model_of

FLOORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "floors" / "reading.json").read_text(encoding="utf-8")
)["scans"]
LETTERS: dict[str, dict[str, float]] = FLOORS["wrong letters"]
AMENDMENTS: dict[str, dict[str, float]] = FLOORS["amendments"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not engine_data.is_installed(), reason="needs the extra [scans] and its data"),
    pytest.mark.usefixtures("shared_data"),
]


def _need(language: str) -> None:
    pytest.importorskip("typst", reason="needs typst, which lays out the pages")
    if model_of(get(language)) is None:
        pytest.skip(f"the engine has no data of {language}")
    if language == "zh" and not engine_data.reads_chinese():
        pytest.skip("needs rapidocr, which reads Chinese")


@pytest.mark.parametrize(("language", "font"), [(code, font) for code in LETTERS for font in LETTERS[code]])
def test_letters_are_read_right(language: str, font: str) -> None:
    _need(language)
    from tests.benchmarks import scans

    if font not in scans.families():
        pytest.skip(f"the font {font} is not installed")
    texts, most = scans.paragraphs(language, "udhr"), LETTERS[language][font]
    (page,) = scans.printed(scans.typeset(texts, language, font), 200, 1)
    for picture, limit in ((page, most), (scans.damaged(page), FLOORS["damaged"] * most)):
        found, seconds = scans.read(scans.as_file([picture], 200), language)
        assert scans.wrong(scans.letters("\n".join(texts)), scans.letters(found.text)) <= limit
        assert seconds <= FLOORS["seconds"]


@pytest.mark.parametrize("language", AMENDMENTS)
def test_a_scan_has_no_amendments_but_those_that_were_printed(language: str) -> None:
    _need(language)
    from tests.benchmarks.scanned_edits import outcome, samples

    alike = [
        (sample, outcome(sample, broken=False)) for sample in samples([language], held_out=False, edits=False)
    ]
    made_up = sum(len(found.made_up) for _, found in alike)
    assert made_up <= AMENDMENTS[language]["made up"] * sum(len(sample.texts) for sample, _ in alike)
    edited = [
        (sample, outcome(sample, broken=False)) for sample in samples([language], held_out=False, edits=True)
    ]
    shown = sum(len(found.shown) for _, found in edited)
    assert shown >= AMENDMENTS[language]["shown"] * sum(len(sample.places) for sample, _ in edited)


def test_a_chinese_scan_is_aligned_as_its_text_is() -> None:
    _need("zh")
    from tests.benchmarks.scans import alignment

    assert all(alignment(broken=broken)[1] >= FLOORS["alignment"] for broken in (False, True))
