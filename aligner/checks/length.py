"""Paragraphs much longer or shorter than is usual for their counterpart.

Length ratios are compared with the median of the pair of documents, so that a translator's
style, or a language's verbosity, is not a finding. Titles and headings are ignored, since one
language may shorten them ("Convention against Torture"). A formula that recurs with different
numbers is reported once.
"""

from collections.abc import Hashable, Iterator
from functools import lru_cache
from math import exp, log
from typing import Final

from aligner.checks.material import Check, Material, Side, finding, merge_recurring
from aligner.checks.usual_lengths import FEWEST, UsualRatio, size
from aligner.languages.numerals import numerals
from aligner.languages.proper_names import names
from aligner.values import DocumentKey, Finding, Message, Severity

_ID: Final = "length"
_LONG: Final = 80  # English-equivalent characters that at least one side must have
_FAR: Final = 0.6931  # as a logarithm: twice as long as usual
_DEVIATIONS: Final = 4.0  # and this many standard deviations of this pair of documents


def _run(material: Material) -> Iterator[Finding]:
    yield from merge_recurring(_unusual(material), lambda each: _formula(material, each))


def _unusual(material: Material) -> Iterator[Finding]:
    found: dict[DocumentKey, list[tuple[int, Side, Side, float]]] = {}
    for row, pivot, other in material.full_pairs():
        ours, theirs = _size(pivot.text, pivot.language), _size(other.text, other.language)
        if max(ours, theirs) >= _LONG and not pivot.is_heading:
            found.setdefault(other.key, []).append((row, pivot, other, log(theirs / ours)))
    for pairs in found.values():
        if len(pairs) < FEWEST:
            continue
        usual = UsualRatio.of([ratio for *_, ratio in pairs])
        for row, pivot, other, ratio in pairs:
            excess = usual.excess(ratio)
            if abs(excess) > max(_FAR, _DEVIATIONS * usual.spread):
                yield _finding(row, pivot, other, excess)


def _formula(material: Material, each: Finding) -> Hashable:
    """Return the pivot's text without its numbers."""
    side = material.side(each.rows[0], material.pivot)
    if side is None:
        return each.rows
    parts, end = list[str](), 0
    for number in numerals(side.text, side.language):
        parts.append(side.text[end : number.span.start])
        end = number.span.stop
    return "".join([*parts, side.text[end:]])


@lru_cache(maxsize=1 << 14)  # each text of the pivot is compared with every language
def _size(text: str, language: str) -> float:
    """Return a text's length without names of countries and bodies, which some languages transliterate."""
    named = sum(size(found.span.of(text), language) for found in names(text, language))
    return max(size(text, language) - named, 1.0)


def _finding(row: int, pivot: Side, other: Side, away: float) -> Finding:
    times, language = round(exp(abs(away)), 1), pivot.language
    message = Message("length.longer" if away > 0 else "length.shorter", pivot=language, times=times)
    return finding(_ID, Severity.WARNING, row, other, message)


CHECK: Final = Check(_ID, Severity.WARNING, _run, texts_only=True)
