"""Edits forgotten in a paragraph that was otherwise amended.

"Translations" have the same words as the pivot, so that `WordVectors` links each with itself.
"""

from __future__ import annotations

import re
from math import log

import numpy as np
import pytest
import word_vectors
from simple_values import document

from aligner.alignment.word_links import WordLinks
from aligner.comparison import word_coverage
from aligner.comparison.compare import compare
from aligner.comparison.edit_states import with_missing_edits
from aligner.comparison.layout import laid_out
from aligner.comparison.missing_edits import MISSING, CoveredWord, Doubt, doubts, outvoted
from aligner.comparison.word_coverage import Drafts, WordTable
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.values import Amendment, Carried, ChangeKind, Comparison, DocumentKey, Edit, EditTag, Span
from aligner.view.build import build

OTHERS = (
    "Members elect a chairperson and two deputies from among their number every second spring.",
    "Costs arising under these provisions are borne in equal parts by sponsors and hosts.",
    "Archives remain open to scholars unless a court orders otherwise for grave cause.",
)
OLD = "The council shall publish a summary of accounts prepared by auditors before the annual assembly."
NEW = (
    "The council shall publish a detailed summary of accounts prepared by auditors and by independent "
    "experts whom governments nominated for each region before the annual assembly, together with "
    "comments received from member organizations."
)
FORGOTTEN = " and by independent experts whom governments nominated for each region"


def table(*linked: tuple[str, str | None]) -> WordTable:
    """The pivot's words, each linked with a word of the other language or with none (`-`: with none here)."""
    sides = [" ".join(pair[side] or "" for pair in linked if pair[side] != "-").split() for side in (0, 1)]
    spans = [
        [Span(text.start(), text.end()) for text in re.finditer(r"\S+", " ".join(side))] for side in sides
    ]
    matrix = np.zeros((len(sides[0]), len(sides[1])), np.float32)
    for one, other in linked:
        if one != "-" and other:
            matrix[sides[0].index(one), sides[1].index(other)] = 1.0
    links = WordLinks(tuple(spans[0]), tuple(spans[1]), matrix)
    return WordTable(links, (" ".join(sides[0]), " ".join(sides[1])), ("en", "de"))


BEFORE = (("treasurers", "Kämmerer"), ("publish", "drucken"), ("yearly", "jährlich"), ("ledgers", "Bücher"))


def coverage(after: tuple[tuple[str, str | None], ...], added: tuple[Span, ...] = ()) -> dict[str, float]:
    """What an amendment of the pivot did to the words, where the other language changed nothing."""
    old, new = table(*BEFORE), table(*after)
    size = old.spans[1][-1].stop
    kept = Edit(EditTag.EQUAL, Span(0, size), Span(0, size))
    return word_coverage.coverage(old, new, added, [kept])


@pytest.mark.parametrize(
    ("own", "others", "reported"),
    [
        (0.5, (0.1, 0.05), True),
        (0.4, (0.1, 0.05), False),
        (0.5, (0.1,), False),
        (0.5, (0.1, 0.3), False),
        (0.7, (0.9, 0.9), True),
    ],
)
def test_an_edit_that_all_other_languages_made_is_missing_sooner(
    own: float, others: tuple[float, ...], reported: bool
) -> None:
    found = [Doubt(0, 0.01, None), Doubt(1, own, Span(2, 5))]
    first, second = outvoted(found, [[Doubt(1, each, None)] for each in others])
    assert first == found[0]
    assert (second.edit, second.where) == (1, Span(2, 5))
    assert (second.probability >= MISSING) is reported


def added(*coverage: float) -> Doubt:
    """A doubt about an edit that added as many words, each of four letters."""
    words = [CoveredWord(Span(5 * n, 5 * n + 4), each) for n, each in enumerate(coverage)]
    return Doubt(0, 0.1, None, tuple(words))


@pytest.mark.parametrize(
    ("own", "others", "part"),
    [
        ((0.9, 0.9, 0.0, 0.1), [(0.9, 0.9, 0.9, 1.0)] * 2, Span(10, 19)),
        ((0.0, 0.1, 0.0, 0.9), [(0.9, 0.9, 0.9, 1.0)] * 2, Span(0, 14)),
        ((0.9, 0.9, 0.0, 0.9), [(0.9, 0.9, 0.9, 1.0)] * 2, None),
        ((0.9, 0.9, 0.0, 0.1), [(0.9, 0.9, 0.9, 1.0)], None),
        ((0.9, 0.9, 0.0, 0.1), [(0.9, 0.9, 0.2, 0.1)] * 2, None),
        ((0.0,) * 21, [(1.0,) * 21] * 2, None),
    ],
)
def test_the_part_of_an_addition_that_other_languages_alone_have_is_missing(
    own: tuple[float, ...], others: list[tuple[float, ...]], part: Span | None
) -> None:
    (found,) = outvoted([added(*own)], [[added(*each)] for each in others])
    assert found.part == part
    assert (found.probability >= MISSING) is (part is not None)


