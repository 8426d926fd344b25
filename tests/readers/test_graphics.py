"""Bar codes, squares of dots and coloured stamps are removed from pages that are pictures; letters stay."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from aligner.readers.scans.graphics import without_graphics, without_specks, without_stamps
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
