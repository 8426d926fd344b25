"""Kinds of paragraphs: what is a heading, an item, a clause of a resolution, a title, a signature."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.languages.structure import structure
from aligner.segmentation.label_parsing import read
from aligner.segmentation.paragraph import SHORT, Paragraph, is_short_and_open
from aligner.segmentation.paragraph_kinds import assign
from aligner.values import SegmentKind

CODES = {
    "h": SegmentKind.HEADING,
    "t": SegmentKind.TITLE,
    "e": SegmentKind.ENACTING,
    "p": SegmentKind.PREAMBULAR,
    "o": SegmentKind.OPERATIVE,
    "i": SegmentKind.ITEM,
    ".": SegmentKind.PARAGRAPH,
    "s": SegmentKind.SIGNATURE,
}
"""One letter for each kind; the kinds of a document are a word of such letters."""

Given = str | tuple[str, float] | tuple[str, str]
"""A text, with the size of its letters beside the usual one, or its style; style `bold` is none."""


def kinds(*given: Given, language: str = "en") -> tuple[str, list[str]]:
    """The kinds of paragraphs, and the places of those that have one."""
    known = structure(language)
    made: list[Paragraph] = []
    for each in given:
        text, shown = (each, 1.0) if isinstance(each, str) else each
        label = read(text, known)
        style = shown if isinstance(shown, str) and shown != "bold" else None
        larger = shown if isinstance(shown, float) else 1.0
        rest = text[label.stop if label else 0 :]
        made.append(Paragraph(rest, label, style, larger, shown == "bold"))
    assign(made, known)
    letters = {kind: letter for letter, kind in CODES.items()}
    return "".join(letters[each.kind] for each in made), [each.place for each in made if each.place]


def of(*given: Given, language: str = "en") -> str:
    return kinds(*given, language=language)[0]


GA, PP, OP = "The General Assembly,", "Recalling its resolution 60/1,", "1. Decides to act;"
SENTENCE = "The Committee considered the report of the Office on its work in the two years under review."
WORDS = "Work of the Office"


def words(length: int, end: str = "") -> str:
    return ("a word and " * 60)[: length - len(end) - 1] + "x" + end


@pytest.mark.parametrize(
    ("given", "expected", "places"),
    [
        ([GA, PP, OP], "epo", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP], "tepo", ["PP1", "OP1"]),
        ([WORDS, "The General Assembly:", PP, OP], "tepo", ["PP1", "OP1"]),
        ([WORDS, "The General Assembly:", "5. A statement."], "t.i", []),
        ([WORDS, GA, "5. A statement."], "teo", ["OP5"]),
        ([WORDS, "The General Assembly", OP], "teo", ["OP1"]),
        ([WORDS, "The General Assembly", PP, OP], "tepo", ["PP1", "OP1"]),
        (["The General Assembly", OP], "eo", ["OP1"]),
        ([WORDS, GA], "..", []),
        ([WORDS, GA, PP, "Decides to act;", "Requests a report."], "tepoo", ["PP1", "OP1", "OP2"]),
        (
            [WORDS, GA, PP, "Having met,", OP, "2. Requests:", "(a) A report;"],
            "teppooi",
            [*"", "PP1", "PP2", "OP1", "OP2"],
        ),
        ([WORDS, GA, PP, OP, "It goes on."], "tepo.", ["PP1", "OP1"]),
        ([WORDS, ("General Assembly", 1.2), GA, PP, OP], "thepo", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, "3 May 2024"], "tepos", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, "New York, 2024"], "tepos", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, "Follow-up"], "tepoh", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, words(200)], "tepoh", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, words(201)], "tepo.", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, "Annex", SENTENCE], "tepoh.", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, "Article 1", SENTENCE], "tepoh.", ["PP1", "OP1"]),
        ([WORDS, GA, "Follow-up", OP], "....", []),
        ([WORDS, GA, PP, ("Follow-up", 1.1), OP], "tepho", ["PP1", "OP1"]),
        ([WORDS, GA, PP, ("Bearing in mind,", 1.1), OP], "teppo", ["PP1", "PP2", "OP1"]),
        ([WORDS, GA, PP, "Have agreed as follows:", OP], "tep.o", ["PP1", "OP1"]),
        ([WORDS, GA, PP, "The work of the Office", OP], "tepho", ["PP1", "OP1"]),
        ([WORDS, GA, PP, "I. General", OP], "tepho", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, "“2. Quoted text.”"], "tepo.", ["PP1", "OP1"]),
        ([WORDS, GA, PP, OP, WORDS, GA, PP, OP], "tepotepo", ["PP1", "OP1"] * 2),
    ],
)
def test_a_resolution_has_a_preamble_and_an_operative_part(
    given: list[Given], expected: str, places: list[str]
) -> None:
    assert kinds(*given) == (expected, places)


ORGAN, SESSION, AGENDA = "General Assembly", "Eightieth session", "Agenda item 5"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ([ORGAN, SESSION, AGENDA, "Budget", WORDS], "hhhht"),
        ([ORGAN, SESSION, AGENDA, ("Budget", 1.1), WORDS], "hhhth"),
        ([ORGAN, SESSION, AGENDA, ("Budget", 1.07), WORDS], "hhhht"),
        ([ORGAN, SESSION, AGENDA, ("Budget", 1.1), (WORDS, 1.2)], "hhhht"),
        ([ORGAN, SESSION, AGENDA, ("Budget", 1.2), (WORDS, 1.1)], "hhhth"),
        ([ORGAN, SESSION, "Chile: draft resolution"], "hhh"),
        ([ORGAN, SESSION, "Draft resolution"], "hht"),
        ([ORGAN, SESSION, AGENDA, (ORGAN, 1.1), "3 May 2024"], "hhhth"),
        ([ORGAN, SESSION, ORGAN, "3 May 2024"], "hhhh"),
        ([ORGAN, SESSION, "Budget", f"{words(60, '.')}"], "hhht"),
        ([ORGAN, SESSION, "Budget", (words(61, "."), "bold")], "hhht"),
        ([ORGAN, SESSION, words(61, ".")], "hht"),
        ([WORDS, "Budget"], "ht"),
        ([WORDS, "Agenda item 5"], "th"),
    ],
)
def test_the_title_is_the_last_line_above_a_resolution_that_can_be_one(
    head: list[Given], expected: str
) -> None:
    assert of(*head, GA, PP, OP) == f"{expected}epo"


def test_what_a_body_is_asked_to_do_opens_no_resolution() -> None:
    request = ["1. 请大会：", "(a) 核准追加经费；", "(b) 注意到支出数额。"]
    assert of("订正概算", "一、导言", *request, language="zh") == "t..ii"
    assert of("订正概算", "大会：", *request[1:], language="zh")[:2] == "te"


NUMBERED = [f"{number}. {SENTENCE}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([WORDS, *NUMBERED, "Draft", GA, PP, OP], "t...hepo"),
        ([WORDS, *NUMBERED[:2], "Draft", GA, PP, OP], "hhhtepo"),
        ([WORDS, *NUMBERED, "Draft", GA, PP, OP, "4. Another sentence."], "t...hepo."),
        ([WORDS, *NUMBERED, "Draft", GA, PP, OP, "2. Requests a report."], "t...hepoo"),
        ([WORDS, *NUMBERED, "Draft", GA, PP, OP, "II. Other matters", SENTENCE], "t...hepoh."),
        ([WORDS, "x", *[f"Recalling {words(20, ',')}"] * 3, GA, PP, OP], "." * 8),
        ([WORDS, "x", *[f"Recalling {words(20, ',')}"] * 2, GA, PP, OP], "hhhtepo"),
    ],
)
def test_a_report_may_have_a_resolution_in_it(given: list[Given], expected: str) -> None:
    assert of(*given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([WORDS, SENTENCE, "Budget", SENTENCE], "t.h."),
        ([WORDS, SENTENCE], "h."),
        ([SENTENCE, SENTENCE, "Budget", SENTENCE], "..h."),
        ([WORDS, SENTENCE, "Budget"], "..."),  # nothing is below it
        ([WORDS, SENTENCE, words(200), SENTENCE], "t.h."),
        ([WORDS, SENTENCE, words(201), SENTENCE], "t..."),
        ([(WORDS, 1.3), SENTENCE, (words(201), 1.1), SENTENCE], "t.h."),
        ([(WORDS, 1.3), SENTENCE, (words(600), 1.1), SENTENCE], "t.h."),
        ([(WORDS, 1.3), SENTENCE, (words(601), 1.1), SENTENCE], "t..."),
        ([(WORDS, 1.3), SENTENCE, (words(60, "."), 1.1), SENTENCE], "t.h."),
        ([(WORDS, 1.3), SENTENCE, (words(61, "."), 1.1), SENTENCE], "t..."),
        ([(WORDS, 1.3), SENTENCE, (words(200, ";"), 1.1), SENTENCE], "t.h."),
        ([(WORDS, 1.3), SENTENCE, (words(201, ";"), 1.1), SENTENCE], "t..."),
        ([(WORDS, 1.3), SENTENCE, ("Budget,", 1.1), SENTENCE], "t..."),
        ([(WORDS, 1.3), SENTENCE, ("2024", 1.1), SENTENCE], "t..."),
        ([WORDS, SENTENCE, "Annex", SENTENCE], "t.h."),
        ([WORDS, SENTENCE, "- the report", "- the plan", SENTENCE], "t.ii."),
        ([WORDS, SENTENCE, "* the report", SENTENCE], "t.i."),
        ([WORDS, SENTENCE, "Introduction ........ 3", SENTENCE], "t..."),
        ([WORDS, SENTENCE, "In favour:", "Chile, Peru", SENTENCE], "t...."),
        ([WORDS, SENTENCE, "In favour:", ("Chile, Peru", "bold"), SENTENCE], "t..h."),
        ([WORDS, SENTENCE, "(a) The report;", "(b) The plan.", SENTENCE], "t.ii."),
        ([WORDS, SENTENCE, "A. The report", SENTENCE], "t.h."),
        ([WORDS, SENTENCE, "a. The report", SENTENCE], "t.i."),
        ([WORDS, SENTENCE, "IV. The report", SENTENCE], "t.h."),
        ([WORDS, SENTENCE, "Article 5", SENTENCE], "t.h."),
        ([WORDS, SENTENCE, "Article 5. Terms", SENTENCE], "t.h."),
        ([WORDS, SENTENCE, "Article 5. It is so.", SENTENCE], "t..."),
        ([WORDS, SENTENCE, f"Article 5. {words(200)}", SENTENCE], "t.h."),
        ([WORDS, SENTENCE, f"Article 5. {words(201)}", SENTENCE], "t..."),
        ([WORDS, SENTENCE, "1. The report", SENTENCE], "t..."),
        ([WORDS, SENTENCE, ("1. The report", "bold"), SENTENCE], "t.h."),
        ([WORDS, SENTENCE, ("1. The report.", "bold"), SENTENCE], "t.h."),
        ([WORDS, SENTENCE, (f"1. {words(60, '.')}", "bold"), SENTENCE], "t.h."),
        ([WORDS, SENTENCE, (f"1. {words(61, '.')}", "bold"), SENTENCE], "t..."),
        ([WORDS, SENTENCE, (f"1. {words(200)}", "bold"), SENTENCE], "t.h."),
        ([WORDS, SENTENCE, (f"1. {words(201)}", "bold"), SENTENCE], "t..."),
        ([WORDS, SENTENCE, ("(a) The report.", "bold"), SENTENCE], "t.i."),
        ([WORDS, SENTENCE, ("• The report", "bold"), SENTENCE], "t.i."),
        ([WORDS, SENTENCE, "The plan is as follows:", "1. One;", "2. Two.", SENTENCE], "t..ii."),
        ([WORDS, SENTENCE, "1. The plan is as follows:", "2. Two.", SENTENCE], "t...."),
        ([WORDS, SENTENCE, "The plan is as follows:", "1. One:", "(a) A;", "2. Two."], "t..iii"),
        ([WORDS, SENTENCE, "The plan is as follows:", "1. One.", SENTENCE, "1. Two."], "t..i.."),
        (
            [WORDS, SENTENCE, "To this end, we:", "1. Recall it;", "2. Note it.", "Budget", "3. We pay."],
            "t....h.",
        ),
        ([WORDS, SENTENCE, "1. It is so:", SENTENCE + ":", "1. One;", "2. Two."], "t...ii"),
        (
            [WORDS, "1. So.", "2. As follows:", SENTENCE + ":", "1. A;", "2. B.", SENTENCE, "3. On."],
            "t...ii..",
        ),
        ([WORDS, SENTENCE, "(a) The report;", ("(b) The plan", "bold"), SENTENCE], "t.ii."),
        ([WORDS, SENTENCE, "Chile and Peru", SENTENCE, "Chile and Peru"], "t.h.."),  # at the end
        ([WORDS, SENTENCE, ("(a) The plan", "subtitle"), "(b) The report;", SENTENCE], "t.ii."),
        ([WORDS, SENTENCE, ("Budget", "heading 1"), SENTENCE], "h.t."),
        ([(WORDS, "title"), SENTENCE, ("Budget", "heading 1"), SENTENCE], "t.h."),
        ([WORDS, ("Budget", "heading 1"), SENTENCE, ("Costs", "heading 2"), SENTENCE], "ht.h."),
        ([WORDS, ("Budget", "heading 2"), SENTENCE, ("Costs", "heading 1"), SENTENCE], "ht.h."),
        ([WORDS, ("Budget", "heading 1"), SENTENCE, ("Costs", "heading 1"), SENTENCE], "ht.h."),
        ([WORDS, ("I. Budget", "heading 1"), SENTENCE, ("Costs", "heading 2"), SENTENCE], "th.h."),
    ],
)
def test_headings_of_a_report_are_short_and_open_or_stand_out(given: list[Given], expected: str) -> None:
    assert of(*given) == expected


@pytest.mark.parametrize(("open_lines", "expected"), [(3, "thhh..."), (4, "........")])
def test_a_text_most_of_whose_lines_have_no_closing_sign_has_no_headings(
    open_lines: int, expected: str
) -> None:
    assert of(WORDS, *["Chile and Peru"] * open_lines, *[SENTENCE] * 3) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([1, 2, 4, 3], "t..h."),
        ([3, 1, 4, 2], "t..h."),
        ([1, 2, 1, 3], "t..h."),  # numbered again under a heading, while the paragraphs count on
        ([1, 2, 3, 4], "t...."),
        ([1, 2, 1, 2], "t...."),
        ([1, 2, 2, 3], "t..h."),
    ],
)
def test_open_numbered_lines_out_of_order_are_headings(numbers: Sequence[int], expected: str) -> None:
    texts = [f"{n}. {WORDS}" if place == 2 else f"{n}. {SENTENCE}" for place, n in enumerate(numbers)]
    assert of(WORDS, *texts) == expected


def test_an_open_line_before_the_first_number_in_order_is_no_heading_by_its_number() -> None:
    assert of(WORDS, f"4. {WORDS}", f"1. {SENTENCE}", f"2. {SENTENCE}") == "t..."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            [ORGAN, SESSION, "Budget", "The General Assembly, recalling its decision, decides to meet."],
            "hhto",
        ),
        ([ORGAN, SESSION, AGENDA, "Budget", "The General Assembly", "Decides to meet."], "hhhteo"),
        ([ORGAN, SESSION, AGENDA, "Budget", "The General Assembly", "It met."], "hhhht."),
        (
            [ORGAN, SESSION, *["Budget"] * 5, "The General Assembly, having met, decides to act."],
            "hh" + "hhhht" + "o",
        ),
        ([ORGAN, SESSION, *["Budget"] * 6, "The General Assembly, having met, decides to act."], "hht......"),
        (["Budget", "The General Assembly, having met, decides to act."], "h."),
        (
            [ORGAN, SESSION, "The General Assembly, having met, adopts the text.", ("Plan", 1.1), SENTENCE],
            "hhot.",
        ),
        (
            [
                *(ORGAN, SESSION, "The General Assembly, having met, adopts the text.", ("Plan", 1.1)),
                *(SENTENCE, WORDS, SENTENCE, SENTENCE),
            ],
            "hhot.h..",
        ),
    ],
)
def test_a_decision_may_be_one_paragraph(given: list[Given], expected: str) -> None:
    assert of(*given) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a" * SHORT, True), ("a" * (SHORT + 1), False), ("One;", False), ("One.", False)]
)
def test_a_heading_is_short_and_open(text: str, *, expected: bool) -> None:
    assert is_short_and_open(text) == expected


def test_paragraphs_of_working_papers_are_what_their_labels_say() -> None:
    given = (GA, "PP1 Recalling its resolution 60/1,", "OP1 Decides to act;", "OP2 Also decides to act.")
    assert of(*given) == "epoo"
