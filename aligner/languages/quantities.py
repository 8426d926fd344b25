"""Quantities that languages write in words: halves, pairs and hundreds, tenths and thousandths.

Read where numbers are checked across languages. "50 per cent" may be `moitié` in French,
and 六成五 is 65 per cent.

Numbers that a text writes out: 第二十六届, twenty-sixth, vingt-sixième, السادسة والعشرين.

`numerals` reads every number word. A number expected in another language must be unambiguous: not
"dozens" (数十), and not beside a word that multiplies it (six dozen). A lone 百 or 千万 is left out,
since it often means "many".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from aligner.languages.number_words import alternatives, number_words
from aligner.languages.numerals import Numeral, NumeralKind
from aligner.languages.profile import get, profile

_UNITS: Final = "百千万萬亿億"  # a number of these alone means "many"
_NEAR: Final = 15  # characters to a word that makes a larger number of it
_VAGUE_BEFORE: Final = frozenset("数數几幾")
_VAGUE_AFTER: Final = frozenset("几幾余餘分")


@dataclass(frozen=True, slots=True)
class Quantities:
    """Compiled patterns for one language: words for a half, for a hundred, for two of a kind."""

    half: regex.Pattern[str]
    hundred: regex.Pattern[str]
    pair: regex.Pattern[str]


_TENTHS: Final = r"([一二三四五六七八九])成([一二三四五六七八九])?(?![员員为為果立分])"
_THOUSANDTHS: Final = r"千分之(\d{1,3}|[一二三四五六七八九])(?![十百\d])"


@cache
def quantities(language: str) -> Quantities:
    """Return the words of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(quantities("fr").half.search("plus de la moitié"))
    True
    """
    table = profile(get(language).code).numbers
    words = (table.half, table.hundred, table.pair)
    return Quantities(*(regex.compile(pattern, regex.IGNORECASE) for pattern in words))


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
    return "".join(
        str(unicodedata.digit(c)) if c.isdecimal() else str(int(unicodedata.numeric(c))) for c in sign
    )


@cache
def _larger(language: str) -> regex.Pattern[str]:
    return regex.compile(profile(get(language).code).numbers.larger, regex.IGNORECASE)


def written(text: str, language: str, every: Iterable[Numeral]) -> Iterator[Numeral]:
    """Yield the numbers in a text that are written out and unambiguous.

    >>> from aligner.languages.numerals import numerals
    >>> text = "Twenty-sixth session: six hundred and two of them, and six dozen"
    >>> [number.value for number in written(text, "en", numerals(text, "en"))]
    ['26', '602']
    """
    every = list(every)
    others = _without(text, language, every)
    for number in every:
        if number.kind in (NumeralKind.WORD, NumeralKind.CHINESE) and _is_specific(number.value):
            start, stop = number.span.start, number.span.stop
            if number.kind is NumeralKind.CHINESE:
                vague = text[start - 1 : start] in _VAGUE_BEFORE or text[stop : stop + 1] in _VAGUE_AFTER
                vague = vague or not text[start:stop].strip(_UNITS)
            else:
                around = f"{others[max(0, start - _NEAR) : start]}\n{others[stop : stop + _NEAR]}"
                vague = bool(_larger(language).search(around))
            if not vague:
                yield number


def _is_specific(value: str) -> bool:
    return int(value) > 1


def _without(text: str, language: str, every: Iterable[Numeral]) -> str:
    """Return the text with its numbers and "per cent" blanked: their hundreds multiply nothing else."""
    letters = list(text)
    for number in every:
        letters[number.span.start : number.span.stop] = " " * len(number.span)
    return str(_per_cent(language).sub(lambda match: " " * len(match.group()), "".join(letters)))


@cache
def _per_cent(language: str) -> regex.Pattern[str]:
    words = number_words(get(language).code)
    hundred = alternatives(words.hundreds) if words.percent else "(?!)"
    return regex.compile(rf"\b{words.percent}\s+(?:{hundred})\b", regex.IGNORECASE)
