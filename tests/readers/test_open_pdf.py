"""Files of PDF are opened or refused, their pages drawn, and what is on them counted."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from aligner.readers.pdf import font_maps, layers
from aligner.readers.pdf.open_pdf import WIDTH, _refusal, open_page, open_pdf, page_image
from aligner.values.message import EncryptedError, Message, ReadError, about
from tests.pdf_samples import pdf
from tests.readers.test_pdf_page_contents import annotation, drawn, form, text

PAGES = "/MediaBox [0 0 400 300]"


@pytest.mark.parametrize(("number", "place"), [(1, (100, 200)), (2, (300, 100))])
def test_a_page_is_drawn_in_one_width(number: int, place: tuple[int, int]) -> None:
    """Each page has a square of 40 points, by its lower left corner."""
    data = drawn("100 200 40 40 re f", "300 100 40 40 re f", pages=PAGES)
    shown = page_image(data, "x.pdf", number)
    assert (shown.width, shown.height, shown.pages) == (400, 300, 2)
    ink = np.asarray(Image.open(io.BytesIO(base64.b64decode(shown.png))).convert("L")) < 128
    assert ink.shape == (WIDTH * 3 // 4, WIDTH)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) * 400 / WIDTH for axis in (1, 0))
    assert (columns[0], 300 - rows[-1]) == pytest.approx(place, abs=1)
    assert (columns[-1], 300 - rows[0]) == pytest.approx((place[0] + 40, place[1] + 40), abs=1)


@pytest.mark.parametrize("number", [0, 3])
def test_a_page_that_a_file_does_not_have_is_not_drawn(number: int) -> None:
    with pytest.raises(ReadError, match="its last is page 2"):
        page_image(drawn("", "", pages=PAGES), "x.pdf", number)


@pytest.mark.parametrize(
    ("data", "said", "code"),
    [
        (b"/Encrypt", "Incorrect password error", "error.pdf_encrypted"),
        (b"/Encrypt", "Unsupported security scheme", "error.pdf_encrypted"),
        (b"/Encrypt", "Data format error", "error.pdf_damaged"),
        (b"", "Incorrect password error", "error.pdf_damaged"),  # that of another file
        (b"/Type /Pages /Kids [] /Count 0 %%EOF", "Data format error", "error.no_pages"),
        (b"/Count 0 /Kids [] /Type /Pages %%EOF", "Data format error", "error.no_pages"),
        (b"/Type /Pages /Count 0 %%EOF" + b" " * 1019, "Data format error", "error.no_pages"),
        (b"/Type /Pages /Count 0 %%EOF" + b" " * 1020, "Data format error", "error.pdf_damaged"),  # cut off
        (b"/Type /Pages /Count 10 %%EOF", "Data format error", "error.pdf_damaged"),
    ],
)
def test_a_file_that_pdfium_refuses_has_a_reason(data: bytes, said: str, code: str) -> None:
    refused = _refusal(data, "x.pdf", said)
    assert refused.message == about("x.pdf", Message(code))
    assert isinstance(refused, EncryptedError) == (code == "error.pdf_encrypted")


@pytest.mark.parametrize(
    ("given", "is_shown", "comments"),
    [
        ([annotation("Text", "50 50 90 90", "/Contents (check)")], False, 1),
        ([annotation("Text", "50 50 90 90", "/Contents ()")], False, 0),
        ([annotation("Text", "50 50 90 90", "/Contents (check) /AP << /N 6 0 R >>"), form("x")], True, 1),
        ([annotation("Link", "50 50 90 90", "/Contents (check) /AP << /N 6 0 R >>"), form("x")], False, 0),
        ([annotation("Popup", "50 50 90 90", "/Contents (check)")], False, 0),
        ([annotation("FreeText", "50 50 90 90", "/Contents (note) /AP << /N 6 0 R >>"), form("x")], True, 0),
        ([annotation("Circle", "50 50 90 90", "/Contents (note)")], False, 1),
        ([annotation("Stamp", "50 50 90 90", "/Contents (note) /AP << /N 6 0 R >>"), form("x")], True, 0),
    ],
)
def test_annotations_are_shown_or_counted_as_comments(
    given: list[str], is_shown: bool, comments: int
) -> None:
    with open_pdf(drawn(text(50, 200, "Text"), annotations=given, pages=PAGES), "x.pdf") as document:
        page, found = open_page(document, 0)
        assert (page.get_textpage().count_chars() > len("Text")) == is_shown
        assert found == comments


@pytest.mark.parametrize("read", [font_maps._tables, layers._states])
def test_what_pdfminer_says_of_a_file_is_not_shown(read: Callable[[bytes], Iterable[Any]]) -> None:
    logging.getLogger("pdfminer").setLevel(logging.NOTSET)
    list(read(pdf([[(50, 700, 12, "Text")]])))
    assert not logging.getLogger("pdfminer.pdfinterp").isEnabledFor(logging.ERROR)
