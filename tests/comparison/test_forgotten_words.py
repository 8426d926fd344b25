"""What the words at the place of an edit say about whether it was forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
import pytest

from aligner.alignment.word_links import WordLinks
from aligner.comparison.forgotten_words import Forgotten
from aligner.comparison.word_coverage import Drafts, EditLinks, WordTable
from aligner.values import Edit, EditTag, Span

LEAST = 0.65
DISTANCE = -2.0
HERE = {
    "towns": "Städte",
    "run": "betreiben",
    "schools": "Schulen",
    "parks": "Gärten",
    "publicly": "öffentlich",
}


class Wordings:
    """Encodes a few wordings, each as the direction of its meaning."""

    name = revision = "wordings"
    dimensions = 3

    def __init__(self, meanings: Mapping[str, Sequence[float]]) -> None:
        self._meanings = meanings

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self._meanings[each] for each in texts], dtype=np.float32)


UNLIKE = Wordings({"schools": (1, 0, 0), "clinics": (0, 1, 0), "Schulen": (1, 0, 0)})


def table(pivot: str, other: str, words: Mapping[str, str], language: str = "en") -> WordTable:
    """Two texts, whose words are linked as in the dictionary."""
    spans = [tuple(Span(*each.span()) for each in re.finditer(r"\w+", text)) for text in (pivot, other)]
    matrix = np.array(
        [[float(words.get(one.of(pivot)) == two.of(other)) for two in spans[1]] for one in spans[0]],
        dtype=np.float32,
    ).reshape(len(spans[0]), len(spans[1]))
    return WordTable(WordLinks(*spans, matrix), (pivot, other), (language, "de"))


def chance(
    drafts: tuple[str, str],
    edit: tuple[str, str],
    other: str = "Städte betreiben Schulen Gärten",
    encoder: Wordings = UNLIKE,
    language: str = "en",
) -> float | None:
    """The probability that an edit of the pivot was forgotten, where the other language changed nothing."""
    before, after = (table(each, other, HERE, language) for each in drafts)
    kept = Edit(EditTag.EQUAL, Span(0, len(other)), Span(0, len(other)))
    spans = [
        Span(text.index(part), text.index(part) + len(part)) for text, part in zip(drafts, edit, strict=True)
    ]
    paragraph = Drafts(language, "de", *drafts, (), other, other, (kept,))
    forgotten = Forgotten(paragraph, EditLinks(before, after, []), {"orphaned": 0.5, "shift": -0.5}, encoder)
    return forgotten.probability(Edit(EditTag.REPLACE, *spans), np.zeros(0), DISTANCE, least=LEAST)


def odds(chance: float | None) -> float:
    assert chance is not None
    return log(chance / (1 - chance))


def test_a_replaced_word_whose_translation_stayed_was_forgotten() -> None:
    found = chance(("towns run schools parks", "towns run clinics parks"), ("schools", "clinics"))
    assert odds(found) == pytest.approx(7.01, abs=0.01)


@pytest.mark.parametrize(
    ("new", "kept", "wanted"),
    [
        ((0.2, 0.98, 0), (0.9, -0.43, 0), 6.73),
        ((0.6, 0.8, 0), (0.8, 0, 0.6), 5.58),
        ((0.74, 0.67, 0), (0.8, 0, 0.6), 5.27),
    ],
)
def test_the_more_alike_two_wordings_the_less_likely_one_was_forgotten(
    new: Sequence[float], kept: Sequence[float], wanted: float
) -> None:
    encoder = Wordings({"schools": (1, 0, 0), "clinics": new, "Schulen": kept})
    drafts = "towns run schools parks", "towns run clinics parks"
    assert odds(chance(drafts, ("schools", "clinics"), encoder=encoder)) == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize(
    "meanings",
    [
        pytest.param({"clinics": (0.8, 0.6, 0), "Schulen": (1, 0, 0)}, id="synonyms"),
        pytest.param({"clinics": (0, 1, 0), "Schulen": (0, 1, 0)}, id="fits the new word better"),
    ],
)
def test_a_word_that_translates_both_wordings_may_stay(meanings: Mapping[str, Sequence[float]]) -> None:
    encoder = Wordings({"schools": (1, 0, 0), **meanings})
    drafts = "towns run schools parks", "towns run clinics parks"
    assert chance(drafts, ("schools", "clinics"), encoder=encoder) == 0.0


def test_an_added_word_without_counterpart_was_forgotten() -> None:
    found = chance(
        ("towns run parks", "towns publicly run parks"), ("", "publicly "), "Städte betreiben Gärten"
    )
    assert odds(found) == pytest.approx(4.55, abs=0.01)


def test_an_added_word_that_the_translation_already_had_was_not_forgotten() -> None:
    drafts = "towns run parks", "towns publicly run parks"
    assert chance(drafts, ("", "publicly "), "Städte betreiben öffentlich Gärten") == 0.0


def test_words_that_never_had_a_translation_cannot_be_left_behind() -> None:
    drafts = "towns run parks quickly", "towns run parks"
    assert chance(drafts, (" quickly", "")) is None


def test_words_that_were_removed_but_whose_translation_stayed_were_forgotten() -> None:
    found = chance(("towns run schools parks", "towns run parks"), (" schools", ""))
    assert odds(found) == pytest.approx(4.57, abs=0.01)


def test_a_part_between_words_that_both_wordings_share_is_judged_alone() -> None:
    whole = {"run schools": (0, 0, 1), "eagerly run clinics": (0, 0, 1), "betreiben Schulen": (0, 0, 1)}
    parts = {"schools": (1, 0, 0), "clinics": (0, 1, 0), "Schulen": (1, 0, 0)}
    drafts = "towns run schools parks", "towns eagerly run clinics parks"
    found = chance(drafts, ("run schools", "eagerly run clinics"), encoder=Wordings({**whole, **parts}))
    assert odds(found) == pytest.approx(5.92, abs=0.01)


def test_one_character_of_a_chinese_word_is_not_judged() -> None:
    assert chance(("劳 工 处", "劳 动 处"), ("工", "动"), language="zh") is None


def test_words_without_content_are_not_judged() -> None:
    assert chance(("towns run the parks", "towns run these parks"), ("the", "these")) is None
