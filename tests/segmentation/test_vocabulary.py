"""Hyphens at line ends, resolved by the words of the document."""

from __future__ import annotations

import pytest

from aligner.languages.structure import structure
from aligner.readers import read_bytes
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.vocabulary import Vocabulary, undo_hyphen

DIVIDED = """The report of the Secretary-General deals with infor-
mation and communications, with the strengthe-
ning of institutions and with non-State actors, whose poli-
tical and economic weight has grown. Infor-
mation was given on non-govern-
mental bodies and on the information society, and on long-
term needs in the long run. The short term is another matter.
"""
OWN_HYPHENS = """The report deals with the long-
term needs of post-
conflict countries, which are long-term, and with inter-
agency work. The term was long.
"""


BOTH = """Reporting by non-
governmental bodies and nongovernmental ones, and by non-State actors, before the pre-
dawn raids of a one-
party system.
"""


def vocabulary(text: str) -> Vocabulary:
    return Vocabulary.of(measure(read_bytes(text.encode(), "report.txt")))


@pytest.mark.parametrize(
    ("text", "head", "below", "expected"),
    [
        (DIVIDED, "MERCO", "SUR members", (1, "")),
        (DIVIDED, "infor", "mation and", (1, "")),  # whole elsewhere
        (DIVIDED, "strengthe", "ning of", (1, "")),  # neither piece is a word
        (DIVIDED, "govern", "mental bodies", (1, "")),
        (DIVIDED, "long", "term needs", (0, "")),  # both are words
        (DIVIDED, "two", "and three-year", (0, " ")),
        (DIVIDED, "Anglo", "American", (0, "")),  # no word is divided before a capital
        (DIVIDED, "two", "to-one ratio", (0, "")),
        (DIVIDED, "self", "governing", (0, "")),  # as English writes it
        (DIVIDED, "term", "based contracts", (0, "")),  # so, too, where the first part is a word here
        (DIVIDED, "ero", "ded trust", (1, "")),
        (DIVIDED, "TERM", "FREE members", (0, "")),  # a word of the document
        (OWN_HYPHENS, "long", "term needs", (0, "")),
        (OWN_HYPHENS, "post", "conflict countries", (0, "")),  # this document divides no words
        (OWN_HYPHENS, "inter", "agency work", (0, "")),
        (BOTH, "pre", "dawn raids", (0, "")),  # a prefix that it writes with a hyphen proves nothing
    ],
)
def test_undo_hyphen(text: str, head: str, below: str, expected: tuple[int, str]) -> None:
    assert undo_hyphen(head, "-", below, structure("en"), vocabulary(text)) == expected


@pytest.mark.parametrize("head", ["государствам", "странами"])
def test_member_states_keep_their_hyphen_in_russian(head: str) -> None:
    found = undo_hyphen(head, "-", "членам, по их просьбе", structure("ru"), vocabulary(DIVIDED))
    assert found == (0, "")


@pytest.mark.parametrize(
    ("head", "below", "expected"),
    [("по", "прежнему", (0, "")), ("Штаб", "квартиры", (0, "")), ("по", "следнему", (1, ""))],
)
def test_russian_adverbs_and_offices_keep_their_hyphen(
    head: str, below: str, expected: tuple[int, str]
) -> None:
    assert undo_hyphen(head, "-", below, structure("ru"), vocabulary(DIVIDED)) == expected


def test_vocabulary_leaves_out_pieces_of_divided_words() -> None:
    known = vocabulary(DIVIDED)
    assert known.hyphenated
    assert not known.words & {"strengthe", "ning", "tical"}
    assert {"information", "institutions", "term"} <= known.words
    assert not vocabulary(OWN_HYPHENS).hyphenated


def test_vocabulary_without_evidence_keeps_hyphens() -> None:
    assert not vocabulary(
        "a post-\nconflict country, an inter-\nagency body, a sub-\nregional plan\n"
    ).hyphenated


@pytest.mark.parametrize(("pieces", "hyphenated"), [("poli-\ntical", True), ("political", False)])
def test_three_words_must_seem_divided(pieces: str, hyphenated: bool) -> None:
    text = f"The infor-\nmation and the strengthe-\nning of the {pieces} work, and other information."
    assert vocabulary(text).hyphenated == hyphenated


