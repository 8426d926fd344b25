"""Notes at the foot of pages of plain text: where a block begins, what each has, where it ends."""

from __future__ import annotations

import pytest

from aligner.readers import read_bytes
from aligner.segmentation import furniture, note_blocks
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.notes import Blocks

RULE = "__________"
TEXT = ["The Assembly recalls the treaty1 and the plan,2 which is a long line of text", "and the act.3"]

NEXT = ["The Council recalls the report2 of the Secretary-General", "in full."]


def notes(*lines: str) -> list[tuple[str, str]]:
    """The mark and the text of each note, the rows of the text divided by `|`."""
    rows = measure(read_bytes("\n".join(lines).encode(), "report.txt"))
    found = note_blocks.find(rows, furniture.find(rows))
    assert found.taken == {
        index for note in found.notes for index in (*note.rows, note.alone) if index is not None
    }
    return [
        (note.mark, "|".join(rows[i].text[note.skip * (n == 0) :] for n, i in enumerate(note.rows)))
        for note in found.notes
    ]


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        (["1 One.", "2 Two."], [("1", "One."), ("2", "Two.")]),
        (["¹ One.", "² Two."], [("1", "One."), ("2", "Two.")]),
        (["(1) One.", "[2] Two."], [("1", "One."), ("2", "Two.")]),
        (["1. One.", "2.  Two."], [("1", "One."), ("2", "Two.")]),
        (["1One.", "2“Two.”"], [("1", "One."), ("2", "“Two.”")]),
        (["1 One that", "goes on.", "2 Two."], [("1", "One that|goes on."), ("2", "Two.")]),
        (["1 One that was made in", "2016 in New York."], [("1", "One that was made in|2016 in New York.")]),
        (["1 One that was made in", "5 of the cases."], [("1", "One that was made in|5 of the cases.")]),
        (["1 One.", "4 Four."], [("1", "One."), ("4", "Four.")]),  # two were lost
        (["1 One.", "4 Four.", "3 Three."], [("1", "One.|4 Four."), ("3", "Three.")]),
        (["12 Twelve.", "13 Thirteen."], [("12", "Twelve."), ("13", "Thirteen.")]),
        (["399 One.", "400 Two."], [("399", "One."), ("400", "Two.")]),
        (["400 One.", "401 Two."], []),
        (["Not a note.", "1 One."], [("1", "One.")]),
        (["1 One.", "It is another paragraph."], [("1", "One.")]),
        (["1 One.", "it goes on."], [("1", "One.|it goes on.")]),
        (["1 One and", "It goes on"], [("1", "One and|It goes on")]),
        (
            ["1 One note that is as long as a line of the text, which it is in the end.", "It goes on."],
            [("1", "One note that is as long as a line of the text, which it is in the end.|It goes on.")],
        ),
        (["1", "One.", "2", "Two."], [("1", "One."), ("2", "Two.")]),
        (["1", "One.", "Two.", "2"], [("1", "One."), ("2", "Two.")]),
        (["1 One.", "7"], [("1", "One.")]),
        (["1 One.", "A line.", "2", "Two."], [("1", "One.|A line."), ("2", "Two.")]),
        (["1 One.", *["A line."] * 5, "2", "Two."], [("1", "One." + "|A line." * 5), ("2", "Two.")]),
        (["1 One.", *["A line."] * 6, "2", "Two."], [("1", "One.")]),
        (["1 One.", "A line.", "7"], [("1", "One.")]),
        (["* One.", "1 Two."], [("*", "One."), ("1", "Two.")]),
        (["1", "2"], []),
        (["1 One.", "4 Four.", "2 Two."], [("1", "One.|4 Four."), ("2", "Two.")]),
        (["1 One.", "1 Again.", "2 Two."], [("1", "One.|1 Again."), ("2", "Two.")]),
        (["1", "One.", "that", "goes on.", "2"], [("1", "One."), ("2", "that|goes on.")]),
        (["2 Two.", "3", "Three.", "1"], [("2", "Two."), ("3", "Three.")]),
        (["1", "2", "One.", "Two."], [("1", "One."), ("2", "Two.")]),
        (["1", "2", "One is", "long.", "Two."], [("1", "One is|long."), ("2", "Two.")]),
        (["1", "2", "One in", "5 of the cases.", "Two."], [("1", "One in|5 of the cases."), ("2", "Two.")]),
        (["1", "2/4", "One.", "23-00001"], [("1", "One.")]),
        (["1", "2", "23-00001", "One.", "Two.", "2/4", "Text."], [("1", "One."), ("2", "Two.")]),
        (["1", "2", "One.", "Two.", *["Text."] * 9], [("1", "One."), ("2", "Two.")]),
    ],
)
def test_notes_below_a_rule(foot: list[str], expected: list[tuple[str, str]]) -> None:
    assert notes(*TEXT, RULE, *foot) == expected


