"""Numbers as an amendment changes them: whole amounts, in whatever way they are written.

`numerals` reads single numbers and leaves out words that may not be numbers (一, one, I). Where
one number replaces another, those words can be read as numbers too, and a fraction or a
percentage as one amount: 百分之三, two thirds, ثلثي.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import regex

from aligner.languages.list_labels import roman_value
from aligner.languages.number_words import PLAIN_LETTERS, alternatives, fraction_of, number_words
from aligner.languages.numerals import HAN_DIGIT_VALUES, NumeralKind, chinese_number, numerals
from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import NO_MATCH, PERCENT
from aligner.values.document import Span

_ROMAN: Final = regex.compile(
    r"(?<![\p{L}\p{N}])(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![IVXLCDM])"
)
"""A Roman numeral in capitals, well-formed up to 3999."""

_PERCENT: Final = "100"
_HALF: Final = "1/2"
_ARABIC_PREFIX: Final = regex.compile(r"(?<!\p{L})(?:[وبلكف]{1,2}(?:ال)?|لل)(?=\p{Arabic}{3,})")
"""Conjunctions, prepositions and the article, which Arabic writes as part of the next word."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text, and its value: digits, a fraction (`2/3`) or a percentage (`3%`)."""

    span: Span
    value: str


@lru_cache(maxsize=2048)
def amounts(text: str, language: str, *, paired: bool = False) -> tuple[Amount, ...]:
    """Return the amounts of a text in order; no two overlap.

    Args:
        text: any text.
        language: its language code.
        paired: whether the text is known to hold a number where another draft has one: then
            "one" and its like, a single Chinese numeral and a Roman numeral are read as well.

    Raises:
        LanguageError: for a language without a profile.

    >>> [amount.value for amount in amounts("百分之三，五十万元，三分之二", "zh")]
    ['3%', '500000', '2/3']
    >>> [amount.value for amount in amounts("Protocol II: one third", "en", paired=True)]
    ['2', '1/3']
    """
    code = get(language).code
    found = list(_parted(text, code))
    for source in (_numbers(text, code), *((_roman(text), _lone(text, code)) if paired else ())):
        found += [each for each in source if not any(each.span.overlaps(other.span) for other in found)]
    for fraction in _fractions(text, code, found, paired):
        found = [each for each in found if not each.span.overlaps(fraction.span)] + [fraction]
    found.sort(key=lambda each: each.span.start)
    return tuple(_as_percentage(each, text, code) for each in found)


def fractions(text: str, language: str) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
    """Return the fractions that a text has for certain, and all that it may have; neither counts halves.

    >>> [each.value for each in fractions("two thirds of a quarter, in the third week", "en")[1]]
    ['2/3', '1/4']
    >>> len(fractions("Twenty-fourth session", "en")[1])
    0
    """
    code = get(language).code
    plain = text.translate(PLAIN_LETTERS)
    if not (_fraction_pattern(code).search(plain) or _parted_pattern(code).search(text)):
        return (), ()
    sure, maybe = (
        tuple(each for each in amounts(text, code, paired=paired) if _is_fraction(each.value))
        for paired in (False, True)
    )
    return sure, maybe


def _is_fraction(value: str) -> bool:
    return bool(value.partition("/")[2].strip("0")) and value != _HALF


def may_hold_amount(text: str, language: str) -> bool:
    """Whether a text has any digit or number word; a quick test, since most texts have none.

    >>> may_hold_amount("twenty", "en"), may_hold_amount("the Council", "en")
    (True, False)
    """
    return bool(_signs(get(language).code).search(text.translate(PLAIN_LETTERS)))


@cache
def _signs(code: str) -> regex.Pattern[str]:
    if get(code).script == "han":
        return regex.compile(rf"[\p{{N}}IVX{''.join(HAN_DIGIT_VALUES)}十百千万萬亿億廿卅半]")
    words = number_words(code)
    tables = (words.units, words.ones, words.tens, words.hundreds, words.scales, words.fractions)
    spelled = alternatives(key for table in tables for key in table)
    prefixed = rf"(?<!\p{{L}})(?:{_ARABIC_PREFIX.pattern})?(?i:{spelled})"
    return regex.compile(rf"\p{{N}}|(?<!\p{{L}})[IVXLCDM]{{1,8}}(?!\p{{L}}{{3}})|{prefixed}")