def test_what_the_pivot_added_alone_is_covered_by_nothing() -> None:
    whole = coverage(BEFORE)
    assert (whole["gain"], whole["added"], whole["orphaned"]) == (0.0, 1.0, 0.0)
    after = (*BEFORE, ("summaries", None))
    start = len("treasurers publish yearly ledgers ")
    found = coverage(after, (Span(start, start + len("summaries")),))
    assert found["gain"] == pytest.approx(4 / 5 - 1)
    assert (found["added"], found["orphaned"]) == (0.0, 0.0)


def test_what_the_pivot_dropped_alone_is_orphaned_in_one_stretch() -> None:
    one = coverage((BEFORE[0], ("-", "drucken"), *BEFORE[2:]))["orphaned"]
    two = coverage((BEFORE[0], ("-", "drucken"), ("-", "jährlich"), BEFORE[3]))["orphaned"]
    assert 0.5 < one < 1
    assert two == pytest.approx(2 * one)


def test_words_without_content_are_covered_as_usual() -> None:
    assert table(("the", "von"), ("of", None)).mean_coverage() == 0.6


def compared(pivot: tuple[str, ...], other_old: tuple[str, ...], other_new: tuple[str, ...]) -> Comparison:
    old, new = pivot
    documents = {
        DocumentKey(language, version): document(language, *texts, *OTHERS)
        for language, version, texts in (
            ("en", "1", (old,)),
            ("en", "2", (new,)),
            ("de", "1", other_old),
            ("de", "2", other_new),
        )
    }
    return compare(documents, pivot="en", versions=("1", "2"), encoder=word_vectors.WordVectors())


def of_pivot(comparison: Comparison) -> Amendment:
    (found,) = (each for each in comparison.amendments if each.language == "en")
    return found


def told(comparison: Comparison) -> list[tuple[str, str, list[tuple[int, str]]]]:
    """The pivot's amendments: state, reason, and the missing edits with the words at their place."""
    text = comparison.documents[DocumentKey("de", "2")].text
    return [
        (
            each.states["de"].value,
            str(each.reasons.get("de", "")),
            [(edit.edit, edit.where.of(text) if edit.where else "") for edit in each.missing.get("de", ())],
        )
        for each in comparison.amendments
        if each.language == "en"
    ]


def test_a_forgotten_edit_is_named_and_placed() -> None:
    assert told(compared((OLD, NEW), (OLD,), (NEW.replace(FORGOTTEN, ""),))) == [
        (
            "partly",
            "missing there: added and by independent experts whom governments nominated for e…",
            [(3, "prepared by auditors before the annual")],
        )
    ]


def test_a_number_amended_otherwise_is_carried_over_in_part() -> None:
    old, new = OLD.replace("a summary", "15 copies"), OLD.replace("a summary", "18 copies")
    assert told(compared((old, new), (old,), (new,))) == [("carried_over", "", [])]
    other = OLD.replace("a summary", "16 copies")
    assert told(compared((old, new), (old,), (other,))) == [("partly", "16 there, not 18", [])]


PART = "Delegates from small islands receive travel grants paid by wealthy neighbours for every session."
FIRST, SECOND = (
    OLD.replace("a summary", "a detailed and illustrated summary"),
    PART.replace("small islands", "small islands and remote mountain valleys"),
)
LACKS_FIRST = (1, "shall publish a summary of accounts")
LACKS_SECOND = (3, "from small islands receive travel grants")


@pytest.mark.parametrize(
    ("new", "state", "words", "missing"),
    [
        ((FIRST, SECOND), "carried_over", "", []),
        ((FIRST, PART), "partly", "added and remote mountain valleys", [LACKS_SECOND]),
        ((OLD, SECOND), "partly", "added detailed and illustrated", [LACKS_FIRST]),
        (
            (OLD.replace("publish", "release"), PART.replace("grants", "money")),
            "not_carried_over",
            "added detailed and illustrated, added and remote mountain valleys",
            [(1, "shall release a summary of accounts"), (3, "from small islands receive travel money")],
        ),
    ],
)
def test_edits_are_looked_for_in_two_paragraphs_that_translate_one(
    new: tuple[str, str], state: str, words: str, missing: list[tuple[int, str]]
) -> None:
    comparison = compared((f"{OLD} {PART}", f"{FIRST} {SECOND}"), (OLD, PART), new)
    assert told(comparison) == [(state, words and f"missing there: {words}", missing)]