@pytest.mark.parametrize("rule", [RULE, "-----"])
def test_a_number_below_a_rule_is_no_note_without_its_mark_above(rule: str) -> None:
    below = ["The Board met", "Votes", "5", "It then rose", "in the evening"]
    assert notes("Members present", rule, *below) == notes("We meet on 5 May", rule, *below) == []
    below = ["Dial in", "Room", "12", "Passcode", "13", "It then rose"]
    assert notes("We need a room12 of chairs", rule, *below) == []


def test_marks_set_apart_from_their_words_belong_to_notes() -> None:
    foot = [RULE, "1", "2", "", "23-00001", "One.", "Two."]
    assert notes("Recalling decision VII/11 1 and others 2 of it", *foot) == [("1", "One."), ("2", "Two.")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([*TEXT, "1 One.", "2 Two."], [("1", "One."), ("2", "Two.")]),
        ([*TEXT, "1", "One."], [("1", "One.")]),  # its mark on a line of its own
        ([*TEXT, "1"], []),
        ([*TEXT, "1 One.", "\f", "An act3", "3 Three."], [("1", "One."), ("3", "Three.")]),  # one was lost
        ([*TEXT, "1 one."], []),
        ([*TEXT, "1 “one”."], [("1", "“one”.")]),
        ([*TEXT, "2 Two."], []),
        (["The treaty and the plan", "1 One."], []),
        (["The treaty in 2011 and", "1 One."], []),
        (["The treaty1/2 and", "1 One."], []),
        (["The treaty1% and", "1 One."], []),
        (["The treaty1.5 and", "1 One."], []),
        (["大会第1日的会议", "1 见决议。"], []),
        (["大会的会议1和", "1 见决议。"], [("1", "见决议。")]),
        (["Chile:* draft", "* One."], [("*", "One.")]),
        (["Chile:** draft", "* One."], []),
        ([*TEXT, "1 One.", "\fThe next page."], [("1", "One.")]),
        ([*TEXT, "1 One.", "The text goes on here.", "It ends."], []),  # it does not end the page
        ([*TEXT, "1 One.", *["and goes on"] * 13], [("1", "One." + "|and goes on" * 13)]),
        ([*TEXT, "1 One.", *["and goes on"] * 30], [("1", "One." + "|and goes on" * 30)]),
        ([*TEXT, "1 One.", "\f", *NEXT, "2 Two."], [("1", "One."), ("2", "Two.")]),
        ([*TEXT, RULE, "1 One.", "\f", *NEXT, "2 Two."], [("1", "One."), ("2", "Two.")]),
        (
            [*TEXT, "1 One.", "\f", *NEXT, "2 Plans.", "They go on.", "They end.", "\f", "An act2", "2 Two."],
            [("1", "One."), ("2", "Two.")],
        ),
        (
            [*TEXT, RULE, "1 One.", "2 Two.", "\fAnnex", *TEXT, RULE, "1 Again."],
            [("1", "One."), ("2", "Two."), ("1", "Again.")],
        ),
        ([*TEXT, RULE, "1 One.", "\f", "The text.", RULE, "that goes on."], [("1", "One.")]),
    ],
)
def test_notes_at_the_end_of_a_page(lines: list[str], expected: list[tuple[str, str]]) -> None:
    assert notes(*lines) == expected


def test_blocks_of_notes_are_counted_and_know_where_they_start() -> None:
    blocks = Blocks()
    assert [blocks.open(start) for start in (40, 90)] == [0, 1]
    assert blocks.bounds == [40, 90]
