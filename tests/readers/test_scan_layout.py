"""What stands on a scanned page beside its words: rules, dark fields, columns, bullets, misplaced words."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, pairwise
from typing import Final

import numpy as np
import pytest
from PIL import Image, ImageDraw

from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.pdf.read_pdf import Doubts, write_pages
from aligner.readers.scans.drawn_rules import with_light_fields, without_leaders, without_rules
from aligner.readers.scans.graphics import without_graphics
from aligner.readers.scans.recognise import _with_bullets, _with_leaders
from aligner.readers.scans.recognised_page import RecognisedPage, Word
from aligner.revision.around_text import without_shared_mastheads
from aligner.revision.revise import revise
from aligner.values import ChangeKind, Document, Footnote, Segment, SegmentKind, Span

DOTS: Final = 200


def page(width: int = 900, height: int = 600) -> Image.Image:
    return Image.new("L", (width, height), 255)


def lettered(place: tuple[int, int], text: str, picture: Image.Image, fill: int = 0) -> Image.Image:
    ImageDraw.Draw(picture).text(place, text, fill=fill, font_size=32)
    return picture


def ink(picture: Image.Image) -> int:
    return int((np.asarray(picture) < 140).sum())


@pytest.mark.parametrize("angle", [0.0, 0.2])
def test_rules_are_taken_off_a_page_and_letters_stay(angle: float) -> None:
    plain = lettered((300, 200), "Illness, all in all — a – b", page())
    ruled = plain.copy()
    draw = ImageDraw.Draw(ruled)
    for y in (150, 280):
        draw.line((100, y, 800, y), fill=0, width=3)
    for x in (100, 250, 800):
        draw.line((x, 150, x, 280), fill=0, width=3)
    turned = ruled.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    cleared, rules = without_rules(turned, DOTS)
    assert len(rules) == 5
    assert abs(ink(cleared) - ink(plain)) < 0.05 * ink(plain)
    assert without_rules(plain, DOTS) == (plain, ())


def test_a_stroke_that_joins_letters_is_no_rule() -> None:
    joined = page()
    draw = ImageDraw.Draw(joined)
    draw.line((100, 300, 400, 300), fill=0, width=4)
    for x in range(100, 400, 12):
        draw.line((x, 280, x, 300), fill=0, width=5)
    assert without_rules(joined, DOTS) == (joined, ())


def test_white_letters_in_a_dark_field_become_dark() -> None:
    dark = page()
    ImageDraw.Draw(dark).rectangle((100, 100, 800, 180), fill=80)
    lettered((300, 120), "Version", dark, fill=255)
    light, edges = without_rules(with_light_fields(dark, DOTS), DOTS)
    alone = lettered((300, 120), "Version", page())
    assert len(edges) <= 4
    assert 0.5 < ink(light) / ink(alone) < 1.5
    assert with_light_fields(alone, DOTS) is alone


def test_strokes_of_a_large_title_are_neither_rules_nor_dots_of_a_code() -> None:
    title = page()
    draw = ImageDraw.Draw(title)
    for y in (100, 190, 280):
        draw.text((100, y), "(PROFILE) SECTOR", fill=0, font_size=72, stroke_width=3)
    for bracket in (100, 500):
        draw.line((bracket, 100, bracket, 170), fill=0, width=5)
    assert without_rules(title, DOTS) == (title, ())
    assert without_graphics(title, DOTS) is title


@pytest.mark.parametrize("side", [1, 5, 30, 60, 200])
def test_a_page_may_be_smaller_than_a_rule(side: int) -> None:
    for shade in (0, 255):
        small = Image.new("L", (side, side), shade)
        assert without_rules(small, DOTS) == (small, ())


@pytest.mark.parametrize("top", [20, 900])
def test_dots_are_taken_off_wherever_they_are_on_the_page(top: int) -> None:
    dotted = Image.new("L", (300, 1000), 255)
    for x in range(20, 140, 9):
        ImageDraw.Draw(dotted).rectangle((x, top, x + 2, top + 2), fill=0)
    cleared, (row,) = without_leaders(dotted, DOTS)
    assert ink(cleared) == 0
    assert row == ((20, top, 140, top + 3), 14)


@pytest.mark.parametrize(("height", "taken"), [(128, True), (104, False)])
def test_an_upright_rule_that_meets_none_is_longer(height: int, taken: bool) -> None:
    alone = page()
    ImageDraw.Draw(alone).line((400, 100, 400, 100 + height), fill=0, width=3)
    assert (without_rules(alone, DOTS)[1] != ()) is taken
    ImageDraw.Draw(alone).line((200, 100, 600, 100), fill=0, width=3)
    assert len(without_rules(alone, DOTS)[1]) == 2


def test_two_dark_fields_both_become_light() -> None:
    dark = page()
    for top, shade in ((100, 80), (250, 40)):
        ImageDraw.Draw(dark).rectangle((100, top, 800, top + 80), fill=shade)
    light = np.asarray(with_light_fields(dark, DOTS))
    assert min(light[130:150, 200:700].min(), light[280:300, 200:700].min()) == 255


def test_dots_that_lead_to_a_number_are_taken_off_and_put_into_their_line() -> None:
    plain = lettered((100, 200), "Scope. i.e. all… 12", page())
    dotted = plain.copy()
    for x in range(500, 740, 9):
        ImageDraw.Draw(dotted).rectangle((x, 229, x + 2, 231), fill=0)
    cleared, rows = without_leaders(dotted, DOTS)
    assert ink(cleared) == ink(plain)
    assert rows == (((500, 229, 737, 232), 27),)
    assert without_leaders(plain, DOTS) == (plain, ())
    dots = Word("." * 27, 180, 265, 101, 0, 1.0)
    lines = (words("Foreword", 50, 115), (*words("Scope", 50, 100), *words("12", 270, 100)))
    first, second = _with_leaders(lines, [dots])
    assert first == lines[0]
    assert second == (*lines[1], replace(dots, base=100, size=10))


@pytest.mark.parametrize(
    ("width", "height", "lightened"),
    [(700, 20, False), (700, 28, False), (700, 32, True), (700, 60, True), (76, 60, False), (80, 60, True)],
)
def test_a_dark_field_is_higher_than_a_bar_and_wider_than_a_letter(
    width: int, height: int, *, lightened: bool
) -> None:
    dark = page()
    ImageDraw.Draw(dark).rectangle((100, 100, 99 + width, 99 + height), fill=80)
    assert (with_light_fields(dark, DOTS) is not dark) == lightened


@pytest.mark.parametrize(("stroke", "lightened"), [(40, False), (120, True)])
def test_a_frame_is_no_dark_field(stroke: int, *, lightened: bool) -> None:
    dark = page()
    ImageDraw.Draw(dark).rectangle((100, 100, 499, 499), outline=0, width=stroke)
    assert (with_light_fields(dark, DOTS) is not dark) == lightened


def dotted(*places: tuple[int, int], side: int = 3) -> Image.Image:
    """A page with dots, of which each has its left edge and its foot at a place."""
    made = page()
    for left, foot in places:
        ImageDraw.Draw(made).rectangle((left, foot + 1 - side, left + side - 1, foot), fill=0)
    return made


@pytest.mark.parametrize(("number", "taken_off"), [(7, 0), (8, 1)])
def test_eight_dots_lead_to_a_number_and_fewer_do_not(number: int, taken_off: int) -> None:
    assert len(without_leaders(dotted(*((100 + 9 * n, 231) for n in range(number))), DOTS)[1]) == taken_off


@pytest.mark.parametrize(
    ("step", "side", "uneven", "taken_off"),
    [
        (30, 3, 0, True),
        (31, 3, 0, False),  # too far from each other
        (9, 7, 0, True),
        (9, 8, 0, False),  # letters
        (9, 3, 2, True),
        (9, 3, 3, False),
    ],
)
@pytest.mark.parametrize("upwards", [False, True])
def test_dots_that_lead_to_a_number_are_small_near_and_even(
    step: int, side: int, uneven: int, *, taken_off: bool, upwards: bool
) -> None:
    moved = [(0, uneven * (n % 2)) if upwards else (uneven * (n > 4), 0) for n in range(9)]
    places = [(100 + step * n + across, 231 + up) for n, (across, up) in enumerate(moved)]
    cleared, rows = without_leaders(dotted(*places, side=side), DOTS)
    assert (sum(number for _, number in rows) == 9) == taken_off
    assert (ink(cleared) == 0) == taken_off


@pytest.mark.parametrize(("gap", "taken_off"), [(3, False), (10, True)])
def test_dots_right_below_strokes_are_of_characters(gap: int, *, taken_off: bool) -> None:
    made = dotted(*((100 + 9 * n, 231) for n in range(8)))
    ImageDraw.Draw(made).rectangle((98, 200, 170, 228 - gap), fill=0)
    assert (without_leaders(made, DOTS)[1] != ()) is taken_off


def test_two_rows_of_dots_are_told_apart() -> None:
    places = [(100 + 9 * n, foot) for n in range(9) for foot in (231, 300)]
    _, rows = without_leaders(dotted(*places, *((500 + 9 * n, 231) for n in range(10))), DOTS)
    assert [(box[:2], number) for box, number in rows] == [((100, 229), 9), ((100, 298), 9), ((500, 229), 10)]


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ((100, 300, 219, 302), True),
        ((100, 300, 203, 302), False),  # as short as a stroke that joins letters
        ((100, 300, 500, 306), True),
        ((100, 300, 500, 312), False),  # a bar
        ((100, 0, 500, 2), True),  # at the edges of the page
        ((100, 597, 500, 599), True),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_rule_is_long_and_thin(box: tuple[int, int, int, int], *, found: bool, turned: bool) -> None:
    ruled = page(600, 600)
    ImageDraw.Draw(ruled).rectangle(box, fill=0)
    ruled = ruled.transpose(Image.Transpose.TRANSPOSE) if turned else ruled
    cleared, rules = without_rules(ruled, DOTS)
    assert (ink(cleared) == 0) == found
    for rule in rules:
        left, top, right, bottom = (rule[n] for n in ((1, 0, 3, 2) if turned else (0, 1, 2, 3)))
        assert (top, bottom) == (box[1], box[3] + 1)
        assert (left, right) == pytest.approx((box[0], box[2] + 1), abs=8)


@pytest.mark.parametrize(("share", "found"), [(0.2, True), (0.4, False)])
@pytest.mark.parametrize("below", [False, True])
def test_a_rule_has_paper_on_both_sides(share: float, *, found: bool, below: bool) -> None:
    joined = page()
    draw = ImageDraw.Draw(joined)
    draw.rectangle((100, 300, 500, 303), fill=0)
    for left in range(100, 500, 20):
        top = 304 if below else 280
        draw.rectangle((left, top, left + 20 * share - 1, top + 20), fill=0)
    assert (without_rules(joined, DOTS)[1] != ()) == found


@pytest.mark.parametrize(
    ("left", "top", "taken"),
    [
        (200, 300, True),
        (195, 300, False),
        (500, 300, True),
        (508, 300, False),
        (300, 303, True),
        (300, 310, False),
    ],
)
def test_a_short_upright_rule_meets_a_level_one(left: int, top: int, *, taken: bool) -> None:
    ruled = page()
    draw = ImageDraw.Draw(ruled)
    draw.rectangle((204, 300, 499, 302), fill=0)
    draw.rectangle((left, top, left + 2, top + 80), fill=0)
    assert (len(without_rules(ruled, DOTS)[1]) == 2) == taken


def words(texts: str, left: float, base: float, size: float = 10.0) -> tuple[Word, ...]:
    """The words of a line, each as wide as its letters."""
    made = []
    for text in texts.split():
        right = left + 0.5 * size * len(text)
        made.append(Word(text, left, right, base, size, 0.99))
        left = right + 0.3 * size
    return tuple(made)


def test_columns_of_recognised_words_are_read_one_after_the_other() -> None:
    left = [words(f"first column number {n} is long", 50, 700 - 14 * n) for n in range(30)]
    right = [words(f"second column number {n} is long", 320, 700 - 14 * n) for n in range(30)]
    builder = ExtractBuilder()
    lines = tuple(line for pair in zip(left, right, strict=True) for line in pair)
    write_pages(RecognisedPage(800.0, lines).glyphs(), builder, Doubts())
    text = builder.build("pdf", "scan").text
    assert text.index("first column number 29") < text.index("second column number 0")


@pytest.mark.parametrize(
    ("sign", "read"),
    [
        (Word("Ê", 50, 56, 100, 10, 0.4), "•"),  # doubtful, and apart
        (Word("A", 50, 56, 100, 10, 0.99), "A"),
        (Word("鉴", 50, 56, 100, 10, 0.4), "鉴"),
        (Word("©", 44, 50, 100, 10, 0.4), "•"),
        (Word("O", 40, 46, 100, 10, 0.99), "•"),  # a ring, of which the engine is certain
        (Word("A", 40, 46, 100, 10, 0.99), "A"),
        (Word("HB", 40, 46, 100, 10, 0.4), "•"),  # a square
        (Word("и", 52, 57, 100, 10, 0.4), "и"),  # a word
        (Word("HB", 55, 61, 100, 10, 0.4), "HB"),  # beside the text
    ],
)
def test_a_sign_that_begins_several_lines_is_a_bullet(sign: Word, read: str) -> None:
    heights = count(700, -14)
    lines = [
        (replace(sign, base=sign.base + base - 100), *words("being kind", 62, base))
        for base in (next(heights), next(heights))
    ]
    for line, made in zip(lines, _with_bullets(lines), strict=True):
        assert (made[0].text, made[0].size) == (read, 10.0)
        assert made[1:] == line[1:]
    alone = [lines[0], words("Nothing else", 50, 600)]
    assert list(_with_bullets(alone)) == alone


@pytest.mark.parametrize(("sign", "count", "read"), [("*", 3, "•"), ("*", 2, "*"), ("и", 3, "и")])
def test_a_mark_that_begins_three_lines_is_a_bullet_however_near(sign: str, count: int, read: str) -> None:
    lines = [
        (Word(sign, 55, 60, base, 6, 0.4), *words("being kind", 62, base - 4))
        for base in range(700, 700 - 14 * count, -14)
    ]
    assert {made[0].text for made in _with_bullets(lines)} == {read}


def titled(document: Document, index: int) -> Document:
    segments = list(document.segments)
    segments[index] = replace(segments[index], kind=SegmentKind.TITLE)
    return replace(document, segments=tuple(segments))


def draft(text: str, notes: tuple[str, ...] = (), *, scan: bool = False) -> Document:
    """A draft with a paragraph on each line."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    segments = tuple(Segment(Span(a, b - 1)) for a, b in pairwise(starts))
    footnotes = tuple(Footnote(str(n), note) for n, note in enumerate(notes, 1))
    return Document("en", text, segments, footnotes=footnotes, recognised=scan)