@pytest.mark.parametrize("new", [NEW, NEW.replace("a detailed", "an extensive")])
def test_edits_that_were_made_are_not_missed(new: str) -> None:
    found = of_pivot(compared((OLD, NEW), (OLD,), (new,)))
    assert found.states == {"de": Carried.CARRIED_OVER}
    assert found.missing == {"de": ()}


def test_an_edit_is_looked_for_between_the_two_drafts_that_it_was_made_in() -> None:
    second = OLD.replace("annual", "yearly")
    third = NEW.replace("annual", "yearly")
    texts = {"en": (OLD, second, third), "de": (OLD, second, third.replace(FORGOTTEN, ""))}
    documents = {
        DocumentKey(language, str(number)): document(language, text, *OTHERS)
        for language, drafts in texts.items()
        for number, text in enumerate(drafts, 1)
    }
    encoder = word_vectors.WordVectors()
    comparison = compare(documents, pivot="en", versions=("1", "2", "3"), encoder=encoder)
    assert [
        (each.new_version, each.states["de"], [edit.edit for edit in each.missing["de"]])
        for each in comparison.amendments
        if each.language == "en"
    ] == [("2", Carried.CARRIED_OVER, []), ("3", Carried.PARTLY, [3])]


def test_no_edit_is_missed_in_a_paragraph_without_earlier_wording() -> None:
    comparison = compared((OLD, NEW), (), (NEW,))
    found = of_pivot(comparison)
    assert found.states == {"de": Carried.UNKNOWN}
    assert found.missing == {}


def test_a_number_changed_in_the_label_there_is_not_missed() -> None:
    documents = {
        DocumentKey(language, version): document(language, text, *OTHERS, labels=(label, None, None, None))
        for language, version, text, label in (
            ("en", "1", "Version 1.1 of the rules on elections", None),
            ("en", "2", "Version 1.2 of the rules on elections", None),
            ("de", "1", "of the rules on elections", "1.1"),
            ("de", "2", "of the rules on elections", "1.2"),
        )
    }
    encoder = word_vectors.WordVectors()
    found = of_pivot(compare(documents, pivot="en", versions=("1", "2"), encoder=encoder))
    assert found.states == {"de": Carried.CARRIED_OVER}


def test_an_unrelated_touch_does_not_carry_an_amendment_over() -> None:
    new = OLD.replace("publish", "release")
    words = (
        "shall release a summary of accounts",
        "prepared by auditors before the annual",
        "the annual assembly.",
    )

    assert told(compared((OLD, NEW), (OLD,), (new,))) == [
        ("partly", "the meaning changed far less there than here", list(zip((1, 3, 5), words, strict=True)))
    ]


REPLACED = OLD.replace(
    "prepared by auditors", "which regional experts, elected in open ballots, examined twice"
)


def test_an_edit_of_which_half_was_made_is_missing() -> None:
    half = OLD.replace("by auditors", "by auditors, whom regional experts examine")
    assert told(compared((OLD, REPLACED), (OLD,), (half,))) == [
        (
            "not_carried_over",
            "missing there: prepared by auditors → "
            "which regional experts, elected in open ballots, examined t…",
            [(1, "of accounts prepared by auditors, whom regional experts examine before the")],
        )
    ]
    assert of_pivot(compared((OLD, REPLACED), (OLD,), (REPLACED,))).states == {"de": Carried.CARRIED_OVER}


REWRITTEN = (
    "Every treaty body reviews progress at yearly hearings, publishes its findings on the internet "
    "and invites comments from scholars, trade unions and indigenous communities."
)
HALF = (
    "The council shall publish a summary of accounts, reviews progress at yearly hearings and "
    "invites comments from scholars before the annual assembly."
)


def test_a_paragraph_rewritten_in_the_pivot_is_asked_about_where_it_was_edited() -> None:
    comparison = compared((OLD, REWRITTEN), (OLD,), (HALF,))
    changes = comparison.revisions[DocumentKey("en", "1"), DocumentKey("en", "2")].changes
    of_kind = {changes[each.change].kind: each for each in comparison.amendments if each.language == "en"}
    assert set(of_kind) == {ChangeKind.INSERTED, ChangeKind.DELETED}
    assert told(comparison) == [
        ("carried_over", "the words were removed from a longer paragraph", []),
        (
            "not_carried_over",
            "missing there: The council shall publish a summary of accounts prepared by… → "
            "Every treaty body reviews progress at yearly hearings, publ…",
            [(0, HALF)],
        ),
    ]


def test_amendments_are_asked_once() -> None:
    comparison = compared((OLD, NEW), (OLD,), (NEW.replace(FORGOTTEN, ""),))
    encoder = word_vectors.WordVectors()
    assert with_missing_edits(comparison, encoder).amendments == comparison.amendments
    assert with_missing_edits(laid_out(comparison), encoder).amendments == comparison.amendments