WORDS = "The report of the term and the long run, of coun and try, of the State and the non-State\n"


@pytest.mark.parametrize(
    ("breaks", "hyphenated"),
    [
        (["infor-\nmation"], False),
        (["infor-\nmation", "poli-\ntical", "strengthe-\nning"], True),
        (["infor-\nmation", "poli-\ntical", "strengthe-\nning", "long-\nterm", "long-\nrun"], True),
        (["poli-\ntical", "strengthe-\nning", "pro-\ngress", "commu-\nnity"], False),  # none proves it
        (["infor-\nmation", "coun-\nties", "long-\nrange"], False),  # one piece of each is a word
        (["infor-\nmation", "Anglo-\nAmerican", "Sino-\nRussian"], False),
        (["infor-\nmation", "poli\u00ad\ntical", "strengthe\u00ad\nning"], False),
        (["infor-\nmation", "poli-\n(tical)", "strengthe-\n(ning)"], False),
    ],
)
def test_most_hyphens_at_line_ends_must_divide_words(breaks: list[str], hyphenated: bool) -> None:
    text = WORDS + "other information\n" + "\n".join(f"see {each} 2025" for each in breaks)
    assert vocabulary(text).hyphenated == hyphenated


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("共有 12 个国家", True),
        ("共有 12", True),
        ("共有12个国家", False),
        ("共有 12 个国家共有12个国家", True),
        ("共有 12 个国家12个国家2个国家", False),
        ("共有十二个国家", False),
        ("12 countries", False),
    ],
)
def test_spaces_between_chinese_and_figures(text: str, spaced: bool) -> None:
    assert vocabulary(text).spaced_digits == spaced


def test_words_and_compounds_of_a_document() -> None:
    known = vocabulary("Well-known and state‐of‑the-art work-\ning papers.\nA re-\nport on re-entry")
    assert known.words == {
        "well",
        "known",
        "and",
        "state",
        "of",
        "the",
        "art",
        "papers",
        "a",
        "on",
        "re",
        "entry",
    }
    assert known.compounds == {"well-known", "state-of-the-art", "re-entry"}
    assert known.firsts == {"well", "state", "re"}


@pytest.mark.parametrize(
    ("text", "head", "sign", "below", "expected"),
    [
        (DIVIDED, "infor", "\u00ad", "Mation", (1, "")),
        (DIVIDED, "infor", "-", "(mation)", (0, "")),
        (DIVIDED, "infor", "-", "Mation", (0, "")),
        ("A well-known and wellknown term", "well", "-", "known", (1, "")),
        ("A well-known term", "Well", "-", "known", (0, "")),
        ("A two-year term", "two", "-", "and three-year", (0, " ")),
        ("A two-year term", "two", "-", "and-a-half", (0, "")),
        (DIVIDED, "MERCO", "-", "sur members", (1, "")),
        (DIVIDED, "Merco", "-", "SUR members", (0, "")),
        (DIVIDED, "non", "-", "bodies", (0, "")),  # non- is the first part of a compound here
        (DIVIDED, "inter", "-", "bodies", (1, "")),
        (DIVIDED, "report", "-", "bodies", (0, "")),
        (DIVIDED, "report", "-", "ative", (1, "")),
        (DIVIDED, "deals", "-", "sensitive", (0, "")),
        (DIVIDED, "xyz", "-", "sensitive", (1, "")),
    ],
)
def test_a_hyphen_becomes_what_the_document_has_elsewhere(
    text: str, head: str, sign: str, below: str, expected: tuple[int, str]
) -> None:
    assert undo_hyphen(head, sign, below, structure("en"), vocabulary(text)) == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("long-term", (1, "")),  # its own hyphens are others
        ("long-term, non-State, one‐party", (1, "")),
        ("long‐term", (0, "")),
        ("long-term, non-\nState, self-\nmade", (0, "")),  # it divides words with the other
        ("", (0, "")),
    ],
)
def test_a_sign_that_few_words_have_inside_a_line_divides_words(
    inside: str, expected: tuple[int, str]
) -> None:
    own = vocabulary(f"The report deals with {inside} needs of sur‐\nface and wa‐\nter.\n")
    assert undo_hyphen("sur", "‐", "face", structure("en"), own) == expected
