"""Measure alignment on the development data: `python -m tests.benchmarks.accuracy [ENCODER]`.

Prints the tables of README.md: strict and lax F1 by set and pair of languages, and how well scores
find wrong beads. `confidence` measures whether the scores are probabilities.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.align import align
from aligner.alignment.evaluation import Evaluation, evaluate_many
from aligner.alignment.links import Link
from aligner.encoders import DEFAULT, Encoder, load
from aligner.encoders.cache import CachedEncoder
from aligner.values import Alignment, Signature
from tests.benchmarks.corpora import Case, by_group, digest, everything, judged


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case: links judged, and the seconds of the align stage."""

    case: Case
    auto: list[Link]
    gold: list[Link]
    seconds: float
    signature: Signature | None


def links_of(alignment: Alignment) -> list[Link]:
    """The beads as links with their scores."""
    return [Link(tuple(bead.source), tuple(bead.target), score=bead.score) for bead in alignment.beads]


def run(cases: Sequence[Case], encoder: Encoder) -> list[Result]:
    """Align all cases; what the encoder takes is not counted, since it is asked before."""
    found = []
    for case in cases:
        for side in (case.source, case.target):
            encoder.encode([text for text in side.texts() if text])
        start = time.perf_counter()
        alignment = align(case.source, case.target, encoder)
        seconds = time.perf_counter() - start
        found.append(Result(case, *judged(links_of(alignment), case), seconds, alignment.signature))
    return found


def evaluation(results: Sequence[Result]) -> Evaluation:
    """Strict and lax scores over several cases, their counts added up."""
    return evaluate_many([(result.auto, result.gold) for result in results])


def scored(results: Sequence[Result]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The score of each bead that links both sides, and whether the gold has it."""
    pairs = []
    for result in results:
        wanted = {(link.source, link.target) for link in result.gold}
        pairs += [
            (link.score or 0.0, (link.source, link.target) in wanted)
            for link in result.auto
            if link.source and link.target
        ]
    return np.array([score for score, _ in pairs]), np.array([right for _, right in pairs], bool)


def area_under_curve(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The chance that a wrong bead has a lower score than a right one; ties count half."""
    if right.all() or not right.any():
        return 1.0
    wrong = np.sort(scores[~right])
    below = np.searchsorted(wrong, scores[right], side="left")
    ties = np.searchsorted(wrong, scores[right], side="right") - below
    return float((below + ties / 2).mean() / len(wrong))


def caught(scores: NDArray[np.float64], right: NDArray[np.bool_], share: float = 0.1) -> float:
    """Which share of the wrong beads is among the lowest-scored tenth."""
    lowest = np.argsort(scores, kind="stable")[: int(len(scores) * share)]
    return float((~right[lowest]).sum() / max((~right).sum(), 1))


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def table_of_pairs(results: Sequence[Result]) -> None:
    """Strict F1 by set (rows) and pair of languages (columns), and lax F1 of the whole set."""
    pairs = sorted({result.case.pair for result in results}, key=lambda p: (p[:2] != "zh", p))
    say(f"| set | {' | '.join(pairs)} | all, strict | all, lax | seconds |")
    say("|---" * (len(pairs) + 4) + "|")
    for group, cases in by_group([result.case for result in results]):
        names = {id(case) for case in cases}
        here = [result for result in results if id(result.case) in names]
        cells = []
        for pair in pairs:
            some = [result for result in here if result.case.pair == pair]
            cells.append(f"{evaluation(some).strict.f1:.4f}" if some else "")
        whole = evaluation(here)
        seconds = sum(result.seconds for result in here)
        figures = f"{whole.strict.f1:.4f} | {whole.lax.f1:.4f} | {seconds:.1f}"
        say(f"| {group} ({len(here)}) | {' | '.join(cells)} | {figures} |")


def table_of_confidence(results: Sequence[Result]) -> None:
    """How well scores find wrong beads, by set."""
    say("| set | beads | wrong | AUC | wrong ones in the lowest tenth |")
    say("|---|---|---|---|---|")
    rows = [(group, {id(case) for case in cases}) for group, cases in by_group([r.case for r in results])]
    for group, names in [*rows, ("all", {id(result.case) for result in results})]:
        scores, right = scored([result for result in results if id(result.case) in names])
        wrong = int((~right).sum())
        figures = f"{area_under_curve(scores, right):.3f} | {caught(scores, right):.2f}" if wrong else "– | –"
        say(f"| {group} | {len(scores)} | {wrong} | {figures} |")


def main(name: str = DEFAULT) -> None:
    """Print all tables."""
    cases = everything()
    results = run(cases, CachedEncoder(load(name)))
    signature = results[0].signature
    say(f"signature: {asdict(signature) if signature else '-'} corpus {digest(cases)}")
    for table in (table_of_pairs, table_of_confidence):
        say()
        # The whole treaties hold blocks that no aligner can get right: only for the first table.
        table([r for r in results if r.case.group != "treaties" or table is table_of_pairs])


if __name__ == "__main__":
    main(*sys.argv[1:2])
