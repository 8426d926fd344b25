"""Two pages on one sheet, as an open book is scanned, are read as two pages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from aligner.readers import read_bytes
from aligner.readers.pdf.rules import Rule
from aligner.readers.scans import recognised_page
from aligner.readers.scans.recognised_page import RecognisedPage, Word, gutter_of
from aligner.values import disk_traces
from aligner.view.page_boxes import BoxKind
from tests.benchmarks.scans import as_file, printed
from tests.readers.test_scan_pictures import as_pdf, darkness, opened, picture_of
from tests.readers.test_scans import TEXT, needs_engine, pdf_of, words


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_traces, "cache", lambda: tmp_path)
    monkeypatch.setattr(recognised_page, "_memory", type(recognised_page._memory)())


SECOND = (
    "3. Requests the Secretary-General to report on the implementation of the present resolution;",
    "4. Invites all Governments and relevant organizations to submit their views on the subject;",
    "5. Also decides to include in the provisional agenda an item on this question.",
)


def sheet(*, shadow: bool = False, turned: int = 0) -> bytes:
    """A sheet with two pages; the fold between them throws a shadow on both."""
    pages = [printed(pdf_of(texts), 200, 1)[0] for texts in (TEXT, SECOND)]
    both = np.hstack([np.asarray(page) for page in pages]).astype(np.float32)
    if shadow:
        across = np.abs(np.arange(both.shape[1]) - pages[0].width)
        both *= 1 - 0.7 * np.exp(-across / 40)
    picture = Image.fromarray(both.astype(np.uint8))
    return as_file([picture.rotate(turned, expand=True)], 200)


@needs_engine
@pytest.mark.parametrize("how", [{}, {"shadow": True}, {"turned": 90}])
def test_both_pages_of_a_sheet_are_read_in_order(how: dict[str, int]) -> None:
    extract = read_bytes(sheet(**how), "scan.tiff", language="en")
    assert words(extract) == " ".join((*TEXT, *SECOND)).split()
    assert (extract.pages, [number for number, _ in extract.sheets]) == (2, [1, 1])
    assert [line.page for line in extract.lines] == sorted(line.page or 0 for line in extract.lines)
    lefts = {line.page: line.box.left for line in reversed(extract.lines) if line.box}
    assert lefts[1] == pytest.approx(lefts[2], abs=30)


@needs_engine
@pytest.mark.parametrize("pdf", [False, True])
def test_boxes_on_a_sheet_are_on_their_ink(pdf: bool) -> None:
    data = as_pdf(sheet()) if pdf else sheet()
    document, source = opened(data, "scan.pdf" if pdf else "scan.tiff")
    image, boxes = source.image(1), source.boxes(document)
    assert boxes is not None
    assert list(boxes) == [1]
    segments = [box for box in boxes[1] if box.kind is BoxKind.SEGMENT]
    assert len(segments) == len(document)
    assert {source.page_of(segment.page or 0) for segment in document.segments} == {1}
    for box in segments:
        assert darkness(picture_of(image), box, image.width)[0] > 0.05


@pytest.mark.parametrize(
    ("spans", "width", "found"),
    [
        ([(50, 350), (450, 750)], 800, 400),
        ([(50, 350), (450, 750)], 500, 0),  # as high as wide
        ([(50, 390), (410, 750)], 800, 0),  # two columns
        ([(50, 350)], 800, 0),
    ],
)
def test_a_gutter_is_blank_and_in_the_middle(
    spans: list[tuple[int, int]], width: float, found: float
) -> None:
    lines = [
        tuple(Word("word", left, right, 400.0 - 20 * n, 11.0, 0.95) for left, right in spans)
        for n in range(5)
    ]
    assert gutter_of(lines, width, 500.0) == found
    title = (Word("title", 200.0, 600.0, 450.0, 20.0, 0.95),)
    assert gutter_of([title, *lines], width, 500.0) == 0


def test_the_right_page_of_an_arabic_sheet_is_read_first() -> None:
    def lines(text: str) -> tuple[tuple[Word, ...], ...]:
        return tuple((Word(text, left, left + 40, 400.0, 11.0, 0.95),) for left in (50.0, 450.0))

    assert RecognisedPage(500.0, lines("Charter"), gutter=400.0).starts == (0.0, 400.0)
    arabic = RecognisedPage(500.0, lines("ميثاق"), gutter=400.0)
    assert arabic.starts == (400.0, 0.0)
    assert [page.glyphs[0].left for page in arabic.glyphs()] == [50.0, 50.0]


def test_a_page_by_itself_stays_whole() -> None:
    lines = tuple((Word("word", 50.0, 90.0, 400.0 - 20 * n, 11.0, 0.95),) for n in range(5))
    assert [len(page.glyphs) for page in RecognisedPage(500.0, lines).glyphs()] == [5]
    halves = RecognisedPage(500.0, lines, gutter=40.0).glyphs()
    assert [len(page.glyphs) for page in halves] == [0, 5]
    assert halves[1].glyphs[0].left == 10.0


def test_the_rules_of_a_page_move_with_its_words() -> None:
    page = RecognisedPage(500.0, ((Word("a", 10.0, 20.0, 400.0, 11.0, 0.9),),), (Rule(1, 2, 3, 4),)).moved(5)
    assert (page.lines[0][0].left, page.lines[0][0].right, page.rules) == (15, 25, (Rule(6, 2, 8, 4),))


def test_pages_that_leave_the_memory_are_found_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognised_page, "_MOST_IN_MEMORY", 2)
    monkeypatch.setattr(disk_traces, "_kept_from_sharing", False)  # an app in this process may have set it
    keys = [recognised_page.page_key(b"file", number, "engine") for number in range(3)]
    pages = [RecognisedPage(500.0 + number) for number in range(3)]
    for key, page in zip(keys, pages, strict=True):
        recognised_page.keep(key, page)
    assert list(recognised_page._memory) == keys[1:]
    assert [recognised_page.find(key) for key in (*keys, "other")] == [*pages, None]
