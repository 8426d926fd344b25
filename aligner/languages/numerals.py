"""Read numbers and the labels of lists as each language writes them, in one form.

`numerals("第二十七届会议", "zh")` and `numerals("Twenty-seventh session", "en")` both
give 27. Aligning and checking compare these values, never the digits as printed.

Covered: digits of any script with each language's separators, Chinese numerals (with 万
and 亿, and the digit-by-digit years 二〇一六), number words and ordinals in the five others,
scale words (million, млрд, …), names of months. "One" and its forms on their own are left out:
they are articles and pronouns far more often than numbers. The labels (c), в), (ج), (iii), ㈢ and 第三条 are
all the third.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple

import regex

from aligner.languages.arabic_spelling import without_marks
from aligner.languages.letter_ranges import HAN_DIGITS
from aligner.languages.number_words import (
    alternatives,
    number_words,
    patterns,
    plain_letters,
    spelled,
    value_of,
)
from aligner.languages.profile import get, heads, profile
from aligner.languages.tokens import TURNED_GROUPS
from aligner.values.document import Span


class NumeralKind(StrEnum):
    """How a number was written."""

    DIGITS = "digits"
    CHINESE = "chinese"
    WORD = "word"
    MONTH = "month"


class Numeral(NamedTuple):
    """A number found in a text: where, how it is written, and its value in plain digits."""

    span: Span
    kind: NumeralKind
    value: str


_SPACES: Final = "\u00a0\u202f\u2009 "
_SPACE: Final = regex.compile(f"([{_SPACES}])")
HAN_DIGIT_VALUES: Final = {
    **{sign: value for value, sign in enumerate("〇一二三四五六七八九")},
    **dict.fromkeys("零○", 0),
    **dict.fromkeys("两兩", 2),
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
def _digit_patterns(language: str) -> tuple[regex.Pattern[str], ...]:
    """Return the patterns for numbers in digits, for separators of their groups, and for the decimal sign."""
    table = number_words(language)
    groups, decimal = regex.escape(table.groups), regex.escape(table.decimal)
    scales = alternatives(table.scales.values())
    end = r"(?:(?<=\p{Han})|(?![\p{Latin}\p{Cyrillic}]))"
    number = (
        rf"(?:\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)(?:[{decimal}]\d+)?|\d+(?:[{decimal}]\d+)?)"
        rf"(?:\s?(?P<scale>{scales}){end}|(?={_MORE_IN_BRACKETS}\s?(?P<shared>{scales}){end}))?"
    )
    patterns = number, rf"[{groups}](?=\d{{3}}(?!\d))", f"[{decimal}]"
    return tuple(regex.compile(pattern, regex.IGNORECASE) for pattern in patterns)


_DIGIT: Final = re.compile(r"\d")
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


class _Scaled(NamedTuple):
    """A number in digits with the scale word after it, which smaller numbers may follow."""

    start: int
    stop: int
    value: Decimal
    scale: int


def _digit_numerals(text: str, language: str) -> Iterator[Numeral]:
    if get(language).right_to_left:
        text = _turn_groups(text)
    digits, groups, decimal = _digit_patterns(language)
    found: list[_Scaled] = []
    for match in digits.finditer(text):
        scale_word = match.group("scale")
        printed = match.group()[: -len(scale_word)] if scale_word else match.group()
        plain = printed.strip()
        if not (plain.isascii() and plain.isdigit()):
            plain = decimal.sub(".", groups.sub("", plain))
        value = Decimal(plain)
        named = scale_word or match.group("shared")
        scale = (value_of(named, number_words(language).scales) or 1) if named else 1
        value *= scale
        start = match.start()
        goes_on = bool(found) and found[-1].stop == start and value < found[-1].scale
        if goes_on and text[match.end() : match.end() + 1] not in _HAN_UNITS:
            before = found.pop()
            start, value = before.start, value + before.value  # 3亿4000万
        found.append(_Scaled(start, match.end(), value, scale))
    for number in found:
        yield Numeral(Span(number.start, number.stop), NumeralKind.DIGITS, _plain(number.value))


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
    counts = list(spelled(text, language))
    count_at = {place: span for span, _ in counts for place in span}
    taken: set[int] = set()
    for match in patterns(language).month.finditer(text):
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


@lru_cache(maxsize=1 << 14)  # several checks read each text
def _numerals(text: str, code: str) -> tuple[Numeral, ...]:
    text, places = without_marks(plain_letters(_ascii_digits(text)))
    found = list(_digit_numerals(text, code)) if _DIGIT.search(text) else []
    if get(code).script == "han":
        found += _chinese_numerals(text)
    else:
        found += _word_numerals(text, code)
    if places:
        found = [
            each._replace(span=Span(places[each.span.start], places[each.span.stop - 1] + 1))
            for each in found
        ]
    return tuple(sorted(found, key=lambda numeral: (numeral.span.start, numeral.span.stop)))


# Every part of the code that reads or writes the number of a paragraph uses this module, so that
# aligning, checking, citing and segmenting agree. A single letter is ambiguous: `i` is the
# Roman one and the ninth letter, Spanish `o` is the fifteenth or (after ñ) the sixteenth.
# `label_readings` therefore returns every meaning, the likeliest first.

QUOTES: Final = '“”„«"'
"""Opening quotation marks, which may precede a label; Arabic opens with the closing mark of others."""

LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
"""The letters that number lists in most languages, and beside their own in all of them."""

_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
ENDNOTE_NUMERALS: Final = frozenset("ivx")
"""The Roman numerals by which Word numbers endnotes: up to 39 it needs no others."""

_ROMAN_ALONE: Final = frozenset("ivx")
"""Single letters that are more likely Roman: lists rarely reach the 22nd letter, and never the Roman c."""
_LONGEST: Final = 8  # characters of a label without brackets and words; `lxxxviii` is the longest
_MOST_REPEATED: Final = 3  # zzz; longer runs of one letter are words or noise
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_HAN_LABEL: Final = re.compile(rf"[{HAN_DIGITS}]{{1,4}}")
_LETTER_LABEL: Final = re.compile(r"[A-Za-z]{1,6}")
_LEVELS: Final = re.compile(r"(?<![\d.,/])\d{1,4}(?:\.\d{1,4})+(?![\d,/])")


class LabelSort(StrEnum):
    """How a label counts."""

    DIGIT = "digit"
    HAN = "han"
    SIGN = "sign"
    ROMAN = "roman"
    LETTER = "letter"


class LabelReading(NamedTuple):
    """One reading of a label: its sort, and its place in the list, from 1."""

    sort: LabelSort
    ordinal: int

    @property
    def is_letter(self) -> bool:
        """Whether it counts by letters, which never equals a count by numbers."""
        return self.sort is LabelSort.LETTER


@lru_cache(maxsize=4096)
def label_readings(label: str, language: str) -> tuple[LabelReading, ...]:
    """Return every reading of a label, the likeliest first; empty if it is not a number.

    Brackets, full stops and the words of articles (`第五条`, `Article 5`) may be around
    the number. Of several levels (`1.2.3`) the last counts, of other numbers the first.

    Raises:
        LanguageError: for a language without a profile.

    >>> labels = {"en": "(c)", "ar": "(ج)", "ru": "в)"}
    >>> [label_readings(label, code)[0].ordinal for code, label in labels.items()]
    [3, 3, 3]
    >>> [reading.ordinal for reading in label_readings("(i)", "en")]
    [1, 9]
    """
    core = _EDGES.sub("", label)
    if core.isalnum() and len(core) <= _LONGEST and (found := core_readings(core, language)):
        return found
    if several := levels(label):
        return (LabelReading(LabelSort.DIGIT, several[-1]),)
    for numeral in numerals(label, language):
        if numeral.value.isdigit():
            return (LabelReading(LabelSort.DIGIT, int(numeral.value)),)
    return _first_sign(label)


def core_readings(core: str, language: str) -> tuple[LabelReading, ...]:
    """Return the same for a label without its brackets and words: `5`, `aa`, `iv`, `三`, `㈢`.

    >>> core_readings("aa", "en"), core_readings("word", "en")
    ((LabelReading(sort=<LabelSort.LETTER: 'letter'>, ordinal=27),), ())
    """
    small = core.casefold()
    if small.isdecimal():
        return (LabelReading(LabelSort.DIGIT, int(small)),)
    if set(small) <= set(HAN_DIGITS):
        number = chinese_number(small)
        return (LabelReading(LabelSort.HAN, number),) if number else ()
    if len(small) == 1 and not small.isalpha():
        return _first_sign(small)
    value = roman_value(small) if small in _ROMAN_ALONE or len(set(small)) > 1 or small[0] in "ix" else 0
    romans = [LabelReading(LabelSort.ROMAN, value)] if value else []
    return (*romans, *(LabelReading(LabelSort.LETTER, each) for each in _letter_ordinals(small, language)))


def levels(label: str) -> tuple[int, ...]:
    """Return the numbers of a label that counts on several levels; empty for any other label.

    The full stops between them are no decimal or thousands separators, in whatever language.

    >>> levels("1.2.3"), levels("Section 1.10"), levels("5."), levels("56/1.2")
    ((1, 2, 3), (1, 10), (), ())
    """
    match = _LEVELS.search(label)
    return tuple(map(int, match.group().split("."))) if match else ()


def label_ordinal(label: str, language: str) -> int | None:
    """Return the likeliest place of a label in its list, or None where it is no number.

    >>> label_ordinal("(xiv)", "fr"), label_ordinal("第二十七条", "zh"), label_ordinal("•", "en")
    (14, 27, None)
    """
    found = label_readings(label, language)
    return found[0].ordinal if found else None


def own_letters(language: str) -> str:
    """Return the letters that number lists in a language, in order.

    >>> own_letters("ar")[:4]
    'أبجد'
    """
    return heads()[get(language).code].labels.letters


def repeated(alphabet: str, number: int) -> str:
    """Return the letters for a number, doubled after the last one, as Word and the United Nations count.

    >>> repeated("abc", 3), repeated("abc", 5)
    ('c', 'bb')
    """
    times, index = divmod(number - 1, len(alphabet))
    return alphabet[index] * (times + 1)


def roman(number: int) -> str:
    """Roman numerals in lower case.

    >>> roman(14)
    'xiv'
    """
    letters = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        letters += sign * times
    return letters


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral in lower case, 0 for anything that is not written as one.

    >>> roman_value("xiv"), roman_value("iix"), roman_value("mix")
    (14, 0, 1009)
    """
    total, rest = 0, text
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            total, rest = total + value, rest.removeprefix(sign)
    return total if not rest and roman(total) == text else 0


