"""Marks of footnotes in the running text: digits that refer to a note and digits that do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from aligner.languages.structure import structure
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.note_marks import Found, Passage, find, lift, shown
from aligner.segmentation.notes import Blocks, Note
from aligner.values import NO_ORIGIN, Span
from aligner.values.extract import Extract, InlineMark, Line

END = 10_000  # where the notes at the end of a text begin


def passages(texts: Sequence[str]) -> list[Passage]:
    """Paragraphs one after the other in a file, with a line break between them."""
    made: list[Passage] = []
    for text in texts:
        start = made[-1].origins[-1] + 2 if made else 0
        made.append(Passage(text, tuple(range(start, start + len(text)))))
    return made


def blocks(marks: str, bounds: Sequence[int] = (END,)) -> Blocks:
    """Notes with these marks; `/` divides those of one block from those of the next."""
    noted = [
        Note(mark, [0], 0, number, None)
        for number, part in enumerate(marks.split("/"))
        for mark in part.split()
    ]
    return Blocks(noted, list(bounds), [None] * len(bounds))


def marked(
    texts: Sequence[str],
    notes: Blocks,
    *,
    language: str = "en",
    given: Sequence[InlineMark] = (),
) -> list[str]:
    """The paragraphs with their marks in curly brackets."""
    paragraphs = passages(texts)
    found = find(paragraphs, notes, given, structure(language))
    return [
        "".join(
            text[before.stop : mark.start] + (f"{{{mark.mark}}}" if mark.mark else "")
            for before, mark in zip(
                [Found("", 0, 0), *marks], [*marks, Found("", len(text), len(text))], strict=True
            )
        )
        for text, marks in zip(texts, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the treaty1 and", "the treaty{1} and"),
        ("the treaty,1 and", "the treaty,{1} and"),
        ("the treaty.1", "the treaty.{1}"),
        ("the treaty¹ and", "the treaty{1} and"),
        ("the treaty11 and", "the treaty11 and"),
        ("the rate1% of", "the rate1% of"),
        ("the rate1.5 of", "the rate1.5 of"),
        ("the treaty1. The", "the treaty{1}. The"),
        ("the treaty1st and", "the treaty1st and"),
        ("the treaty-1 and", "the treaty-1 and"),
        ("at 10:1 in", "at 10:1 in"),
        ("the treaty 1 and", "the treaty {1} and"),
        ("the treaty 1, and", "the treaty {1}, and"),
        ("the treaty 1", "the treaty {1}"),
        ("the treaty 1(a) and", "the treaty 1(a) and"),
        ("the treaty 1” and", "the treaty 1” and"),
        ("under article 1 of", "under article 1 of"),
        ("1 treaty", "1 treaty"),
        (" The treaty1 and", " The treaty{1} and"),
        ("G1 met", "G{1} met"),  # the only one
        ("the G1, the treaty1 and", "the G1, the treaty{1} and"),
        ("No.1 of the treaty1 and", "No.1 of the treaty{1} and"),
        ("the treaty1 and No.1 of", "the treaty{1} and No.1 of"),
        ("the treaty1 and the plan1 of", "the treaty{1} and the plan{1} of"),
        ("No.1 of the treaty and No.1 of the plan", "No.1 of the treaty and No.1 of the plan"),
        ("the treaty 1 and the plan, 1 of", "the treaty 1 and the plan, {1} of"),
        ("the treaty, 1 and the plan 1 of", "the treaty, {1} and the plan 1 of"),
        ("the treaty, 1 and the plan, 1 of", "the treaty, {1} and the plan, {1} of"),
    ],
)
def test_the_neighbours_of_digits_show_whether_they_are_a_mark(text: str, expected: str) -> None:
    assert marked([text], blocks("1")) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据计划1和议定书", "根据计划{1}和议定书"),
        ("根据计划1，和议定书", "根据计划{1}，和议定书"),
        ("根据计划1和议定书1，", "根据计划1和议定书{1}，"),
        ("根据计划1和议定书1", "根据计划1和议定书{1}"),
        ("根据计划第1和", "根据计划第1和"),
        ("根据计划1个国家", "根据计划1个国家"),
        ("根据计划，1和", "根据计划，{1}和"),
        ("根据A划1和计划1，", "根据A划1和计划{1}，"),
    ],
)
def test_digits_after_a_chinese_sign_are_a_mark_at_the_end_of_a_clause(text: str, expected: str) -> None:
    assert marked([text], blocks("1"), language="zh") == [expected]


@pytest.mark.parametrize(
    ("marks", "texts", "expected"),
    [
        ("1 2", ["the plan2 of the treaty1 and the plan2"], ["the plan2 of the treaty{1} and the plan{2}"]),
        ("1 2", ["the treaty1 and", "the plan2"], ["the treaty{1} and", "the plan{2}"]),
        ("1 2", ["the treaty1 and the plan 2 and"], ["the treaty{1} and the plan {2} and"]),
        ("1 2", ["the plan 2 and the treaty1 and"], ["the plan 2 and the treaty{1} and"]),
        ("1 2", ["in 2015,1 and the plan2"], ["in 2015,{1} and the plan{2}"]),
        ("1", ["a rate of 2.15,1 or 2 015,1"], ["a rate of 2.15,1 or 2 015,1"]),
        ("1", ["A/80/15/Add.1 and Panel 1: the plan"], ["A/80/15/Add.1 and Panel 1: the plan"]),
        (
            "1 2 3",
            ["the treaty1, the plan, 2 the act, 3 and the plan, 2 too"],
            ["the treaty{1}, the plan, {2} the act, {3} and the plan, 2 too"],
        ),
        ("1 2 3", ["the plan2, the treaty1, the act3"], ["the plan{2}, the treaty1, the act{3}"]),
        ("1 2", ["No.1 of the treaty, No.1 and the plan2"], ["No.1 of the treaty, No.1 and the plan{2}"]),
        ("1 *", ["Chile1* the treaty"], ["Chile{1}{*} the treaty"]),
        ("1 *", ["Chile:* the treaty1 and"], ["Chile:{*} the treaty{1} and"]),
        ("1 *", ["the treaty1 and Chile:*"], ["the treaty{1} and Chile:{*}"]),
        ("1", ["Chile:* the treaty1 and"], ["Chile:* the treaty{1} and"]),
        ("†", ["Chile† and"], ["Chile{†} and"]),
        ("a", ["the treaty,a and the act.a"], ["the treaty,{a} and the act.{a}"]),
        ("1", ["the treaty,a and the plan1"], ["the treaty,a and the plan{1}"]),
    ],
)
def test_marks_ascend_in_the_order_of_their_notes(marks: str, texts: list[str], expected: list[str]) -> None:
    assert marked(texts, blocks(marks)) == expected


PAGES = ["the treaty1 and the plan1", "the act1 and the law1"]


@pytest.mark.parametrize(
    ("marks", "bounds", "expected"),
    [
        ("1/1", (30, 60), ["the treaty{1} and the plan{1}", "the act{1} and the law{1}"]),
        ("2/1", (30, 60), ["the treaty1 and the plan1", "the act{1} and the law{1}"]),
        ("1/2", (24, 60), ["the treaty{1} and the plan{1}", "the act{1} and the law{1}"]),
        ("2/1", (60, 30), ["the treaty{1} and the plan{1}", "the act{1} and the law{1}"]),  # all at the end
        ("1", (5,), ["the treaty{1} and the plan{1}", "the act{1} and the law{1}"]),
        ("2/1", (60, 61), ["the treaty1 and the plan1", "the act1 and the law1"]),
    ],
)
def test_a_mark_is_on_the_page_of_its_note(marks: str, bounds: tuple[int, ...], expected: list[str]) -> None:
    assert marked(PAGES, blocks(marks, bounds)) == expected


def test_digits_of_a_word_are_no_mark_far_from_their_note() -> None:
    texts = ["the disk hda1 and the plan,1", "the act1 and the law,1"]
    notes = replace(blocks("1/2", (30, 60)), begins=[13, 30])
    assert marked(texts, notes) == ["the disk hda1 and the plan,{1}", "the act1 and the law,{1}"]
    notes = replace(notes, begins=[0, 0])  # on the first two pages
    assert marked(texts, notes) == ["the disk hda{1} and the plan,{1}", "the act1 and the law,{1}"]


@pytest.mark.parametrize(
    ("span", "texts", "expected"),
    [
        (Span(10, 11), ["the treaty1 and"], ["the treaty{1} and"]),
        (Span(10, 10), ["the treaty and"], ["the treaty{1} and"]),
        (Span(0, 0), ["the treaty and"], ["{1}the treaty and"]),
        (Span(15, 15), ["the treaty and", "the plan"], ["the treaty and", "{1}the plan"]),
        (Span(14, 14), ["the treaty and", "the plan"], ["the treaty and{1}", "the plan"]),
        (Span(40, 41), ["the treaty and"], ["the treaty and"]),
    ],
)
def test_a_mark_that_the_format_shows_is_where_it_says(
    span: Span, texts: list[str], expected: list[str]
) -> None:
    assert marked(texts, blocks(""), given=[InlineMark("1", span)]) == expected


def test_a_shown_mark_before_a_space_belongs_to_the_word_after_it() -> None:
    paragraph = Passage("the treaty", tuple(range(6, 16)))
    (found,) = find([paragraph], blocks(""), [InlineMark("1", Span(4, 5))], structure("en"))
    assert found == [Found("1", 0, 0)]
    joined = Passage("- treaty", (5, NO_ORIGIN, *range(6, 12)))
    assert find([joined], blocks(""), [InlineMark("1", Span(0, 1))], structure("en")) == [[]]


def test_where_the_format_shows_marks_another_must_be_beyond_doubt() -> None:
    given = [InlineMark("1", Span(10, 11))]
    for text, expected in (
        ("the treaty1 and the plan2", "the treaty{1} and the plan{2}"),
        ("the treaty1 and G2", "the treaty{1} and G2"),
        ("the treaty1 and the plan, 2 too", "the treaty{1} and the plan, 2 too"),
        ("the treaty1 and the plan1", "the treaty{1} and the plan1"),
    ):
        assert marked([text], blocks("1 2"), given=given) == [expected]


@pytest.mark.parametrize(
    ("lines", "notes", "expected"),
    [
        ([("le XIXe siècle", "e", 6)], "", []),
        ([("le total a été", "a", 8)], "a", ["a"]),
        ([("le total1 et", "1", 8)], "", ["1"]),
        ([("avec GOsa2 et", "2", 9), ("de GOsa2", "2", 7)], "", []),
        ([("avec GOsa2 et", "2", 9)], "1 2", ["2"]),
        ([("le total7 et", "7", 8), ("un essai8 et", "8", 8)], "", ["7", "8"]),
        ([("le total a et", "a", 8), ("a Chiffres", "a", 0)], "", ["a", "a"]),
        ([("le total b et", "b", 9), ("a Chiffres", "a", 0)], "", ["b", "a"]),
        ([("le total c et", "c", 9), ("a Chiffres", "a", 0)], "", ["a"]),
        ([("le total b c", "b", 9), ("le c", "c", 3), ("a Chiffres", "a", 0)], "", ["b", "c", "a"]),
    ],
)
def test_a_raised_sign_is_a_mark_where_a_note_or_its_count_has_it(
    lines: list[tuple[str, str, int]], notes: str, expected: list[str]
) -> None:
    made: list[Line] = []
    start = 0
    for text, mark, at in lines:
        inline = InlineMark(mark, Span(start + at, start + at + len(mark)))
        made.append(Line(Span(start, start + len(text)), marks=(inline,)))
        start += len(text) + 1
    rows = measure(Extract("\n".join(text for text, _, _ in lines), tuple(made), "pdf"))
    assert [mark.mark for mark in shown(rows, blocks(notes))] == expected


@pytest.mark.parametrize(
    ("text", "mark", "rest", "place"),
    [
        ("the treaty1 and", "1", "the treaty and", 10),
        ("the treaty 1 and", "1", "the treaty and", 10),
        ("the treaty 1, and", "1", "the treaty, and", 10),
        ("the treaty 1", "1", "the treaty", 10),
        ("the treaty 1” and", "1", "the treaty ” and", 11),
        ("公约1 和", "1", "公约和", 2),
        ("公约 1 和", "1", "公约 和", 2),
        ("公约1 and", "1", "公约 and", 2),
        ("Act 1和", "1", "Act 和", 4),
        ("Act1 和", "1", "Act 和", 3),
        ("公约 1a", "1", "公约 a", 3),
    ],
)
def test_a_mark_goes_with_the_space_that_set_it_apart(text: str, mark: str, rest: str, place: int) -> None:
    at = text.index(mark)
    left, places = lift(passages([text])[0], [Found(mark, at, at + 1)])
    assert (left.text, places) == (rest, [(mark, place)])


def test_two_marks_that_share_a_space() -> None:
    left, places = lift(passages(["the treaty 1 2 and"])[0], [Found("1", 11, 12), Found("2", 13, 14)])
    assert (left.text, places) == ("the treaty and", [("1", 10), ("2", 10)])


PLAN, AGAIN = "The Plan of Action for 2013–2020", "The plan for 2013–2020"


@pytest.mark.parametrize(
    ("texts", "first", "notes", "found"),
    [
        ([f"{PLAN}2", AGAIN], 3, "2 3", "2"),
        ([f"{PLAN}12", AGAIN], 13, "12 13", "12"),
        ([f"{PLAN}112", AGAIN], 113, "112 113", ""),  # no mark of three digits
        ([f"{PLAN}2", AGAIN], 3, "3", "2"),  # a note before the first mark was lost
        ([f"{PLAN}2", AGAIN], 5, "5", "2"),
        ([f"{PLAN}2", AGAIN], 6, "6", ""),
        ([f"{PLAN}2", f"{PLAN}2", AGAIN], 3, "2 3", ""),
        ([f"{PLAN}2", PLAN.replace("–", "-")], 3, "2 3", "2"),
        ([f"{PLAN}2", "2030"], 3, "2 3", ""),
        ([f"{PLAN}4", AGAIN], 3, "3 4", ""),  # after the third
    ],
)
def test_a_mark_at_the_end_of_a_number_has_a_note_or_its_place_among_them(
    texts: list[str], first: int, notes: str, found: str
) -> None:
    shown = "".join(marked([*texts, f"the treaty{first}"], blocks(notes)))
    assert re.findall(r"{(\d+)}", shown) == [*found.split(), str(first)]


def test_marks_at_the_end_of_numbers_are_found_beside_the_others() -> None:
    texts = [f"{PLAN}1 is new", f"{AGAIN} is the plan2 of the act2", "a law3"]
    assert marked(texts, blocks("1 2 3"))[0] == f"{PLAN}{{1}} is new"
    assert marked([f"{PLAN}2", AGAIN, "a law3"], blocks("2 3"))[0] == f"{PLAN}{{2}}"
    given = [InlineMark("3", Span(len(PLAN) + len(AGAIN) + 8, len(PLAN) + len(AGAIN) + 9))]
    assert marked([f"{PLAN}2", AGAIN, "a law3"], blocks("a"), given=given)[0] == f"{PLAN}2"
