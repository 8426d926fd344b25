"""Marks of notes that the engine misreads or passes over are read by their ink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import typst
from PIL import Image

from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.readers import read_bytes
from aligner.readers.scans import recognise as recognise_page
from aligner.readers.scans.engine_data import models
from aligner.readers.scans.engine_lines import EngineLine, EngineWord, Sign, sized
from aligner.readers.scans.passed_over import (
    _stretches,
    after_initial,
    box_of_ink,
    box_of_word,
    is_part,
    is_raised,
    looks_like_text,
    missed_lines,
    raised_signs,
)
from aligner.readers.scans.recognise import recognise
from tests.benchmarks.scans import as_file, letters, printed, stamped, typeset, wrong
from tests.readers.test_scans import FONT, needs_engine

NOTES = {
    "Charter of the United Nations,": "Resolution 217 A (III).",
    "Vienna Declaration of 1993,": "A/CONF.157/24 (Part I), chap. III.",
    "resolution 1993/51": "See Official Records of the Council, 1993, Supplement No. 3.",
    "Platform for Action": "Report of the Fourth World Conference on Women.",
}


def line(size: float) -> EngineLine:
    signs = tuple(
        Sign(text, 40.0 + 16 * n, 40.0, 52.0 + 16 * n, 60.0, 90.0) for n, text in enumerate("Rights")
    )
    return EngineLine((EngineWord(signs, 95.0),), (40.0, 60.0), (140.0, 60.0), size, size)


@pytest.mark.parametrize(
    ("top", "bottom", "found"),
    [
        (40, 52, True),
        (40, 46, False),  # a quotation mark
        (50, 60, False),  # on the baseline
    ],
)
def test_raised_signs_are_as_tall_as_digits(top: int, bottom: int, found: bool) -> None:
    ink = np.zeros((100, 300), dtype=bool)
    ink[44:60, 40:135] = True
    ink[top:bottom, 140:146] = True
    boxes = list(raised_signs(ink, line(27.0), []))
    assert boxes == ([((140, top, 146, bottom),)] if found else [])


@pytest.mark.parametrize(
    ("box", "raised"),
    [
        ((20, 38, 26, 50), True),
        ((40, 38, 46, 50), True),  # the engine has it twice
        ((20, 50, 26, 60), False),  # on the baseline
        ((20, 30, 36, 50), False),  # too large
        ((220, 38, 226, 50), False),  # in another column
    ],
)
def test_a_line_that_is_but_a_raised_number_is_a_mark_of_the_line_beside_it(
    box: tuple[int, int, int, int], raised: bool
) -> None:
    sign = Sign("2", *map(float, box), 90.0)
    mark = EngineLine((EngineWord((sign,), 95.0),), (box[0], box[3]), (box[2], box[3]), 27.0, 27.0)
    assert is_raised(mark, [mark, line(27.0)]) is raised


@pytest.mark.parametrize("read", [("", 0.0), ("20", 0.0)])
def test_strokes_that_are_no_digits_make_no_mark(
    read: tuple[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognise_page._Engine, "_digit", lambda *_: read)
    engine = object.__new__(recognise_page._Engine)
    boxes = [(140, 40, 144, 50), (146, 40, 149, 50)]  # a straight quotation mark in some fonts
    assert engine._mark(boxes, line(27.0), Image.new("L", (300, 100), 255)).text == ""


def test_a_letter_that_hangs_from_the_line_above_is_no_part_of_a_mark() -> None:
    ink = np.zeros((100, 300), dtype=bool)
    ink[20:34, 141:144] = True
    ink[40:52, 140:146] = True
    assert list(raised_signs(ink, line(27.0), [])) == [((140, 40, 146, 52),)]


def test_large_lines_beside_others_are_found_apart() -> None:
    ink = np.zeros((200, 600), dtype=bool)
    ink[40:60, 40:135] = True  # the line that was found
    ink[100:140, 40:200] = True
    ink[110:130, 400:560] = True
    found = list(missed_lines(ink, [line(27.0)]))
    assert found == [((37, 97, 203, 143), True), ((397, 107, 563, 133), True)]


@pytest.mark.parametrize(("top", "found"), [(40, [((197, 37, 210, 63), False)]), (100, [])])
def test_little_ink_is_a_number_only_at_the_height_of_a_line(
    top: int, found: list[tuple[tuple[int, ...], bool]]
) -> None:
    ink = np.zeros((200, 600), dtype=bool)
    wide = replace(line(27.0), words=(EngineWord((Sign("x", 40.0, 40.0, 180.0, 60.0, 90.0),), 95.0),))
    ink[40:60, 40:180] = True
    ink[top : top + 20, 200:208:2] = True
    assert list(missed_lines(ink, [wide])) == found


def test_what_belongs_to_lines_in_another_column_is_no_raised_sign() -> None:
    ink = np.zeros((100, 300), dtype=bool)
    ink[40:52, 150:156] = True
    beside = replace(line(27.0), words=(EngineWord((Sign("x", 148.0, 36.0, 250.0, 60.0, 90.0),), 95.0),))
    assert list(raised_signs(ink, line(27.0), []))
    assert not list(raised_signs(ink, line(27.0), [beside]))


def test_a_row_in_the_box_of_another_line_is_found() -> None:
    ink = np.zeros((300, 300), dtype=bool)
    ink[40:60, 40:135] = True
    ink[70:90, 40:135] = True
    deep = tuple(replace(sign, bottom=90.0) for sign in line(27.0).signs)
    both = replace(line(27.0), words=(EngineWord(deep, 95.0),))
    others = [line_at(line(27.0), top) for top in (100, 140)]
    assert [box[1::2] for box, _ in missed_lines(ink, [both, *others])] == [(67, 93)]


def test_a_short_line_without_ascenders_is_found() -> None:
    ink = np.zeros((200, 900), dtype=bool)
    long = replace(line(27.0), words=(EngineWord((Sign("x", 40.0, 30.0, 800.0, 66.0, 90.0),), 95.0),))
    ink[40:60, 40:800] = True
    ink[104:120, 40:120] = True
    assert [box[:3:2] for box, _ in missed_lines(ink, [long])] == [(37, 123)]


def test_the_rest_of_a_line_of_which_a_part_was_found_is_found() -> None:
    ink = np.zeros((200, 600), dtype=bool)
    ink[40:60, 40:135] = True
    ink[40:60, 150:400] = True
    assert list(missed_lines(ink, [line(27.0)])) == [((147, 37, 403, 63), True)]


def test_a_line_of_chinese_is_found_though_the_boxes_beside_reach_into_it() -> None:
    ink = np.zeros((300, 300), dtype=bool)
    chinese = []
    for base in (60, 160):
        signs = tuple(Sign("国", 40.0 + 20 * n, base - 45, 58.0 + 20 * n, base + 45, 90.0) for n in range(5))
        ink[base - 19 : base, 40:135] = True
        chinese.append(EngineLine((EngineWord(signs, 95.0),), (40.0, base), (140.0, base), 40.0, 20.0))
    ink[91:110, 40:135] = True
    assert list(missed_lines(ink, chinese)) == [((37, 88, 138, 113), True)]


def line_at(made: EngineLine, top: float) -> EngineLine:
    """A line at another height."""
    signs = tuple(replace(sign, top=top, bottom=top + 20) for sign in made.signs)
    words = (EngineWord(signs, 95.0),)
    return replace(made, words=words, start=(40.0, top + 20), stop=(140.0, top + 20))


@needs_engine
def test_lines_of_digits_are_as_large_as_lines_of_words() -> None:
    dates = "its resolutions 54/54 S of 1 December 1999, 55/33 K of 20 November 2000, 56/24 F of 2001, "
    pdf = typeset(
        [f"Recalling {dates * 4}", f"Urges all States to do more, {dates}as they agreed." * 2], "en", FONT
    )
    page = recognise(as_file(printed(pdf, 200, 1), 200), "scan.tiff", 1, "eng", [(400, 1)])
    assert len({word.size for words in page.lines for word in words}) == 1


@needs_engine
@pytest.mark.skipif("rus" not in models(), reason="needs tesseract-ocr-rus")
def test_lines_with_few_tall_letters_are_as_large_as_others() -> None:
    texts = [
        "Каждый человек имеет право на жизнь, на свободу и на личную неприкосновенность без какого бы то ни "
        "было различия, как-то в отношении расы, цвета кожи, пола, языка, религии, политических или иных "
        "убеждений, национального или социального происхождения, имущественного, сословного или иного",
        "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и честью "
        "и должны поступать в отношении друг друга в духе братства. 10 декабря 1948 года. США, ООН и СНГ.",
    ]
    page = recognise(
        as_file(printed(typeset(texts, "ru", FONT), 200, 1), 200), "scan.tiff", 1, "rus", [(400, 1)]
    )
    assert len(page.lines) > 5
    assert len({word.size for words in page.lines for word in words}) == 1


@needs_engine
def test_a_symbol_with_a_large_first_letter_is_read() -> None:
    source = (
        "#set page(width: 17cm, height: 6cm, margin: 2cm)\n"
        f'#set text(font: ("{FONT}", "DejaVu Serif"), size: 14pt)\n'
        "United Nations #h(1fr) #text(26pt)[A]#h(1pt)#text(13pt)[/80/L.11]"
    )
    pdf = typst.compile(source.encode(), format="pdf")
    assert isinstance(pdf, bytes)
    page = recognise(as_file(printed(pdf, 200, 1), 200), "scan.tiff", 1, "eng", [(400, 1)])
    assert page.text.split() == ["United", "Nations", "A/80/L.11"]


@needs_engine
def test_marks_in_the_text_and_before_notes_are_read() -> None:
    body = "\n\n".join(
        f"Recalling the {said}#footnote[{note}] which remains in force in all its parts and provisions,"
        for said, note in NOTES.items()
    )
    source = (
        "#set page(width: 17cm, height: 14cm, margin: 2cm)\n"
        '#set text(font: ("Liberation Serif", "DejaVu Serif"), size: 10pt, hyphenate: false)\n'
        f"#show footnote.entry: set text(size: 8.5pt)\n{body}"
    )
    pdf = typst.compile(source.encode(), format="pdf")
    assert isinstance(pdf, bytes)
    scan = as_file(printed(pdf, 200, 1), 200)
    document = open_bytes(scan, "scan.tiff", Settings(cache=False), DocumentInfo(language="en"))
    assert [note.mark for note in document.footnotes] == ["1", "2", "3", "4"]
    assert [note.text for note in document.footnotes] == list(NOTES.values())
    assert [mark.mark for each in document.segments for mark in each.marks] == ["1", "2", "3", "4"]


def test_lines_that_a_stamp_joins_are_found_by_their_ink() -> None:
    ink = np.zeros((300, 600), dtype=bool)
    ink[20:40, 40:135] = True  # the line that was found
    for top in (100, 140, 180):
        ink[top : top + 12, 40:560:2] = True
    ink[80:220, 300:304] = True
    rows = [box for box, _ in missed_lines(ink, [line(27.0)]) if box[1] > 60]
    assert len(rows) == 3
    assert all(box[1] <= top and top + 12 <= box[3] for box, top in zip(rows, (100, 140, 180), strict=True))


@needs_engine
def test_most_of_a_page_is_read_below_a_black_stamp() -> None:
    text = " ".join(NOTES.values()) + " Everyone has the right to an effective remedy by tribunals. "
    (picture,) = printed(typeset([text * 3] * 5, "en", FONT), 200, 1)
    found = read_bytes(as_file([stamped(picture, "#1e1e1e")], 200), "scan.tiff", language="en")
    assert wrong(letters(text * 15), letters(found.text)) < 10  # of which the stamp covers most


@needs_engine
def test_a_page_with_rows_that_cannot_be_read_is_named() -> None:
    text = "Everyone has the right to an effective remedy. " * 20
    (picture,) = printed(typeset([text], "en", FONT), 200, 1)
    shades = np.asarray(picture).copy()
    shades[250:380, 400:1300:5] = shades[250:380, 401:1300:5] = 0  # thin bars over the words
    shades[250:380:9] = 0
    found = read_bytes(as_file([Image.fromarray(shades)], 200), "scan.tiff", language="en")
    assert [note.code for note in found.notes][-1] == "reading.covered_text"


def test_a_row_of_signs_looks_like_text_and_a_drawing_does_not() -> None:
    ink = np.zeros((60, 400), dtype=bool)
    for left in range(20, 380, 30):
        ink[22:38, left : left + 14] = True
    assert looks_like_text(ink, (0, 15, 400, 45))
    ink[28:32, 20:380] = True
    assert not looks_like_text(ink, (0, 15, 400, 45))


@needs_engine
def test_a_word_that_is_read_again_from_its_first_letter_is_not_doubled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signs = tuple(Sign(sign, 10.0 * n, 0.0, 10.0 * n + 9, 20.0, 97.0) for n, sign in enumerate("Requests"))
    line = EngineLine((EngineWord(signs, 57.0),), (0.0, 20.0), (80.0, 20.0), 20.0)
    again = replace(line, words=(EngineWord(signs, 97.0),))
    engine = recognise_page._Engine("eng", 200.0, [(400, 1)])
    monkeypatch.setattr(recognise_page._Engine, "lines", lambda *_: [again])
    monkeypatch.setattr(recognise_page.passed_over, "after_initial", lambda *_: (0, 0, 80, 20))
    ink = np.zeros((30, 100), dtype=bool)
    assert engine.read_again(line, Image.new("L", (100, 30)), ink).text == "Requests"


def passed_over(box: tuple[int, int, int, int], sure: float, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read in a box that was passed over, beside a column of lines that end at 135."""
    engine = object.__new__(recognise_page._Engine)
    word = EngineWord((Sign("x", 0.0, 0.0, 9.0, 9.0, sure),) * 4, sure)
    read = EngineLine((word,), (0.0, 9.0), (9.0, 9.0), 27.0, 27.0)
    monkeypatch.setattr(recognise_page._Engine, "lines", lambda *_: [read])
    column = [line_at(line(27.0), top) for top in (100, 140, 180)]
    ink = np.zeros((300, 600), dtype=bool)
    found = list(engine.line(Image.new("L", (600, 300), 255), ink, box, column))
    assert all(word.confidence < sure for each in found for word in each.words)
    return [each.text for each in found]


