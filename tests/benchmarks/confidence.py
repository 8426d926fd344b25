"""Measure whether scores are probabilities: `python -m tests.benchmarks.confidence`.

Prints, for each kind of text and each band of scores, the number of beads that link both sides, their
mean score, and the share of them that is right.

- *UN documents*: all sets of `accuracy` except for treaties as whole documents.
- *damaged*: those of `damage`, and with a fifth of the lines lost, or with lines lost, texts cut
  and headings added at once.
- *free* and *close*: the texts of `free_text`, as they are, cut at clauses, and with verses lost.
  The gold links verses. A bead there is right if it lies within one verse and no line of the
  verse is left out beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.align import align
from aligner.alignment.links import Link
from aligner.encoders import Encoder, load
from aligner.encoders.cache import CachedEncoder
from tests.benchmarks import damage, free_text
from tests.benchmarks.accuracy import area_under_curve, links_of
from tests.benchmarks.corpora import DATA, Case, document, everything, judged

BANDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)

Outcome = tuple[float, bool]
"""The score of a bead that links both sides, and whether it is right."""

Judge = Callable[[Case, Encoder], list[Outcome]]


def many_lost(made: damage.Made) -> None:
    """Take a fifth of the lines out of either side."""
    for side in (made.source, made.target):
        side[:] = [item for item in side if made.chance.random() > 0.2]


def all_at_once(made: damage.Made) -> None:
    """Cut texts, add headings, and take one line in 25 out of either side."""
    damage.cut_at_clauses(made)
    damage.headings_added(made)
    for side in (made.source, made.target):
        side[:] = [item for item in side if made.chance.random() > 0.04]


def damaged(kinds: Sequence[Callable[[damage.Made], None]]) -> Iterator[Case]:
    """UN documents, damaged in each of several ways."""
    for kind in kinds:
        for number, made in enumerate(damage.documents(kind)):
            source, target = ([text for _, text in side] for side in (made.source, made.target))
            sides = document("zh", source), document(made.code, target)
            yield Case(kind.__name__, str(number), *sides, tuple(made.gold()))


def outcomes(case: Case, encoder: Encoder) -> list[Outcome]:
    """The beads of a case whose gold links single beads."""
    auto, gold = judged(links_of(align(case.source, case.target, encoder)), case)
    wanted = {(link.source, link.target) for link in gold}
    return [(link.score or 0.0, (link.source, link.target) in wanted) for link in auto if not link.is_gap]


def outcomes_by_verse(case: Case, encoder: Encoder) -> list[Outcome]:
    """The beads of a case whose gold links verses."""
    verse = {("source", i): number for number, link in enumerate(case.gold) for i in link.source}
    verse |= {("target", j): number for number, link in enumerate(case.gold) for j in link.target}

    def verses(link: Link) -> set[int]:
        return {verse["source", i] for i in link.source} | {verse["target", j] for j in link.target}

    auto = links_of(align(case.source, case.target, encoder))
    found = []
    for place, link in enumerate(auto):
        if not link.is_gap:
            beside = _gaps(auto[place + 1 :]), _gaps(auto[:place][::-1])
            lost = {number for gap in chain(*beside) for number in verses(gap)}
            here = verses(link)
            found.append((link.score or 0.0, len(here) == 1 and not here & lost))
    return found


def _gaps(links: Sequence[Link]) -> Iterator[Link]:
    for link in links:
        if not link.is_gap:
            return
        yield link


def reliability(found: Sequence[Outcome]) -> list[tuple[float, float, int, float, float]]:
    """For each band that is not empty: its limits, number of beads, mean score, and share right."""
    scores, right = np.array([s for s, _ in found]), np.array([r for _, r in found], bool)
    rows = []
    for low, high in pairwise(BANDS):
        inside: NDArray[np.bool_] = (scores >= low) & ((scores < high) | (high == 1.0))
        if inside.any():
            rows.append(
                (low, high, int(inside.sum()), float(scores[inside].mean()), float(right[inside].mean()))
            )
    return rows


FREE = ("as they are", "cut at clauses", "cut at clauses, verses lost")
"""The sets of `free_text` that `alignment/calibration.py` was learned on and the floors were measured on."""


def kinds(data: Path = DATA) -> Iterator[tuple[str, list[Case], Judge]]:
    """The kinds of text, their cases, and how these are judged."""
    yield "UN documents", [case for case in everything(data) if case.group != "treaties"], outcomes
    yield "damaged", list(damaged([*damage.DAMAGE[1:], all_at_once])), outcomes
    yield "a fifth lost", list(damaged([many_lost])), outcomes
    for name in FREE:
        yield f"free, {name}", list(free_text.SETS[name](free_text.TEXTS, data)), outcomes_by_verse
    for name, close in free_text.CLOSE.items():
        yield name, list(close(data)), outcomes_by_verse


def main() -> None:
    """Print the table, a row for each kind of text."""
    encoder = CachedEncoder(load())
    say = sys.stdout.write
    bands = [f"{low:.2f} to {high:.2f}" for low, high in pairwise(BANDS)]
    say(f"| text | AUC | {' | '.join(bands)} |\n{'|---' * (len(bands) + 2)}|\n")
    every: list[Outcome] = []
    for name, cases, judge in kinds():
        found = [outcome for case in cases for outcome in judge(case, encoder)]
        every += found
        _row(name, found)
    _row("all", every)


def _row(name: str, found: Sequence[Outcome]) -> None:
    cells = {low: f"{mean:.3f} / {right:.3f} ({count})" for low, _, count, mean, right in reliability(found)}
    auc = area_under_curve(np.array([s for s, _ in found]), np.array([r for _, r in found], bool))
    shown = " | ".join(cells.get(low, "–") for low in BANDS[:-1])
    sys.stdout.write(f"| {name} | {auc:.3f} | {shown} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
