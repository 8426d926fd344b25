"""Which lines of pages with places are notes: their size, their marks, rules and what is below them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation import note_sequence
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.notes import Blocks
from aligner.values.extract import Box
from aligner.values.extract import Line as ExtractLine

Line = tuple[float, str] | tuple[float, str, float] | tuple[float, str, float, float]
"""The top of a line, its text, the size of its letters and its left edge, where they are not 8 and 50."""

RULE = "__________"


def notes(*pages: Sequence[Line], ruled: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The mark and the lines of each note; `^1^` is a raised mark, and a drawn rule is above `ruled`."""
    builder = ExtractBuilder()
    for number, page in enumerate(pages, 1):
        for top, marked, *more in page:
            size, left = more[0] if more else 8, more[1] if len(more) > 1 else 50
            text, marks = "", []
            for place, piece in enumerate(marked.split("^")):
                marks += [(piece, len(text), len(text) + len(piece))] if place % 2 else []
                text += piece
            box = Box(left, top, left + 4 * len(text), top + size, size)
            builder.add(text, ExtractLine(page=number, box=box, ruled=text in ruled), marks=marks)
    rows = measure(builder.build("pdf", "x.pdf", pages=len(pages)))
    found = Blocks()
    note_sequence.find(rows, [row.text == RULE for row in rows], found, range(len(rows)))
    lines = [
        "|".join(rows[i].text[note.skip * (n == 0) :] for n, i in enumerate(note.rows))
        for note in found.notes
    ]
    return [(note.mark, text) for note, text in zip(found.notes, lines, strict=True)]


def text(*first: str, top: float = 60, count: int = 6) -> list[Line]:
    """Lines of running text, 10 points high."""
    lines = [
        *first,
        *(f"line {'abcdefgh'[n]} of the text of this page that fills its measure" for n in range(count)),
    ]
    return [(top + 12 * n, line, 10) for n, line in enumerate(lines)]


def test_notes_of_two_columns_may_be_at_one_height() -> None:
    """The text of the second column is between them, and none of it is the rest of the first one's notes."""
    left = [*text("The treaty^1^ and"), (700, "^1^ One.", 8)]
    right = [(top, line, 10, 400) for top, line, _ in text("the protocol^2^ of")]
    second = [*right, (640, "which ends here,", 10, 400), (700, "^2^ Two.", 8, 400)]
    assert notes([*left, *second]) == [("1", "One."), ("2", "Two.")]


def test_a_drawn_rule_is_above_a_note_whose_mark_the_page_before_has() -> None:
    first = [*text("The treaty^15^ and the plan^16^"), (700, "15. Fifteen.", 10)]
    second = [
        *text("It also recalls the protocol^17^"),
        (700, "16. Sixteen.", 10),
        (712, "17. Seventeen.", 10),
    ]
    foot = ["15. Fifteen.", "16. Sixteen."]
    assert notes(first, second, ruled=foot) == [("15", "Fifteen."), ("16", "Sixteen."), ("17", "Seventeen.")]


TREATY, PLAIN = (
    "The Assembly recalls the treaty^1^ and the plan^2^",
    "The Assembly recalls the treaty1 and plan",
)
ONE, TWO = (700.0, "^1^ One."), (709.0, "^2^ Two.")


