"""Printed lines in text that was extracted from PDF files: justified blanks, hyphens, raised marks."""

from __future__ import annotations

import pytest

from aligner.readers import read_bytes
from aligner.readers.plain_text import restored

FULL = "the Board of the Fund, which met in the spring of the year before the last"


def test_the_blanks_of_justified_lines_become_single_ones() -> None:
    justified = "The  Board  of  the Fund  met  in  the  spring"
    assert restored([justified] * 2 + ["It  met"]) == [justified] * 2 + ["It  met"]
    plain = "The Board of the Fund met in the spring"
    assert restored([justified] * 3 + ["It  met", "5.    It met"]) == [plain] * 3 + ["It met", "5.    It met"]


@pytest.mark.parametrize(
    ("line", "justified"),
    [
        ("The  Board  of  the  Fund met in May 2016", True),  # four wide gaps, half of all, and four words
        ("The  Board  of   the  Fund met in May 2016", True),
        ("The  Board  of    the  Fund met in May 2016", False),  # a column
        ("The  Board  of  the  Fund met in May 2016 too", False),
        ("The  Board  of  the Fund met in May", False),
        ("The  Board  of  the  Fund Met in May 2016", False),
    ],
)
def test_half_of_the_gaps_of_a_justified_line_are_wide(line: str, *, justified: bool) -> None:
    lines = [line] * 3 + ["It  met"]
    assert restored(lines) == ([" ".join(each.split()) for each in lines] if justified else lines)
    assert restored(lines[1:]) == lines[1:]  # too few to be a habit


def test_columns_of_figures_are_not_justified() -> None:
    rows = ["Total  1  2  3  4  5  6", "Posts  3  4  5  6  7  8", "Other  3  4  5  6  7  8"]
    assert restored(rows) == rows
    names = ["Spain  Madrid  King  euro  Spanish", "Malta  Valletta  President  euro  Maltese"] * 2
    assert restored(names) == names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("the Under -Secretary met", "the Under-Secretary met"),
        ("the under- secretary met", "the under-secretary met"),
        ("the under - secretary met", "the under - secretary met"),  # perhaps a dash
        ("the Board - secretary of", "the Board - secretary of"),  # a dash
        ("the Vice -Chair met", "the Vice -Chair met"),  # nothing proves it
    ],
)
def test_a_blank_beside_a_hyphen_goes_where_the_file_has_the_compound(line: str, expected: str) -> None:
    assert restored(["Under-Secretary", line]) == ["Under-Secretary", expected]


def test_several_proven_compounds_close_the_others_too() -> None:
    lines = ["Under-Secretary", *["the Under -Secretary"] * 3, "the COVID -19 law", "the well -", "being of"]
    closed = ["Under-Secretary", *["the Under-Secretary"] * 3, "the COVID-19 law", "the well-", "being of"]
    assert restored(lines) == closed


def test_hyphens_between_blanks_are_closed_where_several_are_proven() -> None:
    closed = ["the Under-Secretary", "the Vice-Chair", "the pre-war law"]
    apart = ["the Under - Secretary", "the Vice - Chair", "the pre - war law", "the Board - it met"]
    assert restored([*closed, *apart]) == [*closed, *closed, apart[-1]]
    before = ["the Under -Secretary", "the Vice -Chair", "the pre -war law", "the co - op met"]
    assert restored([*closed, "the co-op", *before]) == [*closed, "the co-op", *closed, before[-1]]
    routes = ["Geneva-Vienna", *["Geneva - Vienna, May"] * 3]
    assert restored(routes) == routes  # dashes


def test_the_blank_before_a_sign_goes_where_the_file_hardly_ever_has_it() -> None:
    usual = ["It met, spoke, and wrote, and read, and left, and more, and less, and so, on."] * 3
    stray = ["the Board , the Fund , and 1977 , too", "Contents ......... 3"]
    assert restored([*usual, *stray]) == [*usual, "the Board, the Fund, and 1977, too", stray[1]]
    assert restored([*usual, "the Board , the"]) == [*usual, "the Board , the"]  # typed so
    others = ["Date : 5 May", "thank you :)", "Place : Geneva", "install ."] + [
        "It met: it sat. So: so."
    ] * 20
    assert restored(others) == others
    french = ["le Conseil ; le Fonds ; la loi ; et"] * 3
    assert restored(french) == french


def test_a_sign_is_closed_up_eight_times_as_often_as_set_apart_where_that_is_stray() -> None:
    stray = "the Board , the Fund , and 1977 , too"
    closed = ["one, two, three, four, five"] * 6
    assert restored([*closed, stray]) == [*closed, "the Board, the Fund, and 1977, too"]
    fewer = [*closed[1:], "one, two, three, four"]
    assert restored([*fewer, stray]) == [*fewer, stray]


def test_letters_cut_off_a_word_of_the_file_are_put_back() -> None:
    lines = ["more and the target was met in the web page", "mor e an d th e targe t", "webpage"]
    assert restored(lines)[1] == "more and the target"
    assert restored(lines)[0] == lines[0]
    assert restored(["more", "mor e"]) == ["more", "mor e"]  # too few to be a habit
    assert restored(["more and where", "mor e an d wher e"])[1] == "more and where"
    assert restored(["more were where", "mor e wer e wher e"])[1] == "mor e wer e wher e"  # a word, e
    article = ["along apart away", "a long way, a part of it, a way out"]
    assert restored(article) == article


