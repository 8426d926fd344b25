"""Read numbers as each language writes them, in one form.

`numerals("第二十七届会议", "zh")` and `numerals("Twenty-seventh session", "en")` both
give 27. Aligning and checking compare these values, never the digits as printed.

Covered: digits of any script with each language's separators, Chinese numerals (with 万
and 亿, and the digit-by-digit years 二〇一六), number words and ordinals in the five others,
scale words (million, млрд, …), names of months. "One" and its forms on their own are left out:
they are articles and pronouns far more often than numbers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

import regex

from aligner.languages.arabic_spelling import without_marks
from aligner.languages.atoms import TURNED_GROUPS
from aligner.languages.number_words import PLAIN_LETTERS, alternatives, number_words, spelled, value_of
from aligner.languages.profile import get, profile
from aligner.values.document import Span


class NumeralKind(StrEnum):
    """How a number was written."""

    DIGITS = "digits"
    CHINESE = "chinese"
    WORD = "word"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found in a text: where, how it is written, and its value in plain digits."""

    span: Span
    kind: NumeralKind
    value: str


_SPACES: Final = "\u00a0\u202f\u2009 "
_SPACE: Final = regex.compile(f"([{_SPACES}])")
HAN_DIGIT_VALUES: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "兩": 2,
}
_HAN_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_HAN_LONGEST: Final = 40  # characters of a number
_HAN_TENS: Final = {"廿": 20, "卅": 30}
_HAN_SCALES: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
# The circle ○ is typed for 〇 (二○○三年), and is a bullet or a blank elsewhere.
_HAN_RUN: Final = regex.compile(
    "[〇零一二三四五六七八九十廿卅百千万萬亿億两兩][〇○零一二三四五六七八九十廿卅百千万萬亿億两兩]*"
)
_HAN_OF_DATE: Final = regex.compile("(?<=年)一月|(?<=月)一[日号號]")
# A single 一, 二 … is a number only in such company; elsewhere it is part of a word (一切, 进一步).
_HAN_ORDINAL_AFTER: Final = regex.compile(r"\s*[条條章节節款项項届屆段次卷编編年月日号號个個名国國方]")


def _plain(value: Decimal) -> str:
    """Return a decimal in plain digits, without trailing zeros after the point.

    >>> _plain(Decimal("1500.50"))
    '1500.5'
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def chinese_number(run: str) -> int | None:
    """Return the value of a run of Chinese numerals, or None if it is not a number.

    Digit by digit where there is no unit (二〇一六), else by units.

    >>> chinese_number("三十"), chinese_number("二〇一六"), chinese_number("一百二十三万四千")
    (30, 2016, 1234000)
    """
    if len(run) > _HAN_LONGEST:
        return None
    if all(character in HAN_DIGIT_VALUES for character in run):
        if len(run) == 2 and not set(run) & set("〇○零"):
            return None  # 统一一切: not a form of any number
        return int("".join(str(HAN_DIGIT_VALUES[character]) for character in run))
    total = section = digit = 0
    for character in run:
        if character in HAN_DIGIT_VALUES:
            digit = HAN_DIGIT_VALUES[character]
        elif character in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[character]
            digit = 0
        elif character in _HAN_TENS:
            section += _HAN_TENS[character]
        else:
            scale = _HAN_SCALES[character]
            closed = total if total >= scale else 0  # 一亿二千万: the 万 counts what follows 亿 alone
            total = closed + (total - closed + section + digit) * scale
            section = digit = 0
    result = total + section + digit
    return result or None


_MORE_IN_BRACKETS: Final = r"\](?:\s?\[[\d.,\s]+\])*"
"""What is between a number under negotiation and the scale it shares with others: `[1.2] [1.5] billion`."""


@cache
def _separators(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return the patterns for separators of digit groups, and for the decimal sign."""
    facts = number_words(language)
    return regex.compile(rf"[{facts.groups}](?=\d{{3}}(?!\d))"), regex.compile(f"[{facts.decimal}]")


@cache
def _compiled(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str] | None]:
    """Return the patterns for digits and for names of months of one language."""
    facts = number_words(language)
    scales = alternatives(facts.scales)
    end = r"(?:(?<=\p{Han})|(?![\p{Latin}\p{Cyrillic}]))"
    digits = regex.compile(
        rf"(?:\d{{1,3}}(?:[{facts.groups}]\d{{3}})+(?!\d)(?:[{facts.decimal}]\d+)?|\d+(?:[{facts.decimal}]\d+)?)"
        rf"(?:\s?(?P<scale>{scales}){end}|(?={_MORE_IN_BRACKETS}\s?(?P<shared>{scales}){end}))?",
        regex.IGNORECASE,
    )
    if not facts.units:
        return digits, None
    months = "|".join(
        f"(?P<m{number}>{alternatives([names])})" for number, names in enumerate(facts.months, 1)
    )
    return digits, regex.compile(rf"(?<![\w-])(?:{months})(?!\w)", regex.IGNORECASE)


_FOREIGN_DIGIT: Final = regex.compile(r"[^\P{Nd}0-9]")


def _ascii_digits(text: str) -> str:
    """Return the text with digits of every script as ASCII, length unchanged."""
    if text.isascii() or not _FOREIGN_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text)


