"""Units: does the number that both languages have count the same thing (30 days, 30 months)?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.checks.base import Check, finding
from aligner.checks.material import Material
from aligner.languages import get
from aligner.languages.units import units
from aligner.values import Finding, Severity

_ID: Final = "units"


def _run(material: Material) -> Iterator[Finding]:
    for row, pivot, other in material.full_pairs():
        here, there = units(pivot.text, pivot.language), units(other.text, other.language)
        for value in here.keys() & there.keys():
            if not here[value] & there[value]:
                expected, found = (f"{value} {_listed(held[value])}" for held in (here, there))
                message = f"{get(pivot.language).english} has {expected} where this has {found}"
                yield finding(_ID, Severity.WARNING, row, other, message, expected=expected, found=found)


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


CHECK: Final = Check(
    id=_ID,
    severity=Severity.WARNING,
    help="A number that counts something else in the other language: days for months, euros for dollars. ",
    examples=("zh 30天 | en 30 months",),
    run=_run,
)
