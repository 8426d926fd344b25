"""Numbers that a text writes out: 第二十六届, twenty-sixth, vingt-sixième, السادسة والعشرين.

`numerals` reads every number word. A number expected in another language must be unambiguous: not
"dozens" (数十), and not beside a word that multiplies it (six dozen). A lone 百 or 千万 is left out,
since it often means "many".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
