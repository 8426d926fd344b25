"""Find what an amendment changed in one way in the pivot and in another way in another language.

The same edit may have been made with another value: "15 to 18 States" beside "15 à 16 États", or
"may" replaced by "shall" beside "peut" replaced by "devrait". Only what both drafts changed counts,
and only if each new text has a value that the other lacks in every form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from aligner.comparison.counterparts import Counterparts
from aligner.languages.amounts import fractions
from aligner.languages.differing_facts import (
    different_fractions,
    different_numbers,
    lacking,
    missing_dates,
    missing_symbols,
)
from aligner.languages.facts_grammar import Dated, Figure, Found, Symbol, facts
from aligner.languages.modal_words import degree
from aligner.languages.numerals import Numeral, numerals
from aligner.values import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AmendedOtherwise:
    """The words that an amendment put here, and those that were put there instead."""

    here: tuple[str, ...]
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The drafts of an amended paragraph in both languages.

    Attributes:
        here: language code of the pivot.
        there: language code of the other language.
        before: the pivot's old text.
        after: its new text.
        old: the other language's old text.
        new: its new text.
        around: the pivot's new text of all paragraphs that correspond to the new one there.
        labels: the numbers in the labels of the new paragraphs there.
    """

    here: str
    there: str
    before: str
    after: str
    old: str
    new: str
    around: str
    labels: frozenset[str]

    @classmethod
    def of(cls, found: Counterparts) -> _Texts:
        before, after = found.here.texts(found.change)
        old, new = found.there.joined(found.old, found.new)
        _, latter = found.returning((), found.new)
        _, around = found.here.joined((), sorted({*latter, *found.change.new}))
        here, there = found.here.new.language, found.there.new.language
        labels = frozenset[str]().union(*(found.there.label_values(each, here)[1] for each in found.changes))
        return cls(here, there, before, after, old, new, around, labels)


def amended_otherwise(found: Counterparts) -> AmendedOtherwise | None:
    """Return the numbers, dates, symbols or modal words amended otherwise there; None if there are none."""
    if not (found.old and found.new and found.change.old and found.change.new):
        return None
    texts = _Texts.of(found)
    for ours, theirs in (*_facts(texts), *_fractions(texts), *_replacements(texts), *_modal_words(texts)):
        here, there = _words(ours, texts.after), _words(theirs, texts.new)
        if here and there:
            return AmendedOtherwise(here, there)
    return None


def _words(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.of(text).strip() for span in spans))


def _facts(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the symbols, dates and numbers that each new text, but neither its old one nor the other, has."""
    symbols, other_symbols = _introduced(texts, _different_symbols, missing_symbols)
    yield [span for span, _ in symbols], [span for span, _ in other_symbols]
    dates, other_dates = _introduced(texts, _different_dates, missing_dates)
    yield [span for span, _ in dates], [span for span, _ in other_dates]
    numbers, other_numbers = _introduced(texts, different_numbers, lacking)
    numbers = [each for each in numbers if texts.labels.isdisjoint(each.readings)]
    yield [each.span for each in numbers], [each.span for each in other_numbers]


def _fractions(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the fractions that each new text, but neither its old one nor the other, has."""
    if all(different_fractions(texts.before, texts.here, texts.old, texts.there)):
        return
    (_, before), (_, old) = fractions(texts.before, texts.here), fractions(texts.old, texts.there)
    ours, _ = different_fractions(texts.after, texts.here, texts.new, texts.there)
    _, theirs = different_fractions(texts.around, texts.here, texts.new, texts.there)
    yield (
        [each.span for each in ours if each.value not in {known.value for known in before}],
        [each.span for each in theirs if each.value not in {known.value for known in old}],
    )


def _replacements(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the numbers that replaced the same number in each language, unless the other has them.

    Since both replaced it, round numbers count, which may otherwise be a manner of speaking: 一千万, which
    replaced 七百万 where "twelve million" replaced "seven million".
    """
    before, after = numerals(texts.before, texts.here), numerals(texts.after, texts.here)
    old, new = numerals(texts.old, texts.there), numerals(texts.new, texts.there)
    if (_values(before) - _values(after)) & (_values(old) - _values(new)):
        ours = _new_figures(before, after, texts.labels)
        theirs = _new_figures(old, new, frozenset())
        yield (
            [each.span for each in lacking(ours, facts(texts.new, texts.there))],
            [each.span for each in lacking(theirs, facts(texts.around, texts.here))],
        )


def _values(numbers: Iterable[Numeral]) -> frozenset[str]:
    return frozenset(number.value for number in numbers)


def _new_figures(
    before: Iterable[Numeral], after: Iterable[Numeral], labels: frozenset[str]
) -> Iterator[Figure]:
    known = _values(before) | labels
    return (Figure(each.span, (each.value,), scaled=True) for each in after if each.value not in known)


def _introduced(
    texts: _Texts,
    differing: Callable[[Found, Found], tuple[list[T], list[T]]],
    lacking: Callable[[list[T], Found], list[T]],
) -> tuple[list[T], list[T]]:
    """Return the facts of one kind that each amendment introduced and the other new text lacks.

    None if both old texts already differed: the languages may count in other units or by other calendars.
    """
    before, old = facts(texts.before, texts.here), facts(texts.old, texts.there)
    if all(differing(before, old)):
        return [], []
    after, new = facts(texts.after, texts.here), facts(texts.new, texts.there)
    around = after if texts.around == texts.after else facts(texts.around, texts.here)
    return lacking(differing(after, new)[0], before), lacking(differing(around, new)[1], old)


def _different_symbols(here: Found, there: Found) -> tuple[list[Symbol], list[Symbol]]:
    return missing_symbols(here.symbols, there), missing_symbols(there.symbols, here)


def _different_dates(here: Found, there: Found) -> tuple[list[Dated], list[Dated]]:
    return missing_dates(here.dates, there), missing_dates(there.dates, here)


def _modal_words(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the new modal words, if both languages bound alike and now bind to different degrees."""
    before, after = degree(texts.before, texts.here), degree(texts.after, texts.here)
    was, now = degree(texts.old, texts.there), degree(texts.new, texts.there)
    if before is None or after is None or was is None or now is None:
        return
    agreed = not was[0].contradicts(before[0])
    if agreed and was[0] is not now[0] and after[0].contradicts(before[0]) and now[0].contradicts(after[0]):
        yield [after[1]], [now[1]]
