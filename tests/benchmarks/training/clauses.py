"""Learn how probable a missing clause is: `python -m tests.benchmarks.training.clauses MODEL [SEED]`.

Prints the numbers of `data/models/missing-clause.toml` (compared with one language alone) or of
`data/models/witnessed-clause.toml` (compared with several). A clause is cut from one in seven rows of UN
documents. Each row that the check looks at gives the evidence on its likeliest part, by the numbers that
the file has; the row is right if a clause was cut from it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import check_planted
import parallel_texts as texts

from aligner.checks import CHECKS, missing_clauses
from aligner.checks.material import Material, Side
from aligner.encoders import Encoder, load
from aligner.encoders.cache import CachedEncoder
from aligner.pipeline.check_set import closeness
from aligner.values import Span
from tests.benchmarks.corpora import DATA
from tests.benchmarks.training.evidence import Evidence, Example, Learned, Recorded, learned_from, say
from tests.benchmarks.training.logistic import digest_of

FOLDERS = {
    "missing-clause": ("sdg", "treaties-zh-en", "udhr", "unv1-dev"),
    "witnessed-clause": ("unv1-dev",),
}
"""The data that each model is learned from."""

LANGUAGES: Mapping[str, Sequence[tuple[str, ...]]] = {
    "missing-clause": (("zh", "en"), ("zh", "fr"), ("en", "fr"), ("en", "ru"), ("en", "es"), ("en", "ar")),
    "witnessed-clause": (("zh", "en", "fr"), ("en", "zh", "fr", "ru"), ("en", "fr", "ru", "es", "ar")),
}
"""The languages of the UN documents that each model learns from, the pivot first."""

Place = tuple[int, str]
"""A row and the language that may lack a part."""


def evidence_of_pairs(rows: texts.Texts, encoder: Encoder) -> list[tuple[Place, Evidence]]:
    """The evidence on the likeliest part of each paragraph that one other seems to lack."""
    recorded, found = Recorded("missing-clause"), list[tuple[Place, Evidence]]()
    judge = missing_clauses._unwitnessed

    def keep(row: Any, here: Side, there: Side) -> Any:
        asking, answer = judge(row, here, there), None
        while True:
            recorded.forget()
            try:
                question = asking.send(answer)
            except StopIteration:
                if (evidence := recorded.last()) is not None:
                    found.append(((row.number, there.language), evidence))
                return None
            answer = yield question

    with (
        patch.object(missing_clauses, "logistic", lambda name: recorded.model),
        patch.object(missing_clauses, "_unwitnessed", keep),
    ):
        _check(rows, encoder)
    return found


def evidence_of_witnessed(rows: texts.Texts, encoder: Encoder) -> list[tuple[Place, Evidence]]:
    """The evidence on the likeliest part of each paragraph that one of several others seems to lack."""
    recorded, found = Recorded("witnessed-clause"), list[tuple[Place, Evidence]]()
    judge, numbers = missing_clauses._Lacking.part, dict[int, int]()
    of_row = missing_clauses._witnessed

    def keep(lacking: Any, table: Any, least: float) -> Span | None:
        recorded.forget()
        judge(lacking, table, least)
        if (evidence := recorded.likeliest()) is not None:
            found.append(((numbers[id(lacking.there)], lacking.there.language), evidence))
        return None

    def numbered(row: Any) -> Any:
        numbers.update((id(side), row.number) for side in row.sides)
        return of_row(row)

    with (
        patch.object(missing_clauses, "logistic", lambda name: recorded.model),
        patch.object(missing_clauses, "_between", lambda limits, spread: -np.inf),
        patch.object(missing_clauses, "_unwitnessed", _nothing),
        patch.object(missing_clauses, "_witnessed", numbered),
        patch.object(missing_clauses._Lacking, "part", keep),
    ):
        _check(rows, encoder)
    return found


def _nothing(*_: object) -> Iterator[None]:
    yield from ()


def _check(rows: texts.Texts, encoder: Encoder) -> None:
    material = Material(texts.one_to_one(rows), closeness=closeness(encoder))
    list(CHECKS["missing-clause"].run(material))


def sets(model: str) -> Iterator[texts.Texts]:
    """The texts that a model learns from: for two languages, goals, treaties and the declaration, too."""
    whole = texts.joined(texts.un_documents(DATA))
    for languages in LANGUAGES[model]:
        yield {code: whole[code] for code in languages}
    if model == "missing-clause":
        for name, compared in texts.named_clean_sets(DATA):
            if name != "unv1-dev":
                yield texts.paired(compared)


def learned(model: str, seed: int) -> Learned:
    """Learn from texts in which clauses were cut."""
    encoder = CachedEncoder(load())
    found: list[Example] = []
    for number, whole in enumerate(sets(model)):
        cut, gold = check_planted.without_clauses(whole, random.Random(f"{seed} {number}"))
        evidence_of = evidence_of_pairs if len(whole) == 2 else evidence_of_witnessed
        found += [(evidence, place in gold) for place, evidence in evidence_of(cut, encoder)]
    return learned_from(model, found)


def main(model: str, seed: int = 0) -> None:
    """Print what is learned."""
    say(learned(model, seed), digest_of(FOLDERS[model]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
