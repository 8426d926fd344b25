"""The kinds of paragraphs in a text without a preamble, step by step and on both sides of each length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aligner.languages.structure import structure
from aligner.segmentation import plain_kinds
from aligner.segmentation.label_parsing import read
from aligner.segmentation.paragraph import Paragraph
from aligner.values import SegmentKind

ENGLISH = structure("en")
KINDS = {
    "H": SegmentKind.HEADING, "P": SegmentKind.PARAGRAPH, "I": SegmentKind.ITEM, "S": SegmentKind.SIGNATURE,
}  # fmt: skip


def made(text: str, kind: str = "P", **facts: Any) -> Paragraph:
    """A paragraph whose label, if it has one, is cut off its text."""
    label = read(text, ENGLISH)
    return Paragraph(text[label.stop :] if label else text, label, kind=KINDS[kind], **facts)


def kinds(paragraphs: Sequence[Paragraph]) -> str:
    names = {kind: sign for sign, kind in KINDS.items()}
    return "".join(names[each.kind] for each in paragraphs)


FOLLOWING = made("It met.")


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("Scope", {}, "H"),
        ("Scope", {"prose": False}, "P"),  # in a text of open lines
        ("Scope", {"prose": False, "bold": True}, "H"),
        ("Scope", {"following": None}, "P"),
        ("Scope", {"following": None, "heads_rows": True}, "H"),
        ("w" * 200, {}, "H"),
        ("w" * 201, {}, "P"),
        ("w" * 400, {"bold": True}, "H"),
        ("w" * 401, {"bold": True}, "P"),
        ("It met.", {}, "P"),
        ("It met.", {"larger": 1.08}, "H"),
        ("It met.", {"larger": 1.07}, "P"),
        ("w" * 59 + ".", {"larger": 1.08}, "H"),
        ("w" * 60 + ".", {"larger": 1.08}, "P"),
        ("w" * 60 + "?", {"larger": 1.08}, "H"),
        ("w" * 199 + ";", {"larger": 1.08}, "H"),
        ("w" * 200 + ";", {"larger": 1.08}, "P"),
        ("The Board,", {"larger": 1.08}, "P"),
        ("w" * 600, {"larger": 1.08}, "H"),
        ("w" * 601, {"larger": 1.08}, "P"),
        ("12 – 5 x", {}, "P"),  # no words
        ("12 – 5 x", {"larger": 1.08}, "P"),
        ("12 – 5 xy", {}, "H"),
        ("– the plan", {}, "I"),
        ("* the plan", {}, "I"),
        ("–the plan,", {}, "P"),
        ("It met.", {"style": "heading 1"}, "H"),
        ("It met.", {"style": "subtitle"}, "H"),
        ("It met.", {"style": "list"}, "P"),
        ("Annex", {"following": None}, "H"),
    ],
)
def test_a_heading_is_short_and_open_or_stands_out(text: str, facts: dict[str, Any], expected: str) -> None:
    given = {"following": FOLLOWING, "prose": True, **facts}
    following, prose = given.pop("following"), given.pop("prose")
    assert plain_kinds._plain_kind(Paragraph(text, **given), following, ENGLISH, prose) == KINDS[expected]


LONG = "The Board took note of the following, of which it had been told:"


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (made("Against:"), "HHH", "PPP"),
        (made("Against:"), "HH", "PH"),
        (made("Against"), "HHH", "HHH"),
        (made("Against：".rjust(60, "x")), "HH", "PH"),
        (made("Against：".rjust(61, "x")), "HH", "HH"),
        (made(LONG), "HH", "HH"),
        (made(LONG), "HHH", "PPP"),
        (made(LONG), "HHPH", "HHPH"),
        (made("1. Against:"), "HHH", "HHH"),
        (made("Against:", "H"), "HHH", "HHH"),
    ],
)
def test_a_colon_announces_a_line_or_three(above: Paragraph, below: str, expected: str) -> None:
    paragraphs = [above, *(made("States", kind) for kind in below)]
    plain_kinds._announced(paragraphs)
    assert kinds(paragraphs[1:]) == expected


@pytest.mark.parametrize("heading", [made("1. Scope", "H"), made("Scope", "H", bold=True)])
def test_what_is_a_heading_by_more_than_its_words_is_not_announced(heading: Paragraph) -> None:
    paragraphs = [made("Against:"), heading, made("States", "H")]
    plain_kinds._announced(paragraphs)
    assert kinds(paragraphs) == "PHH"


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (made("Table 13.1"), made("Costs", "H", bold=True), "HH"),
        (made("Table 13.1"), made("Costs", "H"), "PH"),
        (made("Table 13.1"), made("Costs", bold=True), "PP"),
        (made("Table 13.1 of it"), made("Costs", "H", bold=True), "PH"),
        (made("1. Table 13.1"), made("Costs", "H", bold=True), "PH"),
        (made("Table 13.1", "I"), made("Costs", "H", bold=True), "IH"),
    ],
)
def test_a_caption_is_above_a_heading_that_stands_out(
    above: Paragraph, below: Paragraph, expected: str
) -> None:
    paragraphs = [above, below]
    plain_kinds._captions(paragraphs)
    assert kinds(paragraphs) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["5. It met.", "1. Scope", "6. It rose.", "7. It met."], "PHPP"),
        (["5. It met.", "1. Scope.", "6. It rose.", "7. It met."], "PPPP"),
        (["5. It met.", "6. Scope", "6. It rose."], "PPP"),  # the next number
        (["5. It met.", "1. Scope", "7. It rose."], "PPP"),
        (["1. Scope", "1. It rose."], "PP"),
        (["5. It met.", "1. " + "w" * 200, "6. It rose."], "PHP"),
        (["5. It met.", "1. " + "w" * 201, "6. It rose."], "PPP"),
        (["5. It met.", "(a) It rose.", "1. Scope", "6. It rose."], "PPHP"),
        (["5. It met.", "1. Scope", "2. Aims", "6. It rose."], "PPPP"),
    ],
)
def test_a_number_out_of_order_between_two_in_order_is_that_of_a_heading(
    texts: Sequence[str], expected: str
) -> None:
    paragraphs = [made(text) for text in texts]
    plain_kinds._numbered_headings(paragraphs)
    assert kinds(paragraphs) == expected


@pytest.mark.parametrize(
    ("texts", "before", "expected"),
    [
        (["1. It:", "1. a", "2. b", "2. It"], "PIIP", "PIIP"),
        (["1. It:", "1. a", "2. b", "3. It"], "PIIP", "PPPP"),
        (["1. It:", "1. a", "2. b", "4. It"], "PIIP", "PIIP"),
        (["1. a", "2. b", "3. It"], "IIP", "PPP"),
        (["1. a", "1. b", "2. It"], "IIP", "IPP"),
        (["1. a", "2. b", "3. It"], "IIH", "IIH"),
        (["1. a", "The plan", "2. b", "3. It"], "IPIP", "PPPP"),
        (["1. a", "2. It", "1. b", "3. It"], "IPIP", "PPIP"),
    ],
)
def test_numbers_that_go_on_below_are_of_no_list(texts: Sequence[str], before: str, expected: str) -> None:
    paragraphs = [made(text, kind) for text, kind in zip(texts, before, strict=True)]
    plain_kinds._numbered_on(paragraphs)
    assert kinds(paragraphs) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["It:", "1. a", "2. b", "It", "4. c"], "PIIPP"),
        (["It", "1. a", "2. b"], "PPP"),
        (["It:", "1. a", "(a) b", "2. c"], "PIPI"),
        (["1. It:", "1. a", "2. b"], "PPP"),
        (["A. It:", "1. a", "2. b"], "PII"),
        (["It:", "(a) a", "(b) b"], "PPP"),
    ],
)
def test_numbers_below_a_colon_are_of_a_list(texts: Sequence[str], expected: str) -> None:
    paragraphs = [made(text) for text in texts]
    plain_kinds._listed(paragraphs)
    assert kinds(paragraphs) == expected


@pytest.mark.parametrize(
    ("bold", "style", "other", "expected"),
    [
        (True, None, "(b) b", "II"),
        (False, "subtitle", "(b) b", "II"),
        (False, None, "(b) b", "HI"),
        (True, None, "b) b", "HI"),
        (True, None, "The plan", "HI"),
    ],
)
def test_a_bold_line_is_an_item_beside_one_of_its_kind(
    style: str | None, other: str, expected: str, *, bold: bool
) -> None:
    for turned in (1, -1):
        paragraphs = [made("(a) a", "H", bold=bold, style=style), made(other, "I")][::turned]
        plain_kinds._listed(paragraphs)
        assert kinds(paragraphs[::turned]) == expected


@pytest.mark.parametrize(
    ("styles", "head", "place"),
    [
        (["", "heading 1", "heading 2", "heading 2"], 0, 1),
        (["", "heading 2", "heading 1"], 9, None),
        (["", "heading 2", "heading 1"], 0, 1),  # right below the masthead
        (["", "", "heading 1", "heading 1"], 3, None),
        (["", "", "heading 1", "heading 1"], 2, 2),
        ([*[""] * 5, "heading 1", "heading 1"], 0, 5),
        ([*[""] * 6, "heading 1", "heading 1"], 0, None),
        ([*[""] * 29, "heading 1"], 0, 29),
        ([*[""] * 30, "heading 1"], 0, None),
        (["", ""], 0, None),
    ],
)
def test_the_title_is_a_styled_heading_alone_or_below_the_masthead(
    styles: Sequence[str], head: int, place: int | None
) -> None:
    paragraphs = [made("Scope", style=style or None) for style in styles]
    found = plain_kinds._styled_title(paragraphs, head)
    assert found is (None if place is None else paragraphs[place])


def test_a_numbered_heading_is_no_title() -> None:
    assert plain_kinds._styled_title([made("1. Scope", style="heading 1")], 0) is None
