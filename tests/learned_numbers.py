"""What the learned numbers of the alignment yield on a fixed bitext.

Weights, thresholds and ranges were learned or measured; no small test can say that they are right. So that
none changes by accident, `golden/learned-numbers.json` records what they yield.
`PYTHONPATH=tests python -m tests.learned_numbers` records it anew, after an intended change that the
floors of the development data have approved.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import numpy as np
from word_vectors import WordVectors

from aligner.alignment.align import align
from aligner.alignment.anchors import Band, survey
from aligner.alignment.calibration import calibrated
from aligner.alignment.evidence import gather
from aligner.alignment.lattice import IMPOSSIBLE
from aligner.alignment.lattice_paths import Step
from aligner.alignment.prepared import prepare
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import weights_for
from aligner.alignment.word_links import linker_of
from tests.fixed_bitext import bitext

FILE: Final = Path(__file__).parent / "golden" / "learned-numbers.json"


def links(common: float) -> list[list[float]]:
    """The ends of the beads of the fixed bitext, and their probabilities."""
    beads = align(*bitext(common), WordVectors()).beads
    return [[b.source.start, b.source.stop, b.target.start, b.target.stop, b.score] for b in beads]


def mean_scores(usual: float) -> list[float]:
    """The mean score of the beads of each shape, given the usual margin of the translation."""
    source, target = prepare(bitext(0.7), WordVectors())
    evidence = gather(source.document, target.document)
    look = survey(source.vectors, target.vectors)
    scorer = Scorer(source.vectors, target.vectors, look, evidence, weights_for(usual))
    rows = len(source.vectors) + 1
    found = scorer.scores(Band(np.zeros(rows, int), np.full(rows, len(target.vectors))))
    means: list[float] = np.mean(found, axis=1, dtype=np.float64, where=found > IMPOSSIBLE / 2).tolist()
    return means


def probabilities(*sizes: tuple[int, int]) -> list[list[float]]:
    """The probabilities, and those of the opposite, that posteriors mean on a path's first and last bead."""
    ends = list(accumulate(sizes, lambda end, size: (end[0] + size[0], end[1] + size[1]), initial=(0, 0)))
    steps = [Step((i, k), (j, m), -1) for (i, j), (k, m) in pairwise(ends)]
    found = [calibrated([(step, posterior) for step in steps]) for posterior in (0.0, 0.2, 0.8, 1.0)]
    chances = [[path[0][1], path[-1][1]] for path in found]
    return [[*both, *(1 - chance for chance in both)] for both in chances]


def word_links() -> list[list[float]]:
    """The probabilities of the links of words in one bead of the fixed bitext, which is very free."""
    source, target = bitext(0.35)
    linker = linker_of(source, target, align(source, target, WordVectors()), WordVectors())
    matrix: list[list[float]] = linker.link(source.texts()[3], target.texts()[3]).matrix.tolist()
    return matrix


YIELDS: Final[dict[str, Callable[[], list[float] | list[list[float]]]]] = {
    "links of a close translation": partial(links, 0.7),
    "links of a free translation": partial(links, 0.5),
    "links of a very free translation": partial(links, 0.35),
    "mean score of each shape, close translation": partial(mean_scores, 0.15),
    "mean score of each shape, free translation": partial(mean_scores, 0.1),
    "mean score of each shape, very free translation": partial(mean_scores, 0.05),
    "probabilities in a complete text": partial(probabilities, *[(1, 1)] * 20),
    "probabilities in a text with lines missing": partial(probabilities, *[(1, 1), (1, 0), (0, 1)] * 10),
    "probabilities in a text with pages missing": partial(
        probabilities, *[(0, 1)] * 20, *[(1, 1)] * 9, *[(1, 0)] * 20, (2, 2)
    ),
    "probabilities in a divided text": partial(probabilities, *[(1, 1), (1, 2), (3, 1), (2, 2)] * 5, (1, 0)),
    "probabilities in a long text, all divided": partial(probabilities, *[(1, 2)] * 150),
    "probabilities in a long text, almost all missing": partial(probabilities, *[(1, 0), (1, 1)] * 150),
    "links of words": word_links,
}
"""Numbers by what they are."""


if __name__ == "__main__":
    lines = [f"{json.dumps(name)}: {json.dumps(found())}" for name, found in YIELDS.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
