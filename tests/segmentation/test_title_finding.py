"""Where a masthead ends and which paragraph below it is the title, at each bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aligner.languages.structure import structure
from aligner.segmentation.label_parsing import read
from aligner.segmentation.paragraph import Paragraph
from aligner.segmentation.titles import find, is_masthead_line, is_meeting, masthead_end

ENGLISH = structure("en")
ORGAN, SESSION, AGENDA, SENTENCE = "General Assembly", "Eightieth session", "Agenda item 5", "It met."


def made(text: str, larger: float = 1.0, **facts: Any) -> Paragraph:
    label = read(text, ENGLISH)
    return Paragraph(text, label, larger=larger, **facts)


def paragraphs(texts: Sequence[str | tuple[str, float]]) -> list[Paragraph]:
    return [made(text) if isinstance(text, str) else made(*text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "end"),
    [
        ([ORGAN, SESSION, SENTENCE], 2),
        ([ORGAN, SENTENCE], 0),  # one line may begin a text
        ([SESSION, "A", "B", "C", ORGAN], 5),
        ([SESSION, "A", "B", "C", "D", ORGAN], 0),
        (["A", "B", "C", SESSION, ORGAN], 5),
        (["A", "B", "C", "D", SESSION, ORGAN], 0),
        ([SESSION, AGENDA, ORGAN], 2),  # below the item, a body's name is a title
        ([f"{ORGAN}\tA/80/1", SESSION], 2),
        (["I. Sessions", ORGAN, SESSION], 3),
        ([*[SESSION] * 30, ORGAN], 30),
        ([*[SESSION] * 29, ORGAN], 30),
        ([], 0),
    ],
)
def test_a_masthead_ends_with_the_last_of_its_lines(texts: Sequence[str], end: int) -> None:
    assert masthead_end(paragraphs(texts), ENGLISH) == end


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ([ORGAN, SESSION, "Report"], 2),
        ([ORGAN, SESSION, ("Report", 1.08), ("Annex", 1.2)], 3),
        ([ORGAN, SESSION, ("Report", 1.2), ("Annex", 1.2)], 2),
        ([ORGAN, SESSION, "Report", ("Annex", 1.07)], 2),
        ([ORGAN, SESSION, *["Report"] * 7, ("Annex", 1.2)], 9),
        ([ORGAN, SESSION, *["Report"] * 8, ("Annex", 1.2)], 2),
        ([ORGAN, SESSION, "Report", ("By the Board,", 1.2)], 2),
        ([ORGAN, SESSION, ("r" * 600, 1.2)], 2),
        ([ORGAN, SESSION, "Report", ("r" * 601, 1.2)], 2),
        ([ORGAN, SESSION, SENTENCE, "Report"], None),
        ([ORGAN, SESSION, "By the Board,", "Report"], None),
        ([ORGAN, SESSION, AGENDA, "Sustainable development", "Report"], 4),
        ([ORGAN, SESSION, AGENDA, "Sustainable development"], 3),
        ([ORGAN, "9821st meeting", SENTENCE], 1),  # a record
        ([ORGAN, "Report", SENTENCE], 1),
        ([ORGAN, SENTENCE], 0),
        (["Report", "Annex"], 0),
        (["1. Report", ("Annex", 1.2)], 1),
        ([("1. Report", 1.2), "Annex"], None),
        ([], None),
    ],
)
def test_the_title_is_the_largest_or_first_line_below_the_masthead(
    texts: Sequence[str | tuple[str, float]], title: int | None
) -> None:
    assert find(paragraphs(texts), ENGLISH) == title


def test_a_body_in_the_style_of_a_heading_is_a_title() -> None:
    assert find([made(ORGAN, style="heading 1"), made("Report")], ENGLISH) == 0


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        (SESSION, True),
        ("Distr.: General", True),
        ("Original: English", True),
        (AGENDA, True),
        ("9821st meeting", True),
        (ORGAN, False),
        (f"{AGENDA} {'of ' * 200}"[:600], True),
        (f"{AGENDA} {'of ' * 200}"[:601], False),
    ],
)
def test_every_masthead_has_lines_of_these_kinds(text: str, *, is_line: bool) -> None:
    assert is_masthead_line(text, ENGLISH) == is_line


@pytest.mark.parametrize(
    ("text", "meeting"), [("9821st plenary meeting", True), ("9821st plenary meeting of it", False)]
)
def test_the_number_of_a_meeting_is_short(text: str, *, meeting: bool) -> None:
    assert is_meeting(text, ENGLISH) == meeting