def test_chinese_set_with_spaces_is_closed_up() -> None:
    assert restored(["人 人 有 权 享 受 , 12 月 FOSS 公约"]) == ["人人有权享受 , 12 月 FOSS 公约"]
    spaced, close = "人 人 有 权 享 受", "公约的规定"
    assert restored([spaced, close]) == ["人人有权享受", close]
    assert restored([spaced, f"{close}和"]) == [spaced, f"{close}和"]  # as many that are not
    assert restored(["王 明", "李 华", "张 三"]) == ["王 明", "李 华", "张 三"]  # names
    assert restored(["第一章 总 则", "公约的规定"]) == ["第一章 总 则", "公约的规定"]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["the Fund,3", "of the Board"], ["the Fund,3 of the Board"]),
        (["the Fund 3", " Board members"], ["the Fund 3 Board members"]),
        (["the Fund", "3", "of the Board"], ["the Fund3 of the Board"]),
        (["the Fund,3", "of it,4", "and so"], ["the Fund,3 of it,4 and so"]),
        (["基金3", "的理事"], ["基金3的理事"]),
        (["the Fund3", ", which met"], ["the Fund3, which met"]),
        (["the Fund,3", "Recalling the law"], ["the Fund,3", "Recalling the law"]),  # a paragraph
        (["the Fund.3", "of the Board"], ["the Fund.3", "of the Board"]),  # a sentence ended
        (["Article 3", "a. The Board"], ["Article 3", "a. The Board"]),  # an item
        (["页 2 of 3", "内容"], ["页 2 of 3", "内容"]),  # a page number
        (["the Fund,3", FULL], ["the Fund,3", FULL]),  # it did not fit: a wrap
        (["the Fund,3", "", "of it"], ["the Fund,3", "", "of it"]),
    ],
)
def test_a_line_broken_after_a_raised_mark_is_one_line(pieces: list[str], expected: list[str]) -> None:
    notes = ["3 See the act.", "4 Ibid."]
    assert restored([FULL, *pieces, *notes]) == [FULL, *expected, *notes]


def test_a_line_broken_after_a_raised_mark_is_no_longer_than_the_others() -> None:
    note, begun = "3 See the act.", "the Fund,3"
    for room, joined in ((0, True), (-1, False)):
        rest = "of " + "x" * (len(FULL) - len(f"{begun} of ") - room)
        pieces = [f"{begun} {rest}"] if joined else [begun, rest]
        assert restored([FULL, begun, rest, note]) == [FULL, *pieces, note]


def test_a_mark_between_two_lines_may_be_the_last_but_one() -> None:
    above = [FULL, "_____", "3 See the act.", "the Fund"]
    assert restored([*above, "3", "of it"]) == [*above[:-1], "the Fund3 of it"]
    assert restored([*above, "3"]) == [*above, "3"]


@pytest.mark.parametrize(
    "lines",
    [
        ["chairs 12", "tables 3", "lamps 4"],
        ["see page 3", "then page 4", "3 of them"],
        ["附件1", "附件2", "附件3"],
        ["1 开幕", "2 报告", "附件1", "附件2"],
        ["apples", "3", "pears", "4", "plums", "3"],
        ["中国", "3", "法国", "4", "中国", "3"],
    ],
)
def test_numbers_without_notes_are_no_raised_marks(lines: list[str]) -> None:
    assert restored([FULL, *lines]) == [FULL, *lines]


def test_the_mark_of_a_note_may_be_a_line_of_its_own_below_a_rule() -> None:
    foot = ["_____", "3", "See the act."]
    assert restored([FULL, "the Fund", "3", "of it", *foot]) == [FULL, "the Fund3 of it", *foot]
    assert restored([FULL, "时间3", "，或", "4", "3", "视地区"]) == [FULL, "时间3，或", "4", "3", "视地区"]


def test_lines_that_are_segments_stay_as_they_are() -> None:
    text = f"{FULL}\nthe Fund,3\nof the Board\n3 See the act."
    assert read_bytes(text.encode(), "x.txt", verbatim=True).text == text
    assert read_bytes(text.encode(), "x.txt").text == f"{FULL}\nthe Fund,3 of the Board\n3 See the act."


@pytest.mark.parametrize(("blanks", "joined"), [(0, False), (1, True), (2, False)])
def test_a_capital_goes_on_after_a_mark_if_set_in_by_the_blank_between_them(
    blanks: int, *, joined: bool
) -> None:
    """Two blanks begin a paragraph, as none do."""
    lines = ["The meeting was held in the city1", " " * blanks + "Vienna at noon.", "w" * 70, "1 See above."]
    expected = ["The meeting was held in the city1 Vienna at noon.", *lines[2:]] if joined else lines
    assert restored(lines) == expected


def test_hyphens_between_blanks_stay_where_only_others_are_proven() -> None:
    """Blanks after hyphens, however many compounds show them, prove nothing of a dash."""
    whole = "co-operation self-help long-term north-south"
    lines = [f"The {whole} here.", "co- operation, self- help and long- term", "from north - south it goes"]
    closed = "co-operation, self-help and long-term"
    assert restored(lines) == [lines[0], closed, lines[2]]
