"""Replace numbers, dates and symbols of a paragraph by the pivot's new ones, in the language's own form.

"Recalling its resolutions A of …, B of … and C of …" gains a resolution in most sessions. Where both
languages list the same resolutions, the separators of the list and the form of its last entry show
how to write the new entry; if there were only two entries, the language's usual separator is used.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from aligner.alignment.word_links import WordLinks
from aligner.comparison.updating.memory import Passage
from aligner.languages import counting
from aligner.languages.counting import counts_alike, enumeration
from aligner.languages.facts_grammar import MONTH, facts
from aligner.languages.numerals import Numeral, NumeralKind, numerals
from aligner.languages.profile import profile
from aligner.languages.tokens import form_key
from aligner.values import Span
from aligner.values.runs import runs_of

_SURE: Final = 0.5
"""Minimum link probability for choosing one of several equal numbers."""
_PLAIN: Final = 4
"""Maximum number of digits of a number written without group separators."""
_GROUPED_BACKWARDS: Final = re.compile(
    r"[0-9]{3}(?P<group>[ \u00a0\u202f\u2009])(?:[0-9]{3}(?P=group))*[0-9]{1,3}"
)
"""A number whose groups are typed in the order in which a line from right to left shows them."""
_GROUPED: Final = re.compile(
    r"[0-9]{1,3}(?P<group>[ ,.’'\u00a0\u202f\u2009])[0-9]{3}(?:(?P=group)[0-9]{3})*"
    r"(?:(?P<sign>(?!(?P=group))[.,])(?P<decimals>[0-9]+))?"
)
"""A number with group separators, and perhaps decimals."""
_DECIMAL: Final = re.compile(r"[0-9]{1,3}([.,])[0-9]+")
"""A number with decimals, or with a group of thousands; only its value shows which."""
_SCALED: Final = re.compile(r"(.*\d)(\s?[^\W\d].*)")
"""A number in digits, and the word that multiplies it."""
_CELL_END: Final = "\t"
"""What is between the cells of a table row, which are in the same order in all languages."""
_CAPITALS: Final = re.compile(r"[A-Z][A-Za-z\d./–-]*")


@dataclass(frozen=True, slots=True)
class Replacement:
    """The new text for a span of the old text."""

    span: Span
    text: str


def replaced(text: str, span: Span, replacements: Iterable[Replacement]) -> str:
    """Return a span of a text with replacements made in it.

    >>> replaced("of 8 May 2023", Span(3, 13), [Replacement(Span(5, 8), "June")])
    '8 June 2023'
    """
    parts, at = [], span.start
    for replacement in sorted(replacements, key=lambda one: one.span):
        parts += [text[at : replacement.span.start], replacement.text]
        at = replacement.span.stop
    return "".join([*parts, text[at : span.stop]])


def value_changes(old: str, new: str, language: str) -> list[tuple[Numeral, str]] | None:
    """Return the numbers in which two otherwise equal wordings differ, with their new values.

    Args:
        old: the pivot's words before an edit.
        new: its words after the edit.
        language: language code of both.

    Returns:
        Numerals with their spans in `old`, and their new values; None if other words differ too.

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
    for numeral in found:
        parts.append(text[at : numeral.span.start])
        at = max(at, numeral.span.stop)
    return form_key("\0".join([*parts, text[at:]]))


def replaced_values(changes: Sequence[tuple[Numeral, str]], passage: Passage) -> list[Replacement] | None:
    """Find changed numbers in another language's text, and replace them with the new values.

    Args:
        changes: changed numerals with their spans in the pivot's text, and their new values.
        passage: both texts.

    Returns:
        None if a number is missing, ambiguous, or has a form that cannot be written.
    """
    found: list[Replacement] = []
    before, text, language = passage.before, passage.text, passage.language
    here = numerals(text, language)
    names_months = bool(profile(passage.pivot).numbers.months)
    for was, value in changes:
        places = [numeral for numeral in here if numeral.value == was.value]
        if before.count(_CELL_END) == text.count(_CELL_END):
            places = [numeral for numeral in places if _cell(text, numeral) == _cell(before, was)]
        if names_months:
            places = _of_same_part(places, was)
        chosen = places[0] if len(places) == 1 else _linked(was, places, passage.link())
        shown = None if chosen is None else written_like(chosen, value, text, language)
        if chosen is None or shown is None or not _keeps_ending(chosen, value, text, language):
            return None
        found.append(Replacement(chosen.span, shown))
    return found if len({replacement.span for replacement in found}) == len(found) else None


def _cell(text: str, number: Numeral) -> int:
    """Return in which cell of a table row a number is; outside of tables, 0."""
    return text.count(_CELL_END, 0, number.span.start)


def _of_same_part(places: list[Numeral], was: Numeral) -> list[Numeral]:
    """Prefer months for a month, and other numbers for another: both are 12 on 12 December."""
    same = [each for each in places if (each.kind is NumeralKind.MONTH) == (was.kind is NumeralKind.MONTH)]
    return same or places


def _linked(was: Numeral, places: Sequence[Numeral], links: WordLinks) -> Numeral | None:
    """Return which of several equal numbers is linked to the pivot's; None if this is uncertain."""
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


