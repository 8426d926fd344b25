"""Numbers as an amendment changes them: whole amounts, in whatever way they are written, and their units.

`numerals` reads single numbers and leaves out words that may not be numbers (一, one, I). Where
one number replaces another, those words can be read as numbers too, and a fraction or a
percentage as one amount: 百分之三, two thirds, ثلثي.

Quantities that languages write in words: halves, pairs and hundreds, tenths and thousandths.

Read where numbers are checked across languages. "50 per cent" may be `moitié` in French,
and 六成五 is 65 per cent.

Numbers that a text writes out: 第二十六届, twenty-sixth, vingt-sixième, السادسة والعشرين.

`numerals` reads every number word. A number expected in another language must be unambiguous: not
"dozens" (数十), and not beside a word that multiplies it (six dozen). A lone 百 or 千万 is left out,
since it often means "many".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import regex

from aligner.languages.number_words import alternatives, number_words, plain_letters
from aligner.languages.numerals import (
    HAN_DIGIT_VALUES,
    Numeral,
    NumeralKind,
    chinese_number,
    numerals,
    roman_value,
)
from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import NO_MATCH, PERCENT, UNITS
from aligner.values.document import Span

_ROMAN: Final = regex.compile(
    r"(?<![\p{L}\p{N}])(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![IVXLCDM])"
)
"""A Roman numeral in capitals, well-formed up to 3999."""

_PERCENT: Final = "100"
_HALF: Final = "1/2"
_ARABIC_PREFIX: Final = regex.compile(r"(?<!\p{L})(?:[وبلكف]{1,2}(?:ال)?|لل)(?=\p{Arabic}{3,})")
"""Conjunctions, prepositions and the article, which Arabic writes as part of the next word."""


_UNITS: Final = "百千万萬亿億"  # a number of these alone means "many"
_NEAR: Final = 15  # characters to a word that makes a larger number of it
_VAGUE_BEFORE: Final = frozenset("数數几幾")
_VAGUE_AFTER: Final = frozenset("几幾余餘分")


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
        found = [amount for amount in found if not amount.span.overlaps(fraction.span)] + [fraction]
    found.sort(key=lambda amount: amount.span.start)
    return tuple(_as_percentage(amount, text, code) for amount in found)


@lru_cache(maxsize=1 << 14)  # several checks read each text
def fractions(text: str, language: str) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
    """Return the fractions that a text has for certain, and all that it may have; neither counts halves.

    >>> [each.value for each in fractions("two thirds of a quarter, in the third week", "en")[1]]
    ['2/3', '1/4']
    >>> len(fractions("Twenty-fourth session", "en")[1])
    0
    """
    code = get(language).code
    plain = plain_letters(text)
    if not (_fraction_pattern(code).search(plain) or profile(code).numbers.parted.search(text)):
        return (), ()
    sure, maybe = (
        tuple(amount for amount in amounts(text, code, paired=paired) if _is_fraction(amount.value))
        for paired in (False, True)
    )
    return sure, maybe


def _is_fraction(value: str) -> bool:
    return bool(value.partition("/")[2].strip("0")) and value != _HALF


def _parted(text: str, code: str) -> Iterator[Amount]:
    """Fractions that name the whole before the part: 百分之三, 三分之二."""
    for match in profile(code).numbers.parted.finditer(text):
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
            numeral
            for numeral in numerals(bare, code)
            if not any(numeral.span.overlaps(other.span) for other in known)
        ]
    return (Amount(numeral.span, numeral.value) for numeral in every if numeral.kind is not NumeralKind.MONTH)


@cache
def _lone_pattern(code: str) -> regex.Pattern[str]:
    if get(code).script == "han":
        return regex.compile(f"[{''.join(HAN_DIGIT_VALUES)}十百千万萬亿億]+")
    return regex.compile(
        rf"(?<!\p{{L}})(?:{alternatives(number_words(code).ones.values()) or NO_MATCH})(?!\p{{L}})",
        regex.IGNORECASE,
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
    """Return a pattern for words for fractions; the group that matched is the value: `of1_3` is a third."""
    groups = (
        f"(?P<of{value.replace('/', '_')}>{alternatives([words])})"
        for value, words in number_words(code).fractions.items()
    )
    words = "|".join(groups) or NO_MATCH
    if get(code).script == "han":
        return regex.compile(words)
    return regex.compile(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})", regex.IGNORECASE)


def _fractions(text: str, code: str, found: list[Amount], paired: bool) -> Iterator[Amount]:
    """Fractions in words, with the number before them: two thirds. A mere "third" is an ordinal."""
    ordinal = profile(code).numbers.ordinal
    ends = {amount.span.stop: amount for amount in found if not ordinal.search(amount.span.of(text))}
    for one in _lone(text, code):
        ends.setdefault(one.span.stop, one)
    for match in _fraction_pattern(code).finditer(plain_letters(text)):
        gap = match.start() - len(text[: match.start()].rstrip("- "))
        count = ends.get(match.start() - gap) if gap else None
        if count is None and (not paired or any(each.span.overlaps(Span(*match.span())) for each in found)):
            continue
        part, _, whole = match.lastgroup.removeprefix("of").partition("_")
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


_TENTHS: Final = r"([一二三四五六七八九])成([一二三四五六七八九])?(?![员員为為果立分])"
_THOUSANDTHS: Final = r"千分之(\d{1,3}|[一二三四五六七八九])(?![十百\d])"


def percentages(text: str, language: str) -> list[str]:
    """Return the tenths and thousandths that Chinese uses where others count in hundredths.

    >>> percentages("六成五，约三成，千分之五", "zh")
    ['65', '30', '0.5']
    """
    if get(language).script != "han":
        return []
    found = [
        _digit(match[1]) + (_digit(match[2]) if match[2] else "0") for match in re.finditer(_TENTHS, text)
    ]
    for match in re.finditer(_THOUSANDTHS, text):
        tenths = int(_digit(match[1]))
        found.append(f"{tenths // 10}.{tenths % 10}".removesuffix(".0"))
    return found


def _digit(sign: str) -> str:
    return "".join(str(int(unicodedata.numeric(character))) for character in sign)


def written(text: str, language: str, every: Iterable[Numeral]) -> Iterator[Numeral]:
    """Yield the numbers in a text that are written out and unambiguous.

    >>> from aligner.languages.numerals import numerals
    >>> text = "Twenty-sixth session: six hundred and two of them, and six dozen"
    >>> [number.value for number in written(text, "en", numerals(text, "en"))]
    ['26', '602']
    """
    every, in_words = list(every), (NumeralKind.WORD, NumeralKind.CHINESE)
    found = [number for number in every if number.kind in in_words and int(number.value) > 1]
    others = _without(text, language, every) if found else ""
    larger = profile(language).numbers.larger
    for number in found:
        start, stop = number.span.start, number.span.stop
        if number.kind is NumeralKind.CHINESE:
            vague = text[start - 1 : start] in _VAGUE_BEFORE or text[stop : stop + 1] in _VAGUE_AFTER
            vague = vague or not text[start:stop].strip(_UNITS)
        else:
            around = f"{others[max(0, start - _NEAR) : start]}\n{others[stop : stop + _NEAR]}"
            vague = bool(larger.search(around))
        if not vague:
            yield number


def _without(text: str, language: str, every: Iterable[Numeral]) -> str:
    """Return the text with its numbers and "per cent" blanked: their hundreds multiply nothing else."""
    letters = list(text)
    for number in every:
        letters[number.span.start : number.span.stop] = " " * len(number.span)
    return str(_per_cent(language).sub(lambda match: " " * len(match.group()), "".join(letters)))


@cache
def _per_cent(language: str) -> regex.Pattern[str]:
    words = number_words(language)
    hundred = alternatives(words.hundreds.values()) if words.percent else NO_MATCH
    return regex.compile(rf"\b{words.percent}\s+(?:{hundred})\b", regex.IGNORECASE)


_BEFORE: Final[dict[str, str]] = {
    "per cent": "百分之$",
    "dollars": r"(?<![\p{L}])(?:US)?\$\s?$",
    "euros": r"€\s?$",
}
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_REACH: Final = 30  # characters after a number in which its unit begins


def is_year(value: str) -> bool:
    """Whether a number may be a year, which counts nothing: 2014年 is no span of years.

    >>> is_year("2014"), is_year("214")
    (True, False)
    """
    return _YEAR.fullmatch(value) is not None


def units(text: str, language: str) -> dict[str, dict[str, Span]]:
    """Return the units beside each number of a text, by the number's value, and the positions of both.

    >>> units("within 30 days", "en")
    {'30': {'days': Span(start=7, stop=14)}}
    >>> [list(found) for found in units("三十天内增加5%", "zh").values()]
    [['days'], ['per cent']]
    """
    after, before = _patterns(get(language).code)
    found: dict[str, dict[str, Span]] = {}
    for number in numerals(text, language):
        follows = after.match(text, number.span.stop, number.span.stop + _REACH)
        ahead = before.search(text, max(number.span.start - 4, 0), number.span.start)
        for match in (follows, ahead):
            if match is None or (match.lastgroup == "years" and is_year(number.value)):
                continue
            whole = Span(min(number.span.start, match.start()), max(number.span.stop, match.end()))
            found.setdefault(number.value, {}).setdefault(match.lastgroup.replace("_", " "), whole)
    for match in _duals(get(language).code).finditer(text):
        found.setdefault("2", {}).setdefault(
            match.lastgroup.replace("_", " "), Span(*match.span(match.lastgroup))
        )
    return found


def has_dual(language: str) -> bool:
    """Whether the ending of a noun can express that there are two of something.

    >>> has_dual("ar"), has_dual("ru")
    (True, False)
    """
    return bool(profile(language).units.dual)


def unit_names(text: str, language: str) -> str:
    """Return a text with every unit in it replaced by its English name: units inflect.

    >>> unit_names("двадцати дней", "ru") == unit_names("двадцати дня", "ru")
    True
    """
    return str(_names(get(language).code).sub(lambda match: f" {match.lastgroup} ", text))


@cache
def _names(code: str) -> regex.Pattern[str]:
    begin, end = (r"(?<!\p{L})", r"\p{L}*") if get(code).spaced else ("", "")
    return regex.compile(rf"{begin}(?:{_groups(profile(code).units.after)}){end}", regex.IGNORECASE)


@cache
def _patterns(code: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Patterns for units after a number, with at most one word between, and right before it."""
    table = profile(code).units
    after = _groups({name: table.after[name] for name in UNITS})
    return regex.compile(rf"{table.gap}(?:{after})", regex.IGNORECASE), regex.compile(_groups(_BEFORE))


@cache
def _duals(code: str) -> regex.Pattern[str]:
    """Return a pattern for words that by themselves mean two of a unit: شهرين."""
    groups = _groups(profile(code).units.dual) or NO_MATCH
    return regex.compile(rf"(?<!\p{{L}})[وبلف]?(?:{groups})(?!\p{{L}})")


def _groups(units: Mapping[str, str]) -> str:
    """Alternatives that name the unit they match; a group's name cannot have a space."""
    return "|".join(f"(?P<{name.replace(' ', '_')}>{pattern})" for name, pattern in units.items())