FIRST: Final = "Recalling all its earlier resolutions on the rights of the child"
SECOND: Final = "Urges all States to take effective measures against violence, and to report on them"
NOTE: Final = "See the report of the Committee on its eighth session"


@pytest.mark.parametrize(
    ("read", "amended"),
    [
        (f"{FIRST}\n{SECOND}", False),
        (f"{FIRST} and to report on them\n{SECOND.removesuffix(' and to report on them')}", False),
        (f"{FIRST}\n{SECOND.removesuffix(' on them')}\non them", False),
        (f"{FIRST}\n{SECOND.removesuffix(' on them')}\non him", True),
        (f"{FIRST}\n{SECOND.removesuffix(' on them')}", True),
        (f"{FIRST}\n{SECOND.replace('measures', 'mea-')}\nsures", False),
        (f"{FIRST}\n{SECOND.replace('effective', f'effec-{chr(10)}tive')}", False),
        (f"{FIRST}\n{SECOND.replace('effective measures', 'measures effective')}", True),
    ],
)
def test_words_in_another_place_of_a_scan_are_no_amendment(read: str, amended: bool) -> None:
    for old, new in (
        (draft(f"{FIRST}\n{SECOND}"), draft(read, scan=True)),
        (draft(read, scan=True), draft(f"{FIRST}\n{SECOND}")),
    ):
        assert any(change.is_amendment for change in revise(old, new).changes) is amended


