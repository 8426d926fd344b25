"""Replace numbers, dates and symbols of a paragraph by the pivot's new ones, in the language's form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aligner.alignment.word_links import WordLinks
from aligner.languages.number_forms import month_name
from aligner.languages.numerals import Numeral, NumeralKind, numerals
from aligner.languages.tokens import form_key
from aligner.values import Span

_SURE: Final = 0.5
"""The least probability of a link by which one of several equal numbers is chosen."""
_PLAIN: Final = 4
"""Digits up to which a number is written without marks between its groups."""
_CAPITALS: Final = re.compile(r"[A-Z][A-Z\d./–-]*\d[A-Z\d./–-]*")


@dataclass(frozen=True, slots=True)
class Replacement:
    """New words for a span of the old text."""

    span: Span
    text: str


def value_changes(old: str, new: str, language: str) -> list[tuple[Numeral, str]] | None:
    """The numbers that differ between two wordings that are otherwise equal, with their new values.

    Args:
        old: words of the pivot before an edit.
        new: the same after it.
        language: of both.

    Returns:
        None if other words differ, too; numerals are at their places in `old`.

    >>> found = value_changes("9月26日", "9月27日", "zh")
    >>> [(number.value, new) for number, new in found]
    [('26', '27')]
    """
    before, after = numerals(old, language), numerals(new, language)
    if not before or len(before) != len(after) or _frame(old, before) != _frame(new, after):
        return None
    return [(was, now.value) for was, now in zip(before, after, strict=True) if was.value != now.value]


def _frame(text: str, found: Sequence[Numeral]) -> str:
    parts, at = [], 0
    for each in found:
        parts.append(text[at : each.span.start])
        at = max(at, each.span.stop)
    return form_key("\0".join([*parts, text[at:]]))


def replaced_values(
    changes: Sequence[tuple[Numeral, str]], pivot: str, text: str, language: str, links: WordLinks
) -> list[Replacement] | None:
    """Find the numbers in another language and write the new ones in their place.

    Args:
        changes: numerals at their places in the pivot's text, and their new values.
        pivot: the pivot's text.
        text: the other language's text.
        language: of `text`.
        links: between the words of the two texts.

    Returns:
        None if a number is absent, stands at several places, or has a form that cannot be written.
    """
    found: list[Replacement] = []
    here = numerals(text, language)
    for was, value in changes:
        places = [each for each in here if each.value == was.value]
        chosen = places[0] if len(places) == 1 else _linked(was, places, links)
        shown = None if chosen is None else written_like(chosen, value, text, language)
        if chosen is None or shown is None:
            return None
        found.append(Replacement(chosen.span, shown))
    return found if len({each.span for each in found}) == len(found) else None


def _linked(was: Numeral, places: Sequence[Numeral], links: WordLinks) -> Numeral | None:
    """The one of several equal numbers that is linked with the pivot's."""
    rows = [n for n, span in enumerate(links.source) if span.overlaps(was.span)]
    if not rows or not places:
        return None
    scored = []
    for place in places:
        columns = [n for n, span in enumerate(links.target) if span.overlaps(place.span)]
        scored.append(max((float(links.matrix[i, j]) for i in rows for j in columns), default=0.0))
    best = max(range(len(places)), key=scored.__getitem__)
    others = sum(scored) - scored[best]
    return places[best] if scored[best] >= _SURE and others < scored[best] / 2 else None


def written_like(number: Numeral, value: str, text: str, language: str) -> str | None:
    """A value written as another number is: in digits, or as the name of a month.

    Returns:
        None for number words, numbers with decimals and those with a word such as "million".
    """
    shown = number.span.of(text)
    if number.kind is NumeralKind.MONTH:
        return month_name(int(value), shown, language) if value.isdigit() else None
    plain = shown.isascii() and shown.isdigit() and str(int(shown)) == shown
    if number.kind is NumeralKind.DIGITS and plain and value.isdigit() and len(value) <= _PLAIN:
        return value
    return None


def replaced_symbols(old: str, new: str, text: str) -> list[Replacement] | None:
    """Replace a symbol that every language writes alike, such as E/CN.15/2018/L.6.

    Returns:
        None if the wordings differ in more, or the symbol is absent or stands at several places.

    >>> [each.text for each in replaced_symbols("见A/RES/71/1", "见A/C.3/L.2", "voir A/RES/71/1.")]
    ['A/C.3/L.2']
    """
    before, after = _CAPITALS.findall(old), _CAPITALS.findall(new)
    if not before or len(before) != len(after) or _CAPITALS.sub("\0", old) != _CAPITALS.sub("\0", new):
        return None
    found = []
    for was, now in zip(before, after, strict=True):
        if was != now:
            if text.count(was) != 1:
                return None
            at = text.index(was)
            found.append(Replacement(Span(at, at + len(was)), now))
    return found or None
