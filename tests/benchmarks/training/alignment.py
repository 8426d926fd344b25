"""Measure the weights of the alignment: `python -m tests.benchmarks.training.alignment [EVERY] [search]`.

Prints what each number of `data/models/alignment.toml` gains if it is changed by a tenth; with `search`, the
steps of a search from there. The measure is the mean log posterior that the lattice gives the beads and
gaps of the gold, none counted below a ten-thousandth. It is taken on two halves, for close translations
(UN documents, goals, laws, treaties, damaged ones) and for free ones (divided verses, and clauses apart):
a step is worth taking if it gains on both halves. Of the documents, every so many are used, of free
translations eight times as many.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any
from unittest.mock import patch

import numpy as np

from aligner.alignment import align_prepared, scoring, weights
from aligner.alignment.lattice_paths import NUMBER_OF, Posteriors, Step
from aligner.alignment.prepared import PreparedDocument, prepare
from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from aligner.values.learned import numbers
from tests.benchmarks import confidence, damage, free_text
from tests.benchmarks.corpora import DATA, Case, everything, judged
from tests.benchmarks.training import coordinates
from tests.benchmarks.training.coordinates import Numbers, say_steps, searched, steps_from
from tests.benchmarks.training.logistic import digest_of

MODEL = "alignment"
"""The file in `data/models`."""

FOLDERS = ("contributor-covenant", "free", "sdg", "treaties-zh-en", "tw-law", "udhr", "unv1-dev")
"""The data that is measured on."""

LEAST = 1e-4
"""The least probability that is counted, so that no single bead decides."""

KINDS = ("close", "free")
"""The tables of the file."""

FREE = ("clauses apart", "divided", "divided, shortened", "divided, shortened, verses lost")
"""The sets of free translations whose gold has the smallest beads."""

MORE_FREE = 8
"""How many times as many of the free translations are used, of which there are fewer."""

WORTH = 1e-4
"""What a step of a search has to gain."""


@cache
def _encoder() -> CachedEncoder:
    return CachedEncoder(load())


@dataclass(frozen=True)
class Task:
    """Two documents ready to be aligned, and the gold among their segments with words.

    Attributes:
        source: the document in one language.
        target: the document in the other.
        beads: rows (shape, end in the source, end in the target).
        gaps: the segments without a counterpart, of the source and of the target.
    """

    source: PreparedDocument
    target: PreparedDocument
    beads: tuple[tuple[int, int, int], ...]
    gaps: tuple[tuple[int, ...], tuple[int, ...]]

    @classmethod
    def of(cls, case: Case) -> Task:
        """Prepare a case. Beads with blank segments or of impossible shapes are left out."""
        source, target = prepare([case.source, case.target], _encoder())
        places = [{index: place for place, index in enumerate(side.kept)} for side in (source, target)]
        beads, gaps = [], ([], [])  # type: tuple[list[Any], tuple[list[int], list[int]]]
        for link in judged((), case)[1]:
            ours, theirs = (
                [place[index] for index in side if index in place]
                for side, place in zip((link.source, link.target), places, strict=True)
            )
            if len(ours) + len(theirs) < len(link.source) + len(link.target):
                continue
            shape = len(ours), len(theirs)
            if shape in NUMBER_OF:
                beads.append((NUMBER_OF[shape], ours[-1] + 1, theirs[-1] + 1))
            elif not all(shape):
                gaps[0].extend(ours)
                gaps[1].extend(theirs)
        return cls(source, target, tuple(beads), (tuple(gaps[0]), tuple(gaps[1])))

    def logs(self) -> Iterator[float]:
        """Yield the log posterior of each bead and gap of the gold."""
        certain, posteriors = self._lattices()
        sure = {(NUMBER_OF[step.shape], step.source[1], step.target[1]): chance for step, chance in certain}
        chances = {bead: sure.get(bead, 0.0) for bead in self.beads}
        left_out = [np.zeros(len(side.kept)) for side in (self.source, self.target)]
        for one in posteriors:
            for bead, chance in _chances(one, self.beads):
                chances[bead] = max(chances[bead], chance)
            for whole, here in zip(left_out, one.left_out, strict=True):
                whole[: len(here)] = np.maximum(whole[: len(here)], here)
        of_gaps = (side[list(places)] for side, places in zip(left_out, self.gaps, strict=True))
        for chance in chain(chances.values(), *of_gaps):
            yield float(np.log(max(LEAST, chance)))

    def _lattices(self) -> tuple[list[tuple[Step, float]], Sequence[Posteriors]]:
        """The certain pairs, and the lattices between them when everything is scored."""
        first_pass, seen = align_prepared._first_pass, dict[str, Any]()

        def first(*args: Any) -> Any:
            found = first_pass(*args)
            seen["certain"] = found[0]
            return found

        def last(_: Any, posteriors: Sequence[Posteriors], **__: Any) -> list[Any]:
            seen["posteriors"] = posteriors
            return []

        with (
            patch.object(align_prepared, "_first_pass", first),
            patch.object(align_prepared, "_steps", last),
            patch.object(align_prepared, "calibrated", lambda steps, moves: steps),
        ):
            align_prepared._align_worded(self.source, self.target, _encoder(), (), (), with_moves=False)
        return seen["certain"], seen["posteriors"]


def _chances(
    sure: Posteriors, beads: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[tuple[int, int, int], float]]:
    """Yield the probability of each of some beads that end in a lattice."""
    if not beads:
        return
    lattice = sure.lattice
    wide = int(lattice.column_of.max()) + 2
    keys = lattice.row_of.astype(np.int64) * wide + lattice.column_of
    order = np.argsort(keys, kind="stable")
    wanted = np.array([row * wide + column if column < wide else -1 for _, row, column in beads])
    begins, ends = (np.searchsorted(keys[order], wanted, side=side) for side in ("left", "right"))
    for bead, begin, end in zip(beads, begins.tolist(), ends.tolist(), strict=True):
        # The corner of two blocks is a cell of each.
        for cell in order[begin:end].tolist():
            start = lattice.starts[bead[0], cell]
            log = sure.into.any[start] + lattice.scores[bead[0], cell] + sure.from_match[cell]
            yield bead, float(np.exp(min(log, 0.0)))


def _cases(kind: str) -> tuple[list[Case], list[Case]]:
    """Two halves of the cases of a kind; of free translations, the texts learned from and the others."""
    if kind == "free":
        texts = free_text.TEXTS[:3], free_text.TEXTS[3:]
        first, second = (
            [case for name in FREE for case in free_text.SETS[name](some, DATA)] for some in texts
        )
        return first, second
    whole = [case for case in everything(DATA) if case.group != "treaties"]
    whole += confidence.damaged([*damage.DAMAGE[1:], confidence.all_at_once])
    return whole[::2], whole[1::2]


@cache
def halves(kind: str, every: int) -> tuple[list[Task], list[Task]]:
    """Every so many tasks of both halves of a kind of translation."""
    every = max(1, every // MORE_FREE) if kind == "free" else every
    first, second = (list(map(Task.of, cases[::every])) for cases in _cases(kind))
    return first, second


@contextmanager
def _with(tables: Mapping[str, Any]) -> Iterator[None]:
    """Align with other weights than those of the file."""
    kept = weights.close_weights, weights.free_weights, scoring._Shapes.of
    try:
        with patch.object(weights, "numbers", lambda name: tables):
            for each in kept:
                each.cache_clear()  # type: ignore[attr-defined]
            yield
    finally:
        for each in kept:
            each.cache_clear()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Half:
    """Half of the documents of a kind of translation."""

    kind: str
    number: int
    every: int

    def measure(self, table: Numbers) -> float:
        """The mean log posterior of the gold with other numbers for this kind of translation."""
        with _with({**numbers(MODEL), self.kind: table}):
            logs = [log for task in halves(self.kind, self.every)[self.number] for log in task.logs()]
        return float(np.mean(logs))


def learned(kind: str, every: int) -> list[tuple[float, list[coordinates.Step]]]:
    """The measure of the file on each half of a kind of translation, and what each step gains there."""
    return [steps_from(numbers(MODEL)[kind], Half(kind, number, every).measure) for number in (0, 1)]


def say_search(kind: str, every: int) -> None:
    """Print the steps of a search on the first half, and what they gain on the second."""
    first, second = (Half(kind, number, every) for number in (0, 1))
    table = dict(numbers(MODEL)[kind])
    before = second.measure(table)
    for step in searched(table, first.measure, WORTH):
        table[step.name] = step.value
        sys.stdout.write(
            f"# {kind}: {step}; on the other half {second.measure(table) - before:+.5f} so far\n"
        )
        sys.stdout.flush()


def main(every: int = 16, *, search: bool = False) -> None:
    """Print what each step gains, or the steps of a search."""
    for kind in KINDS:
        if search:
            say_search(kind, every)
        else:
            for number, (before, steps) in enumerate(learned(kind, every)):
                say_steps(f"{kind}, half {number}", before, steps)
    sys.stdout.write(f'digest = "{digest_of(FOLDERS)}"\n')


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), search="search" in sys.argv[2:])
