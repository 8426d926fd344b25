"""Footnotes: the same marks in the same paragraphs, and as many notes in all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.checks.base import Check, finding
from aligner.checks.material import Material
from aligner.languages import get
from aligner.values import Finding, Severity

_ID: Final = "footnotes"


def _run(material: Material) -> Iterator[Finding]:
    for row, pivot, other in material.full_pairs():
        if len(pivot.marks) == len(other.marks):
            continue
        name = get(pivot.language).english
        expected, found = ", ".join(pivot.marks), ", ".join(other.marks)
        here, there = len(other.marks), len(pivot.marks)
        message = f"{_marks(here)} here, {there} in the {name} text"
        yield finding(_ID, Severity.ERROR, row, other, message, expected=expected, found=found)
    notes = {key: material.comparison.documents[key].footnotes for key in material.newest.values()}
    ours = len(notes[material.pivot])
    for key in material.others:
        if len(notes[key]) != ours:
            name = get(material.pivot.language).english
            message = f"{len(notes[key])} footnotes in all; the {name} text has {ours}"
            yield Finding(
                _ID, Severity.WARNING, (), key.language, None, str(ours), str(len(notes[key])), message
            )


def _marks(count: int) -> str:
    return "1 footnote mark" if count == 1 else f"{count} footnote marks"


CHECK: Final = Check(
    id=_ID,
    severity=Severity.ERROR,
    help="A paragraph with more or fewer footnote marks than its counterpart, or a text with more or "
    "fewer footnotes. No false alarm on the bundled set; the other clean texts have no marks to measure by.",
    examples=("zh …公约》1… | fr … organisée …",),
    run=_run,
)
