"""Units: does a number that both languages have count the same thing (not 30 days, 30 months)?"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from aligner.checks.material import Check, Material, difference
from aligner.languages.amounts import units
from aligner.values import Finding, Severity

_units = lru_cache(maxsize=1 << 14)(units)  # each text of the pivot is compared with every language


def _run(material: Material) -> Iterator[Finding]:
    for pair in material.full_pairs():
        _, pivot, other = pair
        ours = _units(pivot.text, pivot.language)
        theirs = units(other.text, other.language) if ours else {}
        for value in ours:
            if value in theirs and not ours[value].keys() & theirs[value].keys():
                missing, extra = list(ours[value].values()), list(theirs[value].values())
                yield difference(CHECK, Severity.WARNING, pair, missing, extra)


CHECK: Final = Check("units", Severity.WARNING, _run, by_row=True)