@pytest.mark.parametrize("scanned", [True, False])
def test_a_foot_that_only_one_draft_has_apart_from_its_text_is_none_on_a_scan(scanned: bool) -> None:
    known = replace(draft(FIRST, scan=scanned), furniture=("Working Group – 2",))
    unknown = draft("\n".join([FIRST] + [f"Item {n} on the list" for n in range(12)] + ["Working Group — 2"]))
    kept, _ = without_shared_mastheads((unknown, known))
    assert ("Working Group — 2" in kept.texts()) is not scanned
    assert kept.texts()[:13] == unknown.texts()[:13]


@pytest.mark.parametrize(
    ("read", "apart"),
    [
        ("Crp. 2", True),
        ("AJ72/L.45/Rev:1 Crp. 2", True),  # two lines of the head in one
        ("Стр. о задачах", False),
        ("Статья 13", False),  # more like the text of the other draft than like its head
        ("Статъя 13", False),
        ("О задачах миссиy", False),  # its own text has the title, too, as the heads of its pages do
    ],
)
def test_a_misread_foot_of_a_scan_is_none_of_its_paragraphs(read: str, apart: bool) -> None:
    feet = ("A/72/L.45/Rev.1", "Стр. 2", "Статья 12", "О задачах миссии")
    known = replace(draft(f"{FIRST}\nСтатья 13\nО задачак миссии"), furniture=feet)
    kept = without_shared_mastheads((known, draft(f"{FIRST}\n{read}", scan=True)))[1]
    assert (read not in kept.texts()) is apart
    typed = without_shared_mastheads((known, draft(f"{FIRST}\n{read}")))[1]
    assert read in typed.texts()


