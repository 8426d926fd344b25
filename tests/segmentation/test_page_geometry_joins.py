"""Whether one row continues another by their places, on both sides of each distance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from placed_rows import MARK, row

from aligner.segmentation.label_parsing import Family, Label
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.page_geometry import Geometry


def geometry(*rows: Row, labels: Sequence[Label | None] = (), **habits: Any) -> Geometry:
    """Pages of one column from 100 to 500 whose lines are 12 points apart, and paragraphs 18."""
    usual: dict[str, Any] = {
        "size": 10, "margin": 500, "cased": True, "columns": [(100, 500)] * len(rows),
        "edges": [500] * len(rows), "step": 1.2, "apart": 1.25, "gap": 1.5,
    }  # fmt: skip
    given = [*labels, *[None] * (len(rows) - len(labels))]
    return Geometry(rows, given, **{**usual, **habits})


def joins(*rows: Row, labels: Sequence[Label | None] = (), **habits: Any) -> bool:
    """Whether the last of the rows continues a paragraph of all others."""
    known = geometry(*rows, labels=labels, **habits)
    return known.joins(range(len(rows) - 1), len(rows) - 1)


NUMBER = Label("1.", Family.NUMBER, 3, frozenset({1}))
SECOND = Label("2.", Family.NUMBER, 3, frozenset({2}))
LEVELS = Label("1.1", Family.LEVELS, 4, frozenset({1}))
BULLET = Label("•", Family.BULLET, 2)


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([row(0), row(15)], True),
        ([row(0), row(15.25)], False),
        ([row(0, size=12), row(16.5, size=12)], True),  # a heading in letters of its own
        ([row(0, size=12), row(17, size=12)], False),
        ([row(0, size=8), row(10, size=8), row(23, size=8)], True),  # a note set apart from the text
        ([row(0, size=8), row(10, size=8), row(23.25, size=8)], False),
        ([row(0, size=8), row(13.75, size=8)], True),  # whose lines are as far apart as the text's
        ([row(0, size=8), row(14.25, size=8)], False),
        ([row(0), row(20, far=476), row(40)], True),  # as far below as the line before it
        ([row(0), row(20, far=475), row(40)], False),  # but the next word would have fitted
        ([row(0), row(20, far=476), row(40.5)], True),
        ([row(0), row(20, far=476), row(40.75)], False),
        ([row(0), row(12, "word", size=11)], True),  # careless editing inside a sentence
        ([row(0), row(12, "Word", size=11)], False),
        ([row(0, "word."), row(12, "word", size=11)], False),
        ([row(0), row(12, "word", 150, size=11)], False),
        ([row(0, far=400), row(12, "word", size=11)], False),
    ],
)
def test_lines_of_a_paragraph_are_no_further_apart_than_its_others(rows: list[Row], *, joined: bool) -> None:
    assert joins(*rows) == joined


@pytest.mark.parametrize(("step", "joined"), [(19.5, True), (20, False)])
def test_a_heading_is_as_loose_as_the_text(step: float, *, joined: bool) -> None:
    assert joins(row(0, size=12), row(step, size=12), step=1.5) == joined


@pytest.mark.parametrize(("step", "joined"), [(20, True), (20.25, False)])
def test_a_page_may_have_looser_lines(step: float, *, joined: bool) -> None:
    assert joins(row(0), row(step), loose={1: 2.0}) == joined
    assert not joins(row(0), row(20), loose={2: 2.0})


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (row(0), row(26, "word"), True),
        (row(0), row(26.25, "word"), False),
        (row(0), row(26, "Word"), False),
        (row(0, "word."), row(26, "word"), False),
        (row(0, far=490), row(26, "word"), True),
        (row(0, far=489), row(26, "word"), False),
        (row(0), row(26, "word", 170), True),
        (row(0), row(26, "word", 171), False),
        (row(0, far=300, bold=True), row(26, "word"), True),  # a body's name, of which the text is said
        (row(0, "THE COUNCIL" + "S" * 29, far=300), row(26, "word"), True),
        (row(0, near=200, far=400), row(26, "word", 250, 350), True),  # centred below it
        (row(0, near=200, far=400), row(26, "word", 250, 355), True),
        (row(0, near=200, far=400), row(26, "word", 250, 356), False),
        (row(0, near=200, far=400), row(26, "word", 205, 395), False),
        (row(0, near=200, far=400), row(26, "word", 206, 394), True),
        (row(0), row(26, "word", size=11), False),
    ],
)
def test_a_sentence_goes_on_in_a_small_letter_below_a_blank_line(
    above: Row, below: Row, *, joined: bool
) -> None:
    assert joins(above, below) == joined


def test_only_one_line_without_a_number_is_a_name_of_which_the_text_below_is_said() -> None:
    name = row(0, far=300, bold=True)
    assert joins(name, row(26, "word"))
    assert not joins(name, row(26, "word"), labels=[NUMBER])
    assert not joins(name, row(12, far=300, bold=True), row(38, "word"))


def test_a_number_below_a_blank_line_begins_a_paragraph() -> None:
    assert not joins(row(0), row(26, "word"), labels=[None, SECOND])


@pytest.mark.parametrize(
    ("text", "measured", "joined"), [("Word,", True, True), ("Word,", False, False), ("Word", False, True)]
)
def test_a_counted_line_that_ends_at_a_comma_goes_on_below_no_blank_line(
    text: str, *, measured: bool, joined: bool
) -> None:
    assert joins(row(0, text), row(26, "word"), measured=measured) == joined


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (row(0), row(18.5, marks=MARK), True),
        (row(0), row(18.75, marks=MARK), False),
        (row(0), row(18.5), False),
        (row(0, far=470), row(18.5, marks=MARK), True),
        (row(0, far=469), row(18.5, marks=MARK), False),  # its first word would have fitted above
    ],
)
def test_a_raised_mark_pushes_its_line_down(above: Row, below: Row, *, joined: bool) -> None:
    assert joins(above, below, pushed=1.5) == joined


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (row(0), row(80, page=2), True),
        (row(0), row(80, "word", page=2), True),
        (row(0, far=410), row(80, page=2), True),
        (row(0, far=409), row(80, page=2), False),  # three more words would have fitted
        (row(0, far=409), row(80, "word", page=2), True),
        (row(0, "Word.", far=409), row(80, "word", page=2), False),
        (row(0, "Word.", far=470), row(80, page=2), True),
        (row(0, "Word.", far=469), row(80, page=2), False),
        (row(0), row(80, near=150, page=2), False),  # a first line set in
        (row(0), row(80, "word", 150, page=2), True),
        (row(0, near=150), row(80, page=2), False),
        (row(0, near=150), row(80, "word", page=2), True),
        (row(0), row(80, size=12, page=2), False),
    ],
)
def test_a_paragraph_goes_on_over_the_page_below_a_full_line(above: Row, below: Row, *, joined: bool) -> None:
    assert joins(above, below) == joined


@pytest.mark.parametrize(
    ("indents", "above", "joined"),
    [
        ({150: Counter({100: 3})}, row(0, near=150), True),
        ({150: Counter({100: 1})}, row(0, near=150), False),
        ({100: Counter({150: 3})}, row(0), False),
        ({100: Counter({150: 3})}, row(0, "Word."), False),
    ],
)
def test_a_first_line_goes_on_over_the_page_where_others_of_its_column_do(
    indents: dict[int, Counter[int]], above: Row, *, joined: bool
) -> None:
    assert joins(above, row(80, page=2), indents=indents) == joined


@pytest.mark.parametrize(
    ("above", "label", "joined"),
    [
        (row(0), None, True),
        (row(0), SECOND, True),
        (row(0, "Word."), SECOND, False),
        (row(0, "Word,"), SECOND, False),
        (row(0, "Word:"), SECOND, False),
        (row(0), BULLET, False),
    ],
)
def test_a_number_at_the_head_of_a_page_begins_a_paragraph_below_the_end_of_one(
    above: Row, label: Label | None, *, joined: bool
) -> None:
    assert joins(above, row(80, "word", page=2), labels=[None, label]) == joined


@pytest.mark.parametrize(("opens", "joined"), [((1,), False), ((0,), True)])
def test_a_row_whose_words_open_a_paragraph_begins_one_on_a_new_page(
    opens: tuple[int, ...], *, joined: bool
) -> None:
    assert joins(row(0), row(80, page=2), opens=opens) == joined
    assert joins(row(0), row(12), opens=opens)  # gaps would show it
    assert joins(row(0), row(12), opens=opens, gaps_decide=False) == joined
    assert joins(row(0), row(12), opens=opens, measured=False) == joined
    assert joins(
        row(0), row(12, "word", 106), opens=opens, gaps_decide=False
    )  # where paragraphs do not begin


@pytest.mark.parametrize(("opens", "joined"), [((2,), False), ((0, 1), True)])
def test_such_a_row_begins_one_at_the_edge_of_the_first_line(opens: tuple[int, ...], *, joined: bool) -> None:
    lines = row(0), row(12, "word", 120), row(24, "word")
    assert joins(*lines, opens=opens, gaps_decide=False) == joined


@pytest.mark.parametrize(("far", "joined"), [(349, True), (350, False)])
def test_a_wide_column_has_the_margin_of_the_text_at_a_turn(far: float, *, joined: bool) -> None:
    """In a narrow one, the line is full."""
    assert joins(row(0, far=345), row(80, page=2), columns=[(100, far), (100, 500)]) == joined


@pytest.mark.parametrize(
    ("right", "below", "joined"),
    [
        (475, row(-80, "Word", 300, 475), True),
        (475, row(-80, "word", 300, 475), True),
        (422, row(-80, "word", 300, 422), True),
        (423, row(-80, "Word", 300, 423), True),
        (422, row(-80, "Word", 300, 422), False),  # a box beside it
        (421, row(-80, "word", 300, 421), True),  # but a sentence goes on
    ],
)
def test_a_paragraph_goes_on_in_the_next_column_if_it_is_as_wide(
    right: float, below: Row, *, joined: bool
) -> None:
    columns = [(100, 275), (300, right)]
    found = joins(row(0, far=275), below, columns=columns, edges=[275, right])
    assert found == joined


@pytest.mark.parametrize(
    ("above", "below", "labels", "joined"),
    [
        (row(0, "II", far=110), row(0, near=120), [Label("II", Family.ROMAN, 2)], True),
        (row(0, "II", far=110), row(12), [Label("II", Family.ROMAN, 2)], False),
        (row(0, "1.", far=110), row(0, near=120), [Label("1.", Family.NUMBER, 2)], False),
        (row(0, "II", far=200), row(0, near=220), [Label("II", Family.ROMAN, 2)], False),
        (row(0, "Article 5", far=145), row(0, near=160), [Label("Article 5", Family.ARTICLE, 9)], True),
    ],
)
def test_the_number_of_a_heading_is_beside_it(
    above: Row, below: Row, labels: list[Label], *, joined: bool
) -> None:
    assert joins(above, below, labels=labels) == joined


def test_a_heading_beside_its_number_ends_where_another_piece_is_beside_it() -> None:
    pieces = row(0, "II", far=110), row(0, near=120, far=300), row(0, near=320)
    assert not joins(*pieces, labels=[Label("II", Family.ROMAN, 2)])


def test_pieces_of_one_line_show_no_place_of_the_next() -> None:
    assert joins(row(0, far=300), row(0, near=310), row(12))
    assert joins(row(0, far=300), row(12), row(12, near=310), row(24))
    assert joins(row(0, "II", far=110), row(0, near=120), row(12), labels=[Label("II", Family.ROMAN, 2)])


@pytest.mark.parametrize(
    ("above", "below", "label", "joined"),
    [
        (row(0, bold=True), row(12, bold=True), None, True),
        (row(0, bold=True), row(12, bold=True), LEVELS, False),
        (row(0, bold=True), row(12, bold=True), SECOND, True),
        (row(0), row(12), LEVELS, True),
        (row(0, bold=True), row(12), None, False),
        (row(0, bold=True), row(12, "word"), None, True),
        (row(0, bold=True), row(12, "word"), SECOND, False),
        (row(0), row(12, bold=True), None, True),
        (row(0), row(12, bold=True), SECOND, False),
        (row(0, far=469), row(12, bold=True), None, False),
        (row(0, far=470), row(12, bold=True), None, True),
    ],
)
def test_bold_letters_begin_or_end_where_paragraphs_do(
    above: Row, below: Row, label: Label | None, *, joined: bool
) -> None:
    assert joins(above, below, labels=[None, label]) == joined


@pytest.mark.parametrize(("edge", "joined"), [(364, True), (363, False)])
def test_only_a_block_wide_enough_has_a_margin_of_its_own(edge: float, *, joined: bool) -> None:
    assert joins(row(0, far=edge - 24), row(12, bold=True), edges=[edge, edge]) == joined


def test_a_capital_begins_the_text_below_lines_that_are_all_bold() -> None:
    assert joins(row(0), row(12, bold=True), row(24))
    assert not joins(row(0, bold=True), row(12, bold=True), row(24))


def test_letters_without_capitals_begin_the_text_below_a_heading_in_bold() -> None:
    assert not joins(row(0, bold=True), row(12, "word"), cased=False)
    assert joins(row(0, bold=True), row(12, "5 words"), cased=False)


@pytest.mark.parametrize(
    ("text", "bold", "size", "family", "joined"),
    [
        ("Article 5", True, 10, Family.ARTICLE, False),
        ("Article 5", False, 10, Family.ARTICLE, True),
        ("Article 5 of the law", True, 10, Family.ARTICLE, True),
        ("Article 5", True, 10, Family.OPERATIVE, True),
        ("Part Five", True, 10, Family.PART, False),
        ("Article 5", False, 10.75, Family.ARTICLE, True),
        ("Article 5", False, 10.85, Family.ARTICLE, False),  # in larger letters
        ("Article 5", False, 10.85, Family.OPERATIVE, True),
    ],
)
def test_a_label_that_stands_out_alone_begins_a_paragraph(
    text: str, size: float, family: Family, *, bold: bool, joined: bool
) -> None:
    label = Label(text[:9], family, 9, frozenset({5}))
    below = row(12, text, far=100 + 5 * len(text), size=size, bold=bold)
    assert joins(row(0, size=size, bold=bold), below, labels=[None, label]) == joined


@pytest.mark.parametrize(
    ("far", "text", "words", "habits", "short"),
    [
        (410, "Word", 3, {}, False),
        (409, "Word", 3, {}, True),
        (470, "Word", 1, {}, False),
        (469, "Word", 1, {}, True),
        (409, "Word.", 3, {}, True),
        (440, "Word.", 3, {}, False),
        (470, "Word.", 3, {"gaps_decide": False}, False),
        (469, "Word.", 3, {"gaps_decide": False}, True),
        (469, "Word", 3, {"gaps_decide": False}, False),
        (334, "Word", 3, {"edges": [364, 364]}, False),  # in a narrow block, one word shows it
        (333, "Word", 3, {"edges": [363, 363]}, False),
        (332, "Word", 3, {"edges": [363, 363]}, True),
        (332, "Word", 3, {"edges": [363, 360]}, True),
        (333, "Word", 3, {"edges": [364, 300]}, False),
        (332, "Word", 3, {"edges": [363, 363], "size": 10.5}, True),
        (332, "Word", 3, {"edges": [363, 363], "size": 11}, True),
        (332, "Word", 3, {"edges": [363, 363], "size": 11.5}, False),
        (483, "Word", 3, {"measured": False}, False),
        (482, "Word", 3, {"measured": False}, True),
        (495, "Word.", 3, {"measured": False}, False),
        (494, "Word.", 3, {"measured": False}, True),
        (132, "Word", 3, {"edges": [163, 163], "columns": [(100, 199.5)] * 2}, True),  # of a column
        (150, "Word", 3, {"edges": [181, 181], "columns": [(100, 199.5)] * 2}, False),
        (150, "Word", 3, {"edges": [181, 181], "columns": [(100, 199.5), (100, 500)]}, True),  # of the text
    ],
)
def test_a_line_is_short_if_the_next_words_would_have_fitted(
    far: float, text: str, words: int, habits: dict[str, Any], *, short: bool
) -> None:
    known = geometry(row(0, text, far=far), row(12), **habits)
    assert known.is_short(0, 1, words=words) == short


@pytest.mark.parametrize(
    ("text", "cased", "short"), [("word", True, False), ("word", False, False), ("Word", True, True)]
)
def test_an_open_sentence_in_a_narrow_block_goes_on(text: str, *, cased: bool, short: bool) -> None:
    known = geometry(row(0, far=332), row(12, text), edges=[363, 363], cased=cased)
    assert known.is_short(0, 1) == short


@pytest.mark.parametrize(
    ("step", "conjunction", "habits", "goes_on"),
    [
        (15, True, {"measured": False}, True),
        (15.25, True, {"measured": False}, False),
        (15, False, {"measured": False}, False),
        (15, False, {"measured": False, "cased": False}, True),
        (15, True, {}, False),
    ],
)
def test_a_counted_line_of_a_head_goes_on_after_a_conjunction(
    step: float, habits: dict[str, Any], *, conjunction: bool, goes_on: bool
) -> None:
    assert geometry(row(9), row(9 + step), **habits).is_open_head(0, 1, conjunction=conjunction) == goes_on


@pytest.mark.parametrize(
    ("text", "step", "goes_on"), [("Word", 18, True), ("Word", 18.25, False), ("Word:", 18, False)]
)
def test_a_head_without_capitals_and_a_sign_goes_on(text: str, step: float, *, goes_on: bool) -> None:
    known = geometry(row(0, text, size=12), row(step, size=12), measured=False, cased=False)
    assert known.is_open_head(0, 1, conjunction=False) == goes_on


@pytest.mark.parametrize(
    ("rows", "labels", "habits", "joined"),
    [
        ([row(0, "Word."), row(12)], [None, SECOND], {}, True),
        ([row(0, "Word.", far=469), row(12)], [None, SECOND], {}, False),
        ([row(0, "Word."), row(12, near=106)], [None, SECOND], {}, False),  # it is set in
        ([row(0, "Word."), row(12, near=105)], [None, SECOND], {}, True),
        ([row(0, "Word."), row(12), row(24, near=106)], [None, SECOND], {}, False),  # its text hangs
        ([row(0, "Word."), row(12)], [NUMBER, SECOND], {}, False),  # it counts on
        ([row(0, "Word,"), row(12)], [NUMBER, SECOND], {}, False),
        ([row(0), row(12)], [NUMBER, SECOND], {}, True),
        ([row(0), row(12)], [NUMBER, SECOND], {"gaps_decide": False}, False),
        ([row(0), row(12)], [SECOND, NUMBER], {}, True),
        ([row(0, far=469), row(12)], [NUMBER, SECOND], {}, False),
        (
            [row(0, far=300), row(12)],
            [NUMBER, SECOND],
            {"edges": [300, 300]},
            False,
        ),  # the longest of its list
        ([row(0, far=300), row(12)], [SECOND, NUMBER], {"edges": [300, 300]}, True),
    ],
)
def test_an_item_of_a_list_without_gaps_begins_below_the_end_of_one(
    rows: list[Row], labels: list[Label | None], habits: dict[str, Any], *, joined: bool
) -> None:
    known = geometry(*rows, labels=labels, **habits)
    assert known.joins([0], 1) == joined


@pytest.mark.parametrize(
    ("near", "text", "label", "joined"),
    [
        (120, "Word", None, True),  # a hanging line
        (121, "Word", None, False),
        (121, "word", None, True),
        (170, "word", None, True),
        (171, "word", None, False),
        (121, "Word", NUMBER, True),  # the text of an item hangs deeper
        (170, "Word", NUMBER, True),
        (171, "Word", NUMBER, False),
    ],
)
def test_the_second_line_of_a_paragraph_may_hang(
    near: float, text: str, label: Label | None, *, joined: bool
) -> None:
    assert joins(row(0), row(12, text, near), labels=[label], gap=0) == joined


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([row(0), row(12), row(24, near=150)], True),
        ([row(0), row(12, "Word."), row(24, near=150)], False),
        ([row(0, "Word."), row(12, near=150)], True),
        ([row(0), row(12, far=469), row(24, near=150)], False),
    ],
)
def test_between_gaps_a_line_that_a_margin_cut_goes_on_wherever_the_next_begins(
    rows: list[Row], *, joined: bool
) -> None:
    assert joins(*rows) == joined


@pytest.mark.parametrize(
    ("indents", "near", "joined"),
    [
        ({100: Counter({150: 2})}, 150, True),
        ({100: Counter({150: 1})}, 150, False),
        ({100: Counter({150: 1, 152: 1})}, 150, True),  # columns are rounded
        ({101: Counter({150: 2})}, 150, False),
    ],
)
def test_a_line_begins_where_paragraphs_of_its_column_go_on(
    indents: dict[int, Counter[int]], near: float, *, joined: bool
) -> None:
    assert joins(row(0), row(12, "Word", near), indents=indents, gap=0) == joined


@pytest.mark.parametrize(
    ("counts", "joined"),
    [
        ({150: 6, 100: 4}, False),  # most hang, so that one at the edge begins a paragraph
        ({150: 5, 100: 5}, True),
        ({149: 1, 150: 4, 151: 1, 100: 4}, False),  # columns are rounded
        ({150: 4, 170: 2, 100: 4}, True),
        ({150: 2, 170: 4, 100: 4}, True),
    ],
)
def test_a_line_where_paragraphs_begin_continues_none_where_most_hang(
    counts: dict[int, int], *, joined: bool
) -> None:
    """Its words would have fitted above, so that they show nothing."""
    indents = {100: Counter(counts)}
    found = joins(row(0, "Word."), row(12), gaps_decide=False, indents=indents)
    assert found == joined


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([row(0, near=200, far=400), row(12, near=250, far=350)], True),
        ([row(0, near=200, far=400), row(12, near=250, far=356)], False),
        ([row(0, near=200, far=400), row(12, near=250, far=350), row(24, near=240, far=360)], True),
        ([row(0, near=200, far=400), row(12, near=250, far=350), row(24, near=240, far=370)], False),
        ([row(0, near=200, far=400), row(12, near=250, far=354), row(24, near=240, far=356)], True),
        ([row(0, near=300, far=500), row(12, near=350, far=500)], True),  # flush right
        ([row(0, near=300, far=500), row(12, near=350, far=502), row(24, near=380, far=498)], True),
        ([row(0, near=300, far=500), row(12, near=350, far=502.5)], True),
        ([row(0, near=300, far=500), row(12, near=350, far=503)], False),
        ([row(0, near=240, far=500), row(12, near=350, far=500)], False),
    ],
)
def test_lines_may_share_their_middle_or_their_far_edge(rows: list[Row], *, joined: bool) -> None:
    assert joins(*rows, gap=0) == joined


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (row(12, near=200, far=400), row(24, "word", 250, 350), True),
        (row(12, near=200, far=400), row(24, "Word", 250, 350), False),
        (row(12, "Word.", near=200, far=400), row(24, "word", 250, 350), False),
        (row(12, near=200, far=400), row(24, "word", 250, 356), False),
    ],
)
def test_a_sentence_goes_on_in_the_middle_of_the_line_above(above: Row, below: Row, *, joined: bool) -> None:
    assert joins(row(0, near=150, far=480), above, below, gap=0) == joined


def test_a_full_line_is_in_the_middle_of_none() -> None:
    assert not joins(row(0, near=200, far=400), row(12), gap=0)
    assert joins(row(0, near=200, far=400), row(12, near=111, far=489), gap=0)


@pytest.mark.parametrize(
    ("near", "text", "size", "joined"),
    [
        (120, "Word", 10.85, True),
        (124, "Word", 10.85, True),
        (126, "Word", 10.85, False),  # its word would have fitted before the line above
        (200, "word", 10.85, True),
        (120, "Word", 10.75, False),
        (300, "Word", 10, True),  # set apart from the text, as a date
    ],
)
def test_larger_letters_flush_right_are_a_title(near: float, text: str, size: float, *, joined: bool) -> None:
    lines = row(0, near=near, size=size), row(12, text, near=320, size=size), row(200)
    assert geometry(*lines, gap=0).joins([0], 1) == joined


@pytest.mark.parametrize(
    ("above", "text", "near", "joined"),
    [
        (row(12), "word", 170, True),
        (row(12), "word", 171, False),
        (row(12, near=180), "word", 110, True),
        (row(12, near=180), "word", 109, False),
        (row(12), "Word", 170, False),
        (row(12, "Word."), "word", 170, False),
        (row(12, far=469), "word", 170, False),
    ],
)
def test_text_inside_a_sentence_goes_around_a_picture(
    above: Row, text: str, near: float, *, joined: bool
) -> None:
    assert joins(row(0, near=above.near), above, row(24, text, near), gap=0) == joined


@pytest.mark.parametrize(
    ("above", "text", "joined"),
    [
        (row(0, far=200), "word", True),
        (row(0, far=200), "Word", False),
        (row(0, "Word.", far=200), "word", False),
        (row(0, far=491), "Word", True),
    ],
)
def test_a_sentence_goes_on_below_a_short_counted_line(above: Row, text: str, *, joined: bool) -> None:
    assert joins(above, row(12, text), measured=False) == joined


@pytest.mark.parametrize(
    ("above", "below", "edge", "joined"),
    [
        (row(0, "Word.", far=363), row(12), 363, False),
        (row(0, "Word,", far=363), row(12), 363, False),
        (row(0, "Word", far=363), row(12), 363, True),
        (row(0, "Word.", far=363), row(12, "word"), 363, True),
        (row(0, "Word.", far=363), row(12, near=106), 363, True),
        (row(0, "Word.", far=365), row(12), 365, True),
    ],
)
def test_the_end_of_a_sentence_ends_a_paragraph_of_a_narrow_block(
    above: Row, below: Row, edge: float, *, joined: bool
) -> None:
    assert joins(above, below, edges=[edge, edge], gap=0) == joined


@pytest.mark.parametrize(
    ("text", "mark", "ends", "joined"),
    [
        ("Word.", "", ".", False),
        ("Word.", "¹²", ".", False),
        ("Word.", "", ":", True),
        ("Word", "", ".", True),
        ("Word,", "", ",", False),
    ],
)
def test_the_sign_that_ends_paragraphs_ends_one(text: str, mark: str, ends: str, *, joined: bool) -> None:
    above = row(0, text)
    above = replace(above, text=above.text + mark)
    assert joins(above, row(12), gaps_decide=False, ends=frozenset(ends)) == joined


@pytest.mark.parametrize(("near", "joined"), [(150, True), (121, True), (120, False)])
def test_counted_lines_share_their_middle_only_where_they_are_set_in(near: float, *, joined: bool) -> None:
    below = row(12, near=near, far=500 - near)
    assert joins(row(0, near=100, far=400), below, gap=0, measured=False) == joined


@pytest.mark.parametrize(
    ("ends", "far", "joined"),
    [
        ((500, 500), 476, True),
        ((500, 500), 475, True),
        ((500, 500), 474, False),  # it ends before the edge that two lines below it share
        ((500, 506), 474, True),
        ((450, 450), 474, True),
    ],
)
def test_a_justified_line_before_its_edge_is_the_last(
    ends: tuple[float, float], far: float, *, joined: bool
) -> None:
    rows = [row(0, far=far), *(row(12 + 12 * n, "wonderfully", far=end) for n, end in enumerate(ends))]
    known = geometry(*rows, justified=True, gaps_decide=False)
    assert known.joins([0], 1) == joined


@pytest.mark.parametrize(
    ("page", "end", "far", "joined"),
    [
        (1, 500, 475, True),
        (1, 500, 474, False),  # two lines above it share the edge before which it ends
        (1, 506, 474, True),
        (0, 500, 474, True),  # the first of them is on another page
    ],
)
def test_lines_above_a_justified_one_show_whether_it_is_the_last(
    page: int, end: float, far: float, *, joined: bool
) -> None:
    lines = row(0, page=page), row(12, far=end), row(24, far=far), row(36, "wonderfully")
    assert joins(*lines, justified=True, gaps_decide=False) == joined


@pytest.mark.parametrize(
    ("page", "near", "joined"), [(2, 100, True), (2, 102.1, False), (1, 100, False), (1, 120, True)]
)
def test_the_first_line_of_a_page_shows_where_its_paragraph_goes_on(
    page: int, near: float, *, joined: bool
) -> None:
    """Below it, where the second line began, is one of another text."""
    top = 24 if page == 1 else 80
    above = row(0), row(12, "word", 120), row(top, "word", page=page)
    assert joins(*above, row(top + 12, "Word", near, page=page), gaps_decide=False) == joined


@pytest.mark.parametrize(
    ("near", "habits", "joined"),
    [
        (151, {}, True),
        (149, {}, True),
        (152, {}, False),
        (148, {}, False),
        (151, {"measured": True}, False),
        (151, {"indents": {151: Counter({100: 2})}}, False),  # where paragraphs begin
    ],
)
def test_a_counted_line_begins_a_column_away_at_most(
    near: float, habits: dict[str, Any], *, joined: bool
) -> None:
    lines = row(0), row(12, near=120), row(24, near=150), row(36, near=near)
    assert joins(*lines, gap=0, **{"measured": False, **habits}) == joined


@pytest.mark.parametrize(("usual", "joined"), [(150, True), (155, True), (156, False), (170, False)])
def test_no_line_begins_before_the_first_where_paragraphs_hang(usual: int, *, joined: bool) -> None:
    below = row(12, near=130)
    assert joins(row(0, near=150), below, indents={150: Counter({usual: 3})}, gap=0) == joined
    assert joins(row(0, near=150), below, gap=0)
    assert joins(row(0, near=150), below, indents={150: Counter({usual: 5, 130: 2})}, gap=0)  # as items do


@pytest.mark.parametrize(
    ("first", "near", "label", "far", "joined"),
    [
        (100, 120, None, 470, True),
        (100, 120, None, 469, False),
        (100, 120, NUMBER, 410, True),
        (100, 120, NUMBER, 409, False),  # the words after a number are kept together
        (150, 130, None, 470, True),
        (150, 130, None, 469, False),
        (150, 130, NUMBER, 410, True),
        (150, 130, NUMBER, 409, False),
    ],
)
def test_a_line_at_another_edge_continues_one_without_room_for_its_words(
    first: float, near: float, label: Label | None, far: float, *, joined: bool
) -> None:
    assert joins(row(0, near=first, far=far), row(12, near=near), labels=[label], gap=0) == joined


USUAL = {"gaps_decide": False, "indents": {120: Counter({100: 3})}}


@pytest.mark.parametrize(
    ("above", "below", "after", "habits", "joined"),
    [
        (row(0), row(12, "word", 120), row(24), USUAL, False),
        (row(0), row(12, "word", 120), row(24), {"gaps_decide": False}, True),
        (row(0), row(12, "word", 120), row(24), {**USUAL, "gaps_decide": True}, True),
        (row(0), row(12, "word", 120), row(24, near=110), USUAL, True),
        (row(0), row(12, "word", 120), row(80, page=2), USUAL, True),
        (row(0), row(12, "word", 120), row(27), USUAL, False),
        (row(0), row(12, "word", 120), row(27.25), USUAL, True),
        (row(0), row(12, "word", 120), row(21), USUAL, False),
        (row(0), row(12, "word", 120), row(12, near=100), USUAL, True),
        (row(0), row(12, "word", 120), row(24, size=11), USUAL, True),
        (row(0), row(12, "word", 120, 470), row(24), USUAL, False),
        (row(0), row(12, "word", 120, 469), row(24), USUAL, True),  # a short line begins nothing
        (row(0, "Word."), row(12, "word"), row(24, near=120), {}, False),  # an entry that hangs
        (row(0, "Word."), row(12, "word"), row(24, near=170), {}, False),
        (row(0, "Word."), row(12, "word"), row(24, near=171), {}, True),
        (row(0, "Word."), row(12, "word"), row(24, near=90), {}, True),
        (row(0, "Word."), row(12, "word."), row(24, near=120), {}, True),
        (row(0, "Word"), row(12, "word"), row(24, near=120), {}, True),
        (row(0, "Word."), row(12, "word"), row(24), {}, True),
    ],
)
def test_two_rows_with_the_shape_of_a_paragraph_begin_one(
    above: Row, below: Row, after: Row, habits: dict[str, Any], *, joined: bool
) -> None:
    assert geometry(above, below, after, **habits).joins([0], 1) == joined


def test_inside_a_paragraph_only_the_end_of_a_sentence_lets_a_shape_begin_another() -> None:
    below = row(24, "word", 120), row(36)
    assert geometry(row(0), row(12), *below, **USUAL).joins([0, 1], 2)
    assert geometry(row(0), row(12, "Word."), row(24, "word"), row(36, near=120)).joins([0, 1], 2) is False


@pytest.mark.parametrize(
    ("text", "label", "habits", "joined"),
    [
        ("w" * 75, None, {}, True),  # one word ends where it does
        ("w" * 37 + " " + "w" * 37, None, {}, False),
        ("1. " + "w" * 72, NUMBER, {}, True),
        ("1. " + "w" * 72, None, {}, False),
        ("w" * 75, None, {"cased": False}, False),  # a line of ideographs
        ("Word", None, {}, False),
        ("Word", None, {"justified": False}, True),
        ("Word", None, {"gaps_decide": True}, True),
        ("Word", None, {"size": 12}, True),
    ],
)
def test_only_lines_of_several_words_in_justified_text_end_before_their_edge(
    text: str, label: Label | None, habits: dict[str, Any], *, joined: bool
) -> None:
    rows = row(0, text, far=474), row(12, "wonderfully"), row(24, "wonderfully")
    known = geometry(*rows, labels=[label], **{"justified": True, "gaps_decide": False, **habits})
    assert known.joins([0], 1) == joined


def test_two_lines_right_above_a_justified_one_show_its_edge() -> None:
    habits = {"justified": True, "gaps_decide": False}
    below = row(48, "wonderfully")
    assert not joins(row(0, far=450), row(12), row(24), row(36, far=474), below, **habits)
    assert joins(row(0), row(12), row(24, far=450), row(36, far=474), below, **habits)
    assert joins(row(24), row(36, far=474), below, **habits)


@pytest.mark.parametrize(
    ("near", "far", "habits", "joined"),
    [
        (235, 500, {}, True),
        (236, 500, {}, False),  # too short to show a margin
        (100, 470, {}, True),
        (100, 469, {}, False),
        (100, 500, {"gap": 1.3}, False),
        (100, 500, {"gap": 1.35}, True),
        (100, 500, {"gaps_decide": False}, False),
        (100, 500, {"measured": False}, False),
    ],
)
def test_a_margin_cuts_a_line_without_room_for_the_next_word(
    near: float, far: float, habits: dict[str, Any], *, joined: bool
) -> None:
    assert joins(row(0, near=near, far=far), row(12, near=near + 90), **habits) == joined


def test_a_number_is_cut_from_no_line() -> None:
    assert joins(row(0), row(12), row(24, near=150))
    assert not joins(row(0), row(12), row(24, near=150), labels=[None, None, SECOND])


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([row(0), row(15), row(35, far=476), row(55)], True),
        ([row(0), row(20), row(35, far=476), row(55)], False),
        ([row(0), row(20, far=300), row(20, near=310, far=476), row(40)], True),
        ([row(60), row(80, far=476, page=2), row(100, page=2)], False),
    ],
)
def test_the_last_two_lines_show_the_step_inside_a_paragraph(rows: list[Row], *, joined: bool) -> None:
    assert joins(*rows) == joined


THIRD = Label("3.", Family.NUMBER, 3, frozenset({3}))
LETTER = Label("a.", Family.LETTER, 3, frozenset({1}))


@pytest.mark.parametrize(
    ("rows", "labels", "paragraph", "joined"),
    [
        # it follows a number at its edge above
        ([row(0, near=120), row(12, near=116), row(24, "word", 120)], [NUMBER, None, SECOND], [1], False),
        ([row(0, near=120), row(12, near=115), row(24, "word", 120)], [NUMBER, None, SECOND], [1], True),
        ([row(0, near=120), row(12, near=116), row(24, "word", 120)], [NUMBER, None, THIRD], [1], True),
        ([row(0), row(12), row(24)], [None, NUMBER, SECOND], [0, 1], True),  # both are inside it
        # one follows it below
        ([row(0), row(12), row(24)], [None, NUMBER, SECOND], [0], False),
        ([row(0), row(12), row(24)], [None, NUMBER, None], [0], True),
        ([row(0), row(12), row(24)], [None, NUMBER, THIRD], [0], True),
        ([row(0), row(12), row(24)], [None, SECOND, THIRD], [0], True),
        ([row(0), row(12), row(24)], [LETTER, NUMBER, SECOND], [0], False),
        ([row(0), row(12), row(24, near=120), row(36)], [None, NUMBER, None, SECOND], [0], False),
        ([row(0), row(12), row(24, near=80), row(36)], [None, NUMBER, None, SECOND], [0], True),
    ],
)
def test_a_number_counts_on_at_its_edge(
    rows: list[Row], labels: list[Label | None], paragraph: list[int], *, joined: bool
) -> None:
    known = geometry(*rows, labels=labels, gaps_decide=False)
    assert known.joins(paragraph, paragraph[-1] + 1) == joined


@pytest.mark.parametrize(
    ("text", "far", "label", "joined"),
    [
        ("Word.", 500, SECOND, False),
        ("Word", 490, SECOND, False),
        ("Word", 500, SECOND, True),
        ("Word,", 500, SECOND, True),
        ("Word,", 500, NUMBER, False),
    ],
)
def test_a_counted_number_begins_an_item_below_the_end_of_one(
    text: str, far: float, label: Label, *, joined: bool
) -> None:
    assert joins(row(0, text, far=far), row(12), labels=[None, label], measured=False) == joined


def names(*fars: float, first: str = "Word", last: str = "Word", bold: bool = False) -> list[Row]:
    texts = [first, *["Word"] * (len(fars) - 2), last]
    lines = [row(12 * n, text, far=far) for n, (text, far) in enumerate(zip(texts, fars, strict=True))]
    return [*lines[:-1], replace(lines[-1], line=replace(lines[-1].line, bold=bold))]


@pytest.mark.parametrize(
    ("rows", "habits", "short"),
    [
        (names(350, 345, 350, 345), {}, True),
        (names(350, 345, 350), {}, False),
        (names(350, 345, 350, 345, last="word"), {}, False),
        (names(350, 345, 350, 345, first="word"), {}, False),
        (names(350, 345, 350, 345, bold=True), {}, False),
        (names(350, 345, 350, 348), {}, True),
        (names(350, 345, 350, 345), {"edges": [363, 363, 363, 360]}, False),
        (names(350, 345, 350, 345), {"edges": [360, 363, 363, 363]}, False),
        (names(350, 345, 350, 345, 350), {"edges": [360, 363, 363, 363, 363]}, True),
        (names(350, 345, 350, 345, 350, first="word"), {"edges": [360, 363, 363, 363, 363]}, True),
        (names(350, 345, 350, 345), {"cased": False}, False),
    ],
)
def test_lines_of_a_narrow_block_that_all_begin_like_names_are_a_list(
    rows: list[Row], habits: dict[str, Any], *, short: bool
) -> None:
    known = geometry(*rows, **{"edges": [363] * len(rows), **habits})
    assert known.is_short(1, 2) == short


@pytest.mark.parametrize(
    ("near", "text", "joined"),
    [
        (100, "Word", True),
        (120, "Word", False),
        (120, "word", False),
        (140, "word", True),
        (140, "Word", False),
    ],
)
def test_two_lines_show_where_a_paragraph_goes_on_over_the_page(
    near: float, text: str, *, joined: bool
) -> None:
    above = row(0, near=120), row(12)
    assert joins(*above, row(80, text, near, page=2)) == joined


def test_the_second_of_two_lines_shows_it_better_than_other_paragraphs() -> None:
    assert joins(row(0), row(12), row(80, page=2), indents={100: Counter({150: 3})})


@pytest.mark.parametrize(
    ("end", "text", "joined"),
    [("Word", "Word", True), ("Word.", "Word", False), ("Word.", "word", True)],
)
def test_the_next_page_of_a_counted_text_may_have_another_margin(
    end: str, text: str, *, joined: bool
) -> None:
    assert joins(row(0, end), row(80, text, 150, page=2), measured=False) == joined


@pytest.mark.parametrize(("text", "joined"), [("Word", True), ("Word,", True), ("Word.", False)])
def test_a_number_where_lines_go_on_begins_none_at_the_head_of_a_page(text: str, *, joined: bool) -> None:
    above, below = row(0, text, near=120), row(80, page=2)
    assert joins(above, below, labels=[None, SECOND], indents={120: Counter({100: 3})}) == joined


@pytest.mark.parametrize(("far", "joined"), [(340, True), (341, False)])
def test_columns_of_another_page_are_moved_unless_they_are_too_wide(far: float, *, joined: bool) -> None:
    rows = row(0, far=far), row(80, near=120, page=2)
    habits = {"columns": [(100, far), (120, far + 20)], "edges": [far, far + 20]}
    assert joins(*rows, **habits) == joined


def test_a_wide_column_keeps_its_own_edge_on_its_page() -> None:
    assert joins(row(0, far=355), row(-80), columns=[(100, 360), (100, 360)], edges=[360, 360])


@pytest.mark.parametrize(
    ("text", "far", "joined"),
    [("Word.", 480, True), ("Word.", 479, False), ("Word", 479, True)],
)
def test_a_sentence_ends_before_an_exact_edge_at_the_foot_of_a_page(
    text: str, far: float, *, joined: bool
) -> None:
    assert joins(row(0, text, far=far), row(80, page=2), last=2.0) == joined


@pytest.mark.parametrize(("far", "joined"), [(500, False), (400, True)])
def test_a_full_line_is_not_the_second_of_a_centred_heading(far: float, *, joined: bool) -> None:
    near = 600 - far
    assert joins(row(0, near=250, far=350), row(24, "word", near=near, far=far)) == joined
