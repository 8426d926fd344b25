"""Dates: does each day, month and year in one language occur in the other?"""

from collections.abc import Iterator
from typing import Final

from aligner.checks.material import Check, FullPair, Material, Words, difference, differing, differing_facts
from aligner.languages.facts_grammar import DATES, Dated, facts, has_date_part, not_quoted
from aligner.values import Finding, Message, Severity

_YEAR: Final = 4  # digits


def _run(material: Material) -> Iterator[Finding]:
    for pair, missing, extra in differing_facts(material, DATES):
        missing = not_quoted(missing, pair.pivot.text, pair.other.text)
        extra = not_quoted(extra, pair.other.text, pair.pivot.text)
        if missing or extra:
            spans = [span for span, _ in missing], [span for span, _ in extra]
            yield difference(CHECK, _severity(pair, missing, extra), pair, *spans, say=_message)


def _message(pivot: str, expected: Words, found: Words) -> Message:
    if expected and found:
        return differing(pivot, expected, found)
    if expected:
        return Message("dates.missing", pivot=pivot, expected=expected)
    return Message("dates.extra", pivot=pivot, found=found)


def _severity(pair: FullPair, missing: list[Dated], extra: list[Dated]) -> Severity:
    """Less severe if one language merely leaves a date, or its year, implicit."""
    if missing and extra:
        return Severity.ERROR
    lacking = pair.other if missing else pair.pivot
    found = facts(lacking.text, lacking.language)
    lost = {part for _, parts in missing or extra for part in parts if not has_date_part(part, found)}
    return Severity.INFO if all(len(part) == _YEAR for part in lost) else Severity.WARNING


CHECK: Final = Check("dates", Severity.ERROR, _run, by_row=True)