@cache
def _parted_pattern(code: str) -> regex.Pattern[str]:
    return regex.compile(profile(code).numbers.parted)


def _parted(text: str, code: str) -> Iterator[Amount]:
    """Fractions that name the whole before the part: 百分之三, 三分之二."""
    for match in _parted_pattern(code).finditer(text):
        whole, part = _han_value(match["whole"]), _han_value(match["part"])
        if whole is None or part is None:
            continue
        value = f"{part}%" if whole == _PERCENT else f"{part}/{whole}"
        yield Amount(Span(*match.span()), value)


def _han_value(run: str) -> str | None:
    """Return the value of Chinese numerals or digits, with decimals after a point: 三点五, 3.5."""
    head, point, decimals = run.replace("點", "点").partition("点")
    value = head if head[:1].isdigit() and head.isascii() else chinese_number(head)
    if value is None:
        return None
    return f"{value}.{''.join(str(HAN_DIGIT_VALUES[each]) for each in decimals)}" if point else str(value)


def _numbers(text: str, code: str) -> Iterator[Amount]:
    """Return the numbers that `numerals` finds, also after the short words that Arabic joins to them."""
    every = numerals(text, code)
    if get(code).right_to_left:
        bare = _ARABIC_PREFIX.sub(lambda match: " " * len(match.group()), text)
        known = list(every)
        every += [
            each
            for each in numerals(bare, code)
            if not any(each.span.overlaps(other.span) for other in known)
        ]
    return (Amount(each.span, each.value) for each in every if each.kind is not NumeralKind.MONTH)


@cache
def _lone_pattern(code: str) -> regex.Pattern[str]:
    if get(code).script == "han":
        return regex.compile(f"[{''.join(HAN_DIGIT_VALUES)}十百千万萬亿億]+")
    return regex.compile(
        rf"(?<!\p{{L}})(?:{alternatives(number_words(code).ones) or NO_MATCH})(?!\p{{L}})", regex.IGNORECASE
    )


def _lone(text: str, code: str) -> Iterator[Amount]:
    """Words that are numbers only where a number is expected: one, 五."""
    for match in _lone_pattern(code).finditer(text):
        value = chinese_number(match.group()) if get(code).script == "han" else 1
        if value is not None:
            yield Amount(Span(*match.span()), str(value))


def _roman(text: str) -> Iterator[Amount]:
    for match in _ROMAN.finditer(text):
        yield Amount(Span(*match.span()), str(roman_value(match.group().lower())))


@cache
def _fraction_pattern(code: str) -> regex.Pattern[str]:
    words = alternatives(number_words(code).fractions) or NO_MATCH
    if get(code).script == "han":
        return regex.compile(words)
    return regex.compile(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _ordinal_pattern(code: str) -> regex.Pattern[str]:
    return regex.compile(profile(code).numbers.ordinal, regex.IGNORECASE)


def _fractions(text: str, code: str, found: list[Amount], paired: bool) -> Iterator[Amount]:
    """Fractions in words, with the number before them: two thirds. A mere "third" is an ordinal."""
    ordinal = _ordinal_pattern(code)
    ends = {each.span.stop: each for each in found if not ordinal.search(each.span.of(text))}
    for one in _lone(text, code):
        ends.setdefault(one.span.stop, one)
    for match in _fraction_pattern(code).finditer(text.translate(PLAIN_LETTERS)):
        gap = match.start() - len(text[: match.start()].rstrip("- "))
        count = ends.get(match.start() - gap) if gap else None
        if count is None and (not paired or any(each.span.overlaps(Span(*match.span())) for each in found)):
            continue
        part, _, whole = fraction_of(match.group(), code).partition("/")
        times = int(count.value) if count is not None and count.value.isdigit() else 1
        start = count.span.start if count is not None else match.start()
        yield Amount(Span(start, match.end()), f"{times * int(part)}/{whole}")


@cache
def _percent_pattern(code: str) -> regex.Pattern[str]:
    return regex.compile(rf"\s?(?:{profile(code).units.after[PERCENT]})", regex.IGNORECASE)


def _as_percentage(amount: Amount, text: str, code: str) -> Amount:
    """Return the amount with the words for "per cent" that follow it."""
    if amount.value.endswith("%"):
        return amount
    match = _percent_pattern(code).match(text, amount.span.stop)
    if match is None:
        return amount
    return Amount(Span(amount.span.start, match.end()), f"{amount.value}%")
