"""Learn how probable a gap is: `python -m tests.benchmarks.training.gaps [EVERY]`.

Prints the numbers of `data/models/gap-calibration.toml`, and how well the scores of gaps fit, by band,
with and without them. Texts are those of `confidence`, of which every so many are used.
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
from aligner.alignment.align import align
from aligner.alignment.calibration import facts_of
from aligner.alignment.lattice_paths import Step
from aligner.encoders import Encoder, load
from aligner.encoders.cache import CachedEncoder
from aligner.values import Move
from tests.benchmarks import confidence
from tests.benchmarks.corpora import Case
from tests.benchmarks.training.logistic import calibration_features, digest_of, fitted

Floats = NDArray[np.float64]


def gaps(case: Case, encoder: Encoder) -> Iterator[tuple[float, list[float], bool]]:
    """Yield the posterior of each gap, the facts about its text, and whether it is right."""
    seen: list[tuple[Sequence[tuple[Step, float]], Sequence[Move]]] = []

    def keep(steps: list[tuple[Step, float]], moves: Sequence[Move] = ()) -> list[tuple[Step, float]]:
        seen.append((steps, moves))
        return steps

    with patch.object(align_prepared, "calibrated", keep):
        align(case.source, case.target, encoder)
    wanted = {("source", i) for link in case.gold if not link.target for i in link.source}
    wanted |= {("target", j) for link in case.gold if not link.source for j in link.target}
    for steps, moves in seen:
        facts = facts_of(steps, moves).tolist()
        gone = {("source", move.source.start) for move in moves}
        gone |= {("target", move.target.start) for move in moves}
        for step, posterior in steps:
            is_source, is_target = (start < stop for start, stop in (step.source, step.target))
            place = ("source", step.source[0]) if is_source else ("target", step.target[0])
            if is_source != is_target and place not in gone:
                yield posterior, facts, place in wanted


FOLDERS = ("contributor-covenant", "free", "sdg", "treaties-zh-en", "tw-law", "udhr", "unv1-dev")
"""The data that is learned from."""


@dataclass(frozen=True)
class Learned:
    """The numbers learned from gaps, and how well they fit."""

    numbers: Floats  # three for the shift, three for the scale
    loss: float
    names: NDArray[np.str_]
    posteriors: Floats
    features: Floats
    right: NDArray[np.bool_]

    def chances(self, numbers: Floats | None = None) -> Floats:
        """The probabilities that these or other numbers give."""
        chances: Floats = 1 / (1 + np.exp(-self.features @ (self.numbers if numbers is None else numbers)))
        return chances


def learned(every: int) -> Learned:
    """Learn from every so many documents."""
    encoder = CachedEncoder(load())
    found: list[tuple[str, float, list[float], bool]] = []
    for name, cases, _ in confidence.kinds():
        for case in islice(cases, None, None, every):
            found += [(name, *gap) for gap in gaps(case, encoder)]
    names = np.array([name for name, *_ in found])
    posteriors = np.array([posterior for _, posterior, _, _ in found])
    facts, right = np.array([facts for *_, facts, _ in found]), np.array([one for *_, one in found])
    features = calibration_features(posteriors, facts)
    numbers, loss = fitted(features, right)
    return Learned(numbers, loss, names, posteriors, features, right)


def main(every: int) -> None:
    """Print what is learned and how well it fits."""
    found = learned(every)
    names, posteriors, right = found.names, found.posteriors, found.right
    for name, three in (("shift", found.numbers[:3]), ("scale", found.numbers[3:])):
        sys.stdout.write(f"{name} = {three.round(3).tolist()}\n")
    before = -np.log(np.where(right, posteriors, 1 - posteriors).clip(1e-4)).mean()
    sys.stdout.write(f'digest = "{digest_of(FOLDERS)}"\n')
    sys.stdout.write(f"# log loss {before:.4f} -> {found.loss:.4f} ({len(right)} gaps)\n")
    for name in dict.fromkeys(names.tolist()):
        some = names == name
        line = [f"{name}: {int(some.sum())} gaps, {right[some].mean():.3f} right"]
        for title, scores in (("before", posteriors), ("after", found.chances())):
            bands = [
                f"{scores[inside].mean() - right[inside].mean():+.3f} ({int(inside.sum())})"
                for low, high in ((0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01))
                if (inside := some & (scores >= low) & (scores < high)).any()
            ]
            line.append(f"{title} {' '.join(bands)}")
        sys.stdout.write(" | ".join(line) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
