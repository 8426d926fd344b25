"""Measure what languages gain from being aligned together: `python -m tests.benchmarks.together`.

The texts are rows of the UN corpus in six languages, in documents of 100; each language independently
loses one line in twenty and joins one in fourteen to the next. Each is aligned with Chinese alone, and
then all together. Seeded.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence

from aligner.alignment.align import align, align_together
from aligner.alignment.evaluation import evaluate_many
from aligner.alignment.links import Link
from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from tests.benchmarks.accuracy import links_of
from tests.benchmarks.corpora import DATA, JOINING, OTHERS, composed, document, lines

ROWS = 100
LOST, JOINED = 0.05, 0.07


def damaged(rows: Sequence[dict[str, str]], code: str, chance: random.Random) -> tuple[list[str], list[Link]]:
    """A language's texts, and which rows each is of."""
    texts: list[str] = []
    links: list[Link] = []
    row = 0
    while row < len(rows):
        lot = chance.random()
        taken = 2 if LOST <= lot < LOST + JOINED and row + 1 < len(rows) else 1
        here = tuple(range(row, row + taken))
        if lot < LOST:
            links.append(Link(here, ()))
        else:
            links.append(Link(here, (len(texts),)))
            texts.append(JOINING.get(code, " ").join(rows[k][code] for k in here))
        row += taken
    return texts, links


def main() -> None:
    """Print strict F1 by language, alone and together."""
    encoder = CachedEncoder(load())
    rows: list[dict[str, str]] = []
    for line in lines(DATA / "unv1-dev" / "docs.jsonl"):
        rows += [row["text"] for row in json.loads(line)["rows"]]
    pairs: dict[str, dict[str, list[tuple[list[Link], list[Link]]]]] = {
        name: {code: [] for code in OTHERS} for name in ("alone", "together")
    }
    for number in range(len(rows) // ROWS):
        part, chance = rows[number * ROWS : (number + 1) * ROWS], random.Random(number)
        sides = {code: damaged(part, code, chance) for code in ("zh", *OTHERS)}
        documents = {code: document(code, texts) for code, (texts, _) in sides.items()}
        pivot = documents.pop("zh")
        together = align_together(pivot, documents, encoder)
        for code in OTHERS:
            gold = list(composed(sides["zh"][1], sides[code][1]))
            pairs["alone"][code].append((links_of(align(pivot, documents[code], encoder)), gold))
            pairs["together"][code].append((links_of(together[code]), gold))
    sys.stdout.write(f"| | {' | '.join(f'zh-{code}' for code in OTHERS)} | all |\n")
    sys.stdout.write("|---" * (len(OTHERS) + 2) + "|\n")
    for name, found in pairs.items():
        figures = [f"{evaluate_many(item).strict.f1:.4f}" for item in found.values()]
        every = evaluate_many([pair for item in found.values() for pair in item])
        sys.stdout.write(f"| {name} | {' | '.join(figures)} | {every.strict.f1:.4f} |\n")


if __name__ == "__main__":
    main()