_TURNED: Final = regex.compile(TURNED_GROUPS)


def _turn_groups(text: str) -> str:
    """Put the groups of numbers that are in visual order into logical order; the length stays.

    >>> _turn_groups("967 687 41 and 731.5 1")
    '41 687 967 and 1 731.5'
    """
    return str(_TURNED.sub(lambda match: "".join(reversed(_SPACE.split(match.group()))), text))


@dataclass(frozen=True, slots=True)
class _Scaled:
    """A number in digits with the scale word after it, which smaller numbers may follow."""

    start: int
    stop: int
    value: Decimal
    scale: int

    @property
    def numeral(self) -> Numeral:
        return Numeral(Span(self.start, self.stop), NumeralKind.DIGITS, _plain(self.value))


def _digit_numerals(text: str, language: str) -> Iterator[Numeral]:
    facts = number_words(language)
    if get(language).right_to_left:
        text = _turn_groups(text)
    groups, decimal = _separators(language)
    before: _Scaled | None = None
    for match in _compiled(language)[0].finditer(text):
        scale_word = match.group("scale")
        printed = match.group()[: -len(scale_word)] if scale_word else match.group()
        plain = printed.strip()
        if not (plain.isascii() and plain.isdigit()):
            plain = decimal.sub(".", groups.sub("", plain))
        try:
            value = Decimal(plain)
        except InvalidOperation:
            continue
        named = scale_word or match.group("shared")
        scale = (value_of(facts.scales, named) or 1) if named else 1
        value *= scale
        goes_on = before is not None and before.stop == match.start() and value < before.scale
        if before is not None and goes_on and text[match.end() : match.end() + 1] not in _HAN_UNITS:
            value += before.value  # 3亿4000万
            before = _Scaled(before.start, match.end(), value, scale)
        else:
            if before is not None:
                yield before.numeral
            before = _Scaled(match.start(), match.end(), value, scale)
    if before is not None:
        yield before.numeral


def _chinese_numerals(text: str) -> Iterator[Numeral]:
    for match in _HAN_RUN.finditer(text):
        run = match.group()
        if match.start() and text[match.start() - 1].isdigit():
            continue  # 1.5万: the digits have taken it
        lone = len(run) == 1
        ordinal = match.start() > 0 and text[match.start() - 1] == "第"
        if lone and not ordinal and not _HAN_ORDINAL_AFTER.match(text, match.end()):
            continue
        value = chinese_number(run)
        if value is not None and (value != 1 or ordinal or _HAN_OF_DATE.match(text, match.start())):
            yield Numeral(Span(*match.span()), NumeralKind.CHINESE, str(value))


def _word_numerals(text: str, language: str) -> Iterator[Numeral]:
    months = _compiled(language)[1]
    if months is None:
        return
    counts = list(spelled(text, language))
    count_at = {place: span for span, _ in counts for place in span}
    taken: set[int] = set()
    for match in months.finditer(text):
        month = Span(*match.span())
        if _is_common_word(text, month, language):
            continue
        if not _is_count(text, month, count_at.get(month.start)):
            taken.update(month)
            yield Numeral(month, NumeralKind.MONTH, match.lastgroup[1:])
    for span, value in counts:
        if taken.isdisjoint(span):
            yield Numeral(span, NumeralKind.WORD, str(value))


def _is_common_word(text: str, month: Span, language: str) -> bool:
    """Whether what looks like a month is the verb: may, in a language that writes months with a capital."""
    if not (month.of(text).islower() and profile(language).words.months[:1].isupper()):
        return False
    around = text[max(0, month.start - 2) : month.start] + text[month.stop : month.stop + 2]
    return not any(map(str.isdigit, around))


def _is_count(text: str, month: Span, count: Span | None) -> bool:
    """Whether the short name of a month is a number: sept is seven, but a month in 3 sept. 2016."""
    if count is None or month.stop > count.stop + 1:  # a point may be part of the name
        return False
    before, after = text[max(0, month.start - 2) : month.start], text[month.stop : month.stop + 2]
    return not (before.rstrip()[-1:].isdigit() or after.lstrip()[:1].isdigit())


def numerals(text: str, language: str) -> list[Numeral]:
    """Return all numbers of a text, in order of their place.

    Raises:
        LanguageError: for a language without a profile.

    >>> [n.value for n in numerals("2016 年 12 月 19 日第 71/167 号决议", "zh")]
    ['2016', '12', '19', '71', '167']
    >>> [n.value for n in numerals("le 19 décembre 2016, 1 234,5 dollars", "fr")]
    ['19', '12', '2016', '1234.5']
    """
    return list(_numerals(text, get(language).code))


@lru_cache(maxsize=1 << 13)  # several checks read each text
def _numerals(text: str, code: str) -> tuple[Numeral, ...]:
    text, places = without_marks(_ascii_digits(text).translate(PLAIN_LETTERS))
    found = list(_digit_numerals(text, code))
    if get(code).script == "han":
        found += _chinese_numerals(text)
    else:
        found += _word_numerals(text, code)
    if places:
        found = [
            replace(each, span=Span(places[each.span.start], places[each.span.stop - 1] + 1))
            for each in found
        ]
    return tuple(sorted(found, key=lambda numeral: (numeral.span.start, numeral.span.stop)))
