"""Pages that Typst made from known texts are read as they were written: floors in `floors/reading.json`."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from made_pages.layouts import LAYOUTS
from made_pages.scoring import Scores, score, score_cells
from made_pages.sources import bundled_texts, with_annex
from made_pages.texts import Block, MadeText, Note

from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.values import Document, Footnote, NoteMark, Segment, Span

FLOORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "floors" / "reading.json").read_text(encoding="utf-8")
)["made_pages"]
LANGUAGES = ("zh", "en", "fr", "ru", "es", "ar")


def opened(data: bytes, name: str, language: str) -> Document:
    return open_bytes(data, name, Settings(cache=False), DocumentInfo(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_made_pages_are_read_as_written(golden: Path, language: str) -> None:
    made_set = pytest.importorskip("made_pages.made_set", reason="Typst is not installed")
    typesetting = pytest.importorskip("made_pages.typesetting")
    if missing := typesetting.missing_fonts(language):
        pytest.skip(f"no font for {language} on this machine, such as {missing[0]}")
    (document,) = (made for made in made_set.small_set(golden / "ccpcj-27") if made.text.language == language)
    scores = document.judge(opened)
    floors = FLOORS[language]
    for kind in floors.keys() - {"extra"}:
        part = getattr(scores, kind)
        assert part.total > 0
        assert part.share >= floors[kind], (kind, part.share, part.wrong)
    assert len(scores.extra) <= floors["extra"], scores.extra


@pytest.mark.parametrize("seeds", [range(100, 106), range(106, 112), range(112, 118)], ids=str)
def test_pages_of_houses_made_at_random_are_read_as_written(golden: Path, seeds: range) -> None:
    houses = pytest.importorskip("made_pages.houses", reason="Typst is not installed")
    typesetting = pytest.importorskip("made_pages.typesetting")
    if any(map(typesetting.missing_fonts, LANGUAGES)):
        pytest.skip("fonts of some languages are not on this machine")
    scores = Scores()
    for document in houses.small_houses(golden / "ccpcj-27", seeds):
        scores.add(document.judge(opened))
    floors = FLOORS["houses"]
    for kind in floors:
        part = getattr(scores, kind)
        assert part.share >= floors[kind], (kind, part.share, part.wrong)


@pytest.mark.slow
def test_pages_that_an_office_suite_printed_are_read_as_written(golden: Path) -> None:
    office = pytest.importorskip("made_pages.office_print", reason="Typst is not installed")
    typesetting = pytest.importorskip("made_pages.typesetting")
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed (libreoffice-writer-nogui)")
    if any(map(typesetting.missing_fonts, LANGUAGES)):
        pytest.skip("fonts of some languages are not on this machine")
    texts = list(map(with_annex, bundled_texts(golden / "ccpcj-27", "rev1")))
    made = [(texts[seed % len(texts)], seed) for seed in range(24)]
    scores = Scores()
    for document in office.printed(
        [(text, office.office_layout(seed, text.language)) for text, seed in made]
    ):
        scores.add(document.judge(opened))
    floors = FLOORS["office"]
    for kind in floors:
        part = getattr(scores, kind)
        assert part.share >= floors[kind], (kind, part.share, part.wrong)


@pytest.mark.slow
def test_pages_printed_from_html_are_read_as_written(golden: Path) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    web = pytest.importorskip("made_pages.web_print", reason="Typst is not installed")
    typesetting = pytest.importorskip("made_pages.typesetting")
    if any(map(typesetting.missing_fonts, LANGUAGES)):
        pytest.skip("fonts of some languages are not on this machine")
    texts = list(map(with_annex, bundled_texts(golden / "ccpcj-27", "rev1")))
    layouts = ((seed, web.web_layout(seed, texts[seed % len(texts)].language)) for seed in range(40))
    printed = [(texts[seed % len(texts)], layout) for seed, layout in layouts if not layout.browser]
    scores = Scores()
    for text, layout in printed:
        scores.add(web.WebDocument(text, layout).judge(opened))
    floors = FLOORS["web"]
    for kind in floors:
        part = getattr(scores, kind)
        assert part.share >= floors[kind], (kind, part.share, part.wrong)


def test_typeset_repeats_head_and_embeds_subset_fonts(golden: Path) -> None:
    typesetting = pytest.importorskip("made_pages.typesetting", reason="Typst is not installed")
    text = next(text for text in bundled_texts(golden / "ccpcj-27", "rev1") if text.language == "en")
    data = typesetting.typeset(with_annex(text), LAYOUTS["resolution"])
    file = pdfium.PdfDocument(data)
    tops = [page.get_textpage().get_text_bounded(bottom=page.get_height() - 60) for page in file]
    assert len(tops) >= 3
    assert all("A/72/L.45/Rev.1" in top and "Preventing and combating" in top for top in tops[1:])
    assert re.search(rb"/FontFile[23]", data)
    assert re.search(rb"/BaseFont\s*/[A-Z]{6}\+", data)


def a_text() -> MadeText:
    blocks = (
        Block("paragraph", ("One", Note("See two."), " and two."), "1."),
        Block("paragraph", ("Three.",), "•"),
        Block("paragraph", ("Four.",), "(a)", 1),
    )
    return MadeText("en", "sample", "", blocks)


def a_document(*paragraphs: tuple[str | None, str], marks: tuple[int, ...] = (3,)) -> Document:
    text = "\n".join(text for _, text in paragraphs)
    segments, start = [], 0
    for label, own in paragraphs:
        inside = tuple(NoteMark("1", place) for place in marks if start <= place < start + len(own))
        segments.append(Segment(Span(start, start + len(own)), label=label, marks=inside))
        start += len(own) + 1
    return Document("en", text, tuple(segments), footnotes=(Footnote("1", "See two."),))


RIGHT = (("1", "One and two."), (None, "Three."), ("(a)", "Four."))


def test_score_accepts_the_original() -> None:
    scores = score(a_text(), a_document(*RIGHT))
    assert (scores.paragraphs.share, scores.notes.share, scores.extra) == (1, 1, [])


@pytest.mark.parametrize(
    ("paragraphs", "wrong", "extra"),
    [
        ((("2", "One and two."), *RIGHT[1:]), 1, 1),  # another number
        ((("1", "One and"), (None, "two."), *RIGHT[1:]), 1, 2),  # cut
        ((RIGHT[0], (None, "Three. Four.")), 2, 1),  # glued
        ((*RIGHT, (None, "A/72/L.45")), 0, 1),  # a running head
        ((RIGHT[0], RIGHT[2], RIGHT[1]), 1, 1),  # out of order
    ],
)
def test_score_counts_errors(paragraphs: tuple[tuple[str | None, str], ...], wrong: int, extra: int) -> None:
    scores = score(a_text(), a_document(*paragraphs))
    assert (len(scores.paragraphs.wrong), len(scores.extra)) == (wrong, extra)


def test_score_requires_a_note_to_be_referred_to() -> None:
    assert score(a_text(), a_document(*RIGHT, marks=())).notes.share == 0
    assert score(a_text(), replace(a_document(*RIGHT), footnotes=())).notes.share == 0


def test_score_cells_requires_row_and_column() -> None:
    gold = (("Item", "2016"), ("One", "5"), ("Two", "7"))
    assert score_cells(gold, gold).share == 1
    assert score_cells(gold, (("Item", "2016"), ("One", "5", "7"), ("Two", ""))).wrong[0].startswith("7")
    assert score_cells(gold, (("2016", "Item"), ("One", "5"), ("7", "Two"))).share == pytest.approx(1 / 3)
    assert score_cells(gold, ()).share == 0


def test_arabic_quotation_marks_are_read_as_printed() -> None:
    typesetting = pytest.importorskip("made_pages.typesetting", reason="Typst is not installed")
    if missing := typesetting.missing_fonts("ar"):
        pytest.skip(f"no font for ar on this machine, such as {missing[0]}")
    texts = (
        "انظر التقرير المعنون ”السلام والأمن“ الصادر عن الأمين العام.",
        "”إن مجلس الأمن يعيد تأكيد ’مسؤوليته‘ الرئيسية عن صون السلام.“",
        "واسم المشروع هو ”peace now“ أو “peace” وهو يستمر حتى نهاية العام.",
    )
    made = MadeText("ar", "quotations", "عنوان", tuple(Block("paragraph", (text,)) for text in texts))
    read = opened(typesetting.typeset(made, LAYOUTS["resolution"]), "made.pdf", "ar").texts()
    assert [text for text in texts if text not in read] == []
