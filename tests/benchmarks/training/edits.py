"""Learn how probable a missing edit is: `python -m tests.benchmarks.training.edits [SEED]`.

Prints the numbers of `data/models/missing-edit.toml`. Edits of five words or more are undone in
translations of goals and of laws; each amended paragraph gives the evidence on its most doubtful edit, by
the numbers that the file has. Left out are translations that were not amended at all, and those that
really lack an edit.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import check_planted
import planted_amendments

from aligner.comparison import missing_edits, word_coverage
from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from tests.benchmarks.corpora import DATA
from tests.benchmarks.training.evidence import Example, Learned, Recorded, learned_from, say
from tests.benchmarks.training.logistic import digest_of

MODEL = "missing-edit"
"""The file in `data/models`."""

FOLDERS = ("sdg", "tw-law")
"""The data that is learned from."""

DRAWS = 3
"""How many times edits to undo are drawn."""


class Undone:
    """Undoes edits of so many words, and remembers the texts this makes."""

    def __init__(self, sizes: tuple[float, float] = planted_amendments.LONG) -> None:
        self._undo, self._texts = partial(planted_amendments.one_taken_back, sizes=sizes), set[str]()

    def __call__(self, old: str, new: str, language: str, chance: random.Random) -> str | None:
        made = self._undo(old, new, language, chance)
        if made is not None:
            self._texts.add(made)
        return made

    def is_in(self, text: str) -> bool:
        """Whether a paragraph has a text in which an edit was undone."""
        return any(each in text for each in self._texts)


def really_lacks(drafts: word_coverage.Drafts) -> bool:
    """Whether the published translation lacks an edit, or was not amended at all."""
    laws = check_planted.LAWS_REALLY_LACKING
    old, new = planted_amendments.words(drafts.old), planted_amendments.words(drafts.new)
    goals = _lacking_goals(drafts.language)
    return old == new or drafts.new in goals or any(each in drafts.pivot_new for each in laws)


@cache
def _lacking_goals(language: str) -> frozenset[str]:
    """The published goals of a language that lack an edit."""
    keys = check_planted.REALLY_LACKING.get(language, ())
    return frozenset(check_planted._goals(DATA, language)[1][key] for key in keys)


def examples(seed: int) -> list[Example]:
    """The evidence on the most doubtful edit of each paragraph, and whether an edit was undone there."""
    recorded, undone, found = Recorded(MODEL), Undone(), list[Example]()
    of_paragraph = missing_edits._doubts

    def keep(drafts: word_coverage.Drafts, *rest: Any) -> Iterator[missing_edits.Doubt]:
        recorded.forget()
        doubts = list(of_paragraph(drafts, *rest))
        is_undone = undone.is_in(drafts.new)
        if (evidence := recorded.likeliest()) is not None and (is_undone or not really_lacks(drafts)):
            found.append((evidence, is_undone))
        return iter(doubts)

    encoder = CachedEncoder(load())
    with (
        patch.object(missing_edits, "logistic", lambda name: recorded.model),
        patch.object(missing_edits, "_doubts", keep),
        patch.object(planted_amendments, "one_taken_back", undone),
    ):
        for draw in range(seed, seed + DRAWS):
            check_planted.edits_of_laws(DATA, encoder, draw)
            check_planted.edits_of_goals(DATA, encoder, seed=draw)
    return found


def learned(seed: int) -> Learned:
    """Learn from goals and laws in whose translations edits were undone."""
    return learned_from(MODEL, examples(seed))


def main(seed: int = 100) -> None:
    """Print what is learned."""
    say(learned(seed), digest_of(FOLDERS))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
