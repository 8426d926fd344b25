"""Extend a list of resolutions in another language by those that the pivot's list gained.

"Recalling its resolutions A of …, B of … and C of …" gains a resolution in most sessions. Where both
languages list the same resolutions, the separators of the list and the form of its last entry show
how to write the new entry; if there were only two entries, the language's usual separator is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from aligner.comparison.updating.memory import Passage
from aligner.comparison.updating.values_in_place import Replacement, replaced, written_like
from aligner.languages.facts_grammar import MONTH, facts
from aligner.languages.number_forms import counts_alike, enumeration
from aligner.languages.numerals import NumeralKind, numerals
from aligner.values import Span

_LONGEST: Final = 12
"""Maximum number of characters between two entries of a list."""
_FEWEST: Final = 2
"""Minimum number of entries."""
_LAST_DAY: Final = 31


@dataclass(frozen=True, slots=True)
class _Entry:
    """A resolution in a list, with its date if it has one.

    Attributes:
        span: the symbol, and the date before or after it.
        symbol: where the symbol is.
        date: where the date is.
        key: the symbol and the date's parts, alike in all languages.
    """

    span: Span
    symbol: Span
    date: Span | None
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """What extends the list: the span of the pivot's old list, and the insertions in the other text."""

    pivot: Span
    replacements: tuple[Replacement, ...]


def extension(passage: Passage) -> Extension | None:
    """Return how to extend the list in the other language as the pivot's list was extended.

    Returns:
        None if no list gained one entry, if the lists of the two languages differ, or if the new
        entry's form is not certain.
    """
    before, after, pivot = passage.before, passage.after, passage.pivot
    text, language = passage.text, passage.language
    for grown in _lists(after, pivot):
        for old in _lists(before, pivot):
            at = _position_of_new(old, grown)
            same = [found for found in _lists(text, language) if _keys(found) == _keys(old)]
            if at is None or len(same) != 1:
                continue
            made = _insertions(before, old, at, grown[at].span.of(after), pivot)
            whole = Span(old[0].span.start, old[-1].span.stop)
            expected = Span(grown[0].span.start, grown[-1].span.stop).of(after)
            if made is None or replaced(before, whole, made) != expected:
                continue
            entry = _rewritten(after, grown[at], pivot, text, same[0][-1], language)
            here = None if entry is None else _insertions(text, same[0], at, entry, language)
            if here is not None:
                return Extension(whole, here)
    return None


def _lists(text: str, language: str) -> list[list[_Entry]]:
    """Return the lists of at least `_FEWEST` entries."""
    lists: list[list[_Entry]] = []
    for entry in _entries(text, language):
        if lists and 0 <= entry.span.start - lists[-1][-1].span.stop <= _LONGEST:
            lists[-1].append(entry)
        else:
            lists.append([entry])
    return [each for each in lists if len(each) >= _FEWEST]


def _entries(text: str, language: str) -> list[_Entry]:
    """Return every symbol with its date: in a text where a date comes first, the date before it."""
    found = facts(text, language)
    first = bool(found.dates and found.symbols) and found.dates[0][0].start < found.symbols[0][0].start
    entries = []
    for symbol, key in found.symbols:
        near = [
            (date, parts)
            for date, parts in found.dates
            if 0 <= (symbol.start - date.stop if first else date.start - symbol.stop) <= _LONGEST
        ]
        date, parts = near[0] if near else (None, ())
        span = symbol if date is None else Span(min(symbol.start, date.start), max(symbol.stop, date.stop))
        entries.append(_Entry(span, symbol, date, (key, *sorted(parts))))
    return entries


def _keys(entries: Sequence[_Entry]) -> list[tuple[str, ...]]:
    return [entry.key for entry in entries]


def _position_of_new(old: Sequence[_Entry], grown: Sequence[_Entry]) -> int | None:
    """Return which entry of the grown list is new, if it is the only one."""
    before, after = _keys(old), _keys(grown)
    if len(after) != len(before) + 1:
        return None
    at = next((n for n, key in enumerate(before) if after[n] != key), len(before))
    return at if after[:at] + after[at + 1 :] == before else None


def _insertions(
    text: str, entries: Sequence[_Entry], at: int, entry: str, language: str
) -> tuple[Replacement, ...] | None:
    """Return the replacements that insert an entry into a list; None if its separators are not certain."""
    gaps = [Span(one.span.stop, other.span.start) for one, other in pairwise(entries)]
    last = gaps[-1].of(text)
    between = {gap.of(text) for gap in gaps[:-1]}
    separator = between.pop() if between else _separator(last, language)
    if separator is None or between:
        return None
    if at < len(entries) - 1:
        start = entries[at].span.start
        return (Replacement(Span(start, start), entry + separator),)
    if at == len(entries) - 1:
        return (Replacement(gaps[-1], separator + entry + last),)
    end = entries[-1].span.stop
    joined = () if separator == last else (Replacement(gaps[-1], separator),)
    return (*joined, Replacement(Span(end, end), last + entry))


def _separator(last: str, language: str) -> str | None:
    """Return what separates the entries of a list that had two, from what precedes its last entry.

    None where the noun before the list changes with a third entry, as the Arabic dual does.
    """
    separator, conjunction = enumeration(language)
    if not last.endswith(conjunction) or not counts_alike(2, 3, language):
        return None
    return last.removesuffix(conjunction).removesuffix(separator.rstrip()) + separator


def _rewritten(after: str, new: _Entry, pivot: str, text: str, like: _Entry, language: str) -> str | None:
    """Return the new entry in the form of another one in the other language."""
    symbol = new.symbol.of(after)
    if new.date is None or like.date is None:
        return symbol if new.date is None and like.date is None else None
    date = _redated(new.date.of(after), pivot, like.date.of(text), language)
    if date is None:
        return None
    changes = [Replacement(like.symbol, symbol), Replacement(like.date, date)]
    return replaced(text, like.span, changes)


def _redated(date: str, pivot: str, like: str, language: str) -> str | None:
    """Return a date in the form of another one; None for the first of a month, which has its own form."""
    wanted = {_part(part): part.removeprefix(MONTH) for part in _parts(date, pivot)}
    shown = [each for each in numerals(like, language) if each.kind is not NumeralKind.WORD]
    own = _parts(like, language)
    days = {part for part in (*own, *wanted.values()) if part == "1"}
    if days or len(shown) != len(own) or {_part(part) for part in own} != wanted.keys():
        return None
    changes = []
    for numeral, part in zip(shown, own, strict=True):
        value = wanted[_part(part)]
        text = written_like(numeral, value, like, language)
        if text is None:
            return None
        changes.append(Replacement(numeral.span, text))
    return replaced(like, Span(0, len(like)), changes)


def _parts(date: str, language: str) -> tuple[str, ...]:
    found = facts(date, language).dates
    return found[0][1] if len(found) == 1 else ()


def _part(value: str) -> str:
    """Return which part of a date a value is."""
    if value.startswith(MONTH):
        return "month"
    return "year" if value.isdecimal() and int(value) > _LAST_DAY else "day"
