"""Pictures of pages before they are recognised: their number, resolution, colours and paper."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from aligner.readers.pdf.open_pdf import WIDTH
from aligner.readers.scans import pictures
from aligner.readers.scans.pictures import (
    is_pdf,
    is_picture,
    page_count,
    page_image,
    page_picture,
    straightened,
    tilt,
    upright_picture,
)
from aligner.readers.scans.recognise import _page
from aligner.values.message import ReadError
from tests.pdf_samples import page_of

A4 = (8.27, 11.7)  # inches


def written(picture: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, format=kind, **more)
    return file.getvalue()


def sheet(dots: int, mode: str = "L") -> Image.Image:
    """An empty page of the size of a letter."""
    return Image.new(mode, (round(A4[0] * dots), round(A4[1] * dots)), "white")


def pdf_with(*placed: tuple[Image.Image, pypdfium2.PdfMatrix], side: int = 400) -> bytes:
    """A file of one square page with pictures on it."""
    with pypdfium2.PdfDocument.new() as document:
        page = document.new_page(side, side)
        for picture, matrix in placed:
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
    data = pdf_with((Image.new("L", (pixels, pixels // 3), 128), matrix))
    assert page_picture(data, "scan.pdf", 1)[1] == pytest.approx(dots, rel=0.01)


@pytest.mark.parametrize("order", [1, -1])
def test_the_largest_picture_tells_how_fine_a_page_is(order: int) -> None:
    """A logo beside it may be finer."""
    scan = Image.new("L", (1000, 1000), 128), pypdfium2.PdfMatrix().scale(360, 360)
    logo = Image.new("L", (500, 500), 128), pypdfium2.PdfMatrix().scale(36, 36).translate(362, 362)
    data = pdf_with(*[scan, logo][::order])
    assert page_picture(data, "scan.pdf", 1)[1] == pytest.approx(200)
    with pypdfium2.PdfDocument(data) as document:
        assert is_picture(document[0], 10)


@pytest.mark.parametrize(("frames", "refused"), [(3, False), (4, True)])
def test_a_picture_file_has_a_limited_number_of_frames(
    frames: int, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PAGES", 3)
    data = written(sheet(20), "TIFF", save_all=True, append_images=[sheet(20)] * (frames - 1))
    if refused:
        with pytest.raises(ReadError, match="4 pages"):
            page_count(data, "scan.tiff")
    else:
        assert page_count(data, "scan.tiff") == frames


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize(
    ("data", "width", "height"),
    [
        (written(Image.new("L", (300, 200)), "TIFF", dpi=(200, 200)), 300, 200),
        (written(Image.new("L", (200, 134)), "TIFF", dpi=(100, 100)), 300, 201),  # enlarged
        (pdf_with((Image.new("L", (240, 240)), pypdfium2.PdfMatrix().scale(96, 96)), side=96), 240, 240),
    ],
)
def test_a_picture_has_a_limited_number_of_pixels(
    data: bytes, width: int, height: int, over: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", width * height - over)
    if over:
        with pytest.raises(ReadError, match="pixels"):
            page_picture(data, "scan", 1)
    else:
        assert page_picture(data, "scan", 1)[0].size == (width, height)


@pytest.mark.parametrize(("before", "expected"), [(0, True), (1019, True), (1020, False)])
def test_a_pdf_is_told_by_its_first_kilobyte(before: int, expected: bool) -> None:
    assert is_pdf(b"\n" * before + b"%PDF-1.7") is expected


def test_each_page_of_a_file_has_its_own_picture() -> None:
    data = written(sheet(200), "TIFF", save_all=True, append_images=[Image.new("L", (300, 400), 9)])
    assert [np.asarray(page_picture(data, "scan.tiff", n)[0]).min() for n in (1, 2)] == [255, 9]


def test_a_picture_is_upright_as_its_camera_tells() -> None:
    sideways = Image.new("L", (400, 300))
    sideways.getexif()[0x112] = 6
    data = written(sideways, "JPEG", exif=sideways.getexif(), dpi=(200, 200))
    assert page_picture(data, "scan.jpeg", 1)[0].size == (300, 400)
    assert upright_picture(data, "scan.jpeg", 1, 90)[0].size == (400, 300)


@pytest.mark.parametrize("stamped", [True, False])
def test_coloured_stamps_are_taken_off_if_asked(stamped: bool) -> None:
    page = Image.new("RGB", (600, 600), "white")
    draw = ImageDraw.Draw(page)
    draw.ellipse((100, 100, 300, 300), outline=(200, 30, 40), width=8)
    draw.rectangle((400, 400, 450, 450), fill=0)
    shades = np.asarray(page_picture(written(page, dpi=(200, 200)), "scan.png", 1, stamped=stamped)[0])
    assert bool(shades[80:320, 80:320].min() < 128) is stamped
    assert shades[410:440, 410:440].max() == 0


def test_a_page_without_a_picture_is_rendered_finely() -> None:
    picture, dots = page_picture(page_of("50 100 m 250 100 l S"), "drawn.pdf", 1)
    assert dots == 300
    assert picture.size == pytest.approx((400 * 300 / 72, 400 * 300 / 72), abs=1)


@pytest.mark.parametrize(
    ("share", "characters", "expected"),
    [
        *((0.6, 0, True), (0.6, 100, True), (0.6, 120, True), (0.6, 121, False)),
        *((0.5, 10, False), (0.51, 10, True), (0.4, 0, True)),
    ],
)
def test_a_large_picture_with_little_text_over_it_is_a_page_to_recognise(
    share: float, characters: int, expected: bool
) -> None:
    data = pdf_with((Image.new("L", (40, 40), 128), pypdfium2.PdfMatrix().scale(100, 100 * share)), side=100)
    with pypdfium2.PdfDocument(data) as document:
        assert is_picture(document[0], characters) is expected


@pytest.mark.parametrize(("content", "expected"), [("50 100 m 250 100 l S", True), ("", False)])
def test_a_page_that_has_no_text_is_recognised_if_anything_is_drawn(content: str, expected: bool) -> None:
    with pypdfium2.PdfDocument(page_of(content)) as document:
        assert is_picture(document[0], 0) is expected
        assert not is_picture(document[0], 10)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_paper(mode: str) -> None:
    """Half of the page is black and opaque, the other half black and clear."""
    halves = np.zeros((400, 300, 4), np.uint8)
    halves[:, 150:, 3] = 255
    page = Image.fromarray(halves, "RGBA").convert("RGBA" if mode == "P" else mode)
    more: dict[str, Any] = {}
    if mode == "P":
        page, more = Image.fromarray(halves[..., 3] // 255, "P"), {"transparency": 0}
        page.putpalette([0, 0, 0] * 2)
    shades = np.asarray(page_picture(written(page, dpi=(200, 200), **more), "scan.png", 1)[0])
    assert shades[:, :148].min() == 255
    assert shades[:, 152:].max() == 0


def test_a_page_is_shown_however_flat_it_is() -> None:
    flat = written(Image.new("L", (6000, 3), "white"), dpi=(200, 200))
    shown = page_image(flat, "scan.png", 1, 0)
    assert (shown.width, shown.height) == pytest.approx((6000 * 72 / 200, 3 * 72 / 200), rel=1e-3)


@pytest.mark.parametrize(
    ("angle", "found"), [(0.2, 0.0), (0.3, 0.3), (0.75, 0.75), (-2.4, -2.4), (6.0, 6.0), (-6.0, -6.0)]
)
def test_the_tilt_of_a_page_is_that_of_its_lines(angle: float, found: float) -> None:
    page = Image.new("L", (1800, 2400), "white")
    draw = ImageDraw.Draw(page)
    for y in range(300, 2100, 60):
        draw.rectangle((300, y, 1500, y + 15), fill=0)
    tilted = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert tilt(tilted) == pytest.approx(found, abs=0.05)


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
    assert leaders.confidence == 1  # dots are no words to be misread
    assert rule.height == pytest.approx((2000 - 1001) / inch, abs=1)
