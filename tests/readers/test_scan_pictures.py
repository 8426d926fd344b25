"""The pictures of scanned pages: level and upright, as they were read, with lines and words in place."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image

from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.readers.pdf.open_pdf import WIDTH, PageImage
from aligner.readers.scans import recognised_page
from aligner.readers.scans.pictures import POINTS
from aligner.ui import page_view, paragraphs
from aligner.ui.page_view import PageSource
from aligner.ui.state import session
from aligner.values import Document, DocumentKey, Span, disk_traces
from aligner.view.page_boxes import BoxKind, PageBox
from tests.readers.test_scans import needs_engine, scan

pytestmark = needs_engine


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_traces, "cache", lambda: tmp_path)
    monkeypatch.setattr(recognised_page, "_memory", type(recognised_page._memory)())


def opened(data: bytes, name: str = "scan.tiff") -> tuple[Document, PageSource]:
    return open_bytes(data, name, Settings(cache=False), DocumentInfo(language="en")), PageSource(
        data, name, "en"
    )


def as_pdf(data: bytes) -> bytes:
    file = io.BytesIO()
    Image.open(io.BytesIO(data)).save(file, format="PDF", resolution=200)
    return file.getvalue()


def picture_of(image: PageImage) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(image.png)))


def darkness(picture: Image.Image, box: PageBox, width: float) -> tuple[float, float]:
    """The share of ink inside a box, and in the strip of the same height right above it."""
    ink, scale = np.asarray(picture.convert("L")) < 128, picture.width / width
    sides = attrgetter("left", "top", "right", "bottom")(box.place)
    left, top, right, bottom = (round(each * scale) for each in sides)
    above = ink[max(0, top - 12) : top - 4, left:right]
    return float(ink[top:bottom, left:right].mean()), float(above.mean())


@pytest.mark.parametrize("pdf", [False, True])
@pytest.mark.parametrize("how", [{}, {"broken": True}, {"turned": 180}, {"turned": 90}])
def test_boxes_of_segments_are_on_their_ink(how: dict[str, Any], pdf: bool) -> None:
    data = as_pdf(scan(**how)) if pdf else scan(**how)
    document, source = opened(data, "scan.pdf" if pdf else "scan.tiff")
    image, boxes = source.image(1), source.boxes(document)
    picture = picture_of(image)
    assert (picture.width, source.count) == (WIDTH, 1)
    assert image.width > image.height  # the page is upright
    assert boxes
    segments = [box for box in boxes[1] if box.kind is BoxKind.SEGMENT]
    assert len(segments) == len(document)
    for box in segments:
        inside, above = darkness(picture, box, image.width)
        assert inside > 0.05
        assert above < inside / 4


def test_the_picture_of_a_line_has_the_doubtful_word() -> None:
    data = scan()
    document, source = opened(data)
    word = document.segments[1].span
    png = source.line(document, word)
    assert png
    picture = Image.open(io.BytesIO(base64.b64decode(png)))
    size = 11 * WIDTH / (14 / 2.54 * POINTS)  # of the letters, in pixels
    assert size < picture.height < 2.5 * size
    assert (np.asarray(picture.convert("L")) < 128).mean() > 0.05


def test_the_panel_shows_doubtful_words_with_their_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    document, source = opened(scan(broken=True))
    start, key = document.text.index("71/167"), DocumentKey("en", "")
    doubted = replace(document, doubtful=(Span(start, start + 6),))
    monkeypatch.setattr(paragraphs, "documents", lambda _: {key: doubted})
    monkeypatch.setattr(paragraphs, "SourcePlaces", lambda *_: SimpleNamespace(segments=lambda _: (0, 1)))
    monkeypatch.setattr(session, "comparison", lambda: SimpleNamespace(documents={key: doubted}))
    monkeypatch.setattr(page_view, "pages_of", lambda _: source)
    (word,) = paragraphs.words_of(cast("Any", None), cast("Any", None))
    shown = paragraphs._picture(word, word.span.of(doubted.text))
    assert ">71/167</span>" in shown
    assert '<img alt="71/167" src="data:image/png;base64,' in shown


@pytest.mark.parametrize("name", ["a.pdf", "A.TIFF", "b.png", "c.jpeg"])
def test_files_with_pages_are_known_by_name(name: str) -> None:
    assert page_view.is_paged(name)
    assert not page_view.is_paged(name + ".txt")
