"""The ordinal of a list label in each language: (c), в), (ج), (iii), ㈢ and 第三条 are all the third.

Every part of the code that reads or writes the number of a paragraph uses this module, so that
aligning, checking, citing and segmenting agree. A single letter is ambiguous: `i` is the
Roman one and the ninth letter, Spanish `o` is the fifteenth or (after ñ) the sixteenth.
`label_readings` therefore returns every meaning, the likeliest first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from aligner.languages.letter_ranges import HAN_DIGITS
from aligner.languages.numerals import chinese_number, numerals
from aligner.languages.profile import get, heads, typography

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
    found = _LEVELS.search(label)
    return tuple(map(int, found.group().split("."))) if found else ()


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
    return label + typography(language).after_number if is_number else label
