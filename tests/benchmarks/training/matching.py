"""Measure the thresholds of matching: `python -m tests.benchmarks.training.matching [SEEDS]`.

Prints what each number of `data/models/matching.toml` gains if it is changed by a fifth. The measure is
the mean of five parts: F1 of changes planted in UN documents, all kinds together; of articles and
paragraphs planted in treaties; of links between the goals that changed, by their wording; recall of
articles of laws in two versions, less wrong ones; and the share of replaced paragraphs of UN documents
that are linked with nothing. It is taken on two halves (seeds, languages and laws): a step is worth taking
if it gains on one and loses nothing on the other.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import planted_articles
import revision_rates

from aligner.revision import draft_links
from aligner.values.learned import numbers
from tests.benchmarks import revisions
from tests.benchmarks.corpora import DATA
from tests.benchmarks.training.coordinates import Numbers, Step, say_steps, steps_from
from tests.benchmarks.training.logistic import digest_of

MODEL = "matching"
"""The file in `data/models`."""

FOLDERS = ("contributor-covenant", "sdg", "treaties-zh-en", "tw-law", "udhr", "unv1-dev")
"""The data that is measured on."""

UNSEEN = "move_length"
"""The number that the data cannot decide: it has hardly any paragraphs that are so short."""

SHARE = 0.2
"""By how much of its value a number is changed."""

LANGUAGES = (("zh", "fr", "ar"), ("en", "ru", "es"))
"""The languages of each half."""


@dataclass(frozen=True)
class Half:
    """One half of the data: some of the languages and laws, and as many seeds."""

    number: int
    seeds: int

    def measure(self, thresholds: Numbers) -> float:
        """The mean of the five parts with these thresholds."""
        whole = {**numbers(MODEL)["thresholds"], **thresholds}
        with patch.object(draft_links, "numbers", lambda name: {"thresholds": whole}):
            return fmean(self._parts())

    def _parts(self) -> Iterator[float]:
        languages = LANGUAGES[self.number]
        yield self._planted()
        yield self._articles()
        yield fmean(revision_rates.sdg_f1(DATA, language) for language in languages)
        yield self._laws()
        yield revision_rates.replaced_apart(_un_documents(), languages, self.number)

    @property
    def _seeds(self) -> Sequence[int]:
        return range(self.number, 2 * self.seeds, 2)

    def _planted(self) -> float:
        counts = Counter[str]()
        for hard in (False, True):
            for drafts, revision in revision_rates.planted_revisions(
                _un_documents(), LANGUAGES[self.number], self._seeds, hard
            ):
                gold = {(each.kind, each.old, each.new) for each in drafts.gold}
                kinds = {kind for kind, _, _ in gold}
                found = {(c.kind.value, tuple(c.old), tuple(c.new)) for c in revision.changes}
                found = {each for each in found if each[0] in kinds}
                counts.update(right=len(gold & found), found=len(found), wanted=len(gold))
        return 2 * counts["right"] / (counts["found"] + counts["wanted"])

    def _articles(self) -> float:
        found = []
        for mode in ("paragraphs", "articles"):
            by_kind = planted_articles.scores(DATA, mode, 1, in_text=bool(self.number))
            for precision, recall in (by_language["all"] for by_language in by_kind.values()):
                found.append(2 * precision * recall / (precision + recall))
        return fmean(found)

    def _laws(self) -> float:
        wanted = right = 0
        for law in list(revisions.laws_compared())[self.number :: 2]:
            wanted, right = wanted + law.gold, right + law.found - law.wrong
        return right / wanted


@cache
def _un_documents() -> Mapping[str, list[list[str]]]:
    return revision_rates.un_documents(DATA)


def learned(seeds: int) -> list[tuple[float, list[Step]]]:
    """The measure of the file on each half, and what each step gains there."""
    table = {name: value for name, value in numbers(MODEL)["thresholds"].items() if name != UNSEEN}
    return [steps_from(table, Half(number, seeds).measure, SHARE) for number in (0, 1)]


def main(seeds: int = 1) -> None:
    """Print what each step gains on each half."""
    for number, (before, steps) in enumerate(learned(seeds)):
        say_steps(f"half {number}", before, steps)
    sys.stdout.write(f'digest = "{digest_of(FOLDERS)}"\n')


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