@pytest.mark.parametrize(
    ("head", "apart"),
    [
        ("Повсеместная ликвидация нищсты во всех се формах", True),
        ("Повсеместная ликвидация", True),  # the first of two lines
        ("Повсеместно", False),
        ("Доклад Генерального секретаря", False),
    ],
)
def test_of_two_titles_above_each_other_in_a_scan_the_first_is_the_head(head: str, apart: bool) -> None:
    title = "Повсеместная ликвидация нищеты во всех ее формах"
    scan = titled(draft(f"{head}\n{title}\n{FIRST}", scan=True), 1)
    known = replace(scan, furniture=(title,))
    other = draft(f"{title}\n{FIRST}")
    assert (head not in without_shared_mastheads((other, known))[1].texts()) is apart
    assert title in without_shared_mastheads((other, known))[1].texts()
    assert head in without_shared_mastheads((other, scan))[1].texts()
    assert head in without_shared_mastheads((other, replace(known, recognised=False)))[1].texts()


def test_a_title_that_a_scan_has_in_its_heads_alone_is_text_in_a_draft_that_has_both() -> None:
    title, furniture = "О задачах миссии в стране", ("О задачах миссии в стране",)
    known = titled(replace(draft(f"{title}\n{FIRST}"), furniture=furniture), 0)
    scan = replace(draft(f"{title} 1 {FIRST}", scan=True), furniture=furniture)
    assert title in without_shared_mastheads((known, scan))[0].texts()
    assert title not in without_shared_mastheads((replace(known, furniture=()), scan))[0].texts()


