"""Replace numbers, dates and symbols of a paragraph by the pivot's new ones, in the language's own form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from aligner.alignment.word_links import WordLinks
from aligner.languages import number_forms
from aligner.languages.numerals import Numeral, NumeralKind, numerals
from aligner.languages.profile import get, profile
from aligner.languages.tokens import form_key
from aligner.values import Span

_SURE: Final = 0.5
"""Minimum link probability for choosing one of several equal numbers."""
_PLAIN: Final = 4
"""Maximum number of digits of a number written without group separators."""
_GROUPED: Final = re.compile(r"[0-9]{1,3}([ ,.’'\u00a0\u202f\u2009])[0-9]{3}(?:\1[0-9]{3})*")
"""A number with group separators."""
_GROUPED_BACKWARDS: Final = re.compile(
    r"[0-9]{3}(?P<group>[ \u00a0\u202f\u2009])(?:[0-9]{3}(?P=group))*[0-9]{1,3}"
)
"""A number whose groups are typed in the order in which a line from right to left shows them."""
_GROUPED_DECIMAL: Final = re.compile(
    r"[0-9]{1,3}(?P<group>[ ,.’'\u00a0\u202f\u2009])[0-9]{3}(?:(?P=group)[0-9]{3})*"
    r"(?P<sign>(?!(?P=group))[.,])(?P<decimals>[0-9]+)"
)
"""A number with group separators and decimals."""
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


def replaced_values(
    changes: Sequence[tuple[Numeral, str]],
    before: str,
    pivot: str,
    text: str,
    language: str,
    links: WordLinks,
) -> list[Replacement] | None:
    """Find changed numbers in another language's text, and replace them with the new values.

    Args:
        changes: changed numerals with their spans in the pivot's text, and their new values.
        before: the pivot's text.
        pivot: language code of the pivot.
        text: the text in the other language.
        language: language code of `text`.
        links: the links between the words of the two texts.

    Returns:
        None if a number is missing, ambiguous, or has a form that cannot be written.
    """
    found: list[Replacement] = []
    here = numerals(text, language)
    names_months = bool(profile(get(pivot).code).numbers.months)
    for was, value in changes:
        places = [numeral for numeral in here if numeral.value == was.value]
        if before.count(_CELL_END) == text.count(_CELL_END):
            places = [numeral for numeral in places if _cell(text, numeral) == _cell(before, was)]
        if names_months:
            places = _of_same_part(places, was)
        chosen = places[0] if len(places) == 1 else _linked(was, places, links)
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
    return number_forms.ordinals_end_alike(int(number.value), int(value), language)


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
        return number_forms.month_name(int(value), shown, language)
    if number.kind is NumeralKind.WORD:
        numbers = int(value), shown, int(number.value), language
        return number_forms.number_word(*numbers) or number_forms.ordinal_word(*numbers)
    return number_forms.chinese_numeral(int(value), shown, int(number.value), text[: number.span.start])


def _in_digits(shown: str, was: str, value: str, language: str) -> str | None:
    """Write a value in digits, with the separators that an existing number or the language has."""
    decimal = _DECIMAL.fullmatch(shown)
    if decimal and Decimal(shown.replace(decimal[1], ".")) == Decimal(was):
        fixed = len(shown) - decimal.end(1) if shown.endswith("0") else 0
        return _with_decimals(value, fixed).replace(".", decimal[1])
    if decimals := _GROUPED_DECIMAL.fullmatch(shown):
        return _with_groups(decimals, was, value)
    plain = shown.isascii() and shown.isdigit() and shown == was
    if plain and len(value.partition(".")[0]) <= _PLAIN:
        return value if value.isdigit() else number_forms.with_decimal_sign(value, language)
    if not value.isdigit():
        return None
    grouped = _GROUPED.fullmatch(shown)
    if grouped and re.sub(r"\D", "", shown) == was:
        return f"{int(value):,}".replace(",", grouped[1])
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
    places, group, sign = len(shown["decimals"]), shown["group"], shown["sign"]
    whole = re.sub(r"\D", "", shown[0])
    after = Decimal(value)
    if Decimal(f"{whole[:-places]}.{whole[-places:]}") != Decimal(was) or after != round(after, places):
        return None
    whole, _, decimals = f"{after:,.{places}f}".partition(".")
    return f"{whole.replace(',', group)}{sign}{decimals}"


def _scaled(shown: str, was: str, value: str, language: str) -> str | None:
    """Write a value with the word that scales an existing number, if the word keeps its form."""
    match = _SCALED.fullmatch(shown)
    found = numerals(match[1], language) if match else []
    if match is None or len(found) != 1 or found[0].span != Span(0, len(match[1])):
        return None
    before = Decimal(found[0].value)
    after = Decimal(value) * before / Decimal(was) if Decimal(was) else Decimal(0)
    is_fixed = re.fullmatch(profile(get(language).code).numbers.fixed_scales, match[2].strip()) is not None
    if after < 1 or not (is_fixed or number_forms.counts_alike(before, after, language)):
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
