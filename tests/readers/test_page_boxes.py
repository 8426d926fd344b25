"""Boxes on a page that show what was recognized."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
import sample
from PIL import Image

from aligner.languages import get
from aligner.readers import read_bytes
from aligner.readers.pdf.open_pdf import WIDTH, page_image
from aligner.segmentation.segment import segment
from aligner.values import DocumentKey, Span
from aligner.values.extract import Box, Extract, Line
from aligner.values.message import ReadError
from aligner.view.build import build, default_columns
from aligner.view.page_boxes import BoxKind, SourcePlaces, documents, is_from, page_boxes

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "un-pdf" / "resolutions"


def extract(*lines: tuple[int, float, float, str]) -> Extract:
    """Lines of (page, left, top, text), 12 points high and 5 points a character."""
    text, found = "", []
    for page, left, top, words in lines:
        span = Span(len(text), len(text) + len(words))
        found.append(Line(span, page=page, box=Box(left, top, left + 5 * len(words), top + 12, 10)))
        text += words + "\n"
    return Extract(text, tuple(found), "pdf", pages=2)


def test_a_paragraph_has_one_box_a_page() -> None:
    result = extract(
        (1, 72, 100, "The General Assembly,"),
        (1, 72, 130, "Recalling its resolution 71/167 of 19 December 2016 and all the"),
        (1, 72, 142, "resolutions that it has adopted on the same subject since that time, and"),
        (2, 72, 100, "noting with concern that they have not been implemented in full,"),
        (2, 72, 130, "1. Urges Member States to implement them;"),
    )
    document = segment(result, language="en")
    boxes = page_boxes(result, document)
    texts = [(page, document.text_of(box.number)[:9]) for page in boxes for box in boxes[page]]
    assert texts == [(1, "The Gener"), (1, "Recalling"), (2, "Recalling"), (2, "Urges Mem")]
    recital = boxes[1][1]
    place = recital.place
    assert (place.left, place.top, place.bottom) == (72, 130, 154)
    assert place.right == 72 + 5 * len(result.text_of(result.lines[2]))


def test_text_without_positions_has_no_boxes() -> None:
    document = read_bytes(b"The General Assembly,\n\n1. Urges all States;\n", "a.txt")
    assert page_boxes(document, segment(document, language="en")) == {}


def test_a_document_is_known_to_be_from_its_own_file_only() -> None:
    result = extract(
        (1, 72, 100, "The General Assembly,"), (1, 72, 130, "1. Urges Member States to implement them;")
    )
    other = extract(
        (1, 72, 100, "The General Assembly,"), (1, 72, 130, "1. Calls Member States to implement them;")
    )
    document = segment(result, language="en")
    assert is_from(document, result)
    assert not is_from(document, other)


def test_every_paragraph_of_every_draft_shown_is_found_in_its_row() -> None:
    comparison = sample.comparison()
    view = build(comparison, default_columns(comparison))
    shown = documents(view)
    assert set(shown) == set(comparison.documents)
    for key, document in shown.items():
        places = SourcePlaces(view, key)
        found = [index for row in view.rows for index in places.segments(row)]
        assert set(found) == set(range(len(document))), key
    french = SourcePlaces(view, DocumentKey("fr", sample.NEW))
    gap = next(row for row in view.rows if row.source is not None and not french.segments(row))
    assert french.nearest(gap) == french.segments(view.rows[gap.number - 2]) != ()


@pytest.mark.skipif(not DATA.is_dir(), reason="the development data is not beside the checkout")
@pytest.mark.parametrize("name", ["A_RES_80_1.pdf", pytest.param("A_RES_80_109.pdf", marks=pytest.mark.slow)])
def test_every_line_of_a_real_page_is_in_a_box_within_the_page(name: str) -> None:
    data = (DATA / name).read_bytes()
    result = read_bytes(data, name)
    document = segment(result, language=get("en").code)
    found = page_boxes(result, document)
    for number, boxes in found.items():
        image = page_image(data, name, number)
        assert Image.open(io.BytesIO(base64.b64decode(image.png))).width == pytest.approx(WIDTH, abs=1)
        places = [box.place for box in boxes]
        for place in places:
            assert 0 <= place.left <= place.right <= image.width
            assert 0 <= place.top <= place.bottom <= image.height
        lines = [line for line in result.lines if line.page == number and line.box]
        for line in lines:
            assert line.box is not None
            middle = (line.box.top + line.box.bottom) / 2
            assert any(place.top <= middle <= place.bottom for place in places), result.text_of(line)
    owned = {box.number for boxes in found.values() for box in boxes if box.kind is BoxKind.SEGMENT}
    assert owned == set(range(len(document)))
    with pytest.raises(ReadError, match="no page 99"):
        page_image(data, name, 99)
