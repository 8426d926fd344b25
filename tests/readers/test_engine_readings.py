"""What the engines give, read sign by sign, and the ink beside it; with engines made by hand."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from aligner.readers.scans import chinese_lines, readings
from aligner.readers.scans.engine_lines import EngineLine, EngineWord, Sign
from aligner.readers.scans.graphics import without_graphics
from aligner.readers.scans.passed_over import box_of_ink, box_of_word, is_apart, is_part, raised_signs, room
from aligner.readers.scans.readings import Reading

SYMBOL, WORD, LINE = "symbol", "word", "line"
TEXT_BLOCK = 1


class Place:
    """A symbol as the engine's iterator gives it: text, box, kind of block, and what ends with it."""

    def __init__(
        self,
        text: str,
        left: int,
        *,
        ends: tuple[str, ...] = (),
        block: int = TEXT_BLOCK,
        empty: bool = False,
    ) -> None:
        self.text, self.left, self.ends, self.block, self.empty = text, left, ends, block, empty

    def BoundingBox(self, _: str) -> tuple[int, int, int, int]:
        return self.left, 40, self.left + 16, 80

    def Empty(self, _: str) -> bool:
        return self.empty

    def BlockType(self) -> int:
        return self.block

    def GetUTF8Text(self, _: str) -> str:
        return f"{self.text}\n"

    def Confidence(self, level: str) -> float:
        return 90.0 if level == SYMBOL else 80.0

    def IsAtFinalElement(self, level: str, _: str) -> bool:
        return level in self.ends

    def RowAttributes(self) -> dict[str, float]:
        return {"row_height": 60.0}

    def Baseline(self, _: str) -> tuple[tuple[int, int], tuple[int, int]]:
        return (20, 80), (200, 84)


class Api:
    """An engine that finds the same signs everywhere, and remembers what it was told."""

    def __init__(self, places: list[Place]) -> None:
        self.places, self.told = places, dict[str, Any]()

    def __getattr__(self, name: str) -> Any:
        return lambda *values: self.told.__setitem__(name, values)

    def GetIterator(self) -> list[Place]:
        return self.places


def reading(
    monkeypatch: pytest.MonkeyPatch, *places: Place, wide: float = 1.0, high: float = 1.0
) -> tuple[Reading, Api]:
    api = Api(list(places))
    levels = SimpleNamespace(SYMBOL=SYMBOL, WORD=WORD, TEXTLINE=LINE)
    engine = SimpleNamespace(RIL=levels, iterate_level=lambda found, _: found)
    monkeypatch.setitem(sys.modules, "tesserocr", engine)
    monkeypatch.setattr(readings, "api", lambda *_: api)
    return Reading("eng", 300, wide, high), api


TWO_WORDS = (
    Place("a", 20),
    Place("b", 40, ends=(WORD,)),
    Place("c", 80, ends=(WORD, LINE)),
    Place("d", 20, ends=(WORD, LINE)),
)


def test_signs_become_words_and_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, api = reading(monkeypatch, *TWO_WORDS)
    first, second = engine.lines(Image.new("L", (400, 300)))
    assert [word.text for word in first.words] == ["ab", "c"]
    assert second.text == "d"
    assert first.words[0].signs[1] == Sign("b", 40, 40, 56, 80, 90.0)
    assert (first.words[0].confidence, first.row) == (80.0, 60.0)
    assert (first.start, first.stop) == ((20, 80), (200, 84))
    assert api.told["SetSourceResolution"] == (300,)
    assert api.told["SetImage"][0].size == (400, 300)


def test_what_is_read_in_another_size_has_its_place_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, api = reading(monkeypatch, *TWO_WORDS, wide=2.0, high=0.5)
    line, _ = engine.lines(Image.new("L", (400, 300)), (10, 20, 30, 60))
    assert line.words[0].signs[0] == Sign("a", 10, 80, 18, 160, 90.0)
    assert (line.start, line.stop, line.row) == ((10, 160), (100, 168), 120)
    assert api.told["SetImage"][0].size == (800, 150)
    assert api.told["SetSourceResolution"] == (150,)
    assert api.told["SetRectangle"] == (20, 10, 40, 20)


