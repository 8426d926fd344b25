"""Learn how probable a moved pair is: `python -m tests.benchmarks.training.moved_pairs [EVERY]`.

Prints the numbers of `data/models/moved-pair.toml`. The pairs are leftovers that match each other best, in
displaced documents (right ones and wrong ones) and in documents that lost lines (wrong ones), of which
every so many are used. Those of displaced documents, of which there are three times as many, count a
third.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from unittest.mock import patch

import numpy as np

from aligner.alignment import align_prepared
from aligner.alignment.align import align
from aligner.alignment.blocks import Corner
from aligner.alignment.moves import best_pairs
from aligner.alignment.scoring import Scorer
from aligner.encoders import Encoder, load
from aligner.encoders.cache import CachedEncoder
from aligner.values import Move
from tests.benchmarks import confidence, damage
from tests.benchmarks.corpora import document
from tests.benchmarks.training.logistic import digest_of, fitted

LOST = (
    damage.lines_lost,
    damage.headings_added,
    damage.passage_elsewhere,
    damage.line_elsewhere,
    confidence.many_lost,
    confidence.all_at_once,
)


def pairs(made: damage.Made, encoder: Encoder) -> Iterator[tuple[float, float, bool]]:
    """Yield the score of each pair, its distance from the path, and whether it is right."""
    seen: list[tuple[Scorer, list[Corner], list[Corner]]] = []

    def keep(scorer: Scorer, source: list[Corner], target: list[Corner]) -> tuple[Move, ...]:
        seen.append((scorer, source, target))
        return ()

    with patch.object(align_prepared, "find_moves", keep):
        sides = ([text for _, text in side] for side in (made.source, made.target))
        align(*map(document, ("zh", made.code), sides), encoder)
    scorer, source, target = seen[-1]
    if not source or not target:
        return
    found = best_pairs(scorer, np.array(source), np.array(target))
    for (i, _), (_, j), score, distance in zip(
        found.source.tolist(), found.target.tolist(), found.scores, found.distances, strict=True
    ):
        rows = made.source[i][0], made.target[j][0]
        if max(rows) >= 0:  # furniture with furniture is neither right nor wrong
            yield float(score), float(distance), rows[0] == rows[1]


FOLDERS = ("unv1-dev",)
"""The data that is learned from."""


def learned(every: int) -> tuple[list[float], float, int]:
    """Return the intercept, weights and share of right pairs, their log loss, and the number of pairs."""
    encoder = CachedEncoder(load())
    found: list[tuple[float, float, bool, float]] = []
    for share in damage.SHARES:
        for made, _ in islice(damage.displaced_documents(share), None, None, every):
            found += [(*pair, 1 / 3) for pair in pairs(made, encoder)]
    for kind in LOST:
        for made in islice(damage.documents(kind), None, None, every):
            found += [(*pair, 1.0) for pair in pairs(made, encoder)]
    scores, distances, right, weights = (np.array(column) for column in zip(*found, strict=True))
    features = np.stack([np.ones(len(scores)), scores, np.log1p(distances)], axis=1)
    numbers, loss = fitted(features, right.astype(bool), weights)
    share = float(np.average(right, weights=weights))
    return [*numbers.tolist(), share], loss, len(found)


def main(every: int) -> None:
    """Print what is learned."""
    numbers, loss, count = learned(every)
    for name, number in zip(("intercept", "score", "distance", "share"), numbers, strict=True):
        sys.stdout.write(f"{name} = {number:.3f}\n")
    sys.stdout.write(f'digest = "{digest_of(FOLDERS)}"\n# log loss {loss:.4f} ({count} pairs)\n')


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