@pytest.mark.parametrize(
    ("above", "foot", "expected"),
    [
        (text(TREATY), [ONE, TWO], [("1", "One."), ("2", "Two.")]),
        (text("The plan"), [(700, "^1^ One.", 9.25)], [("1", "One.")]),
        (text("The plan"), [(700, "^1^ One.", 9.3)], []),
        (text(TREATY), [(700, "^1^ One.", 9.3)], [("1", "One.")]),
        (text(PLAIN), [(700, "1 One.", 10)], [("1", "One.")]),
        (text("The plan"), [(700, "1 One.", 10)], []),
        (text(TREATY), [(700, "1 One.", 10)], []),
        (text("The plan"), [(690, RULE, 10), (700, "1 One.", 10)], [("1", "One.")]),
        (text("The plan"), [(690, RULE, 10), (700, "2 One.", 10)], [("2", "One.")]),
        (text("The plan"), [(690, RULE, 10), (700, "399 One.", 10)], [("399", "One.")]),
        (text("The plan"), [(690, RULE, 10), (700, "400 One.", 10)], []),
        (text("The plan"), [(690, RULE, 10), (700, "* One.", 10)], [("*", "One.")]),
        (text("The plan"), [(700, "* One.", 10)], []),
        (text("Chile:* the plan"), [(700, "* One.", 10)], [("*", "One.")]),
        (text("Chile:** the plan"), [(700, "* One.", 10)], []),
        (text("The plan^a^"), [(700, "^a^ One.")], []),
        (text("The plan(1) and"), [(700, "(1) One.", 10)], [("1", "One.")]),
        (text(TREATY), [ONE, *((720 + 12 * n, "below it", 10) for n in range(3))], [("1", "One.")]),
        (text(TREATY), [ONE, *((720 + 12 * n, "below it", 10) for n in range(4))], []),
        (text(TREATY), [ONE, *((720 + 12 * n, "below it", 10, 200) for n in range(4))], [("1", "One.")]),
        (text(TREATY), [ONE, (709, "and on")], [("1", "One.|and on")]),
        (text(TREATY), [ONE, (717.5, "and on")], [("1", "One.|and on")]),
        (text(TREATY), [ONE, (735.1, "And more.")], [("1", "One.|And more.")]),
        (text(TREATY), [ONE, (735.3, "And more.")], [("1", "One.")]),
        (text(TREATY), [ONE, (717.6, "A table"), (760, "and text", 10)], [("1", "One.")]),
        (text(TREATY), [ONE, (730, "^2^ Two.")], [("1", "One."), ("2", "Two.")]),
        (text(TREATY), [ONE, (709, "^4^ Four.")], [("1", "One."), ("4", "Four.")]),
        (text(TREATY), [ONE, (709, "^5^ Five.")], [("1", "One.|5 Five.")]),
        (
            text(TREATY),
            [ONE, (709, "^4^ Four."), (718, "^3^ Three.")],
            [("1", "One."), ("4", "Four."), ("3", "Three.")],
        ),
        (text(TREATY), [ONE, (709, "^1^ Again.")], [("1", "One.|1 Again.")]),
        (text(TREATY), [ONE, (709, "2 Two.")], [("1", "One.|2 Two.")]),
        (text(TREATY), [(700, "^1^"), (700, "One.", 8, 60)], [("1", "One.")]),
        (text(TREATY), [ONE, (709, "2"), (709, "Two.", 8, 60)], [("1", "One.|2|Two.")]),
        (text(TREATY), [ONE, (740, "2")], [("1", "One.")]),
        (text("The treaty^i^ and^ii^"), [(700, "i One."), (709, "ii Two.")], []),
        (
            text("The plan", count=4),
            [(690, RULE, 10), (700, "1 One.", 10), (712, "It goes on", 10)],
            [("1", "One.|It goes on")],
        ),
        (text("The plan and 1 of"), [(700, "1 One.", 10)], []),
        (text("大会1日"), [(700, "1 One.", 10)], []),
        (text("The plan1/2 and"), [(700, "1 One.", 10)], []),
    ],
)
def test_notes_at_the_foot_of_a_page(
    above: list[Line], foot: list[Line], expected: list[tuple[str, str]]
) -> None:
    assert notes([*above, *foot]) == expected


OPEN, CLOSED = [(700, "^1^ One that")], [(700, "^1^ One.")]
GOES_ON, ENDED, RESTARTED = [("1", "One that|goes on.")], [("1", "One.")], [("1", "One."), ("2", "Two.")]


