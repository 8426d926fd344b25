"""Learn how probable a forgotten edit is: `python -m tests.benchmarks.training.forgotten_edits [SEED]`.

Prints the numbers that fit, how well they and those of `data/models/forgotten-edit.toml` fit, and how
many undone edits each finds with as many false alarms as the file raises; then the same for paragraphs
that were not learned from. Edits of fewer than five words are undone in translations of goals, with
Chinese and English as pivots, and of laws; each amended paragraph gives the evidence on its most doubtful
edit, by the numbers that the file has. Left out are translations that were not amended at all, and those
that really lack an edit.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import check_planted
import planted_amendments

from aligner.comparison import forgotten_words, missing_edits, word_coverage
from aligner.comparison.forgotten_words import Forgotten
from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from aligner.values import Edit
from aligner.values.learned import logistic
from tests.benchmarks.corpora import DATA
from tests.benchmarks.training.edits import FOLDERS, Undone, really_lacks
from tests.benchmarks.training.evidence import Evidence, Example, Recorded, features_of, log_loss, numbers_of
from tests.benchmarks.training.gaps import Floats
from tests.benchmarks.training.logistic import digest_of, fitted

MODEL = "forgotten-edit"
"""The file in `data/models`."""

PIVOTS = ("zh", "en")
"""The pivots of the goals."""

DRAWS = 2
"""How many times edits to undo are drawn."""

LEAST_ODDS = float(np.log(missing_edits.MISSING / (1 - missing_edits.MISSING)))
"""The log odds from which an edit is reported."""

HALVES = 2


@dataclass(frozen=True)
class Compared:
    """How well two sets of numbers fit some examples.

    Attributes:
        loss_of_file: the log loss of the numbers of the file.
        loss: that of other numbers.
        alarms: the false alarms that the file raises.
        found_by_file: the undone edits that it finds.
        found: those that the other numbers find with as many false alarms.
        undone: all undone edits.
        count: the number of examples.
    """

    loss_of_file: float
    loss: float
    alarms: int
    found_by_file: int
    found: int
    undone: int
    count: int

    @classmethod
    def of(cls, features: Floats, right: NDArray[np.bool_], made: Floats) -> Compared:
        """Compare numbers with those of the file."""
        of_file, of_made = features @ numbers_of(MODEL), features @ made
        reported = of_file >= LEAST_ODDS
        alarms = int((reported & ~right).sum())
        # The odds that so many of the wrong ones exceed.
        least = np.sort(of_made[~right])[::-1][alarms]
        return cls(
            log_loss(of_file, right),
            log_loss(of_made, right),
            alarms,
            int((reported & right).sum()),
            int((right & (of_made > least)).sum()),
            int(right.sum()),
            len(right),
        )

    def __str__(self) -> str:
        return (
            f"log loss {self.loss_of_file:.4f} -> {self.loss:.4f} ({self.count} examples); "
            f"of {self.undone} undone, {self.found_by_file} -> {self.found} with {self.alarms} false alarms"
        )


@dataclass(frozen=True)
class Learned:
    """The numbers learned, how well they fit, and how well they fit what was not learned from."""

    numbers: tuple[float, ...]
    whole: Compared
    held_out: tuple[Compared, ...]


def examples(seed: int) -> Iterator[tuple[int, Example]]:
    """Yield the evidence on the most doubtful edit of each paragraph, and the half that this is in.

    The drafts of one paragraph are in the same half in all languages and draws.
    """
    recorded, undone = Recorded(MODEL), Undone(planted_amendments.SHORT)
    found, here = list[tuple[int, Example]](), list[Evidence]()
    of_paragraph, of_part = missing_edits._doubts, Forgotten._of_part

    def of_whole(
        self: Forgotten, edit: Edit, others: Any, distance: float, *, least: float, added: float = 0.0
    ) -> float | None:
        """Judge whole edits alone, and their wordings in any case."""
        recorded.forget()
        chance = None if added else of_part(self, edit, others, distance, least=0.0)
        if chance and (evidence := recorded.last()) is not None:
            here.append(evidence)
        return chance

    def keep(drafts: word_coverage.Drafts, *rest: Any) -> Iterator[missing_edits.Doubt]:
        here.clear()
        doubts = list(of_paragraph(drafts, *rest))
        is_undone = undone.is_in(drafts.new)
        if here and (is_undone or not really_lacks(drafts)):
            evidence = max(here, key=lambda each: logistic(MODEL).log_odds(**each))
            half = hashlib.sha256(drafts.pivot_old.encode()).digest()[0] % HALVES
            found.append((half, (evidence, is_undone)))
        return iter(doubts)

    encoder = CachedEncoder(load())
    with (
        patch.object(forgotten_words, "logistic", lambda name: recorded.model),
        patch.object(Forgotten, "_of_part", of_whole),
        patch.object(missing_edits, "_doubts", keep),
        patch.object(planted_amendments, "one_taken_back", undone),
    ):
        for draw in range(seed, seed + DRAWS):
            check_planted.edits_of_laws(DATA, encoder, draw)
            for pivot in PIVOTS:
                check_planted.edits_of_goals_in_six(DATA, encoder, undone, draw, pivot)
    yield from found


def learned(seed: int) -> Learned:
    """Learn from goals and laws in whose translations short edits were undone."""
    halves, kept = zip(*examples(seed), strict=True)
    features, right = features_of(MODEL, kept)
    numbers, _ = fitted(features, right)
    whole, held_out = Compared.of(features, right, numbers), list[Compared]()
    for half in range(HALVES):
        out = np.array(halves) == half
        made, _ = fitted(features[~out], right[~out])
        held_out.append(Compared.of(features[out], right[out], made))
    return Learned(tuple(numbers.tolist()), whole, tuple(held_out))


def main(seed: int = 100) -> None:
    """Print what is learned."""
    found = learned(seed)
    for name, number in zip(("intercept", *logistic(MODEL).weights), found.numbers, strict=True):
        sys.stdout.write(f"{name} = {number:.3f}\n")
    sys.stdout.write(f'digest = "{digest_of(FOLDERS)}"\n')
    for title, compared in (("all", found.whole), *(("held out", each) for each in found.held_out)):
        sys.stdout.write(f"# {title}: {compared}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