def test_a_note_that_a_scan_has_as_a_paragraph_is_no_amendment() -> None:
    old, new = draft(f"{FIRST}\n{SECOND}", (NOTE,)), draft(f"{FIRST}\n{SECOND}\n{NOTE}", scan=True)
    revision = revise(old, new)
    assert not any(change.is_amendment for change in (*revision.changes, *revision.footnote_changes))
    typed = revise(old, replace(new, recognised=False))
    assert [change.kind for change in typed.changes if change.is_amendment] == [ChangeKind.INSERTED]


@pytest.mark.parametrize(
    ("note", "read", "amended"),
    [
        (NOTE, "Sec thereport ot the Commitlee on its eighfh session", False),
        (NOTE, "Sec tbcrepoit ot thc Commiltcc ou its eigbtb sessiou", True),
        ("See the report on it all", "Sec thereport on it al1", True),  # too short to be known by its letters
        (NOTE, "Report of a committee of States on the eighth day", True),
    ],
)
def test_a_long_note_is_known_in_a_paragraph_by_most_of_its_letters(
    note: str, read: str, amended: bool
) -> None:
    old, new = draft(f"{FIRST}\n{SECOND}", (note,)), draft(f"{FIRST}\n{SECOND}\n{read}", scan=True)
    assert any(change.is_amendment for change in revise(old, new).changes) is amended


