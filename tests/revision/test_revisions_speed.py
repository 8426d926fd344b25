"""The engine's speed as ratios within one run, so that a busy machine does not fail it.

Measured: 6.9 to 8.5 times (Chinese) and 2.6 to 3.3 times (English) the processor time of a bare difflib
that is given the pairs of paragraphs, compares characters only and assigns no types; slope 1.02. The limits
leave room for other processors, on which 3.5 was seen in English, but still catch quadratic growth. The
full figures are in benchmarks/revisions.md.
"""

from __future__ import annotations

import math
import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from simple_values import document
from timing import seconds

from aligner.languages.tokens import tokenize
from aligner.revision.revise import revise

SIZES = (25_000, 200_000)
STEEPEST = 1.35


def drafts(clauses: list[str], size: int, added: str) -> tuple[list[str], list[str]]:
    """Paragraphs of seven shuffled clauses each; three in four have two words put in later."""
    chance = random.Random(size)
    old: list[str] = []
    while sum(map(len, old)) < size:
        old.append("".join(chance.sample(clauses, 7)))
    new = [
        text if number % 4 else f"{text[: len(text) // 3]}{added}{text[len(text) // 3 :]}{added}"
        for number, text in enumerate(old)
    ]
    return old, new


def by_difflib(old: list[str], new: list[str]) -> None:
    for one, other in zip(old, new, strict=True):
        if one != other:
            SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def clauses(corpus: Path, language: str, comma: str) -> list[str]:
    space = "" if language == "zh" else " "
    text = space.join((corpus / f"rev1.{language}.txt").read_text(encoding="utf-8").split())
    return [f"{clause}{comma}" for clause in text.split(comma) if 8 <= len(clause) <= 60]


@pytest.mark.parametrize(
    ("language", "comma", "added", "most"), [("zh", "，", "新增", 14.0), ("en", ", ", " added ", 4.5)]
)
def test_time_grows_with_the_text_and_stays_near_difflib(
    corpus: Path, language: str, comma: str, added: str, most: float
) -> None:
    tokenize("大会", "zh")  # the dictionary is read once in a process
    ours, theirs = [], []
    for size in SIZES:
        old, new = drafts(clauses(corpus, language, comma), size, added)
        before, after = document(language, *old), document(language, *new)
        rounds = [
            (seconds(lambda: revise(before, after)), seconds(lambda: by_difflib(old, new)))  # noqa: B023
            for _ in range(3)
        ]
        ours.append(min(mine for mine, _ in rounds))
        theirs.append(min(plain for _, plain in rounds))
    slope = math.log(ours[1] / ours[0]) / math.log(SIZES[1] / SIZES[0])
    assert slope <= STEEPEST
    assert ours[1] / theirs[1] <= most, (ours, theirs)