@pytest.mark.parametrize(("box", "mode"), [(None, 3), ((10, 20, 30, 60), 13)])
def test_a_box_is_read_as_one_line(
    box: tuple[int, int, int, int] | None, mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, api = reading(monkeypatch)
    assert engine.lines(Image.new("L", (400, 300)), box) == []
    assert api.told["SetPageSegMode"] == (mode,)
    assert ("SetRectangle" in api.told) is (box is not None)


@pytest.mark.parametrize("block", range(15))
def test_vertical_text_pictures_rules_and_noise_are_no_text(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kinds of blocks are those of Tesseract's `PolyBlockType`; 8 is a table."""
    engine, _ = reading(monkeypatch, Place("x", 20, ends=(WORD, LINE), block=block))
    is_text = block < 7 or block == 8
    assert bool(engine.lines(Image.new("L", (400, 300)))) is is_text


@pytest.mark.parametrize(
    "place", [Place("x", 20, ends=(WORD, LINE), empty=True), Place(" ", 20, ends=(WORD,))]
)
def test_empty_signs_make_no_line(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, _ = reading(monkeypatch, place)
    assert engine.lines(Image.new("L", (400, 300))) == []


def test_spaces_of_the_second_engine_are_before_the_next_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    confs = [0.9, 0.8, 0.7, 0.6]
    found = SimpleNamespace(txts=["联A B"], word_results=[SimpleNamespace(confs=confs)])
    asked: dict[str, bool] = {}

    def engine(colours: np.ndarray, **how: bool) -> SimpleNamespace:
        assert colours.shape == (20, 100, 3)
        asked.update(how)
        return found

    monkeypatch.setattr(chinese_lines, "_engine", lambda: engine)
    read = list(chinese_lines._read(Image.new("L", (100, 20))))
    assert [what for what, wanted in asked.items() if wanted] == ["use_rec", "return_word_box"]
    assert [(each.text, each.spaced) for each in read] == [("联", True), ("A", False), ("B", True)]
    assert [each.confidence for each in read] == pytest.approx([90, 80, 60])


@pytest.mark.parametrize(
    ("start", "stop", "box"),
    [
        (92, 98, (92, 300)),  # cut off before the line
        (80, 86, (80, 300)),  # half of the height of 30 pixels away
        (79, 85, (100, 300)),  # more than that
        (10, 100, (55, 300)),  # one and a half of it at most
        (300, 301, (100, 301)),
        (315, 330, (100, 330)),
        (316, 330, (100, 300)),
        (300, 390, (100, 346)),
    ],
)
def test_a_line_reaches_to_characters_that_were_cut_off(start: int, stop: int, box: tuple[int, int]) -> None:
    ink = np.zeros((60, 400), dtype=bool)
    ink[20:32, start:stop] = True
    left, _, right, _ = chinese_lines._whole((100, 10, 300, 40), ink, (0, 400))
    assert (left, right) == box


def test_a_line_ends_where_others_of_its_row_begin() -> None:
    """The engine may cut a row in two, each part of which was read with a part of the other."""
    ink = np.zeros((60, 400), dtype=bool)
    ink[20:32, 92:98] = ink[20:32, 300:318] = True
    assert chinese_lines._whole((100, 10, 300, 40), ink, (95, 310)) == (95, 10, 310, 40)


@pytest.mark.parametrize(
    ("left", "base", "expected"),
    [
        (32, 100, (40, sys.maxsize)),
        (33, 100, (0, sys.maxsize)),  # not beside it
        (88, 100, (0, 88)),
        (87, 100, (0, sys.maxsize)),
        (88, 120, (0, sys.maxsize)),  # in another row
    ],
)
def test_the_room_of_a_line_ends_at_others_in_its_row(
    left: float, base: float, expected: tuple[int, int]
) -> None:
    whole = line("State", left=40)
    other = line("I", left=left, base=base)
    assert room(whole, [whole, other]) == expected


@pytest.mark.parametrize(
    ("top", "bottom", "found"), [(10, 17, 0), (10, 18, 5), (37, 50, 0), (36, 50, 5), (10, 36, 0)]
)
def test_neither_a_rule_nor_the_lines_above_and_below_are_characters_that_were_cut_off(
    top: int, bottom: int, found: int
) -> None:
    ink = np.zeros((60, 400), dtype=bool)
    ink[top:bottom, 95:100] = ink[top:bottom, 300:305] = True
    assert chinese_lines._whole((100, 10, 300, 40), ink, (0, 400)) == (100 - found, 10, 300 + found, 40)


def line(text: str = "States", left: float = 100, base: float = 100, letter: float = 20) -> EngineLine:
    """A line of letters that are half as wide as they are high."""
    wide = letter / 2
    signs = tuple(
        Sign(each, left + wide * n, base - letter, left + wide * n + wide - 2, base, 90.0)
        for n, each in enumerate(text)
    )
    right = signs[-1].right
    return EngineLine((EngineWord(signs, 90.0),), (left, base), (right, base), letter, letter)


def test_the_ink_of_a_line_between_two_places_has_a_box() -> None:
    ink = np.zeros((200, 400), dtype=bool)
    ink[85:101, 130:140] = True
    ink[20:40, 100:200] = True  # above the line
    assert box_of_ink(ink, line(), 100, 200) == (130, 85, 140, 101)
    assert box_of_ink(ink, line(), 129, 139) == (130, 85, 139, 101)
    assert box_of_ink(ink, line(), 140, 200) is None
    assert box_of_word(ink, line(), 0) == (128, *box_of_word(ink, line(), 0)[1:])  # type: ignore[index]


@pytest.mark.parametrize(("left", "others", "expected"), [(105, 3, True), (105, 2, False), (107, 3, False)])
def test_what_begins_where_three_lines_begin_is_a_part_of_the_page(
    left: int, others: int, expected: bool
) -> None:
    lines = [line(base=100 + 40 * n) for n in range(others)]
    assert is_part((left, 300, 130, 320), lines) is expected


@pytest.mark.parametrize(
    ("left", "top", "expected"),
    [(105, 101, True), (105, 100, False), (105, 119, True), (105, 120, False), (107, 101, False)],
)
def test_what_begins_right_below_a_line_goes_on_with_it(left: int, top: int, expected: bool) -> None:
    assert is_part((left, top, 130, top + 20), [line(), line(left=300)]) is expected


@pytest.mark.parametrize(
    ("text", "bottom", "expected"), [("والدول", 100, True), ("States", 100, False), ("والدول", 130, False)]
)
def test_what_stands_in_a_line_of_joined_letters_is_a_part_of_it(
    text: str, bottom: int, expected: bool
) -> None:
    assert is_part((112, bottom - 20, 120, bottom), [line(text)]) is expected


def test_a_word_is_apart_from_others_that_do_not_overlap_it() -> None:
    first, second, third = (line("abc", left=left).words[0] for left in (100, 115, 160))
    whole = EngineLine((first, second, third), (100, 100), (190, 100), 20, 20)
    assert [is_apart(whole, n) for n in range(3)] == [False, False, True]


@pytest.mark.parametrize(
    ("bottom", "gap", "height", "found"),
    [
        (92, 2, 9, [2]),
        (92, 6, 9, [1, 1]),  # marks of two notes
        (97, 2, 9, []),  # not raised
        (92, 2, 5, []),  # no digits
        (92, 2, 6, []),  # quotation marks
        (92, 2, 13, []),  # too high
    ],
)
def test_raised_signs_beside_each_other_are_one_mark(
    bottom: int, gap: int, height: int, found: list[int]
) -> None:
    ink = np.zeros((200, 400), dtype=bool)
    for left in (165, 169 + gap):
        ink[bottom - height : bottom, left : left + 4] = True
    groups = list(raised_signs(ink, line(), []))
    assert [len(group) for group in groups] == found
    assert all(box[1::2] == (bottom - height, bottom) for group in groups for box in group)


@pytest.mark.parametrize(("gap", "removed"), [(40, True), (70, False)])
def test_bars_far_from_each_other_are_no_code(gap: int, removed: bool) -> None:
    picture = Image.new("L", (1200, 300), 255)
    draw = ImageDraw.Draw(picture)
    for n in range(12):
        draw.rectangle((50 + gap * n, 100, 54 + gap * n, 140), fill=0)
    cleared = np.asarray(without_graphics(picture, 200))
    assert (int((cleared < 140).sum()) == 0) is removed
