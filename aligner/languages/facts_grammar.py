"""Numbers, dates and symbols of a text, each in one form for all languages, and which of them another lacks.

The checks share this grammar, so that no check reports as a number what another takes for part
of a date. Possible readings are generous (Roman numerals, groups stored in visual order, a range
whose dash was lost), since a number counts as missing only if no reading has it: with or without its
scale word, as two numbers, or as an hour on a 12-hour or 24-hour clock.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Final, Generic, NamedTuple, TypeVar

import regex

from aligner.languages.amounts import Amount, fractions, percentages, written
from aligner.languages.numerals import Numeral, NumeralKind, numerals, roman_value
from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import NO_MATCH
from aligner.languages.structure import exponent_units
from aligner.languages.tokens import DECISION, SYMBOL_WITH_SLASHES, fold
from aligner.values.document import Span

Dated = tuple[Span, tuple[str, ...]]
Symbol = tuple[Span, str]


class Figure(NamedTuple):
    """A number of a text, and the values it may be read as.

    Attributes:
        span: where it is.
        readings: its possible values in plain digits.
        decade: whether it is the number of a decade: 1990s.
        scaled: whether it has its scale word: 3.4 billion, not 3.4 in a table of billions.
    """

    span: Span
    readings: tuple[str, ...]
    decade: bool = False
    scaled: bool = False

    @property
    def is_round(self) -> bool:
        """Whether it may be a manner of speaking: six hundred, ten thousand."""
        (value,) = self.readings if len(self.readings) == 1 else ("",)
        return len(value) > 2 and len(value.rstrip("0")) == 1

    @property
    def is_small(self) -> bool:
        """Whether translations may write it out: up to twelve (a dual, a word), "per million", a decade."""
        return self.decade or all(
            _is_up_to_twelve(reading) or (reading.isdigit() and reading.strip("0") == "1")
            for reading in self.readings
        )


@dataclass(frozen=True)
class Found:
    """The facts of one text.

    Attributes:
        symbols: where each is, and its `symbol_key`.
        dates: where each is, and the values of its parts, months with an `m` before.
        near: the values of possible parts of dates within `_NEAR` characters of a date.
        numbers: the numbers in digits outside symbols and dates.
        written: the numbers in words and in Roman numerals outside symbols, dates and fractions.
        printed: every number of the text as `numerals` reads it, symbols and dates included.
        text: the text that they are of.
        language: the language that it is read in.
    """

    symbols: tuple[Symbol, ...]
    dates: tuple[Dated, ...]
    near: frozenset[str]
    numbers: tuple[Figure, ...]
    written: tuple[Figure, ...]
    printed: tuple[Numeral, ...]
    text: str
    language: str

    @cached_property
    def plain(self) -> frozenset[str]:
        """The values of the numbers as printed, among which most of those looked for are."""
        return frozenset(number.value for number in self.printed)

    @cached_property
    def readings(self) -> tuple[frozenset[str], frozenset[str]]:
        """Every number of the text in any reading, and those without a scale word, which may be implied."""
        text, language, every = self.text, self.language, list(self.printed)
        known = [(number, _is_scaled(text, number)) for number in every]
        known += _bare(text, language, [number.span for number, scaled in known if scaled])
        unscaled = frozenset(number.value for number, scaled in known if not scaled)
        unscaled |= frozenset(_other_readings(text, language, every, [number for number, _ in known]))
        return unscaled.union((number.value for number, _ in known), _signs(text, every)), unscaled


_SMALL: Final = 12
_GROUP: Final = 3  # digits
_HUNDRED: Final = 100
MONTH: Final = "m"
"""What marks the number of a month among the parts of a date."""

_RANGE: Final = 20  # numbers
_DIGITS: Final = 9  # of a number that may be a year or an end of a range
_NEAR: Final = 40  # characters from a date to the other end of its span of days
_SYMBOL: Final = (
    f"{SYMBOL_WITH_SLASHES}|{DECISION}"
    r"|(?<![\d/.,])(?!(?:19|20)\d\d/\d\d(?!\d)|\d/\d(?!\d))\d{1,4}/\d{1,4}(?:\s?[A-Z](?![\p{L}]))?(?![\d/])"
)
_OF_YEAR: Final = r"(?<!\d[.,\s]?)\d{3,4}\s?[(（](?:19|20)\d{2}[)）]"
"""The number of a resolution with its year: 1325 (2000)."""
# The check on paragraph numbers compares those at the start of a line.
_LABEL: Final = (
    r"(?m)^[^\S\n]*(?:\d{1,4}\s{0,2}(?:[.．、)）]|[-–—]+\s)(?!\d)|[一二三四五六七八九十百]{1,4}、"
    r"|[(（][\d一二三四五六七八九十]{1,3}[)）])"
)
_MAY_COUNT: Final = r"[\p{No}\p{Nl}\p{Han}]"  # what may have a numeric value, apart from digits
_HAN_TENS: Final = re.compile("[二三四五六七八九]十")
_DIGIT: Final = re.compile(r"\d")
_LEVELS: Final = r"(?<![\d.,/-])(\d{1,3})-(\d{1,3})(?![\d.,/-])"
"""A number of two levels in Arabic, 1-2, which others print as 1.2; it may also be a range."""
_HOURS: Final = frozenset(str(hour) for hour in range(1, 12))
_LATIN_LOOK: Final = str.maketrans("ХІ", "XI")
"""The Cyrillic letters that stand for Roman numerals in Russian texts."""
_ROMAN_NUMBER: Final = r"(?<![\p{L}\d.])(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![\p{L}\d])"
_SPACED: Final = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?:[ \u00a0\u202f]\d{1,3}){1,4}(?![\d])"
_PARTED: Final = r"(?<!\d)(\d{1,3})[.:,](\d{2,3})(?!\d)"
_POINT: Final = r"(?<![\d.,])(\d{1,3})\.(\d{3}|\d)(?!\d|[.,]\d)"  # two digits: an hour
_COMMA: Final = r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?![\d,.])"
_NOTE_MARK: Final = r"(?<=\p{Ll}{5}[.!?]['\"’”»]?)\d{1,3}(?=\s+\p{Lu}|\s*$)"
"""A footnote mark run into the text after the end of a sentence: "and corruption.9"."""
_GLUED: Final = r"\.?\d{1,3}\p{Lu}\p{Ll}{2,}$"
"""A footnote mark and a word that were run into a symbol: "E/1996/99.2Official"."""
# HFC-23, P-4, GtCO2: names, which others spell out
_NAMED: Final = r"(?<![\p{Latin}])[A-Z]{1,5}-?\d+(?:\.\d+)?|(?<=\p{L}[A-Z])\d{1,2}(?!\d)"
_ARTICLE: Final = r"(?<!\p{L})(و?)[بلكف]?ال(?=\p{Arabic}{3,})"
_PREFIX: Final = r"(?<!\p{L})(?:[وبلكف]{1,2}(?:ال)?|لل|ال)(?=\p{Arabic}{3,})"
_YEAR_AFTER: Final = r"\.(?:19|20)\d\d(?!\d)"
_YEARS: Final = r"(?<!\d)((?:19|20)\d\d)[-–—‑]?((?:19|20)?\d\d)(?!\d)"


def _is_up_to_twelve(value: str) -> bool:
    return value.isdigit() and len(value) <= len(str(_SMALL)) and int(value) <= _SMALL


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


@cache
def _date_pattern(language: str) -> regex.Pattern[str]:
    known = profile(language).words
    date = known.date.replace("MONTH", known.months or NO_MATCH)
    first, last = (each.replace("BETWEEN", known.between) for each in (known.first_day, known.last_day))
    if last:  # 2月3和5日, 2月3日至5日
        return regex.compile(f"{first}|{date}|{last}")
    return regex.compile(f"(?:{first})?(?:{date})")  # 3 and 5 February


@cache
def _roman_pattern(language: str) -> regex.Pattern[str]:
    mark = profile(language).numbers.ordinal_mark
    return _compiled(rf"(?<![\p{{L}}\d])([IVXLCХІ]{{1,7}})(?:{mark})?(?![\p{{L}}\d])")


def symbol_key(text: str) -> str:
    """Return a symbol without its spaces and the style of its brackets.

    >>> symbol_key("1325（2000）")
    '1325(2000)'
    """
    return "".join(fold(text).split()).upper()


def without_labels(text: str) -> str:
    """Return the text with paragraph numbers at the head of its lines blanked out, length unchanged.

    >>> without_labels("12. In 2014, 3 of them")
    '    In 2014, 3 of them'
    """
    label = _compiled(_LABEL)
    if "\n" not in text and label.match(text) is None:  # most paragraphs, which are not searched
        return text
    return str(label.sub(lambda match: " " * len(match.group()), text))


def number_at_head(text: str) -> str:
    """Return the paragraph number at the start of a text whose label was not removed; empty if there is none.

    >>> number_at_head("12. In 2014"), number_at_head("2014 saw")
    ('12', '')
    """
    match = _compiled(_LABEL).match(text)
    return match.group().strip(" \t\n.．、)）(（-–—") if match else ""


@lru_cache(maxsize=1 << 15)  # 2.3 KB each: several checks read them, one after the other
def facts(text: str, language: str) -> Found:
    """Find all symbols, dates and other numbers of a text.

    Raises:
        LanguageError: for a language without a profile.

    >>> found = facts("Resolution 71/167 of 19 December 2016: 30 days", "en")
    >>> [key for _, key in found.symbols], found.dates[0][1], found.numbers[0].readings
    (['71/167'], ('19', 'm12', '2016'), ('30',))
    """
    text, language = without_labels(text), _read_in(text, language)
    has_digits = _DIGIT.search(text) is not None
    symbols = tuple(_symbols(text)) if has_digits else ()
    taken = [span for span, _ in symbols]
    every = numerals(text, language)
    parts = list(_date_parts(text, every))
    dates = tuple(each for each in _dates(text, parts, language) if not _overlaps(each[0], taken))
    around = [Span(max(date.start - _NEAR, 0), date.stop + _NEAR) for date, _ in dates]
    near = frozenset(part for span, part in parts if any(map(span.within, around)))
    taken += [span for span, _ in dates]
    figures = _figures(text, language, every) if has_digits else ()
    rest = tuple(figure for figure in figures if not _overlaps(figure.span, taken))
    words = [Figure(n.span, (n.value,), scaled=True) for n in written(text, language, every)]
    words += _roman_figures(text)
    parts_of = [fraction.span for fraction in fractions(text, language)[0]]
    words = [figure for figure in words if not _overlaps(figure.span, taken + parts_of)]
    return Found(symbols, dates, near, rest, tuple(words), tuple(every), text, language)


def _read_in(text: str, language: str) -> str:
    """Return the language of a text's facts: English for one in Latin letters where others are usual.

    The mastheads of Arabic, Chinese and Russian documents have the date in English.
    """
    is_latin = text.isascii() and any(character.isalpha() for character in text)
    return "en" if is_latin and get(language).script != "latin" else language


def is_in_date(text: str, span: Span, language: str) -> bool:
    """Whether a stretch of a text is part of a date, in figures or in Chinese numerals.

    >>> is_in_date("5 March 2016", Span(0, 1), "en"), is_in_date("三月五日", Span(2, 3), "zh")
    (True, True)
    """
    around = max(0, span.start - _NEAR), span.stop + _NEAR
    return any(span.within(Span(*match.span())) for match in _date_pattern(language).finditer(text, *around))


def _figures(text: str, language: str, every: list[Numeral]) -> Iterator[Figure]:
    """Yield the numbers in digits; Arabic groups in visual order are read either way."""
    runs: list[Span] = []
    if get(language).right_to_left:
        scaled = [number.span for number in every if _is_scaled(text, number)]
        for span, readings, _ in _in_visual_order(text, scaled):
            runs.append(span)
            yield Figure(span, readings)
    for match in _compiled(_POINT).finditer(text):
        inside = [n for n in every if match.start() <= n.span.start < match.end()]
        if len(inside) == 2:  # neither a decimal nor a group in this language: No. 18.246, 16.3 %
            runs.append(Span(*match.span()))
            whole = (match[1] + match[2],) if len(match[2]) == _GROUP else ()
            yield Figure(runs[-1], (*whole, f"{match[1]}.{match[2]}"))
    for pattern in (_NAMED, _NOTE_MARK, _exponent()):
        runs += [Span(*match.span()) for match in _compiled(pattern).finditer(text)]
    afternoon = bool(_compiled(profile(language).numbers.afternoon).search(text))
    decades = _compiled(rf"(?:1[89]|20)?\d0(?:{profile(language).numbers.decade})")
    levels = list(_compiled(_LEVELS).finditer(text)) if get(language).right_to_left else []
    for number in every:
        if number.kind is NumeralKind.DIGITS and not _overlaps(number.span, runs):
            decade = bool(decades.match(text, number.span.start))
            # Both figures of 1-2 may be 1.2.
            levelled = (f"{each[1]}.{each[2]}" for each in levels if number.span.within(Span(*each.span())))
            readings = *_by_the_clock(number.value, afternoon=afternoon), *levelled
            yield Figure(number.span, readings, decade, _is_scaled(text, number))


def _is_scaled(text: str, number: Numeral) -> bool:
    """Whether a number has a scale word, or is written out, so that nothing multiplies it."""
    return any(map(str.isalpha, number.span.of(text)))


def _roman_figures(text: str) -> Iterator[Figure]:
    """Roman numerals of two letters or more that are numbers for certain: Chapter VII."""
    for match in _compiled(_ROMAN_NUMBER).finditer(text):
        yield Figure(Span(*match.span()), (str(roman_value(match.group().lower())),), scaled=True)


@cache
def _exponent() -> str:
    """Return the exponent of a unit, km2, which others write out: square kilometres."""
    return rf"(?<=(?<!\p{{L}})(?:{'|'.join(sorted(exponent_units()))}))[23](?!\d)"


def _by_the_clock(value: str, *, afternoon: bool) -> tuple[str, ...]:
    """Return a number, and the hour it may be on a 24-hour clock: 11.45 p.m. is 23.45.

    >>> _by_the_clock("11.45", afternoon=True), _by_the_clock("11.45", afternoon=False)
    (('11.45', '23.45'), ('11.45',))
    """
    hour, point, minutes = value.partition(".")
    if not (afternoon and _is_up_to_twelve(hour)):
        return (value,)
    return value, f"{int(hour) + 12}{point}{minutes}"


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(map(span.overlaps, taken))


def _symbols(text: str) -> Iterator[Symbol]:
    pattern = f"{_SYMBOL}|{_OF_YEAR}" if "/" in text else _OF_YEAR  # most texts have no slash
    for match in _compiled(pattern).finditer(text):
        symbol = _compiled(_GLUED).sub("", match.group())
        if any(character.isdigit() for character in symbol):
            yield Span(match.start(), match.start() + len(symbol)), symbol_key(symbol)


def _dates(text: str, parts: list[tuple[Span, str]], language: str) -> Iterator[Dated]:
    for match in _date_pattern(language).finditer(text) if parts else ():
        span = Span(*match.span())
        if text[span.stop : span.stop + 1] == "代":
            continue  # 1960年代: a decade, which others write out
        inside = tuple(part for each, part in parts if each.within(span))
        if inside:
            yield span, inside


def _date_parts(text: str, every: list[Numeral]) -> Iterator[tuple[Span, str]]:
    """Yield what may be part of a date: figures, and months marked as such."""
    for number in every:
        after = text[number.span.stop : number.span.stop + 2].lstrip()[:1]
        if number.kind is NumeralKind.MONTH or after == "月" or _is_numeric_month(text, number.span):
            yield number.span, f"{MONTH}{number.value}"
        elif number.kind is not NumeralKind.WORD:
            yield number.span, number.value


def _is_numeric_month(text: str, span: Span) -> bool:
    """Whether a figure is the month of a date in figures: 10.12.1948."""
    return text[span.start - 1 : span.start] == "." and bool(_compiled(_YEAR_AFTER).match(text, span.stop))


def _bare(text: str, language: str, scaled: list[Span]) -> Iterator[tuple[Numeral, bool]]:
    """The numbers of an Arabic text without the short words joined to them, and whether they are scaled.

    The letter that بليون begins with looks like such a word; what is `scaled` with it stays whole.
    """
    if get(language).right_to_left:
        bare = _compiled(_PREFIX).sub(lambda match: " " * len(match.group()), text)
        found = [number for number in numerals(bare, language) if not _overlaps(number.span, scaled)]
        yield from ((number, _is_scaled(bare, number)) for number in found)
        bare = _compiled(_ARTICLE).sub(r"\1", text)
        yield from ((number, _is_scaled(bare, number)) for number in numerals(bare, language))


def _other_readings(text: str, language: str, printed: list[Numeral], every: list[Numeral]) -> Iterator[str]:
    """Numbers that a text may be read to contain, besides those it plainly does.

    Args:
        text: any text.
        language: its language code.
        printed: its numbers.
        every: these, and those that are found without the short words of Arabic.
    """
    for match in _roman_pattern(language).finditer(text):
        if value := roman_value(match[1].translate(_LATIN_LOOK).lower()):
            yield str(value)
    for match in _compiled(_YEARS).finditer(text):
        yield match[1]
        yield match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
    for match in _compiled(_PARTED).finditer(text):
        yield from (match[1], match[2], match[1] + match[2])
    if _compiled(profile(language).numbers.afternoon).search(text):
        hours = (number.value.partition(".")[0] for number in every)
        yield from (str(int(hour) + 12) for hour in hours if hour in _HOURS)
    if get(language).right_to_left:
        scaled = [number.span for number in printed if _is_scaled(text, number)]
        for _, whole, groups in _in_visual_order(text, scaled):
            yield from (*whole, *groups)
    yield from percentages(text, language)
    yield from _in_ranges(text, language, every)
    yield from _in_era(text, language, every)
    yield from _in_words(text, language, every)


def _signs(text: str, every: list[Numeral]) -> Iterator[str]:
    """Numbers of one character, such as ② and 六; not the 九 of 九十天, but the 二 of 二十年, two decades."""
    letters = list(text)
    for numeral in every:
        tens = numeral.kind is NumeralKind.CHINESE and _HAN_TENS.fullmatch(numeral.span.of(text))
        if tens and text[numeral.span.stop : numeral.span.stop + 1] != "年":
            letters[numeral.span.start : numeral.span.stop] = " " * len(numeral.span)
    for character in set(_compiled(_MAY_COUNT).findall("".join(letters))):
        if 2 <= (number := unicodedata.numeric(character, 0)) < _HUNDRED:
            yield str(int(number))


def _in_visual_order(text: str, scaled: list[Span]) -> Iterator[tuple[Span, tuple[str, ...], list[str]]]:
    """Yield the figures that may be stored in visual order, the numbers that each may be, and its groups."""
    for match in _compiled(_SPACED).finditer(text):
        yield Span(*match.span()), _grouped(match.group()), match.group().split()
    for match in _compiled(_COMMA).finditer(text):
        if not _overlaps(Span(*match.span()), scaled):
            yield Span(*match.span()), (f"{match[1]}.{match[2]}",), []


def _in_ranges(text: str, language: str, every: list[Numeral]) -> Iterator[str]:
    """Yield what lies between the ends of a short range: articles 33 to 35."""
    through = _compiled(rf"[^\d.;。；،]{{0,12}}?(?:{profile(language).numbers.through})[^\d.;。；،]{{0,12}}")
    for first, last in pairwise(every):
        if not (_is_short(first.value) and _is_short(last.value)):
            continue
        between = range(int(first.value) + 1, int(last.value))
        gap = first.span.stop, last.span.start
        if len(between) <= _RANGE and through.fullmatch(text, *gap):
            yield from map(str, between)


def _in_era(text: str, language: str, every: list[Numeral]) -> Iterator[str]:
    """Years of another era as years of the common one."""
    table = profile(language).numbers
    if every and _compiled(table.era).search(text):
        yield from (str(int(n.value) + table.era_start) for n in every if _is_short(n.value))


def _is_short(value: str) -> bool:
    return value.isdigit() and len(value) <= _DIGITS


def _grouped(run: str) -> tuple[str, ...]:
    """Groups of digits as one number, in the reverse of the order stored and in that order.

    >>> _grouped("000 31"), _grouped("731.5 1")
    (('31000', '00031'), ('1731.5', '731.51'))
    """
    groups = run.replace(",", ".").split()
    return "".join(reversed(groups)), "".join(groups)


def _in_words(text: str, language: str, every: list[Numeral]) -> Iterator[str]:
    """Values of words: a half as 50, 0.5 or the end of two and a half, a pair as 2, a hundred as 100."""
    words = profile(language).numbers
    if words.half.search(text):
        yield from ("50", "0.5", "1.5", "500000")
        yield from (f"{number.value}.5" for number in every if number.value.isdigit())
    yield from (_percentage(amount.value) for amount in fractions(text, language)[1])
    if words.pair.search(text):
        yield "2"
    if words.hundred.search(text):
        yield "100"


def _percentage(fraction: str) -> str:
    """Return a fraction in hundredths: `3/4` is 75."""
    part, _, whole = fraction.partition("/")
    return f"{_HUNDRED * Decimal(part) / Decimal(whole):.4g}"


_WRITTEN_OUT: Final = 2  # most digits of a figure that may be written out in the other text
_RUN_OF_DIGITS: Final = re.compile(r"\d+")


def different_numbers(here: Found, there: Found) -> tuple[list[Figure], list[Figure]]:
    """Return the numbers in each text that the other lacks."""
    missing, extra = lacking(here.numbers, there), lacking(there.numbers, here)
    ours, theirs = lacking_in_words(here, there), lacking_in_words(there, here)
    if not (any(figure.is_round for figure in ours) and any(figure.is_round for figure in theirs)):
        ours, theirs = ([figure for figure in words if not figure.is_round] for words in (ours, theirs))
    if ours and theirs:
        return missing + ours, extra + theirs
    if ours and not missing and _may_be_written(extra):
        return ours, extra
    if theirs and not extra and _may_be_written(missing):
        return missing, theirs
    return missing, extra


def _may_be_written(figures: list[Figure]) -> bool:
    """Whether there are figures, all small enough for the other text to have spelled them out."""
    readings = [reading for figure in figures for reading in figure.readings]
    return bool(figures) and all(len(reading) <= _WRITTEN_OUT for reading in readings)


def different_fractions(
    here: str, language: str, there: str, other_language: str
) -> tuple[list[Amount], list[Amount]]:
    """Return the fractions in each text that the other lacks: two thirds, three quarters.

    A fraction may be a percentage or two numbers (one in four) in the other text, so it counts as
    different only if that text has a fraction, too.
    """
    (ours, maybe_ours), (theirs, maybe_theirs) = fractions(here, language), fractions(there, other_language)
    known, known_there = ({amount.value for amount in every} for every in (maybe_ours, maybe_theirs))
    missing = [amount for amount in ours if amount.value not in known_there]
    extra = [amount for amount in theirs if amount.value not in known]
    if missing and not extra:
        extra = [amount for amount in maybe_theirs if amount.value not in known]
    elif extra and not missing:
        missing = [amount for amount in maybe_ours if amount.value not in known_there]
    return (missing, extra) if missing and extra else ([], [])


def lacking(figures: Iterable[Figure], there: Found) -> list[Figure]:
    """Return the figures in one text that the other lacks in every form."""
    return [
        figure
        for figure in figures
        if not any(_has_number(reading, there, scaled=figure.scaled) for reading in figure.readings)
    ]


def lacking_in_words(here: Found, there: Found) -> list[Figure]:
    """Return the numbers written out in one text that the other lacks in every form.

    If a text also has the number in digits (sixty-eighth session, item 68), digits in the other
    text are taken to match those.
    """
    digits = {reading for figure in here.numbers for reading in figure.readings}
    words = {reading for figure in there.written for reading in figure.readings}
    return [
        figure
        for figure in here.written
        if not any(
            _has_number(each, there, scaled=True) and each not in digits - words for each in figure.readings
        )
    ]


def _has_number(value: str, there: Found, *, scaled: bool = False) -> bool:
    """Whether a text contains a number in any form that a translator may use.

    With or without its scale word (3,040万 is 30.4 million), as two numbers (6.11, 6-11), as an
    hour on a 12-hour or 24-hour clock, as a decade (1960, 60). 0 and 1 always count as present:
    they may be articles, full hours and the like. Where both have their scale words (`scaled`),
    they have to be equal: 3 million is not 3 billion.
    """
    bare = value.lstrip("0") or "0"
    if bare in ("0", "1") or value in there.plain or bare in there.plain:
        return True
    known, unscaled = there.readings
    loose = unscaled if scaled else known
    if value in known or bare in known:
        return True
    whole, point, part = value.partition(".")
    if point and {value.rstrip("0").rstrip("."), f"{value}0"} & known:
        return True
    if point:
        parts = {part, part.lstrip("0"), part + "0"}
        return (whole in known and bool(parts & known)) or whole + part in known or _scaled(value, loose)
    if len(value) == 4 and value.endswith("0") and value[:2] in ("18", "19", "20") and value[2:] in known:
        return True
    if len(value) == 2 and value[1] == "0" and {f"{century}{value}" for century in (18, 19, 20)} & known:
        return True
    if len(value) == 8 and value[:4] in known and value[4:] in known:
        return True
    return _scaled(value, loose)


def _scaled(value: str, known: frozenset[str]) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    powers = (3, 4, 6, 8, 9, 12)
    forms = {format((number / 10**power).normalize(), "f") for power in powers} if number >= 1000 else set()
    forms |= {format((number * 10**power).normalize(), "f") for power in powers}
    return bool(forms & known)


def missing_dates(dates: Iterable[Dated], there: Found) -> list[Dated]:
    """Return the dates of which a text lacks some part, in its dates and near them.

    The end of a range of days may lie outside the text recognized as a date. If the other text
    has no date at all, its numbers are searched.
    """
    return [(span, parts) for span, parts in dates if not all(has_date_part(part, there) for part in parts)]


def not_quoted(dates: Iterable[Dated], own: str, other: str) -> list[Dated]:
    """Leave out dates that the other text has in the same words, as in a masthead or a title in English."""
    return [dated for dated in dates if dated[0].of(own) not in other]


def has_date_part(part: str, there: Found) -> bool:
    """Whether another text has one part of a date; see `missing_dates`."""
    if part in there.near:
        return True
    value = part.removeprefix(MONTH)
    if there.near and len(value) <= 2:
        return False
    return value in there.readings[0] or (len(value) > 2 and _has_number(value, there))


def missing_symbols(symbols: Iterable[Symbol], there: Found) -> list[Symbol]:
    """Return the symbols that a text lacks; 71/167 may occur there as two numbers."""
    known = {key for _, key in there.symbols}
    return [
        (span, key)
        for span, key in symbols
        if key not in known
        and not (_is_pair(key) and set(_RUN_OF_DIGITS.findall(key)) <= there.readings[0])
        and key not in symbol_key(there.text)
    ]


def _is_pair(key: str) -> bool:
    return "/" in key and not any(character.isalpha() for character in key)


Fact = TypeVar("Fact", Symbol, Dated, Figure)


@dataclass(frozen=True, slots=True)
class FactKind(Generic[Fact]):
    """How the facts of one kind, each with its span first, are compared between two texts.

    Attributes:
        different: returns the facts in each of two texts that the other lacks.
        lacking: selects, from given facts, those that a text lacks.
    """

    different: Callable[[Found, Found], tuple[list[Fact], list[Fact]]]
    lacking: Callable[[Iterable[Fact], Found], list[Fact]]


SYMBOLS: Final = FactKind(
    lambda here, there: (missing_symbols(here.symbols, there), missing_symbols(there.symbols, here)),
    missing_symbols,
)
DATES: Final = FactKind(
    lambda here, there: (missing_dates(here.dates, there), missing_dates(there.dates, here)), missing_dates
)
NUMBERS: Final = FactKind(different_numbers, lacking)
