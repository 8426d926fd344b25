"""Quantities that languages write in words: halves, hundreds, and the units behind numbers.

Read where numbers are checked across languages. "50 per cent" is `moitié` elsewhere, and a
number that agrees is still wrong if euros stand where dollars did.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aligner.languages import get


@dataclass(frozen=True, slots=True)
class Quantities:
    """Compiled patterns for one language: words for a half, for a hundred, for two of a kind."""

    half: Any
    hundred: Any
    pair: Any


_TENTHS: Final = r"([一二三四五六七八九])成([一二三四五六七八九])?(?![员員为為果立分])"
_THOUSANDTHS: Final = r"千分之(\d{1,3}|[一二三四五六七八九])(?![十百\d])"
_HALF: Final[dict[str, str]] = {
    "zh": "一半|半数|半數|过半|過半",
    "en": r"\bhal(?:f|ves)\b",
    "fr": r"\b(?:moitié|demi)",
    "ru": r"\bполовин|\bполмиллион|\bполтор",
    "es": r"\b(?:mitad|medio|media)\b",
    "ar": "نصف",
}
_HUNDRED: Final[dict[str, str]] = {
    "zh": "百(?!分之[^百])",
    "en": r"\bhundred",
    "fr": r"\bcent(?:ième)?\b",
    "ru": r"\bсто\b|\bсотн|\bста\b",
    "es": r"\bcien(?:to)?\b",
    "ar": "مائة|مئة",
}


_PAIR: Final[dict[str, str]] = {
    "zh": "两|兩|双|雙",
    "en": r"\b(?:both|twice|pair)\b",
    "fr": r"\bdouble",
    "ru": r"\b(?:обе?их|оба|обе|дважды|вдвое)\b",
    "es": r"\b(?:amb[oa]s|doble)\b",
    "ar": "كلا|كلتا|ضعف",
}


@cache
def quantities(language: str) -> Quantities:
    """The words of one language.

    Raises:
        LanguageError: for a code that is not one of the six.

    >>> bool(quantities("fr").half.search("plus de la moitié"))
    True
    """
    import regex

    code = get(language).code
    tables = (_HALF, _HUNDRED, _PAIR)
    return Quantities(*(regex.compile(table[code], regex.IGNORECASE) for table in tables))


def percentages(text: str, language: str) -> list[str]:
    """What Chinese counts in tenths and thousandths, as others do in hundredths.

    >>> percentages("六成五，约三成，千分之五", "zh")
    ['65', '30', '0.5']
    """
    if get(language).code != "zh":
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
