"""What is made of the engine's words: places in points, marks, scripts, rows, and sheets of two pages."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image

from aligner.readers.pdf.rules import Rule
from aligner.readers.scans import recognise as module
from aligner.readers.scans import recognised_page
from aligner.readers.scans.engine_lines import EngineLine, EngineWord, Sign
from aligner.readers.scans.recognise import (
    _apart,
    _Engine,
    _in_script_of,
    _is_read,
    _Mark,
    _mark_of,
    _rules,
    _with_leaders,
    _with_rest,
    recognise,
)
from aligner.readers.scans.recognised_page import DOUBTFUL, RecognisedPage, Word, gutter_of, page_key


def line(*texts: str, left: float = 40, base: float = 100, sure: float = 95) -> EngineLine:
    """A line of words at this baseline; each sign is eight pixels wide and 20 high."""
    made = []
    for text in texts:
        signs = [
            Sign(each, left + 10 * n, base - 20, left + 10 * n + 8, base, sure) for n, each in enumerate(text)
        ]
        made.append(EngineWord(tuple(signs), sure))
        left = signs[-1].right + 10
    first, last = made[0].signs[0], made[-1].signs[-1]
    return EngineLine(tuple(made), (first.left, base), (last.right, base), 20.0, 20.0)


def word(text: str, left: float, right: float, base: float = 100.0, size: float = 10.0) -> Word:
    return Word(text, left, right, base, size, 0.99)


def engine(dots: float = 144) -> _Engine:
    return _Engine("eng", dots, ())


# Two pages on a sheet of 1,000 by 700 points: three lines on either side of a gutter from 470 to 530.
SHEET = tuple((word("left", 60, 470, base), word("right", 530, 940, base)) for base in (600, 500, 400))


def test_two_pages_on_a_sheet_meet_in_the_middle_of_the_gutter() -> None:
    assert gutter_of(SHEET, 1000, 700) == 500


@pytest.mark.parametrize(
    ("lines", "width", "height"),
    [
        (SHEET, 1000, 900),  # no sheet
        (SHEET[:2], 1000, 700),  # too few lines
        ((*SHEET[:2], SHEET[2][:1]), 1000, 700),  # on one side
        ((*SHEET[:2], SHEET[2][1:]), 1000, 700),
        ((*SHEET, (word("title", 300, 700, 650),)), 1000, 700),
        (tuple((left, replace(right, left=519)) for left, right in SHEET), 1000, 700),  # a narrow gap
        (tuple((replace(left, right=200), replace(right, left=560)) for left, right in SHEET), 1000, 700),
        (tuple((replace(left, right=440), replace(right, left=800)) for left, right in SHEET), 1000, 700),
        ((), 1000, 700),
    ],
)
def test_columns_tables_and_titles_make_no_sheet_of_two_pages(
    lines: tuple[tuple[Word, ...], ...], width: float, height: float
) -> None:
    assert gutter_of(lines, width, height) == 0


@pytest.mark.parametrize(
    ("left", "right", "width", "height", "gutter"),
    [
        (470, 530, 840, 700, 500),  # just wide enough for two pages
        (470, 530, 839, 700, 0),
        (474, 526, 1000, 700, 500),
        (475, 525, 1000, 700, 0),  # the gap is too narrow
        (371, 431, 1000, 700, 401),
        (370, 430, 1000, 700, 0),  # too far to the left
        (569, 629, 1000, 700, 599),
        (570, 630, 1000, 700, 0),
    ],
)
def test_a_gutter_is_wide_and_near_the_middle_of_a_wide_sheet(
    left: float, right: float, width: float, height: float, gutter: float
) -> None:
    lines = [(word("left", 60, left, base), word("right", right, 700, base)) for base in (600, 500, 400)]
    assert gutter_of(lines, width, height) == gutter


def test_words_of_a_page_become_characters_line_by_line() -> None:
    line_of = (word("Urges", 0, 30), replace(word("国", 30, 40), spaced=False), word("all", 50, 60))
    unsure = replace(word("below", 0, 4, 80), confidence=DOUBTFUL - 0.01)
    (page,) = RecognisedPage(400, (line_of[::-1], (unsure, replace(unsure, confidence=DOUBTFUL)))).glyphs()
    first, joined, last, below, certain = page.glyphs
    assert [each.text for each in page.glyphs] == ["Urges", "国", "all", "below", "below"]
    assert (joined.order, last.order) == (first.order + 1, first.order + 2)
    assert below.order > last.order + 1  # does not follow it
    assert (first.word, last.word) == (joined.word, joined.word + 1)
    assert [each.spaced for each in (first, joined, last)] == [True, False, True]
    assert [each.doubtful for each in page.glyphs] == [False, False, False, True, False]
    assert (certain.base, page.height) == (80, 400)


@pytest.mark.parametrize(
    ("right", "spaced", "shown"), [(30, True, 28.8), (30, False, 30), (21, True, 20), (20, True, 20)]
)
def test_some_paper_stays_between_the_boxes_of_two_words(right: float, spaced: bool, shown: float) -> None:
    (page,) = RecognisedPage(400, ((replace(word("a", 20, right), spaced=spaced),),)).glyphs()
    assert page.glyphs[0].right == pytest.approx(shown)


def test_what_begins_at_the_gutter_is_on_the_second_page() -> None:
    lines = ((word("first", 0, 499), word("second", 500, 560)),)
    page = RecognisedPage(700, lines, (Rule(0, 9, 400, 9), Rule(500, 9, 900, 9)), gutter=500)
    halves = page.glyphs()
    assert [[each.text for each in half.glyphs] for half in halves] == [["first"], ["second"]]
    assert [[rule.right for rule in half.rules.lines] for half in halves] == [[400], [400]]


def test_pages_kept_in_memory_make_room_for_later_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognised_page, "_memory", {})
    monkeypatch.setattr(recognised_page, "_MOST_IN_MEMORY", 2)
    monkeypatch.setattr(recognised_page.disk_traces, "shared_forbidden", lambda: True)
    monkeypatch.setattr(recognised_page.KEPT.__class__, "find", lambda *_: None)
    for height in (1, 2, 3):
        recognised_page.keep(str(height), RecognisedPage(height))
    assert [recognised_page.find(key) for key in "123"] == [None, RecognisedPage(2), RecognisedPage(3)]


def test_a_kept_page_depends_on_its_file_its_number_and_the_engine() -> None:
    keys = [page_key(*each) for each in ((b"a", 1, "e"), (b"b", 1, "e"), (b"a", 2, "e"), (b"a", 1, "f"))]
    assert len(set(keys)) == 4
    assert page_key(b"a", 1, "e") == keys[0]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("left", "right"), (0, 500)),
        (("يسار", "يمين"), (500, 0)),
        (("left", "يمين"), (0, 500)),
    ],
)
def test_pages_of_a_sheet_are_read_in_the_direction_of_their_script(
    texts: tuple[str, str], order: tuple[float, float]
) -> None:
    lines = tuple(
        tuple(replace(each, text=text) for each, text in zip(row, texts, strict=True)) for row in SHEET
    )
    rules = (Rule(100, 300, 200, 300), Rule(600, 300, 700, 300))
    page = RecognisedPage(700, lines, rules, gutter=500)
    assert page.starts == order
    halves = page.glyphs()
    assert [half.glyphs[0].left for half in halves] == ([60, 30] if order[0] == 0 else [30, 60])
    assert all(len(half.glyphs) == 3 for half in halves)
    assert {rule.left for half in halves for rule in half.rules.lines} == {100}


def test_each_page_of_a_sheet_is_recognised_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def of_half(picture: Image.Image, _: object) -> RecognisedPage:
        asked.append(picture.size)
        return RecognisedPage(700, ((word("word", 30, 90),),), unread=len(asked))

    one = SimpleNamespace(page=of_half, lines=lambda _: [], dots=144.0)
    page = RecognisedPage(700, SHEET, turned=90)
    found = module._sheet(cast("Any", one), Image.new("L", (2000, 1400)), 480, page)
    assert asked == [(960, 1400), (1040, 1400)]
    assert [each[0].left for each in found.lines] == [30, 510]
    assert (found.gutter, found.unread, found.turned) == (480, 3, 90)


@pytest.mark.parametrize(
    ("sure", "degrees", "turned"), [(95.0, 180, 0), (70.0, 180, 0), (69.0, 180, 180), (60.0, 0, 0)]
)
def test_a_page_is_turned_only_if_it_is_read_badly(
    sure: float, degrees: int, turned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def page_of(data: bytes, name: str, number: int, by: int = 0) -> tuple[Any, ...]:
        asked.append(by)
        return Image.new("L", (1200, 1600)), 144.0, (Rule(0, by, 10, by),), ()

    one = SimpleNamespace(
        page=lambda *_: RecognisedPage(800, ((word("word", 30, 90),),)),
        lines=lambda _: [line("word", sure=sure)],
        dots=144.0,
    )
    monkeypatch.setattr(module, "_page", page_of)
    monkeypatch.setattr(module, "_engine", lambda *_: one)
    monkeypatch.setattr(module, "_turn", lambda *_: degrees)
    found = recognise(b"", "scan.png", 1, "eng", [(200, 1)])
    assert found.turned == turned
    assert asked == ([0, turned] if turned else [0])
    assert [rule.height for rule in found.rules] == [turned]


@pytest.mark.parametrize(
    ("found", "degrees"),
    [
        (None, 0),
        ({"orient_deg": 90, "orient_conf": 2.0}, 90),
        ({"orient_deg": 90, "orient_conf": 1.9}, 0),
    ],
)
def test_a_page_is_turned_only_if_the_engine_is_sure(
    found: dict[str, float] | None, degrees: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_orientation", lambda *_: found)
    assert module._turn(Image.new("L", (10, 10)), 200) == degrees


def test_rules_are_as_thin_as_those_of_a_pdf() -> None:
    level, upright = _rules([(100, 200, 300, 206), (100, 200, 106, 400)], 1000, 0.5)
    assert level == Rule(50, 398.5, 150, 398.5)
    assert upright == Rule(51.5, 300, 51.5, 400)


@pytest.mark.parametrize(("base", "joins"), [(97, None), (98.1, 0), (105.9, 0), (106, None)])
def test_leading_dots_belong_to_the_line_at_their_height(base: float, joins: int | None) -> None:
    lines = ((word("Scope", 50, 90),), (word("Aims", 50, 90, base=60),))
    found = _with_leaders(lines, [word("...", 100, 200, base=base)])
    assert [len(each) for each in found] == ([2, 1] if joins == 0 else [1, 1])
    assert all(each.base == found[0][0].base for each in found[0])


@pytest.mark.parametrize(
    ("left", "base", "joined"),
    [
        *((180, 100, True), (197, 100, True), (199, 100, False), (160, 100, True), (157, 100, False)),
        *((180, 119, True), (180, 121, False), (180, 81, True), (180, 79, False)),
    ],
)
def test_what_follows_a_chinese_line_at_once_is_a_part_of_it(left: float, base: float, joined: bool) -> None:
    above, whole, more = (
        line("above", base=40),
        line("自由平等", left=140),
        line("博爱", left=left, base=base),
    )
    found = _with_rest([above, whole, above], more)
    assert [each.text for each in found] == (
        ["above", "自由平等博爱", "above"] if joined else ["above", "自由平等", "above", "博爱"]
    )


def test_what_follows_another_line_is_a_line() -> None:
    assert [each.text for each in _with_rest([line("States")], line("more", left=100))] == ["States", "more"]


@pytest.mark.parametrize(
    ("text", "box", "expected"),
    [
        ("12", (40, 82, 58, 102), True),
        ("13", (40, 82, 58, 102), False),
        ("12", (75, 82, 93, 102), True),  # the engine's box is beside its place
        ("12", (79, 82, 97, 102), False),
        ("12", (40, 101, 58, 121), False),  # below
        ("12", (40, 78, 58, 98), False),  # above
    ],
)
def test_text_is_read_if_a_word_of_its_line_has_it_near(
    text: str, box: tuple[int, int, int, int], expected: bool
) -> None:
    assert _is_read(text, box, [line("a", base=40), line("12", "of")]) is expected


def test_boxes_of_words_do_not_overlap_in_either_direction() -> None:
    rightwards = [word("a", 10, 32), word("b", 30, 50), word("c", 60, 70)]
    assert [(each.left, each.right) for each in _apart(rightwards)] == [(10, 32), (32, 50), (60, 70)]
    leftwards = [word("a", 60, 70), word("b", 40, 62), word("c", 10, 41)]
    assert [(each.left, each.right) for each in _apart(leftwards)] == [(60, 70), (40, 60), (10, 40)]
    mixed = [word("a", 10, 20), word("b", 60, 70), word("c", 30, 40)]  # as often to the right as to the left
    assert [(each.left, each.right) for each in _apart(mixed)] == [(10, 20), (60, 70), (70, 70)]
    inside = [word("a", 10, 50), word("b", 20, 40), word("c", 45, 60)]
    assert [(each.left, each.right) for each in _apart(inside)] == [(10, 50), (50, 50), (50, 60)]


@pytest.mark.parametrize(
    ("texts", "height", "expected"),
    [
        (("Комитет", "BO"), 20, "ВО"),  # capitals of one shape
        (("Комитет", "BO"), 11, "во"),
        (("Комитет", "USB"), 20, "USB"),  # no letter for S
        (("BO",), 20, "BO"),
        (("BO", "да"), 20, "BO"),  # half of the line
    ],
)
def test_a_latin_word_in_a_cyrillic_line_is_one_if_its_letters_may_not_be(
    texts: tuple[str, ...], height: float, expected: str
) -> None:
    whole = line(*texts)
    (latin,) = (each for each in whole.words if each.text.isascii())
    signs = [replace(sign, top=sign.bottom - height) for sign in latin.signs]
    assert _in_script_of(whole, latin.text, signs) == expected


MARK = _Mark((100, 70, 110, 82), "3", 90.0)


@pytest.mark.parametrize(
    ("text", "left", "mark", "expected"),
    [
        ("3", 101, MARK, True),
        ("3", 110, MARK, False),  # its middle is more than two pixels beside
        ("'", 110, MARK, True),  # a quarter of a letter for what is none
        ("'", 113, MARK, False),
        ("a", 101, MARK, True),
        ("a", 101, replace(MARK, confidence=50.0), False),
        ("'", 101, replace(MARK, confidence=50.0), True),
        (",", 101, MARK, False),
    ],
)
def test_a_sign_of_a_line_is_a_mark_where_one_was_read(
    text: str, left: float, mark: _Mark, expected: bool
) -> None:
    sign = Sign(text, left, 72, left + 8, 84, 80.0)
    assert (_mark_of([replace(MARK, box=(0, 0, 5, 5)), mark], line("States"), sign) is mark) is expected


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (MARK, True),
        (replace(MARK, confidence=59.0), False),
        (replace(MARK, box=(40, 70, 48, 82)), False),  # the engine has a sign there
        (_Mark((20, 70, 30, 82), "*", 10.0), True),  # an asterisk before the line
        (_Mark((100, 70, 110, 82), "*", 10.0), False),
        (_Mark((30, 70, 40, 82), "*", 10.0), True),
        (_Mark((31, 70, 41, 82), "*", 10.0), False),
        (replace(MARK, confidence=60.0), True),
    ],
)
def test_a_mark_that_the_engine_passed_over_is_new(mark: _Mark, expected: bool) -> None:
    assert mark.is_new_in(line("Stat")) is expected


@pytest.mark.parametrize(
    ("words", "number", "read"),
    [
        (("word--word",), 0, "word–word"),
        (("نص", "12-15"), 1, "15-12"),  # a range is printed from right to left
        (("نص", "12-15,"), 1, "15-12،"),
        (("نص", "A12-15"), 1, "A12-15"),
        (("نص,",), 0, "نص،"),
        (("No", "12-15,"), 1, "12-15,"),
    ],
)
def test_numbers_and_signs_between_arabic_letters_are_theirs(
    words: tuple[str, ...], number: int, read: str
) -> None:
    whole = line(*words)
    signs = whole.words[number].signs
    made = engine()._in_points(module._word(signs, whole, 95.0, spaced=True), 300)
    assert made.text == read
    assert (made.left, made.base, made.size) == (signs[0].left / 2, 100, 10)  # 144 dots to an inch
    assert made.confidence == 0.95


def test_a_raised_sign_is_as_large_as_its_capital() -> None:
    made = engine()._in_points(MARK.word(), 300)
    assert (made.text, made.left, made.right, made.base) == ("3", 50, 55, (300 - 82) / 2)
    assert made.size == pytest.approx(12 / module.CAPITAL / 2, abs=0.01)


class Read(_Engine):
    """An engine that reads the same lines in every box, and remembers these."""

    def __init__(self, *lines: EngineLine) -> None:
        super().__init__("eng", 144, ())
        self.found, self.boxes = list(lines), list[Any]()

    def lines(self, picture: Image.Image, box: Any = None) -> list[EngineLine]:
        self.boxes.append(box)
        return self.found


@pytest.mark.parametrize(
    ("others", "base"),
    [
        ((line("a", base=100),), 100),
        ((line("a", base=40), line("b", base=190)), 98.0),
        ((line("a", base=91), line("b", base=95)), 91),
        ((line("a", base=90.5),), 98.0),  # in the middle of the box
        ((line("a", base=103),), 98.0),  # at its foot
    ],
)
def test_a_line_that_was_passed_over_is_doubtful_on_the_line_beside_it(
    others: tuple[EngineLine, ...], base: float
) -> None:
    reader = Read(line("missed", left=200, sure=80))
    ink = np.zeros((300, 400), dtype=bool)
    (found,) = reader.line(Image.new("L", (400, 300)), ink, (200, 78, 300, 103), others)
    assert reader.boxes == [(198, 76, 302, 105)]
    assert found.words[0].confidence == pytest.approx(0.89 * 80)
    assert (found.start, found.stop, found.size) == ((200, base), (300, base), 20.0)


@pytest.mark.parametrize("sure", [59.0, 61.0])
def test_what_is_read_badly_where_nothing_was_is_no_line(sure: float) -> None:
    ink = np.zeros((300, 400), dtype=bool)
    box = (10, 178, 390, 203)
    found = list(Read(line("noise", sure=sure)).line(Image.new("L", (400, 300)), ink, box, [line("a")]))
    assert bool(found) is (sure > 60)


@pytest.mark.parametrize(
    ("read", "sure", "expected"),
    [
        ("word", 95.0, [("word", 95.0)]),  # as before, and certain
        ("ward", 95.0, [("ward", 0.89 * 95)]),
        ("ward", 70.0, [("wcrd", 80.0)]),  # less certain than before
        ("w0rd", 95.0, [("wcrd", 80.0)]),  # a digit
    ],
)
def test_a_word_in_doubt_is_read_once_more_alone(
    read: str, sure: float, expected: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.passed_over, "is_apart", lambda *_: True)
    monkeypatch.setattr(module.passed_over, "box_of_word", lambda *_: (40, 80, 90, 100))
    before = line("word" if read == "word" else "wcrd", sure=80.0)
    picture, ink = Image.new("L", (400, 300)), np.zeros((300, 400), dtype=bool)
    found = Read(line(read, sure=sure)).with_doubted(before, picture, ink)
    assert [(each.text, pytest.approx(each.confidence)) for each in found.words] == expected


@pytest.mark.parametrize("text", ["12", "a", "a1"])
def test_numbers_and_single_letters_in_doubt_stay(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.passed_over, "is_apart", lambda *_: True)
    monkeypatch.setattr(module.passed_over, "box_of_word", lambda *_: (40, 80, 90, 100))
    before, reader = line(text, sure=80.0), Read(line("word", sure=99))
    picture, ink = Image.new("L", (400, 300)), np.zeros((300, 400), dtype=bool)
    assert reader.with_doubted(before, picture, ink) == before
    assert reader.boxes == []


class Digits:
    """An engine that finds one text in every picture, and remembers these and what it was told."""

    def __init__(self, *told: object) -> None:
        self.told, self.pictures = [told], list[np.ndarray]()

    def SetVariable(self, *told: object) -> None:
        self.told.append(told)

    def SetImage(self, picture: Image.Image) -> None:
        self.pictures.append(np.asarray(picture) < 128)

    def GetUTF8Text(self) -> str:
        return " 1 2\n"

    def MeanTextConf(self) -> int:
        return 87


def test_a_raised_sign_is_read_alone_in_the_middle_of_white_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Digits] = []
    monkeypatch.setattr(module, "api", lambda *told: made.append(Digits(*told)) or made[-1])
    shades = np.full((100, 200), 255, np.uint8)
    shades[49:63, 99:107] = 0  # with one pixel around the box
    reader, picture = engine(), Image.fromarray(shades)
    assert reader._digit((100, 50, 106, 62), picture) == ("12", 87.0)
    shades[40:80, 92:98] = shades[40:80, 108:120] = 0  # the letters beside it
    reader._digit((100, 50, 106, 62), Image.fromarray(shades))
    (only,) = made  # the data is loaded once
    assert np.array_equal(*only.pictures)
    rows, columns = (np.flatnonzero(only.pictures[0].any(axis=axis)) for axis in (1, 0))
    height, width = only.pictures[0].shape
    edge = rows[0]
    assert edge > 0
    assert (rows[-1], columns[0], columns[-1]) == (height - edge - 1, edge, width - edge - 1)
    assert len(columns) / len(rows) == pytest.approx(8 / 14, abs=0.02)
    reader._digit((100, 50, 106, 62), picture, "ara")
    word_of_eng, line_of_ara = (("eng", 8), ("ara", 7))  # with Tesseract's modes for a word and a line
    asked = [(each.told[0], each.told[1][1]) for each in made]  # type: ignore[index]
    assert asked == [(word_of_eng, "0123456789*"), (line_of_ara, "0123456789*%")]


@pytest.mark.parametrize(
    ("read", "text", "sure"),
    [
        ([("1", 90.0), ("2", 70.0)], "12", 70.0),
        ([("1", 70.0), ("2", 90.0)], "12", 70.0),
        ([("1", 90.0), ("", 90.0)], "", 0.0),  # one that cannot be read
        ([("", 0.0), ("2", 90.0)], "32", 60.0),  # as the line has it
        ([("1", 90.0), ("", 0.0)], "", 0.0),
    ],
)
def test_a_mark_is_as_sure_as_the_least_sure_of_its_digits(
    read: list[tuple[str, float]], text: str, sure: float
) -> None:
    class Reader(_Engine):
        def _digit(self, box: Any, picture: Image.Image, model: str = "") -> tuple[str, float]:
            return found.pop(0)

    found = list(read)
    boxes = [(60, 70, 68, 82), (85, 70, 93, 82)]
    mark = Reader("eng", 144, ())._mark(boxes, line("ab3def"), Image.new("L", (400, 300)))
    assert mark == _Mark((60, 70, 93, 82), text, sure)


@pytest.mark.parametrize(
    ("texts", "mark", "expected"),
    [
        (("ab3", "c"), _Mark((60, 78, 68, 90), "3", 90.0), [("ab", True), ("3", False), ("c", True)]),
        (("ab", "c"), _Mark((60, 78, 66, 90), "3", 90.0), [("ab", True), ("3", False), ("c", True)]),
        (("ab", "c"), _Mark((20, 78, 26, 90), "3", 90.0), [("3", True), ("ab", True), ("c", True)]),
        (("ab", "c"), _Mark((60, 78, 66, 90), "3", 59.0), [("ab", True), ("c", True)]),  # unsure
        (("ab", "c"), _Mark((60, 78, 66, 90), "", 0.0), [("ab", True), ("c", True)]),
        (("ab'", "c"), _Mark((60, 78, 68, 90), "", 0.0), [("ab", True), ("'", False), ("c", True)]),
        (("حق", "و"), _Mark((60, 78, 66, 90), "3", 90.0), [("حق", True), ("و", True)]),
    ],
)
def test_marks_of_notes_have_their_place_among_the_words_of_a_line(
    texts: tuple[str, ...], mark: _Mark, expected: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.passed_over, "raised_signs", lambda *_: [(mark.box,)])
    monkeypatch.setattr(_Engine, "_mark", lambda *_: mark)
    picture, ink = Image.new("L", (400, 300)), np.zeros((300, 400), dtype=bool)
    placed = engine().placed(line(*texts), picture, ink, [])
    assert [(each.text, each.spaced) for each in placed] == expected
    for each in placed:
        sure = 0.6 if each.text == "'" else 0.9 if each.text == "3" else 0.95
        assert (each.confidence, each.base) == (sure, 105 if each.text == "3" else 100)


@pytest.mark.parametrize(
    ("text", "sure", "again", "has_latin", "kept"),
    [
        ("حقوق", 59.0, 60.0, True, "United"),
        ("حقوق", 60.0, 99.0, True, "حقوق"),  # it makes sense
        ("حقوق", 59.0, 59.0, True, "حقوق"),
        ("حقوق", 59.0, 99.0, False, "حقوق"),
        ("Unlted", 59.0, 99.0, True, "Unlted"),
        ("联合国", 59.0, 99.0, True, "联合国"),
    ],
)
def test_a_line_of_joined_letters_without_sense_is_read_with_latin_data(
    text: str, sure: float, again: float, has_latin: bool, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = SimpleNamespace(lines=lambda *_: [line("United", sure=again)])
    monkeypatch.setattr(module, "Reading", lambda *_: read)
    monkeypatch.setattr(module, "models", lambda: {"eng"} if has_latin else set())
    whole = line(text, sure=sure)
    found = engine().in_latin(whole, Image.new("L", (400, 300)))
    assert found == replace(whole, words=found.words)
    assert found.text == kept


@pytest.mark.parametrize(
    ("texts", "sure", "unread", "lines"),
    [
        (("States", "agree"), 95.0, 0, 1),
        (("States", "agre"), 60.0, 0, 1),
        (("States", "agre"), 59.0, 1, 1),  # something lies over it
        (("States", "agr"), 59.0, 0, 1),
        (("Sta",), 19.0, 0, 0),  # a stain
    ],
)
def test_rows_that_are_read_badly_are_counted(
    texts: tuple[str, ...], sure: float, unread: int, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "reads_chinese", lambda: False)
    monkeypatch.setattr(module.passed_over, "missed_lines", lambda *_: [])
    page = engine().page(Image.new("L", (400, 300), 255), [line(*texts, sure=sure)])
    assert (page.unread, len(page.lines), page.height) == (unread, lines, 150)


@pytest.mark.parametrize(
    ("text", "whole", "looks", "unread", "kept"),
    [
        ("missed", True, True, 0, True),
        ("missed", False, True, 0, False),  # little ink is but a number
        ("(12).", False, True, 0, True),
        ("", True, True, 1, False),
        ("", True, False, 0, False),
    ],
)
def test_what_was_passed_over_is_read_or_counted(
    text: str, whole: bool, looks: bool, unread: int, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = [((200, 180, 300, 203), whole)]
    monkeypatch.setattr(module, "reads_chinese", lambda: False)
    monkeypatch.setattr(module.passed_over, "missed_lines", lambda *_: passed)
    monkeypatch.setattr(module.passed_over, "looks_like_text", lambda *_: looks)
    reader = Read(*([line(text, left=200, base=200)] if text else []))
    page = reader.page(Image.new("L", (400, 300), 255), [line("States")])
    assert page.text == (f"States\n{text}" if kept else "States")
    assert page.unread == unread


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (("25", "حق", "و"), (128, 218)),  # from the next word to beyond the line
        (("حق", "25", "و"), (48, 180)),
        (("حق", "و", "25"), (20, 110)),
    ],
)
def test_a_number_between_joined_letters_may_reach_to_the_words_beside_it(
    texts: tuple[str, ...], place: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[float, float]] = []
    monkeypatch.setattr(module, "models", lambda: {"eng"})
    monkeypatch.setattr(module.passed_over, "box_of_ink", lambda *given: asked.append(given[2:]))
    lefts = (180.0, 110.0, 40.0)
    words = [line(text, left=left).words[0] for text, left in zip(texts, lefts, strict=True)]
    whole = replace(line("ب"), words=tuple(words), start=(40.0, 100.0), stop=(200.0, 100.0))
    assert engine().with_numbers(whole, Image.new("L", (300, 200)), np.zeros((200, 300), bool)) == whole
    assert asked == [place]
