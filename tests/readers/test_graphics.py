"""Bar codes, squares of dots and coloured stamps are removed from pages that are pictures; letters stay."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from aligner.readers.scans.graphics import (
    FAINT,
    ink_of,
    reduced,
    without_graphics,
    without_specks,
    without_stamps,
)
from aligner.readers.scans.pictures import straightened
from tests.benchmarks.scans import damaged, families, printed, typeset
from tests.readers.test_scans import pdf_of

DOTS = 200


def page() -> Image.Image:
    return printed(
        pdf_of(("= The General Assembly, Illinois", "1. Urges all States to fulfil their will;")), DOTS, 1
    )[0]


def bar_code(random: np.random.Generator) -> np.ndarray:
    widths = random.integers(1, 4, 60) * 2
    bars = np.repeat(np.arange(60) % 2, widths)
    return np.tile(bars, (35, 1))


def square(random: np.random.Generator) -> np.ndarray:
    return np.kron(random.integers(0, 2, (29, 29)), np.ones((5, 5), dtype=int))


def test_specks_are_removed_and_letters_with_the_ends_of_their_strokes_stay() -> None:
    before = page()
    with_specks = np.asarray(before).copy()
    with_specks[1000:1200:20, 300:900:20] = 0
    assert np.array_equal(np.asarray(without_specks(Image.fromarray(with_specks))), np.asarray(before))


@pytest.mark.parametrize("pattern", [bar_code, square])
def test_a_code_is_removed_and_the_letters_beside_it_stay(pattern) -> None:  # type: ignore[no-untyped-def]
    before = page()
    code = pattern(np.random.default_rng(7))
    with_code = np.asarray(before).copy()
    with_code[600 : 600 + code.shape[0], 300 : 300 + code.shape[1]][code == 1] = 0
    after = np.asarray(without_graphics(Image.fromarray(with_code), DOTS))
    assert (after < 128).sum() == pytest.approx((np.asarray(before) < 128).sum(), abs=0.03 * code.sum())
    assert np.array_equal(after[:560], np.asarray(before)[:560])


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("font", ["Liberation Serif", "Noto Sans CJK SC"])
def test_a_page_of_letters_stays_as_it_is(font: str, broken: bool) -> None:
    if font not in families():
        pytest.skip(f"needs the font {font}")
    chinese = "CJK" in font
    text = "联合国大会重申其决议，并强调会员国继续履行义务。" if chinese else "Illinois will fulfil it."
    pdf = typeset([text * 20], "zh" if chinese else "en", font)
    before = printed(pdf, DOTS, 1)[0]
    before = straightened(damaged(before)) if broken else before
    assert without_graphics(before, DOTS) is before


def stamped(before: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """A page with a ring of transparent ink around and across its letters."""
    layer = Image.new("L", before.size, 0)
    middle = (before.width // 2, 170)
    box = (middle[0] - 150, middle[1] - 150, middle[0] + 150, middle[1] + 150)
    ImageDraw.Draw(layer).ellipse(box, outline=255, width=8)
    page = before.convert("RGB")
    return Image.composite(ImageChops.multiply(page, Image.new("RGB", page.size, colour)), page, layer)


@pytest.mark.parametrize("colour", [(205, 35, 45), (35, 60, 180), (110, 50, 150)])
def test_a_coloured_stamp_is_removed_from_over_the_letters(colour: tuple[int, int, int]) -> None:
    before = page()
    dark = int((np.asarray(before) < 128).sum())
    assert (np.asarray(stamped(before, colour).convert("L")) < 128).sum() > 1.2 * dark
    after = np.asarray(without_stamps(stamped(before, colour), DOTS))
    assert (after < 128).sum() == pytest.approx(dark, rel=0.04)


@pytest.mark.parametrize("box", [(100, 100, 700, 103), (100, 100, 103, 700)])
def test_a_coloured_rule_is_no_stamp(box: tuple[int, int, int, int]) -> None:
    ruled = Image.new("RGB", (800, 800), "white")
    ImageDraw.Draw(ruled).rectangle(box, fill=(205, 35, 45))
    assert np.array_equal(np.asarray(without_stamps(ruled, DOTS)), np.asarray(ruled.convert("L")))


def test_coloured_letters_stay() -> None:
    letters = np.asarray(page().convert("RGB")).copy()
    letters[..., 0] = 200 + letters[..., 0] // 5
    red = Image.fromarray(letters)
    assert np.array_equal(np.asarray(without_stamps(red, DOTS)), np.asarray(red.convert("L")))


def coloured(side: int, stroke: int, colour: tuple[int, int, int] = (205, 35, 45)) -> Image.Image:
    """A page with a coloured square, whose sides are strokes or which is full."""
    page = Image.new("RGB", (401, 401), "white")
    ImageDraw.Draw(page).rectangle((100, 100, 99 + side, 99 + side), outline=colour, width=stroke)
    return page


@pytest.mark.parametrize(
    ("side", "stroke", "removed"),
    [
        (41, 2, True),  # of a fifth of an inch
        (40, 2, False),  # as large as a letter
        (60, 2, True),
        (60, 4, False),  # as full as a letter
        (80, 40, False),
        (81, 41, True),  # larger than any letter
    ],
)
def test_a_stroke_of_a_stamp_is_larger_or_emptier_than_a_letter(
    side: int, stroke: int, removed: bool
) -> None:
    page = coloured(side, stroke)
    after = np.asarray(without_stamps(page, DOTS))
    if removed:
        assert after.min() == 255
    else:
        assert np.array_equal(after, np.asarray(page.convert("L")))


@pytest.mark.parametrize(
    ("colour", "removed"),
    [
        ((255, 190, 190), True),
        ((255, 193, 193), False),  # hardly coloured
        ((95, 5, 5), True),
        ((85, 5, 5), False),  # so dark that there may be text below
        ((60, 60, 60), False),
    ],
)
def test_a_stamp_is_coloured_and_not_too_dark(colour: tuple[int, int, int], removed: bool) -> None:
    after = np.asarray(without_stamps(coloured(200, 3, colour), DOTS))
    assert (after.min() == 255) == removed


def test_the_pale_edge_of_a_stamp_is_removed_and_colours_elsewhere_stay() -> None:
    page = coloured(150, 3)
    draw = ImageDraw.Draw(page)
    draw.rectangle((110, 110, 112, 112), fill=(255, 220, 220))  # beside the stroke
    draw.rectangle((380, 380, 382, 382), fill=(255, 220, 220))
    after = np.asarray(without_stamps(page, DOTS))
    assert after[:300, :300].min() == 255
    assert after[380:383, 380:383].max() < 255


def test_a_stamp_on_coloured_paper_is_removed() -> None:
    paper = ImageChops.multiply(coloured(150, 3), Image.new("RGB", (401, 401), (250, 235, 180)))
    after = np.asarray(without_stamps(paper, DOTS))
    assert after[200, 101] == 255  # of the stroke
    assert after[10, 10] == np.asarray(paper.convert("L"))[10, 10]


@pytest.mark.parametrize(
    ("number", "height", "uneven", "broken", "removed"),
    [
        (10, 27, 0, 0, True),
        (9, 27, 0, 0, False),  # too few bars
        (10, 26, 0, 0, False),  # as high as letters
        (10, 40, 4, 0, True),
        (10, 40, 5, 0, False),  # not of one height
        (10, 40, 0, 1, True),
        (10, 40, 0, 10, False),  # not solid, as letters are
    ],
)
@pytest.mark.parametrize("above", [False, True])
def test_bars_of_one_height_beside_each_other_are_a_code(
    number: int, height: int, uneven: int, broken: int, removed: bool, above: bool
) -> None:
    page = np.full((200, 400), 255, np.uint8)
    for n in range(number):
        left, shift = 50 + 20 * n, uneven * (n % 2)
        bar = page[50 - shift * above : 50 + height + shift * (not above), left : left + 5]
        bar[:] = 0
        bar[:broken, 1:] = 255
    cleared = without_graphics(Image.fromarray(page), DOTS)
    assert (np.asarray(cleared).min() == 255) == removed


@pytest.mark.parametrize(("size", "kept"), [((1, 1), 0), ((1, 2), 0), ((2, 1), 0), ((3, 1), 1), ((2, 2), 4)])
@pytest.mark.parametrize("corner", [1, -1])
def test_ink_of_few_pixels_is_noise(size: tuple[int, int], kept: int, corner: int) -> None:
    shades = np.full((20, 20), 255, np.uint8)
    shades[::corner, ::corner][: size[0], : size[1]] = FAINT - 1
    shades[8:13, 8:13] = FAINT  # too light
    assert ink_of(Image.fromarray(shades)).sum() == kept


@pytest.mark.parametrize("more", [(0, 0), (3, 1)])
def test_a_page_is_measured_in_whole_cells(more: tuple[int, int]) -> None:
    ink = np.zeros((8 + more[0], 12 + more[1]), dtype=bool)
    ink[:4, 4:8] = ink[4:6, :4] = True
    assert reduced(ink).tolist() == [[0, 1, 0], [0.5, 0, 0]]
