"""Spaces that only letter-spacing or justification put between Chinese characters, or letters."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.glyph import Glyph
from aligner.readers.pdf.letter_spacing import close_up

SIZE = 10.0


def glyphs(line: str, *, gap: float, guessed: bool) -> list[Glyph]:
    """A line's glyphs; where it has a space, they are `gap` sizes apart."""
    found: list[Glyph] = []
    left = 0.0
    spaced = False
    for sign in line:
        if sign == " ":
            spaced, left = True, left + gap * SIZE
            continue
        order = len(found)
        right = left + SIZE
        found.append(
            Glyph(sign, order, left, right, 0.0, SIZE, left, order, spaced, guessed=spaced and guessed)
        )
        left, spaced = right, False
    return found


def read(line: str, *, gap: float = 0.25, guessed: bool = True) -> str:
    found = glyphs(line, gap=gap, guessed=guessed)
    close_up(found)
    assert all(glyph.spaced for glyph in found if glyph.guessed)
    return "".join(" " * glyph.spaced + glyph.text for glyph in found)


@pytest.mark.parametrize("guessed", [True, False])
def test_a_spaced_page_is_closed_up_except_for_latin_words(guessed: bool) -> None:
    spaced = "鉴 于 对 人 权 的 无 视 和 侮 蔑 , 12 月 AIDS 已 发 展"
    assert read(spaced, guessed=guessed) == "鉴于对人权的无视和侮蔑, 12月 AIDS 已发展"


PLAIN = "大会要求所有会员国广为宣传并且不分国家或领土的政治地位主要在各级学校"


@pytest.mark.parametrize(
    ("line", "gap", "expected"),
    [
        ("使 用 一 个许可证", 0.25, "使用一个许可证"),
        ("使 用 一个", 0.25, "使 用 一个"),  # too few to tell
        ("张 三 和李 四", 0.25, "张 三 和李 四"),
        ("甲 乙 丙 丁", 0.7, "甲 乙 丙 丁"),  # columns
    ],
)
def test_a_letter_spaced_part_of_a_line_is_closed_up(line: str, gap: float, expected: str) -> None:
    assert read(f"{PLAIN}{line}", gap=gap) == f"{PLAIN}{expected}"


@pytest.mark.parametrize(
    ("line", "gap", "guessed", "expected"),
    [
        ("于 2016 年 12 月", 0.3, True, "于2016年12月"),
        ("于 2016 年 12 月", 0.3, False, "于 2016 年 12 月"),  # typed
        ("于 2016 年", 0.5, True, "于 2016 年"),  # columns
        ("由 AIDS 引起", 0.3, True, "由 AIDS 引起"),
    ],
)
def test_digits_set_apart_from_chinese_are_closed_up(
    line: str, gap: float, guessed: bool, expected: str
) -> None:
    assert read(f"{PLAIN}{line}", gap=gap, guessed=guessed) == f"{PLAIN}{expected}"


def test_a_number_that_begins_its_line_keeps_its_space() -> None:
    found = glyphs(PLAIN, gap=0.3, guessed=True)
    label = glyphs("12 条约", gap=0.3, guessed=True)
    for glyph in label:
        glyph.order, glyph.base = glyph.order + len(found) + 1, -SIZE
    close_up([*found, *label])
    assert [glyph.spaced for glyph in label] == [False, False, True, False]


def test_a_typed_space_between_a_number_and_its_title_stays() -> None:
    assert read(f"{PLAIN}第 1 条 扩大和加强", gap=0.25, guessed=False) == f"{PLAIN}第1条 扩大和加强"
    assert read(f"{PLAIN}第 1 条 到 5 年", gap=0.25, guessed=False) == f"{PLAIN}第1条 到5年"


def test_a_line_of_few_characters_beside_digits_is_closed_up() -> None:
    assert read(f"{PLAIN}号 舰 和 2 级", gap=0.25, guessed=False) == f"{PLAIN}号舰和2级"


@pytest.mark.parametrize(("wide", "expected"), [(18, "甲 乙丙"), (19, "甲乙丙")])
def test_a_page_half_of_whose_characters_are_apart_is_closed_up(wide: int, expected: str) -> None:
    """Of 40 neighbours, so many at the beginning are apart, and one at the end."""
    line = f"{' '.join(PLAIN[: wide + 1])}{PLAIN[wide + 1 :]}甲 乙丙丁戊己庚"
    assert expected in read(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("大 会 要 求 A 所 有 会 员 国", "大 会 要 求 A 所 有 会 员 国"),  # seven neighbours
        ("大 会 要 求 A 所 有 会 员 国 家", "大会要求 A 所有会员国家"),
    ],
)
def test_eight_neighbours_are_evidence_that_a_page_is_spaced(line: str, expected: str) -> None:
    assert read(line) == expected
