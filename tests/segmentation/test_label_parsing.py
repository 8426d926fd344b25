"""Numbers that paragraphs begin with: what is read as a label, and which labels follow each other."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from aligner.languages.structure import structure
from aligner.segmentation import label_parsing
from aligner.segmentation.label_parsing import Family, Label, read

LONG = "The Committee requested the Office to report to it on the matter and on its work "


def parsed(text: str, language: str = "en", **given: bool) -> tuple[str, Family, str] | None:
    """The label of a text, its family, and the rest."""
    label = read(text, structure(language), **given)
    return (label.printed, label.family, text[label.stop :]) if label else None


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("5. Urges", {}, ("5", Family.NUMBER, "Urges")),
        ("5 Urges", {}, None),
        ("5 Urges", {"bare": True}, ("5", Family.NUMBER, "Urges")),
        ("1)Scope", {}, None),
        ("1)Scope", {"shown": True}, ("1)", Family.HALF_BRACKET, "Scope")),
        ("A.1. Scope", {}, ("A.1", Family.LEVELS, "Scope")),  # of an annex
        ("C.2 Scope", {}, ("C.2", Family.LEVELS, "Scope")),
        ("1.1Scope", {"shown": True}, ("1.1", Family.LEVELS, "Scope")),
        ("IV.Scope", {"shown": True}, ("IV", Family.ROMAN, "Scope")),
        ("B.Scope", {"shown": True}, ("B", Family.LETTER, "Scope")),
        ("IV. Scope", {}, ("IV", Family.ROMAN, "Scope")),
        ("IV. It met.", {}, None),
        ("IV.", {}, ("IV", Family.ROMAN, "")),
        (f"IV. {LONG * 2}"[:160], {}, ("IV", Family.ROMAN, f"IV. {LONG * 2}"[4:160])),
        (f"IV. {LONG * 2}"[:161], {}, None),
        (f"80/1. {LONG * 8}"[:600], {}, ("80/1", Family.RESOLUTION, f"80/1. {LONG * 8}"[6:600])),
        (f"80/1. {LONG * 8}"[:601], {}, None),
        ("80/1. It met.", {}, None),
        ("A. Scope", {}, ("A", Family.LETTER, "Scope")),
        ("A. It met.", {}, None),
        ("U. S. Delegation", {}, None),
        ("a. It met.", {}, ("a", Family.LETTER, "It met.")),
        ("• Scope", {}, ("•", Family.BULLET, "Scope")),
        ("\uf0f0 Scope", {}, ("\uf0f0", Family.BULLET, "Scope")),
        ("• 1.1.2 Scope", {}, ("1.1.2", Family.LEVELS, "Scope")),
        ("• 5. Scope", {}, ("•", Family.BULLET, "5. Scope")),
        ("Article 5. Scope", {}, ("Article 5", Family.ARTICLE, "Scope")),
        ("Article 5 – Scope", {}, ("Article 5", Family.ARTICLE, "Scope")),
        ("article 5. Scope", {}, None),
        ("Chapter I. Scope", {}, ("Chapter I", Family.PART, "Scope")),
        ("Chapter I. It met.", {}, None),
        ("“(a) Scope", {}, ("“(a)", Family.BRACKETED, "Scope")),
        ("“ 5. Scope", {}, ("“ 5", Family.NUMBER, "Scope")),
        ("“A. Scope", {}, None),
        ("“IV. Scope", {}, None),
    ],
)
def test_a_label_is_read_where_its_text_suits_it(
    text: str, given: dict[str, bool], expected: tuple[str, Family, str] | None
) -> None:
    assert parsed(text, **given) == expected


def test_a_label_knows_the_numbers_it_may_be_and_whether_a_bullet_precedes_it() -> None:
    known = structure("en")
    found = [read(text, known) for text in ("(i) One", "• 1.1.2 One", "“5. One", "5-10. One")]
    assert [astuple(each)[3:5] if each else None for each in found] == [
        (frozenset({1, 9}), False),
        (frozenset({1}), True),
        (frozenset({5}), False),
        None,
    ]
    assert [each.quoted for each in found if each] == [False, False, True]


def label(text: str) -> Label:
    found = read(f"{text} Text", structure("en"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "after", "follows", "is_next"),
    [
        ("5.", "6.", True, True),
        ("5.", "5.", True, False),
        ("5.", "7.", False, False),
        ("5.", "4.", False, False),
        ("5.", "1.", True, False),
        ("(a)", "(b)", True, True),
        ("(h)", "(i)", True, True),
        ("(1)", "2.", True, False),
    ],
)
def test_labels_that_count_on(before: str, after: str, follows: bool, is_next: bool) -> None:
    one, other = label(before), label(after)
    assert (other.follows(one), other.is_next(one)) == (follows, is_next)
    assert other.follows(None)
    assert other.is_next(None) is False


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1 Decides to act", "2 Requests a report"], {0, 1}),
        (["1 Decides to act", "12 States met", "2 Requests a report"], {0, 2}),
        (["1 Decides to act", "3 Requests a report"], {0, 1}),  # one is lost
        (["1 Decides to act", "4 Requests a report"], set()),
        (["2 Decides to act", "3 Requests a report"], set()),
        (["1 Decides to act", "1 Requests a report"], {0, 1}),
        (["1 Decides to act", "2 Requests a report", "2 Urges States"], {0, 1}),
        (["1 Decides to act"], set()),
        (["1 decides to act", "2 requests a report"], set()),
        (["1. Decides to act", "2. Requests a report"], set()),
    ],
)
def test_numbers_of_operative_paragraphs_without_a_full_stop(texts: list[str], expected: set[int]) -> None:
    assert label_parsing.bare_numbers(texts, structure("en"), "en") == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1 SCOPE", "", "2 TERMS"], {0, 2}),
        (["1 SCOPE"], set()),
        (["1 SCOPE", "3 TERMS"], set()),
        (["2 SCOPE", "3 TERMS"], set()),
        (["1 SCOPE", "2 It met.", "2 TERMS"], {0, 2}),
        (["1 SCOPE", "2016 IN NUMBERS", "2 TERMS"], {0, 2}),
    ],
)
def test_numbers_of_headings_without_a_full_stop(texts: list[str], expected: set[int]) -> None:
    assert label_parsing.heading_numbers(texts) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1.", ("1", Family.NUMBER, 0)),
        (" (a) ", ("(a)", Family.BRACKETED, 0)),
        ("Article 5", ("Article 5", Family.ARTICLE, 0)),
        ("1.2.", ("1.2", Family.LEVELS, 0)),
        ("1 -", ("1", Family.NUMBER, 0)),
        ("2-", ("2", Family.NUMBER, 0)),
        ("-", ("-", Family.BULLET, 0)),
        ("Stage 1:", ("Stage 1", Family.BULLET, 0)),
        ("Stage", ("Stage", Family.NUMBER, 0)),
        ("...", ("...", Family.BULLET, 0)),
        ("5. and more", ("5. and more", Family.BULLET, 0)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_label_that_a_format_keeps(printed: str, expected: tuple[str, Family, int] | None) -> None:
    found = label_parsing.given(printed, structure("en"))
    assert ((found.printed, found.family, found.stop) if found else None) == expected


@pytest.mark.parametrize(
    ("texts", "loose"),
    [
        (["第一条为了安全", "第二条本法", "第三条国家"], True),
        (["第一条为了安全", "第二条本法"], False),
        (["第四条为了安全", "第五条本法", "第六条国家"], True),
        (["第一条为了安全", "第二条本法", "第五条国家", "第六条国家", "第七条国家"], True),
        (["第一条为了安全", "第二条本法", "第五条国家", "第六条国家"], False),
    ],
)
def test_three_articles_in_a_row_show_that_no_space_follows_their_numbers(
    texts: list[str], loose: bool
) -> None:
    assert label_parsing.is_loose(texts) is loose
    assert parsed("第五条国家", "zh") is None
    assert parsed("第五条国家", "zh", loose=True) == ("第五条", Family.ARTICLE, "国家")