def _letter_ordinals(small: str, language: str) -> Iterator[int]:
    """Yield the places of one letter, or of one letter repeated, in the alphabets of a language."""
    if len(set(small)) > 1 or len(small) > _MOST_REPEATED:
        return
    found = set[int]()
    for alphabet in (LATIN, own_letters(language)):
        place = alphabet.find(small[0])
        if place >= 0 and (ordinal := place + 1 + (len(small) - 1) * len(alphabet)) not in found:
            found.add(ordinal)
            yield ordinal


def _first_sign(text: str) -> tuple[LabelReading, ...]:
    """Return the value of the first character that has one by itself: ㈢, ③, Ⅳ."""
    for character in text:
        number = unicodedata.numeric(character, 0.0)
        if number >= 1 and number.is_integer():
            return (LabelReading(LabelSort.SIGN, int(number)),)
    return ()


def printed_label(label: str | None, language: str) -> str:
    """Return a paragraph's label as its language prints it, with its closing punctuation.

    Numbers and letters end in a full stop, Arabic numbers in a dash and Chinese numerals in their
    comma. Numbers of several levels, and labels with brackets or words, get no punctuation.

    >>> [printed_label(label, "en") for label in ("5 bis", "6.1", "(a)", "A")]
    ['5 bis.', '6.1', '(a)', 'A.']
    >>> printed_label("5", "ar"), printed_label("十二", "zh"), printed_label("第二十七条", "zh")
    ('5 -', '十二、', '第二十七条')
    """
    if not label:
        return ""
    if _HAN_LABEL.fullmatch(label):
        return f"{label}、"
    if _LETTER_LABEL.fullmatch(label):
        return f"{label}."
    is_number = label[0].isdecimal() and label[-1].isalnum() and not levels(label)
    return label + profile(language).typography.after_number if is_number else label