@pytest.mark.parametrize(
    ("first", "second", "ruled", "expected"),
    [
        (OPEN, [(700, "goes on.")], "", GOES_ON),
        (CLOSED, [(700, "goes on.")], "", ENDED),
        (OPEN, [(700, "goes on.", 8.4)], "", GOES_ON),
        (OPEN, [(700, "goes on.", 8.5)], "", [("1", "One that")]),
        (OPEN, [(700, "goes on.", 8, 89)], "", GOES_ON),  # below the text of the note, not its mark
        (OPEN, [(700, "goes on.", 8, 91)], "", [("1", "One that")]),
        ([(691, "^1^ One"), (700, "that")], [(700, "goes on.", 8, 61)], "", [("1", "One|that|goes on.")]),
        ([(691, "^1^ One"), (700, "that")], [(700, "goes on.", 8, 63)], "", [("1", "One|that")]),
        (OPEN, [(690, RULE, 10), (700, "goes on.", 10)], "", GOES_ON),
        (CLOSED, [(690, RULE, 10), (700, "goes on.", 10)], "", [("1", "One.|goes on.")]),
        (OPEN, [(700, "goes on.", 10)], "goes on.", GOES_ON),
        (CLOSED, [(700, "goes on.", 10)], "goes on.", ENDED),
        (CLOSED, CLOSED, "", ENDED),  # printed again
        ([ONE, TWO], [(700, "^1^ Three.")], "", [*RESTARTED, ("1", "Three.")]),
        ([ONE, TWO], [(690, RULE, 10), (700, "^1^ Three.")], "", [*RESTARTED, ("1", "Three.")]),
        ([ONE], [(80, "of the act^9^", 10, 200), (700, "^9^ Three.")], "", [("1", "One."), ("9", "Three.")]),
        ([ONE], [(700, "^9^ Three.")], "", ENDED),
    ],
)
def test_notes_of_a_later_page(
    first: list[Line], second: list[Line], ruled: str, expected: list[tuple[str, str]]
) -> None:
    assert notes([*text(TREATY), *first], [*text("The next page"), *second], ruled=[ruled]) == expected


@pytest.mark.parametrize(
    ("above", "foot", "expected"),
    [
        ("The treaty^i^", "i One.", [("i", "One.")]),
        ("The treaty^b^", "b One.", []),
        ("The treaty^1^", "1 One.", [("1", "One.")]),
        ("The treaty^2^", "i One.", []),
    ],
)
def test_a_drawn_rule_shows_a_note_that_the_text_refers_to(
    above: str, foot: str, expected: list[tuple[str, str]]
) -> None:
    assert notes([*text(above), (700, foot)], ruled=[foot]) == expected


@pytest.mark.parametrize(
    ("mark", "size", "expected"),
    [
        ("treaty^2^", 8, [("1", "One."), ("2", "Two.")]),
        ("treaty^2^", 10, [("1", "One."), ("2", "Two.")]),
        ("treaty", 8, [("1", "One.")]),
        ("treaty", 10, [("1", "One.")]),  # a form has numbers below rules as well
    ],
)
def test_a_note_below_a_drawn_rule_may_have_its_mark_on_the_page_before(
    mark: str, size: float, expected: list[tuple[str, str]]
) -> None:
    first = [*text(f"The treaty^1^ and the {mark}"), (700, "1 One.")]
    assert notes(first, [*text("The next page"), (700, "2 Two.", size)], ruled=["2 Two."]) == expected


def test_notes_of_two_columns_are_read_column_by_column() -> None:
    foot: list[Line] = [(700, "^1^ One that"), (700, "^2^ Two.", 8, 300), (709, "goes on.")]
    assert notes([*text(TREATY), *foot]) == [*GOES_ON, ("2", "Two.")]


@pytest.mark.parametrize("mark", ["1", "*"])
@pytest.mark.parametrize(
    ("gap", "size", "is_note"), [(0, 8, True), (7, 8, True), (6, 5, True), (11, 5, True), (13, 5, False)]
)
def test_a_mark_by_itself_is_beside_its_note_or_just_above(
    gap: float, size: float, mark: str, *, is_note: bool
) -> None:
    page = text(f"The Assembly recalls the treaty^{mark}^ and plan")
    found = notes([*page, (700, mark, size), (700 + gap, "One of the treaties is meant.", 8, 60)])
    assert found == [(mark, "One of the treaties is meant.")] * is_note


def test_a_small_line_with_a_mark_inside_is_no_note() -> None:
    page = text("The Assembly recalls the treaty^1^ and plan")
    assert notes([*page, (700, "Annex to the report^1^ that goes on")]) == []


def test_notes_below_the_end_of_the_text_have_their_marks_on_any_page() -> None:
    last = [
        *text("It ends here", count=2),
        (700, "1. One, of a page long before."),
        (712, "2. Two, of another."),
    ]
    made = [text("The treaty^1^"), text("The plan^2^"), text("The protocol"), last]
    assert notes(*made) == [("1", "One, of a page long before."), ("2", "Two, of another.")]
    assert not notes(*made, text("And so on"))
