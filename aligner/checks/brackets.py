"""Square brackets: does every language put as many passages under negotiation?

In a draft, what is in square brackets has not been agreed. A translation that drops a pair of them, or
one of several alternatives, presents as agreed what is not.
"""

from collections.abc import Iterator
from typing import Final

from aligner.checks.material import Check, Material, finding
from aligner.languages.tokens import fold
from aligner.revision.brackets import EDITORIAL, quotes_only
from aligner.values import Finding, Message, Severity


def _run(material: Material) -> Iterator[Finding]:
    """Yield a finding for each row, if the pivot has brackets, and no text uses them for quotations only."""
    if any(map(quotes_only, material.comparison.documents.values())):
        return
    pairs = [
        (row, pivot, other, _passages(pivot.text), _passages(other.text))
        for row, pivot, other in material.full_pairs()
    ]
    if not any(there for *_, there, _ in pairs):
        return
    for row, pivot, other, theirs, ours in pairs:
        if ours != theirs:
            message = Message("brackets.passages", pivot=pivot.language, here=ours, there=theirs)
            yield finding(CHECK, Severity.WARNING, row, other, message)


def _passages(text: str) -> int:
    """Count the passages in square brackets, also where a partner is in another paragraph."""
    if "[" not in (form := fold(text)) and "]" not in form:
        return 0
    form = str(EDITORIAL.sub("", form))
    return max(form.count("["), form.count("]"))


CHECK: Final = Check("brackets", Severity.WARNING, _run)
