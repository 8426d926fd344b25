"""Numbers that a text writes out: 第二十六届, twenty-sixth, vingt-sixième, السادسة والعشرين.

`numerals` reads every number word. A number expected in another language must be unambiguous: not
"dozens" (数十), and not beside a word that multiplies it (six dozen). Round hundreds are left out,
since they often mean "many".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from aligner.languages.numerals import Numeral, NumeralKind
from aligner.languages.profile import get, profile

_ROUND: Final = 100
_NEAR: Final = 15  # characters to a word that makes a larger number of it
_VAGUE_BEFORE: Final = frozenset("数數几幾")
_VAGUE_AFTER: Final = frozenset("几幾余餘分")


@cache
def _larger(language: str) -> Any:
    import regex

    return regex.compile(profile(get(language).code).numbers.larger, regex.IGNORECASE)


def written(text: str, language: str, every: Iterable[Numeral]) -> Iterator[Numeral]:
    """The numbers in a text that are written out and unambiguous.

    >>> from aligner.languages.numerals import numerals
    >>> text = "Twenty-sixth session: six hundred and two of them, and six dozen"
    >>> [number.value for number in written(text, "en", numerals(text, "en"))]
    ['26', '602']
    """
    for number in every:
        if number.kind in (NumeralKind.WORD, NumeralKind.CHINESE) and _is_specific(number.value):
            start, stop = number.span.start, number.span.stop
            if number.kind is NumeralKind.CHINESE:
                vague = text[start - 1 : start] in _VAGUE_BEFORE or text[stop : stop + 1] in _VAGUE_AFTER
            else:
                around = f"{text[max(0, start - _NEAR) : start]}\n{text[stop : stop + _NEAR]}"
                vague = bool(_larger(language).search(around))
            if not vague:
                yield number


def _is_specific(value: str) -> bool:
    return int(value) > 1 and int(value) % _ROUND != 0
