"""Paragraphs much longer or shorter than is usual for their counterpart.

Length ratios are compared with the median of the pair of documents, so that a translator's
style, or a language's verbosity, is not a finding. Titles and headings are ignored, since one
language may shorten them ("Convention against Torture"). A formula that recurs with different
numbers is reported once.
"""

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from math import exp, log
from typing import Final, NamedTuple

from aligner.checks.material import Check, Material, Side, finding, merge_recurring
from aligner.checks.usual_lengths import FEWEST, UsualRatio, size
from aligner.comparison.updating.values_in_place import Replacement, replaced
from aligner.languages.numerals import numerals
from aligner.languages.proper_names import names
from aligner.values import DocumentKey, Finding, Message, Severity, Span

_LONG: Final = 80  # English-equivalent characters that at least one side must have
_FAR: Final = 0.6931  # as a logarithm: twice as long as usual
_DEVIATIONS: Final = 4.0  # and this many standard deviations of this pair of documents


class _Ratio(NamedTuple):
    """How long a row is in one document, compared with the pivot, as a logarithm."""

    row: int
    key: DocumentKey
    ratio: float


def _run(material: Material) -> Iterator[_Ratio]:
    for row, pivot, other in material.full_pairs():
        ours, theirs = _size(pivot.text, pivot.language), _size(other.text, other.language)
        if max(ours, theirs) >= _LONG and not pivot.is_heading:
            yield _Ratio(row, other.key, log(theirs / ours))


def _merged(material: Material, found: Sequence[_Ratio]) -> Iterator[Finding]:
    yield from merge_recurring(_unusual(material, found), lambda each: _formula(material, each))


def _unusual(material: Material, found: Sequence[_Ratio]) -> Iterator[Finding]:
    by_key: dict[DocumentKey, list[_Ratio]] = {}
    for each in found:
        by_key.setdefault(each.key, []).append(each)
    for key, ratios in by_key.items():
        if len(ratios) < FEWEST:
            continue
        usual = UsualRatio.of([each.ratio for each in ratios])
        limit = max(_FAR, _DEVIATIONS * usual.spread)
        for row, _, ratio in ratios:
            excess = ratio - usual.center
            if abs(excess) > limit and (other := material.side(row, key)):
                yield _finding(row, material.pivot.language, other, excess)


def _formula(material: Material, each: Finding) -> Hashable:
    """Return the pivot's text without its numbers."""
    side = material.side(each.rows[0], material.pivot)
    if side is None:
        return each.rows
    numbers = [Replacement(number.span, "") for number in numerals(side.text, side.language)]
    return replaced(side.text, Span(0, len(side.text)), numbers)


@lru_cache(maxsize=1 << 14)  # each text of the pivot is compared with every language
def _size(text: str, language: str) -> float:
    """Return a text's length without names of countries and bodies, which some languages transliterate."""
    named = sum(size(found.span.of(text), language) for found in names(text, language))
    return max(size(text, language) - named, 1.0)


def _finding(row: int, pivot: str, other: Side, away: float) -> Finding:
    times = round(exp(abs(away)), 1)
    message = Message("length.longer" if away > 0 else "length.shorter", pivot=pivot, times=times)
    return finding(CHECK, Severity.WARNING, row, other, message)


CHECK: Final = Check("length", Severity.WARNING, _run, by_row=True, merge=_merged)
