"""Learn how probable a bead is: `python -m tests.benchmarks.training.beads [EVERY]`.

Prints the numbers of `data/models/bead-calibration.toml`. Texts are those of `confidence`, of which every
so many are used; UN documents that were not damaged count twice.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from aligner.alignment import align_prepared
from aligner.alignment.calibration import facts_of
from aligner.alignment.lattice_paths import Step
from aligner.encoders import Encoder, load
from aligner.encoders.cache import CachedEncoder
from aligner.values import Move
from tests.benchmarks import confidence
from tests.benchmarks.corpora import Case
from tests.benchmarks.training.gaps import FOLDERS, Floats
from tests.benchmarks.training.logistic import calibration_features, digest_of, fitted


def beads(case: Case, judge: confidence.Judge, encoder: Encoder) -> Iterator[tuple[float, list[float], bool]]:
    """Yield the posterior of each bead, the facts about its text, and whether it is right."""
    facts: list[list[float]] = []

    def keep(steps: list[tuple[Step, float]], moves: Sequence[Move] = ()) -> list[tuple[Step, float]]:
        facts.append(facts_of(steps, moves).tolist() if steps else [])
        return steps

    with patch.object(align_prepared, "calibrated", keep):
        found = judge(case, encoder)
    for posterior, is_right in found:
        yield posterior, facts[-1], is_right


@dataclass(frozen=True)
class Learned:
    """The numbers learned from beads, their log loss, and what they were learned from."""

    numbers: Floats  # three for the shift, three for the scale
    loss: float
    features: Floats
    right: NDArray[np.bool_]
    weights: Floats

    def loss_of(self, numbers: Floats) -> float:
        """The log loss with other numbers."""
        odds = self.features @ numbers
        return float(np.average(np.logaddexp(0, np.where(self.right, -odds, odds)), weights=self.weights))


def learned(every: int) -> Learned:
    """Learn from every so many documents."""
    encoder = CachedEncoder(load())
    found: list[tuple[float, list[float], bool, float]] = []
    for name, cases, judge in confidence.kinds():
        weight = 2.0 if name == "UN documents" else 1.0
        for case in islice(cases, None, None, every):
            found += [(*bead, weight) for bead in beads(case, judge, encoder)]
    posteriors, facts, right, weights = (np.array(column) for column in zip(*found, strict=True))
    features = calibration_features(posteriors, facts)
    numbers, loss = fitted(features, right.astype(bool), weights)
    return Learned(numbers, loss, features, right.astype(bool), weights)


def main(every: int) -> None:
    """Print what is learned."""
    found = learned(every)
    for name, three in (("shift", found.numbers[:3]), ("scale", found.numbers[3:])):
        sys.stdout.write(f"{name} = {three.round(3).tolist()}\n")
    sys.stdout.write(f'digest = "{digest_of(FOLDERS)}"\n')
    sys.stdout.write(f"# log loss {found.loss:.4f} ({len(found.right)} beads)\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
