"""Measure the weights of amendments: `python -m tests.benchmarks.training.amendment_weights`.

No data says what delegates look for first. But a change of substance is made in all languages, and a
touch-up of the wording in one: the measure is how often an amendment that was made in the others, too,
weighs more than one that was made in one language alone (the area under the curve). It is taken on goals
in six languages and on laws in two, by language, so that only amendments in one language are compared.

Only the order of the weights has a meaning. Printed is what the measure gains if two reasons that are
neighbours in this order change places: such an exchange is worth taking if it gains on goals and on laws.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from unittest.mock import patch

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import check_planted
import parallel_texts as texts
from planted_amendments import words

from aligner.formats.beads import load
from aligner.revision import weigh
from aligner.revision.revise import revise
from aligner.values import Change, Document
from aligner.values.learned import numbers
from tests.benchmarks.accuracy import area_under_curve
from tests.benchmarks.corpora import DATA, read
from tests.benchmarks.training.coordinates import Numbers, Step, say_steps
from tests.benchmarks.training.logistic import digest_of

MODEL = "amendment-weights"
"""The file in `data/models`."""

FOLDERS = ("sdg", "tw-law")
"""The data that is measured on."""

MOST, FEWEST = 4, 1
"""In how many of five other languages an amended goal is amended at least, or at most, to be counted."""

Judged = tuple[Change, bool]
"""An amendment, and whether it was made in the other languages, too."""


@dataclass(frozen=True)
class Set:
    """Amendments of one language."""

    old: Document
    new: Document
    judged: tuple[Judged, ...]

    @classmethod
    def of(cls, old: Document, new: Document, in_others: Callable[[int], bool | None]) -> Set:
        """Judge each amendment by its first paragraph in the new draft; None means that it is not counted."""
        found = []
        for change in revise(old, new).changes:
            elsewhere = in_others(change.new.start) if change.is_amendment and change.new else None
            if elsewhere is not None:
                found.append((change, elsewhere))
        return cls(old, new, tuple(found))

    def area(self) -> float:
        """How often an amendment that the others have weighs more than one that they lack."""
        scores = [weigh.weigh(change, self.old, self.new).score for change, _ in self.judged]
        return area_under_curve(np.array(scores), np.array([elsewhere for _, elsewhere in self.judged]))

    def reasons(self) -> Iterator[tuple[str, bool]]:
        """Yield the reason of each amendment, and whether the others have it."""
        for change, elsewhere in self.judged:
            yield weigh.weigh(change, self.old, self.new).reason, elsewhere


def goals() -> Iterator[Set]:
    """The goals of 2017 and 2020 in each language."""
    drafts = {code: check_planted._goals(DATA, code) for code in texts.LANGUAGES}
    for code, (old, new) in drafts.items():
        others = [drafts[other] for other in drafts if other != code]
        documents = (texts.document(code, list(side.values())) for side in (old, new))
        yield Set.of(*documents, partial(_goal_in_others, list(new), others))


def _goal_in_others(keys: Sequence[str], others: Sequence[check_planted.Goals], place: int) -> bool | None:
    key = keys[place]
    count = sum(words(old.get(key, "")) != words(new.get(key, "")) for old, new in others)
    return None if FEWEST < count < MOST else count >= MOST


def laws() -> Iterator[Set]:
    """Each act of Taiwan in two versions, Chinese and English."""
    folder = DATA / "tw-law"
    for path in sorted(folder.glob("*.new.zh-en.gold")):
        name, links = path.name.split(".")[0], load(path)
        (zh_old, zh_new), (en_old, en_new) = (
            [read(folder / f"{name}.{version}.{script}.txt", code) for version in ("old", "new")]
            for code, script in (("zh", "zh-Hant"), ("en", "en"))
        )
        of_zh = {i: [en_new.text_of(j) for j in link.target] for link in links for i in link.source}
        of_en = {j: [zh_new.text_of(i) for i in link.source] for link in links for j in link.target}
        yield Set.of(zh_old, zh_new, partial(_lines_amended, en_old, of_zh))
        yield Set.of(en_old, en_new, partial(_lines_amended, zh_old, of_en))


def _lines_amended(earlier: Document, beside: Mapping[int, Sequence[str]], place: int) -> bool | None:
    known = {words(text) for text in earlier.texts()}
    lines = beside.get(place)
    return any(words(line) not in known for line in lines) if lines else None


@cache
def sets() -> Mapping[str, Sequence[Set]]:
    """The sets of goals and of laws in which there are amendments of both kinds."""
    found = {"goals": list(goals()), "laws": list(laws())}
    return {
        name: [one for one in some if len({elsewhere for _, elsewhere in one.judged}) == 2]
        for name, some in found.items()
    }


def measure(name: str, scores: Numbers) -> float:
    """The mean area under the curve of goals or laws with other scores."""
    with patch.object(weigh, "numbers", lambda _: {**numbers(MODEL), "scores": scores}):
        return fmean(one.area() for one in sets()[name])


def learned(name: str) -> tuple[float, list[Step]]:
    """The measure of the file on goals or laws, and what each exchange of two neighbours gains."""
    scores = numbers(MODEL)["scores"]
    before, order = measure(name, scores), sorted(scores, key=lambda reason: -scores[reason])
    return before, [
        Step(
            f"{above} < {below}",
            scores[below],
            measure(name, {**scores, above: scores[below], below: scores[above]}) - before,
        )
        for above, below in pairwise(order)
    ]


def main() -> None:
    """Print what each exchange gains, and how many amendments of each reason the others have."""
    for name, some in sets().items():
        say_steps(name, *learned(name))
        counts = Counter(each for one in some for each in one.reasons())
        for reason in numbers(MODEL)["scores"]:
            if total := counts[reason, True] + counts[reason, False]:
                sys.stdout.write(f"# {reason}: {counts[reason, True]} of {total} in the others\n")
    sys.stdout.write(f'digest = "{digest_of(FOLDERS)}"\n')


if __name__ == "__main__":
    main()
