"""Pictures of pages before they are recognised: their number, resolution, colours and paper."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from aligner.readers.pdf.open_pdf import WIDTH
from aligner.readers.scans.pictures import is_picture, page_count, page_image, page_picture, straightened
from aligner.readers.scans.recognise import _page
from tests.pdf_samples import page_of

A4 = (8.27, 11.7)  # inches


def written(picture: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, format=kind, **more)
    return file.getvalue()


def sheet(dots: int, mode: str = "L") -> Image.Image:
    """An empty page of the size of a letter."""
    return Image.new(mode, (round(A4[0] * dots), round(A4[1] * dots)), "white")


def pdf_with(picture: Image.Image, matrix: pypdfium2.PdfMatrix, side: int = 400) -> bytes:
    """A file of one square page with a picture on it."""
    with pypdfium2.PdfDocument.new() as document:
        page = document.new_page(side, side)
        image = pypdfium2.PdfImage.new(document)
        image.set_bitmap(pypdfium2.PdfBitmap.from_pil(picture))
        image.set_matrix(matrix)
        page.insert_obj(image)
        page.gen_content()
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "frames"), [("JPEG", 1), ("PNG", 1), ("TIFF", 3)])
def test_each_frame_of_a_picture_is_a_page(kind: str, frames: int) -> None:
    more = {"save_all": True, "append_images": [sheet(20)] * (frames - 1)} if frames > 1 else {}
    assert page_count(written(sheet(20), kind, **more), "scan") == frames


@pytest.mark.parametrize(
    ("drawn", "told", "dots"),
    [
        (200, 200, 200),
        (200, None, 200),  # by the height of a page
        (200, 72, 200),  # what programs write if they know none
        (200, 96, 200),
        (160, 160, 160),
        (100, 100, 150),  # enlarged
        (100, None, 150),
        (600, 600, 400),  # reduced
    ],
)
def test_a_picture_is_as_fine_as_its_file_says_within_limits(drawn: int, told: int | None, dots: int) -> None:
    data = written(sheet(drawn), dpi=(told, told)) if told else written(sheet(drawn))
    picture, found = page_picture(data, "scan.png", 1)
    assert found == pytest.approx(dots, rel=0.01)
    assert picture.height == pytest.approx(A4[1] * dots, rel=0.01)
    assert picture.mode == "L"


@pytest.mark.parametrize(("pixels", "dots"), [(600, 200.0), (300, 150.0), (2400, 400.0)])
@pytest.mark.parametrize("turned", [False, True])
def test_a_page_of_a_pdf_is_as_fine_as_its_picture(pixels: int, dots: float, turned: bool) -> None:
    """The picture is three inches wide and one high, or turned."""
    matrix = pypdfium2.PdfMatrix().scale(216, 72)
    matrix = (matrix.rotate(90) if turned else matrix).translate(150, 150)
    data = pdf_with(Image.new("L", (pixels, pixels // 3), 128), matrix)
    assert page_picture(data, "scan.pdf", 1)[1] == pytest.approx(dots, rel=0.01)


def test_a_page_without_a_picture_is_rendered_finely() -> None:
    picture, dots = page_picture(page_of("50 100 m 250 100 l S"), "drawn.pdf", 1)
    assert dots == 300
    assert picture.size == pytest.approx((400 * 300 / 72, 400 * 300 / 72), abs=1)


@pytest.mark.parametrize(
    ("share", "characters", "expected"),
    [(0.6, 0, True), (0.6, 100, True), (0.6, 120, True), (0.6, 121, False), (0.4, 10, False), (0.4, 0, True)],
)
def test_a_large_picture_with_little_text_over_it_is_a_page_to_recognise(
    share: float, characters: int, expected: bool
) -> None:
    data = pdf_with(Image.new("L", (40, 40), 128), pypdfium2.PdfMatrix().scale(100, 100 * share), 100)
    with pypdfium2.PdfDocument(data) as document:
        assert is_picture(document[0], characters) is expected


@pytest.mark.parametrize(("content", "expected"), [("50 100 m 250 100 l S", True), ("", False)])
def test_a_page_that_has_no_text_is_recognised_if_anything_is_drawn(content: str, expected: bool) -> None:
    with pypdfium2.PdfDocument(page_of(content)) as document:
        assert is_picture(document[0], 0) is expected
        assert not is_picture(document[0], 10)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_paper(mode: str) -> None:
    clear = Image.new(mode, (300, 400), (0,) * len(mode))
    picture, _ = page_picture(written(clear, dpi=(200, 200)), "scan.png", 1)
    assert np.asarray(picture).min() == 255


def test_a_page_is_shown_however_flat_it_is() -> None:
    flat = written(Image.new("L", (6000, 3), "white"), dpi=(200, 200))
    shown = page_image(flat, "scan.png", 1, 0)
    assert (shown.width, shown.height) == pytest.approx((6000 * 72 / 200, 3 * 72 / 200), rel=1e-3)


@pytest.mark.parametrize("side", [1, 20, WIDTH])
def test_pictures_of_every_size_are_straightened(side: int) -> None:
    assert straightened(Image.new("L", (side, side), 200)).size == (side, side)


def test_a_page_on_grey_paper_and_in_shadow_becomes_white() -> None:
    page = Image.new("L", (800, 1000), 180)
    draw = ImageDraw.Draw(page)
    for y in range(100, 900, 60):
        draw.rectangle((100, y, 700, y + 12), fill=20)
    draw.rectangle((0, 500, 799, 512), fill=120)  # the shadow of a fold
    shades = np.asarray(straightened(page))
    assert (shades > 235).mean() > 0.75
    assert np.median(shades[500:512, :90]) > 200


def test_rules_and_rows_of_dots_have_their_places_in_points() -> None:
    picture = Image.new("L", (1000, 2000), "white")
    draw = ImageDraw.Draw(picture)
    for x in range(200, 400, 9):
        draw.rectangle((x, 700, x + 2, 702), fill=0)
    draw.rectangle((100, 1000, 900, 1002), fill=0)
    page, dots, (rule,), (leaders,) = _page(written(picture, dpi=(200, 200)), "scan.png", 1)
    assert dots == pytest.approx(200, rel=1e-3)
    assert (np.asarray(page) < 128).sum() == 0
    inch = 200 / 72
    assert (leaders.text, leaders.left, leaders.right, leaders.base) == (
        "." * 23,
        *(pytest.approx(each / inch, abs=0.5) for each in (200, 401, 2000 - 703)),
    )
    assert rule.height == pytest.approx((2000 - 1001) / inch, abs=1)
