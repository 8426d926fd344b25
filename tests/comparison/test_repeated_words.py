"""Links of a word that occurs more than once, distinguished by the words around it."""

from __future__ import annotations

import re
from math import sqrt

import numpy as np
import pytest

from aligner.alignment.word_links import WordLinks
from aligner.comparison.missing_edits import by_neighbours
from aligner.values import Span

ENGLISH = "the council of the army meets yearly wherever members agree upon it in a house of health"
GERMAN = "der Rat von dem Heer tagt jährlich wo Mitglieder wollen für sich in einem Haus von Gesundheit"
MEANINGS = dict(zip(ENGLISH.split(), GERMAN.split(), strict=True))
FIRST, SECOND = (n for n, word in enumerate(ENGLISH.split()) if word == "of")


def linked(source: str, target: str) -> WordLinks:
    """Links of each word with every occurrence of its translation, in equal shares."""
    sides = [[Span(*each.span()) for each in re.finditer(r"\S+", text)] for text in (source, target)]
    here, there = source.split(), target.split()
    links = [
        [float(MEANINGS[word] == other) / sqrt(here.count(word) * there.count(other)) for other in there]
        for word in here
    ]
    matrix = np.array(links, np.float32).reshape(len(here), len(there))
    return WordLinks(tuple(sides[0]), tuple(sides[1]), matrix)


def test_each_occurrence_is_linked_where_its_neighbours_are() -> None:
    found = by_neighbours(linked(ENGLISH, GERMAN), ENGLISH, GERMAN).matrix
    assert found[FIRST, FIRST] > 3 * found[FIRST, SECOND]
    assert found[SECOND, SECOND] > 3 * found[SECOND, FIRST]


def test_an_occurrence_that_was_left_out_is_linked_with_none() -> None:
    shorter = GERMAN.replace("von", "", 1)
    before = linked(ENGLISH, shorter)
    after = by_neighbours(before, ENGLISH, shorter)
    (only,) = (n for n, word in enumerate(shorter.split()) if word == "von")
    assert before.matrix[FIRST, only] == before.matrix[SECOND, only]
    assert after.matrix[SECOND, only] > 3 * after.matrix[FIRST, only]


def test_words_that_occur_once_keep_their_links() -> None:
    before = linked(ENGLISH, GERMAN)
    after = by_neighbours(before, ENGLISH, GERMAN)
    alone = [n for n, word in enumerate(ENGLISH.split()) if ENGLISH.split().count(word) == 1]
    assert np.array_equal(after.matrix[alone], before.matrix[alone])
    plain = linked("army council", "Rat Heer")
    assert by_neighbours(plain, "army council", "Rat Heer") is plain


@pytest.mark.parametrize(("source", "target"), [("", ""), ("of of", ""), ("", "von von")])
def test_texts_without_words_have_no_links_to_shift(source: str, target: str) -> None:
    links = linked(source, target)
    assert by_neighbours(links, source, target).matrix.shape == links.matrix.shape
