"""Numbers: does each figure in one language occur in the other, in whatever form?

A figure printed in digits is searched for among all numbers of the other side, whether in
digits, Chinese numerals or words, so that `第二十七届` agrees with `Twenty-seventh session` and
`1.5万` with `15,000`. "Second", "both" and 一 are words as often as numbers, so a number written
out is reported only if each side has one that the other lacks (`第二十六届` against
`Twenty-seventh session`, or `27th session`).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from aligner.checks.material import Check, FullPair, Material, Side, difference, unless_unpaired
from aligner.languages.amounts import Amount
from aligner.languages.facts_grammar import NUMBERS, Figure, different_fractions, facts
from aligner.languages.numerals import label_ordinal, levels
from aligner.values import Finding, Severity


def _run(material: Material) -> Iterator[Finding]:
    for pair in material.full_pairs():
        _, pivot, other = pair
        here, there = facts(pivot.text, pivot.language), facts(other.text, other.language)
        missing, extra = NUMBERS.different(here, there)
        missing = _without_labels(missing, pivot.language, other)
        extra = _without_labels(extra, other.language, pivot)
        missing, extra = unless_unpaired(material, pair, (missing, extra), NUMBERS)
        ours, theirs = different_fractions(pivot.text, pivot.language, other.text, other.language)
        if missing or extra or ours:
            yield _finding(pair, [*missing, *ours], [*extra, *theirs])


def _without_labels(figures: list[Figure], language: str, there: Side) -> list[Figure]:
    """Drop figures that are paragraph numbers on the other side: "Section 2" beside the label 第二条.

    Labels with several levels are read as figures are, "Version 2.0" beside the label 2.0, and level by
    level: 3.2 is 3-2 in Arabic.
    """
    if not figures:
        return figures
    labels = {str(label_ordinal(label, there.language)) for label in there.labels if not levels(label)}
    several = (facts(label, language).numbers for label in there.labels if levels(label))
    labels |= {reading for numbers in several for figure in numbers for reading in figure.readings}
    labels |= {str(number) for label in there.labels for number in levels(label)}
    return [figure for figure in figures if labels.isdisjoint(figure.readings)]


def _finding(pair: FullPair, missing: Sequence[Figure | Amount], extra: Sequence[Figure | Amount]) -> Finding:
    one_sided = not (missing and extra)
    small = all(isinstance(each, Figure) and each.is_small for each in (*missing, *extra))
    severity = (Severity.INFO if small else Severity.WARNING) if one_sided else Severity.ERROR
    spans = [figure.span for figure in missing], [figure.span for figure in extra]
    return difference(CHECK, severity, pair, *spans)


CHECK: Final = Check("numbers", Severity.ERROR, _run, by_row=True)