@pytest.mark.parametrize(("divided", "amended"), [("\n", False), (" ", True)])
def test_lines_of_a_divided_paragraph_may_be_in_another_order(divided: str, amended: bool) -> None:
    first, second = SECOND.rsplit(" ", 3)[0], " ".join(SECOND.rsplit(" ", 3)[1:])
    old, new = draft(f"{FIRST}\n{SECOND}"), draft(f"{FIRST}\n{second}{divided}{first}", scan=True)
    assert any(change.is_amendment for change in revise(old, new).changes) is amended


@pytest.mark.parametrize(
    ("between", "cut", "amended"),
    [
        (2, "against violence, and to report on them", False),
        (20, "against violence, and to report on them", False),
        (2, "report on them", False),
        (3, "report on them", True),
    ],
)
def test_a_long_wording_is_looked_for_farther_away(between: int, cut: str, amended: bool) -> None:
    others = [f"{ordinal} decision: {FIRST} {ordinal}" for ordinal in "abcdefghijklmnopqrst"[:between]]
    old = draft("\n".join([SECOND, *others]))
    new = draft("\n".join([SECOND.removesuffix(f" {cut}"), *others, cut]), scan=True)
    assert any(change.is_amendment for change in revise(old, new).changes) is amended


@pytest.mark.parametrize(
    ("kept", "amended"),
    [("to act", False), ("to act – if need be – and", True)],  # in two places, each of which is short
)
def test_a_long_wording_with_signs_between_its_words_is_looked_for_farther_away(
    kept: str, *, amended: bool
) -> None:
    """A dash that stands alone is no word, so that the words before and after it are edits of their own."""
    others = [f"{ordinal} decision: {FIRST} {ordinal}" for ordinal in "abcdefghijklmnop"]
    begun, cut, rest = "Urges all States against violence", "at home and abroad alike", "to report on them"
    middle = "" if kept == "to act" else f" {kept}"
    old = draft("\n".join([f"{begun} {cut} –{middle} {rest} by May", *others]))
    new = draft("\n".join([f"{begun}{middle} by May", *others, f"{cut} – {rest}"]), scan=True)
    assert any(change.is_amendment for change in revise(old, new).changes) is amended


def test_a_paragraph_that_goes_on_after_another_inside_a_word_is_no_amendment() -> None:
    begun, rest = SECOND.split("tive measures")
    old, new = draft(f"{SECOND}\n{FIRST}"), draft(f"{begun}-\n{FIRST}\ntive measures{rest}", scan=True)
    for one, other in ((old, new), (new, old)):
        assert not any(change.is_amendment for change in revise(one, other).changes)


@pytest.mark.parametrize(("before", "amended"), [("I. Urges", False), ("Urges and I.", True)])
def test_a_misread_number_before_misplaced_words_makes_no_amendment(before: str, amended: bool) -> None:
    text, (begun, rest) = draft(f"{SECOND}\n{FIRST}"), SECOND.split(", ")
    numbered = replace(text, segments=(replace(text.segments[0], label="3."), *text.segments[1:]))
    scan = draft(f"{begun.replace('Urges', before)},\n{FIRST}\n{rest}", scan=True)
    for old, new in ((numbered, scan), (scan, numbered)):
        assert any(change.is_amendment for change in revise(old, new).changes) is amended


def test_a_character_on_the_next_line_of_a_scan_is_no_amendment() -> None:
    texts = "国家贫穷线以下人口的比例,按性别和年龄组分列", "国家贫穷线以下人口的比例,按性别和年龄组分\n列"
    old, new = (replace(draft(text), language="zh") for text in texts)
    assert not any(change.is_amendment for change in revise(old, replace(new, recognised=True)).changes)