def test_the_view_marks_where_an_edit_is_missing() -> None:
    view = build(compared((OLD, NEW), (OLD,), (NEW.replace(FORGOTTEN, ""),)))
    flagged = {
        column.key.language: "".join(
            piece.text
            for row in view.rows
            for block in row.cells[number].blocks
            for piece in block.pieces
            if piece.flagged
        )
        for number, column in enumerate(view.columns)
    }
    assert "auditors" in flagged["de"]
    assert not flagged["en"]


RULE = "The Office shall, where appropriate, train judges and publish their reports in print within 30 days."
BARE = RULE.replace(", where appropriate,", "")
LAW = RULE.replace("where appropriate", "in accordance with national law")
ELSEWHERE = "print", "colour"


def same_words(source: str, target: str) -> WordLinks:
    """Each word of a text linked with the same word of another."""
    spans = [tuple(Span(*each.span()) for each in re.finditer(r"\w+", text)) for text in (source, target)]
    alike = [[float(one.of(source) == two.of(target)) for two in spans[1]] for one in spans[0]]
    return WordLinks(*spans, np.array(alike, np.float32))


def doubted(pivot: tuple[str, str], other: tuple[str, str]) -> list[tuple[float, str]]:
    """The doubts about each edit of the pivot, as the logarithm of the odds, and its place."""
    edits = [typed(diff(*texts, "en"), *texts, "en") for texts in (pivot, other)]
    drafts = Drafts("en", "en", *pivot, edits[0], *other, edits[1])
    (found,) = doubts([drafts], same_words, word_vectors.WordVectors())
    odds = [each.probability / (1 - each.probability) for each in found]
    places = [each.where.of(other[1]) if each.where else "" for each in found]
    return [(log(each), place) for each, place in zip(odds, places, strict=True)]


@pytest.mark.parametrize(
    ("pivot", "other", "wanted"),
    [
        (
            (OLD, NEW),
            (OLD, NEW.replace(FORGOTTEN, "")),
            [
                (-4.3, "shall publish a detailed summary of accounts"),
                (4.7, "prepared by auditors before the annual"),
                (-3.8, "the annual assembly, together with comments received from member organizations"),
            ],
        ),
        (
            (OLD, NEW),
            (OLD, NEW),
            [
                (-4.4, "shall publish a detailed summary of accounts"),
                (-4.1, f"prepared by auditors{FORGOTTEN} before the annual"),
                (-3.9, "the annual assembly, together with comments received from member organizations"),
            ],
        ),
        (
            (OLD, NEW),
            (OLD, OLD.replace("publish", "release")),
            [
                (1.7, "shall release a summary of accounts"),
                (8.5, "prepared by auditors before the annual"),
                (8.0, "the annual assembly"),
            ],
        ),
        (
            (OLD, NEW),
            (OLD, REPLACED),
            [
                (-0.2, "shall publish a summary of accounts"),
                (3.0, " before the annual"),
                (5.3, "the annual assembly"),
            ],
        ),
        (
            (OLD, REPLACED),
            (OLD, OLD.replace("by auditors", "by auditors, whom regional experts examine")),
            [(7.0, "of accounts prepared by auditors, whom regional experts examine before the")],
        ),
        ((BARE, RULE), (BARE, BARE.replace(*ELSEWHERE)), [(5.8, "The Office shall train judges and")]),
        ((BARE, RULE), (BARE, RULE), [(-4.4, "The Office shall, where appropriate, train judges and")]),
        (
            (RULE, BARE),
            (RULE, RULE.replace(*ELSEWHERE)),
            [(3.4, "Office shall, where appropriate, train judges")],
        ),
        ((RULE, LAW), (RULE, BARE), [(8.2, "Office shall train judges")]),
        ((RULE, LAW), (RULE, LAW), [(-3.8, "Office shall, in accordance with national law, train judges")]),
        ((RULE, RULE.replace("30", "60")), (RULE, RULE.replace(*ELSEWHERE)), [(5.1, " within 30 days")]),
        (
            (RULE, RULE.replace("30", "60")),
            (RULE, RULE.replace("30", "60")),
            [(-3.6, "print within 60 days")],
        ),
        (
            (RULE, RULE.replace("publish", "archive")),
            (RULE, RULE.replace(*ELSEWHERE)),
            [(5.5, "judges and publish their reports")],
        ),
    ],
)
def test_the_odds_that_an_edit_is_missing(
    pivot: tuple[str, str], other: tuple[str, str], wanted: list[tuple[float, str]]
) -> None:
    assert doubted(pivot, other) == [(pytest.approx(odds, abs=0.06), where) for odds, where in wanted]
