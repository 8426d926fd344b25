"""Lines of Chinese are read by a second engine; lines without capitals have the size of their letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, pairwise

import numpy as np
import pytest
from PIL import Image

from aligner.languages import get
from aligner.readers.scans import chinese_lines, engine_data, recognise
from aligner.readers.scans.chinese_lines import _Read, read_again
from aligner.readers.scans.engine_lines import EngineLine, EngineWord, Sign, sized
from tests.benchmarks.scans import as_file, families, printed, read, typeset
from tests.readers.test_scans import FONT, own_cache

__all__ = ["own_cache"]

RARE = (
    "鉴于对人权的无视和侮蔑已发展为野蛮暴行，这些暴行玷污了人类的良心，而一个人人享有言论和信仰自由的世界的来临，",
    "鉴于为使人类不致迫不得已铤而走险对暴政和压迫进行反叛，有必要使人权受法治的保护，",
    "第二条",
    "鉴于各会员国业已誓愿同联合国合作以促进对人权和基本自由的普遍尊重和遵行。",
)
ARABIC = (
    "ولما كان من الضروري أن يتولى القانون حماية حقوق الإنسان آخر الأمر إلى التمرد على الاستبداد والظلم.",
    "المادة 2",
    "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق، وعليهم أن يعامل بعضهم بعضًا بروح الإخاء.",
)


def needs(model: str, font: str) -> pytest.MarkDecorator:
    there = engine_data.is_installed() and model in engine_data.models() and {font, FONT} <= families()
    return pytest.mark.skipif(not there, reason=f"needs tesserocr, its data {model}, {font}, and {FONT}")


chinese = needs("chi_sim", "Noto Sans CJK SC")
second = pytest.mark.skipif(not engine_data.reads_chinese(), reason="needs rapidocr")


def signs(text: str, first: int = 40) -> EngineLine:
    found = tuple(
        Sign(each, first + 20.0 * n, 20.0, first + 18 + 20.0 * n, 40.0, 90.0) for n, each in enumerate(text)
    )
    return EngineLine((EngineWord(found, 90.0),), (first, 40.0), (found[-1].right, 40.0), 20.0, 20.0)


def merged(first: str, second: str, monkeypatch: pytest.MonkeyPatch) -> EngineLine:
    """The line that both readings make."""
    read = [_Read(text, 99.0, spaced=False) for text in second]
    monkeypatch.setattr(chinese_lines, "_read", lambda part: iter(read))
    ink = np.zeros((60, 400), dtype=bool)
    ink[26:36, 22:38] = True  # before the first character that was found
    (made,) = read_again([signs(first)], Image.new("L", (400, 60), 255), ink)
    return made


def test_the_second_engine_is_right_but_doubtful_where_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    made = merged("已挺而走险", "已铤而走险", monkeypatch)
    assert made.text == "已铤而走险"
    assert [word.confidence < 90 for word in made.words] == [False, True, False, False, False]
    assert made.words[1].signs[0].left == 60.0


def test_a_character_is_doubtful_before_what_only_the_first_has(monkeypatch: pytest.MonkeyPatch) -> None:
    made = merged("自由平等", "自由等", monkeypatch)
    assert [(word.text, word.confidence < 90) for word in made.words] == [
        ("自", False),
        ("由", True),
        ("等", False),
    ]


def test_a_character_that_the_first_cut_off_is_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    made = merged("合国大会", "联合国大会", monkeypatch)
    assert made.text == "联合国大会"
    assert made.words[0].signs[0].left < 40.0


def test_of_a_row_that_was_cut_in_two_no_part_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []

    def read(part: Image.Image) -> Iterator[_Read]:
        widths.append(part.width)
        return iter(())

    monkeypatch.setattr(chinese_lines, "_read", read)
    ink = np.zeros((60, 400), dtype=bool)
    ink[26:36, 40:118] = True
    halves = [signs("自由"), signs("平等", 80)]
    assert list(read_again(halves, Image.new("L", (400, 60), 255), ink)) == halves
    assert widths == [46, 46]  # 40 pixels, and paper beside them


@pytest.mark.parametrize(("beyond", "read"), [(0, (20, 43)), (-2, (20, 41)), (5, (20, 46)), (35, (20, 46))])
def test_a_box_that_reaches_into_other_rows_is_read_without_them(beyond: int, read: tuple[int, int]) -> None:
    line = signs("自由平等")
    high = tuple(replace(sign, top=sign.top - beyond, bottom=sign.bottom + beyond) for sign in line.signs)
    assert chinese_lines._own_rows(replace(line, words=(EngineWord(high, 90.0),)))[1::2] == read


def test_the_rows_of_a_tilted_line_are_those_of_both_its_ends_and_on_the_page() -> None:
    (word,) = signs("自由平等").words
    high = replace(word, signs=tuple(replace(sign, top=0.0, bottom=90.0) for sign in word.signs))
    tilted = replace(signs("自由平等"), words=(high,), stop=(118.0, 45.0))
    assert chinese_lines._own_rows(tilted)[1::2] == (20, 51)
    assert chinese_lines._own_rows(replace(tilted, start=(40.0, 15.0)))[1] == 0


def test_lines_of_other_scripts_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert merged("States", "Staaten", monkeypatch) == signs("States")


SIGNS = signs("自由平等").signs  # of 20 pixels each, from 40 on
LINE_BOX = (30, 20, 130, 40)


@pytest.mark.parametrize(
    ("start", "stop", "count", "edges"),
    [
        (1, 3, 2, [(60, 78), (80, 98)]),  # their own
        (1, 3, 4, [(60, 69.5), (69.5, 79), (79, 88.5), (88.5, 98)]),
        (1, 3, 1, [(60, 98)]),
        (1, 3, 0, []),
        (2, 2, 2, [(78, 79), (79, 80)]),  # between two others
        (0, 0, 1, [(30, 40)]),  # before the first, from where the line begins
        (4, 4, 2, [(118, 124), (124, 130)]),
    ],
)
def test_characters_that_only_the_second_engine_has_share_the_room_there_is(
    start: int, stop: int, count: int, edges: list[tuple[float, float]]
) -> None:
    places = chinese_lines._places(SIGNS, start, stop, count, LINE_BOX)
    assert [(each.left, each.right) for each in places] == edges
    assert {(each.top, each.bottom) for each in places} <= {(20, 40)}


def test_characters_are_never_narrower_than_nothing() -> None:
    overlapping = [SIGNS[0], replace(SIGNS[1], left=50.0)]
    (place,) = chinese_lines._places(overlapping, 1, 1, 1, LINE_BOX)
    assert (place.left, place.right) == (58, 58)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ([("自", False), ("由", False)], ["自", "由"]),
        ([("自", False), ("A", False), ("B", False), ("由", False)], ["自", "AB", "由"]),
        ([("A", True), ("B", False), ("C", True), ("D", False)], ["AB", "CD"]),
        ([("自", True), ("1", True), ("2", False)], ["自", "12"]),
        ([], []),
    ],
)
def test_a_chinese_character_is_a_word_and_so_are_other_signs_up_to_a_space(
    read: list[tuple[str, bool]], words: list[str]
) -> None:
    sure = iter([90.0, 70.0, 80.0, 95.0])
    made = list(
        chinese_lines._words(
            (replace(SIGNS[0], text=text, confidence=next(sure)), spaced) for text, spaced in read
        )
    )
    assert [each.text for each in made] == words
    assert all(each.confidence == min(sign.confidence for sign in each.signs) for each in made)


@pytest.mark.parametrize(("first", "read"), [("(commit)、人代码", True), ("(commitments)码", False)])
def test_a_line_with_some_chinese_is_read_by_the_second_engine(
    first: str, read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (merged(first, "(commit)、代码", monkeypatch).text == "(commit)、代码") is read


def of_strokes(text: str, base: int, heights: Sequence[int], ink: np.ndarray) -> EngineLine:
    """A line whose letters are strokes of some heights, drawn in the ink."""
    found = []
    for n, (each, height) in enumerate(zip(text, cycle(heights), strict=False)):
        left = 40 + 12 * n
        ink[base - height : base, left + 2 : left + 8] = True
        found.append(Sign(each, left, base - 30.0, left + 10.0, base + 10.0, 90.0))
    words = (EngineWord(tuple(found), 90.0),)
    return EngineLine(words, (40.0, base), (found[-1].right, base), 30.0)


@pytest.mark.parametrize(
    ("long", "heights", "short", "few"),
    [
        ("بينالدولالأطراف", (20, 12, 12), "مقدمة", (13, 12)),  # no stroke as long as that of alef
        ("国" * 15, (19,), "国一。", (19, 3, 5)),
        ("consensus amongs", (14, 14, 14, 21), "tothevote", (19, 14, 19, 21, 14, 14, 14, 19, 19)),
    ],
)
def test_lines_of_few_letters_are_as_large_as_those_beside_them(
    long: str, heights: Sequence[int], short: str, few: Sequence[int]
) -> None:
    ink = np.zeros((300, 300), dtype=bool)
    lines = [of_strokes(long, base, heights, ink) for base in (60, 110)]
    lines.append(of_strokes(short, 160, few, ink))
    assert len({line.size for line in sized(lines, ink)}) == 1


def test_a_line_has_a_size_where_the_one_beside_it_leaves_the_page() -> None:
    ink = np.zeros((300, 300), dtype=bool)
    steep = replace(of_strokes("abcdefgh", 60, (14,), ink), start=(40.0, 60.0), stop=(41.0, -900.0))
    few = of_strokes("nn", 90, (0,), ink)
    assert all(line.size > 0 for line in sized([steep, few], ink))


def test_characters_are_as_large_as_their_ink_however_far_apart() -> None:
    ink = np.zeros((300, 300), dtype=bool)
    lines = [of_strokes("国" * 15, base, (19,), ink) for base in (60, 110)]
    wide = tuple(replace(sign, left=sign.left - 2 * n % 7) for n, sign in enumerate(lines[0].signs))
    found = sized([replace(lines[0], words=(EngineWord(wide, 90.0),)), lines[1]], ink)
    assert [round(line.size, 1) for line in found] == [20.4, 20.4]


@chinese
@second
def test_rare_characters_are_read() -> None:
    (picture,) = printed(typeset(RARE, "zh", "Noto Sans CJK SC"), 200, 1)
    found, _ = read(as_file([picture], 200), "zh")
    assert "".join(found.text.split()) == "".join(RARE)


@chinese
def test_short_lines_of_chinese_are_as_large_as_long_ones() -> None:
    (picture,) = printed(typeset(RARE, "zh", "Noto Sans CJK SC"), 200, 1)
    page = recognise.recognise(as_file([picture], 200), "scan.tiff", 1, "chi_sim", get("zh").readings)
    assert {word.size for line in page.lines for word in line} == {page.lines[0][0].size}


@needs("ara", "Noto Naskh Arabic")
def test_lines_of_arabic_are_as_large_whatever_letters_they_have() -> None:
    (picture,) = printed(typeset(ARABIC, "ar", "Noto Naskh Arabic"), 200, 1)
    page = recognise.recognise(as_file([picture], 200), "scan.tiff", 1, "ara", get("ar").readings)
    (size,) = {word.size for line in page.lines for word in line}
    assert 10.5 < size < 13.5


@needs("ara", "Noto Naskh Arabic")
def test_lines_of_a_paragraph_are_as_far_apart_in_arabic_as_printed() -> None:
    (picture,) = printed(typeset([" ".join(ARABIC[::2] * 3)], "ar", "Noto Naskh Arabic"), 200, 1)
    page = recognise.recognise(as_file([picture], 200), "scan.tiff", 1, "ara", get("ar").readings)
    bases = [line[0].base for line in page.lines]
    steps = [above - below for above, below in pairwise(bases)]
    assert len(steps) > 3
    assert max(steps) - min(steps) < 1.0


@needs("ara", "Noto Naskh Arabic")
def test_numbers_from_right_to_left_are_in_the_order_of_reading() -> None:
    text = "استراتيجيات وطنية للحد من مخاطر الكوارث للفترة 2015-2030، تمشيا مع القرار 71/167"
    (picture,) = printed(typeset([text], "ar", "Noto Naskh Arabic"), 200, 1)
    found, _ = read(as_file([picture], 200), "ar")
    assert "2015-2030" in found.text
    assert "71/167" in found.text


@needs("ara", "Noto Naskh Arabic")
def test_a_line_in_latin_letters_on_an_arabic_page_is_read_as_such() -> None:
    title = "United Nations Audiovisual Library of International Law"
    (picture,) = printed(typeset([ARABIC[0], title, ARABIC[2]], "ar", "Noto Naskh Arabic"), 200, 1)
    found, _ = read(as_file([picture], 200), "ar")
    assert title in found.text


@needs("ara", "Noto Naskh Arabic")
def test_a_number_before_joined_letters_keeps_its_first_digit() -> None:
    texts = [f"{number} - وفي الفترة بين تشرين الأول قدم" for number in (10, 31, 32, 38)]
    (picture,) = printed(typeset(texts, "ar", "Noto Naskh Arabic"), 200, 1)
    found, _ = read(as_file([picture], 200), "ar")
    assert [line.split()[0] for line in found.text.splitlines() if line] == ["10", "31", "32", "38"]
