"""Symbols: does each document symbol and resolution number in one language occur in the other?"""

from collections.abc import Iterator
from typing import Final

from aligner.checks.material import Check, Material, difference, differing_facts
from aligner.languages.facts_grammar import SYMBOLS
from aligner.values import Finding, Severity


def _run(material: Material) -> Iterator[Finding]:
    for pair, missing, extra in differing_facts(material, SYMBOLS):
        spans = [span for span, _ in missing], [span for span, _ in extra]
        yield difference(CHECK, Severity.ERROR, pair, *spans)


CHECK: Final = Check("symbols", Severity.ERROR, _run, by_row=True)