def _keeps_ending(number: Numeral, value: str, text: str, language: str) -> bool:
    """Whether letters attached to a number fit its new value: those of 51st do not fit 52."""
    attached = text[number.span.stop : number.span.stop + 1].isalpha()
    if not attached or number.kind is not NumeralKind.DIGITS or not (number.value + value).isdecimal():
        return True
    return counting.ordinals_end_alike(int(number.value), int(value), language)


def written_like(number: Numeral, value: str, text: str, language: str) -> str | None:
    """Write a value in the form of an existing number: in digits, grouped alike, as a word or a month.

    Returns:
        None for other forms, such as inflected number words.

    >>> text = "2,2 milliards"
    >>> written_like(numerals(text, "fr")[0], "2100000000", text, "fr")
    '2,1 milliards'
    """
    shown = number.span.of(text)
    if number.kind is NumeralKind.DIGITS:
        return _in_digits(shown, number.value, value, language) or _scaled(
            shown, number.value, value, language
        )
    if not (value.isdigit() and number.value.isdigit()):
        return None
    if number.kind is NumeralKind.MONTH:
        return counting.month_name(int(value), shown, language)
    if number.kind is NumeralKind.WORD:
        numbers = int(value), shown, int(number.value), language
        return counting.number_word(*numbers) or counting.ordinal_word(*numbers)
    return counting.chinese_numeral(int(value), shown, int(number.value), text[: number.span.start])


def _in_digits(shown: str, was: str, value: str, language: str) -> str | None:
    """Write a value in digits, with the separators that an existing number or the language has."""
    decimal = _DECIMAL.fullmatch(shown)
    if decimal and Decimal(shown.replace(decimal[1], ".")) == Decimal(was):
        fixed = len(shown) - decimal.end(1) if shown.endswith("0") else 0
        return _with_decimals(value, fixed).replace(".", decimal[1])
    if (grouped := _GROUPED.fullmatch(shown)) and (made := _with_groups(grouped, was, value)):
        return made
    plain = shown.isascii() and shown.isdigit() and shown == was
    if plain and len(value.partition(".")[0]) <= _PLAIN:
        return value if value.isdigit() else counting.with_decimal_sign(value, language)
    if not value.isdigit():
        return None
    if backwards := _GROUPED_BACKWARDS.fullmatch(shown):
        group = backwards["group"]
        if "".join(reversed(shown.split(group))) == was:
            return group.join(reversed(f"{int(value):,}".split(",")))
    return None


def _with_decimals(value: str, fewest: int) -> str:
    """Return a value with at least so many decimals: `20.0` in place of `11.0`."""
    places = len(value.partition(".")[2])
    return f"{Decimal(value):.{max(places, fewest)}f}"


def _with_groups(shown: re.Match[str], was: str, value: str) -> str | None:
    """Write a value with the separators and as many decimals as a number has; None if it has more."""
    places, after = len(shown["decimals"] or ""), Decimal(value)
    before = Decimal(re.sub(r"\D", "", shown[0])).scaleb(-places)
    if before != Decimal(was) or after != round(after, places):
        return None
    whole, _, decimals = f"{after:,.{places}f}".partition(".")
    return f"{whole.replace(',', shown['group'])}{shown['sign'] or ''}{decimals}"


def _scaled(shown: str, was: str, value: str, language: str) -> str | None:
    """Write a value with the word that scales an existing number, if the word keeps its form."""
    match = _SCALED.fullmatch(shown)
    found = numerals(match[1], language) if match else []
    if match is None or len(found) != 1 or found[0].span != Span(0, len(match[1])):
        return None
    before = Decimal(found[0].value)
    after = Decimal(value) * before / Decimal(was) if Decimal(was) else Decimal(0)
    is_fixed = re.fullmatch(profile(language).numbers.fixed_scales, match[2].strip()) is not None
    if after < 1 or not (is_fixed or counting.counts_alike(before, after, language)):
        return None
    written = _in_digits(match[1], found[0].value, f"{after.normalize():f}", language)
    return None if written is None else written + match[2]


def replaced_symbols(old: str, new: str, text: str) -> list[Replacement] | None:
    """Replace symbols that are the same in every language, such as E/CN.15/2018/L.6.

    Returns:
        None if the wordings also differ otherwise, or a symbol does not occur exactly once.

    >>> [each.text for each in replaced_symbols("见A/RES/71/1", "见A/C.3/L.2", "voir A/RES/71/1.")]
    ['A/C.3/L.2']
    """
    (between, before), (between_new, after) = _around_symbols(old), _around_symbols(new)
    if not before or between != between_new:
        return None
    replacements = []
    for was, now in zip(before, after, strict=True):
        if was != now:
            if text.count(was) != 1:
                return None
            at = text.index(was)
            replacements.append(Replacement(Span(at, at + len(was)), now))
    return replacements or None


def _around_symbols(text: str) -> tuple[list[str], list[str]]:
    """Split a text into what is between symbols, and the symbols: capitals and signs with a digit."""
    symbols = [match for match in _CAPITALS.finditer(text) if any(map(str.isdecimal, match[0]))]
    edges = [0, *(edge for match in symbols for edge in match.span()), len(text)]
    between = [text[start:stop] for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    return between, [match[0] for match in symbols]


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
    lists = runs_of(
        _entries(text, language), lambda before, entry: 0 <= entry.span.start - before.span.stop <= _LONGEST
    )
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