@pytest.mark.parametrize(
    ("right", "sure", "read"), [(132, 30.0, True), (400, 30.0, False), (400, 70.0, True), (132, 10.0, True)]
)
def test_a_last_word_that_ends_where_lines_end_is_read_however_doubtful(
    right: int, sure: float, read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bool(passed_over((right - 30, 220, right, 240), sure, monkeypatch)) is read


@pytest.mark.parametrize(
    ("printed_there", "read", "sure", "kept"),
    [
        ("238", "38", 95.0, "238"),  # the digits of another number
        ("8", "38", 95.0, "38"),
        ("25", "25%", 95.0, "25%"),
        ("8", "38", 40.0, "8"),
        ("و8", "38", 95.0, "و8"),
    ],
)
def test_numbers_and_signs_of_per_cent_between_joined_letters_are_read_by_themselves(
    printed_there: str, read: str, sure: float, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognise_page._Engine, "_digit", lambda *_: (read, sure))
    monkeypatch.setattr(recognise_page, "models", lambda: {"eng"})
    engine, places = object.__new__(recognise_page._Engine), (200.0, 120.0, 60.0)
    words = tuple(
        EngineWord(
            tuple(
                Sign(sign, left + 8 * n, 40.0, left + 8 * n + 7, 60.0, 90.0) for n, sign in enumerate(text)
            ),
            90.0,
        )
        for text, left in zip(("حقوق", printed_there, "الإنسان"), places, strict=True)
    )
    arabic = EngineLine(words, (60.0, 60.0), (240.0, 60.0), 27.0, 27.0)
    ink = np.zeros((100, 300), dtype=bool)
    ink[44:60, 121:140] = True
    found = engine.with_numbers(arabic, Image.new("L", (300, 100), 255), ink)
    assert [word.text for word in found.words] == ["حقوق", kept, "الإنسان"]
    assert kept == printed_there or found.words[1].confidence < sure


def doubted(read: str, sure: float, monkeypatch: pytest.MonkeyPatch, *, text: str = "cunrt") -> EngineLine:
    """A line whose second word is doubted, when that was read by itself."""
    words = tuple(
        EngineWord(
            tuple(
                Sign(sign, left + 9 * n, 40.0, left + 9 * n + 8, 60.0, 90.0) for n, sign in enumerate(word)
            ),
            likely,
        )
        for word, left, likely in (("every", 40.0, 96.0), (text, 120.0, 80.0), ("here", 200.0, 96.0))
    )
    again = tuple(EngineWord((Sign(part, 120.0, 40.0, 160.0, 60.0, 90.0),), sure) for part in read.split())
    row = EngineLine(words, (40.0, 60.0), (240.0, 60.0), 27.0, 27.0)
    monkeypatch.setattr(recognise_page._Engine, "lines", lambda *_: [replace(row, words=again)])
    ink = np.zeros((100, 300), dtype=bool)
    ink[44:60, 121:160] = text != "—"
    engine = object.__new__(recognise_page._Engine)
    return engine.with_doubted(row, Image.new("L", (300, 100), 255), ink)


@pytest.mark.parametrize(
    ("text", "read", "sure", "kept", "confidence"),
    [
        ("cunrt", "court", 96.0, ["court"], 85.44),  # surer, but of another word
        ("inlaw", "in law", 96.0, ["in", "law"], 85.44),
        ("cunrt", "court", 70.0, ["cunrt"], 80.0),
        ("court", "court", 96.0, ["court"], 96.0),  # certain, as it was read twice
        ("court?", "court?", 96.0, ["court?"], 80.0),  # a raised number may be a sign each time
        ("1993", "1995", 96.0, ["1993"], 80.0),
        ("—", "—", 96.0, [], 0.0),  # there is no ink
    ],
)
def test_a_word_in_doubt_is_read_by_itself(
    text: str, read: str, sure: float, kept: list[str], confidence: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *found, last = doubted(read, sure, monkeypatch, text=text).words
    assert (first.text, last.text) == ("every", "here")
    assert [word.text for word in found] == kept
    assert all(word.confidence == pytest.approx(confidence) for word in found)


def test_a_word_that_the_engine_loses_between_joined_letters_is_found() -> None:
    words = tuple(
        EngineWord((Sign(text, left, 40.0, left + 60, 60.0, 90.0),), 90.0)
        for text, left in (("حق", 400.0), ("أو", 40.0))
    )
    arabic = EngineLine(words, (40.0, 60.0), (460.0, 60.0), 27.0, 27.0)
    ink = np.zeros((100, 600), dtype=bool)
    ink[40:60, 40:100] = ink[40:60, 400:460] = ink[42:60, 200:260] = True
    assert list(missed_lines(ink, [arabic])) == [((197, 39, 263, 63), True)]
    latin = replace(arabic, words=tuple(replace(w, signs=(replace(w.signs[0], text="a"),)) for w in words))
    assert not list(missed_lines(ink, [latin]))


def test_a_word_whose_box_is_beside_its_ink_is_not_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    box = (102, 220, 132, 240)
    assert passed_over(box, 70.0, monkeypatch) == ["xxxx"]
    monkeypatch.setattr(recognise_page, "_is_read", lambda text, *_: text == "xxxx")
    assert passed_over(box, 70.0, monkeypatch) == []


def test_small_letters_that_are_read_as_capitals_tell_no_size() -> None:
    ink = np.zeros((200, 900), dtype=bool)

    def row(text: str, base: int) -> EngineLine:
        signs = []
        for n, sign in enumerate(text):
            ink[base - (20 if sign in "РМ" else 14) : base, 40 + 12 * n : 48 + 12 * n] = True
            signs.append(Sign(sign, 40.0 + 12 * n, base - 20.0, 48.0 + 12 * n, base, 96.0))
        return EngineLine((EngineWord(tuple(signs), 96.0),), (40.0, base), (600.0, base), 28.0)

    misread = sized([row("правоДЛЯНАСсоюза", 60), row("РсоюзМсоюз", 120)], ink)
    assert [line.size for line in misread] == [pytest.approx(20 / 0.7)] * 2


def row(*places: tuple[float, float], text: str = "a") -> EngineLine:
    """A line whose letters are 20 pixels large, with a word at each of these places."""
    words = tuple(EngineWord((Sign(text, left, 40.0, right, 60.0, 90.0),), 90.0) for left, right in places)
    return EngineLine(words, (0.0, 60.0), (400.0, 60.0), 20.0, 20.0)


@pytest.mark.parametrize(
    ("places", "stretches"),
    [
        ([(40, 60), (80, 100)], [(40, 100)]),
        ([(40, 60), (81, 100)], [(40, 60), (81, 100)]),  # room for a word between them
        ([(81, 100), (40, 60)], [(40, 60), (81, 100)]),
        ([(40, 120), (50, 60), (135, 150)], [(40, 150)]),  # beside the first, which is longer
        ([(40, 50), (90, 100), (150, 160)], [(40, 50), (90, 100), (150, 160)]),
    ],
)
def test_a_line_is_cut_where_there_is_room_for_a_word(
    places: list[tuple[float, float]], stretches: list[tuple[float, float]]
) -> None:
    assert _stretches(row(*places)) == stretches


@pytest.mark.parametrize(
    ("places", "number", "box"),
    [
        ([(100, 140)], 0, (89, 152)),  # half of a letter on either side, and some paper
        ([(70, 92), (100, 140), (148, 170)], 1, (95, 146)),  # up to the middle of the gap
        ([(70, 92), (100, 140), (148, 170)], 0, (59, 98)),
        ([(70, 92), (100, 140), (148, 170)], 2, (143, 182)),
    ],
)
def test_a_word_is_read_with_what_is_at_its_sides(
    places: list[tuple[float, float]], number: int, box: tuple[int, int]
) -> None:
    ink = np.zeros((100, 400), dtype=bool)
    ink[45:60] = True
    assert box_of_word(ink, row(*places), number) == (box[0], 40, box[1], 66)
    assert box_of_word(np.zeros_like(ink), row(*places), number) is None


@pytest.mark.parametrize(
    ("number", "height", "expected"),
    [(8, 15, True), (7, 15, False), (8, 7, False), (8, 8, True), (8, 28, True), (8, 29, False)],
)
def test_text_has_many_signs_about_as_high_as_its_row(number: int, height: int, *, expected: bool) -> None:
    ink = np.zeros((60, 400), dtype=bool)
    for n in range(number):
        ink[15 : 15 + height, 20 + 30 * n : 34 + 30 * n] = True
    assert looks_like_text(ink, (0, 15, 400, 45)) == expected


@pytest.mark.parametrize(
    ("box", "raised"),
    [
        ((40, 44, 46, 55), True),
        ((40, 46, 46, 56), False),  # hardly above the baseline
        ((40, 43, 46, 55), False),  # too high
        ((40, 30, 46, 38), True),
        ((40, 29, 46, 37), False),  # too far above
        ((-19, 44, -10, 55), True),
        ((-20, 44, -10, 55), False),  # too far before the line
        ((159, 44, 165, 55), True),
        ((160, 44, 166, 55), False),  # and after it
    ],
)
@pytest.mark.parametrize("text", ["2", "a"])
def test_a_number_raised_beside_a_line_is_a_mark_of_it(
    box: tuple[int, int, int, int], text: str, *, raised: bool
) -> None:
    left, top, right, bottom = (float(each) for each in box)
    high = EngineWord((Sign(text, left + 100, top, right + 100, bottom, 90.0),), 90.0)
    mark = EngineLine((high,), (left + 100, bottom), (right + 100, bottom), 20.0, 20.0)
    assert is_raised(mark, [row((140, 180), (190, 240))]) == (raised and text == "2")


@pytest.mark.parametrize(
    ("letters", "height", "found"),
    [(4, 35, True), (3, 35, False), (4, 34, False)],
)
def test_a_word_is_read_without_its_first_letter_if_that_is_much_larger(
    letters: int, height: int, *, found: bool
) -> None:
    ink = np.zeros((100, 300), dtype=bool)
    ink[60 - height : 60, 40:60] = True
    for n in range(1, letters):
        ink[40:60, 50 + 14 * n : 60 + 14 * n] = True
    ink[20:26, 64:70] = True  # hangs from the line above
    word = EngineWord((Sign("A", 40.0, 25.0, 60.0 + 14 * (letters - 1), 60.0, 90.0),), 50.0)
    box = after_initial(ink, replace(row((40, 200)), words=(word,)), word)
    assert box == ((61, 34, 108, 70) if found else None)


@pytest.mark.parametrize(
    ("left", "right", "others", "expected"),
    [
        (43, 300, 3, True),  # begins where the lines begin
        (43, 300, 2, False),
        (47, 300, 3, False),
        (200, 137, 3, True),  # ends where they end
        (200, 146, 3, False),
    ],
)
def test_a_word_in_a_column_begins_or_ends_where_three_lines_do(
    left: int, right: int, others: int, *, expected: bool
) -> None:
    column = [line_at(line(20.0), top) for top in range(100, 100 + 40 * others, 40)]
    assert is_part((left, 300, right, 320), column) == expected


@pytest.mark.parametrize(
    ("across", "middle", "expected"),
    [(60, 50, True), (60, 60, False), (60, 40, False), (60, 41, True), (180, 50, False)],
)
def test_a_word_between_joined_letters_is_in_their_line(across: int, middle: int, *, expected: bool) -> None:
    joined = row((40, 80), (120, 160), text="ح")
    assert is_part((across - 5, middle - 9, across + 5, middle + 9), [joined]) == expected
    assert not is_part((across - 5, middle - 9, across + 5, middle + 9), [row((40, 80), (120, 160))])


def sloping(*places: tuple[float, float]) -> EngineLine:
    """A line that falls by one pixel in ten, to 50 at 100."""
    return replace(row(*places), start=(0.0, 40.0), stop=(400.0, 80.0))


def test_what_belongs_to_a_sloping_line_is_looked_for_at_its_height_there() -> None:
    ink = np.ones((200, 400), dtype=bool)
    assert box_of_ink(ink, sloping((100, 200)), 100, 200) == (101, 35, 200, 61)
    assert box_of_word(ink, sloping((100, 140)), 0) == (89, 32, 152, 58)
    assert box_of_ink(ink, replace(row((0, 40)), start=(0.0, 5.0), stop=(400.0, 5.0)), -30, 20) == (
        0,
        0,
        20,
        11,
    )


@pytest.mark.parametrize(
    ("left", "top", "bottom", "found"),
    [(210, 44, 55, True), (210, 46, 57, False), (80, 35, 43, True), (80, 36, 44, False)],
)
def test_a_sign_beside_a_sloping_line_is_raised_above_its_height_there(
    left: int, top: int, bottom: int, *, found: bool
) -> None:
    ink = np.zeros((200, 400), dtype=bool)
    ink[top:bottom, left : left + 6] = True
    boxes = list(raised_signs(ink, sloping((100, 200)), []))
    assert boxes == ([((left, top, left + 6, bottom),)] if found else [])


def test_the_ink_of_a_sloping_line_is_not_found_again() -> None:
    long = EngineWord((Sign("a", 40.0, 40.0, 560.0, 60.0, 90.0),), 95.0)
    falling = replace(line(27.0), words=(long,), start=(40.0, 60.0), stop=(560.0, 50.0))
    ink = np.zeros((200, 600), dtype=bool)
    ink[40:60, 40:560] = True
    assert not list(missed_lines(ink, [falling]))
    ink[100:120, 40:560] = True
    assert [box for box, _ in missed_lines(ink, [falling])] == [(37, 97, 563, 123)]


@pytest.mark.parametrize(
    ("drop", "found"), [(0, False), (11, False), (25, True)], ids=["none", "a descender", "another row"]
)
def test_a_box_of_a_line_has_what_is_below_its_letters_but_no_other_row(drop: int, *, found: bool) -> None:
    """The engine's box reaches to the foot of the other row."""
    deep = EngineWord((Sign("a", 40.0, 40.0, 180.0, 60.0 + drop, 90.0),), 95.0)
    ink = np.zeros((200, 600), dtype=bool)
    ink[40 : 60 + drop, 40:180] = True
    others = [line_at(line(27.0), top) for top in (120, 160)]
    lines = [replace(line(27.0), words=(deep,)), *others]
    assert bool(list(missed_lines(ink, lines))) == found
